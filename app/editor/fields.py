"""The numbers that can be changed beside the picture: a field per leaf, and one for the rate."""

from dataclasses import dataclass
from typing import Any

import numpy as np

import graph_engine as ge
from graph_engine.alphabet import alphabet

from ..languages import decimal
from ..programs import parse
from ..state.values import write
from ..state.view import View
from ..story import Story
from ..wording.arrays import size
from ..wording.names import Name, names

MOST = 64
"""Numbers of a leaf that can be changed in a field; more are said by their size."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """A leaf's number as it can be changed; a vector in one line, a matrix in several."""

    key: str
    name: str
    index: str
    over: str
    role: str
    value: str
    low: str = ""
    high: str = ""
    sides: tuple[int, ...] = ()
    """The two numbers of a label that is one of them: two buttons, no slider."""
    own: str = ""
    """The number in the program."""
    place: str = ""
    """The same as `value` for the slider, which knows no decimal comma."""
    start: str = ""
    """The same as `own` for the slider."""
    lines: int = 0
    """Of a vector, a matrix or a number per sample: how many lines; 0 for a number."""
    rows: bool = False
    """Whether it has rows: lists of numbers, not one list."""
    size: str = ""
    """Said instead of the numbers where they are too many."""


def fields(story: Story | None) -> list[Field]:
    """A field per named leaf of the program, and one for the learning rate."""
    if story is None:
        return []
    own = _own(story)
    called = names(own)
    found = [
        _field(leaf, own.nodes[leaf.index], called[leaf.index], alphabet(story.source, leaf) or ())
        for leaf in story.source.leaves
        if leaf.name is not None and leaf.given is not None
    ]
    learning = story.view.zoom in ("learning", "loop")
    if learning or any(step.phase == "backward" for step in story.walk.steps):
        usual = story.own.rate if story.own else View(program="").rate
        found.append(_rate(story.view.rate, usual, story.words.symbols.rate))
    return found


def _own(story: Story) -> ge.Graph:
    """The program's graph with its own numbers."""
    return parse(story.view.program)


def _field(leaf: ge.Node, own: ge.Node, written: Name, sides: tuple[int, ...]) -> Field:
    assert leaf.name is not None and leaf.given is not None and own.given is not None
    said: dict[str, Any] = {
        "key": leaf.name,
        "name": written.base,
        "index": written.index,
        "over": written.over,
        "role": str(leaf.role),
    }
    if leaf.given.ndim:
        if leaf.given.size > MOST:
            return Field(value="", size=size(leaf.given.shape), lines=1, **said)
        lines = len(leaf.given) if leaf.given.ndim == 2 else 1
        return Field(
            value=_listed(leaf.given),
            own=_listed(own.given),
            lines=lines,
            rows=leaf.given.ndim > 1,
            **said,
        )
    value, given = float(leaf.given), float(own.given)
    reach = max(5.0, 2 * abs(given), abs(value))
    return Field(
        value=_shown(value),
        own=_shown(given),
        place=write(value),
        start=write(given),
        low=f"{-reach:g}",
        high=f"{reach:g}",
        sides=sides,
        **said,
    )


def _listed(value: Any) -> str:
    """A vector in one line, a matrix in several; of samples of matrices, one in each."""
    flat = value if value.ndim < 3 else np.reshape(value, (len(value), -1))
    return _shown(flat.tolist())


def _shown(value: Any) -> str:
    return write(value, decimal=decimal())


def _rate(rate: ge.Rate, usual: ge.Rate, letter: str) -> Field:
    said: dict[str, Any] = {"key": "", "name": letter, "index": "", "over": "", "role": "rate"}
    said["own"] = _rate_text(usual)
    if isinstance(rate, float):
        high = max(2.0, 2 * abs(rate))
        return Field(
            value=_shown(rate),
            place=write(rate),
            start=_start(usual),
            low="0",
            high=f"{high:g}",
            **said,
        )
    return Field(value=_rate_text(rate), lines=1, **said)


def _start(usual: ge.Rate) -> str:
    return write(usual) if isinstance(usual, float) else ""


def _rate_text(rate: ge.Rate) -> str:
    """A number, numbers in one line, or like 1/(1+t)."""
    return rate if isinstance(rate, str) else _shown(rate)
