"""The sentence of each step: caption, live text and handout line, from the picture's own data."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graph_engine import Edge, Jacobian, Node, Run, Step, Telling, by_columns
from graph_engine import remarks as remarking

from ..languages import _, later, lesson_text, ngettext, told
from .arrays import WRITTEN, fits, listed, row_listed, row_size, size
from .names import Name, names
from .numbers import Hand, signed

ORDINALS = (
    later("first"),
    later("second"),
    later("third"),
    later("fourth"),
    later("fifth"),
    later("sixth"),
    later("seventh"),
    later("eighth"),
)

PHASES = {
    "start": later("start"),
    "forward": later("forward"),
    "backward": later("backward"),
    "update": later("update"),
}
"""The phases in words."""

AGAIN = {
    "start": later("start again"),
    "forward": later("forward again"),
    "backward": later("backward again"),
    "update": later("update again"),
}
"""The same in a later iteration."""


def phase_of(step: Step) -> str:
    """The phase of a step in words, a later iteration's too."""
    return told((AGAIN if step.iteration else PHASES)[step.phase])


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
        return _("The given numbers. Compute with them: write a line such as y = 3*x.")
    if graph.loss is None:
        return _("The given numbers stand in the leaves.")
    weights = [words.plain(index) for index in graph.learned]
    if any(node.role == "weight" for node in graph.leaves):
        return _(
            "The given numbers stand in the leaves. How must %(weights)s change to make %(loss)s "
            "smaller?",
            weights=enumerated(weights),
            loss=words.loss,
        )
    return _("The given numbers stand in the leaves. What is %(loss)s?", loss=words.loss)


def _symbols(words: Words, step: Step) -> str:
    node = words.node(_index(step))
    assert node.op is not None
    return _(
        "Forward: %(name)s is the %(operation)s of %(operands)s.",
        name=words.plain(node.index),
        operation=told(node.op.title),
        operands=_operands(words, node),
    )


def _value(words: Words, step: Step) -> str:
    index, run = _index(step), words.run(step)
    name, written = words.plain(index), words.value(run, index, words.full)
    if step.iteration and index == words.telling.graph.loss:
        before = words.value(words.telling.runs[step.iteration - 1], index, words.full)
        if run.values[index] < words.telling.runs[step.iteration - 1].values[index]:
            return _(
                "Forward again, to the end: %(name)s was %(before)s, now it is %(now)s: it fell.",
                name=name,
                before=before,
                now=written,
            )
        return _(
            "Forward again, to the end: %(name)s was %(before)s, now it is %(now)s.",
            name=name,
            before=before,
            now=written,
        )
    if step.iteration:
        return _("Forward again: %(name)s = %(value)s.", name=name, value=written)
    return f"{name} = {written}."


def _seed(words: Words, step: Step) -> str:
    text = _(
        "Backward: we begin at the end. %(loss)s changes by 1 when %(loss)s changes by 1: "
        "∂%(loss)s/∂%(loss)s = 1.",
        loss=words.loss,
    )
    if words.telling.crowded and words.telling.focus is not None:
        more = _(
            "There are %(count)s paths to %(leaf)s, too many to tell one by one: contributions are "
            "added where paths meet.",
            count=words.telling.crowded,
            leaf=words.plain(words.telling.focus),
        )
        return f"{text} {more}"
    return text


def _path(words: Words, step: Step) -> str:
    telling, number = words.telling, step.path or 0
    assert telling.focus is not None
    path, named = telling.paths[number], {"loss": words.loss, "leaf": words.plain(telling.focus)}
    if number:
        return _(
            "The %(ordinal)s path from %(loss)s to %(leaf)s. What it shares with the one before "
            "is known already.",
            ordinal=told(ORDINALS[number]),
            **named,
        )
    asked = _("How does %(loss)s change when %(leaf)s changes?", **named)
    if any(words.wide(edge) for edge in path) and len(telling.paths) == 1:
        more = ngettext(
            "On the way back there is one local gradient. What is the size of each, and what is "
            "the size of the gradient?",
            "On the way back there are %(num)s local gradients. What is the size of each, and "
            "what is the size of the gradient?",
            len(path),
        )
    elif len(telling.paths) > 1:
        more = ngettext(
            "%(paths)s paths lead from %(loss)s back to %(leaf)s; along the first there is one "
            "local gradient.",
            "%(paths)s paths lead from %(loss)s back to %(leaf)s; along the first there are "
            "%(num)s local gradients.",
            len(path),
            paths=len(telling.paths),
            **named,
        )
    else:
        more = ngettext(
            "On the way from %(loss)s back to %(leaf)s there is one local gradient; their product "
            "is the answer.",
            "On the way from %(loss)s back to %(leaf)s there are %(num)s local gradients; their "
            "product is the answer.",
            len(path),
            **named,
        )
    return f"{asked} {more}"


