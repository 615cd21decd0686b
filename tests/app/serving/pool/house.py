"""A worker's side with children of a toy application, in a process of its own.

`python -m tests.app.serving.pool.house` prints what came of each scenario, as JSON.
"""

import json
import os
import resource
import select
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from app import limits
from app.serving.ended import Ended
from app.serving.pool import Pool, nursery
from app.serving.pool import pool as work

MEGABYTE = 1 << 20
HANDLES = 1024
"""As many as `select` knows."""


def toy(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
    """Does what the path says."""
    path = environ["PATH_INFO"]
    status = "200 OK"
    said = str(os.getpid()).encode()
    if path == "/spin":
        while True:
            pass
    elif path == "/long":
        until = time.process_time() + 0.5
        while time.process_time() < until:
            pass
    elif path == "/talk/all":
        until = time.process_time() + limits.SECONDS.most + 2
        while time.process_time() < until:
            pass
    elif path == "/still":
        time.sleep(600)
    elif path == "/die":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif path == "/memory":
        try:
            bytearray(2 * limits.MEMORY.most * MEGABYTE)
        except MemoryError:
            environ["chalkgraph.said"]["ended"] = "memory"
            status = "422 UNPROCESSABLE ENTITY"
    elif path == "/echo":
        said = environ["wsgi.input"].read() + environ["QUERY_STRING"].encode()
    elif path == "/large":
        said = b"x" * 20_000_000
    start(status, [("Content-Type", "application/json"), ("X-Pid", str(os.getpid()))])
    return [said]


def asked(pool: Pool, path: str, body: bytes = b"", agent: str = "a") -> Any:
    """What comes back: a status and the length or text, or why it was ended."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "q",
        "SERVER_NAME": "h",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "SCRIPT_NAME": "",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_USER_AGENT": agent,
    }
    try:
        answer = pool.work(environ, body, "")
    except Ended as error:
        return error.why
    return [answer.code, answer.body.decode()[:40], len(answer.body)]


def together(pool: Pool, paths: list[str]) -> list[Any]:
    """Several at once, in the order of their answers; the first two, which are long, come first."""
    found: list[Any] = []

    def one(path: str) -> None:
        found.append([path, asked(pool, path)])

    threads = [threading.Thread(target=one, args=(path,)) for path in paths]
    for thread in threads[:2]:
        thread.start()
    while pool.lanes.taken["slow"] + pool.lanes._slow.count < 2:
        time.sleep(0.001)
    for thread in threads[2:]:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def alive(pid: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def crowded(pool: Pool) -> list[Any]:
    """What a new child answers where more handles are held than `select` can watch."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 2 * HANDLES), hard), hard))
    while pool._idle:
        pool._idle.pop().line.close()
    held: list[int] = []
    if hard >= 2 * HANDLES:
        held = [os.dup(0) for _ in range(HANDLES)]
    try:
        made = asked(pool, "/echo", b"w")
        return [made, pool._idle[-1].line.fileno() > HANDLES or not held]
    finally:
        for each in held:
            os.close(each)


def main() -> None:
    """Every scenario, one after the other."""
    limits.SECONDS = replace(limits.SECONDS, most=1)
    limits.MEMORY = replace(limits.MEMORY, most=60)
    work.CROWDED = 600  # what takes too much of a processor does so on a busy machine, too
    pid, line = nursery.start(toy)
    pool = Pool(socket.socket(fileno=line), quick=2, slow=1)
    found: dict[str, Any] = {
        "echo": asked(pool, "/echo", b"hello "),
        "again": [asked(pool, "/")[1] == asked(pool, "/")[1]],
        "large": asked(pool, "/large"),
        "dies": asked(pool, "/die"),
        "after it": asked(pool, "/echo", b"x"),
        "spins": asked(pool, "/spin"),
        "spins again": asked(pool, "/spin"),
        "memory": asked(pool, "/memory"),
        "memory again": asked(pool, "/memory"),
        "talk": asked(pool, "/talk/all")[0],
        "long": asked(pool, "/long")[0],
        "beside long": together(pool, ["/long", "/long", "/echo", "/echo"]),
        "taken": dict(pool.lanes.taken),
    }
    work.CROWDED = 0.1
    found["has no time"] = [asked(pool, "/still"), asked(pool, "/still")]
    work.CROWDED = 600
    children = [int(asked(pool, "/")[1])]
    os.kill(children[0], signal.SIGKILL)
    gone = time.monotonic() + 10
    while not select.select([pool._idle[-1].line], [], [], 0.01)[0] and time.monotonic() < gone:
        pass
    found["an idle one is killed"] = asked(pool, "/echo", b"y")
    found["beside a crowd"] = [*crowded(pool), asked(pool, "/echo", b"z")]
    children.append(int(asked(pool, "/")[1]))
    threading.Thread(target=asked, args=(pool, "/spin", b"2"), daemon=True).start()
    time.sleep(0.1)
    pool.close()
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)
    found["left"] = [each for each in children if alive(each)]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
