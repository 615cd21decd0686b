"""Statements with what counts in a loop put in, and the whole numbers that follow from it.

Each round of a loop has a copy of its lines. What is put in stands where its name stood, so that a
message underlines the name. Nothing recurses.
"""

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..saying import say
from .draft import Draft
from .messages import ONLY, ProgramError

Bindings = Mapping[str, ast.expr]
"""What names stand for in a round: t is 3."""

Rounds = Callable[[ast.expr, ast.expr, Bindings], Iterator[Bindings]]
"""The bindings of each round of `for target in iterable`."""

Give = Callable[[Any], object]


def filled(draft: Draft, root: ast.AST, bindings: Bindings, rounds: Rounds) -> Any:
    """A copy with the bindings put in, sizes as numbers, and `[… for t in …]` as a list."""
    made: list[Any] = []
    todo: list[tuple[Any, Bindings, Give, ast.AST | None]] = [(root, bindings, made.append, None)]
    while todo:
        item, bound, give, at = todo.pop()
        if not isinstance(item, ast.AST):
            give(item)
            continue
        if isinstance(item, ast.Name) and item.id in bound:
            if isinstance(item.ctx, ast.Store):
                raise _counted(draft, item)
            todo.append((bound[item.id], {}, give, at or item))
            continue
        size = _size(draft, item)
        if size is not None:
            give(ast.copy_location(ast.Constant(size), at or item))
            continue
        if isinstance(item, ast.Call | ast.ListComp | ast.GeneratorExp):
            whole = _listed(draft, item, bound, rounds)
            if whole is not None:
                give(whole[0])
                todo.extend((part, more, room, at) for part, more, room in reversed(whole[1]))
                continue
        copy = item.__class__.__new__(item.__class__)
        give(ast.copy_location(copy, at or item))
        for name, child in ast.iter_fields(item):
            if isinstance(child, list):
                room: list[Any] = []
                setattr(copy, name, room)
                todo.extend((each, bound, room.append, at) for each in reversed(child))
            elif isinstance(child, ast.AST):
                todo.append((child, bound, _field(copy, name), at))
            else:
                setattr(copy, name, child)
    return made[0]


def _counted(draft: Draft, item: ast.Name) -> ProgramError:
    """What is said where a line gives a name that stands for a number."""
    return draft.span(item).error(
        say("`%(name)s` says how often or which, and is given already.", name=item.id),
        say("Use another name: each name is one node of the graph."),
    )


def _field(copy: ast.AST, name: str) -> Give:
    return lambda value: setattr(copy, name, value)


def _size(draft: Draft, item: ast.AST) -> int | None:
    """How many entries a value has, `len(x)` or `X.shape[0]`; None of everything else."""
    match item:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)], keywords=[]):
            place = 0
            if "len" in draft.names:
                return None
        case ast.Subscript(
            value=ast.Attribute(value=ast.Name(id=name), attr="shape"),
            slice=ast.Constant(value=int(place)),
        ):
            pass
        case _:
            return None
    shape = draft.nodes[draft.names[name][0]].shape if name in draft.names else ()
    return shape[place] if place < len(shape) else None


Parts = list[tuple[ast.AST, Bindings, Give]]


def _listed(
    draft: Draft, item: ast.Call | ast.ListComp | ast.GeneratorExp, bound: Bindings, rounds: Rounds
) -> tuple[ast.expr, Parts] | None:
    """`[e for t in …]` as a list, `sum(e for t in …)` as a sum, and what is to be put into it."""
    match item:
        case ast.Call(func=ast.Name(id="sum"), args=[ast.ListComp() | ast.GeneratorExp() as inner]):
            added = not item.keywords and "sum" not in draft.names
        case ast.Call():
            return None
        case _:
            inner, added = item, False
    every: list[Bindings] = [bound]
    for each in inner.generators:
        if each.ifs or each.is_async:
            raise draft.span(inner).error(
                ONLY, say("Leave the condition away: rounds are picked by `range`.")
            )
        every = [more for outer in every for more in rounds(each.target, each.iter, outer)]
    if not every:
        raise draft.span(inner).error(
            say("this list is empty."), say("A vector has at least one entry.")
        )
    if not added:
        listed = ast.copy_location(ast.List([], ast.Load()), item)
        return listed, [(inner.elt, more, listed.elts.append) for more in every]
    room: list[Any] = []
    parts: Parts = [(inner.elt, every[0], room.append)]
    whole: Any = None
    for more in every[1:]:
        further = ast.copy_location(ast.BinOp(ast.Constant(0), ast.Add(), ast.Constant(0)), item)
        if whole is None:
            parts[0] = (inner.elt, every[0], _field(further, "left"))
        else:
            further.left = whole
        parts.append((inner.elt, more, _field(further, "right")))
        whole = further
    if whole is None:
        whole = ast.copy_location(ast.UnaryOp(ast.UAdd(), ast.Constant(0)), item)
        parts[0] = (inner.elt, every[0], _field(whole, "operand"))
    return whole, parts


LARGEST = 10**60
"""The largest whole number that places and rounds are worked out with: what is typed is smaller."""

_NUMBERS: Mapping[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
}


def whole(item: ast.expr) -> int | None:
    """A whole number that is written out, or worked out of such: `2*3 - 1`; None of all else."""
    todo: list[tuple[ast.expr, bool]] = [(item, False)]
    done: list[int] = []
    while todo:
        each, ready = todo.pop()
        match each:
            case ast.Constant(value=int(value)) if type(value) is int:
                done.append(value)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=inner):
                if not ready:
                    todo += [(each, True), (inner, False)]
                elif isinstance(each.op, ast.USub):
                    done[-1] = -done[-1]
            case ast.BinOp() if type(each.op) in _NUMBERS:
                if not ready:
                    todo += [(each, True), (each.right, False), (each.left, False)]
                    continue
                right, left = done.pop(), done.pop()
                if not right and isinstance(each.op, ast.FloorDiv):
                    return None
                done.append(_NUMBERS[type(each.op)](left, right))
            case _:
                return None
        if done and abs(done[-1]) > LARGEST:
            return None
    return done[0]
