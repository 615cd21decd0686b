"""Layers of `torch.nn` and of micrograd: their numbers when they are made, what they do.

A layer begins with random numbers, which are ours: of the same kind, and the same every time.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from graph_engine.saying import say

from . import convolving, pooling, stacks
from .applying import applied
from .arithmetic import call, operate
from .calls import Call
from .functions import TABLE as FUNCTIONS
from .lines import Lines, term_of
from .losses import LOSSES, MODULES
from .makers import Random, leaf_of, size_of
from .moving import TABLE as TABLE_OF_MOVES
from .placing import part, reshaped, stacked
from .products import affine
from .values import Layer, Many, Term, Unread, number, whole

SIMPLE = {
    "ReLU": "relu",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Softmax": "softmax",
    "LogSoftmax": "log_softmax",
    "LogSigmoid": "logsigmoid",
    "Softplus": "softplus",
    "LeakyReLU": "leaky_relu",
    "ELU": "elu",
    "SiLU": "silu",
    "GELU": "gelu",
    "Hardtanh": "hardtanh",
    "ReLU6": "relu6",
    "Softsign": "softsign",
    **MODULES,
}
"""Layers without numbers of their own, and the functions that they are."""

PASSING = {"Identity", "Dropout", "Dropout1d", "Dropout2d", "AlphaDropout"}
"""What hands its operand on: dropout, too, where nothing is trained."""


def made(kind: str, c: Call, random: Random) -> Layer | None:
    """A layer of `torch.nn` or of micrograd; None where it is none that is known."""
    maker = _MAKERS.get(kind)
    if maker is not None:
        layer = maker(c, random)
        c.settled()
        return layer
    if kind in SIMPLE or kind in PASSING or kind in pooling.NAMES:
        return Layer(kind, c.args, dict(c.words))
    return None


def _linear(c: Call, random: Random) -> Layer:
    fan, out = size_of(c, 0, "in_features"), size_of(c, 1, "out_features")
    reach = 1 / np.sqrt(fan)
    weight = leaf_of(c.lines, "W", random.within(reach, (out, fan)))
    parts: tuple[Any, ...] = (weight,)
    said = c.get(2, "bias")
    if said is None or getattr(said, "value", True):
        parts = (weight, leaf_of(c.lines, "b", random.within(reach, (out,))))
    return Layer("Linear", parts)


def _sequential(c: Call, random: Random) -> Layer:
    items = c.args[0].items if len(c.args) == 1 and isinstance(c.args[0], Many) else c.args
    return Layer("Sequential", tuple(items))


def _embedding(c: Call, random: Random) -> Layer:
    rows, columns = size_of(c, 0), size_of(c, 1)
    return Layer("Embedding", (c.lines.leaf("E", random.within(1.0, (rows, columns)), "weight"),))


def _norm(c: Call, random: Random) -> Layer:
    first = c.get(0)
    size = whole(first.items[-1] if isinstance(first, Many) else first)
    if size is None:
        raise Unread(say("the sizes of a layer are whole numbers."))
    gain = leaf_of(c.lines, "g", replace(number(np.ones(size)), learned=True))
    shift = leaf_of(c.lines, "b", replace(number(np.zeros(size)), learned=True))
    eps = c.get(1, "eps")
    return Layer(c.name, (gain, shift), {"eps": number(1e-5) if eps is None else eps})


def _mlp(c: Call, random: Random) -> Layer:
    """micrograd's: ReLU between layers, none at the end."""
    outs = c.get(1, "nouts")
    sizes = [size_of(c, 0)]
    for item in outs.items if isinstance(outs, Many) else ():
        sizes.append(size_of(Call(c.name, (item,), {}, c.lines), 0))
    layers = []
    for fan, out in zip(sizes, sizes[1:], strict=False):
        weight = leaf_of(c.lines, "W", random.within(1.0, (out, fan)))
        bias = leaf_of(c.lines, "b", replace(number(np.zeros(out)), learned=True))
        layers.append(Layer("Linear", (weight, bias)))
    return Layer("MLP", tuple(layers))


