"""The small calculation behind each question.

A problem is worked out from named inputs, so that the same few lines give the exact number, the
slide number, every number that follows from inputs as they are shown, and what follows from
somebody's own earlier number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from graph_engine import Edge, Graph, Jacobian, Node
from graph_engine.slide import two_digits

from .shown import DECIMALS, DIGITS, MORE, combinations, forms, rounded

COARSEST = 0.05
"""How far, in parts of what a step changes, a rounding may be off: as far as two digits are."""

NEAREST = 1e-5
"""How far, in parts of itself, a gradient may be off that is worked out from what is shown and is
taken on: as far as six digits in each of two factors are."""

TAKEN_ON = 64
"""Ways in which such a gradient is taken on, at most: the nearest."""

Key = tuple[str, int, int | Edge]
"""What an input is: its kind, the iteration, and the node or edge that it belongs to."""

Inputs = Mapping[Key, Any]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A calculation: `inputs` are its numbers in the run that is told."""

    graph: Graph
    inputs: Inputs
    given: frozenset[Key] = frozenset()
    """Inputs that nobody rounds: they were given."""

    def work(self, inputs: Inputs) -> Any:
        """The number that is asked for."""
        raise NotImplementedError

    def change(self, inputs: Inputs) -> Any:
        """What the step changes: the digits of an answer are counted from its first one."""
        return self.work(inputs)

    def results(self) -> Iterator[Any]:
        """What one gets from the inputs at the digits at which they are shown."""
        for inputs in combinations(self.inputs, self.given):
            yield self.work(inputs)

    @cached_property
    def right(self) -> Any:
        """The number that is asked for, in the run that is told."""
        return self.work(self.inputs)

    @cached_property
    def changed(self) -> Any:
        """What the step changes there."""
        return self.change(self.inputs)

    @cached_property
    def written_ways(self) -> Any:
        """The number as it is shown, where that is not too coarse: a row for each entry."""
        near = COARSEST * np.abs(self.changed)
        found = (each for each in forms(self.right) if np.all(np.abs(each - self.right) <= near))
        return self._rows(list(found))

    @cached_property
    def shown_ways(self) -> Any:
        """What one gets from the inputs as they are shown: a row for each of its entries."""
        return self._rows(list(self.results()))

    def _rows(self, found: list[Any]) -> Any:
        columns = [np.reshape(each, -1) for each in found]
        return np.transpose(columns) if columns else np.empty((np.size(self.right), 0))


@dataclass(frozen=True, kw_only=True)
class Value(Problem):
    """A node's value from those of its operands."""

    node: Node
    iteration: int
    before: Any = None
    """The value of the iteration before."""

    def operands(self, inputs: Inputs) -> list[Any]:
        """The values that it is computed from."""
        return [inputs["value", self.iteration, arg] for arg in self.node.args]

    def work(self, inputs: Inputs) -> Any:
        """The operation's result."""
        assert self.node.kernel is not None
        return self.node.kernel.forward(*self.operands(inputs), *self.node.literal)


class Local(NamedTuple):
    """An operation between scalars, or entry by entry, and the operand it is differentiated by."""

    node: Node
    port: int
    operands: Sequence[Any]
    out: Any

    @property
    def own(self) -> Any:
        """The operand's value."""
        return self.operands[self.port]

    def slope(self, *, out: Any = None, operands: Sequence[Any] | None = None) -> Any:
        """The derivative of the result by the operand, or the same at another point."""
        assert self.node.kernel is not None
        at = self.operands if operands is None else operands
        of = self.out if out is None else out
        slope = self.node.kernel.jacobians[self.port](of, *at, *self.node.literal).built
        return np.reshape(np.diagonal(slope), self.node.shape)[()]

    def result(self, operands: Sequence[Any]) -> Any:
        """The operation of other operands."""
        assert self.node.kernel is not None
        return self.node.kernel.forward(*operands, *self.node.literal)


@dataclass(frozen=True, kw_only=True)
class Slope(Problem):
    """A local gradient between scalars, from the operands and the result."""

    edge: Edge
    iteration: int
    rounded: bool = False

    def local(self, inputs: Inputs) -> Local:
        """The operation with its numbers."""
        return local(self, self.edge, self.iteration, inputs)

    def work(self, inputs: Inputs) -> Any:
        """The derivative of the result by the operand."""
        slope = self.local(inputs).slope()
        return two_digits(slope) if self.rounded else slope

    def results(self) -> Iterator[Any]:
        """From the result as it is shown, or worked out anew from operands as they are shown."""
        for inputs in combinations(self.inputs, self.given):
            here = self.local(inputs)
            yield here.slope()
            yield here.slope(out=here.result(here.operands))


