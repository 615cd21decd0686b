"""A JAX function with example arguments as a program, through its jaxpr."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jax
import jax.experimental
import numpy as np

from graph_engine.saying import say

from . import operating as ops
from .agreeing import agreeing, direction
from .asked import refusing
from .writing import OTHERWISE, Bridged, BridgeError, Tensor, Writing, known

MOVES = frozenset({
    "reshape", "transpose", "broadcast_in_dim", "squeeze", "expand_dims", "slice", "concatenate",
    "rev", "dynamic_slice", "gather", "split",
})  # fmt: skip
"""What only moves entries: done by JAX itself, on the places instead of the numbers."""

INNER = {
    "pjit": "jaxpr", "jit": "jaxpr", "closed_call": "call_jaxpr", "core_call": "call_jaxpr",
    "custom_jvp_call": "call_jaxpr", "custom_vjp_call": "call_jaxpr", "remat": "jaxpr",
    "checkpoint": "jaxpr", "remat2": "jaxpr", "custom_vjp_call_jaxpr": "fun_jaxpr",
}  # fmt: skip
"""A function within the function, which is read where it is called."""

SAME = frozenset(["convert_element_type", "reduce_precision", "copy", "copy_p"])

ENTRYWISE = {
    "neg": "-", "exp": "exp", "log": "log", "tanh": "tanh", "logistic": "sigmoid", "sin": "sin",
    "cos": "cos", "abs": "abs", "sqrt": "sqrt", "sign": "sign", "square": "square",
}  # fmt: skip
BINARY = {
    "add": "+", "add_any": "+", "sub": "-", "mul": "*", "div": "/", "max": "max", "min": "min",
    "pow": "**", "gt": ">", "lt": "<", "ge": ">=", "le": "<=",
}  # fmt: skip
REDUCED = {"reduce_sum": "sum", "reduce_max": "max", "reduce_min": "min"}


def bridged(function: Callable[..., Any], inputs: Sequence[Any]) -> Bridged:
    """The function at these arguments, lists and dictionaries of arrays too."""
    title = getattr(function, "__name__", "JAX")
    if not inputs:
        raise BridgeError(
            say("a function is read along example arguments."), title,
            say("Write `lesson(loss, W, x)`."),
        )  # fmt: skip
    with _exactly():
        given = jax.tree_util.tree_map(_doubled, tuple(inputs))
        try:
            closed = jax.make_jaxpr(function)(*given)
        except Exception as error:
            first = str(error).strip().partition("\n")[0]
            raise BridgeError(say("JAX cannot follow it: %(words)s", words=first), title) from error
        reader = _Reader(title)
        with refusing(reader.w):
            found = reader.read(closed, function, given)
            reader.w.where = title
            theirs, slopes = _truth(function, given)
            named = dict(zip(reader.leaves, slopes, strict=True))
            return agreeing(reader.w, found, reader.out, theirs, named, library="JAX")


def _truth(function: Callable[..., Any], given: Any) -> tuple[Any, list[Any]]:
    """What JAX itself gives: its first result, and the gradients of it."""
    leaves, tree = jax.tree_util.tree_flatten(given)
    places = [k for k, each in enumerate(leaves) if np.asarray(each).dtype.kind == "f"]

    def total(*own: Any) -> Any:
        every = [*leaves]
        for k, each in zip(places, own, strict=True):
            every[k] = each
        out = function(*jax.tree_util.tree_unflatten(tree, every))
        first = jax.numpy.ravel(jax.tree_util.tree_leaves(out)[0])
        return jax.numpy.sum(first * direction(first.size)), first

    own = [leaves[k] for k in places]
    if not own:
        return total()[1], []
    slopes, theirs = jax.grad(total, argnums=tuple(range(len(own))), has_aux=True)(*own)
    return theirs, [np.asarray(each) for each in slopes]


def _exactly() -> Any:
    """Numbers of 64 bits while it is read, whatever the program is set to."""
    own = getattr(jax, "enable_x64", None)
    return own(True) if callable(own) else jax.experimental.enable_x64()


def _doubled(value: Any) -> Any:
    array = np.asarray(value)
    return array.astype(np.float64) if array.dtype.kind == "f" else array


class _Reader:
    """Goes through the equations once, and into functions where they are called."""

    def __init__(self, title: str) -> None:
        self.title, self.w = title, Writing(where=title)
        self.leaves: list[str] = []
        self.out: Tensor | None = None

    def read(self, closed: Any, function: Any, given: Any) -> Bridged:
        try:
            called = [*inspect.signature(function).parameters]
        except (TypeError, ValueError):
            called = []
        leaves = jax.tree_util.tree_flatten_with_path(given)[0]
        values = []
        for path, value in leaves:
            own = _called(path, called)
            if np.asarray(value).dtype.kind != "f":
                values.append(Tensor(value=np.asarray(value)))
                continue
            values.append(self.w.own(own, value, _role(own)))
            self.leaves.append([*self.w.places][-1])
        self.w.where = self.title
        (first_end, *_) = self.go(closed, values)
        self.out = first_end
        self.w.loss(first_end)
        return self.w.bridged(self.title)

    def go(self, function: Any, given: Sequence[Tensor]) -> list[Tensor]:
        """What a function gives; calls nest as deep as they do in its source."""
        jaxpr, consts = getattr(function, "jaxpr", function), getattr(function, "consts", ())
        known_as: dict[Any, Tensor] = {
            variable: Tensor(value=np.asarray(value))
            for variable, value in zip(jaxpr.constvars, consts, strict=True)
        }
        known_as |= dict(zip(jaxpr.invars, given, strict=True))

        def value(atom: Any) -> Tensor:
            return Tensor(value=np.asarray(atom.val)) if hasattr(atom, "val") else known_as[atom]

        for equation in jaxpr.eqns:
            args = [value(atom) for atom in equation.invars]
            found = self.one(equation, args)
            known_as |= dict(zip(equation.outvars, found, strict=True))
        return [value(atom) for atom in jaxpr.outvars]

    def one(self, equation: Any, args: list[Tensor]) -> list[Tensor]:
        """The results of one equation."""
        name, params = equation.primitive.name, equation.params
        self.w.where = _standing(equation) or self.w.where
        if name.startswith("custom_"):
            own, theirs = _own_rule(params.get(INNER.get(name, "")))
            if own and not theirs:
                raise self.w.refuse(
                    say("`%(name)s` has a rule of its own for its gradient.", name=own),
                    OTHERWISE,
                )
            if own in RULES and name == "custom_jvp_call":
                return [RULES[own](self.w, args)]
        if name in INNER:
            return self.go(params[INNER[name]], args)
        if name == "scan":
            return self.scanned(params, args)
        if all(each.value is not None for each in args):
            given = [np.asarray(each.value) for each in args]
            return _results(equation.primitive.bind(*given, **params), lambda x: Tensor(value=x))
        if name == "stop_gradient":
            return [ops.unary(self.w, "detach", args[0])]
        if name in SAME:
            if np.dtype(params.get("new_dtype", np.float64)).kind != "f":
                raise self.w.made_whole(name)
            return args[:1]
        if name in MOVES:
            moved = [
                self.w.ids(each) if k == 0 or name == "concatenate" else np.asarray(each.value)
                for k, each in enumerate(args)
            ]
            return _results(equation.primitive.bind(*moved, **params), lambda x: Tensor(ids=x))
        found = TABLE.get(name)
        if found is not None:
            return [found(self.w, args, params)]
        if name in ENTRYWISE:
            return [ops.unary(self.w, ENTRYWISE[name], args[0])]
        if name in BINARY:
            return [ops.binary(self.w, BINARY[name], args[0], args[1])]
        if name in REDUCED:
            return [ops.along(self.w, REDUCED[name], args[0], params["axes"])]
        raise self.w.unread(name, "JAX")

    def scanned(self, params: Mapping[str, Any], args: list[Tensor]) -> list[Tensor]:
        """A loop of known length, round by round."""
        fixed, kept = params["num_consts"], params["num_carry"]
        consts, carry, rows = args[:fixed], args[fixed : fixed + kept], args[fixed + kept :]
        outs: list[list[Tensor]] = []
        every = range(params["length"])
        for k in reversed(every) if params["reverse"] else every:
            now = [each.moved(lambda v, k=k: v[k]) for each in rows]
            found = self.go(params["jaxpr"], [*consts, *carry, *now])
            carry = found[:kept]
            outs.append(found[kept:])
        outs = outs[::-1] if params["reverse"] else outs
        stacks = [self.w.joined(column, np.stack) for column in zip(*outs, strict=True)]
        return [*carry, *stacks]


def _own_rule(inner: Any) -> tuple[str, bool]:
    """What a function with a rule for its gradient is called, and whether it is of JAX."""
    info = getattr(getattr(inner, "jaxpr", inner), "debug_info", None)
    name, _, place = str(getattr(info, "func_src_info", "")).partition(" at ")
    return name, place.startswith(str(Path(jax.__file__).parent))


def _standing(equation: Any) -> str:
    """The file and line of the function that an equation comes from."""
    try:
        from jax._src import source_info_util

        return str(source_info_util.summarize(equation.source_info)).partition(" (")[0]
    except Exception:  # no promise of JAX's
        return ""


def _called(path: Sequence[Any], called: Sequence[str]) -> str:
    """The argument's name, and the way to an array in it."""
    first, *rest = (
        getattr(each, "key", getattr(each, "idx", getattr(each, "name", ""))) for each in path
    )
    base = called[first] if isinstance(first, int) and first < len(called) else f"x{first}"
    return "_".join([base, *map(str, rest)])


