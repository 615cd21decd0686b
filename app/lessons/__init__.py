"""The lessons: one TOML file each; its name is its slug. A new lesson is one new file.

part = "…"            one of PARTS, the gallery's groups
order = 10            its place in the part
focus = "w1"          optional: the leaf whose chain is told, "*" all (default), "-" forward only
numbers = "slide"     optional: slide or exact (default)
rate = 1.0            optional: the learning rate α
program = '''…'''     its first comment lines are the title and the introduction
[notes]               optional: words of its own at steps, by the step's key (`Telling.key`)
"slope p/v" = "…"
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import graph_engine as ge

from ..story import Story, View, parse, tell

PARTS = (
    "A neuron and its graph",
    "How weights are learned",
    "How gradients flow",
)
"""The gallery's groups, in order."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A program with the way it is to be looked at."""

    slug: str
    part: str
    order: int
    program: str
    focus: str = ge.WHOLE
    numbers: Literal["exact", "slide"] = "exact"
    rate: float = 1.0
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The program's first comment line."""
        return parse(self.program).title

    @property
    def introduction(self) -> str:
        """The program's further comment lines."""
        return parse(self.program).introduction

    @property
    def view(self) -> View:
        """How it is looked at, unless somebody asks otherwise."""
        return View(program=self.program, arithmetic=self.numbers, focus=self.focus, rate=self.rate)

    def story(self) -> Story:
        """The lesson told as it is."""
        return tell(self.view, notes=self.notes)


class LessonError(ValueError):
    """A lesson that cannot be read or told; says which file, and why."""


def read(path: Path) -> Lesson:
    """A lesson from its file; raises `LessonError`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        data["program"] = data["program"].strip() + "\n"
        lesson = Lesson(slug=path.stem, **data)
        if lesson.part not in PARTS:
            raise ValueError(f"there is no part {lesson.part!r}")
        if not isinstance(lesson.order, int):
            raise TypeError("`order` is a whole number")
        lesson.story()
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        raise LessonError(f"{path.name}: {error}") from error
    return lesson


@cache
def lessons(folder: Path = Path(__file__).parent) -> Mapping[str, Lesson]:
    """All lessons by slug, in the gallery's order."""
    found = [read(path) for path in sorted(folder.glob("*.toml"))]
    found.sort(key=lambda lesson: (PARTS.index(lesson.part), lesson.order))
    return MappingProxyType({lesson.slug: lesson for lesson in found})
