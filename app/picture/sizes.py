"""How much room everything in the picture takes, and where its texts stand about its point.

A place is as wide as the widest text that the story ever writes there; heights go by what there
is: above a wire the value, below it the local gradient in its box, below that what flows back. A
node that is used several times has its value itself, once, and its wires have none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph_engine import Edge, Graph, Node

from ..languages import later, separator, translate
from ..wording.arrays import heat_of, size
from ..wording.names import Name
from ..wording.numbers import NumberFormat, added
from ..wording.words import Words
from . import slots
from .layout.geometry import Box
from .slot import WireKey
from .widths import LEAF_INDEX, LEAF_NAME, SIZE, name_width, symbol_width, width

LEAF_HEIGHT = 32.0
RADIUS = 18.0
WIDE_HEIGHT = 36.0
LEAST_LEAF = 30.0
PAD = 2.5
"""Room at either side of a label's texts; beyond it there is the gap between columns."""
CELL = 7
"""The side of a cell of a heat strip."""
LOCAL_HEIGHT = 17.0
BELOW = 15.0
"""The height of a line of text under a box."""
UNDER = 5.0
"""Room under the lowest line of numbers, which brackets reach into: what is next stands clear."""
LINE = 18.0
"""Room above a wire for a line of numbers, to the top of its digits."""
NAMED = 2.0
"""More for a name, whose letters are larger."""
RAISED = 4.0
"""More where a name has something above its right side."""
SIZE_LINE = 12.0
"""More for the size of a vector or a matrix."""


@dataclass(frozen=True)
class Way:
    """One of the ways to write the same picture; the first one is the usual."""

    level: bool = False
    """Whether the local gradient and what flows back stand side by side: lower, and wider."""
    tight: bool = False
    """Whether what can be seen elsewhere is left out: the sizes of vectors that are written out."""


WAYS = (Way(), Way(level=True), Way(level=True, tight=True), Way(tight=True))
"""In the order in which they are tried."""


@dataclass(frozen=True)
class Spot:
    """Where a text stands, from its thing's point, and how wide it may be."""

    x: float
    y: float
    room: float


@dataclass(frozen=True)
class Label:
    """What stands about a wire."""

    box: Box
    named: bool = False
    """Whether the name stands there: not behind a leaf, whose box has it."""
    value: Spot | None = None
    size: Spot | None = None
    heat: Spot | None = None
    """The upper left corner of the shades."""
    local: Spot | None = None
    """The middle of the box's upper side."""
    gradient: Spot | None = None


@dataclass(frozen=True)
class Body:
    """A node, and what stands about it."""

    box: Box
    value: Spot | None = None
    size: Spot | None = None
    heat: Spot | None = None
    total: Spot | None = None
    update: Spot | None = None


