"""The outlines of a font's glyphs, as paths of SVG."""

import io

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

Placed = tuple[float, float, float, float, float, float]
"""Where a unit to the right and one up lead to, and where the corner is."""


class Outline(BasePen):  # type: ignore[misc]  # fontTools has no types for it
    """Takes a path in pieces: how it is written, and its points."""

    def __init__(self, glyphs: object = None, size: float = 1.0) -> None:
        super().__init__(glyphs)
        self.size = size
        self.written = ""
        self.points: list[tuple[float, float]] = []

    def add(self, letter: str, *to: tuple[float, float]) -> None:
        """One piece: the letter of its command, and where it goes."""
        self.written += letter + "%.2f %.2f " * len(to)
        self.points += to

    def said(self, placed: Placed) -> str:
        """The path, where it is placed."""
        across, up, along, down, dx, dy = placed
        there = ((x / self.size, y / self.size) for x, y in self.points)
        return self.written % tuple(
            number
            for x, y in there
            for number in (across * x + along * y + dx, up * x + down * y + dy)
        )

    def _moveTo(self, to: tuple[float, float]) -> None:
        self.add("M", to)

    def _lineTo(self, to: tuple[float, float]) -> None:
        self.add("L", to)

    def _curveToOne(self, *to: tuple[float, float]) -> None:
        self.add("C", *to)

    def _qCurveToOne(self, *to: tuple[float, float]) -> None:
        self.add("Q", *to)

    def _closePath(self) -> None:
        self.add("Z")


class Glyphs:
    """Those of a font file, by their number; each is one unit high."""

    def __init__(self, data: bytes) -> None:
        self.font = TTFont(io.BytesIO(data))
        self.known: dict[int, Outline] = {}

    def outline(self, number: int) -> Outline:
        """Of one of them."""
        if number not in self.known:
            glyphs = self.font.getGlyphSet()
            pen = Outline(glyphs, self.font["head"].unitsPerEm)
            glyphs[self.font.getGlyphName(number)].draw(pen)
            self.known[number] = pen
        return self.known[number]
