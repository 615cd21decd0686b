"""A worksheet in a class over HTTP: handed out, worked on, seen by its lecturer, collected."""

import csv
import io
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.classroom import rights
from app.routes import judging
from app.routes.classroom import rooms

from ..reading import strict
from ..test_openapi import valid
from .classes import Class, wish

Q, SLOPE, PRODUCT = "6", "17", "17.flow"
"""Of Example II: q = −1, ∂p/∂v = 0.2, the product −0.74."""


def seen(room: Class, number: int = 1) -> Any:
    found = room.get(f"worksheet/{number}", room.token)
    assert found.status_code == 200, found.text
    return strict(found.text)


def kinds(room: Class) -> list[list[str]]:
    return [[kind for kind, _sign in person] for person in seen(room)["cells"]]


def test_a_worksheet_from_handing_it_out_to_the_table(room: Class):
    ballot = room.hands(PRODUCT, Q, SLOPE)
    told = room.now()["worksheet"]
    assert told["tasks"] == [Q, SLOPE, PRODUCT], "in the order of the story"
    assert told["takes"] and not {"lock", "unlocked", "page"} & {*told["wish"]}
    sent = {
        "a": {Q: ["-1"], SLOPE: ["0.27", "0.2"], PRODUCT: ["-0.74"]},
        "b": {Q: ["-2", "-1"], SLOPE: ["0.2"], PRODUCT: ["0.2"]},
        "c": {Q: ["99", None]},
        "d": {},
    }
    for person, tries in sent.items():
        assert room.works(person, tries, ballot=ballot).json == {"result": "counted"}
    assert room.now()["answered"] == 4
    found = seen(room)
    assert (found["number"], found["out"], found["people"], found["done"]) == (1, True, 4, 1)
    assert kinds(room) == [
        ["right", "later", "right"],
        ["later", "right", "mistake"],
        ["shown", "at", "ahead"],
        ["at", "ahead", "ahead"],
    ]
    assert [(each["right"], each["reached"]) for each in found["tasks"]] == [(2, 4), (2, 3), (1, 2)]
    assert found["tasks"][2]["mistakes"][0]["label"] == "upstream forgotten"
    assert found["tasks"][2]["reveal"] == "−3.7 · 0.2 = −0.74"

    room.does("collect")
    assert room.now()["worksheet"] is None
    late = room.works("d", {Q: ["-1"]}, ballot=ballot, revision=2)
    assert late.json == {"result": "closed"} and kinds(room)[3][0] == "at"
    table = [*csv.reader(io.StringIO(room.get("results.csv", room.token).text.lstrip("\ufeff")))][
        1:
    ]
    rows = sorted((row[0], row[2], row[4], row[5], row[7]) for row in table)
    assert rows == [
        ("1", "1", "-1", "right", "1"),
        ("1", "1", "-2", "mistake", "1"),
        ("1", "1", "99", "other", "1"),
        ("1", "2", "", "shown", "1"),
        ("1", "2", "-1", "right", "1"),
        ("2", "1", "0.2", "right", "1"),
        ("2", "1", "0.27", "mistake", "1"),
        ("2", "2", "0.2", "right", "1"),
        ("3", "1", "-0.74", "right", "1"),
        ("3", "1", "0.2", "mistake", "1"),
    ]
    (data,) = strict(room.get("results.json", room.token).text)["worksheets"]
    assert data["people"] == 4 and len(data["tasks"]) == 3


def test_what_is_said_is_as_the_interface_describes_it(room: Class):
    ballot = room.hands(Q, SLOPE)
    room.works("a", {Q: ["-2", "-1"], SLOPE: ["99"]}, ballot=ballot)
    room.works("b", {Q: [None]}, ballot=ballot)
    valid("HeatMap", seen(room))
    valid("ClassState", room.now())
    tasks = {**wish(), "tasks": [Q, SLOPE]}
    tries = {**wish(), "tries": {Q: ["1", "x"]}}
    for name, path, sent in (("Tasks", "tasks", tasks), ("Verdicts", "verdicts", tries)):
        valid(f"{name}Request", sent)
        valid(name, strict(room.client.post(f"/api/{path}", json=sent).text))
    room.does("collect")
    valid("ClassState", room.now())


def test_while_it_is_out_its_numbers_are_told_to_nobody(room: Class):
    room.hands(PRODUCT)
    number = "−0.74"
    assert number not in room.client.get(f"/class/{room.code}/did").text
    assert "0.74" not in str(room.now())
    room.does("collect")
    assert number in room.client.get(f"/class/{room.code}/did").text
    room.hands(PRODUCT)
    assert number not in room.client.get(f"/class/{room.code}/did").text


def test_handed_out_again_it_goes_on_for_everybody(room: Class):
    ballot = room.hands(Q, SLOPE)
    room.works("a", {Q: ["-1"]}, ballot=ballot)
    room.asks()
    assert room.works("a", {Q: ["-1"], SLOPE: ["0.2"]}, ballot=ballot, revision=2).json == {
        "result": "closed"
    }, "everybody is at the board"
    assert room.hands(Q, SLOPE) == ballot
    again = room.works("a", {Q: ["-1"], SLOPE: ["0.2"]}, ballot=ballot, revision=2)
    assert again.json == {"result": "counted"} and seen(room)["done"] == 1


