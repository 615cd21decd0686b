"""How near an answer must be, each constant at its border, and what follows from the screen."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lessons import lessons
from app.predict.answer import Answer, Closeness
from app.predict.answers import Known, read
from app.predict.nearness import _may_mean
from app.predict.shown import combinations, forms

from .asking import about, said, told

# -- what follows from numbers on the screen ---------------------------------------------


@pytest.mark.parametrize(
    ("kind", "words", "text"),
    [
        ("gradient", "∂ℒ/∂v", "-1+0.7311"), ("gradient", "∂ℒ/∂v", "-1+0.731"),
        ("gradient", "∂ℒ/∂v", "-1+0.73"), ("value", "is p", "73/100"),
        ("value", "is p", "731/1000"),
        ("local", "∂ℒ/∂p", "-1.37"), ("local", "∂ℒ/∂p", "-1.36986"), ("local", "∂ℒ/∂p", "-1/0.731"),
        ("local", "∂p/∂v", "0.1971"), ("local", "∂p/∂v", "0.73*0.27"),
        ("local", "∂p/∂v", "0.73 - 0.73^2"),
    ],
)  # fmt: skip
def test_what_one_gets_from_numbers_on_the_screen_is_right(kind: str, words: str, text: str):
    program = "v: weight = 1\np = sigmoid(v)\nL: loss = -log(p)"
    for arithmetic in ("exact", "slide"):
        of = told(program, arithmetic=arithmetic)
        assert said(of, about(of, kind, words), text)[0] == "right", (arithmetic, text)


def test_each_input_may_be_rounded_alone():
    of = told("a: weight = 1.5\nu = exp(a)\nv = sqrt(a)\ny = u * v\nL: loss = y")
    y = about(of, "value", "is y")
    u, v = math.exp(1.5), math.sqrt(1.5)
    for left in (u, round(u, 6), 4.48, 4.5):
        for right in (v, round(v, 6), 1.22, 1.2):
            for text in (f"{left * right:.7g}", f"{left * right:.4g}"):
                assert said(of, y, text)[0] == "right", (left, right, text)
    assert said(of, y, f"{4 * v:.4g}")[0] == "wrong"
    assert said(of, y, f"{4.45 * 1.22:.5g}")[0] == "wrong"


def test_a_local_jacobian_may_be_rounded_entry_by_entry():
    """What flows back through σ is upstream 2h times σ(1 − σ), entry by entry."""
    of = told(
        "W: weight = [[0.737, -1.291], [0.523, 3.117]]\nx: input = [0.37, 0.41]\n"
        "h = sigmoid(W @ x)\nL: loss = norm2(h)"
    )
    flow = about(of, "gradient", "∂ℒ/∂u₁")
    h = [1 / (1 + math.exp(-z)) for z in (0.737 * 0.37 - 1.291 * 0.41, 0.523 * 0.37 + 3.117 * 0.41)]
    for ups in ([2 * each for each in h], [0.872, 1.63], [0.87, 1.6]):
        for slopes in ([each * (1 - each) for each in h], [0.246, 0.152], [0.25, 0.15]):
            text = ", ".join(f"{up * slope:.5g}" for up, slope in zip(ups, slopes, strict=True))
            assert said(of, flow, text)[0] == "right", text
    for text in ("0.23, 0.24", "0.2175, 0.22", "0.872, 1.63"):
        assert said(of, flow, text)[0] == "wrong", text


def test_a_number_has_the_forms_in_which_it_may_be_shown():
    assert forms(np.float64(0.26894142137)) == [0.26894142137, 0.268941, 0.269, 0.27, 0.2689]
    assert forms(np.float64(0.5)) == [0.5]
    assert forms(np.float64(0.1234567), given=True) == [0.1234567]
    assert len(forms(np.float64(0.12345678), given=True)) == 5
    assert forms(np.float64(2e-5 / 3))[1:] == [6.67e-6, 6.7e-6, 6.667e-6]


def test_of_very_many_inputs_all_alike_and_each_alone_are_tried():
    few = {k: np.float64(1 + k / 7) for k in range(1, 6)}
    many = {k: np.float64(1 + k / 7.3) for k in range(1, 7)}
    assert len(list(combinations(few, frozenset()))) == 5**5
    assert len(list(combinations(many, frozenset()))) == 1 + 4 + 4 * 6


# -- the constants of closeness ----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number", "change", "closeness"),
    [
        ("0.26894142", 0.26894142137, None, Closeness.FINE),
        ("0.269", 0.26894142137, None, Closeness.FINE),
        ("0.27", 0.26894142137, None, Closeness.ROUNDED),
        ("0.3", 0.26894142137, None, Closeness.COARSE),
        ("0", 0.26894142137, None, Closeness.OFF),
        ("0.268", 0.26894142137, None, Closeness.OFF),
        # Half a unit of the last digit, and a hair more.
        ("0.27", 0.275, None, Closeness.ROUNDED), ("0.27", 0.27501, None, Closeness.OFF),
        ("0.27", 0.265, None, Closeness.ROUNDED), ("0.27", 0.26499, None, Closeness.OFF),
        # Up to the next power of ten, by its first digit only.
        ("1", 0.96, None, Closeness.COARSE), ("1", 0.9501, None, Closeness.COARSE),
        ("1", 0.94, None, Closeness.OFF), ("10", 9.6, None, Closeness.COARSE),
        ("1e2", 96, None, Closeness.COARSE), ("1e2", 94, None, Closeness.OFF),
        ("1", 1.4, None, Closeness.COARSE), ("1", 1.6, None, Closeness.OFF),
        # Digits count from what changes.
        ("0.57", 0.57, 0.03, Closeness.SAME), ("0.572", 0.5721, 0.03, Closeness.ROUNDED),
        ("0.57", 0.5721, 0.03, Closeness.COARSE), ("0.6", 0.57, 0.03, Closeness.OFF),
        ("0.6", 0.57, None, Closeness.COARSE), ("1", 0.96, 0.5, Closeness.OFF),
        # A small number is 0.00, a bare 0 is not, and 0.0 is too coarse.
        ("0.00", 0.004, None, Closeness.COARSE), ("0.00", 0.0051, None, Closeness.OFF),
        ("0.0", 0.004, None, Closeness.OFF), ("0", 0.004, None, Closeness.OFF),
        ("0.004", 0, None, Closeness.OFF), ("0.00", 0.004, 1.0, Closeness.OFF),
        # What no float can tell apart is the same.
        ("1/3", 1 / 3 + 3e-10, None, Closeness.SAME), ("1/3", 1 / 3 + 4e-10, None, Closeness.OFF),
        ("0*1", 9e-13, None, Closeness.SAME), ("0*1", 2e-12, None, Closeness.OFF),
        ("inf", math.inf, None, Closeness.SAME), ("-inf", math.inf, None, Closeness.OFF),
        ("nan", math.nan, None, Closeness.SAME), ("1", math.nan, None, Closeness.OFF),
    ],
)  # fmt: skip
def test_closeness_has_its_borders(
    text: str, number: float, change: float | None, closeness: Closeness
):
    assert read(text, {}).closeness(number, change) is closeness


def test_an_expression_in_rounded_numbers_may_be_off_by_three_percent_and_by_its_roundings():
    answer = Answer(value=1.0, loose=1.0)
    assert answer.closeness(1 / 0.9701) is Closeness.ROUNDED
    assert answer.closeness(1 / 0.9699) is Closeness.OFF
    assert answer.closeness(1.0299 / 1.0) is Closeness.ROUNDED
    assert answer.closeness(1.04) is Closeness.OFF
    assert Answer(value=1.0, loose=0.01).closeness(1.0099) is Closeness.ROUNDED
    assert Answer(value=1.0, loose=0.01).closeness(1.0101) is Closeness.OFF
    assert answer.closeness(1.02, 0.1) is Closeness.OFF
    assert answer.closeness(1.002, 0.1) is Closeness.ROUNDED


def test_the_roundings_of_an_expression_are_those_of_its_decimals():
    assert read("-1+0.7311", {}).loose == pytest.approx(0.00005)
    assert read("2*0.25", {}).loose == pytest.approx(0.01)
    assert read("0.5*0.5", {}).loose == pytest.approx(0.05)
    assert read("1/4", {}).loose == 0
    exact = Known(names={"x": 0.25}, shown=(0.25,))
    assert read("2*0.25", {"x": 0.25}, known=exact).loose == 0


def test_the_numbers_on_the_screen_are_meant_by_their_roundings():
    p = 0.7310585786
    here = Known(names={"p": p}, shown=(p,))
    for text, meant in [("-1+0.73", p - 1), ("-1+0.731", p - 1), ("2*0.73106", 2 * p)]:
        assert read(text, {"p": p}, known=here).meant == pytest.approx((meant,))
    for text in ("-1+0.7", "-1+0.74", "-1+0.7312", "2*0.732"):
        assert read(text, {"p": p}, known=here).meant == ()


def test_one_decimal_stands_for_one_number_however_often_it_is_typed():
    p, q = 0.9986, 0.9991
    here = Known(names={"p": p, "q": q}, shown=(p, q))
    found = read("1.0*(1-1.0)", {"p": p, "q": q}, known=here).meant
    assert found == pytest.approx((p * (1 - p), q * (1 - q)))


def test_digits_as_the_screen_writes_them_are_no_mistake():
    """−1 stands on the wire for −0.999999997, and is what 1 − σ would give, too."""
    of = told("x: input = -2\nw: weight = 9.997\nq = w*x + 0.5\np = sigmoid(q)\nL: loss = -log(p)")
    question = about(of, "gradient", "∂ℒ/∂q")
    assert said(of, question, "-1")[0] == "right" and said(of, question, "-1.2")[0] == "wrong"
    of = told("x: input = 2\nw: weight = 0.9999\nq = w*x\nL: loss = q**2", arithmetic="slide")
    assert said(of, about(of, "value", "is q"), "2")[0] == "right"


@pytest.mark.parametrize(
    ("value", "text", "result"),
    [
        ("12077.4", "12100", "right"), ("12077.4", "12080", "right"),
        ("12077.4", "12000", "wrong"), ("12077.4", "12200", "wrong"), ("12077.4", "12070", "wrong"),
        ("853944.4", "853940", "right"), ("853944.4", "854000", "right"),
        ("25356068.9", "25400000", "right"), ("25356069", "25400000", "right"),
        ("25356068.9", "25300000", "wrong"), ("1024", "1020", "wrong"), ("1024", "1024", "right"),
    ],
)  # fmt: skip
def test_zeros_that_end_a_whole_number_may_be_rounded_digits(value: str, text: str, result: str):
    """The screen has 1.21e7, so 12100000 is as right; 1024 has all its digits, and is not 1020."""
    of = told(f"x: input = {value}\nw: weight = 1\nL: loss = w*x")
    assert said(of, about(of, "value", "is ℒ"), text)[0] == result


def test_an_old_weight_is_no_new_one_though_the_screen_may_round_it_so():
    of = told("x: input = 1\nw: weight = 2\nq = w*x\nL: loss = q*0.0007", rate=1.0)
    assert said(of, about(of, "update", "w"), "2")[0] == "wrong"


@pytest.mark.parametrize(
    ("program", "rate", "before", "after"),
    [
        ("w: weight = 5\nL: loss = 2*w**2", 0.0001, ("50", "50.0"), ("49.96", "49.960008")),
        ("w: weight = 120\nL: loss = 0.7*w", 0.01, ("84", "84.0"), ("83.995", "83.9951")),
        ("w: weight = 3\nL: loss = w*w/7", 0.0003, ("9/7", "1.286"), ("1.2855", "1.285494")),
        ("w: weight = 0.6\nL: loss = exp(w)", 1.0, ("1.8", "1.822"), ("0.29", "0.2946")),
    ],
)
@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
def test_a_number_of_before_the_update_is_none_of_after_it(
    program: str, rate: float, before: tuple[str, ...], after: tuple[str, ...], arithmetic: str
):
    of = told(program, arithmetic=arithmetic, rate=rate)
    again = about(of, "value", "Forward again: what is ℒ?")
    for text in before:
        assert said(of, again, text) == ("wrong", ("unchanged",)), text
    for text in after:
        assert said(of, again, text)[0] == "right", text


def test_entries_of_before_the_update_that_have_not_moved_are_right_so_far():
    of = told("w: weight = [-2, 1]\nh = relu(2*w)\nL: loss = sum(h)", rate=0.1)
    again = about(of, "value", "Forward again: what is h?")
    assert said(of, again, "0")[0] == "part"
    assert said(of, again, "0, 2") == ("wrong", ("unchanged",))
    assert said(of, again, "0, 1.6")[0] == "right"


def test_a_number_that_hardly_moves_is_right_with_all_its_digits():
    of = told("w: weight = 15\nb: weight = 0\np = sigmoid(w+b)\nL: loss = 2*p", rate=1.0)
    again = about(of, "value", "Forward again: what is p?")
    # w and b are still 15 and 0 in their twelfth digit.
    for text in ("0.999999694097586", "sigmoid(w+b)", "0.9999997"):
        assert said(of, again, text)[0] == "right", text


def test_a_new_weight_may_have_the_digits_that_stand_under_its_leaf():
    """−1.8 − 0.5 · (−0.0175) is −1.79125, and the picture has −1.8 → −1.79."""
    of = told("w: weight = -1.8\nx: input = -0.0175\nL: loss = w * x", rate=0.5)
    new = about(of, "update", "w")
    for text in ("-1.79", "-1.791", "-1.79125"):
        assert said(of, new, text)[0] == "right", text
    for text in ("-1.8", "-1.80", "-1.81", "-1.78", "-1.7825", "-1.80875"):
        assert said(of, new, text)[0] == "wrong", text
    of = told("w: weight = 2\nx: input = 0.0123\nL: loss = w * x", rate=1.0)
    assert said(of, about(of, "update", "w"), "1.99")[0] == "right"
    assert said(of, about(of, "update", "w"), "2.01") == ("wrong", ("added",))


@pytest.mark.parametrize("digits", [7, 8, 9])
def test_more_digits_of_a_number_than_its_sentence_has_are_right_too(digits: int):
    """A formula shows as many digits as it takes to be true, and a reader may go on with these."""
    of = told(
        "w: weight = -0.56\nx: input = 2.95\nz = w*x - 0.72\na = tanh(z)\nL: loss = (a - 0)**2"
    )
    a = float(f"{math.tanh(-0.56 * 2.95 - 0.72):.{digits}g}")
    assert said(of, about(of, "local", "∂a/∂z"), f"{1 - a * a:.10f}")[0] == "right"
    assert said(of, about(of, "local", "∂a/∂z"), f"{1 - a * a + 3e-6:.10f}")[0] == "wrong"


def test_the_fourth_digit_that_a_sentence_needs_may_be_gone_on_with():
    """The chain of Example II is −3.718 · 0.1966 · … on a screen."""
    of = told(lessons()["example-2"].program, focus="w1")
    flow = about(of, "contribution", "back to v")
    for text in ("-3.718*0.1966", "-0.7309588", "-0.73096"):
        assert said(of, flow, text)[0] == "right", text
    assert said(of, flow, "-0.7409588")[0] == "wrong"


NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False)


@given(
    typed=st.one_of(
        NUMBERS.map(lambda x: f"{x:.3f}"), NUMBERS.map(lambda x: f"{x:.2g}"), st.just("0.00"),
        NUMBERS.map(lambda x: f"({x:.2f})*1.5"), st.just("2/3"),
    ),
    near=st.floats(-0.02, 0.02), change=st.floats(-1e3, 1e3),
)  # fmt: skip
def test_nothing_that_an_answer_may_mean_is_passed_over(typed: str, near: float, change: float):
    answer = read(typed, {})
    for number in (answer.value * (1 + near), answer.value + near, near, answer.value):
        if answer.closeness(number, change) is not Closeness.OFF:
            assert _may_mean(answer, np.array([number]))[0]
