"""A number moved to and fro: the loss is that of a run with that number, the tangent touches it."""

import numpy as np
import pytest

import graph_engine as ge

from .programs import EXAMPLE_II

VECTORS = """\
x: input = [2, -1, 1]
W: weight = [[1, -1, 0], [0, 2, 1]]
y = sigmoid(W @ x)
L: loss = norm2(y)
"""


@pytest.mark.parametrize("leaf", ["x1", "x2", "w1", "w2", "y"])
def test_the_loss_along_the_way_is_that_of_runs_with_that_number(leaf: str):
    graph = ge.parse(EXAMPLE_II)
    swept = ge.sweep(ge.run(graph), leaf, reach=2.0)
    assert len(swept.offsets) == len(swept.losses) == len(swept.tangent)
    for offset, loss in zip(swept.offsets[::16], swept.losses[::16], strict=True):
        there = ge.run(graph, values={leaf: swept.at + offset})
        assert loss == pytest.approx(float(there.value("L")), abs=1e-12)


def test_a_computed_number_is_moved_with_what_comes_before_it_held():
    swept = ge.sweep(ge.run(ge.parse(EXAMPLE_II)), "q", reach=1.0)
    q = swept.at + swept.offsets
    assert swept.losses == pytest.approx(np.log1p(np.exp(-q)), abs=1e-12)


@pytest.mark.parametrize("node", ["x1", "w1", "z1", "q", "v", "p", "L"])
def test_the_tangent_touches_the_curve_and_nearby_is_the_curve(node: str):
    swept = ge.sweep(ge.run(ge.parse(EXAMPLE_II)), node, reach=1e-3)
    middle = len(swept.offsets) // 2
    assert swept.offsets[middle] == 0
    assert swept.losses[middle] == swept.tangent[middle] == swept.loss
    assert np.max(np.abs(swept.losses - swept.tangent)) < 1e-5


def test_an_entry_of_a_matrix_is_moved_alone():
    graph = ge.parse(VECTORS)
    swept = ge.sweep(ge.run(graph), "W", entry=(1, 2), reach=0.5)
    matrix = np.array([[1.0, -1, 0], [0, 2, 1]])
    matrix[1, 2] += 0.5
    there = ge.run(graph, values={"W": matrix.tolist()})
    assert swept.losses[-1] == pytest.approx(float(there.value("L")), abs=1e-12)
    assert swept.gradient == ge.run(graph).gradient("W")[1, 2]


def test_the_entry_that_matters_most_is_moved_unless_another_is_asked_for():
    run = ge.run(ge.parse(VECTORS))
    swept = ge.sweep(run, "W")
    assert abs(swept.gradient) == np.max(np.abs(run.gradient("W")))


def test_where_there_is_no_number_the_curve_has_none():
    swept = ge.sweep(ge.run(ge.parse("x = 0.5\nL = log(x)")), "x", reach=1.0)
    left = swept.at + swept.offsets < 0
    assert np.all(np.isnan(swept.losses[left]))
    assert np.all(np.isfinite(swept.losses[~left & (swept.at + swept.offsets > 0)]))


@pytest.mark.parametrize(
    "node, asked, words",
    [
        ("a", {}, "does not depend on a"),
        ("nope", {}, "no node"),
        ("W", {"entry": (5, 0)}, "no such entry"),
        ("W", {"entry": (0,)}, "no such entry"),
        ("W", {"entry": (-1, 0)}, "no such entry"),
        ("W", {"reach": 0.0}, "positive"),
        ("W", {"reach": float("inf")}, "positive"),
        ("W", {"reach": float("nan")}, "positive"),
    ],
)
def test_what_cannot_be_moved_says_so(node: str, asked, words: str):
    run = ge.run(ge.parse("a = 1\n" + VECTORS))
    with pytest.raises(ge.GraphError, match=words):
        ge.sweep(run, node, **asked)


def test_a_program_without_a_loss_has_nothing_to_prove():
    with pytest.raises(ge.GraphError, match="does not depend"):
        ge.sweep(ge.run(ge.parse("x = [1, 2]\ny = 2*x")), "x")
