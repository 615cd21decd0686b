"""Where the judge's patience ends: what a weight becomes, and which of many readings is first."""

import math
from dataclasses import replace

import pytest

from app.lessons import lessons
from app.predict import Question, check
from app.predict.answer import Answer, Closeness, tolerance
from app.predict.answers import read
from app.predict.expressions import AnswerError
from app.predict.mistakes import MISTAKES, say
from app.story import Story, tell
from app.wording.sentences import sentence

from .asking import about, asked, said, story, told, update

WEIGHT = "w: weight = 0.6\nx: input = 1\ny = w * x\nL: loss = y**2 / 4"
"""∂L/∂w = 0.3: with α = 0.1, w becomes 0.57."""

STILL = "w: weight = 2\nx: input = 0\nL: loss = (w * x)**2"


# -- what a weight becomes ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "result", "mistake"),
    [
        ("0.57", "right", ""), ("0.570", "right", ""), ("w - alpha*0.3", "right", ""),
        ("0.6 - 0.03", "right", ""), ("57 %", "right", ""), ("57/100", "right", ""),
        ("0.6", "wrong", "unchanged"), ("w", "wrong", "unchanged"), ("0.60", "wrong", "unchanged"),
        ("0.63", "wrong", "added"), ("w + alpha*0.3", "wrong", "added"),
        ("0.3", "wrong", "rate forgotten"), ("0.9", "wrong", "rate forgotten"),
        ("0.03", "wrong", "step alone"),
        ("-0.03", "wrong", "step alone"), ("0.54", "wrong", "doubled"), ("-0.57", "wrong", "sign"),
        ("0.565", "wrong", ""), ("0.575", "wrong", ""), ("1", "wrong", ""), ("0.56", "wrong", ""),
    ],
)  # fmt: skip
def test_the_digits_of_a_weight_count_from_those_of_its_step(text: str, result: str, mistake: str):
    of = told(WEIGHT, rate=0.1)
    found, mistakes = said(of, update(of), text)
    assert found == result
    assert not mistake or mistake in mistakes


def test_the_gradient_alone_is_named():
    of = told("w: weight = 2\nx: input = 1\nL: loss = (w * x)**2 / 8", rate=0.1)
    assert said(of, update(of), "0.5") == ("wrong", ("gradient alone",))


def test_uphill_is_no_loose_way_downhill():
    of = told("a: weight = 3.4\nx: input = 0.5\nL: loss = a * x", rate=0.1)
    assert said(of, update(of), "a - alpha*(0.5)")[0] == "right"
    assert said(of, update(of), "a + alpha*(0.5)") == ("wrong", ("added",))


def test_a_weight_that_did_not_move_is_not_right():
    of = told("w: weight = 2\nx: input = 1\nL: loss = logistic_loss(w * x, 1)", rate=1.0)
    new = update(of)
    number = float(new.number)
    assert number != 2
    for text in ("2", "2.0", "w", "2 + 0"):
        assert said(of, new, text)[0] == "wrong", text
    for text in (f"{number:.6f}", f"{number:.3g}"):
        assert said(of, new, text)[0] == "right", text


def test_an_old_weight_is_not_right_by_its_digits_either():
    of = told("w: weight = 2.1966\nx: input = 0.0034\nL: loss = w * x", rate=1.0)
    for text in ("2.1966", "2.197", "2.20"):
        assert said(of, update(of), text)[0] == "wrong", text
    assert said(of, update(of), "2.193")[0] == "right"


def test_a_weight_that_stays_is_right_as_it_is():
    of = told(STILL)
    assert said(of, update(of), "2")[0] == "right"
    assert said(of, update(of), "2.0")[0] == "right"
    assert said(of, update(of), "1.9")[0] == "wrong"


@pytest.mark.parametrize("step", [0.3, 0.03, 0.004, 0.0005])
@pytest.mark.parametrize("old", [0.6, 2.0, -3.4, 120.0])
@pytest.mark.parametrize("rate", [0.1, 1.0])
def test_no_old_weight_is_right_however_small_the_step(step: float, old: float, rate: float):
    of = told(f"w: weight = {old}\nx: input = {step}\nL: loss = w * x", rate=rate)
    new = update(of)
    for text in (f"{old:g}", f"{old:.1f}", f"{old:.2f}", f"{old:.3f}", "w"):
        if float(new.number) != old and text != f"{float(new.number):.6g}":
            assert said(of, new, text)[0] == "wrong", (text, new.number)
    assert said(of, new, repr(float(new.number)))[0] == "right"
    assert said(of, new, f"w - alpha*{step}")[0] == "right"
    assert said(of, new, f"w + alpha*{step}")[0] == "wrong"


