"""Formulas put into formulas: the TeX of several operations that are drawn as one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PLACE = re.compile(r"#(c|\d+)")


@dataclass(frozen=True)
class Tex:
    """A piece of TeX, and how tightly it binds (as `Op.tightness`)."""

    text: str
    tightness: int = 4


def put(
    formula: str, pieces: Sequence[Tex], *, out: str = "#0", literal: str = "", tightness: int = 1
) -> str:
    """A formula with its operands in place, in brackets where it would read wrongly without."""

    def fill(match: re.Match[str]) -> str:
        what = match[1]
        if what == "c":
            return literal
        if what == "0":
            return out
        piece = pieces[int(what) - 1]
        before, after = formula[: match.start()].rstrip(), formula[match.end() :].lstrip()
        inside = bool(before) and before[-1] not in "({[,|"
        if after.startswith("^") and piece.tightness < 4:
            return f"({piece.text})"
        if (inside or (after and after[0] not in ")}],|")) and piece.tightness < tightness:
            return f"({piece.text})"
        return piece.text

    return _PLACE.sub(fill, formula)


def product(factors: Sequence[str]) -> str:
    """Local gradients one after another; those that change nothing are left away."""
    telling = [each for each in factors if not re.fullmatch(r"1|I_\{\d+\}", each)]
    if len(telling) < 2:
        return telling[0] if telling else factors[-1]
    return r" \cdot ".join(f"({each})" if _is_loose(each) else each for each in telling)


def written(number: float) -> str:
    """A number in TeX: 0.01, and 10 to a power where it is very small or large."""
    mantissa, _, exponent = f"{number:.12g}".partition("e")
    text = rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa
    return f"({text})" if number < 0 else text


def _is_loose(tex: str) -> bool:
    """Whether a sum, a difference or a Kronecker product stands outside all brackets."""
    if tex.startswith("-"):
        return True
    depth = 0
    for token in re.findall(r"\\[a-zA-Z]+|.", tex):
        depth += (token in "({[") - (token in ")}]")
        if depth == 0 and token in ("+", "-", r"\otimes"):
            return True
    return False
