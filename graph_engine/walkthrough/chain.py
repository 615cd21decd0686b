"""The chain of one leaf: path after path from the loss, while the product builds up."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..graph import Edge, Graph
from .kinds import Path, Product, Reuse, Sizes, Slope, SlopeSymbols, Sum
from .steps import Fact, Step, Walkthrough


def count_paths(graph: Graph, leaf: int) -> int:
    """How many ways lead from the loss to the leaf, counted without walking them."""
    counts = [0] * len(graph.nodes)
    counts[leaf] = 1
    for node in graph.nodes:
        if node.args:
            counts[node.index] = sum(counts[arg] for arg in node.args)
    return counts[graph.loss] if graph.loss is not None else 0


def every_path(graph: Graph, leaf: int) -> Iterator[tuple[Edge, ...]]:
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


def chain(walk: Walkthrough, iteration: int) -> Iterator[Step]:
    """Per path, its factors one after another, then its product; at the end their sum."""
    graph, current = walk.graph, walk.runs[iteration]
    assert graph.loss is not None and walk.focus is not None
    here: dict[str, Any] = {"iteration": iteration}
    seed = current.gradients[graph.loss]
    told: set[Edge] = set()
    for number, path in enumerate(walk.paths):
        shared = 0
        if number:
            before = walk.paths[number - 1]
            while path[shared] == before[shared]:
                shared += 1
        products = walk.products(iteration, number)
        facts = [
            Fact(what="factor", target=(number, place), number=current.slope(edge))
            for place, edge in enumerate(path[:shared])
        ]
        if not number:
            facts.append(Fact(what="seed", target=graph.loss, number=seed))
            facts.extend(
                Fact(what="local", target=edge, known="asked") for edge in sorted(walk.path_edges)
            )
        yield Path(
            path=number,
            product=products[shared],
            facts=tuple(facts),
            **here,
        )
        sizes = [current.shape_of(edge) for edge in path]
        if any(size != (1, 1) for size in sizes):
            # What sizes do the factors have? Asked first, and then answered all at once.
            yield Sizes(
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
            )
            # The product with the last factor is the whole one, which has a step of its own.
            whole = place == len(path) - 1
            so_far = None if whole else products[place + 1]
            flow = () if whole else (Fact(what="flow", target=edge, number=so_far),)
            if edge in told:
                yield Reuse(product=so_far, facts=(new[1], *flow), **step)
                continue
            told.add(edge)
            yield SlopeSymbols(product=products[place], **step)
            yield Slope(product=so_far, facts=(*new, *flow), **step)
        yield Product(
            path=number,
            product=products[-1],
            facts=(
                Fact(what="flow", target=path[-1], number=products[-1]),
                Fact(what="product", target=number, number=products[-1]),
            ),
            **here,
        )
    if len(walk.paths) != 1:
        total = current.gradients[walk.focus]
        total = np.zeros(graph.nodes[walk.focus].shape)[()] if total is None else total
        facts = [Fact(what="sum", target=walk.focus, number=total)]
        if walk.paths:
            facts.append(Fact(what="total", target=walk.focus, number=total))
        yield Sum(node=walk.focus, facts=tuple(facts), **here)
