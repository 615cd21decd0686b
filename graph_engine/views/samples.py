"""Samples: all of them drawn out, sharing what is the same for each, or one of them alone."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

import numpy as np

from ..arrays import frozen
from ..graph import Graph, GraphError, Node
from ..saying import say
from .build import Growing, Written
from .origin import changed


def spread(graph: Graph) -> Graph:
    """N copies of what differs from sample to sample, and once what all of them share.

    The contributions to a shared weight add. A copy is called like "z(2)", the loss of a sample
    (`L_i`) like "L_2". Raises `GraphError` where they are too many to be drawn.
    """
    if not graph.samples:
        return graph
    growing = Growing(say("give fewer samples, or look at one of them."))
    places: list[tuple[int, ...]] = [()] * len(graph.nodes)
    """Per node, its index for each sample; one for all where they share it."""
    for sampled, block in _in_order(graph):
        if sampled:
            for k in range(graph.samples):
                for node in block:
                    args = tuple(_of(places[arg], k) for arg in node.args)
                    copied = _copied(growing, graph, node, args, k, "({})")
                    places[node.index] = (*places[node.index], copied)
            continue
        for node in block:
            args = tuple(place for arg in node.args for place in places[arg])
            if node.op is not None and node.op.over_samples:
                places[node.index] = (_together(growing, node, args),)
            else:
                places[node.index] = (growing.kept(node, args),)
    loss = None if graph.loss is None else places[graph.loss][0]
    return growing.graph(graph, loss=loss)


def only(graph: Graph, i: int) -> Graph:
    """The graph of sample i, counted from 1; a sum or mean over the samples is just its value.

    Raises `GraphError` where there is no such sample.
    """
    if not graph.samples:
        raise GraphError(say("there are no samples here: they are given with `each`"))
    if not 1 <= i <= graph.samples:
        raise GraphError(
            say(
                "there is no sample %(i)s: they are counted from 1 to %(count)s",
                i=i,
                count=graph.samples,
            )
        )
    growing = Growing(say("leave some terms away."))
    for node in graph.nodes:
        if node.op is not None and node.op.over_samples:
            growing.operation("identity", node.args, node, name=node.name)
        elif node.sampled:
            _copied(growing, graph, node, node.args, i - 1, "")
        else:
            growing.kept(node, node.args)
    return growing.graph(graph, loss=graph.loss)


def _in_order(graph: Graph) -> Iterator[tuple[bool, list[Node]]]:
    """Blocks of nodes, all of them sampled or none, operands first.

    Between two sums over the samples there is one block of each kind, so that each sample can be
    told to its end before the next.
    """
    levels = [0] * len(graph.nodes)
    for node in graph.nodes:
        over = node.op is not None and node.op.over_samples
        levels[node.index] = max((levels[arg] for arg in node.args), default=0) + over

    def place(node: Node) -> tuple[int, bool]:
        return levels[node.index], node.sampled

    for (_, sampled), block in groupby(sorted(graph.nodes, key=place), key=place):
        yield sampled, list(block)


def _of(places: tuple[int, ...], k: int) -> int:
    """Sample number k's copy, or the one that all share."""
    return places[min(k, len(places) - 1)]


def _copied(
    growing: Growing, graph: Graph, node: Node, args: tuple[int, ...], k: int, mark: str
) -> int:
    """Sample number k's copy of a node."""
    given = None if node.given is None else frozen(node.given[k])
    name = node.name
    if name is not None:
        own = f"{name.removesuffix('_i')}_{k + 1}"
        sample_loss = name.endswith("_i") and any(
            over.op is not None and over.op.over_samples and edge.dst == graph.loss
            for edge in graph.consumers[node.index]
            for over in (graph.nodes[edge.dst],)
        )
        name = own if sample_loss and own not in graph.names else name + mark.format(k + 1)
    return growing.kept(
        node, args, given=given, name=name, sampled=False, origin=changed(node, sample=k + 1)
    )


def _together(growing: Growing, node: Node, args: tuple[int, ...]) -> int:
    """The sum or mean over all copies."""
    assert node.op is not None
    if len(args) == 1:
        return growing.operation("identity", args, node, name=node.name)
    assert node.op.expansion is not None
    made = node.op.expansion(Written(growing, node), *map(np.array, args))[()]
    growing.nodes[made] = replace(growing.nodes[made], name=node.name)
    return int(made)
