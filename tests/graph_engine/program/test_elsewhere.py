"""Calls as libraries write them are calls of the function: with a module before it, as a method."""

import numpy as np
import pytest

import graph_engine as ge
from app.editor.cure import cure
from graph_engine.program import known
from graph_engine.program.elsewhere import LIBRARIES

from ..programs import refusal
from .test_known import cured, value

MODULES = (
    "np", "numpy", "torch", "F", "nn.functional", "torch.nn.functional", "math", "tf", "tf.nn",
    "tf.math", "jnp", "jax.nn", "scipy.special",
)  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
def test_a_module_before_a_function_changes_nothing(module: str):
    for name in ("exp", "relu", "sigmoid", "log", "Softplus"):
        same = value(f"z = 0.7\ny = 2 - {name}(z)/3")
        assert value(f"z = 0.7\ny = 2 - {module}.{name}(z)/3") == same


@pytest.mark.parametrize(
    "written",
    [
        "np.array([1, -2])", "torch.tensor([1., -2.], requires_grad=True)", "[1, -2]",
        "jnp.asarray([1, -2], dtype=jnp.float32)", "1*np.array([np.float64(1), -2])",
    ],
)  # fmt: skip
def test_an_array_is_the_list_it_is_made_of(written: str):
    assert value(f"x = {written}\ny = sum(x*np.array([3, 1]))") == 1


def test_a_negative_logarithm_is_one_operation_by_any_name():
    for line in ("-log(p)", "-np.log(p)", "-torch.log(p)", "-p.log()"):
        assert [n.op.name for n in ge.parse(f"p = 0.3\nL = {line}").nodes if n.op] == ["neglog"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("x.sum()", -1), ("x.relu().sum()", 1), ("(x*x).mean()", 2.5), ("x.dot(x)", 5),
        ("np.dot(x, x)", 5), ("-x.norm2()", -5), ("x[0].exp()", np.exp(1)),
        ("x.sum(axis=0)", -1), ("x.max()", 1), ("np.max(x, 0)", 1), ("x.min(-1)", -2),
        ("torch.softmax(x, dim=0)[1]", 1 / (1 + np.exp(3))), ("np.maximum(x, 0)[1]", 0),
        ("2*F.relu(x[0])", 2), ("x.T @ x", 5), ("torch.sum(x*x) + x[1].tanh()", 5 + np.tanh(-2)),
    ],
)  # fmt: skip
def test_a_method_is_a_function_of_what_stands_before_it(line: str, number: float):
    assert value(f"x = [1, -2]\ny = {line}") == pytest.approx(number)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("np.log10(a)", 2), ("math.pow(a, 2)", 1e4), ("a.pow(2)", 1e4), ("np.linalg.norm(v)", 5),
        ("F.mse_loss(a, 98)", 4),
    ],
)  # fmt: skip
def test_what_is_written_otherwise_has_its_button_here_too(line: str, number: float):
    assert value(cured(f"a = 100\nv = [3, 4]\ny = {line}")) == pytest.approx(number)


def test_a_value_that_is_called_like_a_module_is_the_value():
    assert value("F = [[1, 2], [3, 4]]\ny = F.sum()") == 10
    assert value("F = 2\ny = F.exp()") == pytest.approx(np.exp(2))


def test_pytorchs_label_is_the_second_operand():
    scores, label = "[0.9, 0.1]", "[0.3, 0.7]"
    ours = value(f"s = {scores}\nt = {label}\ny = cross_entropy(t, s)")
    assert value(f"s = {scores}\nt = {label}\ny = F.cross_entropy(s, t)") == pytest.approx(ours)


def test_a_number_of_a_module_is_given_first():
    assert refusal("x = 1\ny = np.pi*x").hint.startswith("Give it first: `pi: constant = 3.14")
    assert value("pi: constant = 3\nx = 1\ny = np.pi*x") == 3
    assert "exp(x)" in refusal("x = 1\ny = math.e*x").hint


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("np.random.rand(3)", "random(3, 4)"), ("np.random.random(3)", "random(3, 4)"),
        ("array([1, 2])", "as they are"), ("torch.tensor(2.0, device=d)", "as they"),
        ("x.item()", "detach(x)"), ("np.std(x)", "sqrt(mean("), ("torch.dsigmoid(x)", "Slopes"),
    ],
)  # fmt: skip
def test_what_is_not_here_is_told_as_without_a_module(line: str, said: str):
    assert said in refusal(f"x = [1, 2]\ny = {line}").hint


def test_an_unknown_module_and_an_unknown_method_are_refused():
    for line in ("os.system(x)", "foo.exp(x)", "x.T(1)", "x.shape[0]", "np.newaxis"):
        refusal(f"x = 1\ny = {line}")


def test_a_long_chain_of_methods_is_read_or_refused_without_recursion():
    assert value(f"x = 1\ny = x{'.abs()' * 90}") == 1


def test_no_module_hides_a_function():
    assert LIBRARIES & {*known._OURS, *known.KNOWN} == {"random"}  # a module and a function


@pytest.mark.parametrize(
    "typed",
    ["dsigmoid", "drelu", "expm", "logm", "cov", "gmean", "sind", "tand", "isqrt", "crelu", "asum",
     "logb", "mag", "sup", "xlog", "gexp", "sumx", "sqrtn", "mid", "usum", "qmax", "expx"],
)  # fmt: skip
def test_a_letter_more_at_an_end_makes_another_word(typed: str):
    error = refusal(f"x = 2\ny = {typed}(x)")
    assert "Did you mean" not in error.hint


def test_a_single_number_is_its_own_transpose():
    assert cured("y = transpose(3)") == "y = 3"
    assert cured("W = [[1, 2]]\ny = transpose(W)").endswith("W.T")


def test_a_product_without_its_sign_is_shown_whole():
    assert cured("y = 1\nL = 0.25 y + 1").endswith("L = 0.25*y + 1")
    assert cured("a = 1\nb = 2\nL = a b**2").endswith("L = a*b**2")
    assert cured("a = 1\nL = 3 sigmoid(a)").endswith("L = 3*sigmoid(a)")


@pytest.mark.parametrize("line", ["y = 1 000", "y = 1.5.2", "y = [1 2, (3 4)]", "y = 2*(3 4)"])
def test_two_numbers_side_by_side_have_no_button(line: str):
    assert cure(refusal(line)) is None
