"""What can be changed beside the picture: a field per leaf, and the choices of how it is drawn."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

import graph_engine as ge
from graph_engine import FORWARD, WHOLE, views
from graph_engine.alphabet import alphabet

from ..languages import _, decimal, later, translate
from ..picture.neurons.shown import shown
from ..picture.neurons.sums import of_entry
from ..programs import parse
from ..state.carried import changed
from ..state.options import option
from ..state.values import write
from ..state.view import Look, View
from ..story import OTHERWISE, Story
from ..wording.arrays import size
from ..wording.names import Name, names

MOST = 64
"""Numbers of a leaf that can be changed in a field; more are said by their size."""


ITERATIONS = (1, 2, 3, 5, 10, 20)
"""Numbers of updates to choose from."""


Listed = tuple[tuple[str, str], ...]
"""Values to choose from, as links write them, with their words."""


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


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A list to choose from: an option of the link, its label, and value and words of each."""

    option: str
    label: str
    chosen: str
    listed: Listed
    states: tuple[str, ...] = ()
    """For each, what it changes in the page's state, as JSON."""
    view: bool = False
    """Whether it says how the picture is drawn, and so stands beside it."""


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
    said: dict[str, Any] = {"key": "", "name": letter, "index": "", "role": "rate"}
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
    look = Look(view=story.view)
    found = []
    for key, control in CONTROLS.items():
        row, listed = option(key), control.listed(story)
        if row is None or not listed:
            continue
        looks = [control.also(look, row.read(look, key, value)) for value, _words in listed]
        found.append(
            Choice(
                option=key,
                label=translate(control.label),
                chosen=_chosen(story) if key == "focus" else row.write(look)[key],
                listed=listed,
                states=tuple(json.dumps(changed(look, each, row)) for each in looks),
                view=control.view,
            )
        )
    return found


def _alone(before: Look, chosen: Look) -> Look:
    """Nothing else changes."""
    return chosen


@dataclass(frozen=True, kw_only=True)
class Control:
    """How an option is chosen beside the picture."""

    label: str
    listed: Callable[[Story], Listed]
    """What there is to choose from, and its words; nothing where the option does not apply."""
    also: Callable[[Look, Look], Look] = _alone
    """What else changes with the choice, from the look before and the one that was chosen."""
    view: bool = False
    """As in `Choice`."""


def _zooms(story: Story) -> Listed:
    wide = any(node.shape for node in story.source.nodes)
    layered = wide or len(views.layers(story.source).nodes) < len(story.source.nodes)
    if not layered and story.view.zoom == "vectors":
        return ()
    listed = [("vectors", _("vectors") if wide else _("nodes")), ("layers", _("layers"))]
    if wide:
        listed.insert(0, ("scalars", _("single numbers")))
    if _neurons(story):
        listed.append(("neurons", _("neurons")))
    if _matrices(story):
        listed.append(("unroll", _("a matrix as a vector")))
    if _chains(story):
        listed.append(("chains", _("chains side by side")))
    if story.source.loss is not None and story.source.learned:
        listed += [
            ("learning", _("the learning, unrolled")),
            ("loop", _("the learning, a loop")),
        ]
    return tuple(listed)


def _chains(story: Story) -> bool:
    """Whether the chains of its weights can stand side by side."""
    graph = views.layers(story.source)
    try:
        views.chains(views.only(graph, 1) if graph.samples else graph)
    except ge.GraphError:
        return False
    return True


def _neurons(story: Story) -> bool:
    """Whether its layers can be drawn as neurons."""
    if story.network is not None:
        return True
    graph = views.layers(story.source)
    try:
        views.network(views.only(graph, 1) if graph.samples else graph)
    except ge.GraphError:
        return False
    return True


