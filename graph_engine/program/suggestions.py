"""Cures that are a change of the text: none of them changes what was meant."""

import ast
import re
from collections.abc import Sequence
from difflib import get_close_matches
from math import pi

import numpy as np

from ..ops import REGISTRY
from ..saying import say
from ..spelling import plain, twin
from .draft import Draft, Number, Operand
from .further import operands_of
from .known import KNOWN, likely, near, normal, ours
from .messages import ProgramError, Span


def no_such_function(draft: Draft, call: ast.Call, name: str, hint: str = "") -> ProgramError:
    """What is said of a call of something that is no function here; `hint` is what is known."""
    span, message = draft.span(call.func), say("no function is called `%(name)s`.", name=name)
    entry = KNOWN.get(normal(name))
    if hint:
        return span.error(message, hint)
    if entry is None:
        found = likely(name, len(call.args))
        count = sum(op.function for op in REGISTRY.values())
        return span.error(
            message,
            say("Did you mean `%(near)s`?", near=found)
            if found
            else say("There are %(count)s functions: the reference has them all.", count=count),
        )
    if entry.write and len(operands_of(call)) > entry.operands:
        return span.error(
            message,
            say(
                "Only `%(otherwise)s` is here: write out what the rest is to do.",
                otherwise=entry.write,
            ),
        )
    if entry.write:
        return span.error(message, say("Write `%(otherwise)s`.", otherwise=entry.write))
    return span.error(message, entry.advice or say("Nothing here is the same."))


def formula_of(draft: Draft, name: str, operands: Sequence[Operand]) -> str:
    """The formula of a known name, for operands of these shapes."""
    entry = KNOWN[normal(name)]
    alone = entry.single and all(
        operand.scalar if isinstance(operand, Number) else not draft.nodes[operand].shape
        for operand in operands
    )
    return entry.single if alone else entry.write


def put_otherwise(draft: Draft, call: ast.Call, formula: str, message: str = "") -> ProgramError:
    """The error of a call for which there is an exact formula, with that formula as its cure."""
    assert isinstance(call.func, ast.Name)
    span = draft.span(call)
    message = message or say("no function is called `%(name)s`.", name=call.func.id)
    if call.end_lineno != call.lineno:
        return span.error(message, say("Write `%(otherwise)s`.", otherwise=formula))
    better = _put(formula, [(item, text_of(draft, item)) for item in operands_of(call)])
    better = enclosed(draft, span, better)
    return span.error(message, say("The same is `%(better)s`.", better=better))


def exact(name: str, call: ast.Call) -> bool:
    """Whether a call has an exact formula of ours, of as many operands as it has."""
    entry = KNOWN.get(normal(name))
    plain = not call.keywords and not any(isinstance(item, ast.Starred) for item in call.args)
    return entry is not None and plain and bool(entry.write) and len(call.args) == entry.operands


def no_such_name(draft: Draft, name: str, span: Span) -> ProgramError:
    """What is said of a name that was not given yet."""
    typed = draft.text(span)
    shown = typed if plain(typed) == name else name
    return span.error(
        say("there is no `%(name)s` yet.", name=shown), _name_hint(draft, name, shown, span)
    )


def doubt_name(draft: Draft, name: str, span: Span) -> None:
    """Say which name `x_{2}` is where x2 and x_2 are both given."""
    other, typed = twin(name), draft.text(span)
    if other not in draft.names or typed == name or plain(typed) != name:
        return
    draft.doubts.append(
        span.doubt(
            say(
                "`%(name)s` is `%(plain)s` here, not `%(other)s`.",
                name=typed,
                plain=name,
                other=other,
            ),
            say("If the other is meant, write `%(other)s`.", other=other),
            other,
            unsure=True,
        )
    )


def _name_hint(draft: Draft, name: str, shown: str, span: Span) -> str:
    if name in draft.families:
        last = ", ".join(str(place) for place in draft.families[name])
        return say("Did you mean `%(near)s`?", near=f"{name}[{last}]")
    if name in draft.counting:
        return say(
            "It counts the rounds of the loop in line %(line)s: indent what is repeated, too.",
            line=draft.counting[name],
        )
    if name == "e":
        return say("The exponential is `exp(x)`.")
    if name in ("pi", "π"):
        return say("Give it first: `%(name)s: constant = %(number)s`.", name=name, number=pi)
    if twin(name) in draft.names:
        return say("Did you mean `%(near)s`?", near=twin(name))
    product = _product(draft, name, span) or _applied(draft, name)
    if product:
        return say("Did you mean `%(near)s`?", near=product)
    found = [
        other
        for other in draft.names
        if (len(name) > 2 and name.lower() == other.lower()) or slip(name, other)
    ]
    close = get_close_matches(name, found, n=1, cutoff=0.0)
    if close:
        return say("Did you mean `%(near)s`?", near=close[0])
    return say("Give it first: `%(name)s: input = 1`.", name=shown)


def slip(name: str, other: str) -> bool:
    """Whether a name is probably another one, mistyped: one letter off inside a longer word.

    Digits, single letters and the ends of a word are often an index (x1, w_h, Wxh, scoreA), which
    names another thing; what is meant by it, nobody can guess.
    """
    pieces, others = _PIECES.findall(name), _PIECES.findall(other)
    differ = [pair for pair in zip(pieces, others, strict=False) if pair[0] != pair[1]]
    if len(pieces) != len(others) or len(differ) != 1:
        return False
    one, two = differ[0]
    swapped = sorted(one) == sorted(two)
    return (
        min(map(len, differ[0])) >= 3
        and max(map(len, differ[0])) >= 4
        and one[0] == two[0]
        and (one[-1] == two[-1] or swapped)
        and near(one, two)
    )


