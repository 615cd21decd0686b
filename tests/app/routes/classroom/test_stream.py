"""The stream of a class: who comes late, is back, or is one too many."""

import errno
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.classroom.bell import BYE, NOBODY, SHARED, Bell, Follower, Taken
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


@dataclass
class Wire:
    """Somebody's socket, in place of a real one."""

    takes: int = 99
    """Pieces that it takes; then it is full."""
    written: list[str] = field(default_factory=list)
    is_ours: bool = False
    is_gone: bool = False
    closed: bool = False

    def take(self) -> None:
        self.is_ours = True

    def write(self, text: str) -> bool:
        assert self.is_ours and not self.closed
        if len(self.written) >= self.takes:
            return False
        self.written.append(text)
        return True

    def gone(self) -> bool:
        return self.is_gone

    def end(self, text: str = "") -> None:
        self.written += [text] if text and not self.closed else []
        self.closed = True


@pytest.fixture
def bell(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Bell:
    with app.app_context():
        found = rooms().bell
    monkeypatch.setattr(found, "_start", lambda: None)
    return found


def taken(bell: Bell, room: Class, wire: Wire) -> tuple[Follower, list[str]]:
    """One whose socket is taken over, and what his request said until then."""
    follower = bell.follow(room.code, b"student", wire)
    assert follower
    said = bell.stream(follower, "LOG", 0)
    heard = [next(said), next(said), next(said)]  # the padding, the state, the counts
    bell._send(follower, 11, "id: LOG-11\n\n")  # while these are being written
    heard.append(next(said))
    with pytest.raises(Taken) as error:
        next(said)
    assert error.value.errno == errno.EPIPE, "a server takes it for a browser that has gone"
    bell.ended(follower)
    assert wire.is_ours and not wire.closed and follower in bell._rooms[room.code]
    return follower, heard


def test_a_socket_is_taken_over_when_all_of_its_request_is_out(bell: Bell, room: Class):
    room.does("show", wish=wish(), step=1)
    wire = Wire()
    follower, heard = taken(bell, room, wire)
    assert heard[-1] == "id: LOG-11\n\n" and not wire.written
    for seq in (11, 12, 12, 13):
        bell._send(follower, seq, f"id: LOG-{seq}\n\n")
    assert wire.written == ["id: LOG-12\n\n", "id: LOG-13\n\n"], "and nobody is told twice"
    bell.leave(follower)
    assert wire.closed and room.code not in bell._rooms


@pytest.mark.parametrize("takes", [0, 2])
def test_whose_socket_takes_nothing_is_no_longer_among_those_who_follow(
    bell: Bell, room: Class, takes: int
):
    room.does("show", wish=wish(), step=1)
    wire = Wire(takes=takes)
    follower, _heard = taken(bell, room, wire)
    for seq in range(12, 16):
        if not wire.closed:
            bell._send(follower, seq, f"id: LOG-{seq}\n\n")
    assert len(wire.written) == takes and wire.closed, "its browser comes back"
    assert room.code not in bell._rooms


def test_who_hears_nothing_else_hears_a_sign_of_life(bell: Bell, room: Class):
    room.does("show", wish=wish(), step=1)
    wire = Wire()
    follower, _heard = taken(bell, room, wire)
    bell._beat(follower.heard - 1, 0)
    assert not wire.written, "it has just heard something"
    bell._beat(follower.heard + 1, 0)
    assert wire.written == [":\n\n"] and follower.last == 11


def test_who_has_gone_is_missed_within_a_second(bell: Bell, room: Class):
    wires = [Wire() for _ in range(9)]
    room.does("show", wish=wish(), step=1)
    for each in wires:
        taken(bell, room, each)
    wires[4].is_gone = True
    for turn in range(SHARED):
        bell._beat(0.0, turn)
    assert [each.closed for each in wires] == [each.is_gone for each in wires]
    assert len(bell._rooms[room.code]) == 8


def test_who_was_taken_over_is_told_goodbye(bell: Bell, room: Class):
    room.does("show", wish=wish(), step=1)
    wire, other = Wire(), Wire()
    for each in (wire, other):
        taken(bell, room, each)
    bell.bye(room.code)
    assert [wire.written, other.written] == [[BYE], [BYE]]
    assert wire.closed and other.closed and room.code not in bell._rooms
