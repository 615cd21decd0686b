"""The pages of a walk: one step each with its picture, its chain and its sentence."""

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
from . import leads, measure
from .callout import Beside, beside
from .chain import NUMBER, Rooms, chain, rooms
from .ending import ending
from .figured import Figured, figured
from .figured import Place as Spot
from .lines import Frame
from .marks import Drawing, Mark, Text, page

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
        now = self.story.walk.steps[step]
        parts = (
            self.sentence(step),
            remarks.remark(self.story.words, now),
            self.story.note(now),
            self.ending(step),
        )
        return "\n\n".join(part for part in parts if part)

    def number(self, step: int) -> int:
        """Which of all steps of the walk it is, from 1."""
        return (self.among or self.steps).index(step) + 1

    def place(self, step: int) -> str:
        """Where in the walk a step is."""
        now = self.story.walk.steps[step]
        return _(
            "%(number)s of %(count)s · %(phase)s",
            number=self.number(step),
            count=len(self.among or self.steps),
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
        yield from self._beside_figure(step, width, height - under)

    def beside_figure(
        self, step: int, *, width: float, height: float, letters: int
    ) -> Iterator[Drawing]:
        """The figure, where there is one, and the picture in the room that it leaves."""
        room = self.left(width, height)
        drawn = self.picture(step, width=room.width, height=room.height, letters=letters)
        if self._figure is not None:
            place, _room = self._figure.split(width, height)
            scene = self.laid_out(room.width, room.height, letters).scene
            scale = drawn.width / drawn.own_width
            at = room.x + drawn.x - scale * scene.left, room.y + drawn.y
            line = leads.drawn(self._figure, step, place, scene, at, scale)
            yield _in(Spot(0, 0, width, height), svg=line + self._figure.svg(step, place))
        yield _in(room, marks=(drawn,))

    def left(self, width: float, height: float) -> Spot:
        """What a figure leaves of a room for the picture."""
        if self._figure is None:
            return Spot(0, 0, width, height)
        return self._figure.split(width, height)[1]

    def _beside_figure(self, step: int, width: float, height: float) -> Iterator[Mark]:
        """The same with the picture's card."""
        room = self.left(width, height)
        *figure, picture = self.beside_figure(step, width=width, height=height, letters=LETTERS)
        yield from figure
        (drawn,) = picture.marks
        assert isinstance(drawn, Drawing)
        leader, card = self._card(step, drawn, room.width, room.height)
        yield replace(picture, marks=(*leader, drawn, *card))

    @cached_property
    def _figure(self) -> Figured | None:
        return figured(self.story, self.theme)

    @cached_property
    def _stories(self) -> dict[Room, Story]:
        """The story as it is laid out for each room that was asked for."""
        return {}

    def laid_out(self, width: float, height: float, letters: int) -> Story:
        """The story as it is laid out for a room."""
        room = Room(int(width), int(height), letters)
        return self._stories.setdefault(room, replace(self.story, room=room))

    @cached_property
    def _beside(self) -> dict[Room, Beside | None]:
        """The cards that stand in each of these rooms."""
        return {}

    def _cards(self, width: float, height: float, letters: int) -> Beside | None:
        room = Room(int(width), int(height), letters)
        if room not in self._beside:
            told = self.laid_out(width, height, letters)
            self._beside[room] = beside(told, room, largest=LARGEST)
        return self._beside[room]

    def _card(
        self, step: int, drawn: Drawing, width: float, height: float
    ) -> tuple[list[Mark], list[Mark]]:
        """What lies under the picture of a step in its room, and what over it."""
        cards = self._cards(width, height, LETTERS)
        if cards is None:
            return [], []
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
        room = self.left(width, height)
        scene = self.laid_out(room.width, room.height, LETTERS).scene
        return min(room.width / scene.width, room.height / scene.height) * VALUE >= HEIGHT / 52

    def picture(self, step: int, *, width: float, height: float, letters: int) -> Drawing:
        """The picture in the middle of a room whose upper left corner is (0, 0)."""
        told = self.laid_out(width, height, letters)
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
        marks += said(
            (self.sentence(step), self.ending(step)),
            x=WIDTH / 2,
            y=HEIGHT - CAPTION + 32,
            size=SENTENCE,
            room=room,
            most=SENTENCE_LINES,
            middle=True,
        )
        return page(marks, width=WIDTH, height=HEIGHT, theme=self.theme)


def _in(room: Spot, *, svg: str = "", marks: tuple[Mark, ...] = ()) -> Drawing:
    """Something in a room, in the units that are around it."""
    return Drawing(
        x=room.x,
        y=room.y,
        width=room.width,
        height=room.height,
        own_width=room.width,
        own_height=room.height,
        svg=svg,
        marks=marks,
    )


def walk(story: Story, steps: Sequence[int], theme: str) -> Walk:
    """The walk of an export; one step alone keeps its place among all."""
    return Walk(story, steps, theme, range(story.last + 1) if len(steps) == 1 else ())


def said(
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
