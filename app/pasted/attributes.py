"""What stands behind a dot: of a library, of an object, of a value."""

import ast
from math import prod
from typing import Any

import numpy as np

from graph_engine.saying import say

from . import placing, regrouping, stacks
from .state import State
from .syntax import last_name
from .values import (
    Class,
    Function,
    Layer,
    Many,
    Method,
    Nothing,
    Place,
    Plain,
    Stack,
    Table,
    Term,
    Text,
    Thing,
    number,
    present,
)

CONSTANTS = {"pi": np.pi, "e": np.e}
_KINDS = frozenset(["float32", "float64", "int64", "long", "double", "float16", "int32", "bool_"])
"""Kinds of numbers, which are all one here."""


def of(state: State, owner: Any, name: str) -> Any:
    """What stands behind a dot."""
    match owner:
        case Place(path=path):
            return _of_library(state, path, name)
        case Thing():
            if name in owner.fields:
                return present(owner.fields[name])
            method = owner.cls.method(name)
            if method is not None:
                function, cls = method
                return Function(function, cls.names, _first(function, owner), cls=cls)
            return present(owner.cls.constant(name)) or Method(owner, name)
        case Class() if (found := owner.constant(name)) is not None:
            return present(found)
        case Class() if (method := owner.method("forward")) is not None and name == "apply":
            # An operation of one's own, of PyTorch's: its gradient is that of what it computes.
            words = (
                "The backward pass of `%(name)s` is left out: the gradient is that of `forward`."
            )
            state.say(say(words, name=owner.name))
            return Function(method[0], method[1].names, (Nothing("context"),), cls=method[1])
        case Class() if (method := owner.method(name)) is not None:
            bound = (owner,) if "classmethod" in _marks(method[0]) else ()
            return Function(method[0], method[1].names, bound, cls=method[1])
        case Layer(kind="Linear" | "Embedding" | "Conv2d" | "Conv1d", parts=parts):
            if name in ("weight", "bias"):
                return parts[0] if name == "weight" else parts[-1]
        case Table() if name in ("values", "keys", "items"):
            return Method(owner, name)
        case Term() | Stack():
            return _of_term(state, owner, name)
        case Nothing():
            return Nothing(name)
        case Many(items=(first, second)) if name in ("values", "indices"):
            return first if name == "values" else second
    return Method(owner, name)


def _marks(node: Any) -> set[str]:
    """What stands above a function, with `@`."""
    return {last_name(each) for each in getattr(node, "decorator_list", ())}


def _first(node: ast.FunctionDef, owner: Thing) -> tuple[Any, ...]:
    """What a method gets first: its object, its class, or nothing."""
    marks = _marks(node)
    return () if "staticmethod" in marks else (owner.cls if "classmethod" in marks else owner,)


def is_property(found: Any) -> bool:
    """Whether this is called without being written as a call."""
    return isinstance(found, Function) and bool(
        {"property", "cached_property"} & _marks(found.node)
    )


def _of_library(state: State, path: str, name: str) -> Any:
    whole_path = f"{path}.{name}"
    if name in CONSTANTS and path in ("math", "numpy", "torch", "jax.numpy", "autograd.numpy"):
        return number(CONSTANTS[name])
    if name in ("inf", "Inf", "infty"):
        state.say(say("∞ is written as 1e9 here: a mask does the same with it."))
        return number(1e9)
    if name == "newaxis":
        return Plain(None)
    if name in _KINDS and not whole_path.startswith("numpy.float"):
        return Text(name)
    return Place(whole_path)


def _of_term(state: State, x: Term | Stack, name: str) -> Any:
    match name:
        case "T" if len(x.shape) > 2:
            state.lines.cells += prod(x.shape[:-1])
            return regrouping.permuted(x, range(len(x.shape))[::-1])
        case "T" | "mT" | "H":
            return stacks.each(placing.transposed, x)
        case "data" | "real" | "flat" | "at":
            return x
        case "shape":
            return Many(tuple(map(number, x.shape)))
        case "size" if state.dialect != "PyTorch":
            return number(prod(x.shape))
        case "ndim":
            return number(len(x.shape))
        case "requires_grad" if isinstance(x, Term):
            return Plain(x.learned)
        case "grad" | "label" | "grad_fn" | "device" | "dtype" | "requires_grad" | "is_leaf":
            return Nothing(name)
    return Method(x, name)
