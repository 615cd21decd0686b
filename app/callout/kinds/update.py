"""A leaf: its update on a line, old, step and new."""

import numpy as np

from graph_engine import Step

from ...languages import _
from ...wording import cards
from ...wording.words import Words, index_of
from .. import marks
from ..card import Card
from .cells import entry_name, entry_of

BESIDE = 85
"""So far apart the two numbers stand one beside the other."""


def update(words: Words, step: Step) -> Card:
    """The largest step, of a vector or a matrix that of one entry. What the loss becomes is told
    later, and so not here."""
    index = index_of(step)
    before, after = (words.walk.runs[step.iteration + k] for k in (0, 1))
    old, new = (np.asarray(run.values[index], dtype=np.float64) for run in (before, after))
    moved = np.where(np.isfinite(new - old), np.abs(new - old), 0.0)
    place = entry_of(old, int(np.argmax(moved)))
    name = entry_name(words.plain(index), place)
    first, last = float(old[place]), float(new[place])
    form = words.apart(before, after, index, words.wire)
    seen = drawn = ""
    low, high = min(first, last, 0.0), max(first, last, 0.0)
    air = 0.15 * ((high - low) or 1.0)
    if np.isfinite([first, last, high - low + 2 * air]).all():
        frame = marks.frame(low - air, high + air, 0, 1)
        x, y = frame.x(first), 64.0
        seen = marks.line("axis", frame.left, y, frame.right, y)
        seen += marks.line("grid", frame.x(0.0), y - 5, frame.x(0.0), y + 5)
        seen += marks.text("small", frame.x(0.0), y + 17, "0")
        seen += marks.dot("old", x, y, 5)
        drawn = marks.arrow("stepped", x, frame.x(last), y - 22)
        drawn += marks.line("drop", x, y - 22, x, y) + marks.line(
            "drop", frame.x(last), y - 22, frame.x(last), y
        )
        drawn += marks.dot("new", frame.x(last), y, 5)
        told = form.product(last - first)
        drawn += marks.text(
            "said update", (x + frame.x(last)) / 2, y - 32, _("step %(step)s", step=told)
        )
        seen += marks.text("small", x, y + 31, _("old %(number)s", number=form.moved(first)))
        near = abs(frame.x(last) - x) < BESIDE
        told = _("new %(number)s", number=form.moved(last))
        drawn += marks.text("said update", frame.x(last), y + (45 if near else 31), told)
    gradient = before.gradients[index]
    remark = ""
    if gradient is not None and last != first:
        slope = float(np.asarray(gradient)[place])
        if np.isfinite(slope):
            remark = (
                _("against the gradient: it is negative")
                if slope < 0
                else _("against the gradient: it is positive")
            )
    elif last == first:
        remark = _("its gradient is 0: it stays")
    return Card(
        head=_("the update: old number, step, new number"),
        seen=seen,
        slope=drawn,
        formula=cards.rule(words),
        numbers=cards.changed(words, step)
        if not words.node(index).shape
        else f'<span class="beside">{name}</span>',
        remark=remark,
        kind="update",
    )
