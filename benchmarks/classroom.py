"""What a class bears on this machine, its people beside it: the class's part of `make load`.

From the lecturer's request to the bytes that a student's browser reads, on one clock; answers of
many in one second; many who open the class. Everything stays on this machine.
"""

import json
import os
import random
import re
import resource
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import psutil

from app import limits
from app.lessons import lessons
from app.state.carried import page_state
from tests.app.classroom import redis_server

from .crowd import Crowd, Told, burst, paced, posted

STEPS = 15
PACE = 0.4
"""Seconds between two steps of the lecturer."""
TOGETHER = 20
"""Classes that step at the same moment."""
STORIES = 20
"""New stories that are asked for in a second, beside."""
ENOUGH = 600
"""Handles of files that are left to everything else."""


FAILED = (OSError, HTTPException)
"""What comes of a request whose server goes meanwhile."""


@dataclass
class Room:
    """A class, and who leads it."""

    host: str
    port: int
    code: str
    token: str
    steps: int = 0
    sent: dict[int, float] = field(default_factory=dict)
    """When each event was sent, by its number."""
    patience: float = 30.0
    """Seconds for which a step is tried."""

    def does(self, kind: str, **data: Any) -> int:
        """The number of an event; tried again under the same key until it is in."""
        self.steps += 1
        body = {"kind": kind, "key": f"k{self.steps}", "data": data}
        began = time.monotonic()
        while True:
            try:
                seq = int(self.ask("event", body)["seq"])
                break
            except FAILED:
                if time.monotonic() > began + self.patience:
                    raise
                time.sleep(0.02)
        self.sent.setdefault(seq, began)
        return seq

    def shows(self, step: int) -> int:
        """A step of the lecturer."""
        return self.does("show", step=step)

    def ask(self, path: str, sent: Any = None) -> Any:
        """What the server says to the lecturer."""
        return asked(f"http://{self.host}:{self.port}/class/{self.code}/{path}", self.token, sent)


def asked(address: str, token: str = "", sent: Any = None) -> Any:
    """JSON from the server."""
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = None if sent is None else json.dumps(sent).encode()
    request = urllib.request.Request(address, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=60) as found:
        return json.load(found)


def opened(base: str) -> Room:
    """A new class that looks at Example II."""
    where = urlsplit(base)
    made = asked(f"{base}/class", "", {"title": "Example II", "deck": "/present/example-2"})
    room = Room(str(where.hostname), int(where.port or 80), made["code"], made["token"])
    state = page_state(lessons()["example-2"].look)
    room.does("show", wish={**state["wish"], **state["kept"]}, step=0)
    return room


def at(found: Sequence[float], part: float) -> float:
    """Milliseconds within which that part was there."""
    ordered = sorted(found) or [float("nan")]
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000


def waits(told: Told, rooms: Sequence[Room]) -> list[float]:
    """Seconds from each of the lecturers' requests to each of those who follow."""
    return [
        when - rooms[room].sent[seq]
        for room, seq, when in zip(told.rooms, told.seqs, told.times, strict=True)
        if when > rooms[room].sent.get(seq, when)
    ]


def memory(server: int) -> float:
    """Megabytes of a server with its workers, what they share counted once."""
    first = psutil.Process(server)
    return (
        sum(each.memory_full_info().pss for each in (first, *first.children(recursive=True))) / 1e6
    )


class Cost:
    """What a server takes of the processors meanwhile, and what nobody takes."""

    def __init__(self, server: int) -> None:
        self._server = server

    def __enter__(self) -> "Cost":
        psutil.cpu_percent()
        self._before = self._spent()
        return self

    def __exit__(self, *_error: object) -> None:
        self.idle = 100 - psutil.cpu_percent()
        self.seconds = self._spent() - self._before

    def _spent(self) -> float:
        first = psutil.Process(self._server)
        times = [each.cpu_times() for each in (first, *first.children(recursive=True))]
        return sum(each.user + each.system for each in times)

    def __str__(self) -> str:
        return f"server {self.seconds:.1f} s of a core, idle {self.idle:.0f} %"

    def each(self, count: int) -> str:
        """The same for one of so many."""
        return f"server {self.seconds / count * 1000:.2f} ms each, idle {self.idle:.0f} %"


@contextmanager
def busied(base: str, stories: float) -> Iterator[None]:
    """Somebody asks for so many new stories in a second meanwhile."""
    over = threading.Event()

    def ask(number: int) -> None:
        wish = {"program": lessons()["example-2"].program, "values": {"w1": number / 1000}}
        with suppress(*FAILED):
            asked(f"{base}/api/story", "", {**wish, "page": True})

    def tell() -> None:
        with ThreadPoolExecutor(8) as pool:
            for number in count(1):
                if over.wait(1 / stories):
                    return
                pool.submit(ask, number)

    asking = threading.Thread(target=tell)
    if stories:
        asking.start()
    try:
        yield
    finally:
        over.set()
        if stories:
            asking.join()


def followed(
    base: str, server: int, people: int, *, classes: int = 1, stories: float = 0
) -> Iterator[str]:
    """So many follow a lecturer's steps, while so many stories are asked for in a second."""
    rooms = [opened(base) for _ in range(classes)]
    crowd = Crowd(rooms[0].host, rooms[0].port, [each.code for each in rooms], people)
    for room in rooms:
        room.sent.clear()
    with Cost(server) as cost, busied(base, stories):
        for k in paced(PACE, STEPS):
            for room in rooms:
                room.shows(k + 1)
        crowd.seen([max(room.sent) for room in rooms])
    held, told = memory(server), crowd.end()
    found = waits(told, rooms)
    name = f"{people} follow" if classes == 1 else f"{classes} classes of {people // classes}"
    name += f", {stories:.0f} stories/s" if stories else ""
    odd = told.doubled + told.reordered + told.crossed
    missed = people * STEPS - len(found)
    yield (
        f"{name:26} p50 {at(found, 0.5):6.1f}  p99 {at(found, 0.99):6.1f}  most {at(found, 1):6.1f}"
        f" ms  missing {missed}, odd {odd}; in after {crowd.joined:.1f} s, {held:.0f} MB,"
        f" {cost}"
    )


