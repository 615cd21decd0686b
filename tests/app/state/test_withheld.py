"""What a locked number withholds: itself, what follows from it and what contains it."""

import json
import re
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given

import graph_engine as ge
from app.exports.story_json import story_json
from app.state.locks import KINDS, locked_steps, withheld
from app.story import Story
from graph_engine.walkthrough import Fact

from ...graph_engine.programs import RICH, Program, programs
from ..stories import SLIDE, few, step, story

ODD = """
x1: input = 2.37
x2: input = -0.83
w1: weight = 0.59
w2: weight = 1.13
b: weight = -0.29
z1 = w1 * x1
z2 = w2 * x2
q = z1 + z2 + b
p = sigmoid(q)
e = exp(p) * tanh(q)
L: loss = square(e)
"""
"""Distinct, odd numbers: no number of it is another one by chance."""

TOLD = [story(ODD, focus=focus, iterations=2, rate=0.37) for focus in ("w1", "x2", "*")]


def numbers(told: Story, each: ge.Step, before: int) -> list[str]:
    """What a step's number looks like, where it is no number that was told of something else.

    (The slope of a product is the other operand; 1 times a slope is the slope.)
    """

    def written(fact: Fact) -> str:
        # The last of six decimals is another one where an equation takes more of them.
        text = told.words.precisely.full.value(abs(float(fact.number)))
        return text[:-1] if re.fullmatch(r"\d+\.\d{6}", text) else text

    def told_by(steps: Iterable[ge.Step]) -> list[Fact]:
        known = [fact for step in steps for fact in step.facts if fact.known == "known"]
        return [fact for fact in known if fact.what != "new" and np.ndim(fact.number) == 0]

    facts = [f for f in told_by([each]) if each.kind != "slope" or f.what == "local"]
    return sorted({*map(written, facts)} - {*map(written, told_by(told.walk.steps[:before]))})


def given_by(told: Story, index: int) -> str:
    """All that the data give of a step."""
    found = story_json(told)["steps"][index]
    parts = (found[name] for name in ("sentence", "formulas", "shown", "remark", "note"))
    return json.dumps([*parts], ensure_ascii=False)


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.view.focus)
def test_no_step_before_what_is_withheld_contains_a_locked_number(told: Story):
    steps = [given_by(told, k) for k in range(len(told.walk.steps))]
    tried = 0
    for each in told.walk.steps:
        if each.kind in KINDS:
            held = withheld(told.walk, [each.key])
            assert held is not None and held.first <= each.index and held.asked == each
            for number in numbers(told, each, held.first):
                tried += 1
                assert number in steps[each.index], (each.key, number)
                assert [k for k in range(held.first) if number in steps[k]] == [], (
                    each.key,
                    number,
                )
    assert tried > 12


def test_a_product_is_withheld_alone_and_one_of_a_single_factor_with_it():
    for told, first in (
        (story(**SLIDE), "product:1"),
        (story("w: weight = 3\nL: loss = w**2", focus="w"), "slope:L/w"),
    ):
        held = withheld(told.walk, ["product:1"])
        assert held is not None
        assert held.first == step(told, first).index <= held.asked.index
        assert held.asked.key == "product:1"


def test_what_is_told_before_stays_and_the_rest_of_the_run_is_kept_back():
    told = story(ODD)
    held = withheld(told.walk, ["flow:e/@9", "value:L"], shown=())
    assert held is not None and held.asked.key == "value:L"
    graph = told.graph
    assert [node.index for node in graph.nodes if held.value(node.index)] == [graph.loss]
    assert all(held.local(edge) and held.contribution(edge) for edge in graph.edges)
    assert all(held.gradient(node.index) for node in graph.nodes)
    assert all(held.updated(leaf) for leaf in told.walk.updates)


def test_a_gradient_is_given_once_its_steps_are_told():
    told = story(ODD, iterations=1)
    held = withheld(told.walk, ["new:w2"])
    assert held is not None
    assert not any(held.gradient(leaf.index) for leaf in told.graph.leaves)
    assert [held.updated(told.graph.node(name).index) for name in ("w1", "w2")] == [False, True]
    chain = story(ODD, focus="w1")
    held = withheld(chain.walk, ["new:w1"])
    assert held is not None
    open_ones = {n.name for n in chain.graph.nodes if not held.gradient(n.index)}
    assert "w1" in open_ones and not {"w2", "b", "x2"} & open_ones


def test_an_opened_number_is_withheld_no_more():
    told = story(**SLIDE)
    keys = ["slope:p/v", "slope:v/q"]
    first, second = (step(told, key).index for key in keys)
    assert (withheld(told.walk, keys) or pytest.fail()).first == first
    assert (withheld(told.walk, keys, opened=keys[:1]) or pytest.fail()).first == second
    assert withheld(told.walk, keys, opened=keys) is None
    every = withheld(told.walk, ["slope:*"], opened=["slope:L/p"])
    assert every is not None and every.asked.key == "slope:p/v"
    assert withheld(told.walk, ["value:nope"]) is None
    assert withheld(told.walk, []) is None


def test_a_name_on_screen_may_lock():
    told = story("a = 2\nb = 3\ny = (a + b) * b")
    shown = ("a", "b", "u1", "y")
    held = withheld(told.walk, ["value:u1"], shown=shown)
    assert held is not None and held.asked.key == "value:@2"
    assert locked_steps(told.walk, ["value:u1"], shown)[0].index == held.first


def slots_from(told: Story, step: int) -> set[str]:
    """The slots that are written by a step or a later one."""
    return {
        change.slot
        for group in told.changes[step:]
        for change in group
        if change.attribute in ("text", "heat") and change.value
    }


def test_the_slots_that_are_withheld_are_those_that_the_steps_write():
    told = story(**SLIDE)
    held = withheld(told.walk, ["slope:p/v"])
    assert held is not None
    slots = slots_from(told, held.first)
    edge = told.graph.edge("v", "p")
    assert {f"{edge.id}.local", "c0-1", "c0.product", "c0.far"} <= slots
    assert f"{told.graph.edge('p', 'L').id}.local" not in slots
    assert slots_from(told, 0) >= slots


@few
@given(programs(RICH))
def test_whatever_is_locked_nothing_after_it_is_given(program: Program):
    told = story(program.text)
    run = told.walk.runs[0]
    for each in told.walk.steps[:: max(1, len(told.walk.steps) // 5)]:
        if each.kind not in KINDS or each.iteration:
            continue
        held = withheld(told.walk, [each.key])
        assert held is not None and held.step(each.index) and not held.step(held.first - 1)
        frame = told.walk.frame(held.first - 1)
        for node in told.graph.nodes:
            if not held.value(node.index):
                assert frame.number("value", node.index) is not None
            if not held.gradient(node.index):
                assert run.gradients[node.index] is not None
        for edge in told.graph.edges:
            assert held.local(edge) == (frame.number("local", edge) is None)
            assert held.contribution(edge) == (frame.number("flow", edge) is None)
