"""Cells: all that a round of a loop computes as one node, where one value alone leaves the round.

So a recurrent net is its cell, once for each step in time, and one of them can be opened.
"""

from collections.abc import Mapping
from math import prod
from typing import Any

import numpy as np

from ..arrays import Shape
from ..graph import Graph
from ..jacobian import Derived, Jacobian
from ..op import Kernel, Op
from ..saying import say
from .compose import Inside

SHORT = 80
"""Characters of TeX up to which a cell's formula is that of its parts."""


def rounds(graph: Graph) -> Mapping[int, tuple[int, ...]]:
    """By the node that leaves a round, all that the round computes: operands first, itself last."""
    members: dict[int, list[int]] = {}
    for node in graph.nodes:
        if node.round and node.op is not None:
            members.setdefault(node.round, []).append(node.index)
    found = {}
    for inner in members.values():
        ends = [index for index in inner if _leaves(graph, index)]
        alike = len({graph.nodes[index].sampled for index in inner}) == 1
        if len(ends) == 1 and ends == inner[-1:] and len(inner) > 1 and alike:
            found[ends[0]] = tuple(inner)
    return found if len(found) > 1 else {}


def _leaves(graph: Graph, index: int) -> bool:
    """Whether a value is used outside of its round, or is an end in itself."""
    own, uses = graph.nodes[index].round, graph.consumers[index]
    return index == graph.loss or not uses or any(graph.nodes[e.dst].round != own for e in uses)


def cell(inside: Inside, names: tuple[str, ...], formula: str) -> Op:
    """One operation that does what a round does; each operand is one, however often it is used.

    `formula` is that of its parts, which is written where it is short.
    """
    outer, ports = inside.graph.nodes[inside.outer], range(len(names))
    if len(formula) > SHORT:
        formula = rf"\operatorname{{cell}}({', '.join(f'#{port + 1}' for port in ports)})"
    slopes = tuple(
        rf"\frac{{\partial \operatorname{{cell}}}}{{\partial #{port + 1}}}" for port in ports
    )
    kernel = Kernel(
        shape=outer.shape,
        forward=inside.forward,
        pulls=tuple(inside.pull(port) for port in ports),
        jacobians=tuple(_jacobian(inside, port, outer.shape) for port in ports),
        formula=formula,
        slopes=slopes,
        worked=slopes,
    )

    def ready(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
        return kernel

    return Op(
        name="cell",
        title=say("cell"),
        symbol="cell",
        operands=names,
        formula=formula,
        slopes=slopes,
        samples=(),
        kernel=ready,
    )


def _jacobian(inside: Inside, port: int, shape: Shape) -> Any:
    """The local Jacobian by an operand, from its vector-Jacobian product: over all ways to it."""

    def built(out: Any, *operands: Any) -> Jacobian:
        return Derived(
            rows=prod(shape),
            columns=int(np.size(operands[port])),
            pull=lambda row: inside.pulled((port,), np.reshape(row, shape)[()], operands)[0],
        )

    return built
