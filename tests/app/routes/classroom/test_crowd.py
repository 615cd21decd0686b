"""What a whole class asks at once: a short way that says what the long one says."""

import json
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.routes.classroom import rooms

from .classes import JSON, Class, opened


@pytest.fixture
def twin(app: Flask) -> Class:
    """Another class in which the same happens."""
    return opened(app.test_client())


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "ballot": st.one_of(st.just("now"), st.integers(-1, 4), st.booleans(), st.just(10**9)),
        "revision": st.one_of(st.integers(-1, 3), st.none(), st.just(1.0)),
        "text": st.one_of(st.text(max_size=6), st.just("7" * 201), st.just(3)),
        "more": st.just(1),
    },
)
BODIES = st.one_of(
    FIELDS.map(json.dumps),
    st.sampled_from(
        ["", "{", "[]", "[" * 99, '{"text": "\\ud800"}', '{"ballot": NaN}', '{"text":1,"text":1}']
    ),
)
WHO = st.sampled_from(["", "Bearer short", f"Bearer {'a':x<22}", f"Basic {'a':x<22}"])
KINDS = st.sampled_from(["application/json", "application/json; charset=utf-8", "text/plain"])


@given(body=BODIES, who=WHO, kind=KINDS, code=st.sampled_from(["", "346794", "%00", "x" * 99]))
@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_sent_as_an_answer_both_ways_say_the_same(
    app: Flask, room: Class, twin: Class, body: str, who: str, kind: str, code: str
):
    """Each in a class of its own, so that neither finds what the other has written."""
    if not room.sent:
        assert room.asks() == twin.asks()
    ballot = json.dumps(room.now()["asked"]["ballot"])
    body = body.replace('"now"', ballot)
    desk: Any = app.wsgi_app
    short = desk.take

    def say(of: Class) -> tuple[int, str, list[Any]]:
        found = of.client.post(
            f"/class/{code or of.code}/answer",
            data=body,
            content_type=kind,
            headers={**JSON, "Authorization": who},
        )
        headers = [each for each in found.headers if each[0] != "X-Request-ID"]
        return found.status_code, found.text, sorted(headers)

    try:
        first, again = say(room), say(room)
        desk.take = lambda _environ, _body: None
        assert (say(twin), say(twin)) == (first, again)
        assert room.now()["answered"] == twin.now()["answered"]
    finally:
        desk.take = short


def test_the_page_of_a_class_is_made_once_and_goes_with_its_class(app: Flask, room: Class):
    address, client = f"/class/{room.code}", room.client
    page = client.get(address)
    made = rooms_asked(app)
    again = client.get(address, headers={"If-None-Match": page.headers["ETag"]})
    assert (page.status_code, again.status_code) == (200, 304)
    assert client.get(address).data == page.data and rooms_asked(app) == made
    with app.app_context():
        rooms().delete(room.code)
    assert client.get(address).status_code == 404


def rooms_asked(app: Flask) -> int:
    """How many answers have been made and kept."""
    desk: Any = app.wsgi_app
    return len(desk.kept._answers)
