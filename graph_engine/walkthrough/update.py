"""The update: the rule, the new values, and the new values in their places."""

from collections.abc import Iterator
from typing import Any

from ..passes import Run
from .kinds import New, Placed, Rule
from .steps import Fact, Step, Walkthrough


def update(walk: Walkthrough, iteration: int, current: Run) -> Iterator[Step]:
    """The rule, then every leaf's new value, then all in their places."""
    after = walk.runs[iteration + 1]
    here: dict[str, Any] = {"iteration": iteration}
    yield Rule(node=walk.updates[0], **here)
    for leaf in walk.updates:
        pair = (current.values[leaf], after.values[leaf])
        yield New(node=leaf, facts=(Fact(what="new", target=leaf, number=pair),), **here)
    yield placed(walk, iteration)


def placed(walk: Walkthrough, iteration: int) -> Step:
    """The new values stand in the leaves, and what was computed from the old ones is old."""
    graph = walk.graph
    current, after = walk.runs[iteration : iteration + 2]
    facts = [Fact(what="value", target=leaf, number=after.values[leaf]) for leaf in walk.updates]
    for index in sorted(graph.after(walk.updates)):
        if not graph.nodes[index].leaf:
            number = current.values[index]
            facts.append(Fact(what="value", target=index, known="stale", number=number))
    node = walk.updates[0] if len(walk.updates) == 1 else None
    return Placed(iteration=iteration, node=node, facts=tuple(facts))
