"""Values forward, gradients backward, of vectors, matrices and samples."""

from typing import Any

import numpy as np
import pytest

import graph_engine as ge

from . import programs
from .programs import run

# -- vectors, matrices and samples -------------------------------------------------------------


def test_values_and_gradients_have_the_shape_of_their_node():
    found = run("W: weight = [[1, 2, 3], [4, 5, 6]]\nx: input = [1, 0, -1]\nL = norm2(W @ x)")
    np.testing.assert_array_equal(found.value("W"), [[1, 2, 3], [4, 5, 6]])
    np.testing.assert_array_equal(found.gradient("W"), [[-4, 0, 4], [-4, 0, 4]])
    np.testing.assert_array_equal(found.gradient("x"), [-20, -28, -36])


def test_a_shared_weight_adds_up_the_samples_and_each_sample_keeps_its_own():
    found = run("x = each(1, 2, 3)\nw = 5\nL: loss = w * x")
    assert found.gradient("w") == 6
    np.testing.assert_array_equal(found.gradient("x"), [5, 5, 5])
    np.testing.assert_array_equal(found.contribution("w", "L_i"), 6)


def test_a_leaf_of_samples_that_nobody_uses_has_a_gradient_of_zeros_for_each():
    found = run("x = each([1, 2], [3, 4], [5, 6])\nw = 5\nz = 2*x\nL: loss = w**2")
    np.testing.assert_array_equal(found.gradient("x"), np.zeros((3, 2)))
    np.testing.assert_array_equal(found.gradient("z"), np.zeros((3, 2)))
    np.testing.assert_array_equal(found.contribution("x", "z"), np.zeros((3, 2)))


def test_as_many_samples_as_entries_are_not_mixed_up():
    program = "x = {}\ns = {}\nv = [1, 10, 100]\nL: loss = sum(s * v + x)"
    rows, numbers = [[1, 2, 3], [4, 5, 6], [7, 8, 9]], [2, 3, 5]
    together = run(program.format(f"each{tuple(map(list, rows))}", f"each{tuple(numbers)}"))
    alone = [run(program.format(row, number)) for row, number in zip(rows, numbers, strict=True)]
    assert together.value("L") == sum(one.value("L") for one in alone)
    np.testing.assert_array_equal(together.gradient("v"), sum(one.gradient("v") for one in alone))
    np.testing.assert_array_equal(together.gradient("s"), [one.gradient("s") for one in alone])


def test_one_sample_is_the_same_as_none():
    with_each = run("x = each([1, 2])\nw = [3, 4]\nL: loss = sigmoid(w @ x)")
    without = run("x = [1, 2]\nw = [3, 4]\nL: loss = sigmoid(w @ x)")
    assert with_each.value("L") == without.value("L")
    np.testing.assert_array_equal(with_each.gradient("w"), without.gradient("w"))
    np.testing.assert_array_equal(with_each.gradient("x"), [without.gradient("x")])


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ([1, 2], "the wrong shape: 2 where 3 is needed"),
        (5, "the wrong shape: a single number where 3 is needed"),
        ([[1, 2, 3]], "the wrong shape: 1×3 where 3 is needed"),
        ([1, 2, float("nan")], "not a finite number"),
        ([1, 2, "3"], "not a number"),
        ([1, 2, None], "not a number"),
        ([[1], [2, 3]], "not a number"),
        ([True, False, True], "not a number"),
    ],
    ids=programs.shown,
)
def test_a_vector_from_outside_has_the_shape_of_its_leaf(value: Any, what: str):
    with pytest.raises(ge.GraphError, match=f"the value of x .*{what}"):
        run("x = [1, 2, 3]\nL = sum(x)", values={"x": value})


def test_samples_from_outside_are_as_many_as_the_program_has():
    program = "x = each(1, 2, 3)\nw = 1\nL: loss = w*x"
    assert run(program, values={"x": [4, 5, 6]}).value("L") == 15
    with pytest.raises(ge.GraphError, match="2 where 3 is needed"):
        run(program, values={"x": [4, 5]})


