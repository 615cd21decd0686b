"""What a program's text must pass before Python's parser meets it, and that parser's complaints.

First its size, then a scan of every token outside comments: characters, names, numbers, depth of
brackets. So nothing that could hurt a parser gets to it; what it refuses is said in our words.

Names that Python does not have (`W^{[1]}`, `ŷ`) it meets under others of the same length, so that
every place in what it read is one in what was typed.
"""

import ast
import re
from dataclasses import dataclass

import numpy as np

from .. import limits
from ..ops import REGISTRY
from ..saying import say
from ..spelling import NAME, NEVER, WORD, Spelling, spelling
from .headers import indentation_error, is_loop, written_otherwise
from .known import ours
from .messages import (
    ProgramError,
    Span,
    character_error,
    nothing_yet,
    syntax_error,
)
from .neighbours import check_neighbours, is_lambda
from .paper import paper_error
from .powers import power_error

_TOKEN = re.compile(
    rf"""
    (?P<comment>\#.*)
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<name>{WORD})
  | (?P<open>[(\[])
  | (?P<close>[)\]])
  | (?P<operator>\*\*|[<>]=?|[-+*/@=:,.])
  | (?P<space>[ \t\f]+)
    """,
    re.VERBOSE,
)

_SOUND = re.compile(
    rf"""
    (?P<code>
    (?: [ \t]
      | (?!(?:{"|".join(NEVER)}|lambda)\b) (?=\w{{1,32}}(?!\w))
        [A-Za-z](?:_?[A-Za-z0-9])* (?=[ \t]*(?:\Z|[-+/@=:,)\][(#<>]|\.(?![0-9])|\*(?!\*)))
      | (?:[0-9]{{1,15}}(?:\.[0-9]{{0,15}})?|\.[0-9]{{1,15}})(?:[eE][+-]?[0-9]{{1,2}})? (?![\w.])
        (?=[ \t]*(?:\Z|[-+*/@=)\]#<>]|,(?![0-9])))
      | [)\]] (?=[ \t]*(?:\Z|[-+*/@=:,)\][#<>]|\.(?![0-9])))
      | [-+/@=:,<>(\[] | \*(?!\*) | \.(?=[A-Za-z])
    )*)
    (?:\#.*)?
    """,
    re.VERBOSE,
)
"""A line of plain names, short numbers and signs in which no two values stand side by side. Most
lines are, and none of their tokens has to be looked at."""

