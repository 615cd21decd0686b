"""How much work a graph is, from shapes alone: told before anything is computed or allocated.

Each operation tells its own cost (`Op.costs`); here they are added over a graph, for the passes of
a story, for its learning drawn as a graph, and for the check of its gradients.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod
from typing import Literal

from . import limits
from .arrays import Shape
from .graph import Graph, GraphError, Node
from .op import Cost
from .saying import Said, say

Told = Literal["passes", "unrolled", "loop"]
"""What is told of a graph: its passes, or its learning as a graph, unrolled or as a loop."""

BYTES = 8
"""Of a number."""
ROWS = 12
"""Of a Jacobian, how many rows are shown at most."""
ROUNDED = 8.0
"""How many times its reading a local gradient costs that is rounded entry by entry."""


@dataclass(frozen=True)
class Work:
    """What is to be done: sums and products, numbers read and written, numbers held at once."""

    flops: float = 0.0
    moved: float = 0.0
    """Bytes read and written."""
    held: float = 0.0
    """Bytes in memory at once."""

    def __add__(self, other: "Work") -> "Work":
        """One after the other; both are kept."""
        return Work(self.flops + other.flops, self.moved + other.moved, self.held + other.held)

    def times(self, count: float) -> "Work":
        """So many times, and all of them are kept."""
        return Work(self.flops * count, self.moved * count, self.held * count)

    def forgotten(self) -> "Work":
        """The same, of which nothing is kept."""
        return Work(self.flops, self.moved)


def _all(works: Iterable[Work]) -> Work:
    """One after the other; all are kept."""
    listed = list(works)
    return Work(
        sum(each.flops for each in listed),
        sum(each.moved for each in listed),
        sum(each.held for each in listed),
    )


def of_node(graph: Graph, node: Node) -> tuple[Work, Work]:
    """An operation's forward pass, and what goes back from it to all of its operands."""
    if node.op is None:
        return Work(held=BYTES * _size(graph, node)), Work()
    operands = [graph.nodes[arg] for arg in node.args]
    cost = costs(node, [each.shape for each in operands])
    count = graph.samples if node.sampled or any(each.sampled for each in operands) else 1
    size, inputs = _size(graph, node), sum(_size(graph, each) for each in operands)
    moved = BYTES * (size + inputs) * cost.passes
    # A contribution for each operand, and a slope where it is an operation entry by entry.
    kept = BYTES * inputs * (2 if node.op.elementwise else 1)
    return (
        Work(count * cost.flops, moved, BYTES * size),
        Work(count * cost.back, 2 * moved, kept),
    )


def costs(node: Node, shapes: list[Shape]) -> Cost:
    """What a node's operation costs for one sample."""
    assert node.op is not None
    if node.kernel is not None and node.kernel.cost is not None:
        return node.kernel.cost
    return node.op.costs(tuple(shapes), node.shape)


def _size(graph: Graph, node: Node) -> int:
    return prod(graph.whole_shape(node))


def forward(graph: Graph) -> Work:
    """The forward pass."""
    return _all(of_node(graph, node)[0] for node in graph.nodes)


def backward(graph: Graph, *, rounded: bool = False) -> Work:
    """The backward pass; `rounded`: on a slide, where every local gradient is rounded."""
    found = _all(of_node(graph, graph.nodes[k])[1] for k in graph.to_loss)
    return Work(found.flops, found.moved * (ROUNDED if rounded else 1), found.held)


def scratch(graph: Graph) -> float:
    """The most bytes that an operation holds meanwhile."""
    return BYTES * max(
        (
            costs(node, [graph.nodes[arg].shape for arg in node.args]).scratch
            * (graph.samples if node.sampled else 1)
            for node in graph.nodes
            if node.op is not None
        ),
        default=0.0,
    )


def of_story(
    graph: Graph, *, iterations: int = 1, told: Told = "passes", rounded: bool = False
) -> Work:
    """All that a story of a program computes, but for the check of its gradients."""
    ahead, back = forward(graph), backward(graph, rounded=rounded)
    weights = sum(_size(graph, graph.nodes[k]) for k in graph.learned)
    if told == "passes":
        # Forward and backward for each iteration, and forward and backward once more at its end.
        runs = iterations + 1 if graph.learned and graph.loss is not None else 1
        total = (ahead + back).times(runs)
    else:
        # A gradient is a pass of its own for each weight. So is the difference that each row shown
        # of a second derivative is, to either side, and there is one by each weight. Of all that,
        # only weights, gradients and steps are kept.
        count = max(1, len(graph.learned))
        rows = sum(min(ROWS, _size(graph, graph.nodes[k])) for k in graph.learned)
        taken = (ahead + back).forgotten().times(2 * count + 2 * rows * count)
        each = taken + ahead.forgotten().times(1 + count) + Work(held=5 * BYTES * weights)
        total = each.times(iterations)
        if told == "loop":  # it is run once more, at its end
            total += Work(held=5 * BYTES * weights)
        total += Work(held=ahead.held + back.held)
    return total + Work(held=scratch(graph))


def bearable(graph: Graph, work: Work, *, iterations: int = 1) -> None:
    """Raise `GraphError`, with the numbers and the cure, where that is too much."""
    for amount, limit in (
        (work.flops, limits.FLOPS),
        (work.moved, limits.MOVED),
        (work.held, limits.HELD),
    ):
        if amount > limit.most:
            largest = max(graph.nodes, key=lambda node: of_node(graph, node)[0].moved)
            raise GraphError(
                say(
                    "this would take %(amount)s million %(what)s; at most %(most)s million can be. "
                    "%(cure)s",
                    amount=-(-int(amount) // 1_000_000),
                    what=say(limit.what),
                    most=limit.most // 1_000_000,
                    cure=_cure(graph, largest, iterations),
                )
            )


def _cure(graph: Graph, largest: Node, iterations: int) -> Said:
    if iterations > 1:
        return say("Tell fewer iterations, or make the vectors and matrices smaller.")
    if largest.sampled and graph.samples > 1:
        return say("Give fewer samples, or make the vectors and matrices smaller.")
    return say("Make the vectors and matrices smaller.")
