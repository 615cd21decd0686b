"""Convolution, as networks mean it (the kernel is not turned round), and the matrix that it is."""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from .. import limits
from ..arrays import Shape
from ..elementwise import written
from ..expansion import Places, Writing, each
from ..jacobian import Derived, Jacobian, Selection
from ..op import Cost, Kernel, Op, ShapeError, family
from ..saying import say
from .windows import below, moving


def _windows(x: Any, kernel: Shape) -> Any:
    """Every piece of x that the kernel meets, on the last axes: a view, nothing is copied."""
    axes = tuple(range(-len(kernel), 0))
    return np.lib.stride_tricks.sliding_window_view(x, kernel, axis=axes)


def _correlate(x: Any, kernel: Any, shape: Shape, every: Any = ...) -> Any:
    """The sum of products at every place, without an array of all the products; or at some."""
    places, own = "ij"[: len(shape)], "kl"[: len(shape)]
    windows = _windows(x, shape)
    if every is not ...:
        windows = windows[(*every, *(slice(None),) * len(shape))]
    return np.einsum(f"...{places}{own},...{own}->...{places}", windows, kernel)


def moves(sizes: Sequence[Any]) -> tuple[int, int]:
    """How far the kernel moves each time, and how many zeros stand around: 1 and 0 unless said."""
    stride, padding = (int(size) for size in sizes) if len(sizes) else (1, 0)
    return stride, padding


def said(sizes: Sequence[Any]) -> str:
    """The same as it is typed."""
    return ", ".join(moving(*moves(sizes)))


def _padded(x: Any, axes: int, by: Sequence[int]) -> Any:
    return np.pad(x, [(0, 0)] * (np.ndim(x) - axes) + [(n, n) for n in by]) if any(by) else x


def _spread(upstream: Any, whole: Shape, stride: int) -> Any:
    """The gradient at every place that the kernel could have: 0 where it was not."""
    if stride == 1:
        return upstream
    axes = len(whole)
    found = np.zeros((*upstream.shape[: upstream.ndim - axes], *whole))
    every: Any = (..., *(slice(None, None, stride),) * axes)
    found[every] = upstream
    return found


def _fitting(name: str, axes: int, shapes: tuple[Shape, ...], stride: int, padding: int) -> Shape:
    """How many places the kernel could have along each axis; raises where it does not fit."""
    image, small = shapes
    if len(image) != axes or len(small) != axes:
        values = {"name": name, "image": written(image), "small": written(small)}
        raise ShapeError(
            say(
                "`%(name)s` takes a vector and a smaller vector; here are %(image)s and %(small)s.",
                **values,
            )
            if axes == 1
            else say(
                "`%(name)s` takes a matrix and a smaller matrix; here are %(image)s and %(small)s.",
                **values,
            )
        )
    if stride < 1 or padding < 0 or padding > limits.ENTRIES.most:
        raise ShapeError(
            say("`stride` is 1 or more, and `padding` 0 or more."),
            say("Write `%(name)s(x, k, stride=2, padding=1)`.", name=name),
        )
    whole = tuple(n + 2 * padding - k + 1 for n, k in zip(image, small, strict=True))
    if min(whole) < 1:
        raise ShapeError(
            say(
                "the kernel of `%(name)s` is not larger than what it moves over; here are "
                "%(image)s and %(small)s.",
                name=name,
                image=written(image),
                small=written(small),
            )
        )
    if prod(whole) * prod(small) > limits.WINDOWS.most:
        raise ShapeError(
            say(
                "this would move %(entries)s entries to %(places)s places; at most %(most)s "
                "%(what)s.",
                entries=prod(small),
                places=prod(whole),
                most=limits.WINDOWS.most,
                what=say(limits.WINDOWS.what),
            ),
            say("Make the kernel smaller."),
        )
    return whole


