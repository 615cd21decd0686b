"""What a person reads on a studio page and does there, in a test's words."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .line import Line

SIZES = {"desk": (1440, 900), "slate": (1024, 768), "phone": (390, 844)}

HALLS = {"hall": (1920, 1080), "beamer": (1280, 720)}
"""Projectors, for the stage."""

AFTER_THE_FIRST_VIEW = re.compile(r"/parts/carded\.js")
"""What a page fetches when it is painted and at rest: what draws the cards, and asks for them."""

STILL = """async () => {
    if (document.readyState !== "complete") {
        await new Promise((done) => addEventListener("load", done));
    }
    await document.fonts.ready;
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const coming = "[data-rooming], [data-carding], [data-fitting]:has(svg)";
    const moves = () => document.querySelector(coming) !== null
        || document.getAnimations().some(({ playState }) => playState === "running");
    const late = performance.now() + 55_000;
    // What the observers of one frame begin is seen in the next.
    for (let quiet = 0; quiet < 2; quiet = moves() ? 0 : quiet + 1) {
        if (performance.now() > late) throw new Error("It never comes to rest: " + [
            ...document.querySelectorAll(coming),
            ...document.getAnimations().map(({ effect }) => effect.target),
        ].map((each) => each.outerHTML.slice(0, 200)).join(" "));
        await frame();
    }
    await new Promise((done) => setTimeout(done));
    return true;
}"""

LONG = 60
"""Seconds that a test waits for what only it can see."""

SNAPSHOT = Path(__file__).with_name("snapshot.js").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Studio:
    """A page with the studio (or the gallery) on it."""

    page: Page

    # -- reading ---------------------------------------------------------------

    @property
    def step(self) -> int:
        return int(self.page.get_attribute("[data-stage]", "data-step") or -1)

    @property
    def steps(self) -> int:
        """How many there are; the last one is one less."""
        place = self.page.inner_text("[data-place]")
        return int(place.split(" of ")[1].split(" ")[0])

    @property
    def sentence(self) -> str:
        return self.page.inner_text("[data-caption]")

    @property
    def status(self) -> Locator:
        return self.page.locator("[data-status]")

    @property
    def problem(self) -> Locator:
        return self.page.locator("[data-problem]")

    @property
    def explanation(self) -> Locator:
        """The whole explanation; it is opened over the picture, if it is not."""
        if not self.page.locator("[data-why][data-open]").count():
            self.page.locator("[data-do=why]").first.dispatch_event("click")
        return self.page.locator("[data-explanation]")

    @property
    def thing(self) -> str:
        """What the open explanation is of."""
        return self.page.inner_text("[data-thing]")

    def wire(self, start: str) -> Locator:
        """The wire whose name starts so: "wire from v to p"."""
        return self.page.locator(f'.canvas [data-edge][data-title^="{start}"]')

    def node(self, name: str) -> Locator:
        return self.page.locator(f'.canvas [data-node][data-name="{name}"]')

    def value(self, name: str) -> str:
        """The number behind a name, or above the wire of the leaf with that name: "−1"."""
        found: str = self.page.evaluate(
            """name => {
                const written = (text) => text.textContent.replaceAll("\\u200b", "");
                const texts = [...document.querySelectorAll(".canvas text.value")];
                const own = texts.map((text) => written(text).split(" = "))
                    .find(([before]) => before.trim() === name);
                if (own) return own[1] ?? "";
                const leaf = [...document.querySelectorAll(".canvas [data-node]")]
                    .find((node) => written(node.querySelector(".symbol.name") ?? node) === name);
                const said = leaf.dataset.title.split(" ").slice(1).join(" ");
                const wire = [...document.querySelectorAll(".canvas [data-edge]")]
                    .find((edge) => edge.dataset.title.includes(` ${said} `));
                return written(wire.querySelector("text.value"));
            }""",
            name,
        )
        return found

    def strip(self) -> str:
        """The strip's numbers as they are read: "−3.7 · 0.2 · 1 · 1 · 2 = −1.48"."""
        numbers = self.page.locator("[data-strip] .local .number").all_inner_texts()
        product = self.page.locator("[data-strip] .gradient .number").first.inner_text()
        return f"{' · '.join(numbers)} = {product}"

    def measured(self, script: str, given: object = None) -> Any:
        """What a script finds on the page at rest."""
        self.still()
        return self.page.evaluate(script, given)

    def layout(self) -> list[list[str]]:
        """Everything in the picture that says where something is; a ribbon's width is a number."""
        return self.page.evaluate(
            """() => [
                ...document.querySelectorAll(".canvas svg, .canvas svg :not(.ribbon *)")
            ].map((element) =>
                ["d", "transform", "x", "y", "dy", "width", "height", "rx", "r", "viewBox", "style"]
                    .map((name) => element.getAttribute(name) ?? ""))"""
        )

    def snapshot(self) -> dict[str, Any]:
        """Picture, strip and explanation as lines of text (see snapshot.js)."""
        return self.page.evaluate(f"({SNAPSHOT})()")

    def servers(self, url: str) -> dict[str, Any]:
        """The same of the page that the server writes for an address, no script having run."""
        return self.page.evaluate(
            f"""async (url) => {{
                const text = await (await fetch(url)).text();
                return ({SNAPSHOT})(new DOMParser().parseFromString(text, "text/html"));
            }}""",
            url,
        )

    # -- doing -----------------------------------------------------------------

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def go(self, step: int) -> None:
        """To a step by its tick."""
        self.page.evaluate(f"document.querySelector('.ticks [data-go=\"{step}\"]').click()")

    def resize(self, size: str) -> None:
        width, height = {**SIZES, **HALLS}[size]
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function("width => window.innerWidth === width", arg=width)
        self.still()

    def theme(self, name: str) -> None:
        self.page.locator(f"[data-set-theme={name}]").dispatch_event("click")

    def edit(self) -> None:
        """Open the drawer of program and numbers, if it is not open."""
        if self.page.locator(".js body:not([data-drawer])").count():
            self.still()  # a page that is just opened does not listen yet
            self.page.locator("[data-do=drawer]").first.dispatch_event("click")
            self.still()

    def more(self) -> Locator:
        """Open what is needed now and then, if it is not open."""
        if not self.page.locator(".more[open]").count():
            self.page.click(".more > summary")
        return self.page.locator(".more-sheet")

    def choose(self, option: str, value: str) -> None:
        """Choose in one of the lists of what is told and drawn.

        An answer of the server draws the lists anew, also between the moment in which Playwright
        finds a list and that in which it chooses there; so both happen in one.
        """
        self.page.locator(f'#{option} option[value="{value}"]').wait_for(state="attached")
        self.page.evaluate(
            """([id, value]) => {
                const list = document.getElementById(id);
                list.value = value;
                list.dispatchEvent(new Event("input", { bubbles: true }));
                list.dispatchEvent(new Event("change", { bubbles: true }));
            }""",
            [option, value],
        )

    def arithmetic(self, name: str) -> None:
        self.page.locator(f"[data-numbers={name}]").dispatch_event("click")

    def write(self, program: str) -> None:
        """Type a program; the last key is pressed like any other, so the page sees typing."""
        self.edit()
        self.page.fill("#program", program)

    def number(self, key: str) -> Locator:
        self.edit()
        return self.page.locator(f'.field[data-key="{key}"] input[type="text"]')

    def slider(self, key: str) -> Locator:
        self.edit()
        return self.page.locator(f'.field[data-key="{key}"] input[type="range"]')

    def change(self, doing: Callable[[], object]) -> None:
        """Do something that asks the server, and wait until its answer is on the page."""
        with self.page.expect_response(re.compile(r"/api/story(\?|$)")):
            doing()
        self.settle()

    def settle(self) -> None:
        """Wait until what is shown is what was asked for."""
        expect(self.page.locator("[data-stage]:not([data-stale])")).to_be_visible()

    def address(self) -> str:
        """The address bar, with what the page writes there a moment after it has its answer.

        It writes it at once where it is left, and believes to be.
        """
        self.page.wait_for_function(
            """() => !document.querySelector("[data-stage][data-stale]")
                || document.querySelector("[data-status]:not([hidden])")"""
        )
        self.page.evaluate("() => void dispatchEvent(new Event('pagehide'))")
        return self.page.url

    def swipe(self, what: Locator, *, by: float, moves: int) -> None:
        """A finger takes something and goes to the right, so far with each move."""
        box = what.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        session = self.page.context.new_cdp_session(self.page)
        for k in range(moves + 2):
            kind = "touchStart" if not k else "touchMove" if k <= moves else "touchEnd"
            points = [] if k > moves else [{"x": x + k * by, "y": y}]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    # -- waiting ---------------------------------------------------------------

    def hold(self, address: str) -> Line:
        """What the page asks for there from now on waits for the test."""
        return Line.hold(self.page, address)

    def at(self, step: int) -> None:
        """Wait until the page is at a step; where nothing but a key was pressed it is at once."""
        expect(self.page.locator("[data-stage]")).to_have_attribute("data-step", str(step))

    def pause(self, milliseconds: int) -> None:
        """Wait by the page's clock: what it was to do before then is done, however slowly."""
        self.page.evaluate("time => new Promise((done) => setTimeout(done, time))", milliseconds)

    def still(self) -> None:
        """Wait until the page is at rest: what is measured now stays.

        It is loaded, has its fonts and is painted, its observers have been told, the picture is the
        one for its room, its cards are here, and nothing moves or fades any more.
        """
        self.page.wait_for_function(STILL)  # unlike `evaluate` it gives up, if the page never does

    def stop_the_clock(self) -> None:
        """Load the page anew, with its cards; then its clock stands until the test moves it."""
        self.page.clock.install(time=0)
        self.page.reload()
        self.page.clock.pause_at(3600)
        carding = self.page.locator("[data-carding]")
        self.wait(lambda: self.page.clock.run_for(300) or not carding.count())

    def wait(self, until: Callable[[], bool]) -> None:
        """Wait for something that only the test can see."""
        late = time.monotonic() + LONG
        while not until():
            assert time.monotonic() < late, "it did not come"
            self.page.wait_for_timeout(50)  # not a guess: it is looked at again and again
