"""Gradient descent: the update of the weights, once or many times."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from . import limits
from .graph import Graph, GraphError
from .op import Array
from .passes import Arithmetic, Run, run


@dataclass(frozen=True, kw_only=True)
class Learning:
    """What came of it: the loss before each iteration and after the last, and the weights."""

    losses: Array
    """Shape (iterations + 1,)."""
    weights: Mapping[str, Array]
    """Per learned leaf, its values: shape (iterations + 1, *its shape)."""


def updated(run: Run, *, rate: float, leaves: Iterable[int]) -> dict[int, Any]:
    """The new values of leaves: w - rate · ∂ℒ/∂w, in the arithmetic of the run."""
    new = {}
    with np.errstate(all="ignore"):
        for index in leaves:
            gradient = run.gradients[index]
            old = run.values[index]
            new[index] = old if gradient is None else old - np.float64(rate) * gradient
    return new


def checked_rate(rate: object) -> float:
    """A learning rate from outside as a finite float; raises `GraphError` for all else."""
    try:
        if isinstance(rate, int | float) and not isinstance(rate, bool) and math.isfinite(rate):
            return float(rate)
    except OverflowError:
        pass
    raise GraphError("the learning rate is not a finite number")


def learn(
    graph: Graph,
    *,
    rate: float = 1.0,
    iterations: int = 100,
    values: Mapping[str, Any] | None = None,
    arithmetic: Arithmetic = "exact",
    go_on: Callable[[], bool] = lambda: True,
) -> Learning:
    """Repeat forward, backward, update; stops early, keeping what there is, when `go_on` says so.

    Raises `GraphError` where there is no loss or nothing to learn, for a rate that is not a finite
    number, and past the limit.
    """
    if graph.loss is None or not graph.learned:
        raise GraphError("there is nothing to learn: a loss and a weight are needed")
    if not 0 <= iterations <= limits.LEARNING.most:
        raise GraphError(f"there can be 0 to {limits.LEARNING.most} {limits.LEARNING.what}")
    rate = checked_rate(rate)
    names = {index: graph.nodes[index].name for index in graph.learned}
    current = run(graph, values=values, arithmetic=arithmetic)
    now = dict(values or {})
    losses = [current.value(graph.loss)]
    weights = {index: [current.value(index)] for index in names}
    for _ in range(iterations):
        if not go_on():
            break
        new = updated(current, rate=rate, leaves=names)
        if not all(np.all(np.isfinite(value)) for value in new.values()):
            break
        now.update({str(names[index]): value for index, value in new.items()})
        current = run(graph, values=now, arithmetic=arithmetic)
        losses.append(current.value(graph.loss))
        for index, value in new.items():
            weights[index].append(np.asarray(value))
    return Learning(
        losses=np.array(losses), weights={str(names[i]): np.array(w) for i, w in weights.items()}
    )
