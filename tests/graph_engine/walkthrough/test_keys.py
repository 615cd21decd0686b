"""Steps have names: one each, however a program is told."""

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from graph_engine.walkthrough import nearest, normal, numbered, spellings

from ..programs import RICH, Program, programs


def keys(program: str, **how: object) -> list[str]:
    return [step.key for step in ge.tell(ge.parse(program), **how).steps]


@given(programs(RICH), st.integers(1, 3), st.booleans())
def test_no_two_steps_of_a_walkthrough_have_one_key(program: Program, rounds: int, chain: bool):
    focus = next(iter(program.leaves)) if chain else ge.WHOLE
    walk = ge.tell(ge.parse(program.text), focus=focus, iterations=rounds)
    found = [step.key for step in walk.steps]
    assert len({*found}) == len(found)
    known = spellings(walk)
    for step in walk.steps:
        assert step in known[step.key]
        assert step in known[normal(step.key.replace(":", " ", 1))]


@given(programs(RICH), st.integers(1, 2))
def test_a_key_does_not_depend_on_what_is_told_after_it(program: Program, rounds: int):
    graph = ge.parse(program.text)
    short, long = (ge.tell(graph, iterations=rounds + more).steps for more in (0, 1))
    told = min((k for k, step in enumerate(short) if step.iteration == rounds), default=len(short))
    assert [step.key for step in short[:told]] == [step.key for step in long[:told]]


def test_a_node_without_a_name_is_named_by_its_place():
    found = keys("a = 2\nb = 3\ny = (a + b) * b")
    assert {"value:@2", "slope:y/@2", "flow:@2/a", "value:y"} <= {*found}


def test_a_name_that_cannot_stand_in_a_link_is_named_by_its_place():
    graph = ge.parse("W = [[1, 2], [3, 4]]\nx = [1, 2]\ny = sum(W @ x)")
    found = {step.key for step in ge.tell(ge.views.scalars(graph)).steps}
    assert not any("," in key or " " in key for key in found)
    assert any(key.startswith("value:@") for key in found)


def test_twins_are_told_apart_by_their_port():
    found = keys("x = 3\ns = x*x\nL: loss = s")
    assert {"slope:s/x#0", "slope:s/x#1", "flow:s/x#0"} <= {*found}


def test_what_is_told_again_counts_on():
    found = keys("w: weight = 3\ny = w*w\nL: loss = y + w", focus="w", iterations=3)
    assert {"slope:L/y", "slope:L/y:2", "slope:L/y:3", "again:L", "again:L:2", "again:L:3"} <= {
        *found
    }
    assert {"path:1", "path:1:2", "placed:w", "placed:w:2", "start"} <= {*found}


def test_a_factor_that_is_used_by_three_paths_is_reused_twice():
    found = keys("x = 3\nu = x + x\nv = u*u\nL: loss = exp(v)", focus="x")
    reused = [key for key in found if key.startswith("reuse:")]
    assert reused == ["reuse:u/x#0", "reuse:u/x#1"]
    found = keys("a = 3\nx = 2*a\nu = x + x\nv = u*u\nL: loss = exp(v)", focus="a")
    assert {"reuse:x/a", "reuse:x/a:2", "reuse:x/a:3"} <= {*found}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("slope p/v", "slope:p/v"),
        ("value  z1", "value:z1"),
        ("again L", "again:L"),
        ("board two words", "board:two words"),
        ("slope s/x#1", "slope:s/x#1"),
        ("slope:p/v:2", "slope:p/v:2"),
        (" start ", "start"),
        ("product 1", "product:1"),
    ],
)
def test_the_spelling_with_a_space_means_the_same(written: str, meant: str):
    assert normal(written) == meant


def test_a_key_without_a_number_means_all_that_are_called_so():
    walk = ge.tell(ge.parse("w: weight = 3\ny = w*w"), iterations=3)
    known = spellings(walk)
    assert [step.iteration for step in known["flow:y/w#0"]] == [0, 1, 2]
    assert [step.iteration for step in known["flow:y/w#0:2"]] == [1]


def test_names_on_screen_may_be_used():
    walk = ge.tell(ge.parse("a = 2\nb = 3\ny = (a + b) * b"))
    known = spellings(walk, ("a", "b", "u1", "y"))
    assert known["slope:y/u1"] == known["slope:y/@2"]


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("slope p/w", "slope:p/v"),
        ("slope:v/p", "slope:p/v"),
        ("values q", "value:q"),
        ("prodct 1", "product:1"),
        ("xyzzy", None),
        ("sum:v", "slope:p/v"),
        ("sum:r", "flow:q/r"),
    ],
)
def test_the_nearest_key_is_found(written: str, near: str | None):
    assert (
        nearest(written, ["value:q", "slope:p/v", "slope:q/r", "flow:q/r", "product:1", "start"])
        == near
    )


def test_steps_are_numbered_in_their_order():
    walk = ge.tell(ge.parse("a = 2\ny = 2*a"))
    assert numbered(walk.steps, walk.graph) == walk.steps
    twice = numbered([*walk.steps, *walk.steps], walk.graph)
    assert [step.index for step in twice] == list(range(2 * len(walk.steps)))
    assert all(len([*group]) == 1 for _, group in groupby(sorted(step.key for step in twice)))
