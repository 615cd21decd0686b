"""Vectors in what was typed: entries apart, and within an expression as the engine writes them."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from ..languages import _
from ..reading.numbers import FUNCTIONS
from .expressions import AnswerError

_OF_ONE = FUNCTIONS | {"sigmoid", "σ", "ς", "relu"}
"""Functions in whose brackets a comma can only be a decimal one."""

_WORD = re.compile(r"[^\W\d]\w*\s*$")
_COMMA = re.compile(r"(?<=[\d(+\-*/ ]),(?=\d)|^,(?=\d)")
"""A comma that can be a decimal one: `,5` too."""
_BETWEEN = re.compile(r"\d,\d+,\d|\.\d*,|,\d+\.")
"""Commas that cannot be decimal ones: 1,2,3 and 1.5,2."""
_POWER_OF_TEN = re.compile(r"(?<=[\d.])[eE](?=[+-]?\d)")
_PAIRS = {")": "(", "]": "["}


@dataclass
class _Bracket:
    """One that is open, and what stands in it so far."""

    sign: str
    of: str = ""
    """The function whose operands stand in it, or what it takes an entry of."""
    text: str = ""


def bare(plain: str) -> str:
    """Without the brackets round all of it: (2, -1), [[2, -1]]."""
    while plain[:1] + plain[-1:] in ("()", "[]"):
        depth = 0
        for k, character in enumerate(plain):
            depth += (character in "([") - (character in ")]")
            if depth == 0 and k < len(plain) - 1:
                return plain
        plain = plain[1:-1].strip()
    return plain


def split(text: str, mark: str) -> list[str]:
    """Parts between marks that stand in no bracket."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == mark and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts if parts[-1].strip() or len(parts) == 1 else parts[:-1]


def parts_of(text: str, *, decimal: bool, count: int = 0) -> list[str]:
    """The entries of what stands in brackets; with `decimal` a comma between digits is a point."""
    parts = split(text, ";")
    if len(parts) == 1:
        parts = split(text, ",")
        parts = _rejoined(parts) if decimal and not _BETWEEN.search(_outside(text)) else parts
    if len(parts) == 1:
        # Spaces part numbers, and as many brackets as there are entries: ½ ¼.
        apart = [part for part in split(parts[0], " ") if part]
        numbers = not re.search(r"[-+*/^]\s|[a-zA-Z(\[]", parts[0])
        closed = len(apart) == count and not re.search(r"[-+*/^] | [*/^]|[a-zA-Z]", parts[0])
        parts = apart if numbers or closed else parts
    parts = [part.strip() for part in parts]
    if len(parts) > 1 and not all(parts):
        raise AnswerError(_("An entry is missing between two commas."))
    return parts or [""]


def _rejoined(parts: list[str]) -> list[str]:
    """With points for the commas between digits, at which it was split."""
    joined = parts[:1]
    for part in parts[1:]:
        before = joined[-1][-1:]
        number = before.isdigit() or before in ("(", "+", "-", "*", "/", " ")
        if part[:1].isdigit() and (number or joined == [""]):
            joined[-1] += f".{part}"
        else:
            joined.append(part)
    return joined


def _outside(text: str) -> str:
    """What stands in no bracket."""
    found, depth = "", 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        found += character if depth == 0 else ""
    return found


def in_the_engines(plain: str, names: Collection[str], *, decimal: bool) -> str:
    """With vectors as lists, `[2, -1]`, and points for decimal commas.

    A comma that stands for anything else has a space behind it, as no decimal one has.
    """
    waiting = [_Bracket("")]
    for character in plain:
        if character in "([":
            waiting.append(_Bracket(character, _before(waiting[-1].text, character, names)))
        elif character in ")]" and len(waiting) > 1:
            inner = waiting.pop()
            waiting[-1].text += _closed(inner, character, waiting[-1].text, decimal=decimal)
        else:
            waiting[-1].text += character
    first, *unclosed = waiting
    return _pointed(first.text) + "".join(each.sign + each.text for each in unclosed)


def _before(text: str, sign: str, names: Collection[str]) -> str:
    """The function whose operands a bracket holds, or what it takes an entry of."""
    word = _WORD.search(text)
    if sign == "(":
        name = word[0].strip() if word else ""
        return "" if name in names or name == "T" else name
    return text[-1:] if text[-1:].isalpha() or (word and text[-1:] != " ") else ""


def _closed(inner: _Bracket, sign: str, before: str, *, decimal: bool) -> str:
    """What stands in a pair of brackets, and the brackets."""
    if _PAIRS[sign] != inner.sign:
        return inner.sign + inner.text + sign
    if inner.of and inner.sign == "[":
        return f"[{', '.join(inner.text.split(','))}]"
    if inner.of and inner.of not in _OF_ONE:
        operands = split(inner.text, ";")
        operands = split(inner.text, ",") if len(operands) == 1 else [*map(_pointed, operands)]
        return f"({', '.join(each.strip() for each in operands)})"
    parts = [inner.text] if inner.of else parts_of(inner.text, decimal=decimal)
    if len(parts) == 1:
        return f"{inner.sign}{_pointed(parts[0])}{sign}"
    entries = ", ".join(map(_pointed, parts))
    # A list holds numbers; what is worked out is joined.
    worked_out = re.search(r"[^\W\d]", _POWER_OF_TEN.sub("", entries))
    last = before.rstrip()[-1:]
    product = "*" if last.isalnum() or last in (")", "]", "_") else ""
    return product + (f"concat({entries})" if worked_out else f"[{entries}]")


def _pointed(part: str) -> str:
    return _COMMA.sub(".", part)
