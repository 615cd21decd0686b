"""A library's function of whatever it is given: of matrices, or of what has more than two axes."""

from typing import Any

from . import functions, regrouping, stacks
from .calls import Call, Does

_ENTRYWISE = functions.ENTRYWISE | {"maximum", "minimum", "fmax", "fmin", "masked_fill"}


def applied(c: Call, does: Does) -> Any:
    """What it gives, once all that it was told has been looked at."""
    found = regrouping.moved(c)
    if found is None:
        found = stacks.lifted(c, does, _ENTRYWISE)
    if found is None:
        found = does(c)
    c.settled()
    return found