def _flattening(c: Call, random: Random) -> Layer:
    said = {"start_dim": c.get(0, "start_dim"), "end_dim": c.get(1, "end_dim")}
    return Layer("Flatten", options={"start_dim": number(1)} | {
        name: each for name, each in said.items() if each is not None
    })  # fmt: skip


def _neuron(c: Call, random: Random) -> Layer:
    """micrograd's: a weight for each operand, a bias that begins at 0, ReLU."""
    weight = leaf_of(c.lines, "w", random.within(1.0, (size_of(c, 0, "nin"),)))
    bias = leaf_of(c.lines, "b", replace(number(0.0), learned=True))
    straight = getattr(c.get(1, "nonlin"), "value", True) is False
    return Layer("Neuron", (weight, bias), {"linear": straight})


def _cell(c: Call, random: Random) -> Layer:
    """A recurrent cell: tanh of what comes in and of its own last value."""
    size, own = size_of(c, 0, "input_size"), size_of(c, 1, "hidden_size")
    reach = 1 / np.sqrt(own)
    return Layer(
        "RNNCell",
        (
            leaf_of(c.lines, "W", random.within(reach, (own, size))),
            leaf_of(c.lines, "b", random.within(reach, (own,))),
            leaf_of(c.lines, "U", random.within(reach, (own, own))),
            leaf_of(c.lines, "c", random.within(reach, (own,))),
        ),
    )


_MAKERS: dict[str, Callable[[Call, Random], Layer]] = {
    "Linear": _linear,
    "Sequential": _sequential,
    "Embedding": _embedding,
    "Conv1d": convolving.made,
    "Conv2d": convolving.made,
    "LayerNorm": _norm,
    "BatchNorm1d": _norm,
    "BatchNorm2d": _norm,
    "MLP": _mlp,
    "Flatten": _flattening,
    "Neuron": _neuron,
    "RNNCell": _cell,
}


def forward(layer: Layer, c: Call) -> Any:
    """What a layer gives; `Sequential` is gone through by the reader, as its layers may be own."""
    kind = layer.kind
    if kind in PASSING:
        return c.args[0]
    if kind in pooling.NAMES:
        return pooling.forward(layer, c)
    if kind in SIMPLE:
        name = SIMPLE[kind]
        given = replace(c, name=name, words={**_options(layer), **c.words}, library="torch")
        return applied(given, LOSSES.get(name) or FUNCTIONS[name])
    if kind in _BY_MATRIX:
        return stacks.each(
            lambda x: _BY_MATRIX[kind](layer, replace(c, given=(x, *c.given[1:]))),
            stacks.operand(c, 0, "input"),
        )
    return _FORWARD[kind](layer, c)


_REDUCED = "size_average reduce reduction"
_ORDER = {
    "ReLU": "inplace", "ReLU6": "inplace", "SiLU": "inplace", "Softmax": "dim", "LogSoftmax": "dim",
    "LeakyReLU": "negative_slope inplace", "ELU": "alpha inplace", "GELU": "approximate",
    "Hardtanh": "min_val max_val inplace", "Softplus": "beta threshold", "MSELoss": _REDUCED,
    "L1Loss": _REDUCED, "SmoothL1Loss": f"{_REDUCED} beta", "HuberLoss": "reduction delta",
    "BCELoss": f"weight {_REDUCED}", "BCEWithLogitsLoss": f"weight {_REDUCED} pos_weight",
    "CrossEntropyLoss": "weight size_average ignore_index reduce reduction label_smoothing",
    "NLLLoss": "weight size_average ignore_index reduce reduction",
}  # fmt: skip
"""What PyTorch's layers without numbers of their own are told, in its order."""


def _options(layer: Layer) -> dict[str, Any]:
    """What was said when it was made: the axis of a softmax, the slope of a leaky ReLU."""
    order = _ORDER.get(layer.kind, "").split()
    if len(layer.parts) > len(order):
        raise Unread(say("this function takes %(count)s operands.", count=len(order)))
    return dict(zip(order, layer.parts, strict=False)) | dict(layer.options)


