"""Whoever makes up answers, or asks what cannot be judged, takes no results from the others."""

import csv
import io
from typing import Any

import pytest
from flask import Flask

from app.classroom.results import BOUND, bounded
from app.routes.classroom import rooms
from app.serving.ended import Ended

from ..reading import strict
from .classes import Class, wish


def table(room: Class) -> list[list[str]]:
    found = room.get("results.csv", room.token)
    assert found.status_code == 200
    return [*csv.reader(io.StringIO(found.get_data().decode("utf-8-sig")))][1:]


def test_hundreds_of_long_made_up_answers_leave_the_others_judged(app: Flask, room: Class):
    ballot = room.asks()
    room.answers("-0.74", "right", ballot=ballot)
    room.answers("0.2", "mistake", ballot=ballot)
    with app.app_context():
        for k in range(400):
            assert rooms().store.answer(room.code, ballot, b"%d" % k, 1, f"{k}{'😀' * 190}")
    room.does("reveal")
    found = strict(room.get("results/1").text)
    counts = {each["name"] or each["kind"]: each["counts"] for each in found["groups"]}
    assert counts["right"] == counts["upstream forgotten"] == [1]
    assert counts["unread"][0] + counts["unjudged"][0] == 400 and counts["unjudged"][0] > 0
    assert found["totals"] == [402]
    kinds = [row[5] for row in table(room)]
    assert len(kinds) == 402 and kinds.count("unjudged") == counts["unjudged"][0]
    assert strict(room.get("results.json", room.token).text)["questions"][0]["totals"] == [402]
    assert "not judged" in room.client.get(f"/class/{room.code}/did").text


def test_what_nobody_judged_is_called_so_in_the_table_whoever_thought_of_the_question(
    app: Flask, room: Class
):
    room.does("show", wish=wish(), step=16)
    of_the_story = room.asks()
    room.answers("-0.74", "a", ballot=of_the_story)
    room.answers("0.2", "b", ballot=of_the_story)
    room.does("reveal")
    ones_own = room.asks_own(kind="text", ask="Why?")
    room.answers("Chain rule", "a", ballot=ones_own)
    with app.app_context():
        for k in range(10):
            assert rooms().store.answer(
                room.code, ones_own, b"%d" % k, 1, f"{k}{'😀' * (BOUND // 4)}"
            )
    rows = table(room)
    assert sorted(row[5:7] for row in rows if row[0] == "1") == [
        ["mistake", "this is the local gradient alone"],
        ["right", "right"],
    ]
    own = [row for row in rows if row[0] == "2"]
    assert ["other", "Chain rule"] in [row[5:7] for row in own]
    assert len(own) == 11 and {row[6] for row in own if row[5] == "unjudged"} == {"not judged"}


def test_what_is_judged_are_the_shortest_and_all_are_counted_once():
    counts = [{f"{k}" * 40: 2 for k in range(5000)}, {"7": 3, "": 1}]
    few, rest = bounded(counts)
    assert few[1] == counts[1] and not rest[1]
    assert {**few[0], **rest[0]} == counts[0] and not {*few[0]} & {*rest[0]}
    assert max(map(len, few[0])) <= min(map(len, rest[0]))
    assert sum(len(text) for text in few[0]) < BOUND


def test_a_question_that_there_is_not_leaves_the_others_their_results(room: Class):
    ballot = room.asks()
    room.answers("-0.74", "a", ballot=ballot)
    room.does("reveal")
    room.does("ask", question="nonsense", step=17)
    other = room.now()["asked"]["ballot"]
    room.answers("7", "a", ballot=other)
    room.does("reveal")
    assert [(row[0], row[4], row[5]) for row in table(room)] == [
        ("1", "-0.74", "right"),
        ("2", "7", "unjudged"),
    ]
    one, two = strict(room.get("results.json", room.token).text)["questions"]
    assert "error" not in one and one["groups"][0]["counts"] == [1]
    assert two["error"] == "The answers to this question could not be judged."
    assert two["totals"] == [1] and two["error"] in room.client.get(f"/class/{room.code}/did").text
    assert room.get("results/2").status_code == 400, "alone it is said in words"


@pytest.mark.parametrize("path", ["results/1", "results.csv", "results.json", "did"])
def test_where_the_server_is_busy_it_is_to_be_asked_again(app: Flask, room: Class, path: str):
    ballot = room.asks()
    room.answers("-0.74", "a", ballot=ballot)
    room.does("reveal")
    desk: Any = app.wsgi_app
    work = desk.work

    def busy(*_asked: Any) -> Any:
        raise Ended("busy")

    desk.work = busy
    found = room.get(path, room.token)
    assert found.status_code == 503 and found.headers["Retry-After"]
    desk.work = work
    assert room.get(path, room.token).status_code == 200
