"""Which entries are drawn: of a large matrix the first and the last, by their places.

Never by their values: which ones are seen must not change while a network learns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import prod

from graph_engine import Edge
from graph_engine.views import Vectored, vectored

from ...wording.words import Words

WHOLE = 16
"""Entries of a matrix that are all drawn."""
FEW_ROWS, FEW_COLUMNS = 3, 4
"""Rows and columns of a larger one that are all drawn; of more the first two and the last."""


@dataclass(frozen=True)
class Entries:
    """What is drawn of a matrix, in the order of `vec`."""

    of: Vectored
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    outputs: tuple[int, ...]
    """The rows of the local Jacobian, as entries of the result, in the order of `vec`."""
    by_columns: bool

    @property
    def blocks(self) -> tuple[tuple[int, ...], ...]:
        """Its entries line by line, as they come in the vector."""
        if self.by_columns:
            return tuple(
                tuple(self.entry(row, column) for row in self.rows) for column in self.columns
            )
        return tuple(tuple(self.entry(row, column) for column in self.columns) for row in self.rows)

    @property
    def places(self) -> tuple[int, ...]:
        """All of them."""
        return tuple(entry for block in self.blocks for entry in block)

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return len(self.places) == self.of.count and len(self.outputs) == prod(self.of.result)

    def entry(self, row: int, column: int) -> int:
        """The place of an entry, row by row."""
        return row * self.of.shape[1] + column

    def filled(self, output: int, entry: int) -> bool:
        """Whether an entry of the local Jacobian can be other than zero."""
        row, column = divmod(entry, self.of.shape[1])
        return self.of.made_by(output) == self.of.line(row, column)


@lru_cache(maxsize=64)
def entries(of: Vectored, by_columns: bool) -> Entries:
    """What is drawn of a matrix, and of its local Jacobian."""
    rows, columns = of.shape
    whole = of.count <= WHOLE
    down = _some(rows, rows if whole else FEW_ROWS)
    across = _some(columns, columns if whole else FEW_COLUMNS)
    lines = across if of.turned else down
    if len(of.result) < 2:
        outputs: Sequence[int] = lines
    else:
        others = _some(of.result[0] if of.turned else of.result[1], FEW_ROWS)
        pairs = [
            (other, line) if of.turned else (line, other) for line in lines for other in others
        ]
        pairs.sort(key=lambda pair: pair[::-1] if by_columns else pair)
        outputs = [row * of.result[1] + column for row, column in pairs]
    return Entries(of, down, across, tuple(outputs), by_columns)


def _some(count: int, most: int) -> tuple[int, ...]:
    return tuple(range(count)) if count <= most else (0, 1, count - 1)


def shown(words: Words) -> tuple[Entries, ...]:
    """Of each matrix that is drawn."""
    return tuple(entries(each, words.by_columns) for each in words.vectored)


def lower(words: Words) -> Entries | None:
    """Of the one whose gradient is told."""
    return shown(words)[0] if words.vector_back and words.vectored else None


MOST = 3
"""Matrices that are drawn, where no gradient is told."""


def drawn_in(words: Words, *, forward: bool) -> Words:
    """The words with the matrices that their story draws as vectors, and whether the gradient of
    the one is told: of the leaf that is asked for, else of the first that one comes back to."""
    walk = words.walk
    found = vectored(walk.graph)
    if forward or walk.graph.loss is None:
        told = []
    elif walk.focus is None:
        told = [each for each in found if each.edge.dst in walk.graph.to_loss]
    else:
        told = [each for each in found if each.matrix == walk.focus]
        told = [each for each in told if each.edge in walk.path_edges]
    return replace(words, vectored=tuple(told[:1]) or found[:MOST], vector_back=bool(told))


# -- what has a slot ---------------------------------------------------------------


def in_matrix(words: Words) -> Iterable[tuple[int, int]]:
    """Node and place of each entry of each matrix."""
    return [(each.of.matrix, entry) for each in shown(words) for entry in each.places]


def in_gradient(words: Words) -> Iterable[tuple[Edge, int]]:
    """The wire, and each entry of what flows back on it."""
    found = lower(words)
    return [] if found is None else [(found.of.edge, entry) for entry in found.places]


def in_matrix_again(words: Words) -> Iterable[tuple[int, int]]:
    """Node and place of each entry of the gradient in the matrix's own shape."""
    found = lower(words)
    return [] if found is None else [(found.of.matrix, entry) for entry in found.places]


def handed(words: Words) -> Iterable[tuple[Edge, int]]:
    """The wire, and each entry of what arrives from above."""
    found = lower(words)
    return [] if found is None else [(found.of.edge, output) for output in found.outputs]


def jacobians(words: Words) -> Iterable[Edge]:
    """The wire with the local Jacobian."""
    found = lower(words)
    return [] if found is None else [found.of.edge]


def in_jacobian(words: Words) -> Iterable[tuple[Edge, int, int]]:
    """The wire, and row and column of each entry."""
    found = lower(words)
    if found is None:
        return []
    return [(found.of.edge, output, entry) for output in found.outputs for entry in found.places]
