"""The language: what is read, how it is drawn, and what is said where it cannot be read."""

import ast
import inspect
import itertools
import keyword
import re
import time
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from graph_engine import elementwise
from graph_engine import program as program_module
from graph_engine import sieve as sieve_module
from graph_engine.ops import convolution, products, reductions, shapes

from . import programs
from .programs import EXAMPLE_II, Program, refusal, shown, underlined

OPS = (convolution, products, reductions, shapes)

ONLY = "only assignments and arithmetic are understood here."


def kinds(program: str) -> list[str]:
    """The computed nodes of a program, by operation."""
    return [node.op.name for node in ge.parse(program).nodes if node.op]


# -- what is read --------------------------------------------------------------------


def test_example_ii_is_eleven_nodes_with_the_loss_last():
    graph = ge.parse(EXAMPLE_II)
    assert " ".join(str(node.name) for node in graph.nodes) == "x1 x2 w1 w2 y z1 z2 q v p L"
    assert graph.nodes[graph.loss or 0].name == "L"
    assert {node.name: node.role for node in graph.leaves} == {
        "x1": "input", "x2": "input", "w1": "weight", "w2": "weight", "y": "label"
    }  # fmt: skip


def test_one_line_draws_the_same_graph_as_six():
    leaves = EXAMPLE_II[: EXAMPLE_II.index("z1 =")]
    short = ge.parse(leaves + "L = -log(sigmoid(y * (w1*x1 + w2*x2)))")
    long = ge.parse(EXAMPLE_II)
    assert [n.op for n in short.nodes] == [n.op for n in long.nodes]
    assert [n.args for n in short.nodes] == [n.args for n in long.nodes]
    one, six = ge.run(short), ge.run(long)
    for leaf in long.leaves:
        assert one.gradient(leaf.name or "") == six.gradient(leaf.name or "")


def test_the_first_comments_are_title_and_introduction():
    graph = ge.parse("# A title\n# First line\n#\n# second line.\n\n# not this\nx = 1")
    assert graph.title == "A title"
    assert graph.introduction == "First line second line."


def test_comments_after_the_first_line_are_no_title():
    graph = ge.parse("x = 1 # a remark\n# another")
    assert (graph.title, graph.introduction) == ("", "")


@pytest.mark.parametrize(
    ("comment", "title"),
    [
        ("# a\x00b\x1b[31m", "a b [31m"),
        ("# half \ud83d of a smile", "half of a smile"),
        ("# \u202eesrever\u202c", "esrever"),
        ("#\ta \u00a0 b\u2028c\x0b", "a b c"),
        ("# <script>alert('&')</script>", "<script>alert('&')</script>"),
        ("# 反向传播 ∂ℒ/∂w 👩\u200d🏫", "反向传播 ∂ℒ/∂w 👩\u200d🏫"),
        ("## Two signs", "Two signs"),
    ],
    ids=shown,
)
def test_a_title_holds_no_character_that_a_picture_cannot(comment: str, title: str):
    found = ge.parse(f"{comment}\nx = 1").title
    assert found == title
    assert found.encode()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
def test_lines_may_end_as_on_any_system(end: str):
    assert ge.parse(EXAMPLE_II.replace("\n", end)).node("L")
    error = refusal(f"x = 1{end}y = 2{end}z = a")
    assert (error.line, error.column, error.end_column) == (3, 5, 6)


@pytest.mark.parametrize("program", ["\ufeffx = 2", "\fx = 2", "x\t=\f2", "x=2", "  \t\nx = 2 \t"])
def test_spaces_of_all_kinds_do_not_matter_between_words(program: str):
    assert ge.run(ge.parse(program)).value("x") == 2


@pytest.mark.parametrize("name", ["α", "Ω", "λ1", "β_in", "x", "W_out", "loss", "input", "match"])
def test_names_are_latin_or_greek_and_stay_as_typed(name: str):
    assert ge.parse(f"{name}: input = 2").nodes[0].name == name


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2", 2), ("-2", -2), ("+2", 2), (".5", 0.5), ("5.", 5), ("1e-3", 0.001), ("1E3", 1000),
        ("-(2)", -2), ("2/3", 2 / 3), ("2**-1", 0.5), ("1 - 2*3 + 4", -1), ("(-8)**2", 64),
        ("1.7976931348623157e308", 1.7976931348623157e308), ("5e-324", 5e-324), ("1e-999", 0),
        ("9007199254740993", 9007199254740992),
    ],
)  # fmt: skip
def test_arithmetic_between_numbers_is_a_number(written: str, value: float):
    graph = ge.parse(f"x: input = {written}")
    assert graph.nodes[0].given == value
    assert len(graph.nodes) == 1


def test_a_leaf_without_a_role_is_a_variable():
    assert ge.parse("x = 1").nodes[0].role == "variable"


def test_variables_are_learned_only_where_there_is_no_weight():
    assert ge.parse("a = 1\nb: input = 2\nL = a*b").learned == (0,)
    assert ge.parse("a = 1\nb: weight = 2\nL = a*b").learned == (1,)


def test_the_loss_is_the_marked_node_or_else_the_last_computed():
    assert ge.parse("x = 1\nL: loss = 2*x\nz = 3*x").loss == 1
    assert ge.parse("x = 1\na = 2*x\nb = 3*x\nc = 7").loss == 2
    assert ge.parse("x = 1").loss is None


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
    program = "αβγ: input = 1\nΔ = αβγ * αβδ"
    error = refusal(program)
    assert underlined(program, error) == "αβδ"
    assert (error.column, error.end_column) == (11, 14)
    assert error.hint == "Did you mean `αβγ`?"


