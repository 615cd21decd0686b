"""What is said and drawn of the cases that nobody gave (`own_cases.py` of the engine)."""

import re
from dataclasses import replace
from functools import cache

import pytest

import graph_engine as ge
from app.picture.strip import strip
from app.predict.questions import questions
from app.story import Story
from app.wording.words import derivative

from ..graph_engine.own_cases import KINDS, NO_LOSS, TWINS
from . import stories
from .picture.layout.test_fits import ROOMS, faults
from .wording import mathml
from .wording.test_twins import shown

PROGRAMS = [*(program for each in KINDS.values() for program in each), *TWINS, *NO_LOSS]

DRAWN = [
    "x = 2\ny = sqrt(x)\nL = sqrt(y) + sqrt(x*y)",
    "v = [3, 4]\nn = sqrt(norm2(v))\nu = v / sqrt(sum(v**2) + 1e-8)\nL = sum(u)*n",
    "a = -1\nu = sqrt(a)\nv = log(a)\nw = u*v\nL = w + u",
    "z = [100, -700, 0]\ny = [1, 0, 0]\np = softmax(z)\nq = log(p)\nL = -sum(y*q)",
    "x = 0\nlong_name = 1/x\nanother_one = long_name - long_name\nL = another_one*2 + x",
    "Wf = [[1, 2], [3, 4]]\nWo = [[0, 1], [1, 0]]\nx = [1, 2]\nh = Wf.T @ x\n"
    "L = norm2(Wo.T @ h) + sum(Wf.T)",
    "WQ: weight = [[1, 0], [0, 1]]\nWK: weight = [[1, 2], [0, 1]]\nX = [[1, 2], [3, 4]]\n"
    "L = norm2(softmax((X @ WQ) @ (X @ WK).T/sqrt(2), axis=1))",
    "weight_of_the_first = [[1, 2], [3, 4]]\nx_of_today = [1, 2]\n"
    "L = norm2(weight_of_the_first.T @ x_of_today)",
    "ŷ = 2\nz⁽¹⁾ = 3\nW^{[1]} = [[1, 2]]\nL = ŷ*z⁽¹⁾*sum(W^{[1]})",
]
"""Roots, undefined numbers, bold names of two letters with ᵀ, long and accented names."""


@cache
def told(program: str) -> Story:
    """The whole story of a program."""
    return stories.story(program, focus=ge.WHOLE)


def derivatives(here: Story) -> list[str]:
    """All formulas, sentences and questions that a derivative may stand in."""
    row = strip(here.words, here.changes, here.last)
    cells = [cell.symbol for each in row.rows for cell in each.cells] if row else []
    found = [mathml.words([mathml.read(cell)]) for cell in cells]
    return [*found, *shown(here), stories.everything_said(here), *(q.ask for q in questions(here))]


@pytest.mark.parametrize("program", PROGRAMS)
def test_one_symbol_is_one_thing(program: str):
    here = told(program)
    named = [node.index for node in here.graph.nodes if node.name]
    for written in (here.words.names, here.words.flat):
        symbols = [written[index].plain for index in named]
        assert len({*symbols}) == len(symbols)
    edges = [derivative(here.words, edge) for edge in here.graph.edges]
    assert len({*edges}) == len(edges)  # two places of one node are two derivatives


@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_is_differentiated_by_a_written_number(program: str):
    for said in derivatives(told(program)):
        assert not re.search(r"∂[−-]?[\d.]", said), said


@pytest.mark.parametrize("program", [*PROGRAMS, *DRAWN])
def test_nothing_covers_anything(program: str):
    for room in ROOMS.values():
        assert faults(replace(told(program), room=room)) == []