def _role(own: str) -> str:
    """What an array is, by its name; a weight where that says nothing."""
    first = own.partition("_")[0]
    if first in ("x", "X", "inputs", "input", "images", "batch", "tokens"):
        return "input"
    return "label" if first in ("y", "t", "Y", "target", "targets", "label", "labels") else "weight"


def _results(found: Any, make: Callable[[Any], Tensor]) -> list[Tensor]:
    several = found if isinstance(found, list | tuple) else [found]
    return [make(np.asarray(each)) for each in several]


def _product(w: Writing, args: list[Tensor], params: Mapping[str, Any]) -> Tensor:
    """A product over some axes of each; axes that both have alike come first."""
    (left, right), (batch, other) = params["dimension_numbers"]
    a, b = args
    rest = [k for k in range(a.ndim) if k not in (*left, *batch)]
    more = [k for k in range(b.ndim) if k not in (*right, *other)]
    lead = tuple(a.shape[k] for k in batch)
    sizes = [tuple(a.shape[k] for k in rest), tuple(b.shape[k] for k in more)]

    def first(v: Any) -> Any:
        turned = np.transpose(v, (*batch, *rest, *left))
        return turned.reshape(
            *lead, *([-1] if rest else []), int(np.prod([a.shape[k] for k in left]))
        )

    def second(v: Any) -> Any:
        turned = np.transpose(v, (*other, *right, *more))
        return turned.reshape(
            *lead, int(np.prod([b.shape[k] for k in right])), *([-1] if more else [])
        )

    one, two = a.moved(first), b.moved(second)
    if lead:  # of many products each is one of matrices
        one = one if rest else one.moved(lambda v: v[..., None, :])
        two = two if more else two.moved(lambda v: v[..., :, None])
    if not lead and not rest and not more:
        texts = w.text(w.ids(one)), w.text(w.ids(two))
        return w.line("z", f"dot({texts[0]}, {texts[1]})", ())
    if not lead and not rest:
        found = ops.matmul(w, two.moved(np.transpose), one)
        return found.moved(lambda v: v.reshape(sizes[1]))
    return ops.matmul(w, one, two).moved(lambda v: v.reshape(*lead, *sizes[0], *sizes[1]))


