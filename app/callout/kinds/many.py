"""Of many entries the largest ones, and the rest as one."""

from collections.abc import Collection

import numpy as np

from ...plot.paper import Numbers

MOST = 5


def largest(sizes: Numbers, *, keep: Collection[int] = ()) -> list[int]:
    """The places of the largest, in their order; what is to be kept is among them."""
    kept = set(keep)
    order = [int(k) for k in np.argsort(-sizes, kind="stable") if k not in kept]
    return sorted([*kept, *order[: max(0, MOST - len(kept))]])
