"""Python's own functions, as far as a network's program uses them."""

from dataclasses import replace
from typing import Any

import numpy as np

from graph_engine.saying import say

from . import letters, libraries
from .applying import applied
from .expressions import iterated, written_out
from .lines import term_of
from .state import Apply, State, Steps
from .values import (
    Many,
    Nothing,
    Stack,
    Table,
    Term,
    Text,
    Unread,
    key_in,
    number,
    whole,
)

# -- Python's own ---------------------------------------------------------------------------


_ENDLESS = ("inf", "Inf", "infinity", "Infinity")


def endless(state: State, *, negative: bool = False) -> Term:
    """∞ as a number that can be computed with, as it is used in masks."""
    state.say(say("∞ is written as 1e9 here: a mask does the same with it."))
    return number(-1e9 if negative else 1e9)


ROUNDS = 2000
"""Numbers of a `range` that are there one by one; of the others only how many they are."""


def _begun(value: Any) -> tuple[Any, ...]:
    """What is gone through; of a long `range` its beginning."""
    return value.items if isinstance(value, Many) else iterated(value)


def _length(value: Any) -> int:
    """How many items, or rows."""
    if isinstance(value, Term | Stack) and value.shape:
        return value.shape[0]
    return value.count if isinstance(value, Many) else len(iterated(value))


def called(state: State, name: str, args: tuple[Any, ...], words: dict[str, Any]) -> Steps:
    """What one of Python's own functions gives."""
    call = state.call(name, args, words, "python")
    match name:
        case "range":
            known = [whole(each) for each in args]
            ends = [each for each in known if each is not None]
            if len(ends) < len(args) or not ends:
                raise Unread(say("how often this goes round is not known."))
            found = range(*ends[:3]) if len(ends) < 3 or ends[2] else range(0)
            first = tuple(number(each) for each in found[:ROUNDS])
            return Many(first, more=max(0, len(found) - ROUNDS))
        case "len":
            return number(_length(args[0]))
        case "zip":
            pairs = tuple(map(Many, zip(*map(_begun, args), strict=False)))
            return Many(pairs, more=min(map(_length, args), default=0) - len(pairs))
        case "enumerate":
            start = whole(args[1]) or 0 if len(args) > 1 else whole(words.get("start")) or 0
            items = tuple(Many((number(k), x)) for k, x in enumerate(_begun(args[0]), start))
            return Many(items, more=_length(args[0]) - len(items))
        case "list" | "tuple" if args and isinstance(args[0], Many) and args[0].more:
            return args[0]
        case "list" | "tuple" | "iter":
            return Many(iterated(args[0])) if args else Many(())
        case "set":
            return Many(letters.distinct(iterated(args[0])) if args else ())
        case "sorted":
            call.get(-1, "reverse")
            if "key" in words:
                raise call.otherwise("key")
            return Many(letters.ordered(iterated(args[0]), down=call.flag("reverse")))
        case "ord" if isinstance(args[0], Text) and len(args[0].text) == 1:
            return number(ord(args[0].text))
        case "reversed":
            return Many(iterated(args[0])[::-1])
        case "map":
            found_items = []
            for item in iterated(args[1]):
                found_items.append((yield Apply(args[0], (item,))))
            return Many(tuple(found_items))
        case "float" | "int" | "bool":
            if args and isinstance(args[0], Text) and args[0].text.strip("+-") in _ENDLESS:
                return endless(state, negative=args[0].text.startswith("-"))
            if not args or isinstance(args[0], Text | Nothing):
                raise Unread(say("this is not known before the program runs."))
            x = term_of(args[0], state.lines)
            if name != "float" and x.value is not None:
                known = np.reshape(x.value, -1)[0]
                return number(int(bool(known) if name == "bool" else known))
            return replace(number(float(x.value)), named=False) if x.fixed else x
        case "round":
            x = term_of(args[0], state.lines)
            digits = whole(args[1] if len(args) > 1 else words.get("ndigits"))
            plain = x.fixed and x.value is not None and not x.shape
            return replace(number(round(x.value, digits)), drawn=x.drawn) if plain else x
        case "dict":
            return Table({key_in(Text(key)): each for key, each in words.items()})
        case "super" | "isinstance" | "hasattr" | "any" | "all" | "getattr" | "type" | "next":
            return Nothing(name)
        case "str" | "repr" | "format":
            return written_out(args[0]) if args else Text("")
    if any(isinstance(each, Many) and each.more for each in args):
        raise Unread(say("this list is too long."))
    does = libraries.function(f"math.{name}")
    if does is None:
        raise Unread(say("`%(name)s` is not read here.", name=name))
    return applied(call, does)
