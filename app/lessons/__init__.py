"""The lessons: one TOML file each; its name is its slug. A new lesson is one new file.

part = "…"            one of PARTS, the gallery's groups
order = 10            its place in the part
program = '''…'''     its first comment lines are the title and the introduction
focus = "w1"          optional: an option of the view as in a link, of `app/state/options.py`: which
                      leaf's chain is told, `numbers = "slide"`, `rate = 0.1`, `zoom = "layers"`, …
grows = "network"     optional: the lesson that it grows into: neurons have the places of there
[notes]               optional: words of its own at steps, by the step's key (`Step.key`)
"slope:p/v" = "…"
[[board]]             optional: states of its own between the steps: questions, mostly
name = "sizes"        its key is "board:sizes"
before = "sizes:1"    the key of the step that it stands before; else `after`, behind it
text = "…"
about = "w1"          optional: the node, or nodes, that it is about, which are lit
[figure]              optional: a figure beside the graph, whose parts are lit with the nodes
name = "cell"         "cell", a nerve cell, "code", lines of a program, or "images" with such lines
channels = ["r"]      of images: the leaves of red, green and blue of their mean colour
named = "board:cell"  optional: the key of the step from which on the parts are named
text = '''…'''        the lines of a program
[figure.parts]        which nodes each part stands for; of a program its lines, from 1
body = ["q"]
[thumbnail]           optional: what is new in it, for its small picture in the gallery
step = "slope:p/v"    optional: the key of the step that is shown; else the end of what is told
around = ["v", "p"]   optional: the nodes that are in it, where not all of the picture is
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from ..languages import lesson_text
from ..programs import parse
from ..state.carried import typed, with_options
from ..state.kinds import OptionError
from ..state.view import Look, View
from ..story import Story, story_of
from ..storyboard import CELL, FIGURES, Board, Figure

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
class Thumbnail:
    """What a lesson's small picture shows."""

    step: str = ""
    """The key of a step; empty for the end of the backward pass, or of the forward pass alone."""
    around: tuple[str, ...] = ()
    """Names of the nodes that are in it; none: those of the step."""


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A program with the way it is to be looked at."""

    slug: str
    part: str
    order: int
    view: View
    """How it is looked at, unless somebody asks otherwise."""
    notes: Mapping[str, str] = field(default_factory=dict)
    board: tuple[Board, ...] = ()
    figure: Figure | None = None
    grows: str = ""
    """The slug of the lesson that it grows into."""
    whole: str = ""
    """The program of that one."""
    thumbnail: Thumbnail = Thumbnail()

    @property
    def title(self) -> str:
        """The program's first comment line."""
        return lesson_text(parse(self.program).title)

    @property
    def introduction(self) -> str:
        """The program's further comment lines."""
        return lesson_text(parse(self.program).introduction)

    @property
    def program(self) -> str:
        """What is told."""
        return self.view.program

    @property
    def look(self) -> Look:
        """The lesson as its link without options shows it."""
        return Look(
            view=self.view,
            notes=self.notes,
            boards=self.board,
            figure=self.figure,
            whole=self.whole,
            own=self.view,
            slug=self.slug,
        )

    def story(self) -> Story:
        """The lesson told as it is."""
        return story_of(self.look)


T = TypeVar("T")


class LessonError(ValueError):
    """A lesson that cannot be read or told; says which file, and why."""


def read(path: Path) -> Lesson:
    """A lesson from its file; raises `LessonError`."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        view = _view(data)
        data["board"] = tuple(made(Board, board) for board in data.get("board", ()))
        if "figure" in data:
            data["figure"] = made(Figure, data["figure"])
        if "thumbnail" in data:
            data["thumbnail"] = _thumbnail(data["thumbnail"])
        whole = _whole(path.parent, data["grows"]) if "grows" in data else ""
        lesson = Lesson(slug=path.stem, view=view, whole=whole, **data)
        if lesson.part not in PARTS:
            raise ValueError(f"there is no part {lesson.part!r}")
        if not isinstance(lesson.order, int):
            raise TypeError("`order` is a whole number")
        _know_steps(lesson)
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        raise LessonError(f"{path.name}: {error}") from error
    return lesson


def made(kind: type[T], data: dict[str, Any]) -> T:
    """One of the kind from a file's data; raises `ValueError` for a key that it has not."""
    known = [*kind.__annotations__]
    for name in data:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            said = f"; did you mean {near[0]!r}?" if near else f": {', '.join(known)}"
            raise ValueError(f"a {kind.__name__.lower()} has no {name!r}{said}")
    return kind(**data)


def _whole(folder: Path, slug: object) -> str:
    """The program of the lesson that another grows into."""
    if not isinstance(slug, str) or not (folder / f"{slug}.toml").is_file():
        raise ValueError(f"there is no lesson {slug!r} to grow into")
    found = tomllib.loads((folder / f"{slug}.toml").read_text(encoding="utf-8"))
    return str(found["program"]).strip() + "\n"


def _thumbnail(data: dict[str, Any]) -> Thumbnail:
    step, around = data.pop("step", ""), data.pop("around", ())
    if data:
        raise ValueError(f"a small picture has no {', '.join(sorted(data))}")
    return Thumbnail(step=step, around=tuple(around))


def _know_steps(lesson: Lesson) -> None:
    """Raise `ValueError` for a note, a board or a small picture at a step that is not told, and
    for one of nodes that there are not, naming the nearest."""
    named = [board.name for board in lesson.board]
    if len(named) > len({*named}):
        raise ValueError("two boards have the same name")
    story, small = lesson.story(), lesson.thumbnail
    shown = (small.step,) if small.step else ()
    for key in (*(board.beside for board in lesson.board), *lesson.notes, *shown):
        story.keys.steps(key)
    for name in small.around:
        story.graph.node(name)
    if lesson.figure is not None:
        _know_figure(lesson.figure, story)
    for board in lesson.board:
        for name in board.about.split():
            story.graph.node(name)


def _know_figure(figure: Figure, story: Story) -> None:
    if figure.name not in FIGURES:
        raise ValueError(f"there is no figure {figure.name!r}: {', '.join(FIGURES)}")
    lines = map(str, range(1, len(figure.text.splitlines()) + 1))
    drawn = CELL if figure.name == "cell" else (*lines,)
    for part, names in figure.parts.items():
        if part not in drawn:
            raise ValueError(f"the figure has no part {part!r}: {', '.join(drawn)}")
        for name in names:
            story.graph.node(name)
    for name in figure.channels:
        story.graph.node(name)
    if figure.named:
        story.keys.steps(figure.named)


def _view(data: dict[str, Any]) -> View:
    """The program and its options, taken out of a file's data; raises `OptionError`."""
    look = Look(view=View(program=data.pop("program").strip() + "\n"))
    known = {each.name for each in fields(Lesson)} - {"slug", "view", "whole"}
    for name in set(data) - known:
        value = data.pop(name)
        try:
            look = with_options(look, typed(name, value, of="lesson"))
        except OptionError as error:
            raise ValueError(f"{name} = {value!r}: {error}") from error
    return look.view


@cache
def lessons(folder: Path = Path(__file__).parent) -> Mapping[str, Lesson]:
    """All lessons by slug, in the gallery's order."""
    found = [read(path) for path in sorted(folder.glob("*.toml"))]
    found.sort(key=lambda lesson: (PARTS.index(lesson.part), lesson.order))
    return MappingProxyType({lesson.slug: lesson for lesson in found})
