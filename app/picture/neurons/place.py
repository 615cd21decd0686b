"""Where neurons stand: columns on one axis, as large as a room allows, and numbers between them.

All circles are as large as their widest numbers ask for. Between two columns there is room for the
gradients of all connections where that is not too much: the numbers that belong to one neuron stand
under each other, and those of its neighbour beside them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import hypot
from typing import TypeVar

from graph_engine import Edge
from graph_engine.views import Connection, Network

from ..layout.geometry import Drawn, Point
from ..rooms import Room
from ..sizes import Label, Sizes
from . import slots, tail
from .branching import Column
from .shown import connections, dense, hidden, shown

MARGIN = 12.0
TOP = 12.0
CAPTION = 26.0
"""Room for the captions under the columns."""
UNDER = 15.0
"""From a circle down to a caption right below it."""
FOOT = 24.0
"""Room below them for the sum of a neuron that is touched."""
OTHER = TOP + CAPTION + FOOT + 8
"""Above and below the columns."""
MANY = 5
"""Places of a column that are many: all of these are shown at once, with smaller letters."""
SMALLEST = 1.6
"""How much smaller than usual the letters of these may be."""
LARGEST = 36.0
"""The radius of the largest circles."""
APART = 6.0
"""Between two circles."""
WIDEST = 100.0
"""From one neuron to the next, at most."""
STACKED = 0.6
"""Between two vectors of one column, and to the 1, in parts of that."""
ONE = 0.85
HALF = 0.42
"""How large the 1 is, in parts of a neuron."""
NEAREST, FURTHEST = 76.0, 300.0
"""Between two columns."""
MUCH = 340.0
"""More room than this is not given for numbers: they are seen when they are touched."""
BESIDE = 8.0
"""Between two numbers of one connection, and of two."""
LINE = 15.0
"""Numbers so far under each other stand clear."""
ONE_LINE, TWO, THREE = 5.0, 12.5, 20.0
"""Half of what one, two and three lines in a circle take."""
STRETCHED = 1.18
"""So much higher than its room, and its letters smaller, a picture with names in its circles is
better than one without."""
SMALL = 12 / 13
"""How small these are, in parts of all others."""

Entry = tuple[int, int]
K = TypeVar("K")


@dataclass(frozen=True)
class Spots:
    """Where a connection's numbers stand, and where its ribbon has its chevrons."""

    gradient: Point
    weight: Point
    chevrons: Point
    tight: bool


@dataclass(frozen=True)
class Drawing:
    """A story's neurons: what they take, and where they are."""

    sizes: Sizes
    network: Network
    radius: float
    many: bool
    """Whether a column is so high that all of it is better than all of its letters."""
    named: bool
    """Whether names stand in the circles."""
    small: bool
    """Whether the numbers in the circles are smaller than others."""
    neurons: Mapping[Entry, Point]
    ones: Mapping[int, Point]
    """By the column that a 1 stands under."""
    dots: Mapping[int, Point]
    captions: Mapping[int, Point]
    spots: Mapping[Connection, Spots]
    boxes: Mapping[int, Point]
    """Of the nodes that are drawn as such, behind the last column."""
    wires: tuple[tuple[int, Edge | None, Label, Drawn], ...]
    width: float
    height: float
    free: tuple[float, float] | None = None
    """From where to where it is free at its right, for what comes later."""

    @property
    def one(self) -> float:
        """The radius of a 1."""
        return max(9.0, HALF * self.radius)

    def ends(self, each: Connection) -> tuple[Point, Point]:
        """Where a connection begins and ends: clear of its circles."""
        first, last = self.middles(each)
        far = hypot(last[0] - first[0], last[1] - first[1]) or 1.0
        before = self.one if each.source is None else self.radius
        return _on(first, last, before / far), _on(first, last, 1 - self.radius / far)

    def middles(self, each: Connection) -> tuple[Point, Point]:
        """Of what a connection connects."""
        if each.source is not None:
            return self.neurons[each.source], self.neurons[each.target]
        column = self.network.column[each.target[0]] - 1
        return self.ones[column], self.neurons[each.target]

    @property
    def placed(self) -> object:
        """All that makes two of them look alike but for numbers."""
        places = self.neurons, self.ones, self.dots, self.captions, self.boxes, self.wires
        return self.radius, places, tuple(self.spots.items()), self.width, self.height


def draw(sizes: Sizes, network: Network, room: Room) -> Drawing:
    """Where everything goes, in the units in which the room's letters are as large as it asks."""
    return _Placing(sizes, network, *room.units).drawing


