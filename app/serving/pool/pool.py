"""A worker's side: hands a request to a child, and ends the child where it takes too much.

Everything here waits on sockets and events only, so under gevent the worker does other things
meanwhile; under threads it works the same.
"""

import logging
import os
import re
import select
import signal
import socket
import struct
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from math import ceil
from typing import Any
from wsgiref.types import WSGIEnvironment

from ... import limits
from ..answer import Answer
from ..ended import Ended
from . import wire
from .lanes import LIGHT, SLICE, Busy, Known, Lanes, Turn
from .nursery import CHILD, ENDED, PID

LOG = logging.getLogger("chalkgraph")

NICE = 10
"""How far long work steps back behind quick work."""
CROWDED = 8.0
"""A request may take this many times its seconds by the clock: others use the processors too."""
STILL = 4
"""Children that stand still half-way, and hold their memory, until there is room for them."""
IDLE = 4
"""Children that are kept while they have nothing to do."""

_DIGITS = re.compile(rb"[0-9]")


@dataclass(eq=False)
class _Child:
    pid: int
    line: socket.socket
    long: bool = False
    """Whether it has stepped back; then it ends with its work."""
    done: bool = False
    """Whether it has answered, and may be asked again."""


class Pool:
    """Children of one worker."""

    def __init__(self, nursery: socket.socket, *, quick: int, slow: int) -> None:
        self.lanes = Lanes(quick=quick, slow=slow)
        self.known = Known()
        self._nursery = nursery
        self._asking = threading.Lock()
        self._idle: list[_Child] = []
        self._still = 0

    def work(self, environ: WSGIEnvironment, body: bytes, way: str) -> Answer:
        """The answer of a child; raises `Ended`."""
        given = {key: value for key, value in environ.items() if isinstance(value, str)}
        kind, request = _kind(given, body)
        why = self.known.ended(request)
        if why:
            raise Ended(why)
        seconds = self.known.seconds(kind)
        long = seconds is not None and seconds > SLICE
        light = seconds is not None and seconds < LIGHT
        turn = Turn(browser(given), "slow" if long else "quick", light)
        try:
            self.lanes.enter(turn)
            head, data = self._made(turn, {"environ": given, "way": way}, body)
        except Busy:
            raise Ended("busy") from None
        except Ended as error:
            if error.why in ("time", "memory"):
                self.known.end(request, error.why)
            raise
        finally:
            self.lanes.leave(turn)
        self.known.took(kind, float(head["cpu"]))
        headers = tuple((name, value) for name, value in head["headers"])
        if head["ended"]:
            self.known.end(request, head["ended"])
        return Answer(head["status"], headers, data, head["rule"], job=head["job"])

    def close(self) -> None:
        """End all: the nursery ends with its line, and its children with it."""
        with suppress(OSError):
            self._nursery.shutdown(socket.SHUT_RDWR)

    def _made(self, turn: Turn, order: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """What a child sends back; raises `Ended` and `Busy`."""
        seconds = limits.seconds(order["environ"].get("PATH_INFO", ""))
        if turn.lane == "quick":
            child = self._child()
            try:
                wire.send(child.line, order, body)
                if self._within_slice(child):
                    return self._received(child)
                self._step_back(child)
                if self._moved_over(turn, child):
                    return self._in_time(child, seconds)
            except wire.Gone:
                raise Ended(self._why(child)) from None
            finally:
                self._put_back(child)
        child = self._child()
        try:
            self._step_back(child)
            wire.send(child.line, order, body)
            return self._in_time(child, seconds)
        except wire.Gone:
            raise Ended(self._why(child)) from None
        finally:
            self._put_back(child)

    def _within_slice(self, child: _Child) -> bool:
        """Whether the answer comes before its slice of a processor is used up."""
        began, until = _spent(child), time.monotonic() + SLICE * CROWDED
        left = SLICE
        while left > 0 and time.monotonic() < until:
            if _readable(child.line, max(left, 0.02)):
                return True
            left = SLICE - (_spent(child) - began)
        return False

    def _in_time(self, child: _Child, seconds: int) -> tuple[dict[str, Any], bytes]:
        """The answer of one who does long work; raises `Busy` where others left no time for it.

        The system counts the seconds that it takes of a processor, we the clock's.
        """
        if not _readable(child.line, seconds * CROWDED):
            raise Busy
        return self._received(child)

    def _received(self, child: _Child) -> tuple[dict[str, Any], bytes]:
        head, data = wire.receive(child.line)
        child.done = not (head["last"] or child.long)
        return head, data

    def _moved_over(self, turn: Turn, child: _Child) -> bool:
        """Go on in the slow lane; where that is full, the child stands still until there is room.

        False where too many stand still already: then it is begun anew when there is room.
        """
        if self.lanes.move_over(turn):
            return True
        stays = self._still < STILL
        if stays:
            self._still += 1
            _signal(child, signal.SIGSTOP)
        else:
            self._put_back(child)
        try:
            self.lanes.wait(turn)
        finally:
            self._still -= stays
        if stays:
            _signal(child, signal.SIGCONT)
        return stays

    def _step_back(self, child: _Child) -> None:
        child.long = True
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, child.pid, NICE)

    def _child(self) -> _Child:
        while self._idle:
            child = self._idle.pop()
            if not _readable(child.line, 0):  # nobody asked, so what one could read is its end
                return child
            child.line.close()
        with self._asking:
            try:
                self._nursery.sendall(CHILD)
                said, lines, _, _ = socket.recv_fds(self._nursery, PID.size, 1)
                (pid,) = PID.unpack(said)
            except (OSError, ValueError, struct.error) as error:
                LOG.error("the nursery is gone: this worker ends")
                os.kill(os.getpid(), signal.SIGTERM)
                raise Ended("broken") from error
        return _Child(pid, socket.socket(fileno=lines[0]))

    def _put_back(self, child: _Child) -> None:
        """Idle again, if it has come to the end of its work and may do more; else it is ended."""
        if child.done and len(self._idle) < IDLE:
            child.done = False
            self._idle.append(child)
        elif child.line.fileno() != -1:
            child.line.close()
            _signal(child, signal.SIGKILL)

    def _why(self, child: _Child) -> str:
        """Why a child is gone: the system ends one that has had its seconds."""
        with self._asking, suppress(OSError, struct.error):
            self._nursery.sendall(ENDED + PID.pack(child.pid))
            (code,) = PID.unpack(self._nursery.recv(PID.size))
            if code in (-signal.SIGXCPU, -signal.SIGKILL):
                return "time" if code == -signal.SIGXCPU else "memory"
        return "broken"


