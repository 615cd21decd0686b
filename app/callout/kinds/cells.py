"""Vectors and matrices: the local Jacobian as cells, to scale, and one entry that is nudged."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from graph_engine import Jacobian, Kronecker

from ...languages import _
from ...wording import formulas as f
from ...wording.arrays import size
from .. import marks, words
from ..card import Card, Subject, words_boxed

ROWS, COLUMNS = 9, 16
"""Cells that are drawn; of more the first ones, and that there are more."""
TALL, BROAD = 22.0, 44.0
"""A cell of this height may have its number, and may be so broad to have it."""
LETTER = 6.8
"""How broad a sign of its number is."""
STEPS = 8
"""Blocks that are drawn of very many: some of them as dots."""
WORK = 20_000
"""Numbers up to which the check is computed: it takes the operation three times."""


@dataclass(frozen=True)
class Cells:
    """A part of a Jacobian, and its entry that is looked at."""

    whole: Jacobian
    part: Any
    row: int
    column: int

    @property
    def by_blocks(self) -> bool:
        """Whether it is drawn by its blocks: there are so many, and of so many cells."""
        blocks = self.whole.blocks
        return self.more and blocks is not None and blocks[1] > COLUMNS and self.whole.rows > ROWS

    @property
    def more(self) -> bool:
        """Whether there is more than the part."""
        return bool(self.part.shape != self.whole.shape)


def cells_of(subject: Subject) -> Cells:
    """The first cells, and of these the largest."""
    whole = subject.words.ordered(subject.run, subject.edge)
    part = np.asarray(whole.block(slice(0, ROWS), slice(0, COLUMNS)))
    sizes = np.where(np.isfinite(part), np.abs(part), 0.0)
    row, column = np.unravel_index(int(np.argmax(sizes)), part.shape)
    return Cells(whole, part, int(row), int(column))


def cells(subject: Subject) -> Card:
    """The whole matrix at once, one entry of it by name."""
    found = cells_of(subject)
    return Card(
        head=_head(subject, found.whole),
        seen=empty(found),
        slope=drawn(subject, found),
        formula=words.formula(subject),
        numbers=f.math(f.EQUALS, words_boxed(size(found.whole.shape))),
        check=check(subject, found),
        remark=mostly_zero(found.whole),
    )


def _head(subject: Subject, whole: Jacobian) -> str:
    """What the operation teaches; else what the structure of its Jacobian does."""
    op = subject.node.op
    match subject.op:
        case "broadcast_to":
            return _("repeated forward, summed backward")
        case "amax":
            return _("max: the winner takes all")
        case "max_pool2d":
            return _("max: each window has its winner")
        case "avg_pool2d":
            return _("mean: each window shares equally")
        case "amin":
            return _("min: the winner takes all")
        case _ if op is not None and op.keyword and subject.node.literal:
            down = subject.node.literal[0] == 0
            return _("each column for itself") if down else _("each row for itself")
    match whole.structure:
        case "diagonal":
            return _("each entry meets only its own")
        case "Kronecker" if isinstance(whole, Kronecker) and whole.shared:
            return _("the same block again and again")
        case "Kronecker":
            return _("each row meets only its own weights")
        case "selection":
            return _("entries move: nothing is computed")
    return _("a matrix: every output by every input")


def mostly_zero(whole: Jacobian) -> str:
    """How many entries its structure leaves; empty where that is all of them."""
    count = whole.rows * whole.columns
    if whole.vanishes:
        return _("all of it is 0 here")
    if whole.filled == count:
        return ""
    return _("of %(count)s at most %(filled)s are not 0", filled=whole.filled, count=count)


@dataclass(frozen=True)
class _Places:
    """Where the cells are."""

    left: float
    top: float
    wide: float
    high: float

    def cell(self, row: int, column: int) -> tuple[float, float, float, float]:
        """Its corner and its sides."""
        x, y = self.left + column * self.wide, self.top + row * self.high
        return x, y, self.wide, self.high


def _places(found: Cells, top: float, height: float) -> _Places:
    """Squares, or broader ones where numbers stand in them."""
    rows, columns = found.part.shape
    high = min(height / rows, 30.0)
    wide = min(152.0 / columns, BROAD if high >= TALL else high)
    high = min(high, wide)
    left, above = (marks.WIDTH - wide * columns) / 2, top + (height - high * rows) / 2
    return _Places(left, above, wide, high)


def empty(found: Cells, *, top: float = 8.0, height: float = 84.0) -> str:
    """The cells, their blocks and how many there are: what is known before their numbers."""
    if found.by_blocks:
        return _blocks(found, top, height)
    rows, columns = found.part.shape
    at = _places(found, top, height)
    made = [marks.rect("square", *at.cell(i, k)) for i in range(rows) for k in range(columns)]
    blocks = found.whole.blocks
    if blocks:
        for i in range(0, rows, blocks[0]):
            for k in range(0, columns, blocks[1]):
                down, across = min(blocks[0], rows - i), min(blocks[1], columns - k)
                x, y, wide, high = at.cell(i, k)
                made.append(marks.rect("block", x, y, across * wide, down * high))
    made.append(marks.rect("outline", at.left, at.top, columns * at.wide, rows * at.high))
    said = size(found.whole.shape) + (_(", the first of them") if found.more else "")
    made.append(marks.text("small", marks.WIDTH / 2, at.top + rows * at.high + 13, said))
    return "".join(made)


def _block(height: float) -> tuple[float, float]:
    return (marks.RIGHT - marks.LEFT) / STEPS, height / STEPS


def _blocks(found: Cells, top: float, height: float) -> str:
    """Of many blocks along the diagonal the first and the last ones; the rest is 0."""
    wide, high = _block(height)
    made = [marks.rect("outline", marks.LEFT, top, STEPS * wide, STEPS * high)]
    for k in range(STEPS):
        x, y = marks.LEFT + k * wide, top + k * high
        if k in (STEPS - 2, STEPS - 3):
            made.append(marks.dot("value", x + wide / 2, y + high / 2, 1.2))
        else:
            made.append(marks.rect("block full", x, y, wide, high))
    made.append(marks.text("small", marks.WIDTH / 2, top + height + 13, size(found.whole.shape)))
    return "".join(made)


def drawn(subject: Subject, found: Cells, *, top: float = 8.0, height: float = 84.0) -> str:
    """In each cell a bar from the middle, zeros pale, the looked at one ringed."""
    if found.by_blocks:
        wide, high = _block(height)
        return marks.rect("ring", marks.LEFT, top, wide, high)
    at = _places(found, top, height)
    finite = np.abs(found.part[np.isfinite(found.part)])
    most = float(finite.max()) if finite.size and finite.max() > 0 else 1.0
    told = {place: _short(subject, float(each)) for place, each in np.ndenumerate(found.part)}
    read = at.high >= TALL and at.wide >= 7 + LETTER * max(map(len, told.values()))
    made = []
    for place, each in np.ndenumerate(found.part):
        x, y, wide, high = at.cell(*place)
        entry = float(each)
        if not np.isfinite(entry):
            made.append(marks.text("gone", x + wide / 2, y + high / 2 + 4, "✗"))
            continue
        if entry:
            tall = max(0.42 * high * abs(entry) / most, 0.6)
            level = y + high / 2 - (tall if entry > 0 else 0)
            sign = "up" if entry > 0 else "down"
            left, broad = (x + 2, 3.0) if read else (x + wide / 4, wide / 2)
            made.append(marks.rect(f"entry {sign}", left, level, broad, tall))
        if read:
            kind = "digits" if entry else "digits pale"
            made.append(marks.text(kind, x + wide / 2 + 2.5, y + high / 2 + 4.5, told[place]))
    made.append(marks.rect("ring", *at.cell(found.row, found.column)))
    return "".join(made)


def _short(subject: Subject, entry: float) -> str:
    """Two digits: a cell has room for no more."""
    hidden = subject.format.mask.local
    return hidden or f"{entry:.2g}".replace("-", "\N{MINUS SIGN}").replace("0.", ".", 1)


def check(subject: Subject, found: Cells) -> tuple[str, ...]:
    """One entry of the operand nudged, and what the entry of the result does that is ringed."""
    if np.size(subject.value) + np.size(subject.out) > WORK or subject.words.by_columns:
        return ()
    place = entry_of(subject.value, found.column)
    there = entry_of(subject.out, found.row)
    step = subject.step(float(np.asarray(subject.value)[place]))
    here = np.asarray(subject.forward(*subject.operands))
    up = np.asarray(subject.moved(step, place)) - here
    down = here - np.asarray(subject.moved(-step, place))
    named = entry_name(subject.name_of_operand, place)
    result = entry_name(subject.result, there)
    lines = words.both(named, result, step, float(up[there]), float(down[there]))
    still = int(np.sum(np.abs(up) < 1e-13))
    if still and np.size(up) - still == 1:
        lines = (*lines, _("the other %(num)s stay", num=still))
    return lines[:2]


def entry_of(value: Any, at: int) -> tuple[int, ...]:
    """The place of an entry, read row by row."""
    return tuple(int(k) for k in np.unravel_index(at, np.shape(value))) if np.ndim(value) else ()


def entry_name(name: str, place: tuple[int, ...]) -> str:
    """W[2,1], counted from 1."""
    return f"{name}[{','.join(str(k + 1) for k in place)}]" if place else name
