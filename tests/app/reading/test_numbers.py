"""What people type is read alike by answers, links and fields: one table of cases for all."""

import json
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.predict.answers import read, read_entries
from app.predict.expressions import AnswerError
from app.reading import NumberTextError, keyboard, number
from app.state import values

CASES = json.loads((Path(__file__).parents[2] / "reading.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("typed", "value"), CASES["numbers"])
def test_a_number_is_read_alike_by_links_and_by_answers(typed: str, value: float):
    assert number(typed) == pytest.approx(value, rel=1e-12, abs=1e-15)
    assert read(typed, {}).value == pytest.approx(value, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("typed", CASES["none"])
def test_what_is_no_number_is_none(typed: str):
    with pytest.raises(NumberTextError):
        number(typed)


@pytest.mark.parametrize(("typed", "decimal", "value"), CASES["lists"])
def test_a_list_in_a_link_is_read_as_in_a_field(typed: str, decimal: str, value: list[object]):
    np.testing.assert_allclose(values.read(typed, decimal=decimal), value, rtol=1e-12)


ANSWERS = [case for case in CASES["lists"] if case[1] == "." and not isinstance(case[2][0], list)]


@pytest.mark.parametrize(("typed", "decimal", "value"), ANSWERS)
def test_a_list_in_an_answer_is_read_as_in_a_field(typed: str, decimal: str, value: list[float]):
    found = [each.value for each in read_entries(typed, {}, len(value))]
    np.testing.assert_allclose(found, value, rtol=1e-12)


LONG = ["1" * 20000, " " * 20000, "(" * 20000, "½" * 20000, "1/" * 9000]
LONG += [r"\begin{pmatrix}" * 1300, r"\begin{pmatrix}" + "1&" * 9000 + r"\end{pmatrix}"]


@pytest.mark.parametrize("typed", LONG)
def test_long_nonsense_ends_at_once(typed: str):
    begun = time.process_time()
    for reading in (lambda: values.read(typed), lambda: keyboard(typed)):
        with suppress(values.ValueTextError):
            reading()
    assert time.process_time() - begun < 1


@given(st.text(st.sampled_from("0123456789.,+-*/^()½²√πe%\\frac{} ln"), max_size=40))
def test_any_text_is_a_finite_number_or_none(typed: str):
    with suppress(NumberTextError):
        assert abs(number(typed)) < float("inf")


def test_a_known_name_is_not_taken_for_a_constant():
    assert keyboard("e^2 + pi", {"e", "pi"}) == "e^2+pi"
    assert "exp(2)" in keyboard("e^2", {"p"})
    with pytest.raises(AnswerError):
        read("2e", {})
