"""Pooling: a square window moves over a matrix; the largest entry of each, or the mean, goes on.

Names, arguments and meaning are PyTorch's: the window moves by its own side unless `stride` says
otherwise, and `padding` puts −∞ around the matrix for the largest entry, zeros, which count, for
the mean. https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import limits
from ..arrays import Array, Shape
from ..elementwise import written
from ..expansion import Places, Writing, each
from ..jacobian import Derived, Jacobian, Selection
from ..op import Cost, Kernel, Kink, Op, ShapeError, family
from ..saying import say
from .windows import below, moving, stops


@dataclass(frozen=True)
class Windows:
    """Where a square window stops on a matrix."""

    image: Shape
    side: int
    stride: int
    padding: int

    @property
    def shape(self) -> Shape:
        """How often it stops down and across."""
        return stops(self.image, (self.side, self.side), self.stride, self.padding)

    def padded(self, x: Any, around: float) -> Any:
        """The matrix, or one per sample, with a number around it."""
        if not self.padding:
            return np.asarray(x)
        room = [(0, 0)] * (np.ndim(x) - 2) + [(self.padding, self.padding)] * 2
        return np.pad(x, room, constant_values=around)

    def corners(self) -> Iterator[tuple[int, Any]]:
        """The places of a window one after the other, row by row: the entries of all windows at
        that place, as an index of the padded matrix."""
        rows, columns = self.shape
        for place, (down, across) in enumerate(np.ndindex(self.side, self.side)):
            yield (
                place,
                (
                    ...,
                    slice(down, down + self.stride * (rows - 1) + 1, self.stride),
                    slice(across, across + self.stride * (columns - 1) + 1, self.stride),
                ),
            )

    def back(self, share: Callable[[int], Any], lead: Shape) -> Any:
        """What comes back to the matrix where the entries at each place of a window get a share."""
        whole = tuple(n + 2 * self.padding for n in self.image)
        found = np.zeros((*lead, *whole))
        for place, at in self.corners():
            found[at] += share(place)
        inner: Any = (..., *(slice(self.padding, self.padding + n) for n in self.image))
        return found[inner]

    def largest(self, x: Any) -> tuple[Any, NDArray[np.intp]]:
        """The largest entry of each window, and its place there: the first one on a tie."""
        padded = self.padded(x, -np.inf)
        best = which = None
        for place, at in self.corners():
            here = padded[at]
            if best is None or which is None:
                best, which = here.copy(), np.zeros(here.shape, dtype=np.intp)
                continue
            better = (here > best) | (np.isnan(here) & ~np.isnan(best))
            best, which = np.where(better, here, best), np.where(better, place, which)
        assert best is not None and which is not None
        return best, which

    def entries(self, place: tuple[int, ...]) -> list[tuple[int, ...]]:
        """The entries of the matrix that are in the window which gives that entry."""
        starts = [self.stride * k - self.padding for k in place]
        rows, columns = (
            range(max(start, 0), min(start + self.side, n))
            for start, n in zip(starts, self.image, strict=True)
        )
        return [(row, column) for row in rows for column in columns]


def moves(sizes: Sequence[Any]) -> tuple[int, int, int]:
    """The window's side, how far it moves, how much stands around: its side and 0 unless said."""
    side, stride, padding = (*map(int, sizes), *(int(sizes[0]), 0)[len(sizes) - 1 :])
    return side, stride, padding


def said(sizes: Sequence[Any]) -> str:
    """The same as it is typed: `2`, `3, stride=2, padding=1`."""
    side, stride, padding = moves(sizes)
    return ", ".join([str(side), *moving(stride, padding, side)])


def _fitting(name: str, shapes: tuple[Shape, ...], sizes: Sequence[int]) -> Windows:
    """The windows of a matrix; raises where they do not fit."""
    (image,) = shapes
    side, stride, padding = moves(sizes)
    if len(image) != 2:
        raise ShapeError(
            say("`%(name)s` takes a matrix; here is %(shape)s.", name=name, shape=written(image)),
            say("Each channel is a matrix of its own, with a name of its own.") if image else "",
        )
    if side < 1 or stride < 1 or not 0 <= 2 * padding <= side:
        raise ShapeError(
            say(
                "`kernel_size` and `stride` are 1 or more, and `padding` is at most half of "
                "`kernel_size`."
            ),
            say("Write `%(name)s(X, 3, stride=2, padding=1)`.", name=name),
        )
    if side > min(image) + 2 * padding:
        raise ShapeError(
            say(
                "the window of `%(name)s` is not larger than what it moves over; here are "
                "%(image)s and %(small)s.",
                name=name,
                image=written(image),
                small=written((side, side)),
            )
        )
    found = Windows(image, side, stride, padding)
    if prod(found.shape) * side * side > limits.WINDOWS.most:
        raise ShapeError(
            say(
                "this would move %(entries)s entries to %(places)s places; at most %(most)s "
                "%(what)s.",
                entries=side * side,
                places=prod(found.shape),
                most=limits.WINDOWS.most,
                what=say(limits.WINDOWS.what),
            ),
            say("Make the window smaller."),
        )
    return found


def _tex(function: str, windows: Windows) -> str:
    parts = [
        rf"{windows.side} \times {windows.side}",
        *below(windows.stride, windows.padding, windows.side),
    ]
    return rf"{function}_{{{', '.join(parts)}}}(#1)"


def _cost(windows: Windows) -> Cost:
    """A comparison, or a sum, for each entry of each window; as many come back."""
    count = float(prod(windows.shape) * windows.side**2)
    size = prod(windows.image) + prod(windows.shape)
    return Cost(count, count, 2.0 * size, 1.0 + count / size)


