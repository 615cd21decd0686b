"""An embedding picks rows of a table; a product with rows of zeros and a one says the same."""

import numpy as np
import pytest

import graph_engine as ge

from ..programs import refusal

TABLE = np.array([[1.0, 0.5], [0.5, -1.0], [-1.0, 2.0], [0.25, 1.0]])
E = "E: weight = [[1, 0.5], [0.5, -1], [-1, 2], [0.25, 1]]\n"

WRITTEN = {
    "embedding(2, E)": [2],
    "embedding([2, 0, 2], E)": [2, 0, 2],
    "E[2]": [2],
    "E[-1]": [3],
    "E[[2, 0, 2]]": [2, 0, 2],
    "E[[3, -4]]": [3, 0],
    "F.embedding(torch.tensor([1, 1, 1]), E)": [1, 1, 1],
    "nn.functional.embedding(3, E)": [3],
    "[embedding(k, E) for k in [0, 3]]": [0, 3],
}


@pytest.mark.parametrize("text", WRITTEN)
def test_rows_are_copied_and_their_gradients_go_back_to_them_alone(text: str):
    found = ge.run(ge.parse(f"{E}X = {text}\nL: loss = norm2(X)"))
    ones = np.eye(4)[WRITTEN[text]]
    rows = ones @ TABLE
    assert np.reshape(found.value("X"), rows.shape) == pytest.approx(rows)
    assert found.gradient("E") == pytest.approx(ones.T @ (2 * rows))


def test_entries_of_a_vector_are_picked_likewise():
    found = ge.run(ge.parse("x = [1, 2, 3]\nL: loss = norm2(x[[0, 2, 2]])"))
    assert found.gradient("x") == pytest.approx([2, 0, 12])


@pytest.mark.parametrize(
    ("text", "culprit"),
    (("embedding(4, E)", "4"), ("E[[0, 9]]", "9"), ("embedding([1, -5], E)", "-5")),
)
def test_a_word_that_is_not_in_the_table_is_said(text: str, culprit: str):
    error = refusal(f"{E}X = {text}")
    assert error.message.startswith(f"there is no entry number {culprit}")
    line = f"X = {text}"
    assert line[error.column - 1 : error.end_column - 1] == culprit


def test_a_value_may_be_called_embedding():
    assert ge.run(ge.parse("embedding = 3\nL = embedding*2")).value("L") == 6
