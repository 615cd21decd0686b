"""Names: numbers become leaves, what is computed lines; places in lists and in objects."""

import ast
import re
from dataclasses import replace
from typing import Any

import numpy as np

from graph_engine.saying import say

from . import layers, stacks
from .expressions import iterated
from .left_out import AGAIN, UPDATES
from .lines import role_of, term_of
from .state import State, Steps
from .values import (
    Cut,
    Layer,
    Many,
    Nothing,
    Stack,
    Table,
    Term,
    Text,
    Thing,
    Unread,
    number,
    whole,
)

# -- names ----------------------------------------------------------------------------------


def assign(state: State, target: ast.expr, value: Any) -> Steps:
    """Give a value its name, or its place."""
    match target:
        case ast.Name(id=name):
            before = state.scope.values.get(name)
            if state.after and isinstance(before, Term) and isinstance(value, Term):
                return state.leave(AGAIN, target.lineno)
            state.scope.values[name] = named(state, name, value)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            if isinstance(value, Nothing):
                parts: tuple[Any, ...] = (value,) * len(targets)
            else:
                parts = iterated(value)
            if len(parts) != len(targets):
                raise Unread(say("there are %(count)s values here.", count=len(parts)))
            for each, part in zip(targets, parts, strict=True):
                yield from assign(state, each, part)
        case ast.Attribute(attr=name):
            owner = yield target.value
            _set(state, owner, name, value, target)
        case ast.Subscript():
            owner = yield target.value
            place = yield target.slice
            yield from _placed(state, target, owner, place, value)
        case _:
            raise Unread(say("nothing can be given to this."))


def named(state: State, name: str, value: Any) -> Any:
    """A value under a name: numbers become a leaf, what is computed a line."""
    lines = state.lines
    match value:
        case Stack() | Term() if stacks.several(value) and (
            isinstance(value, Stack) or (value.fixed and value.value is not None)
        ):
            return stacks.named(lines, name, value)
        case Term(fixed=True) if value.made or value.shape or np.isfinite(float(value.value)):
            return lines.leaf(name, value, role_of(value))
        case Term(named=True):
            if state.ours:
                stop = re.search(r"# .*: stop", state.source.lines[lines.source - 1])
                text = f"detach({value.text})" if stop else value.text
                return lines.computed(name, replace(value, named=False, text=text))
            return value
        case Term():
            return lines.computed(name, value)
        case Many(items=items) if items and all(isinstance(each, Term) for each in items):
            if all(each.fixed and each.learned and not each.shape for each in items):
                made = [lines.leaf(f"{name}{k}", each, "weight") for k, each in enumerate(items, 1)]
                return Many(tuple(made))
            if all(each.fixed and each.shape for each in items):
                return Many(
                    tuple(
                        lines.leaf(f"{name}{k}", each, role_of(each))
                        for k, each in enumerate(items, 1)
                    )
                )
            if all(each.fixed and each.value is not None for each in items) and not any(
                each.shape for each in items
            ):
                return lines.leaf(name, term_of(Many(items), lines))
            return Many(items, name)
        case Many(items=items) if items and _of_arrays(items):
            rows = [
                Many(tuple(named(state, f"{name}{k}_{j}", each) for j, each in enumerate(row, 1)))
                for k, row in enumerate((each.items for each in items), 1)
            ]
            return Many(tuple(rows))
        case Many(items=items) if items and all(isinstance(each, Many) for each in items):
            flat = [each for row in items for each in row.items]
            if len({len(row.items) for row in items}) == 1 and all(
                isinstance(each, Term) and each.fixed and not each.shape and not each.learned
                for each in flat
            ):
                return lines.leaf(name, term_of(Many(items), lines))
    return value


def _of_arrays(items: tuple[Any, ...]) -> bool:
    """Whether these are lists of vectors and matrices: the weights and the bias of each layer."""
    return all(
        isinstance(row, Many)
        and all(isinstance(each, Term) and each.fixed and each.shape for each in row.items)
        for row in items
    )


