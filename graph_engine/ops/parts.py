"""Parts of a vector or matrix, and values put together to a larger one.

A part is told as Python's slices tell it: per axis where it begins, where it ends and in which
steps; a step of 0 is one entry, whose axis goes.
"""

import re
from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import Shape
from ..elementwise import written
from ..jacobian import Selection
from ..op import Kernel, Op, ShapeError, family
from ..saying import say
from .shapes import MATRIX, VECTOR, beside, moved, one_of, placed, stacked


def ranges(sizes: Sequence[Any]) -> str:
    """Whole numbers as they stand in brackets: `1:3, 0`."""
    numbers = [int(size) for size in sizes]
    parts = []
    for first, end, step in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True):
        stop = "" if end < 0 else str(end)
        parts.append(
            str(first) if not step else f"{first}:{stop}" + (f":{step}" if step != 1 else "")
        )
    return ", ".join(parts)


def index_of(sizes: Sequence[int]) -> tuple[slice | int, ...]:
    """The same as numpy takes it."""
    triples = zip(sizes[::3], sizes[1::3], sizes[2::3], strict=True)
    return tuple(
        first if not step else slice(first, None if end < 0 else end, step)
        for first, end, step in triples
    )


def _part(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    (shape,) = shapes
    if len(sizes) % 3 or len(sizes) > 3 * len(shape):
        raise ShapeError(
            say("a vector has one axis, a matrix two: here are too many ranges.")
            if shape
            else say("a single number has no entries.")
        )
    index = index_of(sizes)
    places = np.arange(prod(shape)).reshape(shape)[index]
    if not places.size:
        raise ShapeError(
            say("there are no entries in `%(part)s`: they are counted from 0 to %(last)s.",
                part=ranges(sizes), last=shape[0] - 1),
            say("The second number is the first one that is left out: `x[0:2]` has two entries."),
        )  # fmt: skip

    def picked() -> NDArray[np.intp]:
        return np.reshape(places, -1)

    return moved(tuple(places.shape), shape, picked, f"#1[{ranges(sizes)}]", "P")


def _listed(count: int) -> str:
    return f"[{', '.join(f'#{k + 1}' for k in range(count))}]"


def _stack(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    """Numbers to a vector, or vectors to a matrix whose rows they are."""
    own = shapes[0]
    other = next((shape for shape in shapes if shape != own), own)
    if other != own or len(own) > 1:
        raise ShapeError(
            say(
                "a list holds single numbers, or vectors of one length that become rows; here is "
                "a matrix, %(shape)s.",
                shape=written(own),
            )
            if len(own) > 1
            else say(
                "a list holds single numbers, or vectors of one length that become rows; here are "
                "%(shape)s and %(other)s.",
                shape=written(own),
                other=written(other),
            ),
            say("Vectors one after another are `concat(a, b)`."),
        )
    count, size = len(shapes), prod(own)

    def forward(*parts: Any) -> Any:
        return np.stack(beside(parts, shapes), axis=-1 - len(own))

    def pull(port: int) -> Callable[..., Any]:
        if own:
            return lambda upstream, out, *parts: upstream[..., port, :]
        return lambda upstream, out, *parts: upstream[..., port]

    def jacobian(port: int) -> Callable[..., Selection]:
        return lambda out, *parts: one_of(count * size, port * size, size)

    ports = range(count)
    unit = f"I_{{{size}}}" if own else "1"
    slopes = tuple(placed(port, count, unit) for port in ports)
    rows = stacked(count)
    return Kernel(
        shape=(count, *own),
        forward=forward,
        pulls=tuple(pull(port) for port in ports),
        jacobians=tuple(jacobian(port) for port in ports),
        formula=rows if not own else re.sub(r"#(\d+)", r"#\1^{T}", rows),
        slopes=slopes,
        worked=slopes,
    )


PARTS = family(
    "Moving entries",
    Op(
        name="part",
        title="part",
        told_as_typed=True,
        symbol="[#c]",
        typed="#1[#c]",
        operands=("x",),
        formula="#1[#c]",
        kernel=_part,
        expansion=lambda writing, x: np.asarray(x[index_of(writing.sizes)]),
        letters="Here P picks the entries that are taken; the others get no gradient.",
        samples=(
            (VECTOR, 1, 3, 1),
            (VECTOR, 3, -1, -2),
            (MATRIX, 0, 2, 1, 1, 2, 0),
            (MATRIX, 0, 1, 1),
            (MATRIX, 0, 2, 1, 0, 3, 2),
        ),
        domain="a vector or a matrix; the second number is the first one left out, `x[1:3]` has "
        "entries 1 and 2",
        sizes=(3, 6),
        listing=ranges,
    ),
    Op(
        name="stack",
        title="list of values",
        symbol="[·,·]",
        typed=_listed,
        ordered=True,
        operands=("a", "…"),
        formula=stacked,
        kernel=_stack,
        expansion=lambda writing, *parts: np.array(parts),
        samples=((0.5, 1.5, -2.0), ([1.0, -2.0], [0.5, 3.0])),
        domain="single numbers, or vectors of one length that become rows",
    ),
)
"""What takes a value apart and puts values together."""
