"""Of many entries the largest ones, and the rest as one."""

from collections.abc import Collection

import numpy as np

from ...plot.paper import Numbers

MOST = 5


def largest(sizes: Numbers, *, keep: Collection[int] = ()) -> list[int]:
    """The places of the largest, in their order; what is to be kept is among them."""
    kept = set(keep)
    # Of millions of entries only the first few become numbers of Python.
    first = np.argsort(-sizes, kind="stable")[: MOST + len(kept)]
    order = [int(k) for k in first if k not in kept]
    return sorted([*kept, *order[: max(0, MOST - len(kept))]])
