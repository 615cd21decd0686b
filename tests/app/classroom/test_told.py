"""What a class is told bit by bit is the lecturer's story, and nothing of it before its time."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from app.classroom.told import AHEAD, told_json
from app.exports.page_json import stage_json
from app.lessons import lessons
from app.predict import questions
from app.state.view import Look, View
from app.story import Story, whole_story

LESSONS = ("example-2", "network-all", "samples", "dead-relu", "learning-loop")


def story_of(slug: str) -> Story:
    return replace(whole_story(lessons()[slug].look), hide=())


def told(story: Story, upto: int, since: int = 0, question: str = "", have: str = "") -> Any:
    return told_json(story, slug="", upto=upto, since=since, have=have, question=question)


@pytest.mark.parametrize("slug", LESSONS)
def test_all_bits_together_are_the_story_that_the_stage_has(slug: str):
    story = story_of(slug)
    whole = stage_json(story)
    steps: list[Any] = []
    for upto in range(0, story.last + 1, 7):
        steps += told(story, upto, len(steps))["steps"][: upto + 1 - len(steps)]
    steps += told(story, story.last, len(steps))["steps"]
    assert steps == whole["steps"]
    first, last = told(story, 0), told(story, story.last)
    assert first["structure"] == last["structure"] == whole["structure"], "nothing ever jumps"
    assert first["svg"] == last["svg"] == whole["svg"]


@pytest.mark.parametrize("slug", LESSONS)
def test_of_what_comes_later_only_the_places_are_there(slug: str):
    story = story_of(slug)
    half = story.last // 2
    found = told(story, half)
    for step in found["steps"][half + 1 :]:
        assert {name for name, value in step.items() if value not in ("", [], None)} <= {*AHEAD}
    assert all("value" not in node and "gradient" not in node for node in found["nodes"])
    assert found["locked"] is None and "explanations" not in found


ODD = """\
x: input = 0.31415
w: weight = 2.7183
v = w * x
p = sigmoid(v)
L: loss = -log(p)
"""
"""Here every number is one that nothing else has by chance."""


def test_the_number_that_is_asked_for_is_not_in_what_a_class_is_sent():
    story = whole_story(Look(view=View(program=ODD, focus="w")))
    # The slope of a product is the other operand, which stands on its wire all the time.
    given = {0.31415, 2.7183}
    asked = [each for each in questions(story) if float(each.number) not in given]
    assert len(asked) > 6
    for question in asked:
        text = json.dumps(
            told(story, question.step - 1, 0, question.id), ensure_ascii=False, default=str
        )
        exact = float(question.number)
        shown = re.findall(r"[−-]?\d+\.\d+", question.reveal.rpartition("=")[2])
        for digits in {
            f"{abs(exact):.4g}",
            f"{abs(exact):.3g}",
            *(each.strip("−-") for each in shown),
        }:
            if len(digits.replace(".", "").lstrip("0")) >= 3:
                assert digits not in text.replace(ODD, ""), (question.id, digits)


def test_a_question_is_asked_without_its_hints_and_its_number():
    story = story_of("example-2")
    posed = told(story, 16, 0, "17")["posed"]
    assert {*posed} == {"ask", "typing", "slots", "step", "count", "size"}
    assert posed["ask"] == "What is the local gradient ∂p/∂v?"
    assert told(story, 16, 0, "nonsense")["posed"] is None


def test_a_picture_in_hand_is_not_sent_again():
    story = story_of("example-2")
    assert "svg" not in told(story, 5, 3, have=told(story, 3)["structure"])


def test_a_step_beyond_the_last_is_the_last():
    story = story_of("example-2")
    assert told(story, 10**6)["upto"] == story.last