def _integer_power(w: Writing, args: list[Tensor], params: Mapping[str, Any]) -> Tensor:
    y = params["y"]
    return ops.unary(w, "square", args[0]) if y == 2 else ops.binary(w, "**", args[0], known(y))


def _selected(w: Writing, args: list[Tensor], params: Mapping[str, Any]) -> Tensor:
    mask, no, yes = args
    return ops.where(w, mask, yes, no)


def _equal(same: bool) -> Callable[..., Tensor]:
    def work(w: Writing, args: list[Tensor], params: Mapping[str, Any]) -> Tensor:
        if args[0] is args[1]:  # JAX asks so whether it is a number, and here it is one
            return Tensor(value=np.full(args[0].shape, same))
        raise w.refuse(say("whether computed numbers are equal is not asked here."))

    return work


def _convolution(w: Writing, args: list[Tensor], params: Mapping[str, Any]) -> Tensor:
    x, kernel = args
    numbers = params["dimension_numbers"]
    strides = {*params["window_strides"]}
    pads = {n for pair in params["padding"] for n in pair}
    plain = len(strides) == 1 and len(pads) == 1 and params["feature_group_count"] == 1
    if not plain or {*params["rhs_dilation"], *params["lhs_dilation"]} != {1}:
        raise w.refuse(say("a convolution is read here with one stride and one padding."))
    found = ops.convolved(
        w,
        x.moved(lambda v: np.transpose(v, numbers.lhs_spec)),
        kernel.moved(lambda v: np.transpose(v, numbers.rhs_spec)),
        None,
        stride=strides.pop(),
        padding=pads.pop(),
    )
    return found.moved(lambda v: np.transpose(v, np.argsort(numbers.out_spec)))