@dataclass(frozen=True)
class Sizes:
    """The rooms of one story's picture, drawn in one way."""

    words: Words
    widest: Mapping[str, float]
    """How wide the widest text of each slot is."""
    backward: bool = True
    """Whether anything ever flows back."""
    way: Way = WAYS[0]

    @property
    def graph(self) -> Graph:
        """What is drawn."""
        return self.words.walk.graph

    def label(self, index: int, edge: Edge | None) -> Label:
        """What stands about a wire from a node: an edge, or what leaves the picture."""
        words = self.words
        wire: WireKey = index if edge is None else edge
        node, name = words.node(index), words.names[index]
        up, down, across = 8.0, 6.0, 0.0
        value = heat = size_at = local = gradient = None
        named = slots.named(words, index)
        if index not in self.words.several and not name.number:
            above = self._value_line(slots.value(wire), name if named else None, node.shape)
            value, size_at, heat = above.value, above.size, above.heat
            up, across = above.box.up, above.box.width
        if self.backward and edge is None:
            room = self.widest[slots.gradient(wire)]
            gradient = Spot(0, 17, room)
            across, down = max(across, room), 17 + UNDER
        elif self.backward and edge is not None and not node.number:
            across, up, down, local, gradient = self._below(
                value is not None or heat is not None,
                up,
                across,
                self.widest[slots.local(wire)] + 10,
                self.widest[slots.gradient(wire)],
            )
        if node.leaf and index not in self.words.several:
            # At least as high as its leaf: else leaves stand further apart than their wires.
            leaf = self.body(node).box
            up, down = max(up, leaf.up), max(down, leaf.down)
        box = Box(across + 2 * PAD, up, down)
        return Label(box, named, value, size_at, heat, local, gradient)

    def _below(
        self, valued: bool, up: float, across: float, local: float, gradient: float
    ) -> tuple[float, float, float, Spot, Spot]:
        """The local gradient and what flows back: under the value, or one at either side."""
        if not valued:
            across = max(across, local, gradient)
            return across, 24.0, 17 + UNDER, Spot(0, -23, local), Spot(0, 17, gradient)
        if self.way.level:
            across = max(across, local + 6 + gradient)
            left = -(local + 6 + gradient) / 2
            spots = (
                Spot(left + local / 2, 5, local),
                Spot(left + local + 6 + gradient / 2, 18, gradient),
            )
            return across, up, 18 + UNDER, *spots
        across = max(across, local, gradient)
        return across, up, 37 + UNDER, Spot(0, 6, local), Spot(0, 37, gradient)

    def _value_line(self, slot: str, name: Name | None, shape: tuple[int, ...]) -> Label:
        """The value's line: name and number, or name, shades and size."""
        written = 0.0 if name is None else name_width(name)
        up = LINE
        if name is not None:
            up += NAMED + (RAISED if name.over else 0)
        cells = heat_of(shape)
        if cells is None:
            room = self.widest[slot]
            across = written + (4 if written else 0) + room
            sized = bool(shape) and not self.way.tight
            if sized:
                across, up = max(across, width(size(shape), SIZE)), up + SIZE_LINE
            at = Spot(0, 8 - up, 0) if sized else None
            return Label(Box(across, up, 0), name is not None, Spot(0, -8, room), at)
        shades, words = cells.columns * CELL, width(size(shape), SIZE)
        # The cells stand clear of the sign = behind the name.
        written += width(" =") if written else 0
        gap = 5 if written else 0
        across = written + gap + shades + 6 + words
        left = -across / 2
        return Label(
            Box(across, max(up, 8 + cells.rows * CELL, 23), 0),
            name is not None,
            Spot(left + written / 2, -8, written),
            Spot(left + across - words / 2, -8, words),
            Spot(left + written + gap, -5 - cells.rows * CELL, shades),
        )

    def body(self, node: Node) -> Body:
        """What stands about a node."""
        lines = iter((1, 2))
        several_here = self.backward and several(self.graph, node.index)
        learned = self.backward and node.index in self.graph.learned
        plain = self._leaf(node) if node.leaf else self._operation(node)
        box, bottom = plain.box, (LEAF_HEIGHT / 2 if node.leaf else RADIUS)
        wide, down = box.width, box.down
        total = update = Spot(0, bottom + BELOW - 2, 0)
        if several_here:
            room = self.widest[slots.total(node.index)]
            total = Spot(0, bottom + BELOW * next(lines) - 2, room)
            wide, down = max(wide, room + 2 * PAD), total.y + UNDER
        if learned:
            room = self.widest[slots.update(node.index)]
            update = Spot(0, bottom + BELOW * next(lines) - 2, room)
            wide, down = max(wide, room + 2 * PAD), update.y + UNDER
        return replace(plain, box=replace(box, width=wide, down=down), total=total, update=update)

    def _leaf(self, node: Node) -> Body:
        """A rounded box with the name; with the value behind it where it is used several times."""
        name, half = self.words.names[node.index], LEAF_HEIGHT / 2
        core = max(LEAST_LEAF, name_width(name, LEAF_NAME, LEAF_INDEX) + 12)
        box = Box(core, half, half, core=core, height=LEAF_HEIGHT, corner=10)
        if node.index not in self.words.several:
            return Body(box)
        if heat_of(node.shape):
            above = self._above(node, None, -half)
            return replace(
                above, box=replace(box, width=max(core, above.box.width), up=above.box.up)
            )
        room = self.widest[slots.own_value(node.index)]
        core = max(LEAST_LEAF, name_width(name) + 4 + room + 12)
        return Body(replace(box, width=core, core=core), value=Spot(0, 5, room))

    def _operation(self, node: Node) -> Body:
        """A circle, or a wide box where the symbol has no room in one."""
        symbol = symbol_of(self.words, node)
        if len(symbol) <= 4:
            box = Box(2 * RADIUS, RADIUS + 2, RADIUS + 2, RADIUS)
        else:
            core = 20 + 1.1 * symbol_width(symbol)
            box = Box(
                core, RADIUS + 2, RADIUS + 2, core=core, height=WIDE_HEIGHT, corner=WIDE_HEIGHT / 2
            )
        if node.index not in self.words.several:
            return Body(box)
        above = self._above(node, self.words.names[node.index], -RADIUS)
        return replace(
            above, box=replace(box, width=max(box.width, above.box.width), up=above.box.up)
        )

    def _above(self, node: Node, name: Name | None, top: float) -> Body:
        """The value above a node, as it would stand above a wire."""
        found = self._value_line(slots.own_value(node.index), name, node.shape)

        def raised(spot: Spot | None) -> Spot | None:
            return None if spot is None else replace(spot, y=spot.y + top)

        box = replace(found.box, width=found.box.width + 2 * PAD, up=found.box.up - top)
        return Body(box, raised(found.value), raised(found.size), raised(found.heat))


def several(graph: Graph, index: int) -> bool:
    """Whether gradients are added up at a node: at a leaf, even where its one wire forks later."""
    leaf = graph.nodes[index].leaf
    while True:
        above = [edge.dst for edge in graph.consumers[index] if edge.dst in graph.to_loss]
        if len(above) != 1 or not leaf:
            return len(above) > 1
        (index,) = above


ALONG = ("↓", "→")
"""How an axis is drawn: down the columns of a matrix, along its rows."""


SPELLED = {"logistic": later("logistic"), "dot": later("dot")}
"""Symbols that are words of a language, and no names of functions in all of them."""


def symbol_of(words: Words, node: Node) -> str:
    """What stands in the node: a sum of two is a plus, a literal is written out."""
    op = node.op
    assert op is not None
    if op.symbol_of_two and len(node.args) == 2:
        return op.symbol_of_two
    if op.symbol in SPELLED:
        return translate(SPELLED[op.symbol])
    symbol = words.symbols.sign(op.symbol)
    if op.keyword:
        return symbol.removesuffix("ᵢ") + ALONG[int(node.literal[0])] if node.literal else symbol
    if op.sizes[1]:
        listed = op.listed(node.literal).replace(", ", separator().strip())
        return symbol.replace("#c", listed)
    for port, arg in enumerate(node.args if "#" in symbol and not op.literal else ()):
        symbol = symbol.replace(f"#{port + 1}", words.names[arg].plain)
    if not node.literal or not op.literal:
        return symbol
    literal = NumberFormat(False, wire=True).given(float(node.literal[0]))
    raised = literal.replace("−", "⁻").translate(str.maketrans("0123456789.,", "⁰¹²³⁴⁵⁶⁷⁸⁹··"))
    return symbol.replace("#+c", added(literal)).replace("#^c", raised).replace("#c", literal)
