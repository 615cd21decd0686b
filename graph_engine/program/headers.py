"""The first line of a loop, and how the lines below it begin: what is said where Python cannot read
them, and `for` as other languages write it."""

import re

from ..saying import say
from .messages import WRITE_LOOP, ProgramError, Span

_FOR = re.compile(r"\s*for\b(?!\s*[:=])")
_HEADER = re.compile(r"\s*for\s+[\w(][\w,() ]*\s+in\b.*:")
"""The beginning of a loop as it is written here."""

_A = _B = r"(-?\w+)"
_C = rf"\s*for\s*\(\s*(?:int |let |var )?(\w+)\s*=\s*{_A}\s*;\s*\w+\s*"
_OTHERWISE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\s*for\s+(\w+)\s*=\s*{_A}\s*(?:to|:)\s*{_B}\s*(?:do|:)?\s*",
        rf"\s*for\s+(\w+)\s+in\s+{_A}\s*:\s*{_B}\s*",
        rf"{_C}<=\s*{_B}\s*;[^;]*\)\s*{{?\s*",
        rf"{_C}<\s*{_B}\s*;[^;]*\)\s*{{?\s*",
        r"\s*for\s+(\w+)\s+(?:in\s+)?range\s*\(([^():]*)\)\s*(?:do|\{)?\s*:?\s*",
    )
)
"""Loops of other languages: up to and with the last number in the first three, without it in the
fourth; and a `range` without its `in` or its colon."""


def is_loop(line: str) -> bool:
    """Whether a line begins a loop, however it is written."""
    return _FOR.match(line) is not None


def written_otherwise(line: str, number: int) -> ProgramError | None:
    """What is said of a first line that cannot be read; None where it is none, or could be."""
    code = line.partition("#")[0].rstrip()
    if not is_loop(code) or _HEADER.match(code):
        return None
    start = len(code) - len(code.lstrip())
    span = Span(number, start + 1, len(code) + 1)
    better = _ours(code)
    message = say("the first line of a loop is written otherwise here.")
    if better:
        return span.error(message, say("Perhaps `%(product)s`?", product=better))
    if " in " in code:
        better = f"{code[start:]}:"
        return span.error(
            say("the first line of a loop ends with a colon."),
            say("Perhaps `%(product)s`?", product=better),
        )
    return span.error(message, WRITE_LOOP)


def _ours(code: str) -> str:
    for place, pattern in enumerate(_OTHERWISE):
        found = pattern.fullmatch(code)
        if found is None:
            continue
        if place == len(_OTHERWISE) - 1:
            return f"for {found[1]} in range({found[2].strip()}):"
        name, first, last = found.groups()
        if place < 3:
            last = str(int(last) + 1) if re.fullmatch(r"-?\d+", last) else f"{last} + 1"
        return f"for {name} in range({first}, {last}):"
    return ""


def indentation_error(error: SyntaxError, lines: list[str]) -> ProgramError | None:
    """What is said of how lines of a loop begin; None where that is not what is wrong."""
    line, said = min(max(error.lineno or 1, 1), len(lines)), str(error.msg)
    text = lines[line - 1]
    span = Span(line, 1, len(text) + 1)
    below = re.search(r"after 'for' statement on line (\d+)", said)
    if below:
        first = lines[int(below[1]) - 1]
        edge = first[: len(first) - len(first.lstrip())]
        if line == int(below[1]) or not text.strip():
            return Span(int(below[1]), len(edge) + 1, len(first) + 1).error(
                say("below a loop's first line stand the lines that are repeated."),
                say("Write them there, indented by four spaces."),
            )
        return span.error(
            say("what is repeated is indented, below the first line of its loop."),
            say("Perhaps `%(product)s`?", product=f"{edge}    {text.strip()}"),
        )
    if isinstance(error, TabError):
        return span.error(
            say("tabs and spaces are mixed before these lines."), say("Use spaces alone.")
        )
    if "unindent" in said or ("unexpected indent" in said and any(map(is_loop, lines[: line - 1]))):
        return span.error(
            say("this line begins neither where its loop does nor where the lines of that do."),
            say("Lines that are repeated begin one below the other."),
        )
    return None
