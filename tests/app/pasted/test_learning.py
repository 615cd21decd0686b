"""How a pasted program learns: its α and its rounds, beside the run of the program itself."""

import contextlib
import io
import re
from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from app.claims import check
from app.pasted import Reading, read

LINE = """\
import numpy as np
x = np.array([1.0, 2.0])
y = 3.0
w = np.array([0.5, -1.0])
b = 0.25
q = w @ x + b
loss = (q - y)**2
dq = 2*(q - y)
dw = dq * x
db = dq
"""

HAND = {
    "a number": LINE + "w = w - 0.1*dw\nb = b - 0.1*db\n",
    "in place": LINE + "lr = 0.05\nw -= lr * dw\nb -= lr * db\n",
    "behind": LINE + "eta = 0.05\nw -= dw * eta\nb -= db * eta\n",
    "added": LINE + "w += -0.02 * dw\nb += -0.02 * db\n",
    "added behind": LINE + "lr = 0.02\nw = w + (-lr * dw)\nb = -lr*db + b\n",
    "a quotient": LINE + "w -= 0.3 * dw / 4\nb -= 0.3 / 4 * db\n",
    "a computed rate": LINE + "lr0 = 0.2\nlr = lr0 / 2\nw -= lr * dw\nb -= lr * db\n",
    "without names": LINE + "w -= 0.01 * 2*(q - y)*x\nb = b - 0.01*dq\n",
    "with another name": LINE + "g = 2*(q - y)*x\nw -= 0.03 * g\nb -= 0.03 * db\n",
    "half of the gradient": LINE.replace("dq = 2*", "dq = ") + "w -= 0.1 * dw\nb -= 0.1 * db\n",
    "a loop over the weights": LINE.replace("b = 0.25", "b = np.array([0.25, 0.5])")
    .replace("w @ x + b", "w @ x + b @ x")
    .replace("db = dq", "db = dq * x")
    + "for p, dp in zip([w, b], [dw, db]):\n    p -= 0.1 * dp\n",
    "a dict": """\
import numpy as np
params = {"W": np.array([[1.0, 2.0], [0.5, -1.0]]), "b": np.array([0.5, 0.25])}
x = np.array([1.0, -1.0])
t = np.array([0.0, 1.0])
z = params["W"] @ x + params["b"]
loss = np.sum((z - t)**2)
dz = 2*(z - t)
grads = {"W": np.outer(dz, x), "b": dz}
learning_rate = 0.01
for k in params:
    params[k] -= learning_rate * grads[k]
W, b = params["W"], params["b"]
""",
    "weight decay in the loss": LINE.replace("**2\n", "**2 + 0.5*np.sum(w**2)\n").replace(
        "dq * x", "dq * x + w"
    )
    + "w -= 0.1 * dw\nb -= 0.1*db\n",
    "samples": """\
import numpy as np
X = np.array([[1.0, 2.0], [0.5, -1.0], [2.0, 0.0]])
y = np.array([1.0, 0.0, 2.0])
m = 3
w = np.zeros(2)
pred = X @ w
loss = np.sum((pred - y)**2) / (2*m)
w = w - 0.5 * (X.T @ (pred - y)) / m
""",
    "a loop": """\
import numpy as np
x = np.array([1.0, 2.0]); w = np.array([0.5, -1.0])
lr = 0.1
for i in range(10):
    q = w @ x
    loss = (q - 1)**2
    dq = 2*(q - 1)
    dw = dq * x
    w = w - lr*dw
""",
    "a loop of numbers": """\
import numpy as np
lr = 0.1
w = 3.0
x = 0.5
for i in range(10): q = w*x; loss = (q-1)**2; dq = 2*(q-1); dw = dq*x; w = w - lr*dw
""",
    "a loop without a library": """\
lr = 0.1
w = 3.0
x = 0.5
for step in range(7):
    q = w*x
    loss = (q - 1)**2
    w = w - lr * 2*(q - 1)*x
""",
    "a loop that prints and keeps": """\
import numpy as np
x = np.array([1.0, 2.0]); w = np.array([0.5, -1.0]); y = 1.0
losses = []
for epoch in range(5):
    loss = (w @ x - y)**2
    losses.append(loss)
    if epoch % 2 == 0:
        print(epoch, loss)
    grad_w = 2*(w @ x - y)*x
    w -= 0.05 * grad_w
""",
    "a function that is called in a loop": """\
import numpy as np
class Net:
    def __init__(self):
        self.W = np.array([[0.1, 0.2], [0.3, -0.4]])
        self.b = np.array([0.5, -0.6])
    def train(self, x, y, lr):
        h = np.tanh(self.W @ x + self.b)
        loss = np.sum((h - y)**2)
        db = 2*(h - y)*(1 - h**2)
        dW = np.outer(db, x)
        self.W -= lr*dW
        self.b -= lr*db
        return loss
net = Net()
x = np.array([1.0, 2.0])
for epoch in range(3):
    l = net.train(x, np.array([1.0, 0.0]), 0.1)
W, b = net.W, net.b
""",
}
"""By hand: the weights w, b, W that the program itself ends with are the oracle."""


