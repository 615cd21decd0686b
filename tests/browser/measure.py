"""Measures a step in the browser: `python -m tests.browser.measure` prints JSON.

The page's main thread is asked how long it worked (script, style, layout, paint) for each press of
"next" on a program of 290 nodes, and how long for nothing at all, which is taken off.
"""

import json
import statistics
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from app.state.link import pack

from .chromium import FLAGS, executable
from .serving import serving

STEPS = 30
MOVES = 90
WARM = 20
FRAME = 1000 / 60
WINDOW: ViewportSize = {"width": 1440, "height": 900}


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


def network(layers: int = 9, wide: int = 6) -> str:
    """Layers as wide as each other: of six neurons 36 connections from each to the next."""
    lines = [f"x0: input = {[0.5 - k / 7 for k in range(wide)]}", f"t: label = {[0.5] * wide}"]
    for k in range(layers):
        rows = [[((i * 5 + j * 3 + k) % 11 - 5) / 7 for j in range(wide)] for i in range(wide)]
        lines += [f"W{k}: weight = {rows}", f"x{k + 1} = tanh(W{k} @ x{k})"]
    return "\n".join([*lines, f"L: loss = sum((x{layers} - t) ** 2)"])


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium of its own."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=executable(), args=FLAGS)


def step(chromium: Browser, base: str, told: str = "", counted: str = ".node") -> dict[str, Any]:
    """Milliseconds of main-thread time per step where nothing moves, on a server that runs at
    `base`: of 290 nodes, or of what a link's options tell, and how much there is in it of what is
    `counted`."""
    told = told or f"p={pack(program())}&focus=*"
    with chromium.new_page(viewport=WINDOW, reduced_motion="reduce") as page:
        page.goto(f"{base}/studio?{told}", timeout=60_000)
        nodes = page.locator(f".canvas {counted}").count()
        idle = _work(page, press=False)
        forward = _work(page, press=True)
        page.keyboard.press("2")
        backward = _work(page, press=True)
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


PAINTED = """() => {
    window.painted = [];
    const { port1, port2 } = new MessageChannel();
    let began = 0;
    port1.onmessage = () => window.painted.push(performance.now() - began);
    // Before all others: what they ask to be done in the frame is done in the same one.
    addEventListener("keydown", () => {
        began = performance.now();
        requestAnimationFrame(() => port2.postMessage(null));
    }, { capture: true });
}"""


def painted(chromium: Browser, base: str) -> dict[str, Any]:
    """Milliseconds from a key to the end of the frame that shows its step, on 290 nodes that may
    move. A key waits for the next frame to begin, too: half a frame at the median."""
    with chromium.new_page(viewport=WINDOW) as page:
        page.goto(f"{base}/studio?p={pack(program())}&focus=*", timeout=60_000)
        page.evaluate(PAINTED)
        for keys in (["ArrowRight"] * STEPS, ["2", *["ArrowRight"] * STEPS]):
            for key in keys:
                page.keyboard.press(key)
                page.evaluate("() => new Promise((done) => setTimeout(done, 150))")
        times = sorted(page.evaluate("window.painted"))
    return {
        "median_ms": round(statistics.median(times), 2),
        "p90_ms": round(times[len(times) * 9 // 10], 2),
    }


DRAG = """async ([first, last]) => {
    const slider = document.querySelector('.field[data-key="w0"] input[type="range"]');
    const shown = () => Number(
        [...document.querySelectorAll(".canvas .edge")]
            .find((wire) => wire.dataset.title.startsWith("wire from w\u2080 "))
            .querySelector(".value [data-slot]")
            .textContent.replace("= ", "").replace("\u2212", "-"));
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const waiting = [];
    const times = [];
    const begun = performance.now();
    let asked = 0;
    const send = window.fetch;
    window.fetch = (...given) => { asked += 1; return send(...given); };
    for (let k = first; k <= last || waiting.length; k += 1) {
        await frame();
        const seen = shown();
        while (waiting.length && waiting[0].value <= seen + 1e-9) {
            times.push(performance.now() - waiting.shift().at);
        }
        if (performance.now() > begun + 60000) throw Error("the picture does not follow");
        if (k > last) continue;
        const value = 0.5 + k / 100;
        slider.value = String(value);
        waiting.push({ value, at: performance.now() });
        slider.dispatchEvent(new Event("input", { bubbles: true }));
    }
    window.fetch = send;
    return { times, asked, last: shown() };
}"""


def step_of_neurons(chromium: Browser, base: str) -> dict[str, Any]:
    """The same of a network with more than 300 connections."""
    return step(chromium, base, f"p={pack(network())}&focus=*&zoom=neurons", ".connection")


def drag(chromium: Browser, base: str, *, nodes: int = 30, moves: int = MOVES) -> dict[str, Any]:
    """Milliseconds from each move of a slider until the picture shows its number, or a later one.

    A move per frame, as from a quick hand; measured frame by frame, so to 16 ms.
    """
    with chromium.new_page(viewport=WINDOW) as page:
        page.goto(f"{base}/studio?p={pack(program(nodes))}&focus=*&step=999", timeout=60_000)
        # Every gradient is there, and no new weight yet.
        page.keyboard.press("3")
        shown = page.locator(".canvas .node").count()
        # Once to warm up; from then on upwards, so that a number that is seen is no older one.
        page.evaluate(DRAG, [1, WARM])
        found = page.evaluate(DRAG, [WARM + 1, WARM + moves])
    return {
        "nodes": shown,
        "moves": moves,
        "requests": found["asked"],
        "last": found["last"],
        "median_ms": statistics.median(found["times"]),
        "largest_ms": max(found["times"]),
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
    with serving() as address, browser() as chromium:
        base = sys.argv[1] if len(sys.argv) > 1 else address
        found = {
            "step": step(chromium, base),
            "neurons": step_of_neurons(chromium, base),
            "painted": painted(chromium, base),
            "drag": drag(chromium, base),
        }
        json.dump(found, sys.stdout, indent=1)
        print()
