"""Two words of a program side by side, `2x`, `x y`, `sin x`: what is said of them, and the cure."""

import re

from ..saying import say
from .known import ours
from .messages import ONLY, PYTHON_WORDS, Span
from .printed import PRINTED, as_decimal, with_commas


def check_neighbours(before: re.Match[str], match: re.Match[str], depth: int, span: Span) -> None:
    """What two tokens in a row cannot be: `2x`, `(a)(b)`, `x y`, `1,5`, `x.__class__`."""
    kind, text = match.lastgroup, match.group()
    touching = before.end() == match.start()
    beside = before.lastgroup in ("number", "close") and (kind == "name" or text == "(")
    beside = beside or (before.lastgroup in ("number", "name", "close") and kind == "number")
    beside = beside or (before.lastgroup == "name" and kind == "name")
    words = PYTHON_WORDS & {before.group(), text} if beside else set[str]()
    if words and any(each.group() == "lambda" and is_lambda(each) for each in (before, match)):
        words -= {"lambda"}
    if (
        before.lastgroup == "name"
        and kind in ("name", "number")
        and (ours(before.group()) == before.group() or before.group() == "ln")
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
            if before.group() == "Σ":
                raise Span(span.line, before.start() + 1, match.end() + 1).error(
                    say("two values stand side by side."), say("A sum is written `sum(…)`.")
                )
            # `W x` of a matrix is its product; of single numbers `@` says what to write.
            sign = " @ " if before.group()[0].isupper() else "*"
            product = f"{before.group()[:40]}{sign}{text[:40]}"
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


_FUNCTION = re.compile(r"[\s\w,*=]*:")
_GIVEN = re.compile(r"\s*(?::[^:=]*)?=(?!=)")


def is_lambda(match: re.Match[str]) -> bool:
    """Whether `lambda` is a name here, and no function of Python's."""
    before, behind = match.string[: match.start()], match.string[match.end() :]
    return bool(_FUNCTION.match(behind) is None if before.strip() else _GIVEN.match(behind))
