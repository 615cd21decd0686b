"""PyTorch's operations in ours, by the names of its operators."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from graph_engine.saying import say

from . import operating as ops
from .writing import Tensor, Writing, known

ENTRYWISE = {
    "relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "exp": "exp", "log": "log",
    "sqrt": "sqrt", "sin": "sin", "cos": "cos", "abs": "abs", "neg": "-", "square": "square",
    "silu": "silu", "sign": "sign", "detach": "detach",
}  # fmt: skip
BINARY = {
    "mul": "*", "div": "/", "multiply": "*", "divide": "/", "true_divide": "/", "maximum": "max",
    "minimum": "min", "gt": ">", "lt": "<", "ge": ">=", "le": "<=",
}  # fmt: skip
LOSSES = ("none", "mean", "sum")
"""What a loss does with several, by PyTorch's number for it."""


def _term(x: Any) -> Tensor:
    return x if isinstance(x, Tensor) else known(float(x))


def pair(named: Mapping[str, Any]) -> tuple[Tensor, Tensor]:
    """The operands of an operator; a plain number is one, too."""
    other = named["other"] if "other" in named else named["exponent"]
    return _term(named["self"]), _term(other)


def _added(sign: str) -> Callable[..., Tensor]:
    def work(w: Writing, a: Mapping[str, Any]) -> Tensor:
        left, right = pair(a)
        alpha = a.get("alpha", 1)
        return ops.binary(
            w, sign, left, right if alpha == 1 else ops.binary(w, "*", known(alpha), right)
        )

    return work


def _backwards(w: Writing, a: Mapping[str, Any]) -> Tensor:
    return ops.binary(w, "-", _term(a["other"]), a["self"])


def _squared(w: Writing, a: Mapping[str, Any]) -> Tensor:
    left, right = pair(a)
    if right.value is not None and right.value.ndim == 0 and right.value == 2:
        return ops.unary(w, "square", left)
    return ops.binary(w, "**", left, right)


def _reduced(function: str, *, picked: bool = False) -> Callable[..., Any]:
    def work(w: Writing, a: Mapping[str, Any]) -> Any:
        axes = a.get("dim")
        axes = (axes,) if isinstance(axes, int) else axes or None
        found = ops.along(w, function, a["self"], axes, keep=bool(a.get("keepdim")))
        return [found, None] if picked and isinstance(a.get("dim"), int) else found

    return work


def _extreme(function: str) -> Callable[..., Any]:
    def work(w: Writing, a: Mapping[str, Any]) -> Any:
        if "other" in a:
            return ops.binary(w, function, a["self"], a["other"])
        return _reduced(function, picked=True)(w, a)

    return work


def _linear(w: Writing, a: Mapping[str, Any]) -> Tensor:
    return ops.affine(w, a["input"], a["weight"], a.get("bias"))


def _product(first: str, second: str, bias: str = "") -> Callable[..., Tensor]:
    def work(w: Writing, a: Mapping[str, Any]) -> Tensor:
        found = ops.matmul(w, a[first], a[second])
        if not bias or (a[bias].value is not None and not np.any(a[bias].value)):
            return found
        return ops.binary(w, "+", found, a[bias])

    return work


def _convolution(w: Writing, a: Mapping[str, Any]) -> Tensor:
    if a.get("groups", 1) != 1 or any(n != 1 for n in _list(a.get("dilation", 1))):
        raise w.refuse(
            say("`%(name)s` of a convolution is not read here.", name="groups, dilation")
        )
    padding = a.get("padding", 0)
    if isinstance(padding, str):
        same = {(n - 1) / 2 for n in a["weight"].shape[2:]} if padding == "same" else {0}
        padding = [n for n in same]
    return ops.convolved(
        w, a["input"], a["weight"], a.get("bias"),
        stride=_one(w, "stride", a.get("stride", 1)), padding=_one(w, "padding", padding),
    )  # fmt: skip


def _list(x: Any) -> list[Any]:
    return list(x) if isinstance(x, list | tuple) else [x]


