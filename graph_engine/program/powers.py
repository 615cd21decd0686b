"""Powers as they are written on paper, x², e^(a+b), sin²(x): each has what is meant as its cure."""

import re
from collections.abc import Sequence

from ..ops import REGISTRY
from ..saying import say
from ..spelling import NAME, WORD
from .known import ours
from .messages import ProgramError, Span

RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
"""Superscripts, and what they say."""

_RUN = re.compile(f"[{''.join(RAISED)}]+")
_SIGN = re.compile(r"\s*(?:\^|\*\*)\s*")
_BASE = re.compile(rf"(?<![\w.])({WORD})\s*$")
_NAME = re.compile(NAME)
_NUMBER = re.compile(r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_PAIRS = {"(": ")", "{": "}", "[": "]"}


def power_error(lines: Sequence[str], number: int, position: int) -> ProgramError | None:
    """What is said of a power that is not written as here; None where it is, or is no power.

    `position` is where the sign of the power begins: `^`, `**` or superscripts; `number` is the
    line's, from 1.
    """
    line = lines[number - 1]
    exponent, end = _exponent(line, position)
    before = _BASE.search(line[:position])
    base = before[1] if before and not _given(lines[:number], before[1]) else ""
    op = REGISTRY.get(ours(base)) if base else None
    if before and base == "e" and exponent:
        span = Span(number, before.start(1) + 1, end + 1)
        return span.error(
            say("there is no `%(name)s` yet.", name="e"), _perhaps(_exponential(exponent))
        )
    if before and op is not None and op.function and line[position] in "'′’":
        return Span(number, before.start(1) + 1, position + 2).error(
            say("`%(name)s′` is the slope of a function.", name=base),
            say("Slopes come by themselves, step by step, and need no function."),
        )
    if before and op is not None and op.function:
        operand, after = _operand(line, end)
        span = Span(number, before.start(1) + 1, max(after, end) + 1)
        message = say("`%(name)s` is a function and needs its operand.", name=base)
        if exponent.startswith("-"):
            return span.error(
                message,
                say(
                    "Write the power behind it, `%(name)s(x)**2`; an inverse function is "
                    "another one.",
                    name=base,
                ),
            )
        inside = _typed(_bare(operand))
        if exponent and inside:
            return span.error(message, _perhaps(f"{base}({inside})**{_tight(exponent)}"))
        return span.error(message, say("Write the power behind it: `%(name)s(x)**2`.", name=base))
    run = _RUN.match(line, position)
    if run is None or run[0] in ("²", "³"):
        return None  # a sign by itself, which has a cure of its own
    span = Span(number, position + 1, run.end() + 1)
    return span.error(
        say("%(shown)s means nothing here.", shown=f"`{run[0]}`"),
        _perhaps(f"**{exponent}") if re.search(r"[\w)\]]\s*$", line[:position]) else "",
    )


def _exponential(exponent: str) -> str:
    """e raised to something, as it is written here."""
    return f"exp({_typed(_bare(exponent))})"


def _perhaps(better: str) -> str:
    return say("Perhaps `%(product)s`?", product=better)


def _given(lines: Sequence[str], name: str) -> bool:
    """Whether a line gives something that name."""
    return any(re.match(rf"\s*{re.escape(name)}\s*[:=]", line) for line in lines)


def _exponent(line: str, position: int) -> tuple[str, int]:
    """What stands raised, in letters and digits, and where it ends; empty where nothing does."""
    run = _RUN.match(line, position)
    if run is not None:
        return "".join(RAISED[c] for c in run[0]), run.end()
    sign = _SIGN.match(line, position)
    if sign is None:
        return "", position
    start = sign.end()
    minus = "-" if line[start : start + 1] in ("-", "−") else ""
    operand, end = _operand(line, start + len(minus))
    return (f"{minus}{operand}" if operand else ""), end


def _operand(line: str, start: int) -> tuple[str, int]:
    """A number, a name, a call or what stands in brackets, from a place on; where it ends."""
    begin = start + len(line[start:]) - len(line[start:].lstrip())
    number = _NUMBER.match(line, begin)
    if number is not None:
        return number[0], number.end()
    word = _NAME.match(line, begin)
    end = word.end() if word else begin
    if line[end : end + 1] in ("(",) or (word is None and line[end : end + 1] in _PAIRS):
        end = _closing(line, end)
        if end < 0:
            return "", start
    return line[begin:end], end if end > begin else start


def _closing(line: str, start: int) -> int:
    """Behind the bracket that closes the one at a place; negative where none does."""
    waiting: list[str] = []
    for place in range(start, len(line)):
        character = line[place]
        if character in _PAIRS:
            waiting.append(_PAIRS[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()
            if not waiting:
                return place + 1
        elif character in _PAIRS.values():
            return -1
    return -1


def _bare(text: str) -> str:
    """Without the brackets round all of it."""
    if text[:1] in ("(", "{") and _closing(text, 0) == len(text):
        return text[1:-1].strip()
    return text


def _typed(text: str) -> str:
    """With the signs of the keyboard, as the rest of a cure; names stay as they are."""
    return _SIGN_OR_NAME.sub(_by_keyboard, text)


def _by_keyboard(found: re.Match[str]) -> str:
    if found["name"]:
        return found[0]
    raised = "".join(RAISED.get(sign, "") for sign in found[0])
    return f"**{raised}" if raised else _SIGNS[found[0]]


_SIGNS = {"^": "**", "−": "-", "·": "*", "×": "*", "{": "(", "}": ")"}
_SIGN_OR_NAME = re.compile(rf"(?P<name>{NAME})|{_RUN.pattern}|[{re.escape(''.join(_SIGNS))}]")


def _tight(exponent: str) -> str:
    """An exponent as a power needs it: in round brackets unless it is a number or a name."""
    inside = _typed(_bare(exponent))
    plain = _NUMBER.fullmatch(inside) or _NAME.fullmatch(inside)
    return inside if plain else f"({inside})"
