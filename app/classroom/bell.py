"""Tells those who follow a class, in this process, that something is new: a stream for each.

One loop looks whether anybody has written (a number of SQLite's, three microseconds), forty times
a second while somebody follows; whatever this process writes itself rings at once, and so does what
Redis says. What goes out is
the whole of what may be known, made once for all who follow, so nobody needs what he has missed.
It is written to their sockets where these can be taken over, once they have been told where the
class is: two thousand requests need not wait then. Where they cannot, each has a queue.
"""

import errno
import json
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

from .state import State, public
from .store import Store, StoreError

LOOK = 0.025
"""Seconds between two looks."""
COUNT = 0.25
"""Seconds between two counts, of answers and of people, for who leads the class."""
SHARED = 4
"""Each so many of them go to everybody: five hundred answers would else be a flood of messages."""
PRESENT = 10.0
"""Seconds after which a process says again how many follow here; what it said holds for 2.5 times
as long, and then it is gone."""
BEAT = 15.0
"""Seconds of silence on a stream after which something is sent, so that both ends know it."""
WAITING = 64
"""Messages that may wait for one who does not read; then he is left, and comes back by himself."""
PADDING = ":" + " " * 2048 + "\n\n"
"""First bytes, so that nothing on the way waits for more."""

BYE = "event: bye\ndata: {}\n\n"
SIGN = ":\n\n"
"""Of life."""
NOBODY = b""
"""A lecturer's own window."""
GONE = "event: gone\ndata: {}\n\n"


class Line(Protocol):
    """Somebody's socket, to be taken over (`serving/straight.py`)."""

    def take(self) -> None:
        """Have it from now on: its request ends."""

    def write(self, text: str) -> bool:
        """Write a piece; False where that did not go, and whoever is there has to come back."""

    def gone(self) -> bool:
        """Whether nobody is there any more."""

    def end(self, text: str = "") -> None:
        """Write a last piece, and close."""


class Taken(BrokenPipeError):
    """A stream goes on without its request, which ends as if its browser had gone: in silence."""

    def __init__(self) -> None:
        super().__init__(errno.EPIPE, "taken over")


Messages = queue.Queue[tuple[int, str]]
UNUSED: Messages = queue.Queue(1)
"""In place of the queue of one whose line was taken over."""


@dataclass(eq=False, slots=True)
class Follower:
    """Somebody who follows, and what is to be sent to him; `NOBODY` is not counted."""

    code: str
    who: bytes
    line: Line | None = None
    messages: Messages = field(default_factory=lambda: queue.Queue(maxsize=WAITING))
    last: int = 0
    """How far in the log he has been told."""
    taken: bool = False
    """Whether his line is ours, and no request waits here for him."""
    heard: float = 0.0
    """When something was written to it last."""
    left: bool = False


