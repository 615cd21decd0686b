"""How wide a connection's line is, and of which sign: by its weight.

The scale is one for a story: lines change where weights do, and nowhere else.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from graph_engine import Walkthrough
from graph_engine.views import Network

from ..ribbons import SIGNS, Sign
from .shown import connections

MOST, NARROW = 8.0, 5.0
"""The widest line, and that of many."""
LEAST = 1.2
"""The thinnest, and the dotted one of a zero, which is never left out: it has a gradient."""
LARGE = 98
"""The percentile of all weights that the widest line stands for; larger ones are as wide."""
UNKNOWN = 1.0
"""How wide a line is whose weight is not known, or no number."""


@dataclass(frozen=True)
class Line:
    """How a line is drawn, as an attribute of its slot carries it."""

    sign: Sign = ""
    width: float = UNKNOWN

    def __str__(self) -> str:
        return f"{self.sign} {self.width:g}" if self.sign else ""


UNTOLD = Line()


def read(text: str) -> Line:
    """The line that an attribute says."""
    if not text:
        return UNTOLD
    sign, width = text.split(" ")
    return Line(SIGNS[sign], float(width))


def largest(walk: Walkthrough, network: Network) -> float:
    """What the widest line stands for, of all weights that the story tells."""
    weights = {each.weight[0].src for each in connections(network) if each.weight is not None}
    told = [
        np.ravel(fact.number)
        for step in walk.steps
        for fact in step.facts
        if fact.what == "value" and fact.known == "known" and fact.target in weights
    ]
    sizes = np.abs(np.concatenate([np.zeros(1), *told]))
    sizes = sizes[np.isfinite(sizes)]
    most = float(np.percentile(sizes, LARGE)) if len(sizes) > 100 else float(np.max(sizes))
    return most or float(np.max(sizes))


def line(weight: Any, most: float, many: bool = False) -> Line:
    """The line of a weight, in a picture whose widest stands for `most`; among `many` lines."""
    size = abs(float(weight))
    if not math.isfinite(size):
        return UNTOLD
    if size == 0 or most == 0:
        return Line("0", LEAST)
    widest = NARROW if many else MOST
    return Line("+" if weight > 0 else "-", round(max(LEAST, widest * min(1.0, size / most)), 1))
