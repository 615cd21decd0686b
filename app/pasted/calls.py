"""The operands of a call: by their order, by their names; what they may be."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph_engine.saying import say

from .lines import Lines, term_of
from .values import Many, Plain, Term, Text, Unread, whole


@dataclass(frozen=True)
class Call:
    """A call of something known."""

    name: str
    """As it was typed."""
    args: tuple[Any, ...]
    words: Mapping[str, Any]
    lines: Lines
    library: str = ""

    def has(self, place: int, *names: str) -> bool:
        """Whether there is an operand at a place, or of a name, that is not None."""
        return self.get(place, *names) is not None

    def get(self, place: int, *names: str) -> Any:
        """The operand at a place, or of one of these names; None where there is none."""
        found = self.args[place] if 0 <= place < len(self.args) else None
        for name in names:
            found = self.words.get(name, found)
        return None if isinstance(found, Plain) and found.value is None else found

    def term(self, place: int, *names: str) -> Term:
        """The same as a term."""
        found = self.get(place, *names)
        if found is None:
            raise Unread(say("`%(name)s` needs one operand more.", name=self.name))
        return term_of(found, self.lines)

    def axis(self, place: int = 1) -> int | None:
        """The axis that is said; None where it is over everything."""
        found = self.get(place, "axis", "dim")
        if found is None:
            return None
        if isinstance(found, Many) and len(found.items) == 1:
            found = found.items[0]
        known = whole(found)
        if known is None:
            raise Unread(say("an axis is a whole number here."))
        return known

    def flag(self, *names: str) -> bool:
        """Whether something is said to be so."""
        found = self.get(-1, *names)
        return isinstance(found, Plain) and bool(found.value)

    def word(self, usual: str, *names: str) -> str:
        """A word that chooses, as `reduction="sum"`."""
        found = self.get(-1, *names)
        return found.text if isinstance(found, Text) else usual

    def sizes(self, place: int = 0, *names: str) -> tuple[int, ...]:
        """Whole numbers: `(2, 3)`, or `2, 3`."""
        found = self.get(place, "size", "shape", *names)
        items = found.items if isinstance(found, Many) else self.args[place:]
        if not isinstance(found, Many) and not self.args[place:]:
            items = (found,)
        known = [whole(item) for item in items if not isinstance(item, Plain | Text)]
        if any(each is None for each in known):
            raise Unread(say("a size is a whole number."))
        sizes = tuple(int(each) for each in known if each is not None)
        total = 1
        for each in sizes:
            total *= max(abs(each), 1)
            if total > 2_000_000:
                raise Unread(say("a value has at most %(most)s entries.", most=2_000_000))
        return sizes


Does = Callable[[Call], Any]
"""What a known function gives."""