def _slope_symbols(words: Words, step: Step) -> str:
    edge, node = _edge(words, step)
    assert node.op is not None
    return _(
        "How strongly does %(source)s move %(target)s? That is the slope of this %(operation)s.",
        source=words.plain(edge.src),
        target=words.plain(edge.dst),
        operation=told(node.op.title),
    )


def _slope(words: Words, step: Step) -> str:
    edge, node = _edge(words, step)
    run = words.run(step)
    assert node.op is not None
    slope = words.slope(run.slope(edge))
    d = derivative(words, edge)
    if words.wide(edge):
        text = _reading(words, edge, run)
    elif len(node.args) == 1 and not node.literal:
        text = _(
            "%(symbol)s at %(name)s = %(value)s has the slope %(slope)s: that is the local "
            "gradient %(derivative)s.",
            symbol=node.op.symbol,
            name=words.plain(edge.src),
            value=words.value(run, edge.src, words.full),
            slope=slope,
            derivative=d,
        )
    else:
        text = _("The local gradient %(derivative)s is %(slope)s.", derivative=d, slope=slope)
    if step.path is not None and step.product is not None:
        assert words.telling.focus is not None
        if edge.dst == words.telling.graph.loss:
            return text
        more = _("The product so far is %(product)s.", product=words.product(step.product))
        return f"{text} {more}"
    return text


def _reading(words: Words, edge: Edge, run: Run) -> str:
    """How the rows and columns of a local Jacobian are read."""
    source, target = words.node(edge.src), words.node(edge.dst)
    rows, columns = run.shape_of(edge)
    if target.shape and source.shape:
        pattern = _(
            "The local gradient %(derivative)s is a matrix, %(rows)s×%(columns)s: a row for each "
            "entry of %(target)s, a column for each entry of %(source)s."
        )
    elif target.shape:
        pattern = _(
            "The local gradient %(derivative)s is a matrix, %(rows)s×%(columns)s: a row for each "
            "entry of %(target)s, one column."
        )
    else:
        pattern = _(
            "The local gradient %(derivative)s is a matrix, %(rows)s×%(columns)s: one row, a "
            "column for each entry of %(source)s."
        )
    return pattern % {
        "derivative": derivative(words, edge),
        "rows": rows,
        "columns": columns,
        "target": words.plain(edge.dst),
        "source": words.plain(edge.src),
    }


def _flow(words: Words, step: Step) -> str:
    edge, _node = _edge(words, step)
    run = words.run(step)
    numbers = {
        "upstream": words.product(run.gradients[edge.dst]),
        "slope": words.slope(run.slope(edge)),
        "flow": words.product(run.flow(edge)),
        "source": words.plain(edge.src),
    }
    if edge.dst == words.telling.graph.loss:
        return _(
            "From the end %(upstream)s arrives; times %(slope)s it is %(flow)s at %(source)s.",
            **numbers,
        )
    return _(
        "From %(target)s %(upstream)s arrives; times %(slope)s it is %(flow)s at %(source)s.",
        target=words.plain(edge.dst),
        **numbers,
    )


def _reuse(words: Words, step: Step) -> str:
    edge, _node = _edge(words, step)
    return _(
        "The local gradient %(derivative)s is known already; the product so far is %(product)s.",
        derivative=derivative(words, edge),
        product=words.product(step.product),
    )


def _product(words: Words, step: Step) -> str:
    telling, run = words.telling, words.run(step)
    assert telling.focus is not None and step.path is not None
    factors = [words.slope(run.slope(edge)) for edge in telling.paths[step.path]]
    product = words.product(step.product)
    chain = f"{' · '.join(factors)} = {product}" if len(factors) > 1 else product
    if len(telling.paths) > 1:
        return _(
            "Along the %(ordinal)s path: %(chain)s.",
            ordinal=told(ORDINALS[step.path]),
            chain=chain,
        )
    end = f"∂{words.loss}/∂{words.flat[telling.focus].plain}"
    if words.node(telling.focus).shape:
        count = row_size(words.node(telling.focus).shape)
        if count in product:
            return _(
                "The product of the chain, from the loss on: %(end)s = %(chain)s.",
                end=end,
                chain=chain,
            )
        return _(
            "The product of the chain, from the loss on: %(end)s = %(chain)s, a row (%(count)s).",
            end=end,
            chain=chain,
            count=count,
        )
    return _("The product of the chain: %(end)s = %(chain)s.", end=end, chain=chain)


