"""Two significant digits, entry by entry, as quickly for a million of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph_engine.slide import two_digits


@given(
    st.lists(
        st.floats() | st.integers(-99999, 99999).map(lambda k: k / 1000) | st.just(-0.0),
        max_size=30,
    )
)
def test_each_entry_of_an_array_is_rounded_as_it_would_be_alone(numbers: list[float]):
    rounded = two_digits(np.array(numbers, dtype=float))
    alone = np.array([two_digits(np.float64(number)) for number in numbers], dtype=float)
    np.testing.assert_array_equal(rounded, alone)
    np.testing.assert_array_equal(np.signbit(rounded), np.signbit(alone))


def test_ten_thousand_numbers_of_every_size_are_rounded_as_they_are_written():
    random = np.random.default_rng(0)
    numbers = random.normal(size=10_000) * 10.0 ** random.integers(-30, 30, size=10_000)
    expected = [float(f"{number:.2g}") for number in numbers]
    np.testing.assert_array_equal(two_digits(numbers), expected)


def test_a_matrix_keeps_its_shape():
    assert two_digits(np.full((2, 3), 0.1234)).tolist() == [[0.12] * 3] * 2
