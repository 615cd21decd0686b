"""Updates of weights, which are left out; and `+=` of everything else."""

import ast
import re

from graph_engine.saying import say

from . import inplace, stacks
from .arithmetic import operate
from .expressions import SIGNS
from .left_out import UPDATES
from .lines import term_of
from .naming import assign, named
from .state import State, Steps
from .values import (
    Many,
    Nothing,
    Term,
    Text,
    Unread,
)

_RATE = re.compile(r"lr|alpha|eta|α|η|rate|\w*learning_rate|step_?(?:size)?", re.I)
_SLOPE = re.compile(r"d[A-Z_]\w*|d(?!t\b)[a-z]\d*(?:_\w+)?|d\w+_d\w+|\w*grad\w*|\w*delta\w*")
SURE = re.compile(r"\w*grad\w*|\w*delta\w*")
"""What is added to a weight where it is a gradient: the target minus the prediction goes down."""


# -- updates --------------------------------------------------------------------------------


def is_update(state: State, node: ast.Assign) -> bool:
    """Whether a line takes a weight one step further: `w = w - lr * dw`."""
    (target, *others) = node.targets
    if others or not isinstance(node.value, ast.BinOp):
        return False
    path = path_of(target)
    return (
        bool(path)
        and any(
            path_of(item) == path for item in ast.walk(node.value) if isinstance(item, ast.expr)
        )
        and isinstance(node.value.op, ast.Sub | ast.Add)
        and _steps_down(state, target, node.value, down=isinstance(node.value.op, ast.Sub))
    )


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


def _names(value: ast.expr) -> list[str]:
    return [
        item.attr if isinstance(item, ast.Attribute) else item.id
        for item in ast.walk(value)
        if isinstance(item, ast.Name | ast.Attribute)
    ]


def graded(value: ast.expr, pattern: re.Pattern[str]) -> bool:
    """Whether something in it is called like a gradient."""
    return any(pattern.fullmatch(name) for name in _names(value))


def _steps_down(state: State, target: ast.expr, value: ast.expr, *, down: bool) -> bool:
    """Whether what is taken away is like a gradient, or a rate times something."""
    sloped = graded(value, _SLOPE if down else SURE)
    rated = down and any(_RATE.fullmatch(name) for name in _names(value))
    if not (sloped or rated):
        return False
    if isinstance(target, ast.Name):
        found = state.scope.find(target.id)
        return isinstance(found, Term) and found.named and state.lines.is_leaf(found.text)
    return sloped or rated


def left(state: State, node: ast.stmt) -> None:
    """Leave an update out: what follows is the next round."""
    state.after = True
    state.leave(UPDATES, node.lineno)


def augmented(state: State, node: ast.AugAssign) -> Steps:
    """`x += …`: a value of its own, under the same name."""
    path = path_of(node.target)
    down = isinstance(node.op, ast.Sub)
    if path.endswith(".grad") or (
        isinstance(node.op, ast.Sub | ast.Add)
        and _steps_down(state, node.target, node.value, down=down)
    ):
        return left(state, node)
    if not isinstance(node.target, ast.Name | ast.Attribute | ast.Subscript):
        raise Unread(say("nothing can be given to this."))
    if isinstance(node.target, ast.Subscript) and isinstance(node.op, ast.Add | ast.Sub):
        whole_ = yield node.target.value
        if isinstance(whole_, Term) and not whole_.fixed:
            place, value = (yield node.target.slice), (yield node.value)
            made = inplace.added(state, SIGNS[type(node.op)], whole_, place, value)
            if made is not None:
                made = named(state, path or "u", made)
                inplace.rebound(state, whole_, made)
                return None
    now = yield node.target
    value = yield node.value
    sign = type(node.op)
    if isinstance(now, Many) and isinstance(value, Many):
        yield from assign(state, node.target, Many((*now.items, *value.items)))
        return None
    if isinstance(now, Text | Nothing) or isinstance(value, Text | Nothing):
        return None
    if sign not in SIGNS:
        raise Unread(say("this operator is not read here."))
    if isinstance(now, Term) and isinstance(node.target, ast.Name) and _SLOPE.fullmatch(path):
        # What a gradient gets besides, `dW += reg * W`, belongs to it: one line has the whole.
        found = operate(SIGNS[sign], state.lines.taken_back(now), term_of(value, state.lines))
        yield from assign(state, node.target, found)
        return None
    if stacks.between(SIGNS[sign], now, value):
        both = stacks.operated(SIGNS[sign], now, value, state.lines)
        yield from assign(state, node.target, both)
        return None
    found = operate(SIGNS[sign], term_of(now, state.lines), term_of(value, state.lines))
    if isinstance(now, Term) and now.shape and state.dialect in ("PyTorch", "numpy"):
        # In place: other names of the same array see it, too.
        made = found if len(found.text) < 60 else state.lines.computed(path or "u", found)
        if isinstance(node.target, ast.Name) and not found.fixed:
            state.running.add(node.target.id)
            inplace.rebound(state, now, made)
            state.scope.values[node.target.id] = made
            return None
    if isinstance(node.target, ast.Name) and not found.fixed:
        # In a loop that adds up, the running sum has no line of its own until it is used.
        state.running.add(node.target.id)
        state.scope.values[node.target.id] = (
            found if len(found.text) < 60 else state.lines.computed(node.target.id, found)
        )
        return None
    yield from assign(state, node.target, found)
    return None
