"""The formulas of each step, grouped into the cards of the explanation.

Each line is one whole formula; a step shows its new line, and its card the lines before it too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import numpy as np

import graph_engine as ge
from graph_engine import Edge, Jacobian, Kernel, Node, Nudge, Run, Selection, Step

from ..languages import _, later, told
from . import formulas as f
from .arrays import size
from .numbers import signed
from .sentences import Words, arrivals, derivative
from .tables import CORNER, Window, jacobian_table, value_table

Card = Literal["forward", "local", "flow", "chain", "cost", "sum", "update"]

TITLES: dict[Card, str] = {
    "forward": later("Forward"),
    "local": later("Local gradient"),
    "flow": later("Upstream × local"),
    "chain": later("Chain"),
    "cost": later("Cost"),
    "sum": later("Sum of contributions"),
    "update": later("Update"),
}
"""What stands over each card."""

LONG = 26
"""Characters of a product of sizes that fit in a line."""

MANY = 6
"""Operands that are written out in a formula; more are written with dots."""


@dataclass(frozen=True)
class Line:
    """One formula, table or remark, and the card that it belongs to."""

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
            run, index = words.run(step), _node(step)
            numbers = Line("forward", forward_numbers(words, run, index))
            return (numbers, *_more("forward", value_card(words, run, index)))
        case "slope_symbols":
            return (Line("local", local_symbols(words, _edge(step))),)
        case "slope":
            edge, run = _edge(step), words.run(step)
            new = [Line("local", local_numbers(words, run, edge))]
            if words.wide(edge):
                new += _more("local", _plain(structure(words, run, edge)))
            if step.path is not None:
                new.append(Line("flow", _running(words, step)))
                new += _more("flow", row_card(words, edge.src, step.product))
            return tuple(new)
        case "flow":
            edge, run = _edge(step), words.run(step)
            row = row_card(words, edge.src, run.flow(edge))
            return (Line("flow", flow(words, run, edge)), *_more("flow", row))
        case "reuse":
            row = row_card(words, _edge(step).src, step.product)
            return (Line("flow", _running(words, step)), *_more("flow", row))
        case "seed":
            return (Line("flow", f.math(_by_loss(words, _node(step)), f.EQUALS, f.number("1"))),)
        case "product":
            assert words.telling.focus is not None
            whole = len(words.telling.paths) == 1
            return (
                Line("chain", _product(words, step)),
                *_more("chain", row_card(words, words.telling.focus, step.product)),
                *_more("chain", own_shape(words, words.telling.focus, step.product)),
                *_more("cost", _plain(costs(words, step)) if whole else ""),
            )
        case "sizes":
            return (Line("chain", _sizes(words, step)),)
        case "sum":
            found = words.run(step).gradients[_node(step)]
            row = "" if found is None else row_card(words, _node(step), found)
            return (Line("sum", _sum(words, step)), *_more("sum", row))
        case "rule":
            return (Line("update", rule(words)),)
        case "new":
            index = _node(step)
            if len(words.node(index).shape) == 2:
                return (Line("update", _new_matrix(words, step)),)
            return (Line("update", _update(words, step)),)
        case _:
            return ()


def _more(card: Card, text: str) -> tuple[Line, ...]:
    return (Line(card, text),) if text else ()


def _plain(text: str) -> str:
    """Words among the formulas of a card."""
    return f'<span class="words">{escape(text)}</span>' if text else ""


def _sizes(words: Words, step: Step) -> str:
    run, path = words.run(step), words.telling.paths[step.path or 0]
    assert words.telling.focus is not None
    sizes = [run.shape_of(edge) for edge in path]
    written = [f"({rows}×{columns})" for rows, columns in sizes]
    if len("".join(written)) > LONG:
        return _plain(f"{' · '.join(written)} = (1×{sizes[-1][1]})")
    factors = [f"<mtext>{each}</mtext>" for each in written]
    return f.math(
        _by_loss(words, words.telling.focus),
        f.operator(":"),
        *_joined(factors),
        f.EQUALS,
        f'<mrow class="gradient"><mtext>(1×{sizes[-1][1]})</mtext></mrow>',
    )


def forward_symbols(words: Words, index: int) -> str:
    """z = w · x."""
    return f.math(_name(words, index), f.EQUALS, _result(words, index))


def forward_numbers(words: Words, run: Run, index: int) -> str:
    """z = (−1) · 2 = −2."""
    node = words.node(index)
    operands = [_value(words, run, arg) for arg in node.args]
    value = _value(words, run, index, mark="value")
    if node.op is not None and node.op.name == "gradient":
        # ∂0.07 by ∂(0.46, 1.73) would be no derivative: one is taken by a name.
        return f.math(_name(words, index), f.EQUALS, value)
    worked = _filled(words, node, _formula(node), _listed(node, operands))
    return f.math(_name(words, index), f.EQUALS, worked, f.EQUALS, value)


def value_card(words: Words, run: Run, index: int, at: Window = CORNER) -> str:
    """A large value as a table; empty where the formula has it."""
    node, value = words.node(index), run.values[index]
    if f.is_short(np.shape(value)):
        return ""
    shared = None
    if node.op is not None and node.op.name == "conv_matrix":
        jacobian = run.of_edge(words.telling.graph.operands[index][0])
        shared = jacobian.picks if isinstance(jacobian, Selection) else None
    return value_table(
        np.asarray(value),
        words.wire.value,
        caption=words.plain(index),
        key=node.id,
        window=at,
        shared=shared,
    )


def local_symbols(words: Words, edge: Edge) -> str:
    """∂p/∂v = ∂σ(v)/∂v = σ(v)(1 − σ(v))."""
    node = words.node(edge.dst)
    assert node.op is not None
    operands = [_name(words, arg) for arg in node.args]
    tex = _kernel(node).slopes[edge.port]
    slope = _filled(words, node, tex, operands, _name(words, node.index))
    whole = _result(words, node.index)
    return f.math(
        _d(words, edge.dst, edge.src),
        f.EQUALS,
        f.derivative(
            f.bracketed(whole) if node.op.tightness < 4 else whole, _flat(words, edge.src)
        ),
        f.EQUALS,
        slope,
    )


def local_numbers(words: Words, run: Run, edge: Edge) -> str:
    """= 0.27 · (1 − 0.27) = 0.2; a matrix is a table."""
    node = words.node(edge.dst)
    slope = run.slope(edge)
    if isinstance(slope, Jacobian):
        return jacobian_card(words, run, edge)
    count = len(node.args)
    value = f.number(words.full.slope(float(slope)), mark="local")
    tex = _kernel(node).worked[edge.port]
    if f.is_number(tex) or tex.lstrip("-") in {f"#{k}" for k in range(count + 1)} | {"#c"}:
        return f.math(_d(words, edge.dst, edge.src), f.EQUALS, value)
    operands = [_value(words, run, arg) for arg in node.args]
    worked = _filled(words, node, tex, operands, _value(words, run, node.index))
    return f.math(_d(words, edge.dst, edge.src), f.EQUALS, worked, f.EQUALS, value)


def jacobian_card(words: Words, run: Run, edge: Edge, window: Window = CORNER) -> str:
    """The local Jacobian as a table, zeros greyed, blocks outlined; a part of a large one."""
    return jacobian_table(
        words.ordered(run, edge),
        words.wire.slope,
        caption=derivative(words, edge),
        key=edge.id,
        window=window,
    )


def window(words: Words, key: str, at: Window) -> str | None:
    """Another part of a large matrix: a local Jacobian's, a value's or a gradient's."""
    run, graph = words.telling.runs[0], words.telling.graph
    edge = next((edge for edge in graph.edges if edge.id == key), None)
    if edge is not None:
        return jacobian_card(words, run, edge, at)
    index = (
        int(key[1:]) if key.isascii() and key[1:].isdecimal() and len(key) < 6 else len(graph.nodes)
    )
    if index >= len(graph.nodes):
        return None
    match key[0]:
        case "n":
            return value_card(words, run, index, at) or None
        case "g":
            return row_card(words, index, run.gradients[index], at) or None
        case "N":
            return _moved_window(words, index, at)
        case "G":
            return own_shape(words, index, run.gradients[index], at) or None
    return None


