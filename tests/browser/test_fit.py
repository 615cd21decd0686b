"""Nothing is cut off, nothing overlaps, everything can be hit; and the first view is small."""

from typing import Any

import pytest
from playwright.sync_api import expect

from app.lessons import lessons
from app.state.link import pack

from .conftest import Opener, Watch
from .studio import SIZES, Studio

CUT = """() => {
    const faults = [];
    const root = document.documentElement;
    const past = root.scrollWidth - root.clientWidth;
    if (past > 0) faults.push(`page: ${past}`);
    for (const element of document.querySelectorAll("body, body *")) {
        if (element.closest("svg, math, .hidden, .skip, [data-strip]")) continue;
        if (element.closest(".ticks .word, .views label")) continue;
        if (element.matches(".canvas, .matrix, textarea, pre, select")) continue;
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        const over = element.scrollWidth - element.clientWidth;
        const { overflowX, display, textOverflow } = getComputedStyle(element);
        if (over > 1 && display !== "inline" && textOverflow !== "ellipsis") {
            const name = `${element.localName}.${element.className}`;
            faults.push(`${name} (${overflowX}): ${over}: ${element.textContent.slice(0, 40)}`);
        }
    }
    return faults;
}"""
"""What is wider than its place, but for the picture, the strip and matrices, which scroll, and the
words of phases, which are left out where they have no room."""

OVERLAPS = """() => {
    // What is seen: texts as tall as their letters, boxes as they are drawn.
    const drawn = ["text", ".local rect", ".box"].map((each) => `.canvas svg ${each}`).join();
    const shown = [...document.querySelectorAll(drawn)]
        .filter((element) => element.checkVisibility())
        .filter((element) => element.localName !== "text" || element.textContent.trim())
        .map((element) => {
            const box = element.getBoundingClientRect();
            const air = element.localName === "text" ? box.height * 0.18 : 0.5;
            return { element, left: box.left + 0.5, right: box.right - 0.5,
                     top: box.top + air, bottom: box.bottom - air };
        });
    const name = ({ element }) =>
        `${element.getAttribute("class")} ${element.closest("[data-title]").dataset.title}: `
        + element.textContent;
    const isText = ({ element }) => element.localName === "text";
    const faults = [];
    for (const [k, one] of shown.entries()) {
        for (const other of shown.slice(k + 1)) {
            // A text in a box of its own.
            const own = one.element.parentNode === other.element.parentNode;
            if (own && !(isText(one) && isText(other))) {
                const [box, text] = isText(one) ? [other, one] : [one, other];
                if (text.element.matches(".local text, .symbol")
                    && (text.left < box.left || text.right > box.right)) {
                    faults.push(`${name(text)} is wider than its box`);
                }
                continue;
            }
            if (one.left < other.right && other.left < one.right
                && one.top < other.bottom && other.top < one.bottom) {
                faults.push(`${name(one)} overlaps ${name(other)}`);
            }
        }
    }
    return faults;
}"""
"""What stands on something else in the picture, or sticks out of its box."""

SMALL = """async () => {
    const { nearest } = await import("/static/js/parts/near.js");
    // A wire can be hit along a band around it.
    const band = (touch, { a: scale }) => {
        const { strokeWidth, vectorEffect } = getComputedStyle(touch);
        return parseFloat(strokeWidth) * (vectorEffect === "non-scaling-stroke" ? 1 : scale);
    };
    // A node can be hit beside it, too.
    const round = (node, { left, right, top, bottom }) => {
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const places = [[x - 12, y], [x + 12, y], [x, y - 12], [x, y + 12]];
        return places.every((place) => nearest(node.closest(".canvas"), ...place) === node);
    };
    return [...document.querySelectorAll(
            "a, button, input, select, textarea, summary, .canvas [role=button]")]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .filter((element) => !element.closest(".skip, .hidden, .ticks"))
        .map((element) => {
            const box = (element.closest("label") ?? element).getBoundingClientRect();
            const least = element.matches(".edge")
                ? band(element.querySelector(".touch"), element.getScreenCTM())
                : element.matches(".node") && round(element, box) ? 24
                : Math.min(box.width, box.height);
            return [least, element.getAttribute("aria-label") ?? element.textContent.trim()];
        })
        .filter(([least]) => least < 24);
}"""


@pytest.mark.parametrize("slug", lessons())
def test_only_the_picture_and_the_strip_scroll_sideways(visit: Opener, slug: str) -> None:
    studio = visit(f"/lesson/{slug}")
    for begin, size in enumerate(SIZES):
        studio.resize(size)
        found = studio.page.evaluate(
            # Each size sees every third step, and together they see all.
            f"""(steps) => {{
                const found = [];
                for (let k = {begin}; k < steps; k += 3) {{
                    document.querySelector(`.ticks [data-go="${{k}}"]`).click();
                    found.push(...({CUT})().map((fault) => `step ${{k}}: ${{fault}}`));
                }}
                return found;
            }}""",
            studio.steps,
        )
        assert found == [], size


@pytest.mark.parametrize("size", SIZES)
def test_other_states_fit_too(visit: Opener, watch: Watch, size: str) -> None:
    watch.expected.append("status of 422")
    assert visit("/", size=size).measured(CUT) == []
    studio = visit("/lesson/example-2?numbers=exact&step=24", size=size)
    assert studio.measured(CUT) == [], "exact numbers"
    studio.wire("wire from q to v").dispatch_event("click")
    assert studio.measured(CUT) == [], "a wire explained"
    studio.press("?")
    assert studio.measured(CUT) == [], "the help"
    studio.press("Escape")
    studio.write("a: weight = 2\nlong_name_of_a_node = a * 3\nL: loss = long_name_of_a_nodes**2")
    expect(studio.problem).not_to_be_empty()
    assert studio.measured(CUT) == [], "an error"


