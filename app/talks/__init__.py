"""The talks: lessons in a row, with slides of text between; one TOML file each, its name the slug.

title = "…"           of the talk
subtitle = "…"        optional
order = 10            its place in the gallery
[[slide]]             one for each slide, in their order
number = 16           optional: under which it is found; else its place, from 1
title = "…"
section = "…"         optional: a small heading above the title
notes = "…"           optional: for the speaker alone

A slide of text:
points = ["…"]        one after another, one for each key press
style = "title"       optional: "title" and "section" are set large
question = "…"        optional: asked after the points
text = "…"            optional: the answer, after one more key press

A slide of a lesson:
lesson = "example-2"  the lesson's slug
step = "slope:p/v"    where the slide ends, by the step's key (`Step.key`); or "start", "last"
from = "value:p"      optional: where it begins; the steps between come one by one
level = "node"        optional: how fine these are; "formula" (all, usual), "edge", "node"
question = "…"        optional: the caption of the first state, in place of its sentence
text = "…"            optional: the caption of the last state, in place of its sentence

Every other key of a lesson's slide is an option as in a link: `focus`, `numbers`, `rate`, …;
`values = { w1 = 2 }` changes numbers. In titles and texts `$…$` is a formula in TeX.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from graph_engine.walkthrough.steps import Stop

from ..lessons import lessons
from ..state.kinds import OptionError
from ..state.options import typed
from ..story import Story

STYLES = ("points", "title", "section")
LEVELS: tuple[Stop, ...] = ("formula", "edge", "node")


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One slide: text, or a lesson from one of its steps to another."""

    number: int
    title: str
    section: str = ""
    notes: str = ""
    question: str = ""
    text: str = ""
    points: tuple[str, ...] = ()
    style: str = "points"
    lesson: str = ""
    step: str = "start"
    begin: str = ""
    """Where it begins, in the file `from`; empty for the step itself."""
    level: Stop = "formula"
    options: Mapping[str, str] = field(default_factory=dict)
    """How the lesson is looked at, as a link says it."""


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Slides in their order."""

    slug: str
    title: str
    subtitle: str = ""
    order: int = 0
    slides: tuple[Slide, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text of it that is shown or read."""
        found = [self.title, self.subtitle]
        for slide in self.slides:
            found += [slide.title, slide.section, *slide.points]
            found += [slide.question, slide.text, slide.notes]
        return tuple(found)


class TalkError(ValueError):
    """A talk that cannot be read or told; says which file and slide, and why."""


OF_TEXT = {"points", "style"}
OF_LESSON = {"lesson", "step", "from", "level"}
OF_BOTH = {"number", "title", "section", "notes", "question", "text"}
TEXTS = ("title", "section", "notes", "question", "text", "style", "lesson", "step", "from")


def read(path: Path) -> Talk:
    """A talk from its file; raises `TalkError`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        listed = data.pop("slide")
        slides = tuple(_slide(each, place) for place, each in enumerate(listed, start=1))
        if not slides:
            raise ValueError("a talk has at least one slide")
        numbers = [slide.number for slide in slides]
        if sorted(set(numbers)) != numbers:
            raise ValueError("the slides' numbers rise from one to the next")
        return Talk(slug=path.stem, slides=slides, **data)
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        raise TalkError(f"{path.name}: {error}") from error


def _slide(data: dict[str, Any], place: int) -> Slide:
    number = data.get("number", place)
    where = f"slide {number}"
    if not isinstance(number, int):
        raise TypeError(f"{where}: `number` is a whole number")
    for name in TEXTS:
        if not isinstance(data.get(name, ""), str):
            raise TypeError(f"{where}: `{name}` is a text")
    known = OF_BOTH | (OF_LESSON if "lesson" in data else OF_TEXT)
    more = {key: value for key, value in data.items() if key not in known}
    if "lesson" not in data:
        if more:
            raise ValueError(f"{where}: a slide of text has no {', '.join(sorted(more))}")
        points = data.get("points", [])
        if not isinstance(points, list) or not all(isinstance(each, str) for each in points):
            raise TypeError(f"{where}: `points` is a list of texts")
        if data.get("style", "points") not in STYLES:
            raise ValueError(f"{where}: `style` is one of {', '.join(STYLES)}")
    else:
        if data["lesson"] not in lessons():
            raise ValueError(f"{where}: there is no lesson {data['lesson']!r}")
        if data.get("level", "formula") not in LEVELS:
            raise ValueError(f"{where}: `level` is one of {', '.join(LEVELS)}")
    try:
        options = {k: v for key, value in more.items() for k, v in typed(key, value).items()}
    except OptionError as error:
        raise ValueError(f"{where}: {error}") from None
    shared = {key: data[key] for key in known & {*data} if key not in ("points", "from", "number")}
    shared.setdefault("title", "")
    return Slide(
        number=number,
        points=tuple(data.get("points", ())),
        begin=data.get("from", ""),
        options=MappingProxyType(options),
        **shared,
    )


@cache
def talks(folder: Path = Path(__file__).parent) -> Mapping[str, Talk]:
    """All talks by slug, in the gallery's order."""
    found = [read(path) for path in sorted(folder.glob("*.toml"))]
    found.sort(key=lambda talk: (talk.order, talk.slug))
    return MappingProxyType({talk.slug: talk for talk in found})


def span(slide: Slide, story: Story) -> tuple[int, int]:
    """The first and the last step of a lesson's slide; raises `TalkError` where there is none."""
    first = _find(slide, story, slide.begin, 0) if slide.begin else None
    last = _find(slide, story, slide.step, first or 0)
    return (last if first is None else first), last


def _find(slide: Slide, story: Story, key: str, after: int) -> int:
    """The first step of that key from a step on."""
    if key in ("start", "last"):
        return story.last if key == "last" else 0
    for step in story.keys.find(key):
        if step.index >= after:
            return step.index
    where, hint = f"slide {slide.number}: {slide.lesson}", story.keys.hint(key)
    raise TalkError(f"{where} has no step {key!r} from {after} on{hint}")
