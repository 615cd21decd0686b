"""What is asked again is answered again: made once, compressed once, and not sent to who has it."""

import json
import logging
import threading
import time
import zlib
from collections.abc import Callable

import brotli
import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from app import create_app
from app.serving import answer as answers
from app.serving.answer import Answer
from app.serving.desk import Desk
from app.serving.kept import SHARE, Kept

LESSON = "/lesson/example-2"
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: zlib.decompress(data, 31),
    "br": brotli.decompress,
    "": lambda data: data,
}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app().test_client()


class Counting:
    """An application that says how often it was asked."""

    def __init__(self, room: int = 1_000_000) -> None:
        self.asked = 0
        self.status = 200
        self.pause = 0.0
        app = Flask(__name__, static_folder=None)
        app.add_url_rule("/<path:rest>", view_func=self._answer, methods=["GET", "POST"])
        app.wsgi_app = Desk(app.wsgi_app, room=room, most=1000)
        self.app = app

    def _answer(self, rest: str) -> tuple[str, int]:
        self.asked += 1
        time.sleep(self.pause)
        return f"<p>{rest} {request.query_string!r} {request.get_data()!r}</p>" * 50, self.status


@pytest.mark.parametrize(
    "address", [LESSON, "/", "/lesson/example-2.json", "/lesson/example-2.tex", "/talk/lecture"]
)
def test_a_page_that_is_asked_again_is_the_same(client: FlaskClient, address: str):
    first, second = client.get(address), client.get(address)
    assert first.data == second.data and first.status_code == second.status_code == 200
    assert first.headers["X-Request-ID"] != second.headers["X-Request-ID"]
    others = {n: v for n, v in first.headers if n not in ("X-Request-ID", "Date")}
    assert others == {n: v for n, v in second.headers if n not in ("X-Request-ID", "Date")}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("address", [LESSON, "/reference", "/static/css/tokens.css"])
