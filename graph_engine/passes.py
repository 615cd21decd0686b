"""The two passes: values forward, gradients backward; kept as a `Run`, never written into nodes.

Exact arithmetic is float64 throughout. Slide arithmetic is what a lecture does on the board: the
forward pass is exact, each local gradient is rounded to two significant digits on its own, and
products and sums of the rounded factors are kept in full. The two are different runs and are never
mixed.
"""

from collections.abc import Callable, Mapping, Sequence
from contextvars import Context, copy_context
from operator import itemgetter
from typing import Any, Literal, NamedTuple

import numpy as np

from .graph import Edge, Graph, GraphError
from .jacobian import Jacobian
from .op import Array

Arithmetic = Literal["exact", "slide"]

ONE = np.float64(1.0)
ZERO = np.float64(0.0)
NAN = np.float64(np.nan)


class Run(NamedTuple):
    """One forward and one backward pass over a graph.

    `values` and `gradients` are by node index, `locals` and `contributions` by the edge's place in
    `graph.edges`. A gradient or contribution is None where there is no way to the loss.
    """

    graph: Graph
    arithmetic: Arithmetic
    values: Sequence[Any]
    locals: Sequence[Any]
    contributions: Sequence[Any]
    gradients: Sequence[Any]

    def value(self, name: str | int) -> Array:
        """The value of a node, an array of its shape."""
        return _array(self.values[self.graph.node(name).index])

    def gradient(self, name: str | int) -> Array:
        """∂loss/∂node, in the shape of the node; zeros where the loss does not depend on it."""
        node = self.graph.node(name)
        found = self.gradients[node.index]
        return _array(np.zeros(node.shape) if found is None else found)

    def local(self, src: str | int, dst: str | int, port: int | None = None) -> Array:
        """The local gradient ∂dst/∂src of an edge; with two edges, `port` says which."""
        return _array(self.slope(self.graph.edge(src, dst, port)))

    def contribution(self, src: str | int, dst: str | int, port: int | None = None) -> Array:
        """What flows back on an edge: upstream gradient times local gradient."""
        return _array(self.flow(self.graph.edge(src, dst, port)))

    def slope(self, edge: Edge) -> Any:
        """The local gradient of an `Edge`."""
        return self.locals[self.graph.place(edge)]

    def flow(self, edge: Edge) -> Any:
        """The contribution of an `Edge`; 0 where nothing flows back."""
        found = self.contributions[self.graph.place(edge)]
        return ZERO if found is None else found

    def jacobian(self, src: str | int, dst: str | int, port: int | None = None) -> Jacobian:
        """The local Jacobian of an edge in numerator layout: a row per entry of the result."""
        edge = self.graph.edge(src, dst, port)
        source, target = self.graph.nodes[edge.src], self.graph.nodes[edge.dst]
        return Jacobian(
            rows=int(np.prod(target.shape)),
            columns=int(np.prod(source.shape)),
            diagonal=self.slope(edge),
        )


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
        raise GraphError(f"arithmetic is 'exact' or 'slide', not {arithmetic!r}")
    plan = graph.__dict__.get("_plan") or _plan(graph)
    known = list(plan.start)
    if values:
        for name, value in values.items():
            known[graph.node(name).index] = _leaf_value(graph, name, value)
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
    backward: tuple[tuple[int, int, int, Any, bool], ...]
    """Per edge on the way to the loss, results first: place, dst, src, derivative, and whether
    it is the first to contribute to src."""
    aside: tuple[tuple[int, int, Any], ...]
    """Per edge elsewhere: place, dst, derivative."""


def _plan(graph: Graph) -> _Plan:
    start: list[Any] = [None if n.given is None else n.given[()] for n in graph.nodes]
    forward = []
    for node in graph.nodes:
        if node.op is not None:
            places = [*node.args]
            for literal in node.literal:
                places.append(len(start))
                start.append(literal)
            forward.append((node.index, node.op.forward, _picker(places)))
    backward, aside, seen = [], [], set()
    for node in reversed(graph.nodes):
        for edge in graph.operands[node.index]:
            assert node.op is not None
            place, partial = graph.place(edge), node.op.partial(edge.port)
            if node.index in graph.to_loss:
                backward.append((place, edge.dst, edge.src, partial, edge.src not in seen))
                seen.add(edge.src)
            else:
                aside.append((place, edge.dst, partial))
    plan = _Plan(tuple(start), tuple(forward), tuple(backward), tuple(aside))
    graph.__dict__["_plan"] = plan
    return plan


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
    slopes: list[Any] = [None] * (len(plan.backward) + len(plan.aside))
    flows: list[Any] = slopes.copy()
    if graph.loss is not None:
        gradients[graph.loss] = ONE
    rounded = arithmetic == "slide"
    # Where a value is undefined its slope is too, whatever its formula says (1/x of log at -1).
    spoiled = graph.loss is not None and known[graph.loss] != known[graph.loss]
    for place, dst, src, partial, first in plan.backward:
        slope = partial(known[dst], *inputs[dst]) if callable(partial) else partial
        if spoiled and known[dst] != known[dst]:
            slope = NAN
        if rounded:
            slope = two_digits(slope)
        slopes[place] = slope
        flows[place] = flow = gradients[dst] * slope
        gradients[src] = flow if first else gradients[src] + flow
    for place, dst, partial in plan.aside:
        slope = partial(known[dst], *inputs[dst]) if callable(partial) else partial
        if known[dst] != known[dst]:
            slope = NAN
        slopes[place] = two_digits(slope) if rounded else slope
    return Run(graph, arithmetic, tuple(known), tuple(slopes), tuple(flows), tuple(gradients))


def two_digits(value: Any) -> np.float64:
    """A number as a lecture writes it on the board: two significant digits."""
    return np.float64(f"{value:.2g}")


def _leaf_value(graph: Graph, name: str, value: Any) -> Any:
    """A value from outside, checked: a leaf, finite, of the leaf's shape."""
    node = graph.node(name)
    if not node.leaf:
        raise GraphError(f"{name} is computed; only leaves can be given a value")
    try:
        array = np.asarray(value)
        # Texts, truth values and complex numbers: numpy would turn them into floats unasked.
        if array.dtype.kind not in "iuf":
            raise TypeError
        array = array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise GraphError(f"the value of {name} is not a number") from None
    if array.shape != node.shape:
        raise GraphError(f"the value of {name} has the wrong shape")
    if not np.all(np.isfinite(array)):
        raise GraphError(f"the value of {name} is not a finite number")
    return array[()]


def _array(value: Any) -> Array:
    """Read-only, so that a run stays what it was."""
    array = np.array(value, dtype=np.float64)
    array.flags.writeable = False
    return array
