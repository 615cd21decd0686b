"""The largest entry and its smooth relative, over all entries or along an axis of a matrix."""

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from ..arrays import Shape, leading
from ..expansion import Places, Writing
from ..jacobian import Jacobian, Selection
from ..op import Kernel, Kink, Op, family
from ..saying import say
from .axes import ARROWS, along_written, gathered, reduced_along


def _line(value: Any, shape: Shape, axis: int | None) -> Any:
    """The entries that go into one result on the last axis."""
    if axis is None:
        return np.reshape(value, (*leading(value, shape), prod(shape)))
    return np.moveaxis(np.asarray(value), axis - 2, -1)


def _back(lines: Any, shape: Shape, axis: int | None) -> Any:
    """The same the other way round."""
    if axis is None:
        return np.reshape(lines, (*lines.shape[:-1], *shape))
    return np.moveaxis(lines, -1, axis - 2)


def _tex(name: str, axis: int | None) -> str:
    return f"{name}(#1)" if axis is None else f"{name}_{ARROWS[axis]}(#1)"


def _chosen(name: str, choose: Callable[..., Any]) -> Callable[..., Kernel]:
    """The kernel of the entry that `choose` finds, the first one on a tie."""

    def kernel(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
        (shape,) = shapes
        cure = say("Of several numbers it is `%(name)s(a, b)`.", name=name)
        axis = reduced_along(shape, sizes, name, cure)

        def which(lines: Any) -> Any:
            return choose(lines, axis=-1)[..., None]

        def forward(x: Any, *axes: Any) -> Any:
            lines = _line(x, shape, axis)
            return np.take_along_axis(lines, which(lines), axis=-1)[..., 0][()]

        def pull(upstream: Any, out: Any, x: Any, *axes: Any) -> Any:
            lines = _line(x, shape, axis)
            place, arrived = which(lines), np.asarray(upstream)[..., None]
            lead = np.broadcast_shapes(place.shape[:-1], arrived.shape[:-1])
            found = np.zeros((*lead, lines.shape[-1]))
            np.put_along_axis(
                found,
                np.broadcast_to(place, (*lead, 1)),
                np.broadcast_to(
                    np.where(np.isnan(out), np.nan, 1.0)[..., None] * arrived, (*lead, 1)
                ),
                axis=-1,
            )
            return _back(found, shape, axis)

        def jacobian(out: Any, x: Any, *axes: Any) -> Jacobian:
            lines = _line(x, shape, axis)
            places = _line(np.arange(prod(shape)).reshape(shape), shape, axis)
            picks = np.take_along_axis(places, which(lines), axis=-1).reshape(-1)
            return Selection(columns=prod(shape), picks=picks)

        return Kernel(
            shape=() if axis is None else (shape[1 - axis],),
            forward=forward,
            pulls=(pull,),
            jacobians=(jacobian,),
            formula=_tex(rf"\{name}", axis),
            slopes=("P",),
            worked=("P",),
        )  # fmt: skip

    return kernel


def _tied(sign: float) -> Callable[..., Any]:
    """Whether two entries are both the largest (the smallest, with -1), by what is known."""

    def at(x: Any, *axes: Any) -> Any:
        x = sign * np.asarray(x)
        axis = int(axes[0]) - 2 if axes and x.ndim > 1 else None
        best = np.max(x, axis=axis, keepdims=True)
        return np.sum(x == best, axis=axis) > 1

    return at


def _logsumexp(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    (shape,) = shapes
    axis = reduced_along(shape, sizes, "logsumexp")

    def forward(x: Any, *axes: Any) -> Any:
        lines = _line(x, shape, axis)
        most = np.max(lines, axis=-1, keepdims=True)
        return (most[..., 0] + np.log(np.sum(np.exp(lines - most), axis=-1)))[()]

    def weights(x: Any) -> Any:
        lines = _line(x, shape, axis)
        raised = np.exp(lines - np.max(lines, axis=-1, keepdims=True))
        return _back(raised / np.sum(raised, axis=-1, keepdims=True), shape, axis)

    def pull(upstream: Any, out: Any, x: Any, *axes: Any) -> Any:
        arrived = np.asarray(upstream)[..., None]
        return _back(arrived * _line(weights(x), shape, axis), shape, axis)

    arrow = "" if axis is None else f"_{ARROWS[axis]}"
    slope = (
        r"(\operatorname{softmax}(#1))^{T}"
        if axis is None
        else rf"\operatorname{{blocks}}(\operatorname{{softmax}}{arrow}(#1))"
    )
    return Kernel(
        shape=() if axis is None else (shape[1 - axis],),
        forward=forward,
        pulls=(pull,),
        jacobians=(lambda out, x, *axes: gathered(shape, axis, weights(x)),),
        formula=rf"\log \operatorname{{sum}}{arrow}(e^{{#1}})",
        slopes=(slope,),
        worked=(slope,),
    )


def _chosen_written(name: str) -> Callable[[Writing, Places], Places]:
    def made(writing: Writing, line: Places) -> Places:
        entries = [int(place) for place in line.flat]
        return np.array(writing.op(name, *entries) if len(entries) > 1 else entries[0])

    return lambda writing, x: along_written(writing, x, lambda line: made(writing, line))


def _logsumexp_written(writing: Writing, x: Places) -> Places:
    def made(line: Places) -> Places:
        raised = [writing.op("exp", place) for place in line.flat]
        return np.array(writing.op("log", writing.sum(raised)))

    return along_written(writing, x, made)


_VECTOR = ([1.0, -2.0, 3.5],)
_MATRIX = ([[1.0, -2.0], [0.5, 3.0], [0.0, 1.0]],)
_SAMPLES = (_VECTOR, _MATRIX, (*_MATRIX, 0), (*_MATRIX, 1))


def _extreme(name: str, of: str, sought: str, choose: Callable[..., Any], sign: float) -> Op:
    """The operation that finds the largest entry, or the smallest; `of` is its function."""
    return Op(
        name=name,
        title=f"{sought} entry",
        symbol=of,
        operands=("x",),
        formula=rf"\{of}(#1)",
        kernel=_chosen(of, choose),
        expansion=_chosen_written(of),
        letters=f"Here P picks the {sought} entry: it gets all of the gradient, the others none.",
        samples=_SAMPLES,
        domain=f"a vector or a matrix, written `{of}(x)`; `axis=0` is down each column, `axis=1` "
        "along each row",
        kink=Kink(
            at=_tied(sign),
            convention=f"On a tie the slope is a convention: the first of the {sought} gets 1, "
            "the others 0.",
        ),
        sizes=(0, 1),
        keyword="axis",
    )


EXTREMES = family(
    "From many entries to fewer",
    _extreme("amax", "max", "largest", np.argmax, 1.0),
    _extreme("amin", "min", "smallest", np.argmin, -1.0),
    Op(
        name="logsumexp",
        title="logarithm of the sum of exponentials",
        symbol="log Σ exp",
        operands=("x",),
        formula=r"\log \operatorname{sum}(e^{#1})",
        kernel=_logsumexp,
        expansion=_logsumexp_written,
        samples=_SAMPLES,
        domain="a vector or a matrix; `axis=0` is down each column, `axis=1` along each row",
        sizes=(0, 1),
        keyword="axis",
    ),
)
"""What chooses an entry, sharply or smoothly."""
