"""The engine beside micrograd, HIPS autograd and PyTorch; one that is not installed is left out.

Each of them builds its graph anew whenever it runs, as it must; ours is built once, by `ge.parse`,
which has a row of its own.
"""

from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from typing import Any

import graph_engine as ge
from app.lessons import lessons
from graph_engine import limits

from .timing import Row, medians

EXAMPLE_II = lessons()["example-2"].program

CHAIN = 60
"""Operations in the long graph: products and sums in turn."""

LONG = "\n".join(
    [
        "w: weight = 0.9",
        "x: input = 0.1",
        "s0 = w * x",
        *(f"s{k} = s{k - 1} {'*+'[k % 2]} {'wx'[k % 2]}" for k in range(1, CHAIN)),
    ]
)


WHOLE = "\n".join(
    [
        *("w: weight = 0.7", "x: input = 0.1", "h0 = w * x"),
        *(f"h{k} = {'tanh' if k % 2 else 'sigmoid'}(w*h{k - 1})" for k in range(1, 141)),
        *(f"# what line {k} says" for k in range(256)),
        "L: loss = (h140 - 1)**2",
    ]
)
"""A program of as many lines as there may be, and nearly as many nodes."""


def rows() -> Iterator[Row]:
    short, long = ge.parse(EXAMPLE_II), ge.parse(LONG)
    others = [make() for package, make in OTHERS.items() if find_spec(package)]
    for what, ours, place, goal in (
        ("Example II: run", partial(ge.run, short), 0, 2),
        (f"{CHAIN} operations: run", partial(ge.run, long), 1, 0),
    ):
        times = medians({"ours": ours} | {name: calls[place] for name, calls in others})
        mine, reached = times.pop("ours"), True
        if goal and "micrograd" in times:
            reached = times["micrograd"] >= goal * mine
        yield Row(what, mine, times, f"micrograd ≥ {goal}×" if goal else "", reached)
    for what, ours in (
        ("Example II: read", partial(ge.parse, EXAMPLE_II)),
        ("Example II: tell", partial(ge.tell, short)),
        ("Example II: check", partial(ge.check, short)),
        (f"{CHAIN} operations: read", partial(ge.parse, LONG)),
    ):
        yield Row(what, medians({"ours": ours})["ours"])
    read = medians({"ours": partial(ge.parse, WHOLE)})["ours"]
    yield Row(f"{limits.LINES.most} lines: read", read, {}, "≤ 20 ms", read <= 0.020)


Calls = tuple[str, tuple[Callable[[], Any], Callable[[], Any]]]
"""A name, and what runs Example II and the long graph once, forward and backward."""


def _chain(w: Any, x: Any) -> Any:
    s = w * x
    for k in range(1, CHAIN):
        s = s + x if k % 2 else s * w
    return s


def _micrograd() -> Calls:
    from micrograd.engine import Value

    def short() -> Any:
        x1, x2, w1, w2, y = Value(2.0), Value(1.0), Value(-1.0), Value(1.0), Value(1.0)
        v = y * (w1 * x1 + w2 * x2)
        # It has no sigmoid and no logarithm; two operations that it has stand for them.
        loss = (v**2).relu()
        loss.backward()
        return w1.grad

    def long() -> Any:
        w = Value(0.9)
        _chain(w, Value(0.1)).backward()
        return w.grad

    return "micrograd", (short, long)


def _autograd() -> Calls:
    import autograd.numpy as np
    from autograd import value_and_grad

    def loss(x1: Any, x2: Any, w1: Any, w2: Any, y: Any) -> Any:
        return -np.log(1 / (1 + np.exp(-(y * (w1 * x1 + w2 * x2)))))

    short = value_and_grad(loss, (0, 1, 2, 3, 4))
    long = value_and_grad(_chain, (0, 1))
    return "autograd", (lambda: short(2.0, 1.0, -1.0, 1.0, 1.0), lambda: long(0.9, 0.1))


def _torch() -> Calls:
    import torch

    def leaf(value: float) -> Any:
        return torch.tensor(value, dtype=torch.float64, requires_grad=True)

    def short() -> Any:
        x1, x2, w1, w2, y = leaf(2.0), leaf(1.0), leaf(-1.0), leaf(1.0), leaf(1.0)
        loss = -torch.log(torch.sigmoid(y * (w1 * x1 + w2 * x2)))
        loss.backward()
        return w1.grad

    def long() -> Any:
        w = leaf(0.9)
        _chain(w, leaf(0.1)).backward()
        return w.grad

    return "PyTorch", (short, long)


OTHERS: dict[str, Callable[[], Calls]] = {
    "micrograd": _micrograd,
    "autograd": _autograd,
    "torch": _torch,
}
"""By the package that must be installed."""
