"""Nothing is cut off, nothing overlaps, everything can be hit."""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

import graph_engine as ge
from app.exports.story_json import story_json
from app.lessons import lessons
from app.picture.rooms import Room
from app.state.view import View
from app.story import tell

from .conftest import Opener, Watch
from .studio import SIZES, Studio

CUT = """() => {
    const faults = [];
    const root = document.documentElement;
    const past = root.scrollWidth - root.clientWidth;
    if (past > 0) faults.push(`page: ${past}`);
    for (const element of document.querySelectorAll("body, body *")) {
        const over = element.scrollWidth - element.clientWidth;
        if (over <= 1) continue;  // nearly all: what is asked first is what costs least
        if (element.closest("svg, math, .hidden, .skip, [data-strip]")) continue;
        if (element.closest(".ticks .word, .views label")) continue;
        if (element.matches(".canvas, .matrix, .film, .reel, textarea, pre, select")) continue;
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        const { overflowX, display, textOverflow } = getComputedStyle(element);
        if (display !== "inline" && textOverflow !== "ellipsis") {
            const name = `${element.localName}.${element.className}`;
            faults.push(`${name} (${overflowX}): ${over}: ${element.textContent.slice(0, 40)}`);
        }
    }
    return faults;
}"""
"""What is wider than its place, but for picture, strip, matrices and film, which scroll, and the
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


TAG = re.compile("<[^>]*>")

MOST: dict[str, Callable[[dict[str, Any]], float]] = {
    "title": lambda told: len(told["title"]),
    "steps": lambda told: len(told["steps"]),
    "things": lambda told: len(told["nodes"]) + len(told["edges"]),
    "leaves": lambda told: sum(node["op"] is None for node in told["nodes"]),
    "updates": lambda told: len(told["updates"]),
    "paths": lambda told: sum(len(chain["paths"]) for chain in told["chains"]),
    "chain": lambda told: max((len(p) for c in told["chains"] for p in c["paths"]), default=0),
    "sentence": lambda told: max(len(step["sentence"]) for step in told["steps"]),
    "words": lambda told: max(len(step["note"] + step["remark"]) for step in told["steps"]),
    "word": lambda told: max(len(w) for s in told["steps"] for w in s["sentence"].split()),
    "formula": lambda told: max(
        (len(TAG.sub("", line)) for step in told["steps"] for line in step["formulas"]), default=0
    ),
    "entries": lambda told: max(math.prod(node["shape"]) for node in told["nodes"]),
}
"""What a page has to find room for, by its size in a lesson."""


def fullest() -> list[str]:
    """The lessons that have most of something: where they fit, the rest do."""
    told = {slug: story_json(lesson.story()) for slug, lesson in lessons().items()}
    found = {max(told, key=lambda slug: most(told[slug])) for most in MOST.values()}
    return [slug for slug in lessons() if slug in found]


def test_only_the_picture_and_the_strip_scroll_sideways(visit: Opener) -> None:
    slugs = fullest()
    assert len(slugs) >= 8
    studio = visit("/")
    for slug in slugs:
        studio.page.goto(f"/lesson/{slug}")
        _scrolls_nowhere_else(studio, slug)


def _scrolls_nowhere_else(studio: Studio, slug: str) -> None:
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
        assert found == [], f"{slug}, {size}"


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
    return ends([(step["index"], step["phase"]) for step in steps])


def ends(steps: list[tuple[int, str]]) -> list[int]:
    """Of steps with their phases the last one of each phase."""
    following = [phase for _, phase in steps[1:]] + [""]
    return [k for (k, phase), after in zip(steps, following, strict=True) if phase != after]


DRAWN = f"""(pictures) => pictures.map((svg) => {{
    document.querySelector(".canvas").innerHTML = svg;
    return ({OVERLAPS})();
}})"""
"""The server's pictures one after the other, which are the page's own: see `test_stepping.py`."""


@pytest.mark.parametrize("place", [Room(1440, 450, 16), Room(384, 430, 13)])
@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
def test_no_two_texts_of_the_picture_overlap(visit: Opener, arithmetic: Any, place: Room) -> None:
    page = visit("/lesson/example-2").page
    for slug, lesson in lessons().items():
        if arithmetic in ("exact", lesson.view.arithmetic):
            view = replace(lesson.view, focus=ge.WHOLE, arithmetic=arithmetic)
            told = replace(tell(view), room=place)
            steps = ends([(step.index, step.phase) for step in told.walk.steps])
            faults = page.evaluate(DRAWN, [told.inline_svg(step) for step in steps])
            assert dict(zip(steps, faults, strict=True)) == dict.fromkeys(steps, []), slug


def test_a_text_over_another_is_seen(visit: Opener) -> None:
    told = lessons()["example-2"].story()
    svg = told.inline_svg(told.last)
    moved = re.sub(
        r'(<text class="value" x=")([0-9.]+)', lambda m: f"{m[1]}{float(m[2]) + 45}", svg
    )
    found, faults = visit("/lesson/example-2").page.evaluate(DRAWN, [svg, moved])
    assert found == [] and faults != []


def _chains() -> Iterator[tuple[str, View]]:
    """As lessons tell one chain."""
    for slug in ("example-2", "example-2-other-label", "fork", "simple-network"):
        yield slug, lessons()[slug].view


def _wide_numbers() -> Iterator[tuple[str, View]]:
    """Numbers that nobody chose for their looks, and those that are none."""
    gates = lessons()["gates"].view
    for number in (-123456.789, -0.00123456, -1.23456e-7, 1e12, -1e-12):
        yield f"gates, {number}", replace(gates, values={"x": number, "z": number})
    for program in ("a: weight = -1\nb = log(a)\nL: loss = b * 2 + a", "a = 1000\nL = exp(a) * -a"):
        yield program, View(program=program)


@pytest.mark.parametrize("views", [_chains, _wide_numbers])
def test_no_two_texts_overlap_while_a_chain_is_told_nor_where_numbers_are_wide(
    visit: Opener, views: Callable[[], Iterator[tuple[str, View]]]
) -> None:
    page = visit("/lesson/example-2").page
    for what, view in views():
        told = replace(tell(view), room=Room(1440, 500, 16))
        steps = ends([(step.index, step.phase) for step in told.walk.steps])
        faults = page.evaluate(DRAWN, [told.inline_svg(step) for step in steps])
        assert dict(zip(steps, faults, strict=True)) == dict.fromkeys(steps, []), what


def test_what_is_typed_has_the_place_that_it_needs_on_the_page(visit: Opener) -> None:
    studio = visit("/lesson/gates?step=24")
    studio.change(lambda: studio.number("x").fill("-123456.789"))
    studio.change(lambda: studio.number("z").fill("-1.23456e-7"))
    for step in _moments(studio):
        studio.go(step)
        assert studio.measured(OVERLAPS) == [], f"step {step}"


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
    last = studio.steps - 1
    outside = studio.page.evaluate(
        """async (last) => {
            const stage = document.querySelector("[data-stage]");
            const found = [];
            for (let k = 0; k <= last; k += 1) {
                if (Number(stage.dataset.step) !== k) throw new Error(`${k} is not reached`);
                const outer = document.querySelector(".canvas").getBoundingClientRect();
                const active = '.canvas .edge[data-state="active"] .value';
                for (const text of document.querySelectorAll(active)) {
                    const inner = text.getBoundingClientRect();
                    if (inner.left < outer.left || inner.right > outer.right
                        || inner.top < outer.top || inner.bottom > outer.bottom) found.push(k);
                }
                const key = "ArrowRight";
                document.dispatchEvent(new KeyboardEvent("keydown", { key, cancelable: true }));
                await new Promise((done) => requestAnimationFrame(done));
            }
            return found;
        }""",
        last,
    )
    assert outside == []
    assert studio.step == last


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


def test_a_large_matrix_stands_in_the_line_in_full_size_without_the_buttons_to_its_rest(
    visit: Opener,
) -> None:
    line = visit("/lesson/large-layer?step=11").page.locator(".formula-line")
    expect(line.locator("td")).to_have_count(16)
    expect(line.get_by_role("button")).to_have_count(0)
    sizes = line.locator("td, caption").evaluate_all(
        "all => all.map((each) => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= 13
