"""The forward pass, step by step: the first one, and those after an update."""

from collections.abc import Iterator

from .kinds import Symbols, Value
from .steps import Fact, Step, Walkthrough


def forward(walk: Walkthrough) -> Iterator[Step]:
    """The first forward pass: each operation in symbols, then its value."""
    for node in walk.graph.nodes:
        if node.op is not None:
            yield Symbols(node=node.index)
            number = walk.runs[0].values[node.index]
            yield Value(
                node=node.index,
                facts=(Fact(what="value", target=node.index, number=number),),
            )


def forward_again(walk: Walkthrough, iteration: int, *, end: int | None = None) -> Iterator[Step]:
    """The next forward pass: what the update changed, one node after another.

    With an `end` it goes as far as that node: what this needs is told, and no more.
    """
    graph, current = walk.graph, walk.runs[iteration]
    told = None if end is None else graph.before(end)
    affected = graph.after(walk.updates)
    cleared = tuple(_cleared(walk, affected))
    for node in graph.nodes:
        if node.op is None or node.index not in affected:
            continue
        if told is None or node.index in told:
            number = current.values[node.index]
            yield Value(
                iteration=iteration,
                node=node.index,
                facts=(*cleared, Fact(what="value", target=node.index, number=number)),
            )
            cleared = ()


def _cleared(walk: Walkthrough, affected: frozenset[int]) -> Iterator[Fact]:
    """What the old weights gave is taken off the board."""
    graph = walk.graph
    for node in graph.nodes:
        if node.index in affected and not node.leaf:
            yield Fact(what="value", target=node.index, known="gone")
    if graph.loss is None:
        return
    for node in graph.nodes:
        yield Fact(what="total", target=node.index, known="gone")
        if node.leaf and node.index in graph.to_loss:
            yield Fact(what="gradient", target=node.index, known="asked")
    for edge in graph.edges:
        yield Fact(what="local", target=edge, known="gone")
        yield Fact(what="flow", target=edge, known="gone")
    for number, path in enumerate(walk.paths):
        for place in range(len(path)):
            yield Fact(what="factor", target=(number, place), known="asked")
        yield Fact(what="product", target=number, known="asked")
    yield Fact(what="seed", target=graph.loss, known="gone")
    if walk.focus is not None:
        yield Fact(what="sum", target=walk.focus, known="asked")
    for leaf in walk.updates:
        yield Fact(what="new", target=leaf, known="gone")
