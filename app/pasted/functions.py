"""Functions of numpy, PyTorch, JAX and `math`, entry by entry, and what they are here."""

from collections.abc import Callable
from dataclasses import replace
from math import pi, prod
from typing import Any

import numpy as np

from graph_engine import operations
from graph_engine.arrays import Shape
from graph_engine.saying import say

from . import arithmetic
from .arithmetic import call, negative, operate
from .calls import Call, Does
from .lines import term_of
from .values import Many, Stack, Term, Unread, number

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


def two(sign: str) -> Does:
    """A function that is an operator: `add`, `matmul`."""

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
    ("greater gt", ">"),
    ("less lt", "<"),
    ("greater_equal ge", ">="),
    ("less_equal le", "<="),
    ("equal eq", "=="),
):
    for _name in _names.split():
        TABLE[_name] = two(_sign)


@does("silu", "swish")
def _silu(c: Call) -> Term:
    x = atom(c, c.term(0))
    return operate("*", x, call("sigmoid", x))


@does("elu")
def _elu(c: Call) -> Term:
    x = atom(c, c.term(0))
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


def atom(c: Call, x: Term) -> Term:
    """A term that is needed twice, as a line of its own."""
    return x if x.named or (x.fixed and not x.shape) else c.lines.computed("u", x)


def _copied(x: Term) -> Term:
    """Another array of the same numbers: what is put into one does not change the other."""
    return replace(x, form=x.form if x.named else ("copy", *x.form[1:]))


TABLE["copy"] = lambda c: _copied(c.term(0, "a"))

ENTRYWISE = frozenset(TABLE)
"""What is the same done to each matrix of a stack on its own; what enters from here on is not."""


def _shape(c: Call) -> Shape:
    x = c.get(0, "a")
    return x.shape if isinstance(x, Stack) else c.term(0, "a").shape


TABLE["size"] = lambda c: number(prod(_shape(c)))
TABLE["ndim"] = lambda c: number(len(_shape(c)))
TABLE["shape"] = lambda c: Many(tuple(map(number, _shape(c))))
