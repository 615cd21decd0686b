"""The choices beside the picture: what is told, how finely it is drawn, which sample, and more."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

import graph_engine as ge
from graph_engine import FORWARD, WHOLE, views

from ..languages import _, later, translate
from ..picture.neurons.shown import shown
from ..picture.neurons.sums import of_entry
from ..programs import parse
from ..state.carried import changed
from ..state.options import option
from ..state.view import Look
from ..story import OTHERWISE, Story
from ..wording.names import names

ITERATIONS = (1, 2, 3, 5, 10, 20)
"""Numbers of updates to choose from."""


Listed = tuple[tuple[str, str], ...]
"""Values to choose from, as links write them, with their words."""


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
    folded = views.layers(story.source)
    closed = views.layers(story.source, cells=True)
    layered = wide or len(closed.nodes) < len(story.source.nodes)
    if not layered and story.view.zoom == "vectors":
        return ()
    listed = [("vectors", _("vectors") if wide else _("nodes")), ("layers", _("layers"))]
    if wide:
        listed.insert(0, ("scalars", _("single numbers")))
    if story.network is not None or _drawable(views.network, folded):
        listed.append(("neurons", _("neurons")))
    if _drawable(views.vectorable, story.source):
        listed.append(("unroll", _("a matrix as a vector")))
    if _drawable(views.chains, folded):
        listed.append(("chains", _("chains side by side")))
    if story.source.loss is not None and story.source.learned:
        listed += [
            ("learning", _("the learning, unrolled")),
            ("loop", _("the learning, a loop")),
        ]
    return tuple(listed)


def _drawable(view: Callable[[ge.Graph], object], graph: ge.Graph) -> bool:
    """Whether there is such a view of one sample of it."""
    try:
        view(_of_one(graph, 1))
    except ge.GraphError:
        return False
    return True


def _of_one(graph: ge.Graph, sample: int) -> ge.Graph:
    """The graph of one sample, where it has several."""
    return views.only(graph, sample) if graph.samples else graph


def _opened(story: Story) -> Listed:
    """The neurons that can be drawn alone: those that stand in the picture and weigh others."""
    if story.view.zoom != "neurons":
        return ()
    found = views.network(_of_one(views.layers(story.source), story.view.sample))
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
