"""Formulas as MathML, made from the operations' own TeX.

TeX is turned into MathML once per formula of an operation (`latex2mathml`), with marks where
operands and numbers go; a formula with names or numbers is that MathML with the marks filled in.
So a changed number costs no typesetting, and no name that somebody typed is ever read as TeX.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import numpy as np
from latex2mathml.converter import convert

from graph_engine import Op

from .numbers import MINUS, added, undefined

_FIRST = 0xE000
"""Marks are characters of Unicode's private use area, which no program can contain."""
_GUARDED = 0x400
_LITERAL, _SIGNED, _LESS_ONE = 0x3F0, 0x3F1, 0x3F2

Fragment = str
"""A piece of MathML."""

NAMESPACE = "http://www.w3.org/1998/Math/MathML"


def math(*parts: Fragment) -> str:
    """A whole formula from its pieces."""
    return f'<math xmlns="{NAMESPACE}" displaystyle="true"><mrow>{"".join(parts)}</mrow></math>'


def operator(sign: str) -> Fragment:
    """An operator between pieces."""
    return f"<mo>{sign}</mo>"


EQUALS, TIMES = operator("="), operator("·")


def number(text: str, *, bracket: bool = False, mark: str = "") -> Fragment:
    """A written number; a negative one in brackets where `bracket` asks; `mark` is a class."""
    if text == undefined():
        return f"<mtext>{text}</mtext>"
    digits = text.removeprefix(MINUS).removeprefix("+")
    body = f"<mn>{digits}</mn>" if digits != "∞" else "<mi>∞</mi>"
    if text[0] in f"{MINUS}+":
        body = f"<mrow><mo>{text[0]}</mo>{body}</mrow>"
        if bracket and text[0] == MINUS:
            body = f"<mrow><mo>(</mo>{body}<mo>)</mo></mrow>"
    return f'<mrow class="{mark}">{body}</mrow>' if mark else body


def array(
    value: Any,
    write: Callable[[float], str],
    *,
    bracket: bool = False,
    mark: str = "",
    row: bool = False,
) -> Fragment:
    """A number, or a vector or matrix of few entries in brackets; a larger one as its size.

    A vector is a column, or a row where `row` asks.
    """
    if np.ndim(value) == 0:
        return number(write(float(value)), bracket=bracket, mark=mark)
    entries = np.atleast_2d(value) if np.ndim(value) == 2 or row else np.reshape(value, (-1, 1))
    if row:
        entries = entries.reshape(1, -1)
    rows, columns = entries.shape
    if not is_short(entries.shape, row=row):
        body = f"<mtext>({rows}×{columns})</mtext>"
        return f'<mrow class="{mark}">{body}</mrow>' if mark else body
    cells = "".join(
        f"<mtr>{''.join(f'<mtd>{number(write(float(x)))}</mtd>' for x in line)}</mtr>"
        for line in entries
    )
    kind = f' class="{mark}"' if mark else ""
    return f"<mrow{kind}><mo>(</mo><mtable>{cells}</mtable><mo>)</mo></mrow>"


MOST, MOST_COLUMNS = 4, 3
"""Entries of a vector, and columns of a matrix, that are written out in a formula."""


def is_short(shape: Sequence[int], *, row: bool = False) -> bool:
    """Whether an array of that shape is written out in a formula."""
    if len(shape) < 2:
        return not shape or shape[0] <= MOST
    return shape[0] <= MOST and shape[1] <= (MOST if row else MOST_COLUMNS)


def derivative(above: Fragment, below: Fragment) -> Fragment:
    """∂above/∂below."""
    return f"<mfrac><mrow><mi>∂</mi>{above}</mrow><mrow><mi>∂</mi>{below}</mrow></mfrac>"


def result(
    op: Op, operands: Sequence[Fragment], literal: Callable[[float], str], *literals: float
) -> Fragment:
    """The operation's formula with its operands in place."""
    return _fill(op.tex(len(operands)), operands, "", literal, literals)


def slope(
    op: Op,
    port: int,
    operands: Sequence[Fragment],
    out: Fragment,
    literal: Callable[[float], str],
    *literals: float,
    worked: bool = False,
) -> Fragment:
    """The derivative by operand `port` with the operands in place."""
    tex = op.slope_tex(port, len(operands), worked=worked)
    return _fill(tex, operands, out, literal, literals)


def filled(
    tex: str,
    operands: Sequence[Fragment],
    literal: Callable[[float], str],
    *literals: float,
    out: Fragment = "",
) -> Fragment:
    """A formula of a node's kernel with its operands (and its result, `#0`) in place."""
    return _fill(tex, operands, out, literal, literals)


def bracketed(body: Fragment) -> Fragment:
    """A piece in brackets."""
    return f"<mrow><mo>(</mo>{body}<mo>)</mo></mrow>"


def is_number(tex: str) -> bool:
    """Whether a formula is a plain number, so that there is nothing to work out."""
    return re.fullmatch(r"-?\d+", tex) is not None


def _fill(
    tex: str,
    operands: Sequence[Fragment],
    out: Fragment,
    literal: Callable[[float], str],
    literals: Sequence[float],
) -> Fragment:
    template = _template(tex)
    pieces = [out, *operands]
    special = {}
    if literals:
        written = literal(literals[0])
        special = {
            _LITERAL: number(written),
            _LITERAL + _GUARDED: number(written, bracket=True),
            _SIGNED: f"<mo>{added(written)[0]}</mo><mn>{escape(added(written)[1:])}</mn>",
            _LESS_ONE: number(literal(literals[0] - 1)),
        }

    def fill(match: re.Match[str]) -> str:
        mark = ord(match.group(1)) - _FIRST
        if mark in special:
            return special[mark]
        if mark >= _GUARDED:
            return _guard(pieces[mark - _GUARDED])
        return pieces[mark]

    return _MARK.sub(fill, template)


def _guard(piece: Fragment) -> Fragment:
    """Brackets round a piece that would read wrongly without: a sum in a product, a −3.7."""
    needs = piece.startswith(f"<mrow><mo>{MINUS}") or 'class="loose"' in piece[:24]
    return bracketed(piece) if needs else piece


_MARK = re.compile("<m[ino]>([\ue000-\uefff])</m[ino]>")
_PLACE = re.compile(r"#(\+c|c|d|\d+)")
_OPENERS = "({[,|"


@lru_cache(maxsize=1024)
def _template(tex: str) -> Fragment:
    """The MathML of a formula with a mark for every placeholder.

    A placeholder is guarded, so that a negative number gets brackets there, unless it opens the
    formula or stands behind an opening bracket; and always under a power.
    """

    def mark(match: re.Match[str]) -> str:
        what = match.group(1)
        before, after = tex[: match.start()].rstrip(), tex[match.end() :].lstrip()
        guarded = bool(before) and before[-1] not in _OPENERS or after.startswith("^")
        if what == "+c":
            return chr(_FIRST + _SIGNED)
        if what == "d":
            return chr(_FIRST + _LESS_ONE)
        place = _LITERAL if what == "c" else int(what)
        return chr(_FIRST + place + (_GUARDED if guarded else 0)) + " "

    body = convert(_PLACE.sub(mark, tex))
    inner = body[body.index("<mrow>") + 6 : body.rindex("</mrow>")]
    return inner.replace("<mo>&#x0002D;</mo>", f"<mo>{MINUS}</mo>").replace(
        "<mo>-</mo>", f"<mo>{MINUS}</mo>"
    )
