"""A walk on paper: several steps on a sheet of A4, each with its sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from . import measure
from .marks import Box, Mark, Text, page
from .slides import LARGEST, LINE, Walk, said

A4_WIDTH, A4_HEIGHT = 595.28, 841.89
EDGE = 42.0
SHEET_TOP = 74.0
SHEET_LETTERS = 8
"""Points of the numbers above the wires."""


def sheets(walk: Walk, per_page: int) -> Iterator[tuple[Sequence[int], str]]:
    """A handout on A4: several steps a page, each with its sentence."""
    count = -(-len(walk.steps) // per_page)
    for number in range(count):
        steps = walk.steps[number * per_page : (number + 1) * per_page]
        yield steps, _sheet(walk, steps, per_page, number + 1, count)


def _sheet(walk: Walk, steps: Sequence[int], per_page: int, number: int, count: int) -> str:
    title = measure.shortened(walk.title, 15, A4_WIDTH - 2 * EDGE - 70, "bold")
    foot = f"{number} / {count}"
    marks: list[Mark] = [
        Text(x=EDGE, y=54, text=title, size=15, bold=True),
        Text(x=A4_WIDTH - EDGE, y=54, text=foot, size=11, anchor="end", ink="--muted"),
    ]
    cell = max(_cells(per_page), key=lambda each: _scale(walk, each.width, each.height))
    for k, step in enumerate(steps):
        x, y = cell.corner(k)
        marks.append(
            Box(
                x=x,
                y=y,
                width=cell.width,
                height=cell.height,
                fill="--paper",
                stroke="--line",
            )
        )
        marks += (
            replace(each, x=x + 6 + each.x, y=y + 6 + each.y)
            for each in walk.beside_figure(
                step, width=cell.width - 12, height=cell.height - 12, letters=SHEET_LETTERS
            )
        )
        marks += said(
            (f"{walk.number(step)}. {walk.sentence(step)}", walk.ending(step)),
            x=x + cell.text_x,
            y=y + cell.text_y,
            size=cell.size,
            room=cell.text_width,
            most=cell.text_lines,
        )
    # Paper is white, whatever the pictures' own ground is.
    ink = {"--ink": "#1d1f21", "--muted": "#5d6063"}
    return page(
        marks,
        width=A4_WIDTH,
        height=A4_HEIGHT,
        theme=walk.theme,
        ground="#ffffff",
        instead=ink,
    )


def _scale(walk: Walk, width: float, height: float) -> float:
    """How large the picture is in a room."""
    room = walk.left(width - 12, height - 12)
    scene = walk.laid_out(room.width, room.height, SHEET_LETTERS).scene
    return min(room.width / scene.width, room.height / scene.height, LARGEST)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A picture's room on a handout, and where its sentence goes: below it or beside it."""

    columns: int
    across: float
    down: float
    """From one cell to the next."""
    width: float
    height: float
    text_x: float
    text_y: float
    text_width: float
    text_lines: int
    size: float

    def corner(self, k: int) -> tuple[float, float]:
        """The upper left corner of the k-th cell of a page."""
        return EDGE + k % self.columns * self.across, SHEET_TOP + k // self.columns * self.down


def _cells(per_page: int) -> Iterator[Cell]:
    """The ways to put so many steps on a page."""
    full, gap = A4_WIDTH - 2 * EDGE, 16.0
    for columns in (1, 2):
        rows = -(-per_page // columns)
        across = (full + gap) / columns
        down = (A4_HEIGHT - SHEET_TOP - EDGE + gap) / rows
        size = 11.0 if columns == 1 else 9.0
        below = 3 * size * LINE + 8
        stacked = Cell(
            columns=columns,
            across=across,
            down=down,
            size=size,
            width=across - gap,
            height=down - gap - below,
            text_x=0,
            text_y=down - gap - below + size * 1.5,
            text_width=across - gap,
            text_lines=3,
        )
        yield stacked
        if columns == 1:
            width = 0.68 * full
            yield replace(
                stacked,
                width=width,
                height=down - gap,
                text_x=width + 12,
                text_y=size,
                text_width=full - width - 12,
                text_lines=max(3, int((down - gap) / (size * LINE))),
            )
