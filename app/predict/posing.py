"""From a step of a walk to the calculation that it asks for."""

from typing import Any

import numpy as np

from graph_engine import Edge, Jacobian, Run, Step, Walkthrough
from graph_engine.jacobian import Diagonal

from .problems import Entry, Flow, Key, New, Slope, Sum, Value

BACK = 4
"""Wires back over which an answer may have been worked out from numbers that are shown."""


def value_problem(walk: Walkthrough, step: Step) -> Value:
    """What a `value` step asks."""
    assert step.node is not None
    node = walk.graph.nodes[step.node]
    keys: list[Key] = [("value", step.iteration, arg) for arg in node.args]
    return Value(
        graph=walk.graph,
        inputs=_values(walk.runs[step.iteration], keys),
        given=_given(walk, keys),
        node=node,
        iteration=step.iteration,
        before=walk.runs[step.iteration - 1].values[step.node] if step.iteration else None,
    )


def slope_problem(walk: Walkthrough, step: Step) -> Slope:
    """What a `slope` step asks, between scalars."""
    assert step.edge is not None
    keys = _around(walk, step.edge, step.iteration)
    run = walk.runs[step.iteration]
    return Slope(
        graph=walk.graph,
        inputs=_values(run, keys),
        given=_given(walk, keys),
        edge=step.edge,
        iteration=step.iteration,
        rounded=run.arithmetic == "slide",
    )


def entry_problem(walk: Walkthrough, step: Step, row: int, column: int) -> Entry:
    """What a `slope` step asks of one entry of its matrix."""
    assert step.edge is not None
    keys = _around(walk, step.edge, step.iteration)
    run = walk.runs[step.iteration]
    return Entry(
        graph=walk.graph,
        inputs=_values(run, keys),
        given=_given(walk, keys),
        edge=step.edge,
        iteration=step.iteration,
        row=row,
        column=column,
        rounded=run.arithmetic == "slide",
    )


def whole_problem(walk: Walkthrough, iteration: int, edges: tuple[Edge, ...]) -> Sum:
    """The derivative by a node that one operation uses at several places: all places together."""
    run = walk.runs[iteration]
    slopes = {edge: run.slope(edge) for edge in edges}
    inputs: dict[Key, Any] = {
        ("slope", iteration, edge): slope.built[0] if isinstance(slope, Jacobian) else slope
        for edge, slope in slopes.items()
    }
    return Sum(graph=walk.graph, inputs=inputs, terms=tuple(inputs))


def flow_problem(walk: Walkthrough, step: Step) -> Flow:
    """What flows back on a wire: in the whole pass, or along a path."""
    assert step.edge is not None
    edges = [step.edge]
    while len(edges) <= BACK and (before := _before(walk, edges[-1], step.path)) is not None:
        edges.append(before)
    arriving = None
    for edge in reversed(edges[1:]):
        arriving = _flow(walk, edge, step.iteration, step.path, arriving)
    return _flow(walk, step.edge, step.iteration, step.path, arriving)


def _before(walk: Walkthrough, edge: Edge, path: int | None) -> Edge | None:
    """The one wire over which the upstream gradient has come."""
    if path is None:
        edges = [each for each in walk.graph.consumers[edge.dst] if each.dst in walk.graph.to_loss]
        return edges[0] if len(edges) == 1 else None
    place = walk.paths[path].index(edge)
    return walk.paths[path][place - 1] if place else None


def _flow(
    walk: Walkthrough, edge: Edge, iteration: int, path: int | None, arriving: Flow | None = None
) -> Flow:
    run = walk.runs[iteration]
    source, target = walk.graph.nodes[edge.src], walk.graph.nodes[edge.dst]
    slope = run.slope(edge)
    scalar = not source.shape and not target.shape
    keys = _around(walk, edge, iteration)
    keys = keys if scalar or _entrywise(walk, edge, keys, run) else []
    if path is None:
        upstream: Key = ("gradient", iteration, edge.dst)
        number = run.gradients[edge.dst]
    else:
        place = walk.paths[path].index(edge)
        before = walk.paths[path][place - 1]
        upstream = (f"product {path}", iteration, before if place else edge.dst)
        number = walk.products(iteration, path)[place]
    inputs = {**_values(run, keys), upstream: number}
    if scalar:
        inputs["slope", iteration, edge] = slope
    return Flow(
        graph=walk.graph,
        inputs=inputs,
        given=_given(walk, keys),
        edge=edge,
        iteration=iteration,
        upstream=upstream,
        slope=slope,
        arriving=arriving,
        places=_places(walk, edge, run),
    )