@given(programs.programs())
def test_programs_made_at_random_parse_and_run(program: Program):
    graph = ge.parse(program.text)
    assert [node.index for node in graph.nodes] == list(range(len(graph.nodes)))
    assert all(arg < node.index for node in graph.nodes for arg in node.args)
    assert graph.nodes[graph.loss or 0].name == program.lines[-1][0]
    run = ge.run(graph)
    assert len(run.values) == len(graph.nodes)
    assert all(run.gradient(node.index).shape == node.shape for node in graph.nodes)


# -- what is said: the table of the design -----------------------------------------------


def in_example_ii(old: str, new: str) -> str:
    assert old in EXAMPLE_II
    return EXAMPLE_II.replace(old, new)


@pytest.mark.parametrize(
    ("program", "line", "culprit", "message", "hint"),
    [
        (in_example_ii("q  = z1 + z2", "q = z1 + z3"), 10, "z3",
         "there is no `z3` yet.", "Did you mean `z2`?"),
        (in_example_ii("sigmoid(v)", "sigmod(v)"), 12, "sigmod",
         "no function is called `sigmod`.", "Did you mean `sigmoid`?"),
        (in_example_ii("w2: weight = 1", "w1 = 3"), 5, "w1",
         "`w1` is already given in line 4.",
         "Use another name: each name is one node of the graph."),
        ("x = 1\nimport os", 2, "import os", ONLY, ""),
        ("x = 1\nx.__class__", 2, "__class__", ONLY, ""),
        ("x = 1\ny = lambda: x", 2, "lambda: x", ONLY, ""),
        ("x = 1\ny = f\"{x}\"", 2, '"', ONLY,
         "There are no texts in a program, only numbers and names."),
        ("a = 1\nb = a < 2", 2, "<", ONLY, "Comparisons cannot be differentiated."),
        ("x = y = 1", 1, "x = y = 1", ONLY, "Give each name a line of its own."),
        ("x = [1, 2, 3]\nW = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]\nq = W @ x", 3, "W @ x",
         "`W @ x` needs as many columns in W as entries in x; W is 3×4, x has 3.",
         "Perhaps `W @ with_bias(x)`?"),
    ],
)  # fmt: skip
def test_the_errors_of_the_design_are_said_as_designed(
    program: str, line: int, culprit: str, message: str, hint: str
):
    error = refusal(program)
    assert error.line == line
    assert underlined(program, error) == culprit
    assert error.message == message
    assert error.hint == hint


def test_what_is_not_finite_is_no_error_of_the_program():
    run = ge.run(ge.parse("x = 1\nL = log(0 * x)"))
    assert run.value("L") == -np.inf


# -- what is said: everything --------------------------------------------------------------

X = "x = 2\n"
V = (
    "v = [1, 2, 3]\nu = [1, 2]\nr = [1, 2, 3, 4]\nW = [[1, 2, 3], [4, 5, 6]]\n"
    "M = [[1], [2], [3]]\nN = [[1], [2]]\n"
)

