"""The operands of a call: by their order, by their names; what they may be."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graph_engine.saying import say

from .lines import Lines, term_of
from .values import Many, Plain, Term, Text, Unread, is_none, whole


@dataclass(frozen=True)
class Call:
    """A call of something known."""

    name: str
    """As it was typed."""
    given: tuple[Any, ...]
    """The operands that have no names."""
    words: Mapping[str, Any]
    lines: Lines
    library: str = ""
    asked: set[str | int] = field(default_factory=set)
    """The operands that were looked at, by their places and names."""

    @property
    def args(self) -> tuple[Any, ...]:
        """All operands that have no names, for whom it does not matter how many they are."""
        self.asked.update(range(len(self.given)))
        return self.given

    def has(self, place: int, *names: str) -> bool:
        """Whether there is an operand at a place, or of a name, that is not None."""
        return self.get(place, *names) is not None

    def get(self, place: int, *names: str) -> Any:
        """The operand at a place, or of one of these names; None where there is none."""
        self.asked.update((place, *names))
        found = self.given[place] if 0 <= place < len(self.given) else None
        for name in names:
            found = self.words.get(name, found)
        return None if is_none(found) else found

    def settled(self) -> None:
        """Raise where something was said that nobody has looked at: it would be read otherwise."""
        for place, value in enumerate(self.given):
            said_here = (
                isinstance(value, Term | Many)
                or _chooses(value)
                or bool(getattr(value, "value", None) is True)
            )
            if place not in self.asked and said_here:
                said = value.text if isinstance(value, Term) else ""
                raise self.otherwise(said if len(said) in range(1, 20) else str(place + 1))
        for word, value in self.words.items():
            if word not in self.asked and word not in ASIDE and not _usual(word, value):
                raise self.otherwise(word)

    def otherwise(self, word: str) -> Unread:
        """What is said of a function that is known, but not with this."""
        return Unread(
            say("`%(name)s` with `%(argument)s` is not read here.", name=self.name, argument=word),
            say("Write it with operations that the reference has."),
        )

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

    def kept(self) -> bool:
        """Whether the axis that is reduced stays, with one entry; PyTorch says it third, too."""
        third = self.get(2) if self.library == "torch" else None
        return self.flag("keepdims", "keepdim") or (isinstance(third, Plain) and bool(third.value))

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


ASIDE = frozenset(
    {"dtype", "device", "inplace", "copy", "order", "layout", "memory_format", "non_blocking",
     "pin_memory", "generator", "requires_grad", "name", "precision", "optimize", "momentum",
     "preferred_element_type", "label", "_children", "_op", "track_running_stats", "size_average",
     "reduce"}
)  # fmt: skip
"""Words that say how a library computes, and nothing of what."""

USUAL: Mapping[str, object] = {
    "label_smoothing": 0, "ignore_index": -100, "dilation": 1, "groups": 1, "ceil_mode": False,
    "count_include_pad": True, "return_indices": False, "padding_mode": "zeros", "beta": 1,
    "threshold": 20, "delta": 1, "approximate": "none", "alpha": 1, "affine": True,
    "elementwise_affine": True, "batch_first": False, "bidirectional": False, "num_layers": 1,
    "nonlinearity": "tanh", "dropout": 0, "sorted": True, "training": False, "p": 2, "eps": 1e-12,
}  # fmt: skip
"""What words say that are not said, where a function does not look at them."""


_KINDS = re.compile(r"(?:float|int|uint|bool|double|long|half|complex)_?\d*|[fi][248]?")


def _chooses(value: Any) -> bool:
    """Whether it is a word, and no kind of numbers."""
    return isinstance(value, Text) and _KINDS.fullmatch(value.text) is None


def _usual(word: str, value: Any) -> bool:
    """Whether a word says what holds without it."""
    if is_none(value):
        return True
    said = value.text if isinstance(value, Text) else getattr(value, "value", None)
    return word in USUAL and bool(np.all(said == USUAL[word]))
