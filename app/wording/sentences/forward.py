"""The sentences of the way forward: the given numbers, each operation, each value."""

from collections.abc import Sequence

from graph_engine import Node, Step
from graph_engine.walkthrough.kinds import Start

from ...languages import _, translate
from .. import digits
from ..arrays import enumerated
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
    assert node.op is not None
    return _(
        "Forward: %(name)s is the %(operation)s of %(operands)s.",
        name=words.plain(node.index),
        operation=translate(node.op.title),
        operands=_operands(words, node),
    )


def _operands(words: Words, node: Node) -> str:
    shown = [words.plain(arg) for arg in node.args]
    if len(shown) > 6:
        shown = [*shown[:3], "…", shown[-1]]
    return enumerated([*shown, *(words.full.given(float(literal)) for literal in node.literal)])


def value(words: Words, step: Step) -> str:
    """The value of a node."""
    index, run = index_of(step), words.run(step)
    name, written = words.plain(index), words.value(run, index, words.full)
    if step.iteration and index == words.walk.graph.loss:
        earlier = words.walk.runs[step.iteration - 1]
        apart = digits.apart(words, earlier, run, index)
        before, written = (words.value(each, index, apart) for each in (earlier, run))
        if run.values[index] < earlier.values[index]:
            return _(
                "Forward again, to the end: %(name)s was %(before)s, now it is %(now)s: it fell.",
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
