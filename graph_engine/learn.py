"""Gradient descent: the update of the weights, once or many times."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from . import limits
from .arrays import Array
from .graph import Graph, GraphError
from .passes import Arithmetic, Run, run
from .saying import say

Rate = float | str | Sequence[float]
"""A learning rate α: a number; "a/(1+t)", which falls with the iteration t = 0, 1, …; or a list, a
number per iteration, the last of which stays."""

_FALLING = re.compile(r"\s*([0-9.]+(?:e[+-]?[0-9]+)?)\s*/\s*\(\s*1\s*\+\s*t\s*\)\s*", re.I)


@dataclass(frozen=True, kw_only=True)
class Learning:
    """What came of it: the loss before each iteration and after the last, and the weights."""

    losses: Array
    """Shape (iterations + 1,)."""
    weights: Mapping[str, Array]
    """Per learned leaf, its values: shape (iterations + 1, *its shape)."""


def taken(
    run: Run, leaves: Iterable[int], before: Mapping[int, Any] | None = None
) -> dict[int, Any]:
    """The gradients that an update takes: of a run, and what was there `before` and not reset."""
    with np.errstate(all="ignore"):
        return {
            index: run.gradients[index] + before[index] if before else run.gradients[index]
            for index in leaves
            if run.gradients[index] is not None
        }


def updated(
    run: Run, *, rate: float, leaves: Iterable[int], before: Mapping[int, Any] | None = None
) -> dict[int, Any]:
    """The new values of leaves: w - rate · ∂ℒ/∂w, in the arithmetic of the run.

    `before`: gradients of earlier iterations that were not reset and are added.
    """
    leaves = tuple(leaves)
    gradients = taken(run, leaves, before)
    with np.errstate(all="ignore"):
        return {
            index: run.values[index] - np.float64(rate) * gradients[index]
            if index in gradients
            else run.values[index]
            for index in leaves
        }


def check_iterations(iterations: object) -> None:
    """Raise `GraphError` for more updates, or fewer, than a story can have."""
    if type(iterations) is not int or not 1 <= iterations <= limits.ITERATIONS.most:
        raise GraphError(
            say(
                "there can be 1 to %(most)s %(what)s",
                most=limits.ITERATIONS.most,
                what=say(limits.ITERATIONS.what),
            )
        )


def checked_rate(rate: object) -> Rate:
    """A learning rate from outside: finite numbers; raises `GraphError` for all else."""
    if isinstance(rate, str):
        found = _FALLING.fullmatch(rate)
        if len(rate) <= 40 and found is not None:
            try:
                return f"{_finite(float(found[1])):.12g}/(1+t)"
            except ValueError:
                pass
        raise GraphError(say("the learning rate is a number, a list of numbers, or like 1/(1+t)"))
    if isinstance(rate, list | tuple):
        if not 1 <= len(rate) <= limits.LEARNING.most:
            raise GraphError(
                say("a list of learning rates has 1 to %(most)s", most=limits.LEARNING.most)
            )
        return tuple(_finite(each) for each in rate)
    return _finite(rate)


def _finite(rate: object) -> float:
    try:
        if isinstance(rate, int | float) and not isinstance(rate, bool) and math.isfinite(rate):
            return float(rate)
    except OverflowError:
        pass
    raise GraphError(say("the learning rate is not a finite number"))


def rate_at(rate: Rate, iteration: int) -> float:
    """α of an iteration, counted from 0; of a rate that was checked."""
    if isinstance(rate, str):
        return float(rate.partition("/")[0]) / (1 + iteration)
    if isinstance(rate, Sequence):
        return float(rate[min(iteration, len(rate) - 1)])
    return rate


def learn(
    graph: Graph,
    *,
    rate: Rate = 1.0,
    iterations: int = 100,
    values: Mapping[str, Any] | None = None,
    arithmetic: Arithmetic = "exact",
    accumulate: bool = False,
    go_on: Callable[[], bool] = lambda: True,
) -> Learning:
    """Repeat forward, backward, update; stops early, keeping what there is, when `go_on` says so.

    `accumulate`: gradients are never reset, each iteration adds to what is there.

    Raises `GraphError` where there is no loss or nothing to learn, for a rate that is not a finite
    number, and past the limit.
    """
    if graph.loss is None or not graph.learned:
        raise GraphError(say("there is nothing to learn: a loss and a weight are needed"))
    if not 0 <= iterations <= limits.LEARNING.most:
        raise GraphError(
            say(
                "there can be 0 to %(most)s %(what)s",
                most=limits.LEARNING.most,
                what=say(limits.LEARNING.what),
            )
        )
    rate = checked_rate(rate)
    size = sum(prod(graph.whole_shape(graph.nodes[index])) for index in graph.learned)
    if size * (iterations + 1) > limits.HISTORY.most:
        raise GraphError(
            say(
                "%(iterations)s iterations of %(size)s weights are too many numbers to keep: there "
                "can be %(most)s iterations",
                iterations=iterations,
                size=size,
                most=limits.HISTORY.most // size - 1,
            )
        )
    names = {index: graph.nodes[index].name for index in graph.learned}
    current = run(graph, values=values, arithmetic=arithmetic)
    now = dict(values or {})
    losses = [current.value(graph.loss)]
    weights = {index: [current.value(index)] for index in names}
    kept: dict[int, Any] | None = None
    for iteration in range(iterations):
        if not go_on():
            break
        new = updated(current, rate=rate_at(rate, iteration), leaves=names, before=kept)
        kept = taken(current, names, kept) if accumulate else None
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
