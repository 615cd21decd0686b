"""The room that a picture is drawn for: its place, and how large its letters are to be."""

import re
from dataclasses import dataclass, replace

from .widths import VALUE

ACROSS, DOWN = 32, 10
"""Rooms are rounded down to multiples of these pixels: who makes a window a little wider finds the
picture as it was."""

LEAST, MOST = 100, 8000
"""Pixels that a room can have; others are taken for these."""


@dataclass(frozen=True)
class Room:
    """Pixels across and down, and how many the numbers above the wires should be high."""

    width: int
    height: int
    letters: int

    @property
    def units(self) -> tuple[float, float]:
        """How wide and how high a picture may be, in its own units, to reach the letters."""
        return self.width * VALUE / self.letters, self.height * VALUE / self.letters

    @property
    def written(self) -> str:
        """As a page writes it: 1440x500x16."""
        return f"{self.width}x{self.height}x{self.letters}"


USUAL = Room(1440, 500, 16)
"""A window of 1440×900."""

STAGE = Room(1440, 600, 18)
"""The same window on the stage, where letters are a 52nd of its height."""

FRAME = Room(880, 240, 13)
"""A page of somebody else's, where the picture is embedded in a frame of 900×500."""

_WRITTEN = re.compile(r"(\d{1,5})x(\d{1,5})x(\d{1,3})")


def room(text: str, usual: Room = USUAL) -> Room:
    """A room as a page writes it, 1440x500x16, in its class; the usual one where it is odd."""
    found = exactly(text, usual)
    if found is usual:
        return usual
    return replace(found, width=found.width // ACROSS * ACROSS, height=found.height // DOWN * DOWN)


def exactly(text: str, usual: Room = USUAL) -> Room:
    """The same to the pixel: for what is put into a picture that is laid out."""
    found = _WRITTEN.fullmatch(text)
    if not found:
        return usual
    width, height, letters = map(int, found.groups())
    return Room(
        min(max(width, LEAST), MOST), min(max(height, LEAST), MOST), min(max(letters, 8), 200)
    )
