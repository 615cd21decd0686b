"""gunicorn's gevent worker with a pool behind it, which goes at once when it is asked to go."""

import logging
import os
import signal
import socket
import time
from contextlib import suppress
from functools import partial
from typing import Any

import gevent
from gevent.pool import Pool as Greenlets
from gevent.server import StreamServer
from gunicorn.sock import ssl_context
from gunicorn.workers.ggevent import GeventWorker

from .desk import Desk
from .pool import Pool, nursery

BEAT = 0.05
"""Seconds between two looks at whether to go on; gunicorn's own are one second apart."""
PARTING = 0.5
"""Seconds that are left for parting, of those after which gunicorn ends a worker by force: whom it
had begun would outlive it. A nursery may take as long to end its children."""


class Worker(GeventWorker):  # type: ignore[misc]  # gunicorn has no types
    """As gunicorn's own, but connections on which nothing is asked do not hold up its end."""

    running = 0
    """Requests that have no answer yet."""

    def leave(self) -> None:
        """End what takes longer than a request; `gunicorn.conf.py` says what that is."""

    def run(self) -> None:
        """Serve until it is told to end; then let those finish who wait, for a while."""
        servers = [self._server(listener) for listener in self.sockets]
        noted = 0.0
        while self.alive:
            if time.monotonic() - noted > 1:
                noted = time.monotonic()
                self.notify()
            gevent.sleep(BEAT)
        for server in servers:
            server.close()
        # None of them would be done in time, and whoever waits for one is told now.
        self.leave()
        until = time.monotonic() + self.cfg.graceful_timeout - PARTING
        while self.running and time.monotonic() < until:
            self.notify()
            gevent.sleep(BEAT)
        for server in servers:
            server.stop(timeout=BEAT)

    def _server(self, listener: Any) -> StreamServer:
        listener.setblocking(1)
        secure = {"ssl_context": ssl_context(self.cfg)} if self.cfg.is_ssl else {}
        handle = partial(self.handle, listener)
        places = Greenlets(self.worker_connections)
        server = StreamServer(listener, handle=handle, spawn=places, **secure)
        if self.cfg.workers > 1:
            server.max_accept = 1
        server.start()
        return server

    def handle_request(self, *asked: Any) -> Any:
        """Answer one request."""
        self.running += 1
        try:
            return super().handle_request(*asked)
        finally:
            self.running -= 1


def nurse(worker: Any) -> None:
    """Begin a worker's nursery: before gevent changes the process, which a copy would keep."""
    app = worker.app.wsgi() if worker.cfg.preload_app else None
    desk = getattr(app, "wsgi_app", None)
    if isinstance(desk, Desk):
        worker.nursery = nursery.start(desk.app)


def attach(worker: Any) -> None:
    """Have the nursery's children do the work."""
    if hasattr(worker, "nursery"):
        _, line = worker.nursery
        cores = os.cpu_count() or 1
        pool = Pool(socket.socket(fileno=line), quick=max(2, cores), slow=cores)
        worker.wsgi.wsgi_app.work = pool.work


def part(worker: Any) -> None:
    """End the nursery, and with it all children; then the worker at once.

    What Python would do at its end is to give back memory, piece by piece; the system is quicker.
    """
    if hasattr(worker, "nursery"):
        pid, line = worker.nursery
        with suppress(OSError):
            socket.socket(fileno=line).shutdown(socket.SHUT_RDWR)
        _wait(pid)
    if worker.booted:
        logging.shutdown()
        os._exit(0)


def _wait(pid: int) -> None:
    until = time.monotonic() + PARTING
    with suppress(ChildProcessError, ProcessLookupError):
        while os.waitpid(pid, os.WNOHANG)[0] == 0:
            if time.monotonic() > until:
                os.kill(pid, signal.SIGKILL)
            time.sleep(BEAT / 5)