def ran(text: str) -> dict[str, Any]:
    """The names of a program that Python itself has run."""
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(text, "pasted", "exec"), names)
    return names


def learned(reading: Reading) -> dict[str, Any]:
    """The weights after the iterations that the page would tell."""
    graph = ge.parse(reading.program)
    rate, rounds = reading.look["rate"], int(reading.look["iterations"])
    adds = bool(reading.look["accumulate"])
    found = ge.learn(graph, rate=rate, iterations=rounds, accumulate=adds)
    return {name: each[-1] for name, each in found.weights.items()}


def notes(reading: Reading) -> str:
    return " ".join(str(each.message) for each in reading.remarks)


@pytest.mark.parametrize("text", HAND.values(), ids=HAND)
def test_updates_by_hand_end_with_the_weights_of_the_program_itself(text: str):
    reading = read(text)
    assert reading.refusals == ()
    assert f"α is {reading.look['rate']:g}" in notes(reading)
    true, own = ran(text), learned(reading)
    assert own, "weights"
    assert set(own) <= {"w", "b", "W"}
    for name, value in own.items():
        assert np.allclose(value, true[name], rtol=1e-12, atol=1e-12), name


TORCH = """\
import torch
torch.set_default_dtype(torch.float64)
x = torch.tensor([[1.0, 2.0], [0.5, -1.0]])
y = torch.tensor([[1.0], [0.0]])
w = torch.tensor([[0.5], [-1.0]], requires_grad=True)
b = torch.tensor([0.25], requires_grad=True)
"""
STEP = "loss = ((x @ w + b - y)**2).mean()\nloss.backward()\n"
LOOP = (
    "for i in range(6):\n    loss = ((x @ w + b - y)**2).mean()\n    opt.zero_grad()\n"
    "    loss.backward()\n    opt.step()\n"
)
BY_TORCH = {
    "SGD": TORCH + "opt = torch.optim.SGD([w, b], lr=0.1)\n" + STEP + "opt.step()\n",
    "positional": TORCH + "opt = torch.optim.SGD([w, b], 0.3)\n" + STEP + "opt.step()\n",
    "imported": TORCH + "from torch.optim import SGD\nlr = 0.2\nopt = SGD([w, b], lr=lr)\n"
    + STEP + "opt.step()\n",
    "usual": TORCH + "opt = torch.optim.SGD([w, b])\n" + STEP + "opt.step()\n",
    "momentum": TORCH + "opt = torch.optim.SGD([w, b], lr=0.1, momentum=0.9)\n" + LOOP.replace(
        "6", "1"
    ),
    "groups alike": TORCH + 'opt = torch.optim.SGD([{"params": [w]}, {"params": [b]}], lr=0.1)\n'
    + STEP + "opt.step()\n",
    "a loop": TORCH + "opt = torch.optim.SGD([w, b], lr=0.1)\n" + LOOP,
    "a loop with no_grad": TORCH + "for i in range(5):\n    loss = ((x @ w + b - y)**2).mean()\n"
    "    loss.backward()\n    with torch.no_grad():\n        w -= 0.1*w.grad\n"
    "        b -= 0.1*b.grad\n        w.grad.zero_()\n        b.grad.zero_()\n",
    "never reset": TORCH + "opt = torch.optim.SGD([w, b], lr=0.1)\n" + LOOP.replace(
        "    opt.zero_grad()\n", ""
    ),
    "no_grad": TORCH + STEP + "with torch.no_grad():\n    w -= 0.1 * w.grad\n    b -= 0.1*b.grad\n",
    "all in no_grad": TORCH + STEP
    + "eta = 0.1\nwith torch.no_grad():\n    for p in [w, b]:\n        p -= eta * p.grad\n",
    "data": TORCH + STEP + "w.data -= 0.1 * w.grad\nb.data = b.data - 0.1 * b.grad.data\n",
    "sub_": TORCH + STEP + "for p in [w, b]:\n    p.data.sub_(p.grad.data * 0.2)\n",
    "add_": TORCH + STEP + "with torch.no_grad():\n    for p in (w, b):\n"
    "        p.add_(p.grad, alpha=-0.2)\n",
}  # fmt: skip


