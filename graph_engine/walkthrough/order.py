"""How a run is told: which steps there are, in which order, and what each makes visible.

Two tellings. *The chain of one leaf* follows the paths from the loss to that leaf, as a lecture
does on the board, while the product builds up. *The whole backward pass* hands gradients from
every node to its operands, as the algorithm does. Either goes on with the update and with the next
forward pass.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from .. import limits
from ..graph import Graph, GraphError
from ..learn import Rate, check_iterations, checked_rate, rate_at, taken, updated
from ..passes import Arithmetic, Run, run
from ..saying import say
from .chain import chain, count_paths, every_path
from .forward import forward, forward_again
from .keys import numbered
from .kinds import Start
from .steps import FORWARD, WHOLE, Fact, Step, Walkthrough
from .update import placed, update
from .whole import whole


def tell(
    graph: Graph,
    *,
    values: Mapping[str, Any] | None = None,
    arithmetic: Arithmetic = "exact",
    focus: str = WHOLE,
    rate: Rate = 1.0,
    iterations: int = 1,
    accumulate: bool = False,
) -> Walkthrough:
    """Run a graph and tell the run.

    `focus` is a leaf's name (its chain is told), `WHOLE` or `FORWARD`; `rate` is α. A graph of the
    learning that goes `back` into its leaves has its rate in it: it is run round and round.
    With `accumulate` gradients are never reset, as when `zero_grad` is forgotten.

    Raises `GraphError` for a focus that is not a leaf, a rate that is not a number, and past the
    limit of iterations.
    """
    check_iterations(iterations)
    rate = checked_rate(rate)
    if graph.samples:
        raise GraphError(say("steps are told of all samples drawn out, or of one: choose which"))
    leaf = _focus(graph, focus)
    backward = graph.loss is not None and focus != FORWARD
    updates: tuple[int, ...] = ()
    if graph.back:
        updates = tuple(old for _, old in graph.back)
    elif backward:
        updates = graph.learned if leaf is None else tuple({leaf} & {*graph.learned})
        updates = tuple(index for index in updates if index in graph.to_loss)
    # Each wire of a whole backward pass is three steps: too many are known before they are made.
    whole = backward and leaf is None
    wires = sum(len(graph.operands[index]) for index in graph.to_loss) if whole else 0
    runs: list[Run] = []
    used: list[Mapping[int, Any]] = []
    for current, before in _runs(
        graph,
        values=dict(values or {}),
        arithmetic=arithmetic,
        updates=updates,
        rate=rate,
        iterations=iterations,
        accumulate=accumulate,
    ):
        if 3 * wires * len(runs) > limits.STEPS.most:
            raise _too_many_steps()
        runs.append(current)
        used += [before] if len(runs) > 1 else []
    count = count_paths(graph, leaf) if backward and leaf is not None else 0
    path_count = count > limits.PATHS.most
    walk = Walkthrough(
        graph=graph,
        runs=tuple(runs),
        focus=leaf if backward else None,
        rate=rate,
        paths=() if path_count or leaf is None or not backward else tuple(every_path(graph, leaf)),
        path_count=count if path_count else 0,
        updates=updates,
        used=tuple(used),
        accumulate=accumulate and not graph.back,
    )
    steps = list(islice(_all(walk, backward, iterations), limits.STEPS.most + 1))
    if len(steps) > limits.STEPS.most:
        raise _too_many_steps()
    return replace(walk, steps=numbered(steps, graph))


def _runs(
    graph: Graph,
    *,
    values: Mapping[str, Any],
    arithmetic: Arithmetic,
    updates: tuple[int, ...],
    rate: Rate,
    iterations: int,
    accumulate: bool,
) -> Iterator[tuple[Run, Mapping[int, Any]]]:
    """A run, then one after each update, with the gradients that the update took."""
    current = run(graph, values=values, arithmetic=arithmetic)
    used: dict[int, Any] = {}
    yield current, used
    now = dict(values)
    for iteration in range(iterations if updates else 0):
        before = used if accumulate and used else None
        if graph.back:
            new = {old: current.values[made] for made, old in graph.back}
        else:
            new = updated(current, rate=rate_at(rate, iteration), leaves=updates, before=before)
        if not all(np.all(np.isfinite(value)) for value in new.values()):
            return
        used = taken(current, updates, before)
        now.update({str(graph.nodes[index].name): value for index, value in new.items()})
        current = run(graph, values=now, arithmetic=arithmetic)
        yield current, used


def rerun(
    walk: Walkthrough,
    *,
    iterations: int,
    arithmetic: Arithmetic | None = None,
    accumulate: bool | None = None,
) -> Walkthrough:
    """The same walk with the numbers of another arithmetic, or of gradients reset or not.

    So many `iterations` are run, or fewer where a number overflows; its steps are those of `walk`,
    whose facts are not worked out anew.
    """
    graph, first = walk.graph, walk.runs[0]
    accumulate = walk.accumulate if accumulate is None else accumulate
    found = list(
        _runs(
            graph,
            values={leaf.name: first.values[leaf.index] for leaf in graph.leaves if leaf.name},
            arithmetic=arithmetic or first.arithmetic,
            updates=walk.updates,
            rate=walk.rate,
            iterations=iterations,
            accumulate=accumulate,
        )
    )
    return replace(
        walk,
        runs=tuple(each for each, _ in found),
        used=tuple(used for _, used in found[1:]),
        accumulate=accumulate and not graph.back,
    )


def _too_many_steps() -> GraphError:
    return GraphError(
        say(
            "there are more than %(most)s %(what)s: tell fewer iterations",
            most=limits.STEPS.most,
            what=say(limits.STEPS.what),
        )
    )


def _focus(graph: Graph, focus: str) -> int | None:
    if focus in (WHOLE, FORWARD):
        return None
    node = graph.node(focus)
    if not node.leaf:
        raise GraphError(say("%(focus)s is computed; the chain is told for a leaf", focus=focus))
    return node.index


def _all(walk: Walkthrough, backward: bool, iterations: int) -> Iterator[Step]:
    graph = walk.graph
    first = walk.runs[0]
    yield Start(
        node=graph.loss,
        facts=tuple(
            Fact(what="value", target=leaf.index, number=first.values[leaf.index])
            for leaf in graph.leaves
        ),
    )
    yield from forward(walk)
    if graph.back:
        for iteration in range(1, len(walk.runs)):
            yield placed(walk, iteration - 1)
            # After the last update the loss is told that it has led to, as elsewhere; no other one
            # is begun. Where a number overflows before, the whole round shows which.
            last = graph.reached if iteration == iterations else None
            yield from forward_again(walk, iteration, end=last)
    if not backward:
        return
    for iteration, current in enumerate(walk.runs):
        if iteration:
            yield from forward_again(walk, iteration)
        if iteration == len(walk.runs) - 1 and iteration:
            return
        if walk.paths or (walk.focus is not None and not walk.path_count):
            yield from chain(walk, iteration)
        else:
            yield from whole(walk, iteration)
        if iteration + 1 < len(walk.runs):
            yield from update(walk, iteration, current)
