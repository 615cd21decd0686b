"""What each operation means, in the words of another engine: `xp` is numpy, autograd's, PyTorch.

Samples are no concern here: they are a loop in `arrays.py`.
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np


def _sigmoid(xp: Any, x: Any) -> Any:
    return 1 / (1 + xp.exp(-x))


def _gelu(xp: Any, x: Any) -> Any:
    """x (1 + erf(x/√2))/2, with erf as its series up to |x| = 3: no engine has the same one."""
    term = total = x * 2 / np.sqrt(2 * np.pi)
    for n in range(1, 30):
        term = term * x * x / (2 * n + 1)
        total = total + term
    return x * (1 + xp.exp(-x * x / 2) * total) / 2


def _largest(xp: Any, *terms: Any) -> Any:
    found = terms[0]
    for term in terms[1:]:
        found = xp.where(found - term >= 0, found + 0 * term, term + 0 * found)
    return found


def _cross_entropy(xp: Any, t: Any, z: Any) -> Any:
    return -xp.sum(t * (z - xp.log(xp.sum(xp.exp(z)))))


def _windows(xp: Any, x: Any, k: Any, stride: float = 1, padding: float = 0) -> Any:
    """Sums of products, place by place; beyond the edge there is nothing to add."""
    step, around = int(stride), int(padding)
    sizes = [(n + 2 * around - m) // step + 1 for n, m in zip(x.shape, k.shape, strict=True)]
    entries = []
    for place in np.ndindex(*sizes):
        terms = [0 * xp.sum(k) + 0 * xp.sum(x)]
        for own in np.ndindex(*k.shape):
            at = tuple(step * p + q - around for p, q in zip(place, own, strict=True))
            if all(0 <= p < n for p, n in zip(at, x.shape, strict=True)):
                terms.append(x[at] * k[own])
        entries.append(sum(terms[1:], start=terms[0]))
    return xp.reshape(xp.stack(entries), tuple(sizes))


def pool_windows(xp: Any, x: Any, side: float, *more: float) -> list[list[Any]]:
    """Of each place of a square window the entries that it holds; beyond the edge it has none."""
    size, step, around = int(side), int(more[0] if more else side), int(more[1] if more[1:] else 0)
    found = []
    for corner in np.ndindex(*((n + 2 * around - size) // step + 1 for n in x.shape)):
        places = [[step * k - around + j for j in range(size)] for k in corner]
        found.append(
            [x[i][j] for i in places[0] for j in places[1]
             if 0 <= i < x.shape[0] and 0 <= j < x.shape[1]]
        )  # fmt: skip
    return found


def _pooled(one: Callable[..., Any]) -> Callable[..., Any]:
    """One number of each window, in the shape of the places."""

    def meaning(xp: Any, x: Any, side: float, *more: float) -> Any:
        step, around = more[0] if more else side, more[1] if more[1:] else 0
        shape = tuple(int((n + 2 * around - side) // step + 1) for n in x.shape)
        entries = [one(xp, window, side) for window in pool_windows(xp, x, side, *more)]
        return xp.reshape(xp.stack(entries), shape)

    return meaning


def _toeplitz(xp: Any, k: Any, columns: float) -> Any:
    size, rows = k.shape[0], int(columns) - k.shape[0] + 1
    entries = [
        k[j - i] if 0 <= j - i < size else 0 * k[0]
        for i in range(rows)
        for j in range(int(columns))
    ]
    return xp.reshape(xp.stack(entries), (rows, int(columns)))


def lines(xp: Any, x: Any, axis: tuple[float, ...]) -> list[Any]:
    """What goes into one result each: all entries, or a column or row of a matrix."""
    if not axis:
        return [xp.reshape(x, (-1,))]
    return [x[:, k] for k in range(x.shape[1])] if axis[0] == 0 else [*x]


def _reduced(one: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """One number for all entries, or for each column or row."""

    def meaning(xp: Any, x: Any, *axis: float) -> Any:
        found = [one(xp, line) for line in lines(xp, x, axis)]
        return xp.stack(found) if axis else found[0]

    return meaning


def _softmax(xp: Any, x: Any, *axis: float) -> Any:
    found = [xp.exp(line) / xp.sum(xp.exp(line)) for line in lines(xp, x, axis)]
    if not axis:
        return found[0]
    rows = xp.reshape(xp.concatenate(found), (len(found), -1))
    return rows.T if axis[0] == 0 else rows


def _repeated(xp: Any, x: Any, *sizes: float) -> Any:
    shape = tuple(int(size) for size in sizes)
    aligned = (1,) * (len(shape) - len(x.shape)) + tuple(x.shape)
    return xp.reshape(x, aligned) * xp.reshape(xp.ones(int(np.prod(shape))), shape)


def _part(xp: Any, x: Any, *sizes: float) -> Any:
    """Entry by entry, in the words of no slice."""
    numbers = [int(size) for size in sizes]
    axes = [numbers[k : k + 3] for k in range(0, len(numbers), 3)]
    picked = [[a] if not step else [*range(a, b, step)] for a, b, step in axes]
    if len(x.shape) == 1:
        return xp.stack([x[k] for k in picked[0]])
    columns = picked[1] if len(picked) > 1 else [*range(x.shape[1])]
    whole = xp.stack([x[i][j] for i in picked[0] for j in columns])
    rest = [len(each) for each, (*_, step) in zip(picked, axes, strict=True) if step]
    shape = rest if len(axes) > 1 else [*rest, x.shape[1]]
    return xp.reshape(whole, tuple(shape))


def _stacked(xp: Any, *parts: Any) -> Any:
    whole = xp.concatenate([xp.reshape(part, (-1,)) for part in parts])
    return xp.reshape(whole, (len(parts), -1)) if len(parts[0].shape) else whole


MEANINGS: dict[str, Callable[..., Any]] = {
    "add": lambda xp, *terms: sum(terms[1:], start=terms[0]),
    "sub": lambda xp, a, b: a - b,
    "mul": lambda xp, a, b: a * b,
    "div": lambda xp, a, b: a / b,
    "pow": lambda xp, a, b: xp.exp(b * xp.log(a)),
    "neg": lambda xp, x: -x,
    "identity": lambda xp, x: x,
    "scale": lambda xp, x, c: c * x,
    "shift": lambda xp, x, c: x + c,
    "subtract_from": lambda xp, x, c: c - x,
    "divide_by": lambda xp, x, c: x / c,
    "reciprocal": lambda xp, x, c: c / x,
    "power": lambda xp, x, c: xp.exp(c * xp.log(x)),
    "max": _largest,
    "min": lambda xp, *terms: -_largest(xp, *(-term for term in terms)),
    "sigmoid": _sigmoid,
    "log": lambda xp, x: xp.log(x),
    "neglog": lambda xp, x: -xp.log(x),
    "exp": lambda xp, x: xp.exp(x),
    "tanh": lambda xp, x: xp.tanh(x),
    "relu": lambda xp, x: xp.where(x > 0, x, 0 * x),
    "leaky_relu": lambda xp, x, c=0.01: xp.where(x > 0, x, c * x),
    "softplus": lambda xp, x: xp.log(1 + xp.exp(x)),
    "silu": lambda xp, x: x * _sigmoid(xp, x),
    "gelu": _gelu,
    "abs": lambda xp, x: xp.where(x > 0, x, -x),
    "sqrt": lambda xp, x: xp.sqrt(x),
    "square": lambda xp, x: x * x,
    "sin": lambda xp, x: xp.sin(x),
    "cos": lambda xp, x: xp.cos(x),
    "sign": lambda xp, x: xp.where(x > 0, 0 * x + 1, 0 * x - 1),
    "logistic_loss": lambda xp, y, z: -xp.log(_sigmoid(xp, y * z)),
    "hinge": lambda xp, y, z: xp.where(y * z < 1, 1 - y * z, 0 * y * z),
    "squared_error": lambda xp, a, b: (a - b) * (a - b),
    "matmul": lambda xp, a, b: a @ b,
    "dot": lambda xp, a, b: xp.sum(a * b),
    "outer": lambda xp, a, b: xp.reshape(a, (-1, 1)) * xp.reshape(b, (1, -1)),
    "sum": _reduced(lambda xp, x: xp.sum(x)),
    "mean": _reduced(lambda xp, x: xp.sum(x) / x.shape[0]),
    "amax": _reduced(lambda xp, x: _largest(xp, *x)),
    "amin": _reduced(lambda xp, x: -_largest(xp, *-x)),
    "logsumexp": _reduced(lambda xp, x: xp.log(xp.sum(xp.exp(x)))),
    "broadcast_to": _repeated,
    "part": _part,
    "stack": _stacked,
    "where": lambda xp, m, a, b: xp.where(m != 0, a + 0 * b, b + 0 * a),
    "greater": lambda xp, a, b: xp.where(a > b, 1 + 0 * (a + b), 0 * (a + b)),
    "less": lambda xp, a, b: xp.where(b > a, 1 + 0 * (a + b), 0 * (a + b)),
    "greater_equal": lambda xp, a, b: xp.where(a - b >= 0, 1 + 0 * (a + b), 0 * (a + b)),
    "less_equal": lambda xp, a, b: xp.where(b - a >= 0, 1 + 0 * (a + b), 0 * (a + b)),
    "above": lambda xp, x, c: xp.where(x > c, 1 + 0 * x, 0 * x),
    "below": lambda xp, x, c: xp.where(x < c, 1 + 0 * x, 0 * x),
    "at_least": lambda xp, x, c: xp.where(x >= c, 1 + 0 * x, 0 * x),
    "at_most": lambda xp, x, c: xp.where(x <= c, 1 + 0 * x, 0 * x),
    "detach": lambda xp, x: xp.stopped(x),
    "norm2": lambda xp, x: xp.sum(x * x),
    "softmax": _softmax,
    "cross_entropy": _cross_entropy,
    "transpose": lambda xp, x: x.T,
    "entry": lambda xp, x, *places: x[tuple(int(place) for place in places)],
    "vec": lambda xp, x: xp.reshape(x, (-1,)),
    "reshape": lambda xp, x, *sizes: xp.reshape(x, tuple(int(size) for size in sizes)),
    "with_bias": lambda xp, x: xp.concatenate([x, xp.ones(1)]),
    "concat": lambda xp, *parts: xp.concatenate([xp.reshape(part, (-1,)) for part in parts]),
    "conv1d": _windows,
    "conv2d": _windows,
    "conv_matrix": _toeplitz,
    "max_pool2d": _pooled(lambda xp, window, side: _largest(xp, *window)),
    "avg_pool2d": _pooled(lambda xp, window, side: sum(window[1:], window[0]) / side**2),
}


def _stopped(x: Any) -> Any:
    """The number without what it is made of: PyTorch's own, or that of autograd's box."""
    while hasattr(x, "_value"):
        x = x._value
    return x.detach() if hasattr(x, "detach") else x


def engine(numpy: Any) -> SimpleNamespace:
    """What `MEANINGS` need of a numpy (autograd's, say)."""
    names = ("sin", "cos", "exp", "log", "tanh", "sqrt", "where", "sum", "reshape", "concatenate")
    return SimpleNamespace(
        **{name: getattr(numpy, name) for name in names},
        ones=numpy.ones,
        stopped=_stopped,
        stack=lambda parts: numpy.concatenate([numpy.reshape(part, (1,)) for part in parts]),
    )
