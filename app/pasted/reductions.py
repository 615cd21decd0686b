"""What many entries become, all of them or along an axis: the largest, a sum, a `softmax`."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from math import prod
from typing import Any

import numpy as np

from graph_engine.saying import say

from . import placing
from .arithmetic import call, negative, operate
from .calls import Call, Does
from .functions import TABLE, atom, does
from .lines import term_of
from .values import Many, Nothing, Plain, Term, Unread, number, whole

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
    x, axis = atom(c, c.term(0, "input")), c.axis()
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
    x = atom(c, x)
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