@pytest.mark.parametrize("rate", [1.0, 0.1])
@pytest.mark.parametrize(
    ("old", "slope"),
    [("100", "1e-7"), ("2", "3e-12"), ("-0.3", "5e-9"), ("5e6", "0.002"), ("0.25", "1e-15")],
)
def test_a_step_far_below_the_shown_digits_is_still_to_be_made(old: str, slope: str, rate: float):
    of = told(f"w: weight = {old}\nx: input = {slope}\nL: loss = w * x", rate=rate)
    new = update(of)
    number = float(new.number)
    assert number != float(old)
    for text in (old, "w", f"{float(old):.3f}", f"{float(old)!r}"):
        assert said(of, new, text) == ("wrong", ("unchanged",)), text
    for text in (repr(number), f"{old} - {rate}*{slope}", f"w - alpha*{slope}"):
        assert said(of, new, text)[0] == "right", text
    assert said(of, new, f"w + alpha*{slope}") == ("wrong", ("added",))
    shown = new.reveal.rpartition("= ")[2]
    assert said(of, new, shown)[0] == "right", shown
    (step,) = [each for each in of.walk.steps if each.kind == "new"]
    words = sentence(of.words, step)
    assert shown in words and f"becomes +{old}." not in words


def test_a_step_below_the_last_bit_of_a_float_is_no_step_and_that_is_said():
    half = 2.0**-55  # of the spacing of floats below 0.25, in the gradient x / 2
    for slope, moves in ((1.1 * half, True), (0.9 * half, False)):
        of = told(f"w: weight = 0.25\nx: input = {slope!r}\nL: loss = w * x / 2")
        assert (float(update(of).number) != 0.25) == moves
        verdict = check(of, question=update(of).id, answer="0.25", earlier={})
        assert (verdict.result == "right") == (not moves)
        assert moves or "too small for its digits" in verdict.text


def test_old_and_new_weights_are_told_apart_in_every_iteration():
    of = told("w: weight = 100\nx: input = 1e-7\nL: loss = w * x", rate=0.1, iterations=3)
    said_of = [sentence(of.words, each) for each in of.walk.steps if each.kind == "new"]
    assert said_of == [
        "w was 100; it becomes +99.99999999.",
        "w was 99.99999999; it becomes +99.99999998.",
        "w was 99.99999998; it becomes +99.99999997.",
    ]


def test_entries_of_a_vector_that_hardly_move_are_told_apart_too():
    of = told("W: weight = [100, 2, 7]\nx: input = [1e-7, 1, 0]\nL: loss = dot(W, x)", rate=0.1)
    new = update(of)
    assert new.reveal == "W = (99.99999999, 1.9, 7)"
    assert said(of, new, "100, 1.9, 7")[0] == "wrong"
    assert said(of, new, "99.99999999, 1.9, 7")[0] == "right"


def test_the_border_of_what_is_the_same_number():
    assert math.isclose(tolerance(100, 100, 100), 1e-7) and math.isclose(
        tolerance(100, 0.1, 100), 1e-10
    )
    assert tolerance(0, 0, 0) == 1e-12 and tolerance(1, 1e-20, 1) == 2.0**-54
    for off, how in ((0.9e-10, Closeness.SAME), (1.1e-10, Closeness.OFF)):
        assert Answer(value=100 + off).closeness(100, 0.1) is how


def test_gradients_that_are_never_reset_are_taken_together():
    of = tell(replace(lessons()["example-2"].view, iterations=2, accumulate=True, focus="*"))
    last = [each for each in asked(of) if each.kind == "update" and "w₁" in each.ask][-1]
    number = float(last.number)
    assert said(of, last, f"{number:.4g}")[0] == "right"
    reset = float(of.walk.runs[1].values[of.graph.node("w1").index]) - of.walk.rate_at(1) * float(
        of.walk.runs[1].gradient("w1")
    )
    assert said(of, last, f"{reset:.4g}") == ("wrong", ("reset",))


