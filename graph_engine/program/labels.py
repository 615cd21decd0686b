"""Which operand of a loss is the label, and whether it is written as that loss needs it.

People write `cross_entropy(score, label)` as PyTorch does, and labels 0 and 1 where a loss wants
−1 and +1. What is unambiguous is read right; the rest is a `Doubt` with another reading as a cure.
"""

import ast
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..graph import Doubt
from ..saying import say
from .draft import Draft, Number, Operand
from .messages import Span
from .suggestions import enclosed, text_of
from .worked import role, values


def read(draft: Draft, name: str, call: ast.Call, operands: list[Operand]) -> list[Operand]:
    """The operands of a loss, its label first; what is doubtful about it is noted in the draft."""
    if name == "cross_entropy":
        return _cross_entropy(draft, call, operands)
    if name in ("hinge", "logistic_loss"):
        _signed(draft, name, call, operands)
    return operands


# -- classes ------------------------------------------------------------------


def _cross_entropy(draft: Draft, call: ast.Call, operands: list[Operand]) -> list[Operand]:
    operands = _class_written_out(draft, operands)
    marked = [role(draft, operand) == "label" for operand in operands]
    known = [_distribution(draft, operand) for operand in operands]
    sharp = [_one_hot(draft, operand) for operand in operands]
    swapped = [(one, other) for one, other in (marked, known, sharp) if one != other]
    label, score = (1, 0) if swapped and swapped[0][1] else (0, 1)
    texts = [text_of(draft, item) for item in call.args]
    span = draft.span(call)
    if _is_softmax(draft, operands[score]):
        better = enclosed(draft, span, f"-sum({texts[label]}*log({texts[score]}))")
        message = say(
            "`cross_entropy` takes scores and applies softmax itself; `%(name)s` is one already.",
            name=texts[score],
        )
        hint = say("Of probabilities it is `%(better)s`.", better=better)
        _note(draft, span, message, hint, better, call)
    elif not swapped and not known[label] and texts[0] != texts[1] and _comparable(draft, operands):
        better = f"cross_entropy({texts[1]}, {texts[0]})"
        message = say(
            "`cross_entropy` takes the label first, and `%(name)s` is no distribution.",
            name=texts[0],
        )
        hint = say("The other way round it is `%(better)s`.", better=better)
        _note(draft, span, message, hint, better, call)
    elif values(draft, operands[label]) is not None and not known[label]:
        message = say(
            "The label `%(name)s` is no distribution: its entries do not add up to 1.",
            name=texts[label],
        )
        _note(draft, draft.span(call.args[label]), message, "", None, call)
    return [operands[label], operands[score]]


def _class_written_out(draft: Draft, operands: list[Operand]) -> list[Operand]:
    """The operands, a class that is written as its number (from 0) as the vector with a 1 there."""
    found = list(operands)
    for place, operand in enumerate(operands):
        other = operands[1 - place]
        shape = np.shape(other.value) if isinstance(other, Number) else draft.nodes[other].shape
        if not isinstance(operand, Number) or not operand.scalar or len(shape) != 1:
            continue
        if operand.value % 1 == 0 and 0 <= operand.value < shape[0]:
            vector = np.zeros(shape)
            vector[int(operand.value)] = 1.0
            found[place] = Number(vector)
    return found


def _comparable(draft: Draft, operands: Sequence[Operand]) -> bool:
    """Whether nothing says which of two operands is the label."""
    roles = [role(draft, operand) for operand in operands]
    return roles[0] == roles[1] or "label" not in roles


def _distribution(draft: Draft, operand: Operand) -> bool:
    """Whether it is a vector of probabilities, given or made by softmax."""
    if _is_softmax(draft, operand):
        return True
    found = values(draft, operand)
    if found is None or found.ndim < 1:
        return False
    return bool(np.all(found >= 0) and np.allclose(found.sum(axis=-1), 1.0, atol=1e-6))


def _one_hot(draft: Draft, operand: Operand) -> bool:
    found = values(draft, operand)
    return found is not None and bool(np.all((found == 0) | (found == 1)))


def _is_softmax(draft: Draft, operand: Operand) -> bool:
    return _made_by(draft, operand) == "softmax"


