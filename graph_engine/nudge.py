"""One number of a graph moved to and fro: the loss along the way, and its tangent."""

import math
from dataclasses import dataclass

import numpy as np

from .arrays import Array
from .check import LARGE, Move, losses
from .graph import GraphError
from .passes import Run
from .saying import say

POINTS = 81
"""On the way from one end to the other; odd, so that the middle is where the number is now."""
FEW = 21
"""The same in a large graph, where each takes a pass."""


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """The loss as a function of one number, everything before it being held."""

    index: int
    """The node that is moved."""
    entry: tuple[int, ...]
    """Which entry of it; () of a scalar."""
    at: float
    """The number as it is."""
    loss: float
    gradient: float
    """∂ℒ/∂number there."""
    offsets: Array
    """How far it is moved, from -reach to reach."""
    losses: Array
    """The loss for each; what is not a number there is none here."""

    @property
    def tangent(self) -> Array:
        """What the gradient predicts for each: ℒ + ∂ℒ/∂number · offset."""
        with np.errstate(all="ignore"):
            return np.asarray(self.loss + self.gradient * self.offsets)


def sweep(
    run: Run, node: str | int, *, entry: tuple[int, ...] | None = None, reach: float = 1.0
) -> Sweep:
    """Move one number of a node by up to `reach` each way; of an exact run.

    Without `entry` it is the one with the largest gradient. Raises `GraphError` where the loss does
    not depend on the node, where there is no such entry, and for a reach that is not positive.
    """
    graph = run.graph
    found = graph.node(node)
    if graph.loss is None or found.index not in graph.to_loss:
        raise GraphError(
            say("the loss does not depend on %(name)s", name=found.name or say("this node"))
        )
    if not (math.isfinite(reach) and reach > 0):
        raise GraphError(say("a number is moved by a positive number"))
    gradient = np.asarray(run.gradients[found.index], dtype=np.float64)
    if entry is None:
        sizes = np.nan_to_num(np.abs(gradient), nan=-1.0)
        entry = tuple(int(k) for k in np.unravel_index(int(np.argmax(sizes)), gradient.shape))
    if len(entry) != gradient.ndim or not all(
        0 <= k < size for k, size in zip(entry, gradient.shape, strict=False)
    ):
        raise GraphError(say("%(name)s has no such entry", name=found.name or say("this node")))
    points = FEW if sum(np.size(value) for value in run.values) > LARGE else POINTS
    offsets = np.linspace(-reach, reach, points)
    offsets[points // 2] = 0.0
    move = Move(found.index, entry)
    with np.errstate(all="ignore"):
        along = losses(run, [move] * points, offsets)
    return Sweep(
        index=found.index,
        entry=entry,
        at=float(np.asarray(run.values[found.index])[entry]),
        loss=float(run.values[graph.loss]),
        gradient=float(gradient[entry]),
        offsets=offsets,
        losses=np.asarray(along, dtype=np.float64),
    )