KEPT = "w: weight = 2\nx: input = 1\nL: loss = (w * x)**2 + w"


def gradients(accumulate: bool) -> tuple[list[float], list[float]]:
    """Weights and gradients of w² + w, by hand: α = 0.1, five iterations."""
    w, total, ws, gs = 2.0, 0.0, [2.0], []
    for _iteration in range(5):
        gs.append(2 * w + 1)
        total = total + gs[-1] if accumulate else gs[-1]
        w -= 0.1 * total
        ws.append(w)
    return ws, gs


@pytest.mark.parametrize("iteration", [1, 2, 3, 4])
@pytest.mark.parametrize("accumulate", [True, False])
def test_resetting_and_never_resetting_confused_has_a_name_in_every_iteration(
    iteration: int, accumulate: bool
):
    of = told(KEPT, rate=0.1, iterations=5, accumulate=accumulate)
    new = [each for each in asked(of) if each.kind == "update"][iteration]
    ws, gs = gradients(accumulate)
    assert said(of, new, repr(ws[iteration + 1]))[0] == "right"
    here, other = gs[iteration], gradients(not accumulate)[0][iteration + 1]
    wrong = {other, ws[iteration] - 0.1 * here} if accumulate else {other}
    for count in range(1, iteration + (not accumulate)):
        wrong.add(ws[iteration] - 0.1 * (here + sum(gs[iteration - count : iteration])))
    for each in wrong:
        name = "reset" if accumulate else "kept"
        result, mistakes = said(of, new, f"{each:.6f}")
        assert (result, name in mistakes) == ("wrong", True), (each, mistakes)


def test_the_first_update_knows_no_gradients_of_before():
    for accumulate in (True, False):
        of = told(KEPT, rate=0.1, iterations=2, accumulate=accumulate)
        assert said(of, update(of), "1.5")[0] == "right"
        assert not {"reset", "kept"} & {*said(of, update(of), "1.4")[1]}


# -- right numbers, mistakes and roundings in their order --------------------------------


def added(first: float, second: float) -> tuple[Story, Question]:
    """The sum of two contributions."""
    of = told(f"x: weight = 1\nu = {first} * x\nv = {second} * x\nL: loss = u + v")
    return of, next(each for each in asked(of) if each.kind == "sum")


def test_a_mistake_that_is_just_that_number_comes_before_two_digits_of_the_right_one():
    of, total = added(5, 0.02)
    for text in ("5", "5.0"):
        assert said(of, total, text)[0] == "wrong", text
        assert "one contribution" in said(of, total, text)[1]
    for text in ("5.02", "5.020"):
        assert said(of, total, text)[0] == "right", text


def test_a_mistake_that_is_nearer_comes_before_a_single_digit():
    of, total = added(0.31, -0.05)
    assert said(of, total, "0.3")[0] == "wrong"
    of, total = added(0.39, -0.13)
    assert said(of, total, "0.3")[0] == "right"


def test_all_mistakes_that_give_an_answer_at_three_digits_are_named():
    of, total = added(2, 2.001)
    assert {"one contribution", "averaged"} <= set(said(of, total, "2.00")[1])


def test_a_mistake_that_only_a_tiny_step_parts_from_the_old_number_is_not_named():
    of = told("w: weight = 5.5\nx: input = 0.00001\nL: loss = w * x", rate=1.0)
    assert said(of, update(of), "5.5") == ("wrong", ("unchanged",))
    assert said(of, update(of), "-5.5") == ("wrong", ("sign",))


def test_a_result_as_it_is_shown_may_be_an_expression_within_a_twentieth_of_the_step():
    of = told("a: weight = 0.26\nb: weight = 0.4\nL: loss = a * b")
    assert said(of, about(of, "value", "ℒ"), "1/10")[0] == "right"
    of = told("w: weight = 0.6021\nx: input = 0.03\nL: loss = w * x", rate=1.0)
    assert said(of, update(of), "57/100")[0] == "wrong"
    assert said(of, update(of), "572/1000")[0] == "right"


