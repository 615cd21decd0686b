"""Updates of all weights in one line, and of some of them: what then goes down, and by how much."""

import pytest

import graph_engine as ge
from app.pasted import read

JAX = """
import jax
import jax.numpy as jnp
params = {start}
x = jnp.array([0.3, 0.8])
def loss(params):
    {names}
    return (jnp.dot(w, x) + b - 1.0)**2
def update(params, lr=0.05):
    grads = jax.grad(loss)(params)
    return [p - lr*g for p, g in zip(params, grads)]
lr = 0.05
for i in range(12):
    {lines}
"""
ASKED = "g = jax.grad(loss)(params)"
LIST, TABLE = "[jnp.array([1.0, -2.0]), jnp.array(0.5)]", '{"w": jnp.array([1.0, -2.0]), "b": 0.5}'
OF_LIST, OF_TABLE = "w, b = params", 'w, b = params["w"], params["b"]'


@pytest.mark.parametrize(
    ("start", "names", "lines"),
    [
        (LIST, OF_LIST, f"{ASKED}; params = [p - lr*d for p, d in zip(params, g)]"),
        (LIST, OF_LIST, "params = [p + -d*lr for p, d in zip(params, jax.grad(loss)(params))]"),
        (LIST, OF_LIST, f"{ASKED}; params = tuple(p - lr*d for p, d in zip(params, g))"),
        (TABLE, OF_TABLE, f"{ASKED}; params = {{k: params[k] - lr*g[k] for k in params}}"),
        (TABLE, OF_TABLE, f"{ASKED}; params = {{k: v - lr*g[k] for k, v in params.items()}}"),
        (LIST, OF_LIST, "params = update(params)"),
    ],
)
def test_all_weights_of_a_line_go_down_together(start: str, names: str, lines: str):
    reading = read(JAX.format(start=start, names=names, lines=lines))
    assert [each.message for each in reading.refusals] == []
    assert reading.look == {"rate": 0.05, "iterations": 12, "accumulate": False}
    graph = ge.parse(reading.program)
    assert sorted(node.role for node in graph.leaves if node.role == "weight") == ["weight"] * 2
    assert float(ge.run(graph).value(graph.loss)) == pytest.approx((0.3 - 1.6 + 0.5 - 1) ** 2)


def test_gradients_by_hand_are_taken_from_all_weights_of_a_line():
    reading = read("""
import numpy as np
X, y = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([1.0, 0.0])
w, b = np.array([0.1, 0.2]), np.array([0.3])
for step in range(5):
    r = X @ w + b - y
    loss = np.sum(r ** 2)
    grads = [2 * X.T @ r, np.array([2 * np.sum(r)])]
    w, b = [p - 0.01 * g for p, g in zip([w, b], grads)]
""")
    assert reading.look == {"rate": 0.01, "iterations": 5, "accumulate": False}
    roles = {node.name: node.role for node in ge.parse(reading.program).leaves}
    assert (roles["w"], roles["b"]) == ("weight", "weight")


def test_a_list_of_differences_is_no_update():
    reading = read("""
import numpy as np
a, b = np.array([1.0, 2.0]), np.array([0.5, 0.5])
gaps = [u - v for u, v in zip([a, 2 * a], [b, 3 * b])]
loss = sum(np.sum(g ** 2) for g in gaps)
""")
    graph = ge.parse(reading.program)
    assert float(ge.run(graph).value(graph.loss)) == pytest.approx(0.25 + 2.25 + 0.25 + 6.25)


TORCH = """
import torch
w1 = torch.tensor([1.0, 2.0], requires_grad=True)
w2 = torch.tensor([0.5, -1.0], requires_grad=True)
{lines}
loss = ((w1 * w2).sum() - 1) ** 2
loss.backward()
"""


@pytest.mark.parametrize(
    ("lines", "weights"),
    [
        ("opt = torch.optim.SGD([w1], lr=0.1)", ["w1"]),
        ("opt = torch.optim.SGD([{'params': [w2]}], lr=0.1)", ["w2"]),
        ("opt = torch.optim.SGD([w1, w2], lr=0.1)", ["w1", "w2"]),
        ("w2.requires_grad = False", ["w1"]),
        ("w2.requires_grad_(False)", ["w1"]),
        ("for p in [w1]:\n    p.requires_grad = False", ["w2"]),
    ],
)
def test_what_no_optimizer_is_given_and_what_is_frozen_is_no_weight(lines: str, weights: list[str]):
    reading = read(TORCH.format(lines=lines))
    graph = ge.parse(reading.program)
    assert [node.name for node in graph.leaves if node.role == "weight"] == weights
    told = [str(each.message) for each in reading.remarks if "No optimizer" in str(each.message)]
    assert bool(told) is ("optim" in lines and len(weights) == 1)


def test_a_gradient_that_is_clipped_leaves_alpha_alone_without_a_loop():
    reading = read(TORCH.format(lines="opt = torch.optim.SGD([w1, w2], lr=0.1)")
                   + "torch.nn.utils.clip_grad_norm_([w1, w2], 1.0)\nopt.step()\n")  # fmt: skip
    assert "rate" not in reading.look
    assert any("changed here before it is taken" in str(each.message) for each in reading.remarks)
