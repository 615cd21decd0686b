"""The tasks of a worksheet are the questions that its link locks, without their numbers."""

import json
from dataclasses import replace

import pytest

from app.classroom.tasks import tasks_json, verdicts_json
from app.lessons import lessons
from app.predict import questions
from app.state.view import Look, View
from app.story import whole_story

EXAMPLE = lessons()["example-2"].look


def locked(*keys: str) -> list[str]:
    found = tasks_json(replace(EXAMPLE, locks=keys), None)["tasks"]
    return [each["id"] for each in found if each["locked"]]


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (("value:q",), ["6"]),
        (("slope:p/v",), ["17"]),
        (("product:1",), ["24"]),
        (("new:w1",), ["26"]),
        (("value:*",), ["2", "4", "6", "8", "10", "12"]),
        (("slope:p/v", "value:q"), ["6", "17"]),
        (("value:nothing",), []),
    ],
)
def test_a_lock_of_a_link_is_the_question_for_its_number(
    keys: tuple[str, ...], expected: list[str]
):
    assert locked(*keys) == expected


def test_all_that_ask_asks_in_its_order_can_be_a_task():
    asked = [each.id for each in questions(whole_story(EXAMPLE)) if not each.touched]
    assert [each["id"] for each in tasks_json(EXAMPLE, None)["tasks"]] == asked


def test_a_matrix_that_nobody_can_type_is_no_task():
    look = replace(lessons()["network-all"].look, locks=("new:W", "new:u"))
    found = tasks_json(look, None)["tasks"]
    assert [each["id"] for each in found if each["locked"]] == ["37"], "the vector u alone"


def test_some_tasks_stand_in_the_order_of_the_story_and_unknown_ones_are_left_out():
    found = tasks_json(EXAMPLE, ["17", "6", "nonsense", "999"])["tasks"]
    assert [each["id"] for each in found] == ["6", "17"]


def test_tasks_have_no_number_in_them():
    program = (
        "x: input = 0.31415\nw: weight = 2.7183\nv = w * x\np = sigmoid(v)\nL: loss = -log(p)\n"
    )
    look = Look(view=View(program=program, focus="w"))
    text = json.dumps(tasks_json(look, None))
    for question in questions(whole_story(look)):
        assert f"{abs(float(question.number)):.3g}" not in text, question.id


def test_tries_are_judged_as_predict_judges_them_and_tasks_come_with_their_numbers():
    tries = {"17.flow": ["0.2", "-0.74", "x", "99"], "6": [], "nonsense": ["1"]}
    found = verdicts_json(EXAMPLE, tries)
    assert [(each["id"], each["reveal"]) for each in found["tasks"]] == [
        ("6", "q = −1"),
        ("17.flow", "−3.7 · 0.2 = −0.74"),
    ]
    assert found["of"]["17.flow"] == {
        "0.2": ["mistake", "upstream forgotten"],
        "-0.74": ["right", ""],
        "x": ["unread", ""],
        "99": ["other", ""],
    }
    assert found["of"]["6"] == {} and "nonsense" not in found["of"]
