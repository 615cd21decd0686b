"""An ONNX model as a program: its nodes stand in the order in which they are computed."""

from collections.abc import Callable, Mapping, Sequence
from os import PathLike, fspath
from typing import Any

import numpy as np
import onnx
from onnx import numpy_helper
from onnx.reference import ReferenceEvaluator

from graph_engine.saying import say

from . import operating as ops
from .agreeing import EXACT, ROUGH, agreeing
from .asked import Asked, refusing
from .writing import Bridged, BridgeError, Tensor, Writing, known

ENTRYWISE = {
    "Relu": "relu", "Sigmoid": "sigmoid", "Tanh": "tanh", "Exp": "exp", "Log": "log",
    "Sqrt": "sqrt", "Sin": "sin", "Cos": "cos", "Abs": "abs", "Neg": "-", "Sign": "sign",
    "Softplus": "softplus",
}  # fmt: skip
BINARY = {
    "Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "Pow": "**", "Max": "max", "Min": "min",
    "Greater": ">", "Less": "<", "GreaterOrEqual": ">=", "LessOrEqual": "<=",
}  # fmt: skip
REDUCED = {
    "ReduceSum": "sum", "ReduceMean": "mean", "ReduceMax": "max", "ReduceMin": "min",
    "ReduceLogSumExp": "logsumexp",
}  # fmt: skip
IGNORED = frozenset({
    "kernel_shape", "momentum", "count_include_pad", "storage_order", "stash_type", "ratio", "seed",
})  # fmt: skip
"""Settings that change no number where they come: what would is asked for with them."""

LOSSES = ("mse", "cross_entropy", "sum")


def bridged(
    model: Any,
    inputs: Sequence[Any],
    *,
    loss: Any = None,
    target: Any = None,
) -> Bridged:
    """The model on these inputs; an ONNX file has no loss of its own, `loss` is "mse",
    "cross_entropy" (of scores) or "sum"."""
    if isinstance(model, str | PathLike):
        model = onnx.load(fspath(model))
    graph = model.graph
    title = graph.name or "ONNX"
    w = Writing(where=title)
    values: dict[str, Tensor] = {}
    stored = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    opened = _opened(model)
    if len(opened) != len(inputs):
        raise BridgeError(
            say("the model has %(needed)s inputs; here are %(given)s.",
                needed=len(opened), given=len(inputs)),
            title,
            say("Write `lesson(model, x)`."),
        )  # fmt: skip
    for each, given in zip(opened, inputs, strict=True):
        numbers = np.asarray(given)
        if numbers.dtype.kind == "f":
            values[each.name] = w.own(each.name, numbers, "input")
        else:
            values[each.name] = Tensor(value=numbers)
    for own, numbers in stored.items():
        if numbers.dtype.kind == "f" and numbers.ndim:
            values[own] = w.own(own, numbers, "weight")
        else:
            values[own] = Tensor(
                value=numbers.astype(float) if numbers.dtype.kind == "f" else numbers
            )
    with refusing(w):
        _walk(w, model, values)
        w.where = title
        out = values[graph.output[0].name]
        w.loss(_measured(w, out, loss, target))
        theirs, within = _truth(model, inputs)
        return agreeing(w, w.bridged(title), out, theirs, library="ONNX", within=within)


def _opened(model: Any) -> list[Any]:
    """The inputs that the model has no numbers for."""
    stored = {each.name for each in model.graph.initializer}
    return [each for each in model.graph.input if each.name not in stored]


def _truth(model: Any, inputs: Sequence[Any]) -> tuple[Any, float]:
    """What ONNX's own evaluator gives, with as many digits as the model has."""
    kind_of = onnx.helper.tensor_dtype_to_np_dtype
    opened = {each.name: kind_of(each.type.tensor_type.elem_type) for each in _opened(model)}
    given = {
        name: np.asarray(value).astype(kind)
        for (name, kind), value in zip(opened.items(), inputs, strict=True)
    }
    kinds = [*opened.values(), *(kind_of(each.data_type) for each in model.graph.initializer)]
    rough = any(kind.kind not in "biu" and kind != np.float64 for kind in kinds)
    return ReferenceEvaluator(model).run(None, given)[0], ROUGH if rough else EXACT


