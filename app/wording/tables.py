"""Matrices as HTML tables: zeros greyed, blocks outlined, shared weights coloured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from graph_engine import Jacobian
from graph_engine.arrays import Array

from ..languages import _, decimal, later, translate
from .numbers import UNKNOWN, seems, significant

MOST_ROWS, MOST_COLUMNS = 12, 16
"""A larger matrix shows a window of this size, and can be moved through."""

ROOMY = 6
"""Columns up to which entries have all their digits; in more they have two."""

COLOURS = 6
"""Colours for weights that stand in several places."""


@dataclass(frozen=True)
class Window:
    """The part of a matrix that is shown: its first row and column, from 0."""

    row: int = 0
    column: int = 0

    def within(self, rows: int, columns: int) -> "Window":
        """The nearest window that lies inside."""
        return Window(
            max(0, min(self.row, rows - MOST_ROWS)),
            max(0, min(self.column, columns - MOST_COLUMNS)),
        )


CORNER = Window()
"""The upper left one."""


def jacobian_table(
    jacobian: Jacobian,
    write: Callable[[float], str],
    *,
    caption: str,
    key: str,
    window: Window = CORNER,
) -> str:
    """A local Jacobian, or a window of it; `key` is what its page asks for another window by."""
    at = window.within(jacobian.rows, jacobian.columns)
    entries = jacobian.block(
        slice(at.row, min(at.row + MOST_ROWS, jacobian.rows)),
        slice(at.column, min(at.column + MOST_COLUMNS, jacobian.columns)),
    )
    blocks = jacobian.blocks if jacobian.structure not in ("dense", "scalar") else None
    return table(
        entries,
        write,
        caption=caption,
        whole=jacobian.shape,
        key=key,
        window=at,
        blocks=blocks,
    )


def value_table(
    value: Array,
    write: Callable[[float], str],
    *,
    caption: str,
    key: str,
    window: Window = CORNER,
    shared: Sequence[int] | NDArray[np.intp] | None = None,
) -> str:
    """A value as a matrix, a vector as one column; `shared`: per entry, which weight it is."""
    whole = value[:, None] if value.ndim == 1 else value
    at = window.within(*whole.shape)
    rows, columns = (
        slice(at.row, at.row + MOST_ROWS),
        slice(at.column, at.column + MOST_COLUMNS),
    )
    colours = None
    if shared is not None:
        colours = np.asarray(shared).reshape(whole.shape)[rows, columns]
    return table(
        whole[rows, columns],
        write,
        caption=caption,
        whole=whole.shape,
        key=key,
        window=at,
        shared=colours,
    )


def table(
    entries: Array,
    write: Callable[[float], str],
    *,
    caption: str,
    whole: tuple[int, int],
    key: str,
    window: Window,
    blocks: tuple[int, int] | None = None,
    shared: NDArray[np.intp] | None = None,
) -> str:
    """Rows and cells; what is outside the window is said in the caption."""
    rows, columns = whole
    if entries.shape[1] > ROOMY and write(0.0) not in UNKNOWN:
        write = _briefly
    cut = entries.shape != whole
    seen = f"{caption} · {rows}×{columns}"
    if cut:
        part = _(
            "rows %(rows)s, columns %(columns)s",
            rows=f"{window.row + 1}–{window.row + entries.shape[0]}",
            columns=f"{window.column + 1}–{window.column + entries.shape[1]}",
        )
        seen += f" · {part}"
    body = []
    for i, row in enumerate(entries):
        cells = []
        for j, number in enumerate(row):
            names = []
            if number == 0:
                names.append("zero")
            if blocks and not (window.column + j) % blocks[1] and blocks[1] < columns:
                names.append("left")
            if blocks and not (window.row + i) % blocks[0] and 1 < blocks[0] < rows:
                names.append("up")
            if shared is not None and shared[i, j] >= 0:
                names.append(f"shared-{int(shared[i, j]) % COLOURS}")
            kind = f' class="{" ".join(names)}"' if names else ""
            cells.append(f"<td{kind}>{escape(write(float(number)))}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    moves = _moves(window, entries.shape, whole, key) if cut else ""
    return (
        f'<div class="matrix" tabindex="0" data-matrix="{escape(key)}">'
        f"<table><caption>{escape(seen)}</caption>"
        f"{''.join(body)}</table>{moves}</div>"
    )


def _briefly(x: float) -> str:
    """Two digits, both of them where there would seem to be a 1: 1.0 for 0.996."""
    text = significant(x, 2)
    return f"{text}{decimal()}0" if seems(text, x) else text


def _moves(window: Window, part: tuple[int, ...], whole: tuple[int, int], key: str) -> str:
    """Buttons that ask for the windows beside this one."""
    found = []
    for sign, says, row, column in (
        ("↑", later("rows above"), window.row - MOST_ROWS, window.column),
        ("↓", later("rows below"), window.row + MOST_ROWS, window.column),
        ("←", later("columns to the left"), window.row, window.column - MOST_COLUMNS),
        ("→", later("columns to the right"), window.row, window.column + MOST_COLUMNS),
    ):
        off = row + MOST_ROWS <= 0 or column + MOST_COLUMNS <= 0
        off = off or row >= whole[0] or column >= whole[1]
        off = (
            off or (sign in "↑↓" and part[0] == whole[0]) or (sign in "←→" and part[1] == whole[1])
        )
        found.append(
            f'<button type="button" class="button" data-window="{max(0, row)},{max(0, column)}"'
            f'{" disabled" if off else ""} aria-label="{escape(translate(says))}">{sign}</button>'
        )
    return f'<p class="moves">{"".join(found)}</p>'
