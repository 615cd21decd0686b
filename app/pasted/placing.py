"""What moves entries and computes nothing: shapes, parts, joins."""

from collections.abc import Sequence
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np

from graph_engine.arrays import Shape
from graph_engine.ops.windows import moving
from graph_engine.saying import say

from .arithmetic import call, size
from .calls import Call
from .lines import term_of
from .values import ATOM, Chosen, Cut, Many, Term, Unread, inside, is_none, number, uses, whole


def axis_of(axis: int, shape: Shape) -> int:
    """An axis counted from 0; raises where there is none such."""
    if not -len(shape) <= axis < len(shape):
        raise Unread(
            say("there is no axis %(axis)s: this is %(size)s.", axis=axis, size=size(shape))
        )
    return axis % len(shape)


def plain(shape: Shape) -> Shape:
    """A shape as it is written: without axes of one entry in front of a matrix, as images have."""
    while len(shape) > 2 and shape[0] == 1:
        shape = shape[1:]
    return shape


def transposed(x: Term) -> Term:
    """Rows and columns exchanged."""
    if x.fixed and x.value is not None:
        return replace(number(np.transpose(x.value)), drawn=x.drawn)
    if len(x.shape) < 2:
        return x
    if len(x.shape) > 2:
        raise Unread(say("only a matrix can be transposed here."))
    if x.form[:1] == ("T",):
        found: Term = x.form[1]
        return found
    return Term(
        text=f"{inside(x, ATOM)}.T", shape=x.shape[::-1], uses=x.uses, form=("T", x)
    )  # fmt: skip


def shape_of(before: Shape, sizes: Sequence[int]) -> Shape:
    """Another shape for as many entries; one size may be −1. Raises `Unread`."""
    wanted, count = list(sizes), prod(before)
    if wanted.count(-1) == 1:
        rest = prod(each for each in wanted if each != -1)
        wanted[wanted.index(-1)] = count // rest if rest else 0
    if prod(wanted) != count or any(each < 1 for each in wanted):
        raise Unread(
            say("%(count)s entries cannot stand as %(size)s.", count=count, size=size(tuple(sizes)))
        )
    return tuple(wanted)


def reshaped(x: Term, sizes: Sequence[int]) -> Term:
    """The entries in another shape; one size may be −1."""
    shape, count = shape_of(x.shape, sizes), prod(x.shape)
    if x.fixed and x.value is not None:
        return replace(number(np.reshape(x.value, shape)), drawn=x.drawn, learned=x.learned)
    if shape == x.shape:
        return x
    if x.form[:1] == ("front",):
        core: Term = x.form[1]
        return core if core.shape == shape else reshaped(core, shape)
    if len(shape) > 2 and shape == (1,) * (len(shape) - len(x.shape)) + x.shape:
        return fronted(x, shape)
    now, before = plain(shape), plain(x.shape)
    if now == before:
        return as_shape(x, shape)
    if len(now) > 2:
        raise Unread(
            say("%(size)s has more than two axes.", size=size(shape)),
            say("Take one sample, or one channel."),
        )
    if not now:
        return entry(replace(x, shape=before), *(0,) * len(before))
    if now == (count,) and len(before) == 2:
        found = call("vec", x, shape=shape)
    elif not before:
        text = f"[{x.text}]" if len(now) == 1 else f"[[{x.text}]]"
        found = Term(text=text, shape=shape, uses=x.uses)
    else:
        found = call("reshape", x, shape=shape, more=f", {', '.join(map(str, now))}")
    return replace(found, value=None if x.value is None else np.reshape(x.value, shape))


def entry(x: Term, *places: int) -> Term:
    """One entry."""
    return part(x, places)


