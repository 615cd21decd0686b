"""The room that a picture is drawn for: its place, and how large its letters are to be."""

import re
from dataclasses import dataclass

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
    card: bool = False
    """Whether there is to be room for callouts, too."""

    @property
    def units(self) -> tuple[float, float]:
        """How wide and how high a picture may be, in its own units, to reach the letters."""
        return self.width * VALUE / self.letters, self.height * VALUE / self.letters

    @property
    def written(self) -> str:
        """As a page writes it: 1440x500x16; behind it what it has room for besides, +card."""
        return f"{self.width}x{self.height}x{self.letters}{CARD if self.card else ''}"


CARD = "+card"

USUAL = Room(1440, 500, 16)
"""A window of 1440×900."""

PAGE = Room(1440, 450, 16, card=True)
"""The same on the studio's page, between sentence and strip, with callouts."""

STAGE = Room(1440, 600, 18)
"""The same window on the stage, where letters are a 52nd of its height."""

FRAME = Room(880, 240, 13)
"""A page of somebody else's, where the picture is embedded in a frame of 900×500."""

_WRITTEN = re.compile(r"(\d{1,5})x(\d{1,5})x(\d{1,3})(\+card)?")


def room(text: str, usual: Room = USUAL) -> Room:
    """A room as a page writes it, 1440x500x16, in its class; the usual one where it is odd."""
    found = _WRITTEN.fullmatch(text)
    if not found:
        return usual
    width, height, letters = (int(each) for each in found.groups()[:3])
    return Room(
        min(max(width, LEAST), MOST) // ACROSS * ACROSS,
        min(max(height, LEAST), MOST) // DOWN * DOWN,
        min(max(letters, 8), 200),
        card=found[4] is not None,
    )
