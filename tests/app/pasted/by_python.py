"""A pasted program run by Python itself: what it gives a name first, and what its loss becomes when
the numbers of one name are moved."""

import ast
import contextlib
import io
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.pasted.text import source

_BEFORE = "import math\nimport numpy as np\n"


class _Kept(ast.NodeTransformer):
    """Behind every line that gives a name its value: `x = __kept__("x", x)`."""

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        """A line, and what keeps its values."""
        names = [
            item.id
            for target in node.targets
            for item in ast.walk(target)
            if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)
        ]
        return [node, *(ast.parse(f"{name} = __kept__({name!r}, {name})").body[0]
                        for name in names)]  # fmt: skip


@dataclass
class Ran:
    """What Python makes of a text."""

    names: dict[str, Any]
    first: dict[str, Any] = field(default_factory=dict)
    """The numbers that a name was given first."""

    def number(self, loss: str) -> float:
        """A number by an expression of the text's names, or by `first …` where it is updated."""
        if loss.startswith("first "):
            return float(np.reshape(self.first[loss.removeprefix("first ")], -1)[0])
        with contextlib.redirect_stdout(io.StringIO()):
            found = eval(loss, self.names)
        return float(np.reshape(np.asarray(found, dtype=float), -1)[0])


def ran(text: str, moved: dict[str, Any] | None = None) -> Ran:
    """Run it; what stands in `moved` is added to the first numbers of a name."""
    tree = ast.parse(_BEFORE + "\n".join(source(text).lines))
    tree = ast.fix_missing_locations(_Kept().visit(tree))
    found = Ran({"__name__": "__main__"})

    def kept(name: str, value: Any) -> Any:
        if name in found.first:
            return value
        if moved and name in moved:
            value = np.asarray(value, dtype=float) + moved[name]
            value = value if value.shape else float(value)
        with contextlib.suppress(TypeError, ValueError):
            found.first[name] = np.array(value, dtype=float)
        return value

    found.names["__kept__"] = kept
    with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
        exec(compile(tree, "pasted", "exec"), found.names)
    return found


def slope(text: str, loss: str, name: str, way: Any, reach: float = 1e-6) -> float:
    """The derivative of the loss along a way that the numbers of a name are moved."""
    ahead, back = (ran(text, {name: sign * reach * way}).number(loss) for sign in (1, -1))
    return (ahead - back) / (2 * reach)
