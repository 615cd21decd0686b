"""What can be changed beside the picture: a field per leaf, and the choices of how it is drawn."""

from dataclasses import dataclass
from typing import Any

import numpy as np

import graph_engine as ge
from graph_engine import FORWARD, WHOLE, views

from ..languages import _, decimal
from ..story import Story, View, parse
from ..values import write
from ..wording.arrays import size
from ..wording.names import name

MOST = 64
"""Numbers of a leaf that can be changed in a field; more are said by their size."""


ITERATIONS = (1, 2, 3, 5, 10, 20)
"""Numbers of updates to choose from."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """A leaf's number as it can be changed; a vector in one line, a matrix in several."""

    key: str
    name: str
    index: str
    role: str
    value: str
    low: str = ""
    high: str = ""
    sides: bool = False
    """A label of ±1: two buttons, no slider."""
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


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A list to choose from: an option of the link, its label, and value and words of each."""

    option: str
    label: str
    chosen: str
    listed: tuple[tuple[str, str], ...]


def fields(story: Story | None) -> list[Field]:
    """A field per named leaf of the program, and one for the learning rate."""
    if story is None:
        return []
    own = _own(story)
    found = [
        _field(leaf, own.nodes[leaf.index])
        for leaf in story.source.leaves
        if leaf.name is not None and leaf.given is not None
    ]
    learning = story.view.zoom in ("learning", "loop")
    if learning or any(step.phase == "backward" for step in story.telling.steps):
        usual = story.own.rate if story.own else View(program="").rate
        found.append(_rate(story.view.rate, usual))
    return found


def _own(story: Story) -> ge.Graph:
    """The program's graph with its own numbers."""
    return parse(story.view.program)


def _field(leaf: ge.Node, own: ge.Node) -> Field:
    assert leaf.name is not None and leaf.given is not None and own.given is not None
    written = name(leaf.name)
    said: dict[str, Any] = {
        "key": leaf.name,
        "name": written.base,
        "index": written.index,
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
        sides=leaf.role == "label" and value in (-1.0, 1.0),
        **said,
    )


def _listed(value: Any) -> str:
    """A vector in one line, a matrix in several; of samples of matrices, one in each."""
    flat = value if value.ndim < 3 else np.reshape(value, (len(value), -1))
    return _shown(flat.tolist())


def _shown(value: Any) -> str:
    return write(value, decimal=decimal())


def _rate(rate: ge.Rate, usual: ge.Rate) -> Field:
    said: dict[str, Any] = {"key": "", "name": "α", "index": "", "role": "rate"}
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


def choices(story: Story | None) -> list[Choice]:
    """What can be told, how finely it is drawn, which sample, and the order of `vec`."""
    if story is None:
        return []
    view, found = story.view, []
    if story.graph.loss is not None:
        found.append(
            Choice(option="focus", label=_("Tell"), chosen=_chosen(story), listed=_focuses(story))
        )
    wide = any(node.shape for node in story.source.nodes)
    layered = wide or len(views.layers(story.source).nodes) < len(story.source.nodes)
    if layered or view.zoom != "vectors":
        listed = [("vectors", _("vectors") if wide else _("nodes")), ("layers", _("layers"))]
        if wide:
            listed.insert(0, ("scalars", _("single numbers")))
        if story.source.loss is not None and story.source.learned:
            listed += [
                ("learning", _("the learning, unrolled")),
                ("loop", _("the learning, a loop")),
            ]
        found.append(Choice(option="zoom", label=_("Draw"), chosen=view.zoom, listed=tuple(listed)))
    if story.source.samples:
        count = story.source.samples
        numbered = [(str(k), _("sample %(number)s", number=k)) for k in range(1, count + 1)]
        found.append(
            Choice(
                option="sample",
                label=_("Samples"),
                chosen=str(view.sample),
                listed=(("0", _("all %(count)s", count=count)), *numbered),
            )
        )
    if story.telling.updates or view.zoom in ("learning", "loop"):
        numbers = sorted({*ITERATIONS, view.iterations})
        found.append(
            Choice(
                option="iterations",
                label=_("Updates"),
                chosen=str(view.iterations),
                listed=tuple((str(k), _("one") if k == 1 else str(k)) for k in numbers),
            )
        )
    if story.telling.updates and view.zoom != "loop":
        found.append(
            Choice(
                option="accumulate",
                label=_("Gradients"),
                chosen=str(int(view.accumulate)),
                listed=(("0", _("reset each time")), ("1", _("never reset"))),
            )
        )
    if any(len(node.shape) == 2 for node in story.graph.nodes):
        found.append(
            Choice(
                option="vec",
                label="vec",
                chosen="columns" if view.columns else "rows",
                listed=(("rows", _("row by row")), ("columns", _("column by column"))),
            )
        )
    return found


def _chosen(story: Story) -> str:
    focus = story.telling.focus
    return story.view.focus if focus is None else str(story.graph.nodes[focus].name)


def _focuses(story: Story) -> tuple[tuple[str, str], ...]:
    graph, words = story.graph, story.words
    chains = [
        (str(node.name), _("the chain of %(name)s", name=words.plain(node.index)))
        for node in graph.leaves
        if node.name is not None
    ]
    return (
        (WHOLE, _("the whole backward pass")),
        *chains,
        (FORWARD, _("forward only")),
    )
