"""Row times column: of a product of matrices each output is one row by the vector."""

import numpy as np

from ...languages import _
from ...plot.paper import Numbers
from ...wording import formulas as f
from ...wording.arrays import size
from .. import marks, words
from ..card import Card, Subject, boxed, words_boxed
from .cells import READ, cells, cells_of, check, drawn, empty

MOST = 5
"""Entries of a row that are drawn."""


def product(subject: Subject) -> Card:
    """The row and the column that make the ringed output, and below them the Jacobian."""
    left, right = (np.asarray(each, dtype=np.float64) for each in subject.operands)
    if right.ndim != 1 or left.ndim not in (1, 2):
        return cells(subject)
    found = cells_of(subject)
    row = left[found.row] if left.ndim == 2 else left
    by_weights = subject.edge.port == 0
    seen = _row_by_column(subject, row, right) + empty(found, top=46, height=52)
    slope = drawn(subject, found, top=46, height=52)
    head = (
        _("row times column; each row meets only its own weights")
        if by_weights and left.ndim == 2
        else _("row times column: the slope is the other one")
    )
    whole, flat = found.whole, np.asarray(found.part)
    written = whole.rows == 1 and whole.columns <= 3
    result = (
        boxed_row([subject.format.slope(float(x)) for x in flat[0]])
        if written
        else words_boxed(size(whole.shape))
    )
    count = whole.rows * whole.columns
    return Card(
        head=head,
        seen=seen,
        slope=slope,
        formula=words.formula(subject),
        numbers=f.math(f.EQUALS, result),
        check=check(subject, found),
        remark=_("of %(count)s at most %(filled)s are not 0", filled=whole.filled, count=count)
        if whole.filled < count
        else "",
        lit=subject.wire(1 - subject.edge.port),
    )


def boxed_row(entries: list[str]) -> str:
    """A short row in its box."""
    if len(entries) == 1:
        return boxed(entries[0])
    listed = words.listed(entries)
    return f'<mrow class="boxed"><mtext class="local">({listed})</mtext></mrow>'


def _row_by_column(subject: Subject, row: Numbers, column: Numbers) -> str:
    """As it is written on a board: a row, a dot, a column, laid down to save height."""
    count = min(len(row), MOST)
    side = min(24.0, 64.0 / count)
    made = []
    for start, entries, port in ((4.0, row, 0), (156.0 - side * count, column, 1)):
        for k in range(count):
            x = start + k * side
            other = "cell other" if port != subject.edge.port else "cell own"
            made.append(marks.rect(other, x, 8, side, 22))
            if side >= READ - 8:
                last = k == count - 1 and len(entries) > MOST
                told = "…" if last else _short(subject, float(entries[k]))
                made.append(marks.text("number", x + side / 2, 23, told))
    made.append(marks.text("small", 80, 24, "·"))
    return "".join(made)


def _short(subject: Subject, entry: float) -> str:
    return subject.format.mask.values or f"{entry:.2g}".replace("-", "\N{MINUS SIGN}")