def _moved_window(words: Words, index: int, at: Window) -> str | None:
    """Another part of the matrix after its update."""
    if index not in words.telling.updates or len(words.telling.runs) < 2:
        return None
    return value_table(
        np.asarray(words.telling.runs[1].values[index]),
        words.wire.product,
        caption=_("the new %(name)s", name=words.plain(index)),
        key=f"N{index}",
        window=at,
    )


def structure(words: Words, run: Run, edge: Edge) -> str:
    """What kind of matrix it is, how many of its entries can be other than 0, and its order."""
    source, target = words.node(edge.src), words.node(edge.dst)
    jacobian = words.ordered(run, edge)
    said = [told(KINDS[jacobian.structure])] if jacobian.structure in KINDS else []
    count = jacobian.rows * jacobian.columns
    if jacobian.filled < count:
        said.append(
            _(
                "At most %(filled)s of %(count)s entries are not zero.",
                filled=jacobian.filled,
                count=count,
            )
        )
    if len(source.shape) == 2 or len(target.shape) == 2:
        matrix = words.plain(edge.src if len(source.shape) == 2 else edge.dst)
        said.append(
            _("%(matrix)s is made a vector column by column.", matrix=matrix)
            if words.by_columns
            else _("%(matrix)s is made a vector row by row.", matrix=matrix)
        )
    return " ".join(said)


