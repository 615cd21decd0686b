"""The small calculation behind each question, and what its typical mistakes give.

A problem is worked out from named inputs, so that the same few lines give the exact number, the
slide number, the one from rounded inputs, and what follows from somebody's own earlier number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from graph_engine import Edge, Graph, Jacobian, Node, Run, Step, Telling
from graph_engine.op import two_digits

Mistake = Literal[
    "upstream forgotten",
    "upstream only",
    "sign",
    "value",
    "operand",
    "path forgotten",
    "one contribution",
    "sigma",
    "inverted",
    "transposed",
    "added",
    "rate forgotten",
]

Key = tuple[str, int, int | Edge]
"""What an input is: its kind, the iteration, and the node or edge that it belongs to."""

Inputs = Mapping[Key, Any]


@dataclass(frozen=True)
class Slip:
    """What one mistake gives."""

    mistake: Mistake
    number: Any


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

    def slips(self, inputs: Inputs) -> Iterator[Slip]:
        """What the typical mistakes give."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Value(Problem):
    """A node's value from those of its operands."""

    node: Node
    iteration: int

    def _operands(self, inputs: Inputs) -> list[Any]:
        return [inputs["value", self.iteration, arg] for arg in self.node.args]

    def work(self, inputs: Inputs) -> Any:
        """The operation's result."""
        assert self.node.kernel is not None
        return self.node.kernel.forward(*self._operands(inputs), *self.node.literal)

    def slips(self, inputs: Inputs) -> Iterator[Slip]:
        """The other sign; a fraction upside down."""
        result = self.work(inputs)
        yield Slip("sign", -result)
        assert self.node.op is not None
        if not self.node.shape and r"\frac" in self.node.op.tex(len(self.node.args)):
            yield Slip("inverted", 1 / result)


@dataclass(frozen=True, kw_only=True)
class Slope(Problem):
    """A local gradient between scalars, from the operands and the result."""

    edge: Edge
    iteration: int
    rounded: bool

    @property
    def node(self) -> Node:
        """The operation."""
        return self.graph.nodes[self.edge.dst]

    def work(self, inputs: Inputs) -> Any:
        """The derivative of the result by the operand."""
        node = self.node
        assert node.kernel is not None
        operands = [inputs["value", self.iteration, arg] for arg in node.args]
        out = inputs["value", self.iteration, node.index]
        made = node.kernel.jacobians[self.edge.port](out, *operands, *node.literal)
        slope = made.built[0, 0]
        return two_digits(slope) if self.rounded else slope

    def slips(self, inputs: Inputs) -> Iterator[Slip]:
        """Wrong slopes of this operation."""
        slope = self.work(inputs)
        yield from wrong_slopes(self, self.edge, self.iteration, inputs)
        yield Slip("sign", -slope)
        yield Slip("inverted", 1 / slope)


def wrong_slopes(problem: Problem, edge: Edge, iteration: int, inputs: Inputs) -> Iterator[Slip]:
    """What is taken for the slope of an operation between scalars by mistake."""
    node = problem.graph.nodes[edge.dst]
    assert node.op is not None
    out = inputs["value", iteration, node.index]
    if node.op.name == "sigmoid":
        yield Slip("sigma", out)
        yield Slip("sigma", 1 - out)
    else:
        yield Slip("value", out)
    if len(node.args) == 1:
        yield Slip("value", inputs["value", iteration, edge.src])
    # Of a product the slope is the other operand: its own is the mistake. Of all else, any.
    own = node.op.name == "mul"
    for port, arg in enumerate(node.args):
        if len(node.args) > 1 and (port == edge.port) == own:
            yield Slip("operand", inputs["value", iteration, arg])


@dataclass(frozen=True, kw_only=True)
class Flow(Problem):
    """What flows back over an edge: upstream times local gradient."""

    edge: Edge
    iteration: int
    upstream: Key
    slope: Any
    """The local gradient; a `Jacobian` where it is no number."""

    def _slope(self, inputs: Inputs) -> Any:
        return inputs.get(("slope", self.iteration, self.edge), self.slope)

    def work(self, inputs: Inputs) -> Any:
        """Upstream times local gradient, in the shape of the operand."""
        upstream, slope = inputs[self.upstream], self._slope(inputs)
        if isinstance(slope, Jacobian):
            shape = self.graph.nodes[self.edge.src].shape
            return np.reshape(slope.vjp(np.reshape(upstream, -1)), shape)[()]
        return upstream * slope

    def slips(self, inputs: Inputs) -> Iterator[Slip]:
        """One factor alone; a wrong slope times the right upstream."""
        upstream, slope, flow = inputs[self.upstream], self._slope(inputs), self.work(inputs)
        yield Slip("sign", -flow)
        yield Slip("upstream only", upstream)
        if isinstance(slope, Jacobian):
            shape = np.shape(flow)
            if slope.rows == 1:
                yield Slip("upstream forgotten", np.reshape(slope.built[0], shape))
            elif slope.structure == "diagonal":
                yield Slip("upstream forgotten", np.diagonal(slope.built))
            elif slope.columns == 1:
                for entry in slope.built[:, 0]:
                    yield Slip("upstream forgotten", entry)
            return
        yield Slip("upstream forgotten", slope)
        yield Slip("inverted", upstream / slope)
        for slip in wrong_slopes(self, self.edge, self.iteration, inputs):
            yield Slip(slip.mistake, upstream * slip.number)


