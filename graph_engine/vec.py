"""The other order of `vec`: local Jacobians where matrices become vectors column by column."""

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from . import limits
from .arrays import Array, Shape
from .jacobian import Diagonal, Jacobian, Kronecker, Product, Selection, Structure


@dataclass(frozen=True, kw_only=True, eq=False)
class Permuted(Jacobian):
    """The same entries with rows and columns in another order."""

    inner: Jacobian
    down: NDArray[np.intp]
    across: NDArray[np.intp]

    @property
    def rows(self) -> int:  # type: ignore[override]
        """Outputs."""
        return self.inner.rows

    @property
    def columns(self) -> int:  # type: ignore[override]
        """Inputs."""
        return self.inner.columns

    @property
    def structure(self) -> Structure:  # type: ignore[override]
        """That of what is ordered anew."""
        return self.inner.structure

    @property
    def filled(self) -> int:
        """As many as before."""
        return self.inner.filled

    def vjp(self, row: Array) -> Array:
        """There, through, and back."""
        straight = np.empty(self.rows)
        straight[self.down] = row
        return self.inner.vjp(straight)[self.across]

    def block(self, rows: slice, columns: slice) -> Array:
        """The entries from where they stand, row by row where the whole is too large."""
        down, across = self.down[rows], self.across[columns]
        if self.rows * self.columns <= limits.ENTRIES.most:
            return self.inner.built[down[:, None], across]
        whole = slice(0, self.inner.columns)
        found = [self.inner.block(slice(row, row + 1), whole)[0, across] for row in down]
        return np.array(found).reshape(len(down), len(across))

    def rounded(self) -> "Jacobian":
        """The entries rounded, in the same order."""
        return Permuted(inner=self.inner.rounded(), down=self.down, across=self.across)


def by_columns(jacobian: Jacobian, *, result: Shape, operand: Shape) -> Jacobian:
    """The same Jacobian where `vec` goes column by column in result and operand.

    The Kronecker structure survives: I ⊗ xᵀ becomes xᵀ ⊗ I.
    """
    if len(result) < 2 and len(operand) < 2:
        return jacobian
    match jacobian:
        case Kronecker(left=left, factor=factor, right=right) if _is_grid(
            result, (left, factor.shape[0], right)
        ) and _is_grid(operand, (left, factor.shape[1], right)):
            return Kronecker(left=right, factor=factor, right=left)
        case Diagonal(size=size, entries=entries) if result == operand:
            ordered = (
                entries if np.ndim(entries) == 0 else np.asarray(entries)[_column_order(operand)]
            )
            return Diagonal(size=size, entries=ordered)
        case Selection(columns=columns, picks=picks):
            place = np.empty(columns + 1, dtype=np.intp)
            place[_column_order(operand)], place[-1] = np.arange(columns), -1
            return Selection(columns=columns, picks=place[picks[_column_order(result)]])
        case Product(factors=(*first, last)) if len(result) < 2:
            middle = by_columns(last, result=(last.rows,), operand=operand)
            return Product(factors=(*first, middle))
        case Product(factors=(*first, last)) if all(isinstance(f, Diagonal) for f in first):
            scales = (by_columns(factor, result=result, operand=result) for factor in first)
            return Product(factors=(*scales, by_columns(last, result=result, operand=operand)))
    return Permuted(inner=jacobian, down=_column_order(result), across=_column_order(operand))


def _is_grid(shape: Shape, sizes: tuple[int, int, int]) -> bool:
    """Whether entries of this shape are what a Kronecker product counts: axes of 1 do not matter.

    They are not where the entries of a matrix have been counted as those of a vector.
    """
    return [size for size in shape if size > 1] == [size for size in sizes if size > 1]


def _column_order(shape: Shape) -> NDArray[np.intp]:
    """Place in column order → place in row order."""
    return np.arange(prod(shape)).reshape(shape).T.reshape(-1)