KINDS = {
    "diagonal": later("Diagonal: each output depends on its own input alone."),
    "Kronecker": later("A block for each output, and zeros: outputs do not share weights."),
    "selection": later("Zeros and ones: entries are picked, nothing is computed."),
    "product": later("A product of simpler Jacobians."),
}
"""What is said of a Jacobian's structure."""


def flow(words: Words, run: Run, edge: Edge) -> str:
    """∂ℒ/∂v = ∂ℒ/∂p · ∂p/∂v = −3.7 · 0.2 = −0.74; a contribution where paths meet."""
    return _times(
        words,
        run,
        edge,
        run.gradients[edge.dst],
        run.flow(edge),
        alone=len(arrivals(words, edge.src)) == 1,
    )


def _running(words: Words, step: Step) -> str:
    edge, run = _edge(step), words.run(step)
    alone = len(words.telling.paths) == 1
    return _times(words, run, edge, words.upstream(step, edge), step.product, alone=alone)


def _times(words: Words, run: Run, edge: Edge, upstream: Any, product: Any, *, alone: bool) -> str:
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
    slope = run.slope(edge)
    if isinstance(slope, Jacobian):
        rows, columns = slope.shape
        if np.size(product) > f.MOST:
            sizes = "" if first else f"(1×{rows})·({rows}×{columns}) = "
            end = f'<mrow class="gradient"><mtext>(1×{columns})</mtext></mrow>'
            return f.math(*left, *middle, f.EQUALS, f"<mtext>{sizes}</mtext>", end)
        factors = [] if first else [f"<mtext>(1×{rows})·({rows}×{columns})</mtext>", f.EQUALS]
    else:
        factors = [
            f.number(hand.product(float(upstream))),
            f.TIMES,
            f.number(hand.slope(float(slope)), bracket=True),
            f.EQUALS,
        ]
        factors = [] if first else factors
    numbers = [f.EQUALS, *factors]
    if not middle:
        numbers = numbers[1:]
    return f.math(*left, *middle, *numbers, _row(words, product))


def _row(words: Words, gradient: Any) -> f.Fragment:
    """A gradient: a number, or a row."""
    write = words.full.product if np.size(gradient) <= 2 else words.wire.product
    flat = gradient if np.ndim(gradient) == 0 else np.reshape(words.in_order(gradient), -1)
    return f.array(flat, write, mark="gradient", row=True)


def row_card(words: Words, index: int, gradient: Any, at: Window = CORNER) -> str:
    """A long gradient row as a table; empty where the formula has it."""
    if np.ndim(gradient) == 0 or np.size(gradient) <= f.MOST:
        return ""
    return value_table(
        np.reshape(words.in_order(gradient), (1, -1)),
        words.wire.product,
        caption=_("%(derivative)s, a row", derivative=f"∂{words.loss}/∂{words.flat[index].plain}"),
        key=f"g{index}",
        window=at,
    )


def own_shape(words: Words, index: int, gradient: Any, at: Window = CORNER) -> str:
    """The row written in the shape of its matrix; empty for a vector."""
    if np.ndim(gradient) < 2:
        return ""
    return value_table(
        np.asarray(gradient),
        words.wire.product,
        caption=_("in the shape of %(name)s, as PyTorch stores it", name=words.plain(index)),
        key=f"G{index}",
        window=at,
    )


