"""The sentence of each step: caption, live text and handout line, from the picture's own data."""

from dataclasses import dataclass
from functools import cached_property

from graph_engine import Edge, Node, Run, Step, Telling
from graph_engine import remarks as remarking

from .names import Name, names
from .numbers import Hand, signed

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@dataclass(frozen=True)
class Words:
    """What is needed to speak of one telling."""

    telling: Telling

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Every node's name on screen."""
        return names(self.telling.graph)

    @cached_property
    def slide(self) -> bool:
        """Whether numbers are rounded as on a slide."""
        return self.telling.runs[0].arithmetic == "slide"

    @cached_property
    def full(self) -> Hand:
        """How numbers are written where there is room."""
        return Hand(self.slide, wire=False)

    @cached_property
    def wire(self) -> Hand:
        """How numbers are written on the wires."""
        return Hand(self.slide, wire=True)

    @cached_property
    def remarks(self) -> tuple[dict[int, remarking.Remark], ...]:
        """Per iteration, the remarks on values."""
        return tuple(remarking.of_values(run) for run in self.telling.runs)

    def node(self, index: int) -> Node:
        """A node of the graph."""
        return self.telling.graph.nodes[index]

    def run(self, step: Step) -> Run:
        """The run whose numbers a step shows."""
        return self.telling.runs[step.iteration]

    def plain(self, index: int) -> str:
        """A node's name in running text."""
        return self.names[index].plain

    def value(self, run: Run, index: int, hand: Hand) -> str:
        """A node's value as it is written: given numbers as they were given."""
        number = float(run.values[index])
        if not self.node(index).leaf:
            return hand.value(number)
        if run is self.telling.runs[0] or index not in self.telling.updates:
            return hand.given(number)
        return hand.product(number)

    def upstream(self, step: Step, edge: Edge) -> float:
        """What arrives at an edge's operation: from every path, or along the one that is told."""
        if step.path is None:
            return float(self.run(step).gradients[edge.dst])
        place = self.telling.paths[step.path].index(edge)
        return float(self.telling.products(step.iteration, step.path)[place])

    def terms(self, step: Step, index: int) -> list[float]:
        """What is added up to a node's gradient: a product per path, or a contribution per wire."""
        paths = range(len(self.telling.paths))
        if paths:
            return [float(self.telling.products(step.iteration, path)[-1]) for path in paths]
        return [float(self.run(step).flow(edge)) for edge in arrivals(self, index)]

    @property
    def loss(self) -> str:
        """The loss's name in running text."""
        loss = self.telling.graph.loss
        return "" if loss is None else self.plain(loss)


def sentence(words: Words, step: Step) -> str:
    """What happens in a step, in one or two plain sentences."""
    return _SAY[step.kind](words, step)


def _start(words: Words, step: Step) -> str:
    graph = words.telling.graph
    if not any(node.op for node in graph.nodes):
        return "The given numbers. Compute with them: write a line such as y = 3*x."
    if graph.loss is None:
        return "The given numbers stand in the leaves."
    weights = [words.plain(index) for index in graph.learned]
    if any(node.role == "weight" for node in graph.leaves):
        return (
            f"The given numbers stand in the leaves. How must {_and(weights)} change "
            f"to make {words.loss} smaller?"
        )
    return f"The given numbers stand in the leaves. What is {words.loss}?"


def _symbols(words: Words, step: Step) -> str:
    node = words.node(_index(step))
    assert node.op is not None
    return f"Forward: {words.plain(node.index)} is the {node.op.title} of {_operands(words, node)}."


def _value(words: Words, step: Step) -> str:
    index, run = _index(step), words.run(step)
    written = words.value(run, index, words.full)
    if step.iteration and index == words.telling.graph.loss:
        before = words.value(words.telling.runs[step.iteration - 1], index, words.full)
        fell = run.values[index] < words.telling.runs[step.iteration - 1].values[index]
        return (
            f"Forward again, to the end: {words.plain(index)} was {before}, now it is {written}"
            f"{': it fell.' if fell else '.'}"
        )
    start = "Forward again: " if step.iteration else ""
    return f"{start}{words.plain(index)} = {written}."


def _seed(words: Words, step: Step) -> str:
    return (
        f"Backward: we begin at the end. {words.loss} changes by 1 when {words.loss} changes "
        f"by 1: ∂{words.loss}/∂{words.loss} = 1."
        + (
            f" There are {words.telling.crowded} paths to {words.plain(words.telling.focus)}, too "
            "many to tell one by one: contributions are added where paths meet."
            if words.telling.crowded and words.telling.focus is not None
            else ""
        )
    )


def _path(words: Words, step: Step) -> str:
    telling, number = words.telling, step.path or 0
    assert telling.focus is not None
    leaf, path = words.plain(telling.focus), telling.paths[number]
    if number:
        return (
            f"The {ORDINALS[number]} path from {words.loss} to {leaf}. What it shares with the "
            "one before is known already."
        )
    factors = f"{len(path)} local gradients" if len(path) > 1 else "one local gradient"
    if len(telling.paths) > 1:
        return (
            f"How does {words.loss} change when {leaf} changes? {len(telling.paths)} paths lead "
            f"from {words.loss} back to {leaf}; along the first there are {factors}."
        )
    return (
        f"How does {words.loss} change when {leaf} changes? On the way from {words.loss} back to "
        f"{leaf} there {'are' if len(path) > 1 else 'is'} {factors}; their product is the answer."
    )


def _slope_symbols(words: Words, step: Step) -> str:
    edge, node = _edge(words, step)
    assert node.op is not None
    return (
        f"How strongly does {words.plain(edge.src)} move {words.plain(edge.dst)}? "
        f"That is the slope of this {node.op.title}."
    )


