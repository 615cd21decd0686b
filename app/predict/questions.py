"""Which numbers a walk can ask for, one after another."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

import numpy as np

from graph_engine import Edge, Step

from ..state.locks import Withheld, locked_steps
from ..story import Story
from . import of_gradients, of_sizes, of_values
from .question import Question


def questions(story: Story, *, only: Collection[int] | None = None) -> tuple[Question, ...]:
    """All of a walk, in its order; or `only` those of some steps, by their times."""
    with np.errstate(all="ignore"):
        return tuple(_asked(story, story.walk.steps if only is None else _some(story, only)))


def opening(story: Story) -> Question | None:
    """What is asked for a story's first locked number; None where no number can be typed for it.

    It has a place in the story that ends before it, hints of what is told, and no answer.
    """
    kept = story.withheld
    if kept is None:
        return None
    here = _of_lock(replace(story, walk=kept.walk, withheld=None), kept)
    if not here:
        return None
    return replace(here[0], step=story.last + 1, formula="", reveal="")


def locked(whole: Story, locks: Collection[str]) -> tuple[Question, ...]:
    """What is asked for the numbers that keys lock in a whole story, each once, in its order; for
    a number that cannot be typed nothing is."""
    walk = whole.walk
    shown = [whole.words.plain(node.index) for node in whole.graph.nodes]
    kept = [Withheld(walk, step, step.index) for step in locked_steps(walk, locks, shown)]
    asked = ((each, _of_lock(whole, each)) for each in kept)
    found = [here[0] for _each, here in asked if here]
    return tuple({each.id: each for each in sorted(found, key=lambda one: one.step)}.values())


def _of_lock(whole: Story, kept: Withheld) -> list[Question]:
    """The questions of the step that tells a locked number: its own is the first. Behind that of a
    slope stands what is asked of the product so far."""
    asked = questions(whole, only=[kept.telling])
    # One entry is no answer for a matrix, and one connection none for all.
    single = ("entry", "connection")
    return [each for each in asked if each.step == kept.telling and each.kind not in single]


def _some(story: Story, only: Collection[int]) -> list[Step]:
    """These steps, and those before them that tell other places of the same node."""
    steps = story.walk.steps
    ends = {_places(step) for step in steps if step.index in only}
    return [step for step in steps if step.index in only or _places(step) in ends - {None}]


def _places(step: Step) -> tuple[int, int, int] | None:
    """What the slopes at several places of one node in an operation have in common."""
    if step.kind != "slope" or step.edge is None:
        return None
    return step.iteration, step.edge.dst, step.edge.src


def _asked(story: Story, steps: Iterable[Step]) -> Iterator[Question]:
    told: dict[tuple[int, int, int], set[Edge]] = {}
    for step in steps:
        match step.kind:
            case "value":
                yield from of_values.value(story, step)
            case "sizes":
                yield from of_sizes.sizes(story, step)
            case "slope":
                yield from of_gradients.slope(story, step)
                edge = step.edge
                assert edge is not None
                here = told.setdefault((step.iteration, edge.dst, edge.src), set())
                here.add(edge)
                places = story.words.together(edge)
                if len(here) == len(places):
                    yield from of_gradients.whole(story, step, places)
            case "flow":
                yield from of_gradients.flow(story, step)
            case "reuse":
                # With its last factor the product is the whole one, which the next step asks for.
                if step.product is not None:
                    yield from of_gradients.flow(story, step)
            case "product":
                yield from of_gradients.product(story, step)
            case "sum":
                yield from of_gradients.total(story, step)
            case "new":
                yield from of_values.update(story, step)