def _walk(w: Writing, model: Any, values: dict[str, Tensor]) -> None:
    """The nodes, one after the other."""
    version = next((each.version for each in model.opset_import if not each.domain), 1)
    for node in model.graph.node:
        w.where = f"{node.name or node.output[0]} ({node.op_type})"
        given = [values[name] if name else None for name in node.input]
        if all(each is None or each.value is not None for each in given):
            found = _computed(model, node, given)
        else:
            settings = Asked({
                each.name: onnx.helper.get_attribute_value(each) for each in node.attribute
            })  # fmt: skip
            found = _node(w, node.op_type, given, settings, version)
            settings.seen |= IGNORED
            settings.check(w, node.op_type, _usual(node, version))
        for name, each in zip(node.output, found, strict=False):
            values[name] = each


def _computed(model: Any, node: Any, given: Sequence[Tensor | None]) -> list[Tensor]:
    """What depends on no weight and no input, worked out by ONNX's own evaluator."""
    named = {
        name: np.asarray(each.value)
        for name, each in zip(node.input, given, strict=True)
        if each is not None
    }
    info = onnx.helper.make_empty_tensor_value_info
    graph = onnx.helper.make_graph(
        [node], "one", [info(name) for name in named], [info(name) for name in node.output]
    )
    whole = onnx.helper.make_model(graph, opset_imports=model.opset_import)
    return [Tensor(value=np.asarray(each)) for each in ReferenceEvaluator(whole).run(None, named)]


def _usual(node: Any, version: int) -> dict[str, Any]:
    """What the settings of an operation are where they are not written."""
    try:
        schema = onnx.defs.get_schema(node.op_type, version, node.domain)
    except Exception:  # of no operator set that is known
        return {}
    return {
        name: onnx.helper.get_attribute_value(each.default_value)
        for name, each in schema.attributes.items()
        if each.default_value.type
    }


def _measured(w: Writing, out: Tensor, loss: Any, target: Any) -> Tensor:
    """The end: the output itself, or a loss of it."""
    if loss is None:
        return out
    if loss not in LOSSES:
        raise w.refuse(say("the loss is one of %(names)s.", names=", ".join(LOSSES)))
    if loss == "sum":
        return ops.along(w, "sum", out, None)
    if target is None:
        raise w.refuse(say("this loss needs a target."), say("Write `target=…`."))
    numbers = np.asarray(target)
    if loss == "cross_entropy":
        classes = numbers.dtype.kind in "iu"
        wanted = Tensor(value=numbers) if classes else w.own("y", numbers, "label")
        return ops.reduced(w, ops.cross_entropy(w, out, wanted), "mean")
    away = ops.binary(w, "-", out, w.own("y", numbers, "label"), "e")
    return ops.along(w, "mean", ops.unary(w, "square", away), None)


def _node(
    w: Writing, kind: str, args: list[Any], a: Mapping[str, Any], version: int
) -> list[Tensor]:
    """The results of one node."""
    flattens = kind in ("Softmax", "LogSoftmax") and version < 13
    if flattens and a.get("axis", 1) % args[0].ndim != args[0].ndim - 1:
        raise w.with_argument(kind, f"opset {version}")
    if kind in TABLE:
        found = TABLE[kind](w, args, a)
        return found if isinstance(found, list) else [found]
    if kind in ENTRYWISE:
        return [ops.unary(w, ENTRYWISE[kind], args[0])]
    if kind in BINARY:
        found = args[0]
        for each in args[1:]:
            found = ops.binary(w, BINARY[kind], found, each)
        return [found]
    if kind in REDUCED:
        axes = _numbers(args, 1) or a.get("axes")
        if not axes and a.get("noop_with_empty_axes"):
            return [args[0]]
        return [ops.along(w, REDUCED[kind], args[0], axes, keep=bool(a.get("keepdims", 1)))]
    raise w.unread(kind, "ONNX")


