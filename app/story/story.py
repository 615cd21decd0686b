"""A walk with its words and its picture, each made when it is asked for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from math import inf

import graph_engine as ge
from graph_engine.walkthrough import sought

from ..languages import _, language, lesson_text
from ..picture import layers
from ..picture import scene as drawing
from ..picture import svg as picture
from ..picture.chains import place as chains
from ..picture.changes import Change, changes
from ..picture.items import Scene
from ..picture.neurons import grown
from ..picture.neurons import place as neurons
from ..picture.otherwise import Drawing as Placed
from ..picture.otherwise import scene_of
from ..picture.rooms import USUAL, Room
from ..picture.scene import Drawing
from ..picture.sizes import Sizes, symbol_of
from ..picture.standing import Standing, explained, standing
from ..picture.unroll import place as unroll
from ..picture.unroll.shown import drawn_in
from ..picture.widest import widest
from ..programs import drawn, focus_of, parse, told_values, without_updates
from ..state.locks import Idle, Withheld
from ..state.view import View
from ..storyboard import Board, Figure, Keys, insert
from ..wording.numbers import masked
from ..wording.words import Words

_DIGIT = re.compile("[0-9]")
OTHERWISE = ("neurons", "unroll", "chains")  # the same layers, drawn otherwise than as a graph


@dataclass(frozen=True)
class Story:
    """A walk with its words and its picture, made as they are asked for."""

    view: View
    walk: ge.Walkthrough
    notes: Mapping[str, str] = field(default_factory=dict)
    """A lesson's own words at steps, by the step's key."""
    own: View | None = None
    """The view that the notes were written for, where it is not this one."""
    whole: str = ""
    """The program that this one grows into: its neurons stand where they stand in that one."""
    figure: Figure | None = None
    """What it has beside the graph, where its program is the lesson's own."""
    untold: ge.Walkthrough | None = None
    """The walk as it will be, where only the task is told because numbers are sought."""
    hide: tuple[str, ...] = ()
    """Layers whose numbers are shown and said nowhere; see `app/picture/layers.py`."""
    sealed: bool = False
    """Whether the data have nothing of hidden layers, either: a file's; a page keeps them, so that
    it can show them."""
    shown_beside: bool = False
    """Whether what is hidden is shown beside it: its places are those of the whole picture then."""
    room: Room = USUAL
    """The room that its picture is drawn for."""
    withheld: Withheld | None = None
    """What locks keep back: the walk ends before it, and data have nothing of it."""
    idle: tuple[Idle, ...] = ()
    """The locks that keep nothing back."""

    @property
    def graph(self) -> ge.Graph:
        """What is told."""
        return self.walk.graph

    @property
    def veils(self) -> bool:
        """Whether anything in the picture is hidden; callouts are beside it."""
        return not {*self.hide} <= {layers.CALLOUTS}

    @cached_property
    def words(self) -> Words:
        """Names and numbers as they are written, those of hidden layers as `?`."""
        return replace(self.open_words, mask=masked(self.hide)) if self.hide else self.open_words

    @cached_property
    def open_words(self) -> Words:
        """The same with every number, also of hidden layers: for what leaves those out itself."""
        found = Words(self.walk, by_columns=self.view.columns, network=self.network)
        forward = self.view.focus == ge.FORWARD
        if self.view.zoom == "chains":
            return replace(found, abreast=ge.views.chains(self.graph))
        return drawn_in(found, forward=forward) if self.view.zoom == "unroll" else found

    @cached_property
    def network(self) -> ge.views.Network | None:
        """The neurons, where these are drawn; raises `GraphError` where there are none."""
        drawn = self.view.zoom == "neurons" and not self.view.neuron
        return ge.views.network(self.graph) if drawn else None

    @property
    def as_graph(self) -> "Story":
        """The same story drawn as a graph, for what draws nothing else."""
        if self.view.zoom not in OTHERWISE or self.view.neuron:
            return self
        return replace(self, view=replace(self.view, zoom="layers"), own=self.own or self.view)

    @cached_property
    def source(self) -> ge.Graph:
        """The program's own graph, with the numbers that are looked at."""
        return parse(self.view.program).with_values(self.view.values)

    @cached_property
    def scene(self) -> Scene:
        """The picture before its first step."""
        drawn = self.drawing
        made = scene_of(drawn, self.hide)
        return replace(made, callouts=bool(self._explained)) if isinstance(drawn, Drawing) else made

    @cached_property
    def _explained(self) -> Sequence[int]:
        """The nodes beside which callouts stand, now or when all that is locked is told."""
        found = explained(self._whole.steps, self.graph)
        return sorted({node for node in found if node is not None})

    @property
    def _whole(self) -> ge.Walkthrough:
        return self.withheld.walk if self.withheld else self.untold or self.walk

    def standing(self, within: Room, *, largest: float = inf) -> Standing:
        """Where callouts stand in the picture, which is shown in a room with these pixels."""
        drawn = self.drawing
        if not isinstance(drawn, Drawing):
            return Standing(float(within.letters))  # between neurons, or cells, there is no room
        told = self._whole.path_edges
        return standing(drawn, self.scene, self._explained, within, told, largest=largest)

    @cached_property
    def drawing(self) -> Placed:
        """Where everything in the picture goes."""
        told = self._whole
        # Places as wide as numbers that a reader must not have would tell of them.
        hides = self.sealed and self.veils and not self.shown_beside
        secret = self.withheld is not None or hides
        sizes = Sizes(
            words=self.open_words,
            widest=widest(self.open_words, self.changes, all_chains=not secret),
            backward=any(step.phase == "backward" for step in told.steps),
        )
        if self.network is not None:
            whole = None if secret else self._whole_drawing
            found = whole and grown.within(sizes, self.network, whole)
            return found or neurons.draw(sizes, self.network, self.room)
        if self.view.zoom == "unroll":
            return unroll.draw(sizes)
        if self.view.zoom == "chains":
            return chains.draw(sizes)
        return drawing.draw(sizes, self.room)

    @property
    def _whole_drawing(self) -> neurons.Drawing | None:
        """The neurons of the program that this one grows into, in the same room."""
        if not self.whole or self.network is None:
            return None
        told = any(step.phase == "backward" for step in self._whole.steps)
        view = replace(self.view, program=self.whole, values={})
        view = replace(view, focus=ge.WHOLE if told else ge.FORWARD)
        drawn = replace(tell(view), room=self.room).drawing
        return drawn if isinstance(drawn, neurons.Drawing) else None

    @cached_property
    def changes(self) -> Sequence[Sequence[Change]]:
        """What changes in the picture, step by step, as data have it."""
        told = changes(self.open_words)
        return layers.visible(self.open_words, told, self.hide) if self.sealed else told

    @cached_property
    def visible(self) -> Sequence[Sequence[Change]]:
        """The same without the hidden layers, as it is shown."""
        return layers.visible(self.open_words, self.changes, self.hide)

    @cached_property
    def exact(self) -> ge.Run:
        """The first run in exact arithmetic, whatever is told."""
        run = self.walk.runs[0]
        if run.arithmetic == "exact":
            return run
        return ge.run(self.graph, values=told_values(self.view))

    @cached_property
    def nudges(self) -> Mapping[int, ge.Nudge]:
        """The check of every gradient; against the exact run, whatever is told."""
        return ge.nudges(self.exact)

    @property
    def doubts(self) -> tuple[ge.Doubt, ...]:
        """What the program may mean otherwise; who asks for the forward pass alone needs no end."""
        source = self.source
        read = () if source.loss is None and self.view.focus == ge.FORWARD else source.doubts
        return (*read, *map(_doubted, self.idle))

    @cached_property
    def checkable(self) -> frozenset[int]:
        """The nodes whose gradient is checked; known without checking."""
        return ge.checkable(self.graph)

    @property
    def matrices(self) -> bool:
        """Whether there are matrices to be explained."""
        return any(len(node.shape) == 2 for node in self.graph.nodes)

    @property
    def last(self) -> int:
        """The last step."""
        return len(self.walk.steps) - 1

    def clamp(self, step: int) -> int:
        """The nearest step that exists."""
        return min(max(step, 0), self.last)

    def _holds(self, step: ge.Step) -> bool:
        """Whether a note is true here: with the lesson's numbers, and where the same is told."""
        own = self.own or self.view
        told = self.view.focus == own.focus or (
            step.phase in ("start", "forward") and not step.iteration
        )
        drawn = (own.zoom,) if own.zoom != "layers" or own.opened else ("layers", *OTHERWISE)
        alike = replace(self.view, focus=own.focus, zoom=own.zoom) == own
        return told and alike and self.view.zoom in drawn

    @cached_property
    def keys(self) -> Keys:
        """The steps by their keys."""
        return Keys(self.walk)

    @cached_property
    def _noted(self) -> Mapping[int, str]:
        return self.keys.noted(self.notes) if self.notes else {}

    def note(self, step: ge.Step) -> str:
        """The author's own words at a step; at the start the introduction comes first.

        Nobody knows of which layer the numbers in them are: while one is hidden, words with
        numbers are not said.
        """
        held = self._noted.get(step.index, "")
        words = lesson_text(held) if held and self._holds(step) else ""
        first = self._introduction if step.kind == "start" else ""
        said = (each for each in (first, words) if not (self.veils and _DIGIT.search(each)))
        return " ".join(each for each in said if each)

    @property
    def _introduction(self) -> str:
        if not self.view.neuron:
            return lesson_text(self.graph.introduction)
        return _(
            "One neuron alone: gradients are those of what goes through it. A number that is also "
            "used elsewhere gets more from there."
        )

    @property
    def title(self) -> str:
        """The program's title; a lesson's in the language of now; with a lone neuron's name."""
        title, key = lesson_text(self.graph.title), self.view.neuron
        if key not in self.graph.names:
            return title
        name = self.words.plain(self.graph.node(key).index)
        return _("%(title)s: neuron %(name)s", title=title, name=name).removeprefix(": ")

    def drawn(self, step: int) -> Scene:
        """The picture after a step as data, without the hidden layers."""
        return drawing.at(self.scene, self.visible, step)

    def svg(self, step: int, *, theme: str = "paper", fonts: bool = True) -> str:
        """The picture after a step, on its own, with its `fonts` unless who draws it has them."""
        return picture.standalone_svg(self.drawn(step), theme=theme, fonts=fonts)

    def inline_svg(self, step: int, *, interactive: bool = True) -> str:
        """The picture after a step, for a page."""
        return picture.svg(self.drawn(step), interactive=interactive)

    @cached_property
    def structure(self) -> str:
        """The same for two stories that draw the same graph, with whatever numbers; known without a
        picture."""
        words, graph = self.words, self.graph
        parts = [
            (words.names[node.index], node.name, node.role, node.args, node.shape)
            + (() if node.op is None else (node.op.name, symbol_of(words, node)))
            for node in graph.nodes
        ]
        sizes = "sizes" in self.hide
        zoom = f"{self.view.zoom}{self.view.neuron}" if self.view.zoom in OTHERWISE else ""
        whole = (self.title, graph.loss, graph.back, parts, sizes, language(), zoom)
        return sha256(repr(whole).encode()).hexdigest()[:16]

    @cached_property
    def arrangement(self) -> str:
        """The same for two stories whose pictures differ in numbers and states only, and are as
        wide: the structure, and behind a point where everything is."""
        drawn = self.drawing
        placed: object = drawn.placed
        if isinstance(drawn, Drawing):
            placed = drawn.placed, drawn.labels, drawn.bodies
        return f"{self.structure}.{sha256(repr(placed).encode()).hexdigest()[:12]}"


def _doubted(lock: Idle) -> ge.Doubt:
    """What is said of a lock that keeps nothing back; it stands in the link, not in a line."""
    return ge.Doubt(
        message=ge.say("The lock `%(key)s` is of no number that is told here.", key=lock.key),
        hint=ge.say("Did you mean `%(near)s`?", near=lock.near) if lock.near else "",
        line=1,
        column=1,
        end_column=1,
        put=None,
    )


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
    walk = ge.tell(
        graph,
        values=told_values(view),
        arithmetic=view.arithmetic,
        focus=focus_of(graph, view.focus, opened=bool(view.neuron)),
        rate=view.rate,
        iterations=view.iterations,
        accumulate=view.accumulate,
    )
    if view.neuron:
        walk = without_updates(walk)
    elif own is None or view.program == own.program:
        walk = insert(walk, boards)
    task = sought(walk, view.unknown) if view.unknown and not view.neuron else None
    untold = walk if task else None
    return Story(view=view, walk=task or walk, notes=notes or {}, own=own, untold=untold)