def _max(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    windows = _fitting("max_pool2d", shapes, sizes)

    def pull(upstream: Any, out: Any, x: Any, *sizes: Any) -> Any:
        _best, which = windows.largest(x)
        arrived = np.where(np.isnan(out), np.nan, 1.0) * upstream
        lead = np.broadcast_shapes(arrived.shape, which.shape)[:-2]
        return windows.back(lambda place: np.where(which == place, arrived, 0.0), lead)

    def jacobian(out: Any, x: Any, *sizes: Any) -> Jacobian:
        _best, which = windows.largest(x)
        starts = [windows.stride * np.arange(n) - windows.padding for n in windows.shape]
        down, across = np.divmod(which, windows.side)
        rows, columns = starts[0][:, None] + down, starts[1][None, :] + across
        picks = rows * windows.image[1] + columns
        return Selection(columns=prod(windows.image), picks=picks.reshape(-1))

    return Kernel(
        shape=windows.shape,
        forward=lambda x, *sizes: windows.largest(x)[0],
        pulls=(pull,),
        jacobians=(jacobian,),
        formula=_tex(r"\max", windows),
        slopes=("P",),
        worked=("P",),
        cost=_cost(windows),
    )


def _mean(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    windows = _fitting("avg_pool2d", shapes, sizes)
    part = 1.0 / windows.side**2
    slope = rf"\frac{{1}}{{{windows.side**2}}} S"

    def forward(x: Any, *sizes: Any) -> Any:
        padded = windows.padded(x, 0.0)
        return sum(padded[at] for _place, at in windows.corners()) * part

    def pull(upstream: Any, *numbers: Any) -> Any:
        arrived = np.asarray(upstream) * part
        return windows.back(lambda place: arrived, arrived.shape[:-2])

    def entries(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Array:
        places = np.unravel_index(rows, windows.shape), np.unravel_index(columns, windows.image)
        offsets = [
            end + windows.padding - windows.stride * at[:, None]
            for at, end in zip(*places, strict=True)
        ]
        inside = np.all([(each >= 0) & (each < windows.side) for each in offsets], axis=0)
        return np.where(inside, part, 0.0)

    def jacobian(out: Any, x: Any, *sizes: Any) -> Jacobian:
        return Derived(
            rows=prod(windows.shape),
            columns=prod(windows.image),
            pull=lambda row: pull(row.reshape(windows.shape)),
            part=entries,
        )

    return Kernel(
        shape=windows.shape,
        forward=forward,
        pulls=(pull,),
        jacobians=(jacobian,),
        formula=_tex(r"\operatorname{mean}", windows),
        slopes=(slope,),
        worked=(slope,),
        cost=_cost(windows),
    )


def _tied(x: Any, *sizes: Any) -> Any:
    """Whether two entries of one window are both the largest, by what is known."""
    x = np.asarray(x)
    windows = Windows(x.shape[-2:], *moves(sizes))
    best, _which = windows.largest(x)
    padded = windows.padded(x, -np.inf)
    return sum((padded[at] == best).astype(int) for _place, at in windows.corners()) > 1


def _max_written(writing: Writing, x: Places) -> Places:
    windows = Windows(x.shape, *moves(writing.sizes))

    def one(place: tuple[int, ...]) -> int:
        found = [int(x[at]) for at in windows.entries(place)]
        return writing.op("max", *found) if len(found) > 1 else found[0]

    return each(writing.shape, one)


def _mean_written(writing: Writing, x: Places) -> Places:
    windows = Windows(x.shape, *moves(writing.sizes))
    count = float(windows.side**2)

    def one(place: tuple[int, ...]) -> int:
        total = writing.sum(x[at] for at in windows.entries(place))
        return writing.op("divide_by", total, literal=count) if count > 1 else total

    return each(writing.shape, one)


_IMAGE = [[1.0, 3.0, -0.5, 2.0], [4.0, -2.0, 1.5, 0.0], [0.25, -1.0, 5.0, 2.5]]
_MOVED: dict[str, Any] = {
    "operands": ("X",),
    "sizes": (1, 3),
    "words": (("kernel_size", ""), ("stride", "kernel_size"), ("padding", 0)),
    "listing": said,
    "samples": ((_IMAGE, 2), (_IMAGE, 2, 1, 0), (_IMAGE, 3, 2, 1), (_IMAGE, 3, 1, 0)),
}
"""What may be said of how the window moves."""

POOLING = family(
    "Convolution",
    Op(
        name="max_pool2d",
        title="max-pooling",
        symbol="maxpool",
        formula=r"\max_{n \times n}(#1)",
        kernel=_max,
        expansion=_max_written,
        letters="Here P picks the largest entry of each window: it gets all of the gradient, the "
        "others none.",
        domain="a matrix, and the side of the window; it moves by its own side unless `stride=1` "
        "says how far; `padding=1` puts −∞ all around",
        beside=(("dilation", 1), ("ceil_mode", False), ("return_indices", False)),
        kink=Kink(
            at=_tied,
            convention="On a tie the slope is a convention: the first of the largest gets 1, the "
            "others 0.",
        ),
        **_MOVED,
    ),
    Op(
        name="avg_pool2d",
        title="average-pooling",
        symbol="avgpool",
        formula=r"\operatorname{mean}_{n \times n}(#1)",
        kernel=_mean,
        expansion=_mean_written,
        letters="Here S adds, for each place, the entries of its window.",
        domain="a matrix, and the side of the window; it moves by its own side unless `stride=1` "
        "says how far; `padding=1` puts zeros all around, which count",
        beside=(("ceil_mode", False), ("count_include_pad", True), ("divisor_override", None)),
        **_MOVED,
    ),
)
"""What makes an image smaller: one number for each window."""