def _set(state: State, owner: Any, name: str, value: Any, target: ast.Attribute) -> None:
    """`self.w = …`, `x.requires_grad = True`, `layer.weight = …`"""
    match owner:
        case Thing():
            owner.fields[name] = named(state, _beside(owner, name), value)
        case Layer(kind="Linear" | "Conv1d" | "Conv2d" | "Embedding", parts=parts):
            if name in ("weight", "bias"):
                given = term_of(value, state.lines)
                layers.set_numbers(state.lines, parts[0] if name == "weight" else parts[-1], given)
        case Stack():
            if name == "requires_grad":
                for item in owner.items.flat:
                    state.lines.become(item.text, "weight")
        case Term():
            if name == "requires_grad" and owner.named:
                state.lines.become(owner.text, "weight")
            elif name == "data" and not state.after:
                layers.set_numbers(state.lines, owner, term_of(value, state.lines))
            elif name == "data":
                state.leave(UPDATES, target.lineno)


_SLOPE = re.compile(r"(d_?|grad_)(\w+)|(\w+)(_grad)")


def _beside(owner: Thing, name: str) -> str:
    """`self.dW` is called after the W of the same object: the gradient of W_2 is dW_2."""
    found = _SLOPE.fullmatch(name)
    of = owner.fields.get(found[2] or found[3]) if found else None
    if found is None or not isinstance(of, Term) or not of.named:
        return name
    return f"{found[1] or ''}{of.text}{found[4] or ''}"


def _placed(state: State, target: ast.Subscript, owner: Any, place: Any, value: Any) -> Steps:
    """`params["W1"] = …`, `Y[0, 1] = 1`"""
    match owner:
        case Table():
            if not isinstance(place, Text):
                raise Unread(say("only names in quotes stand for values in a `dict` here."))
            owner.items[place.text] = named(state, place.text, value)
        case Many(items=items) if whole(place) is not None:
            k = whole(place) or 0
            if not -len(items) <= k < len(items):
                raise Unread(say("there is no entry %(place)s in this list.", place=k))
            new = list(items)
            new[k] = value
            yield from assign(state, target.value, Many(tuple(new)))
        case Term():
            yield from _entries(state, target, owner, place, value)


def _entries(state: State, target: ast.Subscript, owner: Term, place: Any, value: Any) -> Steps:
    """Some entries of known numbers get others: these are other numbers, not an operation."""
    given = value if isinstance(value, Term) else term_of(value, state.lines)
    if owner.value is None or given.value is None:
        raise Unread(
            say("entries cannot be put into a computed value, one by one."),
            say("Make it in one piece: `[a, b, c]`."),
        )
    places = place.items if isinstance(place, Many) else (place,)
    keys: list[Any] = []
    for each in places:
        known = whole(each) if isinstance(each, Term) and not each.shape else None
        if known is not None:
            keys.append(known)
        elif isinstance(each, Cut):
            keys.append(each.value)
        else:
            keys.append(np.asarray(term_of(each, state.lines).value, dtype=int))
    made = np.array(owner.value, dtype=float)
    try:
        made[tuple(keys)] = given.value
    except (IndexError, ValueError, TypeError):
        raise Unread(say("there is no such entry.")) from None
    if isinstance(target.value, ast.Name):
        name, fresh = target.value.id, number(made)
        if owner.named and not any(owner.text in each.uses for each in state.lines.items):
            at = state.lines.places[owner.text]
            text = state.lines.leaf(name, fresh).text
            moved = state.lines.items.pop()
            state.lines.taken.discard(text)
            del state.lines.places[text]
            state.lines.items[at] = replace(state.lines.items[at], text=moved.text)
            state.scope.values[name] = replace(owner, value=made)
        else:
            state.scope.values[name] = state.lines.leaf(name, fresh)
    yield from ()


def assign_loop(state: State, target: ast.expr, value: Any) -> Steps:
    """The names of a loop: they stand for what is there, and get no line."""
    if isinstance(target, ast.Name):
        state.scope.values[target.id] = value
        return
    if not isinstance(target, ast.Tuple | ast.List):
        yield from assign(state, target, value)
        return
    parts = iterated(value)
    if len(parts) != len(target.elts):
        raise Unread(say("there are %(count)s values here.", count=len(parts)))
    for each, part in zip(target.elts, parts, strict=True):
        yield from assign_loop(state, each, part)
