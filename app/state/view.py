"""A program and how it is looked at, as plain data; `options.py` says how each part travels."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import graph_engine as ge

from ..picture.svg import THEMES
from ..storyboard import Board, Figure

Zoom = Literal["scalars", "vectors", "layers", "neurons", "unroll", "chains", "learning", "loop"]


@dataclass(frozen=True, kw_only=True)
class View:
    """A program and what is told of it. A field more is a row more in `options.OPTIONS`."""

    program: str
    values: Mapping[str, Any] = field(default_factory=dict)
    """Numbers, or nested lists of them, by the leaf's name."""
    arithmetic: Literal["exact", "slide"] = "exact"
    focus: str = ge.WHOLE
    """A leaf's name, `WHOLE` or `FORWARD`."""
    rate: ge.Rate = 1.0
    iterations: int = 1
    accumulate: bool = False
    """Whether gradients are never reset, as when `zero_grad` is forgotten."""
    zoom: Zoom = "vectors"
    """How finely the graph is drawn."""
    opened: frozenset[str] = frozenset()
    """Names of layers that are drawn open; of neurons the one that is, like `y[2]`."""
    sample: int = 0
    """Which sample is drawn; 0: all of them."""
    columns: bool = False
    """Whether `vec` goes column by column."""
    unknown: frozenset[str] = frozenset()
    """Names of leaves whose numbers are sought; `WHOLE` is all that are learned."""

    @property
    def neuron(self) -> str:
        """The neuron that is drawn alone, in single numbers; "" where all are drawn."""
        return min(self.opened, default="") if self.zoom == "neurons" else ""


@dataclass(frozen=True, kw_only=True)
class Look:
    """Everything that a link says: a view, whose words belong to it, and what is shown of it."""

    view: View
    notes: Mapping[str, str] = field(default_factory=dict)
    """A lesson's own words at steps."""
    boards: tuple[Board, ...] = ()
    """A lesson's own states between the steps."""
    figure: Figure | None = None
    """What a lesson has beside the graph."""
    whole: str = ""
    """The program that the lesson's own grows into, where its neurons stand at the same places."""
    own: View | None = None
    """The view that these were written for, and that a lesson's link need not repeat."""
    slug: str = ""
    step: int = 0
    theme: str = THEMES[0]
    hide: tuple[str, ...] = ()
    """Layers of the picture that are not shown."""
    locks: tuple[str, ...] = ()
    """Numbers that are withheld until they are predicted; see `locks.py`."""
    unlocked: tuple[str, ...] = ()
    """Of these the steps whose number has been predicted or shown, by their keys."""
    predict: bool = False
    """Whether the next number is asked for before it is shown."""

    @property
    def telling(self) -> View:
        """What is told: locks know the numbers of a network, and not where one neuron has them."""
        if not self.locks or not self.view.neuron:
            return self.view
        return replace(self.view, opened=frozenset())

    @property
    def usual(self) -> "Look":
        """The same without any option."""
        view = self.own or View(program=self.view.program)
        return Look(
            view=view,
            notes=self.notes,
            boards=self.boards,
            figure=self.figure,
            whole=self.whole,
            own=self.own,
            slug=self.slug,
        )
