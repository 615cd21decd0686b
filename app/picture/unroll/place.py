"""Where matrices and vectors stand: all rows of a vector's numbers in the same columns.

The matrix stands below its vector and the gradient in its shape below the row of gradients: so the
ways between them do not cross, for any number of lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..layout.geometry import Point
from ..sizes import Sizes
from ..widths import LEAF_NAME, name_width, width
from . import shown, slots
from .shown import Entries

MARGIN = 10.0
HIGH = 27.0
"""A cell."""
LEAST, PAD = 40.0, 15.0
"""How wide it is at least, and how much wider than its number."""
DOTS, FEW = 22.0, 16.0
"""Room for the sign of what is left out, across and down."""
NAMES = 19.0
"""Above a vector for the names of its entries."""
LABEL = 58.0
"""Left of a matrix for its name, or for a derivative."""
BETWEEN = 40.0
"""From a matrix to what is right of it."""
BEFORE = 172.0
"""Left of a vector's columns for what stands before them."""
NEAR = 14.0
"""From a vector down to its matrix, and to the gradient in its shape."""
LEVEL = 8.0
"""From one way to the next, where they lie above each other."""
TITLE = 30.0
"""Above a local Jacobian for its name and its size."""
FALL = 22.0
"""From the local Jacobian down to the row of gradients."""
WORDS = 24.0
"""Below a matrix for the order of its entries."""
TIMES = 18.0
"""From what arrives to the local Jacobian that it is multiplied by."""
CIRCLE = 12.0
"""The radius of a neuron."""

Places = Mapping[int, Point]


@dataclass(frozen=True)
class Band:
    """A matrix and its vector."""

    entries: Entries
    matrix: Places
    vector: Places
    dots: tuple[tuple[float, float, str], ...]
    top: float
    bottom: float
    """Of the matrix."""
    right: float


@dataclass(frozen=True)
class Lower:
    """The way back to it."""

    rows: Mapping[int, float]
    """By entry of the result, the upper side of its row."""
    arriving: Places
    """By entry of the result, where what arrives at it stands: all of it is one row."""
    skipped: tuple[tuple[float, float, str], ...]
    """What is left out in that row."""
    gradient: float
    """The upper side of the row of gradients."""
    matrix: Places
    bottom: float
    """Of the local Jacobian."""
    dots: tuple[tuple[float, float, str], ...]
    folded: tuple[tuple[float, float, str], ...]
    """What is left out in the local Jacobian, and in the gradient in the matrix's shape."""


@dataclass(frozen=True)
class Drawing:
    """A story's matrices and vectors: what they take, and where they are."""

    sizes: Sizes
    cell: float
    column: float
    """Where the columns of vectors begin."""
    end: float
    bands: tuple[Band, ...]
    lower: Lower | None
    width: float
    height: float

    @property
    def placed(self) -> object:
        """All that makes two of them look alike but for numbers."""
        bands = [(each.entries, each.matrix, each.vector) for each in self.bands]
        return self.cell, self.column, bands, self.lower, self.width, self.height


def draw(sizes: Sizes) -> Drawing:
    """Where everything goes, in units in which a number is as high as on a wire."""
    found = shown.shown(sizes.words)
    cell = _cell(sizes)
    wide = max(_line(each.columns, cell)[1] for each in found)
    before = [MARGIN + LABEL + wide + BETWEEN, MARGIN + BEFORE + cell]
    if sizes.words.vector_back:
        before.append(MARGIN + LABEL + _line(_counted(found[0]), cell)[1] + TIMES)
    column = round(max(before), 1)
    y = MARGIN
    bands = []
    for each in found:
        band = _band(each, cell, column, y)
        bands.append(band)
        y = band.bottom + WORDS
    lower = _lower(bands[0], cell, column, y) if sizes.words.vector_back else None
    if lower is not None:
        y = max(point[1] for point in lower.matrix.values()) + HIGH
    right = max(max(x for x, _y in band.vector.values()) for band in bands) + cell
    end = round(right + MARGIN, 1)
    return Drawing(sizes, cell, column, right, tuple(bands), lower, end, round(y + MARGIN, 1))


def _cell(sizes: Sizes) -> float:
    """As wide as the widest number of a cell."""
    words, widest = sizes.words, sizes.widest
    names = [slots.matrix_entry(*each) for each in shown.in_matrix(words)]
    names += [slots.vector_entry(*each) for each in shown.in_matrix(words)]
    names += [slots.gradient_entry(*each) for each in shown.in_gradient(words)]
    names += [slots.folded_entry(*each) for each in shown.in_matrix_again(words)]
    names += [slots.handed_entry(*each) for each in shown.handed(words)]
    names += [slots.jacobian_entry(*each) for each in shown.in_jacobian(words)]
    return round(max([LEAST, *(widest[name] + PAD for name in names)]), 1)