def test_what_follows_from_an_own_number_comes_before_the_mistake_that_it_looks_like():
    of = told(WEIGHT, rate=0.1)
    gradient = about(of, "gradient", "∂ℒ/∂w")
    found = check(of, question=update(of).id, answer="0.6", earlier={gradient.id: "0"})
    assert found.result == "follows"


def test_a_given_weight_is_rounded_by_nobody_until_it_has_learned():
    of = told("x: input = 1.534\nw: weight = 0.734\nq = w * x\nL: loss = q", rate=0.001)
    first, again = (each for each in asked(of) if each.kind == "value" and "is q?" in each.ask)
    assert said(of, first, "1.126")[0] == "right"
    # 1.534 · 0.73: as w was given it has three digits, and as it has become a screen may have two.
    assert said(of, first, "1.1198")[0] == "wrong"
    assert said(of, again, "1.1198")[0] == "right"


def test_the_number_that_is_asked_for_has_no_name_yet():
    of = story("example-2")
    with pytest.raises(AnswerError):
        said(of, about(of, "value", "is p"), "p")
    assert said(of, about(of, "value", "is p"), "sigmoid(v)")[0] == "right"


def test_what_the_old_weights_gave_has_no_name_when_it_is_asked_for_again():
    of = told(WEIGHT, rate=0.1)
    again = next(each for each in asked(of) if each.ask.startswith("Forward again"))
    for name in ("y", "L"):
        with pytest.raises(AnswerError):
            said(of, again, name)
    assert said(of, again, "w*x")[0] == said(of, again, "0.57")[0] == "right"
    assert said(of, again, "0.61")[0] == "wrong"


def test_of_many_mistakes_three_are_said():
    several = say(MISTAKES[:5])
    assert several.count(", or ") == 2
    assert say(MISTAKES[:2]).count(", or ") == 1
    assert say(MISTAKES[:1]).count(", or ") == 0


def test_an_answer_has_at_most_two_hundred_characters():
    assert read("0" * 199 + "1", {}).value == 1
    with pytest.raises(AnswerError, match="200"):
        read("0" * 200 + "1", {})


# -- the same number as an expression and as a decimal ---------------------------------------


@pytest.mark.parametrize(
    ("question", "pairs"),
    [
        ("24", [("-0.7311*2", "-1.4622"), ("-0.73106*2", "-1.46212"), ("-0.731*2", "-1.462"),
                     ("-0.73*2", "-1.46")]),
        ("26", [("-1+1.4621", "0.4621"), ("-1+1.4622", "0.4622"), ("-1+1.46212", "0.46212"),
                ("-1+1.462", "0.462"), ("-1+1.46", "0.46")]),
    ],
)  # fmt: skip
def test_a_decimal_is_judged_as_the_expression_that_gives_it(
    question: str, pairs: list[tuple[str, str]]
):
    of = story("example-2", focus="w1", rate=1.0)
    (found,) = [each for each in asked(of) if each.id == question]
    for pair in pairs:
        assert [said(of, found, text)[0] for text in pair] == ["right", "right"], pair


@pytest.mark.parametrize(
    ("question", "text"),
    [("24", "-1.4630"), ("24", "-1.4613"), ("24", "-1.47"), ("24", "-1.45"),
     ("24", "1.4622"), ("24", "-0.7311"), ("24", "-1.4"), ("26", "0.4630"),
     ("26", "0.4612"), ("26", "0.47"), ("26", "-1"), ("26", "-1.0000"), ("26", "-2.4622"),
     ("26", "-2.4621"), ("26", "1.4622"), ("26", "-0.4622")],
)  # fmt: skip
def test_a_fine_decimal_is_no_licence_for_another_number(question: str, text: str):
    of = story("example-2", focus="w1", rate=1.0)
    (found,) = [each for each in asked(of) if each.id == question]
    assert said(of, found, text)[0] == "wrong"


@pytest.mark.parametrize(
    ("text", "result"),
    [("0.5700", "right"), ("0.57", "right"), ("0.57001", "wrong"), ("0.5702", "wrong"),
     ("0.5698", "wrong"), ("0.6000", "wrong"), ("0.6", "wrong"), ("0.57003", "wrong")],
)  # fmt: skip
def test_the_fineness_counts_from_what_the_step_changes(text: str, result: str):
    of = told(WEIGHT, rate=0.1)
    assert said(of, update(of), text)[0] == result
