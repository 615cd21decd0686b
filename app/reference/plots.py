"""An operation and its derivative as curves, sampled from the engine's own declaration."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph_engine import Op

from ..plot.along import Along, jumps, samples
from ..plot.paper import Frame, Numbers, Sheet, Tick, multiples, ticks

REACH = 4.0
"""Curves are drawn for −4 … 4, and cut at values beyond that."""
STEP = 0.05

SHEET = Sheet(width=340.0, height=210.0, left=30.0, right=330.0, top=8.0, bottom=190.0, under=15.0)


@dataclass(frozen=True, kw_only=True)
class Dot:
    """Where a curve jumps: the value that is taken there."""

    kind: str
    """"value" or "slope"."""
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Plot:
    """Two curves, ready to draw."""

    label: str
    """What is seen, in words."""
    value: str
    slope: str
    """The paths of the curves."""
    asymptotes: tuple[float, ...]
    dots: tuple[Dot, ...]
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]
    zero_x: float
    zero_y: float
    sheet: Sheet = SHEET


def plot(op: Op, operands: Sequence[float], literal: Sequence[float], label: str) -> Plot:
    """An operation by its last operand, the others being fixed."""
    by = Along(op, tuple(operands), len(operands) - 1, tuple(literal))
    with np.errstate(all="ignore"):
        poles, kinks = by.poles(_GRID), by.kinks(_GRID)
        curves = {"value": by.value, "slope": by.slope}
        frame = _frame(by.value(_GRID), by.slope(_GRID))
        paths = {
            kind: frame.path(*samples(curve, _GRID, kinks=kinks, poles=poles), fewest=True)
            for kind, curve in curves.items()
        }
        return Plot(
            label=label,
            value=paths["value"],
            slope=paths["slope"],
            asymptotes=tuple(frame.x(float(x)) for x in poles),
            dots=tuple(
                Dot(kind=kind, x=frame.x(float(x)), y=frame.y(float(curve(np.array([x]))[0])))
                for kind, curve in curves.items()
                for x in kinks
                if jumps(curve, x)
            ),
            across=ticks((-4.0, -2.0, 0.0, 2.0, 4.0), frame.x),
            upward=ticks(multiples(_step(frame.high - frame.low), frame.low, frame.high), frame.y),
            zero_x=frame.x(0.0),
            zero_y=frame.y(0.0),
        )


_GRID: Numbers = np.round(np.arange(-REACH, REACH + STEP / 2, STEP), 10)


def _frame(*curves: Numbers) -> Frame:
    """The values that are in sight: 0 always, and a little air above and below."""
    found = np.concatenate([np.clip(each[np.isfinite(each)], -REACH, REACH) for each in curves])
    low, high = min(0.0, float(found.min())), max(0.0, float(found.max()))
    air = max(0.08 * (high - low), 0.12)
    return SHEET.frame(
        start=-REACH,
        end=REACH,
        low=low - air,
        high=high + air,
    )


def _step(span: float) -> float:
    return 0.5 if span < 2.4 else (1.0 if span < 5 else 2.0)
