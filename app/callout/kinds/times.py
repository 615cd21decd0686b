"""A product: the slope is the other operand, whose wire is lit."""

import numpy as np

from ...languages import _
from ...plot.tangent import tangent
from .. import marks, words
from ..card import Card, Subject
from .curve import axes, curve, unseen


def times(subject: Subject) -> Card:
    """A line through 0 whose rise for a run of 1 is the other wire's number."""
    other = 1 - subject.edge.port
    at, slope = float(subject.value), float(subject.operands[other])
    if not (np.isfinite(at) and np.isfinite(slope)):
        return curve(subject)
    reach = max(2.0, 1.4 * abs(at) + 1)
    tall = max(abs(slope) * reach, 1e-3)
    frame = marks.frame(-reach, reach, -tall, tall)
    if not frame.drawable:
        return unseen(subject)
    here = at * slope
    run = 1.0 if at + 1 < 0.9 * reach else -1.0
    corner, level, top = frame.x(at + run), frame.y(here), frame.y(here + run * slope)
    told = words.value_written(subject, other)
    foot = marks.line("drop", frame.x(at), level, frame.x(at), frame.y(0.0))
    unit = f'<g data-unit="{frame.unit[0]:.7g} {frame.unit[1]:.7g}">'
    ends = np.array([-reach, reach])
    line = marks.path("curve", frame.path(ends, slope * ends))
    seen = axes(frame) + line + foot + marks.dot("point pale", frame.x(at), level)
    drawn = [
        unit + marks.path("tangent", tangent(frame, (at, here), slope)) + "</g>",
        marks.dot("point", frame.x(at), level),
    ]
    if slope:
        middle = (level + top) / 2
        width = 8 + 6.6 * len(told)
        left = corner + 5 if corner + 5 + width < marks.WIDTH else corner - 5 - width
        drawn += [
            marks.path("step", f"M{frame.x(at):g},{level:g}H{corner:g}V{top:g}"),
            marks.text("small", (frame.x(at) + corner) / 2, level + (12 if slope > 0 else -4), "1"),
            marks.rect("chip", left, middle - 9, width, 18),
            marks.text("lit", left + width / 2, middle + 4.5, told),
        ]
    said = _("slope %(slope)s", slope=told)
    drawn.append(
        marks.text("said", marks.LEFT, 14, said, "start")
        if slope >= 0
        else marks.text("said", marks.RIGHT, 14, said, "end")
    )
    named = f"{subject.name} = {words.value_written(subject, subject.edge.port)}"
    return Card(
        head=_("a product: the slope is the other factor"),
        seen=seen + marks.text("value name", frame.x(at), marks.HEIGHT - 4, named),
        slope="".join(drawn),
        formula=words.formula(subject),
        numbers=words.numbers(subject),
        check=words.check(subject),
        lit=subject.wire(other),
    )
