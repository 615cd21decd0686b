"""Vectors, matrices and samples: the lecture's network on 100 samples, and a layer of 1000 × 1000.

Beside them the same written by hand in numpy, the bare products, and engines that are installed.
"""

from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np

import graph_engine as ge

from .timing import Row, medians

SAMPLES = 100

_NUMBERS = np.random.default_rng(1)
X = np.round(_NUMBERS.uniform(-2, 2, (SAMPLES, 3)), 2)
T = np.where(X.sum(axis=1) > 0, 1.0, -1.0)
W = np.array([[0.5, -0.5, 0, 0.5], [-1, 0.5, 1, 0], [0.5, 1, -0.5, -0.5]])
V = np.array([[1, -1, 1, 0], [0.5, 2, -1, -0.5], [-1, 0.5, 2, 1]])
U = np.array([1, -2, 1, -0.5])

NETWORK = f"""\
x: input = each({", ".join(map(str, X.tolist()))})
t: label = each({", ".join(map(str, T.tolist()))})
W: weight = {W.tolist()}
V: weight = {V.tolist()}
u: weight = {U.tolist()}
y = sigmoid(W @ with_bias(x))
z = sigmoid(V @ with_bias(y))
q = u @ with_bias(z)
L: loss = logistic_loss(t, q)
"""

LAYER = """\
x: input = random(1000)
W: weight = random(1000, 1000)
y = sigmoid(W @ x)
L: loss = norm2(y)
"""


def rows() -> Iterator[Row]:
    network = ge.parse(NETWORK)
    others = [make() for package, make in OTHERS.items() if find_spec(package)]
    times = medians(
        {"ours": partial(ge.run, network), "numpy by hand": by_hand} | dict(others),
    )
    mine = times.pop("ours")
    goals = {"numpy by hand": 1 / 3, "micrograd": 300, "PyTorch": 1}
    asked = {name: goal for name, goal in goals.items() if name in times}
    yield Row(
        f"the network on {SAMPLES} samples: run",
        mine,
        times,
        ", ".join(f"{name} ≥ {goal:.3g}×" for name, goal in asked.items()),
        all(times[name] >= goal * mine for name, goal in asked.items()),
    )
    layer = ge.parse(LAYER)
    run = ge.run(layer)
    x, w = run.value("x"), run.value("W")
    row = run.gradient("y") * run.value("y") * (1 - run.value("y"))
    times = medians({"ours": partial(ge.run, layer), "numpy by hand": partial(bare, w, x, row)})
    mine = times.pop("ours")
    goal = 1 / 1.5
    yield Row(
        "a layer of 1000 × 1000: run",
        mine,
        times,
        f"its bare products ≥ {goal:.3g}×",
        times["numpy by hand"] >= goal * mine,
    )


def by_hand() -> Any:
    """Loss and gradients of the weights, as one writes them out for all samples at once."""
    one = np.ones((SAMPLES, 1))
    x1 = np.concatenate([X, one], axis=1)
    y = 1 / (1 + np.exp(-(x1 @ W.T)))
    y1 = np.concatenate([y, one], axis=1)
    z = 1 / (1 + np.exp(-(y1 @ V.T)))
    z1 = np.concatenate([z, one], axis=1)
    q = z1 @ U
    loss = np.sum(np.logaddexp(0, -T * q))
    by_q = -T / (1 + np.exp(T * q))
    by_a2 = np.outer(by_q, U[:3]) * z * (1 - z)
    by_a1 = by_a2 @ V[:, :3] * y * (1 - y)
    return loss, by_a1.T @ x1, by_a2.T @ y1, by_q @ z1


def bare(w: Any, x: Any, row: Any) -> Any:
    """The products of a layer and nothing else: forward, back to the input, back to the weights."""
    return w @ x, row @ w, np.outer(row, x)


Call = tuple[str, Callable[[], Any]]


def _micrograd() -> Call:
    from micrograd.engine import Value

    # It has no exponential and no logarithm: a square stands for the one, relu for the other.
    def sigmoid(a: Any) -> Any:
        return (1 + (-a) ** 2) ** -1

    def run() -> Any:
        w, v = [[[Value(k) for k in row] for row in each.tolist()] for each in (W, V)]
        u = [Value(k) for k in U.tolist()]
        total = Value(0.0)
        for x, t in zip(X.tolist(), T.tolist(), strict=True):
            y = [sigmoid(_affine(row, x)) for row in w]
            z = [sigmoid(_affine(row, y)) for row in v]
            total = total + (1 + (-t * _affine(u, z)) ** 2).relu()
        total.backward()
        return w[0][0].grad

    return "micrograd", run


def _affine(weights: Any, values: Any) -> Any:
    *factors, bias = weights
    return sum((a * b for a, b in zip(factors, values, strict=True)), bias)


def _autograd() -> Call:
    import autograd.numpy as anp
    from autograd import value_and_grad

    one = np.ones((SAMPLES, 1))

    def loss(w: Any, v: Any, u: Any) -> Any:
        y = 1 / (1 + anp.exp(-(anp.concatenate([X, one], axis=1) @ w.T)))
        z = 1 / (1 + anp.exp(-(anp.concatenate([y, one], axis=1) @ v.T)))
        return anp.sum(anp.logaddexp(0, -T * (anp.concatenate([z, one], axis=1) @ u)))

    both = value_and_grad(loss, (0, 1, 2))
    return "autograd", lambda: both(W, V, U)


def _torch() -> Call:
    import torch

    x, t = torch.tensor(X), torch.tensor(T)
    one = torch.ones((SAMPLES, 1), dtype=torch.float64)
    w, v, u = (torch.tensor(each, dtype=torch.float64, requires_grad=True) for each in (W, V, U))

    def run() -> Any:
        for leaf in (w, v, u):
            leaf.grad = None
        y = torch.sigmoid(torch.cat([x, one], dim=1) @ w.T)
        z = torch.sigmoid(torch.cat([y, one], dim=1) @ v.T)
        q = torch.cat([z, one], dim=1) @ u
        torch.nn.functional.softplus(-t * q).sum().backward()
        return w.grad

    return "PyTorch", run


OTHERS: dict[str, Callable[[], Call]] = {
    "micrograd": _micrograd,
    "autograd": _autograd,
    "torch": _torch,
}
"""By the package that must be installed."""
