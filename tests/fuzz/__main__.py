"""`make fuzz`: tries for a while, says how much, and how to repeat what broke.

python -m tests.fuzz --seconds 60
python -m tests.fuzz --seed 123 --count 1     # the one that broke
python -m tests.fuzz --views                  # every lesson in every combination of view options
"""

import argparse
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from app import create_app

from .doors import DOORS, Try
from .grammar import Dice
from .views import views

SLOW = 5.0
"""Seconds from which on an answer is told of; how fast they are is measured elsewhere."""


def attempt(seed: int) -> Try:
    """What a seed stands for, always the same."""
    dice = Dice(seed)
    return dice.choice(DOORS)(dice)


def broken(client: Any, tried: Try) -> tuple[int, str]:
    """The status of an answer, and what is wrong with it: "" where nothing is."""
    answer = client.open(
        tried.path,
        method=tried.method,
        data=None if tried.body is None else tried.body.encode("utf-8", "surrogatepass"),
        content_type=tried.kind if tried.body is not None else None,
    )
    text = answer.get_data()
    if answer.status_code >= 500:
        return answer.status_code, f"status {answer.status_code}"
    if answer.mimetype == "application/json":
        try:
            json.loads(text, parse_constant=_refused)
        except ValueError as error:
            return answer.status_code, f"this is not JSON: {error}"
    if answer.mimetype == "text/html" and answer.status_code == 200 and b"</html>" not in text:
        return answer.status_code, "half a page"
    if "Content-Security-Policy" not in answer.headers:
        return answer.status_code, "no Content-Security-Policy"
    return answer.status_code, ""


def _refused(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def seeded(first: int, *, count: int, seconds: float) -> Iterator[tuple[str, Try]]:
    """What the seeds stand for, one after another, until the time is over; and how to repeat it."""
    end = time.monotonic() + seconds
    for seed in range(first, first + count):
        if time.monotonic() >= end:
            return
        yield f"--seed {seed} --count 1", attempt(seed)


def main() -> int:
    """Try, and give 1 where something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, help="where to begin; else by the clock")
    parser.add_argument("--count", type=int, default=10**9, help="how many at most")
    parser.add_argument("--views", action="store_true", help="all combinations of view options")
    asked = parser.parse_args()
    logging.disable()
    client = create_app().test_client()
    first = time.time_ns() % 10**9 if asked.seed is None else asked.seed
    statuses, doors, found, slow = Counter[int](), Counter[str](), list[str](), list[str]()
    tries = seeded(first, count=asked.count, seconds=asked.seconds)
    for again, tried in (("--views", each) for each in views()) if asked.views else tries:
        began = time.monotonic()
        try:
            status, wrong = broken(client, tried)
        except Exception as error:  # whatever it is, it is told with how to repeat it
            status, wrong = 0, f"{type(error).__name__}: {error}"
        took = time.monotonic() - began
        statuses[status] += 1
        doors[tried.door] += 1
        address = tried.path[: None if asked.views else 120]
        if wrong:
            found.append(f"{again}: {wrong[:200]}  {tried.method} {address}")
            print(found[-1], flush=True)
        if took > SLOW:
            slow.append(f"{again}: {took:.1f} s  {tried.method} {address}")
    if asked.count == 1:
        print(attempt(first))
    print("\n".join(slow))
    begun = "every view" if asked.views else f"seed {first}"
    print(f"tried {statuses.total()} from {begun}: {dict(sorted(statuses.items()))}")
    print(f"FIGURE broken={len(found)} slow={len(slow)} doors={len(doors)}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
