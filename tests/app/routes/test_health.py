"""`/healthz` is well when a program can go the whole road."""

import json

import pytest
from flask.testing import FlaskClient

from app.picture.layout import row
from app.picture.layout.rows import forget


def test_it_is_well(client: FlaskClient):
    answer = client.get("/healthz")
    assert (answer.status_code, json.loads(answer.text)) == (200, {"status": "ok"})


def test_without_graphviz_it_is_not(client: FlaskClient, monkeypatch: pytest.MonkeyPatch):
    def gone(dot: str) -> None:
        raise OSError("no Graphviz")

    forget()
    monkeypatch.setattr(row, "ask", gone)
    assert client.get("/healthz").status_code == 500