def _product(words: Words, step: Step) -> str:
    telling, run = words.telling, words.run(step)
    assert telling.focus is not None and step.path is not None
    path = telling.paths[step.path]
    left = [_by_loss(words, telling.focus), f.EQUALS] if len(telling.paths) == 1 else []
    total = _row(words, step.product)
    if len(path) == 1:
        return f.math(*left, total)
    sizes = "".join(size(run.shape_of(edge)) for edge in path)
    if len(sizes) > LONG:
        written = " · ".join(words.slope(run.slope(edge)) for edge in path)
        return _plain(f"{written} = {words.product(step.product)}")
    factors = []
    for k, edge in enumerate(path):
        slope = run.slope(edge)
        if isinstance(slope, Jacobian):
            factors.append(f"<mtext>({size(slope.shape)})</mtext>")
        else:
            factors.append(f.number(words.full.slope(float(slope)), bracket=bool(k)))
    return f.math(*left, *_joined(factors), f.EQUALS, total)


def costs(words: Words, step: Step) -> str:
    """The multiplications from the loss and from the leaf; empty for a chain of numbers."""
    run, path = words.run(step), words.telling.paths[step.path or 0]
    sizes = [run.shape_of(edge) for edge in path]
    if all(size == (1, 1) for size in sizes) or len(sizes) < 3:
        return ""
    left, right = ge.multiplications(sizes)
    counted = {
        "left": f"{' + '.join(map(str, left))} = {sum(left)}",
        "right": sum(right),
    }
    if sum(left) < sum(right):
        return _(
            "From the loss: %(left)s multiplications. From the weights: %(right)s. This is why it "
            "is called backpropagation.",
            **counted,
        )
    return _("From the loss: %(left)s multiplications; from the weights: %(right)s.", **counted)


def _sum(words: Words, step: Step) -> str:
    index, run = _node(step), words.run(step)
    total = run.gradients[index]
    value = _row(words, np.zeros(words.node(index).shape)[()] if total is None else total)
    each = words.terms(step, index)
    if not each:
        return f.math(_by_loss(words, index), f.EQUALS, value)
    if np.ndim(total):
        # Rows side by side would be too wide: words can go on in the next line.
        written = " + ".join(words.product(x, words.wire) for x in each)
        return _plain(f"{written} = {words.product(total, words.wire)}")
    hand = words.full
    terms = _shortened([f.number(hand.product(x), bracket=bool(k)) for k, x in enumerate(each)])
    return f.math(_by_loss(words, index), f.EQUALS, *_joined(terms, "+"), f.EQUALS, value)


def rule(words: Words) -> str:
    """w ← w − α ∂ℒ/∂w; a row is transposed for the column that it changes."""
    telling = words.telling
    index = telling.updates[0]
    one = len(telling.updates) == 1
    name = _flat(words, index) if one else "<mi>w</mi>"
    slope = f.derivative(_name(words, _loss(words)), name)
    if any(words.node(leaf).shape for leaf in telling.updates):
        slope = f"<msup><mrow><mo>[</mo>{slope}<mo>]</mo></mrow><mi>T</mi></msup>"
    return f.math(name, f.operator("←"), name, f.operator("−"), "<mi>α</mi>", f.operator("⁢"), slope)


def _new_matrix(words: Words, step: Step) -> str:
    """The matrix after its update, as a table: three matrices in a line would be too wide."""
    index, new = _node(step), words.telling.runs[step.iteration + 1]
    return value_table(
        np.asarray(new.values[index]),
        words.wire.product,
        caption=_("the new %(name)s", name=words.plain(index)),
        key=f"N{index}",
    )


def _update(words: Words, step: Step) -> str:
    telling, index = words.telling, _node(step)
    old, new = telling.runs[step.iteration], telling.runs[step.iteration + 1]
    hand = words.full
    shaped = bool(words.node(index).shape)
    write = words.wire.product if shaped else hand.product
    value = (
        _value(words, new, index, mark="update")
        if shaped
        else f.number(signed(words.value(new, index, hand)), mark="update")
    )
    return f.math(
        _name(words, index),
        f.operator("←"),
        _value(words, old, index),
        f.operator("−"),
        f.number(hand.given(telling.rate_at(step.iteration)), bracket=True),
        f.TIMES,
        *_used(words, step, index, write),
        f.EQUALS,
        value,
    )


