"""A layer that is drawn as one: its parts, and what each does to the ringed entry."""

from graph_engine import views

from ...languages import _
from ...wording import formulas as f
from ...wording.arrays import size
from .. import words
from ..card import Card, Subject, words_boxed
from .cells import cells_of, check, drawn, empty, mostly_zero


def layer(subject: Subject) -> Card:
    """What it is made of, and the product of the parts' Jacobians as one."""
    found = cells_of(subject)
    parts = len(views.origin(subject.node).parts)
    op = subject.node.op
    if op is not None and op.name == "cell":
        head = _("a cell: %(num)s operations as one", num=parts)
    else:
        head = _("a layer: %(num)s operations as one", num=parts) if parts else _("a layer")
    return Card(
        head=head,
        seen=empty(found),
        slope=drawn(subject, found),
        formula=words.formula(subject),
        numbers=f.math(f.EQUALS, words_boxed(size(found.whole.shape))),
        check=check(subject, found),
        remark=mostly_zero(found.whole) or _("the product of the parts' local gradients"),
    )
