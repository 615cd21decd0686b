"""One question: a number that is asked for before it is shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from graph_engine import Edge, Run

from ..languages import _, later, ngettext
from ..wording.arrays import WRITTEN, listed
from ..wording.numbers import NumberFormat
from ..wording.words import Words
from .problems import Key, Problem

Kind = Literal[
    "value", "local", "contribution", "gradient", "sum", "update", "size", "entry", "connection"
]

KINDS: dict[Kind, str] = {
    "value": later("Values"),
    "local": later("Local gradients"),
    "contribution": later("Contributions"),
    "gradient": later("Gradients"),
    "sum": later("Sums of contributions"),
    "update": later("Updated weights"),
    "size": later("Sizes of Jacobians"),
    "entry": later("Entries of Jacobians"),
    "connection": later("Gradients of connections"),
}
"""What the questions of each kind are called in the summary."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One number (or short vector, or size) that is asked for before it is shown."""

    id: str
    step: int
    """The step that shows it."""
    stop: Literal["node", "edge", "formula"]
    """How fine a reader must walk to be asked."""
    kind: Kind
    slots: tuple[str, ...]
    """Where it will stand in the picture and in the strip."""
    ask: str
    hints: tuple[str, str]
    formula: str
    """What belongs to the second hint, as MathML; may be empty."""
    keys: tuple[Key, ...]
    """What the answer is, as an input of later questions."""
    number: Any
    """The answer in the run that is told; for a size (rows, columns)."""
    reveal: str
    """The answer as it is written."""
    problem: Problem | None
    """How it is worked out; None for a size."""
    touched: bool = False
    """Whether it is asked only of who touches the place where its number will stand."""

    @property
    def count(self) -> int:
        """Entries of the answer; 0 for a single number, and for a size."""
        return int(np.size(self.number)) if self.problem and np.ndim(self.number) else 0

    @property
    def typing(self) -> str:
        """How a vector or a size is typed, for who types it; empty for a single number."""
        if self.kind == "size":
            return _("Rows × columns, like 2x3.")
        return entrywise(self.number) if self.count else ""


def short(number: Any) -> bool:
    """Whether it is a number, or a vector that can be typed."""
    return np.ndim(number) == 0 or (np.ndim(number) == 1 and np.size(number) <= WRITTEN)


def entrywise(number: Any) -> str:
    """How a vector is to be typed."""
    return ngettext(
        "It has %(num)s entry: all of them, like %(example)s, or one at a time.",
        "It has %(num)s entries: all of them, like %(example)s, or one at a time.",
        np.size(number),
        example=listed(np.array((2.0, -1.0)), NumberFormat(slide=False, wire=False).given),
    )


def numbers_of(words: Words, run: Run, nodes: Iterable[int]) -> list[str]:
    """What is put into a formula, p = 0.731; not the numbers that stand in the program."""
    return [
        f"{words.plain(index)} = {words.value(run, index, words.full)}"
        for index in dict.fromkeys(nodes)
        if not words.names[index].number
    ]


def at_place(words: Words, edge: Edge) -> str:
    """In which of its places, as the card names it, where a node stands in several."""
    if not words.marked(edge):
        return ""
    return _("in one place alone, the %(place)s, the others held still", place=words.place(edge))
