"""How vectors and matrices are written: up to four entries in a line, more as size or as heat."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite, prod
from typing import Any

import numpy as np

from graph_engine import Jacobian

from ..languages import _, separator
from .numbers import seems, significant

FEW = 2
"""Entries of a row that have as many digits on a wire as a number alone."""
WRITTEN = 4
"""Entries that are written out in a line."""

HEAT_ROWS, HEAT_COLUMNS = 4, 12
"""Cells of a heat strip; a larger value is drawn by the means of its parts."""

LEVELS = 9
"""Shades of a cell: 4 is zero, 0 the most negative, 8 the largest."""


def size(shape: Sequence[int]) -> str:
    """3×4; 3×1 for a vector, which is a column."""
    return "×".join(map(str, (*shape, 1) if len(shape) == 1 else shape or (1, 1)))


def row_size(shape: Sequence[int]) -> str:
    """The size of the gradient by such a variable: a row."""
    return f"1×{prod(shape)}"


def listed(value: Any, write: Callable[[float], str], *, wire: bool = False) -> str:
    """(2, −1, 1); a single number as it is; many entries as their size."""
    if _single(value):
        return write(float(value))
    if not fits(np.shape(value)):
        return size(np.shape(value))
    entries = [_entry(float(x), write, np.size(value), wire) for x in value]
    return f"({separator().join(entries)})"


def row_listed(value: Any, write: Callable[[float], str], *, wire: bool = False) -> str:
    """The same for a row of gradients: many entries as 1×12, in parentheses."""
    if _single(value) or fits(np.shape(value)):
        return listed(value, write, wire=wire)
    return f"({row_size(np.shape(value))})"


def enumerated(items: list[str]) -> str:
    """a, b and c; of many the first ones and the last."""
    if len(items) > 6:
        items = [*items[:4], "…", items[-1]]
    if len(items) == 1:
        return items[0]
    decimals = any(re.search(r"\d,\d", item) for item in items)
    between = separator() if decimals else ", "
    return _("%(items)s and %(last)s", items=between.join(items[:-1]), last=items[-1])


def fits(shape: Sequence[int]) -> bool:
    """Whether a vector is short enough to be written out."""
    return len(shape) == 1 and shape[0] <= WRITTEN


def is_written(value: Any) -> bool:
    """Whether a number or a row is written out, and not as its size."""
    return _single(value) or fits(np.shape(value))


def _single(value: Any) -> bool:
    """Whether it is one number; most are, and numpy takes its time to say so."""
    return isinstance(value, float) or np.ndim(value) == 0


def written_row(slope: Any) -> Any:
    """A factor of the chain as it is written out; nothing for a matrix, which is not."""
    if not isinstance(slope, Jacobian):
        return float(slope)
    return slope.built[0] if slope.rows == 1 and slope.columns <= WRITTEN else None


def _entry(x: float, write: Callable[[float], str], count: int, wire: bool) -> str:
    text = write(x)
    if wire and count > FEW and len(text) > 4:
        short = significant(x, 2)
        return text if seems(short, x) else short
    return text


@dataclass(frozen=True)
class Heat:
    """The size of a heat strip, in cells."""

    rows: int
    columns: int


def heat_of(shape: Sequence[int]) -> Heat | None:
    """The heat strip of a value of that shape; None where its entries are written out."""
    if not shape or fits(shape):
        return None
    rows, columns = shape if len(shape) == 2 else (1, shape[0])
    return Heat(min(rows, HEAT_ROWS), min(columns, HEAT_COLUMNS))


def levels(value: Any) -> str:
    """A digit per cell of the heat strip, row by row; "x" where there is no number."""
    array = np.atleast_2d(np.asarray(value, dtype=np.float64))
    cells = heat_of(np.shape(value))
    assert cells is not None
    with np.errstate(all="ignore"):
        finite = np.where(np.isfinite(array), array, 0.0)
        largest = float(np.max(np.abs(finite))) or 1.0
        parts = [
            np.array_split(row, cells.columns, axis=1)
            for row in np.array_split(array, cells.rows, axis=0)
        ]
        found = []
        for part in (each for row in parts for each in row):
            found.append(shade(float(np.mean(part)), largest))
    return "".join(found)


def shade(x: float, largest: float) -> str:
    """The digit of a number's cell; "x" where it is none."""
    if not isfinite(x):
        return "x"
    middle = LEVELS // 2
    level = round(x / largest * middle) if largest else 0
    # A small number is not zero: it gets the faintest shade.
    return str(middle + (level or int(np.sign(x))))


def magnitude(number: Any) -> float:
    """How much it is: of vectors and matrices the norm; not a number where an entry is not."""
    if isinstance(number, float) or np.ndim(number) == 0:
        return abs(float(number))
    entries = np.asarray(number, dtype=float)
    top = float(np.max(np.abs(entries), initial=0.0))
    if top == 0 or not isfinite(top):
        return top
    # Of large entries the squares have no room.
    return min(top * float(np.linalg.norm(entries / top)), float(np.finfo(float).max))
