"""The lessons: one TOML file each; its name is its slug. A new lesson is one new file.

part = "…"            one of PARTS, the gallery's groups
order = 10            its place in the part
focus = "w1"          optional: the leaf whose chain is told, "*" all (default), "-" forward only
numbers = "slide"     optional: slide or exact (default)
rate = 1.0            optional: the learning rate α; a list; or "1/(1+t)"
zoom = "layers"       optional: scalars, vectors (default), layers, learning, loop
sample = 1            optional: the sample that is drawn; 0 all (default)
iterations = 1        optional: how many updates are told
program = '''…'''     its first comment lines are the title and the introduction
[notes]               optional: words of its own at steps, by the step's key (`Telling.key`)
"slope p/v" = "…"
[[board]]             optional: states of its own between the steps: questions, mostly
name = "sizes"        its key is "board sizes"
before = "sizes 1"    the key of the step that it stands before
text = "…"
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import graph_engine as ge

from ..languages import lesson_text
from ..story import Story, View, Zoom, parse, tell
from ..storyboard import Board

PARTS = (
    "A neuron and its graph",
    "How weights are learned",
    "Vectors and samples",
    "Networks",
    "Beyond",
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
    rate: ge.Rate = 1.0
    zoom: Zoom = "vectors"
    sample: int = 0
    iterations: int = 1
    notes: Mapping[str, str] = field(default_factory=dict)
    board: tuple[Board, ...] = ()

    @property
    def title(self) -> str:
        """The program's first comment line."""
        return lesson_text(parse(self.program).title)

    @property
    def introduction(self) -> str:
        """The program's further comment lines."""
        return lesson_text(parse(self.program).introduction)

    @property
    def view(self) -> View:
        """How it is looked at, unless somebody asks otherwise."""
        return View(
            program=self.program,
            arithmetic=self.numbers,
            focus=self.focus,
            rate=self.rate,
            zoom=self.zoom,
            sample=self.sample,
            iterations=self.iterations,
        )

    def story(self) -> Story:
        """The lesson told as it is."""
        return tell(self.view, notes=self.notes, boards=self.board)


class LessonError(ValueError):
    """A lesson that cannot be read or told; says which file, and why."""


def read(path: Path) -> Lesson:
    """A lesson from its file; raises `LessonError`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        data["program"] = data["program"].strip() + "\n"
        data["board"] = tuple(Board(**board) for board in data.get("board", ()))
        lesson = Lesson(slug=path.stem, **data)
        if lesson.part not in PARTS:
            raise ValueError(f"there is no part {lesson.part!r}")
        if not isinstance(lesson.order, int):
            raise TypeError("`order` is a whole number")
        told = lesson.story().telling
        keys = {told.key(step) for step in told.steps}
        for board in lesson.board:
            if f"board {board.name}" not in keys:
                raise ValueError(f"no step {board.before!r} for the board {board.name!r}")
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        raise LessonError(f"{path.name}: {error}") from error
    return lesson


@cache
def lessons(folder: Path = Path(__file__).parent) -> Mapping[str, Lesson]:
    """All lessons by slug, in the gallery's order."""
    found = [read(path) for path in sorted(folder.glob("*.toml"))]
    found.sort(key=lambda lesson: (PARTS.index(lesson.part), lesson.order))
    return MappingProxyType({lesson.slug: lesson for lesson in found})
