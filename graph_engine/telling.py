"""How a run is told: which steps there are, in which order, and what each makes visible.

Two tellings. *The chain of one leaf* follows the paths from the loss to that leaf, as a lecture
does on the board, while the product builds up. *The whole backward pass* hands gradients from
every node to its operands, as the algorithm does. Either goes on with the update and with the next
forward pass.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Literal

import numpy as np

from . import limits
from .graph import Edge, Graph, GraphError
from .learn import Rate, checked_rate, rate_at, taken, updated
from .passes import Run, run
from .saying import say
from .steps import FORWARD, WHOLE, Fact, Step, Telling


def tell(
    graph: Graph,
    *,
    values: Mapping[str, Any] | None = None,
    arithmetic: Literal["exact", "slide"] = "exact",
    focus: str = WHOLE,
    rate: Rate = 1.0,
    iterations: int = 1,
    accumulate: bool = False,
) -> Telling:
    """Run a graph and tell the run.

    `focus` is a leaf's name (its chain is told), `WHOLE` or `FORWARD`; `rate` is α. A graph of the
    learning that goes `back` into its leaves has its rate in it: it is run round and round.
    With `accumulate` gradients are never reset, as when `zero_grad` is forgotten.

    Raises `GraphError` for a focus that is not a leaf, a rate that is not a number, and past the
    limit of iterations.
    """
    if type(iterations) is not int or not 1 <= iterations <= limits.ITERATIONS.most:
        raise GraphError(
            say(
                "there can be 1 to %(most)s %(what)s",
                most=limits.ITERATIONS.most,
                what=say(limits.ITERATIONS.what),
            )
        )
    rate = checked_rate(rate)
    if graph.samples:
        raise GraphError(say("steps are told of all samples drawn out, or of one: choose which"))
    leaf = _focus(graph, focus)
    runs = [run(graph, values=values, arithmetic=arithmetic)]
    backward = graph.loss is not None and focus != FORWARD
    updates: tuple[int, ...] = ()
    if graph.back:
        updates = tuple(old for _, old in graph.back)
    elif backward:
        updates = graph.learned if leaf is None else tuple({leaf} & {*graph.learned})
        updates = tuple(index for index in updates if index in graph.to_loss)
    now = dict(values or {})
    used: list[dict[int, Any]] = []
    for iteration in range(iterations if updates else 0):
        if graph.back:
            new = {old: runs[-1].values[made] for made, old in graph.back}
        else:
            before = used[-1] if accumulate and used else None
            new = updated(runs[-1], rate=rate_at(rate, iteration), leaves=updates, before=before)
        if not all(np.all(np.isfinite(value)) for value in new.values()):
            break
        used.append(taken(runs[-1], updates, used[-1] if accumulate and used else None))
        now.update({str(graph.nodes[index].name): value for index, value in new.items()})
        runs.append(run(graph, values=now, arithmetic=arithmetic))
    count = _count_paths(graph, leaf) if backward and leaf is not None else 0
    crowded = count > limits.PATHS.most
    telling = Telling(
        graph=graph,
        runs=tuple(runs),
        focus=leaf if backward else None,
        rate=rate,
        paths=() if crowded or leaf is None or not backward else tuple(_paths(graph, leaf)),
        crowded=count if crowded else 0,
        updates=updates,
        used=tuple(used),
        accumulate=accumulate and not graph.back,
    )
    steps = list(islice(_all(telling, backward), limits.STEPS.most + 1))
    if len(steps) > limits.STEPS.most:
        raise GraphError(
            say(
                "there are more than %(most)s %(what)s: tell fewer iterations",
                most=limits.STEPS.most,
                what=say(limits.STEPS.what),
            )
        )
    return replace(
        telling, steps=tuple(replace(step, index=index) for index, step in enumerate(steps))
    )


def _focus(graph: Graph, focus: str) -> int | None:
    if focus in (WHOLE, FORWARD):
        return None
    node = graph.node(focus)
    if not node.leaf:
        raise GraphError(say("%(focus)s is computed; the chain is told for a leaf", focus=focus))
    return node.index


def _all(telling: Telling, backward: bool) -> Iterator[Step]:
    graph = telling.graph
    first = telling.runs[0]
    yield Step(
        phase="start",
        kind="start",
        node=graph.loss,
        facts=tuple(
            Fact(what="value", target=leaf.index, number=first.values[leaf.index])
            for leaf in graph.leaves
        ),
    )
    yield from _forward(telling)
    if graph.back:
        for iteration in range(1, len(telling.runs)):
            yield _placed(telling, iteration - 1)
            yield from _forward_again(telling, iteration)
    if not backward:
        return
    for iteration, current in enumerate(telling.runs):
        if iteration:
            yield from _forward_again(telling, iteration)
        if iteration == len(telling.runs) - 1 and iteration:
            return
        if telling.paths or (telling.focus is not None and not telling.crowded):
            yield from _chain(telling, iteration)
        else:
            yield from _whole(telling, iteration)
        if iteration + 1 < len(telling.runs):
            yield from _update(telling, iteration, current)


# -- forward ------------------------------------------------------------------


def _forward(telling: Telling) -> Iterator[Step]:
    for node in telling.graph.nodes:
        if node.op is not None:
            yield Step(phase="forward", kind="symbols", stop="formula", node=node.index)
            number = telling.runs[0].values[node.index]
            yield Step(
                phase="forward",
                kind="value",
                node=node.index,
                facts=(Fact(what="value", target=node.index, number=number),),
            )


def _forward_again(telling: Telling, iteration: int) -> Iterator[Step]:
    """The next forward pass: what the update changed, one node after another."""
    graph, current = telling.graph, telling.runs[iteration]
    affected = graph.after(telling.updates)
    cleared = tuple(_cleared(telling, affected))
    for node in graph.nodes:
        if node.op is not None and node.index in affected:
            number = current.values[node.index]
            yield Step(
                phase="forward",
                kind="value",
                iteration=iteration,
                node=node.index,
                facts=(*cleared, Fact(what="value", target=node.index, number=number)),
            )
            cleared = ()


def _cleared(telling: Telling, affected: frozenset[int]) -> Iterator[Fact]:
    """What the old weights gave is taken off the board."""
    graph = telling.graph
    for node in graph.nodes:
        if node.index in affected and not node.leaf:
            yield Fact(what="value", target=node.index, known="gone")
    if graph.loss is None:
        return
    for node in graph.nodes:
        yield Fact(what="total", target=node.index, known="gone")
        if node.leaf:
            yield Fact(what="gradient", target=node.index, known="asked")
    for edge in graph.edges:
        yield Fact(what="local", target=edge, known="gone")
        yield Fact(what="flow", target=edge, known="gone")
    for number, path in enumerate(telling.paths):
        for place in range(len(path)):
            yield Fact(what="factor", target=(number, place), known="asked")
        yield Fact(what="product", target=number, known="asked")
    yield Fact(what="seed", target=graph.loss, known="gone")
    if telling.focus is not None:
        yield Fact(what="sum", target=telling.focus, known="asked")
    for leaf in telling.updates:
        yield Fact(what="new", target=leaf, known="gone")


# -- backward, all of it ------------------------------------------------------


def _whole(telling: Telling, iteration: int) -> Iterator[Step]:
    graph, current = telling.graph, telling.runs[iteration]
    assert graph.loss is not None
    wanted = graph.to_loss
    if telling.focus is not None:
        wanted = wanted & graph.after((telling.focus,))
    yield Step(
        phase="backward",
        kind="seed",
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
            here: dict[str, Any] = {"phase": "backward", "iteration": iteration, "edge": edge}
            asked = Fact(what="local", target=edge, known="asked")
            yield Step(kind="slope_symbols", stop="formula", facts=(asked,), **here)
            slope = Fact(what="local", target=edge, number=current.slope(edge))
            yield Step(kind="slope", stop="edge", facts=(slope,), **here)
            waiting[edge.src] -= 1
            facts = [Fact(what="flow", target=edge, number=current.flow(edge))]
            total = current.gradients[edge.src]
            source = graph.nodes[edge.src]
            if source.leaf and edge.src not in several:
                facts.append(Fact(what="gradient", target=edge.src, number=total))
            yield Step(kind="flow", stop="edge", facts=tuple(facts), **here)
            if edge.src in several and not waiting[edge.src]:
                facts = [Fact(what="total", target=edge.src, number=total)]
                if source.leaf:
                    facts.append(Fact(what="gradient", target=edge.src, number=total))
                yield Step(
                    phase="backward",
                    kind="sum",
                    iteration=iteration,
                    node=edge.src,
                    facts=tuple(facts),
                )


# -- backward, the chain of one leaf ------------------------------------------


def _count_paths(graph: Graph, leaf: int) -> int:
    """How many ways lead from the loss to the leaf, counted without walking them."""
    counts = [0] * len(graph.nodes)
    counts[leaf] = 1
    for node in graph.nodes:
        if node.args:
            counts[node.index] = sum(counts[arg] for arg in node.args)
    return counts[graph.loss] if graph.loss is not None else 0


def _paths(graph: Graph, leaf: int) -> Iterator[tuple[Edge, ...]]:
    """Every path from the loss to the leaf, first operands first."""
    wanted = graph.after((leaf,))
    assert graph.loss is not None
    todo: list[tuple[int, tuple[Edge, ...]]] = [(graph.loss, ())]
    while todo:
        index, path = todo.pop()
        if index == leaf:
            yield path
        todo.extend(
            (edge.src, (*path, edge))
            for edge in reversed(graph.operands[index])
            if edge.src in wanted
        )


def _chain(telling: Telling, iteration: int) -> Iterator[Step]:
    graph, current = telling.graph, telling.runs[iteration]
    assert graph.loss is not None and telling.focus is not None
    here: dict[str, Any] = {"phase": "backward", "iteration": iteration}
    seed = current.gradients[graph.loss]
    told: set[Edge] = set()
    for number, path in enumerate(telling.paths):
        shared = 0
        if number:
            before = telling.paths[number - 1]
            while path[shared] == before[shared]:
                shared += 1
        products = telling.products(iteration, number)
        facts = [
            Fact(what="factor", target=(number, place), number=current.slope(edge))
            for place, edge in enumerate(path[:shared])
        ]
        if not number:
            facts.append(Fact(what="seed", target=graph.loss, number=seed))
            facts.extend(
                Fact(what="local", target=edge, known="asked")
                for edge in sorted(telling.path_edges)
            )
        yield Step(
            kind="path",
            path=number,
            product=products[shared],
            facts=tuple(facts),
            **here,
        )
        sizes = [current.shape_of(edge) for edge in path]
        if any(size != (1, 1) for size in sizes):
            # What sizes do the factors have? Asked first, and then answered all at once.
            yield Step(
                kind="sizes",
                stop="formula",
                path=number,
                product=products[shared],
                facts=tuple(
                    Fact(what="size", target=(number, place), number=size)
                    for place, size in enumerate(sizes)
                ),
                **here,
            )
        for place in range(shared, len(path)):
            edge = path[place]
            slope = current.slope(edge)
            step: dict[str, Any] = {**here, "edge": edge, "path": number}
            new = (
                Fact(what="local", target=edge, number=slope),
                Fact(what="factor", target=(number, place), number=slope),
                Fact(what="flow", target=edge, number=products[place + 1]),
            )
            if edge in told:
                yield Step(kind="reuse", product=products[place + 1], facts=new[1:], **step)
                continue
            told.add(edge)
            yield Step(kind="slope_symbols", stop="formula", product=products[place], **step)
            yield Step(kind="slope", product=products[place + 1], facts=new, **step)
        yield Step(
            kind="product",
            path=number,
            product=products[-1],
            facts=(Fact(what="product", target=number, number=products[-1]),),
            **here,
        )
    if len(telling.paths) != 1:
        total = current.gradients[telling.focus]
        total = np.zeros(graph.nodes[telling.focus].shape)[()] if total is None else total
        facts = [Fact(what="sum", target=telling.focus, number=total)]
        if telling.paths:
            facts.append(Fact(what="total", target=telling.focus, number=total))
        yield Step(kind="sum", node=telling.focus, facts=tuple(facts), **here)


# -- update -------------------------------------------------------------------


def _update(telling: Telling, iteration: int, current: Run) -> Iterator[Step]:
    after = telling.runs[iteration + 1]
    here: dict[str, Any] = {"phase": "update", "iteration": iteration}
    yield Step(kind="rule", stop="formula", node=telling.updates[0], **here)
    for leaf in telling.updates:
        pair = (current.values[leaf], after.values[leaf])
        yield Step(
            kind="new", node=leaf, facts=(Fact(what="new", target=leaf, number=pair),), **here
        )
    yield _placed(telling, iteration)


def _placed(telling: Telling, iteration: int) -> Step:
    """The new values stand in the leaves, and what was computed from the old ones is old."""
    graph = telling.graph
    current, after = telling.runs[iteration : iteration + 2]
    facts = [Fact(what="value", target=leaf, number=after.values[leaf]) for leaf in telling.updates]
    for index in sorted(graph.after(telling.updates)):
        if not graph.nodes[index].leaf:
            number = current.values[index]
            facts.append(Fact(what="value", target=index, known="stale", number=number))
    node = telling.updates[0] if len(telling.updates) == 1 else None
    return Step(phase="update", kind="placed", iteration=iteration, node=node, facts=tuple(facts))