@dataclass(frozen=True, kw_only=True)
class Sum(Problem):
    """A gradient as the sum of its contributions, or of the products of its paths."""

    terms: tuple[Key, ...]

    def work(self, inputs: Inputs) -> Any:
        """All of them added."""
        return sum((inputs[key] for key in self.terms[1:]), inputs[self.terms[0]])

    def slips(self, inputs: Inputs) -> Iterator[Slip]:
        """One of them left out; one of them alone."""
        total = self.work(inputs)
        yield Slip("sign", -total)
        for key in self.terms:
            yield Slip("one contribution", inputs[key])
            yield Slip("path forgotten", total - inputs[key])


@dataclass(frozen=True, kw_only=True)
class New(Problem):
    """An updated weight."""

    old: Key
    gradient: Key
    rate: float

    def work(self, inputs: Inputs) -> Any:
        """Old minus α times gradient."""
        return inputs[self.old] - self.rate * inputs[self.gradient]

    def slips(self, inputs: Inputs) -> Iterator[Slip]:
        """Uphill; without α."""
        old, gradient, new = inputs[self.old], inputs[self.gradient], self.work(inputs)
        yield Slip("added", old + self.rate * gradient)
        if self.rate != 1:
            yield Slip("rate forgotten", old - gradient)
        yield Slip("sign", -new)


def value_problem(telling: Telling, step: Step) -> Value:
    """What a `value` step asks."""
    assert step.node is not None
    node = telling.graph.nodes[step.node]
    keys: list[Key] = [("value", step.iteration, arg) for arg in node.args]
    return Value(
        graph=telling.graph,
        inputs=_values(telling.runs[step.iteration], keys),
        given=_given(telling, keys),
        node=node,
        iteration=step.iteration,
    )


def slope_problem(telling: Telling, step: Step) -> Slope:
    """What a `slope` step asks, between scalars."""
    assert step.edge is not None
    keys = _around(telling, step.edge, step.iteration)
    run = telling.runs[step.iteration]
    return Slope(
        graph=telling.graph,
        inputs=_values(run, keys),
        given=_given(telling, keys),
        edge=step.edge,
        iteration=step.iteration,
        rounded=run.arithmetic == "slide",
    )


def flow_problem(telling: Telling, step: Step) -> Flow:
    """What flows back on a wire: in the whole pass, or along a path."""
    assert step.edge is not None
    edge, run = step.edge, telling.runs[step.iteration]
    source, target = telling.graph.nodes[edge.src], telling.graph.nodes[edge.dst]
    slope = run.slope(edge)
    scalar = not source.shape and not target.shape
    keys = _around(telling, edge, step.iteration) if scalar else []
    if step.path is None:
        upstream: Key = ("gradient", step.iteration, edge.dst)
        arriving = run.gradients[edge.dst]
    else:
        place = telling.paths[step.path].index(edge)
        before = telling.paths[step.path][place - 1]
        upstream = (f"product {step.path}", step.iteration, before if place else edge.dst)
        arriving = telling.products(step.iteration, step.path)[place]
    inputs = {**_values(run, keys), upstream: arriving}
    if scalar:
        inputs["slope", step.iteration, edge] = slope
    return Flow(
        graph=telling.graph,
        inputs=inputs,
        given=_given(telling, keys),
        edge=edge,
        iteration=step.iteration,
        upstream=upstream,
        slope=slope,
    )


def sum_problem(telling: Telling, step: Step) -> Sum:
    """What a `sum` step adds."""
    assert step.node is not None
    run, graph = telling.runs[step.iteration], telling.graph
    inputs: dict[Key, Any] = {}
    if telling.paths:
        for path, edges in enumerate(telling.paths):
            key = (f"product {path}", step.iteration, edges[-1])
            inputs[key] = telling.products(step.iteration, path)[-1]
    else:
        for edge in graph.consumers[step.node][::-1]:
            if edge.dst in graph.to_loss:
                inputs["flow", step.iteration, edge] = run.flow(edge)
    return Sum(graph=graph, inputs=inputs, terms=tuple(inputs))


def new_problem(telling: Telling, step: Step) -> New:
    """What a `new` step computes."""
    assert step.node is not None
    run = telling.runs[step.iteration]
    old: Key = ("value", step.iteration, step.node)
    gradient: Key = ("gradient", step.iteration, step.node)
    return New(
        graph=telling.graph,
        inputs={old: run.values[step.node], gradient: run.gradients[step.node]},
        given=frozenset([old]) if not step.iteration else frozenset(),
        old=old,
        gradient=gradient,
        rate=telling.rate_at(step.iteration),
    )


def _around(telling: Telling, edge: Edge, iteration: int) -> list[Key]:
    """The values of an operation's operands and of its result."""
    node = telling.graph.nodes[edge.dst]
    return [("value", iteration, index) for index in (*node.args, node.index)]


def _values(run: Run, keys: list[Key]) -> dict[Key, Any]:
    return {key: run.values[key[2]] for key in keys if isinstance(key[2], int)}


def _given(telling: Telling, keys: list[Key]) -> frozenset[Key]:
    """Leaves are not rounded, unless they have learned."""
    nodes = telling.graph.nodes
    return frozenset(
        key
        for key in keys
        if isinstance(key[2], int)
        and nodes[key[2]].leaf
        and not (key[1] and key[2] in telling.updates)
    )
