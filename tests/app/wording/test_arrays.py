"""Vectors in a line, larger values as size and heat."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.wording.arrays import (
    HEAT_COLUMNS,
    HEAT_ROWS,
    WRITTEN,
    Heat,
    heat_of,
    levels,
    listed,
    row_listed,
    row_size,
    size,
)
from app.wording.numbers import significant


def brief(x: float) -> str:
    return significant(x, 3)


def test_up_to_four_entries_are_written_out_and_more_are_a_size() -> None:
    assert listed(np.float64(-1.5), brief) == "−1.5"
    assert listed(np.array([2.0, -1, 1]), brief) == "(2, −1, 1)"
    assert listed(np.arange(4.0), brief) == "(0, 1, 2, 3)"
    assert listed(np.arange(5.0), brief) == "5×1"
    assert listed(np.ones((3, 4)), brief) == "3×4"


def test_a_row_of_gradients_has_the_size_of_a_row() -> None:
    assert row_listed(np.array([2.0, -1]), brief) == "(2, −1)"
    assert row_listed(np.arange(5.0), brief) == "(1×5)"
    assert row_listed(np.ones((3, 4)), brief) == "(1×12)"
    assert row_listed(np.float64(3), brief) == "3"


def test_on_a_wire_three_entries_are_short() -> None:
    long = np.array([0.12345, 1.0, -0.6789])
    assert listed(long, brief, wire=True) == "(0.12, 1, −0.68)"
    assert listed(long[:2], brief, wire=True) == "(0.123, 1)"
    assert listed(long, brief) == "(0.123, 1, −0.679)"


def test_sizes_are_those_of_columns_and_rows() -> None:
    assert [size(shape) for shape in ((), (3,), (3, 4))] == ["1×1", "3×1", "3×4"]
    assert [row_size(shape) for shape in ((), (3,), (3, 4))] == ["1×1", "1×3", "1×12"]


@pytest.mark.parametrize(
    ("shape", "heat"),
    [
        ((), None),
        ((WRITTEN,), None),
        ((5,), Heat(1, 5)),
        ((1000,), Heat(1, HEAT_COLUMNS)),
        ((3, 4), Heat(3, 4)),
        ((1000, 1000), Heat(HEAT_ROWS, HEAT_COLUMNS)),
        ((2, 1), Heat(2, 1)),
    ],
)
def test_a_heat_strip_stands_where_entries_are_not_written(
    shape: tuple[int, ...], heat: Heat | None
) -> None:
    assert heat_of(shape) == heat


@given(
    arrays.arrays(
        np.float64,
        st.tuples(st.integers(1, HEAT_ROWS), st.integers(1, HEAT_COLUMNS)),
        elements=st.floats(-100, 100, allow_subnormal=False),
    )
)
def test_the_shade_of_a_cell_has_the_sign_of_its_entry(matrix: np.ndarray) -> None:
    seen = np.array([int(each) - 4 for each in levels(matrix)]).reshape(matrix.shape)
    # Next to an entry of another size a number of 10⁻³²⁰ is zero as a fraction of it.
    fractions = matrix / (np.max(np.abs(matrix)) or 1.0)
    assert (np.sign(seen) == np.sign(fractions)).all()
    assert np.abs(seen).max() == (4 if matrix.any() else 0)


@given(st.permutations(range(12)))
def test_a_larger_entry_is_never_shown_smaller(order: list[int]) -> None:
    matrix = np.array(order, dtype=float).reshape(3, 4) - 5
    shades = [int(each) for each in levels(matrix)]
    ranked = [shade for _, shade in sorted(zip(matrix.reshape(-1), shades, strict=True))]
    assert ranked == sorted(ranked)


def test_what_is_no_number_has_a_shade_of_its_own() -> None:
    assert levels(np.array([[1.0, np.nan, -1.0, np.inf, 0.0]])) == "8x0x4"


def test_a_large_value_is_shown_by_the_means_of_its_parts() -> None:
    large = np.repeat([1.0, -1.0], 60)
    assert levels(large) == "8" * 6 + "0" * 6