def test_who_has_a_page_is_not_sent_it_again(client: FlaskClient, address: str, way: str):
    headers = {"Accept-Encoding": way}
    first = client.get(address, headers=headers)
    again = client.get(address, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert again.headers[name] == first.headers[name]
    for stale in ('"other"', 'W/"0"', ""):
        assert client.get(address, headers={**headers, "If-None-Match": stale}).status_code == 200
    weak = {**headers, "If-None-Match": f'"x", W/{first.headers["ETag"]}'}
    assert client.get(address, headers=weak).status_code == 304


def test_languages_themes_and_encodings_have_pages_of_their_own(client: FlaskClient):
    seen = set()
    for language in ("en", "cs"):
        for theme in ("paper", "board"):
            for way, unpack in WAYS.items():
                asked = {"Accept-Language": language, "Accept-Encoding": way}
                for _ in range(2):
                    found = client.get(f"{LESSON}?theme={theme}", headers=asked)
                    assert found.headers.get("Content-Encoding", "") == way
                    text = unpack(found.data).decode()
                    assert f'<html lang="{language}"' in text and f'data-theme="{theme}"' in text
                seen.add(found.headers["ETag"])
    assert len(seen) == 12


def test_a_story_is_kept_by_all_that_was_sent(client: FlaskClient):
    def told(**asked: object) -> dict[str, object]:
        answer = client.post("/api/story", json={"program": "x = 2\nL: loss = 3*x", **asked})
        assert answer.headers["Cache-Control"] == "no-store"
        return dict(json.loads(answer.text))

    plain = told()
    assert told() == plain
    assert told(values={"x": 5}) != plain
    assert told(arithmetic="slide") != plain


def test_the_same_is_made_once():
    one = Counting()
    client = one.app.test_client()
    for _ in range(5):
        assert client.get("/a").status_code == 200
        assert client.head("/a").data == b""
    assert one.asked == 1
    client.get("/a?b")
    client.get("/a", headers={"Accept-Encoding": "br"})
    client.post("/api/x", data=b"1")
    client.post("/api/x", data=b"1")
    client.post("/api/x", data=b"2")
    assert one.asked == 5


@pytest.mark.parametrize("path", ["/healthz", "/api/export/abc", "/qr.svg"])
def test_what_changes_is_asked_each_time(path: str):
    one = Counting()
    for _ in range(3):
        assert "ETag" not in one.app.test_client().get(path).headers
    assert one.asked == 3


@pytest.mark.parametrize("status", [301, 400, 404, 422, 500, 503])
def test_an_error_is_not_kept(status: int):
    one = Counting()
    one.status = status
    client = one.app.test_client()
    assert client.get("/a").status_code == status
    one.status = 200
    assert client.get("/a").status_code == 200


def test_a_form_or_a_large_body_passes_through():
    one = Counting()
    client = one.app.test_client()
    for data in (b"x" * 1001, b"y"):
        for _ in range(2):
            assert client.post("/lesson/a.pdf", data=data).status_code == 200
    assert one.asked == 4


def test_of_many_who_ask_at_once_one_makes_it():
    one = Counting()
    one.pause = 0.2
    found: list[int] = []
    askers = [
        threading.Thread(target=lambda: found.append(len(one.app.test_client().get("/slow").data)))
        for _ in range(8)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert one.asked == 1 and len(found) == 8 and len(set(found)) == 1


def test_what_is_kept_has_a_bound_and_the_oldest_goes_first():
    kept = Kept(room=100_000)
    for k in range(50):
        body = bytes(10_000)
        kept.made(f"{k}".encode(), lambda body=body: Answer("200 OK", (), body, tag="x"))
        kept.get(b"0")
        assert kept.size <= kept.room
    assert kept.get(b"0") and kept.get(b"49") and not kept.get(b"1")
    kept.made(b"large", lambda: Answer("200 OK", (), bytes(100_000 // SHARE + 1), tag="x"))
    assert kept.get(b"large") is None and kept.get(b"49")


@pytest.mark.parametrize(
    ("accepted", "way"),
    [
        ("gzip, deflate", "gzip"), ("gzip, deflate, br, zstd", "br"), ("", ""), ("identity", ""),
        ("br;q=0, gzip", "gzip"), ("br;q=0.1, gzip;q=0.9", "gzip"), ("*", "br"), ("*;q=0", ""),
        ("GZIP", "gzip"), (";;;q=x", ""),
    ],
)  # fmt: skip
def test_the_encoding_is_one_that_the_browser_knows(accepted: str, way: str):
    assert answers.encoding(accepted) == way


def test_a_kept_page_is_in_the_log_under_its_rule(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
):
    client.get(LESSON)
    with caplog.at_level(logging.INFO, "chalkgraph"):
        caplog.clear()
        answer = client.get(LESSON)
    (record,) = caplog.records
    said = record.getMessage()
    assert said.startswith(f"{answer.headers['X-Request-ID']} GET /lesson/<slug> 200 ")


def test_a_name_that_is_not_trusted_is_refused_though_the_page_is_kept():
    client = create_app(TRUSTED_HOSTS=["graphs.example"]).test_client()
    for _ in range(2):
        assert client.get(LESSON, headers={"Host": "graphs.example"}).status_code == 200
        refused = client.get(LESSON, headers={"Host": "evil.example"})
        assert refused.status_code == 400 and "TRUSTED_HOSTS" in refused.text
        assert refused.headers["X-Content-Type-Options"] == "nosniff"
    code = client.get("/qr.svg?link=http://evil.example/", headers={"Host": "evil.example"})
    assert code.status_code == 400


@pytest.mark.parametrize("trusted", [[], ["graphs.example"], [".graphs.example"]])
def test_whether_it_is_well_may_be_asked_under_any_name_and_none_is_told(trusted: list[str]):
    client = create_app(TRUSTED_HOSTS=trusted).test_client()
    for host in ("127.0.0.1:8000", "evil.example"):
        found = client.get("/healthz", headers={"Host": host})
        assert found.status_code == 200
        assert host not in found.text + str(found.headers)


@pytest.mark.parametrize(
    ("proxies", "expected"), [(0, "127.0.0.1 http"), (1, "10.0.0.7 https"), (2, "127.0.0.1 http")]
)
def test_a_proxy_is_believed_where_it_is_said_that_there_is_one(proxies: int, expected: str):
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/who", view_func=lambda: f"{request.remote_addr} {request.scheme}")
    app.wsgi_app = Desk(app.wsgi_app, room=0, most=1000, proxies=proxies)
    said = {"X-Forwarded-For": "10.0.0.7", "X-Forwarded-Proto": "https"}
    assert app.test_client().get("/who", headers=said).text == expected
