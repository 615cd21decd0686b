"""What was typed, as numbers: decimals with point or comma, fractions, expressions, sizes.

Notations are those of fields and links (`app/reading`); an expression is worked out by the engine.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from ..languages import _
from ..reading import keyboard
from ..reading.numbers import FUNCTIONS
from .answer import Answer
from .expressions import AnswerError, Names, work_out

MOST = 200
"""Characters of an answer."""

_NUMBER = re.compile(r"([+-]?)\s*(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?")
_FUNCTION = re.compile(r"[^\W\d]\w*\s*$")
_LETTER = "[^\\W⁰¹²³⁴⁵⁶⁷⁸⁹]"
"""What goes on a name; an exponent does not."""
_OF_ONE = FUNCTIONS | {"sigmoid", "σ", "ς", "relu"}
"""Functions in whose brackets a comma can only be a decimal one."""
_WORDS = {
    "inf": math.inf, "infinity": math.inf, "infinite": math.inf, "∞": math.inf,
    "nan": math.nan, "undefined": math.nan,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Known:
    """What stands on the screen when an answer is typed."""

    names: Names = field(default_factory=dict)
    shown: tuple[float, ...] = ()
    """The numbers, whose roundings may be typed."""
    needed: tuple[str, ...] = ()
    """The names that the question is worked out from."""
    written: Mapping[str, str] = field(default_factory=dict)
    """By how a name is written on the screen, the name: `ℒ` for `L`."""


def read(text: str, names: Names, *, known: Known | None = None) -> Answer:
    """A number as it was typed; raises `AnswerError`."""
    known = known or Known(names=names)
    plain = _plain(text, known)
    return _read(_bare(plain) if plain.startswith("[") else plain, known)


def read_entries(
    text: str, names: Names, count: int, *, decimal: bool = False, known: Known | None = None
) -> list[Answer]:
    """The entries of a vector, or the first of them; raises `AnswerError`.

    2,5 is two entries, or with `decimal` one: then entries stand apart by semicolons or spaces.
    """
    known = known or Known(names=names)
    whole = _bare(_plain(text, known, single=False))
    parts = _split(whole, ";")
    if len(parts) == 1 and decimal:
        parts = [part for part in re.split(r",?\s+", whole) if part] or [""]
    elif len(parts) == 1:
        parts = _split(whole, ",")
    if len(parts) == 1 and not re.search(r"[-+*/^]\s|[a-zA-Z(]", parts[0]):
        parts = parts[0].split()
    apart = _split(whole, " ")
    if (
        len(parts) == 1
        and len(apart) == count
        and not re.search(r"[-+*/^] | [*/^]|[a-zA-Z]", whole)
    ):
        parts = apart  # ½ ¼
    if len(parts) > count:
        raise AnswerError(
            _("There are %(count)s entries; these are %(given)s.", count=count, given=len(parts))
        )
    if not all(part.strip() for part in parts):
        raise AnswerError(_("An entry is missing between two commas."))
    return [_read(part.strip(), known) for part in parts]


def read_size(text: str) -> tuple[int, int]:
    """Rows and columns: 1x3, 1×3, (1, 3), 1 by 3; raises `AnswerError`."""
    plain = text[: MOST + 1].strip().strip("()[]").lower()
    found = re.fullmatch(r"\s*(\d{1,9})\s*(?:x|×|\*|,|;|by|krát|\s)\s*(\d{1,9})\s*", plain)
    if len(text) > MOST or found is None:
        raise AnswerError(_("A size is written rows × columns, like 1x3."))
    return int(found[1]), int(found[2])


def _plain(text: str, known: Known, *, single: bool = True) -> str:
    """The text in the characters of the keyboard, without what some put before: `z1 = `."""
    if len(text) > MOST:
        raise AnswerError(
            _(
                "An answer has at most %(most)s characters; this one has %(count)s.",
                most=MOST,
                count=len(text),
            )
        )
    before, equals, after = text.replace("≈", "=").rpartition("=")
    typed = after if equals and re.fullmatch(r"[\w∂ℒ/ ()]*", before) else text
    for written, name in known.written.items():
        typed = re.sub(rf"(?<!{_LETTER}){re.escape(written)}(?!{_LETTER})", _as(name), typed)
    plain = " ".join(keyboard(typed.rstrip(" ."), known.names, single=single).split())
    if not plain:
        raise AnswerError(_("Type a number, a fraction, or an expression such as p*(1-p)."))
    return plain


def _as(name: str) -> Callable[[re.Match[str]], str]:
    return lambda _match: name


def _read(plain: str, known: Known) -> Answer:
    word = plain.lstrip("+- ").lower()
    if word in _WORDS and word not in known.names:
        return Answer(value=-_WORDS[word] if plain.startswith("-") else _WORDS[word])
    plain = _pointed(plain)
    match = _NUMBER.fullmatch(plain)
    if match is not None:
        sign, digits, power = match.groups()
        # A power that no float has is infinite or 0, and its digits are of no interest.
        value = float(f"{sign}{digits}e{power or 0}")
        places = len(digits.partition(".")[2])
        with np.errstate(all="ignore"):
            half = float(0.5 * np.float_power(10.0, _power(power) - places))
        return Answer(value=value, half=half)
    return work_out(plain, known.names, known.shown, known.needed)


def _power(text: str | None) -> int:
    return max(-400, min(400, int(text[:8]))) if text else 0


def _pointed(plain: str) -> str:
    """With decimal points for commas, except those between several operands of a function."""
    found, calls = [], []
    for k, character in enumerate(plain):
        if character == "(":
            called = _FUNCTION.search(plain[:k])
            calls.append(called is not None and called[0].strip() not in _OF_ONE)
        elif character == ")" and calls:
            calls.pop()
        inside = calls and calls[-1]
        before = plain[k - 1] if k else "("
        between = (before.isdigit() or before in "(+-*/ ") and plain[k + 1 : k + 2].isdigit()
        found.append("." if character == "," and between and not inside else character)
    return "".join(found)


def _bare(plain: str) -> str:
    """Without the brackets round a whole vector."""
    if plain[:1] + plain[-1:] not in ("()", "[]"):
        return plain
    depth = 0
    for k, character in enumerate(plain):
        depth += (character in "([") - (character in ")]")
        if depth == 0 and k < len(plain) - 1:
            return plain
    return plain[1:-1]


def _split(text: str, mark: str) -> list[str]:
    """Parts between marks that stand in no bracket."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == mark and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts if parts[-1].strip() or len(parts) == 1 else parts[:-1]
