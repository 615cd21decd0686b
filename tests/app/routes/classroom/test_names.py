"""Names in a class: off at first, given by whoever wants one, and told to its lecturer alone."""

import json
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.classroom.rooms import Rooms
from app.routes.classroom import rooms

from ..reading import strict
from .classes import JSON, Class, opened

SECRET = "Žofie-of-the-test"


def gives(room: Class, person: str, name: object, revision: int = 1) -> Any:
    return room.client.post(
        f"/class/{room.code}/name",
        json={"name": name, "revision": revision},
        headers={**JSON, "Authorization": f"Bearer {person:x<22}"},
    )


def named(room: Class) -> dict[str, bool]:
    found = strict(room.get("names", room.token).text)["names"]
    return {each["name"]: each["answered"] for each in found}


def kept(app: Flask) -> Rooms:
    with app.app_context():
        return rooms()


def everything(room: Class, token: str = "") -> str:
    """All that a class tells, to whoever asks so."""
    paths = ["", "now", "did", "results/1", "remote"]
    paths += ["names", "worksheet/1", "results.csv", "results.json"] if token else []
    found = [room.get(path, token) for path in paths]
    follower = room.client.get(f"/class/{room.code}/stream", headers={"Authorization": "Bearer s"})
    said = follower.iter_encoded()
    heard = b"".join(next(said) for _ in range(3))
    follower.close()
    return "".join(each.text for each in found) + heard.decode()


def test_a_class_has_no_names_until_its_lecturer_switches_them_on(room: Class):
    assert room.now()["locks"]["names"] is False
    assert gives(room, "a", "Ada").json == {"result": "closed"}
    room.does("lock", names=True)
    assert room.now()["locks"]["names"] is True
    assert named(room) == {}
    assert gives(room, "a", "  Ada\tL. ").json == {"result": "counted"}
    assert named(room) == {"Ada L.": False}


def test_a_name_is_told_to_the_lecturer_and_to_nobody_else(room: Class, app: Flask):
    room.does("lock", names=True)
    ballot = room.hands("2")
    room.works("a", {"2": ["1", "-2"]}, ballot=ballot)
    room.works("b", {"2": ["1"]}, ballot=ballot)
    gives(room, "a", SECRET)
    assert named(room) == {SECRET: True}
    assert strict(room.get("worksheet/1", room.token).text)["names"] == [SECRET, ""]
    room.does("collect")
    ballot = room.asks()
    assert named(room) == {SECRET: False}
    room.answers("-0.74", "a", ballot=ballot)
    assert named(room) == {SECRET: True}
    room.does("close")
    room.does("reveal")
    assert SECRET not in everything(room)
    assert SECRET in everything(room, room.token)
    table = room.get("results.csv", room.token).text
    assert table.splitlines()[1].endswith(f",{SECRET}") and "name" in table.splitlines()[0]
    assert SECRET in room.get("results.json", room.token).text
    events = kept(app).store.since(room.code, 0)
    assert SECRET not in json.dumps([dict(each.data) for each in events], ensure_ascii=False)


def test_switched_off_again_no_name_is_shown_or_exported_and_on_again_they_are_back(room: Class):
    room.does("lock", names=True)
    ballot = room.hands("2")
    room.works("a", {"2": ["1"]}, ballot=ballot)
    gives(room, "a", SECRET)
    room.does("lock", names=False)
    assert named(room) == {} and SECRET not in everything(room, room.token)
    assert "name" not in room.get("results.csv", room.token).text.splitlines()[0].split(",")
    assert gives(room, "a", "Another", 2).json == {"result": "closed"}
    room.does("lock", names=True)
    assert named(room) == {SECRET: True}


def test_one_takes_ones_own_name_away_also_where_names_are_off_or_the_class_has_ended(room: Class):
    room.does("lock", names=True)
    gives(room, "a", SECRET)
    gives(room, "b", "Bo")
    room.does("lock", names=False)
    assert gives(room, "a", "", 2).json == {"result": "counted"}
    assert gives(room, "a", SECRET, 1).json == {"result": "closed"}, "an old one, sent again"
    room.does("lock", names=True)
    assert gives(room, "a", SECRET, 1).json == {"result": "older"}
    assert named(room) == {"Bo": False}
    room.does("end")
    assert gives(room, "b", "Else", 2).json == {"result": "closed"}
    assert gives(room, "b", "", 3).json == {"result": "counted"}
    assert named(room) == {}


def test_the_newest_name_counts_and_the_same_sent_twice_is_one(room: Class):
    room.does("lock", names=True)
    for name, revision, result in (
        ("Ada", 1, "counted"), ("Ada", 1, "counted"), ("Bo", 3, "counted"), ("Ci", 2, "older"),
    ):  # fmt: skip
        assert gives(room, "a", name, revision).json == {"result": result}
    assert named(room) == {"Bo": False}
    gives(room, "b", "bo")
    assert {*named(room)} in ({"Bo (1)", "bo (2)"}, {"bo (1)", "Bo (2)"})


def test_no_answer_is_taken_for_a_name_and_no_name_for_an_answer(room: Class):
    room.does("lock", names=True)
    assert room.answers("Ada", "a", ballot=0).json == {"result": "closed"}
    assert room.works("a", {}, ballot=0).json == {"result": "closed"}
    gives(room, "a", "Ada")
    assert room.now()["answered"] == 0
    room.asks()
    assert room.now()["answered"] == 0


def test_names_of_one_class_are_not_in_another(client: FlaskClient):
    one, other = opened(client), opened(client)
    for each in (one, other):
        each.does("lock", names=True)
    gives(one, "a", "Ada")
    assert named(one) == {"Ada": False} and named(other) == {}


@pytest.mark.parametrize(
    "body",
    [{}, {"name": 1, "revision": 1}, {"name": "Ada"}, {"name": "Ada", "revision": -1},
     {"name": "x" * 41, "revision": 1}, {"name": "A\u202eda", "revision": 1}],
)  # fmt: skip
def test_an_odd_name_is_refused_in_words(room: Class, body: dict[str, Any]):
    room.does("lock", names=True)
    headers = {**JSON, "Authorization": f"Bearer {'s' * 22}"}
    found = room.client.post(f"/class/{room.code}/name", json=body, headers=headers)
    assert found.status_code == 400 and strict(found.text)["error"]["message"]
    assert named(room) == {}


def test_no_name_comes_into_the_log(room: Class, caplog: pytest.LogCaptureFixture):
    caplog.set_level("DEBUG")
    room.does("lock", names=True)
    gives(room, "a", SECRET)
    gives(room, "a", f"{SECRET}\u202e", 2)
    everything(room, room.token)
    assert SECRET not in caplog.text and "Žofie" not in caplog.text


def test_a_deleted_class_leaves_no_name_in_the_file(room: Class, app: Flask):
    room.does("lock", names=True)
    gives(room, "a", SECRET)
    path = kept(app).path
    headers = {**JSON, "Authorization": f"Bearer {room.token}"}
    assert room.client.post(f"/class/{room.code}/delete", headers=headers).status_code == 200
    with closing(sqlite3.connect(path)) as own:
        (busy,) = own.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[:1]
    assert not busy, "all that was written is in the file itself"
    files = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert SECRET.encode() not in files


def test_the_privacy_page_says_who_sees_a_name(client: FlaskClient):
    text = client.get("/privacy").text
    assert "No names, unless the lecturer of a class switches them on" in text
    assert "the lecturer alone sees it" in text
