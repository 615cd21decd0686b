"""What is said of a program that cannot be read: what, where and the cure."""

import keyword
import re
from collections.abc import Mapping
from typing import Literal, NamedTuple, NoReturn, get_args

from .. import limits
from ..elementwise import written
from ..graph import Doubt, Node, Role
from ..saying import counted, say

ONLY = say("only assignments and arithmetic are understood here.")

WRITE_LOOP = say(
    "Write `for t in range(1, 5):`, and below it, indented, the lines that are repeated."
)

ROLES: tuple[Role, ...] = get_args(Role)[:-1]
"""The roles that can be written; a leaf without one is a variable."""
WRITTEN: Mapping[str, Role | Literal["loss"]] = {**{role: role for role in ROLES}, "loss": "loss"}
"""What may stand after the colon, by how it is written."""


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
        self.program = ""
        """The text that it is about, once all of it was looked at."""
        self.sizes = False
        """Whether it is that operands do not fit together by their sizes."""


class Span(NamedTuple):
    """Where a piece of the program stands: line and columns from 1, end exclusive."""

    line: int
    column: int
    end: int

    def error(self, message: str, hint: str = "") -> ProgramError:
        """What is wrong here, to be raised."""
        return ProgramError(
            message, line=self.line, column=self.column, end_column=self.end, hint=hint
        )

    def doubt(self, message: str, hint: str, put: str | None, *, unsure: bool = False) -> Doubt:
        """What may have been meant otherwise here."""
        return Doubt(
            message=message, hint=hint, line=self.line, column=self.column, end_column=self.end,
            put=put, unsure=unsure,
        )  # fmt: skip


def nothing_yet() -> ProgramError:
    """What is said of a program without a value."""
    return ProgramError(
        say("there is nothing to draw yet."),
        hint=say("Begin with a leaf, `x: input = 2`, and compute with it, `y = 3*x`."),
    )


# -- the text itself ------------------------------------------------------------

_CHARACTER_HINTS = {
    "^": say("A power is written `**`: `x**2`."),
    "−": say("Use the minus of the keyboard: `-`."),
    "–": say("Use the minus of the keyboard: `-`."),
    "·": say("Use `*` for a product."),
    "×": say("Use `*` for a product."),
    **dict.fromkeys("∗⊙∘⋅∙", say("Use `*` for a product.")),
    "÷": say("Use `/` for a quotient."),
    "%": say("There is no operator `%`."),
    ";": say("Begin a new line instead."),
    "'": say("There are no texts in a program, only numbers and names."),
    '"': say("There are no texts in a program, only numbers and names."),
    "{": say("Use round brackets."),
    "}": say("Use round brackets."),
    "²": say("A square is written `x**2`."),
    "³": say("A cube is written `x**3`."),
    "√": say("A root is written `sqrt(x)`."),
    "|": say("An absolute value is written `abs(x)`."),
    "\u00a0": say("This space is not an ordinary one: type it again."),
    **dict.fromkeys("₀₁₂₃₄₅₆₇₈₉", say("An index is written as a digit: `x1`.")),
}

PYTHON_WORDS = frozenset(keyword.kwlist)
"""Words that Python keeps for itself."""


def character_error(character: str, span: Span) -> ProgramError:
    """A character that no token begins with."""
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


def syntax_error(error: SyntaxError, lines: list[str]) -> ProgramError:
    """Python's complaint in our words; its place is kept."""
    line = min(max(error.lineno or 1, 1), len(lines))
    text = lines[line - 1]
    column = min(max(error.offset or 1, 1), len(text) + 1)
    end = error.end_offset if error.end_lineno == error.lineno else None
    span = Span(line, column, max(end or 0, column + 1))
    reserved = [match for match in re.finditer(r"\w+", text) if match[0] in PYTHON_WORDS]
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


# -- roles, names, shapes, sizes ------------------------------------------------


def role_message(role: str, near: str = "") -> tuple[str, str]:
    """What is said of a word after the colon that is no role; `near` is one that may be meant."""
    return (
        say("this is not a role.")
        if role == "this"
        else say("there is no role `%(role)s`.", role=role),
        say("Did you mean `%(near)s`?", near=near)
        if near
        else say(
            "A leaf is one of %(roles)s; the computed end can be the loss.", roles=", ".join(ROLES)
        ),
    )


def operands_wanted(count: int, *, open_ended: bool) -> str:
    """How many operands a function takes, in words."""
    if open_ended:
        return counted("%(num)s or more operands", "%(num)s or more operands", count)
    return counted("%(num)s operand", "%(num)s operands", count)


def too_many(span: Span, limit: limits.Limit) -> NoReturn:
    """Raise: the picture is full."""
    raise span.error(
        say("there are more than %(most)s %(what)s.", most=limit.most, what=say(limit.what)),
        say("Draw a part of it: leave some terms or samples away."),
    )


def product_message(left: Node, right: Node) -> tuple[str, str]:
    """Why two operands cannot be multiplied, in their own names."""
    named = left.name is not None and right.name is not None
    a, b = left.name or say("the left side"), right.name or say("the right side")
    values = {
        "product": f"`{a} @ {b}`" if named else "`@`",
        "a": a,
        "b": b,
        "left": left.shape[0] if len(left.shape) == 1 else written(left.shape),
        "right": right.shape[0] if len(right.shape) == 1 else written(right.shape),
    }
    match len(left.shape), len(right.shape):
        case 2, 1:
            message = say(
                "%(product)s needs as many columns in %(a)s as entries in %(b)s; "
                "%(a)s is %(left)s, %(b)s has %(right)s.",
                **values,
            )
        case 1, 2:
            message = say(
                "%(product)s needs as many entries in %(a)s as rows in %(b)s; "
                "%(a)s has %(left)s, %(b)s is %(right)s.",
                **values,
            )
        case 2, 2:
            message = say(
                "%(product)s needs as many columns in %(a)s as rows in %(b)s; "
                "%(a)s is %(left)s, %(b)s is %(right)s.",
                **values,
            )
        case _:
            message = say(
                "%(product)s needs as many entries in %(a)s as entries in %(b)s; "
                "%(a)s has %(left)s, %(b)s has %(right)s.",
                **values,
            )
    perhaps = _other_product(left, right, str(a), str(b)) if named else ""
    return message, say("Perhaps `%(product)s`?", product=perhaps) if perhaps else ""


def _other_product(left: Node, right: Node, a: str, b: str) -> str:
    """A product of the same two that is possible, as it is typed; empty where there is none."""
    rows, columns = right.shape[0], left.shape[-1]
    if len(right.shape) == 1 and columns == rows + 1:
        return f"{a} @ with_bias({b})"
    if len(right.shape) == 1 and len(left.shape) == 2 and left.shape[0] == rows:
        return f"{a}.T @ {b}"
    if len(right.shape) == 2 and right.shape[1] == left.shape[0]:
        return f"{b} @ {a}"
    return ""
