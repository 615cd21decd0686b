"""What follows the last column of neurons: the loss and what belongs to it, as in the graph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, degrees

from graph_engine import Edge
from graph_engine.views import Network

from ..layout.geometry import Box, Drawn, Point
from ..sizes import Label, Sizes
from . import branching
from .branching import BRACKET, Column, WireAt

SIDE = 10.0
"""Between a label and what its wire leads to."""
UPRIGHT = 12.0
"""Between a label and a leaf above or below it."""
ABOVE = 96.0
"""Between two nodes at the same distance from the neurons."""
TIP = 6.0
"""The arrow's head stands before what it points to."""


@dataclass(frozen=True)
class Tail:
    """Where all of it is."""

    boxes: Mapping[int, Point]
    wires: tuple[WireAt, ...]
    top: float
    bottom: float
    right: float


def width(sizes: Sizes, network: Network) -> float:
    """How wide it is."""
    if not _slim(network):
        return branching.width(sizes, network)
    levels = _levels(network)
    return sum(
        _wire_width(sizes, network, levels, k) + _box_width(sizes, nodes)
        for k, nodes in enumerate(levels)
    ) + _out_width(sizes, network)


def place(
    sizes: Sizes,
    network: Network,
    column: Column,
) -> Tail:
    """To the right of the neurons; where it does not branch, leaves stand above and below."""
    graph = network.graph
    if _slim(network):
        boxes, wires = _in_line(sizes, network, column)
    else:
        boxes, wires = branching.place(sizes, network, column)
    rects = [sizes.body(graph.nodes[index]).box.about(*at) for index, at in boxes.items()]
    rects += [label.box.about(drawn.x, drawn.y) for _index, _edge, label, drawn in wires]
    return Tail(
        boxes=boxes,
        wires=tuple(wires),
        top=min((rect[1] for rect in rects), default=column.axis),
        bottom=max((rect[3] for rect in rects), default=column.axis),
        right=max((rect[2] for rect in rects), default=column.right),
    )


def _in_line(
    sizes: Sizes,
    network: Network,
    column: Column,
) -> tuple[dict[int, Point], list[WireAt]]:
    """One operation after another."""
    graph = network.graph
    levels = _levels(network)
    boxes: dict[int, Point] = {}
    x = column.right
    for k, nodes in enumerate(levels):
        x += _wire_width(sizes, network, levels, k) + _box_width(sizes, nodes) / 2
        for k_, index in enumerate(nodes):
            boxes[index] = round(x, 1), round(column.axis + ABOVE * (k_ - (len(nodes) - 1) / 2), 1)
        x += _box_width(sizes, nodes) / 2
    wires: list[WireAt] = []
    for index in (index for nodes in levels for index in nodes):
        side = -1
        for edge in graph.operands[index]:
            if edge.src in boxes:
                wires.append(_level(sizes, boxes, edge))
            elif edge.src in network.rest:
                boxes[edge.src] = _above(sizes, boxes, edge, side)
                side = -side
                wires.append(_from_leaf(sizes, boxes, edge))
            else:
                wires.append(_from_neurons(sizes, column, boxes, edge))
    for index in graph.ends:
        if index in boxes:
            wires.append(_out(sizes, boxes, index))
    return boxes, wires


def _depths(network: Network) -> dict[int, int]:
    """How far each operation is from the neurons."""
    found: dict[int, int] = {}
    for index in network.rest:
        node = network.graph.nodes[index]
        if not node.leaf:
            found[index] = 1 + max((found.get(arg, 0) for arg in node.args), default=0)
    return found


def _slim(network: Network) -> bool:
    """Whether it is one operation after another: then leaves have room above and below them."""
    graph, depths = network.graph, _depths(network)
    leaves = {index for index in network.rest if graph.nodes[index].leaf}
    uses = [arg for index in depths for arg in graph.nodes[index].args if arg in leaves]
    several = [sum(arg in leaves for arg in graph.nodes[index].args) for index in depths]
    one_each = len({*depths.values()}) == len(depths) and len({*uses}) == len(uses)
    from_neurons = [
        depth == 1 and network.column[arg] == len(network.columns) - 1
        for index, depth in depths.items()
        for arg in graph.nodes[index].args
        if arg in network.column
    ]
    near = all(from_neurons) and len(from_neurons) <= 1
    return one_each and near and max(several, default=0) <= 2


def _levels(network: Network) -> list[list[int]]:
    """The operations, by how far they are from the neurons."""
    depths = _depths(network)
    return [
        [index for index, depth in depths.items() if depth == k + 1]
        for k in range(max(depths.values(), default=0))
    ]


def _box_width(sizes: Sizes, nodes: Sequence[int]) -> float:
    return max(_wide(sizes.body(sizes.graph.nodes[index]).box) for index in nodes)


def _wide(box: Box) -> float:
    return max(box.width, box.core, 2 * box.radius)


