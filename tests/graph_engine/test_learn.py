"""Gradient descent: the lecture's weights after each iteration."""

from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from graph_engine.learn import checked_rate, rate_at, updated

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
    "rate",
    [float("nan"), float("inf"), True, None, 10**400, [1.0, float("nan")], [True], [[1.0]], ["1"]],
    ids=str,
)
def test_a_rate_is_a_finite_number(graph: ge.Graph, rate: Any):
    with pytest.raises(ge.GraphError, match="the learning rate is not a finite number"):
        ge.learn(graph, rate=rate)


@pytest.mark.parametrize(
    "rate",
    ["1", "", "1/t", "1/(1+k)", "1/(1+t)**2", "1.2.3/(1+t)", "1e999/(1+t)", "nan/(1+t)", "1/(1+t);",
     "__import__('os')", "-1/(1+t)", "1" * 40 + "/(1+t)", "٣/(1+t)"],
)  # fmt: skip
def test_a_rate_in_words_is_like_1_over_1_plus_t_and_nothing_else(graph: ge.Graph, rate: str):
    with pytest.raises(ge.GraphError, match=r"a number, a list of numbers, or like 1/\(1\+t\)"):
        ge.learn(graph, rate=rate)


@pytest.mark.parametrize("rate", [[], [0.1] * 10_001], ids=len)
def test_a_list_of_rates_has_at_least_one_and_not_too_many(graph: ge.Graph, rate: list[float]):
    with pytest.raises(ge.GraphError, match="a list of learning rates has 1 to 10000"):
        ge.learn(graph, rate=rate)


@pytest.mark.parametrize(
    "rate",
    [
        0,
        1,
        0.5,
        -1.0,
        np.float64(0.5),
        [1],
        (0.5, 0.25),
        "1/(1+t)",
        " .5 / ( 1 + t ) ",
        "1e-3/(1+t)",
    ],
    ids=repr,
)
def test_any_finite_rate_will_do(graph: ge.Graph, rate: Any):
    assert len(ge.learn(graph, rate=rate, iterations=2).losses) == 3


def test_a_falling_rate_is_that_over_1_plus_the_iteration(graph: ge.Graph):
    falling = ge.learn(graph, rate="1/(1+t)", iterations=5)
    listed = ge.learn(graph, rate=[1, 1 / 2, 1 / 3, 1 / 4, 1 / 5], iterations=5)
    assert falling.losses[-1] == pytest.approx(0.047366, abs=SIX_DECIMALS)
    np.testing.assert_array_equal(falling.losses, listed.losses)
    assert [rate_at(checked_rate("0.5/(1+t)"), t) for t in (0, 1, 4)] == [0.5, 0.25, 0.1]


def test_the_last_rate_of_a_list_stays(graph: ge.Graph):
    short = ge.learn(graph, rate=[1, 0.5], iterations=4)
    long = ge.learn(graph, rate=[1, 0.5, 0.5, 0.5], iterations=4)
    np.testing.assert_array_equal(short.losses, long.losses)


def test_vectors_are_learned_as_their_numbers_are(graph: ge.Graph):
    vector = ge.parse(
        "x: input = [2, 1]\nw: weight = [-1, 1]\ny: label = 1\nL: loss = -log(sigmoid(y * (w @ x)))"
    )
    found, expected = (ge.learn(each, rate=0.5, iterations=7) for each in (vector, graph))
    assert found.weights["w"].shape == (8, 2)
    np.testing.assert_allclose(found.losses, expected.losses, rtol=1e-13)
    for k in range(2):
        np.testing.assert_allclose(
            found.weights["w"][:, k], expected.weights[f"w{k + 1}"], rtol=1e-13
        )


def test_more_numbers_than_can_be_kept_are_refused():
    graph = ge.parse("W: weight = random(1000, 1000)\nL: loss = norm2(W)")
    with pytest.raises(ge.GraphError, match="there can be 19 iterations"):
        ge.learn(graph, iterations=20)
    assert len(ge.learn(graph, rate=0.1, iterations=2).losses) == 3


@pytest.mark.parametrize("iterations", [-1, 10_001, 10**100])
def test_iterations_have_a_limit(graph: ge.Graph, iterations: int):
    with pytest.raises(ge.GraphError, match="0 to 10000"):
        ge.learn(graph, iterations=iterations)


def test_the_rule_is_old_minus_rate_times_gradient(graph: ge.Graph):
    run = ge.run(graph)
    index = graph.node("w1").index
    new = updated(run, rate=0.5, leaves=[index])
    assert new[index] == run.value("w1") - 0.5 * run.gradient("w1")


# -- gradients that nobody resets ------------------------------------------------------------


def test_without_a_reset_each_update_takes_all_gradients_so_far():
    graph = ge.parse("w: weight = 2\nL: loss = w**2")
    found = ge.learn(graph, rate=0.1, iterations=3, accumulate=True)
    w, kept = 2.0, 0.0
    weights = [w]
    for _ in range(3):
        kept += 2 * w
        w -= 0.1 * kept
        weights.append(w)
    assert found.weights["w"] == pytest.approx(weights, abs=1e-15)


def test_the_told_updates_are_those_of_learning():
    graph = ge.parse("w: weight = 2\nv: weight = -1\nL: loss = (w*v + 1)**2")
    for accumulate in (False, True):
        told = ge.tell(graph, rate=0.05, iterations=4, accumulate=accumulate)
        learned = ge.learn(graph, rate=0.05, iterations=4, accumulate=accumulate)
        for name in ("w", "v"):
            values = [float(run.value(name)) for run in told.runs]
            assert values == pytest.approx(learned.weights[name], abs=1e-15)
    first, second = told.used[0], told.used[1]
    w = graph.node("w").index
    assert told.kept(0, w) is None
    assert told.kept(1, w) == first[w]
    assert second[w] == pytest.approx(first[w] + float(told.runs[1].gradient("w")))


def test_the_first_update_is_the_same_whether_reset_or_not():
    graph = ge.parse("w: weight = 2\nL: loss = w**2")
    assert ge.tell(graph, accumulate=True).runs[1].value("w") == ge.tell(graph).runs[1].value("w")
