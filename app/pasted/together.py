"""Updates of all weights in one line: `params = [p - lr * g for p, g in zip(params, grads)]`."""

import ast
from typing import Any

from .expressions import iterated
from .left_out import UPDATES
from .pace import falls
from .state import State, Steps
from .syntax import loads
from .updates import RATE, SLOPE, SLOPES, graded, is_slope, known_of, taken
from .values import Follows, Many, Nothing, Scope, Table, Term, Unread

WEIGHTS = 40
"""Weights that one line updates."""


def steps_in(node: ast.AST) -> list[ast.BinOp]:
    """The steps that a line takes with one weight after another; none where it does not."""
    value = node.value if isinstance(node, ast.Assign | ast.Return) else None
    found = None if value is None else _comprehension(value)
    if found is None:
        return []
    element = found.value if isinstance(found, ast.DictComp) else found.elt
    parts = element.elts if isinstance(element, ast.Tuple | ast.List) else [element]
    steps = [each for each in parts if isinstance(each, ast.BinOp) and falls(each.op, each.right)]
    said = graded(found.generators[0].iter, SLOPE)
    named = all(graded(each.right, SLOPE) or graded(each.right, RATE) for each in steps)
    return steps if (named or said) and len(steps) == len(parts) else []


def _comprehension(node: ast.expr) -> ast.ListComp | ast.GeneratorExp | ast.DictComp | None:
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        node = node.args[0]
    if not isinstance(node, ast.ListComp | ast.GeneratorExp | ast.DictComp):
        return None
    return node if len(node.generators) == 1 and not node.generators[0].ifs else None


def updated(state: State, node: ast.Assign | ast.Return) -> Steps:
    """Read such a line: its rate is kept, it is left out; the weights as they are. None where it
    is no such line."""
    steps = steps_in(node)
    found = _comprehension(node.value) if steps and node.value is not None else None
    if found is None:
        return None
    outer, read = state.scope, False
    for names in (yield from _rounds(found.generators[0])):
        state.scope = Scope(names, outer)
        try:
            for step in steps:
                if (yield from _takes(state, step)):
                    read = True
                    line = ast.Assign([step.left], step, lineno=node.lineno, col_offset=0)
                    yield from taken(state, line)
        finally:
            state.scope = outer
    if read:
        state.after = True
        state.leave(UPDATES, node.lineno)
    return _weights(state, found.generators[0].iter) if read else None


def _weights(state: State, source: ast.expr) -> Any:
    """The list of weights that a line goes through."""
    lists = [state.scope.find(name) for name in loads(source)]
    return next((each for each in lists if isinstance(each, Many | Table)), Nothing("weights"))


def _takes(state: State, step: ast.BinOp) -> Steps:
    """Whether a step is taken from a weight, or along a gradient that was asked for."""
    weight = yield from known_of(step.left)
    if isinstance(weight, Term):
        return weight.named and state.lines.is_leaf(weight.text)
    for item in ast.walk(step.right):
        if isinstance(item, ast.Name | ast.Subscript) and (yield from is_slope(item)):
            return True
    return False


def _rounds(generator: ast.comprehension) -> Steps:
    """The names of each round; of gradients that are only asked for one stands for all."""
    target, source = generator.target, generator.iter
    zipped = isinstance(source, ast.Call) and getattr(source.func, "id", "") == "zip"
    if zipped and isinstance(source, ast.Call) and isinstance(target, ast.Tuple):
        values: list[Any] = []
        for each in source.args:
            values.append((yield from known_of(each)))
        pairs = [*zip(target.elts, values, strict=False)]
        if any(isinstance(each, Nothing) and each.what in SLOPES for each in values):
            return [_named(pairs)]
        lists = [iterated(each) for each in values if isinstance(each, Many)]
        if len(lists) < len(target.elts):
            return []
        rows = [*zip(*lists, strict=False)][:WEIGHTS]
        return [_named([*zip(target.elts, row, strict=True)]) for row in rows]
    try:
        items = iterated((yield source))[:WEIGHTS]
    except (Unread, Follows):
        items = (Nothing("key"),)
    return [_named([(target, each)]) for each in items]


def _named(pairs: list[tuple[ast.expr, Any]]) -> dict[str, Any]:
    """Names with their values; all the names of a gradient's parts are gradients."""
    found: dict[str, Any] = {}
    todo = list(pairs)
    while todo:
        target, value = todo.pop()
        if isinstance(target, ast.Name):
            found[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            items = value.items if isinstance(value, Many) else (value,) * len(target.elts)
            todo += zip(target.elts, items, strict=False)
    return found
