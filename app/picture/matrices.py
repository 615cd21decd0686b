"""The factors of a chain as matrices: drawn to scale, side by side, so that inner sizes touch.

One size of a cell holds for all of a chain. A matrix of a few cells has a slot for each, which
carries its number and its shade; a larger one is drawn by its blocks, and never built.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import isfinite, log10, prod
from typing import Any

import numpy as np

from graph_engine import Edge, Jacobian

from ..languages import _, decimal
from ..wording.arrays import shade, size
from ..wording.numbers import MINUS, NumberFormat, significant
from ..wording.words import Words

CELL = 30.0
"""A cell's side, in the drawing's own units."""
CELLS = 64
"""Cells of a matrix up to which each is drawn."""
LONG = 12
"""Cells in a line up to which each is drawn."""
LARGEST, BROADEST = 1.7, 34.0
"""How large a cell may be, and how broad all columns are together; in letters of the strip."""
TALLEST = 4.35
"""How high a matrix may be."""
READ = 1.35
"""A cell of this size has its number."""
CHARACTERS = 5
"""What fits into a cell."""
STEPS = 8
"""Blocks that are drawn of very many: some of them as dots."""

Shape = tuple[int, int]


@dataclass(frozen=True)
class Entry:
    """One cell."""

    slot: str
    x: float
    y: float
    text: str = ""
    level: str = ""
    state: str = "absent"
    neurons: str = ""
    """Between which neurons of the picture it stands; empty where it has none."""


@dataclass(frozen=True)
class Matrix:
    """A factor, or the product in the shape of what it is by; sides in the drawing's units."""

    wide: float
    high: float
    letters: float
    """How wide it stands, in letters of the strip."""
    read: bool
    """Whether its cells have their numbers."""
    entries: tuple[Entry, ...]
    blocks: tuple[tuple[float, float, float, float], ...] = ()
    """Corner and sides of each."""
    dots: tuple[tuple[float, float], ...] = ()
    """For what is left out."""
    size: str = ""
    """Its size, where that is not said beside it: of the row, and as what that is laid out."""


def drawn(shape: Shape) -> bool:
    """Whether each cell is drawn."""
    return prod(shape) <= CELLS and max(shape) <= LONG


def shape_in_strip(words: Words, path: Sequence[Edge]) -> Shape:
    """The product's: of a matrix its own shape, of a vector a row."""
    shape = words.node(path[-1].src).shape
    return (shape[0], shape[1]) if len(shape) == 2 else (1, prod(shape))


def chained(words: Words) -> Sequence[Edge]:
    """The path whose factors are drawn: the only one, where it has matrices.

    None where the picture above is the Jacobian and its row already, which want the room.
    """
    paths = words.walk.paths
    if words.vector_back or len(paths) != 1 or not any(map(words.wide, paths[0])):
        return ()
    return paths[0]


def entries(words: Words) -> list[tuple[int, int]]:
    """Place and entry of every cell of the factors that are drawn so."""
    run = words.walk.runs[0]
    return [
        (place, k)
        for place, edge in enumerate(chained(words))
        if drawn(shape := run.shape_of(edge)) and prod(shape) > 1
        for k in range(prod(shape))
    ]


def product_entries(words: Words) -> list[int]:
    """The cells of the product."""
    path = chained(words)
    shape = shape_in_strip(words, path) if path else (1, 1)
    return list(range(prod(shape))) if drawn(shape) and prod(shape) > 1 else []


def told(numbers: Any, number_format: NumberFormat, *, local: bool) -> Iterator[tuple[str, str]]:
    """Number and shade of each cell, row by row."""
    array = np.asarray(numbers, dtype=np.float64).ravel()
    largest = float(np.abs(array[np.isfinite(array)]).max(initial=0.0))
    write = number_format.slope if local else number_format.product
    for each, text in zip(
        array, _written(array.tolist(), write, slide=number_format.slide), strict=True
    ):
        yield text, shade(float(each), largest)


def _written(
    array: Sequence[float], write: Callable[[float], str], *, slide: bool
) -> Sequence[str]:
    """Numbers as elsewhere, if cells have room for all of a matrix, without the zero before the
    point where they need that; else all with as many decimals, in the digits that there is room
    for."""
    full = [write(x).replace("-", MINUS) for x in array]
    for texts in (full, [*map(_bare, full)]):
        if all(map(isfinite, array)) and max(map(len, texts)) <= CHARACTERS:
            return texts
    for decimals in (3, 2, 1):
        texts = [_bare(f"{x:.{decimals}f}") for x in array]
        whole = not all(map(isfinite, array)) or all(float(x).is_integer() for x in array)
        true = all(not x or float(f"{x:.{decimals}f}") for x in array)
        if not (slide or whole) and true and max(map(len, texts)) <= CHARACTERS:
            return [text if x else "0" for x, text in zip(array, texts, strict=True)]
    return [_short(x, write) for x in array]