def part(x: Term, key: Any) -> Term:
    """Entries that Python's brackets take: numbers, slices, None."""
    keys = key if isinstance(key, tuple) else (key,)
    if x.fixed and x.value is not None:
        try:
            found: Any = np.asarray(x.value)[keys]
        except (IndexError, TypeError, ValueError):
            raise _outside(x.shape) from None
        if isinstance(x.value, np.ndarray) and found.ndim == 0 and x.value.dtype.kind == "i":
            found = int(found)
        return replace(number(found), learned=x.learned, drawn=x.drawn)
    try:
        shape = np.broadcast_to(np.float64(0), x.shape)[keys].shape
    except (IndexError, TypeError, ValueError):
        raise _outside(x.shape) from None
    if x.form[:1] == ("front",):
        core: Term = x.form[1]
        more = len(x.shape) - len(core.shape)
        if len(keys) >= more and all(each in (0, -1) for each in keys[:more]):
            return part(core, keys[more:]) if len(keys) > more else core
    if x.form[:1] == ("conv",) and (again := _strided(x, keys)) is not None:
        return again
    while keys and keys[-1] == slice(None) and None in keys:
        keys = keys[:-1]  # `B[None, :, :]` is `B[None]`
    hidden = len(x.shape) - len(plain(x.shape))
    if (
        keys
        and all(each is None for each in keys)
        and len(x.shape) + len(keys) > 2
        and (len(x.shape) >= 2 or len(keys) > 1)
    ):
        return fronted(x, shape)
    for _k in range(hidden):
        if keys and (keys[0] in (0, -1) or keys[0] == slice(None)):
            keys = keys[1:]
    if not keys or all(each == slice(None) for each in keys):
        return as_shape(x, shape)
    written = ", ".join(map(_written, keys))
    value = (
        None if x.value is None else np.asarray(x.value)[key if isinstance(key, tuple) else (key,)]
    )
    return Term(value=value, text=f"{inside(x, ATOM)}[{written}]", shape=shape, uses=x.uses)


def fronted(x: Term, shape: Shape) -> Term:
    """The same with axes of one entry in front, as a convolution of a library wants them."""
    core = x.form[1] if x.form[:1] == ("front",) else x
    return replace(as_shape(x, shape), form=("front", core))


def as_shape(x: Term, shape: Shape) -> Term:
    """The same under a shape that differs by axes of one entry in front: nothing is written."""
    return replace(x, shape=shape, value=None if x.value is None else np.reshape(x.value, shape))


def moved_over(
    name: str, x: Term, kernel: Term, shape: Shape, *, stride: int = 1, padding: int = 0
) -> Term:
    """A kernel moved over a vector or a matrix."""
    more = "".join(f", {word}" for word in moving(stride, padding))
    found = call(name, x, kernel, shape=shape, more=more)
    return replace(found, form=("conv", name, x, kernel, stride, padding))


