"""Boxes and topology to coordinates, by Graphviz, which sees ids and sizes and no text.

A wire's label is a node of the layout, so the wire runs straight through it and nothing overlaps:
`tail → label → head`. Sizes depend on the structure only, so a layout holds for every step and
every number, and is kept.
"""

import json
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import atan2, cos, degrees, hypot, sin
from typing import Any

import graphviz
import pygraphviz

POINT = 72
"""Graphviz measures boxes in inches of 72 points; our pixel is its point."""

MARGIN = 14
BETWEEN_ROWS = 10
BETWEEN_RANKS = 9
AIR = 6

LARGE = 100
"""Wires from which on Graphviz only places boxes, in few rounds, and the wires are plain curves:
routing 600 wires round 300 nodes took it 6 s, placing them 0.2 s."""

Point = tuple[float, float]

_LOCK = threading.Lock()
"""Graphviz has global state: one layout at a time."""


@dataclass(frozen=True)
class Box:
    """How much room something takes, and what is drawn in the middle of it.

    `radius`: a circle; else a rectangle of `core` height, or of the whole height.
    """

    width: float
    height: float
    radius: float = 0
    core: float = 0
    corner: float = 0
    """How round a rectangle's corners are."""

    def holds(self, dx: float, dy: float, gap: float) -> bool:
        """Whether a point so far from the middle is within `gap` of what is drawn."""
        if self.radius:
            return hypot(dx, dy) < self.radius + gap
        across = abs(dx) - self.width / 2 + self.corner
        down = abs(dy) - (self.core or self.height) / 2 + self.corner
        outside = hypot(max(across, 0.0), max(down, 0.0)) - self.corner
        return outside + min(max(across, down), 0.0) < gap

    def reach(self, angle: float) -> float:
        """How far what is drawn reaches from the middle in a direction."""
        if self.radius:
            return self.radius
        low, high = 0.0, hypot(self.width, self.height)
        for _ in range(24):
            half = (low + high) / 2
            if self.holds(half * cos(angle), half * sin(angle), 0):
                low = half
            else:
                high = half
        return low


@dataclass(frozen=True)
class Wire:
    """From box `src` through a label to box `dst`, or out of the picture where `dst` is None."""

    src: int
    dst: int | None
    label: Box


@dataclass(frozen=True)
class Drawn:
    """A wire in place: its path, its arrowhead, and the middle of its label."""

    path: str
    head: str
    """The arrowhead's place, as an SVG transform."""
    x: float
    y: float


@dataclass(frozen=True)
class Layout:
    """Where everything is: the middle of each box, each wire, and the size of the whole."""

    boxes: tuple[Point, ...]
    wires: tuple[Drawn, ...]
    width: float
    height: float


@lru_cache(maxsize=256)
def layout(boxes: tuple[Box, ...], wires: tuple[Wire, ...], ordered: frozenset[int]) -> Layout:
    """Place boxes and wires from left to right.

    The operands of boxes in `ordered` come in from top to bottom (where a − b is not b − a).
    """
    found = _ask(_dot(boxes, wires, ordered))
    places = {item["name"]: _point(item["pos"]) for item in found["objects"]}
    _, _, width, height = (float(part) for part in found["bb"].split(","))
    names = {item["_gvid"]: item["name"] for item in found["objects"]}
    splines = {
        (names[item["tail"]], names[item["head"]]): item.get("pos", "")
        for item in found.get("edges", [])
    }

    def flip(point: Point) -> Point:
        return point[0] + MARGIN, height - point[1] + MARGIN

    labels = [flip(places[f"w{k}"]) for k in range(len(wires))]
    drawn: list[Drawn | None] = [None] * len(wires)
    for twins in _parallel(wires):
        # Graphviz may return parallel wires in any order: the first operand gets the upper one.
        upwards = sorted(twins, key=lambda k: labels[k][1])
        for k, place in zip(twins, upwards, strict=True):
            wire = wires[place]
            tail = flip(places[f"n{wire.src}"]), boxes[wire.src]
            head = None if wire.dst is None else (flip(places[f"n{wire.dst}"]), boxes[wire.dst])
            if len(wires) > LARGE:
                drawn[k] = _plain(tail, head, labels[place], wire.label.width)
                continue
            incoming = splines[f"n{wire.src}", f"w{place}"]
            outgoing = None if wire.dst is None else splines[f"w{place}", f"n{wire.dst}"]
            drawn[k] = _draw(incoming, outgoing, labels[place], wire.label.width, tail, head, flip)
    return Layout(
        boxes=tuple(flip(places[f"n{k}"]) for k in range(len(boxes))),
        wires=tuple(wire for wire in drawn if wire is not None),
        width=width + 2 * MARGIN,
        height=height + 2 * MARGIN,
    )


def _dot(boxes: tuple[Box, ...], wires: tuple[Wire, ...], ordered: frozenset[int]) -> str:
    """The question to Graphviz."""
    dot = graphviz.Digraph(
        graph_attr={
            "rankdir": "LR",
            "nodesep": str(BETWEEN_ROWS / POINT),
            "ranksep": str(BETWEEN_RANKS / POINT),
            **(_QUICK if len(wires) > LARGE else {}),
        },
        node_attr={"shape": "box", "fixedsize": "true", "label": ""},
        edge_attr={"arrowhead": "none", "weight": "4"},
    )
    for k, box in enumerate(boxes):
        # Air around boxes, so that no wire passes along their sides.
        width = box.width if box.radius else box.width + 2 * AIR
        size = {"width": str(width / POINT), "height": str(box.height / POINT)}
        order = {"ordering": "in"} if k in ordered else {}
        dot.node(f"n{k}", **size, **order)
    for k, wire in enumerate(wires):
        label = wire.label
        dot.node(f"w{k}", width=str(label.width / POINT), height=str(label.height / POINT))
        # From middle to middle: Graphviz sees the room of a circle, not where the circle ends.
        dot.edge(f"n{wire.src}", f"w{k}:w", tailclip="false")
        if wire.dst is not None:
            dot.edge(f"w{k}:e", f"n{wire.dst}", headclip="false")
    return str(dot.source)


