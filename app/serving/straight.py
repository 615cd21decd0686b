"""Straight to a browser's socket: what hundreds are told at once needs no turn of each of them.

Only where a stream is plain HTTP/1.1 of gunicorn's, and only between two of its pieces: then a
piece is written as gunicorn would write it. Elsewhere, and where the socket takes nothing now, the
stream itself sends it when its turn comes.
"""

import os
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from typing import Literal
from wsgiref.types import WSGIEnvironment

Came = Literal["sent", "full", "broken"]
"""What came of it: all of it went; none of it did; or it broke off, and the browser comes back."""


def writer(environ: WSGIEnvironment) -> Callable[[str], Came] | None:
    """Writes a piece of a request's stream; None where that cannot be."""
    sock = environ.get("gunicorn.socket")
    plain = environ.get("SERVER_PROTOCOL") == "HTTP/1.1" and "HTTP_VERSION" not in environ
    if sock is None or isinstance(sock, ssl.SSLSocket) or not plain:
        return None

    def write(text: str) -> Came:
        piece = _framed(text)
        try:
            if os.write(sock.fileno(), piece) == len(piece):
                return "sent"
        except BlockingIOError:
            return "full"
        except OSError:
            pass  # it was closed, there or here
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
        return "broken"

    return write


@lru_cache(maxsize=8)
def _framed(text: str) -> bytes:
    """As a piece of a stream whose length nobody knows; made once for all who are told it."""
    piece = text.encode()
    return b"%X\r\n%b\r\n" % (len(piece), piece)
