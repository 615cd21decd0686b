"""What can be worked out while a program is read: values that follow from labels and constants."""

from math import prod
from typing import Any

import numpy as np

from ..graph import Graph, Node, operation
from ..ops import REGISTRY
from ..passes import run
from .draft import Draft, Number, Operand

NODES = 64
"""Nodes behind a value up to which it is worked out."""

ENTRIES = 4096
"""Entries of all of them together."""

NOTHING = 1e-9
"""A slope below this is roundoff."""


def role(draft: Draft, operand: Operand) -> str | None:
    """The role of an operand: what is computed of labels and constants alone is a label, too."""
    if not isinstance(operand, int):
        return None
    node = draft.nodes[operand]
    if node.leaf:
        return node.role
    roles = {each.role for each in _behind(draft, operand) if each.leaf}
    if not roles or not roles <= {"label", "constant"}:
        return None
    return "label" if "label" in roles else "constant"


def values(draft: Draft, operand: Operand) -> Any:
    """The numbers of what is given and not learned, or follows from labels and constants; None for
    everything else."""
    if isinstance(operand, Number):
        return np.asarray(operand.value, dtype=np.float64)
    node = draft.nodes[operand]
    if node.leaf:
        return None if node.role == "weight" else node.given
    if role(draft, operand) is None:
        return None
    known: dict[int, Any] = {}
    with np.errstate(all="ignore"):
        for each in _behind(draft, operand):
            if each.kernel is None:
                known[each.index] = each.given
            else:
                args = (known[arg] for arg in each.args)
                known[each.index] = each.kernel.forward(*args, *each.literal)
    return np.asarray(known[operand], dtype=np.float64)


def _behind(draft: Draft, index: int) -> list[Node]:
    """A node and all that it is computed from, operands first; nothing where that is much."""
    found, todo, entries = {index}, [index], 0
    while todo:
        node = draft.nodes[todo.pop()]
        entries += prod(node.shape)
        if len(found) > NODES or entries > ENTRIES:
            return []
        new = {*node.args} - found
        found |= new
        todo += new
    return [draft.nodes[each] for each in sorted(found)]


def sum_stays(draft: Draft, index: int) -> bool:
    """Whether the sum over a node's entries is the same whatever the leaves are, as of softmax."""
    behind = _behind(draft, index)
    if not behind or draft.nodes[index].sampled:
        return False
    places = {node.index: k for k, node in enumerate(behind)}
    nodes: list[Node] = []
    for node in behind:
        args = [nodes[places[arg]] for arg in node.args]
        if node.op is None:
            nodes.append(Node(index=len(nodes), name=f"n{len(nodes)}", given=node.given,
                              role="variable", shape=node.shape))  # fmt: skip
        else:
            nodes.append(operation(node.op, args, index=len(nodes), literal=node.literal))
    whole = operation(REGISTRY["sum"], nodes[-1:], index=len(nodes))
    first = (np.float64(0),) * len(nodes[-1].shape)
    entry = operation(REGISTRY["entry"], nodes[-1:], index=len(nodes), literal=first)
    # What is flat everywhere, as a mask is, has a sum that changes: in jumps.
    return _flat((*nodes, whole)) and not _flat((*nodes, entry))


def _flat(nodes: tuple[Node, ...]) -> bool:
    """Whether no leaf moves the last node."""
    graph = Graph(nodes=nodes, loss=len(nodes) - 1)
    slopes = (run(graph).gradient(leaf.index) for leaf in graph.leaves)
    return all(bool(np.all(np.abs(slope) <= NOTHING)) for slope in slopes)
