"""Who somebody is: a lecturer by a token, a student by a random number, a class by its code.

Of tokens and numbers the server keeps hashes only, so a stolen disk lets nobody in. Nothing is
ambient: whoever asks brings them along with each request.
"""

import hmac
import re
import secrets
from hashlib import blake2b

LETTERS = "34679CDFGHJKMNPQRTVWXY"
"""Of codes: none looks like another (0 O, 1 I L, 2 Z, 5 S, 8 B), and they spell no words."""
LENGTH = 6
"""Letters of a code: 113 million codes. It lets nobody do more than follow."""
BYTES = 16
"""Of a token: 128 bits that nobody guesses."""

DIGITS = 6
"""Of the number on the desk that lets a device in: a few tries, a few minutes, once."""

_CODE = re.compile(f"[{LETTERS}]{{{LENGTH}}}")
_NUMBER = re.compile(r"[A-Za-z0-9_-]{22,64}")


def new_code() -> str:
    """A code for a class."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def new_token() -> str:
    """A token for its lecturer."""
    return secrets.token_urlsafe(BYTES)


def new_number() -> str:
    """A number that is read from the desk and typed on another device."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def code(typed: str) -> str:
    """A code as it was typed: k7m 4qx; empty where it is none."""
    plain = re.sub(r"[\s·.–-]", "", typed[:40]).upper()
    return plain if _CODE.fullmatch(plain) else ""


def spaced(written: str) -> str:
    """A code as it is read out: K7M 4QX."""
    return f"{written[: LENGTH // 2]} {written[LENGTH // 2 :]}"


def bearer(header: str) -> str:
    """The token or number in an Authorization header; empty where there is none."""
    way, _, given = header.partition(" ")
    return given if way == "Bearer" and _NUMBER.fullmatch(given) else ""


def hashed(secret: str, room: str) -> bytes:
    """What is kept of a token or a number; of the same person another in each class."""
    return blake2b(secret.encode(), key=room.encode(), digest_size=16).digest()


def same(one: bytes, other: bytes) -> bool:
    """Whether two hashes are one, in a time that does not tell."""
    return hmac.compare_digest(one, other)
