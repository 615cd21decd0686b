"""`POST /api/matrix`: a window of a matrix, or a clear error."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

import graph_engine as ge
from app.lessons import lessons

from .reading import error, page, strict


def ask(client: FlaskClient, slug: str, **asked: Any) -> Any:
    lesson = lessons()[slug]
    view = lesson.view
    body = {
        "program": lesson.program,
        "slug": slug,
        "focus": view.focus,
        "zoom": view.zoom,
        **asked,
    }
    return client.post("/api/matrix", data=json.dumps(body), content_type="application/json")


def key(slug: str) -> str:
    """That of the last edge of the chain: its Jacobian by the weights."""
    return str(lessons()[slug].story().walk.paths[0][-1].id)


def test_a_window_has_its_rows_and_columns(client: FlaskClient) -> None:
    answer = ask(client, "large-layer", matrix=key("large-layer"), row=24, column=24_000)
    assert answer.status_code == 200, answer.text[:300]
    found = page(strict(answer.text)["html"])
    assert found.one("caption").text.endswith("1000×1000000 · rows 25–36, columns 24001–24016")
    rows = [row.find("td") for row in found.find("tr")]
    assert [len(row) for row in rows] == [16] * 12
    # Neuron 25 has the columns from 24 000 on: its row alone is not zero there.
    zeros = [{"zero" in cell.attributes.get("class", "") for cell in row} for row in rows]
    assert zeros == [{False}, *[{True}] * 11]


def test_a_window_past_the_end_is_the_last_one(client: FlaskClient) -> None:
    answer = ask(client, "large-layer", matrix=key("large-layer"), row=10**9, column=10**9)
    caption = page(strict(answer.text)["html"]).one("caption").text
    assert caption.endswith("rows 989–1000, columns 999985–1000000")


def test_a_small_matrix_is_sent_whole(client: FlaskClient) -> None:
    answer = ask(client, "network", matrix=key("network"), row=3, column=3)
    found = page(strict(answer.text)["html"])
    assert len(found.find("td")) == 36 and not found.find("button")


@pytest.mark.parametrize(
    "matrix", ["", "x", "n", "n99", "n-1", "q1", "g99999999999", "e99-0", "<b>", "n٣", "n1.5"]
)
def test_a_matrix_that_is_not_there_is_said(client: FlaskClient, matrix: str) -> None:
    assert ask(client, "network", matrix=matrix).status_code == 400


@pytest.mark.parametrize(
    "asked",
    [{"nope": 1}, {"matrix": 3}, {"row": "1"}, {"row": 1.5}, {"column": True}, {"zoom": "x"}],
)
def test_a_field_that_means_nothing_is_said(client: FlaskClient, asked: dict[str, Any]) -> None:
    answer = ask(client, "network", **{"matrix": key("network"), **asked})
    found = error(answer, 400, "request")
    assert next(iter(asked)) in found["message"]


@pytest.mark.parametrize(
    ("operation", "edges"),
    [("max(x, 1)", 2), ("min(0, x)", 2), ("[1, 2] + x", 2), ("x @ [[1, 2], [3, 4]]", 2)],
)
def test_there_is_no_derivative_by_a_number_of_the_program(
    client: FlaskClient, operation: str, edges: int
) -> None:
    program = f"x: weight = {'[2, 5]' if '[' in operation else '2'}\ny = {operation}"
    graph = ge.parse(program)
    assert len(graph.edges) == edges
    for edge in graph.edges:
        body = {"program": program, "matrix": edge.id}
        status = client.post("/api/matrix", json=body).status_code
        assert status == (400 if graph.nodes[edge.src].number else 200), edge
    for node in graph.nodes:
        if node.number:
            body = {"program": program, "matrix": f"g{node.index}"}
            assert client.post("/api/matrix", json=body).status_code == 400
