"""The two passes: values forward, gradients backward; kept as a `Run`, never written into nodes.

Exact arithmetic is float64 throughout. Slide arithmetic is what a lecture does on the board: the
forward pass is exact, each local gradient is rounded to two significant digits on its own, and
products and sums of the rounded factors are kept in full. The two are different runs and are never
mixed.

Samples are a leading axis of every value that depends on one, not a loop; a gradient of what all
samples share is added over them.
"""

from collections.abc import Callable, Mapping, Sequence
from contextvars import Context, copy_context
from math import prod
from operator import itemgetter
from typing import Any, Literal, NamedTuple

import numpy as np

from .arrays import Array, frozen
from .elementwise import defined, lined_up, partial_of, stays
from .graph import Edge, Graph, GraphError, Node
from .jacobian import Derived, Jacobian
from .saying import say
from .slide import two_digits

Arithmetic = Literal["exact", "slide"]

ONE = np.float64(1.0)


class Run(NamedTuple):
    """One forward and one backward pass over a graph.

    `values` and `gradients` are by node index, `locals` and `contributions` by the edge's place in
    `graph.edges`. A gradient or contribution is None where there is no way to the loss, and by a
    number that stands in an expression; a local is so too, and where it is a Jacobian, which
    `slope` makes.
    """

    graph: Graph
    arithmetic: Arithmetic
    values: Sequence[Any]
    locals: Sequence[Any]
    contributions: Sequence[Any]
    gradients: Sequence[Any]

    def value(self, name: str | int) -> Array:
        """The value of a node, an array of its shape."""
        return frozen(self.values[self.graph.node(name).index])

    def gradient(self, name: str | int) -> Array:
        """∂loss/∂node, in the shape of its value; zeros where the loss does not depend on it."""
        node = self.graph.node(name)
        found = self.gradients[node.index]
        return frozen(np.zeros(self.graph.whole_shape(node)) if found is None else found)

    def local(self, src: str | int, dst: str | int, port: int | None = None) -> Array:
        """The local gradient ∂dst/∂src of an edge; with two edges, `port` says which.

        A number between scalars, else the local Jacobian, built.
        """
        return frozen(self.slope(self.graph.edge(src, dst, port)))

    def contribution(self, src: str | int, dst: str | int, port: int | None = None) -> Array:
        """What flows back on an edge: upstream gradient times local gradient."""
        return frozen(self.flow(self.graph.edge(src, dst, port)))

    def inputs(self, node: Node) -> tuple[Any, ...]:
        """The operands and the literal of a computed node, spread over one another by numpy."""
        values = [self.values[arg] for arg in node.args]
        if node.op is None or not node.op.elementwise:
            return (*values, *node.literal)
        shapes = [self.graph.nodes[arg].shape for arg in node.args]
        return (*lined_up(node.shape, shapes, values), *node.literal)

    def slope(self, edge: Edge) -> Any:
        """The local gradient of an `Edge`: a number between scalars, else a `Jacobian`."""
        source, target = self.graph.nodes[edge.src], self.graph.nodes[edge.dst]
        if source.shape or target.shape:
            return self.of_edge(edge)
        found = self.locals[self.graph.place(edge)]
        return self.of_edge(edge).built[0, 0] if found is None else found

    def shape_of(self, edge: Edge) -> tuple[int, int]:
        """The size of an edge's local Jacobian, without making it."""
        nodes = self.graph.nodes
        return prod(nodes[edge.dst].shape), prod(nodes[edge.src].shape)

    def of_edge(self, edge: Edge) -> Jacobian:
        """The local Jacobian of an `Edge`, rounded entry by entry in slide arithmetic."""
        node = self.graph.nodes[edge.dst]
        operands = [self.values[arg] for arg in node.args]
        if node.sampled or any(self.graph.nodes[arg].sampled for arg in node.args):
            raise GraphError(say("a local Jacobian is that of one sample: choose a sample first"))
        with np.errstate(all="ignore"):
            made = jacobian_of(node, edge.port, self.values[edge.dst], operands)
            return made.rounded() if self.arithmetic == "slide" else made

    def carried(self, edge: Edge, upstream: Any) -> Any:
        """What an edge hands on of what arrives: upstream times its local gradient."""
        slope = self.slope(edge)
        if isinstance(slope, Jacobian):
            source = self.graph.nodes[edge.src]
            return np.reshape(slope.vjp(np.reshape(upstream, -1)), source.shape)[()]
        return upstream * slope

    def flow(self, edge: Edge) -> Any:
        """The contribution of an `Edge`; zeros where nothing flows back."""
        found = self.contributions[self.graph.place(edge)]
        if found is not None:
            return found
        return np.zeros(self.graph.whole_shape(self.graph.nodes[edge.src]))[()]

    def jacobian(self, src: str | int, dst: str | int, port: int | None = None) -> Jacobian:
        """∂dst/∂src in numerator layout, a row per entry of the result; not built.

        Of an edge the local Jacobian, with its structure. Where there is no edge, that of all paths
        together, each row of which is a backward pass.
        """
        source, target = self.graph.node(src), self.graph.node(dst)
        if any(edge.src == source.index for edge in self.graph.operands[target.index]):
            return self.of_edge(self.graph.edge(src, dst, port))
        if source.index not in self.graph.before(target.index):
            raise GraphError(
                say("%(target)s does not depend on %(source)s", target=repr(dst), source=repr(src))
            )
        return Derived(
            rows=int(np.prod(target.shape)),
            columns=int(np.prod(source.shape)),
            pull=lambda row: self.pulled(target, row)[source.index].reshape(-1),
        )

    def pulled(self, target: Node, row: Array) -> dict[int, Any]:
        """What reaches every node before `target` when `row` is handed to it: a backward pass."""
        reached: dict[int, Any] = {target.index: np.reshape(row, target.shape)}
        with np.errstate(all="ignore"):
            for node in reversed(self.graph.nodes[: target.index + 1]):
                if node.kernel is None or node.index not in reached:
                    continue
                for edge in self.graph.operands[node.index]:
                    back = self.of_edge(edge).vjp(np.reshape(reached[node.index], -1))
                    back = np.reshape(back, self.graph.nodes[edge.src].shape)
                    reached[edge.src] = reached.get(edge.src, 0.0) + back
        return reached


