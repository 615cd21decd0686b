"""The names that people may give themselves, where a lecturer has switched names on.

A name is a text and nothing more: nobody is looked up by it, and two people may have the same. It
stands in a ballot of its own that nobody is asked by (`store.NAMES`), so that one sent twice, late
or by another process is what any answer is; an empty one is none.
"""

from collections import Counter
from collections.abc import Sequence
from unicodedata import category, normalize

from .store import Answer

_JOINING = "\u200c\u200d"
"""Signs without a width that words of some scripts are written with."""


def tidy(text: str) -> str:
    """A name in one line, its accents composed, without spaces around."""
    return " ".join(normalize("NFC", text).split())


def plain(name: str) -> bool:
    """Whether all of it is seen: nothing in it rules the line, or writes it the other way round."""
    return not any(category(each)[0] == "C" and each not in _JOINING for each in name)


def called(answers: Sequence[Answer]) -> dict[bytes, str]:
    """What people are called, by who they are: those of one name have a number behind it."""
    given = sorted((each.person, each.text) for each in answers if each.text)
    many = Counter(text.casefold() for _person, text in given)
    seen: Counter[str] = Counter()
    found: dict[bytes, str] = {}
    for person, text in given:
        folded = text.casefold()
        found[person] = text
        while many[folded] > 1 and found[person].casefold() in many:
            seen[folded] += 1
            found[person] = f"{text} ({seen[folded]})"
    return found
