"""An operation and its derivative as curves, sampled from the engine's own declaration."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_engine import Op

Numbers = NDArray[np.float64]

REACH = 4.0
"""Curves are drawn for −4 … 4, and cut at values beyond that."""
STEP = 0.05

WIDTH, HEIGHT = 340.0, 210.0
LEFT, RIGHT, TOP, BOTTOM = 30.0, 10.0, 8.0, 20.0


@dataclass(frozen=True, kw_only=True)
class Dot:
    """Where a curve jumps: the value that is taken there."""

    kind: str
    """"value" or "slope"."""
    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A number on an axis."""

    at: float
    text: str


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
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP
    bottom: float = HEIGHT - BOTTOM
    inner_width: float = WIDTH - LEFT - RIGHT
    inner_height: float = HEIGHT - TOP - BOTTOM
    numbers_x: float = LEFT - 6
    numbers_y: float = HEIGHT - 5


def plot(op: Op, operands: Sequence[float], literal: Sequence[float], label: str) -> Plot:
    """An operation by its last operand, the others being fixed."""
    fixed = [np.float64(x) for x in operands[:-1]]
    port = len(fixed)

    def at(x: Numbers) -> list[Any]:
        return [*(np.full_like(x, value) for value in fixed), x, *literal]

    def value(x: Numbers) -> Numbers:
        return _whole(op.forward(*at(x)), x)

    def slope(x: Numbers) -> Numbers:
        partial, out = op.partial(port), value(x)
        found = partial(out, *at(x)) if callable(partial) else partial
        # Where there is no value there is no slope: 1/x goes on left of 0, log x does not.
        return np.where(np.isnan(out), np.nan, _whole(found, x))

    def marked(found: Callable[..., Any] | None) -> Numbers:
        return _GRID[_whole(found(*at(_GRID)), _GRID) != 0] if found else _GRID[:0]

    with np.errstate(all="ignore"):
        poles, kinks = marked(op.pole), marked(op.kink.at if op.kink else None)
        curves = {"value": value, "slope": slope}
        low, high = _window(value(_GRID), slope(_GRID))
        frame = _Frame(low, high)
        return Plot(
            label=label,
            value=frame.path(*_samples(value, kinks, poles)),
            slope=frame.path(*_samples(slope, kinks, poles)),
            asymptotes=tuple(frame.x(float(x)) for x in poles),
            dots=tuple(
                Dot(kind=kind, x=frame.x(float(x)), y=frame.y(float(curve(np.array([x]))[0])))
                for kind, curve in curves.items()
                for x in kinks
                if _jumps(curve, x)
            ),
            across=tuple(
                Tick(at=frame.x(x), text=_written(x)) for x in (-4.0, -2.0, 0.0, 2.0, 4.0)
            ),
            upward=tuple(Tick(at=frame.y(y), text=_written(y)) for y in _ticks(low, high)),
            zero_x=frame.x(0.0),
            zero_y=frame.y(0.0),
        )


_GRID: Numbers = np.round(np.arange(-REACH, REACH + STEP / 2, STEP), 10)


def _whole(found: Any, x: Numbers) -> Numbers:
    """One number per place: a derivative may be the same number everywhere."""
    return np.broadcast_to(np.asarray(found, dtype=float), x.shape)


def _jumps(curve: Callable[[Numbers], Numbers], x: float) -> bool:
    left, here, right = curve(np.array([x - 1e-7, x, x + 1e-7]))
    return bool(max(abs(left - here), abs(right - here)) > 1e-3)


def _samples(
    curve: Callable[[Numbers], Numbers], kinks: Numbers, poles: Numbers
) -> tuple[Numbers, Numbers]:
    """Places and values; "not a number" is a gap: at a pole, a jump, outside of the domain."""
    values = curve(_GRID)
    finite = np.isfinite(values)
    edges = _GRID[~finite & (np.roll(finite, 1) | np.roll(finite, -1))]
    # Closer and closer to where the curve ends, so that it is seen to leave the frame.
    near = [edges + side * STEP / 2**k for side in (-1, 1) for k in range(1, 8)]
    jumps = np.array([x for x in kinks if _jumps(curve, x)])
    sides = [jumps - 1e-9, jumps + 1e-9]
    x = np.unique(np.concatenate([_GRID, *near, *sides]))
    y = np.array(curve(x))
    y[~np.isfinite(y) | np.isin(x, jumps) | np.isin(x, poles)] = np.nan
    return x, y


def _window(*curves: Numbers) -> tuple[float, float]:
    """The values that are in sight: 0 always, and a little air above and below."""
    found = np.concatenate([np.clip(each[np.isfinite(each)], -REACH, REACH) for each in curves])
    low, high = min(0.0, float(found.min())), max(0.0, float(found.max()))
    air = max(0.08 * (high - low), 0.12)
    return low - air, high + air


def _ticks(low: float, high: float) -> list[float]:
    span = high - low
    step = 0.5 if span < 2.4 else (1.0 if span < 5 else 2.0)
    first = int(np.ceil(low / step))
    return [k * step for k in range(first, int(high // step) + 1)]


def _written(x: float) -> str:
    return f"{x:g}".replace("-", "\N{MINUS SIGN}")


@dataclass(frozen=True)
class _Frame:
    """From numbers to places on the paper."""

    low: float
    high: float

    def x(self, x: float) -> float:
        share = (x + REACH) / (2 * REACH)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 2)

    def y(self, y: float) -> float:
        share = (self.high - y) / (self.high - self.low)
        return round(TOP + share * (HEIGHT - TOP - BOTTOM), 2)

    def path(self, x: Numbers, y: Numbers) -> str:
        """The curve; what is far outside of the frame is brought nearer, and cut there anyway."""
        span = self.high - self.low
        y = np.clip(y, self.low - span, self.high + span)
        pieces: list[list[tuple[float, float]]] = [[]]
        for a, b in zip(x, y, strict=True):
            if np.isnan(b):
                pieces.append([])
            else:
                pieces[-1].append((self.x(float(a)), self.y(float(b))))
        return "".join(_line(piece) for piece in pieces if len(piece) > 1)


def _line(points: list[tuple[float, float]]) -> str:
    """A line through points, without those that lie straight between their neighbours."""
    kept = points[:1]
    for here, after in zip(points[1:], points[2:], strict=False):
        (ax, ay), (bx, by), (cx, cy) = kept[-1], here, after
        if abs((bx - ax) * (cy - by) - (by - ay) * (cx - bx)) > 0.1:
            kept.append(here)
    kept.append(points[-1])
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in kept)
