"""What a fact changes in chains side by side: the gradient in its leaf's shape."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from graph_engine import Fact

from ...wording.arrays import HEAT_COLUMNS, HEAT_ROWS, Heat, shade
from ...wording.words import Words
from ..slot import Attribute
from . import slots

Said = tuple[tuple[str, Attribute], str]


def told(words: Words, fact: Fact) -> Iterator[Said]:
    """A leaf's gradient as shades; and what the loss was, once the weights are new."""
    if not isinstance(fact.target, int):
        return
    if fact.what == "value" and fact.known == "stale" and fact.target == words.walk.graph.loss:
        was = slots.loss_before(fact.target)
        yield (was, "text"), words.wire.value(fact.number)
        yield (was, "state"), "done"
    slot = slots.leaf_shape(fact.target)
    if fact.what == "new" and fact.known == "gone":
        # The chains beside it have no numbers either, once the next round begins.
        yield (slot, "state"), "absent"
    if fact.what not in ("gradient", "sum"):
        return
    known = fact.known in ("known", "stale")
    yield (slot, "state"), ("done" if fact.known == "known" else fact.known) if known else "absent"
    yield (slot, "heat"), shades(fact.number, words.node(fact.target).shape) if known else ""


def grid(shape: tuple[int, ...]) -> Heat:
    """How many cells a gradient has in the shape of its leaf: a vector is a row of them."""
    rows, columns = shape if len(shape) == 2 else (1, shape[0] if shape else 1)
    return Heat(min(rows, HEAT_ROWS), min(columns, HEAT_COLUMNS))


def shades(gradient: Any, shape: tuple[int, ...]) -> str:
    """A digit per cell, row by row; of a large one each is of the mean of its part."""
    cells = grid(shape)
    rows = shape[0] if len(shape) == 2 else 1
    array = np.reshape(np.asarray(gradient, dtype=np.float64), (rows, -1))
    largest = float(np.max(np.abs(np.where(np.isfinite(array), array, 0.0)))) or 1.0
    parts = [
        np.array_split(row, cells.columns, axis=1)
        for row in np.array_split(array, cells.rows, axis=0)
    ]
    with np.errstate(all="ignore"):
        return "".join(shade(float(np.mean(part)), largest) for row in parts for part in row)
