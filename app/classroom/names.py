"""The names that people may give themselves, where a lecturer has switched names on.

A name is a text and nothing more: nobody is looked up by it, and two people may have the same. It
stands in a ballot of its own that nobody is asked by (`store.NAMES`), so that one sent twice, late
or by another process is what any answer is; an empty one is none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from unicodedata import category, normalize

from .store import Answer

Names = Mapping[bytes, str]
"""What people are called, by who they are; while names are off nobody is called anything."""
NAMELESS: Names = {}

_JOINING = "\u200c\u200d"
"""Signs without a width that words of some scripts are written with."""
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
"""Letters and signs of which nothing is drawn."""
_UNDRAWN = dict.fromkeys(map(ord, (*_JOINING, *map(chr, range(0xFE00, 0xFE10)))))
"""What two names that look alike may differ by: joining signs, and how a sign is to be drawn."""


def tidy(text: str) -> str:
    """A name in one line, its accents composed, without spaces around."""
    return " ".join(normalize("NFC", text).split())


def plain(name: str) -> bool:
    """Whether it is seen: nothing in it rules the line, or writes it the other way round, and it is
    not made of accents and joining signs alone."""
    kinds = {category(each)[0] for each in name if each not in _JOINING}
    drawn = not name or not kinds.isdisjoint("LNPS")
    return drawn and "C" not in kinds and set(_BLANK).isdisjoint(name)


def _alike(name: str) -> str:
    """The same of names that look alike."""
    return name.casefold().translate(_UNDRAWN)


def called(answers: Sequence[Answer]) -> Names:
    """What people are called: those of one name have a number behind it."""
    given = sorted((each.person, each.text) for each in answers if each.text)
    many = Counter(_alike(text) for _person, text in given)
    seen: Counter[str] = Counter()
    found: dict[bytes, str] = {}
    for person, text in given:
        folded = _alike(text)
        found[person] = text
        while many[folded] > 1 and _alike(found[person]) in many:
            seen[folded] += 1
            found[person] = f"{text} ({seen[folded]})"
    return found
