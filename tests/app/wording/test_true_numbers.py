"""What is rounded states no falsehood: a reader who computes with the shown numbers agrees."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lessons import lessons
from app.picture.changes import seen
from app.wording import cards
from app.wording.arrays import listed
from app.wording.numbers import MINUS, WHOLE, NumberFormat, read
from app.wording.sentences import sentence

from ...graph_engine.programs import RICH, Program, programs
from .. import stories
from ..stories import few, step
from . import mathml
from .said import formulas_of, numeric

SURE = "z = {z}\np = sigmoid(z)\nL: loss = -log(p)"


def said(program: str, key: str, arithmetic: str = "slide") -> str:
    told = stories.story(program, arithmetic=arithmetic)
    line = cards.lines(told.words, step(told, key))[0]
    return "=".join(map(mathml.words, mathml.sides(line.mathml)))


@pytest.mark.parametrize(
    ("z", "probability", "loss"),
    [
        (7, "p=σ(7)=0.999", "ℒ=−log(0.99909)=9.1e−4"),
        (9, "p=σ(9)=0.9999", "ℒ=−log(0.99988)=1.2e−4"),
        (25, "p=σ(25)=0.99999999999", "ℒ=−log(0.999999999986)=1.4e−11"),
        (30, "p=σ(30)=0.9999999999999", "ℒ=−log(0.999999999999907)=9.3e−14"),
        (4, "p=σ(4)=0.98", "ℒ=−log(0.982)=0.018"),
        (-1, "p=σ(−1)=0.27", "ℒ=−log(0.27)=1.3"),
    ],
)
def test_a_probability_near_one_is_not_one(z: float, probability: str, loss: str):
    assert said(SURE.format(z=z), "value p") == probability
    assert said(SURE.format(z=z), "value L") == loss


@pytest.mark.parametrize(
    ("program", "key", "formula"),
    [
        ("a = 0.991\nb = 0.98912\nL = sqrt(a*a) - sqrt(b*b)", "value L", "ℒ=0.991−0.9891=0.0019"),
        ("z = 20\nL = 1 - sigmoid(z)", "value L", "ℒ=1−0.9999999979=2.1e−9"),
        ("a = 3\nL = tanh(a)", "value L", "ℒ=tanh(3)=0.995"),
        ("a = 1\nb = 2\nL = a / b", "value L", "ℒ=12=0.5"),
    ],
)
def test_a_difference_of_near_numbers_can_be_worked_out(program: str, key: str, formula: str):
    assert said(program, key) == formula


@pytest.mark.parametrize("slide", [False, True])
@pytest.mark.parametrize("wire", [False, True])
@given(
    x=st.floats(-1e6, 1e6) | st.floats(0.9, 1.1) | st.floats(-1.1, -0.9) | st.floats(-1e-9, 1e-9)
)
def test_no_number_is_rounded_to_a_one_or_a_zero_that_it_is_not(slide: bool, wire: bool, x: float):
    form = NumberFormat(slide, wire)
    for write in (form.value, form.exact):
        text = write(x)
        if text in WHOLE:
            # On a wire there is room for so many digits only.
            assert read(text) == x or (wire and abs(abs(x) - 1) < 1e-5) or abs(abs(x) - 1) < 1e-14


@pytest.mark.parametrize("slide", [False, True])
@given(st.lists(st.floats(-0.9999, 0.9999) | st.floats(-1e-9, 1e-9), min_size=3, max_size=4))
def test_no_entry_of_a_vector_on_a_wire_is_rounded_to_a_one_or_a_zero(slide: bool, xs: list[float]):
    written = listed(np.array(xs), NumberFormat(slide, wire=True).value, wire=True)
    for text, x in zip(written.strip("()").split(", "), xs, strict=True):
        assert text not in WHOLE or read(text) == x


def test_a_certain_class_is_not_said_to_be_certain():
    told = stories.story("z = [8, 0, 0]\np = softmax(z)\nL = p[0]")
    assert told.words.value(told.walk.runs[0], 1, told.words.wire).startswith("(0.999, 3.4e−4")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_written_number_read_back_is_near_it(x: float):
    assert read(NumberFormat(False, False).exact(x)) == pytest.approx(x, rel=1e-5, abs=1e-6)
    assert math.isnan(read("undefined")) and read(f"{MINUS}∞") == -math.inf


def agrees(numbers: list[float], *, slide: bool) -> bool:
    """Whether all sides are equal, to the digits that the last one is meant to have."""
    result = numbers[-1]
    if not all(map(math.isfinite, numbers)):
        return True
    digit = 10.0 ** (math.floor(math.log10(abs(result))) - 1) if result else 1e-9
    most = 1.01 * digit if slide else max(1.01e-6, 3e-5 * abs(result))
    return all(abs(each - result) <= most for each in numbers)


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
@pytest.mark.parametrize("slug", ["example-2", "sigmoid-gates", "simple-network", "gates", "fork"])
def test_every_equation_of_a_lesson_can_be_verified_by_a_reader(slug: str, arithmetic: str):
    told = stories.story(lessons()[slug].program, arithmetic=arithmetic)
    for each, formula in formulas_of(told):
        found = numeric(formula)
        if found:
            assert agrees(found, slide=arithmetic == "slide"), (each.key, found)


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
@few
@given(program=programs(RICH))
def test_every_equation_of_a_random_story_can_be_verified(arithmetic: str, program: Program):
    told = stories.story(program.text, arithmetic=arithmetic)
    if any(np.abs(value) > 1e6 for value in told.walk.runs[0].values):
        return
    for each, formula in formulas_of(told):
        found = numeric(formula)
        if found and each.kind in ("value", "flow", "sum", "new"):
            assert agrees(found, slide=arithmetic == "slide"), (each.key, formula)


# -- vectors and matrices ------------------------------------------------------------------------

VECTORS = (
    "h = tanh(W @ x)\nL: loss = norm2(h)",
    "h = exp(W @ x) + u\nL: loss = dot(h, u)",
    "p = softmax(W @ x)\nL: loss = -sum(log(p))",
    "h = u*x - x/3\nL: loss = sum(h*h)",
    "h = (W @ x)*0.01 + u\nq = sigmoid(h)\nL: loss = mean(q)",
    "h = u - x\ng = W.T @ h\nL: loss = norm2(g) + sum(h)",
)
DRAWN = [np.random.default_rng(seed).normal(0, 1.5, 8).round(7).tolist() for seed in range(4)]


def shown_agree(formula: str, *, slide: bool) -> bool:
    """Whether the numbers of a formula give its last side, to the digits that this one shows."""
    sides = [
        np.squeeze(mathml.evaluated(side, {}))
        for side in mathml.sides(formula)
        if mathml.plain(side) and not mathml.symbolic(side)
    ]
    if len(sides) < 2 or not all(np.all(np.isfinite(side)) for side in sides):
        return True
    shown = np.atleast_1d(sides[-1])
    digits = 10.0 ** np.floor(np.log10(np.where(shown == 0, 1.0, np.abs(shown))))
    unit = digits * (0.1 if slide else 0.01)
    if shown.size == 1 and not slide:
        unit = np.maximum(2e-6, 4e-5 * np.abs(shown))
    elif shown.size == 1:
        unit *= 2  # between single numbers a slide is a unit off at most
    return all(bool(np.all(np.abs(side - shown) <= 0.52 * unit)) for side in sides[:-1])


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
@pytest.mark.parametrize("lines", VECTORS)
@pytest.mark.parametrize("numbers", DRAWN, ids=range(len(DRAWN)))
def test_every_equation_between_vectors_holds_to_the_digits_that_it_shows(
    arithmetic: str, lines: str, numbers: list[float]
):
    w, x, u = numbers[:4], numbers[4:6], numbers[6:]
    start = (
        f"W: weight = [[{w[0]!r}, {w[1]!r}], [{w[2]!r}, {w[3]!r}]]\n"
        f"x: input = [{x[0]!r}, {x[1]!r}]\nu: weight = [{u[0]!r}, {u[1]!r}]\n"
    )
    told = stories.story(start + lines, arithmetic=arithmetic, focus="-")
    run = told.walk.runs[0]
    for each, formula in formulas_of(told):
        if each.kind != "value" or each.node is None or each.iteration:
            continue
        size = np.abs(run.values[each.node])
        if np.all((size > 1e-6) | (size == 0)):  # what all but cancels has no digits to compare
            assert shown_agree(formula, slide=arithmetic == "slide"), formula


def test_rows_that_are_added_give_their_sum_as_it_is_written():
    told = stories.story(
        "a: weight = [0.98765, 1.23456, 0.45678]\nL: loss = sum(a*a) + sum(tanh(a))"
    )
    (line,) = [each for each in cards.lines(told.words, step(told, "sum:a"))][:1]
    text = line.mathml.replace('<span class="words">', "").replace("</span>", "")
    left, right = text.split(" = ")
    rows = [[read(x) for x in part.strip("()").split(", ")] for part in left.split(" + ")]
    total = np.array([read(x) for x in right.strip("()").split(", ")])
    np.testing.assert_array_less(np.abs(np.sum(rows, axis=0) - total), 0.0051 * np.ones(3))


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
@pytest.mark.parametrize(
    ("program", "rate"),
    [
        ("w: weight = 5\nL: loss = 2*w**2", 1e-4), ("w: weight = 3\nL: loss = w*w/7", 3e-4),
        ("w: weight = 120\nL: loss = 0.7*w", 0.01), ("w: weight = [1, 2]\nL: loss = w@w", 1e-5),
    ],
)  # fmt: skip
def test_after_a_small_update_the_picture_s_numbers_are_seen_to_have_moved(
    program: str, rate: float, arithmetic: str
):
    told = stories.story(program, arithmetic=arithmetic, rate=rate)
    before, after = told.walk.runs
    for node in told.graph.nodes:
        one, other = (told.words.value(run, node.index, told.words.wire) for run in (before, after))
        assert (one == other) == np.array_equal(before.values[node.index], after.values[node.index])
    assert told.graph.loss is not None
    shown = " ".join(seen(told.changes, told.last).values())
    assert told.words.value(after, told.graph.loss, told.words.wire) in shown


def test_a_longer_row_keeps_its_digits_on_a_wire_when_it_has_moved_little():
    told = stories.story(
        "w: weight = [1.234, 2.345, 3.456]\nh = 2*w\nL: loss = h@h", arithmetic="exact", rate=1e-4
    )
    h = told.graph.node("h").index
    assert [told.words.value(run, h, told.words.wire) for run in told.walk.runs] == [
        "(2.47, 4.69, 6.91)"
    ] * 2


@pytest.mark.parametrize(
    ("program", "rate", "words"),
    [
        ("w: weight = 2\nL: loss = w**2", 2.0, "it grew. The step was too long."),
        ("w: weight = 2\nL: loss = w**2", -0.1, "now it is 5.76."),
        ("w: weight = 2\nL: loss = w - 2*detach(w)", 0.1, "now it is −1.9."),
    ],
)
def test_a_step_is_called_too_long_only_where_a_short_one_had_helped(
    program: str, rate: float, words: str
):
    told = stories.story(program, rate=rate)
    assert sentence(told.words, told.walk.steps[-1]).endswith(words)


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
def test_a_loss_that_fell_is_written_with_the_digits_that_show_it(arithmetic: str):
    told = stories.story(
        "z: weight = 8\np = sigmoid(z)\nL: loss = -log(p)", arithmetic=arithmetic, rate=0.1
    )
    said_last = [sentence(told.words, each) for each in told.walk.steps if each.key == "again:L"]
    before, now = (
        said_last[0].partition(" was ")[2].removesuffix(": it fell.").split(", now it is ")
    )
    assert read(now) < read(before)
