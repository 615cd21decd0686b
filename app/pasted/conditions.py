"""Conditions: what is known when a text is read chooses, what is computed is a mask."""

import ast
from math import prod
from typing import Any

import numpy as np

import graph_engine as ge
from graph_engine.saying import say

from . import functions, stacks
from .arithmetic import operate
from .lines import term_of
from .state import State, Steps
from .values import (
    Function,
    Layer,
    Many,
    Nothing,
    Plain,
    Table,
    Term,
    Text,
    Thing,
    Unread,
    key_in,
    number,
    single,
)

SIGNS: dict[type, str] = {
    ast.Gt: ">",
    ast.Lt: "<",
    ast.GtE: ">=",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def compared(state: State, node: ast.Compare) -> Steps:
    """Comparisons, one behind another."""
    left = yield node.left
    found: Any = Plain(value=True)
    for op, item in zip(node.ops, node.comparators, strict=True):
        right = yield item
        found = _one_comparison(state, op, left, right)
        if len(node.ops) > 1 and not decided(state, found):
            return Plain(value=False)
        left = right
    return found


def _one_comparison(state: State, op: ast.cmpop, left: Any, right: Any) -> Any:
    if isinstance(op, ast.Is | ast.IsNot | ast.Eq | ast.NotEq):
        if isinstance(op, ast.Eq | ast.NotEq):
            left, right = _as_number(left, right), _as_number(right, left)
        plain = next((each for each in (left, right) if isinstance(each, Plain | Text)), None)
        if isinstance(plain, Text) and Nothing in map(type, (left, right)):
            raise Unread(say("what this asks is not known before the program runs."))
        if plain is not None:
            same = type(left) is type(right) and left == right
            return Plain(same is isinstance(op, ast.Is | ast.Eq))
    if isinstance(op, ast.In | ast.NotIn):
        inside = _inside(left, right)
        return Plain(inside is isinstance(op, ast.In))
    sign = SIGNS.get(type(op))
    if sign is None or isinstance(left, Nothing) or isinstance(right, Nothing):
        raise Unread(say("what this asks is not known before the program runs."))
    if stacks.between(sign, left, right):
        return stacks.operated(sign, left, right, state.lines)
    return operate(sign, term_of(left, state.lines), term_of(right, state.lines))


def _as_number(value: Any, other: Any) -> Any:
    """True and False beside a number are 1 and 0."""
    known = isinstance(value, Plain) and value.value is not None and isinstance(other, Term)
    return number(int(value.value)) if known else value


def _inside(left: Any, right: Any) -> bool:
    """Whether something is one of the keys, the items or the letters. Raises `Unread`."""
    match right:
        case Table(items=entries):
            return key_in(left) in entries
        case Many(items=items) if not right.more:
            return any(_same(left, each) for each in items)
        case Text(text=text) if isinstance(left, Text):
            return left.text in text
    raise Unread(say("what this asks is not known before the program runs."))


def _same(left: Any, right: Any) -> bool:
    left, right = _as_number(left, right), _as_number(right, left)
    if isinstance(left, Term) and isinstance(right, Term):
        return bool(np.array_equal(left.value, right.value))
    return bool(left == right)


def either(state: State, node: ast.BoolOp) -> Steps:
    """`and`, `or`."""
    found: Any = Plain(value=True)
    for item in node.values:
        found = yield item
        if decided(state, found) is isinstance(node.op, ast.Or):
            return found
    return found


def truth(value: Any) -> bool:
    """Whether a condition holds; raises where that is not known."""
    match value:
        case Plain():
            return bool(value.value)
        case Term() if (known := single(value)) is not None:
            return bool(known)
        case Text(text=text):
            return bool(text)
        case Many(items=items):
            return bool(items)
        case Layer() | Function() | Thing():
            return True
    raise Unread(
        say("what this asks is not known before the program runs."),
        say("Keep the branch that is meant."),
    )


ASKED = 1500
"""Lines that are computed, all questions together, to know what is asked of computed numbers."""


def decided(state: State, value: Any) -> bool:
    """The same, also of a computed number: as these numbers have it, which is said."""
    try:
        known = truth(value)
        if not (isinstance(value, Term) and any(_computed(state, x) for x in value.form[1:])):
            return known
    except Unread:
        found = _at_these_numbers(state, value)
        if found is None:
            raise
        known = found
    state.say(
        say(
            "What line %(line)s asks depends on computed numbers: the branch that is read is the "
            "one that these numbers take.",
            line=state.lines.source,
        )
    )
    state.pace.rounds = 0
    return known


def _computed(state: State, value: Any) -> bool:
    return _real(value) and not state.lines.is_leaf(value.text)


def _at_these_numbers(state: State, value: Any) -> bool | None:
    if not isinstance(value, Term) or prod(value.shape) != 1 or not value.uses:
        return None
    program = state.lines.written_before(value.uses)
    state.asked += len(program) + 1
    if state.asked > ASKED:
        return None
    try:
        with np.errstate(all="ignore"):
            run = ge.run(ge.parse("\n".join([*program, f"asked = {value.text}"])))
    except ge.ProgramError:
        return None
    return bool(np.reshape(run.value("asked"), -1)[0])


def chosen(state: State, node: ast.IfExp) -> Steps:
    """`x if x > 0 else 0` of a computed x is both branches and a mask: it chooses at each x."""
    test = yield node.test
    masked = isinstance(test, Term) and bool(test.uses) and (
        test.value is None or any(_real(each) for each in test.form[1:])
    )  # fmt: skip
    if not masked:
        return (yield node.body if decided(state, test) else node.orelse)
    yes, no = (yield node.body), (yield node.orelse)
    call = state.call("where", (test, yes, no), {}, "numpy")
    return functions.TABLE["where"](call)


def _real(value: Any) -> bool:
    """Whether it is a number that could be any: no whole one, which counts something."""
    return isinstance(value, Term) and not value.fixed and not isinstance(value.value, int)
