"""How a pasted program learns: what its updates change, by how much of the gradient, how often.

An update that takes `w.grad` says its rate; of one that is computed by hand, the rate is what it is
of the true gradient, which is looked at when the whole is read.
"""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph_engine.saying import Said, say

from .values import Term


@dataclass(frozen=True)
class Step:
    """One update."""

    line: int
    rate: float | None = None
    """How much of the gradient is taken away, as it is written; None where that is not known."""
    weight: str = ""
    term: Term | None = None
    """What is taken away, times `sign`, where it can be measured."""
    sign: int = 1


@dataclass
class Pace:
    """What is known of it while a text is read."""

    steps: list[Step] = field(default_factory=list)
    updated: dict[str, int] = field(default_factory=dict)
    """Leaves that updates change, and how many lines there were before."""
    learns: bool = False
    """Whether anything is updated at all."""
    loop: ast.For | ast.While | None = None
    """The loop that learns, once one was met."""
    rounds: int = 1
    """How often it goes round, where its rounds are alike."""
    adds_up: bool = False
    """Whether its gradients are never reset, and add up."""
    kept: bool = False
    """Whether α is to stay as it is: another method than the gradient's."""
    only: set[str] = field(default_factory=set)
    """The leaves that the optimizers are given, where these are known."""
    doubts: dict[Said, list[int]] = field(default_factory=dict)
    """What of it cannot be taken."""

    def doubt(self, words: Said, line: int) -> None:
        """Something cannot be taken as it is."""
        lines = self.doubts.setdefault(words, [])
        if line not in lines:
            lines.append(line)


# -- what is updated ------------------------------------------------------------------------


def factors(node: ast.expr) -> tuple[int, list[tuple[ast.expr, int]]]:
    """A product's sign and its factors, each with its power, 1 or -1."""
    sign, found, todo = 1, [], [(node, 1)]
    while todo:
        each, power = todo.pop()
        match each:
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                todo += [(right, power), (left, power)]
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                todo += [(right, -power), (left, power)]
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                sign = -sign
                todo.append((inner, power))
            case _:
                found.append((each, power))
    return sign, found


def falls(op: ast.operator, value: ast.expr) -> bool:
    """Whether something is taken away: `-= dw`, `+= -lr * dw`."""
    return isinstance(op, ast.Sub) or (isinstance(op, ast.Add) and factors(value)[0] < 0)


def tainted(pace: Pace, items: Sequence[Any], term: Term, weight: str) -> bool:
    """Whether what is taken away was computed from a weight that had been updated before."""
    if any(name in term.uses for name in pace.updated if name != weight):
        return True
    wanted = set(term.uses)
    for place in reversed(range(len(items))):
        line = items[place]
        if line.name in wanted:
            if any(name in line.uses and place >= at for name, at in pace.updated.items()):
                return True
            wanted |= line.uses
    return False


# -- optimizers -----------------------------------------------------------------------------

OTHERS = frozenset(
    {"Adam", "AdamW", "Adamax", "NAdam", "RAdam", "SparseAdam", "Adagrad", "Adadelta", "RMSprop",
     "Rprop", "LBFGS", "ASGD", "adam", "adamw", "adagrad", "adadelta", "rmsprop", "lion", "lamb",
     "adabelief", "nadam", "radam"}
)  # fmt: skip
"""Optimizers that do not go down along the gradient itself."""


def optimizer(pace: Pace, name: str, given: Mapping[str, Any], line: int) -> None:
    """`torch.optim.SGD(…, lr=0.1)`, `optax.sgd(0.1)`; others are said to be left out.

    `given` has its options as numbers; one that is not known is None.
    """
    if name in OTHERS:
        pace.kept = True
        words = (
            "`%(name)s` is left out: the picture goes down by α times the gradient, α as it was."
        )
        pace.doubt(say(words, name=name), line)
    elif name in ("SGD", "sgd") and given.get("maximize"):
        pace.kept = True
        pace.doubt(UP, line)
    elif name in ("SGD", "sgd"):
        pace.steps.append(Step(line, given.get("lr", USUAL)))
        for option in ("momentum", "weight_decay"):
            if given.get(option, 0) != 0:
                pace.rounds = 0
                pace.doubt(_WITHOUT[option], line)


USUAL = 0.001
"""PyTorch's rate where none is said."""

UP = say("Here it goes up, along the gradient: the picture goes down, α as it was.")

_WITHOUT = {
    "momentum": say("`momentum` is left out: the first update is the same, the next ones are not."),
    "weight_decay": say("`weight_decay` is left out: it makes the updates other ones."),
}


def changing(pace: Pace, line: int) -> None:
    """The rate is another one in the next round."""
    pace.rounds = 0
    pace.doubt(
        say("The learning rate changes from round to round: α is that of the first one."), line
    )
