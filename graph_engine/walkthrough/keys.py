"""A step's name: `slope:p/v`, the same in notes, boards, talks, locks, links and answers.

A key is the step's kind and what it is about: `value:q`, `slope:p/v` (∂p/∂v), `product:1` (the
first path), `start`. A node without a name is named by its place, `value:@2`; the second wire of
two between the same nodes is `slope:s/x#1`. What is told again counts on: the second step called
`slope:p/v` is `slope:p/v:2`; the value of a later iteration is `again:L`. So a key is unique in its
walkthrough, and depends on nothing that comes after it.

Whoever writes a key may also use the name that the screen gives to a node without one
(`slope:e/u1`), and a space after the kind, as keys were spelled at first (`slope p/v`). Without a
number at the end it means every step that is called so.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from ..graph import Graph
from .steps import Step, Walkthrough

NAME = r"[\w\[\]^′()∂∆−]+"
"""Names that can stand in a key; a node with another one is named by its place."""


def numbered(steps: Iterable[Step], graph: Graph) -> tuple[Step, ...]:
    """The steps with their times and their keys."""

    names = linked(graph)
    told: Counter[str] = Counter()
    found: list[Step] = []
    for index, step in enumerate(steps):
        key = called(step, graph, names)
        told[key] += 1
        key = key if told[key] == 1 else f"{key}:{told[key]}"
        found.append(replace(step, index=index, key=key))
    return tuple(found)


def linked(graph: Graph) -> list[str]:
    """By the nodes' indices, how they are named in links."""
    return [
        node.name if node.name is not None and _NAME.fullmatch(node.name) else f"@{node.index}"
        for node in graph.nodes
    ]


_NAME = re.compile(NAME)


def called(step: Step, graph: Graph, names: Sequence[str]) -> str:
    """Kind and subject: the key without its number; two steps may be called the same."""
    kind = "again" if step.iteration and step.kind == "value" else step.kind
    if step.called is not None:
        return f"{kind}:{step.called}" if step.called else kind
    if step.edge is not None:
        edge = step.edge
        which = f"#{graph.which(edge)}" if len(graph.twins(edge)) > 1 else ""
        return f"{kind}:{names[edge.dst]}/{names[edge.src]}{which}"
    if step.node is not None:
        return f"{kind}:{names[step.node]}"
    return f"{kind}:{step.path + 1}" if step.path is not None else kind


def spellings(walk: Walkthrough, shown: Sequence[str] = ()) -> Mapping[str, tuple[Step, ...]]:
    """Every spelling of every key, and the steps that it means, in their order.

    `shown` has the names on screen by the nodes' indices.
    """
    graph = walk.graph
    links = linked(graph)
    typed = [node.name or (shown or links)[node.index] for node in graph.nodes]
    found: dict[str, list[Step]] = {}
    for step in walk.steps:
        for key in {step.key, called(step, graph, links), called(step, graph, typed)}:
            found.setdefault(key, []).append(step)
    return {key: tuple(steps) for key, steps in found.items()}


def normal(key: str) -> str:
    """A key as it is spelled now: `slope:p/v` for `slope p/v`."""
    return re.sub(r"^(\w+)[ :] *", r"\1:", key.strip())


def nearest(key: str, known: Iterable[str]) -> str | None:
    """The known key that somebody probably meant; None where nothing is like it.

    The one about the same (∂v/∂p for ∂p/∂v), the one that is spelled like it, or one about the same
    node. The gradient of a node that is used once is no sum, but what flows back on its wire.
    """
    key, listed = normal(key), list(known)
    kind, about = key.partition(":")[0], set(_parts(key))
    shared = [each for each in listed if about & set(_parts(each))]
    if kind == "sum":
        back = [each for each in shared if each.startswith(("flow:", "slope:"))]
        back = [each for each in back if _parts(each)[1] in about]
        shared = sorted(back)[:1] or shared  # flow before slope
    alike = get_close_matches(key, listed, n=1, cutoff=0.5)
    same = [each for each in shared if kind == "sum" or set(_parts(each)) == about]
    near = get_close_matches(key, same, n=1, cutoff=0.0) or alike
    return next(iter(near or get_close_matches(key, shared, n=1, cutoff=0.0)), None)


def _parts(key: str) -> list[str]:
    """What a key is about, by its names."""
    return [part for part in re.split(r"[/:#]", key.partition(":")[2]) if part]
