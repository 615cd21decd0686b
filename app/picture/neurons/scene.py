"""A story's neurons as plain data, every slot at its beginning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import atan2, degrees
from typing import Any

from graph_engine import Edge, views

from ...fonts import measure
from ...languages import _, lesson_text
from ...wording.arrays import size
from ...wording.names import Name
from ...wording.words import Words
from .. import pieces, slots
from ..items import EdgePicture, NodePicture, Part, RibbonPicture, Scene, State
from ..layout.geometry import Point
from ..paths import points
from ..sizes import Spot
from ..slot import Slot, WireKey
from . import place
from . import slots as own
from .between import neuron_id
from .card import Card, Written, card
from .items import Column, Connection, Dots, Neuron, Neurons, One, Weights
from .place import Drawing
from .shown import connections, hidden, shown, tied, weighed
from .sums import layer_of, neuron_name

_PIECES = re.compile(r"(#\d+|·)")

THREE = -14.0, 3.5, 19.5
"""In a large circle the lines of name, activation and gradient; without a gradient, of two."""
TWO = -6.0, 14.0
PAIR = -2.5, 12.5
"""In a small one the lines of activation and gradient."""
ALONE = 4.5
FEW = 6
"""Connections whose weights are written beside them: those of one neuron, or of two small ones."""
BETWEEN, LETTERS = 6.0, 14.0
"""What is free beside a column's caption and the name of weights; the letters of both."""
HALF, UNDER = 4.5, 16.0
"""From the middle of a line of text to where it stands, and from one line to the next."""


def scene(drawn: Drawing) -> Scene:
    """The picture with every slot at its beginning; see `..scene.at` for a step of it."""
    made = _Making(drawn)
    graph = drawn.network.graph
    return Scene(
        title=lesson_text(graph.title) or _("Computational graph"),
        width=drawn.width,
        height=drawn.height,
        items=made.items,
        neurons=Neurons(
            radius=drawn.radius,
            one=round(drawn.one, 1),
            small=drawn.small,
            many=drawn.many,
            columns=tuple(made.column(index) for index in shown(drawn.network)),
            ones=tuple(One(x, y) for x, y in drawn.ones.values()),
            connections=tuple(made.connection(each) for each in connections(drawn.network)),
            weights=tuple(made.weights()),
            few=len(connections(drawn.network)) <= FEW,
            card=made.card,
        ),
    )


