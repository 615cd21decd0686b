"""The sentence of each step: caption, live text and handout line, from the picture's own data."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graph_engine import Edge, Jacobian, Node, Run, Step, Telling, by_columns
from graph_engine import remarks as remarking

from .arrays import WRITTEN, fits, listed, row_listed, row_size, size
from .names import Name, names
from .numbers import Hand, signed

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


@dataclass(frozen=True)
class Words:
    """What is needed to speak of one telling."""

    telling: Telling
    by_columns: bool = False
    """Whether `vec` goes column by column; usually it goes row by row."""

    def ordered(self, run: Run, edge: Edge) -> Jacobian:
        """The local Jacobian of an edge, its rows and columns in the order of `vec`."""
        made = run.of_edge(edge)
        if not self.by_columns:
            return made
        return by_columns(made, result=self.node(edge.dst).shape, operand=self.node(edge.src).shape)

    def in_order(self, gradient: Any) -> Any:
        """A gradient whose entries come in the order of `vec`, read row by row."""
        return np.transpose(gradient) if self.by_columns else gradient

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
        return listed(run.values[index], self.writer(run, index, hand), wire=hand.wire)

    def writer(self, run: Run, index: int, hand: Hand) -> Callable[[float], str]:
        """How the entries of a node's value are written."""
        if not self.node(index).leaf:
            return hand.value
        if run is self.telling.runs[0] or index not in self.telling.updates:
            return hand.given
        return hand.product

    def upstream(self, step: Step, edge: Edge) -> Any:
        """What arrives at an edge's operation: from every path, or along the one that is told."""
        if step.path is None:
            return self.run(step).gradients[edge.dst]
        place = self.telling.paths[step.path].index(edge)
        return self.telling.products(step.iteration, step.path)[place]

    def terms(self, step: Step, index: int) -> list[Any]:
        """What is added up to a node's gradient: a product per path, or a contribution per wire."""
        paths = range(len(self.telling.paths))
        if paths:
            return [self.telling.products(step.iteration, path)[-1] for path in paths]
        return [self.run(step).flow(edge) for edge in arrivals(self, index)]

    def product(self, gradient: Any, hand: Hand | None = None) -> str:
        """A gradient as it is written: a number, a short row, or the size of a row."""
        hand = hand or self.full
        return row_listed(gradient, hand.product, wire=hand.wire)

    def slope(self, slope: Any, hand: Hand | None = None) -> str:
        """A local gradient as it is written: a number, or the size of a Jacobian."""
        hand = hand or self.full
        if not isinstance(slope, Jacobian):
            return hand.slope(float(slope))
        return f"({size(slope.shape)})"

    def factor(self, slope: Any) -> str:
        """A local gradient as a factor of the chain: a short row is written out."""
        if isinstance(slope, Jacobian):
            if slope.rows == 1 and slope.columns <= WRITTEN:
                return listed(slope.built[0], self.wire.slope)
            return f"{size(slope.shape)} ▦"
        return self.slope(slope)

    def wide(self, edge: Edge) -> bool:
        """Whether the local gradient is a matrix."""
        return bool(self.node(edge.src).shape or self.node(edge.dst).shape)

    @cached_property
    def flat(self) -> tuple[Name, ...]:
        """Every node's name in a derivative: of a matrix W that of its vector, w = vec(W)."""
        return tuple(
            name.flat if len(node.shape) == 2 else name
            for name, node in zip(self.names, self.telling.graph.nodes, strict=True)
        )

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
    if any(words.wide(edge) for edge in path) and len(telling.paths) == 1:
        return (
            f"How does {words.loss} change when {leaf} changes? On the way back there "
            f"{'are' if len(path) > 1 else 'is'} {factors}. What is the size of each, and what is "
            "the size of the gradient?"
        )
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
    slope = words.slope(run.slope(edge))
    d = derivative(words, edge)
    if words.wide(edge):
        rows, columns = run.shape_of(edge)
        text = f"The local gradient {d} is a matrix, {rows}×{columns}: {_reading(words, edge)}."
    elif len(node.args) == 1 and not node.literal:
        at = words.value(run, edge.src, words.full)
        text = f"{node.op.symbol} at {words.plain(edge.src)} = {at} has the slope {slope}: "
        text += f"that is the local gradient {d}."
    else:
        text = f"The local gradient {d} is {slope}."
    if step.path is not None and step.product is not None:
        assert words.telling.focus is not None
        if edge.dst == words.telling.graph.loss:
            return text
        text += f" The product so far is {words.product(step.product)}."
    return text


def _reading(words: Words, edge: Edge) -> str:
    """How the rows and columns of a local Jacobian are read."""
    source, target = words.node(edge.src), words.node(edge.dst)
    above = f"a row for each entry of {words.plain(edge.dst)}" if target.shape else "one row"
    beside = f"a column for each entry of {words.plain(edge.src)}" if source.shape else "one column"
    return f"{above}, {beside}"


def _flow(words: Words, step: Step) -> str:
    edge, _ = _edge(words, step)
    run = words.run(step)
    upstream = words.product(run.gradients[edge.dst])
    slope = words.slope(run.slope(edge))
    flow = words.product(run.flow(edge))
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
        f"{words.product(step.product)}."
    )


