"""What a program's text must pass before Python's parser meets it, and that parser's complaints.

First its size, then a scan of every token outside comments: characters, names, numbers, depth of
brackets. So nothing that could hurt a parser gets to it; what it refuses is said in our words.
"""

import ast
import re

import numpy as np

from .. import limits
from ..saying import say
from .known import ours
from .messages import (
    ONLY,
    PYTHON_WORDS,
    ProgramError,
    Span,
    character_error,
    nothing_yet,
    syntax_error,
)
from .paper import paper_error
from .powers import power_error
from .printed import PRINTED, as_decimal, with_commas

_TOKEN = re.compile(
    r"""
    (?P<comment>\#.*)
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<name>[A-Za-z_Α-ΡΣ-Ωα-ω][A-Za-z0-9_Α-ΡΣ-Ωα-ω]*)
  | (?P<open>[(\[])
  | (?P<close>[)\]])
  | (?P<operator>\*\*|[<>]=?|[-+*/@=:,.])
  | (?P<space>[ \t\f]+)
    """,
    re.VERBOSE,
)

_NEVER = {"nan", "inf", "NaN", "Inf", "infinity", "Infinity"}


def tree(lines: list[str]) -> ast.Module:
    """Python's syntax tree of lines that have passed; raises `ProgramError`."""
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError as error:
        raise syntax_error(error, lines) from None
    except (RecursionError, MemoryError, ValueError):
        # Python does not say where; the longest line it must be.
        longest = max(range(len(lines)), key=lambda k: len(lines[k]))
        raise Span(longest + 1, 1, len(lines[longest]) + 1).error(
            say("there is too much inside one expression."),
            say("Give parts of it a name and a line of their own."),
        ) from None


def heading(program: str) -> tuple[str, str]:
    """Title and introduction: the comment lines before the first line of the program."""
    comments = []
    for line in _LINE_END.split(program):
        text = line.strip()
        if text and not text.startswith("#"):
            break
        if text:
            comments.append(_printable(text.lstrip("#")))
        elif comments:
            break
    return (comments[0] if comments else ""), " ".join(c for c in comments[1:] if c)


def _printable(text: str) -> str:
    """A comment without what no picture can hold: control characters, halves of characters."""
    kept = (c if c.isprintable() or c in _JOINERS else " " for c in text)
    return " ".join("".join(kept).split())


_JOINERS = "\u200c\u200d"
"""Not to be seen, but several scripts (and emoji) need them inside words."""

_LINE_END = re.compile(r"\r\n|\n|\r")
"""Only these end a line for Python; `str.splitlines` knows more."""


def scan(program: str) -> list[str]:
    """The program's lines with the comments blanked, once nothing in them can hurt a parser."""
    if len(program) > limits.CHARACTERS.most:
        raise ProgramError(
            say(
                "a program has at most %(most)s characters; this one has %(count)s.",
                most=limits.CHARACTERS.most,
                count=len(program),
            )
        )
    lines = _LINE_END.split(program)
    count = len(lines) - (not lines[-1])  # the last line may have an end of its own
    if count > limits.LINES.most:
        raise ProgramError(
            say(
                "a program has at most %(most)s lines; this one has %(count)s.",
                most=limits.LINES.most,
                count=count,
            ),
            line=limits.LINES.most + 1,
        )
    clean, depth = [], 0
    for number in range(1, len(lines) + 1):
        text, depth = _scan(lines, number, depth)
        clean.append(text)
    if not any(line.strip() for line in clean):
        raise nothing_yet()
    return clean


def _scan(lines: list[str], number: int, depth: int) -> tuple[str, int]:
    """One line without its comment, and the depth of brackets after it."""
    line, position = lines[number - 1], 0
    before: re.Match[str] | None = None
    while position < len(line):
        match = _TOKEN.match(line, position)
        raised = match is None or (match.group() == "**" and before and before.lastgroup == "name")
        error = power_error(lines, number, position) if raised else None
        if error is not None:
            raise error
        if match is None or (
            match.lastgroup == "name" and line[match.end() - 1 : match.end() + 1] == "_{"
        ):
            on_paper = paper_error(lines, number, position, _readable)
            if on_paper is not None:
                raise on_paper
        if match is None:
            raise character_error(line[position], Span(number, position + 1, position + 2))
        kind, text = match.lastgroup, match.group()
        span = Span(number, position + 1, match.end() + 1)
        if kind == "comment":
            return line[:position].rstrip(), depth
        if kind != "space":
            if before is not None:
                _check_neighbours(before, match, depth, span)
            before = match
        if kind == "number":
            _check_number(text, span)
        elif kind == "name":
            _check_name(text, span)
        elif kind == "open":
            depth += 1
            if depth > limits.BRACKETS.most:
                raise span.error(
                    say(
                        "at most %(most)s brackets can stand one inside the other.",
                        most=limits.BRACKETS.most,
                    ),
                    say("Give a part a name and a line of its own."),
                )
        elif kind == "close":
            depth = max(0, depth - 1)
        position = match.end()
    return line.rstrip(), depth


def _readable(line: str) -> bool:
    """Whether every sign of a line is one that can be typed."""
    position = 0
    while position < len(line):
        match = _TOKEN.match(line, position)
        if match is None or match.group().endswith("_"):
            return False
        position = match.end()
    return True


