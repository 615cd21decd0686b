"""What has to be owned up to: infinities, rounding, conventions, and checks that cannot be."""

from typing import Any

import pytest

import graph_engine as ge
from app.exports.story_json import story_json
from app.wording import cards, remarks

from ...graph_engine.programs import shown
from .. import stories
from ..stories import (
    BROKEN,
    SLIDE,
    chain,
    everything_said,
    picture,
    remark,
    sentence,
    wires,
)


@pytest.mark.parametrize(("program", "where", "what", "after"), BROKEN, ids=shown)
def test_the_picture_marks_where_it_began_and_words_say_what_happened(
    program: str, where: str, what: str, after: str
):
    told = stories.story(program)
    assert what in remark(told, f"value {where}")
    for name in after.split():
        said = f"{told.words.plain(told.graph.node(name).index)} is not a finite number because "
        assert remark(told, f"value {name}") == f"{said}{where} is not."
    marked = {slot for slot, warn in picture(told, "value L").states("warn").items() if warn}
    assert marked == {told.graph.node(name).id for name in (where, *after.split())}


def test_a_number_of_the_program_is_not_said_to_be_itself():
    assert "infinite here (0):" in remark(stories.story("x = 2\nL: loss = log(0) * x"), "value u1")
    assert "infinite here (p = 0):" in remark(stories.story("p = 0\nL: loss = log(p)"), "value L")


def test_infinity_times_zero_says_so_and_nothing_behind_it_pretends():
    told = stories.story("z = -1000\np = sigmoid(z)\nL: loss = -log(p)")
    assert "infinite here (p = 0)" in remark(told, "value L")
    assert "logistic_loss(y, z)" in remark(told, "value L")
    assert "0 times infinity has no value" in remark(told, "flow p/z")
    assert picture(told, "flow p/z").seen["e1-0.gradient"] == "undefined"
    assert told.walk.updates and len(told.walk.runs) == 1  # no update with it
    assert not any(each.phase == "update" for each in told.walk.steps)


@pytest.mark.parametrize("function", ["log", "sqrt", "-log"])
def test_where_there_is_no_value_there_is_no_slope_either(function: str):
    told = stories.story(f"x = -1\ny = {function}(x)\nL: loss = 2*y", focus="x")
    assert picture(told, "slope y/x").seen["e1-0.local"] == "undefined"
    assert "has no value here" in remark(told, "slope y/x")
    assert chain(told, "product 1")[1:] == ["undefined", "undefined"]
    assert not any(each.phase == "update" for each in told.walk.steps)


def test_the_stable_node_that_is_offered_instead_has_the_true_numbers():
    told = stories.story("z = -1000\ny: label = 1\nL: loss = logistic_loss(y, z)", focus="z")
    assert wires(told, "value L")["L"] == "1000"
    assert chain(told, "product 1") == ["−1", "−1"]
    assert "undefined" not in everything_said(told)
    assert not any(picture(told).states("warn").values())


def test_what_is_undefined_stays_so_and_says_where_it_came_from():
    told = stories.story("x = 1\nz = -1000 * x\np = sigmoid(z)\nL: loss = -log(p)")
    assert "0 times infinity" in remark(told, "flow p/z")
    assert remark(told, "flow z/x").startswith("What arrives here is undefined already")


def test_zero_times_infinity_going_forward_has_no_value():
    told = stories.story("a = 0\nx = 1000\ny = exp(x)\nL = a*y")
    assert wires(told, "value L")["L"] == "undefined"
    assert remark(told, "value L") == "ℒ is not a finite number because y is not."


def test_a_remark_on_a_path_is_about_that_path():
    told = stories.story("s = -1\nx = 1*s\nu = x + 1\nd = 3*u\nc = log(u)\nL = d + c", focus="s")
    first = next(s for s in told.walk.steps if s.key == "slope:u/x")
    assert "The product so far is 3." in sentence(told, "slope u/x")
    assert first.path == 0 and remark(told, "slope u/x") == ""
    assert "infinite" in remark(told, "slope c/u")