@pytest.mark.parametrize(
    ("expression", "slopes"),
    [
        ("y - x", (-1.0, 1.0)), ("x + y", (1.0, 1.0)), ("x - y", (1.0, -1.0)), ("-y", (-1.0,)),
        ("2 * y", (2.0,)), ("y / 4", (0.25,)), ("y - 3", (1.0,)), ("3 - y", (-1.0,)),
        ("x + y + x", (1.0, 1.0, 1.0)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
@pytest.mark.parametrize("aside", [False, True])
def test_a_slope_that_is_the_same_everywhere_stays_beside_an_undefined_number(
    expression: str, slopes: tuple[float, ...], arithmetic: Any, aside: bool
):
    program = f"x = -1\ny = log(x)\ns = {expression}\n" + ("L = x * x" if aside else "L = s * s")
    found = ge.run(ge.parse(program), arithmetic=arithmetic)
    edges = found.graph.operands[found.graph.node("s").index]
    assert sorted(float(found.slope(edge)) for edge in edges) == sorted(slopes)


def test_a_slope_that_is_the_same_everywhere_stays_in_vectors_and_over_samples():
    program = "x = [-1, 2]\ny = log(x)\ns = 3 - y\nL = sum(s)"
    found = ge.run(ge.parse(program))
    (edge,) = found.graph.operands[found.graph.node("s").index]
    assert np.array_equal(found.slope(edge).built, -np.eye(2))
    assert np.array_equal(found.gradient("y"), [-1, -1])
    of_log = found.graph.operands[found.graph.node("y").index][0]
    assert np.isnan(found.slope(of_log).built[0, 0])


def test_where_the_operation_itself_is_undefined_its_slope_is_too():
    found = ge.run(ge.parse("x = -1\ny = log(x)\nL = y * 2"))
    assert np.isnan(found.local("x", "y")) and found.local("y", "L") == 2


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
def test_a_product_has_its_slopes_where_its_value_is_undefined(arithmetic: Any):
    program = "z = [100, -700, 0]\ny = [1, 0, 0]\nL = -sum(y*log(softmax(z)))"
    found = ge.run(ge.parse(program), arithmetic=arithmetic)
    assert np.array_equal(found.gradient("y"), [0, np.inf, 100])  # so PyTorch says, float64
    scalar = ge.run(ge.parse("x = 0\ny = log(x)\nL = x * y"), arithmetic=arithmetic)
    assert scalar.local("x", "L") == -np.inf and scalar.local("y", "L") == 0
    beside = ge.run(ge.parse("x = -1\ny = log(x)\nw = 3\nL = w * y"), arithmetic=arithmetic)
    assert beside.local("y", "L") == 3 and np.isnan(beside.local("w", "L"))
    aside = ge.run(ge.parse("x = 0\ny = log(x)\na = x * y\nL = x * x"), arithmetic=arithmetic)
    assert aside.local("x", "a") == -np.inf and aside.local("y", "a") == 0
    stretched = ge.run(ge.parse("x = [-1, 2]\ny = log(x)\nL = sum(3 * y + x * y)"))
    assert np.isnan(stretched.gradient("x")[0]) and np.array_equal(stretched.gradient("y"), [2, 5])


@pytest.mark.parametrize(("of_all", "share"), [("total", 1), ("average", 1 / 3)])
def test_on_a_slide_each_sample_is_rounded_on_its_own_and_their_number_is_not(
    of_all: str, share: float
):
    program = f"x: input = each(1.04, 2, 3)\nw: weight = 0.4\nL: loss = {of_all}(sigmoid(w * x))"
    found = ge.run(ge.parse(program), arithmetic="slide")
    # σ'(0.416), σ'(0.8) and σ'(1.2) by hand, two digits each; the factor 1.04 is 1.0.
    slopes = np.array([0.24, 0.21, 0.18])
    assert found.gradient("w") == pytest.approx(share * np.dot([1.0, 2, 3], slopes))
    assert found.gradient("x") == pytest.approx(share * 0.4 * slopes)
