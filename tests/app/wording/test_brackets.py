"""Formulas have the brackets that they need, and no others: read back, they are their value."""

import math

import numpy as np
import pytest
from hypothesis import given

from app.lessons import lessons
from app.wording import cards

from ...graph_engine.programs import RICH, expressions
from .. import stories
from ..stories import few, step
from . import mathml
from .said import formulas_at, near, values

# -- brackets ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "numbers"),
    [
        ("a * b", "−2·(−3)"),
        ("a + b", "−2+(−3)"),
        ("a - b", "−2−(−3)"),
        ("-a", "−(−2)"),
        ("a ** 2", "(−2)2"),
        ("a ** 3", "(−2)3"),
        ("a / b", "−2−3"),  # a fraction needs none
        ("sigmoid(a)", "σ(−2)"),
        ("abs(a)", "|−2|"),
        ("exp(a)", "e−2"),
        ("max(a, b)", "max(−2,−3)"),
        ("2 * a", "2·(−2)"),
        ("-2 * a", "−2·(−2)"),
        ("a + 1", "−2+1"),
        ("a - 1", "−2−1"),
        ("1 - a", "1−(−2)"),
        ("a + 0", "−2+0"),
        ("squared_error(a, b)", "(−2−(−3))2"),
    ],
)
def test_a_negative_number_is_bracketed_where_it_would_read_wrongly(expression: str, numbers: str):
    told = stories.story(f"a = -2\nb = -3\ny = {expression}\nL: loss = y*y")
    _, written, _ = mathml.sides(formulas_at(told, "value y"))
    assert mathml.words(written) == numbers


def test_factors_of_a_chain_are_bracketed_too():
    told = stories.story("x = 3\ny = -x\nz = -y\nL: loss = 2*z", focus="x")
    (line,) = cards.lines(told.words, step(told, "product 1"))
    assert mathml.words(mathml.sides(line.mathml)[1]) == "2·(−1)·(−1)"


def test_the_update_subtracts_a_negative_gradient_in_brackets():
    told = stories.story(**stories.SLIDE)
    (line,) = cards.lines(told.words, step(told, "new w1"))
    written = [mathml.words(side) for side in mathml.sides(line.mathml)]
    assert written == ["w1", "−1−1·(−1.48)", "+0.48"]


@pytest.mark.parametrize(
    ("program", "formula"),
    [
        ("x = -2\ny = 5\nz = -4\nf = (x + y) * z", "f=(x+y)·z"),
        ("w = 2\nx = 3\nq = w*x + 1\nL = q*q", "ℒ=(w·x+1)·(w·x+1)"),
        ("a = 1\nb = 2\nL = (a - b)**3", "ℒ=(a−b)3"),
        ("a = 1\nb = 2\nL = (a / b)**2", "ℒ=(ab)2"),
        ("a = 1\nb = 2\nL = a - (b - a)", "ℒ=a−(b−a)"),
        ("a = 1\nb = 2\nL = a - (-b)", "ℒ=a−(−b)"),
        ("a = 1\nL = -(-a)", "ℒ=−(−a)"),
        ("a = 1\nb = 2\nL = (-a) * (-b)", "ℒ=−a·(−b)"),
        ("a = 1\nb = 2\nL = a * (-2*b)", "ℒ=a·(−2·b)"),
        ("a = 1\nb = 2\np = a + b\nq = p\nL = q * q", "ℒ=(a+b)·(a+b)"),
        ("a = 1\nL = (exp(a))**2", "ℒ=(ea)2"),
        ("a = 1\nb = 2\nL = (a + b) * (a - b) / (b - a)", "ℒ=(a+b)·(a−b)b−a"),
        ("a = 2\nb = 1\nL = (-log(a)) - (-log(b))", "ℒ=−log(a)−(−log(b))"),
        ("x = [1, 2]\nA = [[1, 2], [3, 4]]\nb = [1, 1]\nL = sum(A @ (x + b))", "ℒ=sum(A(x+b))"),
        ("x = [1, 2]\nA = [[1, 2], [3, 4]]\nb = [1, 1]\nL = sum(A @ (x * b))", "ℒ=sum(A(x∘b))"),
        ("x = [1, 2]\nb = [1, 1]\nL = dot(x - b, x + b)", "ℒ=(x−b)T(x+b)"),
    ],
)
def test_a_formula_of_formulas_has_the_brackets_that_it_needs(program: str, formula: str):
    told = stories.story(program)
    (line,) = cards.lines(told.words, told.walk.steps[0])
    assert "=".join(map(mathml.words, mathml.sides(line.mathml))) == formula


