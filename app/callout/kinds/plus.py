"""A sum and a difference: what comes back is passed on, as it is or with its sign turned."""

import numpy as np

from ...languages import _
from ...plot.paper import Frame
from .. import marks, words
from ..card import Card, Subject

SHOWN = 3
"""Operands that have an arrow of their own; the others are one."""
LARGE = 0.18
"""The nudge, as a part of the axis: large enough to be seen."""


def plus(subject: Subject) -> Card:
    """The walk along the terms, and the same once more with one of them a little longer."""
    turned = subject.op == "sub" and subject.edge.port == 1
    terms = [float(x) for x in subject.operands]
    if subject.op == "sub":
        terms[1] = -terms[1]
    port = subject.edge.port
    names = [subject.words.plain(arg) for arg in subject.node.args]
    if len(terms) > SHOWN:
        own, others = terms[port], sum(terms) - terms[port]
        terms, port = [own, others], 0
        names = [subject.name, _("the other %(num)s", num=len(names) - 1)]
    seen, drawn = "", ""
    if all(map(np.isfinite, terms)):
        ends = [0.0, *np.cumsum(terms)]
        low, high = min(ends), max(ends)
        by = LARGE * ((high - low) or 1.0) * (-1 if turned else 1)
        low, high = min(low, low + by), max(high, high + by)
        frame = marks.frame(low - 0.02 * (high - low), high + 0.02 * (high - low), 0, 1)
        pitch = min(20.0, 48.0 / len(terms))
        top = 18.0
        seen = "".join(
            marks.line("grid", frame.x(x), 8, frame.x(x), 98) for x in sorted({0.0, ends[-1]})
        )
        seen += _walk(frame, terms, names, top, pitch)
        longer = [x + by if k == port else x for k, x in enumerate(terms)]
        drawn = _walk(frame, longer, [""] * len(terms), 64.0, 32 / len(terms))
        total = float(sum(terms))
        first, last = sorted((frame.x(total), frame.x(total + by)))
        drawn += marks.line("delta", first, 96, last, 96)
        drawn += marks.text("said", (first + last) / 2, 110, "−δ" if turned else "δ")
    return Card(
        head=_("what is subtracted grows by δ") if turned else _("one term grows by δ"),
        seen=seen,
        slope=drawn,
        formula=words.formula(subject),
        numbers=words.numbers(subject),
        check=words.check(subject),
        remark=_("the same δ at the end, turned") if turned else _("the same δ at the end"),
    )


def _walk(frame: Frame, terms: list[float], names: list[str], top: float, pitch: float) -> str:
    drawn, place = "", 0.0
    for k, (term, name) in enumerate(zip(terms, names, strict=True)):
        y = top + k * pitch
        first, last = frame.x(place), frame.x(place + term)
        if abs(last - first) < 1:
            drawn += marks.dot("point", first, y, 2.5)
        else:
            drawn += marks.arrow("term", first, last, y)
        if name:
            drawn += marks.text("small", (first + last) / 2, y - 6, name)
        place += term
    return drawn
