"""A picture read back from its SVG: what is drawn, where it is, and what can be seen of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from defusedxml import ElementTree

SVG = "{http://www.w3.org/2000/svg}"

ADVANCE = {
    **dict.fromkeys("0123456789eund", 0.556), **dict.fromkeys("−+=×", 0.584),
    **dict.fromkeys(". ,f", 0.278), **dict.fromkeys("()", 0.333), **dict.fromkeys("jltrI", 0.34),
    "i": 0.222,
    **dict.fromkeys("mMW", 0.84), "w": 0.78, "∞": 0.72, "→": 1.0, "\u200b": 0,
}  # fmt: skip
"""How far a character goes, in parts of its size, in Arial and what is made to its measure."""


@dataclass(frozen=True)
class Rect:
    """A part of the picture that something takes."""

    what: str
    left: float
    top: float
    right: float
    bottom: float

    def around(self, other: "Rect") -> bool:
        """Whether the other one is inside it."""
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    def meets(self, other: "Rect", slack: float = 0.5) -> bool:
        """Whether two of them overlap by more than `slack` pixels."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and down > slack


@dataclass(frozen=True)
class Shape:
    """What is drawn for a node: a circle (`radius`) or a rectangle."""

    id: str
    x: float
    y: float
    width: float
    height: float
    radius: float = 0
    corner: float = 0

    @property
    def rect(self) -> Rect:
        x, y, w, h = self.x, self.y, self.width / 2, self.height / 2
        return Rect(self.id, x - w, y - h, x + w, y + h)

    def away(self, x: Any, y: Any) -> Any:
        """How far a point, or each of many, is from its outline; negative inside."""
        dx, dy = np.abs(x - self.x), np.abs(y - self.y)
        if self.radius:
            return np.hypot(dx, dy) - self.radius
        dx, dy = dx - self.width / 2 + self.corner, dy - self.height / 2 + self.corner
        outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0))
        return outside + np.minimum(np.maximum(dx, dy), 0) - self.corner


