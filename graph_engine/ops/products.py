"""Products of vectors and matrices: `@`, dot, outer."""

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np

from ..arrays import Shape
from ..elementwise import written
from ..expansion import Places, Writing, each
from ..jacobian import Dense, Kronecker
from ..op import Cost, Kernel, Op, ShapeError, dense, family
from ..saying import say


def _matmul(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    """`a @ b`, by the number of axes that each has."""
    left, right = shapes
    if not left or not right:
        raise ShapeError(
            say("`@` multiplies matrices and vectors."), say("Use `*` for single numbers.")
        )
    if left[-1] != right[0]:
        raise ShapeError("", "")  # the reader knows the operands' names and says it better
    product = {(2, 1): _matrix_vector, (1, 2): _row_matrix, (1, 1): _dot, (2, 2): _matrices}
    return product[len(left), len(right)](left, right)


def _matrix_vector(left: Shape, right: Shape) -> Kernel:
    rows = left[0]

    def forward(w: Any, x: Any) -> Any:
        # With samples x is (N, n): one product of matrices, not N of matrix and vector.
        return x @ w.T if w.ndim == 2 else (w @ x[..., None])[..., 0]

    def pull_matrix(upstream: Any, out: Any, w: Any, x: Any) -> Any:
        if w.ndim == 2 and upstream.ndim == 2:
            summed = x if x.ndim == 2 else np.broadcast_to(x, (len(upstream), *x.shape))
            return upstream.T @ summed
        return upstream[..., :, None] * x[..., None, :]

    def pull_vector(upstream: Any, out: Any, w: Any, x: Any) -> Any:
        return upstream @ w if w.ndim == 2 else (upstream[..., None, :] @ w)[..., 0, :]

    return Kernel(
        shape=(rows,),
        forward=forward,
        pulls=(pull_matrix, pull_vector),
        jacobians=(
            lambda out, w, x: Kronecker(left=rows, factor=x[None, :], right=1),
            lambda out, w, x: Dense(entries=w),
        ),
        formula="#1 #2",
        slopes=(rf"I_{{{rows}}} \otimes #2^{{T}}", "#1"),
        worked=(rf"I_{{{rows}}} \otimes #2^{{T}}", "#1"),
    )


def _row_matrix(left: Shape, right: Shape) -> Kernel:
    columns = right[1]

    def forward(x: Any, w: Any) -> Any:
        return x @ w if w.ndim == 2 else (x[..., None, :] @ w)[..., 0, :]

    def pull_row(upstream: Any, out: Any, x: Any, w: Any) -> Any:
        return upstream @ w.T if w.ndim == 2 else (w @ upstream[..., None])[..., 0]

    def pull_matrix(upstream: Any, out: Any, x: Any, w: Any) -> Any:
        if w.ndim == 2 and upstream.ndim == 2 and x.ndim == 2:
            return x.T @ upstream
        return x[..., :, None] * upstream[..., None, :]

    return Kernel(
        shape=(columns,),
        forward=forward,
        pulls=(pull_row, pull_matrix),
        jacobians=(
            lambda out, x, w: Dense(entries=w.T),
            lambda out, x, w: Kronecker(left=1, factor=x[None, :], right=columns),
        ),
        formula="#1^{T} #2",
        slopes=("#2^{T}", rf"#1^{{T}} \otimes I_{{{columns}}}"),
        worked=("#2^{T}", rf"#1^{{T}} \otimes I_{{{columns}}}"),
    )


def _matrices(left: Shape, right: Shape) -> Kernel:
    rows, columns = left[0], right[1]

    def pull_left(upstream: Any, out: Any, a: Any, b: Any) -> Any:
        if a.ndim == 2 and b.ndim == 3:  # added over the samples at once
            return np.tensordot(upstream, b, axes=((0, 2), (0, 2)))
        return upstream @ np.swapaxes(b, -1, -2)

    def pull_right(upstream: Any, out: Any, a: Any, b: Any) -> Any:
        if b.ndim == 2 and a.ndim == 3:
            return np.tensordot(a, upstream, axes=((0, 1), (0, 1)))
        return np.swapaxes(a, -1, -2) @ upstream

    return Kernel(
        shape=(rows, columns),
        forward=lambda a, b: a @ b,
        pulls=(pull_left, pull_right),
        jacobians=(
            lambda out, a, b: Kronecker(left=rows, factor=b.T, right=1),
            lambda out, a, b: Kronecker(left=1, factor=a, right=columns),
        ),
        formula="#1 #2",
        slopes=(rf"I_{{{rows}}} \otimes #2^{{T}}", rf"#1 \otimes I_{{{columns}}}"),
        worked=(rf"I_{{{rows}}} \otimes #2^{{T}}", rf"#1 \otimes I_{{{columns}}}"),
    )


def _dot(left: Shape, right: Shape) -> Kernel:
    def forward(a: Any, b: Any) -> Any:
        if a.ndim == 1 or b.ndim == 1:  # one of them at least is the same for all samples
            return a @ b if b.ndim == 1 else b @ a
        return np.sum(a * b, axis=-1)

    def pull(port: int) -> Callable[..., Any]:
        def pulled(upstream: Any, out: Any, *pair: Any) -> Any:
            other = pair[1 - port]
            if pair[port].ndim == 1 and np.ndim(upstream) and other.ndim == 2:
                return upstream @ other  # added over the samples at once
            return np.asarray(upstream)[..., None] * other

        return pulled

    return Kernel(
        shape=(),
        forward=forward,
        pulls=(pull(0), pull(1)),
        jacobians=(
            lambda out, a, b: Dense(entries=b[None, :]),
            lambda out, a, b: Dense(entries=a[None, :]),
        ),
        formula="#1^{T} #2",
        slopes=("#2^{T}", "#1^{T}"),
        worked=("#2^{T}", "#1^{T}"),
    )


def _dot_kernel(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    left, right = shapes
    if len(left) != 1 or left != right:
        raise ShapeError(
            say(
                "`dot` multiplies two vectors of one length; here are %(left)s and %(right)s.",
                left=written(left),
                right=written(right),
            )
        )
    return _dot(left, right)


def _outer(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
    if any(len(shape) != 1 for shape in shapes):
        raise ShapeError(
            say(
                "`outer` takes two vectors; here are %(left)s and %(right)s.",
                left=written(shapes[0]),
                right=written(shapes[1]),
            )
        )
    (rows,), (columns,) = shapes
    return Kernel(
        shape=(rows, columns),
        forward=lambda a, b: a[..., :, None] * b[..., None, :],
        pulls=(
            lambda upstream, out, a, b: np.sum(upstream * b[..., None, :], axis=-1),
            lambda upstream, out, a, b: np.sum(upstream * a[..., :, None], axis=-2),
        ),
        jacobians=(
            lambda out, a, b: Kronecker(left=rows, factor=b[:, None], right=1),
            lambda out, a, b: Kronecker(left=1, factor=a[:, None], right=columns),
        ),
        formula="#1 #2^{T}",
        slopes=(rf"I_{{{rows}}} \otimes #2", rf"#1 \otimes I_{{{columns}}}"),
        worked=(rf"I_{{{rows}}} \otimes #2", rf"#1 \otimes I_{{{columns}}}"),
    )


def _matmul_written(writing: Writing, a: Places, b: Places) -> Places:
    rows, columns = (a if a.ndim == 2 else a[None, :]), (b if b.ndim == 2 else b[:, None])
    found = each(
        (rows.shape[0], columns.shape[1]),
        lambda place: writing.dot(rows[place[0]], columns[:, place[1]]),
    )
    return found.reshape(writing.shape)


def _matmul_cost(shapes: tuple[Shape, ...], shape: Shape) -> Cost:
    """2mnk; of a vector one of the sizes is 1."""
    return dense(2.0 * prod(shape) * shapes[0][-1])


def _outer_written(writing: Writing, a: Places, b: Places) -> Places:
    return each(writing.shape, lambda place: writing.op("mul", a[place[0]], b[place[1]]))


PRODUCTS = family(
    "Products of vectors and matrices",
    Op(
        name="matmul",
        title="matrix product",
        called=("dot product", "matrix product"),
        symbol="@",
        typed="#1 @ #2",
        operands=("A", "b"),
        places=("left factor", "right factor"),
        formula="#1 #2",
        kernel=_matmul,
        expansion=_matmul_written,
        cost=_matmul_cost,
        samples=(
            ([[1.0, -2.0, 0.5], [0.0, 3.0, 1.0]], [1.0, 2.0, -1.0]),
            ([1.0, -2.0], [[1.0, 2.0, -1.0], [0.5, 0.0, 4.0]]),
            ([1.0, -2.0], [0.5, 3.0]),
            ([[1.0, -2.0], [0.0, 3.0], [1.0, 1.0]], [[1.0, 2.0], [-1.0, 0.5]]),
        ),
        domain="as many columns in A as rows in b",
    ),
    Op(
        name="dot",
        title="dot product",
        symbol="dot",
        operands=("a", "b"),
        places=("left factor", "right factor"),
        formula="#1^{T} #2",
        kernel=_dot_kernel,
        cost=_matmul_cost,
        expansion=_matmul_written,
        samples=(([1.0, -2.0, 0.5], [0.5, 3.0, -1.0]),),
        domain="two vectors of one length",
    ),
    Op(
        name="outer",
        title="outer product",
        symbol="outer",
        operands=("a", "b"),
        places=("left factor", "right factor"),
        formula="#1 #2^{T}",
        kernel=_outer,
        cost=lambda shapes, shape: Cost(prod(shape), 4.0 * prod(shape), prod(shape)),
        expansion=_outer_written,
        samples=(([1.0, -2.0, 0.5], [0.5, 3.0]),),
        domain="two vectors",
    ),
)
"""What multiplies vectors and matrices, not entry by entry."""
