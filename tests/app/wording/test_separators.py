"""Where there are decimal commas, no comma stands between numbers."""

import re

import pytest

from app.exports import FORMATS, Options, export
from app.languages import speaking
from app.story import Story
from app.wording import cards
from app.wording.arrays import enumerated

from .. import stories
from . import mathml

PROGRAMS = [
    ("a = 1.5\nb = 0.5\nf = max(a, b)", "f=max(1,5;0,5)=1,5"),
    ("a = 1.5\nb = 0.5\nc = 2.5\nf = min(a, b, c)", "f=min(1,5;0,5;2,5)=0,5"),
    ("x = -0.5\nf = relu(x)", "f=max(0;−0,5)=0"),
    ("y = 1\nz = 0.5\nf = hinge(y, z)", "f=max(0;1−1·0,5)=0,5"),
    ("x = 1.5\nf = leaky_relu(x)", "f=max(0;1,5)+0,01·min(0;1,5)=1,5"),
    ("M = [[1.5, 2], [3, 4]]\nf = M[0, 1]", "f=(1,5234)[0;1]=2"),
]


def written(told: Story) -> list[str]:
    """Every formula of the steps, in letters."""
    return [
        "=".join(map(mathml.words, mathml.sides(line.mathml)))
        for each in told.walk.steps
        for line in cards.lines(told.words, each)
        if line.mathml.startswith("<math")
    ]


@pytest.mark.parametrize(("program", "formula"), PROGRAMS)
def test_operands_stand_apart_by_a_semicolon_where_decimals_have_a_comma(
    program: str, formula: str
):
    with speaking("cs"):
        found = written(stories.story(program))
        assert formula in found
        assert not any(re.search(r"<mo[^>]*>,</mo>", each) for each in found)
    english = formula.replace(",", ".").replace(";", ",")
    assert english in written(stories.story(program))


def test_a_vector_and_a_list_in_a_sentence_do_too():
    with speaking("cs"):
        told = stories.story("x = [1.5, 0.5]\nf = sum(2*x)")
        assert "(3; 1)" in stories.everything_said(told)
        assert enumerated(["1,5", "0,5", "2"]) == "1,5; 0,5 a 2"
        assert enumerated(["a", "b", "c"]) == "a, b a c"
        assert "[0;1]" in stories.story(PROGRAMS[-1][0]).svg(0)
        for suffix in ("tex", "gv"):
            data = export(told, FORMATS[suffix], step=told.last, options=Options()).data.decode()
            assert not re.search(r"\d,(\{\})?\d+, ?\d", data)
    assert enumerated(["1.5", "0.5", "2"]) == "1.5, 0.5 and 2"


def test_one_logarithm_has_one_name():
    shown = "".join(written(stories.story("a = 2\nb = 3\nf = a**b + log(a)")))
    assert "log(a)" in shown and "ln" not in shown
