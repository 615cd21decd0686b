"""A walk and a layout as plain data, ready to be drawn at any step.

`scene` has every slot at its beginning, `at` gives every slot the value that it has at a step.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph_engine import Edge, Graph, Node
from graph_engine.views import origin

from ..languages import _, later, lesson_text, translate
from ..wording.arrays import heat_of, size
from ..wording.words import Words
from . import ribbons, slots
from .changes import Change, Seen, seen
from .items import EdgePicture, HeatPicture, NodePicture, Part, RibbonPicture, Scene
from .layout import Drawn, Layout, Point, Question, Wire, layout
from .layout.geometry import MARGIN
from .neurons import items as neurons
from .rooms import USUAL, Room
from .sizes import CELL, WAYS, Body, Label, Sizes, Spot, Way, symbol_of
from .slot import SLOTS, Attribute, Slot, WireKey
from .unroll import items as unroll

ROLES = {
    "input": later("input"),
    "weight": later("weight"),
    "label": later("label"),
    "constant": later("constant"),
    "variable": later("variable"),
}
"""The roles in words."""


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
    )
    return Drawing(sizes, tuple(labels), bodies, question)


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
    items: list[NodePicture | EdgePicture] = []
    ribboned = {*slots.ribboned(words)}
    incoming: dict[int, list[EdgePicture]] = {node.index: [] for node in graph.nodes}
    outgoing: dict[int, EdgePicture] = {}
    for (index, edge, label), drawn in zip(drawing.labels, placed.wires, strict=True):
        picture = wire_picture(words, drawn, label, index, edge, ribboned)
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
        height=placed.height + (BACK * (len(graph.back) + 1) if graph.back else 0),
        items=tuple(items),
        back=tuple(_back(drawing, pair, row) for row, pair in enumerate(graph.back, start=1)),
        left=-BACK * len(graph.back) if graph.back else 0.0,
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

    def now_(p: Part) -> Part:
        text, state = now.get((p.slot, "text"), p.text), now.get((p.slot, "state"), p.state)
        return p if text == p.text and state == p.state else replace(p, text=text, state=state)

    def heat(found: HeatPicture | None) -> HeatPicture | None:
        if found is None:
            return None
        return replace(found, levels=now[found.slot, "heat"], state=now[found.slot, "state"])

    def ribbon(found: RibbonPicture | None) -> RibbonPicture | None:
        if found is None:
            return None
        state, drawn = now[found.slot, "state"], ribbons.read(now[found.slot, "ribbon"])
        same = state == found.state and drawn == found.drawn
        return found if same else replace(found, state=state, drawn=drawn)

    items: list[NodePicture | EdgePicture] = []
    for item in start.items:
        held: dict[str, Any] = {
            "value": item.value and now_(item.value),
            "heat": heat(item.heat),
            "more": tuple(now_(each) for each in item.more),
        }
        if isinstance(item, NodePicture):
            held |= _held(now, item.slot, "state", "path", "warn")
            held |= {"total": now_(item.total), "update": now_(item.update)}
        else:
            held |= _held(now, item.slot, "state", "path")
            held |= {"local": now_(item.local), "gradient": now_(item.gradient)}
            held |= {"ribbon": ribbon(item.ribbon)}
        # Most of a large picture is as it was: that is not made anew.
        new = {name: x for name, x in held.items() if getattr(item, name) is not x}
        items.append(replace(item, **new) if new else item)
    return replace(
        start,
        items=tuple(items),
        neurons=start.neurons and neurons.at(start.neurons, now),
        unrolled=start.unrolled and unroll.at(start.unrolled, now),
    )


def _held(now: Seen, slot: str, *attributes: Attribute) -> dict[str, str]:
    """What holds of a slot's attributes; where nothing ever changes there is none."""
    return {name: now[slot, name] for name in attributes if (slot, name) in now}


def part(slot: Slot[Any], target: Any, spot: Spot, say: str, *, bare: bool = False) -> Part:
    """The text of a slot, as it is before the first step; `bare`: no name stands before it."""
    return Part(
        slot=slot.name_of(target),
        x=round(spot.x, 1),
        y=round(spot.y, 1),
        room=round(spot.room, 1),
        say=say,
        text=slot.first["text"],
        state=slot.first["state"],
        ask=slot.ask.removeprefix("= ") if bare else slot.ask,
        kind="" if slot.at is None else slot.named.__name__,
    )


def _more(words: Words, beside: str, target: WireKey, x: float, y: float) -> tuple[Part, ...]:
    """The texts beside a node or a wire that the template does not know."""
    found = []
    for slot in SLOTS.values():
        if slot.at is not None and slot.at[0] == beside and target in slot.of(words):
            found.append(part(slot, target, Spot(x + slot.at[1], y + slot.at[2], 0), slot.say))
    return tuple(found)


