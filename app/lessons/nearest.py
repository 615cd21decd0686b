"""The lesson that somebody probably meant: by a misspelt address, or by a piece of its text."""

from difflib import SequenceMatcher

from . import Lesson, lessons

USUAL = "example-2"
LONGEST = 600
"""Characters that are compared; a lesson differs from the others long before."""


def by_slug(slug: str) -> Lesson:
    """The lesson whose address is most like this one."""
    return _nearest({name: name for name in lessons()}, slug[:80].lower())


def by_program(text: str) -> Lesson:
    """The lesson whose program is most like this text, of which only the start may be there."""
    start = text[:LONGEST]
    return _nearest({s: each.program[: len(start)] for s, each in lessons().items()}, start)


def _nearest(texts: dict[str, str], wanted: str) -> Lesson:
    scores = {slug: SequenceMatcher(None, text, wanted).ratio() for slug, text in texts.items()}
    best = max(scores, key=lambda slug: (scores[slug], slug == USUAL))
    return lessons()[best if scores[best] > 0.5 else USUAL]
