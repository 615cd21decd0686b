"""Along one axis: down the columns of a matrix (`axis=0`) or along its rows (`axis=1`).

Names and meaning are numpy's. What is told of the axis stands here once: which it is, how it is
drawn (↓, →), and an operation of a vector done for each column or row.
"""

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import Array, Shape
from ..elementwise import written
from ..expansion import Places, Writing
from ..jacobian import Dense, Derived, Jacobian
from ..op import ShapeError
from ..saying import say

ARROWS = (r"{\downarrow}", r"{\rightarrow}")
"""By the axis, its sign in a formula."""

DENSE = 250_000
"""Entries of a Jacobian up to which it is made whole."""


def axis_of(shape: Shape, sizes: tuple[int, ...]) -> int | None:
    """Which axis of a matrix is meant; None where it is over all entries, as for a vector."""
    if not sizes:
        return None
    (axis,) = sizes
    if not -len(shape) <= axis < len(shape):
        raise ShapeError(
            say("%(shape)s has no axis %(axis)s.", shape=written(shape), axis=axis),
            say("A matrix has axis 0, down the columns, and axis 1, along the rows; a vector 0."),
        )
    return axis % len(shape) if len(shape) > 1 else None


def reduced_along(shape: Shape, sizes: tuple[int, ...], name: str, cure: str = "") -> int | None:
    """The same of what makes one number of many, once it is sure that there are entries."""
    if not shape:
        raise ShapeError(
            say("`%(name)s` takes a vector or a matrix; here is a single number.", name=name), cure
        )
    return axis_of(shape, sizes)


def line_of(shape: Shape, axis: int) -> NDArray[np.intp]:
    """Per column (row) of a matrix, the places of its entries: an array (lines, entries)."""
    places = np.arange(prod(shape)).reshape(shape)
    return places.T if axis == 0 else places


def blocks(shape: Shape, axis: int, of: Callable[[Array], Array], out: Any) -> Jacobian:
    """The Jacobian of what is done for each column (row) on its own, by that of one, `of(line)`."""
    lines, size = line_of(shape, axis), prod(shape)
    values = np.reshape(out, -1)
    if len(lines) == 1:
        return Dense(entries=of(values[lines[0]]))

    def part(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Array:
        across = 1 - axis
        line, other = (np.unravel_index(k, shape)[across] for k in (rows, columns))
        place, at = (np.unravel_index(k, shape)[axis] for k in (rows, columns))
        found = np.zeros((len(rows), len(columns)))
        for number in np.unique(line):
            mine, theirs = np.nonzero(line == number)[0], np.nonzero(other == number)[0]
            whole = of(values[lines[number]])
            found[np.ix_(mine, theirs)] = whole[np.ix_(place[mine], at[theirs])]
        return found

    if size * size <= DENSE:
        everywhere = np.arange(size)
        return Dense(entries=part(everywhere, everywhere))

    def pull(row: Array) -> Array:
        found = np.zeros(size)
        for line in lines:
            found[line] = row[line] @ of(values[line])
        return found

    return Derived(rows=size, columns=size, pull=pull, part=part)


def gathered(shape: Shape, axis: int | None, weights: Any) -> Jacobian:
    """The Jacobian of one number for each column (row), by the weight of each entry in its own."""
    if axis is None or shape[1 - axis] == 1:
        return Dense(entries=np.reshape(weights, (1, -1)))
    lines = line_of(shape, axis)
    flat = np.reshape(weights, -1)

    def part(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Array:
        belongs = np.unravel_index(columns, shape)[1 - axis]
        return np.where(rows[:, None] == belongs, flat[columns], 0.0)

    if flat.size * len(lines) <= DENSE:
        return Dense(entries=part(np.arange(len(lines)), np.arange(flat.size)))

    def pull(row: Array) -> Array:
        found = np.zeros(flat.size)
        for k, line in enumerate(lines):
            found[line] = row[k] * flat[line]
        return found

    return Derived(rows=len(lines), columns=flat.size, pull=pull, part=part)


def along_written(writing: Writing, x: Places, make: Callable[[Places], Places]) -> Places:
    """An operation written out for each column (row), or for all entries where no axis is said."""
    if not writing.sizes or x.ndim == 1:
        return make(x)
    axis = writing.sizes[0] % 2
    lines = [make(line) for line in (x.T if axis == 0 else x)]
    found = np.array(lines, dtype=np.intp)
    return found.T if axis == 0 and found.ndim == 2 else found
