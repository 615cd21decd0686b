"""A neuron's sum as it is written when it is touched: its weights, what they weigh, the result."""

from collections.abc import Iterator

import numpy as np

from graph_engine import Run
from graph_engine.views import Layer, Network

from ...languages import _
from ...wording.names import Name
from ...wording.numbers import plus, times
from ...wording.words import Words

MOST = 5
"""Products that are written; of more the largest ones, and what the others are together."""


def layer_of(network: Network, index: int) -> Layer | None:
    """The layer that a node is."""
    return next((each for each in network.layers if each.node == index), None)


def neuron_name(words: Words, index: int, entry: int) -> Name:
    """A neuron's name: y₂ of y."""
    whole = words.names[index]
    return of_entry(whole, entry) if words.node(index).shape else whole


def of_entry(whole: Name, entry: int) -> Name:
    """The name of an entry of a vector."""
    below = f"{whole.index},{entry + 1}" if whole.index else str(entry + 1)
    return Name(whole.base, below, accent=whole.accent, over=whole.over)


Entry = tuple[int, int]
"""A node, and which of its entries."""


def terms(words: Words, layer: Layer, neuron: int) -> Iterator[tuple[Entry, Entry | None]]:
    """What a neuron adds up: each weight with what it weighs, each bias alone."""
    for each in layer.weighings:
        for place in range(each.inputs):
            yield (each.weights.src, each.entry(neuron, place)), (each.source, place)
        if each.biased:
            yield (each.weights.src, each.entry(neuron, each.inputs)), None
    for edge in (*layer.biases, *layer.carried):
        yield (edge.src, neuron if words.node(edge.src).shape else 0), None


def sum_of(words: Words, layer: Layer, run: Run, neuron: int) -> str:
    """y₂ = σ(−1 · 2 + 0.5 · (−1) + …) = σ(−1.5) = 0.182."""
    flat = {index: np.ravel(run.values[index]) for index in words.walk.graph.before(layer.node)}

    def number(entry: Entry) -> float:
        return float(flat[entry[0]][entry[1]])

    def written(entry: Entry) -> str:
        return words.writer(run, entry[0], words.wire)(number(entry))

    found = [*terms(words, layer, neuron)]
    products = [number(w) * (1.0 if x is None else number(x)) for w, x in found]
    kept = [*range(len(found))]
    if len(found) > MOST + 1:
        kept = sorted(sorted(kept, key=lambda k: -abs(products[k]))[:MOST])
    texts = []
    for k in kept:
        weight, weighed = found[k]
        factors = [written(weight), *([] if weighed is None else [written(weighed)])]
        texts.append(times(factors))
    if len(kept) < len(found):
        rest = sum(products) - sum(products[k] for k in kept)
        more = {"count": len(found) - len(kept), "sum": words.wire.value(rest)}
        texts.append(_("(the other %(count)s: %(sum)s)", **more))
    symbol = str(getattr(words.node(layer.node).op, "symbol", ""))
    function = words.symbols.sign(symbol).partition("(")[0] if symbol.endswith(")") else ""
    result = words.wire.value(sum(products))
    name = neuron_name(words, layer.node, neuron).plain
    if not function:
        return f"{name} = {plus(texts)} = {result}"
    value = words.wire.value(number((layer.node, neuron)))
    return f"{name} = {function}({plus(texts)}) = {function}({result}) = {value}"
