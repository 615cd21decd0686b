"""The file of all classes: nothing acknowledged is lost, nobody waits inside it, limits hold."""

import sqlite3
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from app import limits
from app.classroom import rights
from app.classroom import store as stores
from app.classroom.store import DAY, NAMES, SqliteStore, StoreError
from graph_engine.limits import Limit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "classes.sqlite"


@pytest.fixture
def store(path: Path) -> SqliteStore:
    return SqliteStore(path)


def opened(store: SqliteStore, token: str = "token") -> str:
    return store.open(lambda code: rights.hashed(token, code)).code


def asked(store: SqliteStore, code: str, key: str = "ask") -> int:
    return store.append(code, "ask", {}, key, lambda seq: seq)


def fewer(monkeypatch: pytest.MonkeyPatch, name: str, most: int) -> None:
    limit: Limit = getattr(limits, name)
    monkeypatch.setattr(limits, name, Limit(what=limit.what, most=most, why=limit.why))


def test_five_hundred_answers_at_once_are_each_counted_once(store: SqliteStore):
    code = opened(store)
    ballot = asked(store, code)
    found: list[str] = []

    def answer(k: int) -> None:
        found.append(store.answer(code, ballot, f"{k}".encode(), 1, "0.2"))

    threads = [threading.Thread(target=answer, args=(k,)) for k in range(500)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == ["counted"] * 500
    assert store.answered(code, ballot) == 500


def test_a_retried_old_answer_does_not_overwrite_a_newer_one(store: SqliteStore):
    code = opened(store)
    ballot = asked(store, code)
    assert store.answer(code, ballot, b"a", 2, "new") == "counted"
    assert store.answer(code, ballot, b"a", 1, "old") == "older"
    assert [each.text for each in store.answers(code, ballot)] == ["new"]


def test_where_nothing_is_asked_nothing_is_counted(store: SqliteStore):
    code = opened(store)
    assert store.answer(code, 1, b"a", 1, "7") == "closed"


def test_what_comes_for_a_class_that_is_gone_leaves_no_row(store: SqliteStore):
    code = opened(store)
    store.delete(code)
    for ballot in (NAMES, 1):
        assert store.answer(code, ballot, b"a", 1, "Ada") == "closed"
        assert store.answers(code, ballot) == []


def test_what_is_acknowledged_is_there_after_the_process_is_gone(store: SqliteStore, path: Path):
    code = opened(store)
    ballot = asked(store, code)
    store.answer(code, ballot, b"a", 1, "7")
    again = SqliteStore(path)
    assert [each.kind for each in again.since(code, 0)] == ["ask"]
    assert again.answers(code, ballot) == store.answers(code, ballot)
    mode, sync = (
        sqlite3.connect(path).execute("PRAGMA journal_mode").fetchone()[0],
        again._writer.execute("PRAGMA synchronous").fetchone()[0],
    )
    assert (mode, sync) == ("wal", 2), "a write is on the disk when it is acknowledged"


def test_who_finds_the_file_being_written_waits_outside_of_sqlite(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
):
    code = opened(store)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    paused: list[float] = []

    def sleep(seconds: float) -> None:
        paused.append(seconds)
        if len(paused) == 5:
            other.execute("COMMIT")

    monkeypatch.setattr(stores.time, "sleep", sleep)
    assert asked(store, code) == 1
    assert len(paused) == 5 and max(paused) < 0.01
    assert store._writer.execute("PRAGMA busy_timeout").fetchone() == (0,)


def test_who_waits_too_long_is_told_so(
    store: SqliteStore, path: Path, monkeypatch: pytest.MonkeyPatch
):
    code = opened(store)
    monkeypatch.setattr(stores, "PATIENCE", 0.02)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as error:
        asked(store, code)
    assert error.value.why == "busy"
    assert store.since(code, 0) == [], "reading goes on"


def test_a_full_disk_is_said_and_nothing_is_lost(store: SqliteStore):
    code = opened(store)
    ballot = asked(store, code)
    store._writer.execute("PRAGMA max_page_count = 1")
    with pytest.raises(StoreError) as error:
        for k in range(400):
            store.append(code, "show", {"wish": "x" * 2000}, f"k{k}", lambda seq: ballot)
    assert error.value.why == "full"
    assert store.since(code, 0)[0].kind == "ask"
    store._writer.execute("PRAGMA max_page_count = 1000000")
    assert store.answer(code, ballot, b"a", 1, "7") == "counted"


def test_classes_of_a_month_ago_go_when_one_is_opened(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
):
    code = opened(store)
    asked(store, code)
    now = time.time()
    monkeypatch.setattr(stores.time, "time", lambda: now + limits.CLASS_DAYS.most * DAY + 60)
    opened(store)
    assert store.room(code) is None and store.since(code, 0) == []


def test_a_deleted_class_leaves_nothing_in_the_file(store: SqliteStore, path: Path):
    code = opened(store)
    ballot = asked(store, code)
    store.answer(code, ballot, b"a", 1, "a-secret-text")
    store.delete(code)
    store._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"a-secret-text" not in path.read_bytes()
    assert store.room(code) is None and store.answers(code, ballot) == []


@pytest.mark.parametrize(
    ("limit", "why"),
    [("CLASSES", "rooms"), ("CLASSES_OPENED", "often"), ("CLASS_EVENTS", "events")],
)
def test_one_more_than_the_limit_is_refused_and_the_limit_is_not(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, limit: str, why: str
):
    fewer(monkeypatch, limit, 3)
    code = opened(store)

    def one(k: int) -> Any:
        return asked(store, code, f"k{k}") if why == "events" else opened(store)

    for k in range(3 if why == "events" else 2):
        one(k)
    with pytest.raises(StoreError) as error:
        one(9)
    assert error.value.why == why
    if why == "events":
        assert store.append(code, "end", {}, "end", lambda seq: 0) == 4, "a class can always end"


def test_who_has_answered_may_change_it_where_nobody_else_may_answer_any_more(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
):
    fewer(monkeypatch, "CLASS_PEOPLE", 2)
    code = opened(store)
    ballot = asked(store, code)
    results = [store.answer(code, ballot, who, 1, "1") for who in (b"a", b"b", b"c")]
    assert results == ["counted", "counted", "full"]
    assert store.answer(code, ballot, b"a", 2, "2") == "counted"


def test_who_is_here_is_counted_over_all_workers_and_forgotten_after_a_while(store: SqliteStore):
    code = opened(store)
    now = time.time()
    store.present("one", {code: 3}, now + 25)
    store.present("other", {code: 4}, now + 25)
    assert store.here(code, now) == 7
    store.present("one", {}, now + 25)
    assert store.here(code, now) == 4
    assert store.here(code, now + 26) == 0


def test_two_workers_may_begin_at_the_same_moment(path: Path):
    found: list[SqliteStore] = []
    threads = [threading.Thread(target=lambda: found.append(SqliteStore(path))) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(found) == 8
