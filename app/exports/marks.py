"""What a page of an export is made of: texts, lines, boxes and pictures, each at its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from ..fonts.store import FAMILIES
from ..picture.style import cards, sheet, tokens
from ..picture.svg import templates
from ..wording.names import Name
from . import measure

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, kw_only=True)
class Text:
    """A line of text; `ink` is a colour of the theme."""

    x: float
    y: float
    text: str
    size: float
    anchor: Anchor = "start"
    ink: str = "--ink"
    bold: bool = False


@dataclass(frozen=True, kw_only=True)
class Written:
    """A name with its index and what stands above, perhaps behind a ∂; `x` is its left side."""

    x: float
    y: float
    name: Name
    size: float
    before: str = ""
    ink: str = "--ink"

    @property
    def width(self) -> float:
        """From its left side to its right one."""
        return written_width(self.name, self.size, before=self.before)

    @property
    def index_size(self) -> float:
        """Of its index."""
        return self.size * 0.7

    @property
    def drop(self) -> float:
        """How much lower its index stands."""
        return self.size * 0.22

    @property
    def rise(self) -> float:
        """From the line before to what stands above its right side."""
        return -self.size * 0.36 - (self.drop if self.name.index else 0)


def written_width(name: Name, size: float, *, before: str = "") -> float:
    """How wide a name is, with what stands before it."""
    base = measure.width(before, size, "name")
    base += measure.width(name.base, size, "vector" if name.bold else "name")
    return base + measure.width(name.index + name.over, size * 0.7, "math")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A straight line across."""

    x: float
    y: float
    width: float
    ink: str = "--ink"
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Box:
    """A rectangle with round corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    dashed: bool = False
    radius: float = 5.0


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A picture, or other marks, in a size of its own."""

    x: float
    y: float
    width: float
    height: float
    own_width: float
    own_height: float
    svg: str = ""
    """A picture of the graph, as it stands in a page."""
    marks: tuple["Mark", ...] = ()


Mark = Text | Written | Line | Box | Drawing


def moved(marks: Iterable[Mark], dx: float, dy: float) -> tuple[Mark, ...]:
    """The same marks at another place."""
    return tuple(replace(mark, x=mark.x + dx, y=mark.y + dy) for mark in marks)


def page(
    marks: Iterable[Mark],
    *,
    width: float,
    height: float,
    theme: str,
    ground: str = "",
    instead: Mapping[str, str] | None = None,
) -> str:
    """The marks as one SVG, in the theme's colours and in the fonts that come with the program.

    `ground`: another ground than the theme's; `instead`: other colours for what stands on it.
    """
    colours = {**tokens(theme), **(instead or {})}
    return (
        templates()
        .get_template("page.svg")
        .render(
            marks=tuple(marks),
            width=width,
            height=height,
            ground=ground or colours["--paper"],
            colours=colours,
            families=FAMILIES,
            style=sheet(theme) + cards(theme),
        )
    )
