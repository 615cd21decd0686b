"""Central differences: the gradient once more, by moving every node a little and looking.

All nodes are moved at once: along a leading axis each row is the whole graph with one node moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .graph import Graph
from .op import Array
from .passes import Run, run

STEP = 1e-5
"""The error of a central difference is about STEP², its rounding about eps/STEP."""


@dataclass(frozen=True, kw_only=True)
class Nudge:
    """What the loss does when one node is moved."""

    by: float
    moved: float
    """ℒ(node + by) - ℒ(node)."""
    slope: float
    """The central difference, an estimate of ∂ℒ/∂node; nan where no check is possible."""
    error: float
    """|slope - gradient| / max(1, |gradient|) against the exact gradient; nan likewise."""


def check(graph: Graph, *, values: Mapping[str, Any] | None = None) -> dict[str, float]:
    """Per named node on the way to the loss, the relative difference from central differences."""
    found = nudges(run(graph, values=values))
    return {
        name: found[node.index].error for name, node in graph.names.items() if node.index in found
    }


def nudges(run: Run, *, by: float = 1e-3) -> dict[int, Nudge]:
    """Per node that the loss depends on, what happens when it is moved; of an exact run.

    Where the loss has a kink within the step, or is not finite, slope and error are nan: there is
    nothing to compare with.
    """
    graph = run.graph
    if graph.loss is None:
        return {}
    chosen = sorted(graph.to_loss)
    values = np.abs(np.array([run.values[index] for index in chosen], dtype=np.float64))
    with np.errstate(all="ignore"):
        there = _moved(run, chosen, np.full(len(chosen), by))
        base = float(run.values[graph.loss])
        slopes, gaps = _differences(run, chosen, STEP * np.maximum(1.0, values))
        # Near a pole (log p at p = 0.0003) that step is too long; the one that fits is the one
        # whose two sides agree better.
        finer, smaller = _differences(run, chosen, STEP * np.where(values > 0, values, 1.0))
        better = ~(gaps <= smaller)
        slopes, gaps = np.where(better, finer, slopes), np.where(better, smaller, gaps)
        # Sides that differ by more than curvature explains: a kink or a jump within the step.
        bent = gaps > 1e-2 * np.maximum(1.0, np.abs(slopes))
        bent |= np.isin(chosen, sorted(_before_kinks(run)))
        slopes = np.where(bent, np.nan, slopes)
        gradients = np.array([float(run.gradients[index]) for index in chosen])
        errors = np.abs(slopes - gradients) / np.maximum(1.0, np.abs(gradients))
        moved = there - base
    return {
        index: Nudge(by=by, moved=float(moved[k]), slope=float(slopes[k]), error=float(errors[k]))
        for k, index in enumerate(chosen)
    }


def _differences(run: Run, chosen: list[int], steps: Array) -> tuple[Array, Array]:
    """Central differences, and how far the slopes to the right and to the left differ."""
    assert run.graph.loss is not None
    base = float(run.values[run.graph.loss])
    up, down = _moved(run, chosen, steps), _moved(run, chosen, -steps)
    right, left = (up - base) / steps, (base - down) / steps
    return (up - down) / (2 * steps), np.abs(right - left)


def _before_kinks(run: Run) -> set[int]:
    """The nodes that reach the loss through an operation that stands at its kink."""
    graph, found = run.graph, set[int]()
    for node in reversed(graph.nodes):
        if node.op is None or node.index not in graph.to_loss:
            continue
        inputs = [run.values[arg] for arg in node.args]
        kinked = node.op.kink is not None and node.op.kink.at(*inputs, *node.literal)
        if kinked or node.index in found:
            found.update(node.args)
    return found


def _moved(run: Run, chosen: list[int], steps: Array) -> Array:
    """The loss with the k-th chosen node moved by the k-th step, for every k."""
    graph = run.graph
    assert graph.loss is not None
    row = {index: k for k, index in enumerate(chosen)}
    computed: list[Any] = []
    for node in graph.nodes:
        value = run.values[node.index]
        if node.op is not None:
            value = node.op.forward(*(computed[arg] for arg in node.args), *node.literal)
        computed.append(np.broadcast_to(value, len(chosen)).copy())
        if node.index in row:
            computed[-1][row[node.index]] += steps[row[node.index]]
    return np.asarray(computed[graph.loss])
