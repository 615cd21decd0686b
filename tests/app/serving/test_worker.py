"""A worker that is told to end: exports end first, and it does not wait until it is ended."""

from types import SimpleNamespace

import pytest

from app.serving import worker as house


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Time that passes where somebody sleeps."""
    now = SimpleNamespace(time=0.0)

    def sleep(seconds: float) -> None:
        now.time += seconds

    monkeypatch.setattr(house.time, "monotonic", lambda: now.time)
    monkeypatch.setattr(house.gevent, "sleep", sleep)
    return now


def told_to_end(running: int) -> house.Worker:
    worker = object.__new__(house.Worker)
    worker.sockets, worker.alive, worker.running = [], False, running
    worker.cfg = SimpleNamespace(graceful_timeout=1)
    worker.notify = lambda: None
    return worker


def test_exports_end_before_anybody_is_waited_for(clock: SimpleNamespace):
    worker, ended = told_to_end(running=1), []

    def end() -> None:
        ended.append(clock.time)
        worker.running = 0  # who waited for an export has been told that nobody makes it

    worker.leave = end
    worker.run()
    assert ended == [0.0] and clock.time == 0.0


def test_it_goes_by_itself_before_it_is_ended_by_force(clock: SimpleNamespace):
    worker = told_to_end(running=1)
    worker.run()
    left = worker.cfg.graceful_timeout - clock.time
    assert clock.time > 0 and left >= house.PARTING - house.BEAT