_WHOLE = re.compile(rf"(?P<name>{NAME})")
_TAILS = frozenset("^{'’′″‴⁽₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
"""What goes on a name that is more than a word."""

_OTHERS = 0x4E00
"""The first sign of the names that stand for those that Python does not have: nobody can type it
here, and it stays what it is when Python reads it."""

_MARK = re.compile("[\u0300-\u036f\u20d7]")
"""An accent that no letter has, and no word."""


@dataclass(frozen=True)
class Scanned:
    """A program that Python's parser may meet."""

    lines: list[str]
    """As they were typed, with the comments blanked."""
    code: list[str]
    """The same, sign for sign, in names that Python has."""
    spelled: dict[str, Spelling]
    """By such a name, what was typed."""


def tree(scanned: Scanned) -> ast.Module:
    """Python's syntax tree of a program, in our names; raises `ProgramError`."""
    found, spelled = _parsed(scanned.lines, scanned.code), scanned.spelled
    if spelled:
        for item in ast.walk(found):
            if isinstance(item, ast.Name) and item.id in spelled:
                item.id = spelled[item.id].plain
    return found


def _parsed(typed: list[str], lines: list[str]) -> ast.Module:
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError as error:
        line = min(max(error.lineno or 1, 1), len(lines))
        found = written_otherwise(typed[line - 1], line) or indentation_error(error, typed)
        raise found or syntax_error(error, lines) from None
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


def scan(program: str) -> Scanned:
    """The program's lines, once nothing in them can hurt a parser; raises `ProgramError`."""
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
    scanner = _Scanner(lines)
    for number, line in enumerate(lines, start=1):
        if line[:1] in ("", "#"):
            scanner.add("", "")
            continue
        try:
            scanner.line(number)
        except ProgramError as error:
            raise written_otherwise(lines[number - 1], number) or error from None
    if not any(line.strip() for line in scanner.clean):
        raise nothing_yet()
    spelled = {scanner.others[typed]: found for typed, found in scanner.spelled.items()}
    return Scanned(scanner.clean, scanner.code, spelled)


class _Scanner:
    """Goes through the lines one by one."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.clean: list[str] = []
        self.code: list[str] = []
        self.depth = 0
        """Of brackets."""
        self.others: dict[str, str] = {}
        """What stands in the code for a name that was typed."""
        self.spelled: dict[str, Spelling] = {}

    def line(self, number: int) -> None:
        """Look at one line; raises `ProgramError`."""
        line = code = self.lines[number - 1]
        sound = _SOUND.fullmatch(line)
        if sound is not None and not self.depth and _closed(sound["code"]):
            return self.add(sound["code"].rstrip(), sound["code"].rstrip())
        before, position = None, 0
        while position < len(line):
            match = _TOKEN.match(line, position)
            if match is None or match.group() == "**":
                raised = match is None or (before and before.lastgroup == "name")
                error = power_error(self.lines, number, position) if raised else None
                if error is not None:
                    raise error
            kind = None if match is None else match.lastgroup
            if match is not None and kind == "name":
                match = _with_tail(line, match)
            text = match is None and before is not None and _begins_text(line, before)
            tail = kind == "name" and match is not None and line[match.end() - 1 :][:2] == "_{"
            if tail or (match is None and not text):
                on_paper = paper_error(self.lines, number, position, _readable)
                if on_paper is not None:
                    raise on_paper
            if match is None:
                raise character_error(line[position], Span(number, position + 1, position + 2))
            position = match.end()
            if kind == "comment":
                line, code = line[: match.start()], code[: match.start()]
                break
            if kind == "space":
                continue
            span = Span(number, match.start() + 1, position + 1)
            if before is not None:
                check_neighbours(before, match, self.depth, span)
            before = match
            if kind == "number":
                _check_number(match.group(), span)
            elif kind == "name":
                if match.group() != "_" or not is_loop(line):
                    code = self.name(match, code, span)
            elif kind == "open":
                self.depth += 1
                if self.depth > limits.BRACKETS.most:
                    raise span.error(
                        say(
                            "at most %(most)s brackets can stand one inside the other.",
                            most=limits.BRACKETS.most,
                        ),
                        say("Give a part a name and a line of its own."),
                    )
            elif kind == "close":
                self.depth = max(0, self.depth - 1)
        return self.add(line.rstrip(), code.rstrip())

    def add(self, typed: str, code: str) -> None:
        """One line more, without its comment, and as Python is to read it."""
        self.clean.append(typed)
        self.code.append(code)

    def name(self, match: re.Match[str], code: str, span: Span) -> str:
        """The code with a name in it that Python has, in place of one that it has not."""
        typed = match.group()
        found = spelling(typed)
        _check_name(found.plain if found else typed, span)
        if found is None or (typed == "lambda" and not is_lambda(match)):
            return code
        if typed not in self.others:
            self.others[typed] = chr(_OTHERS + len(self.others)) * len(typed)
            self.spelled[typed] = found
        return code[: match.start()] + self.others[typed] + code[match.end() :]


def _closed(code: str) -> bool:
    """Whether as many brackets are closed as are opened, and not too many."""
    opened = code.count("(") + code.count("[")
    return not opened or limits.BRACKETS.most >= opened == code.count(")") + code.count("]")


_TEXTS = frozenset({"b", "f", "r", "u", "br", "fr", "rb", "rf"})
"""Letters before Python's texts, as in `print(f'…')`."""

_QUOTED = re.compile(r"'[^']*'")
_TEXT = re.compile(r"'[\w{][^']*'")
_PRINTED = re.compile(r"\s*print\s*\(")


def _with_tail(line: str, match: re.Match[str]) -> re.Match[str]:
    """A name with what stands below and above it; a function, and e, has no such name."""
    sign = line[match.end() : match.end() + 1]
    if sign not in _TAILS:
        return match
    word = match.group()
    op = REGISTRY.get(ours(word))
    if (op is not None and op.function) or (word == "e" and sign == "^"):
        return match
    if _begins_text(line, match):
        return match
    return _WHOLE.match(line, match.start()) or match


def _begins_text(line: str, match: re.Match[str]) -> bool:
    """Whether letters and the prime behind them begin one of Python's texts: it is closed, and
    something stands in it that cannot stand behind a name, or it is printed."""
    if match.group().lower() not in _TEXTS or not _QUOTED.match(line, match.end()):
        return False
    before = line[: match.start()]
    opened = before.rstrip().endswith(("(", ",", "=", "["))
    return bool(_PRINTED.match(before) or (opened and _TEXT.match(line, match.end())))


def _readable(line: str) -> bool:
    """Whether every sign of a line is one that can be typed."""
    position = 0
    while position < len(line):
        match = _TOKEN.match(line, position)
        if match is not None and match.lastgroup == "name":
            match = _with_tail(line, match)
        if match is None or match.group().endswith("_"):
            return False
        position = match.end()
    return True


def _check_number(text: str, span: Span) -> None:
    if len(text) > limits.LITERAL.most:
        raise span.error(say("a number has at most %(most)s characters.", most=limits.LITERAL.most))
    if not np.isfinite(float(text)):
        raise span.error(
            say("%(text)s is larger than any number that can be computed with.", text=text),
            say("The largest is about 1.8e308."),
        )


def _check_name(text: str, span: Span) -> None:
    if not text.isascii() and (mark := _MARK.search(text)):
        raise character_error(mark[0], span)
    if text in NEVER:
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
