"""Central differences: the gradient once more, by moving every node a little and looking.

All nodes are moved at once: along a leading axis, as samples are, each row is the whole graph with
one entry of one node moved.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from . import limits, work
from .arrays import Array
from .graph import Graph, Node
from .passes import Run, run

STEP = 1e-5
"""The error of a central difference is about STEP², its rounding about eps/STEP."""


MANY = 64
"""Entries up to which each is moved on its own; of more, all are moved at once."""

LARGE = 20_000
"""Numbers in a graph from which on the moves are made one after another."""


ROWS = 2_000_000
"""Numbers of all moves that are computed at once."""


@dataclass(frozen=True, kw_only=True)
class Nudge:
    """What the loss does when one node is moved."""

    by: float
    moved: float
    """ℒ(node + by) - ℒ(node), with the one entry moved that is told, or all of them."""
    slope: Array
    """The central differences, an estimate of ∂ℒ/∂node in its shape; of a node with many entries
    their sum. nan where no check is possible."""
    error: float
    """The largest |slope - gradient| / max(1, |gradient|), of the exact gradient; nan likewise."""
    entry: tuple[int, ...] | None = ()
    """Which entry was moved: that with the largest gradient; None where all were."""


@dataclass(frozen=True)
class Move:
    """One entry of a node, or all of them, to be moved."""

    index: int
    entry: tuple[int, ...] | None


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
    chosen = _bearable(graph)
    moves = [move for index in chosen for move in _moves(run, index)]
    values = np.abs(np.array([_size(run, move) for move in moves]))
    gradients = np.array([_gradient(run, move) for move in moves])
    with np.errstate(all="ignore"):
        slopes, gaps = _differences(run, moves, STEP * np.maximum(1.0, values))
        # Near a pole (log p at p = 0.0003) that step is too long; the one that fits is the one
        # whose two sides agree better.
        if not np.all(gaps <= 1e-6 * np.maximum(1.0, np.abs(slopes))):
            finer, smaller = _differences(run, moves, STEP * np.where(values > 0, values, 1.0))
            better = ~(gaps <= smaller)
            slopes, gaps = np.where(better, finer, slopes), np.where(better, smaller, gaps)
        # Sides that differ by more than curvature explains: a kink or a jump within the step.
        bent = gaps > 1e-2 * np.maximum(1.0, np.abs(slopes))
        before_kinks = _before_kinks(run)
        bent |= np.array([move.index in before_kinks for move in moves], dtype=bool)
        slopes = np.where(bent, np.nan, slopes)
        errors = np.abs(slopes - gradients) / np.maximum(1.0, np.abs(gradients))
        told = _told(moves, gradients)
        there = losses(run, [moves[k] for k in told.values()], np.full(len(told), by))
        moved = there - float(run.values[graph.loss])
    found, place = {}, 0
    for row, index in enumerate(chosen):
        count = sum(1 for _ in _moves(run, index))
        part = slice(place, place + count)
        place += count
        entry = moves[told[index]].entry
        shape = graph.nodes[index].shape if entry is not None else ()
        found[index] = Nudge(
            by=by,
            moved=float(moved[row]),
            slope=slopes[part].reshape(shape),
            error=float(np.max(errors[part])),
            entry=entry,
        )
    return found


EVALUATIONS = 5
"""How often the loss is computed for a move: to both sides, perhaps finer, and as it is told."""


def checkable(graph: Graph) -> frozenset[int]:
    """The nodes that `nudges` tells of, known from the shapes alone."""
    return frozenset() if graph.loss is None else frozenset(_bearable(graph))


def _bearable(graph: Graph) -> list[int]:
    """The nodes that can be checked within the limit: those near the loss first.

    What a move costs is what comes after it.
    """
    chosen, spent = [], 0.0
    small = sum(prod(graph.whole_shape(node)) for node in graph.nodes) <= LARGE
    whole = work.forward(graph)
    for node in reversed(graph.nodes):
        if node.index not in graph.to_loss:
            continue
        ahead = whole if small else _after(graph, node.index)
        size = prod(node.shape)
        moves = size if size <= MANY and not node.sampled else 1
        cost = EVALUATIONS * moves * (ahead.flops / 10 + ahead.moved / work.BYTES)
        if spent + cost <= limits.CHECKED.most:
            spent += cost
            chosen.append(node.index)
    return sorted(chosen)


def _after(graph: Graph, index: int) -> work.Work:
    """The forward pass of what depends on a node."""
    return sum(
        (work.of_node(graph, graph.nodes[k])[0] for k in graph.after((index,)) if k != index),
        work.Work(),
    )


def _moves(run: Run, index: int) -> Iterator[Move]:
    """The moves of one node: entry by entry, or all entries together where they are many."""
    node = run.graph.nodes[index]
    if prod(node.shape) > MANY or node.sampled:
        yield Move(index, None)
        return
    for entry in np.ndindex(node.shape):
        yield Move(index, entry)


def _told(moves: list[Move], gradients: Array) -> dict[int, int]:
    """Per node, the place of the move that is told: the one with the largest gradient."""
    found: dict[int, int] = {}
    for k, move in enumerate(moves):
        if move.index not in found or abs(gradients[k]) > abs(gradients[found[move.index]]):
            found[move.index] = k
    return found


def _size(run: Run, move: Move) -> float:
    value = run.values[move.index]
    return float(np.mean(np.abs(value)) if move.entry is None else value[move.entry])


def _gradient(run: Run, move: Move) -> float:
    gradient = run.gradients[move.index]
    return float(np.sum(gradient) if move.entry is None else gradient[move.entry])


def _differences(run: Run, moves: list[Move], steps: Array) -> tuple[Array, Array]:
    """Central differences, and how far the slopes to the right and to the left differ."""
    assert run.graph.loss is not None
    base = float(run.values[run.graph.loss])
    up, down = np.split(losses(run, [*moves, *moves], np.concatenate([steps, -steps])), 2)
    right, left = (up - base) / steps, (base - down) / steps
    return (up - down) / (2 * steps), np.abs(right - left)


def _before_kinks(run: Run) -> set[int]:
    """The nodes that reach the loss through an operation that stands at its kink."""
    graph, found = run.graph, set[int]()
    for node in reversed(graph.nodes):
        if node.op is None or node.index not in graph.to_loss:
            continue
        kinked = node.op.kink is not None and np.any(node.op.kink.at(*run.inputs(node)))
        if kinked or (node.index in found and not node.op.flat):
            found.update(node.args)
        if node.op.mask is not None:
            mask = graph.nodes[node.args[node.op.mask]]
            # At 0 it would choose otherwise within any step; a comparison has a kink of its own.
            if (mask.op is None or not mask.op.flat) and np.any(run.values[mask.index] == 0):
                found.add(mask.index)
    return found


def losses(run: Run, moves: Sequence[Move], steps: Array) -> Array:
    """The loss with the k-th move made by the k-th step, for every k; of a run with a loss."""
    graph = run.graph
    size = sum(map(np.size, run.values))
    if graph.samples or size > LARGE:
        return np.array(
            [_one_moved(run, move, step) for move, step in zip(moves, steps, strict=True)]
        )
    assert graph.loss is not None
    rows_at_once = max(1, ROWS // max(1, size))
    if len(moves) > rows_at_once:
        parts = range(0, len(moves), rows_at_once)
        return np.concatenate(
            [losses(run, moves[k : k + rows_at_once], steps[k : k + rows_at_once]) for k in parts]
        )
    rows: dict[int, list[int]] = {}
    for k, move in enumerate(moves):
        rows.setdefault(move.index, []).append(k)
    computed: list[Any] = []
    for node in graph.nodes:
        value = run.values[node.index]
        if node.kernel is not None and not _held(node):
            value = node.kernel.forward(*(computed[arg] for arg in node.args), *node.literal)
        moved = np.empty((len(moves), *node.shape))
        moved[...] = value
        for k in rows.get(node.index, ()):
            entry = moves[k].entry
            moved[k if entry is None else (k, *entry)] += steps[k]
        computed.append(moved)
    return np.asarray(computed[graph.loss])


def _held(node: Node) -> bool:
    """Whether a value stays while what is before it is moved, as the backward pass takes it."""
    return node.op is not None and node.op.stops


def _one_moved(run: Run, move: Move, step: float) -> float:
    """The loss with one move made; what does not depend on it is not computed again."""
    graph = run.graph
    assert graph.loss is not None
    affected = graph.after((move.index,))
    computed = list(run.values)
    for index in sorted(affected):
        node = graph.nodes[index]
        if index == move.index:
            value = np.array(computed[index], dtype=np.float64)
            if move.entry is None:
                value += step
            else:
                value[move.entry] += step
            computed[index] = value[()]
        elif node.kernel is not None and not _held(node):
            computed[index] = node.kernel.forward(
                *(computed[arg] for arg in node.args), *node.literal
            )
    return float(computed[graph.loss])
