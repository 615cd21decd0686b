"""What a worksheet can ask of a story, and what is thought of the tries: of the request alone.

A worksheet's link locks numbers; its tasks are the questions for these. A number that cannot be
typed, such as a matrix, is no task: it is shown when the walk comes to it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ..predict import locked, questions
from ..state.view import Look
from ..story import whole_story
from .results import judged
from .told import asked

Json = dict[str, Any]


def tasks_json(look: Look, only: Sequence[str] | None) -> Json:
    """The questions of a story in its order, or `only` some, without their numbers; of those that
    the look's locks mean it is said."""
    story = whole_story(look)
    if only is None:
        found = [each for each in questions(story) if not each.touched]
        keys = {each.id: each for each in locked(story, look.locks)} if look.locks else {}
        found += [each for name, each in keys.items() if name not in {one.id for one in found}]
    else:
        found, keys = [*asked(story, only).values()], {}
    return {
        "title": story.title,
        "tasks": [
            {
                "id": each.id,
                "step": each.step,
                "stop": each.stop,
                "ask": each.ask,
                "locked": each.id in keys,
            }
            for each in sorted(found, key=lambda each: each.step)
        ],
    }


def verdicts_json(look: Look, tries: Mapping[str, Sequence[str]]) -> Json:
    """Tasks with their numbers, and the group of each try at them; what is no question of the
    story is left out."""
    story = whole_story(look)
    found = asked(story, tries)
    return {
        "tasks": [
            {"id": each.id, "step": each.step, "ask": each.ask, "reveal": each.reveal}
            for each in found.values()
        ],
        "of": {
            name: {
                text: [each.kind, each.name] for text, each in judged(story, name, texts).items()
            }
            for name, texts in tries.items()
            if name in found
        },
    }
