"""An expression that was typed, worked out by the engine; nothing typed is ever executed.

It is one line of a program in which the names that are known stand as leaves; so there is no second
grammar. Its decimals may be roundings of numbers on the screen: 0.27 for p. It is worked out with
those numbers too.
"""

import math
import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from itertools import islice, product
from typing import Any

import numpy as np

import graph_engine as ge

from ..languages import _, translate
from .answer import Answer

Names = Mapping[str, Any]
"""The values of names that an expression may use."""

NAMED = 8
"""Known names that an error lists; the needed ones and the nearest come first."""

MEANT = 32
"""Ways of putting numbers on the screen in place of an expression's decimals."""

_DECIMAL = re.compile(r"(?<![\w.])(\d+\.\d+|\.\d+)(e-\d+)?(?![\w.])")
_NO_NAME = re.compile(r"there is no `([^`]+)`")


class AnswerError(ValueError):
    """An answer that cannot be read; says in plain words why."""


def work_out(plain: str, names: Names, shown: Sequence[float], needed: Sequence[str]) -> Answer:
    """The number that an expression gives; raises `AnswerError`."""
    plain = _in_the_engines_words(plain, names)
    try:
        value = _value(plain, names)
    except ge.ProgramError as error:
        raise AnswerError(_said(error, names, needed)) from None
    if value is None:
        raise AnswerError(_("This is not a single number."))
    decimals = list(_DECIMAL.finditer(plain))
    # One decimal stands for one number, however often it is typed.
    ways = {text: _ways(text, shown) for text in dict.fromkeys(each[0] for each in decimals)}
    meant, loose = [], 0.0
    for chosen in islice(product(*ways.values()), 1, MEANT):
        stands = dict(zip(ways, chosen, strict=True))
        meant.append(_with(plain, decimals, [stands[each[0]] for each in decimals], names))
    for each in decimals[:MEANT]:
        half = 0.5 * 10.0 ** -_places(each[0])
        moved = [
            _with(plain, [each], [f"({float(each[0]) + off!r})"], names) for off in (half, -half)
        ]
        # A number that is given exactly has no rounding.
        exact = any(float(each[0]) == abs(x) for x in shown) and len(ways[each[0]]) == 1
        loose += 0.0 if exact else max(abs(x - value) for x in moved)
    return Answer(value=value, loose=loose if math.isfinite(loose) else 0.0, meant=tuple(meant))


def _in_the_engines_words(plain: str, names: Names) -> str:
    plain = plain.replace("^", "**")
    plain = plain if "ln" in names else re.sub(r"\bln\s*\(", "log(", plain)
    for letter in "σς":
        plain = plain if letter in names else re.sub(rf"{letter}\s*\(", "sigmoid(", plain)
    return _products(plain, names)


_TOKEN = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[^\W\d]\w*|\*\*|.", re.DOTALL)


def _products(plain: str, names: Names) -> str:
    """With the products that are written without a sign: 2x, p(1-p), (a+b)(a-b).

    Not behind a division, as 1/2x has two meanings, and not in 2x1, which looks like a size: they
    are to be written out.
    """
    made, before = "", ""
    sign, outer = "", [""]
    for token in _TOKEN.findall(plain):
        ends = before == ")" or before[-1:].isalnum() or before[-1:] == "_"
        calls = token == "(" and before[:1].isalpha() and before not in names
        starts = token[0].isalnum() or token == "(" or (token[0] == "." and token != ".")
        size = before.isdigit() and re.fullmatch(r"x\d+", token)
        if ends and starts and not calls and not size and sign != "/":
            made, sign = f"{made}*", "*"
        made += token
        if token == "(":
            outer.append(sign)
            sign = ""
        elif token == ")":
            sign = outer.pop() if len(outer) > 1 else ""
        elif not starts and not token.isspace():
            sign = token
        before = token
    return made


def _value(plain: str, names: Names) -> float | None:
    """What it gives; None for what is no single number. Raises `ProgramError`."""
    answer = next(f"answer{k}" for k in range(len(names) + 1) if f"answer{k}" not in names)
    used = [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain)]
    lines = [f"{name} = {_written(names[name])}" for name in used]
    found = ge.run(ge.parse("\n".join([*lines, f"{answer} = {plain}"]))).value(answer)
    return None if np.ndim(found) else float(found)


def _with(plain: str, places: Sequence[re.Match[str]], texts: Sequence[str], names: Names) -> float:
    """What it gives with other texts at some places; nan where that makes no sense."""
    made, end = "", 0
    for place, text in zip(places, texts, strict=True):
        made += plain[end : place.start()] + text
        end = place.end()
    try:
        found = _value(made + plain[end:], names)
    except ge.ProgramError:
        return math.nan
    return math.nan if found is None else found


def _places(decimal: str) -> int:
    """Places behind the point of a decimal."""
    mantissa, _e, power = decimal.partition("e")
    return len(mantissa.partition(".")[2]) - int(power or 0)


def _ways(decimal: str, shown: Sequence[float]) -> list[str]:
    """A decimal as typed, and the numbers on the screen that it rounds to two digits or more."""
    typed, places = float(decimal), _places(decimal)
    found = [decimal]
    for x in dict.fromkeys(abs(x) for x in shown):
        if x != typed and typed >= 10.0 ** (1 - places) and round(x, places) == typed:
            found.append(f"({x!r})")
    return found


def _said(error: ge.ProgramError, names: Names, needed: Sequence[str]) -> str:
    """The parser's complaint, as one about an answer."""
    english = error.message
    message, hint = translate(error.message), translate(error.hint).replace("`", "")
    unknown = _NO_NAME.search(english)
    if unknown and names:
        hint = _("Known here: %(names)s.", names=_known(unknown[1], names, needed))
    if "understood here" in english or "this line" in english or "cannot be read" in english:
        message = _("this cannot be read as a number.")
        hint = _("Write it like −1.5, 1/3 or p*(1-p).")
    if message.startswith("`"):  # something typed, which stays as it is: e is not E
        _before, typed, rest = message.split("`", 2)
        message = _("“%(typed)s”", typed=typed) + rest
    message = f"{message[:1].upper()}{message[1:]}".replace("`", "")
    return f"{message[:200]} {hint[:200]}".strip()


def _known(unknown: str, names: Names, needed: Sequence[str]) -> str:
    """The known names: those that are needed, the nearest, then the others, as far as they go."""
    plain = [name for name in names if "[" not in name]
    near = get_close_matches(unknown, plain, n=3, cutoff=0.5)
    ordered = list(dict.fromkeys([*(name for name in needed if name in plain), *near, *plain]))
    return ", ".join([*ordered[:NAMED], *(["…"] if len(ordered) > NAMED else [])])


def _written(value: Any) -> str:
    array = np.asarray(value, dtype=np.float64)
    return repr(float(array)) if array.ndim == 0 else repr(array.tolist())
