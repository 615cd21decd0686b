"""How a chain that is too long for a line goes on in the next one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

MOST_LINES = 6
"""Of one path."""


@dataclass(frozen=True)
class Frame:
    """The room that a strip is to fit in, and the scale at which its letters are large enough."""

    width: float
    height: float
    enough: float


@dataclass(frozen=True)
class Piece:
    """What stays together in a line: a factor with the sign before it."""

    width: float
    draw: Callable[[], None]


def _in_lines(pieces: Sequence[Piece], count: int) -> Sequence[Sequence[Piece]]:
    """The pieces in at most so many lines, which are as short as may be."""
    room = sum(piece.width for piece in pieces) / count
    while len(found := list(_filled(pieces, room))) > count:
        room *= 1.02
    return found


def _filled(pieces: Sequence[Piece], room: float) -> Iterator[Sequence[Piece]]:
    """The pieces in lines of a width."""
    line: list[Piece] = []
    for piece in pieces:
        if line and sum(each.width for each in (*line, piece)) > room:
            yield line
            line = []
        line.append(piece)
    yield line


def large(
    frame: Frame | None,
    rows: Sequence[Sequence[Sequence[Piece]]],
    left: float,
    height: Callable[[int], float],
) -> bool:
    """Whether letters of rows in lines are large enough in the frame."""
    if frame is None:
        return True
    width = left + max(sum(p.width for p in line) for row in rows for line in row)
    high = height(sum(map(len, rows)))
    return min(frame.width / width, frame.height / high) >= frame.enough


def broken(
    frame: Frame | None,
    rows: Sequence[Sequence[Piece]],
    left: float,
    height: Callable[[int], float],
) -> Sequence[Sequence[Sequence[Piece]]]:
    """The rows, each in the fewest lines in which letters are large enough; else in the largest.

    `height` is that of all lines.
    """
    if frame is None:
        return [[row] for row in rows]
    scale, best = 0.0, [_in_lines(row, 1) for row in rows]
    for count in range(1, MOST_LINES + 1):
        found = [_in_lines(row, count) for row in rows]
        width = left + max(sum(p.width for p in line) for row in found for line in row)
        now = min(frame.width / width, frame.height / height(sum(map(len, found))))
        if now > scale:
            scale, best = now, found
        if frame.width / width >= frame.enough:
            break  # more lines would be higher, and no larger
    return best
