"""An expression that was typed, worked out by the engine; nothing typed is ever executed.

It is one line of a program in which the names that are known stand as leaves; so there is no second
grammar. Its decimals may be roundings of numbers on the screen: 0.27 for p. It is worked out with
those numbers too.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import islice, product
from typing import Any

import numpy as np

import graph_engine as ge

from ..languages import _, translate
from .answer import Answer
from .notations import with_products

Names = Mapping[str, Any]
"""The values of names that an expression may use."""

NAMED = 8
"""Known names that an error lists; the needed ones and the nearest come first."""

MEANT = 32
"""Ways of putting numbers on the screen in place of an expression's decimals."""

PRODUCTS = 8
"""Products of an expression that are tried as one of vectors."""

_PRODUCT = re.compile(r"(?<!\*)\*(?!\*)")
_TRANSPOSED = re.compile(r"(?<=[\w)\]])(?:\*\*(?:\(T\)|T(\w*))|'(?!\()) ?(?=([\w(\[])?)")
_DECIMAL = re.compile(r"(?<![\w.])(\d+\.\d+|\.\d+)(e-\d+)?(?![\w.])")
_NO_NAME = re.compile(r"there is no `([^`]+)`")


class AnswerError(ValueError):
    """An answer that cannot be read; says in plain words why."""


def several() -> AnswerError:
    """Of a vector or a matrix where one number, or one entry, is asked for."""
    return AnswerError(_("This gives several numbers where one is asked for."))


def work_out(
    plain: str, names: Names, shown: Sequence[float], needed: Sequence[str], *, count: int = 1
) -> list[Answer]:
    """The number, or `count` numbers, that an expression gives; raises `AnswerError`."""
    try:
        plain, value = _meant(_in_the_engines_words(plain, names), names, count)
    except ge.ProgramError as error:
        raise AnswerError(_said(error, plain, names, needed)) from None
    decimals = list(_DECIMAL.finditer(plain))
    # One decimal stands for one number, however often it is typed.
    ways = {text: _ways(text, shown) for text in dict.fromkeys(each[0] for each in decimals)}
    meant, size, loose = [], value.size, np.zeros(value.size)
    for chosen in islice(product(*ways.values()), 1, MEANT):
        stands = dict(zip(ways, chosen, strict=True))
        meant.append(_with(plain, decimals, [stands[each[0]] for each in decimals], names, size))
    for each in decimals[:MEANT]:
        half = 0.5 * 10.0 ** -_places(each[0])
        moved = [
            _with(plain, [each], [f"({float(each[0]) + off!r})"], names, size)
            for off in (half, -half)
        ]
        # A number that is given exactly has no rounding.
        if not any(float(each[0]) == abs(x) for x in shown) or len(ways[each[0]]) > 1:
            with np.errstate(all="ignore"):
                loose = loose + np.max([np.abs(x - value) for x in moved], axis=0)
    return [
        Answer(
            value=float(number),
            loose=float(off) if math.isfinite(off) else 0.0,
            meant=tuple(float(each[k]) for each in meant),
        )
        for k, (number, off) in enumerate(zip(value, loose, strict=True))
    ]


def _meant(plain: str, names: Names, count: int) -> tuple[str, Any]:
    """The expression and what it gives, as many numbers as are asked for.

    A product without its kind is that of entries; where those are not as many, it is that of
    vectors: wᵀx, w·x. Raises `ProgramError`, `AnswerError`.
    """
    found: list[tuple[str, Any]] = []
    errors: list[ge.ProgramError] = []
    for way in _products_of_vectors(plain, names):
        try:
            value = _value(way, names)
        except ge.ProgramError as error:
            errors.append(error)
            continue
        if value is not None and value.size == count:
            return way, value
        found.append((way, value))
    if not found:
        raise errors[0]
    way, value = found[0]
    if count == 1:
        raise several()
    if value is None:
        raise AnswerError(_("This gives a matrix where a vector is asked for."))
    return way, value


def _products_of_vectors(plain: str, names: Names) -> Iterator[str]:
    """An expression as it stands, then with one product of entries as one of vectors."""
    yield plain
    if any(np.ndim(value) for value in names.values()) or "[" in plain:
        for place in islice(_PRODUCT.finditer(plain), PRODUCTS):
            yield f"{plain[: place.start()]}@{plain[place.end() :]}"


