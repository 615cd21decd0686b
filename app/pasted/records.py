"""Classes that are their fields: `dataclass`, `NamedTuple` and `namedtuple`."""

import ast
from typing import Any

from .state import State
from .values import Class, Many, Text


def maker(node: ast.ClassDef, more: bool) -> ast.FunctionDef:
    """The `__init__` that such a class has without being written."""
    fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
    usual = [each.value for each in fields if each.value is not None]
    names = [each.target.id for each in fields if isinstance(each.target, ast.Name)]
    return _made(node, names, usual, more)


def named_tuple(state: State, args: tuple[Any, ...]) -> Class | None:
    """`namedtuple("Params", ["W", "b"])`."""
    fields = args[1] if len(args) > 1 else None
    if isinstance(fields, Text):
        fields = Many(tuple(map(Text, fields.text.replace(",", " ").split())))
    if not isinstance(fields, Many) or not all(isinstance(each, Text) for each in fields.items):
        return None
    name = args[0].text if isinstance(args[0], Text) else "u"
    node = ast.Pass(lineno=state.lines.source, col_offset=0)
    made = _made(node, [each.text for each in fields.items], [], more=False)
    return Class(name, {"__init__": made}, None, state.scope, layers=False, record=True)


def _made(at: ast.stmt, names: list[str], usual: list[ast.expr], more: bool) -> ast.FunctionDef:
    """`def __init__(self, W, b=0): self.W = W …`, at the place of the class."""
    lines = [f"    self.{name} = {name}" for name in names if name.isidentifier()]
    lines += ["    self.__post_init__()"] * more
    head = f"def __init__({', '.join(['self', *names])}):"
    tree = ast.parse("\n".join([head, *lines, "    pass"]))
    found = tree.body[0]
    assert isinstance(found, ast.FunctionDef)
    for each in ast.walk(found):
        ast.copy_location(each, at)
    found.args.defaults = usual
    return found