class Bell:
    """Those who follow, by their class."""

    def __init__(self, store: Store, state: Callable[[str], State], streams: int) -> None:
        self.worker = uuid4().hex
        self.streams = streams
        """How many may follow at once."""
        self._store = store
        self._state = state
        self._rooms: dict[str, set[Follower]] = {}
        self._seen: dict[str, int] = {}
        self._counted: dict[tuple[str, bool], dict[str, int]] = {}
        self._said: tuple[dict[str, int], float] = ({}, 0.0)
        self._awake = threading.Event()
        self._rung: set[str] = set()
        self._runs = False
        self.draining = False

    def ring(self, code: str = "") -> None:
        """Something is new in a class, or in any."""
        self._rung.add(code)
        self._awake.set()

    def bye(self, code: str = "") -> None:
        """Send away all who follow a class, who come back and are told all anew; or all there are,
        who come back to another process."""
        self.draining = self.draining or not code
        for each in [each for room in self._rooms.values() for each in room]:
            if code in ("", each.code):
                self._send(each, 0, BYE)

    def follow(self, code: str, who: bytes, line: Line | None = None) -> Follower | None:
        """Follow a class; None where this process has as many as it can bear."""
        count = sum(map(len, self._rooms.values()))
        if self.draining or count >= self.streams:
            return None
        made = Follower(code, who, line)
        self._rooms.setdefault(code, set()).add(made)
        self._seen.setdefault(code, 0)
        self._start()
        self.ring(code)
        return made

    def _start(self) -> None:
        if not self._runs:
            self._runs = True
            threading.Thread(target=self._run, daemon=True, name="bell").start()

    def ended(self, follower: Follower) -> None:
        """The request of one who follows has ended; he stays where his line was taken over."""
        if not follower.taken:
            self.leave(follower)

    def leave(self, follower: Follower) -> None:
        """Follow no more."""
        if follower.taken and follower.line:
            follower.line.end()
        room = self._rooms.get(follower.code, set())
        room.discard(follower)
        if not room:
            self._rooms.pop(follower.code, None)
            self._seen.pop(follower.code, None)
            for leads in (False, True):
                self._counted.pop((follower.code, leads), None)

    def stream(self, follower: Follower, log: str, last: int) -> Iterator[str]:
        """What is sent to one who follows, who has seen the log up to `last`; raises `Taken` where
        the rest is written without it."""
        try:
            follower.last = last
            yield PADDING
            state = self._state(follower.code)
            if state.seq > follower.last:
                follower.last = state.seq
                yield message(log, state)
            yield _counts(self.counts(follower.code, state))
            while not follower.left:
                if follower.line and follower.messages.empty():
                    follower.line.take()
                    follower.taken, follower.heard = True, time.monotonic()
                    follower.messages = UNUSED
                    raise Taken
                try:
                    seq, text = follower.messages.get(timeout=BEAT)
                except queue.Empty:
                    seq, text = 0, SIGN
                if seq and seq <= follower.last:
                    continue
                follower.last = seq or follower.last
                yield text
                if text in (BYE, GONE):
                    return
        finally:
            self.ended(follower)

    def counts(self, code: str, state: State) -> dict[str, int]:
        """How many are here, and how many have answered what is asked, or begun a worksheet."""
        answered = self._store.answered(code, state.board) if state.board else 0
        return {"here": self._store.here(code, time.time()), "answered": answered}

    # -- the loop --------------------------------------------------------------------------

    def _run(self) -> None:
        version, counted, beaten, turn, beats = -1, 0.0, 0.0, 0, 0
        deaf = self._store.listen(self.ring)
        try:
            while self._rooms and not self.draining:
                self._awake.wait(LOOK)
                self._awake.clear()
                if time.monotonic() - beaten > COUNT:
                    beaten, beats = time.monotonic(), beats + 1
                    self._beat(beaten - BEAT, beats)
                rung, self._rung = self._rung, set()
                try:
                    now = self._store.version()
                    for code in list(self._rooms):
                        if now != version or not rung.isdisjoint((code, "")):
                            self._look(code)
                    version = now
                    if time.monotonic() - counted > COUNT:
                        counted, turn = time.monotonic(), turn + 1
                        self._present()
                        for code in list(self._rooms):
                            self._count(code, everybody=turn % SHARED == 0)
                except StoreError:
                    version = -1  # a full disk, or no Redis: reading goes on as soon as it can
                    time.sleep(COUNT)
            with suppress(StoreError):
                self._present()
        finally:
            deaf()
            self._runs = False
            if self._rooms and not self.draining:
                self._start()

    def _beat(self, before: float, turn: int) -> None:
        """A sign of life for all who have heard nothing since; and whose turn it is, one of
        `SHARED`, is looked at whether he is still there."""
        everybody = [each for room in self._rooms.values() for each in room]
        for k, each in enumerate(everybody):
            if not each.taken or not each.line:
                continue
            if k % SHARED == turn % SHARED and each.line.gone():
                self.leave(each)
            elif each.heard < before:
                self._send(each, 0, SIGN)

    def _look(self, code: str) -> None:
        state = self._state(code)
        room = self._store.room(code)
        if room is None:
            for each in list(self._rooms.get(code, ())):
                self._send(each, 0, GONE)
                self.leave(each)  # else it would be written down again that he is here
            return
        if state.seq == self._seen.get(code):
            return
        self._seen[code] = state.seq
        text = message(room.log, state)
        for each in list(self._rooms.get(code, ())):
            self._send(each, state.seq, text)

    def _count(self, code: str, *, everybody: bool) -> None:
        found = self.counts(code, self._state(code))
        for leads in (True, False) if everybody else (True,):
            if found != self._counted.get((code, leads)):
                self._counted[code, leads] = found
                for each in list(self._rooms.get(code, ())):
                    if (each.who == NOBODY) is leads:
                        self._send(each, 0, _counts(found))

    def _present(self) -> None:
        counts = {
            code: len({each.who for each in room} - {NOBODY}) for code, room in self._rooms.items()
        }
        said, at = self._said
        if counts != said or time.monotonic() - at > PRESENT:
            self._said = counts, time.monotonic()
            self._store.present(self.worker, counts, time.time() + 2.5 * PRESENT)

    def _send(self, follower: Follower, seq: int, text: str) -> None:
        if seq and seq <= follower.last:
            return
        if follower.taken and follower.line:
            if text in (BYE, GONE):
                follower.line.end(text)
                self.leave(follower)
            elif follower.line.write(text):
                follower.last, follower.heard = seq or follower.last, time.monotonic()
            else:
                self.leave(follower)
            return
        try:
            follower.messages.put_nowait((seq, text))
        except queue.Full:
            follower.left = True
            self.leave(follower)


def message(log: str, state: State) -> str:
    """Where the class is, as a stream says it."""
    return f"id: {log}-{state.seq}\ndata: {_dumped(public(state))}\n\n"


def _counts(found: dict[str, int]) -> str:
    return f"event: count\ndata: {_dumped(found)}\n\n"


def _dumped(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))