def _used(words: Words, step: Step, index: int, write: Callable[[float], str]) -> list[f.Fragment]:
    """The gradient that an update takes: where it was not reset, the old one and the new one."""
    gradient = words.run(step).gradients[index]
    kept = words.telling.kept(step.iteration, index)
    if kept is None:
        return [f.array(gradient, write, bracket=True)]
    return [
        f.operator("("),
        f.array(kept, write),
        f.operator("+"),
        f.array(gradient, write, bracket=True),
        f.operator(")"),
    ]


def check_text(words: Words, index: int, nudge: Nudge) -> tuple[str, str]:
    """The check by moving a node: a sentence, and agrees / differs / impossible."""
    run = words.telling.runs[0]
    hand = words.full
    name, loss = words.plain(index), words.loss
    gradient = run.gradients[index]
    shaped = np.ndim(gradient) > 0
    if nudge.error != nudge.error:  # no difference, or no gradient to compare it with
        text = _(
            "No check is possible here: near %(name)s = %(value)s %(loss)s has a kink, or is not a "
            "finite number.",
            name=name,
            value=words.value(run, index, hand),
            loss=loss,
        )
        return text, "impossible"
    numbers = {
        "name": name,
        "loss": loss,
        "by": hand.exact(nudge.by),
        "moved": hand.exact(nudge.moved),
    }
    if shaped and nudge.entry is None:
        text = _("Nudge every entry of %(name)s by %(by)s: %(loss)s moves by %(moved)s.", **numbers)
    elif shaped and nudge.entry is not None:
        text = _(
            "Nudge entry %(entry)s of %(name)s by %(by)s: %(loss)s moves by %(moved)s. So do all "
            "%(count)s entries, each with its own number.",
            entry=",".join(str(k + 1) for k in nudge.entry),
            count=np.size(gradient),
            **numbers,
        )
    else:
        text = _("Nudge %(name)s by %(by)s: %(loss)s moves by %(moved)s.", **numbers)
    if words.slide and not shaped:
        slope, slide = hand.exact(float(nudge.slope)), hand.product(float(gradient))
        more = (
            _("So the exact gradient is %(exact)s.", exact=slope)
            if slide == slope
            else _(
                "So the exact gradient is %(exact)s; on the slide it is %(slide)s, because each "
                "factor was rounded first.",
                exact=slope,
                slide=slide,
            )
        )
        text = f"{text} {more}"
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


def _flat(words: Words, index: int) -> f.Fragment:
    """The name in a derivative: that of the vector which a matrix is made."""
    return words.flat[index].mathml


def _value(words: Words, run: Run, index: int, *, mark: str = "") -> f.Fragment:
    hand = words.full if np.size(run.values[index]) == 1 else words.wire
    value = run.values[index]
    return f.array(value, words.writer(run, index, hand), mark=mark)


def _kernel(node: Node) -> Kernel:
    assert node.kernel is not None
    return node.kernel


def _formula(node: Node) -> str:
    """The result's formula, for as many operands as are written out."""
    if node.op is not None and node.op.variadic and len(node.args) > MANY:
        return node.op.tex(len(_shortened([""] * len(node.args))))
    return _kernel(node).formula


def _listed(node: Node, pieces: Sequence[f.Fragment]) -> list[f.Fragment]:
    """The operands that the formula has places for: only a sum of many is shortened."""
    return _shortened(pieces) if node.op is not None and node.op.variadic else list(pieces)


def _filled(
    words: Words, node: Node, tex: str, operands: Sequence[f.Fragment], out: f.Fragment = ""
) -> f.Fragment:
    return f.filled(tex, operands, words.full.given, *map(float, node.literal), out=out)


def _d(words: Words, above: int, below: int) -> f.Fragment:
    return f.derivative(_flat(words, above), _flat(words, below))


def _by_loss(words: Words, index: int) -> f.Fragment:
    return _d(words, _loss(words), index)


def _result(words: Words, index: int) -> f.Fragment:
    node = words.node(index)
    operands = _listed(node, [_name(words, arg) for arg in node.args])
    return _filled(words, node, _formula(node), operands)


def _whole_formula(words: Words) -> tuple[Line, ...]:
    """The loss in terms of the leaves, where that is short enough to be read."""
    graph = words.telling.graph
    if graph.loss is None or sum(not node.leaf for node in graph.nodes) > 12:
        return ()
    if any(node.copy for node in graph.nodes):  # once for each sample: too long
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
        piece = _filled(words, node, _formula(node), _listed(node, operands))
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
