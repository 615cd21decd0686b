"""Which numbers a telling can ask for, one after another, and how each is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from graph_engine import Edge, Jacobian, Step

from ..languages import _, later, ngettext
from ..story import Story
from ..wording import cards
from ..wording.arrays import WRITTEN, listed
from ..wording.numbers import Hand
from ..wording.sentences import arrivals, derivative, enumerated, sentence
from . import problems
from .problems import Key, Problem

Kind = Literal["value", "local", "contribution", "gradient", "sum", "update", "size"]

KINDS: dict[Kind, str] = {
    "value": later("Values"),
    "local": later("Local gradients"),
    "contribution": later("Contributions"),
    "gradient": later("Gradients"),
    "sum": later("Sums of contributions"),
    "update": later("Updated weights"),
    "size": later("Sizes of Jacobians"),
}
"""What the questions of each kind are called in the summary."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One number (or short vector, or size) that is asked for before it is shown."""

    id: str
    step: int
    """The step that shows it."""
    stop: Literal["node", "edge", "formula"]
    """How fine a reader must walk to be asked."""
    kind: Kind
    slots: tuple[str, ...]
    """Where it will stand in the picture and in the strip."""
    ask: str
    hints: tuple[str, str]
    formula: str
    """What belongs to the second hint, as MathML; may be empty."""
    keys: tuple[Key, ...]
    """What the answer is, as an input of later questions."""
    number: Any
    """The answer in the run that is told; for a size (rows, columns)."""
    reveal: str
    """The answer as it is written."""
    problem: Problem | None
    """How it is worked out; None for a size."""

    @property
    def count(self) -> int:
        """Entries of the answer; 0 for a single number, and for a size."""
        return int(np.size(self.number)) if self.problem and np.ndim(self.number) else 0


def questions(story: Story) -> tuple[Question, ...]:
    """All of a telling, in its order."""
    return tuple(each for step in story.telling.steps for each in _of_step(story, step))


def _of_step(story: Story, step: Step) -> Iterator[Question]:
    match step.kind:
        case "value":
            yield from _value(story, step)
        case "sizes":
            yield from _sizes(story, step)
        case "slope":
            yield from _slope(story, step)
        case "flow":
            yield from _flow(story, step)
        case "reuse":
            yield from _flow(story, step)
        case "sum":
            yield from _sum(story, step)
        case "new":
            yield from _new(story, step)


def _short(number: Any) -> bool:
    """Whether it is a number, or a vector that can be typed."""
    return np.ndim(number) == 0 or (np.ndim(number) == 1 and np.size(number) <= WRITTEN)


def _value(story: Story, step: Step) -> Iterator[Question]:
    words, graph, index = story.words, story.graph, step.node
    assert index is not None
    run, node = story.words.run(step), story.graph.nodes[index]
    if not _short(run.values[index]):
        return
    operands = dict.fromkeys(arg for arg in node.args if not words.names[arg].number)
    numbers = [f"{words.plain(arg)} = {words.value(run, arg, words.full)}" for arg in operands]
    slots = [f"{edge.id}.value" for edge in graph.consumers[index]]
    yield Question(
        id=f"{step.index}",
        step=step.index,
        stop="node",
        kind="value",
        slots=(*slots, *([f"o{index}.value"] if index in graph.ends else [])),
        ask=(
            _("Forward again: what is %(name)s?", name=words.plain(index))
            if step.iteration
            else _("What is %(name)s?", name=words.plain(index))
        )
        + _entrywise(run.values[index]),
        hints=(
            # The sentence of the step before, which names operation and operands.
            sentence(words, Step(phase="forward", kind="symbols", node=index)),
            _("Put the numbers in: %(numbers)s.", numbers=enumerated(numbers)),
        ),
        formula=cards.forward_symbols(words, index),
        keys=(("value", step.iteration, index),),
        number=run.values[index],
        reveal=f"{words.plain(index)} = {words.value(run, index, words.full)}",
        problem=problems.value_problem(story.telling, step),
    )


def _sizes(story: Story, step: Step) -> Iterator[Question]:
    """In the chain, the size of each factor that is a matrix."""
    path = step.path or 0
    for place, edge in enumerate(story.telling.paths[path]):
        if story.words.wide(edge):
            yield _size(story, step, edge, (f"z{path}-{place}",), f"{step.index}.{place}", "node")


