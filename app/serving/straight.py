"""Straight to a browser's socket: what hundreds are told at once needs no turn of each of them.

Only where a stream is plain HTTP/1.1 of gunicorn's, and only between two of its pieces: then its
socket is taken over, and what held the request, thirty kilobytes for each who follows, goes. A
piece is written as gunicorn would write it. Elsewhere the stream itself sends it when its turn
comes.
"""

import os
import ssl
from contextlib import suppress
from functools import lru_cache
from typing import Any
from wsgiref.types import WSGIEnvironment

END = b"0\r\n\r\n"
"""The last piece, which is none."""


class Line:
    """A stream without its request, once it is taken."""

    __slots__ = ("_own", "_sock")

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._own = -1

    def take(self) -> None:
        """Have the socket, which its request ends without; whatever that has written is out."""
        self._own, self._sock = self._sock.detach(), None
        # A worker with threads has sockets that wait, and whoever waits here holds all up.
        os.set_blocking(self._own, False)

    def write(self, text: str) -> bool:
        """Write a piece, all of it or none; else its browser, which takes nothing now or has been
        sent the half of one, has to come back."""
        piece = _framed(text)
        try:
            return os.write(self._own, piece) == len(piece)
        except OSError:
            return False  # it is full, or was closed

    def gone(self) -> bool:
        """Whether nobody is there any more; who follows says nothing."""
        try:
            return not os.read(self._own, 64)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def end(self, text: str = "") -> None:
        """Write a last piece, where there is one, and close."""
        if self._own < 0:
            return
        with suppress(OSError):
            if text:
                os.write(self._own, _framed(text) + END)
        os.close(self._own)
        self._own = -1


def line(environ: WSGIEnvironment) -> Line | None:
    """What a request's stream can be taken over by; None where that cannot be."""
    sock = environ.get("gunicorn.socket")
    plain = environ.get("SERVER_PROTOCOL") == "HTTP/1.1" and "HTTP_VERSION" not in environ
    if sock is None or isinstance(sock, ssl.SSLSocket) or not plain:
        return None
    return Line(sock)


@lru_cache(maxsize=8)
def _framed(text: str) -> bytes:
    """As a piece of a stream whose length nobody knows; made once for all who are told it."""
    piece = text.encode()
    return b"%X\r\n%b\r\n" % (len(piece), piece)
