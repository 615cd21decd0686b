"""A number written in a program has no gradient, and nothing asks for one."""

import json

import pytest

from app.exports.story_json import story_json
from app.picture.changes import first
from app.predict.questions import questions
from app.story import Story

from .pictures import read
from .stories import story

PROGRAMS = [
    "x = 2.3\ny = max(x, 0)\nf = y*y",
    "z = 1.7\nf = hinge(1, z)",
    "z = 0.4\ny = logistic_loss(1, z)\nL: loss = y + z",
    "w: weight = [0.3, -0.7]\ns = dot(w, [1.3, 2.9])\nL: loss = square(s)",
    "a = 1.1\nf = max(a, 5) * min(a, 7)",
    "x = 0.9\nf = x + max(0, 0.5)",
]


@pytest.fixture(params=PROGRAMS)
def told(request: pytest.FixtureRequest) -> Story:
    return story(request.param)


def test_no_step_is_about_its_gradient(told: Story):
    written = {node.index for node in told.graph.nodes if node.number}
    assert written
    for each in told.walk.steps:
        if each.phase == "backward":
            assert each.node not in written
            assert each.edge is None or each.edge.src not in written
        for fact in each.facts:
            assert fact.what == "value" or fact.known == "gone" or fact.target not in written


def test_it_has_no_slot_and_no_question(told: Story):
    slots = {slot for (slot, _attribute), _value in first(told.words)}
    written = {node.index for node in told.graph.nodes if node.number}
    drawn = read(told.svg(told.last, fonts=False)).seen
    for edge in told.graph.edges:
        if told.graph.nodes[edge.src].number:
            for name in (f"{edge.id}.local", f"{edge.id}.gradient", f"g{edge.src}"):
                assert name not in slots and name not in drawn
            assert f"{edge.id}.value" in slots
    for question in questions(told):
        assert not {f"g{index}" for index in written} & {*question.slots}


def test_the_data_give_null_for_it(told: Story):
    data = story_json(told)
    for node, found in zip(told.graph.nodes, data["nodes"], strict=True):
        if node.number:
            assert found["gradient"] is None and found["check"]["text"] == ""
    told_edges = {each["edge"] for each in data["asides"]}
    for edge, found in zip(told.graph.edges, data["edges"], strict=True):
        if told.graph.nodes[edge.src].number:
            assert found["local"] is None and found["contribution"] is None
            assert edge.id not in told_edges
    assert json.dumps(data, allow_nan=False)
