"""From many entries to few: sum, mean, the squared norm, softmax and its loss."""

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from ..arrays import Shape
from ..elementwise import written
from ..expansion import Places, Writing
from ..jacobian import Dense, Derived, Jacobian, Kronecker
from ..op import Kernel, Op, ShapeError, family
from ..saying import say
from .axes import ARROWS, DENSE, along_written, axis_of, blocks, reduced_along


def _axes(shape: Shape) -> tuple[int, ...]:
    """The axes of the entries, without that of the samples."""
    return tuple(range(-len(shape), 0))


def _spread(upstream: Any, shape: Shape) -> Any:
    """A number, or one per sample, with axes for the entries of an operand."""
    return np.asarray(upstream).reshape(np.shape(upstream) + (1,) * len(shape))


def _reduction(
    name: str,
    formula: str,
    forward: Callable[[Any, Shape], Any],
    slope: Callable[[Any, Shape], Any],
    tex: str,
    along: Callable[[Shape, int], Kernel] | None = None,
) -> Callable[[tuple[Shape, ...], tuple[int, ...]], Kernel]:
    """A kernel for one number made of all entries, by its slope in each of them; `along` makes
    that along one axis of a matrix."""

    def kernel(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
        (shape,) = shapes
        cure = say("Add numbers with `+`.") if name == "sum" else ""
        axis = reduced_along(shape, sizes, name, cure)
        if along is not None and axis is not None:
            return along(shape, axis)
        return Kernel(
            shape=(),
            forward=lambda x, *axes: forward(x, shape),
            pulls=(lambda upstream, out, x, *axes: _spread(upstream, shape) * slope(x, shape),),
            jacobians=(
                lambda out, x, *axes: Dense(
                    entries=np.broadcast_to(slope(x, shape), shape).reshape(1, -1)
                ),
            ),
            formula=formula,
            slopes=(tex.replace("#n", str(prod(shape))),),
            worked=(tex.replace("#n", str(prod(shape))),),
        )

    return kernel


def _added_along(name: str, mean: bool) -> Callable[[Shape, int], Kernel]:
    """Sums, or means, of the columns or of the rows of a matrix."""

    def along(shape: Shape, axis: int) -> Kernel:
        count, others = shape[axis], shape[1 - axis]
        part = 1.0 / count if mean else 1.0
        factor = np.full((1, count), part)
        ones = rf"(1, \ldots, 1)_{{{count}}}"
        ones = rf"\frac{{1}}{{{count}}} {ones}" if mean else ones
        slope = (
            rf"{ones} \otimes I_{{{others}}}" if axis == 0 else rf"I_{{{others}}} \otimes {ones}"
        )

        def pull(upstream: Any, out: Any, x: Any, *axes: Any) -> Any:
            thin = np.expand_dims(np.asarray(upstream), axis - 2)
            lead = thin.shape[: thin.ndim - 2]
            return np.broadcast_to(thin * part, (*lead, *shape))

        def jacobian(out: Any, x: Any, *axes: Any) -> Kronecker:
            left, right = (1, others) if axis == 0 else (others, 1)
            return Kronecker(left=left, factor=factor, right=right)

        return Kernel(
            shape=(others,),
            forward=lambda x, *axes: np.sum(x, axis=axis - 2) * part,
            pulls=(pull,),
            jacobians=(jacobian,),
            formula=rf"\operatorname{{{name}}}_{ARROWS[axis]}(#1)",
            slopes=(slope,),
            worked=(slope,),
        )

    return along


def _softmax_of(x: Any, axis: int = -1) -> Any:
    raised = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return raised / np.sum(raised, axis=axis, keepdims=True)


def _softmax(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    (shape,) = shapes
    if not shape or (len(shape) == 2 and not sizes):
        raise ShapeError(
            say("`softmax` takes a vector; here is %(shape)s.", shape=written(shape)),
            say("Of each row of a matrix it is `softmax(S, axis=1)`, of each column `axis=0`.")
            if shape
            else "",
        )
    place = axis_of(shape, sizes)
    axis = -1 if place is None else place - 2
    size = prod(shape)

    def pull(upstream: Any, out: Any, x: Any, *axes: Any) -> Any:
        return out * (upstream - np.sum(upstream * out, axis=axis, keepdims=True))

    def jacobian(out: Any, x: Any, *axes: Any) -> Jacobian:
        if place is not None:
            return blocks(shape, place, lambda p: np.diag(p) - np.outer(p, p), out)
        if size * size <= DENSE:
            return Dense(entries=np.diag(out) - np.outer(out, out))
        return Derived(rows=size, columns=size, pull=lambda row: pull(row, out, x))

    whole = r"\operatorname{diag}(#0) - #0 #0^{T}"
    # Of each row (column) p its own block, and nothing of one on another.
    slope = whole if place is None else r"\operatorname{diag}(#0) - \operatorname{blocks}(p p^{T})"
    arrow = "" if place is None else f"_{ARROWS[place]}"
    return Kernel(
        shape=shape,
        forward=lambda x, *axes: _softmax_of(x, axis),
        pulls=(pull,),
        jacobians=(jacobian,),
        formula=rf"\operatorname{{softmax}}{arrow}(#1)",
        slopes=(slope,),
        worked=(slope,),
    )


def _cross_entropy(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    labels, scores = shapes
    if len(labels) != 1 or labels != scores:
        raise ShapeError(
            say(
                "`cross_entropy` takes a label and a score for each class, two vectors of one "
                "length; here are %(labels)s and %(scores)s.",
                labels=written(labels),
                scores=written(scores),
            ),
            say("Write the label with a 1 at its class and 0 at the others: `[0, 1, 0]`."),
        )

    def log_softmax(z: Any) -> Any:
        # Less the largest score first: nothing overflows, as in logistic_loss.
        low = z - np.max(z, axis=-1, keepdims=True)
        return low - np.log(np.sum(np.exp(low), axis=-1, keepdims=True))

    def slope_label(t: Any, z: Any) -> Any:
        return -log_softmax(z)

    def slope_score(t: Any, z: Any) -> Any:
        return _softmax_of(z) * np.sum(t, axis=-1, keepdims=True) - t

    def pull(slope: Callable[[Any, Any], Any]) -> Callable[..., Any]:
        return lambda upstream, out, t, z: np.asarray(upstream)[..., None] * slope(t, z)

    return Kernel(
        shape=(),
        forward=lambda t, z: -np.sum(t * log_softmax(z), axis=-1),
        pulls=(pull(slope_label), pull(slope_score)),
        jacobians=(
            lambda out, t, z: Dense(entries=slope_label(t, z)[None, :]),
            lambda out, t, z: Dense(entries=slope_score(t, z)[None, :]),
        ),
        formula=r"-#1^{T} \log \operatorname{softmax}(#2)",
        slopes=(
            r"-(\log \operatorname{softmax}(#2))^{T}",
            r"(\operatorname{softmax}(#2) - #1)^{T}",
        ),
        worked=(
            r"-(\log \operatorname{softmax}(#2))^{T}",
            r"(\operatorname{softmax}(#2) - #1)^{T}",
        ),
    )


def _sum_written(writing: Writing, x: Places) -> Places:
    return along_written(writing, x, lambda line: np.array(writing.sum(line.flat)))


def _mean_written(writing: Writing, x: Places) -> Places:
    return along_written(writing, x, lambda line: _mean_of(writing, line))


def _mean_of(writing: Writing, x: Places) -> Places:
    total = writing.sum(x.flat)
    return np.array(writing.op("divide_by", total, literal=float(x.size)) if x.size > 1 else total)


def _norm2_written(writing: Writing, x: Places) -> Places:
    return np.array(writing.sum([writing.op("square", place) for place in x.flat]))


def _softmax_written(writing: Writing, x: Places) -> Places:
    return along_written(writing, x, lambda line: _softmax_line(writing, line))


def _softmax_line(writing: Writing, x: Places) -> Places:
    raised = [writing.op("exp", place) for place in x]
    total = writing.sum(raised)
    return np.array([writing.op("div", place, total) for place in raised])


def _cross_entropy_written(writing: Writing, labels: Places, scores: Places) -> Places:
    surprises = [writing.op("neglog", place) for place in _softmax_written(writing, scores)]
    return np.array(writing.dot(labels, np.array(surprises)))


VECTOR = ([1.0, -2.0, 0.5],)
MATRIX = ([[1.0, -2.0], [0.5, 3.0], [0.0, 1.0]],)

REDUCTIONS = family(
    "From many entries to fewer",
    Op(
        name="sum",
        title="sum of the entries",
        symbol="Σᵢ",
        operands=("x",),
        formula=r"\operatorname{sum}(#1)",
        kernel=_reduction(
            "sum",
            r"\operatorname{sum}(#1)",
            lambda x, shape: np.sum(x, axis=_axes(shape)),
            lambda x, shape: np.broadcast_to(1.0, shape),
            r"(1, \ldots, 1)",
            _added_along("sum", mean=False),
        ),
        expansion=_sum_written,
        samples=(VECTOR, MATRIX, (*MATRIX, 0), (*MATRIX, 1)),
        domain="a vector or a matrix; `axis=0` adds down each column, `axis=1` along each row",
        sizes=(0, 1),
        keyword="axis",
    ),
    Op(
        name="mean",
        title="mean of the entries",
        symbol="mean",
        operands=("x",),
        formula=r"\operatorname{mean}(#1)",
        kernel=_reduction(
            "mean",
            r"\operatorname{mean}(#1)",
            lambda x, shape: np.sum(x, axis=_axes(shape)) / prod(shape),
            lambda x, shape: np.broadcast_to(1.0 / prod(shape), shape),
            r"\frac{1}{#n} (1, \ldots, 1)",
            _added_along("mean", mean=True),
        ),
        expansion=_mean_written,
        samples=(VECTOR, MATRIX, (*MATRIX, 0), (*MATRIX, 1)),
        domain="a vector or a matrix; `axis=0` is down each column, `axis=1` along each row",
        sizes=(0, 1),
        keyword="axis",
    ),
    Op(
        name="norm2",
        title="squared norm",
        symbol="‖·‖²",
        operands=("x",),
        formula=r"\|#1\|^{2}",
        kernel=_reduction(
            "norm2",
            r"\|#1\|^{2}",
            lambda x, shape: np.sum(x * x, axis=_axes(shape)),
            lambda x, shape: 2.0 * x,
            r"2 #1^{T}",
        ),
        expansion=_norm2_written,
        samples=(VECTOR, MATRIX),
        domain="a vector or a matrix",
    ),
    Op(
        name="softmax",
        title="softmax",
        symbol="softmax",
        operands=("x",),
        formula=r"\operatorname{softmax}(#1)",
        kernel=_softmax,
        expansion=_softmax_written,
        samples=(VECTOR, ([0.0, 0.0],), (*MATRIX, 1), (*MATRIX, 0)),
        domain="a vector; of a matrix each row, `axis=1`, or each column, `axis=0`",
        letters="Here p is one of the vectors that add up to 1; each has a block of its own.",
        sizes=(0, 1),
        keyword="axis",
    ),
    Op(
        name="cross_entropy",
        title="cross entropy after softmax",
        symbol="cross-entropy",
        operands=("t", "z"),
        places=("label", "score"),
        formula=r"-#1^{T} \log \operatorname{softmax}(#2)",
        kernel=_cross_entropy,
        expansion=_cross_entropy_written,
        samples=(([0.0, 1.0, 0.0], [1.0, -2.0, 0.5]), ([0.5, 0.25, 0.25], [1.0, 2.0, 3.0])),
        domain="a label and a score for each class",
    ),
)
"""Operations that mix the entries of one vector."""
