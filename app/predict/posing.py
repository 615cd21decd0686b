"""From a step of a walk to the calculation that it asks for."""

from typing import Any

import numpy as np

from graph_engine import Edge, Jacobian, Run, Step, Walkthrough
from graph_engine.jacobian import Diagonal

from .problems import Flow, Key, New, Slope, Sum, Value


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
    edge, run = step.edge, walk.runs[step.iteration]
    source, target = walk.graph.nodes[edge.src], walk.graph.nodes[edge.dst]
    slope = run.slope(edge)
    scalar = not source.shape and not target.shape
    keys = _around(walk, edge, step.iteration)
    keys = keys if scalar or _entrywise(walk, edge, keys, run) else []
    if step.path is None:
        upstream: Key = ("gradient", step.iteration, edge.dst)
        arriving = run.gradients[edge.dst]
    else:
        place = walk.paths[step.path].index(edge)
        before = walk.paths[step.path][place - 1]
        upstream = (f"product {step.path}", step.iteration, before if place else edge.dst)
        arriving = walk.products(step.iteration, step.path)[place]
    inputs = {**_values(run, keys), upstream: arriving}
    if scalar:
        inputs["slope", step.iteration, edge] = slope
    return Flow(
        graph=walk.graph,
        inputs=inputs,
        given=_given(walk, keys),
        edge=edge,
        iteration=step.iteration,
        upstream=upstream,
        slope=slope,
    )


def sum_problem(walk: Walkthrough, step: Step) -> Sum:
    """What a `sum` step adds."""
    assert step.node is not None
    run, graph = walk.runs[step.iteration], walk.graph
    inputs: dict[Key, Any] = {}
    if walk.paths:
        for path, edges in enumerate(walk.paths):
            key = (f"product {path}", step.iteration, edges[-1])
            inputs[key] = walk.products(step.iteration, path)[-1]
    else:
        for edge in graph.consumers[step.node][::-1]:
            if edge.dst in graph.to_loss:
                inputs["flow", step.iteration, edge] = run.flow(edge)
    return Sum(graph=graph, inputs=inputs, terms=tuple(inputs))


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
    )


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
