"""Who is served next: browsers in turn, quick work before unknown work, long work in a lane apart.

A request takes a place in the quick lane. Who is not done within a slice moves over to the slow
lane, whose places are few, so the quick lane is free again for others: one who asks for much work,
as fast as he can, holds up himself. What was long last time begins in the slow lane.
"""

import threading
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Literal

Lane = Literal["quick", "slow"]

SLICE = 0.2
"""Seconds of a processor after which work is long, and moves over."""
LIGHT = 0.06
"""Seconds below which work that is known goes before work that is not."""
WAITING = 2000
"""Requests that wait in the quick lane, at most: twice a lecture hall."""
LONG_WAITING = 64
"""Requests that wait in the slow lane, at most, and half of them from one browser."""
PATIENCE = 20.0
"""Seconds for which a request waits for its turn."""
FAIR = 4
"""Each so many turns the unknown goes first: it must not wait for ever either."""


class Busy(Exception):
    """Too many wait, or one has waited too long."""


@dataclass(eq=False)
class Turn:
    """A request's place: it waits, or it is served."""

    browser: str
    lane: Lane
    light: bool = False
    called: threading.Event = field(default_factory=threading.Event)
    holds: Lane | None = None
    """Where it has a place."""


@dataclass
class _Queue:
    """Who waits, browser by browser."""

    waiting: "OrderedDict[str, deque[Turn]]" = field(default_factory=OrderedDict)
    count: int = 0

    def add(self, turn: Turn) -> None:
        self.waiting.setdefault(turn.browser, deque()).append(turn)
        self.count += 1

    def next(self) -> Turn | None:
        """The first one of the browser that has waited longest; then it is the others' turn."""
        if not self.waiting:
            return None
        browser, turns = self.waiting.popitem(last=False)
        turn = turns.popleft()
        if turns:
            self.waiting[browser] = turns
        self.count -= 1
        return turn

    def remove(self, turn: Turn) -> None:
        turns = self.waiting.get(turn.browser)
        if turns and turn in turns:
            turns.remove(turn)
            self.count -= 1
            if not turns:
                del self.waiting[turn.browser]

    def of(self, browser: str) -> int:
        return len(self.waiting.get(browser, ()))


class Lanes:
    """Places in two lanes, and who waits for them."""

    def __init__(self, *, quick: int, slow: int) -> None:
        self.places: dict[Lane, int] = {"quick": quick, "slow": slow}
        self.taken: dict[Lane, int] = {"quick": 0, "slow": 0}
        self._light, self._unknown, self._slow = _Queue(), _Queue(), _Queue()
        self._lock = threading.Lock()
        self._calls = 0

    def enter(self, turn: Turn) -> None:
        """Wait for a place, and take it; raises `Busy`. Whatever comes of it, `leave` ends it."""
        with self._lock:
            self._line_up(turn)
        self.wait(turn)

    def move_over(self, turn: Turn) -> bool:
        """Give a place in the quick lane back, and take one in the slow lane; raises `Busy`.

        Whether there was one; else `wait` waits for it.
        """
        with self._lock:
            self._give_back(turn)
            turn.lane, turn.called = "slow", threading.Event()
            self._line_up(turn)
            return turn.called.is_set()

    def wait(self, turn: Turn) -> None:
        """Wait for the place for which a turn has lined up; raises `Busy`."""
        if turn.called.wait(PATIENCE):
            return
        with self._lock:
            if turn.holds is None:
                self._queue(turn).remove(turn)
                raise Busy

    def leave(self, turn: Turn) -> None:
        """Give the place back, if it has one."""
        with self._lock:
            self._give_back(turn)

    def _line_up(self, turn: Turn) -> None:
        if self._full(turn):
            raise Busy
        self._queue(turn).add(turn)
        self._call(turn.lane)

    def _give_back(self, turn: Turn) -> None:
        lane, turn.holds = turn.holds, None
        if lane is not None:
            self.taken[lane] -= 1
            self._call(lane)

    def _queue(self, turn: Turn) -> _Queue:
        if turn.lane == "slow":
            return self._slow
        return self._light if turn.light else self._unknown

    def _full(self, turn: Turn) -> bool:
        if turn.lane == "quick":
            return self._light.count + self._unknown.count >= WAITING
        if self.taken["slow"] < self.places["slow"]:
            return False
        return self._slow.count >= LONG_WAITING or self._slow.of(turn.browser) >= LONG_WAITING // 2

    def _call(self, lane: Lane) -> None:
        """Have those take their places for whom there is room; the lock is held."""
        while self.taken[lane] < self.places[lane]:
            turn = self._slow.next() if lane == "slow" else self._next_quick()
            if turn is None:
                return
            self.taken[lane] += 1
            turn.holds = lane
            turn.called.set()

    def _next_quick(self) -> Turn | None:
        self._calls += 1
        first, second = self._light, self._unknown
        if self._calls % FAIR == 0:
            first, second = second, first
        return first.next() or second.next()


class Known:
    """What work of a kind has taken: its last seconds, and what was ended, for a while."""

    def __init__(self, most: int = 10_000, memory: float = 600.0) -> None:
        self._seconds: OrderedDict[bytes, float] = OrderedDict()
        self._ended: OrderedDict[bytes, tuple[float, str]] = OrderedDict()
        self._most = most
        self._memory = memory
        self._lock = threading.Lock()

    def seconds(self, kind: bytes) -> float | None:
        """What it took last time; None where nobody knows."""
        with self._lock:
            return self._seconds.get(kind)

    def took(self, kind: bytes, seconds: float) -> None:
        """Remember what it took; what was long once is soon forgotten when it is no longer."""
        with self._lock:
            self._seconds[kind] = seconds
            self._seconds.move_to_end(kind)
            while len(self._seconds) > self._most:
                self._seconds.popitem(last=False)

    def ended(self, request: bytes) -> str:
        """Why this very request was ended before; empty where it was not, or long ago."""
        with self._lock:
            when, why = self._ended.get(request, (float("-inf"), ""))
            return why if time.monotonic() - when < self._memory else ""

    def end(self, request: bytes, why: str) -> None:
        """Remember that a request was ended."""
        with self._lock:
            self._ended[request] = (time.monotonic(), why)
            self._ended.move_to_end(request)
            while len(self._ended) > self._most:
                self._ended.popitem(last=False)
