"""A gradient that is worked out from the numbers that are shown, over several wires, is right."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from app.predict.problems import NEAREST, TAKEN_ON, Flow, Problem

from .asking import NEURON, about, asked, said, told

VECTOR = """\
x: input = [1.3, -0.7, 2.9]
w: weight = [0.4, 1.1, -0.6]
z = w.T @ x
p = sigmoid(z)
L: loss = -log(p)
"""
SHOWN = -8.315534, 0.105795
"""∂ℒ/∂p and ∂p/∂z as they are shown; their product is −0.879742, and −0.879743 is shown."""


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
def test_the_product_of_shown_numbers_may_be_taken_on_entry_by_entry(arithmetic: str):
    up = SHOWN[0] * SHOWN[1]
    of = told(VECTOR, arithmetic=arithmetic)
    question = about(of, "gradient", "∂ℒ/∂w")
    for upstream in (up, round(up, 6), -0.879743, -0.88):
        for digits in (7, 6, 4):
            text = ", ".join(f"{upstream * x:.{digits}f}" for x in (1.3, -0.7, 2.9))
            assert said(of, question, text)[0] == "right", text
    of = told(NEURON, arithmetic=arithmetic)
    for text in (f"{up * 1.3:.7f}", f"{up * 1.3:.6f}", f"{round(up, 6) * 1.3:.7f}"):
        assert said(of, about(of, "gradient", "∂ℒ/∂w"), text)[0] == "right", text


def test_each_entry_may_come_from_numbers_rounded_in_its_own_way():
    of = told(VECTOR)
    question = about(of, "gradient", "∂ℒ/∂w")
    for text in ("-1.143666, 0.616, -2.552", "-1.144, 0.61582, -2.5512518", "-1.1, 0.616, -2.5513"):
        assert said(of, question, text)[0] == "right", text
    for text in ("-1.143666, 0.62582, -2.552", "-1.1543, 0.6158, -2.5513", "-1.1437, 0.62, 2.5"):
        assert said(of, question, text)[0] == "wrong", text


def test_a_slope_entry_by_entry_is_worked_out_from_shown_numbers_too():
    of = told("s: weight = [0.4, -1.2]\nh = sigmoid(s)\nu: input = [2, -3]\nL: loss = u @ h")
    question = about(of, "gradient", "∂s")
    h = 1 / (1 + np.exp([-0.4, 1.2]))
    for digits in (6, 3, 2):
        shown = np.array([float(f"{x:.{digits}g}") for x in h])
        text = ", ".join(f"{x:.6f}" for x in (2, -3) * shown * (1 - shown))
        assert said(of, question, text)[0] == "right", text
    assert said(of, question, "0.4805, -0.5137")[0] == "wrong"


CHAIN = """\
x: input = 1.3
w: weight = 0.4
v: weight = 1.7
h = tanh(w * x)
p = sigmoid(v * h)
L: loss = -log(p)
"""


def test_all_factors_of_a_chain_may_be_multiplied_at_once_as_the_strip_shows_them():
    h = np.tanh(0.4 * 1.3)
    p = 1 / (1 + np.exp(-1.7 * h))
    factors = [-1, 1 / p, p * (1 - p), 1.7, 1 - h**2, 1.3]
    for focus in ("w", "*"):
        of = told(CHAIN, focus=focus)
        (question,) = (
            each
            for each in asked(of)
            if isinstance(each.problem, Flow) and of.graph.nodes[each.problem.edge.src].name == "w"
        )
        for digits in (4, 3):
            product = np.prod([float(f"{x:.{digits}g}") for x in factors])
            assert abs(product / np.prod(factors) - 1) > 1e-5  # or it would be nothing new
            assert said(of, question, f"{product:.6f}")[0] == "right", (focus, digits)
            assert said(of, question, f"{product + 0.002:.6f}")[0] == "wrong", (focus, digits)


# -- the constants at their borders --------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Given(Problem):
    """An upstream gradient that somebody worked out in these ways."""

    ways: tuple[float, ...]

    def results(self) -> Iterator[Any]:
        for each in self.ways:
            yield np.float64(each)


def taken_on(*ways: float) -> list[float]:
    """What a gradient of 7 · 0.3 becomes, where the 7 was worked out in these ways."""
    of = told("x: weight = 2\ny = 0.3 * x\nL: loss = 7 * y")
    problem = about(of, "gradient", "∂ℒ/∂x").problem
    assert isinstance(problem, Flow)
    given = Given(graph=problem.graph, inputs={}, ways=ways)
    return [float(x) / 0.3 for x in replace(problem, arriving=given).results()]  # type: ignore[arg-type]


def test_what_is_taken_on_is_as_near_as_six_digits_are():
    assert NEAREST == 1e-5
    for off in (0.99e-5, -0.99e-5):
        assert pytest.approx(7 * (1 + off), abs=1e-10) in taken_on(7 * (1 + off))
    for off in (1.01e-5, -1.01e-5):
        assert {round(each, 10) for each in taken_on(7 * (1 + off))} == {7}


def test_of_many_ways_the_nearest_are_taken_on():
    ways = [7 + k * 1e-6 for k in range(1, TAKEN_ON + 2)]
    found = taken_on(*reversed(ways))
    assert all(pytest.approx(each, abs=1e-10) in found for each in ways[:-1])
    assert pytest.approx(ways[-1], abs=1e-10) not in found


@pytest.mark.parametrize("focus", ["*", "x"])
def test_what_is_taken_on_comes_over_four_wires(focus: str):
    lines = [f"a{k} = sin(a{k - 1})" for k in range(1, 8)]
    of = told("\n".join(["x: weight = 0.7", "a0 = sin(x)", *lines]), focus=focus)
    depths = []
    for question in asked(of):
        if isinstance(question.problem, Flow):
            depth, before = 0, question.problem.arriving
            while before is not None:
                depth, before = depth + 1, before.arriving
            depths.append(depth)
    first = 0 if focus == "*" else 1  # along a path the first product is its slope
    assert depths == [min(first + k, 4) for k in range(len(depths))]


def test_over_a_fork_nothing_is_taken_on_as_its_sum_is_shown():
    of = told("x: weight = 0.7\nh = sin(x)\nL: loss = h * exp(h)")
    problem = about(of, "gradient", "∂ℒ/∂x").problem
    assert isinstance(problem, Flow) and problem.arriving is None
