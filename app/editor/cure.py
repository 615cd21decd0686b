"""The cure of an error as a change of the text, where it is one: what to put for the culprit.

A cure is tried before it is offered: what is put must be read without an error of its own.
"""

import re
from collections.abc import Iterable
from itertools import takewhile

import graph_engine as ge
from graph_engine import ProgramError

_SIGNS = {
    "^": "**",
    "−": "-",
    "–": "-",
    "·": "*",
    "×": "*",
    "÷": "/",
    **dict.fromkeys("∗⊙∘⋅∙", "*"),
    "²": "**2",
    "³": "**3",
    "\u00a0": " ",
    **{index: str(digit) for digit, index in enumerate("₀₁₂₃₄₅₆₇₈₉")},
}
"""Signs that people type, and how a program writes them."""

_SIGN = re.compile(r"(?:`(.)`|U\+([0-9A-F]{4})) (?:means nothing here|cannot be used in a name)\.")
_MEANT = re.compile(r"(?:Did you mean|Perhaps|The same is) `([^`]+)`[?.]")
_PRODUCT = re.compile(r"Write the product with `\*`: `…(\*[^`(]+(?=`\.)|\*\((?=…\)`\.))")
_FACTOR = re.compile(r"Write the product with `[*@]`: `([^`…]+[*@] ?)…`")
_NAME = re.compile(r"`\w+` cannot be a name; `(\w+)` can\.")
_POINT = re.compile(r"Write a decimal point: `([^`]+)`")


NESTED = 8
"""Errors round a cure up to which it is tried whether they, too, have theirs."""


def cure(error: ProgramError) -> str | None:
    """What to put in place of the text that an error is about; None where a person must decide."""
    put = _said(error)
    if put is None or not error.program:
        return put
    if put == _culprit(error):
        return None
    again = _again(error, put)
    if again is None:
        return put
    more = _said(again)
    behind = error.column + len(put)
    raised = put[again.column - error.column :]
    if more is not None and (
        (again.column == behind and re.match(r"\*[^*]", more))
        or (error.column < again.column < behind and more.startswith(f"{raised}*"))
    ):
        put = f"{put}*"  # x²y is x**2*y
        again = _again(error, put)
    elif more is not None and again.column >= behind:
        return put  # the next one has its own: 2x² is 2*x²
    return put if again is None or _cured_next(error, again) else None


def _culprit(error: ProgramError) -> str:
    """The text that an error is about."""
    line = _lines(error)[2 * (error.line - 1)]
    return line[error.column - 1 : error.end_column - 1]


def _cured_next(error: ProgramError, again: ProgramError) -> bool:
    """Whether the error that remains is of what stands around, and has a cure: tan(tan(x))."""
    for _press in range(NESTED):
        around = again.line == error.line and again.column < error.column
        put = _said(again) if around else None
        if put is None:
            return False
        error, following = again, _again(again, put)
        if following is None:
            return True
        again = following
    return False


def _said(error: ProgramError) -> str | None:
    sign = _SIGN.fullmatch(error.message)
    if sign is not None and "Perhaps" not in error.hint:
        character = sign[1] or chr(int(sign[2], 16))
        return _SIGNS.get(character)
    for pattern in (_MEANT, _PRODUCT, _FACTOR, _NAME, _POINT):
        found = pattern.match(error.hint)
        if found is not None:
            # "Perhaps `the left side.T @ x`?" names what has no name.
            return None if " side" in found[1] else found[1]
    return None


def _again(error: ProgramError, put: str) -> ProgramError | None:
    """The error that a cure leads to, in what was put or in its term; None if there is none.

    An error elsewhere was there before, and is the next to be cured.
    """
    lines = _lines(error)
    place = 2 * (error.line - 1)
    line = lines[place]
    start, end = error.column - 1, error.column - 1 + len(put)
    lines[place] = line[:start] + put + line[error.end_column - 1 :]
    try:
        ge.parse("".join(lines))
    except ProgramError as again:
        first = start - len(_term(reversed(lines[place][:start])))
        last = end + len(_term(lines[place][end:]))
        near = (
            again.line == error.line and again.column - 1 <= last and again.end_column - 1 >= first
        )
        apart = "there is no `" in again.message and (
            again.end_column - 1 < start or again.column - 1 > end
        )
        return again if near and not apart else None
    return None


def _lines(error: ProgramError) -> list[str]:
    """The program's lines, and their ends between them."""
    return re.split(r"(\r\n|\n|\r)", error.program.removeprefix("\ufeff"))


def _term(characters: Iterable[str]) -> list[str]:
    """Those up to where a term ends."""
    return list(takewhile(lambda each: not each.isspace() and each not in "+,=", characters))
