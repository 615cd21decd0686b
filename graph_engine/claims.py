"""One's own backward pass: which derivative a line claims to be, by its name, `dW`, `dL_dw`,
`grad_W`, `W_grad`; and the graph without these lines."""

import re
from collections.abc import Container
from dataclasses import replace

from .graph import Graph, Node

_PREFIX = re.compile(r"(?:grad|gradient|deriv|d|D|∂)_?(?=.)")
_SUFFIX = re.compile(r"_(?:grad|gradient|deriv|derivative)$")
LOSSES = frozenset({"L", "l", "loss", "Loss", "J", "C", "E", "cost", "e", "err", "error"})
"""What people call the loss in a quotient, whatever its line is called."""


def claimed(name: str, names: Container[str], loss: str = "") -> tuple[str, str] | None:
    """What is derived and by what, (loss, W) for `dW`; None where a name claims nothing.

    `names` are those of the other lines. An empty first name is the loss, whatever it is called.
    """
    for match in _quotients(name):
        of, by = match
        if by in names and (of in names or of in LOSSES):
            return ("" if of == loss or (of not in names and of in LOSSES) else of), by
    for pattern in (_PREFIX, _SUFFIX):
        found = pattern.match(name) if pattern is _PREFIX else pattern.search(name)
        if found is not None:
            rest = name[found.end() :] if pattern is _PREFIX else name[: found.start()]
            if rest in names:
                return "", rest
    return None


def _quotients(name: str) -> list[tuple[str, str]]:
    """Every way to read a name as a quotient: `dL_dw`, `dLdw`, `d_loss_d_w`."""
    found = []
    if name[:1] == "d":
        for place in range(2, len(name) - 1):
            if name[place] == "d":
                of = name[1:place].strip("_")
                for middle in ("_by", "_over", "_wrt"):
                    of = of.removesuffix(middle)
                by = name[place + 1 :].lstrip("_")
                if of and by:
                    found.append((of, by))
    return found


def claims_of(graph: Graph) -> dict[int, tuple[str, str]]:
    """The nodes of one's own backward pass, by what each claims to be: not what the loss needs."""
    if graph.loss is None:
        return {}
    needed = graph.before(graph.loss)
    loss = graph.nodes[graph.loss].name or ""
    found = {}
    for node in graph.nodes:
        if node.name is not None and node.index not in needed:
            said = claimed(node.name, graph.names, loss)
            if said is not None and said[1] != node.name:
                found[node.index] = said
    return found


def told(graph: Graph) -> Graph:
    """The graph without one's own backward pass, and without what only that needs or gives."""
    gone = {*claims_of(graph)}
    if not gone or graph.loss is None:
        return graph
    needed = graph.before(graph.loss)
    for node in graph.nodes:
        if node.index not in needed and not gone.isdisjoint(node.args):
            gone.add(node.index)
    for node in reversed(graph.nodes):
        users = {edge.dst for edge in graph.consumers[node.index]}
        if node.index not in needed and users and users <= gone:
            gone.add(node.index)
    places: dict[int, int] = {}
    nodes: list[Node] = []
    for node in graph.nodes:
        if node.index not in gone:
            places[node.index] = len(nodes)
            args = tuple(places[arg] for arg in node.args)
            nodes.append(replace(node, index=len(nodes), args=args))
    return replace(graph, nodes=tuple(nodes), loss=places[graph.loss])