@dataclass(frozen=True)
class _Placing:
    sizes: Sizes
    network: Network
    across: float
    down: float

    @property
    def drawing(self) -> Drawing:
        neurons, ones, dots = self._columns()
        right = max(x for x, _y in neurons.values()) + self._radius
        low = min(y for _x, y in neurons.values()) - self._radius
        down = TOP - min(low, self._behind(neurons, right, 0.0).top)
        neurons, ones, dots = (_moved(each, down) for each in (neurons, ones, dots))
        behind = self._behind(neurons, right, down)
        bottom = max(
            max(y + self._radius for _x, y in neurons.values()),
            max((y + self._one for _x, y in ones.values()), default=0.0),
        )
        caption = round(bottom + CAPTION - 6, 1)
        drawn = Drawing(
            sizes=self.sizes,
            network=self.network,
            radius=round(self._radius, 1),
            many=self._most > MANY,
            named=self._named > 0,
            small=self._small,
            neurons=neurons,
            ones=ones,
            dots=dots,
            captions={
                index: self._caption(index, neurons[index, entries[-1]], caption)
                for index, entries in shown(self.network).items()
            },
            spots={},
            boxes=behind.boxes,
            wires=behind.wires,
            width=round(max(right, behind.right) + MARGIN, 1),
            height=round(max(caption + FOOT + 8, behind.bottom + TOP), 1),
        )
        spots: dict[Connection, Spots] = {}
        for group in self._groups.values():
            spots |= self._spots(drawn, group)
        return replace(drawn, spots=spots)

    def _caption(self, index: int, last: Point, bottom: float) -> Point:
        """Below all; of a vector that stands above another right below it."""
        column = self.network.columns[self.network.column[index]]
        x, y = last
        return (x, bottom) if index == column[-1] else (x, round(y + self._radius + UNDER, 1))

    def _behind(self, neurons: Mapping[Entry, Point], right: float, axis: float) -> tail.Tail:
        points = {
            index: [neurons[index, entry] for entry in entries]
            for index, entries in shown(self.network).items()
        }
        column = Column(at=points, radius=self._radius, right=right, axis=axis)
        return tail.place(self.sizes, self.network, column)

    # -- how large ---------------------------------------------------------------

    @cached_property
    def _across(self) -> float:
        """How wide the widest number in a circle is."""
        widest = self.sizes.widest
        slots_of = (slots.neuron, slots.neuron_gradient) if self.sizes.backward else (slots.neuron,)
        return max(
            widest[slot(index, entry)]
            for index, entries in shown(self.network).items()
            for entry in entries
            for slot in slots_of
        )

    @cached_property
    def _named(self) -> float:
        """The least radius in which names have room, too; nothing where the room is too low."""
        radius = hypot(THREE if self.sizes.backward else TWO, self._across / 2) + 2
        high = (2 * radius + APART) * self._most + OTHER
        return 0.0 if self._small or high > STRETCHED * self.down else radius

    @cached_property
    def _needed(self) -> float:
        """The least radius in which all numbers have room."""
        high = TWO if self.sizes.backward else ONE_LINE
        return self._named or (SMALL if self._small else 1.0) * hypot(high, self._across / 2) + 2

    @cached_property
    def _most(self) -> float:
        """The places of the highest column."""
        return max(self._slots(column) for column in range(len(self.network.columns)))

    @property
    def _small(self) -> bool:
        return dense(self.network)

    def _slots(self, column: int) -> float:
        """How high a column is, in parts of the distance between two neurons."""
        nodes = self.network.columns[column]
        count = sum(self._entries(index) for index in nodes) + STACKED * (len(nodes) - 1)
        return count + (ONE if column in self.network.biased else 0)

    def _entries(self, index: int) -> int:
        """The places of a vector: its neurons, and one for the dots."""
        return len(shown(self.network)[index]) + bool(hidden(self.network, index))

    @cached_property
    def _pitch(self) -> float:
        """From one neuron to the next."""
        room = (self.down - OTHER) / self._most
        return max(min(WIDEST, room), 2 * self._needed + APART)

    @cached_property
    def _radius(self) -> float:
        return max(self._needed, min(LARGEST, 0.39 * self._pitch))

    @property
    def _one(self) -> float:
        return max(9.0, HALF * self._radius)

    # -- columns -----------------------------------------------------------------

    def _columns(self) -> tuple[dict[Entry, Point], dict[int, Point], dict[int, Point]]:
        """The middles of neurons, of the 1 under a column, and of the dots, about y = 0."""
        neurons: dict[Entry, Point] = {}
        ones: dict[int, Point] = {}
        dots: dict[int, Point] = {}
        for column, nodes in enumerate(self.network.columns):
            x = self._lefts[column]
            places = sum(self._entries(index) for index in nodes) + STACKED * (len(nodes) - 1)
            y = -self._pitch * (places - 1) / 2
            for index in nodes:
                before = -1
                for entry in shown(self.network)[index]:
                    if entry != before + 1:
                        dots[index] = x, y
                        y += self._pitch
                    neurons[index, entry] = x, y
                    y += self._pitch
                    before = entry
                y += STACKED * self._pitch
            if column in self.network.biased:
                ones[column] = x, y - (1 + STACKED - ONE) * self._pitch
        return neurons, ones, dots

    @cached_property
    def _lefts(self) -> list[float]:
        """Where each column stands."""
        gaps = [self._gap(column) for column in range(1, len(self.network.columns))]
        # A picture that is higher than its room is shown smaller: it may be as much wider, too.
        # Where that would be too small it is seen in parts, which are better narrow.
        limit = SMALLEST if self._most > MANY else STRETCHED
        smaller = min(limit, max(1.0, (self._pitch * self._most + OTHER) / self.down))
        across = smaller * self.across - 2 * MARGIN - tail.width(self.sizes, self.network)
        spare = across - 2 * self._radius * len(self.network.columns) - sum(gaps)
        if spare < 0:
            # Letters come first: numbers that have no room are seen when they are touched.
            spare += sum(gaps) - NEAREST * len(gaps)
            gaps = [NEAREST] * len(gaps)
        more = max(0.0, spare / max(1, len(gaps)))
        x = MARGIN + self._radius
        found = [x]
        for gap in gaps:
            x += 2 * self._radius + max(gap, min(smaller * FURTHEST, gap + more))
            found.append(x)
        return found

    def _gap(self, column: int) -> float:
        """What is needed before a column: for all numbers of its connections, or for none."""
        groups = [group for (_before, after), group in self._groups.items() if after == column]
        count = sum(min(_targets(group), _sources(group)) for group in groups)
        wide = max((self._wide(group) for group in groups), default=0.0)
        needed = count * (wide + BESIDE) + 2 * BESIDE if self.sizes.backward else 0.0
        return max(NEAREST, needed) if needed <= MUCH else NEAREST

    @cached_property
    def _groups(self) -> Mapping[tuple[int, int], list[Connection]]:
        """The connections with weights, by the columns that they connect."""
        found: dict[tuple[int, int], list[Connection]] = {}
        for each in connections(self.network):
            if each.weight is not None:
                after = self.network.column[each.target[0]]
                source = each.source
                before = after - 1 if source is None else self.network.column[source[0]]
                found.setdefault((before, after), []).append(each)
        return found

    def _wide(self, group: Sequence[Connection]) -> float:
        """How wide the widest number of some connections is."""
        widest = self.sizes.widest
        pairs = [each.weight for each in group if each.weight is not None]
        return max(
            max(widest[slots.weight_gradient(*pair)], widest[slots.weight(*pair)]) for pair in pairs
        )

    # -- numbers between them ------------------------------------------------------

    def _spots(self, drawn: Drawing, group: Sequence[Connection]) -> dict[Connection, Spots]:
        """Where the numbers of the connections between two columns stand: those of one neuron under
        each other, of the target or of the source, whichever are fewer."""
        wide = self._wide(group)
        by_target = _targets(group) <= _sources(group)
        keys = list(dict.fromkeys(_key(each, by_target) for each in group))
        (before, _y), (after, _y) = drawn.middles(group[0])
        far = after - before
        low, high = self._radius + BESIDE + wide / 2, far - self._radius - BESIDE - wide / 2
        # The lines of one neuron run together: near to it their numbers come close to each other.
        near = far * LINE / (ONE * self._pitch)
        low, high = (low, min(high, far - near)) if by_target else (max(low, near), high)
        tight = high - low < (len(keys) - 1) * (wide + BESIDE) - 1
        shares = dict.fromkeys(keys, 0.42)
        for k, key in enumerate(() if tight else keys):
            x = low + (high - low) * (k / (len(keys) - 1) if len(keys) > 1 else 0.4)
            shares[key] = x / far
        found = {}
        for each in group:
            share = shares[_key(each, by_target)]
            side = (wide + BESIDE) / far
            other = share + side if share < 0.5 else share - side
            begin, end = drawn.middles(each)
            found[each] = Spots(
                gradient=_on(begin, end, share),
                weight=_on(begin, end, other),
                chevrons=_on(begin, end, min(0.9, max(0.1, share + 0.6 * side))),
                tight=tight,
            )
        return found


def _moved(points: Mapping[K, Point], down: float) -> dict[K, Point]:
    return {each: (round(x, 1), round(y + down, 1)) for each, (x, y) in points.items()}


def _key(each: Connection, by_target: bool) -> Entry | None:
    return each.target if by_target else each.source


def _targets(group: Sequence[Connection]) -> int:
    return len({each.target for each in group})


def _sources(group: Sequence[Connection]) -> int:
    return len({each.source for each in group})


def _on(begin: Point, end: Point, share: float) -> Point:
    """A point between two."""
    return (
        round(begin[0] + share * (end[0] - begin[0]), 1),
        round(begin[1] + share * (end[1] - begin[1]), 1),
    )
