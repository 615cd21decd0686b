"""A tangent: through a point, with the slope as it is and not as it is written, always as long."""

import math

from .paper import Frame, Point

LENGTH = 76.0
"""From end to end, on the paper."""

LARGEST = 1e308
"""The largest round number."""


def direction(frame: Frame, slope: float) -> Point:
    """One step along a slope, on the paper: right, and down."""
    across, up = frame.unit
    if math.isinf(slope):
        return 0.0, -math.copysign(1.0, slope)
    size = math.hypot(across, slope * up)
    return across / size, -slope * up / size


def tangent(frame: Frame, at: Point, slope: float, *, length: float = LENGTH) -> str:
    """The path of a tangent: where it begins, and the way to its end.

    With digits enough that the slope can be read back: a flat line's rise is a small number.
    """
    dx, dy = direction(frame, slope)
    x, y = frame.x(at[0]) - dx * length / 2, frame.y(at[1]) - dy * length / 2
    return f"M{x:.7g},{y:.7g}l{dx * length:.7g},{dy * length:.7g}"


def one_side(frame: Frame, at: Point, slope: float, *, way: int, length: float = LENGTH) -> str:
    """The same from the point to one side only: to the left (−1) or to the right (1)."""
    dx, dy = direction(frame, slope)
    far = way * length / 2
    return f"M{frame.x(at[0]):.7g},{frame.y(at[1]):.7g}l{dx * far:.7g},{dy * far:.7g}"


def run_of(frame: Frame, slope: float, *, longest: float = LENGTH / 2) -> float:
    """How far the triangle under a tangent goes: a round number, within the tangent's length."""
    dx, _dy = direction(frame, slope)
    most = dx * longest / frame.unit[0]
    if not (math.isfinite(most) and most > 0):
        return 0.0
    return _round_at_most(most)


def seen_flat(frame: Frame, slope: float) -> bool:
    """Whether a slope that is not 0 looks like 0."""
    _dx, dy = direction(frame, slope)
    return slope != 0 and abs(dy) * LENGTH < 2.0


def stretch(frame: Frame, slope: float) -> float:
    """How many times a flat tangent is stretched upright, to be seen to rise: a round number."""
    across, up = frame.unit
    rise = abs(slope) * up
    wanted = min(0.6 * across / rise, LARGEST) if rise else LARGEST
    return _round_at_most(wanted)


def _round_at_most(most: float) -> float:
    """The largest of 1, 2 and 5 times a power of ten that is no more than a number."""
    power = 10.0 ** math.floor(math.log10(most))
    return max(size * power for size in (1, 2, 5) if size * power <= most)
