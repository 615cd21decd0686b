"""The pages of a walk: one step each with its picture, its chain and its sentence; or a handout."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..languages import _, translate
from ..picture import scene as drawing
from ..picture.rooms import Room
from ..picture.svg import svg
from ..picture.widths import VALUE
from ..story import Story
from ..wording import remarks, sentences
from ..wording.sentences import PHASES
from . import measure
from .callout import Beside, beside
from .chain import NUMBER, Rooms, chain, rooms
from .ending import ending
from .lines import Frame
from .marks import Box, Drawing, Mark, Text, page

WIDTH, HEIGHT = 960.0, 540.0
"""A slide, in points."""
MARGIN = 36.0
TOP = 62.0
"""Where the picture may begin."""
GAP = 12.0
"""Between picture and strip."""
SENTENCE = 20.0
SENTENCE_LINES = 3
CAPTION = 96.0
"""The sentence's room at the bottom."""
STRIP_ROOM = (0.54, 0.48, 0.42)
"""The strip takes at most this part of what picture and strip share; the first with which the
picture has its letters, else the last."""
FRAME = Frame(
    WIDTH - 2 * MARGIN, STRIP_ROOM[0] * (HEIGHT - CAPTION - TOP), enough=HEIGHT / 40 / NUMBER
)
"""What a strip is broken into lines for: what is told is a 40th of the height."""
LETTERS = 11
"""Points of the numbers above the wires that the picture is laid out for: a 52nd of the height."""
LARGEST = 1.6
"""A small picture is not blown up further."""

A4_WIDTH, A4_HEIGHT = 595.28, 841.89
EDGE = 42.0
SHEET_TOP = 74.0
SHEET_LETTERS = 8
"""The same on paper."""
LINE = 1.35
"""From one line to the next, in parts of the type's size."""


@dataclass(frozen=True)
class Strip:
    """The strip at one step, and the room that it has at every step."""

    marks: Sequence[Mark]
    width: float
    height: float


