"""Bars of the strip: how large the product of a chain is after each of its factors.

All bars of a story have one scale: the length is the share of the largest product. Where products
span more than three powers of ten, it is the share of the powers: the smallest has one power's.
"""

import math
from collections.abc import Collection
from dataclasses import dataclass

from graph_engine import Walkthrough

from ..wording.arrays import magnitude
from .ribbons import SIGNS, Sign

SPAN = 1000.0
"""From this ratio on between the largest and the smallest, bars are of powers of ten."""
LEAST = 2.0
"""The shortest bar, in parts of a hundred."""
ZERO = 30.0
"""How long the dotted line of a zero is."""


@dataclass(frozen=True)
class Bar:
    """How a bar is drawn, as an attribute of its slot carries it."""

    sign: Sign = ""
    length: float = 0.0
    """In parts of a hundred of its room."""

    def __str__(self) -> str:
        return f"{self.sign} {self.length:g}" if self.sign else ""


NONE = Bar()


def read(text: str) -> Bar:
    """The bar that an attribute says."""
    sign, _blank, length = text.partition(" ")
    return Bar(SIGNS[sign], float(length)) if sign else NONE


@dataclass(frozen=True)
class Scale:
    """What the bars of a story are measured by."""

    most: float = 0.0
    least: float = 0.0

    @property
    def powers(self) -> bool:
        """Whether a bar is as long as the powers of ten are many."""
        return self.least > 0 and self.most / self.least > SPAN

    def bar(self, product: float) -> Bar:
        """The bar of a product; nothing where it is not finite."""
        size = magnitude(product)
        if not math.isfinite(size):
            return NONE
        if size == 0:
            return Bar("0", ZERO)
        share = size / self.most
        if self.powers:
            whole = math.log10(self.most) - math.log10(self.least) + 1
            share = (math.log10(size) - math.log10(self.least) + 1) / whole
        length = round(min(100.0, max(LEAST, 100 * share)), 1)
        return Bar("+" if product > 0 else "-", length)


def scale(walk: Walkthrough, paths: Collection[int]) -> Scale:
    """The scale of all that the story tells of these paths."""
    told = {
        (step.iteration, *fact.target)
        for step in walk.steps
        for fact in step.facts
        if fact.what == "factor" and fact.known == "known" and isinstance(fact.target, tuple)
    }
    found = [
        magnitude(walk.products(iteration, path)[place + 1])
        for iteration, path, place in told
        if path in paths
    ]
    sizes = [size for size in found if size > 0 and math.isfinite(size)]
    return Scale(max(sizes), min(sizes)) if sizes else Scale()
