"""What mistakes in a backward pass give: the true pass with one thing done wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from graph_engine import Edge, Graph, Node, Run

Numbers = Any

NODES = 120
"""Nodes of a graph up to which mistakes are looked for in it."""

ENTRIES = 4096
"""Entries of a value up to which they are."""


@dataclass(frozen=True)
class Slip:
    """A mistake by its name, the node in which it was made, and what it gives."""

    name: str
    node: Node
    gives: Numbers


def slips(run: Run, target: int, by: int) -> Iterator[Slip]:
    """What the typical mistakes give for ∂target/∂by, the likely ones first."""
    graph = run.graph
    ends = graph.before(target)
    way = [
        graph.nodes[k]
        for k in sorted(graph.after((by,)) & ends)
        if k != by and graph.nodes[k].op is not None
    ]
    if len(way) > NODES or any(np.size(run.values[node.index]) > ENTRIES for node in way):
        return
    reached = passed(run, target)
    true = reached.get(by)
    if true is None:  # nothing leads from here to the target
        return
    yield Slip("sign", graph.nodes[by], -true)
    if np.ndim(true) == 2:
        yield Slip("transposed", graph.nodes[by], np.transpose(true))
    for node in way:
        for name, pull in _other_slopes(run, node):
            found = passed(run, target, otherwise={node.index: pull})
            if by in found:
                yield Slip(name, node, found[by])
    yield from _paths(run, target, by, {each.index for each in way})
    for edge in graph.consumers[by]:
        if edge.dst in ends:
            ones = np.ones(graph.nodes[edge.dst].shape)
            yield Slip("upstream forgotten", graph.nodes[edge.dst], run.carried(edge, ones[()]))
            if edge.dst != target:
                yield Slip("upstream only", graph.nodes[edge.dst], reached[edge.dst])
    yield Slip("value", graph.nodes[by], run.values[by])


def _paths(run: Run, target: int, by: int, way: set[int]) -> Iterator[Slip]:
    """Without one of the ways on which something comes back; or that one alone."""
    graph: Graph = run.graph
    for place in sorted({by, *way} - {target}):
        edges = [edge for edge in graph.consumers[place] if edge.dst in way]
        for edge in edges if 1 < len(edges) <= 8 else ():
            found = passed(run, target, without=frozenset({edge}))
            if by in found:
                yield Slip("path forgotten", graph.nodes[place], found[by])
            found = passed(run, target, without=frozenset({*edges} - {edge}))
            if by in found:
                yield Slip("one contribution", graph.nodes[place], found[by])


Pull = Callable[[Numbers], Numbers]


def _other_slopes(run: Run, node: Node) -> Iterator[tuple[str, Pull]]:
    """Wrong slopes of an operation of one operand: none at all, or one that is taken for it."""
    assert node.op is not None
    source = run.graph.nodes[node.args[0]]
    if len(node.args) > 1 or source.shape != node.shape or not node.op.elementwise:
        return
    out, x = run.values[node.index], run.values[source.index]
    scaled = node.op.name in ("scale", "divide_by")
    yield "factor" if scaled else "chain", lambda upstream: upstream
    others: dict[str, list[tuple[str, Numbers]]] = {
        "sigmoid": [("sigma", out), ("sigma", 1 - out), ("sigma squared", out * out),
                    ("sigma squared", (1 - out) ** 2), ("wrong point", x * (1 - x))],
        "tanh": [("tanh", out * out), ("tanh", 1 - out), ("wrong point", 1 - x * x)],
        "square": [("exponent", x), ("exponent", x * x), ("exponent", 2 * np.ones(np.shape(x)))],
        "relu": [("value", out)],
        "log": [("reciprocal", -1 / x**2), ("value", out)],
        "neglog": [("reciprocal", 1 / x**2), ("local sign", 1 / x)],
        "exp": [("wrong point", x)],
        "subtract_from": [("local sign", np.ones(np.shape(x)))],
        "neg": [("local sign", np.ones(np.shape(x)))],
    }  # fmt: skip
    for name, slope in others.get(node.op.name, []):
        yield name, partial(np.multiply, slope)


def passed(
    run: Run,
    target: int,
    *,
    otherwise: Mapping[int, Pull] | None = None,
    without: frozenset[Edge] = frozenset(),
) -> dict[int, Numbers]:
    """What reaches every node before a target, each entry of which counts 1."""
    graph, otherwise = run.graph, otherwise or {}
    reached: dict[int, Numbers] = {target: np.ones(graph.nodes[target].shape)[()]}
    with np.errstate(all="ignore"):
        for node in reversed(graph.nodes[: target + 1]):
            if node.op is None or node.index not in reached:
                continue
            for edge in graph.operands[node.index]:
                if edge in without or graph.nodes[edge.src].number:
                    continue
                if node.index in otherwise:
                    back = otherwise[node.index](reached[node.index])
                else:
                    back = run.carried(edge, reached[node.index])
                reached[edge.src] = reached.get(edge.src, 0.0) + back
    return reached
