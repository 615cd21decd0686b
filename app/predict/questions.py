"""Which numbers a walk can ask for, one after another."""

from collections.abc import Collection, Iterable, Iterator

import numpy as np

from graph_engine import Edge, Step

from ..story import Story
from . import of_gradients, of_sizes, of_values
from .question import Question


def questions(story: Story, *, only: Collection[int] | None = None) -> tuple[Question, ...]:
    """All of a walk, in its order; or `only` those of some steps, by their times."""
    with np.errstate(all="ignore"):
        return tuple(_asked(story, story.walk.steps if only is None else _some(story, only)))


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
