"""How a number is written: few digits, none of them wrong, never a 0 for a small one."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wording.numbers import (
    LOCAL_CHARACTERS,
    NumberFormat,
    added,
    decimals,
    in_full,
    signed,
    significant,
)
from graph_engine.slide import two_digits

from ..stories import number

EXACT_WIRE, EXACT = NumberFormat(False, True), NumberFormat(False, False)
SLIDE_WIRE, SLIDE = NumberFormat(True, True), NumberFormat(True, False)
HANDS = (EXACT_WIRE, EXACT, SLIDE_WIRE, SLIDE)

numbers = st.floats(-1.7e308, 1.7e308)
everyday = st.one_of(
    st.integers(-(10**6), 10**6).map(float),
    st.decimals(-1000, 1000, places=4).map(float),
    st.floats(-1e4, 1e4),
    st.builds(lambda m, e: m * 10.0**e, st.floats(-10, 10), st.integers(-12, 12)),
)


@pytest.mark.parametrize(
    ("x", "three"),
    [
        (0.268941, "0.269"), (-1.462117, "−1.46"), (1, "1"), (-1.0, "−1"), (2.50, "2.5"),
        (1369, "1369"), (1369.4, "1369"), (99.96, "100"), (999.6, "1000"), (123456, "123456"),
        (1234567, "1.23e6"), (0.001, "0.001"), (0.00012345, "1.23e−4"), (2.1e-7, "2.1e−7"),
        (-5e-324, "−4.94e−324"), (1.7e308, "1.7e308"), (0.0, "0"), (-0.0, "0"), (9.999e-4, "1e−3"),
        (math.inf, "∞"), (-math.inf, "−∞"), (math.nan, "undefined"), (999999.7, "1000000"),
    ],
)  # fmt: skip
def test_on_a_wire_a_number_has_three_significant_digits(x: float, three: str):
    assert significant(x, 3) == three


@pytest.mark.parametrize(
    ("x", "six"),
    [
        (-1.4621171572600098, "−1.462117"), (0.4621171572600098, "0.462117"), (2.0, "2"),
        (0.30000000000000004, "0.3"), (1e-4, "0.0001"), (9.9e-5, "9.9e−5"), (1.5e9, "1.5e9"),
        (123456.5, "123456.5"), (-0.0, "0"), (-2.1e-7, "−2.1e−7"), (1099511627776, "1.099512e12"),
    ],
)  # fmt: skip
def test_in_words_a_number_has_six_decimals(x: float, six: str):
    assert decimals(x) == six


@pytest.mark.parametrize(
    ("x", "full"),
    [
        (-3.7 * 0.2 * 2, "−1.48"), (-1 + 1.48, "0.48"), (0.1 + 0.2, "0.3"), (1.96, "1.96"),
        (1.1e-5, "0.000011"), (3.3000000000000004e-06, "0.0000033"), (1e-7, "1e−7"),
        (1e9, "1000000000"), (12345678901.5, "1.23456789e10"), (1 / 3, "0.3333333333"),
        (9999999999.9, "1e10"), (9999999999.2, "9999999999"),
    ],
)  # fmt: skip
def test_a_product_of_rounded_factors_is_written_in_full_without_noise(x: float, full: str):
    assert in_full(x) == full


@pytest.mark.parametrize(
    ("x", "shown"),
    [
        (0.2689414, "0.27"), (1.313262, "1.3"), (-1.0, "−1"), (1.96, "1.96"), (0.876, "0.88"),
        (-1.96, "−1.96"), (0.0649, "0.065"), (12.25, "12"), (1369.0, "1369"), (0.131781, "0.13"),
    ],
)  # fmt: skip
def test_a_slide_rounds_values_to_two_digits_unless_they_are_short_as_they_are(
    x: float, shown: str
):
    assert SLIDE_WIRE.value(x) == SLIDE.value(x) == shown


@given(everyday)
def test_a_slope_on_a_slide_is_the_rounded_number_itself(x: float):
    rounded = float(two_digits(x))
    assert number(SLIDE.slope(rounded)) == pytest.approx(rounded, rel=1e-9)


@pytest.mark.parametrize("number_format", HANDS)
@pytest.mark.parametrize("method", ["given", "value", "slope", "product"])
@given(x=st.one_of(numbers, everyday))
def test_what_is_written_is_that_number(number_format: NumberFormat, method: str, x: float):
    text = getattr(number_format, method)(x)
    back = number(text)  # a number, with a proper minus sign
    digits = 2 if number_format.slide and method == "value" else 3
    if number_format.wire and not number_format.slide and method == "slope":
        # The box under a wire is narrow: −1.23e−12 is −1e−12 there.
        digits = 3 if len(significant(x, 3)) <= LOCAL_CHARACTERS else 1
    assert back == pytest.approx(x, rel=0.51 * 10.0 ** (1 - digits), abs=0)
    assert (back == 0) == (x == 0)
    assert not text.startswith("+") and text != "−0"
    assert not re.search(r"\.\d*0($|e)", text), "a trailing zero"
    assert not re.search(r"\d\.$|e0|e\+|^\.", text)


@given(st.one_of(numbers, everyday))
def test_a_number_on_a_wire_fits_there(x: float):
    for number_format in (EXACT_WIRE, SLIDE_WIRE):
        for text in (number_format.given(x), number_format.value(x), number_format.product(x)):
            assert len(text) <= 11
            if 1e-3 <= abs(x) < 1e6:
                assert len(text) <= 9


@given(everyday, everyday)
def test_of_two_numbers_the_larger_one_is_never_written_as_smaller(x: float, y: float):
    low, high = sorted((x, y))
    for number_format in HANDS:
        assert number(number_format.exact(low)) <= number(number_format.exact(high))


@given(st.one_of(numbers, everyday))
def test_a_sign_is_written_once(x: float):
    text = decimals(x)
    assert number(signed(text)) == number(added(text)) == number(text)
    assert added(text)[0] in "+−"
    assert signed(text)[0] in ("+−" if x else "0")


def test_what_is_not_finite_is_a_sign_or_a_word_in_every_hand():
    for number_format in HANDS:
        for method in (
            number_format.given,
            number_format.value,
            number_format.slope,
            number_format.product,
        ):
            assert [method(x) for x in (math.inf, -math.inf, math.nan)] == ["∞", "−∞", "undefined"]
    assert (signed("undefined"), signed("∞"), signed("0")) == ("undefined", "+∞", "0")
