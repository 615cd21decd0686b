"""Calls as libraries write them, `np.exp(z)`, `z.sum()`: read as calls of the function itself."""

import ast
import re
from collections.abc import Container
from typing import Any

_MODULES = "np numpy torch F nn functional math tf jnp jax scipy special keras linalg random"

LIBRARIES = frozenset(_MODULES.split())
"""Modules that people write before a function; where a value is called so, it is the value."""

ARRAYS = frozenset({"array", "asarray", "tensor", "float32", "float64"})
"""What makes a value from a list, or from a number."""

ASIDE = frozenset({"dtype", "requires_grad"})
"""What may be said of it besides: every value here is of one kind, and has a gradient."""

_BESIDE = "backward zero_grad print step manual_seed seed retain_grad requires_grad_ train eval"

BESIDE = frozenset(_BESIDE.split())
"""Calls that stand as lines of their own and compute no value: gradients come by themselves."""

NUMBERS = frozenset({"pi", "e"})
"""What a module has that is no function."""


JOINS = frozenset({"concat", "concatenate", "cat", "hstack"})

MADE = frozenset({"Value", "Tensor"})
"""What makes a leaf in micrograd and in tinygrad."""

_OF_LIBRARIES = "|".join(("embedding", *sorted(JOINS | MADE)))
_LIKELY = re.compile(rf"\.\s*(?:[^\W\d](?!(?<=T)\b)|$)|\b(?:{_OF_LIBRARIES})\s*\(")


def likely(text: str) -> bool:
    """Whether a line may hold what libraries write, by its letters: most do not."""
    return _LIKELY.search(text) is not None


def simplified(statement: ast.stmt, names: Container[str]) -> None:
    """Take the modules off its calls and put what stands before a method among the operands.

    `names` are those of values: F.T is a transpose where F is one. In place, without recursion.
    """
    for item in ast.walk(statement):
        for field, child in ast.iter_fields(item):
            if isinstance(child, list):
                child[:] = [_bare(each, names) for each in child]
            elif isinstance(child, ast.expr):
                setattr(item, field, _bare(child, names))
        if isinstance(item, ast.Call) and isinstance(item.func, ast.Attribute):
            _call(item, item.func, names)
        if isinstance(item, ast.Call) and isinstance(item.func, ast.Name):
            _joined(item, item.func.id, names)


def is_beside(statement: ast.stmt, names: Container[str]) -> bool:
    """Whether a line of a library's program says nothing here: an import, `loss.backward()`."""
    if isinstance(statement, ast.Assign | ast.AnnAssign):
        return False
    match statement:
        case ast.Import(names=[ast.alias(name=name)]):
            return name.split(".")[0] in LIBRARIES | IMPORTED
        case ast.ImportFrom(module=str(name)):
            return name.split(".")[0] in LIBRARIES | IMPORTED
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=name))):
            return name in BESIDE
        case ast.Expr(value=ast.Call(func=ast.Name(id=name))):
            return name in BESIDE and name not in names
    return False


IMPORTED = frozenset({"micrograd", "autograd", "tensorflow", "matplotlib"})
"""Libraries that no function is called after, and whose import says as little."""


def _call(call: ast.Call, function: ast.Attribute, names: Container[str]) -> None:
    modules = _modules(function.value, names)
    if modules is None:
        root = function.value
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name) and root.id not in names:
            return  # a module that is not known
        call.args.insert(0, function.value)
        _axis_said(call, function.attr)
        call.func = ast.copy_location(ast.Name(function.attr, ast.Load()), function)
        if function.end_col_offset is not None and function.end_lineno == function.lineno:
            call.func.col_offset = function.end_col_offset - len(function.attr.encode())
        return
    _axis_said(call, function.attr)
    if "cross" in function.attr and not {"F", "nn", "torch"}.isdisjoint(modules):
        call.args.reverse()  # PyTorch's label is the second
    # numpy's random.random is another one than ours, which has no module.
    name = "rand" if "random" in modules else function.attr
    call.func = ast.copy_location(ast.Name(name, ast.Load()), function)


def _joined(call: ast.Call, name: str, names: Container[str]) -> None:
    """`np.concatenate([a, b])` joins what is in the list, `concat(a, b)` here."""
    if name in JOINS and name not in names and len(call.args) == 1:
        (listed,) = call.args
        if isinstance(listed, ast.List | ast.Tuple) and listed.elts:
            call.args = list(listed.elts)
            if name == "hstack":
                call.func = ast.copy_location(ast.Name("concat", ast.Load()), call.func)


def _axis_said(call: ast.Call, name: str) -> None:
    """`np.max(x, 0)` and `x.max(0)` are along an axis, and not the larger of x and 0."""
    if name in ("max", "min") and len(call.args) == 2 and _place(call.args[1]):
        call.keywords.append(ast.keyword("axis", call.args.pop()))


def _place(item: ast.expr) -> bool:
    """Whether it is a number as an axis is written: 0, 1, -1."""
    inner = item.operand if isinstance(item, ast.UnaryOp) else item
    return isinstance(inner, ast.Constant) and inner.value in (0, 1)


def _bare(item: Any, names: Container[str]) -> Any:
    """`np.pi` as the number, `np.array([1, 2])` as the list; anything else as it is."""
    match item:
        case ast.Attribute(value=module, attr="newaxis") if _modules(module, names):
            return ast.copy_location(ast.Constant(None), item)
        case ast.Call(func=ast.Name("embedding"), args=[index, table], keywords=[]):
            if "embedding" not in names:
                return _row(item, index, table, names)
        case ast.Call(
            func=ast.Attribute(value=module, attr="embedding"), args=[index, table], keywords=[]
        ):
            if _modules(module, names):
                return _row(item, index, table, names)
        case ast.Call(func=ast.Attribute(value=module, attr="stack"), args=[ast.List() as listed]):
            if not item.keywords and _modules(module, names):
                return listed  # the rows of a matrix
        case ast.Attribute(value=module, attr=name) if name in NUMBERS and _modules(module, names):
            return ast.copy_location(ast.Name(name, ast.Load()), item)
        case ast.Call(func=ast.Name(id=name), args=[written], keywords=[]) if name in MADE:
            if name not in names:
                return written  # micrograd's, tinygrad's
        case ast.Call(func=ast.Attribute(value=module, attr=name), args=[written], keywords=more):
            said = {keyword.arg for keyword in more}
            if name in ARRAYS and said <= ASIDE and _modules(module, names):
                return written
    return item


def _row(call: ast.Call, index: ast.expr, table: ast.expr, names: Container[str]) -> ast.expr:
    """`embedding(k, E)` is a row of a table, and of several numbers the rows: `E[k]`."""
    place = _bare(index, names)
    return ast.copy_location(ast.Subscript(table, place, ast.Load()), call)


def _modules(item: ast.expr, names: Container[str]) -> list[str] | None:
    """The modules that stand before a function; None where something else does."""
    found = []
    while isinstance(item, ast.Attribute) and item.attr in LIBRARIES:
        found.append(item.attr)
        item = item.value
    if isinstance(item, ast.Name) and item.id in LIBRARIES and item.id not in names:
        return [*found, item.id]
    return None
