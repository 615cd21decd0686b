"""Boxes and topology to coordinates, by Graphviz, which sees ids and sizes and no text.

A wire's label is a node of the layout, so the wire runs straight through it and nothing overlaps:
`tail → label → head`. Sizes depend on the structure only, so a layout holds for every step and every
number, and is kept.
"""

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import atan2, cos, degrees, sin
from typing import Any

import graphviz
import pygraphviz

POINT = 72
"""Graphviz measures boxes in inches of 72 points; our pixel is its point."""

MARGIN = 14
BETWEEN_ROWS = 10
BETWEEN_RANKS = 9

LARGE = 80
"""Wires from which on Graphviz only places boxes, in few rounds, and the wires are plain curves:
routing 600 wires round 300 nodes took it 6 s, placing them 0.2 s."""

_LOCK = threading.Lock()
"""Graphviz has global state: one layout at a time."""


@dataclass(frozen=True)
class Box:
    """How much room something takes; `round` is a circle, else a rectangle."""

    width: float
    height: float
    round: bool = False


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

    boxes: tuple[tuple[float, float], ...]
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

    def flip(point: tuple[float, float]) -> tuple[float, float]:
        return point[0] + MARGIN, height - point[1] + MARGIN

    labels = [flip(places[f"w{k}"]) for k in range(len(wires))]
    drawn: list[Drawn | None] = [None] * len(wires)
    for twins in _parallel(wires):
        # Graphviz may return parallel wires in any order: the first operand gets the upper one.
        upwards = sorted(twins, key=lambda k: labels[k][1])
        for k, place in zip(twins, upwards, strict=True):
            wire = wires[place]
            if len(wires) > LARGE:
                tail = flip(places[f"n{wire.src}"]), boxes[wire.src]
                head = None if wire.dst is None else (flip(places[f"n{wire.dst}"]), boxes[wire.dst])
                drawn[k] = _plain(tail, head, labels[place], wire.label.width)
                continue
            incoming = splines[f"n{wire.src}", f"w{place}"]
            outgoing = None if wire.dst is None else splines[f"w{place}", f"n{wire.dst}"]
            drawn[k] = _draw(incoming, outgoing, labels[place], wire.label.width, flip)
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
        size = {"width": str(box.width / POINT), "height": str(box.height / POINT)}
        shape = {"shape": "circle"} if box.round else {}
        order = {"ordering": "in"} if k in ordered else {}
        dot.node(f"n{k}", **size, **shape, **order)
    for k, wire in enumerate(wires):
        label = wire.label
        dot.node(f"w{k}", width=str(label.width / POINT), height=str(label.height / POINT))
        dot.edge(f"n{wire.src}", f"w{k}:w")
        if wire.dst is not None:
            dot.edge(f"w{k}:e", f"n{wire.dst}", arrowhead="normal", arrowsize="0.7")
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


def _point(text: str) -> tuple[float, float]:
    x, y = text.split(",")[:2]
    return float(x), float(y)


def _draw(
    incoming: str, outgoing: str | None, label: tuple[float, float], width: float, flip: Any
) -> Drawn:
    """One path: in from the tail, straight through the label, out to the head."""
    x, y = label
    path = f"{_curve(incoming, flip)} L{x + width / 2:.1f},{y:.1f}"
    tip = (x + width / 2 + 9, y)
    before = (x, y)
    if outgoing is not None:
        points = outgoing.split()
        spline = " ".join(part for part in points if part[0] not in "es")
        path += " " + _curve(spline, flip, start="L")
        end = next((part for part in points if part.startswith("e,")), None)
        tip = flip(_point(end[2:] if end else points[-1]))
        before = flip(_point(points[-1]))
        if before == tip:
            before = flip(_point(points[-2]))
    angle = degrees(atan2(tip[1] - before[1], tip[0] - before[0]))
    head = f"translate({tip[0]:.1f},{tip[1]:.1f}) rotate({angle:.1f})"
    return Drawn(path=path, head=head, x=round(x, 1), y=round(y, 1))


def _plain(
    tail: tuple[tuple[float, float], Box],
    head: tuple[tuple[float, float], Box] | None,
    label: tuple[float, float],
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
        reach = box.width / 2
        tip = head_x - reach * cos(slope), head_y - min(reach, box.height / 2) * sin(slope)
        stop = tip[0] - 7 * cos(slope), tip[1] - 7 * sin(slope)
        bend = (stop[0] - east) / 2
        path += (
            f" C{east + bend:.1f},{y:.1f} {stop[0] - bend * cos(slope):.1f},"
            f"{stop[1] - bend * sin(slope):.1f} {stop[0]:.1f},{stop[1]:.1f}"
        )
    head_at = f"translate({tip[0]:.1f},{tip[1]:.1f}) rotate({degrees(slope):.1f})"
    return Drawn(path=path, head=head_at, x=round(x, 1), y=round(y, 1))


def _curve(spline: str, flip: Any, start: str = "M") -> str:
    """A Graphviz spline, a point and then cubic curves of three points each, as an SVG path."""
    points = ["{:.1f},{:.1f}".format(*flip(_point(part))) for part in spline.split()]
    return f"{start}{points[0]} C{' '.join(points[1:])}"
