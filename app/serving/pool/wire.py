"""What a worker and its children say to each other: a head of JSON, and a body of bytes."""

import json
import socket
import struct
from typing import Any

_SIZES = struct.Struct("!II")


class Gone(Exception):
    """The other side is not there any more."""


def send(to: socket.socket, head: dict[str, Any], body: bytes) -> None:
    """Send one message; raises `Gone`."""
    said = json.dumps(head, separators=(",", ":")).encode()
    try:
        to.sendall(_SIZES.pack(len(said), len(body)) + said + body)
    except OSError as error:
        raise Gone from error


def receive(of: socket.socket) -> tuple[dict[str, Any], bytes]:
    """The next message, whole; raises `Gone`."""
    head, body = _SIZES.unpack(_some(of, _SIZES.size))
    return json.loads(_some(of, head)), _some(of, body)


def _some(of: socket.socket, count: int) -> bytes:
    parts = []
    while count:
        try:
            part = of.recv(min(count, 1 << 20))
        except OSError as error:
            raise Gone from error
        if not part:
            raise Gone
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
