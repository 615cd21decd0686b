"""What holds for every request: headers, an id, compression, and a log without what was typed."""

import logging
import re
import subprocess
import sys
import zlib
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.picture import scene as drawing
from app.picture.layout import row
from app.picture.layout.rows import forget
from app.routes import guard

from .reading import ADDRESSES, get_page, page, post, strict, studio

BAD = (
    "/nothing",
    "/lesson/nothing",
    "/lesson/nothing.json",
    "/lesson/example-2?step=x",
    "/lesson/example-2.json?focus=q",
    "/lesson/example-2.svg?v.x1=nan",
    "/studio?p=damaged",
    "/static/nothing.css",
    "/static/../app/__init__.py",
    "/api/story",  # wants POST
)

EARLY = (Path(__file__).parents[3] / "static" / "js" / "theme.js").read_bytes()
HASH = f"'sha256-{b64encode(sha256(EARLY).digest()).decode()}'"
"""By which the one script that stands in a page is allowed."""

POLICY = {
    "default-src": "'none'", "script-src": f"'self' {HASH}", "style-src": "'self'",
    "img-src": "'self' data:", "connect-src": "'self'", "font-src": "'self'",
    "frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'self'",
}  # fmt: skip


@pytest.mark.parametrize(
    "address", [*ADDRESSES, *BAD, "/static/css/tokens.css", "/static/js/lib/keys.js"]
)
def test_every_answer_is_guarded(client: FlaskClient, address: str):
    answer = client.get(address)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert re.fullmatch(r"[0-9a-f]{12}", answer.headers["X-Request-ID"])
    assert "Set-Cookie" not in answer.headers
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in answer.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    if answer.mimetype == "image/svg+xml":
        assert policy == {
            "default-src": "'none'",
            "style-src": "'unsafe-inline'",
            "font-src": "data:",
            "sandbox": "",
        }
    else:
        who = "*" if address.startswith("/embed/") else "'none'"
        assert policy == {**POLICY, "frame-ancestors": who}


def test_answers_to_odd_methods_are_guarded_too(client: FlaskClient):
    for method in ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        answer = client.open("/lesson/example-2", method=method)
        assert answer.status_code in (200, 405)
        assert "Content-Security-Policy" in answer.headers
        if answer.status_code == 405:
            assert "GET" in answer.headers["Allow"]


def test_what_people_made_is_not_kept_by_caches_in_between(client: FlaskClient):
    for address in (*ADDRESSES, studio("x = 1")):
        said = client.get(address).headers["Cache-Control"]
        assert said in ("no-store", "private, no-cache")
    for address in (studio("x = 1"), studio("x = 1", ".json"), "/healthz", "/nothing"):
        assert client.get(address).headers["Cache-Control"] == "no-store"
    assert post(client, {"program": "x = 1"}).headers["Cache-Control"] == "no-store"


def test_who_may_embed_is_a_setting():
    embedding = create_app(FRAME_ANCESTORS="'self' https://moodle.example").test_client()
    policy = embedding.get("/").headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://moodle.example")
    policy = embedding.get("/embed/studio").headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors *"), "these are made for it"
    closed = create_app(EMBED_ANCESTORS="'none'").test_client()
    for address in ("/embed/studio", "/embed/lesson/nothing"):
        policy = closed.get(address).headers["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'none'")


def test_no_page_needs_more_than_its_policy_allows(client: FlaskClient):
    for address in (
        *("/", "/lesson/example-2?step=20", "/studio", "/nothing", "/reference"),
        *("/embed/lesson/example-2?step=20", "/studio?p=2", "/lesson/example-2?step=x"),
    ):
        text = client.get(address).text
        assert re.findall(r"<script>(.*?)</script>", text, re.DOTALL) == [EARLY.decode()]
        found = page(text)
        for element in found.all():
            assert "style" not in element.attributes, element.tag
            assert not any(name.startswith("on") for name in element.attributes)
            assert element.tag not in ("style", "iframe", "object", "embed", "base")
            if element.tag == "script" and not element.attributes:
                continue  # the one that the policy names by its hash
            if element.tag == "script" and "src" not in element.attributes:
                assert element.attributes["type"] == "application/json"
            if element.attributes.get("rel") == "icon":  # img-src allows data:
                assert element.attributes["href"].startswith("data:image/svg+xml,")
                continue
            for name in ("src", "href", "action"):
                assert not re.match(r"\w+:|//", element.attributes.get(name, "")), element


# -- the log -----------------------------------------------------------------------------


def test_a_request_is_in_the_log_under_its_id(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.INFO, "chalkgraph"):
        answer = client.get("/lesson/example-2.svg?step=3")
    (record,) = [r for r in caplog.records if r.name == "chalkgraph"]
    assert re.fullmatch(
        rf"{answer.headers['X-Request-ID']} GET /lesson/<slug>\.<suffix> 200 \d+\.\dms",
        record.getMessage(),
    )


def test_every_request_has_an_id_of_its_own(client: FlaskClient):
    assert len({client.get("/healthz").headers["X-Request-ID"] for _ in range(20)}) == 20


