"""How wide the widest text is that each place of the picture ever has.

Of this story all its texts are known. Whoever asks for another leaf's chain next shall find the
picture where it is: what the other chains would write is looked at too, unless something is
withheld, for a width would tell of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from graph_engine import Edge, Run
from graph_engine.views import Network

from ..wording.arrays import size
from ..wording.words import Words
from . import slots
from .changes import UPDATE_CHARACTERS, Change
from .neurons import slots as of_network
from .neurons.shown import neurons, weighed
from .neurons.written import least, short
from .slot import SLOTS
from .widths import LOCAL, VALUE, width

LEAST = "\N{MINUS SIGN}0.528"
"""Every number has room for this: while one is changed, most others stay as wide as they are."""

MOST_WAYS = 6
"""Ways from the loss to a node that are looked at."""

LARGE = 300
"""Wires from which on other chains are not looked at."""


def widest(
    words: Words, changes: Sequence[Sequence[Change]], *, all_chains: bool
) -> Mapping[str, float]:
    """By the slot of each text of the picture, the width of its widest text.

    `all_chains`: also of what the chains of other leaves would write.
    """
    found = {
        slot.name_of(target): _width(slot.name_of(target), LEAST)
        for slot in SLOTS.values()
        if "text" in slot.first
        for target in slot.of(words)
    }

    if words.network is not None:
        for place in neurons(words):
            for slot in (of_network.neuron, of_network.neuron_gradient):
                found[slot(*place)] = _width(slot(*place), least(words))

    def note(slot: str, text: str) -> None:
        found[slot] = max(found.get(slot, 0.0), _width(slot, text))

    for group in changes:
        for change in group:
            if change.attribute == "text" and change.slot in found:
                note(change.slot, change.value)
    for index in range(len(words.walk.graph.nodes)):
        if slots.named(words, index):
            for name in slots.of_value(words, index):
                note(name, f"= {LEAST}")
    if all_chains and len(words.walk.graph.edges) < LARGE:
        for name, text in _others(words):
            note(name, text)
    return found


def _width(slot: str, text: str) -> float:
    """How wide a text is there: values are light, all others bold."""
    if slot.endswith(".value"):
        return width(text)
    return width(text, LOCAL if slot.endswith(".local") else VALUE, bold=True)


def _others(words: Words) -> Iterator[tuple[str, str]]:
    """What the chains of other leaves, and the whole pass, would write."""
    walk = words.walk
    run = walk.runs[0]
    for leaf in walk.graph.learned:
        if not words.node(leaf).shape:
            old = words.value(run, leaf, words.wire)
            text = f"{old} → {LEAST}"
            short = text if len(text) <= UPDATE_CHARACTERS else f"→ {LEAST}"
            yield slots.update(leaf), short
    if walk.graph.loss is None or run.gradients[walk.graph.loss] is None:
        return
    for edge in slots.differentiated(words):
        if words.wide(edge):
            yield slots.local(edge), f"({size(run.shape_of(edge))})"
        elif edge.dst in walk.graph.to_loss:
            yield slots.local(edge), words.slope(run.slope(edge), words.wire)
    for edge, gradient in _flows(words, run):
        yield slots.gradient(edge), slots.on_wire(words, gradient)
    for index, gradient in enumerate(run.gradients):
        if gradient is not None:
            yield slots.total(index), slots.on_wire(words, gradient)
    if words.network is not None:
        yield from _of_neurons(words, words.network, run)


def _of_neurons(words: Words, network: Network, run: Run) -> Iterator[tuple[str, str]]:
    """The gradients by activations and by weights."""

    def written(gradients: Any, entry: int) -> str:
        return short(network, np.ravel(gradients)[entry], lambda x: slots.on_wire(words, x))

    for index, entry in neurons(words):
        if (gradient := run.gradients[index]) is not None:
            yield of_network.neuron_gradient(index, entry), written(gradient, entry)
    for edge, entry in weighed(words):
        if (flow := run.contributions[run.graph.place(edge)]) is not None:
            yield of_network.weight_gradient(edge, entry), written(flow, entry)


def _flows(words: Words, run: Run) -> Iterator[tuple[Edge, Any]]:
    """What flows back on each wire: on the whole, and of single numbers along each way."""
    graph = run.graph
    along: dict[int, list[float]] = {}
    if graph.loss is not None and not words.node(graph.loss).shape:
        along[graph.loss] = [1.0]
    for node in reversed(graph.nodes):
        for edge in graph.operands[node.index]:
            flow = run.contributions[graph.place(edge)]
            if flow is None:
                continue
            yield edge, flow
            if words.wide(edge):
                continue
            slope = float(run.slope(edge))
            products = [slope * each for each in along.get(node.index, ())]
            for product in products:
                yield edge, product
            before = along.setdefault(edge.src, [])
            before += products[: MOST_WAYS - len(before)]
