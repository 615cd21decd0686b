"""A node and a wire with all that stands about them, as they are before the first step."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from graph_engine import Edge, Node

from ..languages import _, later, translate
from ..wording.arrays import heat_of, size
from ..wording.words import Words
from . import slots
from .items import EdgePicture, HeatPicture, NodePicture, Part, RibbonPicture
from .layout import Drawn, Point
from .sizes import CELL, Body, Label, Spot, symbol_of
from .slot import SLOTS, Slot, WireKey

ROLES = {
    "input": later("input"),
    "weight": later("weight"),
    "label": later("label"),
    "constant": later("constant"),
    "variable": later("variable"),
}
"""The roles in words."""


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
        shape=size_part(node.shape, body.size),
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

    def beside(spot: Spot | None) -> Spot:
        """The same of a text that begins beside an upright wire."""
        found = moved(spot)
        return replace(found, x=at_[0] - label.box.width / 2) if drawn.aside else found

    bare = not label.named
    local = moved(label.local)
    return EdgePicture(
        slot=slots.wire(wire),
        edge="" if edge is None else edge.id,
        name=name if label.named and label.value else None,
        title=title,
        path_d=drawn.path,
        aside=drawn.aside,
        head=drawn.head,
        value=None
        if label.value is None
        else part(slots.value, wire, beside(label.value), _("value"), bare=bare),
        shape=size_part(words.node(index).shape, label.size and beside(label.size)),
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


def size_part(shape: tuple[int, ...], spot: Spot | None) -> Part | None:
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
