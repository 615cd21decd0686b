"""Locked numbers: what a worksheet link hides until it is predicted right or revealed.

A number is named by the step that shows it (`Step.key`): `value:q`, `slope:p/v` (∂p/∂v),
`flow:p/v`, `sum:x`, `product:1`, `new:w1`; `value:*` means all of a kind. The walk stops before a
locked number, so nothing that follows from it is told either.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph_engine import Edge, Graph, Step, Walkthrough
from graph_engine.walkthrough import NAME, linked, nearest, normal, spellings

KINDS = ("value", "slope", "flow", "sum", "product", "new")
"""Kinds of steps whose number can be locked."""

_NODE = rf"@?{NAME}"
_KEY = re.compile(rf"({'|'.join(KINDS)}|again):(\*|{_NODE}(/{_NODE}(#\d+)?)?)(:\d+)?")


def well_formed(key: str) -> bool:
    """Whether a text can name a locked number."""
    return len(key) <= 80 and _KEY.fullmatch(key) is not None


def locked_steps(
    walk: Walkthrough, locks: Collection[str], shown: Sequence[str] = ()
) -> tuple[Step, ...]:
    """The steps whose numbers are locked, in their order.

    `shown` has the names on screen by the nodes' indices, which may stand in a key, too.
    """
    if not locks:
        return ()
    known = spellings(walk, shown)
    found = {step.index: step for lock in locks for step in _meant(walk, lock, known)}
    return tuple(step for _, step in sorted(found.items()) if step.kind in KINDS)


def _meant(walk: Walkthrough, lock: str, known: Mapping[str, tuple[Step, ...]]) -> tuple[Step, ...]:
    kind, _, what = lock.partition(":")
    if what == "*":
        return tuple(step for step in walk.steps if step.key.partition(":")[0] == kind)
    return known.get(normal(lock), ())


@dataclass(frozen=True)
class Idle:
    """A key that locks nothing, because no step that is told has it."""

    key: str
    near: str | None
    """The key that was probably meant."""
    made_up: bool
    """Whether no telling of the program has it."""


def idle(
    walk: Walkthrough, locks: Collection[str], shown: Sequence[str], source: Graph
) -> tuple[Idle, ...]:
    """The keys that lock nothing here; `source` is the program's own graph, as it was typed.

    All of a kind may be none.
    """
    known = spellings(walk, shown)
    numbers = {
        key: steps for key, steps in known.items() if any(step.kind in KINDS for step in steps)
    }
    return tuple(
        Idle(
            lock,
            nearest(lock, numbers),
            not (_possible(walk.graph, lock, shown) or _possible(source, lock, linked(source))),
        )
        for lock in locks
        if not lock.endswith(":*") and normal(lock) not in numbers
    )


def _possible(graph: Graph, lock: str, shown: Sequence[str]) -> bool:
    """Whether a walk along a graph can have that number, whatever is told of it."""
    kind, what, *_again = normal(lock).split(":")
    if kind == "product":
        return what.isdecimal()
    places = {
        name: node.index
        for names in (linked(graph), shown)
        for name, node in zip(names, graph.nodes, strict=False)
    }
    about = [places.get(part, -1) for part in what.partition("#")[0].split("/")]
    if -1 in about:
        return False
    node, *operand = about
    if kind in ("slope", "flow"):
        return any((edge.dst, edge.src) == (node, *operand) for edge in graph.edges)
    if operand:
        return False
    leaf = graph.nodes[node].leaf
    if kind == "sum":
        # Of a leaf that leads nowhere it is told, too: it is 0.
        return _forks(graph, node) or (leaf and node not in graph.to_loss)
    return leaf if kind == "new" else not leaf


def _forks(graph: Graph, node: int) -> bool:
    """Whether several ways lead on from a node."""
    reached = {node}
    for each in range(node, len(graph.nodes)):
        if each in reached:
            reached.update(edge.dst for edge in graph.consumers[each])
    return any(len(graph.consumers[each]) > 1 for each in reached)


@dataclass(frozen=True)
class Withheld:
    """What locks keep from a reader: the steps from `first` on, and all that only these tell."""

    walk: Walkthrough
    asked: Step
    """The step whose number is asked for: the first locked one."""
    first: int
    """The first step that is withheld: the locked one, or an earlier one with its number."""

    @cached_property
    def telling(self) -> int:
        """The step that first has the number that is asked for."""
        return _holder(self.walk, self.asked)

    def step(self, index: int) -> bool:
        """Whether a step is withheld: its words, its formulas, its changes of the picture."""
        return index >= self.first

    def value(self, node: int) -> bool:
        """Whether a node's value is withheld (of the first run, as data give it)."""
        return ("value", node) not in self._told

    def local(self, edge: Edge) -> bool:
        """Whether an edge's local gradient is withheld, beside the steps too."""
        return ("local", edge) not in self._told

    def contribution(self, edge: Edge) -> bool:
        """Whether what flows back on an edge is withheld."""
        return ("flow", edge) not in self._told

    def gradient(self, node: int) -> bool:
        """Whether a node's gradient is withheld, and with it its check by finite differences."""
        whats = ("gradient", "total", "sum", "seed")
        if any((what, node) in self._told for what in whats):
            return False
        consumers = self.walk.graph.consumers[node]
        arrivals = [edge for edge in consumers if edge.dst in self.walk.graph.to_loss]
        one = len(arrivals) == 1 and len(self.walk.paths) <= 1
        return not (one and not self.contribution(arrivals[0]))

    def updated(self, leaf: int) -> bool:
        """Whether a leaf's new value is withheld."""
        return ("new", leaf) not in self._told

    @cached_property
    def _told(self) -> frozenset[tuple[str, Any]]:
        """What is told of the first iteration by the steps that are not withheld."""
        return frozenset(
            (fact.what, fact.target)
            for step in self.walk.steps[: self.first]
            for fact in step.facts
            if fact.known == "known" and not step.iteration
        )


def withheld(
    walk: Walkthrough,
    locks: Collection[str],
    *,
    shown: Sequence[str] = (),
    opened: Collection[str] = (),
) -> Withheld | None:
    """What locked keys withhold, with all that follows or contains it; None where nothing.

    `opened` has the keys of steps whose numbers have been predicted right or revealed. What is told
    before the locked number stays, and what a reader is given of the whole run (values, gradients,
    checks) is only what those steps tell.
    """
    left = [step for step in locked_steps(walk, locks, shown) if step.key not in opened]
    if not left:
        return None
    return Withheld(walk, left[0], min(_holder(walk, step) for step in left))


def _holder(walk: Walkthrough, step: Step) -> int:
    """The first step that contains a step's number: a product of one factor is known with it."""
    if step.path is None or step.kind != "product" or len(walk.paths[step.path]) > 1:
        return step.index
    return next(
        each.index
        for each in walk.steps
        if each.kind in ("slope", "reuse")
        and (each.path, each.iteration) == (step.path, step.iteration)
    )
