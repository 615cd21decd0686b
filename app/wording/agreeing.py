"""How many digits a formula takes to be true as it is written.

What a reader computes from its numbers is then its result.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from .numbers import MARKED, POWERS, NumberFormat, read


def agreeing(
    usual: NumberFormat,
    written: Callable[[NumberFormat], Sequence[Any]],
    result: Any,
    compute: Callable[..., Any],
    *,
    like: NumberFormat | None = None,
    cut: bool = False,
) -> NumberFormat:
    """The format in which what a reader computes from the operands is the result as it is written.

    Numbers, vectors or matrices, entry by entry. `written` gives the operands and `result` is the
    result, all read back; `like` is the result's format, the usual one without; `cut` says that its
    whole digits are rounded, too: 170 for 168.75. Mostly the usual format will do; 0.99 − 0.99 is
    not 0.002, so there the operands take more digits.
    """
    if usual.mask == MARKED:
        return usual  # no digit is written, so none is wrong
    told = usual.bare
    holds = _holding(result, like or usual, cut=cut)
    if holds is None:
        return usual
    with np.errstate(all="ignore"):
        for more in range(usual.more, usual.more + MOST_MORE):
            found = told if more == usual.more else replace(told, more=more)
            if holds(compute(*written(found))):
                return usual if more == usual.more else replace(usual, more=more)
    return usual


def _holding(result: Any, like: NumberFormat, *, cut: bool) -> Callable[[Any], bool] | None:
    """Whether what was computed is the written result; None where that is not finite."""
    if isinstance(result, float):  # most are single numbers, and numpy takes its time for those
        if not math.isfinite(result):
            return None
        most = rounding(float(result), like, cut=cut)
        return lambda got: np.ndim(got) == 0 and bool(abs(got - result) <= most)
    wanted = np.asarray(result, dtype=np.float64)
    if not np.all(np.isfinite(wanted)):
        return None
    flat = [rounding(float(x), like, cut=cut) for x in np.ravel(wanted)]
    allowed = np.reshape(flat, wanted.shape)

    def holds(computed: Any) -> bool:
        got = np.asarray(computed, dtype=np.float64)
        return got.shape == wanted.shape and bool(np.all(np.abs(got - wanted) <= allowed))

    return holds


MOST_MORE = 15
"""Digits that operands may get beyond the usual ones: then they are the floats themselves."""


def rounding(x: float, like: NumberFormat, *, cut: bool = False) -> float:
    """How far a result that is written as x may be from it: half of its last digit.

    Zeros at the end are not written and count: 0.2 is 0.20 on a slide, 0.200 on a screen,
    elsewhere 0.200000.
    """
    if x == 0:
        return 1e-12
    first = math.floor(math.log10(abs(x)))
    if like.digits is not None:
        last = first - like.digits + 1
    else:
        last = -6 if 10**-4 <= abs(x) < 10**9 else first - 6
    shown = _last(x)
    if abs(x) < POWERS and not cut:
        shown = min(shown, 0)  # whole digits are always kept
    # What a float holds is not exact itself.
    return 0.5 * 10.0 ** min(last, shown) + 4e-16 * abs(x)


def _last(x: float) -> int:
    """The power of ten of the last digit that is not 0: −2 of 0.25, 1 of 170."""
    mantissa, _e, power = repr(abs(x)).partition("e")
    whole, _point, part = mantissa.partition(".")
    part = part.rstrip("0")
    return int(power or 0) + (-len(part) if part else len(whole) - len(whole.rstrip("0")))


def read_back(value: Any, write: Callable[[float], str]) -> Any:
    """A value as its entries are written."""
    if isinstance(value, float) or np.ndim(value) == 0:
        return np.float64(read(write(float(value))))
    flat = [read(write(float(x))) for x in np.ravel(value)]
    return np.array(flat, dtype=np.float64).reshape(np.shape(value))
