"""The formulas of an update: the rule, and each weight's step."""

from collections.abc import Callable

import numpy as np

from graph_engine import Step
from graph_engine.brackets import PRODUCT

from ...languages import _
from .. import digits
from .. import formulas as f
from ..agreeing import agreeing, read_back
from ..numbers import signed
from ..tables import value_table
from ..words import Words, index_of
from .pieces import flat_name, loss_of, name_of, read_value, sized, value_of


def rule(words: Words) -> str:
    """w ← w − α ∂ℒ/∂w; a row is transposed for the column that it changes."""
    walk = words.walk
    index = walk.updates[0]
    one = len(walk.updates) == 1
    ours = words.symbols
    name = flat_name(words, index) if one else f"<mi>{ours.any_weight}</mi>"
    slope = f.derivative(name_of(words, loss_of(words)), name)
    if any(words.node(leaf).shape for leaf in walk.updates):
        slope = f"<msup><mrow><mo>[</mo>{slope}<mo>]</mo></mrow><mi>{ours.transposed}</mi></msup>"
    rate = f"<mi>{ours.rate}</mi>"
    return f.math(name, f.operator("←"), name, f.operator("−"), rate, f.operator("⁢"), slope)


def new_matrix(words: Words, step: Step) -> str:
    """The matrix after its update, as a table: three matrices in a line would be too wide."""
    index, new = index_of(step), words.walk.runs[step.iteration + 1]
    return value_table(
        np.asarray(new.values[index]),
        words.wire.moved,
        caption=_("the new %(name)s", name=words.plain(index)),
        key=f"N{index}",
    )


def changed(words: Words, step: Step) -> str:
    """w ← 0.5 − 0.1 · (−1.2) = 0.62."""
    walk, index = words.walk, index_of(step)
    old, new = walk.runs[step.iteration], walk.runs[step.iteration + 1]
    number_format = among = digits.stepped(words, step.iteration, index)
    shaped = bool(words.node(index).shape)
    kept, gradient = walk.kept(step.iteration, index), words.run(step).gradients[index]
    rate = walk.rate_at(step.iteration)
    taken = [x for x in (gradient, kept) if x is not None]
    if f.is_short(words.node(index).shape):
        bare = words.bare
        among = agreeing(
            number_format,
            lambda found: [
                read_value(bare, old, index, found),
                *(read_back(x, sized(bare, x, found).product) for x in taken),
            ],
            read_value(bare, new, index, number_format.bare),
            lambda was, *gradients: was - rate * sum(gradients),
            like=sized(words, new.values[index], number_format),
        )
    write = sized(words, new.values[index], among).product
    value = (
        value_of(words, new, index, mark="update", among=number_format)
        if shaped
        else f.number(signed(words.value(new, index, number_format)), mark="update")
    )
    return f.math(
        name_of(words, index),
        f.operator("←"),
        value_of(words, old, index, among=among),
        f.operator("−"),
        f.guarded(f.number(number_format.given(rate)), PRODUCT),
        f.TIMES,
        _used(words, step, index, write),
        f.EQUALS,
        value,
    )


def _used(words: Words, step: Step, index: int, write: Callable[[float], str]) -> f.Fragment:
    """The gradient that an update takes: where it was not reset, the old one and the new one."""
    gradient = words.run(step).gradients[index]
    kept = words.walk.kept(step.iteration, index)
    if kept is None:
        return f.guarded(f.array(gradient, write), PRODUCT)
    return f.bracketed(f.total([f.array(kept, write), f.array(gradient, write)]))
