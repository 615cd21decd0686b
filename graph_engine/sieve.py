"""What a program's text must pass before Python's parser meets it, and that parser's complaints.

First its size, then a scan of every token outside comments: characters, names, numbers, depth of
brackets. So nothing that could hurt a parser gets to it; what it refuses is said in our words.
"""

import ast
import keyword
import re
from dataclasses import dataclass

import numpy as np

from . import limits
from .saying import say

ONLY = say("only assignments and arithmetic are understood here.")


class ProgramError(ValueError):
    """What is wrong with a program, where, and the cure, in words for the person who typed it.

    `line` and `column` count from 1; the text from `column` up to, not including, `end_column` is
    what is meant. `hint` is the cure, or empty.
    """

    def __init__(
        self,
        message: str,
        *,
        line: int = 1,
        column: int = 1,
        end_column: int | None = None,
        hint: str = "",
    ) -> None:
        """Keep the place beside the words."""
        super().__init__(f"line {line}: {message}" + (f" {hint}" if hint else ""))
        self.message = message
        self.line = line
        self.column = column
        self.end_column = max(end_column or column + 1, column + 1)
        self.hint = hint


@dataclass(frozen=True)
class Span:
    """Where a piece of the program stands: line and columns from 1, end exclusive."""

    line: int
    column: int
    end: int

    def error(self, message: str, hint: str = "") -> ProgramError:
        """What is wrong here, to be raised."""
        return ProgramError(
            message, line=self.line, column=self.column, end_column=self.end, hint=hint
        )


_TOKEN = re.compile(
    r"""
    (?P<comment>\#.*)
  | (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<name>[A-Za-z_Α-ΡΣ-Ωα-ω][A-Za-z0-9_Α-ΡΣ-Ωα-ω]*)
  | (?P<open>[(\[])
  | (?P<close>[)\]])
  | (?P<operator>\*\*|[-+*/@=:,.])
  | (?P<space>[ \t\f]+)
    """,
    re.VERBOSE,
)

_CHARACTER_HINTS = {
    "^": say("A power is written `**`: `x**2`."),
    "−": say("Use the minus of the keyboard: `-`."),
    "–": say("Use the minus of the keyboard: `-`."),
    "·": say("Use `*` for a product."),
    "×": say("Use `*` for a product."),
    "÷": say("Use `/` for a quotient."),
    "%": say("There is no operator `%`."),
    ";": say("Begin a new line instead."),
    "'": say("There are no texts in a program, only numbers and names."),
    '"': say("There are no texts in a program, only numbers and names."),
    "{": say("Use round brackets."),
    "}": say("Use round brackets."),
    "<": say("Comparisons cannot be differentiated."),
    ">": say("Comparisons cannot be differentiated."),
    "²": say("A square is written `x**2`."),
    "³": say("A cube is written `x**3`."),
    "√": say("A root is written `sqrt(x)`."),
    "µ": say("This is the sign for micro, not the letter: write `mu`."),
    "\u00a0": say("This space is not an ordinary one: type it again."),
    **dict.fromkeys("₀₁₂₃₄₅₆₇₈₉", say("An index is written as a digit: `x1`.")),
}

_NEVER = {"nan", "inf", "NaN", "Inf", "infinity", "Infinity"}


def tree(lines: list[str]) -> ast.Module:
    """Python's syntax tree of lines that have passed; raises `ProgramError`."""
    try:
        return ast.parse("\n".join(lines))
    except SyntaxError as error:
        raise _syntax_error(error, lines) from None
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


def sieved(program: str) -> list[str]:
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
    for number, line in enumerate(lines, start=1):
        text, depth = _scan(line, number, depth)
        clean.append(text)
    if not any(line.strip() for line in clean):
        raise ProgramError(
            say("there is nothing to draw yet."),
            hint=say("Begin with a leaf, `x: input = 2`, and compute with it, `y = 3*x`."),
        )
    return clean


