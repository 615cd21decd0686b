"""What holds for every request: its size, its id in the log, and the headers of its answer."""

import logging
import sys
import time
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from flask import Flask, Response, current_app, g, request

from .. import limits
from ..serving.answer import SAID
from ..serving.ended import WHY, Ended
from ..serving.files import early_hash

LOG = logging.getLogger("chalkgraph")

PAGE_POLICY = (
    "default-src 'none'; script-src 'self' {early}; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
)
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
"""A saved picture has its styles and fonts inside, and nothing else."""


TYPED = frozenset({"p", "link"})
"""Options that carry what somebody typed."""


def register(app: Flask) -> None:
    """Put the guards before and after every request."""
    app.config["MAX_CONTENT_LENGTH"] = limits.BODY.most
    if not LOG.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        LOG.addHandler(handler)
        LOG.setLevel(logging.INFO)
    if not logging.root.handlers:
        # A library that logs by the root (ziafont does) would give it one, and then each line of
        # ours came twice.
        logging.root.addHandler(logging.NullHandler())
    app.before_request(_begin)
    app.after_request(_finish)


def _begin() -> None:
    g.id = uuid4().hex[:12]
    g.began = time.perf_counter()
    if WHY in request.environ:
        raise Ended(request.environ[WHY])


def _ancestors() -> str:
    """The setting that says who may embed this page; an error inside a frame is seen there too."""
    return "EMBED_ANCESTORS" if request.path.startswith("/embed/") else "FRAME_ANCESTORS"


def _keeping(response: Response) -> str:
    """Browsers keep a page of ours and ask whether it has changed; what people typed nobody keeps.

    `private`: no cache in between, which may not know that languages differ.
    """
    ours = request.method in ("GET", "HEAD") and not TYPED.intersection(request.args)
    lasting = request.endpoint not in ("health.healthz", "share.qr")
    return "private, no-cache" if ours and lasting and response.status_code == 200 else "no-store"


def _finish(response: Response) -> Response:
    headers = response.headers
    if response.location:
        # Without the host, which is only what the request says, and to no other one.
        where = urlsplit(response.location)
        headers["Location"] = urlunsplit(("", "", f"/{where.path.lstrip('/')}", *where[3:]))
    headers["X-Request-ID"] = g.get("id", "")
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Content-Security-Policy"] = (
        PICTURE_POLICY
        if response.mimetype == "image/svg+xml"
        else PAGE_POLICY.format(early=early_hash()) + str(current_app.config[_ancestors()])
    )
    headers.setdefault("Cache-Control", _keeping(response))
    # The rule, not the path or the query: what people typed is not logged.
    rule = request.url_rule.rule if request.url_rule else "-"
    request.environ.get(SAID, {})["rule"] = rule
    took = (time.perf_counter() - g.get("began", time.perf_counter())) * 1000
    LOG.info(
        "%s %s %s %d %.1fms", g.get("id", "-"), request.method, rule, response.status_code, took
    )
    return response
