"""Starts the server that `make serve` starts, on a free port, for tests that need a real one."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


HURRIED = """
from dataclasses import replace

from app import limits

limits.SECONDS = replace(limits.SECONDS, most=60)

from app import jobs
from app.serving.pool import pool
from gunicorn.app.wsgiapp import run

pool.SLICE, jobs._AFTER_OTHERS = 60.0, ()
run()
"""
"""gunicorn, but no work is long: who does it does not step back, and remembers it afterwards.

Nor is it ended: on a virtual machine, what others take of its processors counts as its own.
"""


@dataclass
class Server:
    """A server that runs, and can be begun anew on the same socket."""

    base: str
    start: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes]

    def again(self) -> None:
        """Begin another one, where the first has ended."""
        self.process = self.start()


@contextlib.contextmanager
def serving(workers: int = 1, *, hurried: bool = False) -> Iterator[str]:
    """The server's address; it is stopped at the end. For `hurried` see `served`."""
    with served(workers, hurried=hurried) as server:
        yield server.base


@contextlib.contextmanager
def served(workers: int = 1, *, hurried: bool = False, **settings: str) -> Iterator[Server]:
    """A server; it is stopped at the end.

    The socket is opened here and handed over, so no other program can take the port, and requests
    wait until the server is up. `hurried`: no work steps back as long work does; for tests: others
    run beside them, and would go first, and they ask for the same talk again and again.
    """
    with (
        socket.create_server(("127.0.0.1", 0), backlog=2048) as door,
        tempfile.TemporaryFile() as log,
        tempfile.TemporaryDirectory() as classes,
    ):
        # As gunicorn does with sockets of its own: else each answer waits 40 ms for an ACK.
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        fd = door.fileno()

        def start() -> subprocess.Popen[bytes]:
            return subprocess.Popen(
                [
                    *(sys.executable, *(("-c", HURRIED) if hurried else ("-m", "gunicorn"))),
                    *("--workers", str(workers)),
                    *("--bind", f"fd://{fd}", "app:create_app()"),
                ],
                cwd=ROOT,
                pass_fds=(fd,),
                env={
                    "CHALKGRAPH_WARM": "false",
                    "CHALKGRAPH_CLASS": f"sqlite:{classes}/classes.sqlite",
                    "OPENBLAS_NUM_THREADS": "1",
                    **os.environ,
                    **settings,
                    "PYTHONPATH": str(ROOT),
                },
                stdout=log,
                stderr=log,
            )

        server = Server(f"http://127.0.0.1:{door.getsockname()[1]}", start, start())
        try:
            yield server
            if server.process.poll() is not None:
                log.seek(0)
                raise RuntimeError(f"the server stopped by itself:\n{log.read().decode()[-4000:]}")
        finally:
            server.process.terminate()
            try:
                server.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.process.kill()
                server.process.wait()
