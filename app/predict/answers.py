"""What was typed, as numbers: decimals with point or comma, fractions, expressions, sizes.

Notations are those of fields and links (`app/reading`); an expression is worked out by the engine.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from graph_engine.spelling import NAME
from graph_engine.spelling import plain as plain_name

from ..languages import _
from ..reading import keyboard
from .answer import Answer
from .expressions import AnswerError, Names, several, work_out
from .notations import as_meant
from .vectors import bare, in_the_engines, parts_of

MOST = 200
"""Characters of an answer."""

_NUMBER = re.compile(r"([+-]?)\s*(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?")
_LETTER = "[^\\W⁰¹²³⁴⁵⁶⁷⁸⁹]"
"""What goes on a name; an exponent does not."""
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


def read(text: str, names: Names, *, known: Known | None = None, decimal: bool = True) -> Answer:
    """A number as it was typed; raises `AnswerError`.

    2,5 is one number, or without `decimal` two: then it can be part of a vector only.
    """
    known = known or Known(names=names)
    plain = _plain(text, known)
    whole = bare(plain) if plain.startswith("[") else plain
    parts = parts_of(whole, decimal=decimal)
    if len(parts) > 1:
        raise several()
    return _read(parts[0], known, count=1, decimal=decimal)[0]


@lru_cache(maxsize=512)
def read_shown(text: str) -> Answer:
    """A number as it stands on the screen, read once for all whose answers are held against it."""
    return read(text, {})


def read_entries(
    text: str, names: Names, count: int, *, decimal: bool = False, known: Known | None = None
) -> list[Answer]:
    """The entries of a vector, or the first of them; raises `AnswerError`.

    2,5 is two entries, or with `decimal` one: then entries stand apart by semicolons or spaces.
    """
    known = known or Known(names=names)
    whole = bare(_plain(text, known, single=False))
    decimal = decimal or ";" in whole
    parts = parts_of(whole, decimal=decimal, count=count)
    if len(parts) == 1:
        found = _read(parts[0], known, count=count, decimal=decimal)
        if len(found) not in (1, count):
            raise _miscounted(count, len(found))
        return found
    if len(parts) > count:
        raise _miscounted(count, len(parts))
    return [_read(part, known, count=1, decimal=decimal)[0] for part in parts]


def _miscounted(count: int, given: int) -> AnswerError:
    return AnswerError(
        _("There are %(count)s entries; these are %(given)s.", count=count, given=given)
    )


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
    text = as_meant(text, known.names)
    text = _AS_TYPED.sub(lambda found: _known_name(found[0], known.names), text)
    before, equals, after = re.sub("[≈≃≅~]", "=", text).rpartition("=")
    typed = after if equals and re.fullmatch(r"[\w∂ℒ/ ()]*", before) else text
    for written, name in known.written.items():
        typed = re.sub(rf"(?<!{_LETTER}){re.escape(written)}(?!{_LETTER})", _as(name), typed)
    plain = " ".join(keyboard(typed.rstrip(" .…"), known.names, single=single).split())
    if not plain:
        raise AnswerError(_("Type a number, a fraction, or an expression such as p*(1-p)."))
    return plain


_AS_TYPED = re.compile(rf"(?<![\\A-Za-z]){NAME}")


def _known_name(typed: str, names: Names) -> str:
    """A name as the program has it, however it was typed: `W^{[1]}`, `ŷ`; another as it is."""
    found = plain_name(typed)
    return found if found in names else typed


def _as(name: str) -> Callable[[re.Match[str]], str]:
    return lambda _match: name


def _read(part: str, known: Known, *, count: int, decimal: bool) -> list[Answer]:
    """A number, or the entries of what gives several."""
    word = part.lstrip("+- ").lower()
    if word in _WORDS and word not in known.names:
        return [Answer(value=-_WORDS[word] if part.startswith("-") else _WORDS[word])]
    plain = in_the_engines(part, known.names, decimal=decimal)
    match = _NUMBER.fullmatch(plain)
    if match is not None:
        sign, digits, power = match.groups()
        # A power that no float has is infinite or 0, and its digits are of no interest.
        value = float(f"{sign}{digits}e{power or 0}")
        places = len(digits.partition(".")[2])
        with np.errstate(all="ignore"):
            half = float(0.5 * np.float_power(10.0, _power(power) - places))
        return [Answer(value=value, half=half)]
    return work_out(plain, known.names, known.shown, known.needed, count=count)


def _power(text: str | None) -> int:
    return max(-400, min(400, int(text[:8]))) if text else 0
