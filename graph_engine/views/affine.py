"""What an affine map is made of: products of weights with operands, and what is added to them."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..graph import Edge, Graph, Node

PRODUCTS = ("matmul", "dot")
"""The operations that weigh the entries of a vector."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """Weights times a vector; both are named by the operand of the whole that they are."""

    weights: int
    operand: int
    turned: bool
    """Whether the vector stands left: then a row of the weights belongs to one of its entries."""
    biased: bool
    """Whether a 1 is appended to the vector: the last of the weights is a bias."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Affine:
    """One affine map: its products, and the operands that are added as they are."""

    products: tuple[Product, ...]
    added: tuple[int, ...] = ()


def affine(graph: Graph, index: int, feeds: Mapping[Edge, int]) -> Affine | None:
    """What an affine node is made of, where it makes a vector or a number of vectors.

    `feeds`: for every edge that comes in from outside, which operand of the whole it is; what comes
    in otherwise is inside: the products of a sum, and an operand with a 1 appended.
    """
    node = graph.nodes[index]
    if len(node.shape) > 1 or node.op is None:
        return None
    if node.op.name in PRODUCTS:
        inner, added = [node], []
    else:
        edges = graph.operands[index]
        inner = [graph.nodes[edge.src] for edge in edges if edge not in feeds]
        added = [feeds[edge] for edge in edges if edge in feeds]
    if any(feeds.keys().isdisjoint(graph.operands[each.index]) for each in inner):
        return None  # both have a 1 appended: neither are weights
    products = tuple(_product(graph, each, feeds) for each in inner)
    return Affine(products=products, added=tuple(added))


def alone(graph: Graph, node: Node) -> Affine | None:
    """The same of a bare product, which stands for nothing but itself."""
    if node.op is None or node.op.name not in PRODUCTS:
        return None
    return affine(graph, node.index, {edge: edge.port for edge in graph.operands[node.index]})


def _product(graph: Graph, node: Node, feeds: Mapping[Edge, int]) -> Product:
    left, right = graph.operands[node.index]
    turned = _weighs(graph, right, left, feeds)
    weights, vector = (right, left) if turned else (left, right)
    biased = vector not in feeds
    if biased:
        (vector,) = graph.operands[vector.src]
    return Product(weights=feeds[weights], operand=feeds[vector], turned=turned, biased=biased)


def _weighs(graph: Graph, right: Edge, left: Edge, feeds: Mapping[Edge, int]) -> bool:
    """Whether the right one are the weights: a matrix, else what is learned, else given."""
    if left not in feeds or right not in feeds:
        return right in feeds
    one, other = graph.nodes[left.src], graph.nodes[right.src]
    if len(one.shape) != len(other.shape):
        return len(other.shape) > len(one.shape)
    ranks = [(node.role == "weight", node.role == "variable", node.leaf) for node in (one, other)]
    return ranks[1] > ranks[0]
