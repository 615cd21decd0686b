"""Every lesson in every way in which a view can be chosen: each combination once.

Options with few words are tried with all of them, as the table says; of the others what a person
would choose stands here, and an option that is in neither is an error.
"""

from collections.abc import Iterator
from itertools import product
from urllib.parse import urlencode

from app.lessons import Lesson, lessons
from app.state.options import OPTIONS, Option

from .doors import Try


def views() -> Iterator[Try]:
    """The page of each lesson, in each combination of the options that its story depends on."""
    for lesson in lessons().values():
        found = [_tried(each, lesson) for each in OPTIONS if each.where == "story"]
        for chosen in product(*found):
            options = {name: text for each in chosen for name, text in each.items()}
            if options.get("accumulate") == "1" and options.get("iterations") == "1":
                continue  # there is nothing from before that could be added
            yield Try(method="GET", path=f"/lesson/{lesson.slug}?{urlencode(options)}")


def _tried(option: Option, lesson: Lesson) -> list[dict[str, str]]:
    """What is tried of an option: parts of a link."""
    graph = lesson.story().source
    leaves = [str(node.name) for node in graph.leaves]
    usual = option.of(lesson.look)
    match option.name:
        case "focus":
            texts = dict.fromkeys(("*", "-", usual if usual in leaves else leaves[0]))
        case "iterations":
            texts = dict.fromkeys(("1", "2"))
        case "sample":
            texts = dict.fromkeys(("0", "1") if graph.samples else ("0",))
        case "open" | "rate" | "v.":
            return [{}]  # as the lesson has it: the fuzz has other layers, rates and numbers
        case _:
            texts = dict.fromkeys(option.kind.schema["enum"])
    return [{option.name: text} for text in texts]
