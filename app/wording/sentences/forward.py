"""The sentences of the way forward: the given numbers, each operation, each value."""

from collections.abc import Sequence

from graph_engine import Node, Step
from graph_engine.walkthrough.kinds import Start

from ...languages import _, translate
from ..arrays import enumerated, size
from ..words import Words, index_of


def start(words: Words, step: Step) -> str:
    """What is given, and what is asked."""
    graph = words.walk.graph
    if not any(node.op for node in graph.nodes):
        return _("The given numbers. Compute with them: write a line such as y = 3*x.")
    if isinstance(step, Start) and step.sought:
        return _task(words, step.sought)
    if graph.loss is None:
        return _("The given numbers stand in the leaves.")
    weights = [words.plain(index) for index in graph.learned]
    further = any(each.phase not in ("start", "forward") for each in words.walk.steps)
    if further and any(node.role == "weight" for node in graph.leaves):
        focus = words.walk.focus
        if focus is not None and graph.nodes[focus].role != "weight":
            return _(
                "The given numbers stand in the leaves. How does %(loss)s change when %(name)s "
                "changes?",
                name=words.plain(focus),
                loss=words.loss,
            )
        return _(
            "The given numbers stand in the leaves. How must %(weights)s change to make %(loss)s "
            "smaller?",
            weights=enumerated(weights),
            loss=words.loss,
        )
    return _("The given numbers stand in the leaves. What is %(loss)s?", loss=words.loss)


def _task(words: Words, sought: Sequence[int]) -> str:
    """What is known, what is not, and what for."""
    graph = words.walk.graph
    found = enumerated([words.plain(index) for index in sought])
    known = [leaf.index for leaf in graph.leaves if leaf.name and leaf.index not in sought]
    given = enumerated([words.plain(index) for index in known]) if known else ""
    if graph.loss is None and not known:
        return _("Sought: %(sought)s.", sought=found)
    if graph.loss is None:
        return _("Given: %(given)s. Sought: %(sought)s.", given=given, sought=found)
    if not known:
        return _("Sought: %(sought)s, so that %(loss)s is smallest.", sought=found, loss=words.loss)
    return _(
        "Given: %(given)s. Sought: %(sought)s, so that %(loss)s is smallest.",
        given=given,
        sought=found,
        loss=words.loss,
    )


def symbols(words: Words, step: Step) -> str:
    """Which operation makes a node."""
    node = words.node(index_of(step))
    op = node.op
    assert op is not None
    name, operation = words.plain(node.index), translate(op.noun(node.shape))
    if op.told_as_typed:
        return _(
            "Forward: %(name)s is the %(operation)s %(typed)s.",
            name=name,
            operation=operation,
            typed=_typed(words, node),
        )
    given = {"name": name, "operation": operation, "operands": _operands(words, node)}
    if op.keyword and node.literal and node.literal[0] == 0:
        return _(
            "Forward: %(name)s is the %(operation)s of %(operands)s, down each column.", **given
        )
    if op.keyword and node.literal:
        return _("Forward: %(name)s is the %(operation)s of %(operands)s, along each row.", **given)
    if node.literal and not op.literal:
        return _(
            "Forward: %(name)s is the %(operation)s of %(operands)s, %(shape)s.",
            shape=size(node.shape),
            **given,
        )
    return _("Forward: %(name)s is the %(operation)s of %(operands)s.", **given)


def _operands(words: Words, node: Node) -> str:
    shown = [words.plain(arg) for arg in node.args]
    if len(shown) > 6:
        shown = [*shown[:3], "…", shown[-1]]
    assert node.op is not None
    if node.op.literal:  # where it stands in the formula: 1 − x is no difference of x and 1
        number = words.full.given(float(node.literal[0]))
        first = isinstance(node.op.typed, str) and node.op.typed.startswith("#c")
        shown = [number, *shown] if first else [*shown, number]
    return enumerated(shown)


def _typed(words: Words, node: Node) -> str:
    """An operation as it is typed, with names as they are written."""
    assert node.op is not None
    op = node.op
    numbers = words.full.given(float(node.literal[0])) if op.literal else op.listed(node.literal)
    typed = op.as_typed([words.plain(arg) for arg in node.args], numbers)
    return typed.replace(">=", "≥").replace("<=", "≤")


def value(words: Words, step: Step) -> str:
    """The value of a node."""
    index, run = index_of(step), words.run(step)
    name, written = words.plain(index), words.value(run, index, words.full)
    if step.iteration and index == words.walk.graph.loss:
        earlier = words.walk.runs[step.iteration - 1]
        apart = words.apart(earlier, run, index)
        before, written = (words.value(each, index, apart) for each in (earlier, run))
        if run.values[index] < earlier.values[index]:
            return _(
                "Forward again, to the end: %(name)s was %(before)s, now it is %(now)s: it fell.",
                name=name,
                before=before,
                now=written,
            )
        # Where gradients pile up it is those, and is said so.
        if run.values[index] > earlier.values[index] and _downhill(words, step.iteration - 1):
            return _(
                "Forward again, to the end: %(name)s was %(before)s, now it is %(now)s: it grew. "
                "The step was too long.",
                name=name,
                before=before,
                now=written,
            )
        return _(
            "Forward again, to the end: %(name)s was %(before)s, now it is %(now)s.",
            name=name,
            before=before,
            now=written,
        )
    if step.iteration:
        return _("Forward again: %(name)s = %(value)s.", name=name, value=written)
    return f"{name} = {written}."


def _downhill(words: Words, iteration: int) -> bool:
    """Whether the weights went against the loss's own gradient, so that a short step had helped."""
    walk = words.walk
    stopped = any(node.op is not None and node.op.stops for node in walk.graph.nodes)
    return not walk.accumulate and not stopped and walk.rate_at(iteration) > 0
