"""One value for many places: what numpy's broadcasting does, as a node of its own.

Forward it repeats, backward it adds: what comes back to all the copies is summed.
"""

from math import prod
from typing import Any

import numpy as np

from ..arrays import Shape, leading
from ..elementwise import too_small, written
from ..expansion import Places, Writing
from ..jacobian import Kronecker
from ..op import Cost, Kernel, Op, ShapeError, family
from ..saying import say
from .shapes import column


def spread_over(shape: Shape, target: Shape) -> bool:
    """Whether numpy repeats a value of that shape to the other: its last axes, or 1 in their
    place."""
    aligned = (1,) * (len(target) - len(shape)) + shape
    return len(aligned) == len(target) and all(
        size in (1, full) for size, full in zip(aligned, target, strict=True)
    )


def common(shapes: tuple[Shape, ...]) -> Shape | None:
    """The shape that values of these shapes are repeated to, by numpy's rule; None if there is
    none.

    A vector is a column here, and numpy's vector is a row: beside a matrix of one column the rule
    would surprise both, so there is none.
    """
    wide = [shape for shape in shapes if shape]
    try:
        found = tuple(int(size) for size in np.broadcast_shapes(*wide))
    except ValueError:
        return None
    vector = any(len(shape) == 1 for shape in wide)
    column = any(len(shape) == 2 and shape[1] == 1 for shape in wide)
    return None if vector and column and found not in wide else found


def _broadcast_to(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    (operand,), shape = shapes, sizes
    if min(shape) < 1:
        raise ShapeError(too_small(shape))
    if not spread_over(operand, shape):
        raise ShapeError(
            say(
                "%(shape)s cannot be repeated to %(asked)s: the last sizes are the same, or 1.",
                shape=written(operand),
                asked=written(shape),
            )
        )
    size, full = prod(operand), prod(shape)
    aligned = (1,) * (len(shape) - len(operand)) + operand
    copied = tuple(
        k - len(shape) for k, (own, whole) in enumerate(zip(aligned, shape, strict=True))
        if own != whole
    )  # fmt: skip
    copies = full // size
    # Copies one after another (a row for each sample), or of each entry in turn (a column).
    whole = aligned[-1] == shape[-1] or size == 1
    left, right = (1, size) if whole else (size, 1)

    def forward(x: Any, *numbers: Any) -> Any:
        lead = leading(x, operand)
        return np.broadcast_to(np.reshape(x, (*lead, *aligned)), (*lead, *shape))

    def pull(upstream: Any, out: Any, x: Any, *numbers: Any) -> Any:
        added = np.sum(upstream, axis=copied) if copied else np.asarray(upstream)
        return np.reshape(added, (*leading(upstream, shape), *operand))[()]

    ones = rf"(1, \ldots, 1)_{{{copies}}}^{{T}}"
    slope = rf"{ones} \otimes I_{{{right}}}" if whole else rf"I_{{{left}}} \otimes {ones}"
    if size == 1:
        slope = ones
    return Kernel(
        shape=shape,
        forward=forward,
        pulls=(pull,),
        jacobians=(
            lambda out, x, *numbers: Kronecker(
                left=left, factor=np.ones((copies, 1)), right=right
            ),
        ),
        formula=_copies(operand, shape),
        slopes=(slope,),
        worked=(slope,),
    )  # fmt: skip


WRITTEN_OUT = 4
"""Copies up to which a formula has each of them."""


def _copies(operand: Shape, shape: Shape) -> str:
    """The result as a matrix of what is repeated, where it is repeated a few times only."""
    if max(shape) > WRITTEN_OUT:
        return r"\operatorname{repeat}(#1)"
    if prod(operand) == 1:
        rows = [" & ".join(["#1"] * (shape[1] if len(shape) > 1 else 1))] * shape[0]
    elif operand[-1] == shape[-1]:
        rows = ["#1^{T}" if len(operand) == 1 else "#1"] * (shape[0] if len(shape) > 1 else 1)
    else:
        rows = [" & ".join(["#1"] * shape[1])]
    return column(rows)


def _broadcast_written(writing: Writing, x: Places) -> Places:
    return np.broadcast_to(x, writing.shape)


BROADCASTING = family(
    "Moving entries",
    Op(
        name="broadcast_to",
        title="repeat, the same value at many places",
        called=("repeat",),
        symbol="repeat",
        operands=("x",),
        formula=r"\operatorname{repeat}(#1)",
        kernel=_broadcast_to,
        expansion=_broadcast_written,
        cost=lambda shapes, shape: Cost(prod(shape), prod(shape)),
        letters="What comes back to all the copies is added: repeated forward is summed backward.",
        samples=(
            ([1.0, -2.0], 3, 2),
            ([[1.0], [-2.0], [0.5]], 3, 2),
            ([[1.0, -2.0]], 3, 2),
            ([0.5], 3),
            (0.5, 2, 3),
        ),
        domain="a value whose last sizes are those of the result, or 1, and the result's size; "
        "where an operation needs it, it comes by itself",
        sizes=(1, 2),
    ),
)
"""What repeats a value."""