def jacobian_of(node: Node, port: int, out: Any, operands: Sequence[Any]) -> Jacobian:
    """The local Jacobian of an operand, exact."""
    assert node.kernel is not None
    return node.kernel.jacobians[port](out, *operands, *node.literal)


def run(
    graph: Graph,
    *,
    values: Mapping[str, Any] | None = None,
    arithmetic: Arithmetic = "exact",
) -> Run:
    """Run a graph forward and backward.

    `values` replaces the given values of leaves, by name; each must be finite and of the leaf's
    shape, else `GraphError`. Nothing else can fail: what is not a number becomes nan or ±inf.
    """
    if arithmetic not in ("exact", "slide"):
        raise GraphError(
            say("arithmetic is 'exact' or 'slide', not %(arithmetic)s", arithmetic=repr(arithmetic))
        )
    plan = graph.__dict__.get("_plan") or _plan(graph)
    known = list(plan.start)
    if values:
        for name, value in values.items():
            known[graph.node(name).index] = graph.checked(name, value)[()]
    return _QUIET.copy().run(_run, graph, plan, known, arithmetic)


def _quiet() -> Context:
    context = copy_context()
    context.run(np.seterr, all="ignore")
    return context


_QUIET = _quiet()
"""A context where numpy does not warn: entering a copy takes a tenth of `np.errstate`'s time."""


class _Plan(NamedTuple):
    """A graph unrolled into flat tuples, made once per graph: what the loops below read."""

    start: tuple[Any, ...]
    """Given values by node, None where computed; the operations' literals stand behind them."""
    forward: tuple[tuple[int, Callable[..., Any], Callable[[list[Any]], tuple[Any, ...]]], ...]
    """Per operation: node, function, and what picks its operands and literal."""
    backward: tuple[tuple[int, int, int, Any, bool, bool, tuple[Callable[..., Any], ...]], ...]
    """Per edge on the way to the loss, results first: place, dst, src, derivative, whether it stays
    beside an undefined result, whether it is the first to contribute to src, and the
    vector-Jacobian products, exact and on the slide, where they are more than a product entry by
    entry."""
    aside: tuple[tuple[int, int, Any, bool], ...]
    """Per edge elsewhere: place, dst, derivative, whether it stays; between scalars only."""


