"""Where callouts stand: beside their nodes, in what the picture leaves free or in a band that is
left for them; else at the side, or under the picture.

A card is as large as a room's letters. What is free is found once for a drawing and a room, from
the boxes and wires that the layout knows; a place that is free stays free in a larger window.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from graph_engine import Edge, Graph, Step

from .layout import Box
from .rooms import Room
from .scene import Drawing, draw
from .sizes import Sizes
from .widths import VALUE

Mode = Literal["", "top", "bottom", "above", "below", "side", "sheet"]
"""Floating, where the picture is in the middle of its room, at its upper or lower side, or leaves a
band above or below; beside the picture; under it, as on a phone."""

WIDTH, HEIGHT = 26.25, 10.75
"""A card, in letters of the room; `static/css/callout.css` has the same in em."""
NARROW = 620
"""Pixels of a room that is too narrow for a card beside anything."""
GAP = 8.0
"""Pixels between a card and anything else."""
CELL = 6.0
"""The room is looked at in squares of this size."""
NEAREST = 80
"""Places that are looked at closely: so many of the nearest ones, and of the others."""
CROSSED = 40.0
"""Pixels further away that are better than a leader through something."""

Grid = NDArray[np.bool_]
Rect = tuple[float, float, float, float]


EXPLAINED = frozenset({"slope_symbols", "slope", "flow", "reuse"})
"""Kinds of steps about a wire at whose operation a callout stands."""


def explained(step: Step, graph: Graph) -> int | None:
    """The node that has a callout at a step: an operation, or a leaf that is updated."""
    if step.kind == "new":
        return step.node
    if step.kind not in EXPLAINED or step.edge is None:
        return None
    node = graph.nodes[step.edge.dst]
    if node.op is None or node.op.name in ("gradient", "program"):
        return None
    if node.sampled or any(graph.nodes[arg].sampled for arg in node.args):
        return None  # a local gradient is that of one sample
    return node.index


@dataclass(frozen=True)
class Place:
    """The upper left corner of a card, in the picture's units, and the end of its leader there."""

    x: float
    y: float
    node_x: float
    node_y: float


@dataclass(frozen=True)
class Standing:
    """How a picture with callouts is drawn in a room, and where they stand."""

    mode: Mode
    drawing: Drawing
    letters: int = 0
    """Of the room: how large a card is."""
    places: Mapping[int, Place] = field(default_factory=dict)
    """By node, where cards float."""


@dataclass(frozen=True)
class _Laid:
    """A picture in its room: how large it is drawn, and where its upper left corner is."""

    drawing: Drawing
    scale: float
    left: float
    top: float
    size: tuple[float, float]
    """Of a card, in pixels."""

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + self.scale * x, self.top + self.scale * y


def standing(
    drawing: Drawing, nodes: Sequence[int], room: Room, told: Collection[Edge] = ()
) -> Standing:
    """Where the cards of these nodes stand, and the picture that leaves room for them.

    Where nothing else helps they may lie over what is not `told`: the wires off the chosen path.
    """
    if not nodes or not drawing.placed.boxes:
        return Standing("", drawing)
    if room.width < NARROW or _scale(drawing, room) * VALUE < SMALL * room.letters:
        return Standing("sheet", drawing, room.letters)
    ways = [*_ways(drawing, drawing.sizes, room)]
    for kept in ((), told) if told else ((),):
        for mode, each in ways:
            if mode == "side":
                return Standing("side", each, room.letters)
            places = _places(each, nodes, room, mode, kept)
            if places is not None:
                return Standing(mode, each, room.letters, places)
    return Standing("sheet", drawing, room.letters)


SMALL = 0.85
"""Of the letters' size: a picture with smaller ones is seen in parts, and has no room to give."""


