"""What a step costs the browser, and how soon the picture follows a slider."""

from collections.abc import Iterator

from tests.browser.chromium import executable
from tests.browser.measure import FRAME, browser, drag, painted, step, step_of_neurons
from tests.browser.serving import serving

from .timing import Row

FOLLOW = 50
"""Milliseconds: what a hand takes for at once."""
P90 = 25
"""Milliseconds: one key in ten may take longer."""


def rows() -> Iterator[Row]:
    """The median step on 290 nodes and on 324 connections, in main-thread time, which may take one
    frame; how long it is from a key to its frame's end, where things move; and how long the numbers
    of 30 nodes need to follow a slider. Left out where there is no browser."""
    if executable() is None:
        return
    with serving() as address, browser() as chromium:
        steps = {
            "nodes": step(chromium, address),
            "connections": step_of_neurons(chromium, address),
        }
        seen = painted(chromium, address)
        dragged = drag(chromium, address)
    for things, found in steps.items():
        median = float(found["median_ms"])
        what = f"browser: a step on {found['nodes']} {things}"
        yield Row(what, median / 1000, {}, f"{FRAME:.1f} ms", median <= FRAME)
    for share, found_in, most in (
        ("median", "median_ms", FRAME),
        ("one in ten longer", "p90_ms", P90),
    ):
        time = float(seen[found_in])
        what = f"browser: key to paint on 290 nodes, {share}"
        yield Row(what, time / 1000, {}, f"{most:.1f} ms", time <= most)
    median = float(dragged["median_ms"])
    what = f"browser: numbers of {dragged['nodes']} nodes follow a slider"
    yield Row(what, median / 1000, {}, f"{FOLLOW} ms", median <= FOLLOW)