def node_picture(words: Words, at_: Point, node: Node, body: Body) -> NodePicture:
    """A node with what stands about it."""
    graph = words.walk.graph
    name, box = words.names[node.index], body.box
    if node.op is None:
        symbol, kind, role = "", "name", str(node.role)
        title = _("%(role)s %(name)s", role=translate(ROLES[role]), name=name.plain)
    else:
        symbol, role = symbol_of(words, node), "loss" if node.index == graph.loss else "operation"
        kind = "sign" if len(symbol) == 1 else "word"
        title = f"{translate(node.op.title)}, {name.plain}"
    round_ = 2 * box.radius
    nowhere = Spot(0, 0, 0)
    return NodePicture(
        slot=slots.node(node.index),
        name=name,
        key=node.name or "",
        role=role,
        x=round(at_[0], 1),
        y=round(at_[1], 1),
        width=round_ or round(box.core, 1),
        height=round_ or box.height,
        symbol=symbol,
        size=kind,
        title=title,
        value=None
        if body.value is None
        else part(slots.own_value, node.index, body.value, _("value")),
        shape=_size_part(node.shape, body.size),
        heat=_heat(slots.own_heat, node.index, node.shape, body.heat, (0.0, 0.0)),
        total=part(
            slots.total,
            node.index,
            body.total or nowhere,
            _("gradient of %(loss)s", loss=words.loss),
        ),
        update=part(slots.update, node.index, body.update or nowhere, _("update")),
        state=slots.node.first["state"],
        path=slots.node.first["path"],
        warn=slots.node.first["warn"],
        more=_more(words, "node", node.index, 0, 0),
    )


def wire_picture(
    words: Words,
    drawn: Drawn,
    label: Label,
    index: int,
    edge: Edge | None,
    ribboned: Collection[WireKey],
) -> EdgePicture:
    """A wire with its label, and a ribbon where something can flow back on it."""
    picture = _edge_picture(words, drawn, label, index, edge)
    if (index if edge is None else edge) not in ribboned:
        return picture
    return replace(picture, ribbon=_ribbon(picture, drawn))


def _edge_picture(
    words: Words, drawn: Drawn, label: Label, index: int, edge: Edge | None
) -> EdgePicture:
    graph = words.walk.graph
    wire = index if edge is None else edge
    name = words.names[index]
    if edge is None:
        title = (
            _("%(name)s, the loss", name=name.plain)
            if index == graph.loss
            else _("%(name)s, the result", name=name.plain)
        )
    else:
        op = graph.nodes[edge.dst].op
        assert op is not None
        ends = {"source": name.plain, "target": words.plain(edge.dst)}
        operation = translate(op.title)
        title = (
            _(
                "wire from %(source)s to %(target)s (%(operation)s, %(place)s)",
                operation=operation,
                place=words.place(edge),
                **ends,
            )
            if words.twins(edge)
            else _(
                "wire from %(source)s to %(target)s (%(operation)s)", operation=operation, **ends
            )
        )
    at_ = drawn.x, drawn.y

    def moved(spot: Spot | None) -> Spot:
        """A place beside the wire as one in the picture."""
        spot = spot or Spot(0, 0, 0)
        return Spot(spot.x + at_[0], spot.y + at_[1], spot.room)

    bare = not label.named
    local = moved(label.local)
    return EdgePicture(
        slot=slots.wire(wire),
        edge="" if edge is None else edge.id,
        name=name if label.named and label.value else None,
        title=title,
        path_d=drawn.path,
        head=drawn.head,
        value=None
        if label.value is None
        else part(slots.value, wire, moved(label.value), _("value"), bare=bare),
        shape=_size_part(words.node(index).shape, label.size and moved(label.size)),
        wide=bool(words.node(index).shape),
        heat=_heat(slots.heat, wire, words.node(index).shape, label.heat, at_),
        local=part(slots.local, wire, replace(local, y=local.y + 12.5), _("local gradient")),
        local_x=round(local.x - local.room / 2, 1),
        local_y=round(local.y, 1),
        local_width=round(local.room, 1),
        gradient=part(slots.gradient, wire, moved(label.gradient), _("flows back")),
        ribbon=None,
        differentiated=edge is not None and not graph.nodes[index].number,
        state=slots.wire.first["state"],
        path=slots.wire.first["path"],
        more=_more(words, "wire", wire, *at_),
    )


def _ribbon(edge: EdgePicture, drawn: Drawn) -> RibbonPicture:
    """The band under a wire, as far as the arrow's tip."""
    tip = drawn.head.removeprefix("translate(").partition(")")[0]
    return RibbonPicture(
        slot=f"{edge.slot}.ribbon",
        path_d=f"{drawn.path} L{tip}",
        x=round(drawn.x, 1),
        y=round(drawn.y, 1),
        state=slots.ribbon.first["state"],
    )


def _size_part(shape: tuple[int, ...], spot: Spot | None) -> Part | None:
    """The size of a vector or a matrix, where it is written."""
    if spot is None:
        return None
    x, y, room = (round(each, 1) for each in (spot.x, spot.y, spot.room))
    return Part("", x, y, room, say=_("size"), text=size(shape), state="done")


def _heat(
    slot: Slot[Any], target: Any, shape: tuple[int, ...], spot: Spot | None, at_: Point
) -> HeatPicture | None:
    """The cells of a large value, from the upper left corner on."""
    heat = heat_of(shape)
    if heat is None or spot is None:
        return None
    cells = tuple(
        (float(column * CELL), float(row * CELL))
        for row in range(heat.rows)
        for column in range(heat.columns)
    )
    return HeatPicture(
        slot=slot.name_of(target),
        cells=cells,
        x=round(spot.x + at_[0], 1),
        y=round(spot.y + at_[1], 1),
        levels=slot.first["heat"],
        state=slot.first["state"],
    )