def _one(w: Writing, name: str, sizes: Any) -> int:
    """A number that is the same along all axes."""
    found = set(_list(sizes))
    if len(found) != 1 or not float(next(iter(found))).is_integer():
        raise w.refuse(say("`%(name)s` is one whole number here.", name=name))
    return int(found.pop())


def _pool(function: str, axes: int) -> Callable[..., Any]:
    def work(w: Writing, a: Mapping[str, Any]) -> Tensor:
        size = _list(a["kernel_size"]) * (axes if len(_list(a["kernel_size"])) == 1 else 1)
        stride = _list(a.get("stride") or size)
        stride = stride * (axes if len(stride) == 1 else 1)
        padding = _list(a.get("padding", 0))
        padding = padding * (axes if len(padding) == 1 else 1)
        if any(n != 1 for n in _list(a.get("dilation", 1))):
            raise w.refuse(say("`%(name)s` of pooling is not read here.", name="dilation"))
        if any(padding) and not a.get("count_include_pad", True):
            raise w.refuse(say("`%(name)s` of pooling is not read here.", name="count_include_pad"))
        return ops.pooled(w, function, a["self"], size, stride, padding)

    return work


def _adaptive(function: str) -> Callable[..., Any]:
    def work(w: Writing, a: Mapping[str, Any]) -> Tensor:
        x, out = a["self"], _list(a["output_size"])
        sizes = x.shape[-len(out) :]
        out = [n if k is None else k for k, n in zip(out, sizes, strict=True)]
        if any(n % k for n, k in zip(sizes, out, strict=True)):
            raise w.refuse(say("adaptive pooling is read where its windows are all of one size."))
        size = [n // k for n, k in zip(sizes, out, strict=True)]
        return ops.pooled(w, function, x, size, size, [0] * len(size))

    return work


def _layer_norm(w: Writing, a: Mapping[str, Any]) -> Tensor:
    axes = range(-len(a["normalized_shape"]), 0)
    found = ops.normalised(w, a["input"], list(axes), a.get("eps", 1e-5))
    return _scaled(w, found, a.get("weight"), a.get("bias"))


def _scaled(w: Writing, x: Tensor, gain: Tensor | None, shift: Tensor | None) -> Tensor:
    x = x if gain is None else ops.binary(w, "*", x, gain)
    return x if shift is None else ops.binary(w, "+", x, shift)


def _batch_norm(w: Writing, a: Mapping[str, Any]) -> Tensor:
    x, eps = a["input"], a.get("eps", 1e-5)
    spread = [1, -1, *([1] * (x.ndim - 2))]
    own = [
        None if each is None else each.moved(lambda v: v.reshape(spread))
        for each in (a.get("weight"), a.get("bias"), a.get("running_mean"), a.get("running_var"))
    ]
    if a.get("training") or own[2] is None or own[3] is None:
        found = ops.normalised(w, x, [k for k in range(x.ndim) if k != 1], eps)
    else:
        deviation = known(np.sqrt(own[3].value + eps))
        found = ops.binary(w, "/", ops.binary(w, "-", x, own[2], "d"), deviation, "n")
    return _scaled(w, found, own[0], own[1])


def _attention(w: Writing, a: Mapping[str, Any]) -> Tensor:
    query, key, value = a["query"], a["key"], a["value"]
    scale = a.get("scale")
    scale = 1 / float(np.sqrt(query.shape[-1])) if scale is None else scale
    scores = ops.matmul(w, query, key.moved(lambda k: np.swapaxes(k, -1, -2)), name="s")
    scores = ops.binary(w, "*", scores, known(scale), "s")
    mask = a.get("attn_mask")
    if a.get("is_causal"):
        mask = Tensor(value=np.tri(*scores.shape[-2:], dtype=bool))
    if mask is not None and mask.value is not None and mask.value.dtype == bool:
        scores = ops.where(w, mask, scores, known(-np.inf))
    elif mask is not None:
        scores = ops.binary(w, "+", scores, mask)
    return ops.matmul(w, ops.softmax(w, scores, -1), value, name="o")


def _masked_fill(w: Writing, a: Mapping[str, Any]) -> Tensor:
    return ops.where(w, a["mask"], _term(a["value"]), a["self"])


def _recurrent(kind: str) -> Callable[..., Any]:
    def work(w: Writing, a: Mapping[str, Any]) -> Any:
        if a.get("bidirectional") or (a.get("dropout") and a.get("train")):
            raise w.refuse(say("a layer that goes both ways, or drops out, is not read here."))
        lstm = kind == "lstm"
        states = a["hx"] if lstm else [a["hx"]]
        x = a["input"].moved(lambda v: np.moveaxis(v, 1, 0)) if a["batch_first"] else a["input"]
        step = 4 if a["has_biases"] else 2
        if len(a["params"]) != step * a["num_layers"]:
            raise w.refuse(say("a layer that gives less than it keeps is not read here."))
        ends: list[list[Tensor]] = []
        for layer in range(a["num_layers"]):
            own = [*a["params"][step * layer : step * (layer + 1)], None, None][:4]
            state = [each.moved(lambda v, n=layer: v[n]) for each in states]
            out = []
            for t in range(x.shape[0]):
                state = ops.recurrent_cell(w, kind, x.moved(lambda v, n=t: v[n]), state, own)
                out.append(state[0])
            x = w.joined(out, np.stack)
            ends.append(state)
        last = [w.joined(column, np.stack) for column in zip(*ends, strict=True)]
        whole = x.moved(lambda v: np.moveaxis(v, 0, 1)) if a["batch_first"] else x
        return [whole, *last]

    return work


def _cell(kind: str) -> Callable[..., Any]:
    def work(w: Writing, a: Mapping[str, Any]) -> Any:
        own = [a["w_ih"], a["w_hh"], a.get("b_ih"), a.get("b_hh")]
        states = a["hx"] if kind == "lstm" else [a["hx"]]
        found = ops.recurrent_cell(w, kind, a["input"], states, own)
        return found if kind == "lstm" else found[0]

    return work


def _loss(of: Callable[[Writing, Tensor, Tensor, Mapping[str, Any]], Tensor]) -> Callable[..., Any]:
    def work(w: Writing, a: Mapping[str, Any]) -> Tensor:
        found = of(w, a["self"], a["target"], a)
        how = LOSSES[a.get("reduction", 1)]
        if a.get("weight") is not None or a.get("pos_weight") is not None:
            raise w.refuse(say("a loss with weights of its own is not read here."))
        return ops.reduced(w, found, how)

    return work


def _squares(w: Writing, x: Tensor, y: Tensor, a: Any) -> Tensor:
    return ops.unary(w, "square", ops.binary(w, "-", x, y, "e"))


def _distances(w: Writing, x: Tensor, y: Tensor, a: Any) -> Tensor:
    return ops.unary(w, "abs", ops.binary(w, "-", x, y, "e"))


def _binary_entropy(w: Writing, p: Tensor, y: Tensor, a: Any) -> Tensor:
    return ops.each(w, "l", "-({0} * log({1}) + (1 - {0}) * log(1 - {1}))", y, p)


def _of_scores(w: Writing, z: Tensor, y: Tensor, a: Any) -> Tensor:
    """log(1 + e^z) - y z."""
    return ops.each(w, "l", "softplus({1}) - {0} * {1}", y, z)


def _entropy(w: Writing, z: Tensor, y: Tensor, a: Any) -> Tensor:
    if a.get("label_smoothing") or np.any(
        np.equal(y.value, a.get("ignore_index", -100)) if y.value is not None else False
    ):
        raise w.refuse(say("labels that are smoothed or left out are not read here."))
    return ops.cross_entropy(w, z, y, 1 if z.ndim > 1 else 0)


def _likelihood(w: Writing, z: Tensor, y: Tensor, a: Any) -> Tensor:
    if y.value is not None and np.any(np.equal(y.value, a.get("ignore_index", -100))):
        raise w.refuse(say("labels that are smoothed or left out are not read here."))
    if y.value is None or z.ndim > 2:
        raise w.refuse(say("the classes are whole numbers that are known."))
    rows = w.ids(z).reshape(-1, z.shape[-1])
    picked = rows[np.arange(len(rows)), np.asarray(y.value, dtype=int).reshape(-1)]
    return ops.unary(w, "-", Tensor(ids=picked.reshape(y.shape)))


def _gelu(w: Writing, a: Mapping[str, Any]) -> Tensor:
    if a.get("approximate") == "tanh":
        raise w.unread("gelu(tanh)", "PyTorch")
    return ops.unary(w, "gelu", a["self"])


TABLE: dict[str, Callable[[Writing, Any], Any]] = {
    "add": _added("+"), "sub": _added("-"), "subtract": _added("-"), "rsub": _backwards,
    "pow": _squared, "linear": _linear, "matmul": _product("self", "other"),
    "mm": _product("self", "mat2"), "bmm": _product("self", "mat2"), "mv": _product("self", "vec"),
    "dot": _product("self", "tensor"), "addmm": _product("mat1", "mat2", "self"),
    "baddbmm": _product("batch1", "batch2", "self"),
    "sum": _reduced("sum"), "mean": _reduced("mean"), "logsumexp": _reduced("logsumexp"),
    "max": _extreme("max"), "min": _extreme("min"), "amax": _reduced("max"),
    "amin": _reduced("min"),
    "softmax": lambda w, a: ops.softmax(w, a["self"], a["dim"]),
    "log_softmax": lambda w, a: ops.log_softmax(w, a["self"], a["dim"]),
    "conv1d": _convolution, "conv2d": _convolution,
    "max_pool2d": _pool("max", 2), "avg_pool2d": _pool("mean", 2),
    "max_pool1d": _pool("max", 1), "avg_pool1d": _pool("mean", 1),
    "adaptive_avg_pool1d": _adaptive("mean"), "adaptive_avg_pool2d": _adaptive("mean"),
    "layer_norm": _layer_norm, "batch_norm": _batch_norm,
    "scaled_dot_product_attention": _attention, "masked_fill": _masked_fill,
    "where": lambda w, a: ops.where(w, a["condition"], _term(a["self"]), _term(a["other"])),
    "rnn_tanh": _recurrent("tanh"), "rnn_relu": _recurrent("relu"), "gru": _recurrent("gru"),
    "lstm": _recurrent("lstm"), "rnn_tanh_cell": _cell("tanh"), "rnn_relu_cell": _cell("relu"),
    "gru_cell": _cell("gru"), "lstm_cell": _cell("lstm"),
    "gelu": _gelu, "softplus": lambda w, a: ops.unary(w, "softplus", a["self"]),
    "leaky_relu": lambda w, a: ops.unary(w, "leaky_relu", a["self"], f", {a['negative_slope']}"),
    "rsqrt": lambda w, a: ops.binary(w, "/", known(1), ops.unary(w, "sqrt", a["self"])),
    "reciprocal": lambda w, a: ops.binary(w, "/", known(1), a["self"]),
    "log1p": lambda w, a: ops.unary(w, "log", ops.binary(w, "+", known(1), a["self"])),
    "log_sigmoid": lambda w, a: ops.each(w, "u", "-softplus(-{})", a["self"]),
    "mse_loss": _loss(_squares), "l1_loss": _loss(_distances),
    "binary_cross_entropy": _loss(_binary_entropy),
    "binary_cross_entropy_with_logits": _loss(_of_scores),
    "cross_entropy_loss": _loss(_entropy), "nll_loss": _loss(_likelihood),
    "nll_loss_nd": _loss(_likelihood),
    "embedding": lambda w, a: Tensor(ids=w.ids(a["weight"])[np.asarray(a["indices"].value, int)]),
}  # fmt: skip
