"""Whether the rounds of a loop that learns are alike: then each is an iteration of the picture.

And whether its gradients are taken as they are.
"""

import ast
import re
from collections.abc import Callable

from .syntax import last_name, loads, stored

_DRAWS = frozenset({"random", "randn", "rand", "randint", "randperm", "choice", "shuffle", "normal",
                    "next", "sample"})  # fmt: skip


def _aside(node: ast.stmt, silent: Callable[[ast.stmt], bool]) -> bool:
    match node:
        case ast.If(body=body, orelse=other):
            return all(_aside(each, silent) for each in (*body, *other))
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="append"))):
            return True
    return silent(node)


def alike(
    node: ast.For,
    silent: Callable[[ast.stmt], bool],
    updates: Callable[[ast.stmt], bool],
) -> bool:
    """Whether all rounds of a loop compute the same, from the weights as they are by then."""
    target = stored(node.target)
    body = [each for each in node.body if not _aside(each, silent)]
    known: set[str] = set()
    carried: set[str] = set()
    weights = {name for each in body if _hands_on(each) for name in stored(each) & {*loads(each)}}
    for each in body:
        if isinstance(each, ast.For | ast.While) and not updates(each):
            return False
        for item in ast.walk(each):
            if last_name(item) in _DRAWS:
                return False
        read = set(loads(each))
        if target & read:
            return False
        if updates(each):
            continue
        carried |= read - known
        known |= stored(each)
    sums = {
        each.target.id
        for each in body
        if isinstance(each, ast.AugAssign) and isinstance(each.target, ast.Name)
    }
    used = {name for each in body if not isinstance(each, ast.AugAssign) for name in loads(each)}
    return not (carried - weights) & (known - sums) and not sums & used - _updated(body, updates)


_STEP = re.compile(r"(?:\w*_)?(?:update|step)\w*")


def _hands_on(node: ast.stmt) -> bool:
    """Whether a function that updates gives the weights their next values: `p = update(p, x)`."""
    value = node.value if isinstance(node, ast.Assign) else None
    return isinstance(value, ast.Call) and bool(_STEP.fullmatch(last_name(value.func)))


def _updated(body: list[ast.stmt], updates: Callable[[ast.stmt], bool]) -> set[str]:
    return {name for each in body if updates(each) for name in stored(each)}


def carries(node: ast.For, tree: ast.Module, updates: Callable[[ast.stmt], bool]) -> bool:
    """Whether a function that is called in a loop draws numbers, or keeps what it goes on with."""
    defined = {each.name: each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
    todo: list[ast.AST] = [node]
    seen: set[str] = set()
    while todo:
        found = todo.pop()
        for item in ast.walk(found):
            if isinstance(item, ast.Name | ast.Attribute):
                name = last_name(item)
                if name in defined and name not in seen:
                    seen.add(name)
                    todo.append(defined[name])
                elif name in _DRAWS and found is not node:
                    return True
            if isinstance(item, ast.Expr) and regrades(item):
                return True
            if isinstance(item, ast.Assign | ast.AugAssign) and not updates(item):
                target = item.targets[0] if isinstance(item, ast.Assign) else item.target
                again = isinstance(item, ast.AugAssign) or ast.unparse(target) in {
                    ast.unparse(each) for each in ast.walk(item.value) if isinstance(each, ast.expr)
                }
                if again and isinstance(target, ast.Attribute) and target.attr != "grad":
                    return True
    return False


def changes(node: ast.For | ast.While, value: ast.expr) -> bool:
    """Whether a loop gives another number to a name that stands in a rate."""
    names = set(loads(value))
    if isinstance(node, ast.For) and names & stored(node.target):
        return True
    for item in ast.walk(node):
        match item:
            case ast.Assign(targets=targets, value=given):
                # The same number in every round, unless a branch gives it, or it comes too late.
                same = isinstance(given, ast.Constant) and item in node.body
                late = item.lineno > value.lineno
                if (late or not same) and any(names & stored(each) for each in targets):
                    return True
            case ast.AugAssign(target=target) if names & stored(target):
                return True
    return False


_GRAD = re.compile(r"\.grad(?:\.data)?$")
_HARMLESS = frozenset({"zero_", "detach_", "requires_grad_"})


def regrades(node: ast.stmt) -> bool:
    """Whether a line makes another gradient of the one that was computed: `w.grad /= 4`."""
    match node:
        case ast.AugAssign(op=ast.Mult(), value=ast.Constant(value=0)):
            return False
        case ast.AugAssign(target=target):
            return is_grad(target)
        case ast.Assign(targets=[target], value=value):
            text = ast.unparse(value)
            return is_grad(target) and ".grad" in text and "zeros" not in text
        case ast.Expr(value=ast.Call(func=function)):
            called = last_name(function)
            if called.startswith("clip_grad_"):
                return True
            place = called.endswith("_") and called not in _HARMLESS
            return place and isinstance(function, ast.Attribute) and is_grad(function.value)
    return False


def is_grad(node: ast.expr) -> bool:
    """Whether it is called a gradient by its last dot: `w.grad`."""
    bare = isinstance(node, ast.Attribute)
    return bare and bool(_GRAD.search(ast.unparse(node)))


def regraded(node: ast.AST) -> ast.stmt | None:
    """The first line of a loop that does so."""
    found = (each for each in ast.walk(node) if isinstance(each, ast.stmt) and regrades(each))
    return next(found, None)
