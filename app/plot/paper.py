"""From numbers to places on the paper: a frame with its axes, and lines in it."""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..languages import decimal

Numbers = NDArray[np.float64]
Point = tuple[float, float]

STRAIGHT = 0.1
"""How far, as twice the area with its neighbours, a point may lie from a straight line."""


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A number on an axis."""

    at: float
    text: str


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A drawing's size, where its frame is in it, and where the numbers of the axes stand."""

    width: float
    height: float
    left: float
    right: float
    """From the left side, as `bottom` from the upper one."""
    top: float
    bottom: float
    aside: float = 6.0
    """From the frame to the numbers on its left."""
    under: float
    """The same below it, to the line that they stand on."""
    foot: float = 4.0
    """Under the line of what the axis below is called."""

    @property
    def inner_width(self) -> float:
        """How wide the frame is."""
        return self.right - self.left

    @property
    def inner_height(self) -> float:
        """How high the frame is."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The frame's, across."""
        return (self.left + self.right) / 2

    @property
    def numbers_x(self) -> float:
        """Where numbers on the left end."""
        return self.left - self.aside

    @property
    def numbers_y(self) -> float:
        """The line of the numbers below."""
        return self.bottom + self.under

    @property
    def name_y(self) -> float:
        """The line of what the axis below is called."""
        return self.height - self.foot

    def frame(
        self, *, start: float, end: float, low: float, high: float, places: int = 2
    ) -> "Frame":
        """Its frame, with the numbers at the sides."""
        return Frame(
            left=self.left,
            right=self.right,
            top=self.top,
            bottom=self.bottom,
            start=start,
            end=end,
            low=low,
            high=high,
            places=places,
        )


@dataclass(frozen=True, kw_only=True)
class Frame:
    """A rectangle on the paper, and the numbers at its sides."""

    left: float
    right: float
    top: float
    bottom: float
    start: float
    """The number at the left side; at the right one `end`, at the lower one `low`."""
    end: float
    low: float
    high: float
    places: int = 2
    """Decimals of a place on the paper."""

    @property
    def unit(self) -> Point:
        """How long 1 is, across and up."""
        return (
            (self.right - self.left) / (self.end - self.start),
            (self.bottom - self.top) / (self.high - self.low),
        )

    @property
    def drawable(self) -> bool:
        """Whether its sides are neither farther apart nor nearer than numbers can say."""
        return all(0 < each < math.inf for each in self.unit)

    def x(self, x: float) -> float:
        """Where a number is, from the left."""
        share = (x - self.start) / (self.end - self.start) if self.end > self.start else 0.5
        return round(self.left + share * (self.right - self.left), self.places)

    def y(self, y: float) -> float:
        """Where a number is, from the top; far outside of the frame it is brought nearer, and cut
        there anyway."""
        span = self.high - self.low
        share = (self.high - min(max(y, self.low - span), self.high + span)) / span
        return round(self.top + share * (self.bottom - self.top), self.places)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is in sight."""
        return self.start <= x <= self.end and self.low <= y <= self.high

    def path(self, xs: Numbers, ys: Numbers, *, fewest: bool = False) -> str:
        """A line, with gaps where there is no finite number; `fewest`: without points that lie
        straight between their neighbours."""
        pieces: list[list[Point]] = [[]]
        for x, y in zip(xs, ys, strict=True):
            if math.isfinite(y):
                pieces[-1].append((self.x(float(x)), self.y(float(y))))
            else:
                pieces.append([])
        kept = (_fewest(piece) if fewest else piece for piece in pieces if len(piece) > 1)
        return "".join("M" + "L".join(f"{x:g},{y:g}" for x, y in piece) for piece in kept)


def _fewest(points: list[Point]) -> list[Point]:
    kept = points[:1]
    for here, after in zip(points[1:], points[2:], strict=False):
        (ax, ay), (bx, by), (cx, cy) = kept[-1], here, after
        if abs((bx - ax) * (cy - by) - (by - ay) * (cx - bx)) > STRAIGHT:
            kept.append(here)
    return [*kept, points[-1]]


def multiples(step: float, low: float, high: float) -> Iterator[float]:
    """The multiples of a step between two numbers."""
    return (k * step for k in range(math.ceil(low / step), math.floor(high / step) + 1))


def round_step(raw: float) -> float:
    """The next 1, 2 or 5 times a power of ten from a number on."""
    power = 10.0 ** math.floor(math.log10(raw))
    return next(size * power for size in (1, 2, 5, 10) if size * power >= raw)


def ticks(
    numbers: Iterable[float],
    place: Callable[[float], float],
    write: Callable[[float], str] | None = None,
) -> tuple[Tick, ...]:
    """Numbers on an axis."""
    return tuple(Tick(at=place(x), text=(write or written)(x)) for x in numbers)


def written(x: float) -> str:
    """A round number as an axis has it."""
    return f"{x:g}".replace("-", "\N{MINUS SIGN}").replace(".", decimal())
