"""The formulas of each step, grouped into the cards of the explanation.

Each line is one whole formula; a step shows its new line, and its card the lines before it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from graph_engine import Edge, Nudge, Run, Step

from . import formulas as f
from .numbers import signed
from .sentences import Words, arrivals

Card = Literal["forward", "local", "flow", "chain", "sum", "update"]

TITLES: dict[Card, str] = {
    "forward": "Forward",
    "local": "Local gradient",
    "flow": "Upstream × local",
    "chain": "Chain",
    "sum": "Sum of contributions",
    "update": "Update",
}
"""What stands over each card."""

MANY = 6
"""Operands that are written out in a formula; more are written with dots."""


@dataclass(frozen=True)
class Line:
    """One formula and the card that it belongs to."""

    card: Card
    mathml: str


def lines(words: Words, step: Step) -> tuple[Line, ...]:
    """The new formulas of a step."""
    match step.kind:
        case "start":
            return _whole_formula(words)
        case "symbols":
            return (Line("forward", forward_symbols(words, _node(step))),)
        case "value":
            run = words.run(step)
            return (Line("forward", forward_numbers(words, run, _node(step))),)
        case "slope_symbols":
            return (Line("local", local_symbols(words, _edge(step))),)
        case "slope":
            new = [Line("local", local_numbers(words, words.run(step), _edge(step)))]
            if step.path is not None:
                new.append(Line("flow", _running(words, step)))
            return tuple(new)
        case "flow":
            return (Line("flow", flow(words, words.run(step), _edge(step))),)
        case "reuse":
            return (Line("flow", _running(words, step)),)
        case "seed":
            return (Line("flow", f.math(_by_loss(words, _node(step)), f.EQUALS, f.number("1"))),)
        case "product":
            return (Line("chain", _product(words, step)),)
        case "sum":
            return (Line("sum", _sum(words, step)),)
        case "rule":
            return (Line("update", rule(words)),)
        case "new":
            return (Line("update", _update(words, step)),)
        case _:
            return ()


def forward_symbols(words: Words, index: int) -> str:
    """z = w · x."""
    return f.math(_name(words, index), f.EQUALS, _result(words, index))


def forward_numbers(words: Words, run: Run, index: int) -> str:
    """z = (−1) · 2 = −2."""
    node = words.node(index)
    assert node.op is not None
    operands = [f.number(words.value(run, arg, words.full)) for arg in node.args]
    value = f.number(words.value(run, index, words.full), mark="value")
    worked = f.result(node.op, _shortened(operands), words.full.given, *map(float, node.literal))
    return f.math(_name(words, index), f.EQUALS, worked, f.EQUALS, value)


def local_symbols(words: Words, edge: Edge) -> str:
    """∂p/∂v = ∂σ(v)/∂v = σ(v)(1 − σ(v))."""
    node = words.node(edge.dst)
    assert node.op is not None
    slope = f.slope(
        node.op,
        edge.port,
        [_name(words, arg) for arg in node.args],
        _name(words, node.index),
        words.full.given,
        *map(float, node.literal),
    )
    whole = _result(words, node.index)
    return f.math(
        _d(words, edge.dst, edge.src),
        f.EQUALS,
        f.derivative(
            f.bracketed(whole) if node.op.tightness < 4 else whole, _name(words, edge.src)
        ),
        f.EQUALS,
        slope,
    )


def local_numbers(words: Words, run: Run, edge: Edge) -> str:
    """= 0.27 · (1 − 0.27) = 0.2."""
    node = words.node(edge.dst)
    assert node.op is not None
    count = len(node.args)
    value = f.number(words.full.slope(float(run.slope(edge))), mark="local")
    tex = node.op.slope_tex(edge.port, count, worked=True)
    if f.is_number(tex) or tex.lstrip("-") in {f"#{k}" for k in range(count + 1)} | {"#c"}:
        return f.math(_d(words, edge.dst, edge.src), f.EQUALS, value)
    worked = f.slope(
        node.op,
        edge.port,
        [f.number(words.value(run, arg, words.full)) for arg in node.args],
        f.number(words.value(run, node.index, words.full)),
        words.full.given,
        *map(float, node.literal),
        worked=True,
    )
    return f.math(_d(words, edge.dst, edge.src), f.EQUALS, worked, f.EQUALS, value)


def flow(words: Words, run: Run, edge: Edge) -> str:
    """∂ℒ/∂v = ∂ℒ/∂p · ∂p/∂v = −3.7 · 0.2 = −0.74; a contribution where paths meet."""
    return _times(
        words,
        edge,
        float(run.gradients[edge.dst]),
        float(run.slope(edge)),
        float(run.flow(edge)),
        alone=len(arrivals(words, edge.src)) == 1,
    )


def _running(words: Words, step: Step) -> str:
    edge, run = _edge(step), words.run(step)
    alone = len(words.telling.paths) == 1
    slope = float(run.slope(edge))
    return _times(words, edge, words.upstream(step, edge), slope, float(step.product), alone=alone)


def _times(
    words: Words, edge: Edge, upstream: float, slope: float, product: float, *, alone: bool
) -> str:
    first = edge.dst == words.telling.graph.loss
    hand = words.full
    left = [_by_loss(words, edge.src), f.EQUALS] if alone else []
    middle = (
        [_d(words, edge.dst, edge.src)]
        if first
        else [_by_loss(words, edge.dst), f.TIMES, _d(words, edge.dst, edge.src)]
    )
    if first and alone:
        middle = []
    numbers = (
        [f.EQUALS]
        if first
        else [
            f.EQUALS,
            f.number(hand.product(upstream)),
            f.TIMES,
            f.number(hand.slope(slope), bracket=True),
            f.EQUALS,
        ]
    )
    if not middle:
        numbers = numbers[1:]
    return f.math(*left, *middle, *numbers, f.number(hand.product(product), mark="gradient"))


def _product(words: Words, step: Step) -> str:
    telling, run = words.telling, words.run(step)
    assert telling.focus is not None and step.path is not None
    path = telling.paths[step.path]
    factors = _joined(
        [
            f.number(words.full.slope(float(run.slope(e))), bracket=bool(k))
            for k, e in enumerate(path)
        ]
    )
    left = [_by_loss(words, telling.focus), f.EQUALS] if len(telling.paths) == 1 else []
    total = f.number(words.full.product(float(step.product)), mark="gradient")
    if len(path) == 1:
        return f.math(*left, total)
    return f.math(*left, *factors, f.EQUALS, total)


def _sum(words: Words, step: Step) -> str:
    index, run = _node(step), words.run(step)
    hand = words.full
    total = run.gradients[index]
    value = f.number(hand.product(0.0 if total is None else float(total)), mark="gradient")
    each = words.terms(step, index)
    if not each:
        return f.math(_by_loss(words, index), f.EQUALS, value)
    terms = _shortened([f.number(hand.product(x), bracket=bool(k)) for k, x in enumerate(each)])
    return f.math(_by_loss(words, index), f.EQUALS, *_joined(terms, "+"), f.EQUALS, value)


def rule(words: Words) -> str:
    """w ← w − α ∂ℒ/∂w."""
    index = words.telling.updates[0]
    name = _name(words, index) if len(words.telling.updates) == 1 else "<mi>w</mi>"
    return f.math(
        name, f.operator("←"), name, f.operator("−"), "<mi>α</mi>", f.operator("⁢"),
        f.derivative(_name(words, _loss(words)), name),
    )  # fmt: skip


def _update(words: Words, step: Step) -> str:
    telling, index = words.telling, _node(step)
    old, new = telling.runs[step.iteration], telling.runs[step.iteration + 1]
    hand = words.full
    gradient = f.number(hand.product(float(old.gradients[index])), bracket=True)
    return f.math(
        _name(words, index),
        f.operator("←"),
        f.number(words.value(old, index, hand)),
        f.operator("−"),
        f.number(hand.given(telling.rate_at(step.iteration)), bracket=True),
        f.TIMES,
        gradient,
        f.EQUALS,
        f.number(signed(words.value(new, index, hand)), mark="update"),
    )


def check_text(words: Words, index: int, nudge: Nudge) -> tuple[str, str]:
    """The check by moving a node: a sentence, and agrees / differs / impossible."""
    run = words.telling.runs[0]
    hand = words.full
    name, loss = words.plain(index), words.loss
    exact = float(run.gradients[index])
    if nudge.error != nudge.error:  # no difference, or no gradient to compare it with
        return (
            f"No check is possible here: near {name} = {words.value(run, index, hand)} {loss} has "
            "a kink, or is not a finite number.",
            "impossible",
        )
    moved = hand.exact(nudge.moved)
    text = f"Nudge {name} by {hand.exact(nudge.by)}: {loss} moves by {moved}."
    if words.slide:
        slope = hand.exact(float(nudge.slope))
        text += f" So the exact gradient is {slope}"
        slide = hand.product(exact)
        text += (
            f"; on the slide it is {slide}, because each factor was rounded first."
            if slide != slope
            else "."
        )
    return text, "agrees" if nudge.error < 1e-4 else "differs"


# -- pieces ---------------------------------------------------------------------


def _node(step: Step) -> int:
    assert step.node is not None
    return step.node


def _edge(step: Step) -> Edge:
    assert step.edge is not None
    return step.edge


def _loss(words: Words) -> int:
    assert words.telling.graph.loss is not None
    return words.telling.graph.loss


def _name(words: Words, index: int) -> f.Fragment:
    return words.names[index].mathml


def _d(words: Words, above: int, below: int) -> f.Fragment:
    return f.derivative(_name(words, above), _name(words, below))


def _by_loss(words: Words, index: int) -> f.Fragment:
    return _d(words, _loss(words), index)


def _result(words: Words, index: int) -> f.Fragment:
    node = words.node(index)
    assert node.op is not None
    operands = _shortened([_name(words, arg) for arg in node.args])
    return f.result(node.op, operands, words.full.given, *map(float, node.literal))


def _whole_formula(words: Words) -> tuple[Line, ...]:
    """The loss in terms of the leaves, where that is short enough to be read."""
    graph = words.telling.graph
    if graph.loss is None or sum(not node.leaf for node in graph.nodes) > 12:
        return ()
    pieces: list[f.Fragment] = []
    for node in graph.nodes:
        if node.op is None:
            pieces.append(_name(words, node.index))
            continue
        operands = []
        for arg in node.args:
            inner = words.node(arg).op
            loose = inner is not None and (
                inner.tightness < max(node.op.tightness, 2) or node.op.tightness == 3
            )
            operands.append(f'<mrow class="loose">{pieces[arg]}</mrow>' if loose else pieces[arg])
        piece = f.result(node.op, _shortened(operands), words.full.given, *map(float, node.literal))
        pieces.append(f"<mrow>{piece}</mrow>")
    if len(pieces[graph.loss]) > 6000:
        return ()
    whole = f.math(_name(words, graph.loss), f.EQUALS, pieces[graph.loss])
    return (Line("forward", whole),)


def _shortened(pieces: Sequence[f.Fragment]) -> list[f.Fragment]:
    """Many operands with dots between the first ones and the last."""
    if len(pieces) <= MANY:
        return list(pieces)
    return [*pieces[:3], "<mo>…</mo>", pieces[-1]]


def _joined(pieces: Sequence[f.Fragment], sign: str = "·") -> list[f.Fragment]:
    joined: list[f.Fragment] = []
    for piece in pieces:
        joined += [f.operator(sign), piece] if joined else [piece]
    return joined
