"""Local Jacobians in numerator layout that know size and structure without being built.

The Jacobian of an m-vector by an n-vector is m×n: rows are outputs, columns inputs. Matrices become
vectors by `vec`, row by row (row-major); `vec.py` has the other order. Conventions and the
Kronecker products: Magnus & Neudecker, "Matrix Differential Calculus", in numerator layout.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from . import limits
from .arrays import Array
from .slide import two_digits

Structure = Literal["scalar", "diagonal", "dense", "Kronecker", "selection", "product", "derived"]


class Jacobian(ABC):
    """A matrix of `rows` outputs by `columns` inputs, known by what it does to a row."""

    # Fields of some structures, worked out in others: hence `type: ignore[override]` there.
    rows: int
    columns: int
    structure: Structure

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns) = (entries of the result, entries of the operand)."""
        return self.rows, self.columns

    @property
    def blocks(self) -> tuple[int, int] | None:
        """The size of the blocks it is made of, where it has some: rows, columns."""
        return None

    @property
    def filled(self) -> int:
        """The number of entries that its structure does not force to be zero."""
        return self.rows * self.columns

    @cached_property
    def vanishes(self) -> bool:
        """Whether all of it is 0 at this point; of one too large to be built that is not asked."""
        return self.rows * self.columns <= limits.ENTRIES.most and not np.any(self.built)

    @abstractmethod
    def vjp(self, row: Array) -> Array:
        """The row times this matrix: shape (rows,) to shape (columns,)."""

    @abstractmethod
    def block(self, rows: slice, columns: slice) -> Array:
        """A part of it, built; the rest is not."""

    @abstractmethod
    def rounded(self) -> "Jacobian":
        """Every entry rounded on its own to two significant digits, as on a slide."""

    @cached_property
    def built(self) -> Array:
        """The whole matrix; raises `ValueError` where it is too large to be built."""
        if self.rows * self.columns > limits.ENTRIES.most:
            raise ValueError(
                f"a Jacobian of {self.rows}×{self.columns} is not built whole: ask for a block"
            )
        return _frozen(self.block(slice(0, self.rows), slice(0, self.columns)))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        """Build it: a 2-D array."""
        return np.array(self.built, dtype=dtype)


@dataclass(frozen=True, kw_only=True, eq=False)
class Diagonal(Jacobian):
    """That of an elementwise operation; 1×1 between scalars."""

    size: int
    entries: Any
    """Shape (size,), or one number that stands all along the diagonal."""

    @property
    def rows(self) -> int:  # type: ignore[override]
        """As many as columns."""
        return self.size

    @property
    def columns(self) -> int:  # type: ignore[override]
        """As many as rows."""
        return self.size

    @property
    def structure(self) -> Structure:  # type: ignore[override]
        """Diagonal, or a mere number."""
        return "scalar" if self.size == 1 else "diagonal"

    @property
    def filled(self) -> int:
        """Those on the diagonal."""
        return self.size

    @cached_property
    def vanishes(self) -> bool:
        """Where the diagonal is 0."""
        return not np.any(self.entries)

    def vjp(self, row: Array) -> Array:
        """Entry by entry."""
        return np.asarray(row * self.entries, dtype=np.float64)

    def block(self, rows: slice, columns: slice) -> Array:
        """Zeros, and the diagonal where it passes."""
        across, down = _places(columns, self.size), _places(rows, self.size)
        entries = np.broadcast_to(np.asarray(self.entries, dtype=np.float64), self.size)
        return np.where(down[:, None] == across[None, :], entries[down][:, None], 0.0)

    def rounded(self) -> "Diagonal":
        """The diagonal rounded."""
        return Diagonal(size=self.size, entries=two_digits(self.entries))


@dataclass(frozen=True, kw_only=True, eq=False)
class Dense(Jacobian):
    """A matrix without structure; every entry is there already."""

    entries: Array
    structure: Structure = "dense"

    @property
    def rows(self) -> int:  # type: ignore[override]
        """Outputs."""
        return int(self.entries.shape[0])

    @property
    def columns(self) -> int:  # type: ignore[override]
        """Inputs."""
        return int(self.entries.shape[1])

    def vjp(self, row: Array) -> Array:
        """A product of row and matrix."""
        return np.asarray(row @ self.entries)

    def block(self, rows: slice, columns: slice) -> Array:
        """A part of what is there."""
        return self.entries[rows, columns]

    def rounded(self) -> "Dense":
        """Its entries rounded."""
        return Dense(entries=two_digits(self.entries))


