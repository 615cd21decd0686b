"""The strip under the picture as marks: the chain's factors, or the leaves' gradients."""

from collections.abc import Mapping, Sequence
from functools import partial

from ..languages import _
from ..picture.strip import Cell, Row, Strip, numbers, strip
from ..story import Story
from ..wording.names import Name
from . import measure
from .lines import Frame, Piece, broken, large
from .marks import Box, Line, Mark, Text, Written, written_width

SYMBOL = 19.0
NUMBER = 17.0
SMALL = 11.5
GAP = 9.0


Rooms = Mapping[str, float]
"""By slot, the room that its widest number takes."""


def rooms(story: Story) -> Rooms:
    """The room of every number that the strip will ever show."""
    found: dict[str, float] = {}
    shown = set(numbers(story.words))
    for group in story.changes:
        for change in group:
            if change.attribute == "text" and change.slot in shown:
                room = measure.width(_plain(change.value), NUMBER, "bold") + 14
                found[change.slot] = max(found.get(change.slot, 0.0), room)
    return found


def _plain(text: str) -> str:
    """A number without the sign that a matrix can be opened: on paper it cannot."""
    return text.removesuffix(" ▦")


class _Pen:
    """Sets marks from left to right, below `top`."""

    def __init__(self, rooms: Rooms, frame: Frame | None) -> None:
        self.x = self.top = 0.0
        self.frame = frame
        self.rooms = rooms
        self.marks: list[Mark] = []

    def text(self, text: str, y: float, *, size: float = NUMBER, ink: str = "--ink") -> None:
        """A word or a sign."""
        self.marks.append(Text(x=self.x, y=self.top + y, text=text, size=size, ink=ink))
        self.x += measure.width(text, size) + GAP

    def name(self, name: Name, y: float) -> None:
        """A name."""
        mark = Written(x=self.x, y=self.top + y, name=name, size=SYMBOL)
        self.marks.append(mark)
        self.x += mark.width + GAP

    def fraction(self, top: Name, bottom: Name, middle: float, *, lit: bool = False) -> None:
        """∂top/∂bottom; lit where the step is about it."""
        room = fraction_width(top, bottom)
        middle += self.top
        if lit:
            self.marks.append(
                Box(
                    x=self.x - 4,
                    y=middle - 25,
                    width=room + 8,
                    height=50,
                    fill="--mark",
                    stroke="--mark-line",
                )
            )
        for name, y in ((top, middle - 7), (bottom, middle + 17)):
            left = self.x + (room - written_width(name, SYMBOL, before="∂")) / 2
            self.marks.append(Written(x=left, y=y, name=name, size=SYMBOL, before="∂"))
        self.marks.append(Line(x=self.x, y=middle - 0.5, width=room))
        self.x += room + GAP

    def size(self, cell: Cell, left: float, room: float) -> None:
        """The size of a factor, below its number."""
        if cell.size is None or cell.size.state == "absent":
            return
        known = cell.size.state == "done"
        text = f"({cell.size.rows}×{cell.size.columns})" if known else "(? × ?)"
        middle = left + max(room, self.room(cell)) / 2
        y = self.top + 101
        self.marks.append(Text(x=middle, y=y, text=text, size=13, anchor="middle"))

    def room(self, cell: Cell) -> float:
        """What a number's box may come to need, so that nothing jumps when it is known."""
        return self.rooms.get(cell.slot, measure.width(_plain(cell.text), NUMBER, "bold") + 14)

    def number(self, cell: Cell, y: float, *, boxed: bool, room: float = 0.0) -> None:
        """A number, or the box that asks for it."""
        text, y = _plain(cell.text), self.top + y
        size = measure.width(text, NUMBER, "bold") + 14
        room = max(room, self.room(cell))
        left = self.x + max(0.0, (room - size) / 2)
        asked = cell.state == "asked"
        if boxed or asked:
            self.marks.append(
                Box(
                    x=left,
                    y=y - 18,
                    width=size,
                    height=25,
                    fill="" if asked else "--local-ground",
                    stroke="--muted" if asked else "--local",
                    dashed=asked,
                )
            )
        ink = "--muted" if asked else "--local" if boxed else "--gradient"
        middle = left + size / 2
        self.marks.append(
            Text(x=middle, y=y, text=text, size=NUMBER, anchor="middle", ink=ink, bold=True)
        )
        self.x += max(size, room) + GAP


