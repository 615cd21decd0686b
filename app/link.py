"""A program as it travels in a link: compressed, and never unpacked past the limit."""

import base64
import binascii
import zlib
from functools import lru_cache

from graph_engine import limits

VERSION = "1"


class LinkError(ValueError):
    """A link that does not hold a program."""


@lru_cache(maxsize=64)
def pack(program: str) -> str:
    """A program as it travels in a link; empty where it is too long for one."""
    packed = base64.urlsafe_b64encode(zlib.compress(program.encode(), 9)).decode().rstrip("=")
    return VERSION + packed if len(packed) < limits.LINK.most else ""


def unpack(packed: str) -> str:
    """The program in a link; raises `LinkError`. It is never unpacked past the limit."""
    if not packed.startswith(VERSION) or len(packed) > limits.LINK.most:
        raise LinkError("this link is damaged")
    body = packed[len(VERSION) :]
    try:
        data = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        most = 4 * limits.CHARACTERS.most
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(data, most)
        if not unpacker.eof or unpacker.unused_data:
            raise LinkError("this link is damaged")
        return text.decode()
    except (binascii.Error, zlib.error, UnicodeError, ValueError) as error:
        raise LinkError("this link is damaged") from error
