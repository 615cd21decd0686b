"""Values from outside: what is taken, and what is refused in words."""

from typing import Any

import numpy as np
import pytest

import graph_engine as ge

from . import programs
from .programs import EXAMPLE_II, run

# -- values from outside -----------------------------------------------------------------


def test_given_values_replace_those_of_the_program_for_this_run_only():
    graph = ge.parse("x = 3\nL = x**2")
    assert ge.run(graph, values={"x": 5}).value("L") == 25
    assert ge.run(graph).value("L") == 9


@pytest.mark.parametrize(
    "value",
    [5, 5.0, np.float64(5), np.float32(5), np.int64(5), np.array(5.0), np.array(5)],
    ids=programs.shown,
)
def test_a_value_is_a_number_of_any_kind(value: Any):
    assert run("x = 3\nL = 2*x", values={"x": value}).value("L") == 10


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (True, "not a number"),
        (np.True_, "not a number"),
        (np.array(True), "not a number"),
        ("5", "not a number"),
        (b"5", "not a number"),
        (np.array("5"), "not a number"),
        (None, "not a number"),
        (1j, "not a number"),
        (np.complex128(1), "not a number"),
        ({}, "not a number"),
        (..., "not a number"),
        ([[1], [1, 2]], "not a number"),
        (10**400, "not a number"),
        (float("nan"), "not a finite number"),
        (float("inf"), "not a finite number"),
        (-np.inf, "not a finite number"),
        ([5.0], "the wrong shape"),
        ([1.0, 2.0], "the wrong shape"),
        (np.ones((1, 1)), "the wrong shape"),
    ],
    ids=programs.shown,
)
def test_a_value_that_is_no_finite_number_is_refused(value: Any, what: str):
    with pytest.raises(ge.GraphError, match=f"the value of x .*{what}"):
        run("x = 3\nL = 2*x", values={"x": value})


def test_only_leaves_can_be_given_a_value():
    with pytest.raises(ge.GraphError, match="L is computed; only leaves can be given a value"):
        run("x = 3\nL = 2*x", values={"L": 1})


def test_an_unknown_name_is_refused_and_the_nearest_offered():
    with pytest.raises(ge.GraphError, match="no node called 'w3'; did you mean 'w[12]'"):
        run(EXAMPLE_II, values={"w3": 1})


@pytest.mark.parametrize("arithmetic", ["", "Exact", "slides", None, 2])
def test_there_are_two_arithmetics(arithmetic: Any):
    with pytest.raises(ge.GraphError, match="'exact' or 'slide'"):
        run("x = 3", arithmetic=arithmetic)
