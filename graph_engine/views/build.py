"""A new graph grown node by node out of an old one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from .. import limits
from ..arrays import Array, Shape, frozen
from ..expansion import Places
from ..graph import Graph, GraphError, Node, operation
from ..op import Op
from ..ops import REGISTRY
from ..saying import say
from .origin import of_sample


class Growing:
    """Nodes so far, with the limits that a picture has; `cure` says what to do past them."""

    def __init__(self, cure: str) -> None:
        self.nodes: list[Node] = []
        self.edges = 0
        self.cure = cure

    def kept(self, node: Node, args: Sequence[int] = (), **changes: Any) -> int:
        """A node as it was, with other operands and what else is changed; its new index."""
        return self.add(replace(node, index=len(self.nodes), args=tuple(args), **changes))

    def operation(self, op: Op | str, args: Sequence[int], like: Node, **changes: Any) -> int:
        """An operation on nodes so far, in the place of `like`; the new node's index."""
        made = operation(
            REGISTRY[op] if isinstance(op, str) else op,
            [self.nodes[arg] for arg in args],
            index=len(self.nodes),
            literal=changes.pop("literal", ()),
            line=like.line,
            origin=changes.pop("origin", of_sample(like)),
        )
        return self.add(replace(made, **changes))

    def constant(self, value: Array, like: Node) -> int:
        """A number that the graph needs and nobody has named."""
        node = Node(
            index=len(self.nodes),
            role="constant",
            given=value,
            line=like.line,
            origin=of_sample(like),
        )
        return self.add(node)

    def add(self, node: Node) -> int:
        """Append a node; raises `GraphError` past the limits."""
        self.edges += len(node.args)
        self.room_for(1)
        self.nodes.append(node)
        return node.index

    def room_for(self, more: int, edges: int = 0) -> None:
        """Raise `GraphError` where so many more nodes or edges would be past the limits."""
        for count, limit in (
            (len(self.nodes) + more, limits.NODES),
            (self.edges + edges, limits.EDGES),
        ):
            if count > limit.most:
                raise GraphError(
                    say(
                        "there are more than %(most)s %(what)s: %(cure)s",
                        most=limit.most,
                        what=say(limit.what),
                        cure=self.cure,
                    )
                )

    def graph(self, like: Graph, **changes: Any) -> Graph:
        """What has grown, with the old graph's title."""
        return Graph(
            nodes=tuple(self.nodes),
            title=like.title,
            introduction=like.introduction,
            spelled=like.spelled,
            **changes,
        )


@dataclass(frozen=True)
class Written:
    """An operation of a graph, written out in others: what `Op.expansion` gets."""

    growing: Growing
    node: Node

    @property
    def shape(self) -> Shape:
        """Of the operation's result."""
        return self.node.shape

    @property
    def sizes(self) -> tuple[int, ...]:
        """The whole numbers that belong to the operation."""
        return tuple(int(number) for number in self.node.literal)

    def op(self, name: str, *args: Any, literal: float | None = None) -> int:
        """One more node, on nodes."""
        own = () if literal is None else (np.float64(literal),)
        return self.growing.operation(name, [int(arg) for arg in args], self.node, literal=own)

    def sum(self, terms: Iterable[Any]) -> int:
        """The sum of several nodes; of one alone itself."""
        found = [int(term) for term in terms]
        return self.op("add", *found) if len(found) > 1 else found[0]

    def dot(self, left: Places, right: Places) -> int:
        """The products of two lists of entries, added."""
        pairs = zip(left.flat, right.flat, strict=True)
        return self.sum([self.op("mul", a, b) for a, b in pairs])

    def number(self, value: float) -> int:
        """A number that stands in the result."""
        return self.growing.constant(frozen(value), self.node)