def _line(indices: Sequence[int], cell: float, room: float = DOTS) -> tuple[list[float], float]:
    """Where cells with these numbers begin, one beside the other, and how far they reach."""
    x, found = 0.0, [0.0]
    for before, after in pairwise(indices):
        x += cell + (room if after > before + 1 else 0.0)
        found.append(x)
    return found, x + cell


def _gaps(indices: Sequence[int], starts: Sequence[float], room: float) -> list[float]:
    """The middles of what is left out between them."""
    return [
        start - room / 2
        for (before, after), start in zip(pairwise(indices), starts[1:], strict=True)
        if after > before + 1
    ]


def _matrix(of: Entries, left: float, top: float, cell: float) -> Places:
    across, _wide = _line(of.columns, cell)
    down, _high = _line(of.rows, HIGH, FEW)
    return {
        of.entry(row, column): (round(left + x, 1), round(top + y, 1))
        for row, y in zip(of.rows, down, strict=True)
        for column, x in zip(of.columns, across, strict=True)
    }


def _matrix_dots(
    of: Entries, left: float, top: float, cell: float
) -> Iterable[tuple[float, float, str]]:
    """The signs of rows and columns that are left out."""
    across, wide = _line(of.columns, cell)
    down, high = _line(of.rows, HIGH, FEW)
    for x in _gaps(of.columns, across, DOTS):
        yield round(left + x, 1), round(top + HIGH / 2, 1), "⋯"
    for y in _gaps(of.rows, down, FEW):
        yield round(left + cell / 2, 1), round(top + y, 1), "⋮"


def _band(of: Entries, cell: float, column: float, y: float) -> Band:
    top = y + NAMES
    vector: dict[int, Point] = {}
    dots = []
    outer, inner = (of.columns, of.rows) if of.by_columns else (of.rows, of.columns)
    within, wide = _line(inner, cell)
    starts, _end = _line(outer, wide)
    for start, block in zip(starts, of.blocks, strict=True):
        for x, entry in zip(within, block, strict=True):
            vector[entry] = round(column + start + x, 1), round(top, 1)
        dots += [column + start + x for x in _gaps(inner, within, DOTS)]
    dots += [column + x for x in _gaps(outer, starts, DOTS)]
    left, below = MARGIN + LABEL, top + HIGH + near(of)
    matrix = _matrix(of, left, below, cell)
    _down, high = _line(of.rows, HIGH, FEW)
    _across, across = _line(of.columns, cell)
    return Band(
        entries=of,
        matrix=matrix,
        vector=vector,
        dots=(
            *((round(x, 1), round(top + HIGH / 2, 1), "⋯") for x in dots),
            *_matrix_dots(of, left, below, cell),
        ),
        top=below,
        bottom=below + high,
        right=left + across,
    )


def near(of: Entries) -> float:
    """From a vector to its matrix: column by column the ways lie above each other there."""
    return 2 * NEAR + LEVEL * (len(of.columns) - 1) if of.by_columns else NEAR


def _counted(of: Entries) -> Sequence[int]:
    """The entries of the result, as the rows of the local Jacobian are counted."""
    if len(of.of.result) > 1 and of.by_columns:
        rows, columns = of.of.result
        return tuple(entry % columns * rows + entry // columns for entry in of.outputs)
    return of.outputs


def _lower(band: Band, cell: float, column: float, y: float) -> Lower:
    of = band.entries
    top = y + TITLE - 12
    counted = _counted(of)
    down, high = _line(counted, HIGH, FEW)
    across, wide = _line(counted, cell)
    # A row before the local Jacobian, half way down: so both are multiplied.
    left, middle = column - TIMES - wide, round(top + high / 2 - HIGH / 2, 1)
    gradient = top + high + FALL
    below = gradient + HIGH + near(of)
    return Lower(
        rows={output: round(top + y, 1) for output, y in zip(of.outputs, down, strict=True)},
        arriving={
            output: (round(left + x, 1), middle)
            for output, x in zip(of.outputs, across, strict=True)
        },
        skipped=tuple(
            (round(left + x, 1), middle + HIGH / 2, "⋯") for x in _gaps(counted, across, DOTS)
        ),
        gradient=round(gradient, 1),
        matrix=_matrix(of, MARGIN + LABEL, below, cell),
        bottom=top + high,
        dots=tuple(
            (round(min(x for x, _y in band.vector.values()) + cell / 2, 1), round(top + y, 1), "⋮")
            for y in _gaps(counted, down, FEW)
        ),
        folded=tuple(_matrix_dots(of, MARGIN + LABEL, below, cell)),
    )


def label_half(sizes: Sizes, index: int) -> float:
    """Half of how wide a derivative by a node is."""
    names = sizes.words.flat[index], sizes.words.names[index]
    return max(name_width(each, LEAF_NAME) for each in names) / 2 + width("∂", LEAF_NAME) / 2 + 3