def _go_linear(layer: Layer, c: Call) -> Term:
    weight, *bias = layer.parts
    x = c.term(0)
    if x.shape[-1:] != weight.shape[1:]:
        raise Unread(
            say(
                "this layer takes %(wanted)s numbers, and here are %(given)s.",
                wanted=weight.shape[1],
                given=x.shape[-1] if x.shape else 1,
            )
        )
    found = affine(x, weight)
    return operate("+", found, bias[0]) if bias else found


def _go_embedding(layer: Layer, c: Call) -> Any:
    (table,) = layer.parts
    x = c.term(0)
    if x.value is None or len(x.shape) > 2:
        raise Unread(say("the places in an embedding are whole numbers, written out."))
    if len(x.shape) == 2:
        return stacks.rows_of(table, x)
    if not x.shape:
        return part(table, int(x.value))
    return stacked([part(table, int(each)) for each in np.reshape(x.value, -1)])


def _go_norm(layer: Layer, c: Call) -> Term:
    gain, shift = layer.parts
    x = c.term(0)
    x = x if x.named else c.lines.computed("x", x)
    batch = layer.kind.startswith("Batch")
    axis = 0 if batch else len(x.shape) - 1
    rest = tuple(1 if k == axis else n for k, n in enumerate(x.shape))
    more = f", axis={axis}, keepdims=True" if len(x.shape) > 1 else ""
    shape = rest if more else ()
    low = c.lines.computed("d", operate("-", x, call("mean", x, shape=shape, more=more)))
    spread = call("mean", call("square", low), shape=shape, more=more)
    eps = term_of(layer.options["eps"], c.lines)
    normal = operate("/", low, call("sqrt", operate("+", spread, eps)))
    return operate("+", operate("*", normal, gain), shift)


def _go_mlp(layer: Layer, c: Call) -> Any:
    x: Any = term_of(c.args[0], c.lines)
    for k, each in enumerate(layer.parts):
        z = c.lines.computed(f"z{k + 1}", _go_linear(each, replace(c, given=(x,))))
        x = z if k == len(layer.parts) - 1 else c.lines.computed(f"a{k + 1}", call("relu", z))
    return part(x, 0) if x.shape == (1,) else x


def _go_neuron(layer: Layer, c: Call) -> Term:
    weight, bias = layer.parts
    found = operate("+", call("dot", weight, term_of(c.args[0], c.lines), shape=()), bias)
    return found if layer.options["linear"] else call("relu", found)


def _go_cell(layer: Layer, c: Call) -> Term:
    weight, bias, own, more = layer.parts
    x = operate("+", affine(c.term(0), weight), bias)
    if not c.has(1, "hx"):
        return call("tanh", operate("+", x, more))
    return call("tanh", operate("+", operate("+", x, affine(c.term(1, "hx"), own)), more))


def _go_flatten(layer: Layer, c: Call) -> Any:
    x = stacks.operand(c, 0, "input")
    given = replace(c, name="flatten", given=(x,), words=layer.options)
    return applied(given, TABLE_OF_MOVES["flatten"])


_BY_MATRIX: dict[str, Callable[[Layer, Call], Any]] = {"Linear": _go_linear, "LayerNorm": _go_norm}
"""Layers that do with each matrix what they do with one."""

_FORWARD: dict[str, Callable[[Layer, Call], Any]] = {
    "Embedding": _go_embedding,
    "Conv1d": convolving.forward,
    "Conv2d": convolving.forward,
    "BatchNorm2d": convolving.normalised,
    "BatchNorm1d": _go_norm,
    "MLP": _go_mlp,
    "Flatten": _go_flatten,
    "Neuron": _go_neuron,
    "RNNCell": _go_cell,
}


def set_numbers(lines: Lines, x: Term, numbers: Term) -> None:
    """Give a leaf other numbers, before anything is computed from it."""
    if not x.named or not lines.is_leaf(x.text):
        raise Unread(say("only the numbers of a leaf can be set."))
    if not lines.unused(x.text):
        raise Unread(say("this changes what was used already."), say("Give it a new name."))
    if numbers.shape != x.shape:
        numbers = reshaped(numbers, x.shape)
    lines.put(x.text, numbers)
