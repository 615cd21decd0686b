"""Pooling is PyTorch's: which entry wins, what stands around, how far the window moves."""

import autograd
import autograd.numpy as np
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import graph_engine as ge

from .meanings import MEANINGS
from .program.test_known import refusal

IMAGE = "X: weight = [[1, 3, 0, 2], [4, 2, 1, 0], [0, 1, 5, 2], [2, 1, 3, 1]]\n"


def run(line: str, more: str = "") -> ge.Run:
    return ge.run(ge.parse(f"{IMAGE}{more}Y = {line}\nL: loss = norm2(Y)"))


@pytest.mark.parametrize(
    ("line", "value"),
    [  # as torch 2.13 gives them
        ("max_pool2d(X, 2)", [[4, 2], [2, 5]]),
        ("max_pool2d(X, 2, stride=1)", [[4, 3, 2], [4, 5, 5], [2, 5, 5]]),
        ("max_pool2d(X, 3, stride=2, padding=1)", [[4, 3], [4, 5]]),
        ("max_pool2d(-X, 3, padding=1)", [[-1, 0], [0, -1]]),
        ("avg_pool2d(X, 2)", [[2.5, 0.75], [1, 2.75]]),
        ("avg_pool2d(X, 3, stride=2, padding=1)", [[10 / 9, 8 / 9], [10 / 9, 16 / 9]]),
        ("avg_pool2d(X, 3, 1)", [[17 / 9, 16 / 9], [19 / 9, 16 / 9]]),
    ],
)
def test_the_values_are_pytorch_s(line: str, value: list[list[float]]):
    assert_allclose(run(line).value("Y"), value, rtol=1e-15)


def test_the_winner_of_each_window_gets_all_of_its_gradient():
    found = run("max_pool2d(X, 2)")
    assert_array_equal(
        found.gradient("X"), [[0, 0, 0, 4], [8, 0, 0, 0], [0, 0, 10, 0], [4, 0, 0, 0]]
    )
    jacobian = found.jacobian("X", "Y")
    assert jacobian.structure == "selection" and jacobian.shape == (4, 16)
    assert_array_equal(jacobian.built.sum(axis=1), 1)


def test_an_entry_that_wins_in_several_windows_gets_the_sum():
    assert_array_equal(run("max_pool2d(X, 2, stride=1)").gradient("X")[2], [0, 0, 4 * 2 * 5, 0])


def test_on_a_tie_the_first_gets_it_and_the_kink_says_so():
    graph = ge.parse("X: weight = [[2, 2], [2, 1]]\nL = sum(max_pool2d(X, 2))")
    assert_array_equal(ge.run(graph).gradient("X"), [[1, 0], [0, 0]])
    op = ge.operations()["max_pool2d"]
    assert op.kink is not None and op.kink.at([[2.0, 2.0], [2.0, 1.0]], 2).all()
    assert not op.kink.at([[2.0, 1.0], [0.0, 1.0]], 2).any()


def test_zeros_around_count_in_a_mean_and_never_win():
    assert run("avg_pool2d(X*0 + 1, 2, padding=1)").value("Y")[0, 0] == 0.25
    assert run("max_pool2d(X*0 - 1, 2, padding=1)").value("Y")[0, 0] == -1


def test_an_undefined_entry_makes_its_windows_undefined_and_no_others():
    found = run("max_pool2d(log(X - 1), 2)")
    value = found.value("Y")
    assert numpy.isnan(value).tolist() == [[False, True], [True, False]]


@given(
    st.integers(2, 6), st.integers(2, 6), st.integers(1, 4), st.integers(1, 3), st.integers(0, 2),
    st.integers(0, 10_000), st.sampled_from(["max", "avg"]),
)  # fmt: skip
def test_any_window_has_autograds_value_and_gradient(rows, columns, side, step, around, seed, kind):
    if around > side // 2 or side > min(rows, columns) + 2 * around:
        return
    image = numpy.random.default_rng(seed).normal(size=(rows, columns))
    program = (
        f"X: weight = {image.tolist()}\n"
        f"L = norm2({kind}_pool2d(X, {side}, stride={step}, padding={around}))"
    )
    found = ge.run(ge.parse(program))

    def loss(X):
        return np.sum(MEANINGS[f"{kind}_pool2d"](np, X, side, step, around) ** 2)

    truth, slope = autograd.value_and_grad(loss)(image)
    assert_allclose(found.value("L"), truth, rtol=1e-12)
    assert_allclose(found.gradient("X"), slope, rtol=1e-10, atol=1e-12)


def test_channels_are_names_of_their_own():
    program = (
        "X[0] = [[1, 2], [3, 4]]\nX[1] = [[0, -1], [2, 1]]\nK[0]: weight = [[1, -1]]\n"
        "K[1]: weight = [[2, 0.5]]\nb: weight = 0.5\n"
        "Z = sum(conv2d(X[c], K[c]) for c in range(2)) + b\nL: loss = norm2(Z)"
    )
    found = ge.run(ge.parse(program))
    assert_array_equal(found.value("Z"), [[-1], [4]])
    assert_array_equal(found.gradient("K1"), [[16, 10]])
    assert found.gradient("b") == 6


def test_the_formula_has_how_the_kernel_and_the_window_move():
    start = f"{IMAGE}K = [[1, 0], [0, 1]]\nY = "
    written = {
        "conv2d(X, K)": ("#2 * #1", ()),
        "conv2d(X, K, stride=2)": ("#2 *", ("stride} 2",)),
        "conv2d(X, K, stride=2, padding=1)": ("#2 *", ("stride} 2", "padding} 1")),
        "conv1d(X[0], K[0], padding=1)": ("#2 *", ("padding} 1",)),
        "max_pool2d(X, 2)": (r"\max", (r"2 \times 2",)),
        "avg_pool2d(X, 3, stride=1, padding=1)": (
            "mean",
            (r"3 \times 3", "stride} 1", "padding} 1"),
        ),
    }
    for line, (first, parts) in written.items():
        kernel = ge.parse(start + line).node("Y").kernel
        assert kernel is not None and first in kernel.formula
        assert all(part in kernel.formula for part in parts), kernel.formula
        assert ("stride" in kernel.formula) == any("stride" in part for part in parts)


def test_what_pytorch_does_without_being_told_may_be_said():
    for line, bare in {
        "max_pool2d(X, 2, dilation=1, ceil_mode=False, return_indices=False)": "max_pool2d(X, 2)",
        "max_pool2d(X, 2, stride=None, dilation=(1, 1))": "max_pool2d(X, 2)",
        "max_pool2d(X, 2, None, 1)": "max_pool2d(X, 2, padding=1)",
        "avg_pool2d(X, 2, padding=1, count_include_pad=True, divisor_override=None)": (
            "avg_pool2d(X, 2, padding=1)"
        ),
        "conv2d(X, X, bias=None, groups=1, dilation=1)": "conv2d(X, X)",
    }.items():
        assert_array_equal(run(line).value("Y"), run(bare).value("Y"))


def test_what_pytorch_does_otherwise_is_refused_in_words():
    for line, word in {
        "max_pool2d(X, 2, ceil_mode=True)": "has no `ceil_mode` here",
        "max_pool2d(X, (2, 1))": "one number here",
        "max_pool2d(X[0], 2)": "takes a matrix",
        "avg_pool2d(X, 2, padding=2)": "at most half",
    }.items():
        assert word in refusal(f"{IMAGE}Y = {line}").message