def answered(base: str, server: int, people: int, *, held: int = 200) -> Iterator[str]:
    """So many answer within a second; each tenth twice, each tenth something newer."""
    room = opened(base)
    crowd = Crowd(room.host, room.port, [room.code], held)
    room.shows(16)
    ballot = room.does("ask", question="17.flow", step=17)
    chance = random.Random(7)
    sent: list[tuple[float, bytes]] = []
    for k in range(people):
        moment = chance.random()
        kinds = [(moment, 1, "0.2")]
        if k % 10 == 1:
            kinds.append((moment + 0.02 * chance.random(), 1, "0.2"))
        if k % 10 == 2:
            kinds.append((min(1.0, moment + 0.02 * chance.random()), 2, "0.39"))
        for when, revision, text in kinds:
            said = {"ballot": ballot, "revision": revision, "text": text}
            path = f"/class/{room.code}/answer"
            sent.append((when, posted(room.host, room.port, path, f"a{k}", said)))
    with Cost(server) as cost:
        replies = burst(room.host, room.port, sent)
    began = time.monotonic()
    found = room.ask("results/1")
    results = time.monotonic() - began
    room.does("close")
    said = {"ballot": ballot, "revision": 9, "text": "7"}
    late = burst(
        room.host, room.port,
        [(0.0, posted(room.host, room.port, f"/class/{room.code}/answer", "late", said))],
    )  # fmt: skip
    crowd.end()
    fine = sum(each.status == 200 for each in replies)
    newest = sum(g["counts"][0] for g in found["groups"] if g["numbers"][:1] == ["0.39"])
    took = [each.took for each in replies]
    yield (
        f"{f'{people} answer in 1 s':26} p50 {at(took, 0.5):6.1f}  p99 {at(took, 0.99):6.1f}"
        f"  most {at(took, 1):6.1f} ms  acknowledged {fine} of {len(sent)},"
        f" counted {found['totals'][0]} of {people}, newest {newest} of {people // 10},"
        f" after closing {json.loads(late[0].body)['result']};"
        f" results {results * 1000:.0f} ms, {cost.each(len(sent))}"
    )


def joined(base: str, server: int, people: int, seconds: float = 10) -> Iterator[str]:
    """So many open the class within some seconds: its page, its files, and the story they see."""
    room = opened(base)
    host, port = room.host, room.port
    state = page_state(lessons()["example-2"].look)
    wish = {**state["wish"], **state["kept"], "upto": 0, "since": 0, "have": "", "question": ""}
    get = "GET {} HTTP/1.1\r\nHost: {}:{}\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n"
    address = f"/class/{room.code}"
    names = re.findall(
        r'"(/static/[^"]+\.(?:js|css))"', urllib.request.urlopen(base + address).read().decode()
    )
    files = [get.format(name, host, port).encode() for name in (address, *dict.fromkeys(names))]
    told = posted(host, port, "/api/told?lang=en", "", wish).replace(
        b"Accept:", b"Accept-Encoding: br\r\nAccept:"
    )
    sent = [
        (seconds * k / people + 0.05 * later, text)
        for k in range(people)
        for later, text in enumerate((*files, told))
    ]
    with Cost(server) as cost:
        replies = burst(host, port, sent)
    took, wrong = [each.took for each in replies], sum(each.status != 200 for each in replies)
    size = sum(len(each.body) for each in replies) / people
    yield (
        f"{f'{people} open it in {seconds:.0f} s':26} p50 {at(took, 0.5):6.1f}"
        f"  p99 {at(took, 0.99):6.1f}  most {at(took, 1):6.1f} ms  errors {wrong},"
        f" {len(files) + 1} requests and {size / 1000:.1f} kB for each, {cost.each(len(sent))}"
    )


def rows(base: str, server: int, workers: int) -> Iterator[str]:
    """A line for each measurement; what this machine has no handles for is said so."""
    handles, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for people, classes, stories in (
        *((500, 1, 0), (500, 1, STORIES), (2000, 1, 0), (2000, TOGETHER, 0), (5000, 1, 0)),
    ):
        if people > workers * limits.CLASS_STREAMS.most:
            yield f"{people} follow: left out, more than {workers} workers tell at once"
            continue
        if people + ENOUGH > handles:
            yield f"{people} follow: left out, a process may have {handles} files open (ulimit -n)"
            continue
        yield from followed(base, server, people, classes=classes, stories=stories)
    for people in (500, 2000):
        yield from answered(base, server, people)
    yield from joined(base, server, 2000)


@contextmanager
def kept(store: str) -> Iterator[tuple[dict[str, str], redis_server.Redis | None]]:
    """The settings of a server whose classes are in a store; a Redis is begun for it."""
    if store != "redis":
        yield {}, None
        return
    if not redis_server.PROGRAM:
        raise SystemExit(redis_server.MISSING)
    redis = redis_server.Redis()
    redis.start()
    try:
        yield {"CHALKGRAPH_CLASS": redis.address}, redis
    finally:
        redis.end()


def show(base: str, server: int, workers: int) -> None:
    """Print the table."""
    print(f"A class, and its people beside it; load {os.getloadavg()[0]:.1f}", flush=True)
    for row in rows(base, server, workers):
        print(row, flush=True)
