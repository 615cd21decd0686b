"""In which two numbers a label is written: −1 and 1 as in y·z, or 0 and 1 as in y log p."""

import numpy as np

from .graph import Graph, Node

Alphabet = tuple[int, int]

SIGNED: Alphabet = (-1, 1)
BINARY: Alphabet = (0, 1)


def alphabet(graph: Graph, leaf: Node) -> Alphabet | None:
    """The two numbers of a label that is one of them; None where it is another number.

    A 1 alone does not tell: then the other labels do, and what the label goes into.
    """
    value = None if leaf.role != "label" or leaf.given is None else leaf.given
    if value is None or not np.all((value == -1) | (value == 0) | (value == 1)):
        return None
    numbers = np.unique(value)
    if -1 in numbers:
        return None if 0 in numbers else SIGNED
    return BINARY if 0 in numbers or _binary(graph, leaf) else SIGNED


def _binary(graph: Graph, leaf: Node) -> bool:
    """Whether other labels are 0, or the label is used as a probability: y log p, 1 - y."""
    others = [node.given for node in graph.leaves if node.role == "label" and node is not leaf]
    if any(given is not None and np.any(given == 0) for given in others):
        return True
    uses = [graph.nodes[edge.dst] for edge in graph.consumers[leaf.index]]
    turned = [node for node in uses if node.op is not None and node.op.name == "neg"]
    uses += [graph.nodes[edge.dst] for node in turned for edge in graph.consumers[node.index]]
    for node in uses:
        name = "" if node.op is None else node.op.name
        if name == "subtract_from" and node.literal == (1.0,):
            return True
        if name == "cross_entropy":
            return True
        if name in ("mul", "dot"):
            ops = (graph.nodes[arg].op for arg in node.args)
            if any(op is not None and op.name in ("log", "neglog") for op in ops):
                return True
            if _beside_softplus(graph, node):
                return True
    return False


def _beside_softplus(graph: Graph, product: Node) -> bool:
    """Whether y·z is taken from softplus(z), as in the loss of a score z and a label 0 or 1."""
    for edge in graph.consumers[product.index]:
        for arg in graph.nodes[edge.dst].args:
            other = graph.nodes[arg]
            soft = other.op is not None and other.op.name == "softplus"
            if soft and {*other.args} & {*product.args}:
                return True
    return False
