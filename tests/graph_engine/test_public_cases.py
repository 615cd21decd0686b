"""Programs that people ask about in public, with the numbers that PyTorch gives them."""

from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import graph_engine as ge

CASES = [
    # program, loss, gradients
    ("z: input = [-3, 1]\ny: label = [1, 0]\nL: loss = cross_entropy(z, y)",
     4.018150, {"z": [-0.982014, 0.982014]}),
    ("w: weight = 2\nx: input = 3\nL = (w*x - 1)**2\ng = 2*(w*x - 1)*x", 25, {"w": 30}),
    ("W: weight = [[1,2],[3,4]]\nw: weight = [1,-1]\nx: input = [1,2]\nh = relu(W @ x)\n"
     "L: loss = dot(w, h)", -6, {"W": [[1, 2], [-1, -2]], "w": [5, 11], "x": [-2, -2]}),
    ("a = 2\nb = 3\ny = a + b + 1", 6, {"a": 1, "b": 1}),
    ("s1: input = 3.2\ns2: input = 5.1\nL: loss = max(0, s2 - s1 + 1)",
     2.9, {"s1": -1, "s2": 1}),
    ("w: weight = [[1],[2]]\nx: input = [3,4]\nz = w.T @ x\nL = (z - 1)**2",
     100, {"w": [[60], [80]]}),
    ("z = 2\na = sigma(z)", 0.880797, {"z": 0.104994}),
    ("p: input = 0.7\ny: label = 1\nL: loss = -(y*log(p) + (1-y)*log(1-p))",
     0.356675, {"p": -1.428571}),
    ("x = 3\ny = x - x", 0, {"x": 0}),
    ("a = 5\nb = a*a", 25, {"a": 10}),
    ("X: input = [[1,2],[3,4],[5,6]]\nW: weight = [[1,0],[0,1]]\nb: weight = [1,2]\n"
     "L: loss = norm2(X @ W + b)", 172, {"W": [[88, 124], [112, 160]], "b": [24, 36]}),
    ("S = [[1,2],[3,1]]\nV = [[1,0],[2,1]]\nL = norm2(softmax(S, axis=1) @ V)",
     4.797835, {"S": [[-0.968163, 0.968163], [-0.260049, 0.260049]]}),
    ("x = 3\ny = detach(x**2)\nz = y*x", 27, {"x": 9}),
    ("x = [1,3,2]\nL = max(x)**2", 9, {"x": [0, 6, 0]}),
    ("t: target = 2\nw: weight = 3\nloss = (w - t)**2", 1, {"w": 2}),
]  # fmt: skip


START = """
X: input = [[1, -2], [0.6, 3], [-1, 0.25]]
W: weight = [[0.5, -1], [2, 0.75]]
b: weight = [0.5, -0.25]
c: weight = [[1.5], [-0.5], [0.25]]
r: weight = [[0.3, 0.7]]
"""
LEAVES = {
    "X": [[1, -2], [0.6, 3], [-1, 0.25]], "W": [[0.5, -1], [2, 0.75]], "b": [0.5, -0.25],
    "c": [[1.5], [-0.5], [0.25]], "r": [[0.3, 0.7]],
}  # fmt: skip

