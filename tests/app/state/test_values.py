"""Numbers, vectors and matrices, typed and in links: what is written is what is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.state.values import ValueTextError, packed, read, write

from ..stories import HOSTILE

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
SHORT = st.integers(-(10**6), 10**6).map(lambda k: k / 1000)
"""Numbers of at most ten digits, as a field shows them all."""


def values(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[float | list[object]]:
    """A number, a vector of at least two, or a matrix."""
    rows = st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(numbers, min_size=width, max_size=width), min_size=2, max_size=4
        )
    )
    return st.one_of(numbers, st.lists(numbers, min_size=2, max_size=6), rows)


@given(values(NUMBERS))
def test_a_link_carries_every_digit(value: float | list[object]) -> None:
    assert read(packed(value)) == value


@given(st.lists(NUMBERS, min_size=1, max_size=1), st.integers(1, 3))
def test_a_list_of_one_stays_a_list_and_a_matrix_of_one_row_a_matrix(
    entries: list[float], width: int
) -> None:
    assert read(packed(entries)) == entries
    assert read(packed([entries * width])) == [entries * width]


@given(values(SHORT))
def test_what_a_field_shows_is_read_as_the_same(value: float | list[object]) -> None:
    assert read(write(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", 2.0),
        (" −1.5 ", -1.5),
        ("2, -1, 1", [2, -1, 1]),
        ("2 −1 1", [2, -1, 1]),
        ("[2, -1, 1]", [2, -1, 1]),
        ("[5]", [5]),
        ("1, 2\n3, 4", [[1, 2], [3, 4]]),
        ("1 2; 3 4;", [[1, 2], [3, 4]]),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("[[1,2]\n [3,4]]", [[1, 2], [3, 4]]),
    ],
)
def test_values_are_read_as_people_write_them(text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    "text",
    [*HOSTILE, "", " ", "[]", "1, x", "1_000", "1, 2\n3, y", "1" * 500, "[[", "[[]]", ";", "1;;x"],
)
def test_what_is_no_value_is_said_and_never_a_crash(text: str) -> None:
    with pytest.raises(ValueTextError):
        read(text)


@given(st.text(st.sampled_from("0123456789.,;-+e[] \n_x∞−"), max_size=60) | st.text(max_size=40))
def test_any_text_is_a_value_or_an_error(text: str) -> None:
    try:
        found = read(text)
    except ValueTextError:
        return
    assert isinstance(found, float | list)
