"""Between which neurons of the picture an entry of a chain's factor stands."""

from collections.abc import Iterator

from graph_engine import Edge

from ...wording.words import Words
from .. import slots
from .sums import layer_of


def neuron_id(index: int, entry: int) -> str:
    """What a neuron is called in the picture."""
    return f"{slots.node(index)}.{entry}"


def between_neurons(words: Words, edge: Edge, k: int, *, row: bool = False) -> Iterator[str]:
    """The neurons at the ends of an entry, row by row counted, of a factor: what it is a change of,
    and by what. Of weights these are the ends of the connection; an entry that is zero because it
    is of another neuron's weights has none. `row`: it is one of the product's row, by the weights.
    """
    network = words.network
    if network is None or edge.dst not in network.column:
        return
    columns = network.size(edge.src)
    by, of = k % columns, k // columns
    layer = layer_of(network, edge.dst)
    if edge.src in network.column:
        if not row:
            yield neuron_id(edge.dst, of)
        yield neuron_id(edge.src, by)
        return
    for each in layer.weighings if layer else ():
        if each.weights != edge:
            continue
        for neuron in range(network.size(edge.dst)):
            for source in range(each.inputs + each.biased):
                if each.entry(neuron, source) == by and (row or neuron == of):
                    yield neuron_id(edge.dst, neuron)
                    if source < each.inputs:
                        yield neuron_id(each.source, source)