_QUICK = {"splines": "false", "nslimit": "0.05", "nslimit1": "0.05", "mclimit": "0.02"}


def _ask(dot: str) -> dict[str, Any]:
    with _LOCK:
        answer = pygraphviz.AGraph(string=dot).draw(format="json0", prog="dot")
    return json.loads(answer)  # type: ignore[no-any-return]


def _parallel(wires: tuple[Wire, ...]) -> Iterable[list[int]]:
    """Wires grouped by their ends."""
    groups: dict[tuple[int, int | None], list[int]] = {}
    for k, wire in enumerate(wires):
        groups.setdefault((wire.src, wire.dst), []).append(k)
    return groups.values()


def _point(text: str) -> Point:
    x, y = text.split(",")[:2]
    return float(x), float(y)


def _draw(
    incoming: str,
    outgoing: str | None,
    label: Point,
    width: float,
    tail: tuple[Point, Box],
    head: tuple[Point, Box] | None,
    flip: Callable[[Point], Point],
) -> Drawn:
    """One path: in from the tail, straight through the label, out to the head."""
    x, y = label
    start = _cut(_points(incoming, flip)[::-1], *tail, gap=0)[::-1]
    path = f"M{_curves(start)} L{x + width / 2:.1f},{y:.1f}"
    tip, slope = (x + width / 2 + 9, y), 0.0
    if outgoing is not None and head is not None:
        points = _points(outgoing, flip)
        tip = _cut(points, *head, gap=0)[-1]
        cut = _cut(points, *head, gap=7)
        slope = atan2(tip[1] - cut[-1][1], tip[0] - cut[-1][0])
        path += f" L{_curves(cut)}"
    turn = f"translate({tip[0]:.1f},{tip[1]:.1f}) rotate({degrees(slope):.1f})"
    return Drawn(path=path, head=turn, x=round(x, 1), y=round(y, 1))


def _points(spline: str, flip: Callable[[Point], Point]) -> list[Point]:
    """A Graphviz spline: a point, and then cubic curves of three points each."""
    return [flip(_point(part)) for part in spline.split() if part[0] not in "es"]


def _curves(points: list[Point]) -> str:
    written = [f"{x:.1f},{y:.1f}" for x, y in points]
    return f"{written[0]} C{' '.join(written[1:])}" if len(written) > 1 else written[0]


def _cut(points: list[Point], middle: Point, box: Box, *, gap: float) -> list[Point]:
    """The spline up to where it comes within `gap` of what is drawn around `middle`."""

    def inside(point: Point) -> bool:
        return box.holds(point[0] - middle[0], point[1] - middle[1], gap)

    last = next((k for k in range(3, len(points), 3) if inside(points[k])), len(points) - 1)
    curve = points[last - 3 : last + 1]
    low, high = 0.0, 1.0
    for _ in range(24):
        half = (low + high) / 2
        if inside(_split(curve, half)[-1]):
            high = half
        else:
            low = half
    return [*points[: last - 3], *_split(curve, low)]


def _split(curve: list[Point], t: float) -> list[Point]:
    """The part of a cubic curve up to t (de Casteljau)."""
    kept, level = [curve[0]], curve
    while len(level) > 1:
        level = [
            (a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]))
            for a, b in zip(level, level[1:], strict=False)
        ]
        kept.append(level[0])
    return kept


def _plain(
    tail: tuple[Point, Box],
    head: tuple[Point, Box] | None,
    label: Point,
    width: float,
) -> Drawn:
    """One path without routing: two curves that leave level, with the label's line between."""
    x, y = label
    (tail_x, tail_y), box = tail
    start, west, east = tail_x + box.width / 2, x - width / 2, x + width / 2
    bend = (west - start) / 2
    path = (
        f"M{start:.1f},{tail_y:.1f} C{start + bend:.1f},{tail_y:.1f} {west - bend:.1f},{y:.1f} "
        f"{west:.1f},{y:.1f} L{east:.1f},{y:.1f}"
    )
    tip, slope = (east + 9, y), 0.0
    if head is not None:
        (head_x, head_y), box = head
        slope = atan2(head_y - y, head_x - east)
        reach = box.reach(slope)
        tip = head_x - reach * cos(slope), head_y - reach * sin(slope)
        stop = tip[0] - 7 * cos(slope), tip[1] - 7 * sin(slope)
        bend = (stop[0] - east) / 2
        path += (
            f" C{east + bend:.1f},{y:.1f} {stop[0] - bend * cos(slope):.1f},"
            f"{stop[1] - bend * sin(slope):.1f} {stop[0]:.1f},{stop[1]:.1f}"
        )
    head_at = f"translate({tip[0]:.1f},{tip[1]:.1f}) rotate({degrees(slope):.1f})"
    return Drawn(path=path, head=head_at, x=round(x, 1), y=round(y, 1))
