"""`grad(f)` and `backward()`: what gradients are asked of is the loss."""

from typing import Any

import numpy as np

from graph_engine.saying import say

from .arithmetic import call as written
from .lines import term_of
from .state import Apply, State, Steps
from .values import (
    Function,
    Many,
    Nothing,
    Slope,
    Table,
    Term,
    Unread,
    whole,
)


def argnums(args: tuple[Any, ...], words: dict[str, Any]) -> tuple[int, ...]:
    """Which operands the gradient is asked by."""
    said = words.get("argnums", words.get("argnum", args[1] if len(args) > 1 else None))
    if isinstance(said, Many):
        return tuple(whole(each) or 0 for each in said.items)
    return (whole(said) or 0,) if said is not None else (0,)


def axes(args: tuple[Any, ...], words: dict[str, Any]) -> str:
    """What `vmap` goes through: `0` for an operand with rows, `-` for one that stays."""
    said = words.get("in_axes", args[1] if len(args) > 1 else None)
    if not isinstance(said, Many):
        return ""
    return ",".join("-" if whole(each) is None else "0" for each in said.items)


def slope(state: State, asked: Slope, args: tuple[Any, ...], words: dict[str, Any]) -> Steps:
    """`grad(f)(w, x)`: f of them is the loss."""
    names = _parameters(asked.function)
    given = list(args)
    for k, value in enumerate(given):
        name = names[k] if k < len(names) else f"x{k + 1}"
        given[k] = _as_leaves(state, name, value, k in asked.learned)
    found = yield Apply(asked.function, tuple(given), words)
    if isinstance(found, Many) and found.items:
        found = found.items[0]
    loss = ends_in(state, term_of(found, state.lines))
    gone = Nothing("gradient")
    rest = Many((gone,) * len(asked.learned)) if len(asked.learned) > 1 else gone
    return Many((loss, rest)) if asked.valued else rest


def _as_leaves(state: State, name: str, value: Any, wanted: bool) -> Any:
    """An operand of what is differentiated: numbers become leaves, the wanted ones weights."""
    if isinstance(value, Many | Table):
        items = list(
            value.items.items()
            if isinstance(value, Table)
            else ((f"{name}{k}", each) for k, each in enumerate(value.items, 1))
        )
        parts = {
            key: _as_leaves(state, str(key), each, wanted)
            for key, each in items
            if not isinstance(each, Many | Table)
        }
        nested = {key: each for key, each in items if isinstance(each, Many | Table)}
        if nested:
            for each in nested.values():
                for inner in each.items if isinstance(each, Many) else each.items.values():
                    if wanted and isinstance(inner, Term) and inner.named:
                        state.lines.become(inner.text, "weight")
            return value
        return Table(dict(parts)) if isinstance(value, Table) else Many(tuple(parts.values()))
    if not isinstance(value, Term):
        return value
    if value.fixed:
        value = state.lines.leaf(name, value)
    if wanted and value.named:
        state.lines.become(value.text, "weight")
    return value


def _parameters(function: Any) -> list[str]:
    if isinstance(function, Function) and function.node is not None:
        return [each.arg for each in function.node.args.args][len(function.first) :]
    return []


def ends_in(state: State, x: Term) -> Term:
    """What gradients are asked of: the loss."""
    if state.lines.loss:
        return x
    if len(x.uses) == 0:
        raise Unread(say("this is a number: nothing was computed for it."))
    if not x.named or state.lines.is_leaf(x.text):
        x = state.lines.computed("L" if "L" not in state.lines.taken else "loss", x)
    if x.shape and np.prod(x.shape) > 1:
        x = state.lines.computed("L", written("sum", x, shape=()))
    state.lines.loss = x.text
    return x
