"""Where a formula needs brackets: how tightly a piece of TeX binds, and what each place asks for.

Every formula that is put together of others, in TeX or in MathML, asks here: a piece is bracketed
where it binds more loosely than its place asks. The operations' formulas are plain TeX with
places (see `op.py`), so the rules of precedence are read off the formula itself:

    read("#1 - #2").needs[0]           Need(SUM): the first term may be a sum
    read("#1 - #2").needs[1]           Need(PRODUCT): x - (y + z), x - (-3)
    read(r"#1 \\cdot #2").binds        PRODUCT
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache


class Binding(IntEnum):
    """How tightly a formula is held together, the loosest first."""

    LOOSE = 0
    """Behind a sign of sum: it takes whatever follows."""
    SUM = 1
    """Terms, or a Kronecker product."""
    SIGN = 2
    """A minus, then a product at least: −a·b. It can open a product, nothing else."""
    PRODUCT = 3
    """With a sign of multiplication."""
    BESIDE = 4
    """Factors side by side: A x. They hold together more tightly than with a sign between."""
    POWER = 5
    """A power, a fraction, a function without brackets: it cannot be raised as it is."""
    ATOM = 6


LOOSE, SUM, SIGN, PRODUCT, BESIDE, POWER, ATOM = Binding


@dataclass(frozen=True)
class Read:
    """What is known of a formula."""

    binds: Binding
    needs: Mapping[int, Binding]
    """By where a place begins in the TeX, what it asks of the piece that is put there."""
    opens: str
    """The place that the formula begins with, without its "#"; empty where it begins otherwise."""
    alone: bool
    """Whether that place is the whole formula."""


_TOKEN = re.compile(
    r"\\(?:begin|end)\{\w+\}|\\(?:operatorname|mathcal|mathrm|text)\{[^{}]*\}"
    r"|\\[A-Za-z]+|\\.|#(?:\+c|[\w,])|\d+(?:\.\d+)?|\S"
)
_PLUS = {"+", "-", "#+c"}
_TIMES = {r"\cdot", r"\circ", r"\times", r"\otimes", "*"}
_APART = {",", "=", "<", ">", ":", ";", r"\le", r"\ge", r"\ne", r"\\", "&", r"\leftarrow"}
_OPEN = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}
_FENCE = {"|", r"\|"}
_SPACES = {r"\,", r"\;", r"\ ", r"\left", r"\right", r"\quad"}
_FUNCTIONS = re.compile(
    r"\\(?:sigma|Phi|varphi|log|ln|exp|tanh|sin|cos|max|min|operatorname\{\w+\})"
)


@dataclass
class _Item:
    """A factor or a sign at one level: where it begins, and what it is."""

    text: str
    at: int
    kind: str
    """sign, times, apart, place, function, group, frac, atom"""
    raised: bool = False


@lru_cache(maxsize=4096)
def read(tex: str) -> Read:
    """The formula's binding and what its places need; levels are read one by one."""
    tokens = [(match[0], match.start()) for match in _TOKEN.finditer(tex)]
    needs: dict[int, Binding] = {}
    levels: list[list[_Item]] = [[]]
    closers: list[str] = []
    place, binds = 0, ATOM
    while place < len(tokens):
        text, at = tokens[place]
        place += 1
        level = levels[-1]
        if closers and text == closers[-1]:
            closers.pop()
            _level(levels.pop(), needs)
            continue
        if text in _SPACES:
            continue
        if text == "^" and level:
            level[-1].raised = True
            continue
        if text == "_":
            continue
        if text.startswith(r"\begin"):
            level.append(_Item(text, at, "group"))
            closers.append(text.replace("begin", "end"))
            levels.append([])
        elif text in _OPEN or text in _FENCE:
            before = tokens[place - 2][0] if place > 1 else ""
            last = level[-1] if level else _Item("", 0, "")
            index = text == "[" and last.kind == "place" and at == last.at + len(last.text)
            last.raised |= index
            taken = before in ("^", "_") or (text == "{" and last.kind in ("frac", "root"))
            if not (taken or index):
                level.append(_Item(text, at, "group"))
            closers.append(_OPEN.get(text, text))
            levels.append([])
        else:
            before = tokens[place - 2][0] if place > 1 else ""
            if before in ("^", "_") and level:
                continue  # a raised or lowered sign of its own
            level.append(_Item(text, at, _kind(text)))
    while levels:
        binds = _level(levels.pop(), needs)
    bare = tex.strip()
    opens = re.match(r"#(\d+|c)", bare)
    alone = opens is not None and opens[0] == bare
    return Read(binds, needs, opens[1] if opens else "", alone)


