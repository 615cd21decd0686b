"""A network: which nodes of a view of layers are columns of neurons, and what connects them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod

from ..graph import Edge, Graph, GraphError, Node
from ..saying import Said, say
from .affine import PRODUCTS, Affine, alone
from .origin import origin


@dataclass(frozen=True, slots=True)
class Connection:
    """A line from one neuron to another, or from a 1."""

    target: tuple[int, int]
    """Node, and which of its entries."""
    source: tuple[int, int] | None
    """The same of where it comes from; None: from a 1, its weight is a bias."""
    weight: tuple[Edge, int] | None
    """The wire of its weights, and which of their entries, row by row; None: it has none."""
    along: tuple[Edge, int] | None
    """The wire on which what it comes from is an operand, and which entry of the operand."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """One product of a layer: weights, and the vector that they weigh."""

    weights: Edge
    operand: Edge
    source: int
    """The node whose entries are the neurons that are weighed."""
    inputs: int
    """How many these are."""
    turned: bool
    """Whether a row of the weights belongs to one of them."""
    biased: bool
    columns: int
    """Of the weights; of a vector of weights its length."""
    wide: bool
    """Whether the weights are a matrix."""

    def entry(self, neuron: int, source: int) -> int:
        """Which entry of the weights stands between two neurons, by their places."""
        if not self.wide:
            return source
        row, column = (source, neuron) if self.turned else (neuron, source)
        return row * self.columns + column


@dataclass(frozen=True, slots=True)
class Layer:
    """A column of neurons that weigh others: σ(Wx + b), one neuron for each entry."""

    node: int
    weighings: tuple[Weighing, ...]
    biases: tuple[Edge, ...]
    carried: tuple[Edge, ...]
    """Vectors that are added as they are, each entry to its neuron."""


@dataclass(frozen=True, eq=False)
class Network:
    """A graph's columns of neurons."""

    graph: Graph
    layers: tuple[Layer, ...]
    functions: tuple[int, ...]
    """Nodes between layers whose entries are each made from entries at the same place."""
    columns: tuple[tuple[int, ...], ...]
    """The nodes that are neurons, column by column from the left."""
    weights: frozenset[int]
    """Nodes whose entries are the weights of connections and no more than that."""

    @cached_property
    def column(self) -> Mapping[int, int]:
        """In which column a node's neurons stand."""
        return {index: k for k, found in enumerate(self.columns) for index in found}

    @cached_property
    def rest(self) -> tuple[int, ...]:
        """The nodes that are drawn as such: the loss, and what belongs to it; operands first."""
        made = {
            node.index
            for node in self.graph.nodes
            if not node.leaf and node.index not in self.column and node.index not in self.weights
        }
        used = {arg for index in made for arg in self.graph.nodes[index].args}
        leaves = {leaf.index for leaf in self.graph.leaves if leaf.index not in self.column}
        return tuple(sorted(made | (used & leaves)))

    @cached_property
    def biased(self) -> Mapping[int, tuple[Layer, ...]]:
        """By the column that a 1 stands under, the layers that have biases of it."""
        found: dict[int, tuple[Layer, ...]] = {}
        for layer in self.layers:
            if layer.biases or any(each.biased for each in layer.weighings):
                place = self.column[layer.node] - 1
                found[place] = (*found.get(place, ()), layer)
        return found

    def size(self, index: int) -> int:
        """How many neurons a node is."""
        return prod(self.graph.nodes[index].shape)

    def connections(self, shown: Mapping[int, tuple[int, ...]]) -> tuple[Connection, ...]:
        """Those between the entries that are shown of each node, layer by layer."""
        found: list[Connection] = []
        for layer in self.layers:
            for neuron in shown[layer.node]:
                found += self.into(layer, neuron, shown)
        for index in self.functions:
            for edge in self.graph.operands[index]:
                if edge.src in self.column:
                    found += self._straight(edge, shown)
        return tuple(found)

    def into(
        self, layer: Layer, neuron: int, shown: Mapping[int, tuple[int, ...]]
    ) -> list[Connection]:
        """Those that end at one neuron, from the entries that are shown of each node."""
        target = layer.node, neuron
        found = []
        for each in layer.weighings:
            for place in shown[each.source]:
                weight = each.weights, each.entry(neuron, place)
                along = each.operand, place
                found.append(Connection(target, (each.source, place), weight, along))
            if each.biased:
                bias = each.weights, each.entry(neuron, each.inputs)
                found.append(Connection(target, None, bias, None))
        for edge in layer.biases:
            entry = neuron if self.graph.nodes[edge.src].shape else 0
            found.append(Connection(target, None, (edge, entry), None))
        for edge in layer.carried:
            found += [each for each in self._straight(edge, shown) if each.target == target]
        return found

    def _straight(self, edge: Edge, shown: Mapping[int, tuple[int, ...]]) -> list[Connection]:
        """Entry to entry; one number goes to all."""
        entries = shown[edge.dst]
        one = self.size(edge.src) == 1
        pairs = [(0 if one else entry, entry) for entry in entries]
        return [
            Connection((edge.dst, to), (edge.src, place), None, (edge, place))
            for place, to in pairs
            if place in shown[edge.src]
        ]


