"""Answers are grouped as Predict judges them: each mistake's own number by that mistake's name."""

import csv
from collections import Counter

import pytest

from app.classroom.results import judged, results_json
from app.classroom.store import Answer
from app.classroom.taking import Taken, harmless, table
from app.lessons import lessons
from app.predict import AnswerError, check, questions
from app.predict.mistakes import made
from app.story import Story, whole_story


@pytest.fixture(scope="module")
def story() -> Story:
    return whole_story(lessons()["example-2"].look)


DVP = "17.flow"
"""∂ℒ/∂v = ∂ℒ/∂p · ∂p/∂v: −3.7 · 0.2 = −0.74 on the slide, −3.718 · 0.1966 = −0.731 unrounded."""


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("-0.74", ("right", "")),
        ("−0,73", ("right", "")),
        ("-0.731", ("right", "")),
        ("-3.7*0.2", ("right", "")),
        ("0.2", ("mistake", "upstream forgotten")),
        ("-3.7", ("mistake", "upstream only")),
        ("0.74", ("mistake", "sign")),
        ("99", ("other", "")),
        ("no idea", ("unread", "")),
        ("", ("none", "")),
        ("  ", ("none", "")),
    ],
)
def test_an_answer_is_in_the_group_that_arithmetic_by_hand_puts_it_into(
    story: Story, text: str, group: tuple[str, str]
):
    found = judged(story, DVP, [text])[text]
    assert (found.kind, found.name) == group


def test_five_hundred_answers_of_the_mistake_models_are_grouped_as_the_judge_says(story: Story):
    texts: list[tuple[str, str]] = []
    for question in questions(story):
        if question.problem is None or question.count:
            continue
        texts.append((question.id, f"{float(question.number):.10g}"))
        for _mistake, number in made(question.problem, question.problem.inputs):
            texts.append((question.id, f"{float(number):.10g}"))
    all_ = [texts[k % len(texts)] for k in range(500)]
    for name in {question for question, _text in all_}:
        own = [text for question, text in all_ if question == name]
        found = judged(story, name, own)
        for text in {*own}:
            try:
                verdict = check(story, question=name, answer=text, earlier={})
            except AnswerError:
                assert found[text].kind == "unread"
                continue
            if verdict.result == "right":
                assert found[text].kind == "right"
            else:
                assert found[text].name == (*verdict.mistakes, "")[0]
        groups = results_json(story, name, [Counter(own)])
        assert sum(each["counts"][0] for each in groups["groups"]) == len(own)


def test_right_comes_first_then_mistakes_by_the_first_vote_and_the_order_stays(story: Story):
    before = {"0.2": 41, "-0.74": 50, "-0.73": 11, "0.74": 12, "99": 24, "": 5}
    after = {"-0.74": 112, "0.74": 30, "0.2": 14}
    found = results_json(story, DVP, [before, after])
    rows = [(each["kind"], each["name"], each["counts"]) for each in found["groups"]]
    assert rows == [
        ("right", "", [61, 112]),
        ("mistake", "upstream forgotten", [41, 14]),
        ("mistake", "sign", [12, 30]),
        ("other", "", [24, 0]),
        ("none", "", [5, 0]),
    ]
    assert found["totals"] == [143, 156]
    assert found["groups"][0]["shares"] == ["43 %", "72 %"], "61/143 and 112/156"
    assert found["groups"][0]["numbers"] == ["-0.74", "-0.73"]


def test_nobody_right_is_a_row_of_its_own(story: Story):
    first = results_json(story, DVP, [{"99": 2}])["groups"][0]
    assert (first["kind"], first["counts"], first["shares"]) == ("right", [0], ["0 %"])


def test_a_text_is_judged_once_however_many_have_sent_it(story: Story):
    assert [*judged(story, DVP, ["0.2"] * 2000)] == ["0.2"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd", "@SUM(A1)", "-2+3", "\t=1", "=HYPERLINK(1)", "\r1"]
)
def test_no_spreadsheet_takes_an_answer_for_a_formula(text: str):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["x;=1+1", "x; @SUM(A1)", "1;-2+3", ";=cmd|'/C calc'!A0", "a;b;+c"]
)
def test_none_does_so_where_semicolons_part_cells(text: str):
    rows = list(csv.reader([f"1,2,{harmless(text)}"], delimiter=";"))
    cells = [each.strip() for each in rows[0]]
    assert len(cells) > 1 and not any(each.startswith(tuple("=+-@")) for each in cells)
    assert harmless(text).replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize(
    "text", ["-0.74", "−0,74", "+3", "1/5", "p*(1-p)", "-1, 2", "", "(1; -2)", "1;-0,5"]
)
def test_a_number_stays_a_number(text: str):
    assert harmless(text) == text


def test_the_table_numbers_people_and_names_nobody(story: Story):
    results = results_json(story, DVP, [{"0.2": 1, "=1": 1}])
    answers = [Answer(person=who, revision=1, text=t) for who, t in ((b"x", "0.2"), (b"a", "=1"))]
    text = table([Taken(number=1, results=results, answers=[answers])])
    lines = text.lstrip("\ufeff").splitlines()
    assert lines[0].startswith("question,asked,vote,person")
    assert lines[1].split(",")[-5:-2] == ["1", "'=1", "other"]
    assert ",2,0.2,mistake," in lines[2]
