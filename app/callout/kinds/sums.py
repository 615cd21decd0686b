"""Many entries to one: Σ counts each whole, the mean each by its part, a norm by its size."""

import numpy as np

from ...languages import _
from ...wording import formulas as f
from ...wording.arrays import size
from .. import marks, words
from ..card import Card, Subject, boxed, words_boxed
from .cells import cells_of, check, entry_name, entry_of
from .many import largest


def sums(subject: Subject) -> Card:
    """Bars of the entries; δ on one of them, and what of it arrives."""
    values = np.ravel(np.asarray(subject.value, dtype=np.float64))
    found = cells_of(subject)
    row = np.asarray(found.part)[0]
    at = found.column
    shown = largest(np.where(np.isfinite(values), np.abs(values), 0.0), keep=(at,))
    seen = drawn = ""
    if np.all(np.isfinite(values)) and np.all(np.isfinite(row)):
        some = [float(values[k]) for k in shown]
        low, high = min(0.0, *some), max(0.0, *some)
        by = 0.25 * ((high - low) or 1.0)
        seen, middles, zero, unit = marks.bars(
            some, ["pillar"] * len(some), low=low, high=high + by
        )
        for k, x in zip(shown, middles, strict=True):
            seen += marks.text("small name", x, marks.HEIGHT - 4, str(k + 1))
        x = middles[shown.index(at)]
        top = zero - max(float(values[at]), 0.0) * unit
        drawn = marks.rect("added", x - 11, top - by * unit, 22, by * unit)
        drawn += marks.text("said", x, top - by * unit - 3, "δ")
        told = subject.format.slope(float(row[at]))
        said = f"{told} δ"
        if x < marks.WIDTH / 2:
            drawn += marks.text("said", marks.RIGHT, 12, said, "end")
        else:
            drawn += marks.text("said", marks.LEFT, 12, said, "start")
    left = values.size - len(shown)
    heads = {
        "sum": _("Σ : each counts whole"),
        "mean": _("mean: one of %(num)s counts a part", num=values.size),
        "norm2": _("a squared norm: each counts by twice its size"),
    }
    if subject.op == "mean":
        remark = _("in Σ it would be 1")
    else:
        remark = _("and %(num)s more", num=left) if left > 0 else ""
    same = bool(np.all(np.asarray(row) == row[0])) and subject.op in ("sum", "mean")
    name = entry_name(subject.name_of_operand, entry_of(subject.value, at))
    number = f.math(f.EQUALS, boxed(subject.format.slope(float(row[at]))))
    if not same:
        number = f.math(f.EQUALS, words_boxed(size(found.whole.shape))) + _beside(
            name, subject.format.slope(float(row[at]))
        )
    return Card(
        head=heads.get(subject.op, _("many entries to one")),
        seen=seen,
        slope=drawn,
        formula=words.formula(subject),
        numbers=number,
        check=check(subject, found),
        remark=remark,
    )


def _beside(name: str, told: str) -> str:
    return f'<span class="beside"> {words.escaped(name)}: {words.escaped(told)}</span>'
