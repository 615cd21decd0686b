"""The line from a callout to its node: straight or with one bend, through as little as may be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .layout import Box

CORNER = 24.0
"""Pixels of a card's side beside its corners, where no line begins."""
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Where along a side one may begin, besides where it is nearest."""
WIRE, TEXT, NODE = 1.0, 4.0, 12.0
"""How much worse a line is that goes through a wire, through a label, or through another node, to
which it would seem to lead."""
CROSSED = 6.0
"""Pixels further away that are better than one through a wire."""
BENT = 30.0
"""And than one that has a bend."""
BENDS = (0.0, 0.2, 0.45)
"""Where one may bend: beside its node, or this part of the way before it."""
SAMPLES = 48
"""Places at which a line is looked at."""

Point = tuple[float, float]
Costs = NDArray[np.float64]
SIDES = ("top", "bottom", "left", "right")


@dataclass(frozen=True)
class Line:
    """From a card to a node: two points, or three where it bends; in pixels of the room."""

    points: tuple[Point, ...]
    cost: float
    """Its length, and what is in its way."""


@dataclass(frozen=True)
class _Ends:
    """Where lines may leave cards by one side: arrays of the cards by places along the side."""

    x: Costs
    y: Costs
    upright: bool
    seen: NDArray[np.bool_]
    """From which the node is beyond that side."""


def best(
    cards: NDArray[np.float64], size: Point, node: Point, box: Box, scale: float, inked: Costs, *,
    square: float,
) -> tuple[int, Line]:  # fmt: skip
    """Of cards, given by their upper left corners, the one with the best line to a node, and that.

    No card lies over the node.

    `inked` says how much is in each square of the room.
    """
    clear = _without(inked, node, box, scale, square)
    found = 0, Line((), np.inf)
    for ends in _ends(cards, size, node):
        for bend in (None, *BENDS):
            able = ends.seen
            if bend is not None:
                # The leg at the node has to be seen.
                across = np.abs(ends.x - node[0]) if ends.upright else np.abs(ends.y - node[1])
                able = able & (across > scale * box.reach(0) + 12)
            k, place, least = _least(
                ends, node, clear, square, bend=bend, able=able, under=found[1].cost
            )
            if least < found[1].cost:
                begin = float(ends.x[k, place]), float(ends.y[k, place])
                x, y = _corners(ends, node, bend or 0.0)
                corner = float(x[k, place]), float(y[k, place])
                way = (begin,) if bend is None else (begin, corner)
                found = int(k), Line((*way, _tip(box, scale, node, way[-1])), least)
    return found


def _ends(cards: NDArray[np.float64], size: Point, node: Point) -> Iterator[_Ends]:
    """Where a line may begin, side by side."""
    (wide, high), (x, y) = size, node
    left, top = cards[:, :1], cards[:, 1:]
    shares = np.array(SHARES)
    across, down = (
        np.hstack(
            [
                np.clip(middle, side + CORNER, side + length - CORNER),
                side + CORNER + shares * (length - 2 * CORNER),
            ]
        )
        for side, length, middle in ((left, wide, x), (top, high, y))
    )
    for level, seen in ((top, y <= top), (top + high, y >= top + high)):
        yield _Ends(across, np.broadcast_to(level, across.shape), True, seen)
    for level, seen in ((left, x <= left), (left + wide, x >= left + wide)):
        yield _Ends(np.broadcast_to(level, down.shape), down, False, seen)


def _corners(ends: _Ends, node: Point, bend: float) -> tuple[Costs, Costs]:
    """Where lines bend: right beside the node, or that part of the way before it."""
    if ends.upright:
        return ends.x, node[1] + bend * (ends.y - node[1])
    return node[0] + bend * (ends.x - node[0]), ends.y


def _least(
    ends: _Ends,
    node: Point,
    inked: Costs,
    square: float,
    *,
    bend: float | None,
    able: NDArray[np.bool_],
    under: float,
) -> tuple[int, int, float]:
    """The card and the place of the best of the lines that are `able`, and its cost; infinite
    where none is better than `under`."""
    x, y = (ends.x, ends.y) if bend is None else _corners(ends, node, bend)
    long = np.hypot(x - ends.x, y - ends.y) + np.hypot(node[0] - x, node[1] - y)
    long = long if bend is None else long + BENT
    # No line costs less than its length: what is longer than one that is known is not looked at.
    long = np.where(able, long, np.inf)
    shortest = np.unravel_index([int(np.argmin(long))], long.shape)
    if long[shortest][0] >= under:
        return 0, 0, np.inf
    known = float(_costs(ends, node, inked, square, shortest, bend=bend)[0])
    some = np.nonzero(long <= min(known, under))
    cost = _costs(ends, node, inked, square, some, bend=bend)
    best = int(np.argmin(cost))
    return int(some[0][best]), int(some[1][best]), float(cost[best])


def _costs(
    ends: _Ends,
    node: Point,
    inked: Costs,
    square: float,
    at: tuple[NDArray[np.intp], ...],
    *,
    bend: float | None,
) -> Costs:
    """The length of each of the lines `at` these cards and places, and what it goes through."""
    begin_x, begin_y = ends.x[at], ends.y[at]
    corners = (ends.x, ends.y) if bend is None else _corners(ends, node, bend)
    x, y = corners[0][at], corners[1][at]
    legs = np.hypot(x - begin_x, y - begin_y), np.hypot(node[0] - x, node[1] - y)
    long = legs[0] + legs[1]
    first = (legs[0] / np.maximum(long, 1e-9))[..., None]
    share = np.linspace(0, 1, SAMPLES)
    one = np.clip(share / np.maximum(first, 1e-9), 0, 1)
    two = np.clip((share - first) / np.maximum(1 - first, 1e-9), 0, 1)
    at_x = begin_x[..., None] + (x - begin_x)[..., None] * one + (node[0] - x)[..., None] * two
    at_y = begin_y[..., None] + (y - begin_y)[..., None] * one + (node[1] - y)[..., None] * two
    rows, columns = (at_y // square).astype(int), (at_x // square).astype(int)
    under = inked[
        np.clip(rows, 0, inked.shape[0] - 1), np.clip(columns, 0, inked.shape[1] - 1)
    ].mean(axis=-1)
    return np.asarray(long + CROSSED * under * long + (0.0 if bend is None else BENT))


def _without(inked: Costs, node: Point, box: Box, scale: float, square: float) -> Costs:
    """Without the node itself."""
    x, y = node
    wide, high = (scale * box.reach(angle) + square for angle in (0.0, np.pi / 2))
    found = inked.copy()
    rows, columns = (
        slice(max(0, int((at - size) // square)), max(0, int((at + size) // square) + 1))
        for at, size in ((y, high), (x, wide))
    )
    found[rows, columns] = 0
    return found


def _tip(box: Box, scale: float, node: Point, end: Sequence[float]) -> Point:
    """Where a line from a point meets what is drawn of the node."""
    dx, dy = end[0] - node[0], end[1] - node[1]
    size = max(float(np.hypot(dx, dy)), 1e-6)
    reach = min(scale * box.reach(float(np.arctan2(dy, dx))) + 2, size)
    return node[0] + dx / size * reach, node[1] + dy / size * reach
