"""What stands in brackets behind a value: `x[2]`, `x[-1]`, `x[1:3]`, `X[:, 0]`, `x[:, None]`.

As in Python: entries are counted from 0, negative ones from the end, the second number of a range
is the first one left out. What is read becomes whole numbers that belong to the operation.
"""

import ast

import numpy as np

from ..saying import say
from .draft import Draft
from .filled import whole
from .messages import Span
from .suggestions import text_of

_HINT = say("Entries are counted from 0: `x[0]`, `x[1]`; a part is `x[1:3]`, the last is `x[-1]`.")


def listed(draft: Draft, item: ast.Subscript) -> list[ast.expr]:
    """What is between the brackets, axis by axis; raises on what is no place."""
    inner = item.slice
    found = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if len(found) > 2 or not found:
        raise draft.span(item).error(
            say("an entry has one or two numbers."), say("Write `x[0]` or `W[0, 1]`.")
        )
    for each in found:
        if isinstance(each, ast.Compare):
            raise draft.span(each).error(
                say("a mask picks as many entries as it holds for, and sizes are fixed here."),
                say("Write `where(x > 0, x, 0)`, or `(x > 0)*x`."),
            )
        if isinstance(each, ast.Slice):
            for bound in (each.lower, each.upper, each.step):
                if bound is not None:
                    place(draft, bound)
        elif not _new(each):
            place(draft, each)
    return found


def _new(item: ast.expr) -> bool:
    """Whether it makes an axis of length 1: `None`, numpy's `np.newaxis`."""
    return (isinstance(item, ast.Constant) and item.value is None) or (
        isinstance(item, ast.Name) and item.id == "newaxis"
    )


def place(draft: Draft, item: ast.expr) -> int:
    """A whole number, written out or worked out of such; negative ones count from the end."""
    found = whole(item)
    if found is not None:
        return found
    raise draft.span(item).error(say("a whole number is needed here, written out."), _HINT)


def taken(draft: Draft, item: ast.Subscript, node: int, span: Span) -> int:
    """The node for a part of a value."""
    found, shape = listed(draft, item), draft.nodes[node].shape
    if any(_new(each) for each in found):
        return _with_axis(draft, found, node, span)
    if not any(isinstance(each, ast.Slice) for each in found):
        literal = [
            _place(draft, each, shape[axis]) if axis < len(shape) else place(draft, each)
            for axis, each in enumerate(found)
        ]
        return draft.operate("entry", (node,), _numbers(literal), span)
    sizes: list[int] = []
    for axis, each in enumerate(found):
        size = shape[axis] if axis < len(shape) else 0
        sizes += _range(draft, each, size)
    if len(found) <= len(shape) and sizes == [
        n for size in shape[: len(found)] for n in (0, size, 1)
    ]:
        return node  # `x[:]` is all of x
    return draft.operate("part", (node,), _numbers(sizes), span)


def _range(draft: Draft, item: ast.expr, size: int) -> list[int]:
    """Where a range begins, where it ends and in which steps; a step of 0 is one entry."""
    if isinstance(item, ast.Slice):
        bounds = (item.lower, item.upper, item.step)
        values = [None if bound is None else place(draft, bound) for bound in bounds]
        if values[2] == 0:
            raise draft.span(item).error(say("the step of a range is not 0."))
        found = slice(*values).indices(size)
        if size and not range(*found):
            raise draft.span(item).error(
                say(
                    "there are no entries in `%(part)s`: they are counted from 0 to %(last)s.",
                    part=text_of(draft, item),
                    last=size - 1,
                ),
                say(
                    "The second number is the first one that is left out: `x[0:2]` has two entries."
                ),
            )
        return list(found)
    first = _place(draft, item, size) if size else place(draft, item)
    return [first, first + 1, 0]


def _place(draft: Draft, item: ast.expr, size: int) -> int:
    """Which of so many entries is meant, counted from 0."""
    found = place(draft, item)
    if not -size <= found < size:
        raise draft.span(item).error(
            say(
                "there is no entry number %(place)s: they are counted from 0 to %(last)s.",
                place=found,
                last=size - 1,
            ),
            say("From the end they are counted from -1 to -%(size)s.", size=size)
            if found < 0
            else "",
        )
    return found + size if found < 0 else found


def _with_axis(draft: Draft, found: list[ast.expr], node: int, span: Span) -> int:
    """`x[:, None]` is a column, `x[None, :]` a row."""
    shape = draft.nodes[node].shape
    rest = [each for each in found if not _new(each)]
    whole = all(isinstance(each, ast.Slice) and _all(each) for each in rest)
    if len(shape) != 1 or not whole or len(found) - len(rest) != 1:
        raise span.error(
            say("`None` in brackets makes a column or a row of a vector."),
            say("Write `x[:, None]` or `x[None, :]`."),
        )
    column = len(found) == 2 and _new(found[1])
    return draft.operate(
        "reshape", (node,), _numbers([shape[0], 1] if column else [1, shape[0]]), span
    )


def _all(item: ast.Slice) -> bool:
    return item.lower is None and item.upper is None and item.step is None


def _numbers(sizes: list[int]) -> tuple[np.float64, ...]:
    return tuple(np.float64(size) for size in sizes)