@dataclass(frozen=True)
class Walk:
    """A story's steps, to be put on pages."""

    story: Story
    steps: Sequence[int]
    theme: str
    among: Sequence[int] = ()
    """All steps of the walk that these are taken from; these themselves where it is empty."""

    @cached_property
    def _rooms(self) -> Rooms:
        return rooms(self.story)

    @cached_property
    def _strips(self) -> dict[int, tuple[Sequence[Mark], float, float]]:
        return {step: chain(self.story, step, self._rooms, FRAME) for step in self.steps}

    def strip(self, step: int) -> Strip:
        """The strip at a step, in the room of the largest one."""
        marks = self._strips[step][0]
        return Strip(
            marks,
            max(width for _, width, _ in self._strips.values()),
            max(height for _, _, height in self._strips.values()),
        )

    def sentence(self, step: int) -> str:
        """What is said at a step."""
        return sentences.sentence(self.story.words, self.story.walk.steps[step])

    def ending(self, step: int) -> str:
        """What is said below that, where the rest is locked."""
        return ending(self.story, step)

    def notes(self, step: int) -> str:
        """What is said at a step, with what the lesson's author and the numbers add to it."""
        translate = self.story.walk.steps[step]
        parts = (
            self.sentence(step),
            remarks.remark(self.story.words, translate),
            self.story.note(translate),
            self.ending(step),
        )
        return "\n\n".join(part for part in parts if part)

    def place(self, step: int) -> str:
        """Where in the walk a step is."""
        now = self.story.walk.steps[step]
        all_ = self.among or self.steps
        return _(
            "%(number)s of %(count)s · %(phase)s",
            number=all_.index(step) + 1,
            count=len(all_),
            phase=translate(PHASES[now.phase]),
        )

    @property
    def title(self) -> str:
        """What the walk is about."""
        return self.story.title or _("Computational graph")

    def figure(self, step: int, *, width: float, height: float) -> Iterator[Mark]:
        """Picture and strip in a room whose upper left corner is (0, 0); the same for each step."""
        strip = self.strip(step)
        under = 0.0
        if strip.height:
            for share in STRIP_ROOM:
                scale = min(1.0, width / strip.width, share * height / strip.height)
                under = strip.height * scale + GAP
                if self._fits(width, height - under):
                    break
            yield Drawing(
                x=(width - strip.width * scale) / 2,
                y=height - strip.height * scale,
                width=strip.width * scale,
                height=strip.height * scale,
                own_width=strip.width,
                own_height=strip.height,
                marks=tuple(strip.marks),
            )
        high = height - under
        leader, card = self._card(step, width, high)
        yield from leader
        yield self.picture(step, width=width, height=high, letters=LETTERS)
        yield from card

    @cached_property
    def _laid_out(self) -> dict[Room, Story]:
        """The story as it is laid out for each room that was asked for."""
        return {}

    def _for(self, width: float, height: float, letters: int) -> Story:
        room = Room(int(width), int(height), letters)
        return self._laid_out.setdefault(room, replace(self.story, room=room))

    @cached_property
    def _beside(self) -> dict[Room, Beside | None]:
        """The cards that stand in each of these rooms."""
        return {}

    def _cards(self, width: float, height: float, letters: int) -> Beside | None:
        room = Room(int(width), int(height), letters)
        if room not in self._beside:
            told = self._for(width, height, letters)
            self._beside[room] = beside(told, room, largest=LARGEST)
        return self._beside[room]

    def _card(self, step: int, width: float, height: float) -> tuple[list[Mark], list[Mark]]:
        """What lies under the picture of a step, and what over it."""
        cards = self._cards(width, height, LETTERS)
        if cards is None:
            return [], []
        drawn = self.picture(step, width=width, height=height, letters=LETTERS)
        scale, scene = drawn.width / drawn.own_width, cards.story.scene
        moved = f"translate({drawn.x - scale * scene.left:.3f},{drawn.y:.3f}) scale({scale:.5f})"
        under, over = (
            [
                Drawing(
                    x=0,
                    y=0,
                    width=width,
                    height=height,
                    own_width=width,
                    own_height=height,
                    svg=f'<g class="graph" transform="{moved}">{part}</g>',
                )
            ]
            if part
            else []
            for part in cards.svg(step, self.theme)
        )
        return list(under), list(over)

    def _fits(self, width: float, height: float) -> bool:
        """Whether the picture's numbers are as large as they are to be in a room on a slide."""
        scene = self._for(width, height, LETTERS).scene
        return min(width / scene.width, height / scene.height) * VALUE >= HEIGHT / 52

    def picture(self, step: int, *, width: float, height: float, letters: int) -> Drawing:
        """The picture in the middle of a room whose upper left corner is (0, 0)."""
        told = self._for(width, height, letters)
        scene = drawing.at(told.scene, told.changes, step)
        scale = min(width / scene.width, height / scene.height, LARGEST)
        return Drawing(
            x=(width - scene.width * scale) / 2,
            # Where cards stand, free room is above the picture, as on the page.
            y=(height - scene.height * scale) / (1 if self._cards(width, height, letters) else 2),
            width=scene.width * scale,
            height=scene.height * scale,
            own_width=scene.width,
            own_height=scene.height,
            svg=svg(scene),
        )

    def slide(self, step: int) -> str:
        """A page of one step."""
        room = WIDTH - 2 * MARGIN
        place = self.place(step)
        aside = measure.width(place, 13) + 24
        title = measure.shortened(self.title, 18, room - aside, "bold")
        marks: list[Mark] = [
            Text(x=MARGIN, y=46, text=title, size=18, bold=True),
            Text(x=WIDTH - MARGIN, y=46, text=place, size=13, anchor="end", ink="--muted"),
            Drawing(
                x=MARGIN,
                y=TOP,
                width=room,
                height=HEIGHT - CAPTION - TOP,
                own_width=room,
                own_height=HEIGHT - CAPTION - TOP,
                marks=tuple(self.figure(step, width=room, height=HEIGHT - CAPTION - TOP)),
            ),
        ]
        marks += _said(
            (self.sentence(step), self.ending(step)),
            x=WIDTH / 2,
            y=HEIGHT - CAPTION + 32,
            size=SENTENCE,
            room=room,
            most=SENTENCE_LINES,
            middle=True,
        )
        return page(marks, width=WIDTH, height=HEIGHT, theme=self.theme)

    def sheets(self, per_page: int) -> Iterator[tuple[Sequence[int], str]]:
        """A handout on A4: several steps a page, each with its sentence."""
        count = -(-len(self.steps) // per_page)
        for number in range(count):
            steps = self.steps[number * per_page : (number + 1) * per_page]
            yield steps, self._sheet(steps, per_page, number + 1, count)

    def _sheet(self, steps: Sequence[int], per_page: int, number: int, count: int) -> str:
        title = measure.shortened(self.title, 15, A4_WIDTH - 2 * EDGE - 70, "bold")
        foot = f"{number} / {count}"
        marks: list[Mark] = [
            Text(x=EDGE, y=54, text=title, size=15, bold=True),
            Text(x=A4_WIDTH - EDGE, y=54, text=foot, size=11, anchor="end", ink="--muted"),
        ]
        cell = max(_cells(per_page), key=lambda each: self._scale(each.width, each.height))
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
            picture = self.picture(
                step, width=cell.width - 12, height=cell.height - 12, letters=SHEET_LETTERS
            )
            marks.append(replace(picture, x=x + 6 + picture.x, y=y + 6 + picture.y))
            number = (self.among or self.steps).index(step) + 1
            marks += _said(
                (f"{number}. {self.sentence(step)}", self.ending(step)),
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
            theme=self.theme,
            ground="#ffffff",
            instead=ink,
        )

    def _scale(self, width: float, height: float) -> float:
        """How large the picture is in a room."""
        scene = self._for(width - 12, height - 12, SHEET_LETTERS).scene
        return min((width - 12) / scene.width, (height - 12) / scene.height, LARGEST)


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


def walk(story: Story, steps: Sequence[int], theme: str) -> Walk:
    """The walk of an export; one step alone keeps its place among all."""
    return Walk(story, steps, theme, range(story.last + 1) if len(steps) == 1 else ())


def _said(
    texts: Sequence[str],
    *,
    x: float,
    y: float,
    size: float,
    room: float,
    most: int,
    middle: bool = False,
) -> Iterator[Mark]:
    """Texts below each other, in `most` lines; the last one has one of them at least."""
    *before, last = (text for text in texts if text)
    lines = [
        line
        for text in before
        for line in measure.lines(text, size, room, most=max(1, most - len(before)))
    ]
    lines += measure.lines(last, size, room, most=max(1, most - len(lines)))
    for k, line in enumerate(lines):
        yield Text(
            x=x,
            y=y + k * size * LINE,
            text=line,
            size=size,
            anchor="middle" if middle else "start",
        )