def test_the_lesson_of_gates_says_what_it_computes():
    told = lessons()["gates"].story()
    (line,) = cards.lines(told.words, told.walk.steps[0])
    assert "=".join(map(mathml.words, mathml.sides(line.mathml))) == "f=(x+y)·z"


OPEN = (*RICH, "(2 ** A)", "(3 - A)", "(A / 4)", "(-2 * A)", "(A - 1)", "(A ** -1)", "(A + B + A)")
LEAVES = {"a": 0.7, "b": -1.3, "c": 2.1}


@few
@given(expressions([*LEAVES], OPEN))
def test_the_whole_formula_of_nodes_without_names_read_back_is_the_loss(expression: str):
    given_numbers = [f"{name} = {value}" for name, value in LEAVES.items()]
    told = stories.story("\n".join([*given_numbers, f"L = {expression} + a * b"]))
    loss = told.graph.loss
    assert loss is not None
    value = float(told.walk.runs[0].values[loss])
    for line in cards.lines(told.words, told.walk.steps[0]):
        (_, whole) = mathml.sides(line.mathml)
        if math.isfinite(value):
            assert mathml.worked_out(whole, values(told)) == near(value)


OF_MATRICES = ("(A + B)", "(A - B)", "(A * B)", "(W @ A)", "(-A)", "(2 * A)", "((W * V) @ A)",
               "((W - V) @ A)", "(dot(A, B) * A)", "(W @ (V @ A))", "((W @ V) @ A)", "(sum(A) * B)",
               "((V.T + W) @ A)", "(outer(A, B) @ A)", "(A / 2)", "softmax(A)")  # fmt: skip
ARRAYS = "x = [0.7, -1.3]\nb = [2.1, 0.4]\nW = [[1.5, -2], [0.5, 3]]\nV = [[-1, 0.25], [2, 1]]\n"


@few
@given(expressions(["x", "b"], OF_MATRICES, numbers=()))
def test_the_whole_formula_of_vectors_and_matrices_read_back_is_the_loss(expression: str):
    told = stories.story(f"{ARRAYS}L = sum({expression} - x)")
    loss = told.graph.loss
    assert loss is not None
    value = float(told.walk.runs[0].values[loss])
    known = {
        f"{name.base} {name.index}": number
        for name, number in zip(told.words.names, told.walk.runs[0].values, strict=True)
    }
    for line in cards.lines(told.words, told.walk.steps[0]):
        (_, whole) = mathml.sides(line.mathml)
        assert mathml.worked_out(whole, known) == near(value)


@pytest.mark.parametrize("slug", lessons())
def test_the_whole_formula_of_a_lesson_is_its_loss(slug: str):
    told = lessons()[slug].story()
    for line in cards.lines(told.words, told.walk.steps[0]):
        known = {
            f"{name.base} {name.index}": number
            for name, number in zip(told.words.names, told.walk.runs[0].values, strict=True)
        }
        name, whole = mathml.sides(line.mathml)
        text = mathml.words(whole)
        if mathml.plain(whole) and "Toeplitz" not in text and "*" not in text:
            assert mathml.worked_out(whole, known) == near(mathml.worked_out(name, known))


@pytest.mark.parametrize(
    ("program", "focus", "said"),
    [
        ("x = 3\ny = -x\nz = -y\nL: loss = 2*z", "x", "2 · (−1) · (−1) = 2"),
        ("x = -2\ny = x*x\nz = 1 - y\nL = 0.5*z", "x", "0.5 · (−1) · (−2) = 1"),
        ("w = 2\nx = -3\nz = w*x\nL = -z", "w", "−1 · (−3) = 3"),
    ],
)
def test_a_negative_factor_in_a_sentence_is_bracketed(program: str, focus: str, said: str):
    assert said in stories.everything_said(stories.story(program, focus=focus))


@pytest.mark.parametrize("slug", ["network-neuron", "network-layer", "network-score"])
def test_a_layer_is_written_with_its_weights_and_the_1_that_the_bias_is_the_weight_of(slug: str):
    told = lessons()[slug].story()
    layers = [each for each in told.walk.graph.nodes if each.op and each.op.name == "layer"]
    assert layers
    for node in layers:
        line = cards.lines(told.words, step(told, f"value {node.name}"))[-1].mathml
        _name, worked, result = mathml.sides(line)
        assert "×" not in mathml.words(worked) and "¯" not in mathml.words(worked)
        found = np.squeeze(mathml.evaluated(worked, {}))
        assert found == pytest.approx(np.squeeze(mathml.evaluated(result, {})), abs=6e-4)
