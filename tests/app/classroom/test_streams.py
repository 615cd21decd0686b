"""Classes kept in Redis are the same as those in a file; and Redis may go away and come back."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from app import limits
from app.classroom import rights, streams
from app.classroom.bell import BYE
from app.classroom.rooms import Rooms
from app.classroom.store import NAMES, StoreError
from app.classroom.streams import StreamStore
from graph_engine.limits import Limit

from .redis_server import MISSING, PROGRAM, Redis
from .test_state import Interleaved

SERVER = Redis()
CLIENTS: list[Any] = []
"""All that were made; they hang up at the end."""

if PROGRAM:

    class InRedis(Interleaved):
        """Every claim about events, retries and answers, with the log in Redis."""

        @property
        def where(self) -> str:
            return SERVER.address

    TestInRedis = InRedis.TestCase
    TestInRedis.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)


def _listeners() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "redis bell"]


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[Redis]:
    if not PROGRAM:
        pytest.skip(MISSING)
    SERVER.start()
    yield SERVER
    # One that is only being started is listed, and cannot be joined yet.
    until = time.monotonic() + 20
    while time.monotonic() < until and _listeners():
        time.sleep(0.01)
    while CLIENTS:
        CLIENTS.pop().connection_pool.disconnect()
    SERVER.end()


@pytest.fixture(autouse=True)
def empty(server: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    real = streams.client

    def client(address: str) -> Any:
        CLIENTS.append(real(address))
        return CLIENTS[-1]

    monkeypatch.setattr(streams, "client", client)
    streams.client(server.address).flushall()
    # The classes of many examples are opened within this minute.
    monkeypatch.setattr(limits, "CLASSES_OPENED", Limit(what="", most=10_000, why=""))


@pytest.fixture
def store(server: Redis) -> StreamStore:
    return StreamStore(server.address)


def opened(store: StreamStore) -> str:
    return store.open(lambda code: rights.hashed("token", code)).code


def soon(true: Callable[[], bool]) -> bool:
    """Whether it is so within ten seconds."""
    until = time.monotonic() + 10
    while not (found := true()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def test_what_one_machine_writes_comes_to_those_who_follow_at_another(
    server: Redis, tmp_path: Path
):
    here, there = (Rooms(server.address, tmp_path) for _ in range(2))
    code = here.open("token", "T", "").code
    follower = there.bell.follow(code, b"student")
    assert follower
    said = there.bell.stream(follower, "LOG", 0)
    heard = [next(said), next(said), next(said)]  # the padding, where it is, the counts
    here.append(code, "show", {"wish": {"program": "a"}, "step": 3}, "k")
    while not heard[-1].startswith("id: "):
        heard.append(next(said))
    assert '"step":3' in heard[-1]
    assert soon(lambda: here.bell.counts(code, here.state(code))["here"] == 1)
    said.close()


def test_while_redis_is_away_it_is_said_and_afterwards_nothing_is_missing(
    server: Redis, tmp_path: Path
):
    rooms = Rooms(server.address, tmp_path)
    code = rooms.open("token", "T", "").code
    follower = rooms.bell.follow(code, b"student")
    assert follower
    said = rooms.bell.stream(follower, "LOG", 0)
    heard = [next(said), next(said), next(said)]
    server.kill()
    with pytest.raises(StoreError) as error:
        rooms.append(code, "show", {"wish": {"program": "a"}, "step": 5}, "k")
    assert error.value.why == "away"
    server.start()
    other = Rooms(server.address, tmp_path)
    assert other.append(code, "show", {"wish": {"program": "a"}, "step": 5}, "k") == 2
    while not heard[-1].startswith("id: "):
        heard.append(next(said))
    assert '"step":5' in heard[-1]
    said.close()


@pytest.mark.parametrize(
    ("limit", "why"),
    [("CLASSES", "rooms"), ("CLASSES_OPENED", "often"), ("CLASS_EVENTS", "events")],
)
def test_the_limits_are_those_of_the_file(
    store: StreamStore, monkeypatch: pytest.MonkeyPatch, limit: str, why: str
):
    monkeypatch.setattr(limits, limit, Limit(what="", most=2, why=""))
    code = opened(store)
    many = why == "events"

    def one(k: int) -> None:
        if many:
            store.append(code, "show", {}, f"k{k}", lambda _seq: 0)
        else:
            opened(store)

    for k in range(2 if many else 1):
        one(k)
    with pytest.raises(StoreError) as error:
        one(9)
    assert error.value.why == why
    if many:
        assert store.append(code, "end", {}, "end", lambda _seq: 0) == 3, "a class can always end"


def test_only_so_many_people_answer_and_those_may_change_it(
    store: StreamStore, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(limits, "CLASS_PEOPLE", Limit(what="", most=2, why=""))
    code = opened(store)
    assert store.answer(code, 1, b"a", 1, "7") == "closed", "nothing is asked"
    ballot = store.append(code, "ask", {}, "ask", lambda seq: seq)
    found = [store.answer(code, ballot, who, 1, "7:8 {}") for who in (b"a", b"\0\xff", b"c")]
    assert found == ["counted", "counted", "full"]
    assert store.answer(code, ballot, b"\0\xff", 2, "9") == "counted"
    kept = {each.person: each.text for each in store.answers(code, ballot)}
    assert kept == {b"a": "7:8 {}", b"\0\xff": "9"} and store.answered(code, ballot) == 2


def test_a_deleted_class_leaves_nothing_and_each_goes_by_itself_after_its_days(
    store: StreamStore, server: Redis
):
    code = opened(store)
    ballot = store.append(code, "ask", {}, "ask", lambda seq: seq)
    store.answer(code, ballot, b"a", 1, "7")
    assert store.answer(code, NAMES, b"a", 1, "Ada") == "counted"
    store.present("worker", {code: 3}, time.time() + 25)
    keys = streams.client(server.address).keys(f"class:*{code}*")
    lives = [streams.client(server.address).ttl(key) for key in keys]
    assert len(keys) == 6 and 0 < min(lives) <= max(lives) <= limits.CLASS_DAYS.most * 86_400
    store.delete(code)
    assert not streams.client(server.address).keys(f"class:*{code}*")
    assert store.room(code) is None
    assert store.answer(code, NAMES, b"a", 2, "Ada") == "closed", "nothing of it comes back"
    every = streams.client(server.address).keys("*")
    lives = [streams.client(server.address).ttl(key) for key in every]
    assert every and 0 < min(lives) <= max(lives) <= limits.CLASS_DAYS.most * 86_400


def test_without_the_library_it_is_said_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ValueError, match="pip install"):
        Rooms("redis://localhost", tmp_path)


@pytest.mark.parametrize("regrown", [False, True])
def test_where_redis_has_lost_the_end_of_a_log_everybody_takes_all_of_it_anew(
    server: Redis, tmp_path: Path, regrown: bool
):
    """As after a loss of power: what was acknowledged last is not there, and others may have
    written in its place since."""
    here, fresh = (Rooms(server.address, tmp_path) for _ in range(2))
    redis = streams.client(server.address)
    code = here.open("token", "T", "").code
    here.append(code, "show", {"text": True, "step": 1}, "k1")
    keys = redis.keys(f"class:*{code}*")
    kept = [(key, redis.dump(key)) for key in keys if not key.endswith(b":here")]
    for k in (2, 3):
        here.append(code, "show", {"text": True, "step": k}, f"k{k}")
    room = here.store.room(code)
    assert room and here.state(code).seq == 4
    follower = here.bell.follow(code, b"student")
    assert follower
    said = here.bell.stream(follower, room.log, 4)
    assert [next(said), next(said)][1].startswith("event: count")
    for key, held in kept:
        redis.restore(key, 0, held, replace=True)
    if regrown:
        for k in (7, 8):
            fresh.append(code, "show", {"text": True, "step": k}, f"k{k}")
    assert here.state(code) == fresh.state(code) == Rooms(server.address, tmp_path).state(code)
    assert here.state(code).seq == (4 if regrown else 2)
    while (heard := next(said)) != BYE:
        assert not heard.startswith("id: ")
    assert next(said, "no more") == "no more"
    after = here.store.room(code)
    assert after and after.log != room.log, "whoever comes back is told all, by another log"
    assert here.append(code, "show", {"text": True, "step": 9}, "k9") == here.state(code).seq
    renamed = here.store.room(code)
    assert renamed and renamed.log == after.log, "once is enough"