def fraction_width(top: Name, bottom: Name) -> float:
    """How wide a fraction is."""
    return max(written_width(name, SYMBOL, before="∂") for name in (top, bottom)) + 6


def chain(
    story: Story, step: int, reserved: Rooms, frame: Frame | None = None
) -> tuple[Sequence[Mark], float, float]:
    """The strip after a step with its width and height; nothing where nothing flows back.

    A long chain goes on in the next line, where its letters would be small in the frame.
    """
    found = strip(story.words, story.changes, step)
    if found is None:
        return (), 0.0, 0.0
    pen, height = _Pen(reserved, frame), 0.0
    if len(found.rows) == 1:
        height = _one_path(pen, story, found, found.rows[0])
    elif found.rows:
        height = _paths(pen, story, found)
    elif found.total is not None and story.walk.focus is not None:
        pen.fraction(*_ends(story), 27)
        pen.text("=", 33)
        pen.number(found.total, 33, boxed=False)
        height = 54.0
    elif found.gradients:
        height = _gradients(pen, story, found)
    height = _update(pen, story, found, height)
    width = max((_right(mark) for mark in pen.marks), default=0.0)
    return tuple(pen.marks), width, height


def _right(mark: Mark) -> float:
    match mark:
        case Text(anchor="middle"):
            return mark.x + measure.width(mark.text, mark.size, "bold" if mark.bold else "text") / 2
        case Text():
            return mark.x + measure.width(mark.text, mark.size, "bold" if mark.bold else "text")
        case _:
            return mark.x + mark.width


def _ends(story: Story) -> tuple[Name, Name]:
    """The loss and the leaf that is asked for."""
    graph, names = story.graph, story.words.flat
    assert graph.loss is not None and story.walk.focus is not None
    return names[graph.loss], names[story.walk.focus]


def _factors(story: Story, number: int, row: Row) -> list[tuple[Name, Name, Cell]]:
    names, path = story.words.flat, story.walk.paths[number]
    return [
        (names[edge.dst], story.words.below(edge), cell)
        for edge, cell in zip(path, row.cells, strict=True)
    ]


def _one_path(pen: _Pen, story: Story, found: Strip, row: Row) -> float:
    """Symbols above, numbers below, in columns."""
    pen.fraction(*_ends(story), 27)
    left, dot = pen.x, measure.width("·", NUMBER) + GAP

    def column(sign: str, top: Name, bottom: Name, cell: Cell, room: float) -> None:
        here = pen.x
        pen.text(sign, 33)
        pen.x = here
        pen.text(sign, 80)
        here = pen.x
        pen.x = here + (room - fraction_width(top, bottom)) / 2
        pen.fraction(top, bottom, 27, lit=cell.now == "active")
        pen.x = here
        pen.size(cell, here, room)
        pen.number(cell, 80, boxed=True, room=room)

    def product() -> None:
        pen.text("=", 80)
        here = pen.x
        pen.number(row.product, 80, boxed=False)
        if row.far.state != "absent" and row.far.text:
            pen.x = here
            pen.text(row.far.text, 101, size=SMALL, ink="--muted")

    pieces = []
    for k, (top, bottom, cell) in enumerate(_factors(story, 0, row)):
        room = max(fraction_width(top, bottom), pen.room(cell))
        draw = partial(column, "·" if k else "=", top, bottom, cell, room)
        pieces.append(Piece(dot + room + GAP, draw))
    pieces.append(Piece(dot + pen.room(row.product) + GAP, product))
    sized = any(cell.size is not None for cell in row.cells)
    below = 108.0 if sized else 90.0

    def height(lines: int) -> float:
        return below * (lines - 1) + 106.0 + (UPDATE if found.updates else 0.0)

    (lines,) = broken(pen.frame, [pieces], left, height)
    for number, line in enumerate(lines):
        pen.x, pen.top = left, number * below
        for piece in line:
            piece.draw()
    pen.top = 0.0
    return below * (len(lines) - 1) + 106.0


