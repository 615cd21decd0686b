"""How wide a text is in our fonts: the sum of its characters, as pictures have no kerning."""

import unicodedata
from functools import lru_cache
from typing import Literal

from .store import widths

Face = Literal["text", "bold", "math", "name", "vector"]
"""Text, bold text, mathematics (operators, symbols, indices), italic names, bold vectors."""

UNKNOWN, WIDE = 600, 1000
"""What is reckoned for a character that another font has to draw, and for one of East Asia."""


@lru_cache(maxsize=16_384)
def width(text: str, size: float, face: Face = "text") -> float:
    """How wide a text is, in the unit of `size`, the size of its letters."""
    known = widths()[face]
    found = sum(known[each] if each in known else _other(each) for each in text)
    return found * size / 1000


def _other(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return WIDE if unicodedata.east_asian_width(character) in "FW" else UNKNOWN
