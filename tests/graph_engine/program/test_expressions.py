"""How an expression is drawn: which operations it becomes, and where its numbers go."""

import numpy as np
import pytest
from hypothesis import given

import graph_engine as ge

from .. import programs
from ..programs import Program, refusal, underlined


def kinds(program: str) -> list[str]:
    """The computed nodes of a program, by operation."""
    return [node.op.name for node in ge.parse(program).nodes if node.op]


# -- how it is drawn --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "operations"),
    [
        ("2*x", ["scale"]), ("x*2", ["scale"]), ("x**2", ["square"]), ("x**3", ["power"]),
        ("x**-1", ["power"]), ("1/x", ["reciprocal"]), ("x/2", ["divide_by"]),
        ("x + 1", ["shift"]), ("1 + x", ["shift"]), ("x - 1", ["shift"]),
        ("1 - x", ["subtract_from"]), ("-x", ["neg"]), ("+x", ["identity"]), ("x", ["identity"]),
        ("x + y", ["add"]), ("x - y", ["sub"]), ("x*y", ["mul"]), ("x/y", ["div"]),
        ("x**y", ["pow"]), ("2**x", ["pow"]), ("log(x)", ["log"]), ("-log(x)", ["neglog"]),
        ("-(log(x))", ["neglog"]), ("--log(x)", ["neglog", "neg"]), ("-log(x)**2",
        ["log", "square", "neg"]), ("2 - log(x)", ["log", "subtract_from"]), ("-exp(x)",
        ["exp", "neg"]), ("leaky_relu(x)", ["leaky_relu"]), ("leaky_relu(x, -0.1)",
        ["leaky_relu"]), ("1 + x + 2", ["shift"]), ("2*x*3", ["scale", "scale"]),
        ("x + y + 1", ["add"]), ("(x + y) + x", ["add"]), ("x + (y + x)", ["add", "add"]),
        ("x + y - x + y", ["add", "sub", "add"]), ("x*y + x*y", ["mul", "mul", "add"]),
        ("max(x, y, x)", ["max"]), ("1/0", ["divide_by"]), ("log(2)", ["log"]),
        ("x\t*\n", None),
    ],
)  # fmt: skip
def test_each_expression_becomes_these_operations(expression: str, operations: list[str] | None):
    program = f"x = 1\ny = 2\nL = {expression}"
    if operations is None:
        refusal(program)
    else:
        assert kinds(program) == operations


@pytest.mark.parametrize(
    ("expression", "literal"),
    [("x + 1", 1), ("x - 1", -1), ("2 - x", 2), ("x*3", 3), ("1 + x + 2", 3), ("x**0.5", 0.5),
     ("x/4", 4), ("5/x", 5), ("leaky_relu(x)", 0.01), ("leaky_relu(x, 1/4)", 0.25)],
)  # fmt: skip
def test_a_number_in_an_expression_belongs_to_the_operation(expression: str, literal: float):
    graph = ge.parse(f"x = 1\nL = {expression}")
    assert len(graph.nodes) == 2
    assert graph.node("L").literal == (literal,)


def test_a_number_that_cannot_join_an_operation_is_a_constant_leaf():
    graph = ge.parse("x = 1\ny = 2\nL = x + y + 3")
    constant = graph.nodes[2]
    assert (constant.role, constant.name, constant.given) == ("constant", None, 3)
    assert graph.node("L").args == (0, 1, 2)


def test_a_chain_of_plus_is_one_sum():
    graph = ge.parse("x = 1\nL = " + " + ".join(["x"] * 50))
    assert len(graph.nodes) == 2
    assert graph.node("L").args == (0,) * 50


def test_a_sum_that_overflows_is_drawn_and_not_hidden_in_a_number():
    graph = ge.parse("x = 1\nL = x + 1e308 + 1e308")
    assert [node.role for node in graph.nodes] == ["variable", "constant", "constant", None]
    assert ge.run(graph).value("L") == np.inf


