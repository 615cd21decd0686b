"""`axis=` of a call: numpy's word or PyTorch's `dim=`, before it is known how large operands are.

A call is brought into one form: what follows the operands is the axis. `keepdims=True` is
remembered, and becomes a reshape once the result's size is known.
"""

import ast
import re
from math import prod
from typing import Any

import numpy as np

from ..graph import Doubt
from ..ops import REGISTRY
from ..saying import say
from .draft import Draft, Number, Operand
from .known import ours
from .messages import ProgramError, Span

AXIS = frozenset({"axis", "dim"})
KEPT = frozenset({"keepdims", "keepdim"})

OVER = {"max": "amax", "min": "amin"}
"""Functions of several values, and their like over the entries of one."""


def settled(draft: Draft, call: ast.Call) -> None:
    """Bring a call into our form; what is no call along an axis stays as it is."""
    if not isinstance(call.func, ast.Name) or call.func.id in draft.names:
        return
    if any(isinstance(item, ast.Starred) for item in call.args):
        return
    name, words = ours(call.func.id), {keyword.arg for keyword in call.keywords}
    if name in OVER and len(call.args) == 1 and words <= AXIS | KEPT:
        call.func.id = name = OVER[name]
    op = REGISTRY.get(name)
    if op is None or not op.keyword or not words <= AXIS | KEPT or len(call.args) > 2:
        return
    given = [keyword for keyword in call.keywords if keyword.arg in AXIS]
    if len(given) > 1 or (given and len(call.args) > 1) or not call.args:
        return
    for keyword in call.keywords:
        if keyword.arg in KEPT and _true(draft, keyword.value):
            draft.kept.add(id(call))
    call.keywords = []
    if given:
        draft.announced.add(id(call))
    if given and not _none(given[0].value):
        call.args.append(given[0].value)
    if len(call.args) == 2 and _none(call.args[1]):
        del call.args[1]


def _true(draft: Draft, item: ast.expr) -> bool:
    if isinstance(item, ast.Constant) and isinstance(item.value, bool):
        return item.value
    raise draft.span(item).error(
        say("`keepdims` is `True` or `False`."), say("Write `sum(X, axis=1, keepdims=True)`.")
    )


def _none(item: ast.expr) -> bool:
    return isinstance(item, ast.Constant) and item.value is None


def operands_and_axis(
    draft: Draft, name: str, operands: list[Operand], span: Span
) -> tuple[list[Operand], tuple[np.float64, ...]]:
    """The operand of a reduction, and its axis counted from 0; none where it is over everything."""
    node = draft.leaf(operands[0], span)
    shape = draft.nodes[node].shape
    if len(operands) < 2:
        return [node], ()
    axis = operands[1]
    if not isinstance(axis, Number) or not axis.scalar or axis.value % 1:
        raise not_an_axis(name, span)
    place = int(axis.value)
    if shape and not -len(shape) <= place < len(shape):
        raise span.error(
            say("a matrix has axis 0 and axis 1, and no axis %(axis)s.", axis=place)
            if len(shape) == 2
            else say("a vector has axis 0 alone, and no axis %(axis)s.", axis=place),
            say("`axis=0` is down the columns, `axis=1` along the rows."),
        )
    if len(shape) < 2:
        return [node], ()
    return [node], (np.float64(place % 2),)


def not_an_axis(name: str, span: Span, hint: str = "") -> ProgramError:
    """What is said where something else follows the operand."""
    return span.error(
        say("behind its operand `%(name)s` has an axis, 0 or 1, written out.", name=name),
        hint or say("Write `%(name)s(X, axis=0)` or `axis=1`.", name=name),
    )


def kept(draft: Draft, call: ast.Call, result: int, span: Span) -> int:
    """The result with the axis that it lost, where `keepdims=True` was said: 3×1, or 1×3."""
    if id(call) not in draft.kept:
        return result
    node = draft.nodes[result]
    old: Any = draft.nodes[node.args[0]].shape
    if node.shape == old:
        return result
    if not node.literal:
        shape = (1,) * len(old)
    else:
        shape = (1, old[1]) if node.literal[0] == 0 else (old[0], 1)
    if prod(shape) == 1 and not node.shape:
        return result  # a single number spreads as it is
    sizes = tuple(np.float64(size) for size in shape)
    return draft.operate("reshape", (result,), sizes, span)


def doubt_product(draft: Draft, item: ast.BinOp, operands: list[Operand], span: Span) -> None:
    """`W * x` repeats the vector for each row; many who write it mean `W @ x`."""
    left, right = operands
    if not isinstance(left, int) or not isinstance(right, int):
        return
    wide, narrow = draft.nodes[left].shape, draft.nodes[right].shape
    if len(wide) != 2 or wide[1:] != narrow or item.lineno != item.end_lineno:
        return
    line, before, behind = draft.lines[span.line - 1], draft.span(item.left), draft.span(item.right)
    # `*` and `@` bind alike, so one can stand wherever the other stood.
    between = line[before.end - 1 : behind.column - 1]
    sign = re.sub(r"\s*\*\s*", " @ ", between, count=1)
    better = line[span.column - 1 : before.end - 1] + sign + line[behind.column - 1 : span.end - 1]
    draft.doubts.append(
        Doubt(
            message=say(
                "`%(product)s` multiplies each row of the matrix, entry by entry, by the vector.",
                product=line[span.column - 1 : span.end - 1],
            ),
            hint=say("The product of matrix and vector is `%(better)s`.", better=better),
            line=span.line,
            column=span.column,
            end_column=span.end,
            put=better,
            unsure=True,
        )
    )