def _plan(graph: Graph) -> _Plan:
    start: list[Any] = [None if n.given is None else n.given[()] for n in graph.nodes]
    forward = []
    for node in graph.nodes:
        if node.kernel is not None:
            places = [*node.args]
            for literal in node.literal:
                places.append(len(start))
                start.append(literal)
            forward.append((node.index, node.kernel.forward, _picker(places)))
    backward, aside, seen = [], [], set()
    for node in reversed(graph.nodes):
        for edge in graph.operands[node.index]:
            assert node.op is not None
            place = graph.place(edge)
            partial = partial_of(node.op, edge.port, node.literal) if node.op.elementwise else None
            if graph.nodes[edge.src].number:
                continue  # there is no derivative by a number
            kept = not callable(partial) or stays(node.op, edge.port)
            if node.index in graph.to_loss:
                pulls = _pulls(graph, node, edge)
                first = edge.src not in seen
                backward.append((place, edge.dst, edge.src, partial, kept, first, pulls))
                seen.add(edge.src)
            elif partial is not None and not node.shape and not node.sampled:
                aside.append((place, edge.dst, partial, kept))
    plan = _Plan(tuple(start), tuple(forward), tuple(backward), tuple(aside))
    graph.__dict__["_plan"] = plan
    return plan


def _pulls(graph: Graph, node: Node, edge: Edge) -> tuple[Callable[..., Any], ...]:
    """The vector-Jacobian products of an edge, exact and on the slide, `(upstream, out, *inputs)`;
    empty where upstream · partial is all there is."""
    assert node.kernel is not None
    source = graph.nodes[edge.src]
    if node.kernel.direct and source.sampled == node.sampled:
        return ()
    exact, slide = node.kernel.pulls[edge.port], _on_slide(graph, node, edge)
    if node.sampled and not source.sampled:
        axes = len(source.shape)
        return _summed(exact, axes), _summed(slide, axes)
    return exact, slide


def _summed(pull: Callable[..., Any], axes: int) -> Callable[..., Any]:
    """With the contributions of all samples added, where the kernel has not done it."""

    def summed(*arguments: Any) -> Any:
        flow = pull(*arguments)
        return np.sum(flow, axis=0) if np.ndim(flow) > axes else flow

    return summed


def _on_slide(graph: Graph, node: Node, edge: Edge) -> Callable[..., Any]:
    """A vector-Jacobian product with each entry of the local Jacobian rounded on its own."""
    assert node.kernel is not None
    exact, jacobian = node.kernel.pulls[edge.port], node.kernel.jacobians[edge.port]
    shape = graph.nodes[edge.src].shape
    sampled = [graph.nodes[arg].sampled for arg in node.args]
    sampled += [False] * len(node.literal)

    def one(upstream: Any, out: Any, *inputs: Any) -> Any:
        made = jacobian(out, *inputs).rounded()
        return np.reshape(made.vjp(np.reshape(upstream, -1)), shape)[()]

    def each(upstream: Any, out: Any, *inputs: Any) -> Any:
        samples = (
            tuple(value[k] if own else value for value, own in zip(inputs, sampled, strict=True))
            for k in range(graph.samples)
        )
        return np.array([one(upstream[k], out[k], *found) for k, found in enumerate(samples)])

    if node.sampled:
        return each
    # Over samples the slope of each is 1, or 1/N: there is nothing to round.
    return exact if any(sampled) else one


def _picker(places: list[int]) -> Callable[[list[Any]], tuple[Any, ...]]:
    if len(places) == 1:
        place = places[0]
        return lambda known: (known[place],)
    return itemgetter(*places)


def _run(graph: Graph, plan: _Plan, known: list[Any], arithmetic: Arithmetic) -> Run:
    size = len(graph.nodes)
    inputs: list[Any] = [None] * size
    for index, function, pick in plan.forward:
        inputs[index] = operands = pick(known)
        known[index] = function(*operands)
    del known[size:]
    gradients: list[Any] = [None] * size
    slopes: list[Any] = [None] * len(graph.edges)
    flows: list[Any] = slopes.copy()
    if graph.loss is not None:
        gradients[graph.loss] = ONE
    rounded = arithmetic == "slide"
    spoiled = graph.loss is not None and known[graph.loss] != known[graph.loss]
    for place, dst, src, partial, kept, first, pulls in plan.backward:
        if pulls:
            flow = pulls[rounded](gradients[dst], known[dst], *inputs[dst])
        else:
            slope = partial(known[dst], *inputs[dst]) if callable(partial) else partial
            if spoiled and not kept:
                slope = defined(slope, known[dst])
            if rounded:
                slope = two_digits(slope)
            slopes[place] = slope
            flow = gradients[dst] * slope
        flows[place] = flow
        gradients[src] = flow if first else gradients[src] + flow
    for place, dst, partial, kept in plan.aside:
        slope = partial(known[dst], *inputs[dst]) if callable(partial) else partial
        slope = slope if kept else defined(slope, known[dst])[()]
        slopes[place] = two_digits(slope) if rounded else slope
    return Run(graph, arithmetic, tuple(known), tuple(slopes), tuple(flows), tuple(gradients))
