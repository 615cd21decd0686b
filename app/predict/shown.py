"""The digits at which a number is shown: each may be taken exactly, or as it stands there."""

from collections.abc import Hashable, Iterator, Mapping
from itertools import product
from math import prod
from typing import Any, TypeVar

import numpy as np

DIGITS = (3, 2)
"""Significant digits on a wire, and on a slide."""

MORE = 4
"""In a sentence whose equation needs one more."""

DECIMALS = 6
"""Places where there is room."""

GIVEN = 7
"""Significant digits of a given number up to which it is shown as it was given."""

MOST = 4096
"""Ways of taking the inputs that are all tried; of more, all alike and each one alone."""

K = TypeVar("K", bound=Hashable)


def rounded(value: Any, digits: int) -> Any:
    """To so many significant digits, entry by entry."""
    if np.ndim(value) == 0:
        return np.float64(f"{float(value):.{digits}g}")
    flat = [float(f"{float(x):.{digits}g}") for x in np.reshape(value, -1)]
    return np.reshape(np.array(flat, dtype=np.float64), np.shape(value))


def forms(value: Any, *, given: bool = False) -> list[Any]:
    """A number exactly and as it may be shown, each once; a short one that was given as it is."""
    if given and np.array_equal(rounded(value, GIVEN), value):
        return [value]
    found = [value]
    if np.all(np.abs(value) < 1e9):
        found.append(np.round(value, DECIMALS) if np.all(np.abs(value) >= 1e-4) else value)
    found += [rounded(value, digits) for digits in (*DIGITS, MORE)]
    kept: list[Any] = []
    for each in found:
        if not any(np.array_equal(each, other) for other in kept):
            kept.append(each)
    return kept


def combinations(inputs: Mapping[K, Any], given: frozenset[K]) -> Iterator[Mapping[K, Any]]:
    """The inputs, each of them exactly or as it is shown."""
    ways = {key: forms(value, given=key in given) for key, value in inputs.items()}
    if prod(map(len, ways.values())) <= MOST:
        for chosen in product(*ways.values()):
            yield dict(zip(ways, chosen, strict=True))
        return
    yield inputs
    for place in range(1, max(map(len, ways.values()))):
        yield {key: found[min(place, len(found) - 1)] for key, found in ways.items()}
    for key, found in ways.items():
        for each in found[1:]:
            yield {**inputs, key: each}