def _opened(story: Story) -> Listed:
    """The neurons that can be drawn alone: those that stand in the picture and weigh others."""
    if story.view.zoom != "neurons":
        return ()
    graph = views.layers(story.source)
    found = views.network(views.only(graph, story.view.sample) if graph.samples else graph)
    called = names(found.graph)
    listed = [("", _("all neurons"))]
    for layer in found.layers:
        node = found.graph.nodes[layer.node]
        for entry in shown(found)[layer.node]:
            whole = called[layer.node]
            name = of_entry(whole, entry) if node.shape else whole
            listed.append((views.entry_key(node, entry), _("neuron %(name)s", name=name.plain)))
    chosen = story.view.neuron
    if chosen and chosen not in dict(listed):
        listed.append((chosen, _("neuron %(name)s", name=chosen)))
    return tuple(listed)


def _matrices(story: Story) -> bool:
    """Whether a matrix can be drawn that becomes a vector."""
    graph = story.source
    try:
        views.vectorable(views.only(graph, 1) if graph.samples else graph)
    except ge.GraphError:
        return False
    return True


def _samples(story: Story) -> Listed:
    count = story.source.samples
    if not count:
        return ()
    numbered = [(str(k), _("sample %(number)s", number=k)) for k in range(1, count + 1)]
    return (("0", _("all %(count)s", count=count)), *numbered)


def _updates(story: Story) -> bool:
    """Whether updates are told: in the walk, or in a picture of the learning."""
    return bool(story.walk.updates) or story.view.zoom in ("learning", "loop")


def _iterations(story: Story) -> Listed:
    if not _updates(story):
        return ()
    numbers = sorted({*ITERATIONS, story.view.iterations})
    return tuple((str(k), _("one") if k == 1 else str(k)) for k in numbers)


def _resets(story: Story) -> Listed:
    if not _updates(story):
        return ()
    return (("0", _("reset each time")), ("1", _("never reset")))


def _unknowns(story: Story) -> Listed:
    """Whether weights have numbers; what a link asks for besides is listed with its names."""
    if not any(leaf.name and leaf.index in story.source.learned for leaf in story.source.leaves):
        return ()
    listed = [("", _("have their numbers")), (WHOLE, _("are sought"))]
    chosen = sorted(story.view.unknown)
    if chosen and chosen != [WHOLE]:
        names = ",".join(chosen)
        listed.append((names, _("%(names)s sought", names=names)))
    return tuple(listed)


def _orders(story: Story) -> Listed:
    if not any(len(node.shape) == 2 for node in story.graph.nodes):
        return ()
    return (("rows", _("row by row")), ("columns", _("column by column")))


def _closed(before: Look, chosen: Look) -> Look:
    """Another picture has nothing open; neurons and cells are those of one sample."""
    view = replace(chosen.view, opened=frozenset())
    if view.zoom in OTHERWISE and not view.sample and parse(view.program).samples:
        view = replace(view, sample=1)
    return replace(chosen, view=view)


def _apart(before: Look, chosen: Look) -> Look:
    """All samples together have no neurons; in layers they are drawn."""
    if chosen.view.sample or chosen.view.zoom not in OTHERWISE:
        return chosen
    return replace(chosen, view=replace(chosen.view, zoom="layers"))


def _seen(before: Look, chosen: Look) -> Look:
    """What is not reset shows from the second update on."""
    iterations = max(chosen.view.iterations, 3 if chosen.view.accumulate else 1)
    return replace(chosen, view=replace(chosen.view, iterations=iterations))


def _chosen(story: Story) -> str:
    focus = story.walk.focus
    return story.view.focus if focus is None else str(story.graph.nodes[focus].name)


def _focuses(story: Story) -> Listed:
    if story.graph.loss is None:
        return ()
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


CONTROLS: dict[str, Control] = {
    "focus": Control(label=later("Tell"), listed=_focuses),
    "zoom": Control(label=later("Draw"), listed=_zooms, also=_closed, view=True),
    "open": Control(label=later("Neuron"), listed=_opened, view=True),
    "sample": Control(label=later("Samples"), listed=_samples, also=_apart, view=True),
    "iterations": Control(label=later("Updates"), listed=_iterations),
    "accumulate": Control(label=later("Gradients"), listed=_resets, also=_seen),
    "vec": Control(label="vec", listed=_orders),
    "unknown": Control(label=later("Weights"), listed=_unknowns),
}
"""The options that are chosen from a list, by name, in their order on the page."""