OWN: dict[str, Callable[..., Any]] = {
    # batches: what is smaller is repeated
    "L = norm2(tanh(X @ W + b))": lambda X, W, b, c, r: np.sum(np.tanh(X @ W + b) ** 2),
    "L = norm2(X * b)": lambda X, W, b, c, r: np.sum((X * b) ** 2),
    "L = sum(c * X) + norm2(X / c)": lambda X, W, b, c, r: np.sum(c * X) + np.sum((X / c) ** 2),
    "L = norm2(c + r)": lambda X, W, b, c, r: np.sum((c + r) ** 2),
    "L = mean(squared_error(X @ W, b))": lambda X, W, b, c, r: np.mean((X @ W - b) ** 2),
    "L = norm2(max(X, b)) + norm2(r - X)": lambda X, W, b, c, r: (
        np.sum(np.maximum(X, b) ** 2) + np.sum((r - X) ** 2)
    ),
    "L = norm2(X + b + c + r)": lambda X, W, b, c, r: np.sum((X + b + c + r) ** 2),
    "L = norm2(broadcast_to(b, 3, 2) * X)": lambda X, W, b, c, r: np.sum((b * X) ** 2),
    # by row, by column
    "L = norm2(sum(X, axis=0)) + norm2(X.sum(dim=1))": lambda X, W, b, c, r: (
        np.sum(np.sum(X, axis=0) ** 2) + np.sum(np.sum(X, axis=1) ** 2)
    ),
    "L = norm2(X - mean(X, axis=1, keepdims=True))": lambda X, W, b, c, r: np.sum(
        (X - np.mean(X, axis=1, keepdims=True)) ** 2
    ),
    "P = softmax(X @ W, axis=-1)\nL = -sum(log(P))": lambda X, W, b, c, r: -np.sum(
        np.log(np.exp(X @ W) / np.sum(np.exp(X @ W), axis=1, keepdims=True))
    ),
    "L = norm2(np.max(X @ W, axis=0)) + min(X @ W)": lambda X, W, b, c, r: (
        np.sum(np.max(X @ W, axis=0) ** 2) + np.min(X @ W)
    ),
    "L = sum(logsumexp(X, axis=1)) + logsumexp(b)": lambda X, W, b, c, r: (
        np.sum(np.log(np.sum(np.exp(X), axis=1))) + np.log(np.sum(np.exp(b)))
    ),
    # parts, lists, masks
    "L = X[-1, 0]*b[1] + norm2(X[1:3]) + sum(X[:, 0])": lambda X, W, b, c, r: (
        X[-1, 0] * b[1] + np.sum(X[1:3] ** 2) + np.sum(X[:, 0])
    ),
    "u = [b[0], b[1], b[0]*b[1]]\nL = norm2(u) + dot(u[::-1], u)": lambda X, W, b, c, r: (
        b[0] ** 2 + b[1] ** 2 + 2 * (b[0] * b[1]) ** 1 * b[0] + b[1] ** 2 + (b[0] * b[1]) ** 2
    ),
    "L = norm2([X[0], b, X[2]] @ W)": lambda X, W, b, c, r: (
        np.sum((X[0] @ W) ** 2) + np.sum((b @ W) ** 2) + np.sum((X[2] @ W) ** 2)
    ),
    "L = sum((X > 0)*X**2) + norm2(where(X > b, X, 0.1*W[0]))": lambda X, W, b, c, r: (
        np.sum(np.where(X > 0, X**2, 0 * X)) + np.sum(np.where(b < X, X, 0.1 * W[0]) ** 2)
    ),
    "M = [[1, 0], [1, 1]]\nP = softmax(where(M > 0, W, -1e9), axis=1)\nL = norm2(P @ X[:2])": (
        lambda X, W, b, c, r: np.sum(
            (
                np.exp(W) * np.array([[1, 0], [1, 1]])
                / np.sum(np.exp(W) * np.array([[1, 0], [1, 1]]), axis=1, keepdims=True)
                @ X[:2]
            ) ** 2
        )
    ),
    "L = norm2(X @ W - b[None, :]) + norm2(b[:, None] * W)": lambda X, W, b, c, r: (
        np.sum((X @ W - b) ** 2) + np.sum((b[:, None] * W) ** 2)
    ),
    "L = norm2(np.concatenate([b, X[0]])) + norm2(np.stack([b, b]) - W)": lambda X, W, b, c, r: (
        np.sum(b**2) + np.sum(X[0] ** 2) + np.sum((b - W) ** 2)
    ),
    "L = norm2((X @ W)[:, 1] - 2*detach(X @ W)[:, 0])": lambda X, W, b, c, r: np.sum(
        ((X @ W)[:, 1] - 2 * (np.array(getattr(X, "_value", X)) @ getattr(W, "_value", W))[:, 0])
        ** 2
    ),
    "L = norm2((X - mean(X, axis=0)) / sqrt(mean((X - mean(X, axis=0))**2, axis=0)) * b)": lambda X,
    W, b, c, r: np.sum(
        ((X - np.mean(X, axis=0)) / np.sqrt(np.mean((X - np.mean(X, axis=0)) ** 2, axis=0)) * b)
        ** 2
    ),
}  # fmt: skip
"""What courses write, and the same in numpy, differentiated by HIPS autograd."""


@pytest.mark.parametrize("lines", OWN)
def test_what_courses_write_has_autograds_numbers(lines: str):
    run = ge.run(ge.parse(START + lines))
    given = [np.array(value, dtype=float) for value in LEAVES.values()]
    loss, gradients = autograd.value_and_grad(OWN[lines], tuple(range(len(given))))(*given)
    assert run.value("L") == pytest.approx(loss, rel=1e-12)
    for name, expected in zip(LEAVES, gradients, strict=True):
        assert_allclose(run.gradient(name), expected, rtol=1e-9, atol=1e-12)


def test_a_bias_is_repeated_by_a_node_whose_backward_pass_is_a_sum():
    graph = ge.parse("X = [[1, 2], [3, 4], [5, 6]]\nb: weight = [1, 2]\nL = norm2(X + b)")
    run = ge.run(graph)
    (repeat,) = [node for node in graph.nodes if node.op and node.op.name == "broadcast_to"]
    assert_array_equal(run.value(repeat.index), [[1, 2]] * 3)
    upstream = run.gradient(repeat.index)
    assert_array_equal(run.contribution("b", repeat.index), upstream.sum(axis=0))
    jacobian = run.jacobian("b", repeat.index)
    assert jacobian.structure == "Kronecker"
    assert_array_equal(jacobian.built, np.tile(np.eye(2), (3, 1)))


@pytest.mark.parametrize(("program", "loss", "gradients"), CASES)
def test_the_numbers_are_pytorch_s(
    program: str, loss: float, gradients: dict[str, float | list[float]]
):
    graph = ge.parse(program)
    run = ge.run(graph)
    assert graph.loss is not None
    assert run.value(graph.loss) == pytest.approx(loss, abs=1e-6)
    for name, expected in gradients.items():
        assert_allclose(run.gradient(name), expected, atol=1e-6)