def _product(words: Words, step: Step) -> str:
    telling, run = words.telling, words.run(step)
    assert telling.focus is not None and step.path is not None
    factors = [words.slope(run.slope(edge)) for edge in telling.paths[step.path]]
    product = words.product(step.product)
    chain = f"{' · '.join(factors)} = {product}" if len(factors) > 1 else product
    if len(telling.paths) > 1:
        return f"Along the {ORDINALS[step.path]} path: {chain}."
    end = f"∂{words.loss}/∂{words.flat[telling.focus].plain}"
    if words.node(telling.focus).shape:
        count = row_size(words.node(telling.focus).shape)
        row = "" if count in product else f", a row ({count})"
        return f"The product of the chain, from the loss on: {end} = {chain}{row}."
    return f"The product of the chain: {end} = {chain}."


def _sizes(words: Words, step: Step) -> str:
    run, path = words.run(step), words.telling.paths[step.path or 0]
    sizes = "".join(f"({size(run.shape_of(edge))})" for edge in path)
    last = run.shape_of(path[-1])[1]
    return (
        f"The sizes of the factors: {sizes}. Inner dimensions match, so the product is (1×{last}): "
        "a row, as many columns as there are numbers to learn."
    )


def _sum(words: Words, step: Step) -> str:
    index, run = _index(step), words.run(step)
    telling = words.telling
    if telling.focus is not None and not telling.paths and not telling.crowded:
        return (
            f"No path leads from {words.loss} to {words.plain(index)}: {words.loss} does not "
            "depend on it, so its gradient is 0."
        )
    each = [words.product(term) for term in words.terms(step, index)]
    if telling.paths:
        start = f"{len(each)} paths lead to {words.plain(index)}"
    else:
        times = "twice" if len(each) == 2 else f"{len(each)} times"
        start = f"{words.plain(index)} is used {times}"
    total = words.product(run.gradients[index])
    written = " + ".join(each).replace("+ −", "− ")
    return f"{start}; its gradient is the sum: {written} = {total}."


def _rule(words: Words, step: Step) -> str:
    weights = [words.plain(index) for index in words.telling.updates]
    return (
        f"The update: {_and(weights)} {'moves' if len(weights) == 1 else 'move'} against the "
        "gradient, by the learning rate α."
        + (" Nobody resets the gradient afterwards." if words.telling.accumulate else "")
    )


def _new(words: Words, step: Step) -> str:
    index = _index(step)
    old, new = words.telling.runs[step.iteration], words.telling.runs[step.iteration + 1]
    was = words.value(old, index, words.full)
    now = words.value(new, index, words.full)
    now = now if words.node(index).shape else signed(now)
    if words.node(index).shape and not fits(words.node(index).shape):
        return (
            f"{words.plain(index)} moves against its gradient: the row is written in the shape of "
            f"{words.plain(index)}, {now}, and α times it is taken away."
        )
    if np.array_equal(old.values[index], new.values[index]):
        if not np.any(words.telling.used[step.iteration].get(index, 0.0)):
            return f"{words.plain(index)} stays {was}: its gradient is 0."
        why = (
            "the change is too small for its digits"
            if words.telling.rate_at(step.iteration)
            else "α is 0"
        )
        return f"{words.plain(index)} stays {was}: {why}."
    return f"{words.plain(index)} was {was}; it becomes {now}."


def _placed(words: Words, step: Step) -> str:
    weights = [words.plain(index) for index in words.telling.updates]
    if len(weights) == 1:
        new = words.telling.runs[step.iteration + 1]
        value = words.value(new, words.telling.updates[0], words.full)
        if words.node(words.telling.updates[0]).shape:
            return f"The new {weights[0]} now stands in the graph. The numbers behind it are old."
        value = signed(value)
        return f"{weights[0]} = {value} now stands in the graph. The numbers behind it are old."
    return f"{_and(weights)} now stand in the graph. The numbers behind them are old."


def _board(words: Words, step: Step) -> str:
    return step.text


_SAY = {
    "start": _start,
    "symbols": _symbols,
    "value": _value,
    "seed": _seed,
    "path": _path,
    "sizes": _sizes,
    "slope_symbols": _slope_symbols,
    "slope": _slope,
    "flow": _flow,
    "reuse": _reuse,
    "product": _product,
    "sum": _sum,
    "rule": _rule,
    "new": _new,
    "placed": _placed,
    "board": _board,
}


def _index(step: Step) -> int:
    assert step.node is not None
    return step.node


def _edge(words: Words, step: Step) -> tuple[Edge, Node]:
    assert step.edge is not None
    return step.edge, words.node(step.edge.dst)


def derivative(words: Words, edge: Edge) -> str:
    """∂p/∂v in running text."""
    return f"∂{words.flat[edge.dst].plain}/∂{words.flat[edge.src].plain}"


def arrivals(words: Words, index: int) -> list[Edge]:
    """The wires on which gradient comes back to a node, the one nearest to the loss first."""
    graph = words.telling.graph
    return [edge for edge in graph.consumers[index] if edge.dst in graph.to_loss][::-1]


def _operands(words: Words, node: Node) -> str:
    shown = [words.plain(arg) for arg in node.args]
    if len(shown) > 6:
        shown = [*shown[:3], "…", shown[-1]]
    return _and([*shown, *(words.full.given(float(literal)) for literal in node.literal)])


def _and(items: list[str]) -> str:
    if len(items) > 6:
        items = [*items[:4], "…", items[-1]]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
