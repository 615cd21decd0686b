"""Numbers are locked by name, and the walk stops before the first locked one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.state import locks
from app.state.view import Look
from app.story import story_of

from ...graph_engine.programs import Program, programs
from ..stories import SLIDE, few, step, story

TOLD = story(**SLIDE)


def keys(told) -> list[str]:
    return [each.key if each.kind in locks.KINDS else "" for each in told.walk.steps]


def test_every_number_of_example_ii_has_a_name_of_its_own():
    found = [key for key in keys(TOLD) if key]
    assert len(found) == len(set(found))
    assert {"value:q", "value:L", "slope:p/v", "slope:L/p", "product:1", "new:w1"} <= set(found)
    assert {"again:z1", "again:L"} <= set(found)


@pytest.mark.parametrize("key", ["start", "rule:w1", "symbols:q", "slope_symbols:p/v"])
def test_a_step_without_a_number_of_its_own_cannot_be_locked(key: str):
    assert TOLD.keys.find(key)
    assert locks.locked_steps(TOLD.walk, [key]) == ()
    assert not locks.well_formed(key)


def test_the_whole_pass_names_contributions_and_sums():
    told = story("x = 2\ny = x*x + x\nL: loss = y")
    found = set(keys(told))
    assert {"flow:L/y", "sum:x"} <= found
    assert {key for key in found if key.startswith("slope:@")} >= {"slope:@1/x#0", "slope:@1/x#1"}


def first_locked(*keys: str) -> int:
    """The step before which the walk stops."""
    return locks.locked_steps(TOLD.walk, keys)[0].index


def test_the_walk_stops_before_the_first_locked_number():
    assert first_locked("value:q") == step(TOLD, "value q").index
    assert first_locked("slope:p/v", "value:v") == step(TOLD, "value v").index
    assert first_locked("slope:*") == step(TOLD, "slope L/p").index
    assert locks.locked_steps(TOLD.walk, ("value:nope", "sum:x1")) == ()
    assert locks.locked_steps(TOLD.walk, ()) == ()


def test_a_value_in_a_later_iteration_is_another_number():
    assert first_locked("again:L") > step(TOLD, "placed w1").index


@few
@given(programs(), st.booleans())
def test_every_name_is_well_formed_and_locks_its_own_step(program: Program, chain: bool):
    told = story(program.text, focus=next(iter(program.leaves)) if chain else "*")
    for each, key in zip(told.walk.steps, keys(told), strict=True):
        if key:
            assert locks.well_formed(key), key
            assert locks.locked_steps(told.walk, (key,))[0].index <= each.index


@pytest.mark.parametrize(
    "text",
    ["", "q", "value", "value:", "value:q r", "value:q,v", "start:q", "slope:a/b/c", "value:<b>",
     "value:q/", "slope:p/v#x", f"value:{'x' * 90}", "value:\u202e"],
)  # fmt: skip
def test_other_texts_lock_nothing(text: str):
    assert not locks.well_formed(text)


@pytest.mark.parametrize(
    ("lock", "near", "made_up"),
    [
        ("value:qq", "value:q", True),
        ("value:x1", "value:z1", True),
        ("slope:v/p", "slope:p/v", True),
        ("flow:p/v", "slope:p/v", False),
        ("sum:w1", "slope:z1/w1", True),
        ("product:2", "product:1", False),
        ("new:x1", "new:w1", False),
    ],
)
def test_a_lock_that_keeps_nothing_back_is_named_with_the_nearest(
    lock: str, near: str, made_up: bool
):
    told = story_of(Look(view=TOLD.view, locks=(lock, "value:p", "sum:*")))
    assert [(each.key, each.made_up) for each in told.idle] == [(lock, made_up)]
    assert told.idle[0].near == near
    (doubt,) = [each for each in told.doubts if lock in each.message]
    assert near in doubt.hint
    assert story_of(Look(view=TOLD.view, locks=("value:p",))).idle == ()


@few
@given(programs(), st.booleans())
def test_no_lock_of_a_step_is_said_to_be_idle_and_none_of_another_telling_made_up(
    program: Program, chain: bool
):
    chains = [next(iter(program.leaves)), "*"]
    one, other = (
        story(program.text, focus=focus, iterations=2) for focus in chains[:: 1 if chain else -1]
    )
    known = [key for key in keys(other) if key]
    found = locks.idle(one.walk, known, [], one.source)
    assert not [each for each in found if each.made_up]
    assert not {each.key for each in found} & {*keys(one)}
