"""The formulas of the way forward: the whole, each operation with names and with numbers."""

import re
from collections.abc import Sequence

import numpy as np

from graph_engine import Run, Selection, views

from .. import formulas as f
from ..tables import CORNER, Window, value_table
from ..words import Words
from .objective import whole_loss
from .pieces import (
    dotted,
    filled,
    formula_of,
    name_of,
    result,
    true_arrays,
    true_of,
    value_of,
    written,
)

_BARRED = re.compile(r"\\bar\{#(\d+)\}")


def forward_symbols(words: Words, index: int) -> str:
    """z = w · x."""
    return f.math(name_of(words, index), f.EQUALS, result(words, index))


def forward_numbers(words: Words, run: Run, index: int) -> str:
    """z = (−1) · 2 = −2."""
    node = words.node(index)
    among = words.full
    if node.op is not None and node.op.elementwise and not np.ndim(run.values[index]):
        forward = node.op.forward
        among = true_of(
            words,
            run,
            node.args,
            words.value(run, index, words.full),
            lambda *operands: forward(*operands, *node.literal),
        )
    elif node.op is not None and node.op.name not in ("gradient", "program"):
        among = true_arrays(words, run, node)
    tex, ones = formula_of(node), frozenset[int]()
    if node.op is not None and node.op.name == "layer":
        tex, ones = _with_ones(tex)
    operands = [
        value_of(words, run, arg, among=among, one=port in ones)
        for port, arg in enumerate(written(node, node.args))
    ]
    value = value_of(words, run, index, mark="value")
    if node.op is not None and node.op.name == "gradient":
        # ∂0.07 by ∂(0.46, 1.73) would be no derivative: one is taken by a name.
        return f.math(name_of(words, index), f.EQUALS, value)
    worked = filled(words, node, tex, dotted(node, operands))
    return f.math(name_of(words, index), f.EQUALS, worked, f.EQUALS, value)


def _with_ones(tex: str) -> tuple[str, frozenset[int]]:
    r"""A layer's formula without the bars, and the operands that had one: x̄ is x with a 1 below."""
    barred = frozenset(int(place) - 1 for place in _BARRED.findall(tex))
    return _BARRED.sub(r"#\1", tex), barred


def value_card(words: Words, run: Run, index: int, at: Window = CORNER) -> str:
    """A large value as a table; empty where the formula has it."""
    node, value = words.node(index), run.values[index]
    if f.is_short(np.shape(value)):
        return ""
    shared = None
    if node.op is not None and node.op.name == "conv_matrix":
        jacobian = run.of_edge(words.walk.graph.operands[index][0])
        shared = jacobian.picks if isinstance(jacobian, Selection) else None
    return value_table(
        np.asarray(value),
        words.wire.value,
        caption=words.plain(index),
        key=node.id,
        window=at,
        shared=shared,
    )


def whole_formula(words: Words, sought: Sequence[int] = ()) -> f.Fragment:
    """The loss in terms of the leaves, empty where that is too long to be read; the leaves that
    are sought stand under arg min, and the two parts of a sum over braces (`whole_loss`)."""
    graph = words.walk.graph
    if graph.loss is None or sum(not node.leaf for node in graph.nodes) > 12:
        return ""
    if any(views.origin(node).sample for node in graph.nodes):  # once for each sample: too long
        return ""
    pieces: list[f.Fragment] = []
    for node in graph.nodes:
        if node.op is None:
            pieces.append(name_of(words, node.index))
            continue
        operands = [pieces[arg] for arg in written(node, node.args)]
        piece = filled(words, node, formula_of(node), dotted(node, operands))
        pieces.append(f.Piece(f"<mrow>{piece}</mrow>", f.binding(piece)))
    if len(pieces[graph.loss]) > 6000:
        return ""
    goal, braced = whole_loss(graph, pieces)
    if sought:
        under = [name_of(words, index) for index in sought]
        return f.math(f.arg_min(under, goal if braced else f.bracketed(goal)))
    return f.math(name_of(words, graph.loss), f.EQUALS, goal)
