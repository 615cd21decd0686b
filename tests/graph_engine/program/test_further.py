"""A hint keeps every operand that was typed, or says that nothing here is the same."""

import re

import numpy as np
import pytest

import graph_engine as ge
from app.editor.cure import cure

from ..programs import refusal
from .test_known import pressed, value

START = (
    "x = 2.5\nz = -0.7\nb = 0.7\nv = [1, -2, 0.5]\nu = [3, 1, 2]\nW = [[1, -2, 3], [0.5, 4, -1]]\n"
)
x, z, b = 2.5, -0.7, 0.7
v, u = np.array([1, -2, 0.5]), np.array([3, 1, 2])
W = np.array([[1, -2, 3], [0.5, 4, -1]])


def elu(a: float, alpha: float) -> float:
    return a if a > 0 else alpha * (np.exp(a) - 1)


def sigmoid(a: float) -> float:
    return float(1 / (1 + np.exp(-a)))


MEANT = {
    "log(x, 10)": np.log10(x), "log(x, 2)": np.log2(x), "ln(x, 10)": np.log10(x),
    "-log(x, 10)": -np.log10(x), "log(x, base=2)": np.log2(x),
    "1/log(x + 1, 10)": 1 / np.log10(3.5),
    "log(x, 0.5)": -np.log2(x), "x**log(x, 10)": x ** np.log10(x),
    "norm(v, 1)": 3.5, "norm(v, 2)": np.sqrt(5.25), "norm(v, 3)": np.sum(np.abs(v) ** 3) ** (1 / 3),
    "norm(v, p=1)": 3.5, "norm(v, ord=1)": 3.5, "norm(u - v, 1)": 6.5, "norm(z, 3)": 0.7,
    "norm(v, 1.5)": np.sum(np.abs(v) ** 1.5) ** (1 / 1.5),
    "elu(z, 0.5)": elu(z, 0.5), "elu(z, b)": elu(z, b), "elu(x, 0.5)": x,
    "elu(z, alpha=0.1)": elu(z, 0.1), "2*elu(z - 1, b + 1)": 2 * elu(z - 1, 1.7),
    "silu(z, 2)": z * sigmoid(2 * z), "swish(z, b)": z * sigmoid(b * z),
    "softplus(z, 2)": np.log(1 + np.exp(2 * z)) / 2, "root(x, 3)": np.cbrt(x),
    "hardtanh(x, -1, 2)": 2, "hardtanh(z, -0.5, 2)": -0.5, "hardtanh(z, -1, 2)": z,
    "sum(v, 0)": -0.5, "sum(v, axis=0)": -0.5, "mean(v, -1)": -0.5 / 3, "sum(v*u, dim=0)": 2,
    "sum(softmax(v, -1)*u)": np.sum(np.exp(v) / np.sum(np.exp(v)) * u),
    "logsumexp(v, dim=0)": np.log(np.sum(np.exp(v))),
    "sum(dot(W, v))": np.sum(W @ v), "sum(np.dot(W, u))": np.sum(W @ u), "sum([1, 2].dot(W))":
    np.sum([1, 2] @ W), "max(v)": 1, "min(v)": -2, "max(u + v)": 4,
    "norm2(sum(W, axis=1))": 4 + 3.5**2, "norm2(sum(W, 0))": 1.5**2 + 2**2 + 2**2,
    "norm2(max(W, axis=0))": 1 + 16 + 9, "max(W)": 4, "norm2(logsoftmax(W, axis=-1)[0])":
    np.sum((np.log(np.exp(W[0])/np.sum(np.exp(W[0]))))**2),
    "sum(transpose(W, 0, 1))": np.sum(W),
    "sum(transpose(W, -1, -2) @ [1, 2])": np.sum(W.T @ [1, 2]),
    # one in the other
    "tan(tan(z))": np.tan(np.tan(z)), "log10(log10(x))": np.log10(np.log10(x)),
    "pow(pow(x, 2), 3)": x**6, "pow(x, pow(b, tan(z)))": x ** (b ** np.tan(z)),
    "tan(tan(tan(z)))": np.tan(np.tan(np.tan(z))), "log10(pow(x, 3))": 3 * np.log10(x),
    "log(log(x, 2), 10)": np.log10(np.log2(x)), "cosh(sinh(b))": np.cosh(np.sinh(b)),
    "x(tan(z))": x * np.tan(z), "norm(concat(v, u), 1)": 9.5, "tan(z)*tan(tan(x))":
    np.tan(z) * np.tan(np.tan(x)), "sin(tan(z)) + pow(tan(z), 2)": np.sin(np.tan(z)) + np.tan(z)**2,
}  # fmt: skip
"""What people write elsewhere, and what they mean."""


@pytest.mark.parametrize("typed", MEANT)
def test_after_the_buttons_nothing_that_was_typed_is_lost(typed: str):
    program = pressed(f"{START}y = {typed}", most=8)
    assert value(program) == pytest.approx(MEANT[typed], rel=1e-12)


WORDS = {
    "log(x, b)": "log(x)/log(b)", "log(10, x)": "log(x)/log(b)", "log(x, 1)": "log(x)/log(b)",
    "log(x, -2)": "log(x)/log(b)", "norm(W, 1)": "several", "norm(W, 2)": "several",
    "norm(v, b)": "order 1", "norm(v, 0)": "order 1", "norm(v, -1)": "order 1",
    "sum(x, z)": "a + b", "mean(x, z)": "(a + b)/2", "max(x)": "max(a, b)",
    "sigmoid(x, 2)": "the rest", "exp(x, 2)": "the rest", "dot(v, u, v)": "the rest",
    "l2norm(v, 1)": "the rest", "elu(z, 1, 2)": "the rest", "clip(x, 1)": "min(c, max(b, a))",
    "add(x, z, b)": "the rest", "transpose(W, 0, 2)": "the rest", "tan(x, 2)": "the rest",
    "log10(x, 2)": "the rest", "silu(x, 1, 2)": "the rest", "squared_error(x, z, b)": "the rest",
    "mse(v, u, 1)": "the rest", "tan(foo=x)": "sin(a)/cos(a)", "norm(v, axes=1)": "the rest",
}  # fmt: skip
"""What has no formula here, or several."""


@pytest.mark.parametrize("typed", WORDS)
def test_where_nothing_is_the_same_it_is_said_and_there_is_no_button(typed: str):
    error = refusal(f"{START}y = {typed}")
    assert cure(error) is None and WORDS[typed] in error.hint


@pytest.mark.parametrize(
    "name", [name for name, op in ge.operations().items() if op.function and not op.variadic]
)
def test_no_hint_offers_a_call_without_what_was_typed_in_it(name: str):
    op = ge.operations()[name]
    count = op.arity + op.literal + op.sizes[1] + 1
    error = refusal(f"{START}y = {name}({', '.join(['x'] * count)})")
    put = cure(error)
    assert put is None or put.count("x") >= count
    assert not re.match(rf"Write `{name}\(", error.hint)
