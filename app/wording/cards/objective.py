"""The two parts of a loss that is a sum: what the data say, and what is wished of the weights."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from graph_engine import Graph

from ...languages import _
from .. import formulas as f

KIND = {True: "of-data", False: "of-prior"}
"""What is of a part, in the picture and in formulas."""


def said(of_data: bool) -> str:
    """What a part is called."""
    return _("loss function") if of_data else _("prior/regulariser")


def kinds(graph: Graph) -> Mapping[str, bool]:
    """By their ids the wires of each part, and whether that is of data: those that lead to its
    terms and to no other's, and from its terms to the sum."""
    if graph.loss is None:
        return {}
    before = {of_data: (frozenset(terms), _before(graph, terms)) for of_data, terms in parts(graph)}
    return {
        edge.id: of_data
        for of_data, (terms, own) in before.items()
        for edge in graph.edges
        if edge.src in terms or (edge.dst in own and edge.dst not in before[not of_data][1])
    }


def _before(graph: Graph, terms: Sequence[int]) -> set[int]:
    """Nodes, and all that they are computed from."""
    found = {*terms}
    for node in reversed(graph.nodes):
        if node.index in found:
            found.update(node.args)
    return found


def whole_loss(graph: Graph, pieces: Sequence[f.Fragment]) -> tuple[f.Fragment, bool]:
    """The formula of the loss, and whether it has braces: where it has two parts (`parts`), each
    stands in brackets over a brace and words.

    `pieces` has every node's formula; the graph has a loss.
    """
    assert graph.loss is not None
    braced = [
        f.braced(
            f.bracketed(f.total([pieces[index] for index in terms])),
            said(of_data),
            mark=KIND[of_data],
        )
        for of_data, terms in parts(graph)
    ]
    return f.operator("+").join(braced) or pieces[graph.loss], bool(braced)


def parts(graph: Graph) -> list[tuple[bool, tuple[int, ...]]]:
    """The two parts of a loss that is a sum, as they are written: the terms with data (True), and
    those with weights and without data (False), by the numbers of their nodes.

    None where terms of both kinds alternate, where there is one kind, and where a term has neither
    data nor a weight.
    """
    assert graph.loss is not None
    data, weights = (_after(graph, roles) for roles in ({"input", "label"}, {"weight"}))
    found = [
        (of_data, tuple(terms))
        for of_data, terms in groupby(_terms(graph, graph.loss), data.__contains__)
    ]
    if len(found) != 2:
        return []
    return found if weights.issuperset(dict(found)[False]) else []


def _after(graph: Graph, roles: set[str]) -> set[int]:
    """The leaves of these roles, and all that is computed from them."""
    found: set[int] = set()
    for node in graph.nodes:
        if node.role in roles or not found.isdisjoint(node.args):
            found.add(node.index)
    return found


def _terms(graph: Graph, index: int) -> Iterator[int]:
    """What a sum of sums adds, from left to right; of what is no sum that alone.

    A sum that is added again is a term then: sums of doubled sums have more terms than atoms exist.
    """
    waiting, opened = [index], set[int]()
    while waiting:
        node = graph.nodes[waiting.pop()]
        if node.op is not None and node.op.name == "add" and node.index not in opened:
            opened.add(node.index)
            waiting += reversed(node.args)
        else:
            yield node.index