def _wire_width(sizes: Sizes, network: Network, levels: Sequence[Sequence[int]], k: int) -> float:
    """Between a level and the one before."""
    graph = sizes.graph
    standing = {index for nodes in levels for index in nodes}

    def level(edge: Edge) -> bool:
        return edge.src in standing or edge.src not in network.rest

    edges = [edge for index in levels[k] for edge in graph.operands[index]]
    before = [edge for index in (levels[k - 1] if k else ()) for edge in graph.operands[index]]
    widths = [_label(sizes, edge).box.width for edge in edges if level(edge)]
    # Beside the wire of a leaf above there is its label, on the way to the next level.
    widths += [_label(sizes, edge).box.width - 16 for edge in before if not level(edge)]
    return max([30.0, *widths]) + 2 * SIDE + (0.0 if k else 2 * BRACKET)


def _out_width(sizes: Sizes, network: Network) -> float:
    found = [index for index in sizes.graph.ends if index in network.rest]
    return max((sizes.label(index, None).box.width + 2 * SIDE for index in found), default=0.0)


def _label(sizes: Sizes, edge: Edge) -> Label:
    return sizes.label(edge.src, edge)


def _from_leaf(sizes: Sizes, boxes: Mapping[int, Point], edge: Edge) -> WireAt:
    """Straight down to what it goes into, or up, its label at the right side."""
    label = _label(sizes, edge)
    graph = sizes.graph
    (x1, y1), (x2, y2) = boxes[edge.src], boxes[edge.dst]
    way = 1 if y2 > y1 else -1
    begin = y1 + way * sizes.body(graph.nodes[edge.src]).box.height / 2
    end = y2 - way * _half(sizes.body(graph.nodes[edge.dst]).box)
    middle = (begin + end) / 2
    y = middle - (label.box.down - label.box.up) / 2
    drawn = Drawn(
        f"M{x1:.1f},{begin:.1f} L{x2:.1f},{end - way * TIP:.1f}",
        _head(x2, end, degrees(atan2(end - begin, x2 - x1))),
        round(max(x1, x2) + label.box.width / 2 + 6, 1),
        round(y, 1),
    )
    return edge.src, edge, label, drawn


def _half(box: Box) -> float:
    return box.radius or box.height / 2


def _above(sizes: Sizes, boxes: Mapping[int, Point], edge: Edge, side: int) -> Point:
    """A leaf's place: above what it goes into, the second one below it."""
    graph = sizes.graph
    label, leaf = _label(sizes, edge), sizes.body(graph.nodes[edge.src]).box
    node = sizes.body(graph.nodes[edge.dst]).box
    x, y = boxes[edge.dst]
    between = label.box.up + label.box.down + 2 * UPRIGHT
    near, far = (leaf.down, node.up) if side < 0 else (leaf.up, node.down)
    return x, y + side * (near + max(far, _half(node)) + between)


def _level(sizes: Sizes, boxes: Mapping[int, Point], edge: Edge) -> WireAt:
    """From one level to a later one."""
    graph = sizes.graph
    (x1, y1), (x2, y2) = boxes[edge.src], boxes[edge.dst]
    label = _label(sizes, edge)
    begin = x1 + _across(sizes.body(graph.nodes[edge.src]).box)
    end = x2 - _across(sizes.body(graph.nodes[edge.dst]).box)
    return edge.src, edge, label, _straight((begin, y1), (end, y2))


def _across(box: Box) -> float:
    return box.radius or box.core / 2


def _straight(begin: Point, end: Point, more: str = "") -> Drawn:
    (x1, y1), (x2, y2) = begin, end
    return Drawn(
        f"{more}M{x1:.1f},{y1:.1f} L{x2 - TIP:.1f},{y2:.1f}",
        _head(x2, y2, degrees(atan2(y2 - y1, x2 - x1))),
        round((x1 + x2) / 2, 1),
        round((y1 + y2) / 2, 1),
    )


def _head(x: float, y: float, turn: float) -> str:
    return f"translate({x:.1f},{y:.1f}) rotate({turn:.1f})"


def _from_neurons(
    sizes: Sizes,
    column: Column,
    boxes: Mapping[int, Point],
    edge: Edge,
) -> WireAt:
    """From the one neuron, or from a bracket that takes all of a column together."""
    graph = sizes.graph
    label = _label(sizes, edge)
    x2, y2 = boxes[edge.dst]
    box = sizes.body(graph.nodes[edge.dst]).box
    end = x2 - _across(box), y2
    begin, bracket = column.begin(edge.src)
    return edge.src, edge, label, _straight(begin, end, bracket)


def _out(sizes: Sizes, boxes: Mapping[int, Point], index: int) -> WireAt:
    """Out of the picture."""
    label = sizes.label(index, None)
    x, y = boxes[index]
    begin = x + _across(sizes.body(sizes.graph.nodes[index]).box)
    return index, None, label, _straight((begin, y), (begin + label.box.width + 2 * SIDE, y))
