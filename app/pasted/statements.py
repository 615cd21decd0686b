"""The lines of a pasted program, one after another."""

import ast
from contextlib import suppress
from dataclasses import replace

from graph_engine.saying import say

from . import calling, exported, inplace, libraries, loops, own, records, together, updates
from .expressions import iterated
from .left_out import BACKWARD, IMPORTS, PRINTS, UPDATES
from .naming import assign
from .state import Apply, Body, Signal, State, Steps
from .syntax import last_name
from .values import (
    Class,
    Follows,
    Function,
    Layer,
    Many,
    Missing,
    Nothing,
    Place,
    Plain,
    Slope,
    Table,
    Term,
    Thing,
    Unread,
    key_in,
    whole,
)


def body(state: State, given: Body) -> Steps:
    """Lines one after another, until one of them ends it: its signal."""
    outer = state.scope
    if given.scope is not None:
        state.scope = given.scope
    try:
        for line in given.lines:
            state.lines.source = line.lineno
            signal = yield line
            if signal is not None:
                return signal
    finally:
        state.scope = outer
    return None


def line(state: State, node: ast.stmt) -> Steps:
    """One line; what it cannot give is remembered as missing, and the rest goes on."""
    try:
        return (yield from _line(state, node))
    except Unread as error:
        where = error.__dict__.get("node", node)
        at = state.refuse(where, error)
    except Follows as follows:
        at = follows.line
    if isinstance(node, ast.Return):
        return Signal("return", Missing(at))
    if isinstance(node, ast.Expr) and _asks(node):
        state.after = True
    for target in _targets(node):
        _missing(state, target, at)
    for name in _longer(node):
        state.scope.owner(name).values[name] = Missing(at)
    return None


def _asks(node: ast.Expr) -> bool:
    """Whether gradients are asked for here."""
    called = node.value.func if isinstance(node.value, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr == "backward"


def _missing(state: State, target: ast.expr, at: int) -> None:
    for item in ast.walk(target):
        if isinstance(item, ast.Name):
            state.scope.values[item.id] = Missing(at)
        elif isinstance(item, ast.Attribute) and isinstance(item.value, ast.Name):
            owner = state.scope.find(item.value.id)
            if isinstance(owner, Thing):
                owner.fields[item.attr] = Missing(at)


def _targets(node: ast.stmt) -> list[ast.expr]:
    match node:
        case ast.Assign(targets=targets):
            return targets
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return [target]
        case (
            ast.For(body=inner) | ast.With(body=inner) | ast.If(body=inner) | ast.While(body=inner)
        ):
            return [
                item
                for each in inner
                for item in ast.walk(each)
                if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)
            ]
    return []


_CHANGES = frozenset({"append", "extend", "insert", "reverse", "pop", "remove", "clear", "sort"})
"""Methods after which a list is another."""


def _longer(node: ast.stmt) -> set[str]:
    """Lists that it would have changed."""
    return {
        item.func.value.id
        for item in ast.walk(node)
        if isinstance(item, ast.Call)
        and isinstance(item.func, ast.Attribute)
        and item.func.attr in _CHANGES
        and isinstance(item.func.value, ast.Name)
    }


