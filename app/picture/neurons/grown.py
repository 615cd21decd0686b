"""The neurons of a network where they stand in a larger one that it grows into.

A lecture begins with one neuron and ends with a network: what was there keeps its place. Nodes are
matched by name; a single neuron `y1` is the first of a vector `y`.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from graph_engine.views import Network

from ..sizes import Sizes
from .place import Drawing, Entry
from .shown import connections, hidden, shown

_NUMBERED = re.compile(r"(.*?)_?([1-9][0-9]*)")


def within(sizes: Sizes, network: Network, whole: Drawing) -> Drawing | None:
    """A network in the places of a whole; None where some of it is no part of that."""
    found = _matched(network, whole.network)
    if found is None or network.rest or not {*found.values()} <= {*whole.neurons}:
        return None
    node = {index: found[index, shown(network)[index][0]][0] for index in network.column}
    column = {k: whole.network.column[node[nodes[0]]] for k, nodes in enumerate(network.columns)}
    dotted = [index for index in network.column if hidden(network, index)]
    spots = {(each.target, each.source): at for each, at in whole.spots.items()}
    pairs = {
        each: (found[each.target], None if each.source is None else found[each.source])
        for each in connections(network)
        if each.weight is not None
    }
    there = all(column[k] in whole.ones for k in network.biased)
    if not there or not {*pairs.values()} <= {*spots}:
        return None
    right = max(whole.neurons[at][0] for at in found.values()) + whole.radius
    return replace(
        whole,
        sizes=replace(sizes, backward=whole.sizes.backward),
        network=network,
        neurons={each: whole.neurons[at] for each, at in found.items()},
        ones={k: whole.ones[column[k]] for k in network.biased},
        dots={index: whole.dots[node[index]] for index in dotted},
        captions={index: whole.captions[node[index]] for index in network.column},
        spots={each: spots[pair] for each, pair in pairs.items()},
        boxes={},
        wires=(),
        free=(right, whole.width),
    )


def _matched(network: Network, whole: Network) -> Mapping[Entry, Entry] | None:
    """By each neuron that is drawn the one that it is in the whole; None where there is none."""
    found: dict[Entry, Entry] = {}
    named = {whole.graph.nodes[index].name: index for index in whole.column}
    for index, entries in shown(network).items():
        name = network.graph.nodes[index].name or ""
        same = named.get(name)
        if same is not None and whole.size(same) == network.size(index):
            found |= {(index, entry): (same, entry) for entry in entries}
            continue
        one = _NUMBERED.fullmatch(name)
        vector = named.get(one[1]) if one and network.size(index) == 1 else None
        if one is None or vector is None:
            return None
        found[index, 0] = vector, int(one[2]) - 1
    return found
