"""Texts that keep their pattern and what was put into it, so that others can say them again.

The engine speaks English and knows of no other language; who shows its texts may translate the
pattern and put the same values into it.
"""

from collections.abc import Mapping
from typing import Self


class Said(str):
    """An English text that was made of a pattern: `"There is no %(name)s."` and its values."""

    __slots__ = ("pattern", "values")

    pattern: str
    values: Mapping[str, object]

    def __new__(cls, pattern: str, values: Mapping[str, object]) -> Self:
        """The text; without values the pattern is taken as it is, percent signs and all."""
        text = super().__new__(cls, pattern % values if values else pattern)
        text.pattern = pattern
        text.values = values
        return text

    def __reduce__(self) -> tuple[type[Self], tuple[str, Mapping[str, object]]]:
        """It is copied with its pattern, not as a bare text."""
        return type(self), (self.pattern, self.values)


def say(pattern: str, /, **values: object) -> Said:
    """The pattern with its values: `say("There is no %(name)s.", name="z")`."""
    return Said(pattern, values)
