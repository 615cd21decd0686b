"""What the libraries have in common: their operations on tensors, as lines of the program."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from graph_engine.arrays import Shape
from graph_engine.ops.windows import moving, stops
from graph_engine.saying import say

from .writing import Ids, Tensor, Writing, known, literal

NAMED = {
    "relu": "a", "sigmoid": "a", "tanh": "a", "gelu": "a", "silu": "a", "softplus": "a",
    "leaky_relu": "a", "softmax": "p", "sum": "s", "mean": "m", "max": "m", "min": "m",
}  # fmt: skip
"""How what a function gives is called; all else is u, as nodes without a name are."""

NUMPY: dict[str, Callable[..., Any]] = {
    "exp": np.exp, "log": np.log, "tanh": np.tanh, "sqrt": np.sqrt, "sin": np.sin, "cos": np.cos,
    "abs": np.abs, "sign": np.sign, "square": np.square, "-": np.negative,
}  # fmt: skip
SIGNS: dict[str, Callable[..., Any]] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "**": np.power,
    ">": np.greater, "<": np.less, ">=": np.greater_equal, "<=": np.less_equal,
    "max": np.maximum, "min": np.minimum,
}  # fmt: skip


def _kept(shape: Shape) -> tuple[int, ...]:
    """The axes of a value of ours: leading ones of size 1 go, of more than two the others, too."""
    axes = [k for k in range(len(shape)) if k or len(shape) < 2 or shape[k] != 1]
    while len(axes) > 1 and shape[axes[0]] == 1:
        axes = axes[1:]
    while len(axes) > 2 and any(shape[k] == 1 for k in axes):
        axes.remove(next(k for k in axes if shape[k] == 1))
    return tuple(axes)


def _cells(shape: Shape) -> tuple[tuple[int, ...], tuple[int, ...], Iterator[tuple[Any, ...]]]:
    """The axes that a value of ours has, and an index for each of the values that there are."""
    axes = _kept(shape)
    own, around = axes[-2:], axes[:-2]
    places = (
        tuple(
            place[around.index(k)] if k in around else slice(None) if k in own else 0
            for k in range(len(shape))
        )
        for place in np.ndindex(tuple(shape[k] for k in around))
    )
    return own, around, places


def each(w: Writing, name: str, form: str, *tensors: Tensor) -> Tensor:
    """An operation entry by entry, with numpy's rule of what is repeated; `{}` are the operands."""
    whole = np.broadcast_shapes(*(x.shape for x in tensors))
    own, _, places = _cells(whole)
    size = tuple(whole[k] for k in own)
    found = np.empty(whole, dtype=np.int64)
    arrays: list[Ids | str] = []
    for x in tensors:
        if x.value is not None and x.value.size == 1:
            arrays.append(literal(float(x.value.reshape(()))))
        else:
            ids = w.ids(x)
            arrays.append(ids.reshape((1,) * (len(whole) - ids.ndim) + ids.shape))
    for place in places:
        args = [x if isinstance(x, str) else _beside(w, x, place, size) for x in arrays]
        found[place] = _ids(w.line(name, form.format(*args), size))
    return Tensor(ids=found)


def _beside(w: Writing, ids: Ids, place: tuple[Any, ...], size: Shape) -> str:
    """One operand of an operation on values of that size; the program repeats a smaller one."""
    at = tuple(
        k if isinstance(k, slice) or n > 1 else 0 for k, n in zip(place, ids.shape, strict=True)
    )
    cell = ids[at]
    if cell.shape == size:
        return w.text(cell)
    if cell.size == 1:
        return w.text(cell.reshape(()))
    return w.text(cell[0] if cell.ndim == 2 and cell.shape[0] == 1 else cell)


def unary(w: Writing, function: str, x: Tensor, more: str = "") -> Tensor:
    """A function of one operand."""
    if x.value is not None and function in NUMPY:
        return known(NUMPY[function](x.value))
    form = "-{}" if function == "-" else f"{function}({{}}{more})"
    return each(w, NAMED.get(function, "u"), form, x)


def binary(w: Writing, sign: str, a: Tensor, b: Tensor, name: str = "u") -> Tensor:
    """An operator, or `max` and `min` of two."""
    if a.value is not None and b.value is not None:
        return known(SIGNS[sign](a.value, b.value))
    zero = sign == "+" and b.value is not None and not np.any(b.value)
    if zero and np.broadcast_shapes(a.shape, b.shape) == a.shape:
        return a
    form = f"{sign}({{}}, {{}})" if sign.isalpha() else f"{{}} {sign} {{}}"
    return each(w, name, form, a, b)


