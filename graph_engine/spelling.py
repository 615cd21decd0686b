"""Names as books, lectures and languages write them, `W^{[1]}`, `ŷ`, `z⁽¹⁾`, `a1'`, `váha`, and the
plain names that they are here: letters, digits and single underscores.

A letter with its accent is a letter, so `váha` is its own name. What no keyboard writes in one word
has a plain name, `W1`, `yhat`, `a1_prime`, and is shown as it was typed.
"""

import keyword
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

LETTERS = "A-Za-zÀ-ÖØ-öø-ıĴ-ľŁ-ňŊ-žƀ-ƿǍ-ǰǴ-ɏḀ-ẙẜ-ỿΆΈ-ΊΌΎ-ΡΣ-ώϑϕϖϰϱϵµℒℓ𝓛"
"""The letters of names: Latin and Greek, with accents, and their script forms; none of those that
Python takes for another letter."""

ACCENTS = {
    "\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0305": "bar", "\u0307": "dot",
    "\u0308": "ddot", "\u030c": "check", "\u20d7": "vec",
}  # fmt: skip
"""What may stand on any letter, and the word for it where no letter has it already."""

WRITTEN = ("hat", "bar", "tilde")
"""Accents that mean something on a name of one letter: ŷ is `yhat`. In a word they are spelling."""

NEVER = ("nan", "inf", "NaN", "Inf", "infinity", "Infinity")
"""Words for what is no finite number, and so neither a number nor a name here."""

RESERVED = frozenset({*NEVER, *keyword.kwlist})
"""Words that no value can be called by; `lambda` can be typed, and is lam."""

_MARKS = "\u0300-\u030c\u031b\u0323-\u0328\u0331\u20d7"
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹ⁱⁿˡᵗᵏʲ", "0123456789inltkj", strict=True))
_PRIMES = {"'": 1, "’": 1, "′": 1, "″": 2, "‴": 3}
_OTHER = str.maketrans({"𝓛": "L"})

_INSIDE = rf"\s*[{LETTERS}0-9]+(?:\s*,\s*[{LETTERS}0-9]+)*\s*"
_BRACKETED = rf"[\[(]{_INSIDE}[\])]"
WORD = rf"[{LETTERS}_][{_MARKS}]*(?:[{LETTERS}0-9_][{_MARKS}]*)*"
_BELOW = rf"(?:(?<=_)|_)\{{{_INSIDE}\}}|_[{LETTERS}0-9]+|[{''.join(_LOWERED)}]+"
_ABOVE = rf"\^\{{\s*(?:{_BRACKETED}\s*)+\}}|\^\[{_INSIDE}\]|⁽[{''.join(_RAISED)}]+⁾"
_PRIMED = rf"[{''.join(_PRIMES)}]+(?!\s*\()"
NAME = rf"{WORD}(?:{_BELOW}|{_ABOVE}|{_PRIMED})*"
"""A name as a pattern, with what stands below and above it."""

_NAME = re.compile(NAME)
_WORD = re.compile(WORD)
_PIECE = re.compile(rf"(?P<below>{_BELOW})|(?P<above>{_ABOVE})|(?P<primes>{_PRIMED})")
_MARKED = re.compile(rf"\A[{_MARKS}]+")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True)
class Spelling:
    """A name as it was typed: a word, indices below it, and what stands above it."""

    word: str
    below: tuple[str, ...] = ()
    """Indices behind those that the word has itself: `in` of `x_{in}`."""
    above: str = ""
    """With its brackets, `[1]`, `(2)`; and primes."""

    @property
    def plain(self) -> str:
        """The name that it is here."""
        raised = re.findall(r"[^\W_]+", self.above.rstrip("′"))
        primes = len(self.above) - len(self.above.rstrip("′"))
        return joined(_bare(self.word), (*self.below, *raised)) + "_prime" * primes

    def counted(self, count: int) -> "Spelling":
        """The same with one index more: of a name that a loop gives again and again."""
        return replace(self, below=(*self.below, str(count)))


def joined(base: str, places: Sequence[str]) -> str:
    """The name of `base` with indices: h1, W_hh_1, h_1_2, x_in."""
    if not places:
        return base
    letters = base.rstrip("0123456789").rstrip("_")
    if letters == base and "_" not in base and len(places) == 1 and places[0].isdigit():
        return base + places[0]
    own = base[len(letters) :].lstrip("_")
    return "_".join([letters, *([own] if own else []), *places])


def twin(name: str) -> str:
    """The plain name that looks the same on paper: x_2 of x2, x2 of x_2; empty where none does."""
    found = _INDEXED.fullmatch(name)
    return "" if found is None else found[1] + ("" if found[2] else "_") + found[3]


_INDEXED = re.compile(r"([^\W\d_]+)(_?)([0-9]+)")


@lru_cache(maxsize=4096)
def spelling(typed: str) -> Spelling | None:
    """How a name was typed, where that is no plain name; None of one that is. `typed` is a whole
    match of `NAME`."""
    if _PLAIN.fullmatch(typed):
        return Spelling("lam") if typed == "lambda" else None
    found = _WORD.match(typed)
    assert found is not None
    word, below, above, primes = unicodedata.normalize("NFC", found[0]), [], "", 0
    for piece in _PIECE.finditer(typed, found.end()):
        if piece["below"]:
            indices = "".join(_LOWERED.get(sign, sign) for sign in piece["below"])
            below += re.findall(r"[^\W_]+", indices)
        elif piece["above"]:
            bare = piece["above"].translate(_SIGNS).removeprefix("^")
            above += re.sub(r"[\s{}]", "", bare)
        else:
            primes += sum(_PRIMES[sign] for sign in piece["primes"])
    made = Spelling(word.rstrip("_") if below else word, tuple(below), above + "′" * primes)
    return None if made.plain == typed else made


_SIGNS = str.maketrans({**_RAISED, "⁽": "(", "⁾": ")"})


def plain(typed: str) -> str:
    """The name that something typed is here; what is no name stays."""
    if not _NAME.fullmatch(typed):
        return typed
    found = spelling(typed)
    return typed if found is None else found.plain


def accent_of(word: str) -> tuple[str, str] | None:
    """The letter and the name of the accent of a word that is one such letter: ŷ is y and hat."""
    apart = unicodedata.normalize("NFD", word)
    accent = ACCENTS.get(apart[1:], "")
    return (apart[0], accent) if len(apart) == 2 and accent in WRITTEN else None


def _bare(word: str) -> str:
    """A word in letters, digits and underscores; the script forms of letters as the letters."""
    rest = _MARKED.sub("", word[1:])
    alone = rest.startswith("_") or not rest.strip("0123456789")
    accented = accent_of(word.removesuffix(rest)) if alone else None
    if accented:
        return accented[0] + accented[1] + rest
    composed = unicodedata.normalize("NFKC", word.translate(_OTHER))
    return "".join(ACCENTS.get(sign, sign) for sign in composed)
