"""An answer has the same headers whichever way it came: made, kept, unchanged, or taken at once."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from app import create_app
from app.lessons import lessons

from ..routes.classroom.classes import Class, opened, wish

OF_ONE = {"x-request-id", "date"}
OF_THE_BODY = {"content-length", "content-type", "content-encoding"}
"""What an answer without a body does not say."""
BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "cs,en;q=0.5"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("classes")
    return create_app(BUNDLED=False, CLASS=f"sqlite:{folder / 'c.sqlite'}")


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def told(headers: Headers, *left_out: str) -> list[tuple[str, str]]:
    gone = OF_ONE | {*left_out}
    return sorted((n.lower(), v) for n, v in headers.items() if n.lower() not in gone)


def inner(app: Flask, path: str, **asked: Any) -> Headers:
    """What the application itself says: nothing before it has looked at the answer."""
    with app.test_request_context(path, **asked):
        return app.full_dispatch_request().headers


PAGES = (
    *("/", "/lesson/example-2", "/lesson/example-2.json", "/lesson/example-2.svg"),
    *("/talk/lecture", "/talk/lecture.json", "/present/example-2", "/embed/lesson/example-2"),
    *("/studio", "/neuron", "/reference", "/privacy", "/static/js/pages/stage.js"),
    *("/static/fonts/text.woff2", "/class/CODE"),
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_the_same_headers_made_kept_unchanged_and_asked_by_head(
    app: Flask, client: FlaskClient, path: str
):
    path = path.replace("CODE", opened(client).code)
    made = client.get(path, headers=BROWSER)
    kept = client.get(path, headers=BROWSER)
    head = client.head(path, headers=BROWSER)
    assert made.status_code == kept.status_code == head.status_code == 200
    assert told(kept.headers) == told(made.headers) == told(head.headers)
    same = client.get(path, headers={**BROWSER, "If-None-Match": made.headers["ETag"]})
    assert same.status_code == 304
    assert told(same.headers) == told(made.headers, *OF_THE_BODY)
    # And they are the application's own; what the desk adds is how it is packed, and its tag.
    packed = {"etag", "content-length", "content-encoding", "vary"}
    assert told(inner(app, path, headers=BROWSER), *packed) == told(made.headers, *packed)
    varies = made.headers["Vary"].split(", ")
    assert varies[0] == inner(app, path, headers=BROWSER)["Vary"] == "Accept-Language"
    assert varies[1:] == ([] if path.endswith(".woff2") else ["Accept-Encoding"])


@pytest.mark.parametrize("path", ["story", "numbers", "told", "questions", "results"])
def test_a_story_has_the_same_headers_made_and_kept(app: Flask, client: FlaskClient, path: str):
    bodies: dict[str, dict[str, Any]] = {
        "numbers": {"program": lessons()["example-2"].program, "slug": "example-2", "step": 3},
        "told": {**wish(), "upto": 3, "since": 0, "have": "", "question": ""},
        "results": {**wish(), "question": "17.flow", "counts": [{"0.2": 1}], "left": [0]},
    }
    body = bodies.get(path, {"program": "x = 2\nL: loss = 3*x"})
    made, kept = (client.post(f"/api/{path}", json=body, headers=BROWSER) for _ in range(2))
    assert made.status_code == kept.status_code == 200
    assert told(kept.headers) == told(made.headers)
    assert "Accept-Encoding" in made.headers["Vary"]


def test_an_answer_that_is_taken_at_once_has_the_headers_of_the_route(
    app: Flask, client: FlaskClient
):
    """Whatever comes of it, and whatever is sent along: the way that asks Flask says the same."""
    room = opened(client)
    desk: Any = app.wsgi_app
    short, taken = desk.take, 0

    def counting(*asked: Any) -> Any:
        nonlocal taken
        found = short(*asked)
        taken += found is not None
        return found

    def says(room: Class, ballot: int, revision: int, encoding: str) -> Any:
        found = client.post(
            f"/class/{room.code}/answer",
            json={"ballot": ballot, "revision": revision, "text": "0.2"},
            headers={"Authorization": f"Bearer {'a':x<22}", "Accept-Encoding": encoding},
        )
        return found.status_code, found.text, told(found.headers)

    ballot = room.asks()
    try:
        for asked in ((ballot, 2), (ballot, 2), (ballot, 1), (ballot + 9, 1)):
            for encoding in ("br", "gzip, deflate", ""):
                desk.take = counting
                straight = says(room, *asked, encoding)
                desk.take = lambda _environ, _body: None
                assert says(room, *asked, encoding) == straight
                varied = dict(straight[2])["vary"]
                assert varied == "Accept-Language, Accept-Encoding"
    finally:
        desk.take = short
    assert taken == 12, "each of them went the short way once"
