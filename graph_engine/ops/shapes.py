"""The same numbers in another shape: transpose, entries, vec, reshape, concat, a bias appended."""

from collections.abc import Callable, Sequence
from functools import cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import Shape, leading
from ..elementwise import too_small, written
from ..expansion import same
from ..jacobian import Selection
from ..op import Kernel, Op, ShapeError, family
from ..saying import say

Picks = Callable[[], NDArray[np.intp]]


def moved(shape: Shape, operand: Shape, picked: Picks | None, formula: str, slope: str) -> Kernel:
    """The kernel of a result whose entry k is the operand's entry `picked()[k]`, row by row; None:
    all of them as they stand. They are counted when they are first needed."""
    size = prod(operand)

    @cache
    def picks() -> NDArray[np.intp]:
        return np.arange(size) if picked is None else picked()

    def forward(x: Any, *sizes: Any) -> Any:
        lead = leading(x, operand)
        flat = np.reshape(x, (*lead, size))
        return np.reshape(flat if picked is None else flat[..., picks()], (*lead, *shape))[()]

    def pull(upstream: Any, out: Any, x: Any, *sizes: Any) -> Any:
        lead = leading(upstream, shape)
        flat = np.reshape(upstream, (*lead, prod(shape)))
        if picked is not None:
            back = np.zeros((*lead, size))
            back[..., picks()] = flat  # no entry is picked twice
            flat = back
        return np.reshape(flat, (*lead, *operand))

    return Kernel(
        shape=shape,
        forward=forward,
        pulls=(pull,),
        jacobians=(lambda out, x, *sizes: Selection(columns=size, picks=picks()),),
        formula=formula,
        slopes=(slope,),
        worked=(slope,),
    )


