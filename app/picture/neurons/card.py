"""The newest weights of a network that grows, written out where the rest of it will come.

What stands keeps its place from the first neuron to the whole network, so the first pictures would
be half empty: there stands which numbers the new connections have, and what they are part of.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace

from graph_engine import Edge, views

from ...fonts import measure
from ...languages import _
from ...wording.names import Name
from .. import pieces
from ..items import Part, Seen
from ..layout.geometry import Point
from ..sizes import Spot
from ..widths import name_width
from . import slots as own
from .place import Drawing
from .sums import neuron_name

CELL, HIGH = 48.0, 26.0
"""How large a cell is."""
ABOVE, BELOW = 16.0, 34.0
"""Room for the names above the cells, and for the formula below them."""
BESIDE = 10.0
"""Between the cells and a name beside them."""
MOST_ROWS, MOST_COLUMNS = 4, 6
SMALLEST, LARGEST = 1.0, 2.0
"""How large it may be, in parts of the picture's usual letters."""
CLEAR = 24.0
"""Free at its sides."""

WeightKey = tuple[Edge, int]
"""The wire of weights, and which of them."""
Written = tuple[tuple[str | Name, bool], ...]
"""Pieces of a formula, and whether a line is over them."""


@dataclass(frozen=True)
class Cell:
    """One weight."""

    x: float
    y: float
    part: Part


@dataclass(frozen=True)
class Label:
    """A name beside the cells."""

    x: float
    y: float
    name: Name


@dataclass(frozen=True)
class Card:
    """The cells in their frame, about their upper left corner, in letters as others are."""

    x: float
    y: float
    scale: float
    title: str
    width: float
    height: float
    cells: tuple[Cell, ...]
    labels: tuple[Label, ...]
    name: Name
    formula: Written
    cell: float = CELL
    high: float = HIGH

    @property
    def middle(self) -> Point:
        """Where the formula stands."""
        return self.width / 2, self.height + BELOW - 8

    @property
    def called(self) -> Point:
        """Where the name of the weights ends."""
        return -BESIDE, self.height / 2 + 6


def card(drawn: Drawing, weights: Set[WeightKey], name: Name, formula: Written) -> Card | None:
    """The weights of the last layer, where `weights`, those that are drawn, have all of them; None
    where they are too many, or have no room. Those of one neuron are a row, or the column that they
    are where it is narrow."""
    network = drawn.network
    if drawn.free is None or len(network.layers[-1].weighings) != 1:
        return None
    (weighing,) = network.layers[-1].weighings
    rows, columns = network.size(network.layers[-1].node), weighing.inputs + weighing.biased
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        return None
    keys = [
        [(weighing.weights, weighing.entry(row, column)) for column in range(columns)]
        for row in range(rows)
    ]
    every = {key for row in keys for key in row}
    widest = drawn.sizes.widest
    if not every <= weights or max(widest[own.weight(*key)] for key in every) > CELL - 6:
        return None
    made = _Made(drawn, drawn.free, weighing, keys, name, formula)
    whole = drawn.sizes.words.names[weighing.weights.src]
    upright = replace(made, keys=[[key] for key in keys[0]], turned=True, name=whole)
    return made.card or (upright.card if rows == 1 else None)


@dataclass(frozen=True)
class _Made:
    drawn: Drawing
    free: tuple[float, float]
    """From where to where there is room."""
    weighing: views.Weighing
    keys: list[list[WeightKey]]
    name: Name
    formula: Written
    turned: bool = False
    """Whether a row is drawn as a column."""

    @property
    def card(self) -> Card | None:
        """None where it would be too small."""
        width, height = len(self.keys[0]) * CELL, len(self.keys) * HIGH
        beside = [*self._names][self.turned]
        side = max(map(name_width, beside)) + BESIDE
        text = "".join(p if isinstance(p, str) else p.plain for p, _over in self.formula)
        out = max(0.0, measure.width(text, 17) - width) / 2
        left = max(out, name_width(self.name, 20, 13) + BESIDE)
        across, down = left + width + max(out, side), ABOVE + height + BELOW
        begin, end = self.free
        ys = [y for _x, y in self.drawn.neurons.values()]
        room = max(ys) - min(ys) + 2 * self.drawn.radius
        scale = min((end - begin - 2 * CLEAR) / across, room / down, LARGEST)
        if scale < SMALLEST:
            return None
        return Card(
            x=round((begin + end - scale * across) / 2 + scale * left, 1),
            y=round((min(ys) + max(ys) - scale * down) / 2 + scale * ABOVE, 1),
            scale=round(scale, 3),
            title=self._title,
            width=width,
            height=height,
            cells=tuple(self._cells),
            labels=tuple(self._labels),
            name=self.name,
            formula=self.formula,
        )

    @property
    def _title(self) -> str:
        words = self.drawn.sizes.words
        return _("the weights %(name)s", name=words.names[self.weighing.weights.src].plain)

    @property
    def _cells(self) -> Iterator[Cell]:
        for row, keys in enumerate(self.keys):
            for column, key in enumerate(keys):
                x, y = column * CELL, row * HIGH
                spot = Spot(x + CELL / 2, y + HIGH / 2 + 4.5, CELL - 4)
                yield Cell(x, y, pieces.part(own.weight, key, spot, _("weight")))

    @property
    def _names(self) -> tuple[list[Name], list[Name]]:
        """Of the neurons whose weights they are, and of those that are weighed."""
        network, words, weighing = self.drawn.network, self.drawn.sizes.words, self.weighing
        node = network.layers[-1].node
        made = [neuron_name(words, node, entry) for entry in range(network.size(node))]
        found = [neuron_name(words, weighing.source, entry) for entry in range(weighing.inputs)]
        return made, [*found, *([Name("1")] if weighing.biased else [])]

    @property
    def _labels(self) -> Iterator[Label]:
        """Above each column, and at the end of each row."""
        beside, above = reversed(self._names) if self.turned else self._names
        for column, name in enumerate(above):
            yield Label((column + 0.5) * CELL, -6, name)
        for row, name in enumerate(beside):
            x = len(self.keys[0]) * CELL + BESIDE + name_width(name) / 2
            yield Label(round(x, 1), (row + 0.5) * HIGH + 5, name)


def at(card: Card, now: Seen) -> Card:
    """The card after a step."""
    cells = (replace(each, part=each.part.at(now)) for each in card.cells)
    return replace(card, cells=tuple(cells))
