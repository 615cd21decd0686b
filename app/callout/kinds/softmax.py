"""softmax: what one gains the others lose, p(1 − p) and −p·p."""

import numpy as np

from ...languages import _
from ...wording import formulas as f
from ...wording.arrays import size
from .. import marks, words
from ..card import Card, Subject, words_boxed
from .cells import cells, cells_of, check
from .many import largest


def softmax(subject: Subject) -> Card:
    """The probabilities as bars, and by arrows what one score more does to each."""
    p = np.ravel(np.asarray(subject.out, dtype=np.float64))
    if not np.all(np.isfinite(p)) or np.ndim(subject.out) != 1:
        return cells(subject)
    found = cells_of(subject)
    score = found.column
    column = p * (np.arange(p.size) == score) - p * p[score]
    shown = largest(p, keep=(score,))
    some = [float(p[k]) for k in shown]
    room = float(np.max(np.abs(column)))
    seen, middles, zero, unit = marks.bars(
        some, ["pillar"] * len(some), low=0.0, high=max(some) + room
    )
    drawn = ""
    for k, x in zip(shown, middles, strict=True):
        told = subject.format.value(float(p[k]))
        seen += marks.text("small value", x, marks.HEIGHT - 4, told)
        top, change = zero - float(p[k]) * unit, float(column[k])
        tip = top - change * unit
        sign = "up" if change > 0 else "down"
        drawn += marks.line(f"term {sign}", x, top, x, tip)
        head = 4 if change > 0 else -4
        drawn += f'<path class="term {sign} head" d="M{x:.5g},{tip - head:.5g}l-4,{head}h8z"/>'
        drawn += marks.text(f"small {sign}", x, min(top, tip) - 7, subject.format.slope(change))
    left = p.size - len(shown)
    return Card(
        head=_("softmax: what one gains the others lose"),
        seen=seen,
        slope=drawn,
        formula=words.formula(subject),
        numbers=f.math(f.EQUALS, words_boxed(size(found.whole.shape))),
        check=check(subject, found),
        remark=_("together 0, with %(num)s more", num=left)
        if left > 0
        else _("together 0: the sum stays 1"),
    )
