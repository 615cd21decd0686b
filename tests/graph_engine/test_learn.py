"""Gradient descent: the lecture's weights after each iteration."""

from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from graph_engine.learn import updated

from . import lecture
from .programs import EXAMPLE_II

SIX_DECIMALS = 5.000001e-7

WITH_PRIOR = EXAMPLE_II.replace("L: loss = -log(p)", "L: loss = -log(p) + 0.05 * (w1**2 + w2**2)")


@pytest.fixture
def graph() -> ge.Graph:
    return ge.parse(EXAMPLE_II)


def test_five_steps_of_the_lecture(graph: ge.Graph):
    steps = lecture.NUMBERS["learning_unrolled"]["steps"]
    found = ge.learn(graph, rate=1, iterations=5)
    assert list(found.losses) == pytest.approx([s["L"] for s in steps], abs=SIX_DECIMALS)
    for name, place in (("w1", 0), ("w2", 1)):
        expected = [step["w"][place] for step in steps]
        assert list(found.weights[name]) == pytest.approx(expected, abs=SIX_DECIMALS)


def test_a_small_rate_learns_slowly(graph: ge.Graph):
    found = ge.learn(graph, rate=0.1, iterations=5)
    assert found.losses[-1] == pytest.approx(0.491729, abs=SIX_DECIMALS)


def test_with_a_prior_the_weights_come_to_rest():
    expected = lecture.NUMBERS["map_l2"]
    found = ge.learn(ge.parse(WITH_PRIOR), rate=1, iterations=1000)
    rest = [found.weights["w1"][-1], found.weights["w2"][-1]]
    assert rest == pytest.approx(expected["w_star"], abs=SIX_DECIMALS)
    assert found.losses[-1] == pytest.approx(expected["objective_star"], abs=SIX_DECIMALS)


def test_without_a_prior_the_loss_only_falls(graph: ge.Graph):
    losses = ge.learn(graph, iterations=200).losses
    assert (np.diff(losses) < 0).all()


def test_only_weights_change(graph: ge.Graph):
    assert set(ge.learn(graph, iterations=3).weights) == {"w1", "w2"}


def test_where_there_is_no_weight_variables_are_learned():
    found = ge.learn(ge.parse("x = 3\nL = x**2"), rate=0.5, iterations=1)
    assert list(found.weights["x"]) == [3, 0]
    assert list(found.losses) == [9, 0]


def test_a_weight_that_does_not_matter_stays():
    found = ge.learn(ge.parse("w: weight = 3\nv: weight = 1\nL = w**2"), rate=0.1, iterations=4)
    assert list(found.weights["v"]) == [1] * 5


def test_learning_starts_from_the_given_values(graph: ge.Graph):
    found = ge.learn(graph, iterations=1, values={"w1": 0, "x1": 3})
    assert found.weights["w1"][0] == 0
    assert found.losses[0] == ge.run(graph, values={"w1": 0, "x1": 3}).value("L")


def test_learning_leaves_the_values_and_the_graph_as_they_were(graph: ge.Graph):
    values = {"w1": 0.5}
    ge.learn(graph, iterations=3, values=values)
    assert values == {"w1": 0.5}
    assert ge.run(graph).value("w1") == -1


def test_learning_on_the_slide_uses_the_rounded_factors(graph: ge.Graph):
    found = ge.learn(graph, iterations=1, arithmetic="slide")
    assert f"{found.weights['w1'][1]:.10g}" == "0.48"
    assert f"{found.weights['w2'][1]:.10g}" == "1.74"
    twice = ge.learn(graph, iterations=2, arithmetic="slide").weights["w1"]
    again = ge.run(graph, values={"w1": 0.48, "w2": 1.74}, arithmetic="slide")
    assert twice[2] == pytest.approx(0.48 - again.gradient("w1"), rel=1e-14)


def test_no_iteration_is_the_loss_before_learning(graph: ge.Graph):
    found = ge.learn(graph, iterations=0)
    assert found.losses.shape == (1,)
    assert found.weights["w1"].shape == (1,)


def test_learning_stops_when_it_is_told_to_and_keeps_what_there_is(graph: ge.Graph):
    allowed = iter([True, True, False])
    found = ge.learn(graph, iterations=100, go_on=lambda: next(allowed))
    assert found.losses.shape == (3,)
    assert found.weights["w1"].shape == (3,)


def test_learning_stops_before_weights_are_no_longer_numbers():
    found = ge.learn(ge.parse("w: weight = 1\nL = w**4"), rate=1e200, iterations=100)
    assert np.isfinite(found.weights["w"]).all()
    assert len(found.losses) == len(found.weights["w"]) < 100


@pytest.mark.parametrize("program", ["w: weight = 1", "x: input = 1\nL = 2*x"])
def test_without_a_loss_or_a_weight_there_is_nothing_to_learn(program: str):
    with pytest.raises(ge.GraphError, match="nothing to learn"):
        ge.learn(ge.parse(program))


@pytest.mark.parametrize(
    "rate", [float("nan"), float("inf"), True, "1", None, 10**400, [1.0]], ids=str
)
def test_a_rate_is_a_finite_number(graph: ge.Graph, rate: Any):
    with pytest.raises(ge.GraphError, match="the learning rate is not a finite number"):
        ge.learn(graph, rate=rate)


@pytest.mark.parametrize("rate", [0, 1, 0.5, -1.0, np.float64(0.5)], ids=repr)
def test_any_finite_rate_will_do(graph: ge.Graph, rate: Any):
    assert len(ge.learn(graph, rate=rate, iterations=2).losses) == 3


@pytest.mark.parametrize("iterations", [-1, 10_001, 10**100])
def test_iterations_have_a_limit(graph: ge.Graph, iterations: int):
    with pytest.raises(ge.GraphError, match="0 to 10000"):
        ge.learn(graph, iterations=iterations)


def test_the_rule_is_old_minus_rate_times_gradient(graph: ge.Graph):
    run = ge.run(graph)
    index = graph.node("w1").index
    new = updated(run, rate=0.5, leaves=[index])
    assert new[index] == run.value("w1") - 0.5 * run.gradient("w1")
