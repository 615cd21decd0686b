"""The stage's pictures are laid out for the room that its window has, and come without a flash."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opener
from .line import Line
from .studio import HALLS, SIZES

LETTERS = """() => {
    const svg = document.querySelector('[data-screen="now"] svg.graph');
    const size = parseFloat(getComputedStyle(svg.querySelector("text.value")).fontSize);
    return svg.getScreenCTM().a * size / document.querySelector("[data-screen]").clientHeight;
}"""
"""How high the picture's numbers are as they are written, in parts of the screen's height."""

SEEN = """
    window.seen = [];
    const look = () => {
        const svg = document.querySelector('[data-screen="now"] svg.graph');
        const shown = svg && svg.checkVisibility({ visibilityProperty: true });
        const box = shown ? svg.getAttribute("viewBox") : "";
        if (window.seen.at(-1) !== box) window.seen.push(box);
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""
"""Writes down which pictures are seen, frame by frame."""

PATIENT = """addEventListener("DOMContentLoaded", () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("[data-fitting] > svg.graph { animation: none !important; }");
    document.adoptedStyleSheets.push(sheet);
});"""
"""However long the server takes, the first picture is waited for."""

SHAPE = '[data-screen="now"] svg.graph'
LAID = "[data-stage]:not([data-rooming])"
PICTURE = "**/api/picture"


def shape(page: Page) -> str:
    """How wide and high the picture is in its own units: another layout has another."""
    return page.get_attribute(SHAPE, "viewBox") or ""


@pytest.mark.parametrize("slug", ["samples", "network", "network-v", "learning-unrolled"])
def test_a_lessons_numbers_are_a_52nd_of_the_screen_high(stage: Any, slug: str) -> None:
    studio = stage(f"/present/{slug}", size="slate")
    for size in ("slate", "hall", "desk"):
        studio.resize(size)
        height = {**HALLS, **SIZES}[size][1]
        assert studio.page.evaluate(LETTERS) >= 1 / 52 - 0.5 / height, size


def test_the_first_picture_that_is_seen_is_the_one_for_the_window(stage: Any) -> None:
    studio = stage("/present/network", size="slate")
    page = studio.page
    page.add_init_script(SEEN)
    page.add_init_script(PATIENT)
    with page.expect_response(PICTURE):
        page.reload()
    page.wait_for_selector(LAID)
    page.keyboard.press("PageDown")
    studio.still()
    assert [box for box in page.evaluate("window.seen") if box] == [shape(page)]


def test_a_window_that_is_resized_gets_a_picture_for_its_new_room(stage: Any) -> None:
    studio = stage("/present/network?step=9")
    page = studio.page
    wide = shape(page)
    page.evaluate(SEEN)
    studio.resize("slate")
    assert shape(page) != wide and page.evaluate(LETTERS) >= 1 / 52 - 0.5 / 768
    assert page.evaluate("window.seen") == [wide, shape(page)], "and it was never away"
    assert page.get_attribute("[data-stage]", "data-step") == "9"
    studio.resize("desk")
    assert shape(page) == wide


def test_all_stories_of_a_talk_are_laid_out_and_going_on_asks_for_nothing(stage: Any) -> None:
    page = stage("/talk/lecture?slide=14", size="slate").page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.type("g61")
    page.keyboard.press("Enter")
    assert page.evaluate(LETTERS) >= 1 / 52 - 0.5 / 768
    for _ in range(12):
        page.keyboard.press("PageDown")
    page.keyboard.press("Home")
    assert asked == []


def test_without_a_connection_the_stage_shows_the_picture_that_it_has(stage: Any) -> None:
    studio = stage("/present/network", size="slate")
    page = studio.page
    laid = shape(page)
    line = Line.open(page, "/present/network", "/api/picture")
    studio.wait(lambda: len(line.asked) == 1)
    line.cut()
    line.lose(0)
    page.wait_for_selector(LAID)
    expect(page.locator(SHAPE)).to_be_visible()
    assert shape(page) != laid
    page.keyboard.press("PageDown")
    assert page.get_attribute("[data-stage]", "data-step") == "1"
    line.free()
    with page.expect_response(PICTURE):
        page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_selector(LAID)
    assert shape(page) == laid


def test_nothing_moves_while_a_number_is_changed_and_at_rest_it_has_its_place(stage: Any) -> None:
    studio = stage("/present/example-2?step=24")
    page = studio.page
    studio.stop_the_clock()
    page.wait_for_selector(LAID)
    before = studio.layout()
    page.keyboard.press("e")
    for number, written in {"-0.528": "−0.528", "1e-12": "1e−12", "1234567": "1234567"}.items():
        page.locator('[data-live] .field[data-key="x1"] input[type="text"]').fill(number)
        expect(studio.wire("wire from x₁").locator("text.value")).to_contain_text(written)
        assert studio.layout() == before, number
    page.clock.run_for(1000)
    page.wait_for_selector(LAID)
    assert studio.layout() != before


def test_windows_of_different_sizes_each_have_a_picture_of_their_own(
    stage: Any,
) -> None:
    page = stage("/present/network?step=14").page
    other = page.context.new_page()
    other.set_viewport_size({"width": 1024, "height": 768})
    other.goto(page.url)
    other.wait_for_selector(LAID)
    assert shape(page) != shape(other)
    place = '[data-screen="now"] [data-place]'
    page.keyboard.press("PageDown")
    expect(other.locator(place)).to_have_text("16 / 29")
    other.keyboard.press("n")
    for each in (page, other):
        each.wait_for_selector(LAID)
    assert shape(page) != shape(other)
    other.keyboard.press("z")
    near = [
        each.locator('[data-screen="now"] .node[data-state="active"] .box').first
        for each in (page, other)
    ]
    for box in near:
        expect(box).to_be_in_viewport(ratio=1)


def middle(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_ink_and_pointer_are_at_the_same_node_in_every_window(stage: Any) -> None:
    page = stage("/present/network?step=9").page
    other = page.context.new_page()
    other.set_viewport_size({"width": 1024, "height": 768})
    other.goto(page.url)
    other.wait_for_selector(LAID)
    page.bring_to_front()
    node = '[data-screen="now"] .node[data-name="V"] .box'
    x, y = middle(page, node)
    page.keyboard.press("d")
    page.mouse.move(x - 9, y)
    page.mouse.down()
    page.mouse.move(x + 9, y)
    page.mouse.up()
    page.keyboard.press("d")
    page.keyboard.press("m")
    page.mouse.move(x + 1, y)
    ink = '[data-screen="now"] [data-sheet] path'
    for each in (page, other):
        expect(each.locator(ink)).to_have_count(1)
        expect(each.locator('[data-screen="now"] [data-dot]')).to_be_visible()
        for thing in (ink, '[data-screen="now"] [data-dot]'):
            there, here = middle(each, node), middle(each, thing)
            assert abs(there[0] - here[0]) < 4 and abs(there[1] - here[1]) < 4, thing


def test_the_speakers_window_has_the_stages_picture(stage: Any) -> None:
    page = stage("/talk/lecture?slide=61", size="slate").page
    with page.expect_popup() as opening:
        page.keyboard.press("s")
    speaker = opening.value
    speaker.wait_for_selector(LAID)
    expect(speaker.locator("[data-now-place]")).to_have_text(re.compile(r"61"))
    expect(speaker.locator(SHAPE)).to_have_attribute("viewBox", shape(page))


def test_an_embed_is_laid_out_for_its_frame(visit: Opener) -> None:
    page = visit("/embed/lesson/network?step=9").page
    picture = page.locator(".canvas svg.graph")
    wide = picture.get_attribute("viewBox") or ""
    page.set_viewport_size({"width": 620, "height": 560})
    expect(picture).not_to_have_attribute("viewBox", wide)
    page.set_viewport_size({"width": 1440, "height": 900})
    expect(picture).to_have_attribute("viewBox", wide)
    assert page.get_attribute("[data-stage]", "data-step") == "9"


@pytest.mark.parametrize("size", ["hall", "slate"])
@pytest.mark.parametrize("slug", ["samples", "map"])
def test_between_the_rows_of_paths_there_is_air(stage: Any, slug: str, size: str) -> None:
    page = stage(f"/present/{slug}?step=25", size=size).page
    gaps = page.evaluate(
        """() => {
            const strip = document.querySelector(".screen .strip");
            const rows = [...strip.querySelectorAll(".paths tr:not(.total)")].map((row) =>
                [...row.querySelectorAll("math")].map((each) => each.getBoundingClientRect()));
            const [top, bottom] = [(row) => Math.min(...row.map((each) => each.top)),
                                   (row) => Math.max(...row.map((each) => each.bottom))];
            const gaps = rows.slice(1).map((row, k) => top(row) - bottom(rows[k]));
            return [...gaps, strip.clientHeight - strip.scrollHeight + 5];
        }"""
    )
    assert len(gaps) > 1 and min(gaps) >= 4


def test_what_changes_on_the_screen_is_laid_out_without_the_rest(stage: Any) -> None:
    """Letters follow the size of the wall around it: were the screen that container itself, each
    changed text would lay out everything."""
    containers = stage("/present/example-2?step=17").measured(
        """() => ['.wall:has([data-screen="now"])', '[data-screen="now"]'].map(
            (each) => getComputedStyle(document.querySelector(each)).containerType)"""
    )
    assert containers == ["size", "normal"]


CHAIN = """() => {
    const of = (name) => document.querySelector(`[data-${name}]`);
    const all = [...of("strip").querySelectorAll("td, th, .number")];
    const boxes = all.filter((each) => each.textContent.trim()).map((each) =>
        each.getBoundingClientRect());
    const high = of("screen").clientHeight;
    return {
        right: Math.max(...boxes.map((each) => each.right)),
        high: (high - Math.min(...boxes.map((each) => each.top))) / high,
        named: [...of("picture").querySelectorAll(".neuron")].every((each) =>
            each.querySelector(".name")),
    };
}"""
"""How far a chain goes to the right, its part of the screen, and whether neurons have names."""


@pytest.mark.parametrize("size", ["hall", "desk", "slate"])
def test_a_chain_whose_sizes_are_asked_is_whole_and_lies_close_below_neurons_with_their_names(
    stage: Any, size: str
) -> None:
    studio = stage("/talk/lecture?slide=55", size=size)
    for slide in ("55", "56", "57.1", "57.2", "57.4", "58", "60"):
        studio.press("g", *slide, "Enter")
        found = studio.page.evaluate(CHAIN)
        assert found["named"], slide
        assert found["right"] <= studio.page.evaluate("innerWidth"), slide
        assert found["high"] < 0.22, slide
