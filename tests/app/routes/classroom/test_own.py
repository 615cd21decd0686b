"""A question of the lecturer's own over HTTP: asked, answered, shown, taken along."""

import csv
import io
from typing import Any

import pytest

from ..reading import strict
from ..test_openapi import valid
from .classes import Class, wish

CHOICE: dict[str, Any] = {
    "kind": "choice", "ask": "And α ten times as large?", "choices": ["falls more", "may rise"],
    "right": [2],
}  # fmt: skip


def table(room: Class) -> list[list[str]]:
    text = room.get("results.csv", room.token).text.lstrip("\ufeff")
    return [*csv.reader(io.StringIO(text))][1:]


def test_a_choice_with_two_votes_from_asking_to_the_table(room: Class):
    room.does("show", wish=wish(), step=16)
    ballot = room.asks_own(**CHOICE)
    told = room.now()["asked"]
    valid("ClassState", room.now())
    assert told["own"] == {name: value for name, value in CHOICE.items() if name != "right"}
    assert room.now()["show"]["upto"] == 16, "nothing of the story waits for it"
    for person, text in (("a", "1"), ("b", "2"), ("c", "7")):
        assert room.answers(text, person, ballot=ballot).json == {"result": "counted"}
    room.does("close")
    assert room.get("results/1").status_code == 403
    assert room.get("results/1", room.token).status_code == 200
    room.does("again")
    second = room.now()["asked"]["ballot"]
    for person in "abc":
        room.answers("2", person, ballot=second)
    room.does("close")
    room.does("reveal")
    assert room.now()["asked"]["own"] == CHOICE
    found = strict(room.get("results/1").text)
    valid("Results", found)
    assert [(each["kind"], each["words"], *each["counts"]) for each in found["groups"]] == [
        ("other", "A. falls more", 1, 0),
        ("right", "B. may rise", 1, 3),
        ("unread", "not understood", 1, 0),
    ]
    assert found["reveal"] == "B. may rise"
    rows = sorted((row[2], row[4], row[5], row[6]) for row in table(room))
    assert rows == [
        ("1", "1", "other", "A. falls more"),
        ("1", "2", "right", "B. may rise"),
        ("1", "7", "unread", "not understood"),
        *[("2", "2", "right", "B. may rise")] * 3,
    ]
    did = room.client.get(f"/class/{room.code}/did").text
    assert "B. may rise" in did and "/lesson/example-2?step=16" in did


def test_on_a_slide_of_words_a_number_and_a_text_may_be_asked(room: Class):
    room.does("show", text=True, step=1)
    ballot = room.asks_own(kind="number", ask="How many weights?", right="12")
    room.answers("12", "a", ballot=ballot)
    room.answers("11", "b", ballot=ballot)
    room.does("reveal")
    ballot = room.asks_own(kind="text", ask="Why?")
    room.answers("chain rule", "a", ballot=ballot)
    room.answers("Chain Rule", "b", ballot=ballot)
    room.answers("<b>no</b>", "c", ballot=ballot)
    room.does("reveal")
    one, two = (strict(room.get(f"results/{k}").text)["groups"] for k in (1, 2))
    assert [(each["words"], each["counts"]) for each in one] == [("right", [1]), ("11", [1])]
    assert [each["counts"] for each in two] == [[2], [1]]
    did = room.client.get(f"/class/{room.code}/did").text
    assert "<b>no" not in did and "&lt;b&gt;no" in did
    assert did.count("<section") == 2 and "Look at this step again" not in did


def test_a_wire_is_one_of_the_picture_that_is_shown(room: Class):
    room.does("show", wish=wish(), step=16)
    ballot = room.asks_own(kind="wire", ask="Which wire is wrong?", right="e9-0")
    room.answers("e9-0", "a", ballot=ballot)
    room.answers("e10-0", "b", ballot=ballot)
    room.does("reveal")
    found = strict(room.get("results/1").text)
    assert [(each["kind"], each["words"]) for each in found["groups"]] == [
        ("right", "v → p"),
        ("other", "p → ℒ"),
    ]
    assert found["slots"] == ["e9-0"]


@pytest.mark.parametrize("code", ["en", "cs"])
def test_a_question_is_judged_in_the_language_of_whoever_asks(room: Class, code: str):
    room.does("show", text=True, step=1)
    ballot = room.asks_own(kind="text", ask="Why?")
    room.answers("", "a", ballot=ballot)
    room.does("reveal")
    found = strict(room.get(f"results/1?lang={code}").text)
    assert ("do not know" in found["groups"][0]["words"]) is (code == "en")


def test_ones_own_is_judged_as_described(room: Class):
    sent = {"own": CHOICE, "counts": [{"1": 1}]}
    valid("OwnRequest", sent)
    valid("Results", strict(room.client.post("/api/own", json=sent).text))
    for odd in ({**sent, "more": 1}, {**sent, "counts": []}, {**sent, "left": [1, 2]}):
        found = room.client.post("/api/own", json=odd)
        assert found.status_code == 400 and strict(found.text)["error"]["message"]
