"""What is changed in place: entries that are given other numbers, or computed ones."""

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import prod
from typing import Any, TypeVar

import numpy as np

from graph_engine.saying import say

from . import functions, stacks
from .arithmetic import call, operate
from .lines import role_of, term_of
from .placing import part
from .state import State
from .values import (
    WRITTEN,
    Cut,
    Filling,
    Many,
    Missing,
    Scope,
    Table,
    Term,
    Thing,
    Unread,
    number,
    whole,
)

Key = TypeVar("Key", bound=str | int)

FILLED = 400
"""Entries that are filled one by one."""

MENDED = 64
"""Entries of a computed value, some of which are given other computed ones."""


def keys_of(state: State, place: Any) -> tuple[Any, ...]:
    """Known places as numpy takes them. Raises `Unread`."""
    keys: list[Any] = []
    for each in place.items if isinstance(place, Many) else (place,):
        known = whole(each) if isinstance(each, Term) and not each.shape else None
        if known is not None:
            keys.append(known)
        elif isinstance(each, Cut):
            keys.append(each.value)
        else:
            found = term_of(each, state.lines)
            if found.value is None:
                raise Unread(say("which entries these are is not known before the program runs."))
            kind = bool if found.form[:1] in ((">",), ("<",), (">=",), ("<=",), ("==",)) else int
            keys.append(np.asarray(found.value, dtype=kind))
    return tuple(keys)


def changed(state: State, target: ast.Subscript, owner: Term, place: Any, value: Any) -> Any:
    """What `owner[place] = value` makes of the owner; `Filling` where some entries are computed."""
    given = value if isinstance(value, Term) else term_of(value, state.lines)
    _own(state, owner)
    masked = isinstance(place, Term) and place.value is None and place.shape == owner.shape
    if masked:
        if given.shape:
            raise Unread(say("only whole numbers and slices stand in brackets here."))
        return functions.TABLE["where"](state.call("where", (place, given, owner), {}, "numpy"))
    keys = keys_of(state, place)
    known = _known(state, owner)
    if known and given.value is not None and not given.uses:
        made = np.array(owner.value, dtype=float)
        _put(made, keys, given.value)
        if owner.named and state.lines.unused(owner.text) and not _copied(state, owner):
            state.lines.put(owner.text, number(made))
            return replace(owner, value=made)
        return replace(number(made), learned=owner.learned)
    if given.value is not None and not given.uses:
        mask, others = np.zeros(owner.shape), np.zeros(owner.shape)
        _put(mask, keys, 1)
        _put(others, keys, given.value)
        small = number(mask), number(others) if given.shape else given
        return call("where", *small, owner)
    if prod(owner.shape) > (MENDED if owner.value is None else FILLED):
        raise Unread(
            say("entries cannot be put into a computed value, one by one."),
            say("Make it in one piece: `[a, b, c]`."),
        )
    name = target.value.id if isinstance(target.value, ast.Name) else "u"
    if not known and not owner.named:
        owner = state.lines.computed(name, owner)
    cells = np.empty(owner.shape, dtype=object)
    for at in np.ndindex(cells.shape):
        cells[at] = number(float(owner.value[at])) if known else part(owner, at)
    found = Filling(name, cells)
    fill(state, found, keys, given)
    return found


def _copied(state: State, owner: Term) -> bool:
    """Whether something else has the same numbers so far: a copy, or what this is a copy of."""
    values = [each for scope in _around(state) for each in scope.values.values()]
    for holder in _holders(list(values)):
        values += _held_in(holder)
    return any(
        isinstance(each, Term) and each.text == owner.text and each is not owner for each in values
    )


def _known(state: State, owner: Term) -> bool:
    """Whether it is numbers alone. What is computed may have known numbers, too, and is not: a part
    of a weight; nor is a weight from which something has been computed."""
    if owner.value is None or owner.fixed:
        return owner.value is not None
    leaf = state.lines.is_leaf(owner.text)
    return leaf and (not owner.learned or state.lines.unused(owner.text))


def fill(state: State, owner: Filling, keys: tuple[Any, ...], given: Term) -> None:
    """Give some entries their terms."""
    places = np.arange(owner.cells.size).reshape(owner.cells.shape)
    try:
        chosen = places[keys]
    except (IndexError, ValueError, TypeError):
        raise Unread(say("there is no such entry.")) from None
    if given.shape and given.shape != np.shape(chosen):
        raise Unread(say("what stands in this list is not of one size."))
    if given.shape and not given.named and not given.fixed:
        given = state.lines.computed(owner.name, given)
    flat = owner.cells.reshape(-1)
    for at, k in np.ndenumerate(np.asarray(chosen)):
        flat[int(k)] = part(given, at) if given.shape else given
    owner.cells = flat.reshape(owner.cells.shape)


