"""Operators and calls on terms: numbers are computed, everything else is written.

Shapes are numpy's, so that what asks for a size (`x.shape[0]`) and what depends on one (`np.dot`)
can be answered while the text is read.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np

from graph_engine.arrays import Shape
from graph_engine.saying import say

from .values import (
    ATOM,
    COMPARE,
    KEPT,
    PLUS,
    POWER,
    SIGN,
    TIMES,
    WRITTEN,
    Term,
    Unread,
    inside,
    number,
    uses,
)


def size(shape: Shape) -> str:
    """A shape in words."""
    return "×".join(map(str, shape)) or "1"


def together(*shapes: Shape) -> Shape:
    """The shape of entries side by side, by numpy's rule."""
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise Unread(
            say(
                "the sizes %(sizes)s do not fit together.",
                sizes=", ".join(map(size, shapes)),
            )
        ) from None


def folded(compute: Callable[..., Any], terms: Sequence[Term]) -> Any:
    """What numbers give; None where one is not known, or where the result is not finite."""
    if any(term.value is None for term in terms):
        return None
    with np.errstate(all="ignore"):
        try:
            found = compute(*(_bounded(term.value) for term in terms))
        except (ValueError, TypeError, ZeroDivisionError, OverflowError, IndexError):
            return None
    if isinstance(found, complex) or np.iscomplexobj(found) or not np.all(np.isfinite(found)):
        return None
    return found


def _bounded(value: Any) -> Any:
    """Python's own whole numbers grow without end; these do not."""
    return float(value) if isinstance(value, int) and abs(value) > 2**31 else value


LONGEST = 4000
"""Characters of an expression without a name."""

