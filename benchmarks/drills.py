"""`make drills`: what a class loses when processes, the server or the disk go: nothing.

A lecturer steps ten times a second, each fifth step is sent twice, and hundreds follow, who come
back by themselves. Meanwhile a worker is killed, all are, the server is told to load itself anew,
and to end; then the disk is full. Redis, where classes are kept in it, is killed, and then is away
for a minute. Everything stays on this machine, and ends after a minute, or with Redis after two; so
that a million deliveries come together, more follow, and it is all done again:
`--people 2000 --rounds 3`.
"""

import argparse
import json
import os
import signal
import subprocess
import tempfile
import threading
import time
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import psutil

from tests.browser.serving import Server, served

from .classroom import FAILED, Room, asked, at, kept, opened
from .crowd import Crowd, paced

STEPS_A_SECOND = 10
EVERY = 5.0
"""Seconds between two drills."""
REDIS_AWAY = (3.0, 60.0)
"""Seconds for which Redis is away, each time it is killed."""
PATIENCE = 120.0
"""Seconds for which the lecturer tries to be heard."""
MILLION = 1_000_000
"""Deliveries of which none may be lost, doubled or out of order."""


def workers(server: Server) -> list[psutil.Process]:
    """Those who serve: the children of the first process that listen, once there are any."""
    while True:
        found = psutil.Process(server.process.pid).children()
        ready = [e for e in found if any(c.status == "LISTEN" for c in e.net_connections())]
        if ready:
            return ready
        time.sleep(0.1)


def kill_one(server: Server) -> str:
    """A worker dies."""
    workers(server)[0].kill()
    return "kill -9 of a worker"


def kill_all(server: Server) -> str:
    """All of them die."""
    for each in workers(server):
        each.kill()
    return "kill -9 of all workers"


def reload(server: Server) -> str:
    """It loads itself anew."""
    server.process.send_signal(signal.SIGHUP)
    return "HUP"


def end(server: Server) -> str:
    """It ends, and another one begins."""
    began = time.monotonic()
    server.process.terminate()
    server.process.wait(timeout=30)
    took = time.monotonic() - began
    server.again()
    began = time.monotonic()
    for _try in paced(0.1, 300):  # what comes next is for a server that is there
        with again():
            asked(f"{server.base}/healthz")
            break
    ready = time.monotonic() - began
    return f"TERM, ended after {took:.2f} s, and begun anew: there after {ready:.1f} s"


DRILLS: tuple[Callable[[Server], str], ...] = (kill_one, reload, kill_all, end)


def stepping(room: Room, seconds: float) -> dict[int, int]:
    """The lecturer's steps until the time is over: how often each number was given."""
    given: dict[int, int] = {}
    for k in paced(1 / STEPS_A_SECOND, int(seconds * STEPS_A_SECOND)):
        seq = room.shows(k % 40)
        given[seq] = given.get(seq, 0) + 1
        if k % 5 == 0:
            body = {"kind": "show", "key": f"k{room.steps}", "data": {"step": k % 40}}
            with again():
                assert room.ask("event", body)["seq"] == seq
    return given


@contextmanager
def again() -> Iterator[None]:
    """What is sent a second time may find nobody who hears it."""
    try:
        yield
    except FAILED:
        return


def faults(people: int, store: str, rounds: int = 1) -> Iterator[str]:
    """Everything that may die does so, while people follow; and again."""
    with kept(store) as (settings, redis), served(2, **settings) as server:
        room = opened(server.base)
        crowd = Crowd(room.host, room.port, [room.code], people)
        room.sent.clear()
        room.patience = PATIENCE
        steps: list[dict[int, int]] = []
        away = () if redis is None else REDIS_AWAY
        # While Redis is away no step is given; these are given at once when it is back.
        lasts = EVERY * (1 + rounds * (len(DRILLS) + len(away))) + rounds * sum(away)
        lecturer = threading.Thread(target=lambda: steps.append(stepping(room, lasts)), daemon=True)
        lecturer.start()
        for _round in range(rounds):
            for drill in DRILLS:
                time.sleep(EVERY)
                yield f"  {drill(server)}"
            for seconds in away:
                assert redis is not None
                time.sleep(EVERY)
                redis.kill()
                time.sleep(seconds)
                redis.start()
                yield f"  kill -9 of Redis, begun anew after {seconds:.0f} s"
        lecturer.join()
        (given,) = steps
        crowd.seen([max(given)])
        told = crowd.end()
        found = asked(f"{server.base}/class/{room.code}/now")
    behind = sum(last < max(given) for last in told.last)
    twice = sum(count > 1 for count in given.values())
    missing = max(given) - min(given) + 1 - len(given)
    overtaken = people * len(given) - len(told.seqs) + people
    yield (
        f"{people} who follow, {len(given)} steps: {len(told.seqs)} deliveries of {MILLION};"
        f" behind at the end {behind}, doubled {told.doubled}, reordered {told.reordered};"
        f" in the log missing {missing}, twice {twice}, last {found['seq']} = {max(given)};"
        f" overtaken by the next while away {overtaken};"
        f" came back {len(told.gaps)} times, p50 {at(told.gaps, 0.5) / 1000:.1f} s,"
        f" p99 {at(told.gaps, 0.99) / 1000:.1f} s"
    )


def full_disk() -> Iterator[str]:
    """The disk takes nothing more; then it does again."""
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder]
        if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
            yield "full disk: left out, a small disk can be mounted by root alone"
            return
        try:
            yield from _filled(Path(folder))
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


def _filled(folder: Path) -> Iterator[str]:
    with served(2, CHALKGRAPH_CLASS=f"sqlite:{folder / 'classes.sqlite'}") as server:
        room = opened(server.base)
        room.shows(1)
        filler = folder / "filler"
        with filler.open("wb", buffering=0) as file, again():
            while True:
                file.write(b"x" * 4096)
        said: list[int] = []
        words = ""
        for k in range(40):
            body = {"kind": "show", "key": f"full{k}", "data": {"step": 2}}
            try:
                room.ask("event", body)
                said.append(200)
            except urllib.error.HTTPError as error:
                said.append(error.code)
                words = json.loads(error.read())["error"]["message"]
        began = time.monotonic()
        late = asked(f"{server.base}/class/{room.code}/now")
        took = time.monotonic() - began
        filler.unlink()
        seq = room.shows(3)
        yield (
            f"full disk: {said.count(507)} of 40 refused (507: {words or 'never said'})"
            f", {said.count(200)} still fitted;"
            f" meanwhile who comes late is at {late['seq']} of {said.count(200) + 3}"
            f" after {took * 1000:.0f} ms; with space again: {seq}"
        )


def main() -> None:
    """All drills, a line for each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drills", description=__doc__)
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--store", choices=("sqlite", "redis"), default="sqlite", help="of classes")
    parser.add_argument("--rounds", type=int, default=1, help="of all drills; each half a minute")
    asked_for = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} before", flush=True)
    for row in chain(faults(asked_for.people, asked_for.store, asked_for.rounds), full_disk()):
        print(row, flush=True)


if __name__ == "__main__":
    main()