def _transpose(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    (shape,) = shapes
    if len(shape) != 2:
        raise ShapeError(say("`.T` transposes a matrix; here is %(shape)s.", shape=written(shape)))

    def picked() -> NDArray[np.intp]:
        return np.arange(prod(shape)).reshape(shape).T.reshape(-1)

    return moved(shape[::-1], shape, picked, "#1^{T}", "P")


def _entry(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    (shape,) = shapes
    if len(sizes) > len(shape):
        raise ShapeError(
            say(
                "a vector has one axis: its entries have one number, not %(count)s.",
                count=len(sizes),
            )
            if shape
            else say("a single number has no entries.")
        )
    for size, place in zip(shape, sizes, strict=False):
        if not 0 <= place < size:
            raise ShapeError(
                say(
                    "there is no entry number %(place)s: they are counted from 0 to %(last)s.",
                    place=place,
                    last=size - 1,
                )
            )
    rest = shape[len(sizes) :]
    listed = ", ".join(map(str, sizes))

    def picked() -> NDArray[np.intp]:
        return np.reshape(np.arange(prod(shape)).reshape(shape)[sizes], -1)

    return moved(rest, shape, picked, f"#1[{listed}]", "P")


def _vec(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    (shape,) = shapes
    if len(shape) != 2:
        raise ShapeError(
            say("`vec` makes a vector of a matrix; here is %(shape)s.", shape=written(shape))
        )
    size = prod(shape)
    return moved((size,), shape, None, r"\operatorname{vec}(#1)", f"I_{{{size}}}")


def _reshape(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    (shape,) = shapes
    if min(sizes) < 1:
        raise ShapeError(
            too_small(sizes),
            say("%(shape)s has %(places)s entries.", shape=written(shape), places=prod(shape))
            if shape
            else "",
        )
    if not shape or prod(sizes) != prod(shape):
        raise ShapeError(
            say(
                "`reshape` keeps the number of entries: %(shape)s has %(places)s, and %(asked)s "
                "would be %(new)s.",
                shape=written(shape),
                places=prod(shape),
                asked=written(sizes),
                new=prod(sizes),
            )
        )
    size = prod(shape)
    listed = r" \times ".join(map(str, sizes))
    formula = rf"\operatorname{{reshape}}(#1, {listed})"
    return moved(tuple(sizes), shape, None, formula, f"I_{{{size}}}")


def _with_bias(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    (shape,) = shapes
    if len(shape) != 1:
        raise ShapeError(
            say("`with_bias` appends a 1 to a vector; here is %(shape)s.", shape=written(shape))
        )
    (size,) = shape

    def forward(x: Any) -> Any:
        longer = np.empty((*x.shape[:-1], size + 1))
        longer[..., :-1] = x
        longer[..., -1] = 1.0
        return longer

    picks = np.append(np.arange(size), -1)
    slope = rf"\begin{{pmatrix}} I_{{{size}}} \\ 0 \end{{pmatrix}}"
    return Kernel(
        shape=(size + 1,),
        forward=forward,
        pulls=(lambda upstream, out, x: upstream[..., :-1],),
        jacobians=(lambda out, x: Selection(columns=size, picks=picks),),
        formula=r"\begin{pmatrix} #1 \\ 1 \end{pmatrix}",
        slopes=(slope,),
        worked=(slope,),
    )


WRITTEN_OUT = 8
"""Values one above the other up to which a formula has each of them; of more the first and last."""


def stacked(count: int) -> str:
    """So many values one above the other."""
    rows = [f"#{k + 1}" for k in range(count)]
    return column(rows if count <= WRITTEN_OUT else [*rows[:2], r"\vdots", rows[-1]])


def placed(port: int, count: int, unit: str) -> str:
    """The slope of so many values one above the other by one of them: its unit among zeros."""
    if count <= WRITTEN_OUT:
        return column([unit if k == port else "0" for k in range(count)])
    above, below = port, count - 1 - port
    return column(
        [
            *(["0"] if above else []),
            *([r"\vdots"] if above > 1 else []),
            unit,
            *([r"\vdots"] if below > 1 else []),
            *(["0"] if below else []),
        ]
    )


def column(rows: Sequence[str]) -> str:
    """Rows one above the other, in parentheses."""
    return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"


def beside(parts: Sequence[Any], shapes: Sequence[Shape]) -> list[Any]:
    """Parts with the same axes of samples: one without samples is the same for each of them."""
    pairs = [*zip(parts, shapes, strict=True)]
    lead = np.broadcast_shapes(*(leading(part, shape) for part, shape in pairs))
    return [np.broadcast_to(part, (*lead, *shape)) for part, shape in pairs]


def one_of(total: int, start: int, size: int) -> Selection:
    """The Jacobian of values one after another by one of them, so many entries from `start` on."""
    picks = np.full(total, -1)
    picks[start : start + size] = np.arange(size)
    return Selection(columns=size, picks=picks)


def _concat(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    """Vectors (and single numbers) one after another."""
    if any(len(shape) > 1 for shape in shapes):
        raise ShapeError(say("`concat` joins vectors and single numbers; here is a matrix."))
    lengths = [prod(shape) for shape in shapes]
    starts = np.concatenate([[0], np.cumsum(lengths)])
    total = int(starts[-1])

    def forward(*parts: Any) -> Any:
        whole = zip(beside(parts, shapes), shapes, strict=True)
        return np.concatenate([part if own else part[..., None] for part, own in whole], axis=-1)

    def pull(port: int) -> Callable[..., Any]:
        part = slice(int(starts[port]), int(starts[port + 1]))
        if not shapes[port]:
            return lambda upstream, out, *parts: upstream[..., part.start]
        return lambda upstream, out, *parts: upstream[..., part]

    def jacobian(port: int) -> Callable[..., Selection]:
        return lambda out, *parts: one_of(total, int(starts[port]), lengths[port])

    ports = range(len(shapes))
    slopes = tuple(placed(port, len(shapes), f"I_{{{lengths[port]}}}") for port in ports)
    return Kernel(
        shape=(total,),
        forward=forward,
        pulls=tuple(pull(port) for port in ports),
        jacobians=tuple(jacobian(port) for port in ports),
        formula=stacked(len(shapes)),
        slopes=slopes,
        worked=slopes,
    )


VECTOR = [1.0, -2.0, 0.5, 3.0]
MATRIX = [[1.0, -2.0, 0.5], [0.0, 3.0, 1.0]]

SHAPES = family(
    "Moving entries",
    Op(
        name="transpose",
        title="transpose",
        symbol="·ᵀ",
        typed="#1.T",
        operands=("A",),
        formula="#1^{T}",
        kernel=_transpose,
        expansion=lambda writing, x: x.T,
        letters="Here P is a permutation: it puts the entries in another order.",
        samples=((MATRIX,),),
        domain="a matrix",
    ),
    Op(
        name="entry",
        title="entry",
        called=("entry", "row"),
        told_as_typed=True,
        symbol="[#c]",
        typed="#1[#c]",
        operands=("x",),
        formula="#1[#c]",
        kernel=_entry,
        expansion=lambda writing, x: np.asarray(x[writing.sizes]),
        letters="Here P picks one entry.",
        samples=((VECTOR, 2), (MATRIX, 1), (MATRIX, 1, 2)),
        domain="a vector or a matrix; entries are counted from 0",
        sizes=(1, 2),
    ),
    Op(
        name="vec",
        title="vec, the matrix as one vector, row by row",
        called=("vec",),
        symbol="vec",
        operands=("W",),
        formula=r"\operatorname{vec}(#1)",
        kernel=_vec,
        expansion=same,
        samples=((MATRIX,),),
        domain="a matrix",
    ),
    Op(
        name="reshape",
        title="the same entries in another shape",
        called=("reshaping",),
        symbol="reshape",
        operands=("x",),
        formula=r"\operatorname{reshape}(#1)",
        kernel=_reshape,
        expansion=same,
        samples=((VECTOR, 2, 2), (MATRIX, 6)),
        domain="a vector or a matrix, and the shape that its entries take",
        sizes=(1, 2),
    ),
    Op(
        name="with_bias",
        title="vector with a 1 appended",
        symbol="(·,1)",
        operands=("x",),
        formula=r"\begin{pmatrix} #1 \\ 1 \end{pmatrix}",
        kernel=_with_bias,
        expansion=lambda writing, x: np.append(x, writing.number(1.0)),
        samples=((VECTOR,),),
        domain="a vector; the 1 gets no gradient",
    ),
    Op(
        name="concat",
        title="vectors one after another",
        called=("concatenation",),
        symbol="concat",
        operands=("a", "…"),
        formula=stacked,
        kernel=_concat,
        expansion=lambda writing, *parts: np.concatenate([part.reshape(-1) for part in parts]),
        samples=((VECTOR, [0.5, -1.0]), (VECTOR, 0.5, [1.0])),
        domain="vectors and single numbers",
    ),
)
"""What moves entries and computes nothing."""