def _convolution(name: str, axes: int) -> Any:
    def kernel(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
        image, small = shapes
        stride, padding = moves(sizes)
        whole = _fitting(name, axes, shapes, stride, padding)
        shape = tuple(-(-n // stride) for n in whole)
        around = (padding,) * axes
        every = (..., *(slice(None, None, stride),) * axes)
        inner = (..., *(slice(padding, padding + n) for n in image))

        def forward(x: Any, k: Any, *sizes: Any) -> Any:
            return _correlate(_padded(x, axes, around), k, small, every)

        def pull_image(upstream: Any, out: Any, x: Any, k: Any, *sizes: Any) -> Any:
            # The kernel turned round moves over the padded upstream gradient.
            spread = _padded(_spread(upstream, whole, stride), axes, [n - 1 for n in small])
            turned = np.flip(k, axis=tuple(range(-axes, 0)))
            return _correlate(spread, turned, small)[inner]

        def pull_kernel(upstream: Any, out: Any, x: Any, k: Any, *sizes: Any) -> Any:
            return _correlate(_padded(x, axes, around), _spread(upstream, whole, stride), whole)

        def at_image(rows: Any, columns: Any, x: Any, k: Any) -> Any:
            # A row holds the kernel, as far along as its place is.
            places = np.unravel_index(rows, shape)
            ends = np.unravel_index(columns, image)
            offset = [
                end + padding - stride * at[:, None] for at, end in zip(places, ends, strict=True)
            ]
            return _there(k, offset)

        def at_kernel(rows: Any, columns: Any, x: Any, k: Any) -> Any:
            places, ends = np.unravel_index(rows, shape), np.unravel_index(columns, small)
            pairs = zip(places, ends, strict=True)
            return _there(x, [stride * at[:, None] + end - padding for at, end in pairs])

        def jacobian(pull: Any, at: Any, columns: int) -> Any:
            def built(out: Any, x: Any, k: Any, *sizes: Any) -> Jacobian:
                return Derived(
                    rows=prod(shape),
                    columns=columns,
                    pull=lambda row: pull(row.reshape(shape), out, x, k),
                    part=lambda rows, columns: at(rows, columns, x, k),
                )

            return built

        return Kernel(
            shape=shape,
            forward=forward,
            pulls=(pull_image, pull_kernel),
            jacobians=(
                jacobian(pull_image, at_image, prod(image)),
                jacobian(pull_kernel, at_kernel, prod(small)),
            ),
            formula=f"#2 *{_below(stride, padding)} #1",
            slopes=(r"\operatorname{conv}(#2)", r"\operatorname{windows}(#1)"),
            worked=(r"\operatorname{conv}(#2)", r"\operatorname{windows}(#1)"),
        )

    return kernel


def _below(stride: int, padding: int) -> str:
    """What stands below the sign of a convolution that does not move by 1, over x alone."""
    parts = below(stride, padding)
    return f"_{{{', '.join(parts)}}}" if parts else ""


def _there(values: Any, places: Sequence[Any]) -> Any:
    """The values at some places, 0 where these are outside."""
    pairs = list(zip(places, values.shape, strict=True))
    inside = np.all([(each >= 0) & (each < n) for each, n in pairs], axis=0)
    return np.where(inside, values[tuple(np.clip(each, 0, n - 1) for each, n in pairs)], 0.0)


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
    steps = np.arange(rows)

    def forward(k: Any, *length: Any) -> Any:
        entries = np.zeros((*k.shape[:-1], rows, columns))
        for j in range(size):
            entries[..., steps, steps + j] = k[..., j, None]
        return entries

    def pull(upstream: Any, out: Any, k: Any, *length: Any) -> Any:
        sums = [np.trace(upstream, j, axis1=-2, axis2=-1) for j in range(size)]
        return np.stack(sums, axis=-1)

    def jacobian(out: Any, k: Any, *length: Any) -> Jacobian:
        offset = np.arange(columns) - steps[:, None]
        picks = np.where((offset >= 0) & (offset < size), offset, -1).reshape(-1)
        return Selection(columns=size, picks=picks)

    return Kernel(
        shape=(rows, columns),
        forward=forward,
        pulls=(pull,),
        jacobians=(jacobian,),
        formula=rf"\operatorname{{Toeplitz}}_{{{rows} \times {columns}}}(#1)",
        slopes=("S",),
        worked=("S",),
    )


def _cost(shapes: tuple[Shape, ...], shape: Shape) -> Cost:
    """A product and a sum for each place and each number of the kernel; back, for each entry."""
    image, small = (prod(each) for each in shapes)
    passes = 1.0 + prod(shape) * small / (image + prod(shape))
    return Cost(2.0 * prod(shape) * small, 2.0 * (image + prod(shape)) * small, 2.0 * image, passes)


def _convolution_written(writing: Writing, x: Places, kernel: Places) -> Places:
    stride, padding = moves(writing.sizes)

    def sum_at(place: tuple[int, ...]) -> int:
        pairs = []
        for own in np.ndindex(kernel.shape):
            at = tuple(stride * p + k - padding for p, k in zip(place, own, strict=True))
            if all(0 <= p < n for p, n in zip(at, x.shape, strict=True)):
                pairs.append((kernel[own], x[at]))
        if not pairs:
            return writing.number(0.0)
        left, right = (np.array(side) for side in zip(*pairs, strict=True))
        return writing.dot(left, right)

    return each(writing.shape, sum_at)


def _matrix_written(writing: Writing, kernel: Places) -> Places:
    rows, columns = writing.shape
    zero = writing.number(0.0) if columns > len(kernel) else 0

    def cell(place: tuple[int, ...]) -> int:
        k = place[1] - place[0]
        return int(kernel[k]) if 0 <= k < len(kernel) else zero

    return each((rows, columns), cell)


_MOVED: dict[str, Any] = {
    "sizes": (0, 2),
    "words": (("stride", 1), ("padding", 0)),
    "beside": (("dilation", 1), ("groups", 1), ("bias", None)),
    "listing": said,
}
"""What may be said of how the kernel moves."""

CONVOLUTION = family(
    "Convolution",
    Op(
        name="conv1d",
        title="convolution of a vector",
        symbol="conv",
        operands=("x", "k"),
        places=("signal", "kernel"),
        formula="#2 * #1",
        kernel=_convolution("conv1d", 1),
        expansion=_convolution_written,
        cost=_cost,
        letters="Both Jacobians are the matrices that the convolution is.",
        samples=(
            ([1.0, 2.0, 0.0, -1.0, 3.0], [1.0, 0.0, -1.0]),
            ([1.0, 2.0, 0.0, -1.0, 3.0], [1.0, 0.5, -1.0], 2, 1),
        ),
        domain="a vector and a shorter one; `stride=2` moves by 2, `padding=1` puts a zero at each "
        "end",
        **_MOVED,
    ),
    Op(
        name="conv2d",
        title="convolution of a matrix",
        symbol="conv",
        operands=("X", "K"),
        places=("signal", "kernel"),
        formula="#2 * #1",
        kernel=_convolution("conv2d", 2),
        expansion=_convolution_written,
        cost=_cost,
        letters="Both Jacobians are the matrices that the convolution is.",
        samples=(
            ([[1.0, 2.0, 0.0], [-1.0, 3.0, 0.5], [2.0, 1.0, 1.0]], [[1.0, -1.0], [0.5, 2.0]]),
            ([[1.0, 2.0, 0.0], [-1.0, 3.0, 0.5]], [[1.0, -1.0], [0.5, 2.0]], 2, 1),
        ),
        domain="a matrix and a smaller one; `stride=2` moves by 2, `padding=1` puts zeros all "
        "around",
        **_MOVED,
    ),
    Op(
        name="conv_matrix",
        title="matrix of a convolution",
        symbol="Toeplitz",
        operands=("k",),
        formula=r"\operatorname{Toeplitz}(#1)",
        kernel=_matrix,
        expansion=_matrix_written,
        letters="Here S picks, for each place of the matrix, the entry that stands there.",
        samples=(([1.0, 0.5, -1.0], 5),),
        domain="a vector, and the length of the vector that the matrix multiplies",
        sizes=(1, 1),
    ),
)
"""Shared weights: the same few numbers in many places."""