RATES = {"positional": 0.3, "imported": 0.2, "usual": 0.001, "sub_": 0.2, "add_": 0.2}
"""Where it is not 0.1."""
ROUNDS = {"a loop": 6, "a loop with no_grad": 5, "never reset": 6}
"""Where it is not 1."""


@pytest.mark.parametrize("name", BY_TORCH)
def test_the_rate_of_pytorch_is_alpha(name: str):
    reading = read(BY_TORCH[name])
    assert reading.refusals == ()
    assert reading.look["rate"] == RATES.get(name, 0.1)
    assert reading.look["iterations"] == ROUNDS.get(name, 1)


@pytest.mark.oracles
@pytest.mark.parametrize("text", BY_TORCH.values(), ids=BY_TORCH)
def test_updates_in_pytorch_end_with_the_weights_of_pytorch(text: str):
    import torch

    reading = read(text)
    assert reading.refusals == ()
    before = torch.get_default_dtype()
    try:
        true = ran(text)
    finally:
        torch.set_default_dtype(before)
    own = learned(reading)
    assert set(own) == {"w", "b"}
    for name, value in own.items():
        assert np.allclose(value, true[name].detach().numpy(), rtol=1e-12, atol=1e-12), name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BY_TORCH["a loop"].replace("SGD", "Adam"), "`Adam` is left out"),
        (LINE + "w -= 0.1 * dw\nb -= 0.2 * db\n", "different learning rates"),
        (LINE.replace("dq * x", "dq * x**2") + "w -= 0.1 * dw\n", "not a number times"),
        (LINE + "w += 0.1 * dw\ndelta_b = db\nb += 0.1 * delta_b\n", "goes up"),
        (LINE + "w -= 0.1*dw\nb -= 0.1*2*(w @ x + b - y)\n", "not a number times"),
        (
            TORCH + 'opt = torch.optim.SGD([{"params": [w]}, {"params": [b], "lr": 0.5}], lr=0.1)\n'
            + LOOP,
            "different learning rates",
        ),
    ],
)  # fmt: skip
def test_what_is_no_one_rate_is_said_and_leaves_it_alone(text: str, words: str):
    reading = read(text)
    assert "rate" not in reading.look
    assert words in notes(reading)


@pytest.mark.parametrize(
    "more",
    [
        "    lr = lr * 0.9\n",
        "    lr *= 0.9\n",
    ],
)
def test_of_a_rate_that_changes_the_first_is_taken_and_one_iteration(more: str):
    reading = read(HAND["a loop"] + more)
    assert reading.look == {"rate": 0.1, "iterations": 1, "accumulate": False}
    assert "changes from round to round" in notes(reading)


def test_a_schedule_of_pytorch_is_said():
    text = BY_TORCH["a loop"] + "    scheduler.step()\n"
    made = "scheduler = torch.optim.lr_scheduler.StepLR(opt, 2)\nfor i in range"
    reading = read(text.replace("for i in range", made))
    assert reading.look == {"rate": 0.1, "iterations": 1, "accumulate": False}
    assert "changes from round to round" in notes(reading)


