"""The errors of the design are said as designed."""

import numpy as np
import pytest

import graph_engine as ge

from ..programs import EXAMPLE_II, refusal, underlined
from .errors import ONLY

# -- what is said: the table of the design -----------------------------------------------


def in_example_ii(old: str, new: str) -> str:
    assert old in EXAMPLE_II
    return EXAMPLE_II.replace(old, new)


@pytest.mark.parametrize(
    ("program", "line", "culprit", "message", "hint"),
    [
        (in_example_ii("q  = z1 + z2", "q = z1 + z3"), 10, "z3",
         "there is no `z3` yet.", "Give it first: `z3: input = 1`."),
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
        ("a = 1\nb = a == 2", 2, "a == 2", "a mask is made with `>`, `<`, `>=` or `<=`.",
         "Where two values are equal is `(a >= b)*(a <= b)`."),
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
