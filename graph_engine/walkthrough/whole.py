"""The whole backward pass: from every node gradients are handed to its operands."""

from collections.abc import Iterator
from typing import Any

from .kinds import Flow, Seed, Slope, SlopeSymbols, Sum
from .steps import Fact, Step, Walkthrough


def whole(walk: Walkthrough, iteration: int) -> Iterator[Step]:
    """Per node, the loss first, and per operand: the local gradient, then what flows back."""
    graph, current = walk.graph, walk.runs[iteration]
    assert graph.loss is not None
    wanted = graph.to_loss
    if walk.focus is not None:
        wanted = wanted & graph.after((walk.focus,))
    yield Seed(
        iteration=iteration,
        node=graph.loss,
        facts=(
            Fact(what="seed", target=graph.loss, number=current.gradients[graph.loss]),
            *(
                Fact(what="gradient", target=leaf.index, known="asked")
                for leaf in graph.leaves
                if leaf.index in wanted
            ),
        ),
    )
    waiting = {
        index: sum(edge.dst in wanted for edge in graph.consumers[index]) for index in wanted
    }
    several = {index for index, count in waiting.items() if count > 1}
    for node in reversed(graph.nodes):
        if node.index not in wanted:
            continue
        for edge in graph.operands[node.index]:
            if edge.src not in wanted:
                continue
            here: dict[str, Any] = {"iteration": iteration, "edge": edge}
            asked = Fact(what="local", target=edge, known="asked")
            yield SlopeSymbols(facts=(asked,), **here)
            slope = Fact(what="local", target=edge, number=current.slope(edge))
            yield Slope(stop="edge", facts=(slope,), **here)
            waiting[edge.src] -= 1
            facts = [Fact(what="flow", target=edge, number=current.flow(edge))]
            total = current.gradients[edge.src]
            source = graph.nodes[edge.src]
            if source.leaf and edge.src not in several:
                facts.append(Fact(what="gradient", target=edge.src, number=total))
            yield Flow(facts=tuple(facts), **here)
            if edge.src in several and not waiting[edge.src]:
                facts = [Fact(what="total", target=edge.src, number=total)]
                if source.leaf:
                    facts.append(Fact(what="gradient", target=edge.src, number=total))
                yield Sum(
                    iteration=iteration,
                    node=edge.src,
                    facts=tuple(facts),
                )
