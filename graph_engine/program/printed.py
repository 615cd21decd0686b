"""Numbers as others write them: vectors as numpy prints them, `[ 1. -2.]`, and `1_000`, `0x10`."""

import re

_NUMBER = r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?"
PRINTED = re.compile(rf"\[[\s,]*{_NUMBER}(?:[\s,]+{_NUMBER})*[\s,]*\]")
"""A vector as numpy prints it, between its brackets only numbers."""


def with_commas(printed: str) -> str:
    """A vector as numpy prints it, as it is written here: `[ 1. -2.]` as `[1., -2.]`."""
    return f"[{', '.join(printed[1:-1].replace(',', ' ').split())}]"


_OTHERWISE = re.compile(r"0[xX]_?[\da-fA-F]+|0[bB]_?[01]+|0[oO]_?[0-7]+|\d+(?:_\d+)+(?:\.\d*)?")


def as_decimal(line: str, start: int) -> tuple[str, str] | None:
    """Python's number at a place of a line that is none here, and how it is written here: `1_000`
    as `1000`, `0x10` as `16`."""
    found = _OTHERWISE.match(line, start)
    if found is None or line[found.end() : found.end() + 1].isalnum():
        return None
    written = found.group()
    plain = written.replace("_", "")
    return written, plain if plain[1:2].isdigit() else str(int(plain, 0))
