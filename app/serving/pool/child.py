"""A child: answers one request after another as the application would, within its limits."""

import contextlib
import io
import os
import resource
import socket
import sys
import time
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication, WSGIEnvironment

from ... import limits
from .. import answer as answers
from ..ended import POOLED
from . import wire

MEGABYTE = 1 << 20
STATM = Path("/proc/self/statm")
GROWN = 200
"""Megabytes that a child may have grown by, before another one takes its place."""


def serve(app: WSGIApplication, line: socket.socket) -> None:
    """Answer what comes over the line, until its other end is closed."""
    began = _grown()
    while True:
        try:
            head, body = wire.receive(line)
            spent = time.process_time()
            with _limited(limits.seconds(head["environ"].get("PATH_INFO", ""))):
                answer = answers.squeeze(
                    answers.ask(app, environment(head["environ"], body)), head["way"]
                )
            last = _grown() - began > GROWN
            said = {
                "status": answer.status,
                "headers": answer.headers,
                "rule": answer.rule,
                "cpu": time.process_time() - spent,
                "ended": answer.ended,
                "job": answer.job,
                "last": last,
            }
            wire.send(line, said, answer.body)
        except wire.Gone:
            return
        if last:
            return


def environment(given: dict[str, str], body: bytes) -> WSGIEnvironment:
    """The environment of a request, as a server makes it."""
    return {
        **given,
        "wsgi.version": (1, 0),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        POOLED: "1",
    }


class _limited(contextlib.AbstractContextManager[None]):
    """For one request: seconds of the processor, and memory beyond what there is already.

    The system ends a process that takes more seconds; what needs more memory raises MemoryError.
    """

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime) + 1
        _set(resource.RLIMIT_CPU, spent + self._seconds)
        held = _data()
        if held is not None:
            _set(resource.RLIMIT_DATA, held + limits.MEMORY.most * MEGABYTE)

    def __exit__(self, *_: Any) -> None:
        _set(resource.RLIMIT_DATA, resource.RLIM_INFINITY)


def _set(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY and (most == resource.RLIM_INFINITY or most > hard):
        most = hard
    resource.setrlimit(which, (most, hard))


def _data() -> int | None:
    """Bytes of memory that this process may write to; None where nobody says so."""
    try:
        pages = int(STATM.read_text(encoding="ascii").split()[5])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _grown() -> int:
    """Megabytes that this process has held at most."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // MEGABYTE
