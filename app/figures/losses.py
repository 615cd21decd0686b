"""The loss after each round of a loop of learning, as a curve that grows beside it: ℒ⁰, ℒ¹, …"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..fonts import measure
from ..plot.paper import Frame, Sheet, Tick, multiples, round_step, ticks, written
from ..story import Story

SHEET = Sheet(
    width=360.0,
    height=470.0,
    left=62.0,
    right=286.0,
    top=56.0,
    bottom=402.0,
    aside=8.0,
    under=28.0,
    foot=10.0,
)
POWERS = 3.0
"""From so much between the largest and the smallest loss on the axis has powers of ten."""
ROUNDS = 12
"""Rounds up to which each has its number and its loss written."""
LETTERS = 22.0
"""Of the losses, a little more than they are."""
MOST = 6
"""Numbers on the axis of the losses."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """The loss of a round."""

    x: float
    y: float
    text: str
    text_y: float
    before: bool
    """Whether its text ends at it: neighbours stand on either side of the line, and never touch."""


@dataclass(frozen=True, kw_only=True)
class Next:
    """Where the next round's loss comes."""

    x: float
    y: float
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, kw_only=True)
class Curve:
    """The paper, and what is drawn on it once so many rounds have been seen."""

    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]
    points: tuple[Point, ...]
    """Those that are told; of one that is no finite number there is none."""
    places: tuple[float, ...]
    """Where each round stands, told or not."""
    loss: str
    sheet: Sheet = SHEET
    column: float = 34.0

    def next(self, seen: int) -> "Next | None":
        """The column of the round that comes once so many have been seen, as high as it is free of
        the texts before it; None where none comes."""
        if seen >= len(self.places):
            return None
        x = self.places[seen]
        left = x - self.column / 2
        spans = [(self.sheet.top + 12, self.sheet.bottom - 12)]
        for each in self.points[:seen]:
            if each.before or each.x + measure.width(each.text, LETTERS) + LETTERS / 2 < left:
                continue
            above, below = each.text_y - LETTERS, each.text_y + 0.4 * LETTERS
            spans = [
                (max(low, start), min(high, end))
                for low, high in spans
                for start, end in ((low, above), (below, high))
            ]
        low, high = max(spans, key=lambda span: span[1] - span[0])
        return Next(
            x=x,
            y=(low + high) / 2 + 7,
            left=left,
            top=low,
            width=self.column,
            height=high - low,
        )

    def path(self, seen: int) -> str:
        """The line through the rounds that have been seen."""
        return "M" + "L".join(f"{each.x:g},{each.y:g}" for each in self.points[:seen])


def curve(story: Story) -> Curve | None:
    """The losses that a loop tells; None where there is no loop, or where it tells no number."""
    told, reached = rounds(story), story.graph.reached
    if reached is None:
        return None
    words, runs = story.words, story.walk.runs
    found = [float(runs[k].values[reached]) for k in told]
    # Where a number overflows the line ends.
    finite = next((k for k, x in enumerate(found) if not math.isfinite(x)), len(found))
    losses = found[:finite]
    if not losses:
        return None
    powers = min(losses) > 0 and max(losses) > POWERS * min(losses)
    heights = [math.log10(x) for x in losses] if powers else losses
    few = len(runs) <= ROUNDS
    frame = _frame(heights, len(runs), powers)
    points = []
    for k, height in enumerate(heights):
        # Above a line that falls a text begins at its point, below it ends there.
        falls = height < heights[max(k - 1, 0)]
        above = falls == bool(k % 2)
        x, y = frame.x(k), frame.y(height)
        text = words.value(runs[told[k]], reached, words.wire) if few else ""
        points.append(
            Point(
                x=x, y=y, text=text, text_y=y + (-15 if above else 29), before=bool(k and not k % 2)
            )
        )
    stride = 1 if few else math.ceil(len(runs) / ROUNDS)
    return Curve(
        across=ticks(range(0, len(runs), stride), frame.x),
        upward=_upward(frame, powers),
        points=tuple(points),
        places=tuple(frame.x(k) for k in range(len(runs))),
        loss=words.plain(reached),
    )


def _frame(heights: Sequence[float], count: int, powers: bool) -> Frame:
    low, high = min(heights), max(heights)
    if powers:
        low, high = math.floor(low - 0.1), max(math.ceil(high - 0.7), high + 0.12)
    else:
        air = 0.12 * (high - low) or abs(high) * 0.1 or 1.0
        low, high = low - air, high + air
    return SHEET.frame(
        start=-0.5,
        end=count - 0.5,
        low=low,
        high=high,
        places=1,
    )


def _upward(frame: Frame, powers: bool) -> tuple[Tick, ...]:
    if powers:
        tens = range(math.ceil(frame.low), math.floor(frame.high) + 1)
        every = math.ceil(len(tens) / MOST)
        return tuple(Tick(at=frame.y(k), text=written(10.0**k)) for k in tens[::every])
    return ticks(
        multiples(round_step((frame.high - frame.low) / MOST), frame.low, frame.high), frame.y
    )


def rounds(story: Story) -> tuple[int, ...]:
    """The rounds whose loss is told, in their order."""
    found = dict.fromkeys(
        step.iteration
        for step in story.walk.steps
        if step.kind == "value" and step.node == story.graph.reached
    )
    return tuple(found)


def seen(story: Story) -> list[int]:
    """For each step how many rounds have had their loss."""
    found: list[int] = []
    count = 0
    for step in story.walk.steps:
        count += step.kind == "value" and step.node == story.graph.reached
        found.append(count)
    return found
