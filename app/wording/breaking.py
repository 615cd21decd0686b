"""Where a formula may go on in the next line: browsers do not break formulas."""

import re

from .formulas import EQUALS, TIMES

FACTORS = 6
"""Factors of a product that stay together."""

_OPENED = re.compile(r"<[a-z](?:[^>]*[^>/])?>")


def breakable(formula: str) -> str:
    """A formula as one piece per equals sign, and a long product as one per factor, so that a long
    one can go on in the next line."""
    if not formula.startswith("<math"):
        return formula  # a table or words, escaped where they were made
    before, rest = formula.split("<mrow>", 1)
    body, after = rest.rsplit("</mrow>", 1)
    parts = _whole_parts(body.split(EQUALS))
    # The first equals sign keeps its left side; where matrices stand there is no room for it.
    kept = 1 if "<mtable>" in body and len(parts) == 2 else 2
    sides = [EQUALS.join(parts[:kept]), *(EQUALS + part for part in parts[kept:])]
    pieces = [piece for side in sides for piece in _factors(side)]
    return " ".join(f"{before}<mrow>{piece}</mrow>{after}" for piece in pieces)


def _factors(side: str) -> list[str]:
    """A product of many factors by factor, each with the dot before it; what is short is whole."""
    found = side.split(TIMES)
    if len(found) <= FACTORS or not all(map(_is_whole, found)):
        return [side]
    return [found[0], *(TIMES + each for each in found[1:])]


def _whole_parts(parts: list[str]) -> list[str]:
    """Parts that were split at an equals sign in a fraction or in brackets, put together again."""
    found, open_ = [], ""
    for part in parts:
        open_ = f"{open_}{EQUALS}{part}" if open_ else part
        if _is_whole(open_):
            found.append(open_)
            open_ = ""
    return [*found, open_] if open_ else found


def _is_whole(piece: str) -> bool:
    """Whether all that is opened in a piece of a formula is closed in it."""
    return len(_OPENED.findall(piece)) == piece.count("</") and (
        piece.count(">(<") == piece.count(">)<") and piece.count(">[<") == piece.count(">]<")
    )
