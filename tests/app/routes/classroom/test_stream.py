"""The stream of a class: who comes late, is back, or is one too many."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.classroom.bell import NOBODY
from app.routes.classroom import rooms

from .classes import Class, opened, wish


def stream(app: Flask, room: Class, last: str = "") -> Iterator[str]:
    """What a stream says, piece by piece."""
    headers = {"Last-Event-ID": last} if last else {}
    with app.test_request_context(f"/class/{room.code}/stream", headers=headers):
        answer = app.full_dispatch_request()
    assert answer.status_code == 200
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert answer.headers["Cache-Control"] == "no-store"
    for piece in answer.response:
        yield piece if isinstance(piece, str) else piece.decode()


def states(said: Iterator[str]) -> Iterator[Any]:
    for piece in said:
        if piece.startswith("id:"):
            yield json.loads(piece.partition("data: ")[2])


def test_who_comes_late_is_where_the_others_are(app: Flask, room: Class):
    room.asks()
    said = stream(app, room)
    assert len(next(said)) > 2000, "so that nothing on the way waits for more"
    first = next(states(said))
    assert first["show"]["step"] == 16 and first["asked"]["phase"] == "open"
    said.close()


def test_a_step_comes_to_those_who_follow(app: Flask, room: Class):
    room.does("show", wish=wish(), step=1)
    said = stream(app, room)
    heard = states(said)
    assert next(heard)["show"]["step"] == 1
    room.does("show", step=2)
    assert next(heard)["show"]["step"] == 2
    said.close()


def test_who_knows_it_is_not_told_again(app: Flask, room: Class):
    room.does("show", wish=wish(), step=1)
    known = room.now()
    said = stream(app, room, f"{known['log']}-{known['seq']}")
    heard = states(said)
    room.does("show", step=2)
    assert next(heard)["show"]["step"] == 2
    said.close()


def test_a_number_of_another_log_means_nothing(app: Flask, room: Class):
    room.does("show", wish=wish(), step=1)
    said = stream(app, room, "OTHERS-999")
    assert next(states(said))["show"]["step"] == 1
    said.close()


def test_who_is_one_too_many_is_told_to_ask(tmp_path: Path):
    app = create_app(BUNDLED=False, CLASS=f"sqlite:{tmp_path / 'c.sqlite'}", STREAMS=1)
    room = opened(app.test_client())
    said = stream(app, room)
    next(said)
    refused = room.get("stream")
    assert refused.status_code == 503 and refused.headers["Retry-After"]
    assert room.get("now").status_code == 200
    said.close()


def test_who_asks_for_the_head_of_a_stream_takes_no_place(app: Flask, room: Class):
    for _ in range(3):
        headers = {"Authorization": f"Bearer {'s' * 22}"}
        found = room.client.head(f"/class/{room.code}/stream", headers=headers)
        assert found.status_code == 200 and not found.data
    with app.app_context():
        assert not rooms().bell._rooms


def test_counts_come_to_whoever_leads_four_times_as_often_as_to_the_others(
    app: Flask, room: Class, monkeypatch: pytest.MonkeyPatch
):
    with app.app_context():
        bell = rooms().bell
    sent: list[bytes] = []
    monkeypatch.setattr(bell, "_send", lambda each, _seq, _text: sent.append(each.who))
    monkeypatch.setattr(bell, "_start", lambda: None)
    ballot = room.asks()
    bell.follow(room.code, NOBODY)
    bell.follow(room.code, b"student")
    for k in range(1, 9):
        room.answers("1", f"p{k}", ballot=ballot)
        bell._count(room.code, everybody=k % 4 == 0)
    assert (sent.count(NOBODY), sent.count(b"student")) == (8, 2)


def test_nothing_overtakes_what_waits_for_a_socket_that_was_full(
    app: Flask, room: Class, monkeypatch: pytest.MonkeyPatch
):
    room.does("show", wish=wish(), step=1)
    written: list[str] = []
    room_for = 1

    def straight(text: str) -> str:
        if len(written) >= room_for:
            return "full"
        written.append(text)
        return "sent"

    with app.app_context():
        bell = rooms().bell
        monkeypatch.setattr(bell, "_start", lambda: None)
        follower = bell.follow(room.code, b"student", straight)
        assert follower
        said = bell.stream(follower, "LOG", 0)
    heard = [next(said), next(said), next(said)]  # the padding, the state, the counts
    follower.waits = True  # as while it waits for the next message
    for seq in (11, 12, 13):
        bell._send(follower, seq, f"id: LOG-{seq}\n\n")
        room_for = 9 if seq > 11 else 1  # the socket takes more again, but the second comes first
    assert written == ["id: LOG-11\n\n"]
    heard += [next(said), next(said)]
    assert heard[-2:] == ["id: LOG-12\n\n", "id: LOG-13\n\n"]
    bell._send(follower, 13, "id: LOG-13\n\n")
    assert follower.messages.empty(), "and nobody is told twice"
    said.close()


def test_whose_socket_breaks_off_is_no_longer_among_those_who_follow(app: Flask, room: Class):
    with app.app_context():
        bell = rooms().bell
        follower = bell.follow(room.code, b"student", lambda _text: "broken")
    assert follower
    follower.waits = True
    bell._send(follower, 1, "id: LOG-1\n\n")
    assert follower.left and follower not in bell._rooms.get(room.code, set())
