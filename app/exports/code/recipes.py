"""How an operation is written in a language: one `Recipe` each, filled in at a `Spot`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import copysign, isfinite, isnan
from typing import Any

import numpy as np

from graph_engine.arrays import Shape

RANDOM = '''\
def random(*shape):
    """What the lesson's `random` gives: the same numbers every time."""
    made = np.random.default_rng(int(np.prod(shape))).uniform(-1, 1, shape)
    return np.round(made / np.sqrt(shape[-1]), 4)
'''
"""The same in every language: leaves are made of arrays of numpy."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A node, or one operand of it, with the names that stand for its numbers."""

    args: tuple[str, ...]
    shapes: tuple[Shape, ...]
    """Of the operands."""
    shape: Shape
    """Of the result."""
    literal: tuple[float, ...] = ()
    out: str = ""
    port: int = 0
    upstream: str = ""
    local: str = ""

    @property
    def mixed(self) -> bool:
        """Whether a single number is spread over the entries of another operand."""
        return any(shape != self.shape for shape in self.shapes)

    @property
    def c(self) -> float:
        """The number that belongs to the operation."""
        return self.literal[0]

    @property
    def sizes(self) -> tuple[int, ...]:
        """The whole numbers that belong to the operation."""
        return tuple(int(number) for number in self.literal)


Text = str | Callable[[Spot], str]
"""Code with places: `{a}` `{b}` the operands, `{out}` the value, `{g}` the upstream gradient, `{l}`
the local gradient, `{c}` the number; or a function where that is not enough."""


@dataclass(frozen=True)
class Recipe:
    """An operation in a language; the derivatives only where the language has no autograd."""

    value: Text
    locals: tuple[Text, ...] = ()
    """The local gradient by each operand, the last one for all that follow; an empty text where
    entries only move."""
    flows: tuple[Text, ...] = ("{g} * {l}",)
    """The contribution to each operand: upstream times local."""

    def local(self, port: int) -> Text:
        """The local gradient by an operand."""
        return self.locals[min(port, len(self.locals) - 1)]

    def flow(self, port: int) -> Text:
        """The contribution to an operand."""
        return self.flows[min(port, len(self.flows) - 1)]


@dataclass(frozen=True, kw_only=True)
class Language:
    """What a script is written in."""

    name: str
    needs: str
    """The packages, as `pip install` takes them."""
    imports: Mapping[str, str]
    """Name → the line that brings it."""
    recipes: Mapping[str, Recipe]
    """By operation."""
    helpers: Mapping[str, str]
    """Name → its definition; written where it is used."""


def fill(text: Text, spot: Spot) -> str:
    """The code at a spot."""
    if callable(text):
        return text(spot)
    named = dict(zip("abc", spot.args, strict=False))
    if spot.literal:
        named["c"] = number(spot.c)
    return text.format(**named, out=spot.out, g=spot.upstream, l=spot.local)


def number(x: Any) -> str:
    """A number as code, exactly: 2, -0.5, 1e-300."""
    x = float(x)
    if isnan(x):
        return 'float("nan")'
    if not isfinite(x):
        return 'float("inf")' if x > 0 else '-float("inf")'
    if x == 0:
        return "-0.0" if copysign(1, x) < 0 else "0"
    return str(int(x)) if x.is_integer() and abs(x) < 10**15 else repr(x)


def numbers(value: Any) -> str:
    """A number or nested lists of them as code; floats from the start."""
    if np.ndim(value) == 0:
        text = number(value)
        return f"{text}.0" if text.lstrip("-").isdigit() else text
    return f"[{', '.join(numbers(each) for each in value)}]"


def added(x: float) -> str:
    """A number behind the sign of a sum: + 2, - 0.5."""
    return f"- {number(-x)}" if x < 0 else f"+ {number(x)}"


def listed(spot: Spot) -> str:
    """All operands."""
    return ", ".join(spot.args)
