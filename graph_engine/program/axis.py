"""`axis=` of a call: numpy's word or PyTorch's `dim=`, before it is known how large operands are.

A call is brought into one form: what follows the operands is the axis. `keepdims=True` is
remembered, and becomes a reshape once the result's size is known.
"""

import ast
import re
from math import prod
from typing import Any

import numpy as np

from ..op import Op
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
    _once_each(draft, call)
    if ast.Starred in map(type, call.args):
        return
    name, words = ours(call.func.id), {keyword.arg for keyword in call.keywords}
    if name in OVER and len(call.args) == 1 and words <= AXIS | KEPT:
        call.func.id = name = OVER[name]
    op = REGISTRY.get(name)
    if op is not None and op.words:
        return _worded(draft, call, op)
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


def _worded(draft: Draft, call: ast.Call, op: Op) -> None:
    """What is said in words, `stride=2`, behind the operands, each in its place."""
    call.keywords = [each for each in call.keywords if not _usual(op, each)]
    said = {str(keyword.arg): keyword.value for keyword in call.keywords}
    ordered, names = call.args[op.arity :], [word for word, _usual in op.words]
    most = len(names) if op.sizes[0] else 0
    for keyword in call.keywords:
        if keyword.arg is not None and keyword.arg not in names:
            raise _not_here(draft, keyword, op)
        if keyword.arg in names[:most][: len(ordered)]:
            raise _twice(draft, keyword)
    if len(ordered) > most or None in [keyword.arg for keyword in call.keywords]:
        raise _in_words(draft, call, op)
    said = {word: _alike(draft, word, item) for word, item in said.items()}
    for place, (_word, usual) in enumerate(op.words[: len(ordered)]):
        if usual in names and _none(ordered[place]):  # PyTorch's stride that is not said
            ordered[place] = ordered[names.index(str(usual))]
    pairs = zip(names, ordered, strict=False)
    ordered[:] = call.args[op.arity :] = [_alike(draft, word, item) for word, item in pairs]
    if (not said and len(ordered) < 2) or len(call.args) < op.arity:
        return
    said |= dict(zip(names, ordered, strict=False))
    for word, usual in op.words:
        if word in said:
            continue
        if usual == "":
            raise _in_words(draft, call, op)
        said[word] = said[usual] if isinstance(usual, str) else _constant(usual, call)
    call.keywords = []
    call.args[op.arity :] = [said[word] for word in names]


def _once_each(draft: Draft, call: ast.Call) -> None:
    """Raise where a word is said twice: Python would not run that."""
    words: set[str] = set()
    for keyword in call.keywords:
        if keyword.arg in words:
            raise _twice(draft, keyword)
        words |= {keyword.arg} if keyword.arg else set()


def _twice(draft: Draft, keyword: ast.keyword) -> ProgramError:
    return draft.span(keyword).error(
        say("`%(word)s` is said twice.", word=keyword.arg), say("Leave one of the two out.")
    )


def _usual(op: Op, keyword: ast.keyword) -> bool:
    """Whether a word says what holds without it: `ceil_mode=False`, `stride=None`."""
    word, value, beside = str(keyword.arg), keyword.value, dict(op.beside)
    if isinstance(value, ast.Tuple) and len({ast.dump(each) for each in value.elts}) == 1:
        value = value.elts[0]
    if not isinstance(value, ast.Constant):
        return False
    if value.value is None and isinstance(dict(op.words).get(word), str):
        return bool(dict(op.words)[word])
    return word in beside and bool(value.value == beside[word])


def _not_here(draft: Draft, keyword: ast.keyword, op: Op) -> ProgramError:
    """What is said of a word that is not one of ours, or not as it is here."""
    word, beside = str(keyword.arg), dict(op.beside)
    names = ", ".join(f"`{each}`" for each, _value in op.words)
    return draft.span(keyword).error(
        say("`%(name)s` has no `%(word)s` here.", name=op.name, word=word),
        say("It is as with `%(word)s=%(value)s`.", word=word, value=str(beside[word]))
        if word in beside
        else say("Its words are %(words)s.", words=names),
    )


def _alike(draft: Draft, word: str, item: ast.expr) -> ast.expr:
    """`(2, 2)` as the number that it is along both axes; anything else as it is."""
    if not isinstance(item, ast.Tuple) or not item.elts:
        return item
    if len({ast.dump(each) for each in item.elts}) > 1:
        raise draft.span(item).error(
            say("`%(word)s` is one number here, the same along both axes.", word=word)
        )
    return item.elts[0]


def _constant(value: int, like: ast.expr) -> ast.expr:
    return ast.copy_location(ast.Constant(value), like)


def _in_words(draft: Draft, call: ast.Call, op: Op) -> ProgramError:
    """What is said where something else follows the operands."""
    span = draft.span(call)
    if op.sizes[0]:
        return span.error(
            say("behind its operand `%(name)s` has the side of its window, and words.",
                name=op.name),
            say("It is `%(name)s(X, 2)`, or `%(name)s(X, 3, stride=2, padding=1)`.", name=op.name),
        )  # fmt: skip
    words = ", ".join(f"{word}={usual}" for word, usual in op.words)
    return span.error(
        say("behind its operands `%(name)s` has nothing but words.", name=op.name),
        say("What follows is said in words: `%(words)s`.", words=words),
    )


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
        span.doubt(
            say(
                "`%(product)s` multiplies each row of the matrix, entry by entry, by the vector.",
                product=draft.text(span),
            ),
            say("The product of matrix and vector is `%(better)s`.", better=better),
            better,
            unsure=True,
        )
    )
