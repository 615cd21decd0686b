"""Central differences: every gradient once more, by moving a node and looking."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

import graph_engine as ge

from . import lecture, programs
from .programs import EXAMPLE_II, Program


@pytest.mark.parametrize("name", [name for name in lecture.SCALAR if name != "ex1_classifier"])
def test_every_gradient_of_the_lecture_agrees_with_central_differences(name: str):
    graph = ge.parse(lecture.program(lecture.NUMBERS[name]))
    errors = ge.check(graph)
    assert set(errors) == {node.name for node in graph.nodes if node.index in graph.to_loss}
    assert max(errors.values()) < 1e-8


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(programs.programs())
def test_every_gradient_of_a_random_program_agrees(program: Program):
    graph = ge.parse(program.text)
    assume(programs.tame(ge.run(graph), limit=1e3))
    for error in ge.check(graph).values():
        assert math.isnan(error) or error < 1e-4


@pytest.mark.parametrize("x1", [-30, -8, 0, 3, 8, 20, 30, 100])
def test_a_step_is_short_enough_near_a_pole_and_long_enough_elsewhere(x1: float):
    errors = ge.check(ge.parse(EXAMPLE_II), values={"x1": x1})
    assert max(errors.values()) < 1e-6


def test_values_from_outside_are_checked_with_the_same_care():
    with pytest.raises(ge.GraphError):
        ge.check(ge.parse(EXAMPLE_II), values={"x1": "2"})


def test_a_graph_without_a_loss_has_nothing_to_check():
    assert ge.check(ge.parse("x = 3")) == {}


def test_a_leaf_that_does_not_matter_is_not_checked():
    assert set(ge.check(ge.parse("x = 3\nw = 1\nL = 2*x"))) == {"x", "L"}


@pytest.mark.parametrize(
    "program",
    ["x = 0\nL = relu(x)", "x = 0\nL = 0.001*relu(x)", "x = 0\nL = abs(x)", "x = 0\nL = sign(x)",
     "x = 1\ny = 1\nL = max(x, y)", "x = 0\nz = leaky_relu(x)\nL = 5*z",
     "x = 1\nL = hinge(1, x)"],
)  # fmt: skip
def test_at_a_kink_no_check_is_possible(program: str):
    assert math.isnan(ge.check(ge.parse(program))["x"])


def test_a_kink_within_the_step_is_noticed():
    assert math.isnan(ge.check(ge.parse("x = 1\ny = 1.000001\nL = max(x, y)"))["x"])


@pytest.mark.parametrize("program", ["x = 0\nL = where(x, x, 0)", "x = 0\nL = where(2*x, 3*x, x)"])
def test_a_number_that_chooses_by_itself_has_no_check_where_it_is_zero(program: str):
    """Any step chooses otherwise; that the slope goes on smoothly there is a coincidence."""
    assert math.isnan(ge.check(ge.parse(program))["x"])


def test_a_comparison_that_does_not_hold_is_no_kink():
    errors = ge.check(ge.parse("x = -1\nL = where(x > 0, x, 0.1*x)"))
    assert errors["x"] < 1e-9


def test_nodes_behind_a_kink_are_checked_all_the_same():
    errors = ge.check(ge.parse("x = 0\na = relu(x)\nL = 3*a"))
    assert errors["a"] < 1e-9 and errors["L"] < 1e-9


@pytest.mark.parametrize("program", ["x = 0\nL = 1/x", "x = -1\nL = log(x)", "x = 1e3\nL = exp(x)"])
def test_where_the_loss_is_not_finite_no_check_is_possible(program: str):
    assert all(math.isnan(error) for error in ge.check(ge.parse(program)).values())


@pytest.mark.parametrize(
    "program", ["x = 0\nL = cos(x)", "x = 0\nL = x**2", "x = 1e6\nL = x**2", "x = 1e-9\nL = log(x)",
                "x = 1.000000001\ny = x - 1\nL = y + 5", "x = 3\nL = sign(x)"]
)  # fmt: skip
def test_smooth_places_are_not_taken_for_kinks(program: str):
    assert max(ge.check(ge.parse(program)).values()) < 1e-6


def test_a_wrong_derivative_is_found():
    graph = ge.parse(EXAMPLE_II)
    nodes = list(graph.nodes)
    sigmoid = ge.operations()["sigmoid"]
    wrong = replace(sigmoid, partials=(lambda out, x: out * (1.0 - out) * 1.0005,))
    nodes[9] = replace(nodes[9], op=wrong)
    errors = ge.check(ge.Graph(nodes=tuple(nodes), loss=graph.loss))
    assert errors["w1"] > 1e-4 and errors["v"] > 1e-4
    assert errors["p"] < 1e-8


def test_a_nudge_says_how_far_the_loss_moves():
    run = ge.run(ge.parse("x = 3\nL = x**2"))
    nudge = ge.nudges(run, by=0.5)[0]
    assert nudge.by == 0.5
    assert nudge.moved == pytest.approx(3.5**2 - 9)
    assert nudge.slope == pytest.approx(6)
    assert nudge.error < 1e-9


def test_the_nodes_between_are_moved_too():
    found = ge.nudges(ge.run(ge.parse(EXAMPLE_II)))
    graph = ge.parse(EXAMPLE_II)
    assert found[graph.node("p").index].slope == pytest.approx(-1 - math.e, rel=1e-8)
    assert found[graph.node("L").index].slope == pytest.approx(1)


def test_checking_leaves_the_run_as_it_was():
    run = ge.run(ge.parse(EXAMPLE_II))
    before: list[Any] = [list(map(float, part)) for part in (run.values, run.locals)]
    ge.nudges(run)
    assert before == [list(map(float, part)) for part in (run.values, run.locals)]
    with np.errstate(all="raise"):
        ge.nudges(ge.run(ge.parse("x = 0\nL = 1/x")))


@pytest.mark.parametrize(
    "program",
    [
        "x = [1, 2]\nW = [[1, -2], [0.5, 3]]\nL = norm2(sigmoid(W @ x))",
        "x = each([1, 2], [0.5, -1])\nw = [2, -3]\nt = each(1, -1)\nL = logistic_loss(t, w @ x)",
        "x = each(1, 2, 4)\nw = 0.5\nL = average((w*x - 1)**2)",
        "W = random(9, 9)\nx = random(9)\nL = norm2(tanh(W @ x))",
        "W = random(200, 200)\nx = random(200)\nL = norm2(tanh(W @ x))",
        "s = each(1, 2)\nv = [5, 2.5]\nL = sum(max(s, v))",
    ],
)
def test_vectors_matrices_and_samples_are_checked_too(program: str):
    graph = ge.parse(program)
    errors = ge.check(graph)
    assert set(errors) == {node.name for node in graph.nodes if node.index in graph.to_loss} - {
        None
    }
    assert max(errors.values()) < 1e-6


def test_a_kink_in_one_entry_of_one_sample_leaves_no_check():
    errors = ge.check(ge.parse("s = each(1, 2, 3)\nv = [5, 2]\nL = sum(max(s, v))"))
    assert np.isnan(errors["s"]) and np.isnan(errors["v"])


def test_a_wrong_derivative_in_one_entry_is_found():
    graph = ge.parse("x = [1, 2, 3]\ny = x**2\nL = sum(y)")
    run = ge.run(graph)
    wrong = [each if each is None else np.array(each) for each in run.gradients]
    wrong[0][1] *= 1.0005
    nudge = ge.nudges(run._replace(gradients=tuple(wrong)))[0]
    assert nudge.error > 1e-4
    assert nudge.slope == pytest.approx([2, 4, 6])
