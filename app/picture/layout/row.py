"""One row of the picture, by Graphviz, which sees ids and sizes and no text.

A wire's label is a node of the layout, so the wire runs straight through it and nothing overlaps:
`tail → label → head`. A box and a label may reach further down than up: Graphviz gets a table of
three lines, and wires meet the middle one (its port `m`).
"""

import json
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from tempfile import TemporaryFile
from typing import IO, Any

import pygraphviz

from .geometry import Box, Point, Question

POINT = 72
"""Graphviz measures in inches of 72 points; our unit is its point."""

BETWEEN_ROWS = 5
BETWEEN_RANKS = 5
"""Room between two things in a column, and between two columns: of boxes, or of a wire's label."""
AIR = 4
"""Room beside a rectangle, so that no wire passes along its sides."""

LARGE = 100
"""Wires from which on Graphviz only places boxes, in few rounds, and the wires are plain curves:
routing 600 wires round 300 nodes took it 6 s, placing them 0.2 s."""

LONG = 60
"""Wires from which on Graphviz straightens for a few rounds only: as it likes, it took 0.5 s for
each way in which a loop of thirty rounds may be drawn, and 0.2 s so."""

_LOCK = threading.Lock()
"""Graphviz has global state: one layout at a time."""

Item = str
"""What has a place: box 3 is `n3`, the label of wire 5 is `w5`."""

Link = tuple[Item, Item]


@dataclass(frozen=True)
class Row:
    """A row: what stands in it, and the wires that come in and go out at its sides."""

    items: tuple[Item, ...]
    entries: tuple[Item, ...] = ()
    """Things of other rows whose wires come in here, from top to bottom."""
    exits: tuple[Item, ...] = ()
    """Things of this row whose wires go on in another."""
    first: tuple[Item, ...] = ()
    """Things of this row that stand at its left side."""
    ranks: Mapping[Item, int] | None = None
    """The column of each thing, where Graphviz is not to choose it."""
    height: float | None = None
    """How high it may be: what is higher is drawn less straight, as far as that makes it lower."""


@dataclass(frozen=True)
class Placed:
    """A row in place: its upper left corner is (0, 0)."""

    points: Mapping[Item, Point]
    """The point of each thing that its wires lead to."""
    curves: Mapping[Link, Sequence[Point]]
    """What leads from thing to thing: a point, and then cubic curves of three points each. What
    comes in at a side begins at `>` and the thing's name; what goes out ends at `<` and it."""
    width: float
    height: float


@dataclass(frozen=True)
class Net:
    """A question as things and links between them."""

    question: Question
    sizes: Mapping[Item, Box]
    links: tuple[Link, ...]
    before: Mapping[Item, tuple[Item, ...]]
    after: Mapping[Item, tuple[Item, ...]]


def net(question: Question) -> Net:
    """The boxes, the labels, and what leads to what."""
    sizes = {f"n{k}": box for k, box in enumerate(question.boxes)}
    links: list[Link] = []
    for k, wire in enumerate(question.wires):
        sizes[f"w{k}"] = wire.label
        links.append((f"n{wire.src}", f"w{k}"))
        if wire.dst is not None:
            links.append((f"w{k}", f"n{wire.dst}"))
    before: dict[Item, list[Item]] = {item: [] for item in sizes}
    after: dict[Item, list[Item]] = {item: [] for item in sizes}
    for one, other in links:
        after[one].append(other)
        before[other].append(one)

    def kept(found: Mapping[Item, Sequence[Item]]) -> Mapping[Item, tuple[Item, ...]]:
        return {item: tuple(others) for item, others in found.items()}

    return Net(question, sizes, tuple(links), kept(before), kept(after))


def place(whole: Net, row: Row | None = None) -> Placed:
    """Place a row from left to right; everything in one row where none is said."""
    row = row or Row(tuple(whole.sizes))
    found = ask(_dot(whole, row))
    _, _, width, height = (float(part) for part in found["bb"].split(","))
    names = {item["_gvid"]: item["name"] for item in found["objects"]}

    def flip(text: str) -> Point:
        x, y = text.split(",")[:2]
        return float(x), height - float(y)

    points: dict[Item, Point] = {}
    for item in found["objects"]:
        name = item["name"]
        if "pos" not in item:
            continue
        x, y = flip(item["pos"])
        if name[0] in "nw":
            up, down = even(whole.sizes[name])
            y += (up - down) / 2
        points[_side(name, row)] = x, y
    curves = {
        (_side(names[edge["tail"]], row), _side(names[edge["head"]], row)): tuple(
            flip(part) for part in edge["pos"].split() if part[0] not in "es"
        )
        for edge in found.get("edges", [])
        if "pos" in edge and edge.get("style") != "invis"
    }
    return Placed(points, curves, width, height)