def where(w: Writing, mask: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """a where the mask holds, else b; a mask of known numbers is no mask where all are alike."""
    if mask.value is not None and a.value is not None and b.value is not None:
        return known(np.where(mask.value, a.value, b.value))
    if mask.value is not None and (np.all(mask.value) or not np.any(mask.value)):
        shape = np.broadcast_shapes(mask.shape, a.shape, b.shape)
        one = a if np.all(mask.value) else b
        return one.moved(lambda x: np.broadcast_to(x, shape))
    return each(w, "u", "where({}, {}, {})", mask, a, b)


def affine(w: Writing, x: Tensor, weight: Tensor, bias: Tensor | None, name: str = "z") -> Tensor:
    """W x + b, for each row of x."""
    return matmul(w, x, weight.moved(np.transpose), bias=bias, name=name)


def matmul(
    w: Writing, a: Tensor, b: Tensor, *, bias: Tensor | None = None, name: str = "z"
) -> Tensor:
    """A product of matrices; of one row it is the transposed matrix times a vector."""
    left, right = w.ids(a), w.ids(b)
    flat = left.ndim == 1, right.ndim == 1
    left = left[None, :] if flat[0] else left
    right = right[:, None] if flat[1] else right
    if right.ndim == 2 and left.ndim > 2:  # each row of all of them
        rows = Tensor(ids=left.reshape(-1, left.shape[-1]))
        found = matmul(w, rows, Tensor(ids=right), bias=bias, name=name)
        return found.moved(lambda x: x.reshape(*left.shape[:-1], right.shape[-1]))
    lead = np.broadcast_shapes(left.shape[:-2], right.shape[:-2])
    m, n = left.shape[-2], right.shape[-1]
    left = np.broadcast_to(left, (*lead, *left.shape[-2:]))
    right = np.broadcast_to(right, (*lead, *right.shape[-2:]))
    added = "" if bias is None else f" + {w.text(_bias(w.ids(bias), m))}"
    product = np.empty((*lead, m, n), dtype=np.int64)
    for place in np.ndindex(lead):
        one, other = left[place], right[place]
        shape: Shape
        if m == 1:
            text, shape = f"{w.text(other.T)} @ {w.text(one[0])}", (n,)
        elif flat[1]:
            text, shape = f"{w.text(one)} @ {w.text(other[:, 0])}", (m,)
        else:
            text, shape = f"{w.text(one)} @ {w.text(other)}", (m, n)
        ids = _ids(w.line(name, text + added, shape))
        product[place] = ids.reshape(m, n)
    out: Any = product[..., 0] if flat[1] else product
    return Tensor(ids=(out[..., 0] if flat[1] else out[..., 0, :]) if flat[0] else out)


def _bias(ids: Ids, rows: int) -> Ids:
    """What is added to each row; a single number to all."""
    return ids.reshape(()) if ids.size == 1 and rows > 1 else ids.reshape(-1)


def along(
    w: Writing, function: str, x: Tensor, axes: Sequence[int] | None, *, keep: bool = False
) -> Tensor:
    """`sum`, `mean`, `max`, `min`, `logsumexp` over some axes, or over all."""
    every = range(x.ndim) if axes is None else sorted({k % x.ndim for k in axes})
    if x.value is not None and function in ("sum", "mean", "max", "min"):
        return known(getattr(np, function)(x.value, axis=tuple(every), keepdims=keep))
    rest = [k for k in range(x.ndim) if k not in every]
    ids = np.transpose(w.ids(x), (*rest, *every))
    kept = tuple(x.shape[k] for k in rest)
    lines = ids.reshape(*kept, -1) if kept else ids.reshape(-1)
    name = NAMED.get(function, "u")
    if lines.shape[-1] == 1:
        found = lines[..., 0]
    elif not kept or int(np.prod(kept)) == 1:
        # Of everything: an array as it stands, so that nothing has to be put in a row.
        axes_ = _kept(x.shape)
        core = w.ids(x).reshape([x.shape[k] for k in axes_])
        whole = core if core.ndim <= 2 else lines.reshape(-1)
        found = _ids(w.line(name, f"{function}({w.text(whole)})", ())).reshape(kept)
    else:
        rows = lines.reshape(-1, lines.shape[-1])
        turned = rest and rest[0] > every[0] and len(every) == 1 and x.ndim == 2
        text = f"{w.text(rows.T)}, axis=0" if turned else f"{w.text(rows)}, axis=1"
        found = _ids(w.line(name, f"{function}({text})", (len(rows),))).reshape(kept)
    if keep:
        found = found.reshape([1 if k in every else n for k, n in enumerate(x.shape)])
    return Tensor(ids=found)


def _ids(x: Tensor) -> Ids:
    assert x.ids is not None
    return x.ids


def softmax(w: Writing, x: Tensor, axis: int) -> Tensor:
    """Along one axis; each line of the others on its own."""
    axis %= x.ndim
    if x.shape[axis] == 1:
        return known(np.ones(x.shape))
    front = np.moveaxis(w.ids(x), axis, -1)
    _, _, places = _cells(front.shape)
    found = np.empty(front.shape, dtype=np.int64)
    for place in places:
        cell = front[place]
        if cell.ndim == 2 and cell.shape[-1] == front.shape[-1]:
            text = f"softmax({w.text(cell)}, axis=1)"
        else:
            text = f"softmax({w.text(cell.reshape(-1))})"
        found[place] = _ids(w.line("p", text, cell.shape))
    return Tensor(ids=np.moveaxis(found, -1, axis))


def log_softmax(w: Writing, x: Tensor, axis: int) -> Tensor:
    """z less the logarithm of the sum of its powers of e."""
    return binary(w, "-", x, along(w, "logsumexp", x, (axis,), keep=True))


def normalised(w: Writing, x: Tensor, axes: Sequence[int], eps: float) -> Tensor:
    """Less the mean, over the standard deviation: both of these axes."""
    low = binary(w, "-", x, along(w, "mean", x, axes, keep=True), "d")
    spread = along(w, "mean", unary(w, "square", low), axes, keep=True)
    deviation = unary(w, "sqrt", binary(w, "+", spread, known(eps)))
    return binary(w, "/", low, deviation, "n")


def convolved(
    w: Writing, x: Tensor, kernel: Tensor, bias: Tensor | None, *, stride: int, padding: int
) -> Tensor:
    """Images (samples, channels, …) with kernels (out, in, …); channels in are added up."""
    ids, small = w.ids(x), w.ids(kernel)
    axes = small.ndim - 2
    if axes not in (1, 2):
        raise w.refuse(
            say("a convolution here moves along one or two axes, not %(axes)s.", axes=axes)
        )
    ids = ids if ids.ndim == small.ndim else ids[None]
    if ids.shape[1] != small.shape[1]:
        raise w.refuse(say("a convolution in groups is not read here."), say("Write `groups=1`."))
    size = stops(ids.shape[2:], small.shape[2:], stride, padding)
    more = moving(stride, padding)
    images = [[w.text(channel) for channel in image] for image in ids]
    found = np.empty((len(ids), len(small), *size), dtype=np.int64)
    for sample, image in enumerate(images):
        for k, kernels in enumerate(small):
            terms = [
                f"conv{axes}d({', '.join([channel, w.text(each), *more])})"
                for channel, each in zip(image, kernels, strict=True)
            ]
            if bias is not None:
                terms.append(w.text(w.ids(bias)[k]))
            found[sample, k] = _ids(w.line("z", " + ".join(terms), size))
    return Tensor(ids=found if x.ndim == small.ndim else found[0])


def pooled(
    w: Writing, function: str, x: Tensor, size: Sequence[int], stride: Sequence[int],
    padding: Sequence[int],
) -> Tensor:  # fmt: skip
    """The largest (or the mean) of each window on the last axes: each channel's image in one line
    where windows are squares, else each window in its own, without padding."""
    ids = w.ids(x)
    alike = len(size) == 2 and all(len({*each}) == 1 for each in (size, stride, padding))
    if alike and function in POOLS and padding[0] <= size[0] // 2:
        return _by_channel(w, function, ids, size[0], stride[0], padding[0])
    if any(padding):
        raise w.refuse(say("pooling with padding is read here of square windows alone."))
    windows = np.lib.stride_tricks.sliding_window_view(
        ids, tuple(size), axis=tuple(range(-len(size), 0))
    )
    every: Any = (..., *(slice(None, None, n) for n in stride), *(slice(None),) * len(size))
    windows = windows[every]
    found = np.empty(windows.shape[: -len(size)], dtype=np.int64)
    for place in np.ndindex(found.shape):
        one = windows[place]
        one = one.reshape([one.shape[k] for k in _kept(one.shape)])
        one = one if one.ndim <= 2 else one.reshape(-1)
        found[place] = _ids(w.line(NAMED[function], f"{function}({w.text(one)})", ()))
    return Tensor(ids=found)


POOLS = {"max": "max_pool2d", "mean": "avg_pool2d"}


def _by_channel(
    w: Writing, function: str, ids: Ids, side: int, stride: int, padding: int
) -> Tensor:
    images = ids.reshape(-1, *ids.shape[-2:])
    size = stops(ids.shape[-2:], (side, side), stride, padding)
    more = ", ".join([str(side), *moving(stride, padding, side)])
    found = [
        _ids(w.line(NAMED[function], f"{POOLS[function]}({w.text(one)}, {more})", size))
        for one in images
    ]
    return Tensor(ids=np.reshape(found, (*ids.shape[:-2], *size)))


def recurrent_cell(
    w: Writing, kind: str, x: Tensor, state: Sequence[Tensor], own: Sequence[Any]
) -> list[Tensor]:
    """One step of a recurrent layer: what it keeps afterwards. `own`: W, U, b, c as in PyTorch."""
    weight, recurrent, bias, more = own
    h = state[0]
    size = h.shape[-1]
    of_x, of_h = affine(w, x, weight, bias), affine(w, h, recurrent, more)

    def gate(of: Tensor, k: int) -> Tensor:
        return of.moved(lambda v: v[..., k * size : (k + 1) * size])

    if kind in ("tanh", "relu"):
        return [each(w, "h", f"{kind}({{}} + {{}})", of_x, of_h)]
    if kind == "gru":
        r = each(w, "r", "sigmoid({} + {})", gate(of_x, 0), gate(of_h, 0))
        keep = each(w, "k", "sigmoid({} + {})", gate(of_x, 1), gate(of_h, 1))
        new = each(w, "n", "tanh({} + {} * {})", gate(of_x, 2), r, gate(of_h, 2))
        return [each(w, "h", "(1 - {0}) * {1} + {0} * {2}", keep, new, h)]
    z = binary(w, "+", of_x, of_h, "z")
    i, f = (each(w, name, "sigmoid({})", gate(z, k)) for k, name in enumerate("if"))
    g, o = each(w, "g", "tanh({})", gate(z, 2)), each(w, "o", "sigmoid({})", gate(z, 3))
    cell = each(w, "c", "{} * {} + {} * {}", f, state[1], i, g)
    return [each(w, "h", "{} * tanh({})", o, cell), cell]


def cross_entropy(w: Writing, z: Tensor, target: Tensor, axis: int = -1) -> Tensor:
    """Of scores, per sample: by classes as whole numbers, or by probabilities."""
    axis %= max(z.ndim, 1)
    rows = np.moveaxis(w.ids(z), axis, -1)
    classes = rows.shape[-1]
    if target.shape == z.shape:
        wanted = target.moved(lambda t: np.moveaxis(t, axis, -1).reshape(-1, classes))
    else:
        if target.value is None:
            raise w.refuse(
                say("the classes are whole numbers that are known."),
                say("Give them as `target=`, or with the model's inputs as integers."),
            )
        hot = np.eye(classes)[target.value.astype(int).reshape(-1)]
        wanted = known(hot)
    found = []
    for k, row in enumerate(rows.reshape(-1, classes)):
        one = wanted.moved(lambda t, k=k: t[k])
        if one.value is not None and np.count_nonzero(one.value) == 1 and one.value.max() == 1:
            label = str(int(one.value.argmax()))
        else:
            label = w.text(w.ids(one))
        found.append(_ids(w.line("l", f"cross_entropy({label}, {w.text(row)})", ())))
    return Tensor(ids=np.reshape(found, rows.shape[:-1]))


def reduced(w: Writing, x: Tensor, how: str) -> Tensor:
    """A loss per entry, as its `reduction` says: mean, sum, none."""
    return x if how == "none" or not x.ndim else along(w, how, x, None)
