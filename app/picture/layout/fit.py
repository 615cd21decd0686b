"""The way to draw a picture that reaches a room's letters, or comes nearest to them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .geometry import Layout, Question
from .row import LARGE
from .rows import in_lines, in_rows, narrow_row, one_row, staggered

MOST_ROWS = 7

MOST_ROWS_DOWN = 12
"""Where a picture is read downwards."""

MOST_PARTS = 4
"""Columns that a high one becomes: each further one is room that all others' wires pass."""

AS_LARGE = 0.98
"""Of another way's letters: nobody sees the difference."""

STILL = 0.85
"""Of the letters' size: what would move is shown whole where it is not smaller."""

Asked = Callable[[], Question]
Found = tuple[int, Layout]
"""Which of the questions has been answered, and how."""


@dataclass(frozen=True)
class _Room:
    """How wide and how high a picture may be, in its own units."""

    width: float
    height: float

    def scale(self, found: Layout) -> float:
        """How large it is drawn; 1 where its letters are as large as they should be."""
        return min(self.width / found.width, self.height / found.height)

    def limits_height(self, found: Layout) -> bool:
        """Whether it is the height that makes it no larger."""
        return found.height / self.height > found.width / self.width


def fitted(
    questions: tuple[Asked, ...],
    *,
    width: float,
    height: float,
    foldable: bool = True,
) -> Found:
    """The first way that fits into a room; else what comes nearest.

    `questions` are the same picture with its texts as usual, with them lower and wider, with fewer
    of them too, and with these as usual. Says which question it is. `foldable`: rows may be made.
    In an upright room (as of a phone) that is too small for all of it the rows are as wide as
    the room, and one reads on downwards.
    """
    room = _Room(width, height)
    foldable = foldable and len(questions[0]().wires) <= LARGE
    tried: list[Found] = []
    for found in _ways(questions, room, foldable):
        tried.append(found)
        if room.scale(found[1]) >= 1:
            return found
    best = max(tried, key=lambda each: room.scale(each[1]))
    if height < width or room.scale(best[1]) >= STILL or not foldable:
        return best
    tried += [*_downwards(questions[0](), 0, width), *_downwards(questions[3](), 3, width)]
    return max(tried, key=lambda each: (min(1.0, width / each[1].width), -each[1].height))


def _ways(questions: tuple[Asked, ...], room: _Room, foldable: bool) -> Iterator[Found]:
    """One row as it comes; then lines, or what is lower, or rows, at last of what is lower."""
    usual, level, lowest, tight = questions
    found = one_row(usual())
    yield 0, found
    if len(usual().wires) > LARGE:
        if room.limits_height(found):
            yield 1, one_row(level())
            yield 2, one_row(lowest())
        return
    if foldable and usual().lines:
        yield from _lines(usual(), tight(), room)
        return
    if room.limits_height(found):
        found = one_row(usual(), room.height)
        yield 0, found
    if room.limits_height(found):
        yield from _lower(usual(), level(), lowest(), room)
        return
    if foldable:
        for k, question in ((0, usual), (3, tight), (1, level), (2, lowest)):
            yield from _folded(question(), k, room)
    yield 0, narrow_row(usual(), room.height)


def _lines(usual: Question, tight: Question, room: _Room) -> Iterator[Found]:
    """A line of its own in each row, and two of them, and more."""
    for per in range(1, max(usual.lines) + 1):
        for k, question in ((0, usual), (3, tight)):
            found = in_lines(question, per, room.height)
            yield k, found
        if not room.limits_height(found):
            return


def _lower(usual: Question, level: Question, lowest: Question, room: _Room) -> Iterator[Found]:
    """What is lower and wider: by its texts, and by high columns that become two."""
    yield 1, one_row(level, room.height)
    yield 0, staggered(usual, room.height)
    yield 1, staggered(level, room.height)
    yield 2, one_row(lowest, room.height)
    yield 2, staggered(lowest, room.height)
    for parts in range(3, MOST_PARTS + 1):
        for k, question in enumerate((usual, level, lowest)):
            found = staggered(question, room.height, parts)
            yield k, found
        if not room.limits_height(found):
            return


def _folded(question: Question, k: int, room: _Room) -> Iterator[Found]:
    """Two rows and more, until the height limits; where it does, rows that begin with boxes read
    better, and are as large though they be wider."""
    for count in range(2, MOST_ROWS + 1):
        found = in_rows(question, count, room.height)
        if found is None:
            return
        if room.limits_height(found) and room.scale(found) >= 1:
            wider = in_rows(question, count, room.height, from_boxes=True)
            if wider is not None and room.scale(wider) >= max(1.0, AS_LARGE * room.scale(found)):
                found = wider
        yield k, found
        if room.limits_height(found):
            return


def _downwards(question: Question, k: int, width: float) -> Iterator[Found]:
    """Two rows and more, until they are as narrow as the room."""
    for count in range(2, MOST_ROWS_DOWN + 1):
        found = in_rows(question, count)
        if found is None:
            return
        yield k, found
        if found.width <= width:
            return
