"""Where a drawn path goes, as points; and the same path elsewhere."""

import re
from collections.abc import Sequence
from functools import cache
from math import comb

Point = tuple[float, float]

_PIECE = re.compile(r"([MLCQHV])([^MLCQHV]*)")
_NUMBER = re.compile(r"-?[\d.]+")
SMOOTH = 8
"""Pieces that a curve is seen as."""
ENDS = {"M": 1, "L": 1, "Q": 2, "C": 3}
"""Points of one piece."""


def numbers(text: str) -> list[float]:
    """All numbers in a path or a transform."""
    return [float(x) for x in _NUMBER.findall(text)]


def points(path: str) -> list[Point]:
    """A wire as a line of straight pieces."""
    found: list[Point] = []
    for command, rest in _PIECE.findall(path):
        ends = numbers(rest)
        if command == "H":
            found += [(x, found[-1][1]) for x in ends]
        elif command == "V":
            found += [(found[-1][0], y) for y in ends]
        else:
            pairs = list(zip(ends[::2], ends[1::2], strict=False))
            for k in range(0, len(pairs), ENDS[command]):
                found += _curve([*found[-1:], *pairs[k : k + ENDS[command]]])
    return found


def _curve(of: Sequence[Point]) -> list[Point]:
    """What comes behind the first of these points: Bernstein's sum, or the end of a line."""
    degree = len(of) - 1
    if degree < 2:
        return [of[-1]]
    return [
        (
            sum(w * x for w, (x, _y) in zip(each, of, strict=True)),
            sum(w * y for w, (_x, y) in zip(each, of, strict=True)),
        )
        for each in _weights(degree)
    ]


@cache
def _weights(degree: int) -> list[list[float]]:
    """How much of each of its points is in the pieces' ends of a curve."""
    shares = [k / SMOOTH for k in range(1, SMOOTH + 1)]
    return [
        [comb(degree, i) * t**i * (1 - t) ** (degree - i) for i in range(degree + 1)]
        for t in shares
    ]


def shifted(path: str, dx: float, dy: float) -> str:
    """A path, elsewhere."""
    found = []
    for command, rest in _PIECE.findall(path):
        ends = numbers(rest)
        if command in "HV":
            found.append(
                command + " ".join(f"{x + (dx if command == 'H' else dy):.1f}" for x in ends)
            )
            continue
        pairs = zip(ends[::2], ends[1::2], strict=True)
        found.append(command + " ".join(f"{x + dx:.1f},{y + dy:.1f}" for x, y in pairs))
    return " ".join(found)
