"""Measures a step in the browser: `python -m tests.browser.measure` prints JSON.

The page's main thread is asked how long it worked (script, style, layout, paint) for each press of
"next" on a program of 290 nodes, and how long for nothing at all, which is taken off.
"""

import json
import statistics
import sys
from typing import Any

from playwright.sync_api import Page, sync_playwright

from app.link import pack

from .chromium import FLAGS, executable
from .serving import serving

STEPS = 30
FRAME = 1000 / 60


def program(nodes: int = 290) -> str:
    """Neurons one after the other, each with a weight of its own."""
    count = (nodes - 2) // 4
    lines = ["x: input = 1.5", "b: weight = 0.1"]
    for k in range(count):
        lines += [
            f"w{k}: weight = {0.5 + k / 100}",
            f"a{k} = tanh(w{k} * {f'a{k - 1}' if k else 'x'} + b)",
        ]
    return "\n".join(lines)


def step(base: str) -> dict[str, Any]:
    """Milliseconds of main-thread time per step, on a server that runs at `base`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{base}/studio?p={pack(program())}&focus=*", timeout=60_000)
        nodes = page.locator(".canvas .node").count()
        idle = _work(page, press=False)
        forward = _work(page, press=True)
        page.keyboard.press("2")
        backward = _work(page, press=True)
        browser.close()
    pause = statistics.median(idle)
    times = [time - pause for time in forward + backward]
    return {
        "nodes": nodes,
        "steps": len(times),
        "median_ms": round(statistics.median(times), 2),
        "worst_ms": round(max(times), 2),
        "idle_ms": round(pause, 2),
        "frame_ms": round(FRAME, 2),
    }


def _work(page: Page, *, press: bool) -> list[float]:
    session = page.context.new_cdp_session(page)
    # Time that the thread ran: other programs on the machine do not count.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(each["value"] for each in metrics if each["name"] == "TaskDuration")

    found = []
    for _ in range(STEPS):
        before = worked()
        if press:
            page.keyboard.press("ArrowRight")
        # Until the frame with the step is painted, and the address written.
        page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 150)))"
        )
        found.append(worked() - before)
    session.detach()
    return found


if __name__ == "__main__":
    with serving() as address:
        json.dump(step(sys.argv[1] if len(sys.argv) > 1 else address), sys.stdout, indent=1)
        print()
