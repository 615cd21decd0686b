"""`POST /api/questions` and `/api/check`: asked and answered in one request each, nothing kept."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from ...graph_engine.programs import EXAMPLE_II
from ..stories import HOSTILE
from .reading import strict
from .test_openapi import described

SLIDE = {"program": EXAMPLE_II, "arithmetic": "slide", "focus": "w1"}


def ask(client: FlaskClient, path: str, **asked: Any) -> Any:
    found = client.post(path, json={**SLIDE, **asked})
    described(path, "post", found)
    return found


def test_the_questions_of_example_ii(client: FlaskClient):
    found = strict(ask(client, "/api/questions").text)["questions"]
    assert [each["kind"] for each in found[:8]] == ["value"] * 6 + ["local"] * 2
    assert found[0]["ask"] == "What is z₁?" and found[0]["step"] == 2
    assert len({each["id"] for each in found}) == len(found)


@pytest.mark.parametrize(
    ("question", "answer", "result", "mistakes"),
    [
        ("2", "-2", "right", []),
        ("2", "2", "wrong", ["sign"]),
        ("17", "0,27", "wrong", ["sigma"]),
        ("17.flow", "0.2", "wrong", ["upstream forgotten"]),
        ("17.flow", "-3.7", "wrong", ["upstream only"]),
        ("26", "-2.48", "wrong", ["added"]),
        ("2", "<script>alert(1)</script>", "unread", []),
        ("2", "__class__", "unread", []),
    ],
)
def test_an_answer_is_told_what_it_is(
    client: FlaskClient, question: str, answer: str, result: str, mistakes: list[str]
):
    found = strict(ask(client, "/api/check", question=question, answer=answer).text)
    assert (found["result"], found["mistakes"]) == (result, mistakes)


@pytest.mark.parametrize("answer", ["-2", "2", "1/3"])
def test_who_asks_only_whether_it_can_be_read_is_not_told_what_is_right(
    client: FlaskClient, answer: str
):
    asked = {"question": "2", "reading": True}
    found = strict(ask(client, "/api/check", answer=answer, **asked).text)
    assert found == {"result": "read", "text": "", "mistakes": [], "entries": 0}
    odd = strict(ask(client, "/api/check", answer="abc", **asked).text)
    assert odd["result"] == "unread"
    assert "abc" in odd["text"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_kindly_refused(client: FlaskClient, text: str):
    found = ask(client, "/api/check", question="2", answer=text)
    assert found.status_code == 200
    assert strict(found.text)["result"] == "unread"


@pytest.mark.parametrize(
    "asked",
    [
        {"question": "nope", "answer": "1"},
        {"question": 2, "answer": "1"},
        {"question": "2"},
        {"question": "2", "answer": "1", "earlier": {"2": 3}},
        {"question": "2", "answer": "1", "earlier": [1]},
        {"question": "2", "answer": "1", "earlier": {str(k): "1" for k in range(500)}},
        {"question": "2", "answer": "1", "more": 1},
        {"question": "2", "answer": "1", "program": "L = "},
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(client: FlaskClient, asked: dict[str, Any]):
    found = ask(client, "/api/check", **asked)
    assert found.status_code in (400, 422)
    assert strict(found.text)["error"]["message"]


def test_what_follows_from_an_earlier_answer_comes_with_the_request(client: FlaskClient):
    asked = {"question": "19.flow", "answer": "-0.8"}
    assert strict(ask(client, "/api/check", **asked).text)["result"] == "wrong"
    asked["earlier"] = {"17.flow": "-0.8"}
    assert strict(ask(client, "/api/check", **asked).text)["result"] == "follows"
