"""Updates that are not α times the gradient, or not in every round: said, not told as if."""

import pytest

from app import create_app
from app.pasted import read

from .test_learning import BY_TORCH, HAND, TORCH, notes

NO_GRAD = (
    TORCH + "for i in range(10):\n    loss = ((x @ w + b - y)**2).mean()\n    loss.backward()\n"
    "    with torch.no_grad():\n        w -= 0.1*w.grad\n        w.grad.zero_()\n"
)
GRAD = """\
import jax, jax.numpy as jnp
def loss(w): return jnp.sum((w - 1)**2)
w = jnp.array([0.5, -1.])
for i in range(10):
    g = jax.grad(loss)(w)
    w = w - 0.1*g
"""


def test_a_bare_gradient_is_a_slope():
    for text in (NO_GRAD, GRAD, GRAD.replace("0.1*g", "0.1*g.clone()")):
        assert read(text).look == {"rate": 0.1, "iterations": 10, "accumulate": False}


@pytest.mark.parametrize(
    "text",
    [
        NO_GRAD.replace("0.1*w.grad", "0.1*(w.grad + 0.01*w)"),
        NO_GRAD.replace("0.1*w.grad", "0.1*w.grad.clamp(-1, 1)"),
        NO_GRAD.replace("0.1*w.grad", "0.1*w.grad*w.grad"),
        NO_GRAD.replace(
            "    loss.backward()\n", "    loss.backward()\n    grad_2 = w.grad * 2\n"
        ).replace("0.1*w.grad", "0.1*grad_2"),
        GRAD.replace("    w = w", "    g = g + 0.01*w\n    w = w"),
        GRAD.replace("    w = w", "    g *= 0.5\n    w = w"),
        GRAD.replace("0.1*g", "0.1*jnp.clip(g, -1, 1)"),
    ],
)
def test_what_is_made_of_a_gradient_is_another_update(text: str):
    reading = read(text)
    assert "rate" not in reading.look
    assert reading.look["iterations"] == 1
    assert "not a number times the gradient" in notes(reading)


@pytest.mark.parametrize(
    "line",
    [
        "w.grad /= 4",
        "w.grad *= 0.5",
        "w.grad += 0.01*w",
        "w.grad.data.clamp_(-1, 1)",
        "w.grad = w.grad / 4",
        "torch.nn.utils.clip_grad_norm_([w, b], 1.0)",
        "torch.nn.utils.clip_grad_value_([w, b], 1.0)",
    ],
)
def test_a_gradient_that_is_changed_before_the_step_is_said(line: str):
    of_loop = BY_TORCH["a loop"].replace("    opt.step", f"    {line}\n    opt.step")
    by_hand = NO_GRAD.replace("    with", f"    {line}\n    with")
    within = NO_GRAD.replace("        w -=", f"        {line}\n        w -=")
    for text in (of_loop, by_hand, within):
        reading = read(text)
        assert reading.look == {"iterations": 1, "accumulate": False}
        assert "The gradient is changed here before it is taken" in notes(reading)


@pytest.mark.parametrize("line", ["w.grad = torch.zeros_like(w.grad)", "w.grad *= 0"])
def test_a_reset_is_no_such_change(line: str):
    assert read(NO_GRAD.replace("w.grad.zero_()", line)).look["rate"] == 0.1


NEWTON = """\
import numpy as np
x = 3.0
for i in range(10):
    loss = x**4
    dx = 4*x**3
    ddx = 12*x**2
    x = x - dx/ddx
"""


@pytest.mark.parametrize(
    "text",
    [
        NEWTON,
        HAND["a loop"].replace("lr*dw", "lr*dw/np.linalg.norm(dw)"),
        HAND["a loop of numbers"].replace("lr*dw", "lr*(dw + 0.01*w)"),
    ],
    ids=["Newton", "of length 1", "with decay"],
)
def test_a_step_that_is_no_fixed_multiple_of_the_gradient_is_one_iteration(text: str):
    reading = read(text)
    assert reading.look["iterations"] == 1
    assert "no fixed multiple of the gradient" in notes(reading)


@pytest.mark.parametrize(
    "more",
    ["    if loss < 1:\n        lr = 0.01\n", "    lr = 0.01\n", "    lr, k = 0.01, 2\n"],
)
def test_a_rate_that_a_branch_or_the_end_of_a_round_sets_changes(more: str):
    reading = read(HAND["a loop"] + more)
    assert reading.look == {"rate": 0.1, "iterations": 1, "accumulate": False}
    assert "changes from round to round" in notes(reading)


def test_a_rate_that_each_round_sets_alike_stays():
    text = HAND["a loop"].replace("    q = w", "    lr = 0.1\n    q = w")
    assert read(text).look["iterations"] == 10


def test_a_rate_is_said_in_full_and_as_a_language_writes_it():
    text = HAND["in place"].replace("lr = 0.05", "lr = 0.12345678")
    assert "α is 0.12345678, as it is here" in notes(read(text))
    client = create_app().test_client()
    said = client.post("/api/read?lang=cs", json={"program": text}).json
    assert said is not None
    assert "α je 0,12345678, jako tady." in [each["message"] for each in said["remarks"]]


@pytest.mark.parametrize(
    "text",
    [
        BY_TORCH["SGD"].replace("lr=0.1", 'lr=float("inf")'),
        HAND["in place"].replace("lr = 0.05", 'lr = float("inf")'),
    ],
)
def test_an_endless_rate_is_none(text: str):
    reading = read(text)
    assert "rate" not in reading.look
    assert "No learning rate was found here" in notes(reading)
