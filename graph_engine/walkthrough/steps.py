"""A run told step by step: each step makes one new thing visible, and time is one integer.

A step carries the facts that it reveals; `frame(k)` is what is known after step k, worked out from
those facts and nothing else, so back, jump and export are the same call.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal

import numpy as np

from ..graph import Edge, Graph
from ..learn import Rate, rate_at
from ..passes import Run

Phase = Literal["start", "forward", "backward", "update"]
Stop = Literal["node", "edge", "formula"]
What = Literal[
    "value",
    "seed",
    "local",
    "flow",
    "total",
    "gradient",
    "size",
    "factor",
    "product",
    "sum",
    "new",
]
Known = Literal["asked", "known", "stale", "gone"]
Target = int | Edge | tuple[int, int]

WHOLE = "*"
"""The focus that tells the whole backward pass."""
FORWARD = "-"
"""The focus that tells the forward pass only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that a step makes visible (or asks for, or takes away)."""

    what: What
    target: Target
    """A node's index, an edge, or (path, place in the path) for a factor of the chain."""
    known: Known = "known"
    number: Any = None
    """The number, or the `Jacobian`; for `new` the pair (old, new), for `size` (rows, columns)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One new thing. A kind of step is a class with the fields that it has; see `kinds.py`."""

    kind: ClassVar[str]

    index: int = 0
    """Its time, always that of the finest walk."""
    key: str = ""
    """Its name, unique in the walkthrough; see `keys.py`."""
    phase: Phase
    stop: Stop = "node"
    """How fine a reader must walk to stop here: at nodes, at edges too, at every formula."""
    iteration: int = 0
    facts: tuple[Fact, ...] = ()

    # What any step can be asked for; a kind that has one of these has a field in its place.

    @property
    def node(self) -> int | None:
        """The node that it is about."""
        return None

    @property
    def others(self) -> tuple[int, ...]:
        """The nodes that it is about as well."""
        return ()

    @property
    def edge(self) -> Edge | None:
        """The edge that it is about."""
        return None

    @property
    def path(self) -> int | None:
        """Which path of the chain it belongs to."""
        return None

    @property
    def product(self) -> Any:
        """In the chain, the product of the factors so far."""
        return None

    @property
    def called(self) -> str | None:
        """In its key, what it is about where that is no part of the graph; "" for nothing."""
        return None


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What is known after a step."""

    step: Step
    facts: Mapping[tuple[What, Target], Fact]

    def number(self, what: What, target: Target) -> Any:
        """The number that is known of it, or None while it is not."""
        fact = self.facts.get((what, target))
        return fact.number if fact is not None and fact.known in ("known", "stale") else None


@dataclass(frozen=True, kw_only=True)
class Walkthrough:
    """A whole story: its steps, and the runs whose numbers they show, one per iteration."""

    graph: Graph
    runs: tuple[Run, ...]
    focus: int | None
    """The leaf whose chain is told, or None."""
    rate: Rate
    paths: tuple[tuple[Edge, ...], ...] = ()
    """The chain's paths, each from the loss to the leaf."""
    path_count: int = 0
    """The number of paths to the focus where they are too many to be told one by one."""
    updates: tuple[int, ...] = ()
    """The leaves that the update changes."""
    used: tuple[Mapping[int, Any], ...] = ()
    """Per iteration, the gradients that the update takes, by leaf."""
    accumulate: bool = False
    """Whether gradients are never reset: each iteration adds to what is there."""
    steps: tuple[Step, ...] = ()

    def kept(self, iteration: int, leaf: int) -> Any:
        """The gradient of earlier iterations that is still there; None where it was reset."""
        if not (self.accumulate and iteration):
            return None
        return self.used[iteration - 1].get(leaf)

    def frame(self, k: int) -> Frame:
        """What is known after step k."""
        facts: dict[tuple[What, Target], Fact] = {}
        for step in self.steps[: k + 1]:
            for fact in step.facts:
                facts[fact.what, fact.target] = fact
        return Frame(step=self.steps[k], facts=facts)

    @cached_property
    def path_edges(self) -> frozenset[Edge]:
        """The edges of all paths."""
        return frozenset(edge for path in self.paths for edge in path)

    def products(self, iteration: int, path: int) -> tuple[Any, ...]:
        """What flows back along a path: the seed, then the product after each of its edges.

        Each has the shape of the variable that it has come to.
        """
        kept = self._products.get((iteration, path))
        if kept is not None:
            return kept
        current, edges = self.runs[iteration], self.paths[path]
        found = [current.gradients[edges[0].dst]]
        with np.errstate(all="ignore"):
            for edge in edges:
                found.append(current.carried(edge, found[-1]))
        return self._products.setdefault((iteration, path), tuple(found))

    @cached_property
    def _products(self) -> dict[tuple[int, int], tuple[Any, ...]]:
        """What `products` has found, so that steps and pages share the arrays."""
        return {}

    def rate_at(self, iteration: int) -> float:
        """α of an iteration."""
        return rate_at(self.rate, iteration)