def _numbers(args: Sequence[Any], place: int) -> list[int]:
    """Whole numbers that are given as an operand."""
    if len(args) <= place or args[place] is None:
        return []
    return [int(each) for each in np.reshape(args[place].value, -1)]


def _gemm(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    left = args[0].moved(np.transpose) if a.get("transA") else args[0]
    right = args[1].moved(np.transpose) if a.get("transB") else args[1]
    alpha, beta = a.get("alpha", 1.0), a.get("beta", 1.0)
    bias = args[2] if len(args) > 2 else None
    if alpha == beta == 1 and (bias is None or bias.ndim == 1):
        return ops.matmul(w, left, right, bias=bias)
    found = ops.matmul(w, left, right)
    found = found if alpha == 1 else ops.binary(w, "*", known(alpha), found)
    if bias is None:
        return found
    return ops.binary(w, "+", found, bias if beta == 1 else ops.binary(w, "*", known(beta), bias))


_ALIKE = say("a window is read here that moves with one stride and one padding.")


def _padding(w: Writing, a: Mapping[str, Any]) -> int:
    """How much stands around, which is one number here."""
    pads, auto = {*a.get("pads", [0])}, bytes(a.get("auto_pad", b"NOTSET"))
    if len(pads) != 1 or auto not in (b"NOTSET", b"VALID") or {*a.get("dilations", [1])} != {1}:
        raise w.refuse(_ALIKE)
    return int(pads.pop())


def _convolution(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    strides, padding = {*a.get("strides", [1])}, _padding(w, a)
    if len(strides) != 1 or a.get("group", 1) != 1:
        raise w.refuse(_ALIKE)
    bias = args[2] if len(args) > 2 else None
    return ops.convolved(w, args[0], args[1], bias, stride=int(strides.pop()), padding=padding)


def _pool(function: str) -> Callable[..., Tensor]:
    def work(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
        size = [int(n) for n in a["kernel_shape"]]
        strides = [int(n) for n in a.get("strides", [1] * len(size))]
        padding = _padding(w, a)
        if padding and function == "mean" and not a.get("count_include_pad"):
            raise w.refuse(say("`%(name)s` of pooling is not read here.", name="count_include_pad"))
        return ops.pooled(w, function, args[0], size, strides, [padding] * len(size))

    return work


def _global(function: str) -> Callable[..., Tensor]:
    return lambda w, args, a: ops.along(w, function, args[0], range(2, args[0].ndim), keep=True)


def _reshape(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    x, sizes = args[0], _numbers(args, 1)
    shape = [x.shape[k] if n == 0 else n for k, n in enumerate(sizes)]
    return x.moved(lambda v: v.reshape(shape))


def _flatten(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    x, axis = args[0], a.get("axis", 1)
    return x.moved(lambda v: v.reshape(int(np.prod(x.shape[:axis], dtype=int)), -1))


def _transpose(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    return args[0].moved(lambda v: np.transpose(v, a.get("perm")))


def _squeeze(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    axes = _numbers(args, 1) or a.get("axes")
    return args[0].moved(lambda v: np.squeeze(v, None if axes is None else tuple(axes)))


def _unsqueeze(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    axes = _numbers(args, 1) or a["axes"]
    return args[0].moved(lambda v: np.expand_dims(v, tuple(axes)))


def _concat(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    return w.joined(args, lambda arrays: np.concatenate(arrays, a["axis"]))


def _sliced(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    starts = _numbers(args, 1) or a["starts"]  # settings before operator set 10
    ends = _numbers(args, 2) or a["ends"]
    axes = _numbers(args, 3) or a.get("axes") or list(range(len(starts)))
    steps = _numbers(args, 4) or [1] * len(starts)
    keys: list[Any] = [slice(None)] * args[0].ndim
    for axis, start, end, step in zip(axes, starts, ends, steps, strict=True):
        keys[axis] = slice(start, None if end < -(2**31) else end, step)
    return args[0].moved(lambda v: v[tuple(keys)])


def _gathered(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    at = np.asarray(args[1].value, dtype=int)
    return args[0].moved(lambda v: np.take(v, at, a.get("axis", 0)))


def _split(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> list[Tensor]:
    x, axis = args[0], a.get("axis", 0)
    sizes = _numbers(args, 1) or a.get("split")
    if sizes is None:
        if "num_outputs" not in a or x.shape[axis] % a["num_outputs"]:
            raise w.refuse(say("a split is read here that says its sizes."))
        sizes = [x.shape[axis] // a["num_outputs"]] * a["num_outputs"]
    ends = np.cumsum(sizes)[:-1]
    return [x.moved(lambda v, k=k: np.split(v, ends, axis)[k]) for k in range(len(sizes))]


def _layer_norm(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    x = args[0]
    axes = list(range(a.get("axis", -1) % x.ndim, x.ndim))
    found = ops.binary(w, "*", ops.normalised(w, x, axes, a.get("epsilon", 1e-5)), args[1])
    return ops.binary(w, "+", found, args[2]) if len(args) > 2 else found


def _batch_norm(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    x, gain, shift, mean, spread = args
    wide = [1, -1, *([1] * (x.ndim - 2))]
    gain, shift, mean, spread = (
        each.moved(lambda v: v.reshape(wide)) for each in (gain, shift, mean, spread)
    )
    deviation = ops.unary(w, "sqrt", ops.binary(w, "+", spread, known(a.get("epsilon", 1e-5))))
    low = ops.binary(w, "/", ops.binary(w, "-", x, mean, "d"), deviation, "n")
    return ops.binary(w, "+", ops.binary(w, "*", low, gain), shift)


def _dropout(w: Writing, args: list[Any], a: Mapping[str, Any]) -> Tensor:
    if len(args) > 2 and args[2] is not None and np.any(args[2].value):
        raise w.refuse(say("dropout draws its mask anew each time."))
    found: Tensor = args[0]
    return found


def _cast(w: Writing, args: list[Tensor], a: Mapping[str, Any]) -> Tensor:
    if onnx.helper.tensor_dtype_to_np_dtype(a["to"]).kind != "f":
        raise w.made_whole("Cast")
    return args[0]


TABLE: dict[str, Callable[..., Any]] = {
    "Gemm": _gemm, "MatMul": lambda w, args, a: ops.matmul(w, *args), "Conv": _convolution,
    "MaxPool": _pool("max"), "AveragePool": _pool("mean"), "GlobalAveragePool": _global("mean"),
    "GlobalMaxPool": _global("max"), "Flatten": _flatten, "Reshape": _reshape,
    "Transpose": _transpose, "Squeeze": _squeeze, "Unsqueeze": _unsqueeze, "Concat": _concat,
    "Slice": _sliced, "Gather": _gathered, "Split": _split, "Cast": _cast,
    "Identity": lambda w, args, a: args[0], "Dropout": _dropout,
    "Softmax": lambda w, args, a: ops.softmax(w, args[0], a.get("axis", -1)),
    "LogSoftmax": lambda w, args, a: ops.log_softmax(w, args[0], a.get("axis", -1)),
    "LeakyRelu": lambda w, args, a: ops.unary(
        w, "leaky_relu", args[0], f", {a.get('alpha', 0.01)!r}"
    ),
    "Gelu": lambda w, args, a: ops.unary(w, "gelu", args[0]),
    "Reciprocal": lambda w, args, a: ops.binary(w, "/", known(1), args[0]),
    "Shape": lambda w, args, a: Tensor(
        value=np.array(args[0].shape[a.get("start", 0) : a.get("end")], dtype=np.int64)
    ),
    "Where": lambda w, args, a: ops.where(w, *args),
    "LayerNormalization": _layer_norm, "BatchNormalization": _batch_norm,
}  # fmt: skip
