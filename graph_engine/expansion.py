"""What an operation is in operations on single numbers: the words in which it is written out.

An operation that is not entry by entry has an `expansion(writing, *places)` beside its kernel:
`writing` makes nodes, `places` are its operands and what it gives back its result, each an array
of nodes. What only moves entries makes none.
"""

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .arrays import Shape

Places = NDArray[np.intp]
"""Per entry of a value, the index of the node that it is; 0-d for a single number."""


class Writing(Protocol):
    """One operation being written out in others."""

    @property
    def shape(self) -> Shape:
        """Of the operation's result."""

    @property
    def sizes(self) -> tuple[int, ...]:
        """The whole numbers that belong to the operation."""

    def op(self, name: str, *args: Any, literal: float | None = None) -> int:
        """One more node, on nodes."""

    def sum(self, terms: Iterable[Any]) -> int:
        """The sum of several nodes; of one alone itself."""

    def dot(self, left: Places, right: Places) -> int:
        """The products of two lists of entries, added."""

    def number(self, value: float) -> int:
        """A number that stands in the result."""


def each(shape: Shape, make: Callable[[tuple[int, ...]], int]) -> Places:
    """An array of that shape, entry by entry."""
    return np.array([make(place) for place in np.ndindex(shape)], dtype=np.intp).reshape(shape)


def same(writing: Writing, x: Places) -> Places:
    """The expansion of what keeps the order of the entries: the same nodes in its shape."""
    return x.reshape(writing.shape)
