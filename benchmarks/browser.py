"""What a step costs the browser: `next` on 290 nodes, in main-thread time."""

from collections.abc import Iterator

from tests.browser.chromium import executable
from tests.browser.measure import FRAME, step
from tests.browser.serving import serving

from .timing import Row


def rows() -> Iterator[Row]:
    """The median step, which may take one frame; left out where there is no browser."""
    if executable() is None:
        return
    with serving() as address:
        found = step(address)
    median = float(found["median_ms"])
    what = f"browser: a step on {found['nodes']} nodes"
    yield Row(what, median / 1000, {}, f"{FRAME:.1f} ms", median <= FRAME)