def test_the_whole_product_of_a_path_is_owned_up_to_where_it_is_told_and_by_its_own_number():
    told = stories.story("s = 0\nu = 2*s\nd = 3*u\nc = sqrt(u)\nL = d + c", focus="s")
    paths = [step for step in told.walk.steps if step.kind == "product"]
    finite, infinite = sorted(paths, key=lambda step: step.product)
    assert remark(told, finite.key) == "" and "infinite" in remark(told, infinite.key)
    last = next(step for step in told.walk.steps if step.key == "slope:u/s")
    assert last.product is None and remark(told, "slope u/s") == ""


@pytest.mark.parametrize(
    ("program", "key", "what"),
    [
        ("x = 0\nL = relu(x)", "slope L/x", "the slope there is a convention: 0"),
        ("x = 0\nL = abs(x)", "slope L/x", "the slope there is a convention: 0"),
        ("x = 2\ny = 2\nL = max(x, y)", "slope L/y", "On a tie the slope is a convention"),
        ("x = 3\nL = sign(x)", "slope L/x", "nothing flows back"),
        ("x = 0\nL = sqrt(x)", "slope L/x", "∂ℒ/∂x is infinite here"),
    ],
    ids=shown,
)
def test_a_convention_or_an_infinite_slope_is_owned_up_to(program: str, key: str, what: str):
    program = program.replace("L =", "L: loss =")
    told = stories.story(program)
    assert what in remark(told, key)
    assert not any(picture(told, "value L").states("warn").values())


def test_no_check_is_claimed_where_there_is_nothing_to_check_with():
    for program, _, _, after in BROKEN:
        told = stories.story(program)
        if after:
            verdicts = [node["check"]["verdict"] for node in story_json(told)["nodes"]]
            assert "agrees" not in verdicts and "differs" not in verdicts, program


def test_the_check_says_so_when_a_gradient_is_wrong(monkeypatch: pytest.MonkeyPatch):
    for arithmetic in ("exact", "slide"):
        told = stories.story(arithmetic=arithmetic)
        index = told.graph.node("w1").index
        right = told.nudges[index]
        wrong = ge.Nudge(by=right.by, moved=right.moved, slope=right.slope * 1.1, error=0.1)
        assert cards.check_text(told.words, index, right)[1] == "agrees"
        assert cards.check_text(told.words, index, wrong)[1] == "differs"


def test_on_a_slide_the_check_names_the_exact_gradient_and_the_rounding():
    told = stories.story(**SLIDE)
    text, _ = cards.check_text(told.words, *_item(told, "w1"))
    assert "So the exact gradient is −1.462117; on the slide it is −1.48" in text


def _item(told: Any, name: str) -> tuple[int, ge.Nudge]:
    index = told.graph.node(name).index
    return index, told.nudges[index]


# -- gradients that nobody resets ------------------------------------------------------------


def _kept(program: str, **view: object) -> list[str]:
    told = stories.story(program, iterations=4, accumulate=True, **view)
    return [
        remarks.remark(told.words, each)
        for each in told.walk.steps
        if each.kind == "new" and each.iteration
    ]


def test_a_gradient_that_was_not_reset_is_owned_up_to_with_its_numbers():
    first = _kept("w: weight = 2\nL: loss = w**2", rate=0.1)[0]
    # Gradients 4, then 2·1.6 = 3.2: the update takes 7.2.
    assert first.startswith(
        "The gradient was not reset: here ∂ℒ/∂w is 3.2, but 4 from before is still there, so the "
        "update takes 7.2."
    )
    assert "longer than the slope here asks for" in first
    assert first.endswith("In PyTorch: call zero_grad() before backward().")


def test_a_step_uphill_and_a_rising_loss_are_said():
    said = _kept("w: weight = 2\nL: loss = w**2", rate=0.4)
    assert any("uphill" in each for each in said)
    assert any("ℒ rises from" in each for each in said)


def test_a_vector_that_was_not_reset_is_said_without_numbers():
    said = _kept("w: weight = [2, 1]\nL: loss = norm2(w)", rate=0.1)
    assert said[0].startswith("The gradient of w was not reset")


def test_gradients_that_are_reset_need_no_words():
    told = stories.story("w: weight = 2\nL: loss = w**2", iterations=4, rate=0.1)
    assert not any(remarks.remark(told.words, each) for each in told.walk.steps)
