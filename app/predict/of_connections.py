"""What is asked of one connection between neurons: the gradient by its weight."""

from collections.abc import Iterator

import numpy as np

from graph_engine import Edge, Step
from graph_engine.views import Connection

from ..languages import _
from ..picture.matrices import entry_name
from ..picture.neurons import slots as picture
from ..picture.neurons.shown import connections as drawn
from ..picture.neurons.sums import neuron_name
from ..story import Story
from ..wording import digits
from ..wording.numbers import times
from ..wording.words import Words
from .problems import Flow, Weight
from .question import Question, short


def connections(story: Story, step: Step, flow: Flow) -> Iterator[Question]:
    """Of each connection that gets its gradient here: for who touches it. Where all of them are too
    many to be typed, the largest is asked for in the walk's own order, too."""
    words, edge = story.words, flow.edge
    found = _single(words, edge)
    if not found:
        return
    number = flow.work(flow.inputs)
    for place, each in found.items():
        yield _question(story, step, flow, place, each)
    if not short(number) and np.all(np.isfinite(number)):
        sizes = {place: abs(float(np.ravel(number)[place])) for place in found}
        largest = max(sizes, key=sizes.__getitem__)
        if sizes[largest]:
            yield _question(story, step, flow, largest, found[largest], touched=False)


def _single(words: Words, edge: Edge) -> dict[int, Connection]:
    """The connections that are drawn for a wire of weights, by the weight's place among these; of
    weights that belong to one connection each."""
    if words.network is None:
        return {}
    found: dict[int, list[Connection]] = {}
    for each in drawn(words.network):
        if each.weight is not None and each.weight[0] == edge:
            found.setdefault(each.weight[1], []).append(each)
    return {place: all_of[0] for place, all_of in found.items() if len(all_of) == 1}


def _question(
    story: Story, step: Step, flow: Flow, place: int, of: Connection, *, touched: bool = True
) -> Question:
    words, edge = story.words, flow.edge
    problem = Weight(
        graph=story.graph,
        inputs=flow.inputs,
        given=flow.given,
        flow=flow,
        place=place,
        row=of.target[1],
        weighed=None if of.source is None else _value(words, step, of.source),
        own=_value(words, step, (edge.src, place)),
    )
    number = problem.work(problem.inputs)
    arriving = float(np.ravel(flow.inputs[flow.upstream])[problem.row])
    slope = problem.slope(flow.inputs)
    among = digits.as_product(words, (arriving, slope), number)
    target = neuron_name(words, *of.target).plain
    weight = entry_name(words.plain(edge.src), story.graph.nodes[edge.src].shape, place)
    # Where it stands on other connections, too, this is a part of its gradient.
    tied = len(story.graph.arriving[edge.src]) > 1
    name = "" if tied else f"∂{words.loss}/∂{weight}"
    product = times([words.product(arriving, among), words.slope(slope, among)])
    return Question(
        id=f"{step.index}.weight{place}" if touched else f"{step.index}.weight",
        step=step.index,
        stop=step.stop,
        kind="connection",
        slots=(picture.weight_gradient(edge, place), picture.weight_ribbon(edge, place)),
        ask=_asked(words, of, weight=weight, target=target, name=name),
        hints=(
            _(
                "Take what arrives at %(target)s from above and multiply it by how %(target)s "
                "moves with this weight.",
                target=target,
            ),
            _(
                "%(upstream)s arrives; the local gradient is %(slope)s. Multiply.",
                upstream=words.product(arriving),
                slope=words.slope(slope),
            ),
        ),
        formula="",
        keys=((f"weight {place}", step.iteration, edge),),
        number=number,
        reveal=" = ".join(filter(None, (name, product, words.product(number)))),
        problem=problem,
        touched=touched,
    )


def _asked(words: Words, of: Connection, *, weight: str, target: str, name: str) -> str:
    """In words; `name` is empty where the weight stands on other connections, too."""
    if not name:
        return _(
            "What does this connection into %(target)s alone hand back to %(weight)s, which stands "
            "on others, too?",
            target=target,
            weight=weight,
        )
    if of.source is None:
        return _(
            "What is %(name)s, the gradient by the bias of %(target)s?", name=name, target=target
        )
    return _(
        "What is %(name)s, the gradient by the weight from %(source)s to %(target)s?",
        name=name,
        source=neuron_name(words, *of.source).plain,
        target=target,
    )


def _value(words: Words, step: Step, of: tuple[int, int]) -> float:
    """An entry of a node's value."""
    index, entry = of
    return float(np.ravel(words.run(step).values[index])[entry])