def _scan(line: str, number: int, depth: int) -> tuple[str, int]:
    """One line without its comment, and the depth of brackets after it."""
    position = 0
    before: re.Match[str] | None = None
    while position < len(line):
        match = _TOKEN.match(line, position)
        if match is None:
            raise _character_error(line[position], Span(number, position + 1, position + 2))
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


def _check_neighbours(before: re.Match[str], match: re.Match[str], depth: int, span: Span) -> None:
    """What two tokens in a row cannot be: `2x`, `(a)(b)`, `x y`, `1,5`, `x.__class__`."""
    kind, text = match.lastgroup, match.group()
    touching = before.end() == match.start()
    beside = before.lastgroup in ("number", "close") and (kind == "name" or text == "(")
    beside = beside or (before.lastgroup in ("number", "name", "close") and kind == "number")
    beside = beside or (before.lastgroup == "name" and kind == "name")
    words = _PYTHON_WORDS & {before.group(), text}
    if beside and (not words or (touching and before.lastgroup == "number")):
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


def _character_error(character: str, span: Span) -> ProgramError:
    hint = _CHARACTER_HINTS.get(character, "")
    if character in "<>%;'\"{}":
        return span.error(ONLY, hint)
    if character.isalpha():
        return span.error(
            say("`%(character)s` cannot be used in a name.", character=character),
            hint or say("Names are made of Latin or Greek letters, digits and single underscores."),
        )
    shown = f"`{character}`" if character.isprintable() else f"U+{ord(character):04X}"
    return span.error(
        say("%(shown)s means nothing here.", shown=shown),
        hint or say("In a program %(only)s", only=ONLY),
    )


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


def _syntax_error(error: SyntaxError, lines: list[str]) -> ProgramError:
    """Python's complaint in our words; its place is kept."""
    line = min(max(error.lineno or 1, 1), len(lines))
    text = lines[line - 1]
    column = min(max(error.offset or 1, 1), len(text) + 1)
    end = error.end_offset if error.end_lineno == error.lineno else None
    span = Span(line, column, max(end or 0, column + 1))
    reserved = [match for match in re.finditer(r"\w+", text) if match[0] in _PYTHON_WORDS]
    if reserved:
        word, rest = reserved[0][0], text[reserved[0].end() :]
        named = re.match(r"\s*(:[^=]*)?=(?!=)", rest)
        if not text[: reserved[0].start()].strip() and not named:
            return Span(line, 1, len(text) + 1).error(ONLY)
        return Span(line, reserved[0].start() + 1, reserved[0].end() + 1).error(
            ONLY
            if len(reserved) > 1 or "(" in text
            else say("`%(word)s` is a reserved word.", word=word),
            say(
                "`%(word)s` cannot be a name; `%(other)s` can.",
                word=word,
                other=word[:3] if len(word) > 5 else word + "1",
            ),
        )
    if "never closed" in str(error.msg):
        return span.error(say("this bracket is never closed."), say("Add the closing bracket."))
    if "unmatched" in str(error.msg):
        return span.error(
            say("this closing bracket has no opening one."), say("Remove it, or open one.")
        )
    if "does not match" in str(error.msg):
        return span.error(
            say("this bracket does not close the one that is open."),
            say("`(` goes with `)`, `[` with `]`."),
        )
    if "indent" in str(error.msg):
        return Span(line, 1, len(text) + 1).error(
            say("a line begins at the left edge."), say("Remove the spaces before it.")
        )
    if "assign" in str(error.msg) or "target" in str(error.msg):
        return span.error(ONLY, say("Left of `=` stands one name."))
    if re.search(r"[=+\-*/@,(]\s*$", text):
        return Span(line, len(text), len(text) + 1).error(
            say("something is missing at the end of this line."), say("Complete the expression.")
        )
    return span.error(
        say("this cannot be read."), say("A line is `name = expression` or `name: role = number`.")
    )


_PYTHON_WORDS = frozenset(keyword.kwlist)
