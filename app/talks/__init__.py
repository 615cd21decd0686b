"""The talks: lessons in a row, with slides of text between; one TOML file each, its name the slug.

title = "…"           of the talk
subtitle = "…"        optional
order = 10            its place in the gallery
minutes = 90          optional: for the whole talk; slides share what others do not say they take
[[slide]]             one for each slide, in their order
number = 16           optional: under which it is found; else its place, from 1
continues = true      optional: in place of a number: it goes on with the slide before
title = "…"
section = "…"         optional: a small heading above the title
notes = "…"           optional: for the speaker alone
asks = [{ … }]        optional: questions of its own that a class may be asked, each with
                      kind = "choice", ask = "…", choices = ["…", "…"], right = [2]; or kind =
                      "number", "text" or "wire" (app/predict/own.py); on no page of the talk
minutes = 3           optional: how long it is to take

A slide of text:
points = ["…"]        one after another, one for each key press; the first ones that a slide of text
                      with this number has shown are there from the start
style = "title"       optional: "title" and "section" are set large
currents = [7, 10]    optional: a current for each point, at which a neuron in time is shown beside
question = "…"        optional: asked after the points
text = "…"            optional: the answer, after one more key press

A slide of a lesson:
lesson = "example-2"  the lesson's slug
alone = true          optional: the figure of the lesson stands there without the graph
grows = true          optional: its picture comes out of the one before: what both have moves,
                      what are one thing now slides together, and what is new comes in
step = "slope:p/v"    where the slide ends, by the step's key (`Step.key`); or "start", "last"
from = "value:p"      optional: where it begins; the steps between come one by one
level = "node"        optional: how fine these are; "formula" (all, usual), "edge", "node";
                      "round": node by node the first round of learning, then one step a round
stops = ["value:z", "sum:w"]  in place of `from`, `step` and `level`: these steps and no others
question = "…"        optional: the caption of the first state, in place of its sentence
text = "…"            optional: the caption of the last state, in place of its sentence

Every other key of a lesson's slide is an option as in a link: `focus`, `numbers`, `rate`, …; what
`hide` names is nowhere on that slide; `unknown = ["w1"]` asks for weights before they are there;
`values = { w1 = 2 }` changes numbers. In titles and texts `$…$` is a formula in TeX.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, get_args

from ..figures.neuron import HIGHEST
from ..lessons import lessons, made
from ..predict.own import OwnError, read_own
from ..state.carried import typed, with_options
from ..state.kinds import OptionError
from ..story import Story

STYLES = ("points", "title", "section")
Level = Literal["formula", "edge", "node", "round"]
LEVELS: tuple[Level, ...] = get_args(Level)


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One slide: text, or a lesson from one of its steps to another."""

    number: int
    title: str
    section: str = ""
    notes: str = ""
    minutes: float = 0
    """Planned for it; 0: its share of the talk's."""
    asks: tuple[Mapping[str, Any], ...] = ()
    """Questions of its own, which a class may be asked."""
    question: str = ""
    text: str = ""
    points: tuple[str, ...] = ()
    given: int = 0
    """How many of them are there from the start: a slide before it has shown them."""
    style: str = "points"
    currents: tuple[float, ...] = ()
    """Input currents, one for each point, at which a neuron in time is drawn beside them."""
    lesson: str = ""
    step: str = "start"
    begin: str = ""
    """Where it begins, in the file `from`; empty for the step itself."""
    level: Level = "formula"
    stops: tuple[str, ...] = ()
    """The keys of its steps, where it has these and no others."""
    alone: bool = False
    """Whether the figure of its lesson stands there without the graph."""
    grows: bool = False
    """Whether its picture comes out of the one that is shown before."""
    options: Mapping[str, str] = field(default_factory=dict)
    """How the lesson is looked at, as a link says it."""


@dataclass(frozen=True, kw_only=True)
class Talk:
    """Slides in their order."""

    slug: str
    title: str
    subtitle: str = ""
    order: int = 0
    minutes: float = 0
    """Planned for the whole of it; 0: no plan."""
    slides: tuple[Slide, ...]

    @property
    def plan(self) -> tuple[float, ...]:
        """Minutes for each slide: its own, or an equal share of what is left."""
        left = self.minutes - sum(each.minutes for each in self.slides)
        share = max(left, 0) / max(1, sum(not each.minutes for each in self.slides))
        return tuple(each.minutes or share for each in self.slides)

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text of it that is shown or read."""
        found = [self.title, self.subtitle]
        for slide in self.slides:
            found += [slide.title, slide.section, *slide.points]
            found += [slide.question, slide.text, slide.notes]
            for each in slide.asks:
                found += [each["ask"], *each.get("choices", ())]
        return tuple(found)


class TalkError(ValueError):
    """A talk that cannot be read or told; says which file and slide, and why."""


OF_TEXT = {"points", "style", "currents"}
OF_LESSON = {"lesson", "step", "from", "level", "stops", "alone", "grows"}
SEPARATE = {"points", "currents", "from", "stops", "number", "continues", "asks"}
OF_BOTH = {"number", "continues", "title", "section", "notes", "minutes", "question", "text"}
OF_BOTH |= {"asks"}
TEXTS = ("title", "section", "notes", "question", "text", "style", "lesson", "step", "from")


def read(path: Path) -> Talk:
    """A talk from its file; raises `TalkError`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        listed = data.pop("slide")
        numbers = _numbers(listed)
        slides = _going_on(tuple(map(_slide, listed, numbers)))
        _minutes("the talk", data)
        if not slides:
            raise ValueError("a talk has at least one slide")
        return made(Talk, {"slug": path.stem, "slides": slides, **data})
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        raise TalkError(f"{path.name}: {error}") from error