def _size(
    story: Story,
    step: Step,
    edge: Edge,
    slots: tuple[str, ...],
    name: str,
    stop: Literal["node", "edge"],
) -> Question:
    words = story.words
    rows, columns = words.run(step).shape_of(edge)
    above, beside = (
        ngettext(
            "%(name)s has %(num)s entry",
            "%(name)s has %(num)s entries",
            int(np.prod(story.graph.nodes[index].shape)),
            name=words.plain(index),
        )
        for index in (edge.dst, edge.src)
    )
    return Question(
        id=name,
        step=step.index,
        stop=stop,
        kind="size",
        slots=slots,
        ask=_(
            "What is the size of %(derivative)s? Rows × columns, like 2x3.",
            derivative=derivative(words, edge),
        ),
        hints=(
            _(
                "A row for each entry of what is differentiated, a column for each entry that it "
                "is differentiated by."
            ),
            f"{above}, {beside}.",
        ),
        formula="",
        keys=(),
        number=(rows, columns),
        reveal=_(
            "%(derivative)s is %(rows)s×%(columns)s",
            derivative=derivative(words, edge),
            rows=rows,
            columns=columns,
        ),
        problem=None,
    )


def _slope(story: Story, step: Step) -> Iterator[Question]:
    words, edge = story.words, step.edge
    assert edge is not None
    run, slope = words.run(step), words.run(step).slope(edge)
    stop = step.stop
    place = "" if step.path is None else f"c{step.path}-{_place(story, step)}"
    slots = (f"{edge.id}.local", *([place] if place else []))
    if isinstance(slope, Jacobian):
        if step.path is None:
            yield _size(story, step, edge, slots, f"{step.index}", "edge")
    else:
        node = story.graph.nodes[edge.dst]
        shown = dict.fromkeys([*node.args, node.index])
        numbers = [
            f"{words.plain(index)} = {words.value(run, index, words.full)}"
            for index in shown
            if not words.names[index].number
        ]
        yield Question(
            id=f"{step.index}",
            step=step.index,
            stop=stop,
            kind="local",
            slots=slots,
            ask=_("What is the local gradient %(derivative)s?", derivative=derivative(words, edge)),
            hints=(
                sentence(words, Step(phase="backward", kind="slope_symbols", edge=edge)),
                _("Put the numbers in: %(numbers)s.", numbers=enumerated(numbers)),
            ),
            formula=cards.local_symbols(words, edge),
            keys=(("slope", step.iteration, edge),),
            number=slope,
            reveal=f"{derivative(words, edge)} = {words.slope(slope)}",
            problem=problems.slope_problem(story.telling, step),
        )
    # Along a path the step shows the product so far too; from the seed it is the slope itself.
    if step.path is not None and _place(story, step):
        yield from _flow(story, step, ".flow")


def _place(story: Story, step: Step) -> int:
    assert step.path is not None and step.edge is not None
    return story.telling.paths[step.path].index(step.edge)


def _flow(story: Story, step: Step, suffix: str = "") -> Iterator[Question]:
    words, graph, edge = story.words, story.graph, step.edge
    assert edge is not None
    problem = problems.flow_problem(story.telling, step)
    number = problem.work(problem.inputs)
    if not _short(number):
        return
    source, loss = words.plain(edge.src), words.loss
    several = len(arrivals(words, edge.src)) > 1
    leaf = graph.nodes[edge.src].leaf
    slots = [f"{edge.id}.gradient"]
    kind: Kind = "contribution" if several or step.path is not None else "gradient"
    if step.path is None:
        slots += [f"g{edge.src}"] if leaf and not several else []
        ask = (
            _(
                "What flows back to %(source)s from %(target)s?",
                source=source,
                target=words.plain(edge.dst),
            )
            if several
            else _(
                "What is the gradient ∂%(loss)s/∂%(name)s?",
                loss=loss,
                name=words.flat[edge.src].plain,
            )
        )
        keys: tuple[Key, ...] = (("flow", step.iteration, edge),)
        keys = keys if several else (("gradient", step.iteration, edge.src),)
    else:
        ask = _(
            "Along this path, what is the product so far, from %(loss)s back to %(source)s?",
            loss=loss,
            source=source,
        )
        keys = ((f"product {step.path}", step.iteration, edge),)
        if len(story.telling.paths) == 1 and edge.src == story.telling.focus:
            keys = (*keys, ("gradient", step.iteration, edge.src))
    upstream = words.product(problem.inputs[problem.upstream])
    slope = _factor(story, problem.slope)
    yield Question(
        id=f"{step.index}{suffix}",
        step=step.index,
        stop=step.stop if several or step.path is not None else "node",
        kind=kind,
        slots=tuple(slots),
        ask=ask + _entrywise(number),
        hints=(
            _(
                "Take what arrives at %(target)s from above and multiply it by the local gradient "
                "%(derivative)s.",
                target=words.plain(edge.dst),
                derivative=derivative(words, edge),
            ),
            _(
                "%(upstream)s arrives; the local gradient is %(slope)s. Multiply.",
                upstream=upstream,
                slope=slope,
            ),
        ),
        formula="",
        keys=keys,
        number=number,
        reveal=f"{upstream} · {slope} = {words.product(number)}",
        problem=problem,
    )


