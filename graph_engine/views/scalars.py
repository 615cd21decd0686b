"""Scalars: a program of vectors and matrices drawn entry by entry.

Each operation is written in sums, products and functions of single numbers; what only moves entries
draws nothing. Zeros and the 1 of a bias stay, as the numbers that they are.
"""

import re
from dataclasses import replace
from math import prod

import numpy as np

from ..arrays import frozen
from ..expansion import Places, each
from ..graph import Graph, GraphError, Node
from ..saying import say
from .build import Growing, Written
from .origin import changed


def scalars(graph: Graph) -> Graph:
    """The graph with a node per entry: that in row 1 and column 2 of `W` is called "W[1,2]".

    Roles are kept, so the same is learned. Raises `GraphError` where there are samples still, and
    past the limit of nodes.
    """
    if graph.samples:
        raise GraphError(say("entries are drawn of all samples drawn out, or of one: choose which"))
    cure = say("look at the vectors instead, or make them smaller.")
    growing = Growing(cure)
    growing.room_for(sum(prod(leaf.shape) for leaf in graph.leaves))
    places: list[Places] = []
    for node in graph.nodes:
        if node.op is None:
            places.append(_leaf(growing, node))
            continue
        first = len(growing.nodes)
        operands = [places[arg] for arg in node.args]
        if node.op.elementwise:
            made = _entry_by_entry(growing, node, *operands)
        elif node.op.expansion is not None:
            made = node.op.expansion(Written(growing, node), *operands)
        else:
            raise GraphError(
                say("entries are drawn of a program, not of its layers or its learning")
            )
        places.append(_finished(growing, node, made, first=first, end=node.index in graph.ends))
    loss = None if graph.loss is None else int(places[graph.loss][()])
    return growing.graph(graph, loss=loss)


def _leaf(growing: Growing, node: Node) -> Places:
    """A leaf per entry, with its role."""
    assert node.given is not None

    def entry(place: tuple[int, ...]) -> int:
        given = frozen(node.given[place] if node.given is not None else 0.0)
        return growing.kept(
            node,
            given=given,
            shape=(),
            name=_named(node, place),
            origin=changed(node, entry=_counted(place)),
        )

    return each(node.shape, entry)


def _entry_by_entry(growing: Growing, node: Node, *operands: Places) -> Places:
    assert node.op is not None
    op, spread = node.op, [np.broadcast_to(operand, node.shape) for operand in operands]
    return each(
        node.shape,
        lambda place: growing.operation(
            op, [int(operand[place]) for operand in spread], node, literal=node.literal
        ),
    )


def _finished(growing: Growing, node: Node, made: Places, *, first: int, end: bool) -> Places:
    """The entries with their names; nodes from `first` on belong to the operation.

    At an end, entries that were only moved get a node too: it must be seen what leaves the graph.
    """
    nodes = growing.nodes

    def entry(place: tuple[int, ...]) -> int:
        index = int(made[place])
        if end and (index < first or nodes[index].leaf):
            index = growing.operation("identity", [index], node)
        if index >= first and not nodes[index].leaf and nodes[index].name is None:
            where = changed(nodes[index], entry=_counted(place))
            nodes[index] = replace(nodes[index], name=_named(node, place), origin=where)
        return index

    return each(made.shape, entry)


def _counted(place: tuple[int, ...]) -> tuple[int, ...]:
    """As people count: from 1."""
    return tuple(k + 1 for k in place)


def _named(node: Node, place: tuple[int, ...]) -> str | None:
    """The name of an entry; that of a sample's copy keeps the sample behind: "x[1](2)"."""
    if node.name is None or not place:
        return node.name
    match = re.fullmatch(r"(.*?)(\(\d+\))?", node.name)
    assert match is not None
    return f"{match[1]}[{','.join(map(str, _counted(place)))}]{match[2] or ''}"
