"""Row times column: of a product of matrices each output is one row by the vector."""

import numpy as np

from ...languages import _
from ...plot.paper import Numbers
from ...wording import formulas as f
from ...wording.arrays import size
from ...wording.numbers import significant
from .. import marks, words
from ..card import Card, Subject, boxed, words_boxed
from .cells import cells, cells_of, check, drawn, empty, mostly_zero

HIGH = 40.0
"""Of the factors, above their Jacobian."""
CELL = 15.0
"""A cell is no larger than this; as cells are drawn what has cells of two units and more."""
READ = 13.0
"""A cell of this size has its number, if that is short."""


def product(subject: Subject) -> Card:
    """The row and the column that make the ringed output, and below them the Jacobian."""
    left, right = (np.asarray(each, dtype=np.float64) for each in subject.operands)
    if right.ndim != 1 or left.ndim not in (1, 2):
        return cells(subject)
    found = cells_of(subject)
    by_weights = subject.edge.port == 0
    seen, ringed = _factors(subject, np.atleast_2d(left), right, found.row)
    seen += empty(found, top=52, height=46)
    slope = ringed + drawn(subject, found, top=52, height=46)
    head = (
        _("row times column; each row meets only its own weights")
        if by_weights and left.ndim == 2
        else _("row times column: the slope is the other factor")
    )
    whole, flat = found.whole, np.asarray(found.part)
    written = whole.rows == 1 and whole.columns <= 3
    result = (
        boxed_row([subject.format.slope(float(x)) for x in flat[0]])
        if written
        else words_boxed(size(whole.shape))
    )
    return Card(
        head=head,
        seen=seen,
        slope=slope,
        formula=words.formula(subject),
        numbers=f.math(f.EQUALS, result),
        check=check(subject, found),
        remark=mostly_zero(whole),
        lit=subject.wire(1 - subject.edge.port),
    )


def boxed_row(entries: list[str]) -> str:
    """A short row in its box."""
    if len(entries) == 1:
        return boxed(entries[0])
    listed = words.listed(entries)
    return f'<mrow class="boxed"><mn class="local">({listed})</mn></mrow>'


def _factors(subject: Subject, left: Numbers, right: Numbers, row: int) -> tuple[str, str]:
    """To scale, inner sizes touching: a matrix, the column and the result; and, lit, the row of the
    one and the entry of the other that belong together."""
    rows, columns = left.shape
    side = min(HIGH / max(rows, columns), (marks.WIDTH - 30) / (columns + 2), CELL)
    thin = max(side, 2.0)
    wide, high, long = side * columns, max(side * rows, 2.0), side * columns
    whole = wide + 2 * thin + 24
    x, middle = (marks.WIDTH - whole) / 2, 4 + HIGH / 2
    mine = "weights" if subject.edge.port == 0 else "other"
    others = "other" if subject.edge.port == 0 else "weights"
    columns_of = ((x, wide, high, mine), (x + wide + 2, thin, long, others))
    end = x + wide + thin + 22
    made = [
        marks.rect(f"square {kind}", at, middle - tall / 2, broad, tall)
        for at, broad, tall, kind in (*columns_of, (end, thin, high, "result"))
    ]
    if side >= 4:
        made += _grid(x, middle - high / 2, rows, columns, side)
        made += _grid(x + wide + 2, middle - long / 2, columns, 1, side)
        made += _grid(end, middle - high / 2, rows, 1, side)
    made.append(marks.text("small", end - 10, middle + 4, "="))
    level = middle - high / 2 + side * row
    tall = max(side, 2.0)
    if side >= READ:
        at = (
            *((x + side * k, level, float(left[row, k])) for k in range(columns)),
            *(
                (x + wide + 2, middle - long / 2 + side * k, float(right[k]))
                for k in range(columns)
            ),
        )
        for left_of, over, entry in at:
            told = _short(subject, entry)
            if len(told) <= 2:
                made.append(marks.text("digits", left_of + side / 2, over + side / 2 + 4.5, told))
    ringed = marks.rect("ring", x, level, wide, tall) + marks.rect("ring", end, level, thin, tall)
    return "".join(made), ringed


def _grid(x: float, y: float, rows: int, columns: int, side: float) -> list[str]:
    return [
        marks.rect("square", x + side * k, y + side * i, side, side)
        for i in range(rows)
        for k in range(columns)
    ]


def _short(subject: Subject, entry: float) -> str:
    return subject.format.mask.values or significant(entry, 2)