def _line(state: State, node: ast.stmt) -> Steps:
    match node:
        case ast.Import() | ast.ImportFrom():
            state.leave(IMPORTS, node.lineno)
            for name, path in libraries.imported(node).items():
                state.scope.values[name] = Place(path)
        case ast.Expr():
            yield from _alone(state, node)
        case ast.Assign():
            if updates.is_update(state, node):
                return (yield from updates.left(state, node))
            if (yield from together.updated(state, node)) is not None:
                return None
            value = yield node.value
            for target in node.targets:
                yield from assign(state, target, value)
        case ast.AnnAssign(value=expression) if expression is not None:
            yield from assign(state, node.target, (yield expression))
        case ast.AugAssign():
            return (yield from updates.augmented(state, node))
        case ast.Return() if (weights := (yield from together.updated(state, node))) is not None:
            return Signal("return", weights)
        case ast.Return(value=expression):
            return Signal("return", (yield expression) if expression else Plain(None))
        case ast.FunctionDef():
            yield from _define(state, node)
        case ast.ClassDef():
            yield from _class(state, node)
        case ast.For():
            return (yield from loops.loop(state, node))
        case ast.While():
            return (yield from loops.repeated(state, node))
        case ast.If():
            return (yield from loops.branch(state, node))
        case ast.With():
            return (yield from loops.context(state, node))
        case ast.Try(body=tried, orelse=other, finalbody=last):
            signal = (yield Body(tried)) or (yield Body(other))
            return (yield Body(last)) or signal
        case ast.Break():
            return Signal("break")
        case ast.Continue():
            return Signal("continue")
        case ast.Delete(targets=targets):
            for each in targets:
                if isinstance(each, ast.Subscript):
                    yield from _deleted(state, each)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            state.scope.give_back(names, everywhere=isinstance(node, ast.Global))
        case ast.Assert() | ast.Pass():
            pass
        case ast.AnnAssign():
            pass
        case _:
            raise Unread(say("lines of this kind are not read here."))
    return None


# -- lines that give nothing a name ---------------------------------------------------------


def _alone(state: State, node: ast.Expr) -> Steps:
    value = node.value
    if isinstance(value, ast.Constant | ast.JoinedStr):
        return
    if isinstance(value, ast.Call):
        name = value.func
        last = last_name(name)
        if isinstance(name, ast.Attribute) and last in ("append", "extend", "insert", "reverse"):
            return (yield from _appended(state, name, value))
        if last in calling.SILENT or _plots(state, name):
            for place, each in enumerate(value.args if last == "print" else ()):
                if isinstance(each, ast.Call) and not place:
                    yield from _printed(state, each)
                elif isinstance(each, ast.Call):
                    state.shown.append((each, state.scope))
            return state.leave(PRINTS, node.lineno)
        if last in ("sub_", "add_") and updates.graded(value, updates.SURE):
            return (yield from updates.left(state, node))
        if last.startswith("clip_grad_"):
            state.pace.kept = True
            state.pace.doubt(updates.REGRADED, node.lineno)
            return state.leave(UPDATES, node.lineno)
        if last in ("zero_grad", "step", "retain_grad", "zero_"):
            if last == "step":
                state.after = state.pace.learns = True
            return state.leave(BACKWARD, node.lineno)
        if last == "backward":
            state.leave(BACKWARD, node.lineno)
    found = yield value
    if isinstance(found, Term) and found.uses and not found.named:
        state.lines.computed("u", found)


def shown(state: State) -> Steps:
    """What was printed behind some words, where nothing else is computed in a text."""
    for node, scope in state.shown:
        if not any(not line.leaf for line in state.lines.items):
            state.scope, state.lines.source = scope, node.lineno
            with suppress(Follows):
                yield from _printed(state, node)


def _printed(state: State, node: ast.Call) -> Steps:
    """What is only printed may be the one place where a function is called: `print(f(2.0))`."""
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    called = isinstance(state.scope.find(name), Function | Slope | Layer | Thing)
    if (called or isinstance(node.func, ast.Call)) and not state.lines.loss and not state.after:
        found = yield node
        if isinstance(found, Term) and found.uses and not found.named:
            state.lines.computed(name or "u", found)


def _plots(state: State, name: ast.expr) -> bool:
    while isinstance(name, ast.Attribute):
        name = name.value
    if not isinstance(name, ast.Name):
        return False
    found = state.scope.find(name.id)
    path = found.path if isinstance(found, Place) else libraries.USUAL.get(name.id, "")
    return path.startswith(("matplotlib", "logging", "seaborn"))