def browser(given: Mapping[str, str]) -> str:
    """Whom a request comes from, as far as one may know: no cookie says it.

    Pages may send a name that they have made up for as long as they are open (`X-Browser`); it
    parts those who share an address, and is nothing to rely on, so an address is one as well.
    """
    return "\0".join(given.get(name, "") for name in ("REMOTE_ADDR", "HTTP_USER_AGENT"))


def _kind(given: Mapping[str, str], body: bytes) -> tuple[bytes, bytes]:
    """What is likely to take as long, and what is exactly the same: digits differ in the first."""
    said = "\0".join(given.get(name, "") for name in ("PATH_INFO", "QUERY_STRING"))
    whole = said.encode("utf-8", "surrogateescape") + b"\0" + body
    alike = _DIGITS.sub(b"0", whole)
    return blake2b(alike, digest_size=12).digest(), blake2b(whole, digest_size=12).digest()


def _readable(line: socket.socket, seconds: float) -> bool:
    """Whether there is something to read before so many seconds have gone.

    By `poll`: `select` knows the first 1024 handles alone, and a class may hold as many.
    """
    waiting = select.poll()
    waiting.register(line, select.POLLIN)
    return bool(waiting.poll(ceil(seconds * 1000)))


def _spent(child: _Child) -> float:
    """Seconds of a processor that a child has used; by the clock where the system does not say."""
    with suppress(OSError, OverflowError):
        # Linux numbers the clocks of other processes so: clock_getcpuclockid(3).
        return time.clock_gettime((~child.pid << 3) | 2)
    return time.monotonic()


def _signal(child: _Child, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(child.pid, number)
