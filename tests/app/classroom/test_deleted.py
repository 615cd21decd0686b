"""A deleted class is gone for every process, in a file and in Redis alike."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.classroom.bell import GONE
from app.classroom.rooms import Rooms
from app.classroom.store import StoreError

from .redis_server import MISSING, PROGRAM, Redis


@pytest.fixture(params=["sqlite", "redis"])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Rooms, Rooms]]:
    """Two processes over one store."""
    if request.param == "sqlite":
        where = f"sqlite:{tmp_path / 'c.sqlite'}"
        yield Rooms(where, tmp_path), Rooms(where, tmp_path)
        return
    if not PROGRAM:
        pytest.skip(MISSING)
    server = Redis()
    server.start()
    yield Rooms(server.address, tmp_path), Rooms(server.address, tmp_path)
    server.end()


def test_who_follows_a_deleted_class_at_another_process_is_told(two: tuple[Rooms, Rooms]):
    here, there = two
    code = here.open("token", "T", "").code
    here.append(code, "show", {"text": True, "step": 1}, "k")
    follower = there.bell.follow(code, b"student")
    assert follower
    said = there.bell.stream(follower, "LOG", 0)
    heard = [next(said), next(said), next(said)]  # the padding, where it is, the counts
    assert there.state(code).seq == 2, "it is kept there"
    here.delete(code)
    until = time.monotonic() + 10
    while heard[-1] != GONE and time.monotonic() < until:
        heard.append(next(said))
    assert heard[-1] == GONE and next(said, "no more") == "no more"
    assert there.state(code).seq == 0 and not there.bell._rooms
    while there.bell._runs:
        time.sleep(0.01)
    assert there.store.here(code, time.time()) == 0, "nobody is written down as here"


def test_nothing_is_written_into_a_class_that_was_just_deleted(two: tuple[Rooms, Rooms]):
    here, there = two
    code = here.open("token", "T", "").code
    there.state(code)
    here.delete(code)
    for rooms in two:
        began = time.monotonic()
        with pytest.raises(StoreError) as error:
            rooms.append(code, "show", {"text": True, "step": 1}, "k")
        assert error.value.why == "gone" and time.monotonic() - began < 1, "at once"
        assert not rooms.store.since(code, 0)
