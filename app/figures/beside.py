"""Figures beside the graph: a nerve cell, a program; their parts are lit with its nodes. Beside a
loop of learning its losses."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_engine import Step

from ..languages import _
from ..picture import slots
from ..picture.svg import templates
from ..story import Story
from ..storyboard import FIGURES, Figure, Side
from . import images, losses

NAMED = "named"
"""Is lit from where on the parts have their names."""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A figure as a page has it."""

    side: Side
    markup: str
    """As SVG or HTML."""
    parts: tuple[str, ...]
    """For each step the parts that are lit, with blanks between."""
    lines: tuple["Line", ...] = ()
    """Of a program."""
    leads: tuple[str, ...] = ()
    """For each step the parts, which of their places, and the nodes that lines lead to from there,
    with commas between; empty where none does."""
    stages: tuple[str, ...] = ()
    """Of what grows, how it is drawn after each of its steps."""

    @property
    def led(self) -> str:
        """The lines from parts to nodes, as JSON."""
        return json.dumps(self.leads, separators=(",", ":")) if self.leads else ""

    @property
    def lit(self) -> str:
        """The parts that are lit, as JSON."""
        return json.dumps(self.parts, separators=(",", ":"))


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a program, and the part that it is."""

    text: str
    part: str


def beside(figure: Figure | None, story: Story) -> Beside | None:
    """The figure of a story; None where its program has none. A loop has its losses."""
    if story.view.zoom == "loop":
        return _losses(story)
    if (
        figure is None
        or story.view.neuron
        or (story.own is not None and story.own.program != story.view.program)
    ):
        return None
    lines = [
        Line(text=text or " ", part=str(number) if str(number) in figure.parts else "")
        for number, text in enumerate(figure.text.strip("\n").split("\n"), start=1)
    ]
    return Beside(
        side=FIGURES[figure.name],
        markup=templates()
        .get_template(f"_{figure.name}.html")
        .render(lines=lines, **_more(figure, story)),
        parts=tuple(lit(figure, story)),
        leads=tuple(leads(figure, story)) if FIGURES[figure.name] == "above" else (),
        lines=tuple(lines),
    )


def _more(figure: Figure, story: Story) -> dict[str, object]:
    """What a figure has of its own."""
    if figure.name != "images":
        return {}
    return {
        "images": images.shown(story, figure.channels),
        "words": {"images": _("RGB images"), "labels": _("labels"), "mean": _("its mean colour")},
    }


def _losses(story: Story) -> Beside | None:
    """The losses of the rounds of a loop; where values are hidden, none is drawn."""
    found = None if "values" in story.hide else losses.curve(story)
    if found is None:
        return None
    drawn = [_drawn(found, count) for count in range(len(found.points) + 1)]
    last = len(found.points)
    return Beside(
        side="curve",
        markup=templates()
        .get_template("_losses.html")
        .render(
            curve=found,
            title=_("%(loss)s after each round", loss=found.loss),
            below=_("round"),
            label=_("%(loss)s after each round, as far as it has been seen", loss=found.loss),
            drawn=json.dumps(drawn, separators=(",", ":")),
        ),
        parts=tuple(f"seen-{min(k, last)}" for k in losses.seen(story)),
        stages=tuple(drawn),
    )


def _drawn(curve: losses.Curve, seen: int) -> str:
    """What is on the paper once so many rounds have been seen."""
    return (
        templates()
        .get_template("_losses_seen.html")
        .render(curve=curve, seen=seen, points=curve.points[:seen], next=curve.next(seen))
        .strip()
    )


def lit(figure: Figure, story: Story) -> list[str]:
    """For each step the parts whose nodes it is about, with blanks between."""
    parts = _places(figure, story)
    named = _named(figure, story)
    found: list[str] = []
    for step in story.walk.steps:
        told = [part for part, _place in parts.get(_about(step), ())]
        found.append(" ".join([*told, *([NAMED] if step.index >= named else [])]))
    return found


def leads(figure: Figure, story: Story) -> list[str]:
    """For each step the parts that are lit, which of their places, and their nodes."""
    parts = _places(figure, story)
    named = _named(figure, story)
    found: list[str] = []
    for step in story.walk.steps:
        about = (_about(step), *step.others) if step.index >= named else ()
        told = [(*each, slots.node(node)) for node in about for each in parts.get(node, ())[:1]]
        found.append(",".join(f"{part} {place} {node}" for part, place, node in told))
    return found


def _places(figure: Figure, story: Story) -> Mapping[int, Sequence[tuple[str, int]]]:
    """Of each node the parts that it is, and which of their places it is."""
    parts: dict[int, list[tuple[str, int]]] = {}
    for part, names in figure.parts.items():
        for place, name in enumerate(names):
            if name in story.graph.names:
                parts.setdefault(story.graph.node(name).index, []).append((part, place))
    return parts


def _about(step: Step) -> int:
    """The node that a step is about; -1 for none."""
    if step.kind == "start":
        return -1
    about = step.edge.dst if step.edge is not None else step.node
    return -1 if about is None else about


def _named(figure: Figure, story: Story) -> int:
    """The step from which on parts have their names."""
    found = story.keys.find(figure.named) if figure.named else ()
    return found[0].index if found else 0
