"""Many people of a class, on this machine: who follow, and who answer, each from one process.

Both are loops over epoll, so that what is measured is the server and not its clients. Whoever
follows comes back by himself when a stream ends, as a browser does.
"""

import json
import multiprocessing
import random
import re
import select
import socket
import time
from array import array
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

FIRST, MORE = 0.1, 0.6
"""Seconds before one who has lost his stream asks again, and by how much more, by chance."""
JOINING, LATE = 180.0, 60.0
"""Seconds after which people who have not all come in, or say nothing, are given up."""
AT_ONCE = 200
"""Streams that are being opened at the same moment."""
_ID = re.compile(rb"id: ([^\n-]+)-(\d+)\n")


@dataclass
class Person:
    """One who follows."""

    room: int
    number: int
    log: bytes = b""
    last: int = 0
    rest: bytes = b""
    away: float = 0.0
    """Since when; 0: he is here."""


@dataclass
class Told:
    """What all who follow were told."""

    rooms: "array[int]" = field(default_factory=lambda: array("l"))
    seqs: "array[int]" = field(default_factory=lambda: array("l"))
    times: "array[float]" = field(default_factory=lambda: array("d"))
    gaps: list[float] = field(default_factory=list)
    """Seconds of those who had to come back."""
    doubled: int = 0
    reordered: int = 0
    crossed: int = 0
    """What came out of another room."""
    last: list[int] = field(default_factory=list)
    """The number that each has heard last."""


