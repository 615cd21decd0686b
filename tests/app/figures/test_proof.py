"""A nudge is drawn where its numbers are, and said; every gradient is checked."""

import re

import pytest

import graph_engine as ge
from app.figures.proof import checks, nudged
from app.story import Story

from ..stories import SLIDE, story

RICH = """\
x: input = [2, -1]
t: label = [0, 1]
W: weight = [[0.5, -0.5, 1], [-1, 0.5, 0.25]]
z = W @ with_bias(tanh(x))
L: loss = cross_entropy(t, z) + 0.1 * norm2(W) + exp(-z[0])
"""


def index(told: Story, name: str) -> int:
    return told.graph.node(name).index


def moved(told: Story, name: str, reach: float = 1.0):
    return nudged(told, index(told, name), entry=None, reach=reach)


@pytest.mark.parametrize("view", [{}, SLIDE], ids=["exact", "slide"])
def test_a_nudge_says_what_happens_and_what_the_gradient_predicts(view):
    found = moved(story(**view), "w1")
    point = next(each for each in found.points if each.texts[0] == "+0.5")
    # ℒ(−0.5) = log(1 + e⁰) = 0.693147, ℒ(−1) = 1.313262, gradient −1.462117
    assert point.texts[1:] == ("−0.5", "0.693147", "−0.620115", "−0.731059", "0.110944")
    assert point.says == (
        "w₁ moved by +0.5 to −0.5: ℒ is 0.693147, moved by −0.620115; the gradient predicts "
        "−0.731059."
    )
    assert found.gradient == "−1.462117"


def test_the_curve_and_its_tangent_meet_where_the_number_is():
    found = moved(story(), "v")
    here = found.points[found.middle]
    assert here.curve == here.tangent
    assert here.texts[0] == "0" and here.texts[5] == "0"
    assert here.x == pytest.approx((found.sheet.left + found.sheet.right) / 2, abs=0.01)


def test_everything_is_drawn_within_the_frame_or_cut_at_its_edge():
    for name in ("x1", "w2", "p", "L"):
        found = moved(story(), name)
        assert all(found.sheet.left <= point.x <= found.sheet.right for point in found.points)
        for tick in found.upward:
            assert found.sheet.top <= tick.at <= found.sheet.bottom
        for tick in found.across:
            assert found.sheet.left <= tick.at <= found.sheet.right
        assert 2 <= len(found.upward) <= 7 and 2 <= len(found.across) <= 7
        texts = [tick.text for tick in found.upward]
        assert len(texts) == len({*texts}), "no two numbers of an axis are the same"


def test_a_hole_in_the_curve_is_a_hole_in_the_picture():
    found = moved(story("x = 0.5\ny = log(x)\nL = -y"), "x")
    assert found.points[0].curve is None
    assert found.points[0].texts[2] == "undefined"
    assert "predicts" not in found.points[0].says
    assert len(re.findall("M", found.curve)) == 1


@pytest.mark.parametrize("program", ["x = 3\nL = 0*x", "x = 0\nL = x**2", "x = 1e6\nL = x + 0.0"])
def test_a_flat_or_large_curve_has_an_axis_too(program: str):
    found = moved(story(program), "x")
    assert found.curve
    assert found.upward


@pytest.mark.parametrize(
    "program, node",
    [("x = 0\ny = log(x)\nL = y**2", "x"), ("x = 1e200\ny = x**2\nL = y*y", "x")],
)
def test_where_nothing_is_finite_there_is_a_plot_without_lines(program: str, node: str):
    found = moved(story(program), node)
    assert found.points[found.middle].tangent is None
    assert all(point.x == point.x for point in found.points)


def test_all_gradients_of_a_rich_program_are_verified():
    found = checks(story(RICH))
    assert found.verdict == "agrees"
    assert found.badge == f"All {len(found.rows)} gradients verified"


def test_a_number_at_a_kink_is_not_counted_as_verified():
    found = checks(story("x = 0\ny = 1\nz = relu(x)\nL = z + y"))
    verdicts = {row.name: row.verdict for row in found.rows}
    assert verdicts["x"] == "impossible" and verdicts["y"] == "agrees"
    assert found.verdict == "impossible"
    assert found.badge.startswith("3 of 4 gradients verified")


def test_a_planted_wrong_gradient_is_found(monkeypatch: pytest.MonkeyPatch):
    told = story()
    run = told.exact
    wrong = list(run.gradients)
    wrong[index(told, "w1")] *= 1.001
    monkeypatch.setitem(told.__dict__, "exact", run._replace(gradients=tuple(wrong)))
    found = checks(told)
    assert [row.name for row in found.rows if row.verdict == "differs"] == ["w₁"]
    assert found.badge == f"1 of {len(found.rows)} gradients differ from finite differences"


def test_a_program_without_a_loss_has_no_gradients():
    assert checks(story("x = [1, 2]\ny = 2*x")).badge == "There is no gradient here."


def test_what_the_loss_does_not_depend_on_cannot_be_nudged():
    told = story("a = 1\nx = 2\nL = 3*x")
    with pytest.raises(ge.GraphError):
        nudged(told, index(told, "a"), entry=None, reach=1.0)
