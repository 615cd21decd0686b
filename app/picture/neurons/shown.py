"""Which neurons are drawn: of a large column the first and the last, by their places.

Never by their values: which ones are seen must not change while a network learns.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from graph_engine import Edge
from graph_engine.views import Connection, Network

from ...wording.words import Words

MOST = 8
"""Neurons of a column that are all drawn."""
LARGE = 6
"""Places of a column that has more of them: one of these has the dots."""
LEAST = 4
"""Places of a vector that shares its column with many others."""


@lru_cache(maxsize=16)
def shown(network: Network) -> Mapping[int, tuple[int, ...]]:
    """By node, the entries that are drawn."""
    found: dict[int, tuple[int, ...]] = {}
    for column in network.columns:
        total = sum(network.size(index) for index in column)
        for index in column:
            places = LARGE if len(column) == 1 else max(LEAST, MOST // len(column))
            found[index] = _some(network.size(index), places if total > MOST else total)
    return found


def _some(count: int, places: int) -> tuple[int, ...]:
    if count <= places:
        return tuple(range(count))
    first = places // 2
    return (*range(first), *range(count - (places - first - 1), count))


DENSE = 6
"""Columns of more places than this have smaller and shorter numbers, and thinner lines."""


def dense(network: Network) -> bool:
    """Whether there are so many neurons in a column that all of them are drawn small."""
    return max(map(len, shown(network).values())) > DENSE


@lru_cache(maxsize=16)
def connections(network: Network) -> tuple[Connection, ...]:
    """The lines between them, layer by layer."""
    return network.connections(shown(network))


def hidden(network: Network, index: int) -> int:
    """How many neurons of a node are not drawn."""
    return network.size(index) - len(shown(network)[index])


# -- what has a slot ---------------------------------------------------------------


def neurons(words: Words) -> Iterable[tuple[int, int]]:
    """Node and place of each neuron that is drawn."""
    if words.network is None:
        return []
    found = shown(words.network)
    return [(index, entry) for index, entries in found.items() for entry in entries]


def summing(words: Words) -> Iterable[tuple[int, int]]:
    """The same of those that weigh others."""
    layers = () if words.network is None else (layer.node for layer in words.network.layers)
    found = {*layers}
    return [each for each in neurons(words) if each[0] in found]


def weighed(words: Words) -> Iterable[tuple[Edge, int]]:
    """The wire of the weights and the place among them, of each connection that is drawn."""
    if words.network is None:
        return []
    found = (each.weight for each in connections(words.network))
    return list(dict.fromkeys(each for each in found if each is not None))


def tied(words: Words) -> Iterable[tuple[Edge, int]]:
    """Those whose weights are those of other connections, too: gradients add up at them."""
    arriving = words.walk.graph.arriving
    return [(edge, entry) for edge, entry in weighed(words) if len(arriving[edge.src]) > 1]