def network(graph: Graph) -> Network:
    """The neurons of a view of layers; raises `GraphError` where it has none that can be drawn."""
    found = {node.index: _affine(node, graph) for node in graph.nodes}
    affines = {index: made for index, made in found.items() if made is not None}
    if not affines:
        raise GraphError(_none(graph))
    layers, functions = [], set[int]()
    for index, made in affines.items():
        layer = _layer(graph, index, made)
        layers.append(layer)
        sources = [each.source for each in layer.weighings]
        sources += [edge.src for edge in layer.carried]
        for source in sources:
            functions |= _between(graph, source, affines)
    columns = _columns(graph, layers, sorted(functions))
    neurons = {index for column in columns for index in column}
    return Network(
        graph=graph,
        layers=tuple(layers),
        functions=tuple(sorted(functions)),
        columns=columns,
        weights=_weights(graph, layers, neurons),
    )


def _affine(node: Node, graph: Graph) -> Affine | None:
    """Its affine map, if what it weighs with is no input and made of none."""
    made = None if node.op is None else origin(node).affine or alone(graph, node)
    if made is None:
        return None
    weights = (node.args[each.weights] for each in made.products)
    leaves = (graph.nodes[k] for index in weights for k in graph.before(index))
    return None if any(leaf.role in ("input", "label") for leaf in leaves) else made


def _none(graph: Graph) -> Said:
    """Why there are no layers."""
    for node in graph.nodes:
        parts = origin(node).parts
        if node.op is not None and len(node.shape) > 1 and (node.op.name in PRODUCTS or parts):
            return say(
                "%(name)s is a matrix, and neurons are drawn of one vector: give the vectors as "
                "samples, `x: input = each([…], […])`, or draw the nodes.",
                name=node.name or node.id,
            )
    return say(
        "there are no layers here, so there are no neurons: a layer is a product of weights and "
        "a vector, as in `y = sigmoid(W @ x)`. Write one, or draw the nodes."
    )


def _layer(graph: Graph, index: int, made: Affine) -> Layer:
    edges = graph.operands[index]
    weighings = []
    for each in made.products:
        operand, biased = edges[each.operand], each.biased
        source = operand.src
        inner = graph.nodes[source]
        if inner.op is not None and inner.op.name == "with_bias":
            # The same vector with its 1 is used by several layers.
            (source,) = inner.args
            biased = True
        weights = edges[each.weights]
        shape = graph.nodes[weights.src].shape
        weighings.append(
            Weighing(
                weights=weights,
                operand=operand,
                source=source,
                inputs=prod(graph.nodes[source].shape),
                turned=each.turned and len(shape) > 1,
                biased=biased,
                columns=shape[-1],
                wide=len(shape) > 1,
            )
        )
    added = [edges[port] for port in made.added]
    biases = tuple(edge for edge in added if _given(graph, edge.src))
    return Layer(index, tuple(weighings), biases, tuple(e for e in added if e not in biases))


def _given(graph: Graph, index: int) -> bool:
    """Whether it is a bias: learned, or a constant."""
    return graph.nodes[index].role in ("weight", "variable", "constant")


def _between(graph: Graph, source: int, affines: Mapping[int, Affine]) -> set[int]:
    """The nodes from a layer's operand back to neurons that are there anyway."""
    found: set[int] = set()
    todo = [source]
    while todo:
        node = graph.nodes[todo.pop()]
        if node.leaf or node.index in affines or node.index in found:
            continue
        op = node.op
        assert op is not None
        if not op.elementwise or len(node.shape) > 1:
            raise GraphError(
                say(
                    "%(name)s goes into a layer and is neither a layer nor a function of single "
                    "entries, so it has no neurons: draw the layers instead.",
                    name=node.name or op.title,
                )
            )
        found.add(node.index)
        todo += [arg for arg in node.args if not graph.nodes[arg].number]
    return found


def _columns(
    graph: Graph, layers: list[Layer], functions: list[int]
) -> tuple[tuple[int, ...], ...]:
    """Each behind all that it is made of; what is given stands right before what it goes into."""
    above: dict[int, list[int]] = {index: [] for index in functions}
    for index in functions:
        above[index] = [arg for arg in graph.nodes[index].args if not graph.nodes[arg].number]
    for layer in layers:
        found = [each.source for each in layer.weighings]
        above[layer.node] = [*found, *(edge.src for edge in layer.carried)]
    place: dict[int, int] = {}
    for index in sorted(above):
        place[index] = 1 + max(place.get(arg, 0) for arg in above[index])
    for index in sorted(above):
        for arg in above[index]:
            if arg not in above:
                place[arg] = min(place.get(arg, place[index] - 1), place[index] - 1)
    return tuple(
        tuple(sorted(index for index, found in place.items() if found == k))
        for k in range(max(place.values()) + 1)
    )


def _weights(graph: Graph, layers: list[Layer], neurons: set[int]) -> frozenset[int]:
    """What only makes weights of connections, from leaves on."""
    used = {each.weights for layer in layers for each in layer.weighings}
    used |= {edge for layer in layers for edge in layer.biases}
    passed = {each.operand for layer in layers for each in layer.weighings}
    found: set[int] = set()
    for node in reversed(graph.nodes):
        edges = graph.consumers[node.index]
        if not edges or node.index in neurons or node.index in graph.ends:
            continue
        if all(e in used or e in passed or e.dst in found for e in edges):
            found.add(node.index)
    return frozenset(found)