def _kind(text: str) -> str:
    if text in _PLUS:
        return "sign"
    if text in _TIMES:
        return "times"
    if text in _APART:
        return "apart"
    if text in (r"\frac", r"\sqrt", r"\bar"):
        return "frac" if text == r"\frac" else "root"
    if text == r"\sum":
        return "sum"
    if text.startswith("#"):
        return "place"
    return "function" if _FUNCTIONS.fullmatch(text) else "atom"


def _level(items: list[_Item], needs: dict[int, Binding]) -> Binding:
    """What the places of one level need, and how it binds."""
    parts: list[list[_Item]] = [[]]
    for item in items:
        if item.kind == "apart":
            parts.append([])
        else:
            parts[-1].append(item)
    found = [_expression(part, needs) for part in parts if part]
    return found[0] if len(parts) == 1 and found else SUM


def _expression(items: list[_Item], needs: dict[int, Binding]) -> Binding:
    """Terms with signs between them."""
    terms: list[tuple[str, list[_Item]]] = [("", [])]
    for item in items:
        if item.kind == "sign":
            if terms[0] == ("", []):
                terms[0] = (item.text, [])
            else:
                terms.append((item.text, []))
        else:
            terms[-1][1].append(item)
    binds = [_term(sign, term, needs) for sign, term in terms]
    if len(items) == 1 and items[0].kind == "place" and not items[0].raised:
        needs[items[0].at] = LOOSE
    if len(terms) > 1:
        return SUM
    return SIGN if terms[0][0] else binds[0]


def _term(sign: str, items: list[_Item], needs: dict[int, Binding]) -> Binding:
    """Factors, with signs of multiplication between them or side by side."""
    runs: list[list[_Item]] = [[]]
    for item in items:
        if item.kind == "times":
            runs.append([])
        else:
            runs[-1].append(item)
    product = len(runs) > 1
    binds = ATOM
    for number, run in enumerate(runs):
        factors = _factors(run)
        beside = len(factors) > 1
        for k, (item, under) in enumerate(factors):
            if item.kind != "place":
                continue
            if item.raised:
                need = ATOM
            elif under:
                need = under
            elif beside:
                need = BESIDE
            elif product:
                need = PRODUCT if number or k or sign else SIGN
            else:
                need = PRODUCT if sign else SUM
            needs[item.at] = need
        if beside:
            binds = min(binds, BESIDE)
        elif factors and _is_power(*factors[0]):
            binds = min(binds, POWER)
    if any(item.kind == "sum" for item in items):
        return LOOSE
    if any(item.text == r"\otimes" for item in items):
        return SUM
    return PRODUCT if product else binds


def _factors(run: Sequence[_Item]) -> list[tuple[_Item, Binding | None]]:
    r"""The factors, what a function is applied to as one: log softmax(x), ln x.

    With each, what it needs if a function or a sign of sum stands before it.
    """
    found: list[tuple[_Item, Binding | None]] = []
    under: Binding | None = None
    for item in run:
        if item.kind == "function" and not item.raised:
            under = POWER
        elif item.kind == "sum":
            under = PRODUCT
        else:
            found.append((item, under))
            under = None
    return found


def _is_power(factor: _Item, under: Binding | None) -> bool:
    return factor.raised or factor.kind == "frac" or (under is not None and factor.kind != "group")


def filled(tex: str, opener: Binding) -> Binding:
    """How a formula binds with a piece of that binding in the place that it opens with."""
    known = read(tex)
    if known.alone:
        return opener
    at = len(tex) - len(tex.lstrip())
    if not known.opens or opener < known.needs[at]:
        return known.binds  # it stands in brackets
    return min(known.binds, SIGN) if opener <= SIGN else known.binds
