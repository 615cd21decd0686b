"""What a run has to own up to: infinities, rounding, kinks, and where each began."""

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from .passes import Run

Trouble = Literal["pole", "overflow", "undefined", "inherited", "rounded", "kink", "flat"]


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Something that a reader should know about a number.

    *pole*: infinite by definition, like log 0 · *overflow*: too large for a float · *undefined*:
    no value at all, like log(-1) · *inherited*: computed from `cause`, which is not finite ·
    *rounded*: a value that the function never takes, like σ(-1000) = 0 · *kink*: the slope is a
    convention · *flat*: the slope is 0 everywhere.
    """

    trouble: Trouble
    cause: int | None = None
    """For *inherited*, the node where it began."""


def of_values(run: Run) -> dict[int, Remark]:
    """Per computed node that needs one, a remark on its value."""
    found: dict[int, Remark] = {}
    with np.errstate(all="ignore"):
        for node in run.graph.nodes:
            if node.op is None:
                continue
            value = run.values[node.index]
            inputs = run.inputs(node)
            spoiled = [arg for arg in node.args if not finite(run.values[arg])]
            if spoiled:
                before = found[spoiled[0]]
                cause = spoiled[0] if before.cause is None else before.cause
                found[node.index] = Remark(trouble="inherited", cause=cause)
            elif not finite(value):
                if node.op.pole is not None and np.any(node.op.pole(*inputs)):
                    found[node.index] = Remark(trouble="pole")
                elif np.any(np.isnan(value)):
                    found[node.index] = Remark(trouble="undefined")
                else:
                    found[node.index] = Remark(trouble="overflow")
            elif node.op.bounds is not None and _on_bound(value, node.op.bounds):
                found[node.index] = Remark(trouble="rounded")
    return found


def of_slopes(run: Run) -> dict[int, Remark]:
    """A remark on the local gradients of every operation that needs one, by its node."""
    found = {}
    with np.errstate(all="ignore"):
        for node in run.graph.nodes:
            if node.op is None:
                continue
            if node.op.kink is not None and np.any(node.op.kink.at(*run.inputs(node))):
                found[node.index] = Remark(trouble="kink")
            elif node.op.flat:
                found[node.index] = Remark(trouble="flat")
    return found


def finite(value: Any) -> bool:
    """Whether all of it is; of a single number, as most are, numpy would be slow to say it."""
    return math.isfinite(value) if isinstance(value, float) else bool(np.all(np.isfinite(value)))


def _on_bound(value: Any, bounds: tuple[float, float]) -> bool:
    return bool(np.any((value == bounds[0]) | (value == bounds[1])))