@dataclass(frozen=True)
class _Making:
    drawn: Drawing

    @property
    def words(self) -> Words:
        return self.drawn.sizes.words

    @property
    def network(self) -> views.Network:
        return self.drawn.network

    @cached_property
    def ribboned(self) -> frozenset[WireKey]:
        """The wires on which something can flow back."""
        return frozenset(slots.ribboned(self.words))

    @property
    def items(self) -> tuple[NodePicture | EdgePicture, ...]:
        """What follows the neurons, as in the graph."""
        drawn, words = self.drawn, self.words
        found: list[NodePicture | EdgePicture] = []
        for index, at in drawn.boxes.items():
            node = words.node(index)
            found.append(pieces.node_picture(words, at, node, drawn.sizes.body(node)))
        for index, edge, label, wire in drawn.wires:
            made = pieces.wire_picture(words, wire, label, index, edge, self.ribboned)
            if made.ribbon is not None:
                made = replace(made, ribbon=_chevrons(made.ribbon))
            found.append(made)
        return tuple(found)

    # -- columns -------------------------------------------------------------------

    def column(self, index: int) -> Column:
        """The neurons of a node."""
        drawn, node = self.drawn, self.words.node(index)
        x, y = drawn.captions[index]
        dots = drawn.dots.get(index)
        role = str(node.role) if node.leaf else "operation"
        return Column(
            state=self._node_state(index),
            node=slots.node(index),
            key=node.name or "",
            role=role,
            neurons=tuple(self._neuron(index, entry) for entry in shown(self.network)[index]),
            dots=None if dots is None else self._dots(index, dots),
            name=self.words.names[index],
            caption=self._caption(index),
            size=self._size(index),
            x=x,
            y=y,
        )

    @property
    def card(self) -> Card | None:
        """The weights that came last, where there is room for what comes next."""
        if not self.network.layers:
            return None
        layer = self.network.layers[-1]
        name = self._weights(layer.weighings[0])
        made: Written = ((self.words.names[layer.node], False), (" ", False))
        formula = (*made, *self._caption(layer.node))
        return card(self.drawn, {*weighed(self.words)}, name, formula)

    def _dots(self, index: int, at: Point) -> Dots:
        return Dots(*at, _("%(count)s more", count=hidden(self.network, index)))

    def _size(self, index: int) -> str:
        """Of a leaf of which not all is drawn."""
        node = self.words.node(index)
        return f"({size(node.shape)})" if node.leaf and hidden(self.network, index) else ""

    def _caption(self, index: int) -> tuple[tuple[str | Name, bool], ...]:
        """= σ(Wx̄): the operation's symbol with the names of what goes in."""
        words, node = self.words, self.words.node(index)
        if node.op is None:
            return ()
        layer = layer_of(self.network, index)
        if layer is None:
            return ()
        if "·" not in node.op.symbol:
            (only,) = layer.weighings
            pair = [(self._weights(only), False), (words.names[only.source], only.biased)]
            return ("= ", False), *(reversed(pair) if only.turned else pair)
        found: list[tuple[str | Name, bool]] = [("= ", False)]
        weighed = iter(layer.weighings)
        for piece in _PIECES.split(words.symbols.sign(node.op.symbol)):
            if piece.startswith("#"):
                index = node.args[int(piece[1:]) - 1]
                by = [each for each in layer.weighings if each.weights.src == index]
                found.append((self._weights(by[0]) if by else words.names[index], False))
            elif piece == "·":
                each = next(weighed)
                found.append((words.names[each.source], each.biased))
            elif piece:
                found.append((piece, False))
        return tuple(found)

    def _weights(self, weighing: views.Weighing) -> Name:
        """Their name as a factor: a vector of weights is turned, uᵀz̄."""
        name = self.words.names[weighing.weights.src]
        turned = weighing.turned or len(self.words.node(weighing.weights.src).shape) != 1
        return name if turned else replace(name, over=f"{name.over}⊤")

    def _neuron(self, index: int, entry: int) -> Neuron:
        drawn = self.drawn
        x, y = drawn.neurons[index, entry]
        name = neuron_name(self.words, index, entry)
        backward = drawn.sizes.backward
        name_y, value_y, gradient_y = 0.0, ALONE, ALONE
        if drawn.named and backward:
            name_y, value_y, gradient_y = THREE
        elif drawn.named:
            name_y, value_y = TWO
        elif backward:
            value_y, gradient_y = PAIR
        return Neuron(
            id=neuron_id(index, entry),
            x=x,
            y=y,
            title=_("neuron %(name)s", name=name.plain),
            name=name if drawn.named else None,
            name_y=round(y + name_y, 1),
            value=self._part(own.neuron, (index, entry), (x, y + value_y), _("value")),
            gradient=self._part(
                own.neuron_gradient,
                (index, entry),
                (x, y + gradient_y),
                _("gradient of %(loss)s", loss=self.words.loss),
            ),
            sum=self._part(
                own.neuron_sum, (index, entry), (place.MARGIN, drawn.height - HALF - 4), _("sum")
            )
            if layer_of(self.network, index)
            else None,
            opens=views.entry_key(self.words.node(index), entry)
            if layer_of(self.network, index)
            else "",
        )

    def _part(self, slot: Slot[Any], target: tuple[Any, int], at: Point, say: str) -> Part:
        return pieces.part(slot, target, Spot(*at, self._room), say)

    @property
    def _room(self) -> float:
        """How wide a number may be in a circle."""
        return 2 * self.drawn.radius - 8

    def _half(self, index: int) -> float:
        """Half of what a column's caption takes."""
        made = (piece for piece, _over in self._caption(index))
        pieces = [self.words.names[index], *made, *filter(None, [self._size(index)])]
        texts = [piece if isinstance(piece, str) else piece.plain for piece in pieces]
        return measure.width(" ".join(texts), LETTERS) / 2

    # -- connections ---------------------------------------------------------------

    def weights(self) -> Iterator[Weights]:
        """The names of the weights between two columns, where their captions leave room."""
        captions = self.drawn.captions
        for layer in self.network.layers:
            right, y = captions[layer.node]
            right -= self._half(layer.node) + BETWEEN
            named = [each for each in layer.weighings if self.words.node(each.weights.src).name]
            for k, each in enumerate(named):
                left = captions[each.source][0] + self._half(each.source) + BETWEEN
                index = each.weights.src
                node = self.words.node(index)
                text = size(node.shape)
                half = measure.width(f"{self.words.names[index].plain} {text}", LETTERS) / 2 + 5
                reach = (right - left) / 2 / len(named)
                if reach < half:
                    continue
                share = (2 * k + 1) / (2 * len(named))
                yield Weights(
                    state=self._node_state(index),
                    key=node.name or "",
                    role=str(node.role) if node.leaf else "operation",
                    title=_("the weights %(name)s", name=self.words.names[index].plain),
                    name=self.words.names[index],
                    size=text,
                    edge=each.weights.id,
                    x=round(left + share * (right - left), 1),
                    y=y,
                    reach=round(reach - BETWEEN / 2, 1),
                    half=round(half, 1),
                )

    def connection(self, each: views.Connection) -> Connection:
        """A line between two neurons, or from a 1."""
        begin, end = self.drawn.ends(each)
        wires = dict.fromkeys(pair[0] for pair in (each.weight, each.along) if pair is not None)
        plain = Connection(
            states=(
                self._node_state(each.target[0]),
                *(self._wire_state(edge) for edge in wires),
            ),
            edge=next(iter(wires)).id,
            source="" if each.source is None else _id(each.source),
            target=_id(each.target),
            title=self._title(each),
            path_d=f"M{begin[0]},{begin[1]} L{end[0]},{end[1]}",
        )
        return plain if each.weight is None else self._weighed(plain, each, each.weight)

    def _weighed(
        self, plain: Connection, each: views.Connection, weight: tuple[Edge, int]
    ) -> Connection:
        """The same with its numbers."""
        spots, loss = self.drawn.spots[each], self.words.loss
        x, y = spots.weight
        found = replace(
            plain,
            slot=own.line(*weight),
            weight=self._part(own.weight, weight, (x, y + HALF), _("weight")),
            tight=spots.tight,
        )
        if weight[0] not in self.ribboned:
            return found
        x, y = spots.gradient
        say = _("gradient of %(loss)s", loss=loss)
        found = replace(
            found,
            gradient=self._part(own.weight_gradient, weight, (x, y + HALF), say),
            ribbon=self._ribbon(plain, each, weight),
        )
        if weight not in self._tied:
            return found
        x, y = spots.weight
        say = _("gradient of %(loss)s, all places together", loss=loss)
        return replace(
            found, tied=self._part(own.tied_gradient, weight, (x, y + HALF + UNDER), say)
        )

    def _ribbon(
        self, plain: Connection, each: views.Connection, weight: tuple[Edge, int]
    ) -> RibbonPicture:
        (x1, y1), (x2, y2) = self.drawn.ends(each)
        x, y = self.drawn.spots[each].chevrons
        return RibbonPicture(
            slot=own.weight_ribbon(*weight),
            path_d=plain.path_d,
            x=x,
            y=y,
            state=own.weight_ribbon.first["state"],
            turn=round(degrees(atan2(y2 - y1, x2 - x1)), 1),
        )

    @cached_property
    def _tied(self) -> frozenset[tuple[Edge, int]]:
        return frozenset(tied(self.words))

    def _title(self, each: views.Connection) -> str:
        target = neuron_name(self.words, *each.target).plain
        if each.source is None:
            return _("bias of %(target)s", target=target)
        source = neuron_name(self.words, *each.source).plain
        return _("connection from %(source)s to %(target)s", source=source, target=target)

    def _node_state(self, index: int) -> State:
        first = slots.node.first
        return State(slots.node(index), first["state"], first["path"], first["warn"])

    def _wire_state(self, edge: Edge) -> State:
        first = slots.wire.first
        return State(slots.wire(edge), first["state"], first["path"])


def _chevrons(ribbon: RibbonPicture) -> RibbonPicture:
    """Its chevrons: on an upright wire in the middle of it, in its direction."""
    (x1, y1), (x2, y2) = points(ribbon.path_d)[-3::2]
    if x1 != x2:
        return ribbon
    turn = 90.0 if y2 > y1 else -90.0
    return replace(ribbon, x=round((x1 + x2) / 2, 1), y=round((y1 + y2) / 2, 1), turn=turn)


def _id(neuron: tuple[int, int]) -> str:
    index, entry = neuron
    return f"{slots.node(index)}.{entry}"
