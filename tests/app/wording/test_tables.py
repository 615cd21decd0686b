"""Matrices as tables: every entry the engine's, zeros and blocks marked, windows of large ones."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.lessons import lessons
from app.wording.numbers import significant
from app.wording.tables import (
    CORNER,
    MOST_COLUMNS,
    MOST_ROWS,
    Window,
    jacobian_table,
    table,
    value_table,
)
from graph_engine.jacobian import Dense, Jacobian, Kronecker

from ..routes.reading import Element, page
from ..stories import few, near, number


def brief(x: float) -> str:
    return significant(x, 3)


def cells(html: str) -> list[list[Element]]:
    return [row.find("td") for row in page(html).find("tr")]


def kinds(cell: Element) -> set[str]:
    return set(cell.attributes.get("class", "").split())


def shown(jacobian: Jacobian, window: Window = CORNER) -> str:
    return jacobian_table(jacobian, brief, caption="∂y/∂w", key="e1-0", window=window)


@few
@given(
    arrays.arrays(
        np.float64,
        st.tuples(st.integers(1, MOST_ROWS), st.integers(1, MOST_COLUMNS)),
        elements=st.one_of(st.just(0.0), st.floats(-1e9, 1e9, allow_subnormal=False)),
    )
)
def test_every_entry_is_shown_within_its_digits_and_exactly_the_zeros_are_greyed(
    matrix: np.ndarray,
) -> None:
    rows = cells(shown(Dense(entries=matrix)))
    assert (len(rows), len(rows[0])) == matrix.shape
    for row, entries in zip(rows, matrix, strict=True):
        for cell, entry in zip(row, entries, strict=True):
            assert number(cell.text) == near(float(entry), 2 if matrix.shape[1] > 6 else 3)
            assert ("zero" in kinds(cell)) == (entry == 0)


def test_in_many_columns_what_is_nearly_one_is_no_one() -> None:
    (row,) = cells(shown(Dense(entries=np.array([[0.996, -1.004, 1.0, -1.0, 0.99, 0.0, 2.0]]))))
    assert [cell.text for cell in row] == ["1.0", "−1.0", "1", "−1", "0.99", "0", "2"]


def test_every_local_jacobian_of_the_network_is_the_engines() -> None:
    told = lessons()["network"].story()
    run = told.walk.runs[0]
    for edge in told.walk.paths[0]:
        built = np.asarray(run.of_edge(edge))
        rows = cells(shown(run.of_edge(edge)))
        for row, entries in zip(rows, built, strict=True):
            for cell, entry in zip(row, entries, strict=True):
                assert number(cell.text) == near(float(entry), 2)
                assert ("zero" in kinds(cell)) == (entry == 0)


def test_the_blocks_of_a_kronecker_product_begin_where_its_rows_of_weights_do() -> None:
    # ∂(Wx)/∂vec(W) = I₃ ⊗ xᵀ: a block of four columns for each of three neurons.
    rows = cells(shown(Kronecker(left=3, factor=np.array([[2.0, -1, 1, 1]]), right=1)))
    for i, row in enumerate(rows):
        assert [j for j, cell in enumerate(row) if "left" in kinds(cell)] == [0, 4, 8]
        filled = [j for j, cell in enumerate(row) if "zero" not in kinds(cell)]
        assert filled == list(range(4 * i, 4 * i + 4))
        assert not any("up" in kinds(cell) for cell in row)  # blocks are one row high


def test_the_blocks_of_an_outer_identity_have_borders_above_and_beside() -> None:
    rows = cells(shown(Kronecker(left=1, factor=np.array([[2.0, -1]]), right=3)))
    assert [j for j, cell in enumerate(rows[0]) if "left" in kinds(cell)] == [0, 3]
    two = cells(shown(Kronecker(left=2, factor=np.ones((3, 2)), right=1)))
    assert [i for i, row in enumerate(two) if "up" in kinds(row[0])] == [0, 3]


def test_borders_stand_at_the_same_columns_in_every_window() -> None:
    large = Kronecker(left=20, factor=np.ones((1, 10)), right=1)
    for column in (0, 3, 7, 10, 184):
        row = cells(shown(large, Window(0, column)))[0]
        found = [column + j for j, cell in enumerate(row) if "left" in kinds(cell)]
        assert found == [c for c in range(column, column + MOST_COLUMNS) if c % 10 == 0]


def test_a_dense_matrix_has_no_blocks() -> None:
    assert not re.search('class="[^"]*(left|up)', shown(Dense(entries=np.ones((3, 3)))))


MILLION = Kronecker(left=1000, factor=np.arange(1.0, 1001)[None, :], right=1)
"""1000 × 1 000 000: eight gigabytes, were it built."""


def buttons(html: str) -> dict[str, tuple[str, bool]]:
    """Where each button leads, and whether it does."""
    return {
        each.text: (each.attributes["data-window"], "disabled" not in each.attributes)
        for each in page(html).find("button")
    }


@pytest.mark.parametrize(
    ("at", "seen", "moves"),
    [
        ((0, 0), "rows 1–12, columns 1–16", {"↑": 0, "↓": "12,0", "←": 0, "→": "0,16"}),
        (
            (500, 499_998),
            "rows 501–512, columns 499999–500014",
            {"↑": "488,499998", "↓": "512,499998", "←": "500,499982", "→": "500,500014"},
        ),
        (
            (10**9, 10**9),
            "rows 989–1000, columns 999985–1000000",
            {"↑": "976,999984", "↓": 0, "←": "988,999968", "→": 0},
        ),
        ((3, 3), "rows 4–15, columns 4–19", {"↑": "0,3", "↓": "15,3", "←": "3,0", "→": "3,19"}),
        ((-5, -5), "rows 1–12, columns 1–16", {"↑": 0, "↓": "12,0", "←": 0, "→": "0,16"}),
    ],
)
def test_a_jacobian_of_a_thousand_million_entries_is_moved_through_without_being_built(
    at: tuple[int, int], seen: str, moves: dict[str, object]
) -> None:
    html = shown(MILLION, Window(*at))
    assert "built" not in vars(MILLION)
    assert page(html).one("caption").text == f"∂y/∂w · 1000×1000000 · {seen}"
    assert [len(row) for row in cells(html)] == [MOST_COLUMNS] * MOST_ROWS
    assert {sign: where if on else 0 for sign, (where, on) in buttons(html).items()} == moves


def test_a_part_in_the_middle_has_the_entries_of_the_middle() -> None:
    # Row 500 of I ⊗ xᵀ is x from column 500 000 on.
    (row, *_) = cells(shown(MILLION, Window(500, 499_998)))
    wanted = [0, 0, *range(1, 15)]
    assert [number(cell.text) for cell in row] == wanted


def test_a_matrix_that_fits_has_no_buttons() -> None:
    assert not buttons(shown(Dense(entries=np.ones((MOST_ROWS, MOST_COLUMNS)))))
    high = buttons(shown(Dense(entries=np.ones((MOST_ROWS + 1, 2)))))
    assert [on for _, on in high.values()] == [False, True, False, False]


def test_a_vector_is_one_column_and_shared_weights_have_their_colours() -> None:
    html = value_table(np.arange(5.0), brief, caption="x", key="n0")
    assert [[cell.text for cell in row] for row in cells(html)] == [[c] for c in "01234"]
    shared = value_table(np.ones((2, 2)), brief, caption="W", key="n0", shared=[0, 1, -1, 7])
    found = [kinds(cell) for row in cells(shared) for cell in row]
    assert found == [{"shared-0"}, {"shared-1"}, set(), {"shared-1"}]


def test_captions_keys_and_texts_are_escaped() -> None:
    bad = "<script>alert('\"')</script>&amp;"
    html = table(
        np.ones((1, 1)),
        lambda x: bad,
        caption=bad,
        whole=(20, 20),
        key=bad,
        window=CORNER,
    )
    assert "<script" not in html
    read = page(html)
    assert read.one("caption").text.startswith(bad)
    assert read.one("td").text == bad
    assert read.one("div").attributes["data-matrix"] == bad