def _appended(state: State, name: ast.Attribute, call: ast.Call) -> Steps:
    """A list is added to: it is the same list with one item more."""
    owner = yield name.value
    if isinstance(owner, Nothing) or not (call.args or name.attr == "reverse"):
        return
    value = (yield call.args[-1]) if call.args else Many(())
    before = owner
    if isinstance(owner, Term) and isinstance(value, Term) and len(owner.shape) == 1:
        owner = Many(iterated(owner))
    if not isinstance(owner, Many):
        raise Unread(say("only a list can be added to."))
    more = iterated(value) if name.attr == "extend" else (value,)
    if len(owner.items) > 2000:
        raise Unread(say("this list is too long."))
    longer = Many((*owner.items, *more))
    if name.attr == "reverse":
        longer = Many(owner.items[::-1])
    elif name.attr == "insert":
        at = whole((yield call.args[0]))
        if at is None:
            raise Unread(say("which entries these are is not known before the program runs."))
        longer = Many((*owner.items[:at], value, *owner.items[at:]))
    if isinstance(name.value, ast.Attribute):
        thing = yield name.value.value
        if isinstance(thing, Thing) and name.value.attr not in thing.fields:
            thing.fields[name.value.attr] = longer  # a list that stands in the class
            return
    inplace.replaced(state, before, longer)


def _deleted(state: State, target: ast.Subscript) -> Steps:
    """`del a[0]`, `del params["b"]`."""
    owner, place = (yield target.value), (yield target.slice)
    match owner:
        case Table(items=items):
            items.pop(key_in(place))
        case Many(items=items) if (k := whole(place)) is not None and not owner.more:
            rest = list(items)
            del rest[k]
            inplace.replaced(state, owner, replace(owner, items=tuple(rest)))
        case Nothing():
            pass
        case _:
            raise Unread(say("lines of this kind are not read here."))


# -- definitions ----------------------------------------------------------------------------


def _define(state: State, node: ast.FunctionDef) -> Steps:
    if exported.is_ours(node):
        state.scope.values[node.name] = Function(None, builtin=node.name)
        return
    made = yield from own.defined(state, node)
    for mark in reversed(node.decorator_list):
        # One of the text's own: what it gives is called in the function's place.
        called = mark.func if isinstance(mark, ast.Call) else mark
        if isinstance(called, ast.Name) and isinstance(state.scope.find(called.id), Function):
            made = yield Apply((yield mark), (made,))
    state.scope.values[node.name] = made


def _is_record(node: ast.ClassDef) -> bool:
    """Whether its fields stand in the class, as those of a `dataclass` and a `NamedTuple` do."""
    marks = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    return bool({"dataclass", "NamedTuple"} & {last_name(each) for each in (*marks, *node.bases)})


def _class(state: State, node: ast.ClassDef) -> Steps:
    methods = {each.name: each for each in node.body if isinstance(each, ast.FunctionDef)}
    if {"__add__", "__mul__"} <= methods.keys():
        # One's own micrograd: its numbers are what Value's are.
        state.scope.values[node.name] = Place("micrograd.engine.Value")
        state.say(say("`%(name)s` is read as micrograd's `Value`.", name=node.name))
        return
    base: Class | None = None
    layers = False
    for each in node.bases:
        found = yield each
        if isinstance(found, Class):
            base, layers = found, layers or found.layers
        elif isinstance(found, Place) and found.path.endswith("Module"):
            layers = True
    record = _is_record(node)
    if record and "__init__" not in methods:
        methods["__init__"] = records.maker(node, "__post_init__" in methods)
    made = Class(node.name, methods, base, state.scope, layers, record=record)
    for item in node.body:
        if isinstance(item, ast.Assign) and all(isinstance(t, ast.Name) for t in item.targets):
            try:
                value = yield item.value
            except Unread as error:
                value = Missing(state.refuse(error.__dict__.get("node", item), error))
            except Follows as follows:
                value = Missing(follows.line)
            made.shared.update((t.id, value) for t in item.targets if isinstance(t, ast.Name))
    state.scope.values[node.name] = made