class Crowd:
    """People who follow classes, in a process of their own, one after another into each room."""

    def __init__(self, host: str, port: int, codes: list[str], count: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(
            target=_follow, args=(theirs, host, port, codes, count), daemon=True
        )
        self._process.start()
        theirs.close()  # else nobody would see that the process has ended
        self.joined: float = self._heard(JOINING)
        """Seconds until all were in."""

    def seen(self, seqs: list[int], patience: float = 30.0) -> None:
        """Wait until everybody has heard of the last event of each room, or patience ends."""
        self._ours.send((seqs, patience))
        self._heard(patience + LATE)

    def end(self) -> Told:
        """What they were told."""
        self._ours.send(None)
        told: Told = self._heard(LATE)
        self._process.join()
        return told

    def _heard(self, patience: float) -> Any:
        """What the process says; raises `TimeoutError`, and `EOFError` where it has ended."""
        if not self._ours.poll(patience):
            self._process.kill()
            raise TimeoutError(f"the people of a class say nothing within {patience:.0f} s")
        return self._ours.recv()


def _follow(pipe: Connection, host: str, port: int, codes: list[str], count: int) -> None:
    told, poll = Told(), select.epoll()
    people: dict[int, tuple[socket.socket, Person]] = {}
    waiting = [(0.0, Person(k % len(codes), k)) for k in range(count)]
    everybody = [person for _, person in waiting]
    began, joined = time.monotonic(), False
    poll.register(pipe.fileno(), select.EPOLLIN)
    wanted: tuple[list[int], float] | None = None

    def lose(fd: int) -> None:
        poll.unregister(fd)
        gone, person = people.pop(fd)
        gone.close()
        person.rest, now = b"", time.monotonic()
        person.away = person.away or now
        waiting.append((now + FIRST + MORE * random.random(), person))

    def enter(person: Person) -> None:
        made = socket.create_connection((host, port), timeout=5)
        made.sendall(
            f"GET /class/{codes[person.room]}/stream HTTP/1.1\r\nHost: {host}:{port}\r\n"
            f"Authorization: Bearer {f'p{person.number}':x<22}\r\n"
            f"Last-Event-ID: {person.log.decode()}-{person.last}\r\n\r\n".encode()
        )
        made.setblocking(False)
        people[made.fileno()] = made, person
        poll.register(made.fileno(), select.EPOLLIN | select.EPOLLRDHUP)

    while True:
        now = time.monotonic()
        if waiting:
            opening = sum(not person.rest and not person.last for _, person in people.values())
            due = [each for each in waiting if each[0] <= now][: max(0, AT_ONCE - opening)]
            for each in due:
                waiting.remove(each)
                try:
                    enter(each[1])
                except OSError:
                    waiting.append((now + FIRST + MORE * random.random(), each[1]))
        for fd, _event in poll.poll(0.02 if waiting or wanted else 1.0):
            if fd == pipe.fileno():
                wanted = pipe.recv()
                if wanted is None:
                    told.last = [person.last for person in everybody]
                    pipe.send(told)
                    return
                wanted = wanted[0], time.monotonic() + wanted[1]
                continue
            made, person = people[fd]
            try:
                piece = made.recv(65536)
            except OSError:
                piece = b""
            if not piece or not _heard(told, person, piece):
                lose(fd)
        if not joined and all(person.last for person in everybody):
            joined = True
            pipe.send(time.monotonic() - began)
        if wanted and (
            time.monotonic() > wanted[1]
            or all(person.last >= wanted[0][person.room] for person in everybody)
        ):
            wanted = None
            pipe.send(True)


def _heard(told: Told, person: Person, piece: bytes) -> bool:
    """Take down what came; False where the server says goodbye."""
    now = time.monotonic()
    *events, person.rest = (person.rest + piece).split(b"\n\n")
    for event in events:
        if b"event: bye" in event:
            return False
        found = _ID.search(event)
        if found is None:
            continue
        log, seq = found[1], int(found[2])
        if person.away:
            told.gaps.append(now - person.away)
            person.away = 0.0
        told.crossed += person.log not in (b"", log)
        told.doubled += seq == person.last
        told.reordered += seq < person.last
        person.log, person.last = log, seq
        told.rooms.append(person.room)
        told.seqs.append(seq)
        told.times.append(now)
    return True


@dataclass
class Reply:
    """What came of one request."""

    asked: float
    took: float
    status: int
    body: bytes


def burst(host: str, port: int, requests: list[tuple[float, bytes]]) -> list[Reply]:
    """Send each request at its moment (seconds from now), on a connection of its own."""
    todo = sorted(requests, reverse=True)
    poll, began = select.epoll(), time.monotonic()
    open_: dict[int, tuple[socket.socket, float, bytearray, bytes]] = {}
    found: list[Reply] = []
    while (todo or open_) and time.monotonic() - began < 60:
        while todo and began + todo[-1][0] <= time.monotonic():
            at, text = todo.pop()
            made = socket.socket()
            made.setblocking(False)
            with suppress(BlockingIOError):
                made.connect((host, port))
            open_[made.fileno()] = made, began + at, bytearray(), text
            poll.register(made.fileno(), select.EPOLLOUT)
        soon = 0.5 if not todo else max(0.0, began + todo[-1][0] - time.monotonic())
        for fd, event in poll.poll(soon):
            made, asked, got, text = open_[fd]
            if event & select.EPOLLOUT and not event & (select.EPOLLERR | select.EPOLLHUP):
                made.send(text)
                poll.modify(fd, select.EPOLLIN)
                continue
            try:
                piece = made.recv(65536)
            except OSError:
                piece = b""
            got += piece
            if piece and not _whole(got):
                continue
            poll.unregister(fd)
            made.close()
            del open_[fd]
            status = int(got[9:12]) if len(got) > 12 else 0
            body = bytes(got).partition(b"\r\n\r\n")[2]
            found.append(Reply(asked, time.monotonic() - asked, status, body))
    poll.close()
    return found + [Reply(each[1], 60.0, 0, b"") for each in open_.values()]


def _whole(got: bytearray) -> bool:
    head, _, body = bytes(got).partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    return bool(length) and len(body) >= int(length[1])


def posted(host: str, port: int, path: str, token: str, sent: Any) -> bytes:
    """A request as bytes."""
    body = json.dumps(sent).encode()
    return (
        f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {token:x<22}\r\n"
        "Content-Type: application/json\r\nAccept: application/json\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def paced(seconds: float, count: int) -> Iterator[int]:
    """So many turns at an even pace."""
    began = time.monotonic()
    for k in range(count):
        time.sleep(max(0.0, began + k * seconds - time.monotonic()))
        yield k