@dataclass(frozen=True, kw_only=True)
class Entry(Problem):
    """One entry of a local Jacobian, from the operands and the result."""

    edge: Edge
    iteration: int
    row: int
    column: int
    rounded: bool = False

    def matrix(self, inputs: Inputs) -> Any:
        """All of it: shape (entries of the result, entries of the operand)."""
        node = self.graph.nodes[self.edge.dst]
        assert node.kernel is not None
        operands = [inputs["value", self.iteration, arg] for arg in node.args]
        out = inputs["value", self.iteration, node.index]
        made = node.kernel.jacobians[self.edge.port](out, *operands, *node.literal)
        return (made.rounded() if self.rounded else made).built

    def work(self, inputs: Inputs) -> Any:
        """That of its row and column."""
        return self.matrix(inputs)[self.row, self.column]


def local(problem: Problem, edge: Edge, iteration: int, inputs: Inputs) -> Local:
    """The operation at the upper end of an edge, with its numbers."""
    node = problem.graph.nodes[edge.dst]
    operands = [inputs["value", iteration, arg] for arg in node.args]
    return Local(node, edge.port, operands, inputs["value", iteration, node.index])


@dataclass(frozen=True, kw_only=True)
class Flow(Problem):
    """What flows back over an edge: upstream times local gradient."""

    edge: Edge
    iteration: int
    upstream: Key
    slope: Any
    """The local gradient; a `Jacobian` where it is no number."""
    arriving: "Flow | None" = None
    """How the upstream gradient was worked out, where it came over one wire."""
    places: tuple[Any, ...] = ()
    """The local gradients at all places where the operation uses the operand, if several."""

    @property
    def scalar(self) -> bool:
        """Whether the local gradient is a number."""
        return not isinstance(self.slope, Jacobian)

    @property
    def local_known(self) -> bool:
        """Whether the operation's numbers are here: between scalars, and entry by entry."""
        return self.scalar or any(key[0] == "value" for key in self.inputs)

    def local(self, inputs: Inputs) -> Local:
        """The operation with its numbers, between scalars or entry by entry."""
        return local(self, self.edge, self.iteration, inputs)

    def slope_of(self, inputs: Inputs) -> Any:
        """The local gradient, one's own where it is among the inputs."""
        return inputs.get(("slope", self.iteration, self.edge), self.slope)

    def work(self, inputs: Inputs) -> Any:
        """Upstream times local gradient, in the shape of the operand."""
        return self.carried(inputs, self.slope_of(inputs))

    def carried(self, inputs: Inputs, slope: Any) -> Any:
        """What arrives, times a local gradient."""
        upstream = inputs[self.upstream]
        if isinstance(slope, Jacobian):
            return self._shaped(slope.vjp(np.reshape(upstream, -1)))
        return upstream * slope

    def results(self) -> Iterator[Any]:
        """Each factor as it is shown, or the slope worked out from values as they are shown."""
        upstreams = self._upstreams()
        if isinstance(self.slope, Jacobian):
            yield self.work(self.inputs)
            if self.slope.rows * self.slope.columns <= 256:
                for matrix in forms(self.slope.built):
                    yield from (self._shaped(np.reshape(up, -1) @ matrix) for up in upstreams)
            if not self.local_known:
                return
        keys = {key: value for key, value in self.inputs.items() if key[0] == "value"}
        worked = Slope(
            graph=self.graph,
            inputs=keys,
            given=self.given,
            edge=self.edge,
            iteration=self.iteration,
        )
        slopes = forms(self.slope_of(self.inputs)) if self.scalar else []
        for slope in (*slopes, *worked.results()):
            yield from (upstream * slope for upstream in upstreams)

    @cached_property
    def chained(self) -> list[Any]:
        """The same as `whole_chains`, worked out once for many answers."""
        return list(self.whole_chains())

    def whole_chains(self) -> Iterator[Any]:
        """All factors of a chain of numbers at once, each in the digits that a strip gives to all;
        as far off as two digits of one are."""
        factors: list[Any] = []
        here: Problem | None = self
        while isinstance(here, Flow):
            factors.append(here.slope)
            start, here = here.inputs[here.upstream], here.arriving
        factors.append(start)
        if len(factors) < 3 or any(isinstance(x, Jacobian) or np.ndim(x) for x in factors):
            return
        exact = float(np.prod(factors))
        for digits in (*DIGITS, MORE):
            product = np.prod([rounded(x, digits) for x in factors])
            if abs(product - exact) <= COARSEST * abs(exact):
                yield product

    def _upstreams(self) -> list[Any]:
        """What arrives as it is shown, or as one gets it from numbers that are shown."""
        exact = self.inputs[self.upstream]
        found = forms(exact)
        if self.arriving is not None:
            ways = {np.asarray(each).tobytes(): each for each in self.arriving.results()}
            off = {key: float(np.max(np.abs(each - exact))) for key, each in ways.items()}
            close = [
                ways[key]
                for key in sorted(ways, key=off.__getitem__)
                if np.all(np.abs(ways[key] - exact) <= NEAREST * np.abs(exact))
            ]
            for each in close[:TAKEN_ON]:
                found += [each, np.round(each, DECIMALS)]
        return list({np.asarray(each).tobytes(): each for each in found}.values())

    def _shaped(self, flow: Any) -> Any:
        return np.reshape(flow, self.graph.nodes[self.edge.src].shape)[()]