def _places(walk: Walkthrough, edge: Edge, run: Run) -> tuple[Any, ...]:
    """The local gradients of an operation by an operand that it uses at several places."""
    twins = walk.graph.twins(edge)
    return tuple(map(run.slope, twins)) if len(twins) > 1 else ()


def sum_problem(walk: Walkthrough, step: Step) -> Sum:
    """What a `sum` step adds."""
    assert step.node is not None
    return sum_at(walk, step.iteration, step.node)


def sum_at(walk: Walkthrough, iteration: int, node: int) -> Sum:
    """The contributions that arrive at a node, or the products of all paths, added."""
    run, graph = walk.runs[iteration], walk.graph
    inputs: dict[Key, Any] = {}
    factors: dict[Key, tuple[Any, ...]] = {}
    if walk.paths:
        for path, edges in enumerate(walk.paths):
            key: Key = (f"product {path}", iteration, edges[-1])
            inputs[key] = walk.products(iteration, path)[-1]
            factors[key] = tuple(map(run.slope, edges))
    else:
        for edge in graph.arriving[node]:
            key = ("flow", iteration, edge)
            inputs[key] = run.flow(edge)
            factors[key] = (run.gradients[edge.dst], run.slope(edge))
    scalar = {key: each for key, each in factors.items() if not any(map(_wide, each))}
    return Sum(graph=graph, inputs=inputs, terms=tuple(inputs), factors=scalar)


def _wide(number: Any) -> bool:
    return isinstance(number, Jacobian) or np.ndim(number) > 0


def new_problem(walk: Walkthrough, step: Step) -> New:
    """What a `new` step computes."""
    assert step.node is not None
    run = walk.runs[step.iteration]
    old: Key = ("value", step.iteration, step.node)
    gradient: Key = ("gradient", step.iteration, step.node)
    return New(
        graph=walk.graph,
        inputs={old: run.values[step.node], gradient: run.gradients[step.node]},
        given=frozenset([old]) if not step.iteration else frozenset(),
        old=old,
        gradient=gradient,
        rate=walk.rate_at(step.iteration),
        kept=walk.kept(step.iteration, step.node),
        earlier=tuple(each.gradients[step.node] for each in walk.runs[: step.iteration]),
        arriving=_gradient(walk, step.iteration, step.node),
    )


def _gradient(walk: Walkthrough, iteration: int, node: int) -> Flow | Sum | None:
    """How a leaf's gradient is worked out: over its one wire or path, or as a sum."""
    edges = [each[-1] for each in walk.paths] if walk.paths else list(walk.graph.arriving[node])
    if len(edges) == 1:
        return _flow(walk, edges[0], iteration, 0 if walk.paths else None)
    return sum_at(walk, iteration, node) if edges else None


def _around(walk: Walkthrough, edge: Edge, iteration: int) -> list[Key]:
    """The values of an operation's operands and of its result."""
    node = walk.graph.nodes[edge.dst]
    return [("value", iteration, index) for index in (*node.args, node.index)]


def _entrywise(walk: Walkthrough, edge: Edge, keys: list[Key], run: Run) -> bool:
    """Whether an operation works entry by entry here, between vectors of one sample."""
    shape, slope = walk.graph.nodes[edge.src].shape, run.slope(edge)
    shapes = {np.shape(value) for value in _values(run, keys).values()}
    return isinstance(slope, Diagonal) and shapes <= {shape, ()}


def _values(run: Run, keys: list[Key]) -> dict[Key, Any]:
    return {key: run.values[key[2]] for key in keys if isinstance(key[2], int)}


def _given(walk: Walkthrough, keys: list[Key]) -> frozenset[Key]:
    """Leaves are not rounded, unless they have learned."""
    nodes = walk.graph.nodes
    return frozenset(
        key
        for key in keys
        if isinstance(key[2], int)
        and nodes[key[2]].leaf
        and not (key[1] and key[2] in walk.updates)
    )
