"""An operation as a function of one of its operands, as the engine declares it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph_engine import Op

from .paper import Numbers

Curve = Callable[[Numbers], Numbers]

NEAR = 1e-7
"""So close to a kink one is beside it."""


@dataclass(frozen=True)
class Along:
    """An elementwise operation by one operand, the others being held."""

    op: Op
    operands: tuple[float, ...]
    port: int
    literal: tuple[float, ...] = ()

    def at(self, x: Numbers) -> list[Any]:
        """What the engine's functions are given."""
        held = [np.full_like(x, value) for value in self.operands]
        held[self.port] = x
        return [*held, *map(np.float64, self.literal)]

    def value(self, x: Numbers) -> Numbers:
        """The result."""
        return _whole(self.op.forward(*self.at(x)), x)

    def slope(self, x: Numbers) -> Numbers:
        """Its derivative."""
        partial, out = self.op.partial(self.port), self.value(x)
        found = partial(out, *self.at(x)) if callable(partial) else partial
        # Where there is no value there is no slope: 1/x goes on left of 0, log x does not.
        return np.where(np.isnan(out), np.nan, _whole(found, x))

    def poles(self, grid: Numbers) -> Numbers:
        """Those of these places where the result is infinite."""
        return self._marked(self.op.pole, grid)

    def kinks(self, grid: Numbers) -> Numbers:
        """Those of these places where there is no slope of its own."""
        return self._marked(self.op.kink.at if self.op.kink else None, grid)

    def _marked(self, found: Callable[..., Any] | None, grid: Numbers) -> Numbers:
        return grid[_whole(found(*self.at(grid)), grid) != 0] if found else grid[:0]

    def sides(self, x: float) -> tuple[float, float]:
        """The slopes just left and just right of a place."""
        step = NEAR * max(1.0, abs(x))
        left, right = self.slope(np.array([x - step, x + step]))
        return float(left), float(right)


def jumps(curve: Curve, x: float) -> bool:
    """Whether a curve jumps at a place."""
    left, here, right = curve(np.array([x - NEAR, x, x + NEAR]))
    return bool(max(abs(left - here), abs(right - here)) > 1e-3)


def samples(
    curve: Curve, grid: Numbers, *, kinks: Numbers, poles: Numbers
) -> tuple[Numbers, Numbers]:
    """Places and values; "not a number" is a gap: at a pole, a jump, outside of the domain."""
    values = curve(grid)
    step = float(grid[1] - grid[0])
    finite = np.isfinite(values)
    edges = grid[~finite & (np.roll(finite, 1) | np.roll(finite, -1))]
    # Closer and closer to where the curve ends, so that it is seen to leave the frame.
    near = [edges + side * step / 2**k for side in (-1, 1) for k in range(1, 8)]
    leaps = np.array([x for x in kinks if jumps(curve, x)])
    beside = [leaps - 1e-9, leaps + 1e-9]
    x = np.unique(np.concatenate([grid, *near, *beside]))
    y = np.array(curve(x))
    y[~np.isfinite(y) | np.isin(x, leaps) | np.isin(x, poles)] = np.nan
    return x, y


def _whole(found: Any, x: Numbers) -> Numbers:
    """One number per place: a derivative may be the same number everywhere."""
    return np.broadcast_to(np.asarray(found, dtype=float), x.shape)