def _ways(drawing: Drawing, sizes: Sizes, room: Room) -> Iterator[tuple[Mode, Drawing]]:
    """What is tried, in this order; a picture that leaves a band or the side must reach the
    letters."""
    yield "", drawing
    yield "top", drawing
    yield "bottom", drawing
    band = Room(room.width, int(room.height - _card(room)[1] - GAP), room.letters)
    if band.height > 0:
        lower = draw(sizes, band)
        if _scale(lower, band) * VALUE >= room.letters:
            yield "above", lower
            yield "below", lower
    beside = Room(int(room.width - _card(room)[0] - 2 * GAP), room.height, room.letters)
    if beside.width > 0:
        narrow = draw(sizes, beside)
        if _scale(narrow, beside) * VALUE >= room.letters:
            yield "side", narrow


def _card(room: Room) -> tuple[float, float]:
    return WIDTH * room.letters, HEIGHT * room.letters


def _scale(drawing: Drawing, room: Room) -> float:
    return min(room.width / drawing.placed.width, room.height / drawing.placed.height)


def _places(
    drawing: Drawing, nodes: Sequence[int], room: Room, mode: Mode, told: Collection[Edge]
) -> Mapping[int, Place] | None:
    """A place for each of these nodes' cards, or None where one of them has none."""
    card = _card(room)
    band = card[1] + GAP if mode in ("above", "below") else 0.0
    scale = _scale(drawing, Room(room.width, int(room.height - band), room.letters))
    spare = max(0.0, room.height - band - scale * drawing.placed.height)
    if mode in ("top", "bottom") and spare < CELL:
        return None
    top = {"top": 0.0, "bottom": spare, "above": band + spare / 2}.get(mode, spare / 2)
    left = (room.width - scale * drawing.placed.width) / 2
    laid = _Laid(drawing, scale, left, top, card)
    taken = _taken(laid, room, told)
    free = _free(taken, card)
    found: dict[int, Place] = {}
    for index in nodes:
        place = _nearest(free, taken, laid, index)
        if place is None:
            return None
        found[index] = place
    return found


