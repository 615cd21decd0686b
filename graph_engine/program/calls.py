"""Functions of operands: whether there is such a one, how many operands it takes, its node."""

import ast
from typing import Any

import numpy as np

from .. import limits
from ..op import Op
from ..ops import REGISTRY
from ..saying import say
from .draft import Draft, Number, Operand
from .known import ours
from .messages import ONLY, Span, operands_wanted
from .suggestions import exact, no_such_function, value_called
from .values import GIVEN, maker


def checked(draft: Draft, call: ast.Call) -> None:
    """Check that a call names an operation, with as many operands as it takes."""
    span = draft.span(call)
    if not isinstance(call.func, ast.Name):
        raise span.error(ONLY)
    name = call.func.id
    if name in draft.names:
        if ours(name) or len(call.args) != 1 or call.keywords:
            raise value_called(draft, call, ())
        return  # said once the operand is known
    if ours(name) in GIVEN:
        maker(call, ours(name), span)
        return
    op = REGISTRY.get(ours(name))
    if op is None:
        if exact(name, call):
            return  # said once the operands are known
        raise no_such_function(draft, call, name)
    if call.keywords or any(isinstance(item, ast.Starred) for item in call.args):
        raise span.error(say("`%(name)s` takes its operands by their order only.", name=name))
    least = op.arity
    most = None if op.variadic else op.arity + op.literal + op.sizes[1]
    least += op.sizes[0]
    if len(call.args) < least or (most is not None and len(call.args) > most):
        wanted = operands_wanted(least, open_ended=most is None)
        given = len(call.args)
        here = say("is 1") if given == 1 else say("are %(count)s", count=given)
        here = here if given else say("are none")
        raise span.error(
            say(
                "`%(name)s` takes %(wanted)s, and here %(here)s.",
                name=name,
                wanted=wanted,
                here=here,
            ),
            say(
                "Write `%(name)s(%(operands)s)`.",
                name=name,
                operands=", ".join([*op.operands, *"mn"[: op.sizes[0]]]),
            ),
        )


def called(draft: Draft, op: Op, operands: list[Operand], span: Span) -> int:
    """A function of its operands."""
    literal: tuple[np.float64, ...] = ()
    if op.sizes[1]:
        *operands, literal = _sized(op, operands, span)
    if op.literal:
        assert op.literal_default is not None
        literal = (np.float64(op.literal_default),)
        if len(operands) > op.arity:
            extra = operands.pop()
            if not isinstance(extra, Number) or not extra.scalar:
                raise span.error(
                    say("the last operand of `%(name)s` is a number.", name=op.name),
                    say(
                        "Write `%(name)s(x, %(literal)s)`.",
                        name=op.name,
                        literal=f"{op.literal_default:g}",
                    ),
                )
            literal = (extra.value,)
    return draft.operate(
        op.name, tuple(draft.leaf(operand, span) for operand in operands), literal, span
    )


def _sized(op: Op, operands: list[Operand], span: Span) -> list[Any]:
    """The operands, and the whole numbers behind them as the operation's literal."""
    sizes = []
    for operand in operands[op.arity :]:
        if not isinstance(operand, Number) or not operand.scalar or operand.value % 1:
            raise span.error(
                say(
                    "the last operands of `%(name)s` are whole numbers, written out.",
                    name=op.name,
                )
            )
        sizes.append(np.float64(operand.value))
    if any(abs(size) > limits.ENTRIES.most for size in sizes):
        raise span.error(say("a value has at most %(most)s entries.", most=limits.ENTRIES.most))
    return [*operands[: op.arity], tuple(sizes)]
