"""Convolution, as networks mean it (the kernel is not turned round), and the matrix that it is."""

from math import prod
from typing import Any

import numpy as np

from .. import limits
from ..elementwise import written
from ..jacobian import Derived, Jacobian, Selection
from ..op import Kernel, Op, Shape, ShapeError
from ..saying import say


def _windows(x: Any, kernel: Shape) -> Any:
    """Every piece of x that the kernel meets, on the last axes: a view, nothing is copied."""
    axes = tuple(range(-len(kernel), 0))
    return np.lib.stride_tricks.sliding_window_view(x, kernel, axis=axes)


def _correlate(x: Any, kernel: Any, shape: Shape) -> Any:
    windows = _windows(x, shape)
    lead = kernel.ndim - len(shape)
    spread = kernel.reshape(kernel.shape[:lead] + (1,) * len(shape) + shape)
    return np.sum(windows * spread, axis=tuple(range(-len(shape), 0)))


def _convolution(name: str, axes: int) -> Any:
    def kernel(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
        image, small = shapes
        if len(image) != axes or len(small) != axes:
            told = {"name": name, "image": written(image), "small": written(small)}
            raise ShapeError(
                say(
                    "`%(name)s` takes a vector and a smaller vector; here are %(image)s and "
                    "%(small)s.",
                    **told,
                )
                if axes == 1
                else say(
                    "`%(name)s` takes a matrix and a smaller matrix; here are %(image)s and "
                    "%(small)s.",
                    **told,
                )
            )
        if any(k > n for n, k in zip(image, small, strict=True)):
            raise ShapeError(
                say(
                    "the kernel of `%(name)s` is not larger than what it moves over; here are "
                    "%(image)s and %(small)s.",
                    name=name,
                    image=written(image),
                    small=written(small),
                )
            )
        shape = tuple(n - k + 1 for n, k in zip(image, small, strict=True))
        if prod(shape) * prod(small) > limits.WINDOWS.most:
            raise ShapeError(
                say(
                    "this would move %(entries)s entries to %(places)s places; at most %(most)s "
                    "%(what)s.",
                    entries=prod(small),
                    places=prod(shape),
                    most=limits.WINDOWS.most,
                    what=say(limits.WINDOWS.what),
                ),
                say("Make the kernel smaller."),
            )

        def pull_image(upstream: Any, out: Any, x: Any, k: Any) -> Any:
            # The kernel turned round moves over the padded upstream gradient.
            lead = upstream.ndim - axes
            padded = np.pad(upstream, [(0, 0)] * lead + [(n - 1, n - 1) for n in small])
            turned = np.flip(k, axis=tuple(range(-axes, 0)))
            return _correlate(padded, turned, small)

        def pull_kernel(upstream: Any, out: Any, x: Any, k: Any) -> Any:
            return _correlate(x, upstream, shape)

        def jacobian(pull: Any, columns: int) -> Any:
            def built(out: Any, x: Any, k: Any) -> Jacobian:
                return Derived(
                    rows=prod(shape),
                    columns=columns,
                    pull=lambda row: pull(row.reshape(shape), out, x, k),
                )

            return built

        return Kernel(
            shape=shape,
            forward=lambda x, k: _correlate(x, k, small),
            pulls=(pull_image, pull_kernel),
            jacobians=(jacobian(pull_image, prod(image)), jacobian(pull_kernel, prod(small))),
            formula="#2 * #1",
            slopes=(r"\operatorname{conv}(#2)", r"\operatorname{windows}(#1)"),
            worked=(r"\operatorname{conv}(#2)", r"\operatorname{windows}(#1)"),
        )

    return kernel


def _matrix(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    """The matrix W with conv1d(x, k) = W x for an x of `sizes[0]` entries."""
    (shape,) = shapes
    (columns,) = sizes
    if len(shape) != 1 or shape[0] > columns:
        raise ShapeError(
            say(
                "`conv_matrix` takes a vector and a length that is not smaller; here are %(shape)s "
                "and %(columns)s.",
                shape=written(shape),
                columns=columns,
            )
        )
    (size,) = shape
    rows = columns - size + 1
    if rows * columns > limits.ENTRIES.most:
        raise ShapeError(
            say(
                "this would have %(entries)s entries; a value has at most %(most)s.",
                entries=rows * columns,
                most=limits.ENTRIES.most,
            )
        )
    offset = np.arange(columns) - np.arange(rows)[:, None]
    flat = np.where((offset >= 0) & (offset < size), offset, -1).reshape(-1)
    there = flat >= 0

    def forward(k: Any, *length: Any) -> Any:
        lead = k.shape[:-1]
        entries = np.zeros((*lead, rows * columns))
        entries[..., there] = k[..., flat[there]]
        return entries.reshape(*lead, rows, columns)

    def pull(upstream: Any, out: Any, k: Any, *length: Any) -> Any:
        lead = upstream.shape[:-2]
        spread = upstream.reshape(*lead, rows * columns)
        return np.stack([np.sum(spread[..., flat == j], axis=-1) for j in range(size)], axis=-1)

    return Kernel(
        shape=(rows, columns),
        forward=forward,
        pulls=(pull,),
        jacobians=(lambda out, k, *length: Selection(columns=size, picks=flat),),
        formula=rf"\operatorname{{Toeplitz}}_{{{rows} \times {columns}}}(#1)",
        slopes=("S",),
        worked=("S",),
    )


CONVOLUTION = (
    Op(
        name="conv1d",
        title="convolution of a vector",
        symbol="conv",
        operands=("x", "k"),
        formula="#2 * #1",
        kernel=_convolution("conv1d", 1),
        samples=(([1.0, 2.0, 0.0, -1.0, 3.0], [1.0, 0.0, -1.0]),),
        domain="a vector and a shorter one",
        tightness=2,
    ),
    Op(
        name="conv2d",
        title="convolution of a matrix",
        symbol="conv",
        operands=("X", "K"),
        formula="#2 * #1",
        kernel=_convolution("conv2d", 2),
        samples=(
            ([[1.0, 2.0, 0.0], [-1.0, 3.0, 0.5], [2.0, 1.0, 1.0]], [[1.0, -1.0], [0.5, 2.0]]),
        ),
        domain="a matrix and a smaller one",
        tightness=2,
    ),
    Op(
        name="conv_matrix",
        title="matrix of a convolution",
        symbol="Toeplitz",
        operands=("k",),
        formula=r"\operatorname{Toeplitz}(#1)",
        kernel=_matrix,
        samples=(([1.0, 0.5, -1.0], 5),),
        domain="a vector, and the length of the vector that the matrix multiplies",
        sizes=(1, 1),
    ),
)
"""Shared weights: the same few numbers in many places."""
