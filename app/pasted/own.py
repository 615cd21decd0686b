"""What a pasted program defines itself: its functions and classes."""

import ast
from contextlib import suppress
from typing import Any

from graph_engine.saying import say

from . import exported, stacks
from .lines import role_of
from .state import CALLS, Body, State, Steps
from .values import (
    Class,
    Follows,
    Function,
    Layer,
    Many,
    Nothing,
    Plain,
    Scope,
    Stack,
    Table,
    Term,
    Thing,
    Unread,
)

PARAMETERS = 400
"""What one model learns at most: more has no lines, either."""


def parameters(owner: Any) -> list[tuple[str, Any]]:
    """What a model learns: of its layers, one after the other, and of its own fields.

    As in PyTorch each thing counts once, also where objects hold one another or themselves.
    """
    found: list[tuple[str, Any]] = []
    seen: set[int] = set()
    todo: list[tuple[str, Any]] = [("", owner)]
    while todo:
        name, value = todo.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        before = f"{name}." if name else ""
        match value:
            case Thing():
                inner: list[tuple[str, Any]] = [*value.fields.items()]
            case Layer(kind="Sequential" | "ModuleList" | "MLP"):
                inner = [(str(k), each) for k, each in enumerate(value.parts)]
            case Layer(kind=kind) if kind in _WITH:
                inner = [*zip(_WITH[kind], value.parts, strict=False)]
            case Many():
                inner = [(str(k), each) for k, each in enumerate(value.items)]
            case Term() | Stack() if stacks.learned(value):
                inner = []
                found.append((name, value))
                if len(found) > PARAMETERS:
                    raise Unread(say("this list is too long."))
            case _:
                inner = []
        todo += [(f"{before}{key}", each) for key, each in reversed(inner)]
    return found


def leaves_in(value: Any) -> set[str]:
    """The names of all numbers in lists and groups of them."""
    found: set[str] = set()
    todo = [value]
    while todo:
        each = todo.pop()
        match each:
            case Many(items=items):
                todo += items
            case Table(items=entries):
                todo += [entries[key] for key in ("params",) if key in entries]
            case Stack(items=items):
                todo += items.flat
            case Term(named=True, text=name):
                found.add(name)
    return found


_PAIR = ("weight", "bias")
_WITH = {
    **dict.fromkeys(("Linear", "Conv1d", "Conv2d", "LayerNorm", "BatchNorm1d", "BatchNorm2d",
                     "Neuron"), _PAIR),
    "Embedding": ("weight",),
    "RNNCell": ("weight_ih", "bias_ih", "weight_hh", "bias_hh"),
}  # fmt: skip
"""The names that PyTorch gives to what a layer learns."""

# -- what the program defines itself ---------------------------------------------------------


def made(state: State, cls: Class, args: tuple[Any, ...], words: dict[str, Any]) -> Steps:
    """An object."""
    thing = Thing(cls)
    method = cls.method("__init__")
    if method is not None:
        bound = Function(method[0], cls.names, (thing,), cls=method[1])
        yield from called(state, bound, args, words)
    return thing


PRESENT = "__class__"
"""The name under which a method finds its class and its object."""


def of_base(state: State, name: str) -> Any:
    """`super().__init__`: what the class has that the present one comes from."""
    found = state.scope.find(PRESENT)
    cls, thing = found if isinstance(found, tuple) else (None, None)
    method = cls.base.method(name) if cls is not None and cls.base is not None else None
    if method is None:
        return Nothing(name)
    return Function(method[0], method[1].names, (thing,), cls=method[1])


def called(state: State, function: Function, args: tuple[Any, ...], words: dict[str, Any]) -> Steps:
    """A function of the pasted program: its body is read with its operands in their place."""
    if function.builtin:
        return (yield from exported.called(state, function.builtin, args, words))
    node = function.node
    assert node is not None
    if state.depth >= CALLS:
        raise Unread(say("functions call each other without an end."))
    outer = state.scope
    scope = Scope({}, function.names, outer)
    yield from _bound(state, function, node, (*function.first, *args), words, scope)
    if function.cls is not None and function.first:
        scope.values[PRESENT] = (function.cls, function.first[0])
    state.scope, state.depth = scope, state.depth + 1
    try:
        if isinstance(node, ast.Lambda):
            return (yield node.body)
        signal = yield Body(node.body)
    finally:
        scope.ended()
        state.scope, state.depth = outer, state.depth - 1
    return signal.value if signal is not None and signal.kind == "return" else Plain(None)


def usual_of(node: ast.FunctionDef | ast.Lambda) -> dict[str, ast.expr]:
    """The operands that need not be given, and what they are then."""
    said = node.args
    names = [each.arg for each in (*said.posonlyargs, *said.args)]
    usual = dict(zip(reversed(names), reversed(said.defaults), strict=False))
    return usual | {
        each.arg: default
        for each, default in zip(said.kwonlyargs, said.kw_defaults, strict=True)
        if default is not None
    }


def defined(state: State, node: ast.FunctionDef | ast.Lambda) -> Steps:
    """A function; what its operands usually are is read here, where it is defined."""
    usual: dict[str, Any] = {}
    for name, default in usual_of(node).items():
        with suppress(Unread, Follows):  # it may never be needed, and is tried again where it is
            usual[name] = yield default
    return Function(node, state.scope, usual=usual)


def _bound(
    state: State,
    function: Function,
    node: ast.FunctionDef | ast.Lambda,
    args: tuple[Any, ...],
    words: dict[str, Any],
    scope: Scope,
) -> Steps:
    """Give the operands their names in a function."""
    said = node.args
    names = [each.arg for each in (*said.posonlyargs, *said.args)]
    usual = usual_of(node)
    given = dict(zip(names, args, strict=False)) | words
    if said.vararg is not None:
        scope.values[said.vararg.arg] = Many(args[len(names) :])
    if said.kwarg is not None:
        own = {*names, *(each.arg for each in said.kwonlyargs)}
        more: dict[str | int, Any] = {key: each for key, each in words.items() if key not in own}
        scope.values[said.kwarg.arg] = Table(more)
    if said.vararg is None and len(args) > len(names):
        raise Unread(say("this function takes %(count)s operands.", count=len(names)))
    for name in (*names, *(each.arg for each in said.kwonlyargs)):
        if name in given:
            value = given[name]
            if isinstance(value, Term | Stack):
                value = _operand(state, node, name, value)
        elif name in function.usual:
            value = function.usual[name]
        elif name in usual:
            value = yield from _in(state, function.names or state.scope, usual[name])
        else:
            raise Unread(say("the operand `%(name)s` is missing.", name=name))
        scope.values[name] = value


def _in(state: State, scope: Scope, node: ast.expr) -> Steps:
    """An expression where other names are known: those that a method's class has around it."""
    outer, state.scope = state.scope, scope
    try:
        return (yield node)
    finally:
        state.scope = outer


def _operand(
    state: State, node: ast.FunctionDef | ast.Lambda, name: str, value: Term | Stack
) -> Any:
    """What is used more than once in a function, and was computed, gets a line of its own."""
    if stacks.several(value):
        return stacks.named(state.lines, name, value)
    assert isinstance(value, Term)
    if value.named or (value.fixed and (state.depth or isinstance(value.value, int))):
        return value
    if value.fixed:
        return state.lines.leaf(name, value, role_of(value))
    body = node.body if isinstance(node.body, list) else [node.body]
    count = sum(
        isinstance(item, ast.Name) and item.id == name for each in body for item in ast.walk(each)
    )
    return value if count < 2 or isinstance(node, ast.Lambda) else state.lines.computed(name, value)
