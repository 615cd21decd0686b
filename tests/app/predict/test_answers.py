"""Whatever is typed is a number, or is kindly refused."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import create_app
from app.predict.answer import Closeness
from app.predict.answers import MOST, read, read_entries, read_size
from app.predict.expressions import AnswerError

from ..stories import HOSTILE, few

NAMES = {"p": 0.25, "x1": 2.0, "w": [1.0, -1.0], "answer0": 7.0, "yhat": 0.5, "váha": 3.0}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", 2), ("-2", -2), ("−2", -2), ("+2", 2), ("2.5", 2.5), ("2,5", 2.5), (",5", 0.5),
        (".5", 0.5), ("5.", 5), ("1e-3", 0.001), ("1,5e3", 1500), ("1/4", 0.25), ("-3/4", -0.75),
        ("½", 0.5), ("1,5/3", 0.5), ("p*(1-p)", 0.1875), ("p·(1−p)", 0.1875), ("x₁²", 4),
        ("x1^2", 4), ("2^-1", 0.5), ("max(1, 2)", 2), ("max(1,2)", 2), ("exp(0)", 1),
        ("ln(1)", 0), ("sqrt(4)", 2), ("σ(0)", 0.5), ("z1 = 3", 3), ("∂L/∂p = -4", -4),
        ("answer0", 7), ("w@w", 2), ("w[0]", 1), ("∞", math.inf), ("-inf", -math.inf),
        ("x_{1} + ŷ", 2.5), ("x^{(1)}*váha", 6), ("2ŷ", 1), ("x⁽¹⁾ = 4*x₁", 8), ("ŷ² + yhat", 0.75),
        ("  7  ", 7), ("[7]", 7), ("1/3.", 1 / 3), ("1e999", math.inf),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(text: str, value: float):
    assert read(text, NAMES).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("(2, -1)", [2, -1]), ("2,-1", [2, -1]), ("2 -1", [2, -1]), ("0,5; -1", [0.5, -1]),
        ("[0,5; -1]", [0.5, -1]), ("2", [2]), ("2,", [2]), ("1/2, p*p", [0.5, 0.0625]),
        ("max(1, 2), 3", [2, 3]), ("(1+1)*2, (3)", [4, 3]), ("2.5, 0.5", [2.5, 0.5]),
        ("1 + 1", [2]), ("p * 2", [0.5]), ("-1 - x1", [-3]), ("1 / 4", [0.25]),
    ],
)  # fmt: skip
def test_a_vector_is_read_as_people_write_it(text: str, entries: list[float]):
    assert [each.value for each in read_entries(text, NAMES, 2)] == pytest.approx(entries)


@pytest.mark.parametrize("text", ["2 -1", "(2 -1)", "2  -1", "2, -1", "2; -1"])
def test_the_first_entries_may_be_typed_before_the_others(text: str):
    for count in (2, 3, 4):
        assert [each.value for each in read_entries(text, NAMES, count)] == [2, -1]


VECTORS = {"x": [1.0, -2.0, 4.0], "y": [3.0, 0.5, 1.0], "W": [[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]],
           "d": [1.0, 2.0], "p": 0.25, "c": 2.0}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        # number · vector, as the screen writes it and otherwise
        ("-0.5*(1.3,-0.7,2.9)", [-0.65, 0.35, -1.45]),
        ("−0.5 · (1.3, −0.7, 2.9)", [-0.65, 0.35, -1.45]),
        ("-0.5*[1.3,-0.7,2.9]", [-0.65, 0.35, -1.45]), ("(2, 4, 6)/2", [1, 2, 3]),
        ("-0.5(1.3, -0.7, 2.9)", [-0.65, 0.35, -1.45]), ("(1, 2, 3)*2", [2, 4, 6]),
        ("(p-1)(4, 8, 0)", [-3, -6, 0]), ("2 [1, 2, 3]", [2, 4, 6]), ("p(4, 8, 0)", [1, 2, 0]),
        ("−0,5·(1,5; 2; −3)", [-0.75, -1, 1.5]), ("-(1, 2, 3)", [-1, -2, -3]),
        # sums and differences, entry by entry
        ("[1,2,3]+[3,1,0]", [4, 3, 3]), ("(1, 2, 3) - (0.5, 1, 1)", [0.5, 1, 2]),
        ("x - 0.1*y", [0.7, -2.05, 3.9]), ("x + y", [4, -1.5, 5]), ("1 - x", [0, 3, -3]),
        ("x⊙y", [3, -1, 4]), ("x∘(1, 2, 3)", [1, -4, 12]), ("x*y", [3, -1, 4]),
        # names, functions and what is worked out
        ("x", [1, -2, 4]), ("(x)", [1, -2, 4]), ("(p-1)*x", [-0.75, 1.5, -3]), ("2x", [2, -4, 8]),
        ("x²", [1, 4, 16]), ("x**2", [1, 4, 16]), ("(p, 2p, 1-p)*2", [0.5, 1, 1.5]),
        ("(p*(1-p), exp(0), max(1, 2)) + x", [1.1875, -1, 6]), ("σ(0*x)", [0.5, 0.5, 0.5]),
        ("max(x, (0, 0, 0))", [1, 0, 4]), ("2*((1, 2, 3) + (1, 1, 1))", [4, 6, 8]),
        ("x[2]*(1, 0, -1)", [4, 0, -4]), ("z = 2*(1, 2, 3)", [2, 4, 6]),
        # transposes and products of matrices
        ("x.T", [1, -2, 4]), ("xᵀ", [1, -2, 4]), ("x'", [1, -2, 4]), ("2*x^T", [2, -4, 8]),
        ("(1, 2, 3)^T * 2", [2, 4, 6]), ("W.T@d", [1, 2, 4]), ("W^T d", [1, 2, 4]),
        ("W^T·d", [1, 2, 4]), ("Wᵀ(1, 2)", [1, 2, 4]), ("W^{\\top} d", [1, 2, 4]),
        # columns and rows
        ("[[1],[2],[3]]", [1, 2, 3]), ("[[1, 2, 3]]", [1, 2, 3]), ("⟨1,2,3⟩", [1, 2, 3]),
        ("((1, 2, 3))", [1, 2, 3]), ("2*[[1],[2],[3]]", [2, 4, 6]),
    ],
)  # fmt: skip
def test_arithmetic_with_vectors_is_read_entry_by_entry(text: str, entries: list[float]):
    found = [each.value for each in read_entries(text, VECTORS, 3)]
    assert found == pytest.approx(entries)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x@y", 6), ("x.T@y", 6), ("x^T y", 6), ("xᵀ·y", 6), ("x·y", 6), ("2x·y", 12),
        ("x·y + c", 8), ("x@(1,2,3)", 9), ("(1,-2,4)@y", 6), ("sum(x*y)", 6), ("dot(x, y)", 6),
        ("sum(2*(1,2,3))", 12), ("norm2([1,2,2])", 9), ("W[0,2]*2", 4), ("(1,5)*2", 3),
        ("[[7]]", 7), ("max(1,2)*2", 4), ("x[0] + 1,5", 2.5), ("\\(1.5\\)", 1.5),
    ],
)  # fmt: skip
def test_a_number_may_come_of_vectors(text: str, value: float):
    readings = []
    for decimal in (True, False):
        try:
            readings.append(read(text, VECTORS, decimal=decimal).value)
        except AnswerError:
            continue
    assert readings[0] == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2*(1, 2)", "3 entries; these are 2"), ("d", "3 entries; these are 2"),
        ("W", "a matrix where a vector"), ("(1, 2, 3, 4)", "3 entries; these are 4"),
        ("x, y", "several numbers where one"), ("x + d", "entry by entry"),
        ("(1, , 3)*2", "missing"), ("1/x(", "bracket"),
    ],
)  # fmt: skip
def test_what_is_no_such_vector_gets_a_kind_refusal(text: str, words: str):
    with pytest.raises(AnswerError, match=words):
        read_entries(text, VECTORS, 3)


@pytest.mark.parametrize("text", ["(2, -1)", "[2, -1]", "x", "2*x", "(1.3,-0.7,2.9)", "x + y"])
def test_a_vector_for_a_number_is_refused_without_advice_on_brackets(text: str):
    with pytest.raises(AnswerError, match="several numbers where one is asked for") as refusal:
        read(text, VECTORS)
    assert "Write" not in str(refusal.value)


SIGNS = "!\"#$&;:<=>?@[\\]^_`{|}~'¡¢§¬°±µ¶¿×÷∀∂∃∈∇∑∓∘∝∠∧∩∫≈≠≤⊂⊕⟨⟩⟦⟪→⇒☃😀_ß"


@pytest.mark.parametrize("text", ["1{}2", "{}x"])
def test_whatever_sign_is_typed_no_refusal_speaks_of_programs(text: str):
    for sign in SIGNS:
        try:
            read_entries(text.replace("{}", sign), VECTORS, 3)
        except AnswerError as refusal:
            assert not re.search(r"program|line|assign|`", str(refusal)), (sign, str(refusal))


@pytest.mark.parametrize("text", ["0,5, 1", "(0,5 1)", "0,5; 1", "0,5;1"])
def test_decimal_commas_are_told_from_those_between_entries(text: str):
    assert [each.value for each in read_entries(text, NAMES, 2, decimal=True)] == [0.5, 1]


@pytest.mark.parametrize("text", ["1x3", "1×3", "(1×3)", "1 by 3", "1, 3", "[1,3]", "1 3", "1*3"])
def test_a_size_is_read_as_people_write_it(text: str):
    assert read_size(text) == (1, 3)


def means(text: str, number: float) -> bool:
    """Whether a text is that number, rounded or not."""
    return read(text, NAMES).closeness(number) is not Closeness.OFF


REFUSED = (
    *HOSTILE, "__class__", "p.__class__", "().__class__.__bases__[0]", "__import__('os')",
    "(" * 150, "(" * 90 + "1" + ")" * 90, "[[[[", "lambda: 1", "x = y = 1", "1 if 1 else 2",
    "open('/etc/passwd')", "<b>1</b>", "nobody", "", "   ", "w", "[1, 2]", "1\nimport os",
    "each(1, 2)", "zeros(3)", "'1'", "p: input = 3", "x1 +", "3 4", "2x1", "--", "2e", "0x10",
    "1_0",
)  # fmt: skip


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_number_gets_a_kind_refusal(text: str):
    with pytest.raises(AnswerError) as refusal:
        read(text, NAMES)
    said = str(refusal.value)
    assert 5 < len(said) < 500 and not said[0].islower() and "Traceback" not in said


@pytest.mark.parametrize("text", ["1", "axb", "-1x3", "1x", "9" * 400, "1.5x2", *HOSTILE[:3]])
def test_what_is_no_size_gets_a_kind_refusal(text: str):
    with pytest.raises(AnswerError):
        read_size(text)


@few
@given(st.text(max_size=MOST + 5))
def test_any_text_is_a_number_or_refused(text: str):
    for reading in (lambda: read(text, NAMES), lambda: read_entries(text, NAMES, 3)):
        try:
            reading()
        except AnswerError as error:
            assert str(error)


@few
@given(st.text("0123456789+-*/^().,;epx1[] ", max_size=24))
def test_any_arithmetic_is_a_number_or_refused(text: str):
    for reading in (lambda: read(text, NAMES), lambda: read_entries(text, NAMES, 2)):
        try:
            reading()
        except AnswerError as error:
            assert str(error)


def test_a_tower_of_powers_ends_at_once():
    assert read("9**9**9**9", NAMES).value == math.inf


@few
@given(st.floats(-1e6, 1e6), st.integers(1, 12))
def test_a_number_rounded_to_some_digits_means_that_number(number: float, digits: int):
    assert means(f"{number:.{digits}g}", number)
    assert means(repr(number), number)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0.27), ("1", 0.73), ("0.3", 0.24), ("-2", 2), ("1.48", 1.46), ("0.00", 0.4), ("1e3", 0)],
)
def test_a_number_does_not_mean_another(text: str, number: float):
    assert not means(text, number)


def test_a_refused_name_keeps_its_letters_whatever_sentence_it_begins():
    with create_app().test_request_context("/?lang=cs"), pytest.raises(AnswerError) as refusal:
        read("k", {})
    assert str(refusal.value).startswith("„k“ ")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("p(1-p)", 0.1875), ("2.0x1", 4), ("2p(1-p)", 0.375), ("(1-p)p", 0.1875),
        ("-2(x1-1)p", -0.5), ("(1-p)(1+p)", 0.9375), ("σ(0)(1-σ(0))", 0.25),
        ("x₁²(1-p)", 3), ("x1^2(1-p)", 3), ("3σ(0)", 1.5), ("(1/2)x1", 1),
        ("2.5p", 0.625), ("2,5p", 0.625), ("1-2p", 0.5),
        ("(p)(p)(p)", 0.015625), ("2·p(1-p)", 0.375), ("|−0.5|", 0.5), ("|p-1|", 0.75),
        ("≈0.5", 0.5), ("p ≈ 0.25", 0.25), ("0.5∙2", 1), ("exp(0)p", 0.25), ("2e-1p", 0.05),
        ("2\\cdot p(1-p)", 0.375), ("\\left(1-p\\right)p", 0.1875), ("1/(2p)", 2),
        ("x1(p(1-p))", 0.375), ("(2)w[0]", 2),
    ],
)  # fmt: skip
def test_a_product_may_be_written_without_its_sign(text: str, value: float):
    assert read(text, NAMES).value == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["1/2x1", "1/p(1-p)", "1/(p)(1-p)", "1/2(1-p)", "2 3", "px1", "2x1", "0.1.2"]
)
def test_what_has_two_meanings_is_to_be_written_out(text: str):
    with pytest.raises(AnswerError):
        read(text, NAMES)


def test_a_number_that_goes_on_is_read_as_far_as_it_is_typed():
    for text in ("0.7311…", "0.7311...", "0,7311…"):
        assert read(text, {}).value == 0.7311