def test_what_is_sent_twice_or_late_counts_once_as_the_newest(room: Class):
    ballot = room.hands(Q)
    newest = {Q: ["-2", "-1"]}
    assert room.works("a", newest, ballot=ballot, revision=3).json == {"result": "counted"}
    assert room.works("a", {Q: ["-2"]}, ballot=ballot, revision=2).json == {"result": "older"}
    assert room.works("a", newest, ballot=ballot, revision=3).json == {"result": "counted"}
    assert kinds(room) == [["later"]] and room.now()["answered"] == 1


def test_the_lecturers_lock_holds_for_a_worksheet(room: Class):
    ballot = room.hands(Q)
    room.does("lock", answers=False)
    assert room.now()["worksheet"]["takes"] is False
    assert room.works("a", {}, ballot=ballot).json == {"result": "closed"}


def test_work_is_taken_by_its_own_class_and_worksheet_alone(room: Class):
    asked = room.asks()
    assert room.works("a", {Q: ["1"]}, ballot=asked).json == {"result": "closed"}
    assert room.now()["answered"] == 0


@pytest.mark.parametrize("text", ["-1", '{"6":["\\ud800"]}', '{"\\udfff":["1"]}', "[" * 200])
def test_an_answer_of_the_other_way_is_none_and_breaks_no_heat_map(room: Class, text: str):
    ballot = room.hands(Q)
    room.works("b", {Q: ["-1"]}, ballot=ballot)
    assert room.answers(text, "a", ballot=ballot).json == {"result": "closed"}
    assert seen(room)["people"] == 1 and kinds(room) == [["right"]]


@pytest.mark.parametrize("text", ['{"6":["\\ud800"]}', '{"\\udfff":["1"],"6":[]}'])
def test_what_no_text_can_have_keeps_nobodys_work_from_being_told(
    room: Class, app: Flask, text: str
):
    """As a store of before has it."""
    ballot = room.hands(Q)
    room.works("b", {Q: ["-1"]}, ballot=ballot)
    with app.app_context():
        assert rooms().store.answer(room.code, ballot, b"odd", 1, text) == "counted"
    assert sorted(kinds(room)) == [["at"], ["right"]]
    room.does("collect")
    for path in ("did", "results.csv", "results.json"):
        assert room.get(path, room.token).status_code == 200, path


@pytest.mark.parametrize("path", ["did", "results.csv", "results.json"])
def test_what_is_handed_out_while_a_class_is_looked_at_comes_the_next_time(
    room: Class, monkeypatch: pytest.MonkeyPatch, path: str
):
    room.hands(Q)
    room.does("collect")
    room.asks()
    room.does("reveal")
    judged = judging.results

    def meanwhile(*given: Any) -> Any:
        room.hands(PRODUCT)
        return judged(*given)

    monkeypatch.setattr(judging, "results", meanwhile)
    found = room.get(path, room.token)
    assert found.status_code == 200
    assert path != "results.json" or len(strict(found.text)["worksheets"]) == 1


def test_a_question_interrupts_a_worksheet_and_tells_no_number_of_it(room: Class):
    room.hands(PRODUCT)
    room.asks_own(kind="text", ask="Why?")

    def did() -> str:
        return str(room.client.get(f"/class/{room.code}/did").text)

    assert room.now()["worksheet"] is None and "−0.74" not in did()
    room.hands(Q)
    room.does("collect")
    assert "−0.74" not in did() and 'data-worksheet="' in did(), "the other one was collected"
    room.does("end")
    assert "−0.74" in did()


def test_what_was_tried_once_is_judged_once(room: Class, monkeypatch: pytest.MonkeyPatch):
    ballot = room.hands(Q)
    asked: list[dict[str, list[str]]] = []
    real = judging.inside

    def inside(what: str, payload: Any) -> Any:
        if what == "verdicts":
            asked.append(payload["tries"])
        return real(what, payload)

    monkeypatch.setattr(judging, "inside", inside)
    for k, person in enumerate("abc"):
        room.works(person, {Q: ["7", "-1"][: 1 + k]}, ballot=ballot)
        seen(room)
    assert [each[Q] for each in asked if each[Q]] == [["7"], ["-1"]]


def test_the_lecturers_heat_map_speaks_the_language_of_whoever_asks(room: Class):
    ballot = room.hands(PRODUCT)
    room.works("a", {PRODUCT: ["0.2"]}, ballot=ballot)
    labels = [
        strict(room.get(f"worksheet/1?lang={code}", room.token).text)["mistakes"][0]["words"]
        for code in ("en", "cs")
    ]
    assert labels[0] != labels[1]


def test_after_a_restart_everything_is_there(room: Class, app: Flask):
    ballot = room.hands(Q)
    room.works("a", {Q: ["-1"]}, ballot=ballot)
    again = create_app(KEPT_BYTES=0, BUNDLED=False, CLASS=app.config["CLASS"]).test_client()
    later = Class(again, room.code, room.token, sent=100)
    assert later.now() == room.now() and seen(later) == seen(room)


def test_an_odd_number_of_a_worksheet_is_refused(room: Class):
    for number in (0, 1, 7):
        assert room.get(f"worksheet/{number}", room.token).status_code == 400


def test_what_is_kept_of_a_person_is_a_hash(room: Class, app: Flask):
    ballot = room.hands(Q)
    room.works("somebody", {Q: ["-1"]}, ballot=ballot)
    with app.app_context():
        (kept,) = rooms().store.answers(room.code, ballot)
    assert kept.person == rights.hashed(f"{'somebody':x<22}", room.code)