def _side(name: str, row: Row) -> Item:
    """A thing, or where a wire of another row comes in or goes out."""
    if name[0] == "i":
        return f">{row.entries[int(name[1:])]}"
    if name[0] == "o":
        return f"<{row.exits[int(name[1:])]}"
    return name


def well() -> bool:
    """Whether Graphviz answers; raises what it raises."""
    return bool(ask("digraph { a -> b }")["objects"])


def ask(dot: str) -> dict[str, Any]:
    """Graphviz's answer: where each node and each edge is."""
    with _LOCK, _memory() as file:
        file.write(dot.encode())
        file.seek(0)
        drawn = pygraphviz.AGraph(filename=file).draw(format="json0", prog="dot")
    answer: dict[str, Any] = json.loads(drawn)
    return answer


def _memory() -> IO[bytes]:
    """A file for Graphviz, which reads nothing else; in memory, for the disk may be full."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("dot"), "w+b")
    return TemporaryFile()


# -- the question ----------------------------------------------------------------------------------


def _dot(whole: Net, row: Row) -> str:
    """The question to Graphviz."""
    return "\n".join(["digraph {", *_lines(whole, row), "}"])


def _lines(whole: Net, row: Row) -> Iterator[str]:
    ranks = row.ranks
    quick = len(whole.question.wires) > LARGE
    yield f"rankdir=LR; nodesep={BETWEEN_ROWS / POINT:.4f}; ranksep={BETWEEN_RANKS / POINT:.4f};"
    if row.height is not None:
        yield f'ratio=compress; size="1000,{row.height / POINT:.4f}";'
    if quick:
        yield "splines=false; nslimit=0.05; nslimit1=0.05; mclimit=0.02;"
    elif len(whole.question.wires) > LONG:
        yield "nslimit=4;"
    yield 'node [shape=plain, margin=0, label=""]; edge [arrowhead=none];'
    for item in row.items:
        order = ", ordering=in" if _ordered(whole.question, item) else ""
        yield f"{item} [label={_table(whole.sizes[item])}{order}];"
    point = "shape=box, fixedsize=true, width=0.02, height=0.12"
    entries, exits = (
        [f"{c}{k}" for k in range(n)]
        for c, n in zip("io", (len(row.entries), len(row.exits)), strict=True)
    )
    for side, names in (("min", [*entries, *row.first]), ("max", exits)):
        if names:
            yield f"{{ rank={side}; {' '.join(f'{name};' for name in names)} }}"
    for name in (*entries, *exits):
        yield f"{name} [{point}];"
    if len(entries) > 1:
        yield f"{' -> '.join(entries)} [style=invis];"
    here = set(row.items)
    for one, other in whole.links:
        if one in here and other in here:
            far = "" if ranks is None else f"minlen={ranks[other] - ranks[one]}, "
            yield f"{_port(whole, one, 'e')} -> {_port(whole, other, 'w')} [{far}{CLIPPED}];"
    for k, source in enumerate(row.entries):
        for other in whole.after[source]:
            if other in here:
                yield f"i{k} -> {_port(whole, other, 'w')} [{CLIPPED}];"
    for k, source in enumerate(row.exits):
        if source in here:
            yield f"{_port(whole, source, 'e')} -> o{k} [{CLIPPED}];"


CLIPPED = "tailclip=false, headclip=false"
"""From point to point: Graphviz sees the room of a circle, not where the circle ends."""


def _ordered(question: Question, item: Item) -> bool:
    return item[0] == "n" and int(item[1:]) in question.ordered


def _port(whole: Net, item: Item, side: str) -> str:
    """Where a wire meets a thing: in the middle of what is drawn, or at the side of its room."""
    return f"{item}:m:{side if item[0] == 'w' or whole.sizes[item].clear else 'c'}"


def even(box: Box) -> tuple[int, int]:
    """Up and down in whole even points, so that the lines of neighbours meet at one point."""
    return 2 * ceil(box.up / 2), 2 * ceil(box.down / 2)


def _table(box: Box) -> str:
    """A label of three lines, in whole points; wires meet the middle one."""
    up, down = even(box)
    width = ceil(box.width + (2 * AIR if box.core else 0))

    def cell(height: int, port: str = "") -> str:
        return (
            f'<TR><TD {port}FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{max(height, 1)}"></TD></TR>'
        )

    middle = cell(2, 'PORT="m" ')
    return (
        '<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">'
        f"{cell(up - 1)}{middle}{cell(down - 1)}</TABLE>>"
    )