def _in_the_engines_words(plain: str, names: Names) -> str:
    plain = plain.replace("^", "**")
    plain = _TRANSPOSED.sub(lambda found: _laid_down(found, names), plain)
    plain = plain if "ln" in names else re.sub(r"\bln\s*\(", "log(", plain)
    for letter in "σς":
        plain = plain if letter in names else re.sub(rf"{letter}\s*\(", "sigmoid(", plain)
    return _products(plain, names)


def _laid_down(found: re.Match[str], names: Names) -> str:
    """A transpose as the engine writes it, and the product that follows without a sign."""
    behind = found[1] or ""
    if "T" in names or (behind and behind not in names):
        return found[0]
    return f".T*{behind}" if behind or found[2] else ".T"


_TOKEN = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[^\W\d]\w*|\*\*|.", re.DOTALL)


def _products(plain: str, names: Names) -> str:
    """With the products that are written without a sign: 2x, p(1-p), (a+b)(a-b).

    Not behind a division, as 1/2x has two meanings, and not in 2x1, which looks like a size: they
    are to be written out.
    """
    made, before = "", ""
    sign, outer = "", [""]
    for token in _TOKEN.findall(plain):
        ends = before in (")", "]") or before[-1:].isalnum() or before[-1:] == "_"
        calls = token == "(" and before[:1].isalpha() and before not in names
        starts = token[0].isalnum() or token == "("
        starts = starts or (token[0] == "." and token != "." and not before[-1:].isdigit())
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


def _value(plain: str, names: Names) -> Any:
    """The entries of what it gives; None for a matrix. Raises `ProgramError`."""
    answer = next(f"answer{k}" for k in range(len(names) + 1) if f"answer{k}" not in names)
    used = [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", plain)]
    lines = [f"{name} = {_written(names[name])}" for name in used]
    found = ge.run(ge.parse("\n".join([*lines, f"{answer} = {plain}"]))).value(answer)
    # A column or a row of a matrix is a vector.
    matrix = np.ndim(found) == 2 and 1 not in np.shape(found)
    return None if matrix else np.reshape(found, -1)


def _with(
    plain: str, places: Sequence[re.Match[str]], texts: Sequence[str], names: Names, size: int
) -> Any:
    """What it gives with other texts at some places; nan where that makes no sense."""
    made, end = "", 0
    for place, text in zip(places, texts, strict=True):
        made += plain[end : place.start()] + text
        end = place.end()
    try:
        found = _value(made + plain[end:], names)
    except ge.ProgramError:
        found = None
    return np.full(size, math.nan) if found is None or found.size != size else found


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


def _said(error: ge.ProgramError, plain: str, names: Names, needed: Sequence[str]) -> str:
    """The parser's complaint, as one about an answer."""
    message, hint = translate(error.message), translate(error.hint).replace("`", "")
    unknown = _NO_NAME.search(error.message)
    better = with_products(plain, unknown[1], names) if unknown else ""
    if better:
        hint = _("Did you mean `%(near)s`?", near=better).replace("`", "")
    elif unknown and names:
        hint = _("Known here: %(names)s.", names=_known(unknown[1], names, needed))
    elif _of_programs(error.hint):
        hint = _("Write it like −1.5, 1/3 or p*(1-p).")
    if _of_programs(error.message):
        message = _("this cannot be read as a number.")
        hint = _("Write it like −1.5, 1/3 or p*(1-p).")
    if message.startswith("`"):  # something typed, which stays as it is: e is not E
        _before, typed, rest = message.split("`", 2)
        message = _("“%(typed)s”", typed=typed) + rest
    message = f"{message[:1].upper()}{message[1:]}".replace("`", "")
    return f"{message[:200]} {hint[:200]}".strip()


_PROGRAMS = re.compile(r"\b(?:programs?|lines?|assignments?|understood here|cannot be read)\b")


def _of_programs(said: str) -> bool:
    """Whether it speaks of a program, and not of what was typed into a field."""
    return bool(_PROGRAMS.search(re.sub(r"`[^`]*`", "", said)))


def _known(unknown: str, names: Names, needed: Sequence[str]) -> str:
    """The known names: those that are needed, the nearest, then the others, as far as they go."""
    plain = [name for name in names if "[" not in name]
    near = get_close_matches(unknown, plain, n=3, cutoff=0.5)
    ordered = list(dict.fromkeys([*(name for name in needed if name in plain), *near, *plain]))
    return ", ".join([*ordered[:NAMED], *(["…"] if len(ordered) > NAMED else [])])


def _written(value: Any) -> str:
    array = np.asarray(value, dtype=np.float64)
    return repr(float(array)) if array.ndim == 0 else repr(array.tolist())