def settled(state: State, scope: Scope, name: str, owner: Filling) -> Any:
    """The whole as one value, once something asks for it."""
    found = stacks.assembled(owner.cells)
    if isinstance(found, Term) and not found.fixed:
        found = state.lines.computed(owner.name, found)
    elif isinstance(found, Term):
        found = state.lines.leaf(owner.name, found, role_of(found))
    scope.values[name] = found
    return found


def _put(made: Any, keys: tuple[Any, ...], value: Any) -> None:
    try:
        made[keys] = value
    except (IndexError, ValueError, TypeError):
        raise Unread(say("there is no such entry.")) from None


def added(state: State, sign: str, owner: Term, place: Any, value: Any) -> Term | None:
    """`owner[place] -= 1` of something computed: known numbers at known places are taken from it;
    None where it is something else."""
    given = value if isinstance(value, Term) else term_of(value, state.lines)
    if owner.value is not None or given.value is None or given.uses or sign not in "+-":
        return None
    _own(state, owner)
    made = np.zeros(owner.shape)
    _put(made, keys_of(state, place), given.value)
    other = number(made)
    if np.size(made) > WRITTEN:
        other = state.lines.leaf("onehot", other, "constant")
    return operate(sign, owner, other)


_WHOLE = re.compile(r"^(?:(?:vec|reshape)\()+")
_VIEW = re.compile(r"\w+(?:\[[^\]]*\]|\.T)+|(?:vec|reshape)\(.*\)")


def _own(state: State, owner: Term) -> None:
    """Raise where it is a part of another value, which would change with it."""
    place = state.lines.places.get(owner.text) if owner.named else None
    text = owner.text if place is None else state.lines.items[place].text
    leaf = place is not None and state.lines.items[place].leaf
    copied = owner.text in state.lines.copies or owner.form[:1] == ("copy",)
    if not leaf and not copied and _VIEW.fullmatch(text):
        _unknown(state, text)
        raise Unread(
            say("this is a part of another value, which would change with it."),
            say("Change that value, or take a copy."),
        )


def rebound(state: State, owner: Any, made: Any) -> bool:
    """All names of what is changed in place stand for what it has become, and so do its places in
    lists, dicts and objects. Whether it has any."""
    scopes = _around(state)
    holders = _holders([each for scope in scopes for each in scope.values.values()])
    todo, found = [(owner, made)], False
    while todo:
        before, after = todo.pop()
        for scope in scopes:
            kept = _held(scope.values, before)
            scope.values.update(dict.fromkeys(kept, after))
            found = found or bool(kept)
        for holder in holders:
            match holder:
                case Many(items=items) if any(each is before for each in items):
                    new = tuple(after if each is before else each for each in items)
                    todo.append((holder, replace(holder, items=new)))
                case Thing():
                    holder.fields.update(dict.fromkeys(_held(holder.fields, before), after))
                case Table():
                    holder.items.update(dict.fromkeys(_held(holder.items, before), after))
    return found


def _around(state: State) -> list[Scope]:
    """The scopes whose names can stand for the same thing as here."""
    todo: list[Scope] = [state.scope]
    seen: list[Scope] = []
    while todo:
        scope = todo.pop()
        if not any(scope is each for each in seen):
            seen.append(scope)
            todo += [each for each in (scope.outer, scope.caller) if each is not None]
    return seen


def _holders(values: list[Any]) -> list[Many | Thing | Table]:
    """The lists, dicts and objects among these, and those in them."""
    found: dict[int, Many | Thing | Table] = {}
    while values:
        each = values.pop()
        if not isinstance(each, Many | Thing | Table) or id(each) in found:
            continue
        found[id(each)] = each
        values += _held_in(each)
    return [*found.values()]


def _held_in(holder: Many | Thing | Table) -> Iterable[Any]:
    """What a list, a dict or an object has."""
    match holder:
        case Many(items=items):
            return items
        case Table(items=entries):
            return entries.values()
        case Thing(fields=fields):
            return fields.values()


def _held(items: Mapping[Key, Any], owner: Any) -> list[Key]:
    return [key for key, each in items.items() if each is owner]


def _unknown(state: State, text: str) -> None:
    """A part of something is to be changed: what has the whole is not known from here on."""
    lines, line = state.lines, Missing(state.lines.source)
    while _VIEW.fullmatch(text):
        text = _WHOLE.sub("", text).partition("[")[0].partition(".")[0].partition(",")[0].strip(")")
        for scope in _around(state):
            names = [k for k, x in scope.values.items() if isinstance(x, Term) and x.text == text]
            scope.values.update(dict.fromkeys(names, line))
        place = lines.places.get(text)
        text = "" if place is None else lines.items[place].text


def replaced(state: State, owner: Any, made: Any) -> None:
    """The same of a list. Raises `Unread` where it stands nowhere."""
    if not rebound(state, owner, made):
        raise Unread(say("only a list can be added to."))
