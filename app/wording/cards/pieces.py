"""The pieces that formulas are made of: names, values, derivatives, and an operation filled in."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from html import escape
from typing import Any, TypeVar

import numpy as np

from graph_engine import Edge, Kernel, Node, Run

from .. import formulas as f
from ..agreeing import agreeing, read_back
from ..numbers import NumberFormat, read
from ..words import Words

T = TypeVar("T")
DOTS = "<mo>…</mo>"
"""Stands for the operands that are not written."""
MANY = 6
"""Operands that are written out in a formula; more are written with dots."""


def plain(text: str) -> str:
    """Words among the formulas of a card."""
    return f'<span class="words">{escape(text)}</span>' if text else ""


def loss_of(words: Words) -> int:
    """The node of the loss; only for a program that has one."""
    assert words.walk.graph.loss is not None
    return words.walk.graph.loss


def name_of(words: Words, index: int) -> f.Fragment:
    """A name in a formula."""
    name = words.names[index]
    return f.Piece(name.mathml, name.binds)


def flat_name(words: Words, index: int) -> f.Fragment:
    """The name in a derivative: that of the vector which a matrix is made."""
    name = words.flat[index]
    return f.Piece(name.mathml, name.binds)


def value_of(
    words: Words,
    run: Run,
    index: int,
    *,
    mark: str = "",
    among: NumberFormat | None = None,
    one: bool = False,
) -> f.Fragment:
    """A value in a formula; a single number in the format of the others `among` which it stands.

    `one`: with a 1 below it, which a bias is the weight of.
    """
    value = run.values[index]
    number_format = sized(words, value, among or words.full)
    return f.array(
        np.append(value, 1.0) if one else value, words.writer(run, index, number_format), mark=mark
    )


def true_of(
    words: Words,
    run: Run,
    nodes: Sequence[int],
    result: str,
    compute: Callable[..., Any],
    *,
    cut: bool = False,
    usual: NumberFormat | None = None,
) -> NumberFormat:
    """The format in which a formula of these nodes' values gives the result as it is written.

    `cut`: it is a slope, which a slide rounds to two digits though it be 168.75.
    """
    usual = usual or words.full
    if any(np.ndim(run.values[index]) for index in nodes):
        return usual
    return agreeing(
        usual,
        lambda found: [read_value(words.bare, run, index, found) for index in nodes],
        read(result),
        compute,
        cut=cut and words.slide,
    )


def true_arrays(words: Words, run: Run, node: Node) -> NumberFormat:
    """The same for an operation on vectors and matrices that are written out."""
    values = [run.values[arg] for arg in node.args]
    shown = [*values, run.values[node.index]]
    if len(node.args) > MANY or not all(f.is_short(np.shape(value)) for value in shown):
        return words.full
    bare = words.bare
    return agreeing(
        words.full,
        lambda found: [read_value(bare, run, arg, found) for arg in node.args],
        read_value(bare, run, node.index, bare.full),
        lambda *operands: kernel_of(node).forward(*operands, *node.literal),
        like=sized(words, run.values[node.index], words.full),
    )


def read_value(words: Words, run: Run, index: int, among: NumberFormat) -> Any:
    """A value as `value_of` writes it, read back."""
    value = run.values[index]
    return read_back(value, words.writer(run, index, sized(words, value, among)))


def sized(words: Words, value: Any, among: NumberFormat) -> NumberFormat:
    """How a value is written in a formula: a vector as on a wire, for its width."""
    return among if np.size(value) == 1 else replace(words.wire, more=among.more)


def kernel_of(node: Node) -> Kernel:
    """What an operation is for its operands; only for a computed node."""
    assert node.kernel is not None
    return node.kernel


def formula_of(node: Node) -> str:
    """The result's formula, for as many operands as are written out."""
    if node.op is not None and node.op.variadic and len(node.args) > MANY:
        return node.op.tex(len(dotted(node, [""] * 4)))
    return kernel_of(node).formula


def written(node: Node, operands: Sequence[T]) -> Sequence[T]:
    """The operands that its formula has places for: of a sum of many the first and the last."""
    if node.op is not None and node.op.variadic and len(operands) > MANY:
        return [*operands[:3], operands[-1]]
    return operands


def dotted(node: Node, pieces: Sequence[f.Fragment]) -> list[f.Fragment]:
    """The `written` operands in a formula, with dots for those between."""
    return [*pieces[:3], DOTS, pieces[-1]] if len(pieces) < len(node.args) else list(pieces)


def filled(
    words: Words, node: Node, tex: str, operands: Sequence[f.Fragment], out: f.Fragment = ""
) -> f.Fragment:
    """A TeX formula of the node with its operands and literal in place."""
    tex = words.symbols.tex(tex)
    return f.filled(tex, operands, words.full.given, *map(float, node.literal), out=out)


def by(words: Words, edge: Edge) -> f.Fragment:
    """∂p/∂v; by x′ or x″ where x stands in two places."""
    return f.derivative(flat_name(words, edge.dst), words.below(edge).mathml)


def by_loss(words: Words, index: int) -> f.Fragment:
    """∂ℒ/∂node."""
    return f.derivative(flat_name(words, loss_of(words)), flat_name(words, index))


def result(words: Words, index: int) -> f.Fragment:
    """The operation of a node with its operands' names."""
    node = words.node(index)
    operands = [name_of(words, arg) for arg in written(node, node.args)]
    return filled(words, node, formula_of(node), dotted(node, operands))


def result_in_places(words: Words, index: int) -> f.Fragment:
    """The same, with x′ and x″ where x stands in two places: what is derived by one of them."""
    node = words.node(index)
    names = map(words.operand, written(node, words.walk.graph.operands[index]))
    operands = [f.Piece(name.mathml, name.binds) for name in names]
    return filled(words, node, formula_of(node), dotted(node, operands))


def operands_of(words: Words, node: Node, used: Collection[int]) -> list[f.Fragment]:
    """The operands' names, place by place; of many operands only those that are `used`."""
    pieces: list[f.Fragment] = [""] * len(node.args)
    for port in used:
        name = words.operand(words.walk.graph.operands[node.index][port])
        pieces[port] = f.Piece(name.mathml, name.binds)
    return pieces


def ports(tex: str) -> frozenset[int]:
    """The operands that a formula has places for, from 0; `#0` is no operand."""
    return frozenset(int(place) - 1 for place in re.findall(r"#(\d+)", tex)) - {-1}


def row(words: Words, gradient: Any, more: int = 0) -> f.Fragment:
    """A gradient: a number, or a row."""
    usual = words.full if np.size(gradient) <= 2 else words.wire
    write = replace(usual, more=more).product
    flat = gradient if np.ndim(gradient) == 0 else np.reshape(words.in_order(gradient), -1)
    return f.array(flat, write, mark="gradient", row=True)


def shortened(pieces: Sequence[f.Fragment]) -> list[f.Fragment]:
    """Many operands with dots between the first ones and the last."""
    if len(pieces) <= MANY:
        return list(pieces)
    return [*pieces[:3], DOTS, pieces[-1]]
