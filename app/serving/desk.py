"""The desk before the application: what is asked again is answered again, without asking anybody.

Every page, picture, file and story is a function of its address, what was sent, and the language,
so an answer is made once, compressed once, and kept in memory (see `kept.py`). Nothing is kept of
errors, of exports under way, and of `/healthz`, which has to be true now.
"""

import io
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.test import create_environ

from ..languages import heard
from . import answer as answers
from . import refusal
from .answer import Answer
from .ended import JOB, WHY, Ended
from .kept import Kept

LOG = logging.getLogger("chalkgraph")

HEALTH = "/healthz"
"""May be asked under any name, as from inside a container; whatever it was is not looked at."""
CHANGING = (HEALTH, "/api/export/", "/qr.svg", "/class", "/join")
"""Where the same request has another answer at another time; a QR code depends on the host."""
ENDLESS = "/stream"
"""An answer that is sent while it is made: it is for one browser alone."""

Work = Callable[[WSGIEnvironment, bytes, str], Answer]
"""Has the application answer a request with that body, in an encoding; raises `Ended`."""


Take = Callable[[WSGIEnvironment, bytes], Answer | None]
"""Answers a POST before the application is asked; None: it has to be asked."""


class Desk:
    """A WSGI application before another: `work` asks the inner one, here or in another process."""

    def __init__(
        self,
        app: WSGIApplication,
        *,
        room: int,
        most: int,
        hosts: Sequence[str] = (),
        proxies: int = 0,
        take: Take = lambda _environ, _body: None,
        lasting: Callable[[str], bool] = lambda _path: False,
    ) -> None:
        self.app = app
        self.kept = Kept(room)
        self.most = most
        """Bytes of a body that is read here; what is larger the application refuses by itself."""
        self.hosts = hosts
        """The names under which we are reached; none: any."""
        self.take = take
        self.lasting = lasting
        """Whether the answer at a path that usually changes may be kept all the same."""
        self.work: Work = self.in_process
        self.entry: WSGIApplication = self.answer
        if proxies:  # what they say is put in place of their own address
            self.entry = ProxyFix(self.answer, x_for=proxies, x_proto=proxies, x_host=0)

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request, as it was before any proxy."""
        return self.entry(environ, start)

    def answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if self.hosts and environ["PATH_INFO"] == HEALTH:
            environ["HTTP_HOST"] = self.hosts[0].lstrip(".")
        if self.hosts and not host_is_trusted(environ.get("HTTP_HOST", ""), self.hosts):
            return answers.send(refusal.untrusted(), start)
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if method == "GET" and path.startswith("/class/") and path.endswith(ENDLESS):
            return self.app(environ, start)
        way = answers.encoding(environ.pop("HTTP_ACCEPT_ENCODING", ""))
        began = time.perf_counter()
        body = self._body(environ) if method == "POST" else b""
        taken = self.take(environ, body) if body else None
        if taken:
            return answers.send(_again(taken, method, began), start)
        if body is None or not self._lasting(environ):
            return answers.send(self._fresh(environ, body, way), start)
        if method == "HEAD":
            environ["REQUEST_METHOD"] = "GET"
        key = self._key(environ, body, way)
        answer = self.kept.get(key)
        if answer is None:
            answer = self.kept.made(key, lambda: self._made(environ, body, way))
        else:
            answer = _again(answer, method, began)
        if answers.has(answer, environ.get("HTTP_IF_NONE_MATCH", "")):
            answer = answers.unchanged(answer)
        return answers.send(answer, start, bodiless=method == "HEAD")

    def in_process(self, environ: WSGIEnvironment, body: bytes, way: str) -> Answer:
        """The application's answer, made here and now."""
        environ = {**environ, "wsgi.input": io.BytesIO(body)}
        return answers.squeeze(answers.ask(self.app, environ), way)

    def inside(self, address: str, payload: str, *, host: str) -> Answer:
        """What the application answers to its own JSON: made where heavy work is done, and kept."""
        body = payload.encode()
        environ = create_environ(
            address, host, method="POST", content_type="application/json", content_length=len(body)
        )
        key = self._key(environ, body, "")
        return self.kept.get(key) or self.kept.made(key, lambda: self._made(environ, body, ""))

    def _body(self, environ: WSGIEnvironment) -> bytes | None:
        """What was sent, or None where it is not for us to read."""
        length = environ.get("CONTENT_LENGTH") or "0"
        if "HTTP_TRANSFER_ENCODING" in environ or not length.isdecimal():
            return None
        if int(length[:12]) > self.most:
            return None
        read: bytes = environ["wsgi.input"].read(int(length))
        return read

    def _lasting(self, environ: WSGIEnvironment) -> bool:
        """Whether the same request has the same answer for ever."""
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if "HTTP_RANGE" in environ or path.startswith(CHANGING) and not self.lasting(path):
            return False
        return method in ("GET", "HEAD") or (method == "POST" and path.startswith("/api/"))

    def _key(self, environ: WSGIEnvironment, body: bytes, way: str) -> bytes:
        """What the answer depends on."""
        parts = (
            *(environ["REQUEST_METHOD"], environ["PATH_INFO"], environ.get("QUERY_STRING", "")),
            *(environ.get("CONTENT_TYPE", ""), heard(environ.get("HTTP_ACCEPT_LANGUAGE", ""))),
            way,
        )
        found = blake2b("\0".join(parts).encode("utf-8", "surrogateescape"), digest_size=20)
        found.update(b"\0" + body)
        return found.digest()

    def _fresh(self, environ: WSGIEnvironment, body: bytes | None, way: str) -> Answer:
        """An answer that nobody keeps; what it was is not looked at."""
        if body is None:
            return answers.squeeze(answers.ask(self.app, environ), way)
        return self.in_process(environ, body, way)

    def _made(self, environ: WSGIEnvironment, body: bytes, way: str) -> Answer:
        here = environ["PATH_INFO"].startswith(("/static/", "/class/"))
        try:
            answer = (self.in_process if here else self.work)(environ, body, way)
        except Ended as error:
            return self.in_process({**environ, WHY: error.why}, b"", way)
        if answer.job:
            answer = self.in_process({**environ, JOB: answer.job}, b"", way)
        return answers.tagged(answer) if answer.code == 200 else answer


def _again(answer: Answer, method: str, began: float) -> Answer:
    """A kept answer under a number of its own, and in the log like any other."""
    number = uuid4().hex[:12]
    took = (time.perf_counter() - began) * 1000
    LOG.info("%s %s %s %d %.1fms", number, method, answer.rule, answer.code, took)
    return answer.with_headers(X_Request_ID=number)
