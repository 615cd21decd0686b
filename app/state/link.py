"""A program as it travels in a link: compressed, and never unpacked past the limit."""

import base64
import binascii
import zlib
from functools import lru_cache

from graph_engine.limits import CHARACTERS

from .. import limits
from ..languages import later

VERSION = "1"
"""How a program is packed, as the first character. A new way gets a new one; `unpack` goes on
reading the old ones, and the options beside it never change their meaning."""

TOO_LONG = later(
    "This link is damaged: it is too long, for a packed program has at most 8000 characters."
)
DAMAGED = later("This link is damaged.")
NEWER = later("This link is damaged, or was made by a newer Chalkgraph.")


class LinkError(ValueError):
    """A link that does not hold a program; `rest` is what could still be read of it."""

    def __init__(self, message: str = DAMAGED, rest: str = "") -> None:
        super().__init__(message)
        self.rest = rest


@lru_cache(maxsize=64)
def pack(program: str) -> str:
    """A program as it travels in a link; empty where it is too long for one, or no text at all."""
    try:
        data = program.encode()
    except UnicodeEncodeError:  # half a character, which no browser can send and no file can hold
        return ""
    packed = base64.urlsafe_b64encode(zlib.compress(data, 9)).decode().rstrip("=")
    return VERSION + packed if len(packed) < limits.LINK.most else ""


def unpack(packed: str) -> str:
    """The program in a link; raises `LinkError`. It is never unpacked past the limit."""
    if len(packed) > limits.LINK.most:
        raise LinkError(TOO_LONG)
    if not packed[:1].isascii():
        raise LinkError
    if not packed.startswith(VERSION):
        raise LinkError(NEWER if packed[:1].isdigit() else DAMAGED)
    body = packed[len(VERSION) :]
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise LinkError(rest=_rest(body)) from error
    most = 4 * CHARACTERS.most
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, most)
        if not unpacker.eof or unpacker.unused_data:
            raise LinkError(rest=_rest(body))
        return text.decode()
    except (zlib.error, UnicodeError) as error:
        raise LinkError(rest=_rest(body)) from error


def _rest(body: str) -> str:
    """What can be read of a link that was cut short or mistyped: the program's beginning."""
    unpacker, found = zlib.decompressobj(), b""
    for k in range(0, len(body) - 3, 4):
        try:
            piece = base64.b64decode(body[k : k + 4], altchars=b"-_", validate=True)
            found += unpacker.decompress(piece, CHARACTERS.most - len(found))
        except (binascii.Error, zlib.error, ValueError):
            break
        if len(found) >= CHARACTERS.most or unpacker.unconsumed_tail:
            return ""  # nobody typed that much
    return found.decode(errors="ignore")
