"""Local Jacobians in numerator layout that know their size without being built.

The Jacobian of an m-vector by an n-vector is m×n: rows are outputs, columns inputs.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from .op import Array


@dataclass(frozen=True, kw_only=True)
class Jacobian:
    """A diagonal Jacobian: that of every elementwise operation, 1×1 between scalars."""

    rows: int
    columns: int
    diagonal: Any

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns) = (entries of the result, entries of the operand)."""
        return self.rows, self.columns

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        """Build it: a 2-D array."""
        entries = np.broadcast_to(np.asarray(self.diagonal, dtype=np.float64), self.rows)
        built = np.diagflat(entries)
        return built if dtype is None else built.astype(dtype)
