"""A pasted table of numbers is a matrix, or a value per sample under each name."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph_engine as ge
from app.pasted import read
from app.state.values import ValueTextError
from app.state.values import read as read_value

MATRIX = [[1.0, -2.0], [3.5, 0.4]]
TABLES = {
    "CSV": "1,-2\n3.5,0.4",
    "a spreadsheet": "1\t-2\n3.5\t0.4\n",
    "a Czech spreadsheet": "1\t-2\n3,5\t0,4\n",
    "semicolons": "1;-2\r\n3,5;0,4",
    "numpy's print": "[[ 1.  -2. ]\n [ 3.5  0.4]]",
    "numpy's repr": "array([[ 1. , -2. ],\n       [ 3.5,  0.4]])",
    "PyTorch's print": "tensor([[1.0, -2.0], [3.5, 0.4]], dtype=torch.float64)",
    "columns of spaces": "1.0   -2\n3.5  4e-1",
}


def test_every_kind_of_table_is_the_same_matrix_in_a_program_and_in_the_field_of_a_matrix():
    for kind, text in TABLES.items():
        reading = read(text)
        assert reading.refusals == (), kind
        (leaf,) = ge.parse(reading.program).leaves
        np.testing.assert_array_equal(leaf.given, MATRIX, err_msg=kind)
        assert read_value(text) == MATRIX, kind


def test_a_table_may_stand_in_a_program_whose_other_lines_stay():
    for head in ("W: weight = ", "W: weight =\n"):
        text = f"# Mine\n{head}1 2 3\n4 5 6\nx: input = [1, 2, 3]\nL: loss = sum(W @ x)"
        run = ge.run(ge.parse(read(text).program))
        assert run.value("L") == 1 + 4 + 9 + 4 + 10 + 18
        assert run.graph.title == "Mine" and run.graph.node("W").role == "weight"


def test_columns_under_names_are_values_of_samples():
    text = "sepal length,exp,target\n5.1,3.5,1\n4.9,3,-1\n"
    program = read(text).program
    graph = ge.parse(program + "L: loss = average((sepal_length - x2)*target)")
    assert [leaf.role for leaf in graph.leaves] == ["input", "input", "label"]
    assert ge.run(graph).value("L") == pytest.approx(((5.1 - 3.5) - (4.9 - 3)) / 2)


@pytest.mark.parametrize(
    ("text", "line", "what", "why"),
    [
        ("1,2\n3,4,5", 2, "3,4,5", "this row has 3 numbers, the first has 2"),
        ("1,2\n3,a", 2, "a", "`a` is no number"),
        ("x,y\n1,2\n3,\n", 2 + 1, "3", "empty"),
    ],
)
def test_a_row_that_does_not_fit_is_underlined(text: str, line: int, what: str, why: str):
    reading = read(text)
    (refusal,) = reading.refusals
    assert refusal.line == line and why in refusal.message and reading.program == ""
    assert text.split("\n")[line - 1][refusal.column - 1 : refusal.end_column - 1] == what


CLEAR = {
    "1,234;0,5\n2,000;2,5": [[1.234, 0.5], [2.0, 2.5]],
    "0,123\t0,456\n0,5\t1": [[0.123, 0.456], [0.5, 1.0]],
    "01 02\n03 04": [[1.0, 2.0], [3.0, 4.0]],
}
DOUBTFUL = ("1,234\t1.5\n2,000\t2.5", "1,234\t1,500\n2,000\t2,500", "1,5;2.5\n3,5;4.5")


def test_a_comma_is_a_decimal_only_where_it_cannot_be_that_of_thousands():
    for text, matrix in CLEAR.items():
        (leaf,) = ge.parse(read(text).program).leaves
        np.testing.assert_array_equal(leaf.given, matrix)
        assert read_value(text) == matrix
    for text in DOUBTFUL:
        (refusal,) = read(text).refusals
        assert "thousands" in refusal.message
        assert "," in text[refusal.column - 1 : refusal.end_column - 1]
        with pytest.raises(ValueTextError):
            read_value(text)
    assert read_value("1,234\t1,500\n2,000\t2,500", decimal=",") == [[1.234, 1.5], [2.0, 2.5]]
    assert read_value("1, 2; 3, 4\n5, 6; 7, 8") == [[1, 2], [3, 4], [5, 6], [7, 8]]
    assert read_value("[[1,\t2],\n [3,\t4]]") == [[1, 2], [3, 4]]


def test_any_names_of_columns_become_names_that_can_be_typed():
    for head, names in {
        "if,input,each": ["x1", "input", "x3"],
        "x2;if": ["x2", "x3"],
        "výška;váha": ["vyska", "vaha"],
        f"{'a' * 40};{'a' * 50}": ["a" * 32, "x2"],
        "身長,體重": ["x1", "x2"],
    }.items():
        sign = ";" if ";" in head else ","
        row = sign.join("12345"[: len(names)])
        graph = ge.parse(read(f"{head}\n{row}\n{row}").program)
        assert [leaf.name for leaf in graph.leaves] == names


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1 1e400\n2 3", "larger"),
        ("a,b\n" + "1,2\n" * 1200, "1000 samples"),
        ("1.5,2.25\n" * 2600, "20000"),
        ("1,2\n3,4\n$$$ = 3", "means nothing"),
    ],
)
def test_a_table_that_is_too_much_is_refused(text: str, why: str):
    reading = read(text)
    assert reading.program == "" and why in reading.refusals[0].message


@settings(max_examples=150)
@given(
    st.lists(st.text("0123456789.,;-+e\t []ař", max_size=14), min_size=1, max_size=4).map("\n".join)
    | st.text(max_size=40)
)
def test_any_text_is_a_table_whose_program_is_read_or_is_refused(text: str):
    reading = read(text)
    assert reading.refusals or not reading.program or ge.parse(reading.program)


def test_what_our_language_reads_itself_is_no_table():
    for text in ("X = [[1, 2],\n [3, 4]]\nL = sum(X)", "x = 0,5\nL = x", "x = 2\nL = x", "1 2 3"):
        assert read(text).dialect == ""
