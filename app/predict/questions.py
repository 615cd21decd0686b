"""Which numbers a walk can ask for, one after another."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

import numpy as np

from graph_engine import Edge, Step

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
    whole = replace(story, walk=kept.walk, withheld=None)
    asked = questions(whole, only=[kept.telling])
    # One entry is no answer for a matrix, and one connection none for all.
    single = ("entry", "connection")
    here = [each for each in asked if each.step == kept.telling and each.kind not in single]
    product = kept.asked.kind == "product"
    if not here:
        return None
    # A slope has a question of its own; a product is asked for as one so far, with its last factor.
    found = here[-1] if product else here[0]
    first, second = found.hints
    if product:
        # Its own second hint would tell the last factor: that of the factor tells what leads to it.
        second = here[0].hints[1] if len(here) > 1 else first
    return replace(found, step=story.last + 1, hints=(first, second), formula="", reveal="")


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
            case "flow" | "reuse":
                yield from of_gradients.flow(story, step)
            case "sum":
                yield from of_gradients.total(story, step)
            case "new":
                yield from of_values.update(story, step)
