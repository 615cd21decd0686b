"""Matrices that a product weighs with: what is drawn as a vector, and which line of it makes which
entry of the result."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from ..graph import Edge, Graph, GraphError, Node
from ..saying import say
from .affine import PRODUCTS, alone
from .layers import layers
from .origin import origin


@dataclass(frozen=True, slots=True)
class Vectored:
    """A leaf that is a matrix, and the wire on which it goes into a product."""

    matrix: int
    edge: Edge
    turned: bool
    """Whether it stands right: then a column of it makes an entry of the result, else a row."""
    shape: tuple[int, int]
    """Rows and columns."""
    result: tuple[int, ...]
    """The shape of what the product gives."""

    @property
    def count(self) -> int:
        """How many entries it has."""
        return prod(self.shape)

    def line(self, row: int, column: int) -> int:
        """The line of the matrix that an entry is in, of those that make entries of the result."""
        return column if self.turned else row

    def made_by(self, entry: int) -> int:
        """The line that makes an entry of the result, which is counted row by row."""
        if len(self.result) < 2:
            return entry
        row, column = divmod(entry, self.result[1])
        return column if self.turned else row

    @property
    def filled(self) -> int:
        """How many entries of the local Jacobian its structure does not force to be zero."""
        lines = self.shape[1] if self.turned else self.shape[0]
        return prod(self.result) * self.count // lines


def vectorable(graph: Graph) -> Graph:
    """The view of layers, or the graph itself where only that has a matrix in a product; raises
    `GraphError` where none has."""
    folded = layers(graph)
    if any(_vectored(folded)):
        return folded
    if any(_vectored(graph)):
        return graph
    raise GraphError(
        say(
            "no matrix is multiplied here, so there is none that becomes a vector: write one, as "
            "in `W: weight = [[1, 2], [3, 4]]` and `y = W @ x`, or draw the nodes."
        )
    )


def vectored(graph: Graph) -> tuple[Vectored, ...]:
    """Each matrix once, where the gradient comes back first; what is learned before what is
    given."""
    found: dict[int, Vectored] = {}
    for each in _vectored(graph):
        arriving = graph.arriving[each.matrix]
        if each.matrix not in found or (arriving and arriving[0] == each.edge):
            found[each.matrix] = each
    given = {index for index in found if graph.nodes[index].role not in ("weight", "variable")}
    return tuple(found[index] for index in sorted(found, key=lambda k: (k in given, k)))


def _vectored(graph: Graph) -> Iterator[Vectored]:
    for node in graph.nodes:
        for edge, turned in _weights(graph, node):
            leaf = graph.nodes[edge.src]
            if leaf.leaf and len(leaf.shape) == 2:
                rows, columns = leaf.shape
                yield Vectored(leaf.index, edge, turned, (rows, columns), node.shape)


def _weights(graph: Graph, node: Node) -> Iterator[tuple[Edge, bool]]:
    """The wires of what a product weighs with, and whether that stands right."""
    if node.op is None:
        return
    edges = graph.operands[node.index]
    made = origin(node).affine or alone(graph, node)
    if made is not None:
        for each in made.products:
            yield edges[each.weights], each.turned
    elif node.op.name in PRODUCTS:
        yield edges[0], False
        yield edges[1], True
