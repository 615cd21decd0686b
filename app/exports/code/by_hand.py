"""The backward pass written out: local gradient, contribution, and the sum where paths meet."""

from collections.abc import Iterator, Sequence

from graph_engine import Edge, Node
from graph_engine.elementwise import stays

from ...wording.words import derivative
from .recipes import fill
from .script import Script, assigned, comment, remark

SIMPLE = ("1", "-1", "0")
"""Local gradients that no rounding changes."""


def by_hand(script: Script) -> Iterator[str]:
    """From the loss to the leaves: each node's local gradients, and what its operands get."""
    graph, names, words = script.story.graph, script.names, script.story.words
    loss = graph.loss
    assert loss is not None
    first = f"{names.gradients[loss]} = np.float64(1)"
    yield remark(first, f"∂{words.loss}/∂{words.loss} = 1: we begin at the end")
    arrived: dict[int, list[str]] = {}
    for node in reversed(script.wanted):
        flows = arrived.get(node.index, [])
        gradient = names.gradients[node.index]
        if len(flows) > 1:
            yield ""
            yield comment(
                f"{words.plain(node.index)} is used {_times(len(flows))}: its gradient is the sum "
                "of the contributions."
            )
            yield assigned(gradient, " + ".join(flows))
        if node.op is None:
            continue
        yield ""
        operands = _and([words.plain(arg) for arg in node.args])
        yield comment(
            f"{words.plain(node.index)} is the {node.op.noun(node.shape)} of {operands}; "
            f"its upstream gradient is {gradient}."
        )
        for edge in graph.operands[node.index]:
            if graph.nodes[edge.src].number:
                continue
            alone = sum(each.dst in graph.to_loss for each in graph.consumers[edge.src]) == 1
            target = names.gradients[edge.src] if alone else names.flows[edge]
            yield from _edge(script, node, edge, target)
            arrived.setdefault(edge.src, []).append(target)


def _edge(script: Script, node: Node, edge: Edge, target: str) -> Iterator[str]:
    """Local gradient, then what the operand gets."""
    names, recipe = script.names, script.recipe(node)
    assert node.op is not None
    upstream = names.gradients[node.index]
    spot = script.spot(node, port=edge.port, upstream=upstream)
    local = names.locals[edge]
    code = fill(recipe.local(edge.port), spot)
    said = derivative(script.story.words, edge)
    source = script.story.graph.nodes[edge.src].shape
    if code:
        if node.op.elementwise and not stays(node.op, edge.port) and _undefined(script, node):
            code = f"defined({code}, {names.values[node.index]})"
        if script.story.words.slide and code not in SIMPLE:
            code = f"two_digits({code})"
        yield remark(assigned(local, code), _local_words(said, node, len(source)))
    spot = script.spot(node, port=edge.port, upstream=upstream, local=local)
    flow = fill(recipe.flow(edge.port), spot)
    if node.op.elementwise and node.shape and not source:
        flow = f"np.sum({flow})"
    words = "contribution = upstream · local" if code else "contribution: entries only move"
    yield remark(assigned(target, flow), words)


def _local_words(said: str, node: Node, axes: int) -> str:
    assert node.op is not None
    if not node.shape and not axes:
        return f"local gradient {said}"
    if node.op.elementwise:
        return f"local Jacobian {said}: its diagonal"
    return f"local Jacobian {said}: the numbers in it"


def _undefined(script: Script, node: Node) -> bool:
    """Whether its value is not a number, and so the loss's is not either."""
    loss = script.story.graph.loss
    assert loss is not None
    return any(
        bool((run.value(node.index) != run.value(node.index)).any())
        and bool((run.value(loss) != run.value(loss)).any())
        for run in script.story.walk.runs
    )


def _and(items: Sequence[str]) -> str:
    shown = items if len(items) <= 6 else [*items[:4], "…", items[-1]]
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"
