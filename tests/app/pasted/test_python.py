"""Programs of numpy, as people paste them, against Python itself, which runs them.

The same loss, and the same derivative by every name that the text gives numbers to.
"""

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from app.pasted import read

from .by_python import ran, slope

CASES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "python.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", CASES)
def test_a_program_has_the_loss_and_the_derivatives_that_python_finds(name: str):
    case = CASES[name]
    text, loss = case["text"], case["loss"]
    reading = read(text)
    assert [(each.line, each.message) for each in reading.refusals] == []
    graph = ge.parse(reading.program)
    run = ge.run(graph)
    assert graph.loss is not None, reading.program
    python = ran(text)
    assert float(run.value(graph.loss).reshape(())) == pytest.approx(
        python.number(loss), rel=1e-11, abs=1e-13
    )
    random, moved = np.random.default_rng(7), []
    for node in graph.nodes:
        own = python.first.get(node.name)
        if not node.leaf or node.given is None or node.role == "label" or own is None:
            continue
        if own.shape != np.shape(node.given) or not np.array_equal(own, node.given):
            continue
        if node.name in case.get("whole", ()):
            continue
        way = random.standard_normal(own.shape)
        found = float(np.sum(run.gradient(node.index) * way))
        assert found == pytest.approx(slope(text, loss, node.name, way), rel=2e-6, abs=1e-7)
        moved.append(node.name)
    assert set(case["moved"]) <= set(moved)
    said = " ".join(str(each.message) for each in reading.remarks)
    assert [word for word in case.get("said", []) if word not in said] == []
    assert {key: reading.look.get(key) for key in case.get("look", {})} == case.get("look", {})


def test_a_sum_over_what_cannot_be_gone_through_is_no_loss_of_the_rest():
    text = """
import torch
w = torch.tensor(2.0, requires_grad=True)
loss = w * w
for x, y in load("data.csv"):
    loss += (w * x - y)**2
loss.backward()
"""
    reading = read(text)
    assert [each.line for each in reading.refusals] == [5]
    assert "loss: loss" not in reading.program


def test_a_list_that_could_not_be_added_to_is_not_taken_as_it_was():
    text = """
import torch
w = torch.tensor([1.0, 2.0], requires_grad=True)
outs = [w[0]]
outs.append(torch.special.zeta(w[1], 2.0))
loss = torch.stack(outs).sum()
loss.backward()
"""
    reading = read(text)
    assert [each.line for each in reading.refusals] == [5]
    assert "loss: loss" not in reading.program


def test_names_that_are_not_known_are_not_all_one_name():
    text = """
import numpy as np
x = np.array([1.0, 2.0])
p = {str(0.5): x[0], str(0.25): x[1] * 3}
loss = p[str(0.5)] * 10 + p[str(0.25)]
"""
    assert [each.line for each in read(text).refusals][:1] == [4]


@pytest.mark.parametrize("change", ["a.pop()", "a.sort()", "a.clear()", "part[0] = 9.0"])
def test_what_could_not_be_changed_is_not_taken_as_it_was(change: str):
    text = f"""
import numpy as np
x = np.array([1.0, 5.0, 2.0])
part = x[:2]
a = [x[0] * 2, x[1], x[2]]
{change}
loss = np.sum(x ** 2) + sum(a)
"""
    reading = read(text)
    assert [each.line for each in reading.refusals] == [6]
    assert "loss: loss" not in reading.program


def test_what_the_largest_is_chosen_by_is_not_passed_over():
    text = """
import numpy as np
x = np.array([3.0, -7.0, 5.0])
loss = max(x, key=abs) * 2
"""
    assert [each.line for each in read(text).refusals] == [4]


def test_a_scan_goes_back_where_that_is_said_and_takes_a_row_of_each_array():
    text = """
import jax, jax.numpy as jnp
a = jnp.array([1.0, 2.0])
b = jnp.array([3.0, 5.0])
def step(h, row):
    x, y = row
    h = h * 10 + x * y
    return h, h
last, all_ = jax.lax.scan(step, 0.0, (a, b), reverse=True)
loss = last * 2 + all_[0] + all_[1] * 100
"""
    reading = read(text)
    assert reading.refusals == ()
    graph = ge.parse(reading.program)
    # Back: first 2·5 = 10, then 10·10 + 1·3 = 103, which stands first.
    assert float(ge.run(graph).value(graph.loss)) == 103 * 2 + 103 + 10 * 100