def _short(x: float, write: Callable[[float], str]) -> str:
    if not isfinite(x):
        return "✗"
    few = (write(x), *(significant(x, digits) for digits in (3, 2, 1)))
    return next((text for each in few if len(text := _bare(each)) <= CHARACTERS), "")


def _bare(text: str) -> str:
    text = text.replace("-", MINUS).replace(".", decimal())
    sign, rest = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
    return sign + (rest[1:] if rest[:1] == "0" and rest[1:2] == decimal() else rest)


def jacobian_entries(words: Words, iteration: int, edge: Edge) -> Any:
    """The entries of a factor that is drawn by cells, in the order of `vec`: a row each output."""
    made = words.ordered(words.walk.runs[iteration], edge)
    return made.block(slice(0, made.rows), slice(0, made.columns))


@dataclass(frozen=True)
class Scale:
    """How large the cells of a chain are."""

    side: float
    """In letters of the strip."""

    @property
    def read(self) -> bool:
        """Whether numbers stand in them."""
        return self.side >= READ

    def long(self, count: int) -> float:
        """How long so many cells in a line are, in the drawing's units; of many it grows less."""
        return CELL * (count if count <= LONG else min(LONG + 1.5 * log10(count / LONG), 2 * LONG))


def scale(words: Words) -> Scale:
    """The one of a chain."""
    run, path = words.walk.runs[0], chained(words)
    shapes = [*(run.shape_of(edge) for edge in path), shape_in_strip(words, path)]
    one = Scale(1.0)
    broad = sum(one.long(columns) for _rows, columns in shapes) / CELL
    high = max(one.long(rows) for rows, _columns in shapes) / CELL
    return Scale(round(min(LARGEST, BROADEST / broad, TALLEST / high), 3))


def factor(words: Words, by: Scale, place: int, cells: Sequence[Entry]) -> Matrix | None:
    """A factor; None for a single number, which has its box."""
    edge = chained(words)[place]
    whole = words.ordered(words.walk.runs[0], edge)
    return None if whole.shape == (1, 1) else _matrix(by, whole.shape, cells, whole)


def product(words: Words, by: Scale, cells: Sequence[Entry]) -> Matrix | None:
    """The product, in the shape of what it is by; None for a single number."""
    rows, columns = shape_in_strip(words, chained(words))
    if (rows, columns) == (1, 1):
        return None
    made = _matrix(by, (rows, columns), cells, None)
    row, shape = size((1, rows * columns)), size((rows, columns))
    laid = _("%(row)s, as %(size)s", row=row, size=shape)
    return replace(made, size=shape if rows == 1 else laid)


def _matrix(by: Scale, shape: Shape, cells: Sequence[Entry], whole: Jacobian | None) -> Matrix:
    rows, columns = shape
    wide, high = by.long(columns), by.long(rows)
    blocks: list[tuple[float, float, float, float]] = []
    dots: list[tuple[float, float]] = []
    block = None if whole is None else whole.blocks
    diagonal = whole is not None and whole.filled < rows * columns
    if drawn(shape):
        if block and block != (1, 1):
            down, across = block
            blocks = [
                (k * CELL, i * CELL, min(across, columns - k) * CELL, min(down, rows - i) * CELL)
                for i in range(0, rows, down)
                for k in range(0, columns, across)
            ]
    elif diagonal and rows > 1:
        broad, tall = wide / STEPS, high / STEPS
        for k in range(STEPS):
            if k in (STEPS - 2, STEPS - 3):
                dots.append(((k + 0.5) * broad, (k + 0.5) * tall))
            else:
                blocks.append((k * broad, k * tall, broad, tall))
    else:
        dots = [(wide * part, high / 2) for part in (0.4, 0.5, 0.6)]
    placed = tuple(
        replace(cell, x=k % columns * CELL, y=k // columns * CELL) for k, cell in enumerate(cells)
    )
    letters = round(wide / CELL * by.side, 3)
    return Matrix(wide, high, letters, by.read, placed, tuple(blocks), tuple(dots))


def entry_name(name: str, shape: Sequence[int], at: int) -> str:
    """W[2,1], counted from 1, row by row; a single number is called as it is."""
    if not shape:
        return name
    place = np.unravel_index(at, shape)
    return f"{name}[{','.join(str(int(k) + 1) for k in place)}]"
