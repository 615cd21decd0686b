"""Where a server in a room is reached: the addresses of this machine, and a code for phones."""

import io
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress

import segno

ANY = ("0.0.0.0", "[::]", "::", "")
"""Hosts that stand for every address of a machine."""
_ELSEWHERE = ("192.0.2.1", 9)
"""Asked which way it would go there, a machine names its address in the room; nothing is sent."""
_ADDRESS_OF = 0x8915
"""Linux's own question for the address of an interface."""


def addresses() -> list[str]:
    """Those under which others reach this machine, the one that leads out first."""
    return list(dict.fromkeys(each for each in _found() if not each.startswith("127.")))


def _found() -> Iterator[str]:
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect(_ELSEWHERE)
        yield str(asked.getsockname()[0])
    with suppress(OSError):
        for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            yield str(found[4][0])
    with suppress(ImportError):
        from fcntl import ioctl  # not on Windows

        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            for _number, name in socket.if_nameindex():
                with suppress(OSError):
                    given = struct.pack("256s", name.encode()[:15])
                    yield socket.inet_ntoa(ioctl(asked.fileno(), _ADDRESS_OF, given)[20:24])


def said(host: str, port: int, *, code: bool) -> str:
    """What a server that is reached from elsewhere says when it is ready; else nothing.

    `code`: with a QR code of each address, for phones.
    """
    if host not in ANY:
        return ""
    found = [f"http://{each}:{port}" for each in addresses()]
    if not found:
        return "This machine is in no network: nobody else reaches it.\n"
    lines = ["For others in this network; a class is joined at /join:"]
    for each in found:
        lines.append(f"  {each}")
        if code:
            drawn = io.StringIO()
            segno.make(f"{each}/join", error="m").terminal(drawn, compact=True)
            lines.append(drawn.getvalue())
    return "\n".join(lines) + "\n"
