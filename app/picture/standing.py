"""Where callouts stand: beside their nodes, in what the picture leaves free; else in a sheet.

The picture is drawn as it is without them: a card takes only room that is there. What is free is
found from the boxes and wires that the layout knows.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from graph_engine import Edge, Graph, Node, Step

from . import leaders
from .items import Scene
from .paths import points
from .rooms import Room
from .scene import Drawing
from .widths import VALUE

WIDTH, HEIGHT = 26.25, 10.75
"""A card, in letters of its room; the page gets it with the cards."""
SIZES = (1.3, 1.2, 1.1, 1.0)
"""How large a card may be, of what its room asks for: as large as has room at every step."""
SMALLEST = 0.875
"""And where none of these has."""
LONGER = 1.3, 50.0
"""So many times as long, and so many pixels more, leaders may be for cards that are larger."""
NARROW = 620
"""Pixels of a room that is too narrow for a card beside anything."""
SMALL = 0.85
"""Of the letters' size: a picture with smaller ones is seen in parts, and has no room to give."""
GAP = 8.0
"""Pixels between a card and anything else."""
CELL = 6.0
"""The room is looked at in squares of this size."""
NEAREST = 40
"""Places that are looked at closely: so many of the nearest ones, and of the others."""
SLACK = 3.0
"""Pixels about what is drawn that a leader should not touch, either."""

Grid = NDArray[np.bool_]
Rect = tuple[float, float, float, float]


EXPLAINED = frozenset({"slope_symbols", "slope", "flow", "reuse"})
"""Kinds of steps about a wire at whose operation a callout stands."""


def explained(steps: Sequence[Step], graph: Graph) -> list[int | None]:
    """The node that has a callout at each step: an operation, or a leaf that is updated."""
    ends = {step.edge.dst for step in steps if step.edge is not None}
    explains = {node for node in ends if _explains(graph, graph.nodes[node])}
    return [_about(step, explains) for step in steps]


def _about(step: Step, explains: Collection[int]) -> int | None:
    if step.kind == "new":
        return step.node
    if step.kind not in EXPLAINED or step.edge is None or step.edge.dst not in explains:
        return None
    return step.edge.dst


def _explains(graph: Graph, node: Node) -> bool:
    """Whether a callout can say how a node's value depends on what it is computed from."""
    if node.op is None or node.op.name in ("gradient", "program"):
        return False
    # A local gradient is that of one sample.
    return not node.sampled and not any(graph.nodes[arg].sampled for arg in node.args)


@dataclass(frozen=True)
class Place:
    """The upper left corner of a card and its leader from there, in the picture's units."""

    x: float
    y: float
    leader: tuple[leaders.Point, ...]

    @property
    def written(self) -> list[float]:
        """As pages have it: the corner, and the points of the leader."""
        found = self.x, self.y, *(x for point in self.leader for x in point)
        return [round(x, 1) for x in found]


@dataclass(frozen=True)
class Standing:
    """Where the cards of a story stand in a room."""

    letters: float
    """How large a card is: pixels of its em."""
    scale: float = 1.0
    """How large the picture is: pixels of its unit."""
    places: Mapping[int, Place] = field(default_factory=dict)
    """By node, where there is room beside it; any other card is a sheet, on demand."""


@dataclass(frozen=True)
class _Laid:
    """A picture in its room: how large it is drawn, and where its upper left corner is."""

    drawing: Drawing
    loops: tuple[str, ...]
    scale: float
    left: float
    top: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + self.scale * x, self.top + self.scale * y

    def back(self, x: float, y: float) -> tuple[float, float]:
        return float(x - self.left) / self.scale, float(y - self.top) / self.scale


def standing(
    drawing: Drawing,
    scene: Scene,
    nodes: Sequence[int],
    room: Room,
    told: Collection[Edge] = (),
    *,
    largest: float = np.inf,
) -> Standing:
    """Where the cards of these nodes stand in a picture that lies at the lower side of its room,
    drawn at a scale of `largest` at most.

    Where nothing else helps they may lie over wires that are not `told`, those off the chosen path.
    """
    scale = min(room.width / scene.span, room.height / scene.height, largest)
    nothing = Standing(float(room.letters), scale)
    if not nodes or room.width < NARROW or scale * VALUE < SMALL * room.letters:
        return nothing
    loops = tuple(path for path, _head in scene.back)
    left = (room.width - scale * scene.span) / 2 - scale * scene.left
    laid = _Laid(drawing, loops, scale, left, room.height - scale * scene.height)
    taken = [_taken(laid, room, over) for over in ((None, told) if told else (None,))]
    inked = _inked(laid, room)
    found: list[tuple[float, Standing]] = []
    for size in (*SIZES, SMALLEST):
        letters = size * room.letters
        for grid in taken if size > SMALLEST or not found else ():
            free = _free(grid, (WIDTH * letters, HEIGHT * letters))
            if free.any():
                found.append(_placed(laid, nodes, inked, free, letters))
                break
    least = min((cost for cost, _ in found), default=0.0)
    factor, more = LONGER
    return next((each for cost, each in found if cost <= factor * least + more), nothing)


