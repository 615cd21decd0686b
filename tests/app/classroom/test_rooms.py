"""The classes as one process has them, where several of its threads look at once."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.classroom.rooms import Rooms
from app.classroom.state import Event
from app.classroom.store import SqliteStore


def test_whoever_sees_a_lost_end_of_a_log_first_renews_it_and_nobody_after_him(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    rooms = Rooms(f"sqlite:{tmp_path / 'c.sqlite'}", tmp_path)
    code = rooms.open("token", "T", "").code
    for k in (1, 2):
        rooms.append(code, "show", {"text": True, "step": k}, f"k{k}")
    assert rooms.state(code).seq == 3
    store = rooms.store
    assert isinstance(store, SqliteStore)
    store._writer.execute("DELETE FROM events WHERE seq = 3")
    renewed: list[str] = []
    monkeypatch.setattr(store, "renew", renewed.append)
    real, seen = store.since, []

    def since(of: str, seq: int) -> Sequence[Event]:
        found = real(of, seq)
        if not seen:  # while the first one reads, another one does all of it
            seen.append(seq)
            assert rooms.state(of).seq == 2
        return found

    monkeypatch.setattr(store, "since", since)
    assert rooms.state(code).seq == 2
    assert renewed == [code]
