"""`POST /api/nudge` and `/api/gradients`: proof as data, and clear errors."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from ...graph_engine.programs import EXAMPLE_II
from .reading import error, strict
from .test_openapi import described


def ask(client: FlaskClient, path: str = "/api/nudge", **asked: Any) -> Any:
    return client.post(path, json={"program": EXAMPLE_II, **asked})


def test_a_nudge_is_as_described_and_touches_its_tangent(client: FlaskClient):
    answer = ask(client, node="n2", reach=0.5)
    described("/api/nudge", "post", answer)
    found = strict(answer.text)
    assert found["name"] == "w₁" and found["entry"] == [] and found["shape"] == []
    middle = len(found["xs"]) // 2
    assert found["xs"][middle] == found["at"] == -1
    assert found["losses"][middle] == found["tangent"][middle] == found["loss"]
    assert len(found["points"]) == len(found["xs"])


@pytest.mark.parametrize(
    "program, node",
    [
        ("W: weight = [[1, 2], [3, 4]]\nx = [1, -1]\nL: loss = norm2(W @ x)", "n0"),
        ("x = 0\ny = log(x)\nL = y**2", "n0"),
        ("x = 1e200\ny = x**2\nL = y*y", "n0"),
        ("x: input = each(1, 2)\nw: weight = 2\nL: loss = w * x", "n0"),
    ],
)
def test_every_nudge_is_as_described(client: FlaskClient, program: str, node: str):
    answer = client.post("/api/nudge", json={"program": program, "node": node})
    assert answer.status_code == 200
    described("/api/nudge", "post", answer)
    described("/api/gradients", "post", client.post("/api/gradients", json={"program": program}))


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"node": "n99"},
        {"node": "n2", "entry": "0"},
        {"node": "n2", "entry": [True]},
        {"node": "n2", "reach": "1"},
        {"node": "n2", "reach": True},
        {"node": "n2", "more": 1},
    ],
)
def test_what_is_no_nudge_is_refused(client: FlaskClient, asked: dict[str, Any]):
    answer = ask(client, **asked)
    error(answer, 400, "request")
    described("/api/nudge", "post", answer)


@pytest.mark.parametrize("asked", [{"reach": 0}, {"reach": -1}, {"entry": [0]}])
def test_what_cannot_be_moved_says_so(client: FlaskClient, asked: dict[str, Any]):
    error(ask(client, node="n2", **asked), 422, "values")


def test_the_page_gets_a_table_and_a_badge(client: FlaskClient):
    found = strict(ask(client, "/api/gradients", arithmetic="slide").text)
    assert found["verdict"] == "agrees"
    assert found["badge"] == "All 11 gradients verified"
    assert found["html"].count("<tr") == 12
    assert "rounded on the way" in found["html"]


def test_names_are_written_as_text(client: FlaskClient):
    program = "x = 1\nL: loss = 2*x"
    html = strict(client.post("/api/nudge", json={"program": program, "node": "n0"}).text)["html"]
    assert "<script" not in html