def _taken(laid: _Laid, room: Room, told: Collection[Edge]) -> Grid:
    """Which squares of the room have something in them."""
    rows, columns = int(room.height // CELL), int(room.width // CELL)
    grid = np.zeros((max(rows, 1), max(columns, 1)), dtype=bool)
    for x1, y1, x2, y2 in obstacles(laid.drawing, told):
        (left, top), (right, bottom) = laid.at(x1, y1), laid.at(x2, y2)
        grid[
            max(0, int((top - GAP) // CELL)) : max(0, int((bottom + GAP) // CELL) + 1),
            max(0, int((left - GAP) // CELL)) : max(0, int((right + GAP) // CELL) + 1),
        ] = True
    return grid


def obstacles(drawing: Drawing, told: Collection[Edge] = ()) -> Iterator[Rect]:
    """What a card may not cover: nodes, labels, and pieces of wires; all, or those `told`."""
    placed = drawing.placed
    nodes = {index for edge in told for index in (edge.src, edge.dst)}
    for index, (body, (x, y)) in enumerate(zip(drawing.bodies, placed.boxes, strict=True)):
        if not told or index in nodes:
            yield _around(body.box, x, y)
    for (_index, edge, label), wire in zip(drawing.labels, placed.wires, strict=True):
        if told and edge is not None and edge not in told:
            continue
        yield _around(label.box, wire.x, wire.y)
        points = _points(wire.path)
        yield from (
            (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
            for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False)
        )


def _around(box: Box, x: float, y: float) -> Rect:
    wide = max(box.width, box.core, 2 * box.radius) / 2
    return x - wide, y - max(box.up, box.radius), x + wide, y + max(box.down, box.radius)


_PIECE = re.compile(r"([MLC])([^MLC]*)")
_NUMBER = re.compile(r"-?[\d.]+")
SMOOTH = 8
"""Pieces that a curve is seen as."""


def _points(path: str) -> list[tuple[float, float]]:
    """A wire as a line of straight pieces."""
    found: list[tuple[float, float]] = []
    for command, rest in _PIECE.findall(path):
        numbers = [float(x) for x in _NUMBER.findall(rest)]
        pairs = list(zip(numbers[::2], numbers[1::2], strict=False))
        if command != "C":
            found += pairs
            continue
        for k in range(0, len(pairs) - 2, 3):
            begin, (one, two, end) = found[-1], pairs[k : k + 3]
            for t in np.linspace(0, 1, SMOOTH + 1)[1:]:
                u = 1 - t
                found.append(
                    (
                        u**3 * begin[0]
                        + 3 * u * u * t * one[0]
                        + 3 * u * t * t * two[0]
                        + t**3 * end[0],
                        u**3 * begin[1]
                        + 3 * u * u * t * one[1]
                        + 3 * u * t * t * two[1]
                        + t**3 * end[1],
                    )
                )
    return found


def _free(taken: Grid, card: tuple[float, float]) -> Grid:
    """At which squares the upper left corner of a card can be."""
    columns, rows = (int(-(-side // CELL)) for side in card)
    down, across = taken.shape
    if down < rows or across < columns:
        return np.zeros((0, 0), dtype=bool)
    sums = np.zeros((down + 1, across + 1), dtype=np.int64)
    sums[1:, 1:] = taken.cumsum(0).cumsum(1)
    whole = (
        sums[rows:, columns:]
        - sums[:-rows, columns:]
        - sums[rows:, :-columns]
        + sums[:-rows, :-columns]
    )
    return np.asarray(whole == 0)


def _nearest(free: Grid, taken: Grid, laid: _Laid, index: int) -> Place | None:
    """The nearest place from which a line to the node crosses least."""
    ys, xs = np.nonzero(free)
    if not len(xs):
        return None
    wide, high = laid.size
    x, y = laid.at(*laid.drawing.placed.boxes[index])
    lefts, tops = xs * CELL, ys * CELL
    ends_x = np.clip(x, lefts + 24, lefts + wide - 24)
    ends_y = np.clip(y, tops, tops + high)
    far = np.hypot(ends_x - x, ends_y - y) + 0.15 * np.abs(lefts + wide / 2 - x)
    box = laid.drawing.bodies[index].box
    best, least = None, np.inf
    order = np.argsort(far, kind="stable")
    # The nearest ones lie close together: of all the others some are looked at, too.
    for k in map(int, [*order[:NEAREST], *order[NEAREST :: max(1, len(order) // NEAREST)]]):
        if far[k] >= least:
            break
        end = float(ends_x[k]), float(ends_y[k])
        tip = _tip(box, laid.scale, (x, y), end)
        cost = float(far[k]) + CROSSED * _crossed(taken, end, tip)
        if cost < least:
            least = cost
            best = Place(
                float(lefts[k] - laid.left) / laid.scale,
                float(tops[k] - laid.top) / laid.scale,
                (tip[0] - laid.left) / laid.scale,
                (tip[1] - laid.top) / laid.scale,
            )
    return best


def _tip(
    box: Box, scale: float, node: tuple[float, float], end: tuple[float, float]
) -> tuple[float, float]:
    """Where a line from a card meets what is drawn of the node."""
    dx, dy = end[0] - node[0], end[1] - node[1]
    size = max(float(np.hypot(dx, dy)), 1e-6)
    reach = min(scale * box.reach(float(np.arctan2(dy, dx))) + 2, size)
    return node[0] + dx / size * reach, node[1] + dy / size * reach


def _crossed(taken: Grid, end: tuple[float, float], tip: tuple[float, float]) -> int:
    """How many squares with something in them a leader goes through, but for those at its ends."""
    size = float(np.hypot(tip[0] - end[0], tip[1] - end[1]))
    if size < 4 * CELL:
        return 0
    # At its ends it comes near to the card and to the node.
    share = np.linspace(1.5 * CELL / size, 1 - 3 * CELL / size, 2 + int(size / CELL))
    columns = ((end[0] + share * (tip[0] - end[0])) // CELL).astype(int)
    rows = ((end[1] + share * (tip[1] - end[1])) // CELL).astype(int)
    inside = (rows >= 0) & (rows < taken.shape[0]) & (columns >= 0) & (columns < taken.shape[1])
    return int(np.sum(taken[rows[inside], columns[inside]]))
