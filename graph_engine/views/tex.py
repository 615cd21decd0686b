"""Formulas put into formulas: the TeX of several operations that are drawn as one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..brackets import ATOM, PRODUCT, SIGN, SUM, Binding, filled, read

_PLACE = re.compile(r"#(\+c|[cd]|\d+)")


@dataclass(frozen=True)
class Tex:
    """A piece of TeX, and how tightly it binds."""

    text: str
    binds: Binding = ATOM


def put(
    formula: str, pieces: Sequence[Tex], *, out: Tex = Tex("#0"), literal: float | None = None
) -> Tex:
    """A formula with its operands in place, in brackets where it would read wrongly without."""
    known = read(formula)

    def piece(what: str) -> Tex:
        if what.isdigit():
            return pieces[int(what) - 1] if what != "0" else out
        assert literal is not None
        return written(literal - 1 if what == "d" else literal)

    def fill(match: re.Match[str]) -> str:
        if match[1] == "+c":
            signed = piece("c").text
            return signed.replace("-", "- ", 1) if signed.startswith("-") else f"+ {signed}"
        found = piece(match[1])
        loose = found.binds < known.needs.get(match.start(), SUM)
        return f"({found.text})" if loose else found.text

    text = _PLACE.sub(fill, formula)
    return Tex(text, filled(formula, piece(known.opens).binds) if known.opens else known.binds)


def product(factors: Sequence[str]) -> str:
    """Local gradients one after another; those that change nothing are left away."""
    walk = [each for each in factors if not re.fullmatch(r"1|I_\{\d+\}", each)]
    if len(walk) < 2:
        return walk[0] if walk else factors[-1]
    return r" \cdot ".join(f"({each})" if read(each).binds < PRODUCT else each for each in walk)


def written(number: float) -> Tex:
    """A number in TeX: 0.01, and 10 to a power where it is very small or large."""
    mantissa, _, exponent = f"{number:.12g}".partition("e")
    text = rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa
    return Tex(text, SIGN if number < 0 else PRODUCT if exponent else ATOM)
