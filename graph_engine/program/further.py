"""Calls with more operands than a function has here: a base, the order of a norm, an axis.

What the further operand does is kept: it has a formula of ours, or it is said that it has none.
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from ..arrays import Shape
from ..saying import say
from .draft import Draft, Operand
from .known import normal, ours

NAMED = frozenset({"base", "p", "ord", "alpha", "beta", "axis", "dim", "n"})
"""Words that people put before a second operand, `norm(v, ord=1)`."""


@dataclass(frozen=True)
class Given:
    """What is known of an operand: its shape, and its number where that is written out."""

    shape: Shape
    number: float | None = None


@dataclass(frozen=True)
class Otherwise:
    """A formula of a, b, c that is the same; where there is none, what is said instead."""

    formula: str = ""
    hint: str = ""


_NOTHING = Otherwise()


def operands_of(call: ast.Call) -> list[ast.expr]:
    """What stands in the brackets; a second operand may have its word before it."""
    return [*call.args, *(each.value for each in call.keywords)]


def has_further(name: str, call: ast.Call) -> bool:
    """Whether a call may be one of those here, which is told once its operands are known."""
    if any(isinstance(item, ast.Starred) for item in call.args):
        return False
    if call.keywords and (len(call.args) != 1 or not {k.arg for k in call.keywords} <= NAMED):
        return False
    return (_row(name), len(operands_of(call))) in _FORMULAS


def otherwise(draft: Draft, name: str, operands: Sequence[Operand]) -> Otherwise:
    """What a call with these operands is in our words; nothing where it is none of those here."""
    if len(operands) < 2:
        return _NOTHING  # none of one operand is here
    found = _FORMULAS.get((_row(name), len(operands)))
    return found(*(_given(draft, operand) for operand in operands)) if found else _NOTHING


def _row(name: str) -> str:
    """The function of ours, or the known name."""
    return ours(name) or normal(name)


def _given(draft: Draft, operand: Operand) -> Given:
    if isinstance(operand, int):
        return Given(draft.nodes[operand].shape)
    return Given(np.shape(operand.value), float(operand.value) if operand.scalar else None)


# -- each of them -----------------------------------------------------------------


def _log(a: Given, b: Given) -> Otherwise:
    if a.number is None and b.number is not None and b.number > 0 and b.number != 1:
        return Otherwise(f"log(a)/{log(b.number)!r}")
    return Otherwise(hint=say("To the base b it is `log(x)/log(b)`."))


def _norm(a: Given, p: Given) -> Otherwise:
    if p.number is None or p.number <= 0:
        return Otherwise(
            hint=say("The norm of order 1 is `sum(abs(v))`, of order 2 `sqrt(norm2(v))`.")
        )
    if not a.shape:
        return Otherwise("abs(a)")
    if len(a.shape) > 1:
        return Otherwise(
            hint=say("Of a matrix there are several: `sum(abs(W))` and `sqrt(norm2(W))` are here.")
        )
    known = {1.0: "sum(abs(a))", 2.0: "sqrt(norm2(a))"}
    order = f"{p.number:.17g}"
    return Otherwise(known.get(p.number, f"sum(abs(a)**{order})**(1/{order})"))


def _along(formula: str) -> Callable[[Given, Given], Otherwise]:
    """Along the only axis of a vector it is over all of its entries."""

    def found(a: Given, axis: Given) -> Otherwise:
        if len(a.shape) == 1 and axis.number in (0, -1):
            return Otherwise(formula)
        if len(a.shape) == 2 and axis.number in (0, 1, -1, -2):
            return Otherwise(formula.replace("a)", f"a, axis={int(axis.number) % 2})", 1))
        return Otherwise(
            hint=say("Behind it stands an axis: 0 down the columns of a matrix, 1 along its rows.")
        )

    return found


def _of_two(written: str) -> Callable[[Given, Given], Otherwise]:
    """Of two values, where one axis was to be said."""

    def found(a: Given, b: Given) -> Otherwise:
        if b.number is not None:
            return _NOTHING
        return Otherwise(hint=say("Write `%(otherwise)s`.", otherwise=written))

    return found


def _always(formula: str) -> Callable[..., Otherwise]:
    return lambda *_operands: Otherwise(formula)


def _turned(_a: Given, b: Given, c: Given) -> Otherwise:
    axes = {b.number, c.number}
    return Otherwise("a.T") if axes in ({0, 1}, {-1, -2}) else _NOTHING


def _dot(a: Given, b: Given) -> Otherwise:
    """numpy's dot of a matrix is a product of matrices, PyTorch's of two vectors alone."""
    matrix = {len(a.shape), len(b.shape)} in ({1, 2}, {2})
    return Otherwise("a @ b") if matrix and a.shape[-1] == b.shape[0] else _NOTHING


_FORMULAS: Mapping[tuple[str, int], Callable[..., Otherwise]] = {
    ("log", 2): _log,
    ("dot", 2): _dot,
    ("norm", 2): _norm,
    ("elu", 2): _always("relu(a) + b*(exp(min(a, 0)) - 1)"),
    ("silu", 2): _always("a*sigmoid(b*a)"),
    ("root", 2): _always("a**(1/b)"),
    ("softplus", 2): _always("softplus(b*a)/b"),
    ("hardtanh", 3): _always("max(b, min(c, a))"),
    ("logsoftmax", 2): _along("log(softmax(a))"),
    ("softmin", 2): _along("softmax(-a)"),
    ("sum", 2): _of_two("a + b"),
    ("mean", 2): _of_two("(a + b)/2"),
    ("transpose", 3): _turned,
}
"""By the function of ours or the known name, and the number of operands."""
