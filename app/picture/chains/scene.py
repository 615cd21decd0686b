"""A story's chains side by side as plain data, every slot at its beginning."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from graph_engine import Edge, Node

from ...languages import _, lesson_text, translate
from ...wording.words import Words
from .. import pieces
from .. import slots as every
from ..items import Fraction, HeatPicture, Part, Scene, State
from ..sizes import Spot
from . import slots
from .changes import grid
from .items import Again, Chains, Factor, Loss, Row, Shared
from .place import (
    ABOVE,
    APART,
    BELOW,
    FRAME,
    GAP,
    MARGIN,
    NUMBER,
    PITCH,
    SIDE,
    WORDS,
    Drawing,
    half,
    loss_of,
    runs,
)


def scene(drawn: Drawing) -> Scene:
    """The picture with every slot at its beginning; see `..scene.at` for a step of it."""
    words = drawn.sizes.words
    shared = runs(words.abreast)
    repeated = {(place, row + k) for place, row, count in shared for k in range(1, count)}
    last = drawn.y(len(words.abreast) - 1)
    return Scene(
        title=lesson_text(drawn.sizes.graph.title) or _("Chains side by side"),
        width=drawn.width,
        height=drawn.height,
        items=(),
        chains=Chains(
            shared=tuple(_shared(drawn, *each) for each in shared),
            rows=tuple(_row(drawn, row, repeated) for row in range(len(words.abreast))),
            loss=_loss(drawn, last + BELOW + NUMBER + FRAME + WORDS + 22),
            line=(drawn.line, MARGIN + WORDS, last + BELOW + NUMBER),
            heading=(drawn.line + APART, MARGIN + 13, _("all updated together")),
            side=SIDE - 1,
        ),
    )


def _fraction(words: Words, x: float, y: float, edge: Edge) -> Fraction:
    return Fraction(
        x, y, words.flat[edge.dst], words.flat[edge.src], half(words, edge.dst, edge.src)
    )


def _factor(drawn: Drawing, edge: Edge, place: int, row: int) -> Factor:
    words, (x, across), y = drawn.sizes.words, drawn.columns[place], drawn.y(row)
    room = min(across, drawn.sizes.widest[every.local(edge)] + 10)
    first = every.wire.first
    return Factor(
        state=State(every.wire(edge), first["state"], first["path"]),
        edge=edge.id,
        title=_(
            "local gradient of %(result)s by %(name)s",
            result=words.flat[edge.dst].plain,
            name=words.flat[edge.src].plain,
        ),
        fraction=_fraction(words, x, y, edge),
        local=pieces.part(every.local, edge, Spot(x, y + BELOW + 12.5, room), _("local gradient")),
        left=round(x - room / 2, 1),
        top=y + BELOW,
        width=round(room, 1),
    )


def _shared(drawn: Drawing, place: int, row: int, count: int) -> Shared:
    x, across = drawn.columns[place]
    wide = across + 2 * FRAME
    top = drawn.y(row) - ABOVE - FRAME + 2
    bottom = drawn.y(row + count - 1) + BELOW + NUMBER + FRAME
    second = drawn.sizes.words.abreast[row + 1]
    return Shared(
        left=round(x - wide / 2, 1),
        top=round(top, 1),
        width=round(wide, 1),
        height=round(bottom - top, 1),
        words=_("computed once"),
        # Frames beside each other say it at different ends.
        words_y=round(top - 6 if row == 0 and place == 0 else bottom + 14, 1),
        follows=every.local(second.path[-1]),
    )


def _in_row(drawn: Drawing, row: int, repeated: Collection[tuple[int, int]]) -> Iterator[Any]:
    """The factors of a row; one that a row above has, too, is worked out there."""
    words = drawn.sizes.words
    for place, edge in enumerate(words.abreast[row].path):
        if (place, row) not in repeated:
            yield _factor(drawn, edge, place, row)
            continue
        yield Again(
            fraction=_fraction(words, drawn.columns[place][0], drawn.y(row), edge),
            follows=every.local(edge),
            below=drawn.y(row) + BELOW + 12.5,
            words=_("the same"),
        )


def _row(drawn: Drawing, row: int, repeated: Collection[tuple[int, int]]) -> Row:
    words = drawn.sizes.words
    chain, y = words.abreast[row], drawn.y(row)
    node, loss = words.node(chain.leaf), loss_of(words)
    name, wide = words.flat[chain.leaf], half(words, loss, chain.leaf)
    cells, shape = grid(node.shape), node.shape
    first = every.node.first
    middle = drawn.columns[0][0] - drawn.columns[0][1] / 2
    return Row(
        state=State(every.node(node.index), first["state"], first["path"], first["warn"]),
        key=node.name or "",
        role=str(node.role),
        title=_(
            "%(role)s %(name)s",
            role=translate(pieces.ROLES[str(node.role)]),
            name=words.names[node.index].plain,
        ),
        fraction=Fraction(MARGIN + wide, y, words.flat[loss], name, wide),
        equals=round(middle - FRAME - 12, 1),
        factors=tuple(_in_row(drawn, row, repeated)),
        dots=tuple(
            round(x + across / 2 + GAP / 2, 1) for x, across in drawn.columns[: len(chain.path) - 1]
        ),
        base=y + 6,
        name=name,
        update_x=round(drawn.line + APART, 1),
        step=Fraction(drawn.subtracted, y, words.flat[loss], name, wide),
        turned=bool(shape),
        shape=HeatPicture(
            slot=slots.leaf_shape(node.index),
            cells=tuple(
                (column * SIDE, line * SIDE)
                for line in range(cells.rows)
                for column in range(cells.columns)
            ),
            x=drawn.shapes,
            y=round(y - cells.rows * SIDE / 2, 1),
            levels="",
            state="absent",
            side=SIDE - 1,
        ),
        update=pieces.part(
            every.update, node.index, Spot(drawn.new, y + 5, drawn.room), _("update")
        ),
        size=_size(drawn, node, y) if shape else None,
        follows=every.rule() if words.walk.updates else "",
    )


def _size(drawn: Drawing, node: Node, y: float) -> Part | None:
    """Below a gradient in its leaf's shape; a matrix's gradient is a row elsewhere."""
    words, cells = drawn.sizes.words, grid(node.shape)
    x, below = drawn.shapes + cells.columns * SIDE / 2, y + cells.rows * SIDE / 2 + 13
    # The gradient by a vector is a row, and so it is drawn.
    matrix = len(node.shape) == 2
    part = pieces.size_part(node.shape if matrix else (1, *node.shape), Spot(x, below, PITCH))
    if part is None or not matrix:
        return part
    name = words.names[node.index].plain
    return replace(part, text=_("as %(name)s: %(size)s", name=name, size=part.text))


def _loss(drawn: Drawing, y: float) -> Loss:
    words = drawn.sizes.words
    loss = loss_of(words)
    first = every.node.first
    bare = every.own_value if loss in words.several else every.value
    name = words.names[loss]
    return Loss(
        state=State(every.node(loss), first["state"], first["path"], first["warn"]),
        title=_("%(name)s, the loss", name=name.plain),
        name=name,
        value=pieces.part(bare, loss, Spot(MARGIN, y, 200), _("value")),
        before=pieces.part(
            slots.loss_before, loss, Spot(MARGIN + 210, y, 200), translate(slots.loss_before.say)
        )
        if words.walk.updates
        else None,
    )
