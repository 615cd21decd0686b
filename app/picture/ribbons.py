"""Ribbons: the band under a wire whose width says how much flows back on it.

A width follows the root of a size, for gradients of one picture differ by powers of ten. The
largest that the story tells is `MOST` wide; a band too thin to be seen under its wire is a line of
its own below it, zero a dotted one. What is not finite has none: its words say what it is.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from graph_engine import Walkthrough

from ..wording.arrays import magnitude

MOST = 14.0
"""The widest band: it ends where the labels above and below its wire begin."""
LEAST = 0.5
"""The thinnest line."""
BAND = 3.6
"""Narrower than this it would vanish under its wire."""
BELOW = 4.0
"""How far below the wire a line of its own lies: clear of wire and label."""
HAIRLINE = 1.2
"""How wide the dotted line of a zero is."""
CHEVRON = 0.45
"""The smallest chevrons, in parts of the largest."""

Sign = Literal["", "+", "-", "n", "0"]
"""Positive, negative, a norm, zero; nothing: there is none."""
SIGNS: Mapping[str, Sign] = {sign: sign for sign in get_args(Sign)}
"""The signs as an attribute carries them."""


@dataclass(frozen=True)
class Ribbon:
    """How a ribbon is drawn, as an attribute of its slot carries it."""

    sign: Sign = ""
    width: float = 0.0
    chevrons: float = 0.0
    """How large its chevrons are; 0: it has none."""
    below: float = 0.0
    """How far below its wire it lies."""

    @property
    def thin(self) -> bool:
        """Whether it is a line of its own."""
        return self.below > 0

    def __str__(self) -> str:
        parts = (self.width, self.chevrons, self.below)
        return f"{self.sign} {' '.join(f'{part:g}' for part in parts)}" if self.sign else ""


NONE = Ribbon()


def read(text: str) -> Ribbon:
    """The ribbon that an attribute says."""
    if not text:
        return NONE
    sign, *parts = text.split(" ")
    width, chevrons, below = map(float, parts)
    return Ribbon(SIGNS[sign], width, chevrons, below)


def largest(walk: Walkthrough) -> float:
    """The most that ever flows back on a wire, of what the story tells."""
    sizes = (
        magnitude(fact.number)
        for step in walk.steps
        for fact in step.facts
        if fact.what in ("flow", "seed") and fact.known == "known"
    )
    return max(filter(math.isfinite, sizes), default=0.0)


def ribbon(number: Any, most: float) -> Ribbon:
    """The ribbon of what flows back, in a picture whose largest is `most`."""
    size = magnitude(number)
    if not math.isfinite(size):
        return NONE
    if size == 0:
        return Ribbon("0", HAIRLINE, 0.0, BELOW)
    sign: Sign = "n"
    if not getattr(number, "shape", ()):
        sign = "+" if number > 0 else "-"
    share = min(1.0, math.sqrt(size / most)) if most > 0 else 1.0
    width = round(max(LEAST, MOST * share), 1)
    if width < BAND:
        return Ribbon(sign, width, 0.0, BELOW)
    return Ribbon(sign, width, round(max(CHEVRON, width / MOST), 2))