def _windows(function: str) -> Callable[..., Tensor]:
    def work(w: Writing, args: list[Tensor], params: Mapping[str, Any]) -> Tensor:
        size, step = params["window_dimensions"], params["window_strides"]
        plain = {n for pair in params["padding"] for n in pair} == {0}
        if not plain or {*params["base_dilation"], *params["window_dilation"]} != {1}:
            raise w.refuse(say("pooling is read here without padding and dilation."))
        return ops.pooled(w, function, args[0], size, step, [0] * len(size))

    return work


def _added_powers(w: Writing, args: list[Tensor]) -> Tensor:
    """log(e^a + e^b), with the slope ½ of both where they are equal, as JAX has it."""
    a, b = args
    if a.value is not None and not np.any(a.value):
        a, b = b, a
    if b.value is not None and not np.any(b.value) and b.shape in ((), a.shape):
        return ops.unary(w, "softplus", a)
    return ops.binary(w, "+", a, ops.unary(w, "softplus", ops.binary(w, "-", b, a)))


RULES: dict[str, Callable[[Writing, list[Tensor]], Tensor]] = {
    "relu": lambda w, a: ops.unary(w, "relu", a[0]),
    "logaddexp": _added_powers,
}
"""Functions of JAX with a rule of their own for the gradient, by their names: read as they are."""

TABLE: dict[str, Callable[..., Tensor]] = {
    "dot_general": _product,
    "integer_pow": _integer_power,
    "select_n": _selected,
    "eq": _equal(True),
    "ne": _equal(False),
    "is_finite": lambda w, a, p: Tensor(value=np.full(a[0].shape, True)),
    "rsqrt": lambda w, a, p: ops.binary(w, "/", known(1), ops.unary(w, "sqrt", a[0])),
    "log1p": lambda w, a, p: ops.unary(w, "log", ops.binary(w, "+", known(1), a[0])),
    "expm1": lambda w, a, p: ops.binary(w, "-", ops.unary(w, "exp", a[0]), known(1)),
    "conv_general_dilated": _convolution,
    "reduce_window_max": _windows("max"),
    "reduce_window_sum": _windows("sum"),
}
