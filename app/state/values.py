"""Numbers, vectors and matrices as people type them and as links carry them."""

import json
import re
from collections.abc import Sequence
from typing import Any

from graph_engine import limits

from ..reading import NumberTextError, keyboard, number
from ..reading.cells import NUMBER, PRINTED, doubtful
from ..reading.cells import decimal as with_point

Value = float | list[Any]
"""A number, or nested lists of them."""

WORKED_OUT = 64
"""Entries of a list that may be expressions; decimals and fractions may be as many as they like."""


class ValueTextError(ValueError):
    """A text that is no number, vector or matrix."""


def read(text: str, *, decimal: str = ".") -> Value:
    """2, `2, -1, 1`, `[2, -1, 1]`, or rows on lines (or behind semicolons) of their own.

    With a decimal comma 0,5 is a number, entries stand apart by semicolons or spaces and rows on
    lines of their own. What begins with a bracket is read alike everywhere: links have it so.
    Raises `ValueTextError`.
    """
    if len(text) > limits.CHARACTERS.most:
        raise ValueTextError
    printed = PRINTED.fullmatch(text)
    plain = keyboard(printed[2] if printed else _as_cells(text, decimal), single=False)
    if len(re.findall(r"[a-z(]+", plain)) > WORKED_OUT:
        raise ValueTextError
    if decimal == "," and not plain.startswith("["):
        try:
            return _with_commas(plain)
        except ValueTextError:
            pass  # 2,-1,1 cannot be meant so
    if plain.startswith("[["):
        return _rows(re.split(r"\]\s*[,;]?\s*\[", plain.strip("[] \n")))
    inner = plain.removeprefix("[").removesuffix("]")
    if re.search(r"[;\n]", inner):
        return _rows(re.split(r"[;\n]", inner))
    if inner != plain or re.search(r"[\s,]", inner):
        return list(_row(inner))
    return _number(plain)


def _as_cells(text: str, decimal: str) -> str:
    """A table of several lines as rows of cells with points: decimal commas beside tabs, and the
    semicolons of a spreadsheet's CSV, which are no ends of rows there. Anything else stays."""
    lines = text.strip("\r\n").splitlines()
    bare = [line.rstrip(" ;") for line in lines]
    semicolons = len(lines) > 1 and all(";" in line for line in bare if line.strip())
    if "[" in text or not (semicolons or "\t" in text):
        return text
    split = [re.split(r"[;\t]", line) for line in (bare if semicolons else lines)]
    rows = [[cell.strip() for cell in row] for row in split]
    cells = [cell for row in rows for cell in row]
    if not all(NUMBER.fullmatch(cell) for cell in cells if "," in cell or " " in cell):
        return text
    if doubtful(cells) is not None and (decimal == "." or any("." in cell for cell in cells)):
        raise ValueTextError
    return "\n".join("\t".join(map(with_point, row)) for row in rows)


def _with_commas(plain: str) -> Value:
    rows = [
        [_number(part) for part in re.split(r"\s*;\s*|,\s+|\s+", line) if part]
        for line in plain.split("\n")
        if line.strip()
    ]
    if not rows or not all(rows):
        raise ValueTextError
    if len(rows) > 1:
        return list(rows)
    return rows[0][0] if len(rows[0]) == 1 else list(rows[0])


def write(value: Any, *, digits: int = 10, decimal: str = ".") -> str:
    """As a field shows it: a vector in one line, a matrix in several."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        rows = value and isinstance(value[0], Sequence)
        between = "\n" if rows else "; " if decimal == "," else ", "
        return between.join(write(each, digits=digits, decimal=decimal) for each in value)
    return f"{value:.{digits}g}".replace(".", decimal)


def packed(value: Any) -> str:
    """As a link carries it: every digit, no spaces."""
    if isinstance(value, Sequence):
        return json.dumps(value, separators=(",", ":"))
    return repr(float(value))


def _rows(texts: Sequence[str]) -> list[Any]:
    rows = [_row(text) for text in texts if text.strip()]
    if not rows:
        raise ValueTextError
    return rows


def _row(text: str) -> list[float]:
    parts = [part for part in re.split(r"[\s,]+", text.strip()) if part]
    if not parts:
        raise ValueTextError
    return [_number(part) for part in parts]


def _number(text: str) -> float:
    if len(text) > limits.LITERAL.most or "_" in text:
        raise ValueTextError
    try:
        return number(text, single=False)
    except NumberTextError:
        raise ValueTextError from None
