"""Names: numbers become leaves, what is computed lines; places in lists and in objects."""

import ast
import re
from dataclasses import replace
from typing import Any

import numpy as np

from graph_engine.saying import say

from . import inplace, layers, stacks
from .expressions import iterated
from .left_out import AGAIN, UPDATES
from .lines import role_of, term_of
from .state import State, Steps
from .values import (
    Class,
    Filling,
    Layer,
    Many,
    Nothing,
    Stack,
    Table,
    Term,
    Thing,
    Unread,
    key_in,
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
            counts = bool(state.unrolled) and _counts(value)
            state.scope.values[name] = value if counts else named(state, name, value)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            if isinstance(value, Nothing):
                parts: tuple[Any, ...] = (value,) * len(targets)
            else:
                parts = iterated(value)
            for each, part in paired(targets, parts):
                yield from assign(state, each, part)
        case ast.Attribute(attr=name):
            owner = yield target.value
            _set(state, owner, name, value, target)
        case ast.Subscript():
            target, places = _flat(state, target)
            known = target.value.id if isinstance(target.value, ast.Name) else ""
            owner = state.scope.find(known)
            if not isinstance(owner, Filling):
                owner = yield target.value
            place = yield places
            yield from _placed(state, target, owner, place, value)
        case _:
            raise Unread(say("nothing can be given to this."))


def _counts(value: Any) -> bool:
    """Whether this is a whole number alone: a place, or how many there are."""
    return isinstance(value, Term) and value.fixed and isinstance(value.value, int)


def _flat(state: State, target: ast.Subscript) -> tuple[ast.Subscript, ast.expr]:
    """`out[i][j]` of an array is `out[i, j]`."""
    inner = target.value
    if isinstance(inner, ast.Subscript) and isinstance(inner.value, ast.Name):
        owner = state.scope.find(inner.value.id)
        plain = not isinstance(inner.slice, ast.Slice | ast.Tuple | ast.List)
        if plain and isinstance(owner, Filling | Term) and len(_axes(owner)) > 1:
            both = [inner.slice, target.slice]
            return inner, ast.copy_location(ast.Tuple(both, ast.Load()), target)
    return target, target.slice


def _axes(owner: Filling | Term) -> tuple[int, ...]:
    return owner.cells.shape if isinstance(owner, Filling) else owner.shape


def paired(targets: list[ast.expr], parts: tuple[Any, ...]) -> list[tuple[ast.expr, Any]]:
    """Names and their values; `*rest` has what the others leave."""
    rest = next((k for k, each in enumerate(targets) if isinstance(each, ast.Starred)), None)
    more = len(parts) - len(targets)
    if more if rest is None else more < -1:
        raise Unread(say("there are %(count)s values here.", count=len(parts)))
    if rest is None:
        return [*zip(targets, parts, strict=True)]
    star = targets[rest]
    assert isinstance(star, ast.Starred)
    middle = Many(parts[rest : rest + more + 1])
    names = [*targets[:rest], star.value, *targets[rest + 1 :]]
    values = [*parts[:rest], middle, *parts[rest + more + 1 :]]
    return [*zip(names, values, strict=True)]


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
            again = Many(items, name)
            inplace.rebound(state, value, again)  # the same list under another name
            return again
        case Table(items=entries) if all(isinstance(key, str) for key in entries):
            for key, each in entries.items():
                if isinstance(each, Term) and each.fixed and each.shape:
                    entries[key] = named(state, str(key), each)
            return value
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
        case Class():
            owner.shared[name] = named(state, name, value)
        case Layer(kind="Linear" | "Conv1d" | "Conv2d" | "Embedding", parts=parts):
            if name in ("weight", "bias"):
                given = term_of(value, state.lines)
                layers.set_numbers(state.lines, parts[0] if name == "weight" else parts[-1], given)
        case Stack():
            if name == "requires_grad":
                for item in owner.items.flat:
                    state.lines.asked(item.text, value)
        case Term():
            if name == "requires_grad" and owner.named:
                state.lines.asked(owner.text, value)
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
            key = key_in(place)
            own = target.value.id if isinstance(target.value, ast.Name) else "x"
            hint = key if isinstance(key, str) else f"{own}_{'before_' * (key < 0)}{abs(key)}"
            owner.items[key] = value if _counts(value) else named(state, hint, value)
        case Many(items=items) if whole(place) is not None:
            k = whole(place) or 0
            if not -len(items) <= k < len(items):
                raise Unread(say("there is no entry %(place)s in this list.", place=k))
            new = list(items)
            new[k] = value
            yield from assign(state, target.value, Many(tuple(new)))
            inplace.rebound(state, owner, (yield target.value))
        case Filling():
            given = value if isinstance(value, Term) else term_of(value, state.lines)
            inplace.fill(state, owner, inplace.keys_of(state, place), given)
        case Term():
            yield from _entries(state, target, owner, place, value)


def _entries(state: State, target: ast.Subscript, owner: Term, place: Any, value: Any) -> Steps:
    """Some entries get others: the whole is another value, under all of its names."""
    made = inplace.changed(state, target, owner, place, value)
    if isinstance(target.value, ast.Name):
        name = target.value.id
        if isinstance(made, Term):
            made = named(state, name, made)
        inplace.rebound(state, owner, made)
        state.scope.values[name] = made
    elif isinstance(made, Term):
        yield from assign(state, target.value, made)
    else:
        raise Unread(
            say("entries cannot be put into a computed value, one by one."),
            say("Make it in one piece: `[a, b, c]`."),
        )


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
