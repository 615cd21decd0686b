"""What follows the neurons where it branches: placed as a graph is, behind the last column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_engine import Edge
from graph_engine.views import Network

from ..layout import Layout, layout
from ..layout.geometry import Box, Drawn, Point, Question, Wire
from ..paths import numbers, points, shifted
from ..sizes import WAYS, Label, Sizes

WireAt = tuple[int, Edge | None, Label, Drawn]
Labels = tuple[tuple[int, Edge | None, Label], ...]

AWAY = 34.0
"""From the last column to where its wires begin."""
POINT = Box(2, 1, 1, 1)
"""Stands for the neurons that a wire comes from."""
LARGE = 1e6
"""Room that makes no layout smaller."""
BRACKET = 10.0
"""How far from its column the bracket of a vector stands."""
TOOTH = 3.0
"""And where it begins."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """The last neurons, which all else stands behind."""

    at: Mapping[int, Sequence[Point]]
    """The middles of the circles of a node, from above."""
    radius: float
    right: float
    """Where they end."""
    axis: float
    """The height of their middle."""

    def begin(self, index: int) -> tuple[Point, str]:
        """Where a node's wire begins: at its one neuron, or at a bracket that takes several, which
        is drawn then."""
        found = self.at[index]
        x, top, bottom = found[0][0] + self.radius, found[0][1], found[-1][1]
        middle = (top + bottom) / 2
        if len(found) == 1:
            return (x, middle), ""
        left, right, half = x + TOOTH, x + BRACKET, self.radius / 2
        return (right, middle), (
            f"M{left:.1f},{top - half:.1f} L{right:.1f},{top - half:.1f} "
            f"L{right:.1f},{bottom + half:.1f} L{left:.1f},{bottom + half:.1f} "
        )


def width(sizes: Sizes, network: Network) -> float:
    """How wide it is."""
    return _laid(sizes, network)[1].width + AWAY


def place(sizes: Sizes, network: Network, column: Column) -> tuple[dict[int, Point], list[WireAt]]:
    """Boxes and wires; each wire from neurons begins at these, or at a bracket that takes them."""
    labels, laid = _laid(sizes, network)
    feeds = _feeds(network)
    begin = [laid.boxes[k] for k in range(len(feeds))]
    rest = zip(network.rest, laid.boxes[len(feeds) :], strict=True)
    lefts = [sizes.body(network.graph.nodes[k]).box.about(*at)[0] for k, at in rest]
    dx = column.right + AWAY - min([*lefts, *(x for x, _y in begin)])
    dy = column.axis - (sum(y for _x, y in begin) / len(begin) if begin else laid.height / 2)
    boxes = {
        index: (round(x + dx, 1), round(y + dy, 1))
        for index, (x, y) in zip(network.rest, laid.boxes[len(feeds) :], strict=True)
    }
    wires = []
    for (index, edge, label), drawn in zip(labels, laid.wires, strict=True):
        path = shifted(drawn.path, dx, dy)
        if index in feeds:
            (x, y), bracket = column.begin(index)
            to = points(path)[0]
            path = f"{bracket}M{x:.1f},{y:.1f} L{to[0]:.1f},{to[1]:.1f} {path}"
        x, y, turn = numbers(drawn.head)
        head = f"translate({x + dx:.1f},{y + dy:.1f}) rotate({turn:.1f})"
        moved = Drawn(path, head, round(drawn.x + dx, 1), round(drawn.y + dy, 1))
        wires.append((index, edge, label, moved))
    return boxes, wires


def _feeds(network: Network) -> list[int]:
    """The neurons that wires come from."""
    graph = network.graph
    args = {arg for index in network.rest for arg in graph.nodes[index].args}
    return sorted(args & network.column.keys())


def _laid(sizes: Sizes, network: Network) -> tuple[Labels, Layout]:
    """Its labels and where everything goes, the beginnings of wires first."""
    graph, feeds = network.graph, _feeds(network)
    place = {index: k for k, index in enumerate([*feeds, *network.rest])}
    rest = {*network.rest}
    labels: list[tuple[int, Edge | None, Label]] = [
        (edge.src, edge, sizes.label(edge.src, edge)) for edge in graph.edges if edge.dst in rest
    ]
    labels += [(index, None, sizes.label(index, None)) for index in graph.ends if index in rest]
    question = Question(
        boxes=(
            *(POINT for _index in feeds),
            *(sizes.body(graph.nodes[index]).box for index in network.rest),
        ),
        wires=tuple(
            Wire(place[index], None if edge is None else place[edge.dst], label.box)
            for index, edge, label in labels
        ),
        ordered=frozenset(
            place[index]
            for index in network.rest
            if (op := graph.nodes[index].op) is not None and op.ordered
        ),
    )
    _way, found = layout((lambda: question,) * len(WAYS), width=LARGE, height=LARGE, foldable=False)
    return tuple(labels), found