def _paths(pen: _Pen, story: Story, found: Strip) -> float:
    """A line for each path, and their sum; the products of all paths where those would be small."""
    start = fraction_width(*_ends(story)) + 3 * GAP
    left, sign = start + GAP, measure.width("=", NUMBER) + GAP

    def symbol(before: str, over: Name, under: Name, cell: Cell) -> None:
        if before:
            pen.text(before, 33)
        pen.fraction(over, under, 27, lit=cell.now == "active")

    def number(before: str, cell: Cell) -> None:
        pen.text(before, 33)
        pen.number(cell, 33, boxed=True)

    def product(row: Row) -> None:
        pen.text("=", 33)
        pen.number(row.product, 33, boxed=False)
        if row.far.state != "absent" and row.far.text:
            pen.text(row.far.text, 33, size=SMALL, ink="--muted")

    rows = []
    for path, row in enumerate(found.rows):
        pieces = []
        for k, (over, under, cell) in enumerate(_factors(story, path, row)):
            draw = partial(symbol, "·" if k else "", over, under, cell)
            pieces.append(Piece(sign + fraction_width(over, under) + GAP, draw))
        for k, cell in enumerate(row.cells):
            draw = partial(number, "·" if k else "=", cell)
            pieces.append(Piece(sign + pen.room(cell) + GAP, draw))
        pieces.append(Piece(sign + pen.room(row.product) + GAP, partial(product, row)))
        rows.append(pieces)
    total = 30.0 if found.total is not None else 0.0

    def height(lines: int) -> float:
        return 56.0 * lines + total + (UPDATE if found.updates else 0.0)

    drawn = broken(pen.frame, rows, left, height)
    if not large(pen.frame, drawn, left, height):
        return _products(pen, story, found, left)
    for path, lines in enumerate(drawn):
        pen.x = 0.0
        if path:
            pen.x = start - 2.2 * GAP
            pen.text("+", 33)
        else:
            pen.fraction(*_ends(story), 27)
            pen.text("=", 33)
        for line in lines:
            pen.x = left
            for piece in line:
                piece.draw()
            pen.top += 56.0
    if found.total is not None:
        pen.x = left
        pen.text(_("the sum of the paths"), 20)
        pen.text("=", 20)
        pen.number(found.total, 20, boxed=False)
    height_now, pen.top = pen.top + total, 0.0
    return height_now


def _products(pen: _Pen, story: Story, found: Strip, left: float) -> float:
    """What each path gives, and their sum: its factors are those of the picture's wires."""
    cells = [row.product for row in found.rows]
    cells += [found.total] if found.total is not None else []

    def draw(before: str, cell: Cell) -> None:
        pen.text(before, 33)
        pen.number(cell, 33, boxed=False)

    pen.fraction(*_ends(story), 27)
    pieces = [
        Piece(
            measure.width("=", NUMBER) + pen.room(cell) + 2 * GAP,
            partial(draw, "+" if 0 < k < len(found.rows) else "=", cell),
        )
        for k, cell in enumerate(cells)
    ]

    def height(lines: int) -> float:
        return 56.0 * lines + (UPDATE if found.updates else 0.0)

    (lines,) = broken(pen.frame, [pieces], left, height)
    for line in lines:
        pen.x = left
        for piece in line:
            piece.draw()
        pen.top += 56.0
    height_now, pen.top = pen.top, 0.0
    return height_now


def _gradients(pen: _Pen, story: Story, found: Strip) -> float:
    """∂ℒ/∂leaf over its number, one column per leaf."""
    names, loss = story.words.flat, story.graph.loss
    assert loss is not None
    for cell in found.gradients:
        leaf = names[int(cell.slot[1:])]
        here = pen.x
        wide = fraction_width(names[loss], leaf)
        room = max(wide, pen.room(cell))
        pen.x = here + (room - wide) / 2
        pen.fraction(names[loss], leaf, 27)
        pen.x = here
        pen.number(cell, 80, boxed=False, room=room)
        pen.x += 2 * GAP
    return 92.0


def _update(pen: _Pen, story: Story, found: Strip, height: float) -> float:
    """What the leaves become, in a line of its own."""
    if not found.updates:
        return height
    pen.x = 0.0
    for cell in found.updates:
        if cell.state != "absent" and cell.text:
            pen.name(story.words.flat[int(cell.slot[1:])], height + 20)
            pen.text(cell.text, height + 20, ink="--update")
            pen.x += GAP
    return height + UPDATE


UPDATE = 30.0
"""The height of that line."""