@pytest.mark.parametrize(
    "text",
    [
        BY_TORCH["a loop"].replace("x @ w", "x * (i + 1) @ w"),
        BY_TORCH["a loop"].replace("x @ w", "torch.randn(2, 2) @ w"),
        BY_TORCH["a loop"].replace("lr=0.1", "lr=0.1, momentum=0.9"),
        HAND["a loop"].replace("lr = 0.1", "lr = 0.1; v = np.zeros(2)").replace(
            "w = w - lr*dw", "v = 0.9*v + dw\n    w = w - lr*v"
        ),
        HAND["a function that is called in a loop"]
        .replace("        self.W -=", "        self.t = self.t + 1\n        self.W -=")
        .replace("    def train", "        self.t = 0\n    def train"),
    ],
    ids=["its number", "random", "momentum", "momentum by hand", "kept in an object"],
)  # fmt: skip
def test_rounds_that_are_not_alike_are_one_iteration(text: str):
    reading = read(text)
    assert reading.look == {"rate": 0.1, "iterations": 1, "accumulate": False}


def test_of_a_thousand_rounds_as_many_are_told_as_a_story_has():
    reading = read(HAND["a loop"].replace("10", "1000"))
    assert reading.look == {"rate": 0.1, "iterations": 20, "accumulate": False}
    assert "Of 1000 rounds 20 are told" in notes(reading)


def test_only_what_an_update_changes_is_a_weight():
    graph = ge.parse(read(HAND["a number"]).program)
    roles = {node.name: node.role for node in graph.leaves if node.name}
    assert roles == {"x": "input", "y": "label", "w": "weight", "b": "weight"}
    assert re.search(r"^m: constant", read(HAND["samples"]).program, re.M)


def test_where_nothing_is_updated_all_may_be_changed_as_before():
    reading = read(LINE)
    assert reading.look == {}
    assert {node.role for node in ge.parse(reading.program).leaves if node.name} == {"variable"}


def test_the_backward_pass_in_a_loop_is_checked():
    reading = read(HAND["a loop"].replace("dq = 2*", "dq = "))
    found = {each.name: each.status for each in check(reading.program)}
    assert found == {"dq": "wrong", "dw": "follows"}
    assert all(each.status == "right" for each in check(read(HAND["a loop"]).program))


def test_a_loop_of_our_own_language_that_does_not_learn_is_offered_nothing():
    assert read("x = 2\ns = x\nfor i in range(3):\n    s = s * x\n").dialect == ""


LIKELIHOOD = """\
import numpy as np
X = np.array([[1.0, 2.0], [0.5, -1.0], [2.0, 0.3]])
w = np.array([0.3, -0.2])
loss = 0
for i in range(3):
    p = 1/(1 + np.exp(-(X[i] @ w)))
    loss -= np.log(p)
"""
LEARNED = """\
    dw += (p - 1) * X[i]
w -= 0.1 * dw
"""


@pytest.mark.parametrize("line", ["loss -= np.log(p)", "loss = loss - np.log(p)"])
@pytest.mark.parametrize("more", ["", LEARNED])
def test_a_loss_that_logarithms_are_taken_from_learns_nothing_by_it(line: str, more: str):
    text = LIKELIHOOD.replace("loss -= np.log(p)", line) + more
    text = text.replace("loss = 0\n", f"loss = 0\n{'dw = np.zeros(2)' * bool(more)}\n")
    own: dict[str, Any] = {}
    exec(text, own)
    reading = read(text)
    run = ge.run(ge.parse(reading.program))
    assert run.values[run.graph.loss] == pytest.approx(own["loss"], rel=1e-12)
    assert not more or np.allclose(run.gradient("w"), own["dw"], rtol=1e-12)
    assert reading.look.get("rate") == (0.1 if more else None)


JAX = """\
import jax, jax.numpy as jnp
def loss(p, x, y): return jnp.mean((x @ p["w"] + p["b"] - y)**2)
x = jnp.array([[1., 2.], [3., 4.]]); y = jnp.array([1., 2.])
p = {"w": jnp.array([0.5, -1.]), "b": jnp.array([0.1])}
for i in range(5):
    g = jax.grad(loss)(p, x, y)
    p = jax.tree_util.tree_map(lambda a, d: a - 0.1 * d, p, g)
"""


def test_a_tree_of_jax_that_is_mapped_has_its_rate():
    assert read(JAX).look["rate"] == 0.1


def test_where_a_loop_learns_by_what_is_not_read_this_is_said():
    text = JAX.replace("lambda a, d: a - 0.1 * d", "update")
    reading = read(text)
    assert "rate" not in reading.look
    assert "No learning rate was found here" in notes(reading)
