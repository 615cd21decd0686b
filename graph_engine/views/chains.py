"""Chains side by side: of each leaf that is learned the one path from the loss to it."""

from dataclasses import dataclass

from ..graph import Edge, Graph, GraphError
from ..saying import say

MOST = 6
"""Chains that stand side by side."""
LONGEST = 8
"""Factors of one."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A leaf, and the factors of its gradient."""

    leaf: int
    path: tuple[Edge, ...]
    """From the loss on."""


def chains(graph: Graph) -> tuple[Chain, ...]:
    """Those of all leaves that are learned; chains that begin alike stand beside each other.

    Raises `GraphError` where there are not two, where a leaf has several paths, or where they are
    too many or too long to be read side by side.
    """
    if graph.loss is None:
        raise GraphError(say("chains begin at a loss, and this program has none"))
    found = [Chain(leaf, _path(graph, leaf)) for leaf in graph.learned if leaf in graph.to_loss]
    if len(found) < 2:
        raise GraphError(say("chains stand side by side where two leaves or more are learned"))
    if len(found) > MOST or max(len(each.path) for each in found) > LONGEST:
        raise GraphError(
            say(
                "at most %(most)s chains of %(long)s factors stand side by side",
                most=MOST,
                long=LONGEST,
            )
        )
    # At each node the leaf comes first, then what leads on: so what two share is in one piece.
    found.sort(
        key=lambda each: [
            (not graph.nodes[edge.src].leaf, -edge.src, edge.dst) for edge in each.path
        ]
    )
    return tuple(found)


def _path(graph: Graph, leaf: int) -> tuple[Edge, ...]:
    """The edges from the loss to a leaf; raises `GraphError` where several paths lead there."""
    found: list[Edge] = []
    at = leaf
    while at != graph.loss:
        leading = [edge for edge in graph.consumers[at] if edge.dst in graph.to_loss]
        if len(leading) > 1:
            raise GraphError(
                say(
                    "several paths lead from the loss to `%(leaf)s`: chains side by side have one "
                    "path each",
                    leaf=graph.nodes[leaf].name or "",
                )
            )
        found.append(leading[0])
        at = leading[0].dst
    return tuple(reversed(found))
