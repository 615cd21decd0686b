"""What a lesson adds to the steps: words at a step, and states of its own between the steps.

Both name steps by their keys (`graph_engine/walkthrough/keys.py`), as talks and links do.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar, Literal

from graph_engine import Fact, Graph, Step, Walkthrough
from graph_engine.spelling import plain
from graph_engine.views import origin
from graph_engine.walkthrough import nearest, normal, numbered, spellings

from .languages import lesson_text
from .wording.names import names
from .wording.sentences import SAY

_PART = re.compile(r"[^/:#\s]+")
"""A name in what a key is about."""


@dataclass(frozen=True, kw_only=True)
class Board:
    """One state of a storyboard: it stands beside a step and shows nothing but its words."""

    name: str
    """Its key is "board:" and this name."""
    before: str = ""
    """The key of the step that it stands before; or"""
    after: str = ""
    """of the one that it stands behind."""
    text: str
    """What it says: mostly the question that the next step answers."""
    about: str = ""
    """The names of the nodes that it is about, with blanks between; they are lit; optional."""

    @property
    def beside(self) -> str:
        """The key of its step; raises `ValueError` where it has none, or two."""
        if bool(self.before) == bool(self.after):
            raise ValueError(f"board {self.name!r} stands either `before` a step or `after` one")
        return self.before or self.after


Side = Literal["above", "side", "curve"]

CELL = ("axon", "synapse", "dendrite", "body", "hillock")
"""The parts of the drawn cell."""

FIGURES: Mapping[str, Side] = {
    "cell": "above",
    "code": "side",
    "images": "side",
}
"""The figures, a nerve cell, a program, images with a program, and where beside the graph each
stands. The losses of a loop stand beside every loop, and no lesson names them."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure beside the graph, whose parts are lit with its nodes."""

    name: str
    """One of `FIGURES`."""
    parts: Mapping[str, tuple[str, ...]]
    """Names of the nodes that each part stands for; of a program its lines, from 1."""
    named: str = ""
    """The key of the step from which on the parts have their names; empty: from the start."""
    text: str = ""
    """The lines of a program."""
    channels: tuple[str, ...] = ()
    """Of images the leaves of their mean colour: red, green, blue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Step):
    """A lesson's own state between the steps, in the phase of the step that it stands beside."""

    kind: ClassVar[str] = "board"
    board: str
    """Its name."""
    text: str
    """What it says."""
    node: int | None = field()
    """The node that is lit, if any."""
    others: tuple[int, ...] = ()
    """Those that are lit with it."""

    @property
    def called(self) -> str:
        """In its key it has its own name."""
        return self.board


SAY[State.kind] = lambda words, step: lesson_text(step.text)


class KeyUnknown(ValueError):
    """A key that no step has; says which one was probably meant."""


@dataclass(frozen=True)
class Keys:
    """The steps of a walkthrough by every spelling of their keys."""

    walk: Walkthrough

    @cached_property
    def _known(self) -> Mapping[str, tuple[Step, ...]]:
        shown = [name.typed for name in names(self.walk.graph)]
        return spellings(self.walk, shown)

    @cached_property
    def _screen(self) -> Mapping[str, str]:
        """By a name as it stands on the screen (u₁, ℒ, θ) how it is typed."""
        found = zip(self.walk.graph.nodes, names(self.walk.graph), strict=True)
        return {name.plain: node.name or name.typed for node, name in found}

    def _named(self, part: str) -> str:
        """The name of a node that is called as on the screen, or as in the program."""
        return self._screen.get(part, plain(part))

    def find(self, key: str) -> tuple[Step, ...]:
        """The steps that a key means, in their order; none where it is not told now."""
        key = normal(key)
        if key not in self._known:
            kind, colon, subject = key.partition(":")
            key = kind + colon + _PART.sub(lambda part: self._named(part[0]), subject)
        return self._known.get(key, ())

    def steps(self, key: str) -> tuple[Step, ...]:
        """The same; raises `KeyUnknown` where there is none."""
        found = self.find(key)
        if not found:
            raise KeyUnknown(f"no step {key!r}{self.hint(key)}")
        return found

    def hint(self, key: str) -> str:
        """For the end of a message: which key was probably meant."""
        near = nearest(key, self._known)
        return f"; did you mean {near!r}?" if near else ""

    def noted(self, notes: Mapping[str, str]) -> dict[int, str]:
        """Notes by the step's time; what is said of one step goes before words for several."""
        told = [(self.find(key), text) for key, text in notes.items()]
        told.sort(key=lambda each: -len(each[0]))
        return {step.index: text for steps, text in told for step in steps}


def round_of(graph: Graph, step: Step) -> int:
    """The round of learning that a step is of, from 0; of a graph of the learning that of what its
    node is made of, for the new weights come at a round's end."""
    if step.iteration or step.node is None:
        return step.iteration
    made = (origin(graph.nodes[arg]).time for arg in graph.nodes[step.node].args)
    return max((time or 0 for time in made), default=0)


def insert(walk: Walkthrough, boards: Sequence[Board]) -> Walkthrough:
    """The walk with the boards in place; a board whose step is not told now is left out."""
    if not boards:
        return walk
    keys = Keys(walk)
    beside: dict[int, list[Board]] = {}
    for board in boards:
        for step in keys.find(board.beside)[:1]:
            beside.setdefault(step.index, []).append(board)
    found: list[Step] = []
    for step in walk.steps:
        here = [(board, _state(walk.graph, step, board)) for board in beside.get(step.index, ())]
        found += [state for board, state in here if board.before]
        found.append(step)
        found += [state for board, state in here if board.after]
    return replace(walk, steps=numbered(found, walk.graph))


def _state(graph: Graph, step: Step, board: Board) -> State:
    """The state in its phase; the wire that the next step asks about gets its dashed box."""
    asked: tuple[Fact, ...] = ()
    about = [graph.names[name].index for name in board.about.split() if name in graph.names]
    if board.before and step.edge is not None and step.kind in ("slope", "slope_symbols"):
        asked = (Fact(what="local", target=step.edge, known="asked"),)
    return State(
        phase=step.phase,
        iteration=step.iteration,
        board=board.name,
        text=board.text,
        node=about[0] if about else None,
        others=tuple(about[1:]),
        facts=asked,
    )
