"""More devices of a lecturer: who is let in, who drives, and that nobody else can do any of it."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.classroom.state import TRIES
from app.routes import devices
from app.routes.classroom import rooms

from .classes import JSON, Class, opened, wish

PHONE, LAPTOP = "phone" + "x" * 20, "laptop" + "x" * 20


def posts(room: Class, path: str, token: str, **body: Any) -> Any:
    headers = {**JSON, **({"Authorization": f"Bearer {token}"} if token else {})}
    return room.client.post(f"/class/{room.code}/{path}", json=body, headers=headers)


def door(room: Class) -> dict[str, Any]:
    found: dict[str, Any] = posts(room, "door", room.token).json
    return found


def enters(room: Class, token: str, given: str, part: str = "remote") -> Any:
    return posts(room, "enter", token, **{"pass": given, "part": part})


def roles(room: Class, other: Class) -> dict[str, str]:
    """Who may ask, by what they bring along."""
    enters(room, PHONE, door(room)["secret"])
    enters(room, LAPTOP, door(room)["number"], "stage")
    return {
        "nobody": "",
        "student": "s" * 22,
        "forged": room.token[:-1] + ("A" if room.token[-1] != "A" else "B"),
        "another lecturer": other.token,
        "opener": room.token,
        "phone": PHONE,
        "laptop": LAPTOP,
    }


STAGE = {
    "show": {"wish": wish(), "step": 3}, "ask": {"question": "17", "step": 17}, "close": {},
    "again": {}, "reveal": {}, "drop": {}, "lock": {"look": False}, "end": {},
}  # fmt: skip
LEADS = ("opener", "phone", "laptop")


def test_the_matrix_of_who_may_do_what_in_which_class(client: FlaskClient):
    """Role × call × room: as the laptop drives the stage and the phone is the remote."""
    room, other = opened(client), opened(client)
    secrets = roles(room, other)
    calls: list[tuple[str, str, dict[str, Any], tuple[str, ...], int]] = [
        *(("event", kind, {"kind": kind, "data": data}, ("laptop",), 409)
          for kind, data in STAGE.items() if kind != "end"),
        ("event", "press", {"kind": "press", "data": {"does": "next"}}, ("phone",), 409),
        ("door", "door", {}, LEADS, 409),
        ("event", "end", {"kind": "end", "data": {}}, ("laptop",), 409),
    ]  # fmt: skip
    for path, name, body, may, instead in calls:
        # Those who may come last: what they do is seen by nobody before.
        for role in sorted(secrets, key=lambda each: each in may):
            sent = {**body, "key": f"{name}{role}"} if path == "event" else body
            found = posts(room, path, secrets[role], **sent)
            expected = 200 if role in may else instead if role in LEADS else 403
            assert found.status_code == expected, (name, role, found.text)
            # In the other class each of them is a stranger; and its lecturer is none here.
            if role != "another lecturer":
                assert posts(other, path, secrets[role], **sent).status_code == 403, (name, role)
    for role in secrets:
        for path in ("notes", "asks", "results.csv", "results.json"):
            expected = 200 if role in LEADS else 403
            assert room.get(path, secrets[role]).status_code == expected, (path, role)
    assert other.now()["seq"] == 1, "nothing has happened there"


def test_a_number_lets_one_device_in_once_and_a_newer_one_takes_its_place(room: Class):
    old = door(room)
    new = door(room)
    assert enters(room, PHONE, old["number"]).status_code == 403
    assert enters(room, PHONE, f" {new['number'][:3]} {new['number'][3:]} ").json["device"] == 1
    assert enters(room, LAPTOP, new["number"]).status_code == 403, "it has been used"
    assert enters(room, LAPTOP, new["secret"]).status_code == 403, "and so has what the QR holds"
    assert enters(room, "", door(room)["secret"]).status_code == 400
    assert room.now()["drivers"] == {"stage": 0, "remote": 1}


def test_who_guesses_finds_the_door_shut_and_who_comes_late_too(
    room: Class, monkeypatch: pytest.MonkeyPatch
):
    number = door(room)["number"]
    wrong = [f"{(int(number) + k) % 10**6:06}" for k in range(1, TRIES + 1)]
    for guess in wrong:
        assert enters(room, PHONE, guess).status_code == 403
    assert enters(room, PHONE, number).status_code == 403
    monkeypatch.setattr(devices, "OPEN", -1)
    assert enters(room, PHONE, door(room)["secret"]).status_code == 403
    assert room.does("show", as_=PHONE, wish=wish(), step=1).status_code == 403


def test_one_drives_at_a_time_and_a_press_takes_it_over(room: Class):
    enters(room, LAPTOP, door(room)["secret"], "stage")
    refused = room.does("show", wish=wish(), step=1)
    assert refused.status_code == 409
    assert refused.json["error"]["message"] == "Another device leads this class now."
    assert room.does("show", as_=LAPTOP, wish=wish(), step=4).status_code == 200
    assert room.does("drive", part="stage").status_code == 200, "whoever opened it comes back"
    assert room.does("show", as_=LAPTOP, step=5).status_code == 409
    assert room.now()["show"]["step"] == 4


def test_presses_of_a_remote_are_told_in_their_order_and_none_is_told_twice(room: Class):
    enters(room, PHONE, door(room)["secret"])
    for does in ("next", "ask", "next", "blank"):
        assert room.does("press", as_=PHONE, does=does).status_code == 200
    room.does("press", as_=PHONE, key="key2", does="next")
    assert [does for _seq, does in room.now()["presses"]] == ["next", "ask", "next", "blank"]
    assert room.does("press", as_=PHONE, does="delete").status_code == 400


def test_neither_number_nor_token_is_kept(room: Class, app: Flask):
    shown = door(room)
    enters(room, PHONE, shown["secret"])
    with app.app_context():
        folder = rooms().path.parent
    kept = b"".join(each.read_bytes() for each in folder.iterdir())
    for secret in (PHONE, shown["secret"], shown["number"]):
        assert secret.encode() not in kept
    told = json.dumps(room.now())
    for secret in (PHONE, shown["secret"], shown["number"]):
        assert secret not in told
