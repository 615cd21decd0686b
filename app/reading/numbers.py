"""A number that was typed, worked out: 0,5 and 1/2, √2 and 2π; nothing typed is ever executed."""

import math
import re

import graph_engine as ge

from .characters import keyboard

MOST = 60
"""Characters of an expression in a field; a decimal may be as long as it likes."""

FUNCTIONS = frozenset({"sqrt", "exp", "log", "ln", "abs", "sin", "cos", "tanh"})
"""What an expression without names may call; `static/js/lib/reading.js` knows the same."""

_DECIMAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_FRACTION = re.compile(rf"({_DECIMAL.pattern})/({_DECIMAL.pattern})")
_WORD = re.compile(r"(?<![\w.])[^\W\d]\w*")


class NumberTextError(ValueError):
    """A text that is no number."""


def number(text: str, *, single: bool = True) -> float:
    """The finite number that was typed; raises `NumberTextError`."""
    plain = pointed(keyboard(text, single=single))
    if "_" in plain or not plain.isascii():
        raise NumberTextError
    fraction = _FRACTION.fullmatch(plain)
    if _DECIMAL.fullmatch(plain):
        found = float(plain)
    elif fraction and float(fraction[2]):
        found = float(fraction[1]) / float(fraction[2])
    else:
        found = _worked_out(plain)
    if not math.isfinite(found):
        raise NumberTextError
    return found


def pointed(plain: str) -> str:
    """With decimal points for the commas between digits, where no comma can mean anything else."""
    return re.sub(r"(?<=[\d(+\-*/ ]),(?=\d)|^,(?=\d)", ".", plain)


def _worked_out(plain: str) -> float:
    words = {*_WORD.findall(plain)}
    if len(plain) > MOST or not re.search(r"\d", plain) or not words <= FUNCTIONS:
        raise NumberTextError
    if re.search(r"=|[+-]{2}", plain):
        raise NumberTextError
    plain = re.sub(r"\bln\(", "log(", plain.replace("^", "**"))
    try:
        graph = ge.parse(f"number = {plain}")
        found = ge.run(graph).value("number")
    except (ge.ProgramError, ge.GraphError):
        raise NumberTextError from None
    if found.ndim:
        raise NumberTextError
    return float(found)
