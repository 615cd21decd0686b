"""The largest and the smallest: who wins gets all of it."""

import numpy as np

from ...languages import _, translate
from .. import marks, words
from ..card import Card, Subject
from .many import largest


def choice(subject: Subject) -> Card:
    """Bars; the winner is marked, and how much this one is short of it is said."""
    values = np.array(subject.operands, dtype=np.float64)
    names = [subject.words.plain(arg) for arg in subject.node.args]
    out, port = float(subject.out), subject.edge.port
    winner = int(np.argmax(values == out)) if np.isfinite(out) else -1
    shown = largest(np.abs(values), keep=(port, winner) if winner >= 0 else (port,))
    seen = drawn = ""
    if np.all(np.isfinite(values)):
        some = [float(values[k]) for k in shown]
        low, high = min(0.0, *some), max(0.0, *some)
        seen, middles, zero, unit = marks.bars(some, ["pillar"] * len(some), low=low, high=high)
        for k, x in zip(shown, middles, strict=True):
            told = words.value_written(subject, k)
            y = zero - max(float(values[k]), 0.0) * unit
            seen += marks.text("small value", x, y - 4, told)
            seen += marks.text("small name", x, marks.HEIGHT - 4, names[k])
        level = zero - out * unit
        drawn = marks.line("level", marks.LEFT, level, marks.RIGHT, level)
        x = middles[shown.index(winner)]
        drawn += marks.rect("winner", x - 14, min(zero, level), 28, abs(zero - level))
    short = abs(float(values[port]) - out)
    tied = int(np.sum(values == out)) > 1
    op = subject.node.op
    assert op is not None and op.kink is not None
    if tied:
        remark = translate(op.kink.convention)
    elif port == winner:
        remark = _("it wins: all of it passes here")
    elif op.name == "max":
        remark = _("%(short)s short: nothing passes here", short=subject.format.value(short))
    else:
        remark = _("%(over)s too much: nothing passes here", over=subject.format.value(short))
    return Card(
        head=_("max: who wins") if op.name == "max" else _("min: who wins"),
        seen=seen,
        slope=drawn,
        formula=words.formula(subject),
        numbers=words.numbers(subject),
        check=words.check(subject),
        remark=remark,
    )