def _moments(studio: Studio) -> list[int]:
    """The ends of the phases: when the most is to be seen."""
    steps: list[dict[str, Any]] = studio.page.evaluate(
        "JSON.parse(document.querySelector('#story').textContent).steps"
    )
    ends = [
        step["index"]
        for step, after in zip(steps, [*steps[1:], None], strict=True)
        if after is None or after["phase"] != step["phase"]
    ]
    return ends


@pytest.mark.parametrize("slug", lessons())
def test_no_two_texts_of_the_picture_overlap(visit: Opener, slug: str) -> None:
    studio = visit(f"/lesson/{slug}?focus=*&numbers=exact")
    numbers = ["exact"]
    if lessons()[slug].view.arithmetic == "slide":
        numbers.append("slide")
    for each in numbers:
        if each == "slide":
            studio.change(lambda: studio.arithmetic("slide"))
        for step in _moments(studio):
            studio.go(step)
            assert studio.measured(OVERLAPS) == [], f"step {step}, {each} numbers"


@pytest.mark.parametrize("slug", ["example-2", "example-2-other-label", "fork", "simple-network"])
def test_no_two_texts_overlap_while_a_chain_is_told(visit: Opener, slug: str) -> None:
    studio = visit(f"/lesson/{slug}")
    for step in _moments(studio):
        studio.go(step)
        assert studio.measured(OVERLAPS) == [], f"step {step}"


def test_no_number_is_too_wide_for_its_place(visit: Opener) -> None:
    studio = visit("/lesson/gates?step=24")
    for number in ("-123456.789", "-0.00123456", "-1.23456e-7", "1e12", "-1e-12"):
        studio.change(lambda number=number: studio.number("x").fill(number))
        studio.change(lambda number=number: studio.number("z").fill(number))
        for step in _moments(studio):
            studio.go(step)
            assert studio.measured(OVERLAPS) == [], f"{number} at step {step}"


def test_undefined_and_infinite_have_room_too(visit: Opener) -> None:
    for program in ("a: weight = -1\nb = log(a)\nL: loss = b * 2 + a", "a = 1000\nL = exp(a) * -a"):
        studio = visit(f"/studio?p={pack(program)}&focus=*")
        for step in _moments(studio):
            studio.go(step)
            assert studio.measured(OVERLAPS) == [], f"{program}, step {step}"


@pytest.mark.parametrize("size", SIZES)
def test_everything_that_can_be_pressed_is_large_enough(visit: Opener, size: str) -> None:
    assert visit("/", size=size).measured(SMALL) == []
    studio = visit("/lesson/example-2?step=17", size=size)
    assert studio.measured(SMALL) == []
    studio.edit()
    assert studio.measured(SMALL) == []
    studio.press("Escape")
    studio.more()
    assert studio.measured(SMALL) == []


@pytest.mark.parametrize("size", SIZES)
def test_the_picture_is_wholly_seen_or_scrolls_to_what_the_step_is_about(
    visit: Opener, size: str
) -> None:
    studio = visit("/lesson/example-2", size=size)
    page = studio.page
    for _ in range(studio.steps):
        active = page.locator('.canvas .edge[data-state="active"] .value')
        for text in active.all():
            inside = text.evaluate(
                """(text) => {
                    const inner = text.getBoundingClientRect();
                    const outer = text.closest(".canvas").getBoundingClientRect();
                    return inner.left >= outer.left && inner.right <= outer.right
                        && inner.top >= outer.top && inner.bottom <= outer.bottom;
                }"""
            )
            assert inside, f"step {studio.step}"
        studio.press("ArrowRight")


def test_a_long_sentence_is_as_large_as_its_line_allows(visit: Opener) -> None:
    studio = visit("/lesson/large-layer?step=13", size="slate")
    sentence = studio.page.locator("[data-caption]")
    size, over = sentence.evaluate(
        "(e) => [parseFloat(getComputedStyle(e).fontSize), e.scrollWidth - e.clientWidth]"
    )
    assert size > 15.5 and over <= 1, "in two lines it would have 14"


def test_a_high_formula_is_seen_from_its_top_to_its_bottom(visit: Opener) -> None:
    studio = visit("/lesson/network-neuron?step=3", size="slate")
    above, below = studio.page.locator("[data-formula]").evaluate(
        """(line) => {
            const outer = line.getBoundingClientRect();
            const all = [...line.querySelectorAll("math *")].map((e) => e.getBoundingClientRect());
            return [Math.min(...all.map(({ top }) => top)) - outer.top,
                    outer.bottom - Math.max(...all.map(({ bottom }) => bottom))];
        }"""
    )
    assert above >= -0.5 and below >= -0.5


def test_a_link_to_a_step_far_inside_a_large_picture_shows_that_place(visit: Opener) -> None:
    studio = visit("/lesson/sigmoid-gates?step=16", size="phone")
    expect(studio.page.locator('.canvas .node[data-state="active"] .box')).to_be_in_viewport()


@pytest.mark.parametrize("path", ["/", "/lesson/example-2", "/lesson/sigmoid-gates"])
def test_the_first_view_is_at_most_150_kb(visit: Opener, path: str) -> None:
    page = visit(path).page
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}),
    )
    page.reload(wait_until="networkidle")
    # However many files they are in: scripts are one where they are bundled.
    counted = {kinds.get(request) for request in sizes}
    scripts = set() if path == "/" else {"Script"}  # what the gallery has stands in its page
    assert counted >= {"Document", "Stylesheet", *scripts}
    assert sum(sizes.values()) <= 150_000