def _slope(words: Words, step: Step) -> str:
    edge, node = _edge(words, step)
    run = words.run(step)
    assert node.op is not None
    slope = words.full.slope(float(run.slope(edge)))
    d = derivative(words, edge)
    if len(node.args) == 1 and not node.literal:
        at = words.value(run, edge.src, words.full)
        text = f"{node.op.symbol} at {words.plain(edge.src)} = {at} has the slope {slope}: "
        text += f"that is the local gradient {d}."
    else:
        text = f"The local gradient {d} is {slope}."
    if step.path is not None and step.product is not None:
        assert words.telling.focus is not None
        product = words.full.product(float(step.product))
        if edge.dst == words.telling.graph.loss:
            return text
        text += f" The product so far is {product}."
    return text


def _flow(words: Words, step: Step) -> str:
    edge, _ = _edge(words, step)
    run = words.run(step)
    upstream = words.full.product(float(run.gradients[edge.dst]))
    slope = words.full.slope(float(run.slope(edge)))
    flow = words.full.product(float(run.flow(edge)))
    start = (
        f"From the end {upstream} arrives"
        if edge.dst == words.telling.graph.loss
        else f"From {words.plain(edge.dst)} {upstream} arrives"
    )
    return f"{start}; times {slope} it is {flow} at {words.plain(edge.src)}."


def _reuse(words: Words, step: Step) -> str:
    edge, _ = _edge(words, step)
    return (
        f"The local gradient {derivative(words, edge)} is known already; the product so far is "
        f"{words.full.product(float(step.product))}."
    )


def _product(words: Words, step: Step) -> str:
    telling, run = words.telling, words.run(step)
    assert telling.focus is not None and step.path is not None
    factors = [words.full.slope(float(run.slope(edge))) for edge in telling.paths[step.path]]
    product = words.full.product(float(step.product))
    chain = f"{' · '.join(factors)} = {product}" if len(factors) > 1 else product
    if len(telling.paths) > 1:
        return f"Along the {ORDINALS[step.path]} path: {chain}."
    return f"The product of the chain: ∂{words.loss}/∂{words.plain(telling.focus)} = {chain}."


def _sum(words: Words, step: Step) -> str:
    index, run = _index(step), words.run(step)
    telling = words.telling
    if telling.focus is not None and not telling.paths and not telling.crowded:
        return (
            f"No path leads from {words.loss} to {words.plain(index)}: {words.loss} does not "
            "depend on it, so its gradient is 0."
        )
    each = [words.full.product(term) for term in words.terms(step, index)]
    if telling.paths:
        start = f"{len(each)} paths lead to {words.plain(index)}"
    else:
        times = "twice" if len(each) == 2 else f"{len(each)} times"
        start = f"{words.plain(index)} is used {times}"
    total = words.full.product(float(run.gradients[index]))
    written = " + ".join(each).replace("+ −", "− ")
    return f"{start}; its gradient is the sum: {written} = {total}."


def _rule(words: Words, step: Step) -> str:
    weights = [words.plain(index) for index in words.telling.updates]
    return (
        f"The update: {_and(weights)} {'moves' if len(weights) == 1 else 'move'} against the "
        "gradient, by the learning rate α."
    )


def _new(words: Words, step: Step) -> str:
    index = _index(step)
    old, new = words.telling.runs[step.iteration], words.telling.runs[step.iteration + 1]
    was = words.value(old, index, words.full)
    now = signed(words.value(new, index, words.full))
    if float(old.values[index]) == float(new.values[index]):
        if not float(old.gradients[index]):
            return f"{words.plain(index)} stays {was}: its gradient is 0."
        why = "the change is too small for its digits" if words.telling.rate else "α is 0"
        return f"{words.plain(index)} stays {was}: {why}."
    return f"{words.plain(index)} was {was}; it becomes {now}."


def _placed(words: Words, step: Step) -> str:
    weights = [words.plain(index) for index in words.telling.updates]
    if len(weights) == 1:
        new = words.telling.runs[step.iteration + 1]
        value = signed(words.value(new, words.telling.updates[0], words.full))
        return f"{weights[0]} = {value} now stands in the graph. The numbers behind it are old."
    return f"{_and(weights)} now stand in the graph. The numbers behind them are old."


_SAY = {
    "start": _start,
    "symbols": _symbols,
    "value": _value,
    "seed": _seed,
    "path": _path,
    "slope_symbols": _slope_symbols,
    "slope": _slope,
    "flow": _flow,
    "reuse": _reuse,
    "product": _product,
    "sum": _sum,
    "rule": _rule,
    "new": _new,
    "placed": _placed,
}


def _index(step: Step) -> int:
    assert step.node is not None
    return step.node


def _edge(words: Words, step: Step) -> tuple[Edge, Node]:
    assert step.edge is not None
    return step.edge, words.node(step.edge.dst)


def derivative(words: Words, edge: Edge) -> str:
    """∂p/∂v in running text."""
    return f"∂{words.plain(edge.dst)}/∂{words.plain(edge.src)}"


def arrivals(words: Words, index: int) -> list[Edge]:
    """The wires on which gradient comes back to a node, the one nearest to the loss first."""
    graph = words.telling.graph
    return [edge for edge in graph.consumers[index] if edge.dst in graph.to_loss][::-1]


def _operands(words: Words, node: Node) -> str:
    listed = [words.plain(arg) for arg in node.args]
    if len(listed) > 6:
        listed = [*listed[:3], "…", listed[-1]]
    return _and([*listed, *(words.full.given(float(literal)) for literal in node.literal)])


def _and(items: list[str]) -> str:
    if len(items) > 6:
        items = [*items[:4], "…", items[-1]]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