def test_nothing_that_was_typed_is_in_the_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
):
    word = "aVerySecretWord"
    with caplog.at_level(logging.DEBUG):
        post(client, {"program": f"# {word}\n{word} = 1", "values": {word: 2}, "focus": word})
        post(client, {"program": f"x = {word}", word: 1})
        post(client, f"{word}[[[".encode())
        client.get(studio(f"# {word}\nx = 1"))
        client.get(studio(f"# {word}\nx = {word}", ".json"))
        client.get(f"/{word}")
        client.get(f"/lesson/{word}.svg?focus={word}&v.{word}=1")
        client.get(
            f"/lesson/example-2?step={word}", headers={"X-Request-ID": word, "Referer": word}
        )
        client.get("/healthz", headers={"User-Agent": word, "Cookie": f"a={word}"})
    assert len(caplog.records) >= 9
    assert word not in caplog.text


def test_an_id_from_outside_is_not_believed(client: FlaskClient):
    answer = client.get("/healthz", headers={"X-Request-ID": "abc\u2028def"})
    assert re.fullmatch(r"[0-9a-f]{12}", answer.headers["X-Request-ID"])


def test_the_log_has_one_handler_however_many_applications_there_are():
    create_app()
    create_app()
    assert len(guard.LOG.handlers) == 1


# -- a crash -----------------------------------------------------------------------------


def test_a_line_of_the_log_comes_once_though_a_library_logs_by_the_root():
    """ziafont does; `logging.debug` gives the root a handler that prints ours again."""
    source = (
        "import logging; from app import create_app; app = create_app()\n"
        "logging.debug('outlines'); app.test_client().get('/nothing')"
    )
    run = [sys.executable, "-c", source]
    log = subprocess.run(run, capture_output=True, text=True, check=True).stderr
    assert len(re.findall("GET .* 404", log)) == 1


def test_a_crash_in_layout_is_an_error_with_an_id_and_the_application_goes_on(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("planted in layout")

    with monkeypatch.context() as patch, caplog.at_level(logging.INFO, "chalkgraph"):
        patch.setattr(drawing, "layout", crash)
        told = post(client, {"program": "x = 1\ny = 2*x"})
        shown = client.get(studio("x = 1\ny = 2*x"))
        drawn = client.get("/lesson/example-2.svg")
        sick = client.get("/healthz")
    for answer in (told, shown, drawn, sick):
        name = answer.headers["X-Request-ID"]
        assert answer.status_code == 500
        assert name in answer.text
        assert "planted" not in answer.text and "Traceback" not in answer.text
        assert answer.headers["Content-Security-Policy"]
        (failure,) = [
            r for r in caplog.records if r.levelno == logging.ERROR and name in r.getMessage()
        ]
        assert failure.exc_info and "planted in layout" in str(failure.exc_info[1])
    assert strict(told.text)["error"]["kind"] == "server"
    assert "picture on your screen is still good" in told.text
    assert page(shown.text).one("h1").text
    for address in (*ADDRESSES, studio("x = 1\ny = 2*x")):
        assert client.get(address).status_code == 200


def test_a_crash_of_graphviz_itself_still_has_a_picture(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    program = {"program": "x = 1\nnever_seen_before = x + 2"}
    forget()
    with monkeypatch.context() as patch:
        patch.setattr(row, "ask", lambda dot: {"objects": []})
        plain = post(client, program)
        assert client.get("/").status_code == 200
    assert plain.status_code == 200 and "</svg>" in strict(plain.text)["svg"]
    drawn = post(client, program)
    assert drawn.status_code == 200 and drawn.text != plain.text


# -- compression -------------------------------------------------------------------------

UNPACK = {
    "gzip": lambda data: zlib.decompress(data, 31),
    "br": brotli.decompress,
}


@pytest.mark.parametrize("way", UNPACK)
@pytest.mark.parametrize("address", [a for a in ADDRESSES if a != "/healthz"])
def test_answers_are_compressed(client: FlaskClient, address: str, way: str):
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": way})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == way
    assert UNPACK[way](packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.parametrize("way", UNPACK)
def test_files_are_compressed_and_asked_for_once(client: FlaskClient, way: str):
    for name in ("css/studio.css", "js/pages/studio.js", "css/tokens.css"):
        address, headers = f"/static/{name}", {"Accept-Encoding": way}
        packed, plain = client.get(address, headers=headers), client.get(address)
        assert packed.headers["Content-Encoding"] == way
        assert UNPACK[way](packed.data) == plain.data
        again = client.get(address, headers={**headers, "If-None-Match": packed.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_a_page_has_an_error_page_in_its_own_house(client: FlaskClient):
    found = get_page(client, "/nothing", 404)
    assert found.one("h1").text == "There is nothing here."
    assert {a.attributes["href"] for a in found.find("a")} >= {"/", "/lesson/example-2"}
    assert client.get("/nothing").headers["X-Request-ID"]


def test_the_application_is_made_from_its_settings(app: Flask):
    from app import limits

    assert app.config["MAX_CONTENT_LENGTH"] == limits.BODY.most
    assert app.jinja_env.autoescape is not False
