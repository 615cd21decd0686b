"""What was typed, as numbers: decimals with point or comma, fractions, expressions, sizes.

An expression is read by the engine's own parser, as one line of a program in which the names that
are known stand as leaves; so there is no second grammar, and nothing typed is ever executed.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import graph_engine as ge

from ..languages import _, told

MOST = 200
"""Characters of an answer."""

LOOSEST = 0.03
"""How far, relatively, an expression in rounded numbers may be off."""

_TYPED = str.maketrans(
    {"−": "-", "–": "-", "·": "*", "⋅": "*", "×": "*", "÷": "/", "\u00a0": " "}
    | {low: str(digit) for digit, low in enumerate("₀₁₂₃₄₅₆₇₈₉")}
    | {"½": "(1/2)", "¼": "(1/4)", "¾": "(3/4)", "⅓": "(1/3)", "⅔": "(2/3)", "²": "**2", "³": "**3"}
)

_NUMBER = re.compile(r"([+-]?)\s*(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?")
_LITERAL = re.compile(r"(?<![\w.])(\d*)\.(\d+)")
_FUNCTION = re.compile(r"[^\W\d]\w*\s*$")
_WORDS = {
    "inf": math.inf, "infinity": math.inf, "infinite": math.inf, "∞": math.inf,
    "nan": math.nan, "undefined": math.nan,
}  # fmt: skip


class AnswerError(ValueError):
    """An answer that cannot be read; says in plain words why."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A number as it was typed, and how exactly."""

    value: float
    half: float = 0.0
    """Half a unit of its last digit; 0 for an expression."""
    loose: float = 0.0
    """How far an expression in rounded numbers may be off, relatively."""

    def means(self, number: float) -> bool:
        """Whether this is that number, within the rounding of the one who typed it."""
        x = self.value
        if not math.isfinite(number) or not math.isfinite(x):
            return x == number or (math.isnan(x) and math.isnan(number))
        off = abs(x - number)
        if off <= 1e-9 * max(abs(number), abs(x)) or off < 1e-12:
            return True
        if not number or not x:
            # 0.00 may be a small number rounded; a bare 0 is zero.
            return max(abs(number), abs(x)) <= self.half * (1 + 1e-9) <= 0.005 * (1 + 1e-9)
        if self.half and off <= self.half * (1 + 1e-9):
            # No coarser than the number's first digit, unless rounding led to the next power of 10.
            first = 10.0 ** math.floor(math.log10(abs(number)))
            return 2 * self.half <= first * (1 + 1e-9) or x == float(f"{number:.1g}")
        return off <= self.loose * abs(number)


Names = Mapping[str, Any]
"""The values of names that an expression may use."""


def read(text: str, names: Names) -> Answer:
    """A number as it was typed; raises `AnswerError`."""
    plain = _plain(text)
    return _read(_bare(plain) if plain.startswith("[") else plain, names)


def read_entries(text: str, names: Names, count: int, *, decimal: bool = False) -> list[Answer]:
    """The entries of a vector, or the first of them; raises `AnswerError`.

    2,5 is two entries, or with `decimal` one: then entries stand apart by semicolons or spaces.
    """
    whole = _bare(_plain(text))
    parts = _split(whole, ";")
    if len(parts) == 1 and decimal:
        parts = [part for part in re.split(r",?\s+", whole) if part] or [""]
    elif len(parts) == 1:
        parts = _split(whole, ",")
    if len(parts) == 1 and not re.search(r"[-+*/^]\s|[a-zA-Z(]", parts[0]):
        parts = parts[0].split()
    if len(parts) > count:
        raise AnswerError(
            _("There are %(count)s entries; these are %(given)s.", count=count, given=len(parts))
        )
    if not all(part.strip() for part in parts):
        raise AnswerError(_("An entry is missing between two commas."))
    return [_read(part.strip(), names) for part in parts]


def read_size(text: str) -> tuple[int, int]:
    """Rows and columns: 1x3, 1×3, (1, 3), 1 by 3; raises `AnswerError`."""
    plain = text[: MOST + 1].strip().strip("()[]").lower()
    found = re.fullmatch(r"\s*(\d{1,9})\s*(?:x|×|\*|,|;|by|krát|\s)\s*(\d{1,9})\s*", plain)
    if len(text) > MOST or found is None:
        raise AnswerError(_("A size is written rows × columns, like 1x3."))
    return int(found[1]), int(found[2])


def _plain(text: str) -> str:
    """The text in the characters of the keyboard, without what some put before: `z1 = `."""
    if len(text) > MOST:
        raise AnswerError(
            _(
                "An answer has at most %(most)s characters; this one has %(count)s.",
                most=MOST,
                count=len(text),
            )
        )
    plain = " ".join(text.translate(_TYPED).split()).rstrip(" .")
    before, equals, after = plain.rpartition("=")
    if equals and re.fullmatch(r"[\w∂ℒ/ ()]*", before):
        plain = after.strip()
    if not plain:
        raise AnswerError(_("Type a number, a fraction, or an expression such as p*(1-p)."))
    return plain


def _read(plain: str, names: Names) -> Answer:
    word = plain.lstrip("+- ").lower()
    if word in _WORDS and word not in names:
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
    return _expression(plain, names)


def _power(text: str | None) -> int:
    return max(-400, min(400, int(text[:8]))) if text else 0


def _expression(plain: str, names: Names) -> Answer:
    plain = re.sub(r"\^", "**", plain)
    plain = plain if "ln" in names else re.sub(r"\bln\s*\(", "log(", plain)
    for letter in "σς":
        plain = plain if letter in names else re.sub(rf"{letter}\s*\(", "sigmoid(", plain)
    answer = next(f"answer{k}" for k in range(len(names) + 1) if f"answer{k}" not in names)
    used = [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain)]
    lines = [f"{name} = {_written(names[name])}" for name in used]
    try:
        graph = ge.parse("\n".join([*lines, f"{answer} = {plain}"]))
        value = ge.run(graph).value(answer)
    except ge.ProgramError as error:
        raise AnswerError(_said(error, names)) from None
    if np.ndim(value):
        raise AnswerError(_("This is not a single number."))
    loose = sum(_roughness(*each.groups()) for each in _LITERAL.finditer(plain))
    return Answer(value=float(value), loose=min(loose, LOOSEST))


def _said(error: ge.ProgramError, names: Names) -> str:
    """The parser's complaint, as one about an answer."""
    english = error.message
    message, hint = told(error.message).replace("`", ""), told(error.hint).replace("`", "")
    if "there is no " in english and names:
        known = [name for name in names if "[" not in name][:8]
        hint = _("Known here: %(names)s.", names=", ".join(known))
    if "understood here" in english or "this line" in english or "cannot be read" in english:
        message = _("this cannot be read as a number.")
        hint = _("Write it like −1.5, 1/3 or p*(1-p).")
    return f"{message[:1].upper()}{message[1:200]} {hint[:200]}".strip()


def _roughness(whole: str, places: str) -> float:
    """How exact a decimal in an expression is: half a unit of its last digit, relatively."""
    number = float(f"{whole or 0}.{places}")
    return 0.5 * 10.0 ** -len(places) / number if number else 0.0


def _written(value: Any) -> str:
    array = np.asarray(value, dtype=np.float64)
    return repr(float(array)) if array.ndim == 0 else repr(array.tolist())


def _pointed(plain: str) -> str:
    """With decimal points for commas, except those between the operands of a function."""
    found, calls = [], []
    for k, character in enumerate(plain):
        if character == "(":
            calls.append(_FUNCTION.search(plain[:k]) is not None)
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