def _numbers(listed: Sequence[dict[str, Any]]) -> list[int]:
    """The slides' numbers, which rise; one that goes on has that of the slide before."""
    numbers: list[int] = []
    for data in listed:
        goes_on = data.get("continues", False)
        number = numbers[-1] if goes_on and numbers else data.get("number", len({*numbers}) + 1)
        if not isinstance(number, int):
            raise TypeError(f"slide {number}: `number` is a whole number")
        if goes_on and ("number" in data or not numbers):
            raise ValueError(f"slide {number}: one that continues has the number of that before")
        if numbers and not goes_on and number <= numbers[-1]:
            raise ValueError("the slides' numbers rise from one to the next")
        numbers.append(number)
    return numbers


def _going_on(slides: Sequence[Slide]) -> tuple[Slide, ...]:
    """The slides, each with how many of its points have been shown under its number before."""
    found: list[Slide] = []
    for slide in slides:
        before = {each for one in found if one.number == slide.number for each in one.points}
        new = (k for k, point in enumerate(slide.points) if point not in before)
        found.append(replace(slide, given=next(new, 0)))
    return tuple(found)


def _minutes(where: str, data: Mapping[str, Any]) -> None:
    minutes = data.get("minutes", 1)
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0 < minutes < 1000:
        raise ValueError(f"{where}: `minutes` is a number above 0")


def _slide(data: dict[str, Any], number: int) -> Slide:
    where = f"slide {number}"
    _minutes(where, data)
    for name in TEXTS:
        if not isinstance(data.get(name, ""), str):
            raise TypeError(f"{where}: `{name}` is a text")
    asks = data.get("asks", [])
    if not isinstance(asks, list):
        raise TypeError(f"{where}: `asks` is a list of questions")
    try:
        asked = tuple(MappingProxyType(read_own(each)) for each in asks)
    except OwnError as error:
        raise ValueError(f"{where}: {error}") from None
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
        currents = data.get("currents", [])
        if not isinstance(currents, list) or not all(map(_is_current, currents)):
            raise ValueError(f"{where}: `currents` are numbers up to {HIGHEST:g}")
        if currents and len(currents) != len(points):
            raise ValueError(f"{where}: there is one of `currents` for each of `points`")
    else:
        if data["lesson"] not in lessons():
            raise ValueError(f"{where}: there is no lesson {data['lesson']!r}")
        for name in ("alone", "grows"):
            if not isinstance(data.get(name, False), bool):
                raise TypeError(f"{where}: `{name}` is true or false")
        if data.get("alone") and lessons()[data["lesson"]].figure is None:
            raise ValueError(f"{where}: {data['lesson']} has no figure that could stand alone")
        if data.get("level", "formula") not in LEVELS:
            raise ValueError(f"{where}: `level` is one of {', '.join(LEVELS)}")
        stops = data.get("stops", ["start"])
        if not isinstance(stops, list) or not stops or not all(isinstance(k, str) for k in stops):
            raise TypeError(f"{where}: `stops` is a list of steps' keys")
        if "stops" in data and {"from", "step", "level"} & {*data}:
            raise ValueError(f"{where}: `stops` stands in place of from, step and level")
    try:
        options = {k: v for key, value in more.items() for k, v in typed(key, value).items()}
        if "lesson" in data:
            with_options(lessons()[data["lesson"]].look, options)
    except OptionError as error:
        raise ValueError(f"{where}: {error}") from None
    shared = {key: data[key] for key in known & {*data} if key not in SEPARATE}
    shared.setdefault("title", "")
    return Slide(
        number=number,
        asks=asked,
        points=tuple(data.get("points", ())),
        currents=tuple(map(float, data.get("currents", ()))),
        begin=data.get("from", ""),
        stops=tuple(data.get("stops", ())),
        options=MappingProxyType(options),
        **shared,
    )


def _is_current(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= HIGHEST


@cache
def talks(folder: Path = Path(__file__).parent) -> Mapping[str, Talk]:
    """All talks by slug, in the gallery's order."""
    found = [read(path) for path in sorted(folder.glob("*.toml"))]
    found.sort(key=lambda talk: (talk.order, talk.slug))
    return MappingProxyType({talk.slug: talk for talk in found})


def span(slide: Slide, story: Story) -> tuple[int, int]:
    """The first and the last step of a lesson's slide; raises `TalkError` where there is none."""
    if slide.stops:
        return (found := stops(slide, story))[0], found[-1]
    first = _find(slide, story, slide.begin, 0) if slide.begin else None
    last = _find(slide, story, slide.step, first or 0)
    return (last if first is None else first), last


def stops(slide: Slide, story: Story) -> tuple[int, ...]:
    """The steps that a slide names one by one, in their order; raises `TalkError`."""
    found: list[int] = []
    for key in slide.stops:
        found.append(_find(slide, story, key, found[-1] + 1 if found else 0))
    return tuple(found)


def _find(slide: Slide, story: Story, key: str, after: int) -> int:
    """The first step of that key from a step on."""
    if key in ("start", "last"):
        return story.last if key == "last" else 0
    for step in story.keys.find(key):
        if step.index >= after:
            return step.index
    where, hint = f"slide {slide.number}: {slide.lesson}", story.keys.hint(key)
    raise TalkError(f"{where} has no step {key!r} from {after} on{hint}")
