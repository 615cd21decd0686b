"""Expressions of a pasted program, read into terms."""

import ast
from typing import Any

from graph_engine.saying import say

from . import attributes, conditions, inplace, letters, libraries, own, placing, regrouping, stacks
from .arithmetic import negative, operate
from .conditions import decided
from .lines import term_of
from .state import Apply, State, Steps
from .values import (
    Cut,
    Filling,
    Layer,
    Many,
    Nothing,
    Place,
    Plain,
    Scope,
    Stack,
    Table,
    Term,
    Text,
    Thing,
    Unread,
    is_none,
    key_in,
    key_of,
    number,
    present,
    whole,
)

SIGNS: dict[type, str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**",
    ast.FloorDiv: "//", ast.Mod: "%", ast.Gt: ">", ast.Lt: "<", ast.GtE: ">=", ast.LtE: "<=",
    ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip

MOST = 4000
"""Characters of a text that a program makes."""
ITERATED = 400
"""Entries that are gone through one by one."""


def read(state: State, node: ast.expr) -> Steps:
    """What an expression stands for."""
    match node:
        case ast.Constant(value=value):
            return _constant(value)
        case ast.Name(id=name):
            return _found(state, name)
        case ast.Attribute():
            return (yield from _attribute(state, node))
        case ast.BinOp():
            return (yield from _binary(state, node))
        case ast.UnaryOp():
            return _unary(state, node.op, (yield node.operand))
        case ast.Compare():
            return (yield from conditions.compared(state, node))
        case ast.BoolOp():
            return (yield from conditions.either(state, node))
        case ast.IfExp():
            return (yield from conditions.chosen(state, node))
        case ast.List() | ast.Tuple() | ast.Set():
            return Many(tuple((yield from _items(state, node.elts))))
        case ast.Dict():
            return (yield from _table(node))
        case ast.Subscript():
            return (yield from _subscript(state, node))
        case ast.Slice():
            return (yield from _slice(node))
        case ast.ListComp() | ast.GeneratorExp():
            return (yield from _comprehended(state, node.elt, node.generators))
        case ast.DictComp():
            pair = ast.copy_location(ast.Tuple([node.key, node.value], ast.Load()), node)
            pairs = yield from _comprehended(state, pair, node.generators)
            return Table({key_in(each.items[0]): each.items[1] for each in pairs.items})
        case ast.Lambda():
            return (yield from own.defined(state, node))
        case ast.JoinedStr(values=parts):
            return (yield from _joined(state, parts))
        case ast.Starred():
            return (yield node.value)
        case ast.NamedExpr(target=target, value=value):
            yield ast.copy_location(ast.Assign([target], value), node)
            return _found(state, target.id)
    raise Unread(say("this kind of expression is not read here."))


def _constant(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return Plain(value)
    if value is Ellipsis:
        return Cut(value)
    if isinstance(value, int | float):
        if isinstance(value, int) and value.bit_length() > 1023:
            raise Unread(say("this number is too large."))
        return number(value)
    if isinstance(value, str):
        return Text(value)
    raise Unread(say("this kind of expression is not read here."))


def _found(state: State, name: str) -> Any:
    found = present(state.scope.find(name))
    if isinstance(found, Filling):
        return inplace.settled(state, state.scope.owner(name), name, found)
    if isinstance(found, Term) and found.text in state.lines.hot:
        return _before_hot(state, name, found)
    if found is not None:
        return found
    if name in libraries.PYTHON:
        return Place(f"python.{name}")
    if name in libraries.USUAL:
        return Place(libraries.USUAL[name])
    raise Unread(
        say("there is no `%(name)s` in this text.", name=name),
        say("Paste the line that gives it, too."),
    )


def _before_hot(state: State, name: str, found: Term) -> Term:
    """Labels that a loss took as a 1 among zeros each, as the numbers that they are elsewhere."""
    old = state.lines.hot[found.text]
    if not found.named or found.shape != old.shape:
        return found
    again = state.lines.leaf(name, old, "label")
    state.scope.owner(name).values[name] = again
    return again


def _attribute(state: State, node: ast.Attribute) -> Steps:
    """What stands behind a dot; the size of what is being filled is known before it is full."""
    if isinstance(node.value, ast.Name) and node.attr == "shape":
        owner = state.scope.find(node.value.id)
        if isinstance(owner, Filling):
            return Many(tuple(map(number, owner.cells.shape)))
    owner = yield node.value
    found = attributes.of(state, owner, node.attr)
    if isinstance(owner, Thing) and attributes.is_property(found):
        return (yield Apply(found, ()))
    return found


def _joined(state: State, parts: list[ast.expr]) -> Steps:
    """An f-string, where it is a name made of a number: `f"W{l}"`."""
    found = ""
    for part in parts:
        match part:
            case ast.Constant(value=str(text)):
                found += text
            case ast.FormattedValue(
                value=ast.Name() | ast.BinOp() | ast.Attribute() | ast.Subscript(),
                format_spec=None,
                conversion=-1,
            ):
                known = written_out((yield part.value))
                if not isinstance(known, Text):
                    return known
                found += known.text
            case _:
                return Nothing("text")
    return Text(found[:MOST])


def written_out(value: Any) -> Text | Nothing:
    """A whole number, or a text, as it is written; of everything else that is not known."""
    if isinstance(value, Text):
        return value
    known = whole(value) if isinstance(value, Term) else None
    return Nothing("text") if known is None else Text(str(known))


def _binary(state: State, node: ast.BinOp) -> Steps:
    """A chain of operators to the left is gone down without a stack: a + b + c + …"""
    chain: list[ast.BinOp] = []
    item: ast.expr = node
    while isinstance(item, ast.BinOp):
        chain.append(item)
        item = item.left
    left = yield item
    for each in reversed(chain):
        right = yield each.right
        left = _operated(state, each.op, left, right)
    return left


def _operated(state: State, op: ast.operator, left: Any, right: Any) -> Any:
    sign = SIGNS.get(type(op))
    if isinstance(left, Text) and isinstance(right, Text) and sign == "+":
        return Text((left.text + right.text)[:MOST])
    if isinstance(left, Text) and sign == "*" and (whole(right) or 0) * len(left.text) <= MOST:
        return Text(left.text * max(whole(right) or 0, 0))
    if isinstance(left, Text) and sign == "%" and left.text.count("%") == 1 and "%d" in left.text:
        known = written_out(right)
        return Text(left.text.replace("%d", known.text)) if isinstance(known, Text) else known
    if isinstance(left, Text) or isinstance(right, Text):
        return Nothing("text")
    if isinstance(left, Nothing) or isinstance(right, Nothing):
        return Nothing()
    if sign == "+" and isinstance(left, Many) and isinstance(right, Many):
        return Many((*left.items, *right.items))
    if sign == "*" and isinstance(left, Many) and not left.hint and whole(right) is not None:
        count = max(0, whole(right) or 0)
        if count * len(left.items) > ITERATED:
            raise Unread(say("this list is too long."))
        return Many(left.items * count)
    if sign is None:
        raise Unread(say("this operator is not read here."))
    if stacks.between(sign, left, right):
        return stacks.operated(sign, left, right, state.lines)
    return operate(sign, term_of(left, state.lines), term_of(right, state.lines))


def _unary(state: State, op: ast.unaryop, value: Any) -> Any:
    if isinstance(op, ast.Not):
        return Plain(not decided(state, value))
    if isinstance(value, Nothing | Text):
        return value
    if isinstance(value, Stack):
        return stacks.each(lambda x: _unary(state, op, x), value)
    x = term_of(value, state.lines)
    if isinstance(op, ast.USub):
        return negative(x)
    if isinstance(op, ast.UAdd):
        return x
    return operate("-", number(1), x)  # ~mask


def _items(state: State, nodes: list[ast.expr]) -> Steps:
    found: list[Any] = []
    for item in nodes:
        value = yield item
        found.extend(iterated(value) if isinstance(item, ast.Starred) else (value,))
    return found


def _table(node: ast.Dict) -> Steps:
    found: dict[str | int, Any] = {}
    for key, item in zip(node.keys, node.values, strict=True):
        name = None if key is None else (yield key)
        value = yield item
        if name is None and isinstance(value, Table):
            found |= value.items
        else:
            found[key_in(name)] = value
    return Table(found)


def _slice(node: ast.Slice) -> Steps:
    ends: list[int | None] = []
    for item in (node.lower, node.upper, node.step):
        value = None if item is None else (yield item)
        known = whole(value) if value is not None and not is_none(value) else None
        if value is not None and known is None and not is_none(value):
            raise Unread(say("the ends of a slice are whole numbers."))
        ends.append(known)
    return Cut(slice(*ends))


def _subscript(state: State, node: ast.Subscript) -> Steps:
    owner = yield node.value
    place = yield node.slice
    if isinstance(node.slice, ast.List):  # several rows; `X[0, 1]` is one entry
        place = Many(place.items, "rows")
    match owner:
        case Table(items=items):
            if isinstance(place, Text | Term) and key_in(place) in items:
                return present(items[key_in(place)])
            raise Unread(say("there is no such entry in this `dict`."))
        case Nothing() | Place():
            return Nothing()
        case Text(text=text):
            return letters.subscript(text, place)
        case Layer(kind="Sequential" | "ModuleList", parts=parts):
            k = whole(place)
            if k is not None and -len(parts) <= k < len(parts):
                return parts[k]
            raise Unread(say("there is no such layer."))
    found = regrouping.opened(owner, place)
    found = stacks.entries(owner, place) if found is None else found
    return placing.subscript(owner, place, state.call("[]", (), {}, "")) if found is None else found


def iterated(value: Any) -> tuple[Any, ...]:
    """What a loop goes through, one by one."""
    match value:
        case Many(items=items) if not value.more:
            return items
        case Layer(kind="Sequential" | "ModuleList", parts=parts):
            return parts
        case Table(items=items):
            return tuple(map(key_of, items))
        case Stack():
            return tuple(stacks.through(value))
        case Text(text=text) if len(text) <= ITERATED:
            return tuple(map(Text, text))
        case Thing() if value.cls.record:
            return tuple(value.fields.values())
        case Term() if value.shape and value.shape[0] <= ITERATED:
            return tuple(placing.part(value, k) for k in range(value.shape[0]))
    raise Unread(
        say("what this goes through is not in the text, or it is too long."),
        say("Write it out, or take the first few."),
    )


def _comprehended(state: State, element: ast.expr, generators: list[ast.comprehension]) -> Steps:
    """A list made in a loop."""
    outer, found = state.scope, []
    rounds: list[Scope] = [Scope({}, outer)]
    try:
        for each in generators:
            following: list[Scope] = []
            for scope in rounds:
                state.scope = scope
                for value in iterated((yield each.iter)):
                    inner = Scope(dict(scope.values), outer)
                    unpack(inner, each.target, value)
                    state.scope = inner
                    keep = True
                    for test in each.ifs:
                        keep = keep and decided(state, (yield test))
                    if keep:
                        following.append(inner)
                    state.scope = scope
                    if len(following) > ITERATED * 4:
                        raise Unread(say("this list is too long."))
            rounds = following
        state.scope = Scope({}, outer)  # one for all rounds: a function made in them has the last
        for scope in rounds:
            state.scope.values |= scope.values
            found.append((yield element))
    finally:
        state.scope = outer
    return Many(tuple(found))


def unpack(scope: Scope, target: ast.expr, value: Any) -> None:
    """Give names to the parts of a value, and write no lines for them."""
    todo = [(target, value)]
    while todo:
        item, each = todo.pop()
        if isinstance(item, ast.Name):
            scope.values[item.id] = each
        elif isinstance(item, ast.Tuple | ast.List):
            parts = iterated(each)
            if len(parts) != len(item.elts):
                raise Unread(say("there are %(count)s values here.", count=len(parts)))
            todo += zip(item.elts, parts, strict=True)
        else:
            raise Unread(say("only names stand left of `in`."))
