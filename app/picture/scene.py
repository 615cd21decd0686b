"""A walk and a layout as plain data, ready to be drawn at any step.

`scene` has every slot at its beginning, `at` gives every slot the value that it has at a step.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph_engine import Edge, Graph
from graph_engine.views import origin

from ..languages import _, lesson_text
from ..wording.cards.objective import KIND, kinds
from . import slots
from .chains import items as chains
from .changes import Change, seen
from .items import EdgePicture, NodePicture, Scene, Seen
from .layout import Layout, Question, Ring, Wire, layout
from .layout.geometry import MARGIN
from .neurons import items as neurons
from .pieces import node_picture, wire_picture
from .rooms import USUAL, Room
from .sizes import WAYS, Body, Label, Sizes, Way
from .slot import Attribute
from .unroll import items as unroll

NOWHERE = Layout((), (), 0, 0)


@dataclass(frozen=True)
class Drawing:
    """A story's picture: what it takes, and where it is."""

    sizes: Sizes
    labels: tuple[tuple[int, Edge | None, Label], ...]
    """Every wire: from which node, as which edge (None: out of the picture), with its label."""
    bodies: tuple[Body, ...]
    question: Question
    placed: Layout = NOWHERE


def draw(sizes: Sizes, room: Room = USUAL) -> Drawing:
    """Where everything goes: written as usual, or otherwise where the room asks for it."""
    made: dict[int, Drawing] = {}

    def asked(k: int, way: Way) -> Callable[[], Question]:
        def question() -> Question:
            if k not in made:
                made[k] = _unplaced(replace(sizes, way=way))
            return made[k].question

        return question

    width, height = room.units
    k, placed = layout(
        tuple(asked(k, way) for k, way in enumerate(WAYS)),
        width=width,
        height=height,
        foldable=not sizes.graph.back,
    )
    return replace(made[k], placed=placed)


def _unplaced(sizes: Sizes) -> Drawing:
    """What everything takes."""
    graph = sizes.graph
    labels: list[tuple[int, Edge | None, Label]] = [
        (edge.src, edge, sizes.label(edge.src, edge)) for edge in graph.edges
    ]
    labels += [(index, None, sizes.label(index, None)) for index in graph.ends]
    bodies = tuple(sizes.body(node) for node in graph.nodes)
    question = Question(
        boxes=tuple(body.box for body in bodies),
        wires=tuple(
            Wire(index, None if edge is None else edge.dst, label.box)
            for index, edge, label in labels
        ),
        ordered=frozenset(
            node.index for node in graph.nodes if node.op is not None and node.op.ordered
        ),
        lines=_lines(graph),
        ring=_ring(graph),
    )
    return Drawing(sizes, tuple(labels), bodies, question)


MOST_DATA = 4
"""Leaves of data up to which a loop is a ring: each has a line of its own above it."""


def _ring(graph: Graph) -> Ring | None:
    """The parts of a loop that learns one weight at a fixed rate; None for any other graph."""
    if len(graph.back) != 1:
        return None
    ((new, weight),) = graph.back
    args = graph.nodes[new].args
    product = args[-1]
    inside = graph.nodes[product].args
    if len(args) != 2 or args[0] != weight or len(inside) != 2:
        return None
    rate, gradient = inside
    if not graph.nodes[rate].leaf or len(graph.nodes[gradient].args) != 2:
        return None
    loss = graph.nodes[gradient].args[0]
    data = tuple(arg for arg in graph.nodes[loss].args if arg != weight)
    parts = {new, weight, product, rate, gradient, loss, *data}
    if len(data) > MOST_DATA or len(parts) != len(graph.nodes):
        return None
    return Ring(weight, loss, gradient, product, rate, new, data)


def _lines(graph: Graph) -> tuple[int, ...]:
    """Of the learning as a graph the iteration of each node: what is made in it, the new weights
    too. The loss in the end stands in the last one."""
    times = [origin(node).time or 0 for node in graph.nodes]
    last = max(times) - 1
    if last < 1:
        return ()
    return tuple(
        min(last, max((times[arg] for arg in node.args), default=0)) for node in graph.nodes
    )