_PIECES = re.compile(r"[A-ZΑ-Ω]?[a-zα-ω]+|.")
"""What a name is made of: words, single capitals, digits and underscores."""


def value_called(draft: Draft, call: ast.Call, operands: Sequence[Operand]) -> ProgramError:
    """What is said of a value before brackets, `z(z + 1)`: a product, or a function that is hidden.

    `operands` are those in the brackets, where they are known and the product is to be told.
    """
    assert isinstance(call.func, ast.Name)
    name, span = call.func.id, draft.span(call.func)
    message = say("`%(name)s` is a value, not a function.", name=name)
    if ours(name):
        line = draft.names[name][1]
        return span.error(
            message,
            say("Give that value another name: line %(line)s hides the function.", line=line),
        )
    sign = _times(_shape(draft, name), _shape_of(draft, operands[0])) if operands else None
    before = draft.lines[span.line - 1][: span.column - 1].rstrip()
    if sign is None or before.endswith(("/", "@", "**")):
        return span.error(message, say("Write the product with an operator between the two."))
    if sign == "*":
        return span.error(message, say("Write the product with `*`: `%(name)s*…`.", name=name))
    return span.error(message, say("Write the product with `@`: `%(name)s @ …`.", name=name))


def _times(left: tuple[int, ...], right: tuple[int, ...]) -> str | None:
    """The sign of a product that can only be meant in one way; None where there is no such."""
    if not left or not right:
        return "*"
    if 2 in (len(left), len(right)) and left[-1] == right[0]:
        return " @ "
    return None


def _shape_of(draft: Draft, operand: Operand) -> tuple[int, ...]:
    return np.shape(operand.value) if isinstance(operand, Number) else draft.nodes[operand].shape


def _product(draft: Draft, name: str, span: Span) -> str:
    """Known short names written one after another, `mx`, as their product; empty if not so."""
    pieces = re.findall(r"[^\W\d_]\d*", name)
    if len(pieces) < 2 or "".join(pieces) != name or not {*pieces} <= draft.names.keys():
        return ""
    line = draft.lines[span.line - 1]
    before, after = line[: span.column - 1].rstrip(), line[span.end - 1 :].lstrip()
    shapes = {_shape(draft, piece) for piece in pieces}
    if (
        re.search(r"\b(sum|mean|norm2)\s*\($", before)
        and len(shapes) == 1
        and len(min(shapes)) == 1
    ):
        return "*".join(pieces)  # it is over entries, so the product is by entries
    text, shape = pieces[0], _shape(draft, pieces[0])
    for piece in pieces[1:]:
        right = _shape(draft, piece)
        if not shape or not right:
            text, shape = f"{text}*{piece}", shape or right
        elif shape[-1] == right[0] and (len(shape) == 2 or len(pieces) == 2):
            # A matrix before a vector: `Wx` is W @ x. Of two vectors it is the number, uᵀv.
            text, shape = f"{text} @ {piece}", (*shape[:-1], *right[1:])
        else:
            return ""
    tight = before.endswith(("/", "@", "**")) or after.startswith((".", "["))
    return f"({text})" if tight else text


def _applied(draft: Draft, name: str) -> str:
    """A function and a known name without brackets, `sinx`, as they are meant."""
    for place in range(len(name) - 1, 1, -1):
        op = REGISTRY.get(ours(name[:place]))
        if op is not None and op.arity == 1 and name[place:] in draft.names:
            return f"{op.name}({name[place:]})"
    return ""


def _shape(draft: Draft, name: str) -> tuple[int, ...]:
    return draft.nodes[draft.names[name][0]].shape


_ATOMS = (ast.Name, ast.Constant, ast.Call, ast.Subscript, ast.Attribute, ast.List)


def _put(formula: str, operands: Sequence[tuple[ast.expr, str]]) -> str:
    """A formula with operands in place of its letters, in brackets where they need some."""
    texts = dict(zip("abc", operands, strict=False))

    def operand(match: re.Match[str]) -> str:
        item, text = texts[match[0]]
        before, after = formula[: match.start()].rstrip()[-1:], formula[match.end() :][:1]
        enclosed = before in ("(", ",", "") and after in (")", ",", "")
        return text if enclosed or isinstance(item, _ATOMS) else f"({text})"

    return re.sub(r"\b[abc]\b", operand, formula)


def text_of(draft: Draft, item: ast.expr) -> str:
    """An expression as it was typed; of several lines its first."""
    return draft.text(draft.span(item))


def enclosed(draft: Draft, span: Span, text: str) -> str:
    """A formula that is put in a place, in brackets where it would fall apart there."""
    return f"({text})" if _loose(text) and not _alone(draft, span) else text


def _alone(draft: Draft, span: Span) -> bool:
    """Whether a piece of the text stands for itself: after `=`, or between brackets and commas."""
    line = draft.lines[span.line - 1]
    before, after = line[: span.column - 1].rstrip()[-1:], line[span.end - 1 :].lstrip()[:1]
    return before in ("=", "(", ",", "[") and after in (")", ",", "]", "")


def _loose(text: str) -> bool:
    """Whether a formula would fall apart inside another."""
    try:
        return not isinstance(ast.parse(text, mode="eval").body, _ATOMS)
    except SyntaxError:
        return True