def _made_by(draft: Draft, operand: Operand) -> str:
    """The operation that an operand is the result of; "" for a leaf or a number."""
    op = draft.nodes[operand].op if isinstance(operand, int) else None
    return "" if op is None else op.name


# -- two sides ----------------------------------------------------------------


ZERO = say(
    "At a label 0 this is the same whatever the score is, and nothing is learned: it is made for "
    "labels −1 and +1."
)


def _signed(draft: Draft, name: str, call: ast.Call, operands: list[Operand]) -> None:
    """Say it where a label is 0: the score has no influence then; and where it is no sign.

    And where the score is a probability already.
    """
    if name == "logistic_loss":
        _sigmoid_twice(draft, call, operands)
    place = _label_place(draft, operands)
    if place is None:
        return
    found = values(draft, operands[place])
    if found is None:
        return
    item = call.args[place]
    text, span = text_of(draft, item), draft.span(item)
    if not np.any(found == 0) or not np.all(np.isin(found, (-1, 0, 1))):
        written = isinstance(item, ast.Constant | ast.UnaryOp | ast.List)
        if role(draft, operands[place]) == "label" or written:
            doubt = odd_label(text, found, span)
            draft.doubts.extend([doubt] if doubt else [])
        return
    message = say(
        "`%(name)s` takes labels −1 and +1: at a label 0 the loss is %(value)s whatever the score "
        "is, and nothing is learned.",
        name=name,
        value="1" if name == "hinge" else "log 2",
    )
    if isinstance(operands[place], Number) and found.ndim == 0:
        hint = say("Of labels 0 and 1, the 0 is here `%(better)s`.", better="-1")
        _note(draft, span, message, hint, "-1", call)
    else:
        atom = isinstance(item, ast.Name | ast.Call | ast.List)
        single = call.end_lineno == call.lineno and bool(np.all(found >= 0))
        doubt = minus_one(draft, message, span, text if atom else f"({text})", put=single)
        draft.doubts.append(doubt)


def _sigmoid_twice(draft: Draft, call: ast.Call, operands: Sequence[Operand]) -> None:
    for item, operand in zip(call.args, operands, strict=True):
        if _made_by(draft, operand) == "sigmoid":
            message = say(
                "`logistic_loss` takes scores and applies sigmoid itself; `%(name)s` is one "
                "already.",
                name=text_of(draft, item),
            )
            hint = say("Give it what the sigmoid is of.")
            _note(draft, draft.span(item), message, hint, None, call)


def minus_one(draft: Draft, message: str, span: Span, text: str, *, put: bool) -> Doubt:
    """A label of 0 and 1, and with `put` what makes it one of −1 and +1 where it stands."""
    better = enclosed(draft, span, f"2*{text} - 1")
    return span.doubt(
        message,
        say("Of labels 0 and 1 it is made by `%(better)s`.", better=better),
        better if put else None,
    )


def odd_label(text: str, label: Any, span: Span) -> Doubt | None:
    """A label that is neither −1 nor +1 (nor 0, of which more is said); None where all are."""
    odd = [float(value) for value in np.reshape(label, -1) if value not in (-1, 0, 1)]
    if not odd:
        return None
    return span.doubt(
        say(
            "The label `%(name)s` is %(value)s, and this loss is made for labels −1 and +1.",
            name=text,
            value=f"`{odd[0]:g}`",
        ),
        "",
        None,
    )


def _label_place(draft: Draft, operands: Sequence[Operand]) -> int | None:
    roles = [role(draft, operand) for operand in operands]
    if roles.count("label") == 1:
        return roles.index("label")
    given = [values(draft, operand) is not None for operand in operands]
    if given.count(True) == 1:
        return given.index(True)
    numbers = [isinstance(operand, Number) for operand in operands]
    if numbers.count(True) == 1:
        return numbers.index(True)
    return 0 if given[0] else None


# -- both ---------------------------------------------------------------------


def _note(
    draft: Draft, span: Span, message: str, hint: str, put: str | None, call: ast.Call
) -> None:
    single = call.end_lineno == call.lineno
    draft.doubts.append(span.doubt(message, hint, put if single else None))
