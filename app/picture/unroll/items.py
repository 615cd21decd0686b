"""Matrices and vectors of a picture as plain data: groups of cells, and the ways between them."""

from dataclasses import dataclass, replace

from ...wording.names import Name
from ..items import Fraction, Part, Seen, State, spoken
from ..layout.geometry import Point


@dataclass(frozen=True)
class Cell:
    """A box with one number."""

    part: Part
    x: float
    y: float
    """Its upper left corner."""
    hue: str
    """Which of the colours it has; empty: none, it is a zero by structure."""
    entry: str = ""
    """What all cells of one entry of the matrix share."""
    origin: str = ""
    """From where it comes into its place, to the right and down."""


@dataclass(frozen=True)
class Label:
    """Names and words beside cells."""

    x: float
    y: float
    pieces: tuple[str | Name, ...]
    kind: str = "size"
    anchor: str = "middle"


@dataclass(frozen=True)
class Frame:
    """A box about cells."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Way:
    """An arrow along which a line of cells goes to another place."""

    path_d: str
    head: str
    hue: str
    follows: str
    """The slot with whose number it is there."""
    state: str = "absent"


@dataclass(frozen=True)
class Known:
    """A local Jacobian's frame, and what is said of its size."""

    part: Part
    note: Part
    asked: Frame
    asked_at: Point
    x: float
    y: float
    above: Name
    below: Name
    """Numerator and denominator."""


@dataclass(frozen=True)
class Group:
    """Cells of one node, or of one wire."""

    kind: str
    state: State
    title: str
    node: str = ""
    key: str = ""
    """The name in the program."""
    role: str = ""
    edge: str = ""
    with_slot: str = ""
    """The slot with whose number all that is about the cells comes; empty: it is there."""
    with_state: str = ""
    cells: tuple[Cell, ...] = ()
    frame: Frame | None = None
    labels: tuple[Label, ...] = ()
    late: tuple[Label, ...] = ()
    """Those that come with the first of the ways: they answer where the cells go."""
    fraction: Fraction | None = None
    circles: tuple[tuple[Point, Name, str], ...] = ()
    """Neurons before the rows of a local Jacobian: where, how they are called, their colour."""
    ways: tuple[Way, ...] = ()
    dots: tuple[tuple[float, float, str], ...] = ()
    """What is left out: where, and as which sign."""
    places: tuple[Point, ...] = ()
    """Where cells will be."""
    known: Known | None = None

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        more = () if self.known is None else (self.known.part, self.known.note)
        return spoken(self.title, (*more, *(each.part for each in self.cells if each.part.say)))


@dataclass(frozen=True)
class Unrolled:
    """All of them at one step."""

    cell: float
    """How wide a cell is."""
    high: float
    groups: tuple[Group, ...]


def at(unrolled: Unrolled, now: Seen) -> Unrolled:
    """The same after a step; `now` has every slot's value."""
    return replace(unrolled, groups=tuple(_group(each, now) for each in unrolled.groups))


def _group(group: Group, now: Seen) -> Group:
    known = group.known
    if known is not None:
        known = replace(known, part=known.part.at(now), note=known.note.at(now))
    return replace(
        group,
        state=group.state.at(now),
        with_state=now[group.with_slot, "state"] if group.with_slot else "",
        cells=tuple(replace(each, part=each.part.at(now)) for each in group.cells),
        ways=tuple(replace(each, state=now[each.follows, "state"]) for each in group.ways),
        known=known,
    )
