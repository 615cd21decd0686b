"""Which numbers of a text belong to which layer, so that a page can hide them without asking.

A text is written twice, the second time with each number as a mark of its layer (`MARKED`); what
stands between the marks is the same in both.
"""

import re
from collections.abc import Sequence

from .numbers import LAYER_OF, MINUS, UNKNOWN

Piece = tuple[str, str, str]
"""A piece of a text, the layers that hide it (with blanks between), and what is written then."""

_MARK = re.compile(f"([{''.join(LAYER_OF)}])")


def pieces(plain: str, marked: str) -> list[Piece]:
    """A text in pieces, each of one layer or of none; empty where it has no number of a layer.

    Where the two texts are not alike, the whole is one piece of all its layers.
    """
    parts = _MARK.split(marked)
    if len(parts) == 1:
        return []
    found = _split(plain, parts)
    if not found:
        return [(plain, " ".join(layers(marked)), _MARK.sub(UNKNOWN[0], marked))]
    return [
        (text, LAYER_OF.get(part, ""), UNKNOWN[0] if part in LAYER_OF else text)
        for text, part in zip(found, parts, strict=True)
        if text
    ]


def _split(plain: str, parts: Sequence[str]) -> list[str]:
    """The pieces of a text, by what stands between its numbers; empty where it is not alike.

    Parts take turns: what stands between, a mark. A number goes as far as what follows it begins,
    the last one to the end, so no pattern has to be made for each sentence.
    """
    # A sum has a minus where a term is negative.
    folded = plain.replace(MINUS, "+")
    between = [part.replace(MINUS, "+") for part in parts[::2]]
    if not folded.startswith(between[0]):
        return []
    at = len(between[0])
    found = [plain[:at]]
    for k, follows in enumerate(between[1:], start=1):
        least = at + 1
        if k == len(between) - 1:
            end = len(plain) - len(follows)
            end = end if end >= least and folded.endswith(follows) else -1
        else:
            end = folded.find(follows, least) if follows else least
        if end < 0:
            return []
        found += [plain[at:end], plain[end : end + len(follows)]]
        at = end + len(follows)
    return found


def layers(marked: str) -> list[str]:
    """The layers whose numbers a marked text has."""
    return [name for mark, name in LAYER_OF.items() if mark in marked]
