"""The stage is read from the last row of a hall: no text on it is too small."""

from typing import Any

import pytest
from playwright.sync_api import expect

from app.lessons import lessons

from .conftest import Opener

TEXTS = """() => {
    const screen = document.querySelector("[data-screen]");
    const [least, value, card] = [40, 52, 70].map((part) => screen.clientHeight / part);
    const small = new Map();
    const walker = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim().replace(/\\u200b/g, "")) continue;
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        const svg = element.closest("svg");
        if (svg && !element.closest("text.value")) continue;
        const scale = svg ? svg.getScreenCTM().a : 1;
        const size = parseFloat(getComputedStyle(element).fontSize) * scale;
        const words = svg ? (element.matches(".index") ? 0.72 : 1) * value - 0.5 : least - 0.05;
        const enough = element.closest(".callout") ? card : words;
        if (size < enough) small.set(element.textContent, size / screen.clientHeight);
    }
    return [...small];
}"""
"""Texts smaller than a fortieth of the screen's height, values in the picture than a 52nd; those on
a card beside it, which nobody needs to follow, than a 70th (12.9 px of 900)."""


@pytest.mark.parametrize("size", ["hall", "beamer", "slate"])
def test_every_text_of_the_lecture_can_be_read_from_the_last_row(stage: Any, size: str) -> None:
    page = stage("/talk/lecture", size=size).page
    found = page.evaluate(
        f"""() => {{
            const texts = {TEXTS};
            const found = [];
            for (let k = 0; k < 1000; k += 1) {{
                const state = document.querySelector("[data-stage]").dataset.state;
                if (Number(state) !== k) break;
                const seen = k % 4 === 0 ? texts() : [];
                for (const [text, size] of seen) found.push([state, text, size]);
                const key = "PageDown";
                document.dispatchEvent(new KeyboardEvent("keydown", {{ key, cancelable: true }}));
            }}
            return found;
        }}"""
    )
    assert found == []


def test_a_fraction_in_a_fraction_can_be_read_from_the_last_row_too(stage: Any) -> None:
    page = stage("/present/sigmoid-gates?step=18", size="slate").page
    line = page.locator("[data-formula]")
    assert line.locator("mfrac mfrac").count() == 1
    assert page.evaluate(TEXTS) == []
    assert line.evaluate("(each) => each.scrollHeight <= each.clientHeight")


SEEN = """(row) => {
    const strip = document.querySelector("[data-strip]").getBoundingClientRect();
    const number = document.querySelectorAll(".paths tr")[row].querySelector(".gradient .number");
    const { left, right, top, bottom } = number.getBoundingClientRect();
    const across = left >= strip.left && right <= strip.right;
    return across && top >= strip.top && bottom <= strip.bottom;
}"""
"""Whether the number at the end of a row of the strip is seen, whole."""


@pytest.mark.parametrize("slug", ["residual", "batch-norm"])
def test_of_a_strip_larger_than_its_room_each_product_and_the_sum_are_seen(
    stage: Any, slug: str
) -> None:
    steps = lessons()[slug].story().walk.steps
    told = [step for step in steps if step.kind in ("product", "sum") and not step.iteration]
    studio = stage(f"/present/{slug}?step={told[0].index}")
    for step in told:
        while studio.step < step.index:
            studio.press("ArrowRight")
        row = len(told) - 1 if step.kind == "sum" else step.path
        assert studio.page.evaluate(SEEN, row), step


@pytest.mark.parametrize("size", ["hall", "desk"])
@pytest.mark.parametrize("path", ["/present/batch-norm?step=60", "/lesson/batch-norm?step=60"])
def test_long_rows_of_paths_are_seen_from_their_beginning_to_their_sum(
    visit: Opener, path: str, size: str
) -> None:
    strip = visit(path, size=size).page.locator("[data-strip]:visible").first
    found = strip.evaluate("""(strip) => {
        const room = strip.getBoundingClientRect();
        const all = [...strip.querySelectorAll("tr > *, .number")]
            .map((each) => each.getBoundingClientRect()).filter(({ width }) => width > 0);
        const cut = all.filter(({ left, right, top, bottom }) =>
            left < room.left - 1 || right > room.right + 1
            || top < room.top - 1 || bottom > room.bottom + 1);
        return [strip.querySelectorAll("tr").length, all.length > 40, cut.length];
    }""")
    assert found == [5, True, 0]


def test_a_touched_number_of_a_folded_chain_changes_no_arithmetic(visit: Opener) -> None:
    studio = visit("/lesson/batch-norm?step=60")
    studio.page.locator("[data-strip] .number:visible").first.click()
    studio.change(lambda: studio.write("w: weight = 2\nL: loss = w**2"))
    expect(studio.problem).to_be_empty()
