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

from graph_engine import Op
from graph_engine.brackets import ATOM, LOOSE, PRODUCT, SIGN, SUM, Binding, read
from graph_engine.brackets import filled as binds_filled

from ..languages import separator
from .mathml import BRACE, NAMESPACE, typeset
from .numbers import MINUS, added, undefined

_FIRST = 0xE000
"""Marks are characters of Unicode's private use area, which no program can contain."""
_SPAN = 0x380
"""Places that a formula can have; a mark says which one it is, and what it asks of its piece."""
_LITERAL, _SIGNED, _LESS_ONE = 0x37D, 0x37E, 0x37F

Fragment = str
"""A piece of MathML; one that is no `Piece` needs no brackets anywhere."""


class Piece(str):
    """A piece of MathML that knows how tightly it binds."""

    binds: Binding

    def __new__(cls, body: str, binds: Binding) -> "Piece":
        """Keep the binding beside the text."""
        made = super().__new__(cls, body)
        made.binds = binds
        return made


def binding(fragment: Fragment) -> Binding:
    """How tightly a piece binds."""
    return fragment.binds if isinstance(fragment, Piece) else ATOM


def guarded(fragment: Fragment, need: Binding) -> Fragment:
    """The piece in brackets where it binds more loosely than its place needs."""
    return bracketed(fragment) if binding(fragment) < need else fragment


def product(factors: Sequence[Fragment]) -> Fragment:
    """Factors with a dot between them: 0.2 · (−1) · 1."""
    return TIMES.join(guarded(each, PRODUCT if k else SIGN) for k, each in enumerate(factors))


def total(terms: Sequence[Fragment]) -> Fragment:
    """Terms with a plus between them: 2 + (−3)."""
    return operator("+").join(guarded(each, PRODUCT if k else SUM) for k, each in enumerate(terms))


def math(*parts: Fragment) -> str:
    """A whole formula from its pieces."""
    return f'<math xmlns="{NAMESPACE}" displaystyle="true"><mrow>{"".join(parts)}</mrow></math>'


def operator(sign: str) -> Fragment:
    """An operator between pieces."""
    return f"<mo>{sign}</mo>"


EQUALS, TIMES = operator("="), operator("·")


def number(text: str, *, mark: str = "") -> Fragment:
    """A written number; `mark` is a class."""
    if text == undefined():
        return f"<mtext>{text}</mtext>"
    digits = text.removeprefix(MINUS).removeprefix("+")
    body = f"<mn>{digits}</mn>" if digits != "∞" else "<mi>∞</mi>"
    if text[0] in f"{MINUS}+":
        body = f"<mrow><mo>{text[0]}</mo>{body}</mrow>"
    binds = SIGN if text[0] in f"{MINUS}+" else PRODUCT if "e" in digits else ATOM
    return Piece(f'<mrow class="{mark}">{body}</mrow>' if mark else body, binds)


def array(
    value: Any,
    write: Callable[[float], str],
    *,
    mark: str = "",
    row: bool = False,
) -> Fragment:
    """A number, or a vector or matrix of few entries in brackets; a larger one as its size.

    A vector is a column, or a row where `row` asks.
    """
    if np.ndim(value) == 0:
        return number(write(float(value)), mark=mark)
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


MOST, MOST_COLUMNS = 4, 4
"""Entries of a vector, and columns of a matrix, that are written out in a formula."""


def is_short(shape: Sequence[int], *, row: bool = False) -> bool:
    """Whether an array of that shape is written out in a formula."""
    if len(shape) < 2:
        return not shape or shape[0] <= MOST
    return shape[0] <= MOST and shape[1] <= (MOST if row else MOST_COLUMNS)


def derivative(above: Fragment, below: Fragment) -> Fragment:
    """∂above/∂below."""
    return f"<mfrac><mrow><mi>∂</mi>{above}</mrow><mrow><mi>∂</mi>{below}</mrow></mfrac>"


