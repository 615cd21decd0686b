"""Names in a piece of a syntax tree: what it is called, which ones it reads and gives values."""

import ast


def last_name(node: ast.AST) -> str:
    """What stands behind the last dot, or the name alone; empty for everything else."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def base_of(node: ast.expr) -> str:
    """The name that something stands behind: `W` of `W[k]` and of `W.data`."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Starred):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def path_of(node: ast.AST) -> str:
    """A name with what stands behind its dots, `layer.weight`; empty for everything else."""
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            parts.append(repr(node.slice.value))
            node = node.value
        else:
            break
    return ".".join([node.id, *parts[::-1]]) if isinstance(node, ast.Name) else ""


def loads(node: ast.AST) -> list[str]:
    """The names that are read in it."""
    return [
        item.id
        for item in ast.walk(node)
        if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Load)
    ]


def stored(node: ast.AST) -> set[str]:
    """The names that are given values in it."""
    return {
        item.id
        for item in ast.walk(node)
        if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)
    }
