"""What is asked on the way back: local gradients, what flows, and what is added."""

from collections.abc import Iterator
from dataclasses import replace

from graph_engine import Edge, Jacobian, Step
from graph_engine.walkthrough.kinds import Reuse, SlopeSymbols

from ..languages import _
from ..picture import slots as picture
from ..story import Story
from ..wording import cards, digits
from ..wording.arrays import enumerated, written_row
from ..wording.numbers import plus, times
from ..wording.sentences import sentence
from ..wording.words import (
    Words,
    arrivals,
    derivative,
    whole_derivative,
)
from . import of_connections, of_entries, posing
from .of_sizes import size
from .problems import Key
from .question import Kind, Question, at_place, numbers_of, short


def slope(story: Story, step: Step) -> Iterator[Question]:
    """A local gradient; of a Jacobian its size, and along a path the product so far."""
    words, edge = story.words, step.edge
    assert edge is not None
    if words.names[edge.src].number:
        return  # nobody asks how something moves with a number of the program
    run, slope = words.run(step), words.run(step).slope(edge)
    stop = step.stop
    place = "" if step.path is None else picture.factor(step.path, _place(story, step))
    slots = (picture.local(edge), *([place] if place else []))
    if isinstance(slope, Jacobian):
        if step.path is None:
            yield size(story, step, edge, slots, f"{step.index}", "edge")
        else:
            yield from of_entries.entry(story, step, _place(story, step))
    else:
        node = story.graph.nodes[edge.dst]
        numbers = numbers_of(words, run, [*node.args, node.index])
        yield Question(
            id=f"{step.index}",
            step=step.index,
            stop=stop,
            kind="local",
            slots=slots,
            ask=_(
                "What is the local gradient %(derivative)s, %(where)s?",
                derivative=derivative(words, edge),
                where=at_place(words, edge),
            )
            if words.marked(edge)
            else _(
                "What is the local gradient %(derivative)s?", derivative=derivative(words, edge)
            ),
            hints=(
                sentence(words, SlopeSymbols(edge=edge)),
                _("Put the numbers in: %(numbers)s.", numbers=enumerated(numbers)),
            ),
            formula=cards.local_symbols(words, edge),
            keys=(("slope", step.iteration, edge),),
            number=slope,
            reveal=f"{derivative(words, edge)} = {words.slope(slope)}",
            problem=posing.slope_problem(story.walk, step),
        )
    # Along a path the step shows the product so far too; from the seed it is the slope itself.
    if step.product is not None and _place(story, step):
        yield from flow(story, step, ".flow")


def whole(story: Story, step: Step, places: tuple[Edge, ...]) -> Iterator[Question]:
    """The derivative by a node that one operation uses at several places, after the last."""
    words = story.words
    if not places or words.names[places[-1].src].number:
        return
    edge = places[-1]
    if story.graph.nodes[edge.dst].shape:
        return  # a matrix, which is asked for by its size
    problem = posing.whole_problem(story.walk, step.iteration, places)
    number = problem.work(problem.inputs)
    if not short(number):
        return
    name = whole_derivative(words, edge)
    terms = [words.product(term) for term in problem.inputs.values()]
    among = digits.as_sum(words, list(problem.inputs.values()), number)
    written = plus([words.product(term, among) for term in problem.inputs.values()])
    yield Question(
        id=f"{step.index}.whole",
        step=step.index,
        stop=step.stop,
        kind="local",
        slots=(picture.local(edge),),
        ask=_(
            "What is the whole derivative %(derivative)s, all places of %(name)s together?",
            derivative=name,
            name=words.plain(edge.src),
        ),
        hints=(
            _("It moves all places at once, so their local gradients add."),
            _("Add %(terms)s.", terms=enumerated(terms)),
        ),
        formula="",
        keys=(("whole", step.iteration, edge),),
        number=number,
        reveal=f"{name} = {written} = {words.product(number)}",
        problem=problem,
    )


def _place(story: Story, step: Step) -> int:
    assert step.path is not None and step.edge is not None
    return story.walk.paths[step.path].index(step.edge)


