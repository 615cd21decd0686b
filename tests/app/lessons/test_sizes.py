"""Five lessons of how large a gradient is have the numbers that they are made for."""

import math

import pytest

from app.lessons import lessons
from app.story import Story


def gradient(slug: str, name: str) -> float:
    told = lessons()[slug].story()
    return float(told.walk.runs[0].gradient(told.graph.node(name).index))


def ribbon(told: Story, source: str, target: str) -> tuple[str, float]:
    """Sign and width of the ribbon between two nodes when the way back has been told."""
    last = max(each.index for each in told.walk.steps if each.phase == "backward")
    pair = (told.graph.node(source).index, told.graph.node(target).index)
    edge = next(each for each in told.graph.edges if (each.src, each.dst) == pair)
    found = next(each for each in told.drawn(last).ribbons if each.slot == f"{edge.id}.ribbon")
    return found.drawn.sign, found.drawn.width


def test_ten_sigmoids_leave_less_than_a_millionth():
    expected, at = 1.0, 0.5
    for _ in range(10):
        at = 1 / (1 + math.exp(-at))
        expected *= at * (1 - at)
    assert gradient("vanishing", "x") == pytest.approx(expected, rel=1e-9)
    assert expected < 1e-6
    assert ribbon(lessons()["vanishing"].story(), "x", "s1") == ("+", 0.5)


def test_eight_times_3_is_6561():
    assert gradient("exploding", "x") == 3**8
    assert ribbon(lessons()["exploding"].story(), "x", "y1") == ("+", 14)


def test_beside_a_living_relu_a_dead_one_hands_nothing_back():
    told = lessons()["dead-relu"].story()
    assert (gradient("dead-relu", "w1"), gradient("dead-relu", "w2")) == (0, 1)
    assert [float(told.walk.runs[1].values[told.graph.node(w).index]) for w in ("w1", "w2")] == [
        -1.5, 1.5,
    ]  # fmt: skip
    assert ribbon(told, "w1", "a1")[0] == "0" and ribbon(told, "w2", "a2") == ("+", 14)


def test_two_paths_cancel_at_a_minimum_and_both_are_at_work():
    told = lessons()["cancelling"].story()
    assert gradient("cancelling", "x") == 0
    assert ribbon(told, "x", "u") == ("+", 14) and ribbon(told, "x", "d") == ("-", 14)


def test_what_looks_flat_still_learns():
    told = lessons()["flat"].story()
    p = 1 / (1 + math.exp(-8))
    edge = next(e for e in told.graph.edges if e.dst == told.graph.node("p").index)
    assert told.walk.runs[0].slope(edge) == pytest.approx(p * (1 - p))
    assert p * (1 - p) < 4e-4
    assert gradient("flat", "w") == pytest.approx(2 * p)
