"""Texts that a pasted program goes through letter by letter: words, and places in an alphabet."""

from typing import Any

from graph_engine.saying import say

from .values import Cut, Many, Nothing, Term, Text, Unread, number, whole

_TO_TEXT = frozenset({"lower", "upper", "strip", "rstrip", "lstrip", "replace", "title"})
_TO_TEXTS = frozenset({"split", "splitlines"})
_TO_NUMBER = frozenset({"index", "find", "count"})
KNOWN = _TO_TEXT | _TO_TEXTS | _TO_NUMBER | {"join"}
"""Methods of a text that are read."""


def subscript(text: str, place: Any) -> Any:
    """A letter of a text, or a part of it."""
    if isinstance(place, Cut) and isinstance(place.value, slice):
        return Text(text[place.value])
    at = whole(place) if isinstance(place, Term) else None
    if at is None or not -len(text) <= at < len(text):
        raise Unread(say("there is no entry %(place)s in this list.", place=str(at)))
    return Text(text[at])


def method(text: str, name: str, args: tuple[Any, ...]) -> Any:
    """What a method of a text gives; nothing where that is not known."""
    if name == "join":
        items = args[0].items if args and isinstance(args[0], Many) else ()
        known = [each.text for each in items if isinstance(each, Text)]
        return Text(text.join(known)) if items and len(known) == len(items) else Nothing(name)
    given = [each.text if isinstance(each, Text) else whole(each) for each in args]
    if None in given or len(text) * (1 + sum(len(str(each)) for each in given)) > 100_000:
        return Nothing(name)
    found: Any = getattr(text, name)(*given)
    if name in _TO_NUMBER:
        return number(found)
    return Text(found) if name in _TO_TEXT else Many(tuple(map(Text, found)))


def distinct(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """The items of a `set`, in order: those of a text in that of the alphabet."""
    found = {_order(each): each for each in items}
    return tuple(found[key] for key in sorted(found))


def ordered(items: tuple[Any, ...], *, down: bool) -> tuple[Any, ...]:
    """The items of `sorted`."""
    return tuple(sorted(items, key=_order, reverse=down))


def _order(item: Any) -> tuple[int, Any]:
    if isinstance(item, Text):
        return 0, item.text
    if isinstance(item, Term) and item.value is not None and not item.shape:
        return 1, float(item.value)
    if isinstance(item, Many):
        return 2, tuple(map(_order, item.items))
    raise Unread(say("the order of these is not known before the program runs."))
