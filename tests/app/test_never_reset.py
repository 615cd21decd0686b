"""Gradients that nobody resets: one truth for every channel, in later iterations too."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from app import create_app
from app.exports.story_json import story_json
from app.lessons import lessons
from app.predict import check, questions
from app.story import Story, story_of

LINK = "iterations=3&accumulate=1"
NEW = ("0.48", "2.202", "3.933")
"""w₁ after each update, on the slide of example II."""


@pytest.fixture(scope="module")
def told() -> Story:
    look = lessons()["example-2"].look
    return story_of(replace(look, view=replace(look.view, iterations=3, accumulate=True)))


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app().test_client()


def new_weights(found: Any) -> list[str]:
    """What the picture writes at the updates."""
    shown = [change for step in found["steps"] for change in step["shown"]]
    texts = [text for slot, what, text in shown if slot == "n2.update" and what == "text"]
    return [text.rpartition("+")[2] for text in texts if "+" in text]


def test_the_walk_adds_every_gradient_so_far(told: Story):
    gradients = [float(run.gradient("w1")) for run in told.walk.runs[:3]]
    weights = [float(run.value("w1")) for run in told.walk.runs]
    np.testing.assert_allclose(np.diff(weights), -np.cumsum(gradients))
    np.testing.assert_allclose(weights[1:], [0.48, 2.202, 3.933])


def test_picture_json_page_and_stage_show_the_same_weights(client: FlaskClient):
    address = f"/lesson/example-2.json?{LINK}"
    assert new_weights(client.get(address).json) == [*NEW]
    page = client.get(f"/present/example-2?{LINK}").text
    deck = json.loads(page.partition('id="deck">')[2].partition("</script>")[0])
    assert new_weights(deck["stories"][0]) == [*NEW]
    # What the stage asks for when a number changes, and back again.
    wish = deck["stories"][0]["wish"]
    changed = client.post("/api/story", json={**wish, "values": {"x1": 3.0}}).json
    assert new_weights(changed) != [*NEW]
    assert changed["page"]["url"].endswith("?iterations=3&accumulate=1&v.x1=3.0")
    assert new_weights(client.post("/api/story", json=wish).json) == [*NEW]


@pytest.mark.parametrize("which", range(3))
def test_predict_asks_for_the_weight_that_the_picture_shows(told: Story, which: int):
    asked = [each for each in questions(told) if each.kind == "update"]
    assert len(asked) == 3
    assert asked[which].reveal.endswith(NEW[which])
    assert check(told, question=asked[which].id, answer=NEW[which], earlier={}).result == "right"
    afresh = float(told.walk.runs[which].value("w1") - told.walk.runs[which].gradient("w1"))
    verdict = check(told, question=asked[which].id, answer=f"{afresh:.3f}", earlier={})
    assert (verdict.result == "right") == (which == 0)
    assert which == 0 or "never reset" in verdict.text


def test_with_gradients_reset_each_time_the_weights_are_others():
    look = lessons()["example-2"].look
    told = story_of(replace(look, view=replace(look.view, iterations=3)))
    assert new_weights(story_json(told))[1:] != [*NEW[1:]]
    asked = [each for each in questions(told) if each.kind == "update"][1]
    assert check(told, question=asked.id, answer="2.202", earlier={}).result != "right"
