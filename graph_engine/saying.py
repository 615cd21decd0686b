"""Texts that keep their pattern and what was put into it, so that others can say them again.

The engine speaks English and knows of no other language; who shows its texts may translate the
pattern and put the same values into it.
"""

from collections.abc import Mapping
from typing import Self


class Said(str):
    """An English text that was made of a pattern: `"There is no %(name)s."` and its values."""

    __slots__ = ("many", "pattern", "values")

    pattern: str
    values: Mapping[str, object]
    many: str
    """The pattern for any count but one, where something is counted: `num` among the values."""

    def __new__(cls, pattern: str, values: Mapping[str, object], many: str = "") -> Self:
        """The text; without values the pattern is taken as it is, percent signs and all."""
        said = many if many and values["num"] != 1 else pattern
        text = super().__new__(cls, said % values if values else said)
        text.pattern = pattern
        text.values = values
        text.many = many
        return text

    def __reduce__(self) -> tuple[type[Self], tuple[str, Mapping[str, object], str]]:
        """It is copied with its pattern, not as a bare text."""
        return type(self), (self.pattern, self.values, self.many)


def say(pattern: str, /, **values: object) -> Said:
    """The pattern with its values: `say("There is no %(name)s.", name="z")`."""
    return Said(pattern, values)


def counted(one: str, many: str, count: int) -> Said:
    """So many of something, each language in its own forms: `%(num)s sample`, `%(num)s samples`."""
    return Said(one, {"num": count}, many)