def scene(drawing: Drawing) -> Scene:
    """The picture with every slot at its beginning; see `at` for a step of it."""
    words, placed = drawing.sizes.words, drawing.placed
    graph = words.walk.graph
    around = () if placed.back else graph.back
    items: list[NodePicture | EdgePicture] = []
    ribboned = {*slots.ribboned(words)}
    of_part = kinds(graph)
    incoming: dict[int, list[EdgePicture]] = {node.index: [] for node in graph.nodes}
    outgoing: dict[int, EdgePicture] = {}
    for (index, edge, label), drawn in zip(drawing.labels, placed.wires, strict=True):
        picture = wire_picture(words, drawn, label, index, edge, ribboned)
        if edge is not None and edge.id in of_part:
            picture = replace(picture, part=KIND[of_part[edge.id]])
        if edge is None:
            outgoing[index] = picture
        else:
            incoming[edge.dst].append(picture)
    for node, body in zip(graph.nodes, drawing.bodies, strict=True):
        items += incoming[node.index]
        items.append(node_picture(words, placed.boxes[node.index], node, body))
        if node.index in outgoing:
            items.append(outgoing[node.index])
    return Scene(
        title=lesson_text(graph.title) or _("Computational graph"),
        width=placed.width,
        height=placed.height + (BACK * (len(around) + 1) if around else 0),
        items=tuple(items),
        ring=bool(placed.back),
        back=placed.back
        or tuple(_back(drawing, pair, row) for row, pair in enumerate(around, start=1)),
        left=-BACK * len(around) if around else 0.0,
    )


BACK = 16.0
"""Room beside the picture for a wire that leads back."""


def _back(drawing: Drawing, pair: tuple[int, int], row: int) -> tuple[str, str]:
    """From where the new value leaves the picture, below everything, to the old leaf's side."""
    new, old = pair
    place = next(
        k for k, (index, edge, _) in enumerate(drawing.labels) if edge is None and index == new
    )
    drawn, label = drawing.placed.wires[place], drawing.labels[place][2].box
    x, y = drawn.x + label.width / 2 + 9, drawn.y
    leaf_x, leaf_y = drawing.placed.boxes[old]
    side = leaf_x - drawing.bodies[old].box.core / 2
    bottom = drawing.placed.height + BACK * row - 6
    west, round_ = MARGIN - BACK * row, 10.0
    path = (
        f"M{x:.1f},{y:.1f} V{bottom - round_:.1f} Q{x:.1f},{bottom:.1f} {x - round_:.1f},"
        f"{bottom:.1f} H{west + round_:.1f} Q{west:.1f},{bottom:.1f} {west:.1f},"
        f"{bottom - round_:.1f} V{leaf_y + round_:.1f} Q{west:.1f},{leaf_y:.1f} "
        f"{west + round_:.1f},{leaf_y:.1f} H{side - 7:.1f}"
    )
    return path, f"translate({side:.1f},{leaf_y:.1f}) rotate(0)"


def at(start: Scene, changes: Sequence[Sequence[Change]], step: int) -> Scene:
    """The picture after a step."""
    now = seen(changes, step)

    items: list[NodePicture | EdgePicture] = []
    for item in start.items:
        held: dict[str, Any] = {
            "value": item.value and item.value.at(now),
            "heat": item.heat and item.heat.at(now),
            "more": tuple(each.at(now) for each in item.more),
        }
        if isinstance(item, NodePicture):
            held |= _held(now, item.slot, "state", "path", "warn")
            held |= {"total": item.total.at(now), "update": item.update.at(now)}
        else:
            held |= _held(now, item.slot, "state", "path")
            held |= {"local": item.local.at(now), "gradient": item.gradient.at(now)}
            held |= {"ribbon": item.ribbon and item.ribbon.at(now)}
        # Most of a large picture is as it was: that is not made anew.
        new = {name: x for name, x in held.items() if getattr(item, name) is not x}
        items.append(replace(item, **new) if new else item)
    return replace(
        start,
        items=tuple(items),
        neurons=start.neurons and neurons.at(start.neurons, now),
        unrolled=start.unrolled and unroll.at(start.unrolled, now),
        chains=start.chains and chains.at(start.chains, now),
    )


def _held(now: Seen, slot: str, *attributes: Attribute) -> dict[str, str]:
    """What holds of a slot's attributes; where nothing ever changes there is none."""
    return {name: now[slot, name] for name in attributes if (slot, name) in now}
