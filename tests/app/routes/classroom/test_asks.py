"""What is right of a question that a talk's file brings: told to who leads a class of it, and to
nobody else before it is shown, wherever they look."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.routes import devices, present, told
from app.talks import Talk, read

from ..reading import strict
from .classes import JSON, Class, opened, wish
from .test_stream import stream

RIGHT = "271.828"
TALK = f"""\
title = "Two slides"
[[slide]]
title = "First"
text = "And so on."
asks = [
  {{ kind = "number", ask = "How much?", right = "{RIGHT}" }},
  {{ kind = "choice", ask = "Which?", choices = ["this", "that"], right = [2] }},
]
[[slide]]
title = "Second"
lesson = "example-2"
asks = [{{ kind = "wire", ask = "Which wire?", right = "{RIGHT}" }}]
"""


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Talk]:
    path = tmp_path / "talk.toml"
    path.write_text(TALK, encoding="utf-8")
    made = read(path)
    known: Mapping[str, Talk] = {"talk": made}
    for module in (present, told, devices):
        monkeypatch.setattr(module, "talks", lambda: known)
    present._talk.cache_clear()
    yield made
    present._talk.cache_clear()


def everything(app: Flask, room: Class) -> Iterator[str]:
    """All that one who has no token can have of a talk and of its class: pages with their source,
    what their scripts ask for, and the stream."""
    client = app.test_client()
    for language in ("en", "cs"):
        for path in (
            *("/talk/talk", "/talk/talk?slide=2", "/talk/talk?window=speaker", "/talk/talk.json"),
            *(f"/class/{room.code}{rest}" for rest in ("", "/now", "/did", "/remote")),
        ):
            found = client.get(path, headers={"Accept-Language": language})
            assert found.status_code == 200, path
            yield found.text
        for place in (0, 1):
            asked = {"talk": "talk", "place": place, "points": 9, "says": "text"}
            yield client.post("/api/slide", json=asked).text
    said = stream(app, room)
    yield next(said) + next(said)
    said.close()


def tells(app: Flask, room: Class) -> bool:
    choices = re.compile(r'"right": ?\[')
    return any(RIGHT in text or choices.search(text) for text in everything(app, room))


def asks(room: Class, token: str, place: object = 0, talk: str = "talk") -> Any:
    return room.client.get(
        f"/class/{room.code}/asks?talk={talk}&place={place}",
        headers={**JSON, **({"Authorization": f"Bearer {token}"} if token else {})},
    )


def test_nobody_finds_what_is_right_before_it_is_shown(app: Flask, room: Class, talk: Talk):
    assert not tells(app, room)
    (number, choice) = strict(asks(room, room.token).text)["asks"]
    assert (number["right"], choice["right"]) == (RIGHT, [2]), "who leads the class is told"
    assert strict(asks(room, room.token, 1).text)["asks"][0]["right"] == RIGHT
    room.does("show", wish=wish(), step=16)
    ballot = room.asks_own(**number)
    room.answers("3", "a", ballot=ballot)
    assert not tells(app, room), "open"
    room.does("close")
    assert not tells(app, room), "closed"
    assert room.get("results/1").status_code == 403
    room.does("reveal")
    assert room.now()["asked"]["own"]["right"] == RIGHT and tells(app, room)


def test_a_student_and_the_lecturer_of_another_class_are_refused(client: FlaskClient, talk: Talk):
    room, other = opened(client), opened(client)
    forged = room.token[:-1] + ("A" if room.token[-1] != "A" else "B")
    for token in ("", "s" * 22, forged, other.token):
        found = asks(room, token)
        assert found.status_code == 403 and RIGHT not in found.text


@pytest.mark.parametrize("place", ["2", "-1", "", "x", "9" * 9, "²"])
def test_where_there_is_no_such_slide_there_are_no_questions(room: Class, talk: Talk, place: str):
    assert asks(room, room.token, place).json == {"asks": []}
    assert asks(room, room.token, talk="nothing").json == {"asks": []}
