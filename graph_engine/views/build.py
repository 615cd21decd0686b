"""A new graph grown node by node out of an old one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .. import limits
from ..graph import Graph, GraphError, Node, operation
from ..op import Array, Op
from ..ops import REGISTRY
from ..saying import say


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
            copy=changes.pop("copy", like.copy),
        )
        return self.add(replace(made, **changes))

    def constant(self, value: Array, like: Node) -> int:
        """A number that the graph needs and nobody has named."""
        node = Node(
            index=len(self.nodes), role="constant", given=value, line=like.line, copy=like.copy
        )
        return self.add(node)

    def add(self, node: Node) -> int:
        """Append a node; raises `GraphError` past the limits."""
        self.edges += len(node.args)
        for count, limit in ((len(self.nodes) + 1, limits.NODES), (self.edges, limits.EDGES)):
            if count > limit.most:
                raise GraphError(
                    say(
                        "there are more than %(most)s %(what)s: %(cure)s",
                        most=limit.most,
                        what=say(limit.what),
                        cure=self.cure,
                    )
                )
        self.nodes.append(node)
        return node.index

    def graph(self, like: Graph, **changes: Any) -> Graph:
        """What has grown, with the old graph's title."""
        return Graph(
            nodes=tuple(self.nodes),
            title=like.title,
            introduction=like.introduction,
            **changes,
        )
