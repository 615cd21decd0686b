"""Functions of numpy, PyTorch, JAX and `math`, and what they are in our language."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import pi, prod
from typing import Any

import numpy as np

from graph_engine import operations
from graph_engine.saying import say

from . import arithmetic, placing
from .arithmetic import call, negative, operate
from .calls import Call, Does
from .lines import term_of
from .values import Many, Nothing, Plain, Term, Unread, number, whole

TABLE: dict[str, Does] = {}


def does(*names: str) -> Callable[[Does], Does]:
    """Enter a function under its names."""

    def enter(function: Does) -> Does:
        for name in names:
            TABLE[name] = function
        return function

    return enter


def _entrywise(name: str, compute: Callable[..., Any]) -> Does:
    return lambda c: call(name, c.term(0, "input", "x"), compute=compute)


for _name, _ours, _compute in (
    ("exp", "exp", np.exp),
    ("tanh", "tanh", np.tanh),
    ("sqrt", "sqrt", np.sqrt),
    ("sin", "sin", np.sin),
    ("cos", "cos", np.cos),
    ("sign", "sign", np.sign),
    ("abs", "abs", np.abs),
    ("absolute", "abs", np.abs),
    ("fabs", "abs", np.abs),
    ("relu", "relu", lambda x: np.maximum(x, 0)),
    ("relu_", "relu", lambda x: np.maximum(x, 0)),
    ("sigmoid", "sigmoid", lambda x: 1 / (1 + np.exp(-x))),
    ("expit", "sigmoid", lambda x: 1 / (1 + np.exp(-x))),
    ("square", "square", np.square),
):
    TABLE[_name] = _entrywise(_ours, _compute)


@does("log", "ln")
def _log(c: Call) -> Term:
    x = c.term(0, "input")
    if len(c.args) > 1:
        return operate("/", call("log", x, compute=np.log), call("log", c.term(1), compute=np.log))
    return arithmetic.softplus(x) or call("log", x, compute=np.log)


@does("log1p")
def _log1p(c: Call) -> Term:
    x = operate("+", number(1), c.term(0))
    return arithmetic.softplus(x) or call("log", x, compute=np.log)


def _log_to(base: float) -> Does:
    return lambda c: operate("/", call("log", c.term(0), compute=np.log), number(np.log(base)))


TABLE["log2"], TABLE["log10"] = _log_to(2), _log_to(10)
TABLE["expm1"] = lambda c: operate("-", call("exp", c.term(0), compute=np.exp), number(1))
TABLE["exp2"] = lambda c: operate("**", number(2), c.term(0))
TABLE["reciprocal"] = lambda c: operate("/", number(1), c.term(0))
TABLE["rsqrt"] = lambda c: operate("/", number(1), call("sqrt", c.term(0), compute=np.sqrt))
TABLE["neg"] = TABLE["negative"] = lambda c: negative(c.term(0))
TABLE["positive"] = lambda c: c.term(0)
TABLE["logsigmoid"] = TABLE["log_sigmoid"] = lambda c: negative(
    call("softplus", negative(c.term(0)))
)
TABLE["tan"] = lambda c: operate("/", call("sin", c.term(0)), call("cos", c.term(0)))
TABLE["cbrt"] = lambda c: operate("**", c.term(0), number(1 / 3))
TABLE["deg2rad"] = TABLE["radians"] = lambda c: operate("*", c.term(0), number(pi / 180))
TABLE["softsign"] = lambda c: operate(
    "/", c.term(0), operate("+", number(1), call("abs", c.term(0)))
)
TABLE["softplus"] = lambda c: call("softplus", c.term(0))


def _two(sign: str) -> Does:
    def work(c: Call) -> Term:
        left, right = c.term(0, "input"), c.term(1, "other")
        alpha = c.get(-1, "alpha")
        return operate(sign, left, operate("*", term_of(alpha, c.lines), right) if alpha else right)

    return work


for _names, _sign in (
    ("add", "+"),
    ("subtract sub", "-"),
    ("multiply mul", "*"),
    ("divide div true_divide", "/"),
    ("power pow float_power", "**"),
    ("matmul mm mv bmm", "@"),
    ("greater gt", ">"),
    ("less lt", "<"),
    ("greater_equal ge", ">="),
    ("less_equal le", "<="),
    ("equal eq", "=="),
):
    for _name in _names.split():
        TABLE[_name] = _two(_sign)


@does("silu", "swish")
def _silu(c: Call) -> Term:
    x = _atom(c, c.term(0))
    return operate("*", x, call("sigmoid", x))


@does("elu")
def _elu(c: Call) -> Term:
    x = _atom(c, c.term(0))
    below = operate("-", call("exp", x), number(1))
    alpha = c.get(1, "alpha")
    if alpha is not None:
        below = operate("*", term_of(alpha, c.lines), below)
    return call("where", operate(">", x, number(0)), x, below)


@does("gelu")
def _gelu(c: Call) -> Term:
    x = c.term(0)
    if "gelu" in operations() and c.word("none", "approximate") == "none":
        return call("gelu", x)
    raise Unread(
        say("`%(name)s` is not here.", name=c.name),
        say("Near to it is `x*sigmoid(1.702*x)`."),
    )


@does("leaky_relu")
def _leaky(c: Call) -> Term:
    slope = c.get(1, "negative_slope", "alpha")
    return call("leaky_relu", c.term(0), term_of(slope, c.lines) if slope else number(0.01))


@does("relu6")
def _relu6(c: Call) -> Term:
    return call("min", call("relu", c.term(0)), number(6))


@does("clip", "clamp", "hardtanh", "clamp_")
def _clip(c: Call) -> Term:
    x = c.term(0)
    low, high = c.get(1, "min", "a_min", "min_val"), c.get(2, "max", "a_max", "max_val")
    if c.name == "hardtanh":
        low, high = low or number(-1), high or number(1)
    low = None if low is None else term_of(low, c.lines)
    high = None if high is None else term_of(high, c.lines)
    if x.fixed and (low is None or low.fixed) and (high is None or high.fixed):
        return number(
            np.clip(
                x.value, None if low is None else low.value, None if high is None else high.value
            )
        )
    x = x if low is None else call("max", x, low)
    return x if high is None else call("min", x, high)


def _atom(c: Call, x: Term) -> Term:
    """A term that is needed twice, as a line of its own."""
    return x if x.named or (x.fixed and not x.shape) else c.lines.computed("u", x)


# -- the larger of two, the largest of many ------------------------------------------------


def _extreme(ours: str, compute: Callable[..., Any]) -> Does:
    def work(c: Call) -> Any:
        operands = [term_of(each, c.lines) for each in c.args]
        if c.library == "python" and len(c.args) == 1 and isinstance(c.args[0], Many):
            operands = [term_of(each, c.lines) for each in c.args[0].items]
        pair = len(operands) > 1 and (
            c.library in ("python", "torch") and not _place(c.args[1])
            or c.name in (f"{ours}imum", f"f{ours}")
        )  # fmt: skip
        if pair or (c.library == "python" and len(operands) == 1 and not operands[0].shape):
            return _of_two(ours, operands, compute)
        axis = c.axis()
        found = reduced(ours, c, axis)
        # PyTorch's along an axis are two: the values, and where they stand.
        two = c.library == "torch" and axis is not None and c.name == ours
        return Many((found, Nothing("places"))) if two else found

    return work


def _place(value: Any) -> bool:
    known = whole(value)
    return isinstance(value, Term) and value.fixed and isinstance(value.value, int) and known in (
        0, 1, -1, -2,
    )  # fmt: skip


def _of_two(ours: str, operands: list[Term], compute: Callable[..., Any]) -> Term:
    if len(operands) == 1:
        return operands[0]
    if ours == "max" and len(operands) == 2:
        for zero, other in (operands, operands[::-1]):
            if zero.fixed and not zero.shape and zero.value == 0 and not other.fixed:
                return call("relu", other)
    if all(each.fixed for each in operands):
        return call(ours, *operands, compute=lambda *given: _folded_two(compute, given))
    return call(ours, *operands)


def _folded_two(compute: Callable[..., Any], given: Any) -> Any:
    found = given[0]
    for each in given[1:]:
        found = compute(found, each)
    return found


TABLE["max"] = TABLE["maximum"] = TABLE["fmax"] = _extreme("max", np.maximum)
TABLE["min"] = TABLE["minimum"] = TABLE["fmin"] = _extreme("min", np.minimum)
TABLE["amax"] = lambda c: reduced("max", c, c.axis())
TABLE["amin"] = lambda c: reduced("min", c, c.axis())

_NUMPYS: dict[str, Any] = {"sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min}


def squares(x: Term) -> Term | None:
    """The squared norm, where a term is the squares that are to be added."""
    match x.form:
        case "*", Term() as left, Term() as right if left.text == right.text:
            return call("norm2", left, shape=())
        case ("**", Term() as base, Term(fixed=True, value=2)) | ("square", Term() as base):
            return call("norm2", base, shape=())
    return None


def reduced(name: str, c: Call, axis: int | None, operand: Term | None = None) -> Term:
    """A function of all entries, or along an axis."""
    x = c.term(0, "input", "a") if operand is None else operand
    kept = c.kept()
    if not x.shape:
        return number(1.0) if name == "softmax" else x
    if x.fixed and x.value is not None and name in _NUMPYS:
        return number(_NUMPYS[name](x.value, axis=axis, keepdims=kept))
    if axis is None and name == "softmax":
        return call(name, x, shape=x.shape)
    if axis is None:
        found = squares(x) if name == "sum" else None
        found = found or call(name, x, shape=())
        return found if not kept else replace(found, shape=(1,) * len(x.shape))
    axis = placing.axis_of(axis, x.shape)
    rest = tuple(1 if k == axis else n for k, n in enumerate(x.shape) if kept or k != axis)
    if name == "softmax":
        rest = x.shape
    if len(x.shape) == 1 and not (kept and name != "softmax"):
        return call(name, x, shape=rest)
    more = f", axis={axis}" + (", keepdims=True" if kept and name != "softmax" else "")
    return call(name, x, shape=rest, more=more)


def _along(name: str, c: Call) -> Term:
    """What reduces, along the axis that is said."""
    return reduced(name, c, c.axis())


TABLE |= {name: partial(_along, name) for name in ("mean", "logsumexp", "softmax")}
TABLE["nanmean"] = TABLE["mean"]
TABLE["copy"] = lambda c: _copied(c.term(0, "a"))
TABLE["size"] = lambda c: number(prod(c.term(0, "a").shape))
TABLE["ndim"] = lambda c: number(len(c.term(0, "a").shape))
TABLE["shape"] = lambda c: Many(tuple(map(number, c.term(0, "a").shape)))


def _copied(x: Term) -> Term:
    """Another array of the same numbers: what is put into one does not change the other."""
    return replace(x, form=x.form if x.named else ("copy", *x.form[1:]))


@does("average")
def _average(c: Call) -> Term:
    if c.has(2, "weights"):
        raise c.otherwise("weights")
    return _along("mean", c)


@does("sum", "nansum")
def _sum(c: Call) -> Term:
    first = c.args[0] if c.args else None
    if c.library == "python" and isinstance(first, Many):
        return _added(c, first)
    return _along("sum", c)


def _added(c: Call, listed: Many) -> Term:
    terms = [term_of(item, c.lines) for item in listed.items]
    if any(each.shape and each.form[:1] == ("*",) for each in terms) and c.lines.scalars:
        # micrograd's parameters are numbers, which stand in matrices here: all of them are added.
        terms = [squares(each) or call("sum", each, shape=()) for each in terms]
    start = c.get(1, "start")
    total = number(0) if start is None else term_of(start, c.lines)
    for each in terms:
        total = operate("+", total, each)
    return total


@does("log_softmax")
def _log_softmax(c: Call) -> Term:
    x, axis = _atom(c, c.term(0, "input")), c.axis()
    if len(x.shape) < 2:
        found = operate("-", x, call("logsumexp", x, shape=()))
        return replace(found, form=("log_softmax", x))
    place = placing.axis_of(-1 if axis is None else axis, x.shape)
    rest = tuple(1 if k == place else n for k, n in enumerate(x.shape))
    most = call("logsumexp", x, shape=rest, more=f", axis={place}, keepdims=True")
    return operate("-", x, most)


@does("softmin")
def _softmin(c: Call) -> Term:
    return reduced("softmax", c, c.axis(), negative(c.term(0)))


def spread_said(c: Call) -> Call:
    """`var` and `std` of PyTorch say `unbiased`, then `keepdim`, after the axis or without it."""
    if c.library != "torch":
        return c
    plain = [isinstance(each, Plain) and each.value is not None for each in c.args]
    flags = [each for each, so in zip(c.given, plain, strict=True) if so]
    given = tuple(each for each, so in zip(c.given, plain, strict=True) if not so)
    names = zip(("unbiased", "keepdim"), flags, strict=False)
    return replace(c, given=given, words={**dict(names), **c.words})


@does("var", "std", "variance")
def _variance(c: Call) -> Term:
    c = spread_said(c)
    x, axis = c.term(0), c.axis()
    fewer = whole(c.get(-1, "ddof", "correction"))
    if fewer is None:
        said = c.get(-1, "unbiased")
        usual = c.library == "torch" and not (said is not None and not c.flag("unbiased"))
        fewer = int(usual)
    if x.fixed and x.value is not None:
        found = np.var(x.value, axis=axis, ddof=fewer, keepdims=c.kept())
        return number(np.sqrt(found) if c.name == "std" else found)
    x = _atom(c, x)
    kept = Call("mean", (x,), {"keepdims": Plain(value=True)}, c.lines)
    middle = reduced("mean", kept, axis) if axis is not None else call("mean", x, shape=())
    apart = operate("**", operate("-", x, middle), number(2))
    count = prod(x.shape) if axis is None else x.shape[axis]
    if fewer:
        whole_sum = reduced("sum", c, axis, apart)
        spread = operate("/", whole_sum, number(count - fewer))
    else:
        spread = reduced("mean", c, axis, apart)
    return call("sqrt", spread) if c.name == "std" else spread


@does("prod")
def _product(c: Call) -> Term:
    listed = c.args[0] if c.args else None
    x = c.term(0)
    if x.fixed:
        return number(np.prod(x.value))
    items = (
        [term_of(each, c.lines) for each in listed.items]
        if isinstance(listed, Many)
        else [placing.entry(x, k) for k in range(x.shape[0] if len(x.shape) == 1 else 0)]
    )
    if not items or c.axis() is not None:
        raise Unread(say("a product is of the entries of one vector here."))
    found = items[0]
    for each in items[1:]:
        found = operate("*", found, each)
    return found


@does("norm", "vector_norm")
def _norm(c: Call) -> Term:
    x = c.term(0)
    order = c.get(1, "ord", "p")
    if order is not None and whole(order) == 1:
        return call("sum", call("abs", x), shape=())
    if (order is not None and whole(order) not in (2, None)) or c.has(-1, "axis", "dim"):
        raise Unread(say("only the length of a vector is here: `sqrt(norm2(x))`."))
    return call("sqrt", call("norm2", x, shape=()))