def _placed(
    laid: _Laid, nodes: Sequence[int], inked: leaders.Costs, free: Grid, letters: float
) -> tuple[float, Standing]:
    """The best places for the cards of these nodes, and what their leaders cost."""
    size = WIDTH * letters, HEIGHT * letters
    ys, xs = np.nonzero(free)
    corners = CELL * np.stack([xs, ys], axis=1).astype(np.float64)
    middles = corners + np.array(size) / 2
    found, cost = {}, 0.0
    for index in nodes:
        box, node = laid.drawing.bodies[index].box, laid.at(*laid.drawing.placed.boxes[index])
        away = np.abs(middles - node)
        order = np.argsort(
            np.hypot(*np.maximum(away - np.array(size) / 2, 0.0).T) + 0.15 * away[:, 0],
            kind="stable",
        )
        # The nearest ones lie close together: of all the others some are looked at, too.
        some = np.concatenate([order[:NEAREST], order[NEAREST :: max(1, len(order) // NEAREST)]])
        k, line = leaders.best(corners[some], size, node, box, laid.scale, inked, square=CELL)
        corner = laid.back(*corners[some[k]])
        found[index] = Place(*corner, tuple(laid.back(*point) for point in line.points))
        cost += line.cost
    return cost / len(nodes), Standing(letters, laid.scale, found)


def _taken(laid: _Laid, room: Room, told: Collection[Edge] | None) -> Grid:
    """Which squares of the room have something in them."""
    grid = np.zeros(_squares(room), dtype=bool)
    for rect in obstacles(laid.drawing, told, laid.loops):
        grid[_within(laid, rect, GAP)] = True
    return grid


def _inked(laid: _Laid, room: Room) -> leaders.Costs:
    """How much a leader should not go through each of these squares."""
    grid = np.zeros(_squares(room))
    for rect in _lines(laid.drawing, None, laid.loops):
        grid[_within(laid, rect, 0)] = leaders.WIRE
    for part, cost in ((_texts, leaders.TEXT), (_nodes, leaders.NODE)):
        for rect in part(laid.drawing):
            grid[_within(laid, rect, SLACK)] = cost
    return grid


def _squares(room: Room) -> tuple[int, int]:
    return max(int(room.height // CELL), 1), max(int(room.width // CELL), 1)


def _within(laid: _Laid, rect: Rect, gap: float) -> tuple[slice, slice]:
    """The squares that a rectangle of the picture has something of."""
    (left, top), (right, bottom) = laid.at(*rect[:2]), laid.at(*rect[2:])
    rows, columns = (
        slice(max(0, int((low - gap) // CELL)), max(0, int((high + gap) // CELL) + 1))
        for low, high in ((top, bottom), (left, right))
    )
    return rows, columns


def obstacles(
    drawing: Drawing, told: Collection[Edge] | None = None, back: Sequence[str] = ()
) -> Iterator[Rect]:
    """What a card may not cover: nodes, labels, and pieces of wires; of these all, or those `told`;
    and the wires that lead back."""
    yield from _nodes(drawing)
    yield from _texts(drawing)
    yield from _lines(drawing, told, back)


def _nodes(drawing: Drawing) -> Iterator[Rect]:
    for body, (x, y) in zip(drawing.bodies, drawing.placed.boxes, strict=True):
        yield body.box.about(x, y)


def _texts(drawing: Drawing) -> Iterator[Rect]:
    for (_index, _edge, label), wire in zip(drawing.labels, drawing.placed.wires, strict=True):
        yield label.box.about(wire.x, wire.y)


def _lines(drawing: Drawing, told: Collection[Edge] | None, back: Sequence[str]) -> Iterator[Rect]:
    """Pieces of wires."""
    wires = zip(drawing.labels, drawing.placed.wires, strict=True)
    ways = (wire.path for (_, edge, _), wire in wires if not (told and edge and edge not in told))
    for path in (*back, *ways):
        line = points(path)
        yield from (
            (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
            for (x1, y1), (x2, y2) in zip(line, line[1:], strict=False)
        )


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
