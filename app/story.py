"""The whole road: a program and how it is looked at, told as steps with words and a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any, Literal

import graph_engine as ge
from graph_engine import views

from . import layers, picture
from . import scene as drawing
from .changes import Change, changes
from .languages import lesson_text
from .storyboard import Board, insert
from .wording.sentences import Words

Zoom = Literal["scalars", "vectors", "layers", "learning", "loop"]


@dataclass(frozen=True, kw_only=True)
class View:
    """A program and how it is looked at: all that a link carries."""

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
    """Names of layers that are drawn open."""
    sample: int = 0
    """Which sample is drawn; 0: all of them."""
    columns: bool = False
    """Whether `vec` goes column by column."""


@dataclass(frozen=True)
class Story:
    """A telling with its words and its picture, made as they are asked for."""

    view: View
    telling: ge.Telling
    notes: Mapping[str, str] = field(default_factory=dict)
    """A lesson's own words at steps, by the step's key."""
    own: View | None = None
    """The view that the notes were written for, where it is not this one."""
    hide: tuple[str, ...] = ()
    """Layers of the picture that are left out; see `app/layers.py`."""

    @property
    def graph(self) -> ge.Graph:
        """What is told."""
        return self.telling.graph

    @cached_property
    def words(self) -> Words:
        """Names and numbers as they are written."""
        return Words(self.telling, by_columns=self.view.columns)

    @cached_property
    def source(self) -> ge.Graph:
        """The program's own graph, with the numbers that are looked at."""
        return parse(self.view.program).with_values(self.view.values)

    @cached_property
    def scene(self) -> drawing.Scene:
        """The picture before its first step."""
        return drawing.scene(self.words)

    @cached_property
    def changes(self) -> list[list[Change]]:
        """What changes in the picture, step by step."""
        return changes(self.words)

    @cached_property
    def exact(self) -> ge.Run:
        """The first run in exact arithmetic, whatever is told."""
        run = self.telling.runs[0]
        if run.arithmetic == "exact":
            return run
        return ge.run(self.graph, values=_told_values(self.view, self.graph))

    @cached_property
    def nudges(self) -> Mapping[int, ge.Nudge]:
        """The check of every gradient; against the exact run, whatever is told."""
        return ge.nudges(self.exact)

    @property
    def matrices(self) -> bool:
        """Whether there are matrices to be explained."""
        return any(len(node.shape) == 2 for node in self.graph.nodes)

    @property
    def last(self) -> int:
        """The last step."""
        return len(self.telling.steps) - 1

    def clamp(self, step: int) -> int:
        """The nearest step that exists."""
        return min(max(step, 0), self.last)

    def _holds(self, step: ge.Step) -> bool:
        """Whether a note is true here: with the lesson's numbers, and where the same is told."""
        own = self.own or self.view
        told = self.view.focus == own.focus or (
            step.phase in ("start", "forward") and not step.iteration
        )
        return told and replace(self.view, focus=own.focus) == own

    def note(self, step: ge.Step) -> str:
        """The author's own words at a step; at the start the introduction comes first."""
        held = self.notes.get(self.telling.key(step), "") if self._holds(step) else ""
        words = lesson_text(held)
        if step.kind != "start":
            return words
        return f"{lesson_text(self.graph.introduction)} {words}".strip()

    @property
    def title(self) -> str:
        """The program's title; a lesson's in the language of now."""
        return lesson_text(self.graph.title)

    def drawn(self, step: int) -> drawing.Scene:
        """The picture after a step as data, without the hidden layers."""
        return layers.without(drawing.at(self.scene, self.changes, step), self.hide)

    def svg(self, step: int, *, theme: str = "paper", shipped: bool = False) -> str:
        """The picture after a step, on its own; `shipped`: in the program's own fonts."""
        return picture.standalone_svg(self.drawn(step), theme=theme, shipped=shipped)

    def inline_svg(self, step: int, *, interactive: bool = True) -> str:
        """The picture after a step, for a page."""
        return picture.svg(self.drawn(step), interactive=interactive)

    @cached_property
    def structure(self) -> str:
        """The same for two stories whose pictures differ in numbers and states only."""
        items = [(type(i).__name__, i.slot, i.title) for i in self.scene.items]
        return sha256(repr((items, self.scene.width, self.scene.height)).encode()).hexdigest()[:16]


def tell(
    view: View,
    *,
    notes: Mapping[str, str] | None = None,
    own: View | None = None,
    boards: Sequence[Board] = (),
) -> Story:
    """Parse, run and tell; raises `ProgramError` or `GraphError`, both in plain words.

    `notes` and `boards` are a lesson's own words, `own` the view that they were written for.
    """
    graph = drawn(view)
    telling = ge.tell(
        graph,
        values=_told_values(view, graph),
        arithmetic=view.arithmetic,
        focus=_focus(graph, view.focus),
        rate=view.rate,
        iterations=view.iterations,
        accumulate=view.accumulate,
    )
    if own is None or view.program == own.program:
        telling = insert(telling, boards)
    return Story(view=view, telling=telling, notes=notes or {}, own=own)


def drawn(view: View) -> ge.Graph:
    """The graph as it is looked at: its samples drawn out or one chosen, fine or coarse."""
    graph = parse(view.program)
    if not graph.samples and view.zoom == "vectors":
        return graph
    graph = graph.with_values(view.values)
    if view.zoom == "layers":
        graph = views.layers(graph, opened=view.opened)
    if graph.samples and view.sample:
        graph = views.only(graph, view.sample)
    elif graph.samples and view.zoom not in ("learning", "loop"):
        graph = views.spread(graph)
    match view.zoom:
        case "scalars":
            return views.scalars(graph)
        case "learning":
            return views.unrolled(graph, iterations=view.iterations, rate=view.rate)
        case "loop":
            return views.loop(graph, rate=view.rate)
    return graph


def _told_values(view: View, graph: ge.Graph) -> Mapping[str, Any]:
    """The values that are not in the graph itself."""
    return view.values if graph is parse(view.program) else {}


def _focus(graph: ge.Graph, focus: str) -> str:
    """The leaf that is asked for, or what it has become in a finer drawing."""
    if focus in (ge.WHOLE, ge.FORWARD) or focus in graph.names:
        return focus
    if f"{focus}^0" in graph.names:
        return ge.FORWARD  # in the graph of the learning nothing flows back
    entry = next((name for name in graph.names if name.startswith(f"{focus}[")), None)
    if entry is None:
        graph.node(focus)  # raises, naming the nearest
    return str(entry)


@lru_cache(maxsize=128)
def parse(program: str) -> ge.Graph:
    """A program's graph; kept, so that a changed number costs no parsing."""
    return ge.parse(program)


def group(step: ge.Step) -> str:
    """Steps of one group share their cards in the explanation."""
    if step.phase == "update" or step.kind in ("path", "sizes", "product"):
        return f"{step.iteration} {step.phase} {step.kind if step.path is not None else ''}"
    if step.edge is not None:
        return f"{step.iteration} {step.edge.id} {step.path}"
    return f"{step.iteration} {step.phase} {step.node}"


def checked(story: Story, step: ge.Step) -> int | None:
    """The node whose gradient has just become known, so that it can be checked."""
    graph, index = story.graph, None
    if step.iteration:
        return None
    if step.kind == "sum":
        index = step.node
    elif step.edge is not None and step.kind in ("flow", "slope"):
        alone = sum(edge.dst in graph.to_loss for edge in graph.consumers[step.edge.src]) == 1
        if alone and (step.kind == "flow" or len(story.telling.paths) == 1):
            index = step.edge.src
    return index if index in story.nudges else None
