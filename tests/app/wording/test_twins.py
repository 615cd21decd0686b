"""A node that stands in one operation twice: its places have names, and their sum is said."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.exports import FORMATS, Options, export, tex
from app.picture.strip import strip
from app.wording import cards
from app.wording.names import Name
from app.wording.sentences import sentence
from app.wording.words import derivative

from .. import stories
from ..stories import few
from . import mathml


def shown(told: stories.Story) -> list[str]:
    """Every formula of the steps, in letters."""
    return [
        "=".join(map(mathml.words, mathml.sides(line.mathml)))
        for each in told.walk.steps
        for line in cards.lines(told.words, each)
        if line.mathml.startswith("<math")
    ]


@pytest.mark.parametrize(
    ("program", "focus", "whole", "parts"),
    [
        ("x = 3\ny = x - x\nL = y + x", "x", "∂y/∂x = 1 − 1 = 0", "first term, second term"),
        ("x = 3\nL = x * x", "x", "∂ℒ/∂x = 3 + 3 = 6", "left factor, right factor"),
        ("u = 4\nL = u / u", "u", "∂ℒ/∂u = 0.25 − 0.25 = 0", "numerator, denominator"),
        ("x = 2\nL = x ** x", "x", "∂ℒ/∂x = 4 + 2.772589 = 6.772589", "base, exponent"),
        ("x = 2\nL = x + x", "x", "∂ℒ/∂x = 1 + 1 = 2", "first operand, second operand"),
        ("z = 2\nL = logistic_loss(z, z)", "z", "∂ℒ/∂z = −0.035972 − 0.035972", "label, score"),
        ("x = 2\nL = x + x + x", "x", "∂ℒ/∂x = 1 + 1 + 1 = 3", "first operand, third operand"),
        ("a = 2\nb = a + 1\nL = b * b", "a", "∂ℒ/∂b = 3 + 3 = 6", "left factor, right factor"),
    ],
)  # fmt: skip
def test_the_places_have_names_and_their_sum_is_the_derivative(
    program: str, focus: str, whole: str, parts: str
):
    for told in (stories.story(program), stories.story(program, focus=focus)):
        said = stories.everything_said(told)
        assert f"All places together: {whole}" in said
        assert said.count("All places together") == 1
        for part in parts.split(", "):
            assert part in said
        formula = whole.replace("/", "").replace(" ", "").split("=")[0]
        assert any(each.startswith(f"{formula}=") and "+" in each for each in shown(told))


@pytest.mark.parametrize(
    "program",
    [
        "x = 3\ny = x - x\nL = y*1 + x", "x = 3\nL = x * x", "x = 3\nL = x / x",
        "s = [1, 2]\nL = dot(s, s)",
        "M = [[1, 2], [3, 4]]\nL = sum(M @ M)", "s = [1, 2]\nL = cross_entropy(s, s)",
        "x = 3\nL = max(x, x)",
    ],
)  # fmt: skip
def test_no_derivative_by_one_place_is_called_the_derivative(program: str):
    told = stories.story(program, focus=ge.WHOLE)
    twins = [edge for edge in told.graph.edges if told.words.twins(edge)]
    said = [derivative(told.words, edge) for edge in twins]
    assert len(twins) == 2 and len(set(said)) == 2
    assert all(each.endswith(("′", "″", "′′")) for each in said)
    for each in shown(told):
        if "′" in each.split("=")[-1] and "∂(" in each:
            assert "′" in each.split("=")[0]


def test_the_places_stand_in_strip_and_files():
    told = stories.story("x = 3\nL = x * x", focus="x")
    found = strip(told.words, told.changes, told.last)
    assert found is not None
    symbols = [mathml.words([mathml.read(cell.symbol)]) for row in found.rows for cell in row.cells]
    assert symbols == ["∂ℒ∂x′", "∂ℒ∂x′′"]
    script = export(told, FORMATS["py"], step=told.last, options=Options()).data.decode()
    assert "∂ℒ/∂x′\n" in script and "∂ℒ/∂x′′\n" in script
    (last,) = [s.index for s in told.walk.steps if "places together" in sentence(told.words, s)]
    slide = export(told, FORMATS["tex"], step=last, options=Options()).data.decode()
    assert slide.count(r"\ensuremath{^{\prime}}") >= 2
    assert tex.name(Name("x", "1", over="′′")) == "$x_{1}''$"


def test_a_node_that_stands_once_has_no_mark():
    said = stories.everything_said(stories.story("x = 2\ny = 3\nL = x * y"))
    assert "′" not in said and "places" not in said


EXPRESSIONS = ("x - x", "x * x", "x / x", "x ** x", "x + x", "x + x + x", "squared_error(x, x)",
               "hinge(x, x)", "logistic_loss(x, x)")  # fmt: skip


@few
@given(st.sampled_from(EXPRESSIONS), st.floats(0.3, 3))
def test_the_sum_of_the_places_is_the_derivative_of_the_whole(expression: str, x: float):
    told = stories.story(f"x = {x:.3f}\nL = {expression}")
    run = told.walk.runs[0]
    slopes, total = told.words.whole(run, told.graph.edges[0])
    assert len(slopes) == expression.count("x") - expression.count("max")
    assert total == pytest.approx(float(run.gradients[0]), abs=1e-12) and math.isfinite(total)