def product(story: Story, step: Step) -> Iterator[Question]:
    """The whole product of a path: what flows back with its last factor; one factor is itself."""
    assert step.path is not None
    path = story.walk.paths[step.path]
    if len(path) > 1:
        last = Reuse(
            index=step.index,
            stop=step.stop,
            phase=step.phase,
            iteration=step.iteration,
            edge=path[-1],
            path=step.path,
            product=step.product,
        )
        shown = [picture.product(step.path), picture.bar(step.path, len(path) - 1)]
        for each in flow(story, last):
            yield replace(each, slots=(*each.slots, *shown))


def flow(story: Story, step: Step, suffix: str = "") -> Iterator[Question]:
    """What flows back on a wire, or the product so far along a path."""
    words, graph, edge = story.words, story.graph, step.edge
    assert edge is not None
    if words.names[edge.src].number:
        return
    problem = posing.flow_problem(story.walk, step)
    number = problem.work(problem.inputs)
    yield from of_connections.connections(story, step, problem)
    if not short(number):
        return
    source, loss = words.plain(edge.src), words.loss
    several = len(arrivals(words, edge.src)) > 1
    leaf = graph.nodes[edge.src].leaf
    slots = [picture.gradient(edge), picture.ribbon(edge)]
    slots += picture.of_gradients(words, edge.src, edge)
    kind: Kind = "contribution" if several or step.path is not None else "gradient"
    if step.path is None:
        slots += [picture.leaf_gradient(edge.src)] if leaf and not several else []
        ask = (
            _asked_flow(words, edge)
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
        if edge == story.walk.paths[step.path][-1]:
            ask = _(
                "What is the product of this path, from %(loss)s back to %(source)s?",
                loss=loss,
                source=source,
            )
        else:
            ask = _(
                "Along this path, what is the product so far, from %(loss)s back to %(source)s?",
                loss=loss,
                source=source,
            )
        keys = ((f"product {step.path}", step.iteration, edge),)
        if len(story.walk.paths) == 1 and edge.src == story.walk.focus:
            keys = (*keys, ("gradient", step.iteration, edge.src))
    row = written_row(problem.slope)
    arriving = problem.inputs[problem.upstream]
    among = digits.as_product(words, (arriving, problem.slope if row is None else row), number)
    # A hint has the usual digits: how many an equation needs would tell of its result.
    upstream, true = words.product(arriving), words.product(arriving, among)
    slope = words.slope(problem.slope) if row is None else words.factor(problem.slope)
    factor = (
        words.slope(problem.slope, among) if row is None else words.factor(problem.slope, among)
    )
    yield Question(
        id=f"{step.index}{suffix}",
        step=step.index,
        stop=step.stop if several or step.path is not None else "node",
        kind=kind,
        slots=tuple(slots),
        ask=ask,
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
        reveal=f"{times([true, factor])} = {words.product(number)}",
        problem=problem,
    )


def _asked_flow(words: Words, edge: Edge) -> str:
    """What is asked of one contribution of several."""
    source, target = words.plain(edge.src), words.plain(edge.dst)
    if not words.twins(edge):
        return _("What flows back to %(source)s from %(target)s?", source=source, target=target)
    return _(
        "What flows back to %(source)s from %(target)s, %(where)s?",
        source=source,
        target=target,
        where=at_place(words, edge),
    )


def total(story: Story, step: Step) -> Iterator[Question]:
    """What is added at a node."""
    words, index = story.words, step.node
    assert index is not None
    if words.names[index].number:
        return
    problem = posing.sum_problem(story.walk, step)
    if not problem.terms:
        return
    number = problem.work(problem.inputs)
    if not short(number):
        return
    terms = [words.product(term) for term in problem.inputs.values()]
    among = digits.as_sum(words, list(problem.inputs.values()), number)
    written = plus([words.product(term, among) for term in problem.inputs.values()])
    name = words.flat[index].plain
    yield Question(
        id=f"{step.index}",
        step=step.index,
        stop="node",
        kind="sum",
        slots=(
            *(picture.total(index), picture.sum_of_paths(index), picture.leaf_gradient(index)),
            *picture.of_gradients(words, index),
        ),
        ask=_("What is the gradient ∂%(loss)s/∂%(name)s in all?", loss=words.loss, name=name),
        hints=(
            _(
                "Where a node is used several times, gradients add: %(count)s paths lead back.",
                count=len(terms),
            )
            if story.walk.paths
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