_OPERATORS: dict[str, tuple[int, int, int, Callable[..., Any]]] = {
    # sign: how it holds, what its left and its right operand must hold, what it computes
    "+": (PLUS, PLUS, TIMES, lambda a, b: a + b),
    "-": (PLUS, PLUS, TIMES, lambda a, b: a - b),
    "*": (TIMES, TIMES, SIGN, lambda a, b: a * b),
    "/": (TIMES, TIMES, SIGN, lambda a, b: a / b),
    "@": (TIMES, TIMES, SIGN, lambda a, b: np.asarray(a) @ np.asarray(b)),
    "**": (POWER, ATOM, ATOM, lambda a, b: a**b),
    "//": (TIMES, TIMES, SIGN, lambda a, b: a // b),
    "%": (TIMES, TIMES, SIGN, lambda a, b: a % b),
    ">": (COMPARE, PLUS, PLUS, lambda a, b: a > b),
    "<": (COMPARE, PLUS, PLUS, lambda a, b: a < b),
    ">=": (COMPARE, PLUS, PLUS, lambda a, b: a >= b),
    "<=": (COMPARE, PLUS, PLUS, lambda a, b: a <= b),
    "==": (COMPARE, PLUS, PLUS, lambda a, b: a == b),
    "!=": (COMPARE, PLUS, PLUS, lambda a, b: a != b),
}


def operate(sign: str, left: Term, right: Term) -> Term:
    """Two terms and the operator between them."""
    holds, at_left, at_right, compute = _OPERATORS[sign]
    shape = _shape(sign, left, right)
    if prod(shape) > KEPT:
        value = None
    elif sign == "**" and _small_power(left, right):
        value = folded(compute, (left, right))
    elif sign == "**":
        value = folded(lambda a, b: np.asarray(a, dtype=float) ** b, (left, right))
    else:
        value = folded(compute, (left, right))
    if left.fixed and right.fixed:
        return _of_numbers(sign, left, right, value)
    if sign in ("//", "%"):
        if value is None or left.learned or right.learned:
            raise Unread(say("`%(sign)s` has no derivative here.", sign=sign))
        return replace(number(value), uses=uses((left, right)))
    if sign == "!=" and _is(right, 0) and value is None:
        above, below = operate(">", left, right), operate("<", left, right)
        return replace(operate("+", above, below), form=("nonzero", left))
    if sign in ("==", "!="):
        if value is None or left.learned or right.learned:
            both = operate("*", operate(">=", left, right), operate("<=", left, right))
            return both if sign == "==" else operate("-", number(1), both)
        return replace(number(value), uses=uses((left, right)))
    if sign != "@" and sorted([len(left.shape), len(right.shape)]) == [1, 2]:
        left, right = _row_beside(left, right), _row_beside(right, left)
    if sign == "**" and left.shape and right.shape and left.shape != right.shape:
        left, right = _spread(left, shape), _spread(right, shape)
    known = known_form(sign, left, right, shape)
    if known is not None:
        return replace(known, value=value if not known.shape else None)
    _writable(left, right)
    if sign == "+" and right.text.startswith("-") and right.holds >= TIMES:
        sign, right = "-", replace(right, text=right.text[1:], holds=max(right.holds, TIMES))
    elif sign == "-" and right.fixed and right.text.startswith("-") and not right.shape:
        sign, right = "+", replace(right, text=right.text[1:], holds=ATOM)
    return Term(
        text=f"{inside(left, at_left)} {sign} {inside(right, at_right)}"
        if sign != "**"
        else f"{inside(left, at_left)}**{inside(right, at_right)}",
        holds=holds,
        shape=shape,
        value=value if not shape else None,
        uses=uses((left, right)),
        form=(sign, left, right),
    )


def _spread(term: Term, shape: Shape) -> Term:
    """A term repeated over a larger shape."""
    if term.shape == shape:
        return term
    return call("broadcast_to", term, shape=shape, more=f", {', '.join(map(str, shape))}")


def _row_beside(term: Term, other: Term) -> Term:
    """A vector beside a matrix of one column as the row that it is there."""
    if len(term.shape) != 1 or other.shape[1] != 1 or term.shape == (1,):
        return term
    shape = (1, *term.shape)
    if term.fixed and term.value is not None:
        return number(np.reshape(term.value, shape))
    return call("reshape", term, shape=shape, more=f", 1, {term.shape[0]}")


def _small_power(left: Term, right: Term) -> bool:
    return (
        all(isinstance(each.value, int) and abs(each.value) < 1000 for each in (left, right))
        and abs(right.value) < 10
    )


def _writable(*terms: Term) -> None:
    """Numbers inside an expression are written out: not too many of them."""
    for term in terms:
        if len(term.text) > LONGEST:
            raise Unread(
                say("there is too much inside one expression."),
                say("Give parts of it a name and a line of their own."),
            )
        if not term.text:
            raise Unread(
                say(
                    "these are %(count)s numbers without a name; at most %(most)s are written out.",
                    count=prod(term.shape),
                    most=WRITTEN,
                ),
                say("Give them a name and a line of their own, or make them smaller."),
            )


def _of_numbers(sign: str, left: Term, right: Term, value: Any) -> Term:
    """Numbers alone: computed; where they are only said to be random, said so again."""
    shape = _shape(sign, left, right)
    drawn = left.drawn or right.drawn
    if value is not None:
        found = number(value)
        return replace(found, drawn=drawn, text=found.text or _scaled(sign, left, right))
    if not shape or not all(term.made or not term.shape for term in (left, right)):
        if not shape:
            raise Unread(say("this is no finite number."), say("Use a finite number."))
        _writable(left, right)
    text = _scaled(sign, left, right)
    if not text:
        raise Unread(say("these numbers cannot be written here."))
    return Term(text=text, holds=TIMES, shape=shape, fixed=True, made=True, drawn=drawn)


def _scaled(sign: str, left: Term, right: Term) -> str:
    """`0.01*random(30, 40)`; empty where it is nothing so simple."""
    if sign == "*" and right.made and not left.shape and left.text:
        return f"{inside(left, SIGN)}*{inside(right, SIGN)}"
    if sign in "*/" and left.made and not right.shape and right.text:
        return f"{inside(left, TIMES)}{sign}{inside(right, SIGN)}"
    return ""


def _shape(sign: str, left: Term, right: Term) -> Shape:
    return product(left.shape, right.shape) if sign == "@" else together(left.shape, right.shape)


def product(left: Shape, right: Shape) -> Shape:
    """The shape of a matrix product."""
    if not left or not right or max(len(left), len(right)) > 2:
        raise Unread(
            say(
                "`@` is of vectors and matrices; these are %(left)s and %(right)s.",
                left=size(left),
                right=size(right),
            )
        )
    if left[-1] != right[0]:
        raise Unread(
            say(
                "%(left)s times %(right)s: columns and rows do not fit.",
                left=size(left),
                right=size(right),
            )
        )
    return (*left[:-1], *right[1:])


def negative(term: Term) -> Term:
    """Minus a term."""
    if term.fixed and term.value is not None:
        found = number(-term.value)
        return replace(found, drawn=term.drawn, made=term.made,
                       text=found.text or (f"-{term.text}" if term.made else ""))  # fmt: skip
    _writable(term)
    match term.form:
        case "sum", Term(form=("*", Term() as y, Term(form=("log_softmax", Term() as z)))):
            if len(z.shape) == 1 and not term.shape:
                return call("cross_entropy", y, z, shape=())
    return Term(
        text=f"-{inside(term, POWER)}",
        holds=SIGN,
        shape=term.shape,
        value=-term.value if term.value is not None and not term.shape else None,
        uses=term.uses,
        form=("neg", term),
    )


def call(
    name: str,
    *operands: Term,
    shape: Shape | None = None,
    more: str = "",
    compute: Callable[..., Any] | None = None,
) -> Term:
    """A function of our language; numbers alone are computed, where it is said how."""
    shape = together(*(term.shape for term in operands)) if shape is None else shape
    if compute is not None and all(term.fixed for term in operands) and prod(shape) <= KEPT:
        value = folded(compute, operands)
        if value is not None:
            return replace(number(value), drawn=any(term.drawn for term in operands))
    _writable(*operands)
    return Term(
        text=f"{name}({', '.join(term.text for term in operands)}{more})",
        shape=shape,
        uses=uses(operands),
        form=(name, *operands),
        value=folded(compute, operands)
        if compute is not None and not any(term.shape for term in operands)
        else None,
    )


# -- what is known again ------------------------------------------------------------------


def _is(term: Any, value: float) -> bool:
    return isinstance(term, Term) and term.fixed and not term.shape and term.value == value


def known_form(sign: str, left: Term, right: Term, shape: Shape) -> Term | None:
    """What people write out by hand and is one operation here; None for everything else."""
    if sign == "/" and _is(left, 1):
        x = _one_plus_exp(right)
        if x is not None and x.form[:1] == ("neg",):
            return call("sigmoid", x.form[1])
    if sign == "/" and left.form[:1] == ("exp",):
        x = _one_plus_exp(right)
        if x is not None and x.text == left.form[1].text:
            return call("sigmoid", x)
    if sign == "/" and left.form[:1] == ("-",) and right.form[:1] == ("+",):
        return _tanh(left, right)
    if sign == "+" and (_is(right, 0) or _is(left, 0)):
        other = left if _is(right, 0) else right
        return other if other.shape == shape else None
    if sign == "**" and _is(right, 1):
        return left
    if sign == "**" and _is(right, 0.5):
        return call("sqrt", left)
    if sign == "*" and (_is(left, 1) or _is(right, 1)):
        other = right if _is(left, 1) else left
        return other if other.shape == shape and not other.fixed else None
    return None


def _one_plus_exp(term: Term) -> Term | None:
    """x, where a term is 1 + eˣ."""
    if term.form[:1] != ("+",):
        return None
    one, raised = term.form[1:]
    if not _is(one, 1):
        one, raised = raised, one
    return raised.form[1] if _is(one, 1) and raised.form[:1] == ("exp",) else None


def _tanh(left: Term, right: Term) -> Term | None:
    parts = [each.form for term in (left, right) for each in term.form[1:]]
    if any(part[:1] != ("exp",) for part in parts):
        return None
    a, b, c, d = (part[1] for part in parts)
    if a.text == c.text and b.text == d.text and b.form[:1] == ("neg",) and b.form[1] == a:
        return call("tanh", a)
    return None


def softplus(term: Term) -> Term | None:
    """log(1 + eˣ) as the operation that it is."""
    x = _one_plus_exp(term)
    return None if x is None else call("softplus", x)
