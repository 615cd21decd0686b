"""What has a place in the picture: boxes and wires; asked for, and placed."""

from dataclasses import dataclass
from math import cos, hypot, sin

Point = tuple[float, float]

MARGIN = 4.0
"""Room round the picture, as the thickest line of a box at its side takes it."""


@dataclass(frozen=True)
class Box:
    """How much room something takes about a point on its wire, and what is drawn around the point.

    `up` and `down` differ: under a leaf there is its new value, above a wire one line of text. What
    is drawn is a circle (`radius`), or a rectangle (`core`, `height`), or nothing.
    """

    width: float
    up: float
    down: float
    radius: float = 0
    core: float = 0
    """How wide the rectangle is."""
    height: float = 0
    """How high it is."""
    corner: float = 0
    """How round its corners are."""

    @property
    def clear(self) -> bool:
        """Whether there is room for texts beside what is drawn: no wire goes through it."""
        across, down = (self.core, self.height) if self.core else (2 * self.radius,) * 2
        return self.width > across + 12 or max(self.up, self.down) > down / 2 + 4

    def about(self, x: float, y: float) -> tuple[float, float, float, float]:
        """What it takes about a point: left, top, right, bottom."""
        wide = max(self.width, self.core, 2 * self.radius) / 2
        return x - wide, y - max(self.up, self.radius), x + wide, y + max(self.down, self.radius)

    def holds(self, dx: float, dy: float, gap: float) -> bool:
        """Whether a point so far from the middle is within `gap` of what is drawn."""
        if self.radius:
            return hypot(dx, dy) < self.radius + gap
        across = abs(dx) - self.core / 2 + self.corner
        down = abs(dy) - self.height / 2 + self.corner
        outside = hypot(max(across, 0.0), max(down, 0.0)) - self.corner
        return outside + min(max(across, down), 0.0) < gap

    def reach(self, angle: float) -> float:
        """How far what is drawn reaches from the middle in a direction."""
        if self.radius:
            return self.radius
        low, high = 0.0, hypot(self.core, self.height)
        for _ in range(24):
            half = (low + high) / 2
            if self.holds(half * cos(angle), half * sin(angle), 0):
                low = half
            else:
                high = half
        return low


@dataclass(frozen=True)
class Wire:
    """From box `src` through a label to box `dst`, or out of the picture where `dst` is None."""

    src: int
    dst: int | None
    label: Box


@dataclass(frozen=True)
class Drawn:
    """A wire in place: its path, its arrowhead, and the point of its label that is on the wire."""

    path: str
    head: str
    """The arrowhead's place, as an SVG transform."""
    x: float
    y: float
    aside: bool = False
    """Whether the label stands at the right of the wire, and not on it."""


@dataclass(frozen=True)
class Layout:
    """Where everything is: the middle of each box, each wire, and the size of the whole."""

    boxes: tuple[Point, ...]
    wires: tuple[Drawn, ...]
    width: float
    height: float
    back: tuple[tuple[str, str], ...] = ()
    """Wires that lead back, where these have places: path, and the arrowhead's place."""


@dataclass(frozen=True)
class Ring:
    """Which boxes are what in a loop that learns one weight at a fixed rate."""

    weight: int
    loss: int
    gradient: int
    product: int
    rate: int
    new: int
    data: tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """What is to be placed: boxes, the wires between them, and where operands keep their order."""

    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    ordered: frozenset[int] = frozenset()
    """Boxes whose operands come in from top to bottom (where a − b is not b − a)."""
    lines: tuple[int, ...] = ()
    """Of each box, in which line it is read, where the picture has lines of its own: iterations of
    learning."""
    ring: Ring | None = None
    """Where the picture is a ring."""
