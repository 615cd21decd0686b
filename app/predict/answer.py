"""A number as it was typed, and how well it means another one."""

import math
from dataclasses import dataclass
from enum import IntEnum

SAME = 1e-9
"""How far, relatively, two ways of computing one number may come apart."""

NOTHING = 1e-12
"""What is smaller is 0."""

ROUNDOFF = 2.0**-54
"""How far, relatively, a subtraction of floats may be off."""

LOOSEST = 0.03
"""How far, relatively, an expression in rounded numbers may be off."""

ZERO = 0.005
"""The coarsest that a 0 may be rounded, and still be a small number: 0.00."""

_SLACK = 1 + 1e-9
"""For halves that no binary fraction hits: 0.125 rounded is 0.13."""


class Closeness(IntEnum):
    """How well an answer means a number: the lower, the better."""

    SAME = 0
    """It is that number."""
    FINE = 1
    """It is rounded to three digits, or more."""
    ROUNDED = 2
    """It is rounded to two digits, or follows from numbers that are rounded."""
    COARSE = 3
    """It is rounded to a single digit."""
    OFF = 4
    """It is another number."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A number as it was typed, and how exactly."""

    value: float
    half: float = 0.0
    """Half a unit of its last digit; 0 for an expression."""
    loose: float = 0.0
    """How far the roundings in an expression can have moved it."""
    meant: tuple[float, ...] = ()
    """What an expression gives with the numbers on the screen in place of their roundings."""

    def closeness(self, number: float, change: float | None = None) -> Closeness:
        """How well this means a number; its digits count from the first of `change`.

        Usually that is the number itself; of a weight it is what the step takes away.
        """
        scale = abs(number if not change or not math.isfinite(change) else change)
        if any(_same(x, number, scale) for x in (self.value, *self.meant)):
            return Closeness.SAME
        x = self.value
        if not math.isfinite(number) or not math.isfinite(x):
            return Closeness.OFF
        if not number or not x:
            # 0.00 may be a small number rounded; a bare 0 is zero.
            small = max(abs(number), abs(x)) <= self.half * _SLACK <= ZERO * _SLACK**2
            return Closeness.COARSE if small and scale == abs(number) else Closeness.OFF
        off = abs(x - number)
        if self.half and off <= self.half * _SLACK:
            return self._rounded(number, scale)
        if off <= min(self.loose, LOOSEST * scale):
            return Closeness.ROUNDED
        return Closeness.OFF

    def _rounded(self, number: float, scale: float) -> Closeness:
        """By how many digits the rounding keeps of the scale."""
        first = math.floor(math.log10(scale) + 1e-12)
        digits = 1 + round(first - math.log10(2 * self.half))
        if digits >= 3:
            return Closeness.FINE
        if digits == 2:
            return Closeness.ROUNDED
        # No coarser than the first digit, unless rounding led to the next power of 10.
        up = scale == abs(number) and self.value == float(f"{number:.1g}")
        return Closeness.COARSE if digits == 1 or up else Closeness.OFF


def _same(x: float, number: float, scale: float) -> bool:
    if not math.isfinite(number) or not math.isfinite(x):
        return x == number or (math.isnan(x) and math.isnan(number))
    return abs(x - number) <= tolerance(max(abs(number), abs(x)), max(scale, 0.0), abs(number))


def tolerance(size: float, scale: float, number: float) -> float:
    """How far two ways of computing a number of that size may come apart.

    Where the step changes much less than the number is, the step is what must come out.
    """
    if scale >= number:
        return max(SAME * size, NOTHING)
    return min(max(SAME * scale, ROUNDOFF * size), max(SAME * size, NOTHING))
