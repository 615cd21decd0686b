"""What a slot is: an element of the picture, or of the strip, that changes with the steps."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, Literal, ParamSpec

from graph_engine import Edge

from ..wording.words import Words

Attribute = Literal["state", "text", "path", "warn", "heat", "ribbon", "bar", "line"]
WireKey = Edge | int
"""A wire: an edge, or the index of the node whose result leaves the picture."""

Place = tuple[Literal["node", "wire"], float, float]
"""Beside what a text stands, and where from its middle."""

P = ParamSpec("P")
Writer = Callable[[Words, Any], str]


@dataclass(frozen=True, kw_only=True)
class Slot(Generic[P]):
    """A family of slots, one for each of `of(words)`; called with one of these it is its name."""

    named: Callable[P, str]
    of: Callable[[Words], Iterable[Any]]
    """The parts of a story that have such a slot: what `named` takes."""
    first: Mapping[Attribute, str]
    """What there is before the first step."""
    facts: tuple[str, ...] = ()
    """Facts that fill it (`Fact.what`): their target is what `named` takes."""
    write: Writer = lambda words, number: words.product(number)
    """The number of such a fact as it is written."""
    asked: str = ""
    """What is written while it is asked for."""
    at: Place | None = None
    """Where its text stands; None: the template knows it."""
    say: str = ""
    """The words that a screen reader says before it."""
    ask: str = "?"
    """What is written where Predict asks for it."""
    layer: str = ""
    """The layers that it is hidden with, with blanks between: its numbers are nowhere then."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> str:
        """How it is called."""
        return self.named(*args, **kwargs)

    def name_of(self, target: Any) -> str:
        """How the slot of a target is called."""
        named: Callable[..., str] = self.named
        return named(*target) if isinstance(target, tuple) else named(target)


SLOTS: dict[str, Slot[Any]] = {}
"""Every slot by its function's name."""


def by_fact() -> Mapping[str, list[Slot[Any]]]:
    """The slots that each kind of fact fills."""
    found: dict[str, list[Slot[Any]]] = {}
    for each in SLOTS.values():
        for what in each.facts:
            found.setdefault(what, []).append(each)
    return found


def slot(
    of: Callable[[Words], Iterable[Any]],
    *,
    facts: tuple[str, ...] = (),
    write: Writer | None = None,
    asked: str = "",
    at: Place | None = None,
    say: str = "",
    ask: str = "?",
    layer: str = "",
    **first: str,
) -> Callable[[Callable[P, str]], Slot[P]]:
    """Declare a slot; `first` has the attributes that it has, as they are before the first step.

    Raises `ValueError` where a slot of this name is declared already.
    """

    def declared(named: Callable[P, str]) -> Slot[P]:
        more: dict[str, Any] = {} if write is None else {"write": write}
        found = Slot(
            named=named,
            of=of,
            first=MappingProxyType(dict(first)),  # type: ignore[arg-type]  # keywords are names of attributes
            facts=facts,
            asked=asked,
            at=at,
            say=say,
            ask=ask,
            layer=layer,
            **more,
        )
        if SLOTS.setdefault(named.__name__, found) is not found:
            raise ValueError(
                f"there is a slot `{named.__name__}` already: give this one its own name"
            )
        return found

    return declared