def arg_min(of: Sequence[Fragment], goal: Fragment) -> Fragment:
    """arg min of a goal in brackets of its own, with what is sought under it: beside it an index
    would be of `min`."""
    listed = operator(",").join(of)  # of names, in which there is no decimal comma
    space = '<mspace width="0.17em"/>'
    words = f"<mrow><mi>arg</mi>{space}<mi>min</mi></mrow>"
    return f"<munder>{words}<mrow>{listed}</mrow></munder>{space}{goal}"


def braced(body: Fragment, words: str, *, mark: str) -> Fragment:
    """A piece over a brace as wide as it is, and words under that; `mark` is a class of all."""
    over = f'<munder><mrow class="{mark}">{body}</mrow>{BRACE}</munder>'
    return f'<munder>{over}<mtext class="{mark}">{escape(words)}</mtext></munder>'


def result(
    op: Op, operands: Sequence[Fragment], literal: Callable[[float], str], *literals: float
) -> Piece:
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
) -> Piece:
    """The derivative by operand `port` with the operands in place."""
    tex = op.slope_tex(port, len(operands), worked=worked)
    return _fill(tex, operands, out, literal, literals)


def filled(
    tex: str,
    operands: Sequence[Fragment],
    literal: Callable[[float], str],
    *literals: float,
    out: Fragment = "",
) -> Piece:
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
) -> Piece:
    tex, pieces = _few(tex, [out, *operands])
    special: dict[int, Fragment] = {}
    if literals:
        written = literal(literals[0])
        sign, digits = added(written)[0], added(written)[1:]
        special = {
            _LITERAL: number(written),
            _SIGNED: f"<mo>{sign}</mo><mn>{escape(digits)}</mn>",
            _LESS_ONE: number(literal(literals[0] - 1)),
        }

    def fill(match: re.Match[str]) -> str:
        need, place = divmod(ord(match.group(1)) - _FIRST, _SPAN)
        piece = special[place] if place in special else pieces[place]
        return guarded(piece, Binding(need))

    opens = read(tex).opens
    opener = special[_LITERAL] if opens == "c" else pieces[int(opens)] if opens else ""
    template = _template(tex)
    if "<mo>,</mo>" in template:  # beside a decimal comma a comma would be read as one
        template = template.replace("<mo>,</mo>", f"<mo>{separator().strip()}</mo>")
    return Piece(_MARK.sub(fill, template), binds_filled(tex, binding(opener)))


def _few(tex: str, pieces: Sequence[Fragment]) -> tuple[str, Sequence[Fragment]]:
    """The same with places numbered as they come: of 500 formulas one template is made, not 500."""
    if len(pieces) <= _SMALL:
        return tex, pieces
    new = {place: k for k, place in enumerate(dict.fromkeys(("0", *re.findall(r"#(\d+)", tex))))}
    return re.sub(r"#(\d+)", lambda it: f"#{new[it[1]]}", tex), [pieces[int(k)] for k in new]


_SMALL = 8
"""Pieces that a formula has at most of which each is made a template by itself."""
_MARK = re.compile("<m[ino]>([\ue000-\uf8ff])</m[ino]>")
_PLACE = re.compile(r"#(\+c|c|d|\d+)")
_OPENING = re.compile(r"(^|<mo[^>]*>[(\[]</mo>)<mo>(?=−</mo>)")
"""A minus with nothing before it: a sign, also where the formula stands after an equals sign."""


@lru_cache(maxsize=1024)
def _template(tex: str) -> Fragment:
    """The MathML of a formula with a mark for every place: which it is, and what it needs."""
    needs = read(tex).needs

    def mark(match: re.Match[str]) -> str:
        what = match.group(1)
        named = {"c": _LITERAL, "+c": _SIGNED, "d": _LESS_ONE}
        place = named[what] if what in named else int(what)
        need = LOOSE if what == "+c" else needs.get(match.start(), SUM)
        return chr(_FIRST + place + _SPAN * need) + " "

    body = typeset(_PLACE.sub(mark, tex))
    assert body is not None, f"{tex} is no formula"
    inner = body[body.index("<mrow>") + 6 : body.rindex("</mrow>")]
    return _OPENING.sub(r'\1<mo form="prefix">', inner.replace("<mo>-</mo>", f"<mo>{MINUS}</mo>"))