ERRORS: list[tuple[str, str, str, str]] = [
    # program, what is underlined, message, hint (a part of it)
    # -- characters
    (X + "y = x^2", "^", "`^` means nothing here.", "`x**2`"),
    (X + "y = x − 2", "−", "`−` means nothing here.", "minus of the keyboard"),
    (X + "y = 2·x", "·", "`·` means nothing here.", "`*`"),
    (X + "y = x²", "²", "`²` means nothing here.", "`x**2`"),
    (X + "y = √x", "√", "`√` means nothing here.", "`sqrt(x)`"),
    (X + "y = x \\\n+ 1", "\\", "`\\` means nothing here.", "In a program"),
    (X + "y = ~x", "~", "`~` means nothing here.", ""),
    (X + "y = x!", "!", "`!` means nothing here.", ""),
    (X + "y = x % 2", "%", ONLY, "There is no operator `%`."),
    (X + "y = x; z = x", ";", ONLY, "Begin a new line instead."),
    (X + "y = {x}", "{", ONLY, "Use round brackets."),
    (X + "y = 'x'", "'", ONLY, "no texts"),
    (X + "x -> y", ">", ONLY, "Comparisons"),
    ("名 = 1", "名", "`名` cannot be used in a name.", "Latin or Greek letters"),
    ("é = 1", "é", "`é` cannot be used in a name.", "Latin or Greek letters"),
    ("ｘ = 1", "ｘ", "`ｘ` cannot be used in a name.", "Latin or Greek letters"),
    ("𝐱 = 1", "𝐱", "`𝐱` cannot be used in a name.", "Latin or Greek letters"),
    ("µ = 1", "µ", "`µ` cannot be used in a name.", "write `mu`"),
    ("x₁ = 1", "₁", "`₁` means nothing here.", "`x1`"),
    ("x = 1\u00a0+ 1", "\u00a0", "U+00A0 means nothing here.", "not an ordinary one"),
    ("x = \x00", "\x00", "U+0000 means nothing here.", ""),
    ("x = 1 \u202e", "\u202e", "U+202E means nothing here.", ""),
    ("\ud800 = 1", "\ud800", "U+D800 means nothing here.", ""),
    # -- numbers and names
    ("x = 1e999", "1e999", "1e999 is larger than any number that can be computed with.", "1.8e308"),
    ("x = " + "1" * 41, "1" * 41, "a number has at most 40 characters.", ""),
    ("x = nan", "nan", "`nan` is not a number that can be given.", "Use a finite number."),
    ("x: input = -inf", "inf", "`inf` is not a number that can be given.", "finite"),
    ("a" * 33 + " = 1", "a" * 33, "a name has at most 32 characters.", ""),
    ("_x = 1", "_x", "`_x` is not a name here", ""),
    ("x_ = 1", "x_", "`x_` is not a name here", ""),
    ("x__y = 1", "x__y", "`x__y` is not a name here", ""),
    ("x = __import__('os')", "__import__", "`__import__` is not a name here", ""),
    # -- neighbours
    (X + "y = 2x", "x", "two values stand side by side.", "`…*x`"),
    (X + "y = 2 x", "x", "two values stand side by side.", "`…*x`"),
    (X + "y = x x", "x", "two values stand side by side.", "`…*x`"),
    (X + "y = 2(x + 1)", "(", "two values stand side by side.", "`…*(…)`"),
    (X + "y = (x + 1)(x + 2)", "(", "two values stand side by side.", "`…*(…)`"),
    (X + "y = (x + 1)x", "x", "two values stand side by side.", "`…*x`"),
    (X + "y = x 2", "2", "two values stand side by side.", "`…*2`"),
    ("x = 1.5.2", ".2", "two values stand side by side.", ""),
    ("x = 1_000", "_000", "two values stand side by side.", ""),
    ("x = 0x10", "x10", "two values stand side by side.", ""),
    ("x = 1j", "j", "two values stand side by side.", ""),
    ("print x", "x", "two values stand side by side.", ""),
    (X + "y = 1if x else 2", "if", "two values stand side by side.", ""),
    ("w: weight = 0,5", "0,5", "a comma separates operands.", "`0.5`"),
    ("w: weight = -0,05", "0,05", "a comma separates operands.", "`0.05`"),
    (X + "y = 1,5*x", "1,5", "a comma separates operands.", "`1.5`"),
    # -- brackets
    (X + "y = (x", "(", "this bracket is never closed.", "Add the closing bracket."),
    (X + "y = sigmoid(x\nz = 1", "(", "this bracket is never closed.", "Add"),
    (X + "y = x)", ")", "this closing bracket has no opening one.", "Remove it"),
    (X + "y = " + "(" * 61, "(", "at most 60 brackets can stand one inside the other.", "a name"),
    # -- what Python itself cannot read
    (X + "y =", "=", "something is missing at the end of this line.", "Complete"),
    (X + "y = x *", "*", "something is missing at the end of this line.", "Complete"),
    (X + "  y = x", "  y = x", "a line begins at the left edge.", "Remove the spaces"),
    (X + "y = x +* 2", "*", "this cannot be read.", "`name = expression`"),
    ("x: = 1", "=", "this cannot be read.", "`name: role = number`"),
    ("1 = x", "1", ONLY, "Left of `=` stands one name."),
    (X + "f(x) = x**2", "f(x)", ONLY, "Left of `=` stands one name."),
    (X + "y = " + "+".join(["x"] * 1000), "+".join(["x"] * 1000), "there are more than 600 wires "
     "in a picture.", "Draw a part of it"),
    # -- reserved words
    ("lambda: weight = 1", "lambda", "`lambda` is a reserved word.", "`lam` can"),
    ("lambda = 1", "lambda", "`lambda` is a reserved word.", "`lam` can"),
    ("for: input = 1", "for", "`for` is a reserved word.", "`for1` can"),
    ("in = 3", "in", "`in` is a reserved word.", "`in1` can"),
    ("basis = is", "is", "`is` is a reserved word.", "`is1` can"),
    ("None = 1", "None", "`None` is a reserved word.", "`None1` can"),
    ("for x in y", "for x in y", ONLY, ""),
    ("x = max(y for", "for", ONLY, ""),
    # -- statements
    ("x = 1\npass", "pass", ONLY, ""),
    ("if x: y = 1", "if x: y = 1", ONLY, ""),
    ("x += 1", "x += 1", ONLY, ""),
    ("x == 1", "x == 1", ONLY, ""),
    (X + "x", "x", "this line computes something but gives it no name.", "`name = …`"),
    (X + "max(x, 1)", "max(x, 1)", "this line computes something but gives it no name.", ""),
    ("a, b = 1, 2", "a, b", ONLY, "Left of `=` stands one name."),
    ("x[0] = 1", "x[0]", ONLY, "Left of `=` stands one name."),
    ("x.y = 1", "x.y", ONLY, "Left of `=` stands one name."),
    ("x: input", "x: input", "`x` has no value.", "`x: input = …`"),
    ("x: foo = 1", "foo", "there is no role `foo`.", "input, weight, label, constant"),
    ("x: wieght = 1", "wieght", "there is no role `wieght`.", "Did you mean `weight`?"),
    ("x: 3 = 1", "3", "this is not a role.", "input, weight"),
    (X + "x: weight = 3", "x", "`x` is already given in line 1.", "Use another name"),
    (X + "max = 2*x", "max", "`max` is the name of a function.", "`max1`"),
    ("L: loss = 5", "5", "the loss is computed, not given.", "Mark a computed line."),
    (X + "y: input = 2*x", "2*x", "a leaf with the role `input` is given, not computed.", "number"),
    (X + "a: loss = 2*x\nb: loss = 3*x", "3*x", "there is already a loss, in line 2.", "add them"),
    # -- expressions
    ("x = True", "True", ONLY, ""),
    ("x = ...", "...", ONLY, ""),
    ("x = None", "None", ONLY, ""),
    (X + "y = x if x else x", "x if x else x", ONLY, ""),
    (X + "y = not x", "not x", ONLY, ""),
    (X + "y = x and x", "x and x", ONLY, ""),
    (X + "y = x == 1", "x == 1", ONLY, ""),
    (X + "y = (z := x)", "z := x", ONLY, ""),
    (X + "y = x // 2", "x // 2", ONLY, ""),
    (X + "y = [x for x in x]", "[x for x in x]", ONLY, ""),
    (X + "y = *x", "*x", ONLY, ""),
    (X + "y = await x", "await x", ONLY, ""),
    (X + "y = yield", "yield", ONLY, ""),
    # -- lists
    ("x = 1, 2", "1, 2", "a vector stands in square brackets.", "`[2, -1]`"),
    ("x = []", "[]", "this list is empty.", "at least one entry"),
    ("W = [[1], []]", "[]", "this list is empty.", ""),
    ("W = [[1, 2], [3]]", "[[1, 2], [3]]", "the rows of this matrix are not of one length: 2, 1.",
     "`[[1, 2], [3, 4]]`"),
    ("W = [1, [2]]", "[1, [2]]", "numbers and lists stand in one list.", "a list of rows"),
    ("W = [[[1]]]", "[[1]]", "a list holds numbers, or lists of numbers that are the rows", ""),
    ("x = [each(1, 2)]", "each(1, 2)", "a list holds numbers, or lists of numbers that", ""),
    (X + "y = [x, 1]", "x", "a list holds numbers, written out.", "`concat(a, b)`"),
    ("x = [1 2]", "2", "two values stand side by side.", "entries stand apart by commas"),
    ("x = [1, 2)", ")", "this bracket does not close the one that is open.", "`[` with `]`"),
    ("x = [1, 2", "[", "this bracket is never closed.", "Add"),
    (V + "y: input = 2*v", "2*v", "a leaf with the role `input` is given, not computed.", ""),
    (V + "y: loss = 2*v", "2*v", "the loss is a single number, and this is 3×1.", "`y: loss = sum"),
    # -- entries and transposes
    (V + "y = v[3]", "v[3]", "there is no entry number 3: they are counted from 0 to 2.", ""),
    (V + "y = W[2]", "W[2]", "there is no entry number 2: they are counted from 0 to 1.", ""),
    (V + "y = W[0, 3]", "W[0, 3]", "there is no entry number 3: they are counted from 0 to 2.", ""),
    (V + "y = v[-1]", "-1", "a whole number is needed here, written out.", "counted from 0"),
    (V + "y = v[0.5]", "0.5", "a whole number is needed here, written out.", "counted from 0"),
    (V + "y = v[0:2]", "0:2", "a whole number is needed here, written out.", "counted from 0"),
    (V + "y = v[v]", "v", "a whole number is needed here, written out.", "counted from 0"),
    (V + "y = W[0, 0, 0]", "W[0, 0, 0]", "an entry has one or two numbers.", "`W[0, 1]`"),
    (V + "y = v[0, 1]", "v[0, 1]", "a vector has one axis: its entries have one number, not 2.",
     ""),
    (X + "y = x[0]", "x[0]", "a single number has no entries.", ""),
    (X + "y = x.T", "x.T", "`.T` transposes a matrix; here is a single number.", ""),
    (V + "y = W.shape", "W.shape", "there are no attributes here", "`W.T`"),
    (V + "y = transpose(W)", "transpose", "no function is called `transpose`.", "`W.T`"),
    (V + "y = matmul(W, v)", "matmul", "no function is called `matmul`.", "`W @ x`"),
    # -- shapes that do not fit
    (X + "y = x @ x", "x @ x", "`@` multiplies matrices and vectors.", "Use `*`"),
    (V + "y = W @ u", "W @ u",
     "`W @ u` needs as many columns in W as entries in u; W is 2×3, u has "
     "2.", "`W @ with_bias(u)`"),
    (V + "y = W @ W", "W @ W", "`W @ W` needs as many columns in W as rows in W; W is 2×3, W is 2×3"
     ".", ""),
    (V + "y = M @ W", "M @ W", "`M @ W` needs as many columns in M as rows in W; M is 3×1, W is 2×3"
     ".", "`W @ M`"),
    (V + "y = W @ r", "W @ r",
     "`W @ r` needs as many columns in W as entries in r; W is 2×3, r has "
     "4.", ""),
    (V + "y = N @ u", "N @ u",
     "`N @ u` needs as many columns in N as entries in u; N is 2×1, u has "
     "2.", "`N.T @ u`"),
    (V + "y = u @ v", "u @ v", "`u @ v` needs as many entries in u as entries in v; u has 2, v has "
     "3.", ""),
    (V + "y = v @ W", "v @ W",
     "`v @ W` needs as many entries in v as rows in W; v has 3, W is 2×3.",
     "`W @ v`"),
    (V + "y = W.T @ v", "W.T @ v",
     "`@` needs as many columns in the left side as entries in v; the "
     "left side is 3×2, v has 3.", ""),
    (V + "y = v + u", "v + u", "the sum works entry by entry: its operands have one shape, or are "
     "single numbers; here are 3×1 and 2×1.", ""),
    (V + "y = W * v", "W * v", "the product works entry by entry", "`W @ x`"),
    (V + "y = v * u", "v * u", "the product works entry by entry", "`*` multiplies entry by entry"),
    (V + "y = max(v, u)", "max(v, u)", "the maximum works entry by entry", ""),
    (X + "y = sum(x)", "sum(x)", "`sum` takes a vector or a matrix; here is a single number.",
     "`+`"),
    (X + "y = norm2(x)", "norm2(x)", "`norm2` takes a vector or a matrix; here is a single", ""),
    (V + "y = softmax(W)", "softmax(W)", "`softmax` takes a vector; here is 2×3.", ""),
    (V + "y = cross_entropy(u, v)", "cross_entropy(u, v)", "`cross_entropy` takes a label and a "
     "score for each class, two vectors of one length; here are 2×1 and 3×1.", "[0, 1, 0]"),
    (V + "y = dot(u, v)", "dot(u, v)",
     "`dot` multiplies two vectors of one length; here are 2×1 and "
     "3×1.", ""),
    (V + "y = outer(W, v)", "outer(W, v)", "`outer` takes two vectors; here are 2×3 and 3×1.", ""),
    (V + "y = vec(v)", "vec(v)", "`vec` makes a vector of a matrix; here is 3×1.", ""),
    (V + "y = with_bias(W)", "with_bias(W)", "`with_bias` appends a 1 to a vector; here is 2×3.",
     ""),
    (V + "y = concat(W, v)", "concat(W, v)", "`concat` joins vectors and single numbers; here is a "
     "matrix.", ""),
    (V + "y = reshape(W, 5)", "reshape(W, 5)",
     "`reshape` keeps the number of entries: 2×3 has 6, and"
     " 5 would be 5.", ""),
    (V + "y = reshape(W, -1)", "reshape(W, -1)", "`reshape` keeps the number of entries", ""),
    (V + "y = reshape(W, 1.5)", "reshape(W, 1.5)",
     "the last operands of `reshape` are whole numbers,"
     " written out.", ""),
    (V + "y = reshape(W, u)", "reshape(W, u)", "the last operands of `reshape` are whole", ""),
    (V + "y = reshape(W, 3000000)", "reshape(W, 3000000)", "a value has at most 2000000 entries.",
     ""),
    (V + "y = reshape(W)", "reshape(W)", "`reshape` takes 2 operands, and here is 1.", "(x, m)`"),
    (V + "y = conv1d(W, v)", "conv1d(W, v)",
     "`conv1d` takes a vector and a smaller vector; here are "
     "2×3 and 3×1.", ""),
    (V + "y = conv2d(W, v)", "conv2d(W, v)", "`conv2d` takes a matrix and a smaller matrix", ""),
    (V + "y = conv1d(u, v)", "conv1d(u, v)",
     "the kernel of `conv1d` is not larger than what it moves"
     " over; here are 2×1 and 3×1.", ""),
    ("a = random(900000)\nb = random(9000)\ny = conv1d(a, b)", "conv1d(a, b)",
     "this would move 9000 "
     "entries to 891001 places; at most 20000000 products", "Make the kernel smaller."),
    (V + "y = conv_matrix(v, 2)", "conv_matrix(v, 2)", "`conv_matrix` takes a vector and a length "
     "that is not smaller; here are 3×1 and 2.", ""),
    (V + "y = conv_matrix(v, 1999999)", "conv_matrix(v, 1999999)", "this would have 3999992000003 "
     "entries", ""),
    # -- samples
    ("x = each()", "each()", "`each` needs a value for each sample.", "`each(2, 1, -1)`"),
    ("x = each(1, y=2)", "each(1, y=2)", "`each` takes its operands by their order only.", ""),
    (X + "y = each(x, 1)", "each(x, 1)", "`each` takes numbers, written out.", "`each(2, 1, -1)`"),
    ("x = each(each(1), 2)", "each(each(1), 2)", "`each` takes numbers, written out.", ""),
    ("x = each(1, [2])", "each(1, [2])", "every sample has the same shape here.", ""),
    ("x = each(1, 2)\ny = each(1, 2, 3)", "each(1, 2, 3)",
     "`each` gives 3 samples here and 2 in line "
     "1.", "the same number of samples"),
    ("x = each(1, 2)\ny = each(1)", "each(1)", "`each` gives 1 sample here and 2 in line 1.", ""),
    ("x = each(" + "1," * 1001 + ")", "each(" + "1," * 1001 + ")",
     "there can be at most 1000 samples"
     ".", ""),
    (X + "L = total(x)", "total(x)", "`total` is over the samples, and this is the same for all of "
     "them.", "`x: input = each(2, 1, -1)`"),
    (V + "L = average(v)", "average(v)", "`average` is over the samples", "it is `sum` or `mean`"),
    # -- values made
    ("x = zeros()", "zeros()", "`zeros` needs a size.", "`zeros(3, 4)`"),
    ("x = ones(1, 2, 3)", "ones(1, 2, 3)",
     "`ones` takes one number for a vector, two for a matrix.",
     "`ones(3)`"),
    ("x = zeros(0)", "zeros(0)", "a value has 1 to 2000000 entries.", "Make it smaller."),
    ("x = random(2000, 2000)", "random(2000, 2000)", "a value has 1 to 2000000 entries.", ""),
    ("x = zeros(1.5)", "1.5", "a whole number is needed here, written out.", "`zeros(3, 4)`"),
    ("x = zeros(-3)", "-3", "a whole number is needed here, written out.", "`zeros(3, 4)`"),
    (V + "y = ones(W)", "ones(W)", "`ones` takes numbers, written out.", "`ones(3)`"),
    ("y = zeros", "zeros", "`zeros` is a function and needs its operand.", "`zeros(…)`"),
    ("each = 1", "each", "`each` is the name of a function.", ""),
    # -- names and functions
    ("y = 2*x", "x", "there is no `x` yet.", "Give it first: `x: input = 1`."),
    ("y = y", "y", "there is no `y` yet.", ""),
    ("y = sigmoid", "sigmoid", "`sigmoid` is a function and needs its operand.", "`sigmoid(…)`"),
    (X + "y = zzz(x)", "zzz", "no function is called `zzz`.", "There are sigmoid"[:9]),
    (X + "y = add(x, x)", "add", "no function is called `add`.", ""),
    (X + "y = x(3)", "x", "`x` is a value, not a function.", "`x*…`"),
    (X + "y = x.f(3)", "x.f(3)", ONLY, ""),
    (X + "y = sigmoid(x=1)", "sigmoid(x=1)", "`sigmoid` takes its operands by their order", ""),
    (X + "y = max(*x)", "max(*x)", "`max` takes its operands by their order only.", ""),
    (X + "y = max(x, **x)", "max(x, **x)", "`max` takes its operands by their order only.", ""),
    (X + "y = log()", "log()", "`log` takes 1 operand, and here are none.", "`log(x)`"),
    (X + "y = -log(x, x)", "log(x, x)", "`log` takes 1 operand, and here are 2.", "`log(x)`"),
    (X + "y = max(x)", "max(x)", "`max` takes 2 or more operands, and here is 1.", "`max(a, …)`"),
    (X + "y = hinge(x)", "hinge(x)", "`hinge` takes 2 operands, and here is 1.", "`hinge(y, z)`"),
    (X + "y = leaky_relu(x, x)", "leaky_relu(x, x)", "the last operand of `leaky_relu` is a number",
     "`leaky_relu(x, 0.01)`"),
    # -- size
    ("x = random(2000)\ny = outer(x, x)", "outer(x, x)", "this would have 4000000 entries; a value "
     "has at most 2000000.", ""),
    ("x = each(" + "1," * 1000 + ")\ny = random(3000)\nz = x*y", "x*y", "this would have 3000000 "
     "entries", ""),
    ("a = random(2000000)\nb = a\nc = b\nd = c", "c", "there are more than 6000000 entries of all "
     "values of a graph together.", "smaller"),
    ("", "", "there is nothing to draw yet.", "`x: input = 2`"),
    ("# only\n\n  # comments", "#", "there is nothing to draw yet.", ""),
    ("x" * 20_001, "x", "a program has at most 20000 characters; this one has 20001.", ""),
    ("\n" * 400 + "x = 1", "x", "a program has at most 400 lines; this one has 401.", ""),
    (X + "y = " + "*".join(["x"] * 301), "*".join(["x"] * 301), "there are more than 300 nodes in "
     "a picture.", "Draw a part of it"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "culprit", "message", "hint"), ERRORS, ids=shown)
