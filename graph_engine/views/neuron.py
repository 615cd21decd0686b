"""One neuron of a network, opened: its weights times its inputs, their sum, its function, and what
follows as one function of it.

Its numbers are those that the whole network has in its first pass, and so are its gradients.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..arrays import frozen
from ..graph import Graph, GraphError, Node
from ..op import Op, unary
from ..passes import run
from ..saying import say
from .build import Growing
from .compose import Inside
from .layers import key_of
from .network import Layer, Network, network
from .origin import Origin

MOST = 8
"""Products that are drawn; of more the largest ones, and what the others are together."""
FEW = 5
OTHERS = "others"
"""What these are called."""


def entry_key(node: Node, entry: int) -> str:
    """What a neuron is called where it is opened: y[2], q."""
    return f"{key_of(node)}[{entry + 1}]" if node.shape else key_of(node)


def neuron(whole: Graph, graph: Graph, key: str) -> Graph:
    """The neuron that is called `key`, of the program `whole` and of its view of layers `graph`.

    Raises `GraphError` where there is none of that name.
    """
    found = network(graph)
    for layer in found.layers:
        node = graph.nodes[layer.node]
        for entry in range(found.size(layer.node)):
            if entry_key(node, entry) == key:
                return _Opened(whole, found, layer, entry, key).made
    names = [entry_key(graph.nodes[layer.node], 0) for layer in found.layers]
    raise GraphError(
        say(
            "there is no neuron `%(key)s` here: neurons are called like `%(name)s`.",
            key=key,
            name=names[0],
        )
    )


@dataclass(frozen=True)
class _Term:
    """A weight with what it weighs, each a node and its entry; a bias alone."""

    weight: tuple[int, int]
    weighed: tuple[int, int] | None
    product: float


@dataclass(frozen=True, eq=False)
class _Opened:
    whole: Graph
    network: Network
    layer: Layer
    entry: int
    key: str

    @property
    def graph(self) -> Graph:
        return self.network.graph

    @property
    def made(self) -> Graph:
        graph, growing = self.graph, Growing(say("look at a smaller layer."))
        values = run(graph).values
        node = graph.nodes[self.layer.node]
        terms = [self._term(values, *each) for each in self._pairs()]
        kept = [*range(len(terms))]
        if len(terms) > MOST:
            kept = sorted(sorted(kept, key=lambda k: -abs(terms[k].product))[:FEW])
        leaves: dict[tuple[int, int], int] = {}
        summed = [self._product(growing, leaves, values, terms[k]) for k in kept]
        if len(kept) < len(terms):
            rest = sum(each.product for each in terms) - sum(terms[k].product for k in kept)
            named = None if OTHERS in graph.names else OTHERS
            others = Node(index=len(growing.nodes), role="constant", given=frozen(rest), name=named)
            summed.append(growing.add(others))
        last = summed[0] if len(summed) == 1 else growing.operation("add", summed, node)
        inner = next((each for each in self.whole.nodes if key_of(each) == key_of(node)), None)
        if inner and inner.op and inner.op.elementwise and len(inner.args) == 1:
            last = growing.operation(inner.op, [last], node, literal=inner.literal)
        named = self.key if last not in leaves.values() else None
        growing.nodes[last] = replace(growing.nodes[last], name=named, origin=Origin(fold=self.key))
        loss = None
        if graph.loss is not None and self.layer.node in graph.to_loss:
            ended = graph.nodes[graph.loss]
            if graph.loss == self.layer.node:
                loss = last
            else:
                loss = growing.operation(self._rest(values), [last], ended, name=ended.name)
        return growing.graph(graph, loss=loss)

    def _pairs(self) -> list[tuple[tuple[int, int], tuple[int, int] | None]]:
        """What it adds up: the entries of weights with those that they weigh, and biases."""
        every = {index: tuple(range(self.network.size(index))) for index in self.network.column}
        found: list[tuple[tuple[int, int], tuple[int, int] | None]] = []
        for each in self.network.into(self.layer, self.entry, every):
            if each.weight is not None:
                edge, entry = each.weight
                found.append(((edge.src, entry), each.source))
            elif each.source is not None:
                found.append((each.source, None))
        return found

    @staticmethod
    def _term(
        values: Sequence[Any], weight: tuple[int, int], weighed: tuple[int, int] | None
    ) -> _Term:
        own = float(np.ravel(values[weight[0]])[weight[1]])
        other = 1.0 if weighed is None else float(np.ravel(values[weighed[0]])[weighed[1]])
        return _Term(weight, weighed, own * other)

    def _product(
        self, growing: Growing, leaves: dict[tuple[int, int], int], values: Any, term: _Term
    ) -> int:
        weight = self._leaf(growing, leaves, values, term.weight)
        if term.weighed is None:
            return weight
        weighed = self._leaf(growing, leaves, values, term.weighed)
        return growing.operation("mul", [weight, weighed], self.graph.nodes[self.layer.node])

    def _leaf(
        self, growing: Growing, leaves: dict[tuple[int, int], int], values: Any, of: tuple[int, int]
    ) -> int:
        """The number that comes in, once however often it is used; with the role that it has."""
        if of not in leaves:
            node, value = self.graph.nodes[of[0]], np.ravel(values[of[0]])[of[1]]
            place = np.unravel_index(of[1], node.shape) if node.shape else ()
            inside = ",".join(str(int(k) + 1) for k in place)
            name = f"{node.name}[{inside}]" if node.name and inside else node.name
            leaf = Node(
                index=len(growing.nodes),
                role=node.role if node.leaf else "input",
                given=frozen(value),
                name=name,
                line=node.line,
                origin=Origin(entry=tuple(int(k) + 1 for k in place)),
            )
            leaves[of] = growing.add(leaf)
        return leaves[of]

    def _rest(self, values: Sequence[Any]) -> Op:
        """All that follows as one function of this neuron; the others are as they are."""
        graph, start = self.graph, self.layer.node
        assert graph.loss is not None
        follows: list[int] = []
        reached = {start}
        for node in graph.nodes:
            if node.index in graph.to_loss and not reached.isdisjoint(node.args):
                reached.add(node.index)
                follows.append(node.index)
        feeds = {edge: 0 for edge in graph.consumers[start] if edge.dst in reached}
        fixed = {index: value for index, value in enumerate(values) if index not in reached}
        inside = Inside(graph, tuple(follows), feeds, fixed)
        base = np.array(values[start], dtype=np.float64)

        def operand(x: float) -> Any:
            moved = base.copy()
            moved.reshape(-1)[self.entry] = x
            return moved[()]

        def slope(x: float) -> Any:
            (flow,) = inside.pulled((0,), np.float64(1.0), [operand(x)])
            return np.ravel(flow)[self.entry]

        # Number by number, so that its curve is drawn like any other.
        every = np.vectorize(lambda x: inside.forward(operand(x)), otypes=[np.float64])
        slopes = np.vectorize(slope, otypes=[np.float64])

        return unary(
            "rest",
            say("loss that the rest of the network makes"),
            r"\mathcal{L}(#1)",
            lambda x: every(x)[()],
            r"\mathcal{L}'(#1)",
            lambda out, x: slopes(x)[()],
            symbol="ℒ(·)",
            samples=(),
        )
