"""Expressions: walked with a stack of our own, operands first, into numbers and nodes."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeGuard

import numpy as np

from ..op import Op
from ..ops import REGISTRY
from ..ops.masks import COMPARISONS
from ..saying import say
from . import axis, indexed, labels, parts
from .calls import called, checked, written_otherwise
from .draft import Draft, Number, Operand
from .further import operands_of
from .known import ours
from .messages import ONLY, ProgramError, Span
from .suggestions import doubt_name, no_such_name, value_called
from .values import GIVEN, NAMES, computed, fold, listed, made


def expression(draft: Draft, root: ast.expr) -> Operand:
    """The number or the index of the node that an expression stands for.

    A postorder walk with two stacks: `todo` holds what is to be visited or, once its operands
    are there, to be combined; `done` holds results. What has no operands is done at once.
    """
    todo: list[tuple[ast.expr, int | None]] = [(root, None)]
    done: list[Operand] = []
    while todo:
        item, count = todo.pop()
        if count is not None:
            operands = done[len(done) - count :]
            del done[len(done) - count :]
            done.append(_combine(draft, item, operands))
            continue
        if isinstance(item, ast.Name | ast.Constant):
            done.append(_simple(draft, item))
            continue
        children = _children(draft, item)
        todo.append((item, len(children)))
        todo += [(child, None) for child in reversed(children)]
    return done[0]


def _children(draft: Draft, item: ast.expr) -> list[ast.expr]:
    """The operands of an expression, in order; raises on everything not allowed."""
    match item:
        case ast.BinOp(op=ast.Add()):
            return list(_terms(item))
        case ast.BinOp(op=ast.Sub() | ast.Mult() | ast.Div() | ast.Pow()):
            return [item.left, item.right]
        case ast.BinOp(op=ast.MatMult()):
            return [item.left, item.right]
        case ast.Call():
            checked(draft, item)
            return operands_of(item)
        case ast.UnaryOp(op=ast.USub()):
            inner = item.operand
            if _is_log(inner, draft):
                checked(draft, inner)
                return list(inner.args)
            return [inner]
        case ast.UnaryOp(op=ast.UAdd()):
            return [item.operand]
        case ast.Compare():
            return _sides(draft, item)
        case ast.List(elts=entries):
            if not entries:
                raise draft.span(item).error(
                    say("this list is empty."), say("A vector has at least one entry.")
                )
            return list(entries)
        case ast.Tuple():
            raise draft.span(item).error(
                say("a vector stands in square brackets."), say("Write `[2, -1]` for a vector.")
            )
        case ast.Subscript(slice=ast.List(elts=places)) if places:
            return _picked(item, places)
        case ast.Subscript():
            if indexed.own(draft, item) is not None:
                return []
            parts.listed(draft, item)
            return [item.value]
        case ast.Attribute(attr="T"):
            return [item.value]
        case ast.Attribute():
            raise draft.span(item).error(
                say("there are no attributes here: %(only)s", only=ONLY),
                say("The transpose of W is `W.T`."),
            )
        case _:
            raise draft.span(item).error(ONLY)


def _simple(draft: Draft, item: ast.Name | ast.Constant) -> Operand:
    """A name, or a number that is written; raises on any other constant."""
    if isinstance(item, ast.Name):
        if item.id not in draft.names:
            raise _unknown(draft, item.id, draft.span(item))
        if item.id in draft.spelled:
            doubt_name(draft, item.id, draft.span(item))
        return draft.names[item.id][0]
    if isinstance(item.value, bool) or not isinstance(item.value, int | float):
        raise draft.span(item).error(ONLY)
    return Number(np.float64(item.value))


def _combine(draft: Draft, item: ast.expr, operands: list[Operand]) -> Operand:
    """One expression whose operands are known."""
    span = draft.span(item)
    match item:
        case ast.BinOp():
            result = _binary(draft, item.op, operands, span)
            if isinstance(result, int) and isinstance(item.op, ast.Mult):
                draft.sources[result] = item
                axis.doubt_product(draft, item, operands, span)
            return result
        case ast.Call(func=ast.Name(id=name)) if name in draft.names:
            raise value_called(draft, item, operands)
        case ast.Call(func=ast.Name(id=name)):
            meant = ours(name)
            if meant in GIVEN:
                return made(draft, meant, item, operands, span)
            error = written_otherwise(draft, item, operands)
            if error is not None:
                raise error
            found = _computed(draft, REGISTRY[meant], operands, span)
            if found is not None:
                return found
            operands = labels.read(draft, meant, item, operands)
            return axis.kept(draft, item, called(draft, REGISTRY[meant], operands, span), span)
        case ast.List() if any(isinstance(operand, int) for operand in operands):
            return _stacked(draft, operands, span)
        case ast.List():
            return listed(draft, item, operands)
        case ast.Compare():
            return _compared(draft, item, operands, span)
        case ast.Subscript(slice=ast.List()):
            return _stacked(draft, operands, span)
        case ast.Subscript():
            own = indexed.own(draft, item)
            if own is not None:
                return draft.names[own][0]
            node = draft.leaf(operands[0], span)
            return parts.taken(draft, item, node, span)
        case ast.Attribute():
            node = draft.leaf(operands[0], span)
            # A vector is its own transpose here: `u.T @ x` is the product of two vectors.
            if len(draft.nodes[node].shape) == 1:
                return node
            return draft.operate("transpose", (node,), (), span)
        case ast.UnaryOp(op=ast.UAdd()):
            return operands[0]
        case ast.UnaryOp():
            if _is_log(item.operand, draft):
                return draft.operate("neglog", (draft.leaf(operands[0], span),), (), span)
            if isinstance(operands[0], Number):
                return replace(operands[0], value=-operands[0].value)
            return draft.operate("neg", (operands[0],), (), span)
    raise span.error(ONLY)


def _picked(item: ast.Subscript, places: list[ast.expr]) -> list[ast.expr]:
    """The rows, or entries, of `E[[2, 0, 2]]`, one after another."""
    return [
        ast.copy_location(ast.Subscript(item.value, place, ast.Load()), item) for place in places
    ]


def _stacked(draft: Draft, operands: list[Operand], span: Span) -> int:
    """A list with computed values in it: numbers to a vector, vectors to the rows of a matrix."""
    return draft.operate("stack", tuple(draft.leaf(o, span) for o in operands), (), span)


_SIGNS: dict[type[ast.cmpop], str] = {ast.Gt: ">", ast.Lt: "<", ast.GtE: ">=", ast.LtE: "<="}
_TURNED = {">": "<", "<": ">", ">=": "<=", "<=": ">="}


def _sides(draft: Draft, item: ast.Compare) -> list[ast.expr]:
    """The two sides of a comparison that is a mask."""
    if len(item.ops) > 1:
        raise draft.span(item).error(
            say("one comparison after another is not understood here."),
            say("Write two masks and their product: `(a < x)*(x < b)`."),
        )
    if type(item.ops[0]) not in _SIGNS:
        raise draft.span(item).error(
            say("a mask is made with `>`, `<`, `>=` or `<=`."),
            say("Where two values are equal is `(a >= b)*(a <= b)`."),
        )
    return [item.left, item.comparators[0]]


def _compared(draft: Draft, item: ast.Compare, operands: list[Operand], span: Span) -> Operand:
    """A mask: of two values, or of a value and a number that belongs to the operation."""
    sign, (left, right) = _SIGNS[type(item.ops[0])], operands
    if isinstance(left, Number) and left.scalar and not isinstance(right, Number):
        sign, left, right = _TURNED[sign], right, left
    two, one = COMPARISONS[sign]
    if isinstance(left, Number) and left.scalar and isinstance(right, Number) and right.scalar:
        return Number(np.float64(two.forward(left.value, right.value)))
    if isinstance(right, Number) and right.scalar:
        return draft.operate(one.name, (draft.leaf(left, span),), (right.value,), span)
    return draft.operate(two.name, (draft.leaf(left, span), draft.leaf(right, span)), (), span)


def _unknown(draft: Draft, name: str, span: Span) -> ProgramError:
    """What is said of a name that no line has."""
    if name in draft.aside:
        return draft.aside[name]
    if ours(name):
        return span.error(
            say("`%(name)s` is a function and needs its operand.", name=name),
            say("Write `%(name)s(…)`.", name=name),
        )
    return no_such_name(draft, name, span)


def _binary(draft: Draft, operator: ast.operator, operands: list[Operand], span: Span) -> Operand:
    """An operator between operands; a number in it becomes part of the operation."""
    match operands:
        case [int() as a, int() as b]:
            name = "matmul" if isinstance(operator, ast.MatMult) else NAMES[type(operator)]
            return draft.operate(name, (a, b), (), span)
    if type(operator) in NAMES and not all(isinstance(o, Number) and o.scalar for o in operands):
        found = _computed(draft, REGISTRY[NAMES[type(operator)]], operands, span)
        if found is not None:
            return found
    operands = [
        operand if isinstance(operand, int) or operand.scalar else draft.leaf(operand, span)
        for operand in operands
    ]
    if isinstance(operator, ast.MatMult):
        return draft.operate(
            "matmul", (draft.leaf(operands[0], span), draft.leaf(operands[1], span)), (), span
        )
    numbers = [operand for operand in operands if isinstance(operand, Number)]
    if len(numbers) == len(operands):
        folded = fold(operator, numbers)
        if np.isfinite(folded):
            return Number(folded)
        # Too large for a number: draw it, so that the picture can say what happened.
        operands = [draft.leaf(operands[0], span), *operands[1:]]
    if isinstance(operator, ast.Add):
        return _sum(draft, operands, span)
    left, right = operands
    match operator, left, right:
        case ast.Sub(), int(), Number():
            return draft.operate("shift", (left,), (-right.value,), span)
        case ast.Sub(), Number(), int():
            return draft.operate("subtract_from", (right,), (left.value,), span)
        case ast.Mult(), int(), Number():
            return draft.operate("scale", (left,), (right.value,), span)
        case ast.Mult(), Number(), int():
            return draft.operate("scale", (right,), (left.value,), span)
        case ast.Div(), int(), Number():
            return draft.operate("divide_by", (left,), (right.value,), span)
        case ast.Div(), Number(), int():
            return draft.operate("reciprocal", (right,), (left.value,), span)
        case ast.Pow(), int(), Number():
            if right.value == 2:
                return draft.operate("square", (left,), (), span)
            return draft.operate("power", (left,), (right.value,), span)
    return draft.operate(
        NAMES[type(operator)], (draft.leaf(left, span), draft.leaf(right, span)), (), span
    )


def _computed(draft: Draft, op: Op, operands: list[Operand], span: Span) -> Number | None:
    """A number for a leaf, where numbers alone go into it."""
    numbers = [operand for operand in operands if isinstance(operand, Number)]
    if not draft.leaf_wanted or len(numbers) < len(operands) or op.literal:
        return None
    return computed(draft, op, numbers, span)


def _sum(draft: Draft, operands: list[Operand], span: Span) -> int:
    """A chain of `+`: one Σ node, or "+ number" where just one operand is no number."""
    nodes = [operand for operand in operands if isinstance(operand, int)]
    if len(nodes) == 1:
        total = fold(ast.Add(), [o for o in operands if isinstance(o, Number)])
        if np.isfinite(total):
            return draft.operate("shift", (nodes[0],), (total,), span)
    return draft.operate("add", tuple(draft.leaf(o, span) for o in operands), (), span)


def _terms(item: ast.BinOp) -> Iterator[ast.expr]:
    """The operands of a chain of `+`, left to right."""
    found: list[ast.expr] = []
    left: ast.expr = item
    while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
        found.append(left.right)
        left = left.left
    found.append(left)
    return reversed(found)


def _is_log(item: ast.expr, draft: Draft) -> TypeGuard[ast.Call]:
    """Whether it is a logarithm, by whatever name: `-log(p)` is one operation."""
    return (
        isinstance(item, ast.Call)
        and len(item.args) == 1
        and not item.keywords
        and isinstance(item.func, ast.Name)
        and item.func.id not in draft.names
        and ours(item.func.id) == "log"
    )
