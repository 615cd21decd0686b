"""Vectors are answered as the screen writes them, and judged by the rules of single numbers."""

import pytest

from app.predict.expressions import AnswerError

from .asking import about, said, told

NEURON = """\
x: input = [1.3, -0.7, 2.9]
w: weight = [0.4, 1.1, -0.6]
z = w.T @ x
p = sigmoid(z)
L: loss = -log(p)
"""
SUM = "a: input = [0.5, 2]\nb: weight = [3, 1]\nc = a + b\nL: loss = sum(c)"


@pytest.mark.parametrize(
    "text",
    [
        "-0.879743*(1.3,-0.7,2.9)", "-0.879743*[1.3,-0.7,2.9]", "−0.879743 · (1.3, −0.7, 2.9)",
        "-0.88*x", "(p-1)*x", "(p−1)·x^T", "-(1-p)x", "∂L/∂w = (p-1)·x",
        "−0,879743·(1,3; −0,7; 2,9)",
        "((p-1)*1.3, (p-1)*(-0.7), (p-1)*2.9)", "(1.3, -0.7, 2.9)*(p-1)", "x*p - x",
        "[[-1.143666],[0.61582],[-2.551255]]", "-1/p*p*(1-p)*x",
    ],
)  # fmt: skip
def test_a_gradient_is_answered_as_number_times_vector(text: str):
    for arithmetic in ("exact", "slide"):
        of = told(NEURON, arithmetic=arithmetic)
        assert said(of, about(of, "gradient", "∂ℒ/∂w"), text)[0] == "right", arithmetic


@pytest.mark.parametrize(
    ("text", "result", "mistake"),
    [
        ("0.879743*(1.3,-0.7,2.9)", "wrong", "sign"), ("(1-p)*x", "wrong", "sign"),
        ("x", "wrong", "upstream forgotten"), ("p*x", "wrong", ""), ("(p-1)*w", "wrong", ""),
        ("-0.879743*(2.9,-0.7,1.3)", "wrong", "reversed"), ("-0.88*(1.3, 0.7, 2.9)", "wrong", ""),
    ],
)  # fmt: skip
def test_a_wrong_product_is_named_as_its_number_is(text: str, result: str, mistake: str):
    of = told(NEURON)
    found, mistakes = said(of, about(of, "gradient", "∂ℒ/∂w"), text)
    assert found == result and (not mistake or mistake in mistakes)


@pytest.mark.parametrize("text", ["w·x", "w^T x", "wᵀx", "x@w", "w.T@x", "sum(w*x)", "-1,99"])
def test_a_number_is_answered_as_a_product_of_vectors(text: str):
    of = told(NEURON)
    assert said(of, about(of, "value", "is z"), text)[0] == "right"


@pytest.mark.parametrize(
    "text",
    ["[0.5,2]+[3,1]", "(0.5, 2) + (3, 1)", "a+b", "b + a", "a + [3,1]", "[[3.5],[3]]", "⟨3.5,3⟩",
     "\\(3.5, 3\\)", "(0,5; 2) + b", "c = a + b", "2*(1.75, 1.5)", "[3.5, 3]^T"],
)  # fmt: skip
def test_the_sum_of_vectors_is_read_whole(text: str):
    of = told(SUM)
    assert said(of, about(of, "value", "is c"), text)[0] == "right"


@pytest.mark.parametrize("text", ["[0.5,2]-[3,1]", "a - b", "[0.5,2]+[3,2]", "2*a", "a*b"])
def test_another_vector_is_wrong_however_it_is_written(text: str):
    of = told(SUM)
    assert said(of, about(of, "value", "is c"), text)[0] == "wrong"


def test_a_vector_for_a_number_is_told_that_one_is_asked_for():
    of = told(SUM)
    for text in ("a", "a + b", "(2, -1)", "[0.5, 2] + [3, 1]"):
        with pytest.raises(AnswerError, match="one is asked for"):
            said(of, about(of, "value", "is ℒ"), text)