def _check_neighbours(before: re.Match[str], match: re.Match[str], depth: int, span: Span) -> None:
    """What two tokens in a row cannot be: `2x`, `(a)(b)`, `x y`, `1,5`, `x.__class__`."""
    kind, text = match.lastgroup, match.group()
    touching = before.end() == match.start()
    beside = before.lastgroup in ("number", "close") and (kind == "name" or text == "(")
    beside = beside or (before.lastgroup in ("number", "name", "close") and kind == "number")
    beside = beside or (before.lastgroup == "name" and kind == "name")
    words = PYTHON_WORDS & {before.group(), text}
    if (
        before.lastgroup == "name"
        and kind in ("name", "number")
        and ours(before.group()) == before.group()
    ):
        called, rest = before.group(), match.string[match.end() :].lstrip()
        whole = f"{called}({text[:40]})" if not rest or rest[0] in "+-),#" else ""
        raise Span(span.line, before.start() + 1, match.end() + 1).error(
            say("`%(name)s` is a function and needs its operand.", name=called),
            say("Perhaps `%(product)s`?", product=whole)
            if whole
            else say("Write `%(name)s(…)`.", name=called),
        )
    if beside and (not words or (touching and before.lastgroup == "number")):
        if _divides(match.string, before):
            raise span.error(
                say("two values stand side by side."),
                say("Behind a division that has two meanings: write `1/(2*x)` or `1/2*x`."),
            )
        if touching and (other := as_decimal(match.string, before.start())):
            typed, decimal = other
            raise Span(span.line, before.start() + 1, before.start() + 1 + len(typed)).error(
                say("numbers are written in decimal digits here."),
                say("Perhaps `%(product)s`?", product=decimal),
            )
        printed = PRINTED.match(match.string, match.string.rfind("[", 0, before.start()))
        if before.lastgroup == kind == "number" and printed:
            raise Span(span.line, printed.start() + 1, printed.end() + 1).error(
                say("the entries of a vector stand apart by commas."),
                say("Perhaps `%(product)s`?", product=with_commas(printed.group())),
            )
        if before.lastgroup == kind == "number" and not depth:
            raise span.error(
                say("two values stand side by side."),
                say("Write a number in one piece; a product is written with `*`."),
            )
        if before.lastgroup in ("number", "name") and kind == "name":
            if _named_by(match.string, before.start(), match.end()):
                left = Span(span.line, before.start() + 1, match.end() + 1)
                raise left.error(ONLY, say("Left of `=` stands one name."))
            product = f"{before.group()[:40]}*{text[:40]}"
            raise Span(span.line, before.start() + 1, match.end() + 1).error(
                say("two values stand side by side."),
                say("Perhaps `%(product)s`?", product=product),
            )
        product = f"…*{'(…)' if text == '(' else text[:40]}"
        raise span.error(
            say("two values stand side by side."),
            say(
                "Write the product with `*`: `%(product)s`; entries stand apart by commas.",
                product=product,
            )
            if depth and kind == "number"
            else say("Write the product with `*`: `%(product)s`.", product=product),
        )
    if text == "," and not depth and touching and before.group().isdecimal():
        part = _DIGITS.match(match.string, match.end())
        if part:
            raise Span(span.line, before.start() + 1, part.end() + 1).error(
                say("a comma separates operands."),
                say(
                    "Write a decimal point: `%(whole)s.%(part)s`.",
                    whole=before.group(),
                    part=part.group(),
                ),
            )
    if kind == "name" and text.startswith("_") and before.group() == ".":
        raise span.error(ONLY)


_DIGITS = re.compile(r"[0-9]+")


def _named_by(line: str, start: int, end: int) -> bool:
    """Whether this part of a line is left of its `=`, where no product can stand: `var w = 2`."""
    return "=" not in line[:start] and "=" in line[end:].partition("#")[0]


def _divides(line: str, last: re.Match[str]) -> bool:
    """Whether the value that ends here is divided by: 1/2x is 1/(2x) for some, x/2 for others."""
    start, depth = last.start(), 0
    if last.lastgroup == "close":
        for start in range(last.start(), -1, -1):
            depth += (line[start] in ")]") - (line[start] in "([")
            if not depth:
                break
        start = len(re.sub(r"\w+$", "", line[:start]))
    return line[:start].rstrip().endswith("/")


def _check_number(text: str, span: Span) -> None:
    if len(text) > limits.LITERAL.most:
        raise span.error(say("a number has at most %(most)s characters.", most=limits.LITERAL.most))
    if not np.isfinite(float(text)):
        raise span.error(
            say("%(text)s is larger than any number that can be computed with.", text=text),
            say("The largest is about 1.8e308."),
        )


def _check_name(text: str, span: Span) -> None:
    if text in _NEVER:
        raise span.error(
            say("`%(text)s` is not a number that can be given.", text=text),
            say("Use a finite number."),
        )
    if len(text) > limits.NAME.most:
        raise span.error(say("a name has at most %(most)s characters.", most=limits.NAME.most))
    if text.startswith("_") or text.endswith("_") or "__" in text:
        raise span.error(
            say(
                "`%(text)s` is not a name here: underscores stand singly, between letters or "
                "digits.",
                text=text,
            )
        )
