"""An answer as bytes: made by the application once, compressed once, and sent as often as asked."""

import gc
import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli
import numpy as np
from werkzeug.http import parse_accept_header, unquote_etag
from werkzeug.test import run_wsgi_app

SQUEEZED = frozenset(
    {"text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"}
)
"""What is worth compressing: pictures and fonts are compressed already."""
SMALL = 500
"""Bytes below which a packet is not full anyway."""

SAID = "chalkgraph.said"
"""Where the application says in the environment what is no header: `rule`, `ended`, `job`."""

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Answer:
    """What goes back: `status` like "200 OK", and the whole body."""

    status: str
    headers: Headers
    body: bytes
    rule: str = "-"
    tag: str = ""
    """Of this body, as If-None-Match names it; empty where nobody may keep the answer."""
    ended: str = ""
    """Why the request was ended, where it was (see `ended.py`)."""
    job: str = ""
    """The export that is to be waited for, before there is an answer."""

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status[:3])

    @property
    def size(self) -> int:
        """Bytes that it takes to keep it."""
        return len(self.body) + sum(len(name) + len(value) + 120 for name, value in self.headers)

    def header(self, name: str) -> str:
        """A header's value, or nothing."""
        return next((v for n, v in self.headers if n.lower() == name), "")

    def with_headers(self, **named: str) -> "Answer":
        """With these headers, and no others of the same names; `X_Y` is X-Y, "" takes it away."""
        new = {name.replace("_", "-"): value for name, value in named.items()}
        gone = {name.lower() for name in new}
        kept = tuple((n, v) for n, v in self.headers if n.lower() not in gone)
        return replace(self, headers=kept + tuple((n, v) for n, v in new.items() if v))


def ask(app: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """The application's answer, whole."""
    said: dict[str, str] = {}
    # What is not finite is explained on the page; in the log it would be noise.
    with np.errstate(all="ignore"), _uncollected():
        chunks, status, headers = run_wsgi_app(app, {**environ, SAID: said}, buffered=True)
    named = tuple((name, value) for name, value in headers)
    rest = {name: said.get(name, "") for name in ("ended", "job")}
    return Answer(status, named, b"".join(chunks), said.get("rule", "-"), **rest)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for circles among the objects that an answer is made of: there are many, all are
    in use until it is made, and looking through them again and again is a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@lru_cache(maxsize=256)
def encoding(accepted: str) -> str:
    """The encoding that a browser is sent, by its Accept-Encoding header: br, gzip or none."""
    wanted = {name.lower(): quality for name, quality in parse_accept_header(accepted)}
    usual = wanted.get("*", 0)
    ways = [(wanted.get(name, usual), name) for name in ("gzip", "br")]
    quality, name = max(ways, key=lambda way: way[0])
    if wanted.get("br", usual) >= quality:
        name = "br"
    return name if quality > 0 else ""


def squeeze(answer: Answer, way: str) -> Answer:
    """The answer compressed, where that is worth it; what is kept for ever as much as can be."""
    hard = "immutable" in answer.header("cache-control")
    kind = answer.header("content-type").partition(";")[0]
    if kind not in SQUEEZED or answer.header("content-encoding"):
        return answer
    varied = _varied(answer, "Accept-Encoding")
    if not way or len(answer.body) < SMALL:
        return varied
    if way == "br":
        body = brotli.compress(answer.body, mode=brotli.MODE_TEXT, quality=11 if hard else 5)
    else:
        body = gzip.compress(answer.body, compresslevel=9 if hard else 5, mtime=0)
    return replace(varied, body=body).with_headers(
        Content_Encoding=way, Content_Length=str(len(body))
    )


def _varied(answer: Answer, name: str) -> Answer:
    listed = [part.strip() for part in answer.header("vary").split(",") if part.strip()]
    if name in listed:
        return answer
    return answer.with_headers(Vary=", ".join([*listed, name]))


def tagged(answer: Answer) -> Answer:
    """With an ETag of its bytes."""
    tag = blake2b(answer.body, digest_size=12).hexdigest()
    return replace(answer, tag=tag).with_headers(ETag=f'"{tag}"')


def has(answer: Answer, asked: str) -> bool:
    """Whether a browser that asks so (If-None-Match) has this answer."""
    if not asked or not answer.tag:
        return False
    tags = {unquote_etag(part.strip())[0] for part in asked.split(",")}
    return asked.strip() == "*" or answer.tag in tags


def send(answer: Answer, start: StartResponse, *, bodiless: bool = False) -> Iterable[bytes]:
    """Give it to the server; `bodiless`: for HEAD."""
    start(answer.status, list(answer.headers))
    return [] if bodiless else [answer.body]


def unchanged(answer: Answer) -> Answer:
    """The answer to a browser that has it: nothing but the headers that it needs."""
    gone = ("content-length", "content-type", "content-encoding")
    headers = tuple((n, v) for n, v in answer.headers if n.lower() not in gone)
    return replace(answer, status="304 NOT MODIFIED", headers=headers, body=b"")
