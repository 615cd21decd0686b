"""Functions of operands: whether there is such a one, how many operands it takes, its node."""

import ast
from typing import Any

import numpy as np

from .. import limits
from ..op import Op
from ..ops import REGISTRY
from ..saying import say
from . import axis
from .draft import Draft, Number, Operand
from .further import has_further, otherwise
from .known import ours
from .messages import ONLY, ProgramError, Span, operands_wanted
from .suggestions import (
    exact,
    formula_of,
    no_such_function,
    no_such_name,
    put_otherwise,
    value_called,
)
from .values import GIVEN, maker


def checked(draft: Draft, call: ast.Call) -> None:
    """Check that a call names an operation, with as many operands as it takes."""
    if not isinstance(call.func, ast.Name):
        raise _method_of_nothing(draft, call) or draft.span(call).error(ONLY)
    axis.settled(draft, call)
    name = call.func.id
    if name in draft.names:
        if ours(name) or len(call.args) != 1 or call.keywords:
            raise value_called(draft, call, ())
        return  # said once the operand is known
    meant = ours(name)
    if meant in GIVEN:
        maker(call, meant, draft.span(call))
        return
    op = REGISTRY.get(meant)
    if op is None:
        if exact(name, call) or has_further(name, call):
            return  # said once the operands are known
        raise no_such_function(draft, call, name)
    if _fits(op, call):
        return
    if has_further(name, call):
        return  # said once the operands are known
    raise no_such_call(draft, op, call, name)


def _method_of_nothing(draft: Draft, call: ast.Call) -> ProgramError | None:
    """What is said of `x.relu()` where there is no `x`."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=name) as root, attr=method) if (
            ours(method) in REGISTRY
        ):
            return no_such_name(draft, name, draft.span(root))
    return None


def _fits(op: Op, call: ast.Call) -> bool:
    """Whether an operation takes as many operands as a call has, all by their order."""
    if call.keywords or ast.Starred in map(type, call.args):
        return False
    least, most = _counts(op)
    return len(call.args) >= least and (most is None or len(call.args) <= most)


def _counts(op: Op) -> tuple[int, int | None]:
    """How many operands it has at least and at most; None where there is no most."""
    most = None if op.variadic else op.arity + op.literal + op.sizes[1]
    return op.arity + op.sizes[0], most


def no_such_call(draft: Draft, op: Op, call: ast.Call, name: str, hint: str = "") -> ProgramError:
    """What is said of a function with more or fewer operands than it has."""
    span = draft.span(call)
    if call.keywords or any(isinstance(item, ast.Starred) for item in call.args):
        return span.error(
            say("`%(name)s` takes its operands by their order only.", name=name), hint
        )
    least, most = _counts(op)
    numbers = [word for word, _usual in op.words] if op.words else [*"mn"]
    given, typed = len(call.args), ", ".join([*op.operands, *numbers[: op.sizes[0]]])
    here = say("is 1") if given == 1 else say("are %(count)s", count=given)
    if not hint and given > least:
        hint = say(
            "Only `%(name)s(%(operands)s)` is here: write out what the rest is to do.",
            name=name,
            operands=typed,
        )
    return span.error(
        say(
            "`%(name)s` takes %(wanted)s, and here %(here)s.",
            name=name,
            wanted=operands_wanted(least, open_ended=most is None),
            here=here if given else say("are none"),
        ),
        hint or say("Write `%(name)s(%(operands)s)`.", name=name, operands=typed),
    )


def written_otherwise(draft: Draft, call: ast.Call, operands: list[Operand]) -> ProgramError | None:
    """The error of a call that is written in another way here; None where it is not."""
    assert isinstance(call.func, ast.Name)
    name = call.func.id
    op = REGISTRY.get(ours(name))
    if op is not None and _fits(op, call):
        other = otherwise(draft, name, operands)
        if op.keyword and other.hint:
            hint = "" if id(call) in draft.announced else other.hint
            return axis.not_an_axis(op.name, draft.span(call), hint)
        if not other.formula:
            return None
        message = say("`%(name)s` is of two vectors here.", name=name)
        return put_otherwise(draft, call, other.formula, message)
    if op is None and exact(name, call):
        return put_otherwise(draft, call, formula_of(draft, name, operands))
    other = otherwise(draft, name, operands)
    if op is not None:
        error = no_such_call(draft, op, call, name, other.hint)
    else:
        error = no_such_function(draft, call, name, other.hint)
    return put_otherwise(draft, call, other.formula, error.message) if other.formula else error


def called(draft: Draft, op: Op, operands: list[Operand], span: Span) -> int:
    """A function of its operands."""
    literal: tuple[np.float64, ...] = ()
    if op.keyword:
        operands, literal = axis.operands_and_axis(draft, op.name, operands, span)
    elif op.sizes[1]:
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
        op.name, tuple([draft.leaf(operand, span) for operand in operands]), literal, span
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
