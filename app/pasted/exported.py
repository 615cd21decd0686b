"""The helpers of our own exports: what they stand for, by name and by their first words.

A script of ours defines in its own language what that language lacks; read back it is the operation
again, and not how it was made.
"""

import ast
from dataclasses import replace
from typing import Any

from graph_engine.saying import say

from . import functions, pooling
from .arithmetic import call, operate
from .convolving import moved
from .lines import term_of
from .reductions import reduced
from .state import Apply, State, Steps
from .values import Function, Term, Unread, whole

HEADER = "# Written by Chalkgraph"
"""The first line of every script."""

WORDS = {
    "random": "What the lesson's `random` gives",
    "values": "An array of Values.",
    "each": "A function of Values, applied entry by entry.",
    "operation": "An operation that micrograd does not have",
    "larger": "The larger one; on a tie the first",
    "smaller": "The smaller one; on a tie the first",
    "softmax": "Powers of e over their sum",
    "log_softmax": "The logarithm of softmax",
    "logsumexp": "The logarithm of the sum of powers of e",
    "correlate2d": "The kernel moves over the image",
    "correlate": "The kernel moves over the image",
    "toeplitz": "The matrix that convolves",
    "max_pool2d": "The largest entry of each window",
    "avg_pool2d": "The mean of each window",
    "pooled": "Of each window one number",
    "windows": "The entries of each window",
    "along": "A function of each column (axis 0) or row (axis 1).",
    "largest": "The first of the largest Values",
    "smallest": "The first of the smallest Values",
    "mask": "1 where a comparison holds",
    "leaky_relu": "max(0, x) + slope",
    "gradient": "What autograd has left there",
    "two_digits": "Rounded as on a slide",
    "defined": "Where a value is undefined",
    "placed": "Zeros, with a number at its place.",
}
"""The first words of a helper's description; with its name they tell that it is ours."""

ONE = {"absolute": "abs", "larger": "max", "smaller": "min", "power": "**"}
"""What micrograd's operations are called there and here."""


def is_ours(node: ast.FunctionDef) -> bool:
    """Whether a definition is that of a helper of ours."""
    words = WORDS.get(node.name)
    return words is not None and (ast.get_docstring(node) or "").startswith(words)


def called(state: State, name: str, args: tuple[Any, ...], words: dict[str, Any]) -> Steps:
    """What a helper gives."""
    lines = state.lines
    match name:
        case "random":
            sizes = tuple(whole(each) or 1 for each in args)
            text = f"random({', '.join(map(str, sizes))})"
            return Term(text=text, shape=sizes, fixed=True, made=True)
        case "values":
            return replace(term_of(args[0], lines), learned=True)
        case "operation":
            return args[0]
        case "each":
            function, *operands = args
            return (yield Apply(function, tuple(operands)))
        case "along":
            function, x, axis = args
            kind = getattr(function, "builtin", "")
            found = {"softmax": "softmax", "logsumexp": "logsumexp",
                     "largest": "max", "smallest": "min"}[kind]  # fmt: skip
            return reduced(found, state.call(found, (x,), {}, "numpy"), whole(axis))
        case "softmax" | "logsumexp":
            given = state.call(name, args, words, "numpy")
            return reduced(name, given, given.axis())
        case "larger" | "smaller":
            return call(ONE[name], *(term_of(each, lines) for each in args))
        case "largest" | "smallest":
            named = "max" if name == "largest" else "min"
            return call(named, term_of(args[0], lines), shape=())
        case "log_softmax":
            return functions.TABLE["log_softmax"](state.call(name, args, words, "numpy"))
        case "correlate2d" | "correlate":
            x, kernel = (term_of(each, lines) for each in args)
            return moved(x, kernel, "conv2d" if len(x.shape) == 2 else "conv1d")
        case "max_pool2d" | "avg_pool2d":
            given = state.call(name, args, words, "torch")
            return pooling.pooled(given, given.term(0), given)
        case "pooled":
            largest = getattr(args[0], "builtin", "") == "largest"
            name = "max_pool2d" if largest else "avg_pool2d"
            given = state.call(name, args[1:], words, "torch")
            return pooling.pooled(given, given.term(0), given)
        case "toeplitz":
            return toeplitz(term_of(args[0], lines), whole(args[1]) or 1)
        case "mask":
            return term_of(args[0], lines)
        case "leaky_relu":
            return call("leaky_relu", *(term_of(each, lines) for each in args))
        case "gradient" | "two_digits" | "defined" | "placed":
            return args[0]
    if name.startswith("op "):
        operands = [term_of(each, lines) for each in args]
        ours = ONE.get(name[3:], name[3:])
        if ours == "**":
            return operate("**", *operands)
        return call(ours, *operands)
    raise Unread(say("`%(name)s` is not read here.", name=name))


def toeplitz(kernel: Term, columns: int) -> Term:
    """The matrix that convolves."""
    rows = columns - kernel.shape[0] + 1
    return call("conv_matrix", kernel, shape=(rows, columns), more=f", {columns}")


def operation_called(name: str) -> Function:
    """micrograd's operation of that name: `sigmoid = operation(…)`."""
    return Function(None, builtin=f"op {name}")
