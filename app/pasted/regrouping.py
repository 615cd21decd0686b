"""Other shapes of what has more than two axes: views, transposes, joins.

The entries of a value one after the other are runs of entries of its matrices; another shape is the
same runs, cut elsewhere. A matrix is then written as the part, the reshape or the join that it is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_engine.arrays import Shape
from graph_engine.saying import say

from . import stacks
from .calls import Call
from .moving import TABLE as MOVING
from .moving import flat, order_of
from .placing import (
    axis_of,
    fronted,
    keys_of,
    part,
    plain,
    reshaped,
    shape_of,
    stacked,
    transposed,
    whole_keys,
)
from .values import Many, Stack, Term, Unread, number, uses


@dataclass(frozen=True, eq=False)
class Run:
    """Entries of one matrix, one behind the other."""

    of: Term
    start: int
    stop: int

    @property
    def whole(self) -> bool:
        """Whether these are all of its entries."""
        return self.stop - self.start == prod(self.of.shape)

    def text(self) -> Term:
        """As a vector."""
        if self.whole:
            return self.of if len(self.of.shape) == 1 else reshaped(self.of, (-1,))
        if len(self.of.shape) == 1:
            return part(self.of, slice(self.start, self.stop))
        width = self.of.shape[1]
        row, first = divmod(self.start, width)
        last, end = divmod(self.stop - 1, width)
        if row == last:
            every = first == 0 and end == width - 1
            return part(self.of, (row,) if every else (row, slice(first, end + 1)))
        return reshaped(part(self.of, (slice(row, last + 1),)), (-1,))


Row = list[Run]

ROWS = 2048
"""Rows that a value is cut into, or put together from."""


def _runs(value: Any) -> Iterator[Run]:
    """All entries; of a matrix row by row, so that none goes over the end of one."""
    items = stacks.items_of(value).flat if stacks.tall(value) else [value]
    for item in items:
        width = item.shape[-1]
        for start in range(0, prod(item.shape), width):
            yield Run(item, start, start + width)


def _cut(runs: Iterator[Run], width: int) -> list[Row]:
    """Rows of so many entries each."""
    rows: list[Row] = []
    room = 0
    for run in runs:
        while run.stop > run.start:
            if not room:
                rows.append([])
                room = width
            take = min(room, run.stop - run.start)
            rows[-1].append(Run(run.of, run.start, run.start + take))
            run, room = Run(run.of, run.start + take, run.stop), room - take
    return [_merged(row) for row in rows]


def _merged(row: Row) -> Row:
    """Runs that go on where the one before ended, as one: whole rows with whole rows."""
    found: Row = []
    for run in row:
        last = found[-1] if found else None
        if last is not None and last.of is run.of and last.stop == run.start:
            width = run.of.shape[-1]
            if last.start % width == 0 and run.stop % width == 0:
                found[-1] = Run(run.of, last.start, run.stop)
                continue
        found.append(run)
    return found


def _vector(row: Row) -> Term:
    if len(row) == 1:
        return row[0].text()
    terms = [run.text() for run in row]
    names = ", ".join(each.text for each in terms)
    count = sum(prod(each.shape) for each in terms)
    return Term(text=f"concat({names})", shape=(count,), uses=uses(terms))


def _matrix(rows: list[Row]) -> Term:
    """Rows one below the other, as they are best written."""
    shape = (len(rows), sum(run.stop - run.start for run in rows[0]))
    flat = _merged([run for row in rows for run in row])
    of = flat[0].of
    if len(flat) == 1:
        return reshaped(of if flat[0].whole else flat[0].text(), shape)
    if len(of.shape) == 2 and all(len(row) == 1 and row[0].of is of for row in rows):
        found = _block([row[0] for row in rows], shape)
        if found is not None:
            return found
    if len(rows) == 1:
        return reshaped(_vector(rows[0]), shape)
    blocks = _side_by_side(rows)
    if blocks:
        columns = [part(each, (slice(None), k)) for each in blocks for k in range(each.shape[1])]
        return transposed(stacked(columns))
    return stacked([_vector(row) for row in rows])


def _block(rows: Row, shape: Shape) -> Term | None:
    """Rows of one matrix: a block of it, or one row of it cut into several; None of all else."""
    of, width = rows[0].of, rows[0].of.shape[1]
    first, column = divmod(rows[0].start, width)
    places = [divmod(row.start, width) for row in rows]
    if places == [(first + k, column) for k in range(len(rows))] and column + shape[1] <= width:
        every = first == 0 and len(rows) == of.shape[0]
        down = slice(None) if every else slice(first, first + len(rows))
        return part(of, (down, slice(column, column + shape[1])))
    run = Run(of, rows[0].start, rows[-1].stop)
    if places[-1][0] == first and run.stop - run.start == prod(shape):
        return reshaped(run.text(), shape)
    return None


def _side_by_side(rows: list[Row]) -> list[Term]:
    """The matrices that stand beside each other, where it is these as a whole."""
    found = []
    for k, run in enumerate(rows[0]):
        column = [row[k] if k < len(row) else None for row in rows]
        width = run.of.shape[-1]
        fits = all(
            each is not None
            and each.of is run.of
            and (each.start, each.stop) == (j * width, (j + 1) * width)
            for j, each in enumerate(column)
        )
        if not fits or len(run.of.shape) != 2 or run.of.shape[0] != len(rows):
            return []
        found.append(run.of)
    return found


def _rows(x: Any, shape: Shape) -> NDArray[Any]:
    """Its rows in another shape, in an array of all axes but the last."""
    found = np.empty(prod(shape[:-1]), dtype=object)
    found[:] = _cut(_runs(x), shape[-1])
    return found.reshape(shape[:-1])


def _gathered(rows: Any, shape: Shape) -> Any:
    """Rows, in an array of all axes but the last, as a value of that shape."""
    if len(shape) == 1:
        return _vector(rows[()])
    stacks.few(shape[:-2])
    found = np.empty(shape[:-2], dtype=object)
    for place in np.ndindex(found.shape):
        found[place] = _matrix([*rows[place]])
    return stacks.assembled(found)


def _bounded(rows: int) -> None:
    """Raise where so many rows would be gone through."""
    if rows > ROWS:
        raise Unread(say("these are too many numbers."))


def viewed(x: Any, sizes: Sequence[int]) -> Any:
    """The same entries in another shape; one size may be −1."""
    shape = shape_of(x.shape, sizes)
    if shape == x.shape:
        return x
    if shape[-2:] == x.shape[-2:] and stacks.tall(x) and len(shape) > 1:
        return stacks.assembled(np.reshape(stacks.items_of(x), shape[:-2]))
    if prod(shape[:-1]) > 400:
        raise Unread(say("these are too many numbers."))
    stacks.few(shape[:-2])
    _bounded(prod(x.shape[:-1]))
    return _gathered(_rows(x, shape), shape)


def permuted(x: Any, order: Sequence[int]) -> Any:
    """Axes in another order; the last one may change places with the one before it."""
    count, order = len(x.shape), list(order)
    if order[-1] < count - 2:  # it comes next to the last one first
        near = [*range(count)]
        near[order[-1]], near[-2] = near[-2], near[order[-1]]
        x, order = permuted(x, near), [near[axis] for axis in order]
    if order[-1] == count - 2:
        x = stacks.each(transposed, x)
        other = {count - 2: count - 1, count - 1: count - 2}
        order = [other.get(axis, axis) for axis in order]
    if order == [*range(count)]:
        return x
    if order[-2] == count - 2:
        return stacks.assembled(np.transpose(stacks.items_of(x), order[:-2]))
    shape = tuple(x.shape[axis] for axis in order)
    stacks.few(shape[:-2])
    _bounded(prod(shape[:-1]))
    return _gathered(np.transpose(_rows(x, x.shape), order[:-1]), shape)


def joined(c: Call) -> Any:
    """`cat` and `stack` of such values."""
    first = c.args[0] if c.args else None
    values = list(first.items if isinstance(first, Many) else c.args)
    axis = c.axis() or 0
    count = len(values[0].shape)
    if c.name == "stack":
        axis %= count + 1
        values = [viewed(each, (*each.shape[:axis], 1, *each.shape[axis:])) for each in values]
    axis = axis_of(axis, values[0].shape)
    if len({len(each.shape) for each in values}) > 1:
        raise Unread(say("these do not fit behind each other."))
    if axis < len(values[0].shape) - 2:
        return stacks.assembled(np.concatenate([stacks.items_of(v) for v in values], axis=axis))
    inner = axis - (len(values[0].shape) - 2)
    rows = prod(values[0].shape[:-2]) * sum(each.shape[axis] for each in values)
    _bounded(rows)
    c.lines.cells += rows

    def one(*items: Term) -> Term:
        keys = [
            (slice(None), k) if inner else (k,) for item in items for k in range(item.shape[inner])
        ]
        owner = [item for item in items for _k in range(item.shape[inner])]
        found = stacked([part(item, key) for item, key in zip(owner, keys, strict=True)])
        return transposed(found) if inner else found

    return stacks.each(one, *values)


def opened(owner: Any, place: Any) -> Any:
    """`A[:, None, :]` of a matrix: a matrix for each of its rows; None of all else."""
    keys = keys_of(place) if isinstance(owner, Term) and not owner.fixed else None
    if keys is None or None not in keys or len(owner.shape) > 2:
        return None
    keys = whole_keys(keys, len(owner.shape))
    try:
        shape = np.broadcast_to(np.float64(0), owner.shape)[keys].shape
    except (IndexError, TypeError):
        return None
    if len(shape) != 3 or shape[0] == 1:
        return None
    return viewed(part(owner, tuple(each for each in keys if each is not None)), shape)


# -- the functions of libraries ---------------------------------------------------------------


def _squeezed(c: Call, x: Any) -> Any:
    axis = c.axis()
    gone = [k for k, n in enumerate(x.shape) if n == 1]
    if axis is not None:
        gone = [k for k in gone if k == axis_of(axis, x.shape)]
    return viewed(x, [n for k, n in enumerate(x.shape) if k not in gone])


def _expanded(c: Call, x: Any) -> Any:
    axis = (c.axis() or 0) % (len(x.shape) + 1)
    return viewed(x, (*x.shape[:axis], 1, *x.shape[axis:]))


def _split(c: Call, x: Any) -> Many:
    """Pieces along an axis, each written as the slice that it is."""
    places = np.arange(x.shape[axis_of(c.axis(2) or 0, x.shape)])
    flat = MOVING[c.name](replace(c, given=(number(places), *c.given[1:2]), words=_but_axis(c)))
    before = (slice(None),) * axis_of(c.axis(2) or 0, x.shape)
    cuts = [(int(each.value[0]), int(each.value[-1]) + 1) for each in flat.items]
    if before and len(before) < len(x.shape) and not stacks.several(x):
        core = stacks.items_of(x).flat[0]
        deep = len(x.shape) - 2
        keys = [(*before[deep:], slice(*cut)) for cut in cuts]
        lead = x.shape[:deep]
        parts = [part(core, key) for key in keys]
        return Many(tuple(fronted(each, (*lead, *each.shape)) for each in parts))
    return Many(tuple(stacks.subscript(x, (*before, slice(*cut))) for cut in cuts))


def _but_axis(c: Call) -> dict[str, Any]:
    return {word: value for word, value in c.words.items() if word not in ("dim", "axis")}


_MOVES: dict[str, Callable[[Call, Any], Any]] = {
    **dict.fromkeys(("reshape", "view"), lambda c, x: viewed(x, c.sizes(1, "newshape"))),
    **dict.fromkeys(("flatten", "ravel"), lambda c, x: viewed(x, flat(c, x.shape))),
    **dict.fromkeys(
        ("transpose", "permute", "swapaxes"), lambda c, x: permuted(x, order_of(c, x.shape))
    ),
    "squeeze": _squeezed,
    **dict.fromkeys(("split", "chunk"), _split),
    **dict.fromkeys(("unsqueeze", "expand_dims"), _expanded),
}


def moved(c: Call) -> Any:
    """What a function that moves entries gives of something with more than two axes, or makes
    such a thing of something with two; None where it is about neither."""
    first = c.get(0, "input", "x")
    if c.name in ("cat", "concat", "concatenate", "stack"):
        items = first.items if isinstance(first, Many) else ()
        some = [each for each in items if stacks.tall(each) and stacks.open_(each)]
        deep = [each for each in items if isinstance(each, Term) and not each.fixed]
        two = c.name == "stack" and len(deep) == len(items) > 0 and len(deep[0].shape) == 2
        return joined(c) if some or two else None
    if c.name not in _MOVES or not isinstance(first, Stack | Term) or not stacks.open_(first):
        return None
    if stacks.tall(first):
        known = isinstance(first, Term) and first.form[:1] in (("front",), ("gathered",))
        if known and c.name in ("squeeze", "reshape", "view", "flatten", "ravel"):
            return None
        c.lines.cells += min(prod(first.shape[:-1]), ROWS)
        return _MOVES[c.name](c, first)
    if c.name in ("reshape", "view") and len(plain(c.sizes(1, "newshape"))) > 2:
        return viewed(first, c.sizes(1, "newshape"))
    if c.name in ("unsqueeze", "expand_dims") and len(first.shape) == 2 and (c.axis() or 0) % 3:
        return _expanded(c, first)
    return None


__all__ = ["joined", "moved", "permuted", "viewed"]
