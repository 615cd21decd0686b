"""The task alone: leaves whose numbers nobody knows yet, so that nothing can be computed."""

from collections.abc import Collection
from dataclasses import replace

from ..graph import GraphError
from ..saying import say
from .kinds import Start
from .steps import WHOLE, Walkthrough


def sought(walk: Walkthrough, leaves: Collection[str]) -> Walkthrough:
    """The walk up to its start, which asks for the numbers of these leaves.

    They are called as in the program, however finely it is drawn: what has become of `w` is sought
    with it. `WHOLE` is every leaf that is learned. Raises `GraphError` for a name of no leaf.
    """
    graph = walk.graph
    found: set[int] = set()
    for name in sorted(leaves):
        if name == WHOLE:
            found.update(graph.learned)
            continue
        starts = (f"{name}[", f"{name}^")
        drawn = [
            node for node in graph.leaves if node.name and (node.name + "[").startswith(starts)
        ]
        if not drawn:
            if not graph.node(name).leaf:  # raises, naming the nearest
                raise GraphError(say("%(name)s is computed; only a leaf can be unknown", name=name))
            drawn = [graph.node(name)]
        found.update(node.index for node in drawn)
    start = walk.steps[0]
    assert isinstance(start, Start)
    facts = tuple(
        replace(fact, known="asked", number=None) if fact.target in found else fact
        for fact in start.facts
    )
    return replace(walk, steps=(replace(start, facts=facts, sought=tuple(sorted(found))),))