@dataclass(frozen=True, kw_only=True, eq=False)
class Kronecker(Jacobian):
    """I ⊗ factor ⊗ I: the factor repeated along the diagonal, or every entry of it spread.

    ∂(W x)/∂vec(W) is I ⊗ xᵀ row by row, and xᵀ ⊗ I column by column.
    """

    left: int
    factor: Array
    right: int
    structure: Structure = "Kronecker"

    @property
    def rows(self) -> int:  # type: ignore[override]
        """Outputs."""
        return int(self.left * self.factor.shape[0] * self.right)

    @property
    def columns(self) -> int:  # type: ignore[override]
        """Inputs."""
        return int(self.left * self.factor.shape[1] * self.right)

    @property
    def shared(self) -> bool:
        """Whether several outputs depend on the same input."""
        return bool(self.factor.shape[0] > 1)

    @property
    def blocks(self) -> tuple[int, int]:
        """One repetition of the factor, or one entry spread over an identity."""
        if self.left > 1 or self.right == 1:
            return self.factor.shape[0] * self.right, self.factor.shape[1] * self.right
        return self.right, self.right

    @property
    def filled(self) -> int:
        """The factor's, once for each one of both identities."""
        return int(self.left * self.factor.size * self.right)

    @cached_property
    def vanishes(self) -> bool:
        """Where the factor is 0."""
        return not np.any(self.factor)

    def vjp(self, row: Array) -> Array:
        """The identities cost nothing: only the factor multiplies."""
        cube = row.reshape(self.left, self.factor.shape[0], self.right)
        return np.asarray(np.einsum("lrk,rc->lck", cube, self.factor).reshape(-1))

    def block(self, rows: slice, columns: slice) -> Array:
        """Zeros, and the factor's entries where both identities have a 1."""
        down, across = _places(rows, self.rows), _places(columns, self.columns)
        up, right_row = np.divmod(down, self.right)
        over, right_column = np.divmod(across, self.right)
        left_row, factor_row = np.divmod(up, self.factor.shape[0])
        left_column, factor_column = np.divmod(over, self.factor.shape[1])
        there = (left_row[:, None] == left_column) & (right_row[:, None] == right_column)
        return np.where(there, self.factor[factor_row[:, None], factor_column], 0.0)

    def rounded(self) -> "Kronecker":
        """The factor rounded: its entries are all there are."""
        return Kronecker(left=self.left, factor=two_digits(self.factor), right=self.right)


@dataclass(frozen=True, kw_only=True, eq=False)
class Selection(Jacobian):
    """Zeros and ones, at most a single 1 in a row: each output is one of the inputs, or a given
    number."""

    columns: int
    picks: NDArray[np.intp]
    """Per output the input that it is, or -1 where it is none."""
    structure: Structure = "selection"

    @property
    def rows(self) -> int:  # type: ignore[override]
        """Outputs."""
        return len(self.picks)

    @property
    def filled(self) -> int:
        """One in each row that picks something."""
        return int(np.count_nonzero(self.picks >= 0))

    def vjp(self, row: Array) -> Array:
        """Each input collects what its copies got."""
        there = self.picks >= 0
        found = np.zeros(self.columns)
        np.add.at(found, self.picks[there], np.asarray(row)[there])
        return found

    def block(self, rows: slice, columns: slice) -> Array:
        """Zeros and ones."""
        across = _places(columns, self.columns)
        return np.where(self.picks[rows][:, None] == across, 1.0, 0.0)

    def rounded(self) -> "Selection":
        """Itself: zeros and ones are short."""
        return self