def _factor(story: Story, slope: Any) -> str:
    """A local gradient as a factor: a short row is written out, a matrix as its size."""
    row = isinstance(slope, Jacobian) and slope.rows == 1 and slope.columns <= WRITTEN
    return story.words.factor(slope) if row else story.words.slope(slope)


def _sum(story: Story, step: Step) -> Iterator[Question]:
    words, index = story.words, step.node
    assert index is not None
    problem = problems.sum_problem(story.telling, step)
    if not problem.terms:
        return
    number = problem.work(problem.inputs)
    if not _short(number):
        return
    terms = [words.product(term) for term in problem.inputs.values()]
    written = " + ".join(terms).replace("+ −", "− ")
    name = words.flat[index].plain
    yield Question(
        id=f"{step.index}",
        step=step.index,
        stop="node",
        kind="sum",
        slots=(f"n{index}.total", f"s{index}", f"g{index}"),
        ask=_("What is the gradient ∂%(loss)s/∂%(name)s in all?", loss=words.loss, name=name)
        + _entrywise(number),
        hints=(
            _(
                "Where a node is used several times, gradients add: %(count)s paths lead back.",
                count=len(terms),
            )
            if story.telling.paths
            else _(
                "Where a node is used several times, gradients add: %(count)s wires lead back.",
                count=len(terms),
            ),
            _("Add %(terms)s.", terms=enumerated(terms)),
        ),
        formula="",
        keys=(("gradient", step.iteration, index),),
        number=number,
        reveal=f"{written} = {words.product(number)}",
        problem=problem,
    )


def _new(story: Story, step: Step) -> Iterator[Question]:
    words, index = story.words, step.node
    assert index is not None
    run, after = story.telling.runs[step.iteration : step.iteration + 2]
    number = after.values[index]
    gradient = run.gradients[index]
    if not _short(number) or gradient is None:
        return
    name, alpha = words.plain(index), words.full.given(story.telling.rate_at(step.iteration))
    old = words.value(run, index, words.full)
    yield Question(
        id=f"{step.index}",
        step=step.index,
        stop="node",
        kind="update",
        slots=(f"n{index}.update", f"u{index}"),
        ask=_("What does %(name)s become, with α = %(alpha)s?", name=name, alpha=alpha)
        + _entrywise(number),
        hints=(
            _("A weight moves against its gradient: α times the gradient is taken away."),
            _(
                "%(name)s was %(old)s, its gradient is %(gradient)s, α = %(alpha)s.",
                name=name,
                old=old,
                gradient=words.product(gradient),
                alpha=alpha,
            ),
        ),
        formula="",
        keys=(("value", step.iteration + 1, index),),
        number=number,
        reveal=f"{name} = {words.value(after, index, words.full)}",
        problem=problems.new_problem(story.telling, step),
    )


def _entrywise(number: Any) -> str:
    """How a vector is to be typed."""
    if not np.ndim(number):
        return ""
    asked = ngettext(
        "It has %(num)s entry: all of them, like %(example)s, or one at a time.",
        "It has %(num)s entries: all of them, like %(example)s, or one at a time.",
        np.size(number),
        example=listed(np.array((2.0, -1.0)), Hand(slide=False, wire=False).given),
    )
    return f" {asked}"
