"""Python's own functions, as far as a network's program uses them."""

from dataclasses import replace
from typing import Any

import numpy as np

from graph_engine.saying import say

from . import libraries
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
            return Many(tuple(number(each) for each in found[:2000]))
        case "len":
            first = args[0]
            if isinstance(first, Term | Stack) and first.shape:
                return number(first.shape[0])
            return number(len(iterated(first)))
        case "zip":
            return Many(tuple(Many(each) for each in zip(*map(iterated, args), strict=False)))
        case "enumerate":
            start = whole(args[1]) or 0 if len(args) > 1 else whole(words.get("start")) or 0
            items = iterated(args[0])
            return Many(tuple(Many((number(k), x)) for k, x in enumerate(items, start)))
        case "list" | "tuple" | "sorted" | "iter":
            return Many(iterated(args[0])) if args else Many(())
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
                return number(int(np.reshape(x.value, -1)[0]))
            return replace(number(float(x.value)), named=False) if x.fixed else x
        case "round":
            return term_of(args[0], state.lines)
        case "dict":
            return Table({key_in(Text(key)): each for key, each in words.items()})
        case "super" | "isinstance" | "hasattr" | "any" | "all" | "getattr" | "type" | "next":
            return Nothing(name)
        case "str" | "repr" | "format":
            return written_out(args[0]) if args else Text("")
    does = libraries.function(f"math.{name}")
    if does is None:
        raise Unread(say("`%(name)s` is not read here.", name=name))
    return does(call)
