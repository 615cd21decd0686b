"""How many digits the numbers of a walk take, so that what stands beside each other is true."""

from collections.abc import Callable, Sequence
from itertools import accumulate
from math import prod
from typing import Any

import numpy as np

from graph_engine import Jacobian

from .agreeing import agreeing, read_back
from .arrays import is_written, written_row
from .numbers import NumberFormat
from .words import Words

FEW = 2
"""Entries of a row by which a reader multiplies; with a longer one a number is as everywhere."""


def stepped(words: Words, iteration: int, index: int) -> NumberFormat:
    """How a weight is written before and after an update: each entry that moves is seen to."""
    return words.apart(words.walk.runs[iteration], words.walk.runs[iteration + 1], index)


def as_product(words: Words, factors: Sequence[Any], product: Any) -> NumberFormat:
    """How the factors of a product are written so that it is true as it is written."""
    return _agreeing(words, factors, product, lambda *each: prod(each))


def as_sum(
    words: Words, terms: Sequence[Any], total: Any, usual: NumberFormat | None = None
) -> NumberFormat:
    """How the terms of a sum are written so that it is true as it is written."""
    return _agreeing(words, terms, total, lambda *each: sum(each), usual)


def _agreeing(
    words: Words,
    numbers: Sequence[Any],
    result: Any,
    compute: Callable[..., Any],
    usual: NumberFormat | None = None,
) -> NumberFormat:
    usual = usual or words.full
    if any(isinstance(x, Jacobian) or not is_written(x) for x in (*numbers, result)):
        return usual  # sizes are written, and no numbers
    return agreeing(
        usual,
        lambda found: [read_back(x, found.product) for x in numbers],
        read_back(result, usual.bare.product),
        compute,
    )


def chain(
    words: Words, iteration: int, path: int, usual: NumberFormat | None = None
) -> tuple[NumberFormat, NumberFormat]:
    """How the factors of a path are written, and their product.

    What the strip tells so far is the product of the factors up to there, and the sum of all
    paths is that of their products.
    """
    key = iteration, path, usual or words.full
    return words.chains.get(key) or words.chains.setdefault(key, _chain(words, *key))


def in_strip(words: Words, path: int) -> NumberFormat:
    """How the strip writes a path: one with a vector as short as on the wires, to be whole."""
    one = len(words.walk.paths) == 1
    return words.wire if one and any(map(words.wide, words.walk.paths[path])) else words.full


def _chain(
    words: Words, iteration: int, path: int, usual: NumberFormat
) -> tuple[NumberFormat, NumberFormat]:
    walk, run = words.walk, words.walk.runs[iteration]
    products = [walk.products(iteration, k) for k in range(len(walk.paths))]
    end = usual
    if len(products) > 1 and walk.focus is not None:
        end = as_sum(words, [each[-1] for each in products], run.gradients[walk.focus])
    rows, written = [], []
    forms = [usual] * (len(walk.paths[path]) - 1) + [end]
    steps = zip(walk.paths[path], products[path][1:], forms, strict=True)
    for edge, product, form in steps:
        row = written_row(run.slope(edge))
        if row is None or np.size(row) > FEW or not is_written(product):
            break  # behind a matrix there is nothing to work out, nor by cells that are short
        rows.append(row)
        written.append(read_back(product, form.bare.product))
    if not rows:
        return usual, end
    among = agreeing(
        usual,
        lambda found: [read_back(row, found.slope) for row in rows],
        np.hstack(written),
        lambda *factors: np.hstack(list(accumulate(factors, lambda one, other: one * other))),
    )
    return among, end