def _sizes(words: Words, step: Step) -> str:
    run, path = words.run(step), words.telling.paths[step.path or 0]
    return _(
        "The sizes of the factors: %(sizes)s. Inner dimensions match, so the product is "
        "(1×%(last)s): a row, as many columns as there are numbers to learn.",
        sizes="".join(f"({size(run.shape_of(edge))})" for edge in path),
        last=run.shape_of(path[-1])[1],
    )


def _sum(words: Words, step: Step) -> str:
    index, run = _index(step), words.run(step)
    telling, name = words.telling, words.plain(index)
    if telling.focus is not None and not telling.paths and not telling.crowded:
        return _(
            "No path leads from %(loss)s to %(name)s: %(loss)s does not depend on it, so its "
            "gradient is 0.",
            loss=words.loss,
            name=name,
        )
    each = [words.product(term) for term in words.terms(step, index)]
    total = words.product(run.gradients[index])
    named = {
        "count": len(each),
        "name": name,
        "sum": f"{' + '.join(each).replace('+ −', '− ')} = {total}",
    }
    if telling.paths:
        return _("%(count)s paths lead to %(name)s; its gradient is the sum: %(sum)s.", **named)
    if len(each) == 2:
        return _("%(name)s is used twice; its gradient is the sum: %(sum)s.", **named)
    return _("%(name)s is used %(count)s times; its gradient is the sum: %(sum)s.", **named)


def _rule(words: Words, step: Step) -> str:
    weights = [words.plain(index) for index in words.telling.updates]
    text = ngettext(
        "The update: %(weights)s moves against the gradient, by the learning rate α.",
        "The update: %(weights)s move against the gradient, by the learning rate α.",
        len(weights),
        weights=enumerated(weights),
    )
    if words.telling.accumulate:
        return f"{text} {_('Nobody resets the gradient afterwards.')}"
    return text


def _new(words: Words, step: Step) -> str:
    index = _index(step)
    old, new = words.telling.runs[step.iteration], words.telling.runs[step.iteration + 1]
    name, was = words.plain(index), words.value(old, index, words.full)
    now = words.value(new, index, words.full)
    now = now if words.node(index).shape else signed(now)
    if words.node(index).shape and not fits(words.node(index).shape):
        return _(
            "%(name)s moves against its gradient: the row is written in the shape of %(name)s, "
            "%(size)s, and α times it is taken away.",
            name=name,
            size=now,
        )
    if np.array_equal(old.values[index], new.values[index]):
        if not np.any(words.telling.used[step.iteration].get(index, 0.0)):
            return _("%(name)s stays %(was)s: its gradient is 0.", name=name, was=was)
        if not words.telling.rate_at(step.iteration):
            return _("%(name)s stays %(was)s: α is 0.", name=name, was=was)
        return _(
            "%(name)s stays %(was)s: the change is too small for its digits.", name=name, was=was
        )
    return _("%(name)s was %(was)s; it becomes %(now)s.", name=name, was=was, now=now)


def _placed(words: Words, step: Step) -> str:
    weights = [words.plain(index) for index in words.telling.updates]
    if len(weights) == 1:
        new = words.telling.runs[step.iteration + 1]
        value = words.value(new, words.telling.updates[0], words.full)
        if words.node(words.telling.updates[0]).shape:
            return _(
                "The new %(name)s now stands in the graph. The numbers behind it are old.",
                name=weights[0],
            )
        return _(
            "%(name)s = %(value)s now stands in the graph. The numbers behind it are old.",
            name=weights[0],
            value=signed(value),
        )
    return _(
        "%(names)s now stand in the graph. The numbers behind them are old.",
        names=enumerated(weights),
    )


def _board(words: Words, step: Step) -> str:
    return lesson_text(step.text)


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
    return enumerated([*shown, *(words.full.given(float(literal)) for literal in node.literal)])


def enumerated(items: list[str]) -> str:
    """a, b and c; of many the first ones and the last."""
    if len(items) > 6:
        items = [*items[:4], "…", items[-1]]
    if len(items) == 1:
        return items[0]
    return _("%(items)s and %(last)s", items=", ".join(items[:-1]), last=items[-1])
