"""The states of a slide: all that is shown of it, one after another, each one key press.

The stage works them out by the same rules (static/js/lib/deck.js), for on it the numbers of a story
may change; a test compares both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..story import Story
from ..storyboard import round_of
from . import Level, Slide, span, stops

STOPS: Mapping[Level, tuple[str, ...]] = {
    "round": ("node",),
    "node": ("node",),
    "edge": ("node", "edge"),
    "formula": ("node", "edge", "formula"),
}


@dataclass(frozen=True)
class State:
    """How far a slide is: a step of its story, or how many of its points are there."""

    step: int
    says: Literal["", "question", "text"] = ""
    """Whether the slide's own question or text is said."""


def states(slide: Slide, story: Story | None) -> tuple[State, ...]:
    """What a slide shows, one after another; its story is None for a slide of text."""
    return _of_text(slide) if story is None else _of_lesson(slide, story)


def _of_text(slide: Slide) -> tuple[State, ...]:
    last = len(slide.points)
    points = [last] if slide.style != "points" else range(slide.given + 1, last + 1)
    found = [State(step) for step in points]
    found += [State(last, "question")] if slide.question else []
    found += [State(last, "text")] if slide.text else []
    return tuple(found or [State(0)])


def _of_lesson(slide: Slide, story: Story) -> tuple[State, ...]:
    steps = list(_steps(slide, story))
    # The question comes before the answer: a state of its own where there is only one.
    if slide.question and len(steps) == 1 and (slide.text or not slide.stops):
        steps *= 2
    found = [State(step) for step in steps]
    if slide.text:
        found[-1] = State(steps[-1], "text")
    if slide.question:
        found[0] = State(steps[0], "question")
    return tuple(found)


def _steps(slide: Slide, story: Story) -> Sequence[int]:
    if slide.stops:
        return stops(slide, story)
    first, last = span(slide, story)
    always = {first, last, 0, story.last}
    return [
        step.index
        for step in story.walk.steps[first : last + 1]
        if step.index in always or step.stop in STOPS[slide.level]
        if not (slide.level == "round" and _inside(story, step.index, last))
    ]


def _inside(story: Story, step: int, last: int) -> bool:
    """Whether a step is inside a round that is like the first one: its end alone is seen."""
    steps = story.walk.steps
    turn = round_of(story.graph, steps[step])
    return turn > 0 and step < last and round_of(story.graph, steps[step + 1]) == turn