def _strided(x: Term, keys: tuple[Any, ...]) -> Term | None:
    """Every second place of a convolution is one with a stride of 2."""
    _conv, name, image, kernel, stride, padding = x.form
    slices = [key for key in keys if isinstance(key, slice)]
    steps = {key.step for key in slices if key == slice(None, None, key.step)}
    if len(keys) != len(x.shape) or len(steps) != 1 or stride != 1:
        return None
    (step,) = steps
    if step is None or step < 2 or any(not isinstance(key, slice) for key in keys):
        return None
    shape = tuple(-(-n // step) for n in x.shape)
    return moved_over(name, image, kernel, shape, stride=step, padding=padding)


def _outside(shape: Shape) -> Unread:
    return Unread(say("there is no such entry: this is %(size)s.", size=size(shape)))


def _written(key: Any) -> str:
    if isinstance(key, slice):
        ends = [("" if each is None else str(each)) for each in (key.start, key.stop)]
        return ":".join(ends if key.step is None else [*ends, str(key.step)])
    return str(key)


def subscript(value: Any, place: Any, c: Call) -> Any:
    """`value[place]` of whatever stands there."""
    if isinstance(value, Many):
        return _of_many(value, place, c)
    x = term_of(value, c.lines)
    if isinstance(place, Chosen):
        if place.term.text == x.text and place.axis is None:
            whole_x: Term = x.form[1] if x.form[:1] == ("vec",) else x
            return call(place.name, whole_x, shape=())
        raise Unread(say("which entry this takes is not known before the program runs."))
    if isinstance(place, Many) and place.items and _rows(place, x):
        return _picked(x, (place,), c)
    keys = keys_of(place)
    if keys is None:
        return _picked(x, place.items if isinstance(place, Many) else (place,), c)
    return part(x, whole_keys(keys, len(x.shape)))


def whole_keys(keys: tuple[Any, ...], axes: int) -> tuple[Any, ...]:
    """Keys with as many full slices in the place of `...` as there are axes left."""
    if Ellipsis not in keys:
        return keys
    at = keys.index(Ellipsis)
    rest = axes - sum(key is not None for key in keys) + 1
    return (*keys[:at], *[slice(None)] * max(rest, 0), *keys[at + 1 :])


def keys_of(place: Any) -> tuple[Any, ...] | None:
    """What stands in brackets: numbers, slices, None, `...`; None where it is something else."""
    keys: list[Any] = []
    for each in place.items if isinstance(place, Many) and not place.hint else (place,):
        if isinstance(each, Cut):
            keys.append(each.value)
        elif is_none(each):
            keys.append(None)
        elif whole(each) is not None and not getattr(each, "shape", ()):
            keys.append(whole(each))
        else:
            return None
    return tuple(keys)


def _rows(place: Many, x: Term) -> bool:
    """Whether a list in brackets is one list of rows, `X[[0, 2]]`, and not several places."""
    places = [each for each in place.items if isinstance(each, Term)]
    return bool(place.hint) or len(places) > len(x.shape)


def _of_many(value: Many, place: Any, c: Call) -> Any:
    if isinstance(place, Cut):
        known = range(value.count)[place.value]
        if value.more and any(k >= len(value.items) for k in (*known[:1], *known[-1:])):
            raise Unread(say("this list is too long."))
        return Many(tuple(value.items[k] for k in known))
    k = whole(place)
    if k is not None and value.more and not 0 <= k < len(value.items):
        raise Unread(say("this list is too long."))
    if k is not None and -len(value.items) <= k < len(value.items):
        return value.items[k]
    if k is not None:
        raise Unread(say("there is no entry %(place)s in this list.", place=k))
    return subscript(term_of(value, c.lines), place, c)


def _picked(x: Term, places: tuple[Any, ...], c: Call) -> Term:
    """Rows by their numbers, `E[[0, 2]]`; one entry of each row, `P[range(n), y]`."""
    if x.fixed and x.value is not None and (known := _known_keys(places, c)) is not None:
        return part(x, known)
    if len(places) == 1:
        rows = numbers_of(places[0], c)
        if rows is not None and len(x.shape) in (1, 2):
            return stacked([part(x, row) for row in rows])
    if len(places) == 2 and len(x.shape) == 2:
        rows, columns = (numbers_of(each, c) for each in places)
        every = isinstance(places[0], Cut) and places[0].value == slice(None)
        if every and columns is not None:
            return transposed(stacked([part(x, (slice(None), each)) for each in columns]))
        if rows is not None and columns is not None and len(rows) == len(columns):
            if rows == list(range(x.shape[0])) and rows and len(rows) > 2:
                chosen = np.zeros(x.shape)
                chosen[rows, columns] = 1
                label = c.lines.leaf("onehot", number(chosen), "label")
                return call(
                    "sum",
                    Term(text=f"{inside(x, 4)}*{label.text}", shape=x.shape, holds=3,
                         uses=x.uses | label.uses),
                    shape=(len(rows),), more=", axis=1",
                )  # fmt: skip
            return stacked([part(x, pair) for pair in zip(rows, columns, strict=True)])
    raise Unread(
        say("only whole numbers and slices stand in brackets here."),
        say("A mask is a product: `x*(x > 0)`."),
    )


def _known_keys(places: tuple[Any, ...], c: Call) -> tuple[Any, ...] | None:
    """Places that are all known, as numpy takes them."""
    keys: list[Any] = []
    for each in places:
        if isinstance(each, Cut):
            keys.append(each.value)
            continue
        if not isinstance(each, Many | Term):
            return None
        value = term_of(Many(each.items) if isinstance(each, Many) else each, c.lines).value
        known = np.asarray(value) if value is not None else None
        if known is None or (known.dtype != bool and np.any(np.mod(known, 1))):
            return None
        keys.append(known if known.dtype == bool else known.astype(int))
    return tuple(keys)


def numbers_of(value: Any, c: Call) -> list[int] | None:
    """Whole numbers that are known; None for everything else."""
    if not isinstance(value, Many | Term):
        return None
    found = term_of(Many(value.items) if isinstance(value, Many) else value, c.lines)
    if found.value is None or len(found.shape) != 1:
        return None
    flat = [float(each) for each in np.reshape(found.value, -1)]
    if not all(each.is_integer() for each in flat) or len(flat) > 400:
        return None
    return [int(each) for each in flat]


def stacked(terms: Sequence[Term]) -> Term:
    """Numbers to a vector, vectors to the rows of a matrix."""
    if len({each.shape for each in terms}) > 1:
        raise Unread(say("what stands in this list is not of one size."))
    shape = (len(terms), *terms[0].shape)
    if all(each.fixed and each.value is not None for each in terms):
        return number(np.stack([each.value for each in terms]))
    if len(plain(shape)) > 2:
        raise Unread(say("%(size)s has more than two axes.", size=size(shape)))
    return Term(text=f"[{', '.join(each.text for each in terms)}]", shape=shape, uses=uses(terms))
