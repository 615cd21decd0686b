"""Vectors and matrices: the local Jacobian as cells, to scale, and one entry that is nudged."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from graph_engine import Jacobian

from ...languages import _
from ...wording import formulas as f
from ...wording.arrays import size
from .. import marks, words
from ..card import Card, Subject, words_boxed

ROWS, COLUMNS = 9, 16
"""Cells that are drawn; of more the first ones, and that there are more."""
READ = 21.0
"""A cell of this width has its number."""
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


def cells(subject: Subject, *, head: str = "") -> Card:
    """The whole matrix at once, one entry of it by name."""
    found = cells_of(subject)
    count = found.whole.rows * found.whole.columns
    zeros = count - found.whole.filled
    structure = found.whole.structure
    heads = {
        "diagonal": _("each entry meets only its own"),
        "Kronecker": _("each row meets only its own weights"),
        "selection": _("entries move: nothing is computed"),
    }
    remark = (
        _(
            "of %(count)s at most %(filled)s are not 0",
            filled=found.whole.filled,
            count=count,
        )
        if zeros
        else ""
    )
    return Card(
        head=head or heads.get(structure, _("a matrix: every output by every input")),
        seen=empty(found),
        slope=drawn(subject, found),
        formula=words.formula(subject),
        numbers=f.math(f.EQUALS, words_boxed(size(found.whole.shape))),
        check=check(subject, found),
        remark=remark,
    )


@dataclass(frozen=True)
class _Places:
    """Where the cells are."""

    left: float
    top: float
    side: float


def _places(found: Cells, top: float, height: float) -> _Places:
    rows, columns = found.part.shape
    side = min(152.0 / columns, height / rows, 34.0)
    return _Places((marks.WIDTH - side * columns) / 2, top + (height - side * rows) / 2, side)


def empty(found: Cells, *, top: float = 8.0, height: float = 84.0) -> str:
    """The cells, their blocks and how many there are: what is known before their numbers."""
    rows, columns = found.part.shape
    at = _places(found, top, height)
    side = at.side
    made = [
        marks.rect("cell", at.left + k * side, at.top + i * side, side, side)
        for i in range(rows)
        for k in range(columns)
    ]
    blocks = found.whole.blocks
    if blocks:
        for i in range(0, rows, blocks[0]):
            for k in range(0, columns, blocks[1]):
                high, wide = min(blocks[0], rows - i), min(blocks[1], columns - k)
                x, y = at.left + k * side, at.top + i * side
                made.append(marks.rect("block", x, y, wide * side, high * side))
    made.append(marks.rect("outline", at.left, at.top, columns * side, rows * side))
    said = size(found.whole.shape) + (_(", the first of them") if found.more else "")
    made.append(marks.text("small", marks.WIDTH / 2, at.top + rows * side + 13, said))
    return "".join(made)


def drawn(subject: Subject, found: Cells, *, top: float = 8.0, height: float = 84.0) -> str:
    """In each cell a bar from the middle, zeros pale, the looked at one ringed."""
    at = _places(found, top, height)
    side = at.side
    finite = np.abs(found.part[np.isfinite(found.part)])
    most = float(finite.max()) if finite.size and finite.max() > 0 else 1.0
    made = []
    for (i, k), each in np.ndenumerate(found.part):
        x, y, entry = at.left + k * side, at.top + i * side, float(each)
        if not np.isfinite(entry):
            made.append(marks.text("gone", x + side / 2, y + side / 2 + 4, "✗"))
            continue
        if entry:
            tall = max(0.42 * side * abs(entry) / most, 0.6)
            level = y + side / 2 - (tall if entry > 0 else 0)
            wide = 0.16 * side if side >= READ else 0.5 * side
            place = x + (0.08 * side if side >= READ else side / 4)
            made.append(
                marks.rect(f"entry {'up' if entry > 0 else 'down'}", place, level, wide, tall)
            )
        if side >= READ:
            kind = "number" if entry else "number pale"
            told = _short(subject, entry)
            made.append(marks.text(kind, x + side / 2 + 2, y + side / 2 + 4, told))
    x, y = at.left + found.column * side, at.top + found.row * side
    made.append(marks.rect("ring", x, y, side, side))
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