@dataclass(frozen=True, kw_only=True, eq=False)
class Product(Jacobian):
    """Factors one after another, as the chain rule writes them."""

    factors: tuple[Jacobian, ...]
    structure: Structure = "product"

    @property
    def rows(self) -> int:  # type: ignore[override]
        """Those of the first factor."""
        return self.factors[0].rows

    @property
    def columns(self) -> int:  # type: ignore[override]
        """Those of the last factor."""
        return self.factors[-1].columns

    @property
    def blocks(self) -> tuple[int, int] | None:
        """Those of a Kronecker product whose rows a diagonal scales."""
        if all(factor.structure in ("diagonal", "scalar") for factor in self.factors[:-1]):
            return self.factors[-1].blocks
        return None

    @property
    def filled(self) -> int:
        """Those of the last factor where the others scale its rows; else all may be."""
        return self.factors[-1].filled if self.blocks else self.rows * self.columns

    def vjp(self, row: Array) -> Array:
        """From the left, a row times a matrix each time."""
        for factor in self.factors:
            row = factor.vjp(row)
        return row

    def block(self, rows: slice, columns: slice) -> Array:
        """The rows that are asked for, carried through the factors."""
        first, *others = self.factors
        whole = slice(0, first.columns)
        found = first.block(rows, whole if others else columns)
        for factor in others:
            last = factor is others[-1]
            found = _times(found, factor, columns if last else slice(0, factor.columns))
        return found

    def rounded(self) -> "Jacobian":
        """Every entry of the product rounded: what is drawn is the product, not its factors."""
        if self.rows * self.columns > limits.ENTRIES.most:
            return Product(factors=tuple(factor.rounded() for factor in self.factors))
        return Dense(entries=two_digits(self.built))


def _times(left: Array, factor: Jacobian, columns: slice) -> Array:
    """Rows times a factor, of which only the columns that are asked for are wanted."""
    if isinstance(factor, Diagonal):
        scaled = left * np.asarray(factor.entries)
        return np.asarray(scaled[:, columns])
    if factor.rows * (columns.stop - columns.start) <= limits.ENTRIES.most:
        return np.asarray(left @ factor.block(slice(0, factor.rows), columns))
    return np.array([factor.vjp(row)[columns] for row in left])


@dataclass(frozen=True, kw_only=True, eq=False)
class Derived(Jacobian):
    """Known by its vector-Jacobian product: a row of it is that of a basis vector."""

    rows: int
    columns: int
    pull: Callable[[Array], Array]
    """A row of shape (rows,) to one of shape (columns,)."""
    part: Callable[[NDArray[np.intp], NDArray[np.intp]], Array] | None = None
    """The entries at some rows and columns, where these are known without whole rows."""
    structure: Structure = "derived"

    def vjp(self, row: Array) -> Array:
        """What it is known by."""
        return np.asarray(self.pull(row)).reshape(self.columns)

    def block(self, rows: slice, columns: slice) -> Array:
        """The rows that are asked for, each from a basis vector where nothing is quicker."""
        if self.part is not None:
            return self.part(_places(rows, self.rows), _places(columns, self.columns))
        found = []
        for index in range(self.rows)[rows]:
            basis = np.zeros(self.rows)
            basis[index] = 1.0
            found.append(self.vjp(basis)[columns])
        return np.array(found).reshape(len(found), len(range(self.columns)[columns]))

    def rounded(self) -> "Jacobian":
        """Built, and its entries rounded; a large one rounds each row that is asked for."""
        if self.rows * self.columns > limits.ENTRIES.most:
            part = self.part
            return replace(
                self,
                pull=lambda row: two_digits(self.vjp(row)),
                part=part and (lambda rows, columns: two_digits(part(rows, columns))),
            )
        return Dense(entries=two_digits(self.built))


def _places(part: slice, size: int) -> NDArray[np.intp]:
    """The numbers that a slice takes out of so many, and no others."""
    return np.arange(*part.indices(size))


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array


def multiplications(sizes: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """What a chain of factors of these sizes costs, product by product: multiplied from the left,
    as backpropagation does, and from the right.

    (1×1)(1×3)(3×3)(3×12): 3 + 9 + 36 from the left, 108 + 36 + 12 from the right.
    """
    first, last = sizes[0][0], sizes[-1][1]
    left = [first * rows * columns for rows, columns in sizes[1:]]
    right = [rows * columns * last for rows, columns in reversed(sizes[:-1])]
    return left, right