@dataclass(frozen=True, kw_only=True)
class Weight(Problem):
    """The gradient by one weight of many, between two neurons."""

    flow: Flow
    """That by all of them."""
    place: int
    """Which of them it is, row by row."""
    row: int
    """Which entry of the result it goes into."""
    weighed: float | None
    """What it weighs; None of a bias."""
    own: float
    """The weight itself."""

    def slope(self, inputs: Inputs) -> float:
        """How the neuron moves with it."""
        slope = self.flow.slope_of(inputs)
        if not isinstance(slope, Jacobian):
            return float(slope)
        row = np.zeros(slope.rows)
        row[self.row] = 1.0
        return float(np.ravel(slope.vjp(row))[self.place])

    def arriving(self, inputs: Inputs) -> float:
        """What comes back to the neuron."""
        return float(np.ravel(inputs[self.flow.upstream])[self.row])

    def work(self, inputs: Inputs) -> Any:
        """That by this one."""
        return np.ravel(self.flow.work(inputs))[self.place]

    def results(self) -> Iterator[Any]:
        """Of all of them as one gets them, this one; or from the two numbers that it is made of."""
        for each in self.flow.results():
            yield np.ravel(each)[self.place]
        for first in forms(self.arriving(self.inputs)):
            for second in forms(self.slope(self.inputs)):
                yield first * second


@dataclass(frozen=True, kw_only=True)
class Sum(Problem):
    """What is added: contributions, products of paths, or the slopes at two places."""

    terms: tuple[Key, ...]
    factors: Mapping[Key, tuple[Any, ...]] = field(default_factory=dict)
    """What each term is the product of, where these are numbers."""

    def work(self, inputs: Inputs) -> Any:
        """All of them added."""
        return sum((inputs[key] for key in self.terms[1:]), inputs[self.terms[0]])


@dataclass(frozen=True, kw_only=True)
class New(Problem):
    """An updated weight."""

    old: Key
    gradient: Key
    rate: float
    kept: Any = None
    """The gradient of earlier iterations, where it was never reset."""
    earlier: tuple[Any, ...] = ()
    """The gradients of the iterations before, whether they were reset or not."""
    arriving: Problem | None = None
    """How the gradient was worked out."""
    otherwise: Any = None
    """What the weight becomes where gradients are reset if they are not here, or the reverse."""

    def taken(self, inputs: Inputs) -> Any:
        """The gradient that is taken: this one, and those before where they were never reset."""
        gradient = inputs[self.gradient]
        return gradient if self.kept is None else self.kept + gradient

    def change(self, inputs: Inputs) -> Any:
        """α times the gradient."""
        return self.rate * self.taken(inputs)

    def work(self, inputs: Inputs) -> Any:
        """Old minus α times gradient."""
        return inputs[self.old] - self.change(inputs)

    def results(self) -> Iterator[Any]:
        """From the numbers as they are shown; the old one as finely as the step has it."""
        step, old = np.abs(self.change(self.inputs)), self.inputs[self.old]
        for inputs in combinations(self.inputs, self.given):
            if np.all(np.abs(inputs[self.old] - old) <= COARSEST * step):
                yield self.work(inputs)
        # Or from a gradient that one has worked out from numbers that are shown.
        exact = self.inputs[self.gradient]
        for gradient in () if self.arriving is None else self.arriving.results():
            if np.all(np.abs(self.rate * (gradient - exact)) <= COARSEST * step):
                yield self.work({**self.inputs, self.gradient: gradient})