def test_numbers_too_large_are_drawn_so_that_the_picture_can_say_why():
    graph = ge.parse("x = 10**10**10")
    assert kinds("x = 10**10**10") == ["power"]
    assert ge.run(graph).value("x") == np.inf


def test_an_expression_may_go_over_several_lines_inside_brackets():
    program = "x = 1\nL = (x +\n     2*x   # a remark\n     + 1)"
    assert kinds(program) == ["scale", "add"]
    error = refusal("x = 1\nL = (x +\n  a)")
    assert underlined("x = 1\nL = (x +\n  a)", error) == "a"


def test_names_are_read_as_typed_and_columns_count_characters():
    program = "αβγδ: input = 1\nΔ = αβγδ * αγβδ"
    error = refusal(program)
    assert underlined(program, error) == "αγβδ"
    assert (error.column, error.end_column) == (12, 16)
    assert error.hint == "Did you mean `αβγδ`?"


@given(programs.programs())
def test_programs_made_at_random_parse_and_run(program: Program):
    graph = ge.parse(program.text)
    assert [node.index for node in graph.nodes] == list(range(len(graph.nodes)))
    assert all(arg < node.index for node in graph.nodes for arg in node.args)
    assert graph.nodes[graph.loss or 0].name == program.lines[-1][0]
    run = ge.run(graph)
    assert len(run.values) == len(graph.nodes)
    assert all(run.gradient(node.index).shape == node.shape for node in graph.nodes)


# -- 1×1 is a single number ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "value", "slopes"),
    [
        ("[[11]]", "[2]", [[13]], ([[1]], [1])),
        ("[2]", "[[11]]", [[13]], ([1], [[1]])),
        ("[1, 2, 3]", "[2]", [3, 4, 5], ([1, 1, 1], [3])),
        ("[[2]]", "[1, 2, 3]", [3, 4, 5], ([[3]], [1, 1, 1])),
        ("[[1, 2], [3, 4]]", "[2]", [[3, 4], [5, 6]], ([[1, 1], [1, 1]], [4])),
        ("2", "[[3]]", [[5]], (1, [[1]])),
        ("[2]", "[3]", [5], ([1], [1])),
    ],
)
def test_a_vector_or_matrix_of_one_entry_is_a_number_beside_larger_ones(
    one: str, other: str, value: list[float], slopes: tuple[list[float], list[float]]
):
    run = ge.run(ge.parse(f"a: weight = {one}\nb: weight = {other}\ny = a + b\nL: loss = sum(y)"))
    np.testing.assert_array_equal(run.value("y"), value)
    for name, slope in zip("ab", slopes, strict=True):
        np.testing.assert_array_equal(run.gradient(name), slope)


@pytest.mark.parametrize("typed", ["y - p", "y*p", "squared_error(y, p)", "max(y, p)", "p/y + y"])
def test_every_operation_by_entries_takes_one_entry_in_any_brackets(typed: str):
    start = "y: label = [2]\np: weight = [[0.5]]\nL = "
    plain = "y: label = 2\np: weight = 0.5\nL = "
    one, other = (ge.run(ge.parse(each + typed)) for each in (start, plain))
    assert one.value("L") == other.value("L")
    assert one.gradient("p") == other.gradient("p")


def test_a_linear_model_of_one_row_runs_with_its_bias_in_brackets():
    program = "x: input = [[1, 2]]\nW: weight = [[3], [4]]\nb: weight = [2]\nL = x @ W + b"
    run = ge.run(ge.parse(program))
    assert run.value("L") == 13 and run.gradient("b") == [1]
    np.testing.assert_array_equal(run.gradient("W"), [[1], [2]])
    ge.tell(ge.views.spread(run.graph))


def test_a_column_and_a_vector_of_one_size_are_told_apart():
    error = refusal("x = [1, 2, 3]\nW = [[1], [2], [3]]\ny = x + W")
    assert "a vector" in error.message and "one column" in error.message
    assert "vec(W)" in error.hint
