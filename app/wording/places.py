"""The places of a node in an operation: x′, x″ where x alone would be the name of two things.

A local gradient ∂y/∂x is taken with everything else held still. Where x comes into y in other ways
too, ∂y/∂x is the name of the whole; the one place has a mark. So it is where x stands in an
operation twice; where the other way leads through the same line of the program only, whose inner
nodes have no names (y = x*x - x); and in the loss, whose whole derivatives are what is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graph_engine import Edge, Graph

from ..languages import later

OPERANDS = (
    later("first operand"),
    later("second operand"),
    later("third operand"),
    later("fourth operand"),
)
"""Written out: in other languages the ordinal goes by the gender of what it counts."""

ORDINALS = (
    later("first"),
    later("second"),
    later("third"),
    later("fourth"),
    later("fifth"),
    later("sixth"),
    later("seventh"),
    later("eighth"),
)
"""Paths to a leaf, as they are counted."""

PRIMES = 6
"""Marks of a place that are written one by one: x′′′′; with a number x′⁴ would be a power."""


@dataclass(frozen=True)
class Places:
    """Which wires have a mark."""

    marks: Mapping[Edge, int]
    """By wire the number of its mark, from 1: the places of a node in one line are counted on."""
    mixed: frozenset[Edge]
    """The wires beside which another way leads to the same operation, through other nodes."""


def places(graph: Graph) -> Places:
    """The places of a graph's nodes; sets of nodes are the bits of a number."""
    inner: list[int] = []  # by node what it is made of within its line
    above: list[int] = []  # by node all that it is made of
    line = [node.index for node in graph.nodes]
    for node in graph.nodes:
        near = far = 0
        for arg in set(node.args):
            near |= 1 << arg | (inner[arg] if graph.nodes[arg].name is None else 0)
            far |= 1 << arg | above[arg]
        inner.append(near)
        above.append(far)
    for node in reversed(graph.nodes):
        after = graph.consumers[node.index]
        if node.name is None and node.op is not None and after and node.index != graph.loss:
            line[node.index] = line[after[0].dst]
    marks: dict[Edge, int] = {}
    mixed = set()
    counted: dict[tuple[int, int], int] = {}
    for node in graph.nodes:
        through = 0
        for arg in set(node.args):
            if node.index == graph.loss:
                through |= above[arg]
            elif graph.nodes[arg].name is None:
                through |= inner[arg]
        for edge in graph.operands[node.index]:
            beside = bool(through >> edge.src & 1)
            if beside:
                mixed.add(edge)
            if beside or len(graph.twins(edge)) > 1:
                key = edge.src, line[node.index]
                marks[edge] = counted[key] = counted.get(key, 0) + 1
    return Places(marks, frozenset(mixed))


def ways(graph: Graph) -> tuple[int, ...]:
    """By node in how many ways it leads to the loss: 0, 1, or 2 for more than one."""
    found = [0] * len(graph.nodes)
    for node in reversed(graph.nodes):
        if node.index == graph.loss:
            found[node.index] = 1
        else:
            after = (found[edge.dst] for edge in graph.consumers[node.index])
            found[node.index] = min(2, sum(after))
    return tuple(found)