@dataclass(frozen=True)
class Picture:
    """A parsed picture."""

    root: Any

    @cached_property
    def seen(self) -> dict[str, str]:
        """What is written in each slot that can be seen."""
        found = {}
        for element, hidden in _walk(self.root):
            text = "".join(element.itertext()).strip()
            if {"data-say", "data-slot"} <= element.attrib.keys() and not hidden and text:
                found[element.attrib["data-slot"]] = text
        return found

    def states(self, attribute: str = "state") -> dict[str, str]:
        """The state of each slot."""
        return {
            e.attrib["data-slot"]: e.attrib[f"data-{attribute}"]
            for e in self.root.iter()
            if f"data-{attribute}" in e.attrib and "data-slot" in e.attrib
        }

    @cached_property
    def shapes(self) -> dict[str, Shape]:
        """The nodes' boxes and circles."""
        found = {}
        for group in self.groups("node"):
            x, y = _numbers(group.attrib["transform"])
            box = group.find(f"{SVG}circle")
            if box is not None:
                r = float(box.attrib["r"])
                shape = Shape(group.attrib["data-node"], x, y, 2 * r, 2 * r, r)
            else:
                box = group.find(f"{SVG}rect")
                size = float(box.attrib["width"]), float(box.attrib["height"])
                corner = float(box.attrib["rx"])
                shape = Shape(group.attrib["data-node"], x, y, *size, corner=corner)
            found[shape.id] = shape
        return found

    def groups(self, kind: str) -> list[Any]:
        """The groups of the nodes or of the edges."""
        return [g for g in self.root.iter(f"{SVG}g") if g.attrib.get("class") == kind]

    @property
    def geometry(self) -> list[tuple[str, ...]]:
        """Everything that says where something is, but the ribbons, which come and go below it."""
        keys = ("x", "y", "width", "height", "r", "d", "transform", "viewBox")
        below = {id(e) for group in self.groups("ribbons") for e in group.iter()}
        here = (e for e in self.root.iter() if id(e) not in below)
        return [(e.tag, *(e.attrib.get(key, "") for key in keys)) for e in here]

    def texts(self) -> Iterator[Rect]:
        """The room that each line of text takes beside the nodes' own symbols."""
        return (rect for _, rect in self._texts)

    @cached_property
    def _texts(self) -> list[tuple[Any, Rect]]:
        found = []
        moved = {id(e): _numbers(g.attrib["transform"]) for g in self.groups("node") for e in g}
        beginning = {id(e) for g in self.groups("edge") if "data-aside" in g.attrib for e in g}
        for element, hidden in _walk(self.root):
            kind = element.attrib.get("class", "")
            if element.tag != f"{SVG}text" or hidden or "symbol" in kind:
                continue
            dx, dy = moved.get(id(element), (0, 0))
            x, y = float(element.attrib.get("x", 0)) + dx, float(element.attrib.get("y", 0)) + dy
            size = 12.0 if "data-text" in element.attrib else 11.0 if kind == "size" else 13.0
            width = sum(_width(part, size) for part in element.itertext() if part.strip())
            if width:
                what = f"{element.attrib.get('data-slot', kind)} {''.join(element.itertext())}"
                left = x if id(element) in beginning else x - width / 2
                rect = Rect(what, left, y - 0.74 * size, left + width, y + 0.2 * size)
                found.append((element, rect))
        return found

    def local_boxes(self) -> Iterator[Rect]:
        """The boxes of local gradients that can be seen."""
        return (rect for _, rect in self._local_boxes())

    def _local_boxes(self) -> Iterator[tuple[Any, Rect]]:
        for element, hidden in _walk(self.root):
            if element.attrib.get("class") == "local" and not hidden:
                box = element.find(f"{SVG}rect").attrib
                x, y = float(box["x"]), float(box["y"])
                what = element.attrib["data-slot"]
                rect = Rect(what, x, y, x + float(box["width"]), y + float(box["height"]))
                yield element, rect

    def overlaps(self) -> list[str]:
        """Pairs of things that are drawn over one another."""
        boxes = [shape.rect for shape in self.shapes.values()]
        # A box's own number is inside it, and so are a leaf's name and value.
        texts = [
            text
            for text in self.texts()
            if not text.what.startswith(" ")
            and not any(box.around(text) for box in boxes if text.what.startswith("value"))
        ]
        rects = [*boxes, *self.local_boxes(), *texts]
        return [f"{a.what} / {b.what}" for a, b in combinations(rects, 2) if a.meets(b)]

    @cached_property
    def courses(self) -> dict[str, list[tuple[float, float]]]:
        """Points along each wire, by its slot."""
        return {
            group.attrib["data-slot"]: along(
                next(e.attrib["d"] for e in group if e.attrib.get("class") == "wire")
            )
            for group in self.groups("edge")
        }

    def crossings(self) -> list[str]:
        """Wires that are drawn over boxes, or over texts of others."""
        owner = {id(e): g.attrib["data-slot"] for g in self.groups("edge") for e in g.iter()}
        labels = [
            (owner.get(id(element), ""), rect)
            for element, rect in [*self._texts, *self._local_boxes()]
        ]
        wires = np.repeat([*self.courses], [len(points) for points in self.courses.values()])
        points = [point for points in self.courses.values() for point in points]
        x, y = np.reshape(points, (-1, 2)).T
        found = []
        for shape in self.shapes.values():
            over = wires[shape.away(x, y) < -4]
            found += [f"{wire} over {shape.id}" for wire in sorted({*over})]
        for of, r in labels:
            inside = (r.left + 2 < x) & (x < r.right - 2) & (r.top + 3 < y) & (y < r.bottom - 3)
            found += [f"{wire} over {r.what}" for wire in sorted({*wires[inside]} - {of})]
        return found

    def outside(self) -> list[str]:
        """What is drawn beyond the picture's own edges."""
        left, top, width, height = map(float, self.root.attrib["viewBox"].split())
        rects = [
            *(shape.rect for shape in self.shapes.values()),
            *self.texts(),
            *self.local_boxes(),
        ]
        found = [
            r.what
            for r in rects
            if r.left < left or r.top < top or r.right > left + width or r.bottom > top + height
        ]
        for wire, points in self.courses.items():
            if any(not (left <= x <= left + width and top <= y <= top + height) for x, y in points):
                found.append(wire)
        return found

    def too_wide(self) -> list[str]:
        """Texts that are wider than their place."""
        found = []
        for element, hidden in _walk(self.root):
            text = "".join(element.itertext())
            if "data-room" in element.attrib and not hidden and text.strip():
                size = 12.0 if element.attrib.get("class") == "local" else 13.0
                room = float(element.attrib["data-room"])
                if _width(text, size) > room + 0.5:
                    found.append(f"{text} in {room}")
        return found


def along(path: str) -> list[tuple[float, float]]:
    """Points of a path of moves, lines and curves, close to one another."""
    found: list[tuple[float, float]] = []
    for command, text in re.findall(r"([MLC])([^MLC]*)", path):
        given = _numbers(text)
        points = list(zip(given[::2], given[1::2], strict=True))
        if command == "M":
            found, points = points[:1], points[1:]
        lines = [[p] for p in points] if command == "L" else []
        curves = [points[k : k + 3] for k in range(0, len(points), 3)] if command == "C" else []
        for more in (*lines, *curves):
            corners = [found[-1], *more]
            for t in range(1, 13):
                level = corners
                while len(level) > 1:
                    level = [
                        (a + t / 12 * (c - a), b + t / 12 * (d - b))
                        for (a, b), (c, d) in zip(level, level[1:], strict=False)
                    ]
                found += level
    return found


def read(svg: str) -> Picture:
    """Parse a picture as strictly as a careful reader would: no entities, no document type."""
    root = ElementTree.fromstring(svg.encode(), forbid_dtd=True)
    assert root.tag == f"{SVG}svg"
    return Picture(root)


def _walk(element: Any, hidden: bool = False) -> Iterator[tuple[Any, bool]]:
    hidden = hidden or element.attrib.get("data-state") == "absent"
    yield element, hidden
    for child in element:
        yield from _walk(child, hidden)


def _numbers(text: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?[0-9.]+", text)]


def _width(text: str, size: float) -> float:
    return size * sum(ADVANCE.get(character, 0.6) for character in text)