def test_each_error_says_what_and_where_and_the_cure(
    program: str, culprit: str, message: str, hint: str
):
    error = refusal(program)
    if len(culprit) < 1000:
        assert underlined(program, error) == culprit
    assert error.message.startswith(message)
    assert hint in error.hint


def test_where_python_gives_up_the_longest_line_is_meant(monkeypatch: pytest.MonkeyPatch):
    def give_up(*_: Any) -> Any:
        raise RecursionError

    monkeypatch.setattr(sieve_module.ast, "parse", give_up)
    program = "x = 1\ny = x + x + x\nz = y"
    error = refusal(program)
    assert underlined(program, error) == "y = x + x + x"
    assert error.message == "there is too much inside one expression."


def test_no_error_of_the_parser_is_missing_from_these_tests():
    said = {refusal(program).message for program, *_ in ERRORS}
    said |= {"there is too much inside one expression."}
    missing = [
        pattern
        for pattern in _patterns_of_messages()
        if not any(re.fullmatch(pattern, message) for message in said)
    ]
    assert missing == []


def _patterns_of_messages() -> set[str]:
    """What the parser can say, read from its own source: text, and `.*` where something stands."""
    found = set()
    modules = (sieve_module, program_module, elementwise, *OPS)
    sources = "".join(map(inspect.getsource, modules))
    for node in ast.walk(ast.parse(sources)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if called == "error" or getattr(node.func, "id", "") in ("ProgramError", "ShapeError"):
            found |= _patterns(node.args[0])
    assert len(found) > 75
    return found - {".*", ""}


def _patterns(message: ast.expr) -> set[str]:
    match message:
        case ast.BinOp(op=ast.Add()):
            pairs = itertools.product(_patterns(message.left), _patterns(message.right))
            return {"".join(pair) for pair in pairs}
        case ast.IfExp():
            return _patterns(message.body) | _patterns(message.orelse)
        case ast.Constant():
            return {re.escape(message.value)}
        case ast.Call(func=ast.Name(id="say"), args=[ast.Constant(value=str(pattern)), *_]):
            return {".*".join(map(re.escape, re.split(r"%\(\w+\)s", pattern)))}
        case ast.JoinedStr():
            pieces = (
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*"
                for part in message.values
            )
            return {"".join(pieces)}
        case _:
            return {".*"}


# -- hostile input ---------------------------------------------------------------------------

HOSTILE = [
    "x = " + "(" * 10_000,
    "x = " + "(" * 9000 + "1" + ")" * 9000,
    "x = " + "[" * 10_000,
    "x = " + "[" * 9000 + "1" + "]" * 9000,
    "x = " + "[" * 59 + "1" + "]" * 59,
    "x = [" + "[1]," * 4000 + "[1, 2]]",
    "x = " + "each(" * 59 + "1" + ")" * 59,
    "v = random(2000000)\ny = concat(" + "v," * 500 + "v)",
    "v = random(1000000)\ny = outer(v, v)",
    "v = random(10)\ny = conv_matrix(v, 2000000)",
    "x = random(2000000)\nk = random(1000000)\ny = conv1d(x, k)",
    "X = random(1400, 1400)\nK = random(700, 700)\ny = conv2d(X, K)",
    "x = zeros(10**9)",
    "x = zeros(99999999999999999999999999999999)",
    "x = random(99999, 99999)",
    "x = [1]\ny = x[99999999999999999999999999999999]",
    "x = [1]\ny = reshape(x, 99999999999999999999999999999999)",
    "v = random(2000000)\n" + "\n".join(f"v{k} = v" for k in range(200)),
    X + "y = x" + ".T" * 9000,
    X + "y = [" + "x," * 6000 + "]",
    "x = [[" + "1," * 9000 + "], 1]",
    "x = [*x]",
    "x = [x := 1]",
    "x = [1][1]",
    "x = [1, 2][:]",
    "x = [i for i in 1]",
    "x = [1, [2, [3]]]",
    "x = each(*x)",
    "x = each",
    "x = each[1]",
    "x = x.T",
    "x = 1.T",
    "x = [1] @",
    "@ x = 1",
    "x @= 1",
    ")" * 10_000,
    "x = " + "(" * 90 + "1" + ")" * 90,
    X + "y = " + "+".join(["x"] * 2000),
    X + "y = " + "-".join(["x"] * 9000),
    X + "y = " + "**".join(["x"] * 1000),
    X + "y = " + "**".join(["2"] * 1000),
    X + "y = " + "max(x, " * 55 + "x" + ")" * 55 + "*x" * 300,
    X + "y = max(" + "x," * 6000 + "x)",
    X + "y = x" + ".a" * 9000,
    X + "y = x" + "[0]" * 6000,
    X + "y = " + "not " * 4900 + "x",
    X + "y = " + "lambda:" * 2500 + "x",
    X + "y = " + "x if x else " * 1600 + "x",
    "x = " + "1" * 19_000,
    "x = 1e" + "9" * 19_000,
    "x = " + "9" * 4301,
    "x" * 19_999,
    "x: " * 6000,
    "=" * 19_999,
    "," * 19_999,
    "." * 19_999,
    "# " + "a" * 10_000_000,
    "x" * 10_000_000,
    "\n" * 19_999,
    "\n" * 10_000_000,
    "\r" * 500,
    "\x00" * 100,
    "x = 1\x00",
    "x = 1\ufeff",
    "x = '''",
    'x = """a',
    'x = f\'{__import__("os").system("ls")}\'',
    "__import__('os').system('ls')",
    "x = eval('1')",
    "x = (lambda: 0)()",
    "x = [].__class__.__base__.__subclasses__()",
    "__𝐜𝐥𝐚𝐬𝐬__ = 1",
    "x = 𝟏",
    "x = ①",
    "x = ½",
    "x = １",
    "ﬁ = 1",
    "\u212a = 1",  # the sign for kelvin, which Python would fold to K
    "\u2126 = 1",  # the sign for ohm, which it would fold to Ω
    "ſin = 1",
    "x\u0301 = 1",
    "x\u200b = 1",
    "\u2066x = 1\u2069",
    "x\x0b= 1",
    "x = 1\x85y = 2",
    "x = 1\u2028y = 2",
    "👩\u200d🏫 = 1",
    "x = 1 \ud83d",
    "\udc00",
    "def f(x):\n    return x",
    "class A: pass",
    "for i in x:\n  y = i",
    "while 1: x = 1",
    "with x as y: pass",
    "try:\n  x = 1\nexcept: pass",
    "async def f(): await x",
    "match x:\n  case 1: pass",
    "type X = 3",
    "@x\ndef f(): pass",
    "global x",
    "del x",
    "assert x",
    "raise x",
    "return 1",
    "from os import *",
    "import os as path",
    "x: input = y = 1",
    "x: input: weight = 1",
    "(x, y): input = 1",
    "x: (input, weight) = 1",
    "x: input | weight = 1",
    "x: 'input' = 1",
    "x: __import__ = 1",
    "x = print",
    "x = print(1)",
    "x = 1 if 1 else",
    "x = {1: 2}",
    "x = {**x}",
    "x = 1 .real",
    "x = 1 . real",
    "x = (yield)",
    "x = b'1'",
    "x = u'1'",
    "x = 0b1",
    "x = 0o7",
    "x = 007",
    "x = 1__0",
    "x = 1e+",
    "x = 1.e",
    "x = .e1",
    "x = 1 1",
    "x = = 1",
    "x = , 1",
    "x = 1,",
    "x = ()",
    "x = []",
    "x = (,)",
    "x = max(,)",
    "x = max(1,,2)",
    "x = (1]",
    "x = [1)",
    "x =",
    "x",
    ":",
    ": input = 1",
    "= 1",
    "x: loss",
    "x: loss = 1",
    "a = 1\n\tb = 2\n  c = 3",
    "a = 1\n b = 2",
    "if 1:\n\ta = 1\n        b = 2",
    "#\u2028x",
    "\t",
    " \f ",
]


@pytest.mark.parametrize("program", HOSTILE, ids=shown)
def test_hostile_input_is_refused_in_words_and_at_once(program: str):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        before = time.process_time()
        with pytest.raises(ge.ProgramError):
            ge.parse(program)
        assert time.process_time() - before < 1
        refusal(program)


@pytest.mark.parametrize("count", [100, 1000, 5000, 19_000])
def test_minus_signs_without_end_are_a_number_or_too_much(count: int):
    """How many Python's own parser can take differs between its versions."""
    program = "x = " + "-" * count + "1"
    try:
        assert ge.parse(program).nodes[0].given == 1
    except ge.ProgramError as error:
        assert error.message == "there is too much inside one expression."
        assert underlined(program, error) == program


def test_nothing_of_a_program_is_ever_executed(capsys: pytest.CaptureFixture[str]):
    for program in ("x = print(1)", "print(1)", "x = (print)(1)", "x: print(1) = 1"):
        refusal(program)
    assert capsys.readouterr().out == ""


def accepted_or_refused(program: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            graph = ge.parse(program)
        except ge.ProgramError:
            refusal(program)
        else:
            ge.run(graph)


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_or_refused(program: str):
    accepted_or_refused(program)


@given(st.text(alphabet="x1=+-*/().,:#[] \n\"'\\e_j^αﬁ\t\f\r", max_size=60))
def test_any_text_of_its_own_characters_is_read_or_refused(program: str):
    accepted_or_refused(program)
    accepted_or_refused(f"x = 1\ny = {program}")


TOKENS = [
    "[1, 2]", "[[1, 2], [3, 4]]", "each(", "each(1, 2)", "each([1, 2], [3, 4])", ".T", "[0]",
    "[0, 1]", "zeros(2)", "ones(2, 2)", "random(2)", " @ ", "W", "v", "\nW = ", "\nv: input = ",
    *"=+-*/@()[],:.\n# xα", "**", "y", "w1", "z_2", "1", "2.5", ".5", "1e3", "0",
    "input", "weight", "label", "loss", "constant", *ge.operations(), *keyword.kwlist,
    "\nx = ", "\ny: weight = ", "\nL: loss = ", "(x)", "**2",
]  # fmt: skip


@given(st.lists(st.sampled_from(TOKENS), max_size=40), st.sampled_from(["", " "]))
def test_any_words_of_the_language_in_any_order_are_read_or_refused(words: list[str], gap: str):
    accepted_or_refused(gap.join(words))
    accepted_or_refused("x = 1\ny: weight = 2\nL = " + gap.join(words))
    accepted_or_refused(f"{MATRICES}L = {gap.join(words)}")


MATRICES = """\
W = [[1, 2], [3, 4]]
v = [1, 2]
x = each(1, 2)
y = each([1, 2], [3, 4])
"""

OF_MATRICES = (
    "W", "v", "x", "y", "2", "[1, 2]", "[[1, 2], [3, 4]]", "each(1, 2)", "(A @ B)", "(A + B)",
    "(A * B)", "A.T", "A[0]", "A[1, 0]", "(-A)", "A[1]", "reshape(A, 4)", "reshape(A, 2, 2)",
    *(f"{name}({', '.join('AB'[: op.arity])})" for name, op in ge.operations().items()
      if op.function),
)  # fmt: skip


@given(st.lists(st.sampled_from(OF_MATRICES), min_size=1, max_size=8))
def test_any_expression_of_vectors_matrices_and_samples_is_read_or_refused(pieces: list[str]):
    """What is read can be run, and every gradient has the shape of its value."""
    expression = "A"
    for piece in pieces:
        expression = expression.replace("A", piece, 1)
    expression = expression.replace("A", "v").replace("B", "W")
    program = f"{MATRICES}L = {expression}"
    try:
        graph = ge.parse(program)
    except ge.ProgramError:
        refusal(program)
        return
    for arithmetic in ("exact", "slide"):
        run = ge.run(graph, arithmetic=arithmetic)
        for node in graph.nodes:
            assert run.value(node.index).shape == graph.whole_shape(node)
            assert run.gradient(node.index).shape == graph.whole_shape(node)


def test_a_vector_of_thousands_of_numbers_is_read_at_once():
    numbers = ",".join(f"{k % 100 / 10}" for k in range(4800))
    before = time.process_time()
    graph = ge.parse(f"x: input = [{numbers}]")
    assert graph.nodes[0].shape == (4800,)
    assert time.process_time() - before < 1


def test_a_matrix_is_read_row_by_row():
    given_value = ge.parse("W: weight = [[1, 2, 3], [4, 5, 6]]").nodes[0].given
    np.testing.assert_array_equal(given_value, [[1, 2, 3], [4, 5, 6]])


@pytest.mark.parametrize(
    ("written", "shape"),
    [
        ("[2]", (1,)), ("[[2]]", (1, 1)), ("[1, -2]", (2,)), ("-[1, 2]", (2,)), ("+[1, 2]", (2,)),
        ("[1/2, 2**3, -1]", (3,)), ("[[1], [2]]", (2, 1)), ("zeros(3)", (3,)),
        ("ones(2, 3)", (2, 3)), ("random(4)", (4,)), ("[[1, 2]]", (1, 2)), ("[1, 2,]", (2,)),
    ],
)  # fmt: skip
def test_a_list_is_a_value_of_its_shape(written: str, shape: tuple[int, ...]):
    graph = ge.parse(f"x: input = {written}")
    assert len(graph.nodes) == 1
    assert graph.nodes[0].shape == shape


def test_random_numbers_are_the_same_every_time():
    first, second = (ge.parse("W = random(3, 4)").nodes[0].given for _ in range(2))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize(
    ("expression", "operations", "shape"),
    [
        ("W @ v", ["matmul"], (2,)), ("v @ W", ["matmul"], (2,)), ("v @ v", ["matmul"], ()),
        ("W @ W.T", ["transpose", "matmul"], (2, 2)), ("v.T @ W", ["matmul"], (2,)),
        ("v.T.T", ["identity"], (2,)), ("W[0]", ["entry"], (2,)), ("W[0, 1]", ["entry"], ()),
        ("W[0][1]", ["entry", "entry"], ()), ("2*v", ["scale"], (2,)), ("v + 1", ["shift"], (2,)),
        ("[1, 2]*v", ["mul"], (2,)), ("2*[1, 2]", ["scale"], (2,)), ("v**2", ["square"], (2,)),
        ("x*v", ["mul"], (2,)), ("v/x", ["div"], (2,)), ("max(v, x, 1)", ["max"], (2,)),
        ("sigmoid(W)", ["sigmoid"], (2, 2)), ("-log(v)", ["neglog"], (2,)),
        ("v.T @ (W @ v)", ["matmul", "matmul"], ()), ("2**v", ["pow"], (2,)),
    ],
)  # fmt: skip
def test_each_expression_of_vectors_becomes_these_operations(
    expression: str, operations: list[str], shape: tuple[int, ...]
):
    graph = ge.parse(f"W = [[1, 2], [3, 4]]\nv = [1, 2]\nx = 3\ny = {expression}")
    assert [node.op.name for node in graph.nodes if node.op] == operations
    assert graph.node("y").shape == shape


def test_a_loss_per_sample_is_totalled_as_in_the_lecture():
    graph = ge.parse("x: input = each(1, 2, 3)\nw: weight = 2\nL: loss = (w*x)**2")
    assert (graph.samples, graph.loss) == (3, graph.node("L").index)
    assert graph.node("L").op is ge.operations()["total"]
    assert graph.node("L_i").sampled and not graph.node("L").sampled
    assert ge.run(graph).value("L") == 4 + 16 + 36


def test_total_and_average_are_said_where_they_are_meant():
    graph = ge.parse("x: input = each(1, 2, 3)\nw: weight = 2\nL: loss = average((w*x)**2) + w")
    assert [node.op.name for node in graph.nodes if node.op] == ["mul", "square", "average", "add"]
    assert ge.run(graph).value("L") == pytest.approx(56 / 3 + 2)


@given(programs.programs(), st.data())
def test_a_program_with_one_character_changed_is_read_or_refused(
    program: Program, data: st.DataObject
):
    text = program.text
    place = data.draw(st.integers(0, len(text)))
    put = data.draw(st.sampled_from([*"()[]=+-*/.,:#\n \t1x\"'\\^ é\x00", ""]))
    accepted_or_refused(text[:place] + put + text[place + 1 :])
    accepted_or_refused(text[:place] + put + text[place:])
