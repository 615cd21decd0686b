"""A story as a class is told it: as far as the lecturer is, in the picture that the lecturer has.

What comes later stands in it as bare places, so that a page knows how far it is; no number of it is
there. It is a function of the request alone, so that one answer serves everybody in a language.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from ..exports.page_json import stage_json
from ..figures.beside import beside
from ..picture.strip import strip
from ..predict import questions
from ..predict.question import Question
from ..state.locks import Withheld
from ..story import Story

Json = dict[str, Any]

OF_STORY = ("title", "structure", "svg", "focus", "loss", "arithmetic")
OF_NODE = ("id", "name", "written", "role", "line", "shape")
OF_EDGE = ("id", "from", "to")
AHEAD = ("index", "kind", "stop", "key", "phase", "iteration", "path", "round", "node", "edge")
"""What of a step is told before it is seen: its place, and nothing that it says."""


def told_json(story: Story, *, slug: str, upto: int, since: int, have: str, question: str) -> Json:
    """The steps from `since` up to `upto`, and of the others that they are there.

    `have`: the structure of the picture that the page has; `question`: what is asked now.
    """
    last = story.clamp(upto)
    full = stage_json(story, slug=slug, step=0, have=have)
    bare = {"sentence": "", "cards": [], "formulas": [], "shown": [], "veil": [], "layers": []}
    steps = [
        each if k <= last else {**{name: each[name] for name in AHEAD}, **bare}
        for k, each in enumerate(full["steps"])
    ]
    found = asked(story, [question]).get(question)
    return {
        **{name: full[name] for name in OF_STORY if name in full},
        "nodes": [{name: each[name] for name in OF_NODE} for each in full["nodes"]],
        "edges": [{name: each[name] for name in OF_EDGE} for each in full["edges"]],
        "chains": full["chains"],
        "locked": None,
        "doubts": [],
        "since": since,
        "upto": last,
        "steps": steps[max(since, 0) :],
        "strip": strip(story.words, story.visible, 0),
        "figure": beside(story.figure, _cut(story, last)),
        "posed": _posed(found) if found else None,
    }


def _cut(story: Story, last: int) -> Story:
    """The story without what follows a step, as if that were locked."""
    steps = story.walk.steps
    if last >= len(steps) - 1 or story.withheld is not None:
        return story
    kept = Withheld(story.walk, steps[last + 1], last + 1)
    return replace(story, walk=replace(story.walk, steps=steps[: last + 1]), withheld=kept)


def _posed(question: Question) -> Json:
    """A question as it is asked: without hints, and without its number."""
    return {
        "ask": question.ask,
        "typing": question.typing,
        "slots": list(question.slots),
        "step": question.step,
        "count": question.count,
        "size": question.kind == "size",
    }


def asked(story: Story, ids: Collection[str]) -> dict[str, Question]:
    """Questions by their names, in the order of the story; what is none of it is left out."""
    steps = (each.partition(".")[0] for each in ids)
    only = {int(step[:9]) for step in steps if step.isdecimal()}
    return {each.id: each for each in questions(story, only=only) if each.id in ids}
