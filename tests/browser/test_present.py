"""The stage: a talk walked by a clicker, two windows in step, and questions from the audience."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.talks import talks

from ..lecture import counts
from .conftest import Opener

STATE = """() => {
    // Cards come at rest, and go with what they explain.
    const all = document.querySelector("[data-screen]").outerHTML;
    const text = all.replaceAll(' data-carding=""', "");
    let hash = 5381;
    for (let k = 0; k < text.length; k += 1) hash = (hash * 33 + text.charCodeAt(k)) | 0;
    return hash;
}"""
"""All that is on the screen, as one number."""

WALK = f"""async ([key, most]) => {{
    const state = {STATE};
    const stage = document.querySelector("[data-stage]");
    const seen = [[Number(stage.dataset.state), state()]];
    for (let k = 0; k < most; k += 1) {{
        document.dispatchEvent(new KeyboardEvent("keydown", {{ key, cancelable: true }}));
        const now = Number(stage.dataset.state);
        if (now === seen.at(-1)[0]) break;
        seen.push([now, state()]);
        if (k % 40 === 0) await new Promise((done) => setTimeout(done));
    }}
    return seen;
}}"""
"""Presses a key until nothing changes any more; says what was on the screen each time."""


def at(page: Page) -> int:
    return int(page.get_attribute("[data-stage]", "data-state") or -1)


def walked(page: Page, key: str) -> list[list[int]]:
    found: list[list[int]] = page.evaluate(WALK, [key, 1000])
    return found


def test_the_lecture_is_walked_by_page_down_and_back_and_by_jumps_with_every_state_as_it_was(
    stage: Any,
) -> None:
    page = stage("/talk/lecture").page
    slides = [slide.number for slide in talks()["lecture"].slides]
    assert [*dict.fromkeys(slides)] == list(range(1, 64))
    forward = walked(page, "PageDown")
    assert [state for state, _ in forward] == list(range(sum(counts().values())))
    assert page.get_attribute("[data-screen]", "data-slide") == "63"
    assert len({text for _, text in forward}) == len(forward), "each press shows something new"
    back = walked(page, "PageUp")
    assert back == forward[::-1]
    assert walked(page, "PageDown") == forward, "and once more"
    told = dict(forward)
    for number in ("17", "26", "9", "61", "35", "14"):
        page.keyboard.type(f"g{number}")
        expect(page.locator("[data-typed]")).to_have_text(f"Go to {number} ⏎")
        page.keyboard.press("Enter")
        assert page.get_attribute("[data-screen]", "data-slide") == number
        assert page.evaluate(STATE) == told[at(page)]


@pytest.mark.parametrize("size", ["slate", "phone"])
def test_on_a_smaller_screen_the_way_back_is_exact_too(stage: Any, size: str) -> None:
    page = stage("/present/example-2", size=size).page
    forward = walked(page, "PageDown")
    assert len(forward) == 33
    assert walked(page, "PageUp") == forward[::-1]


def test_the_lectures_slides_say_what_its_own_said(stage: Any) -> None:
    studio = stage("/talk/lecture?slide=22")
    page = studio.page
    assert studio.strip() == "−3.7 · 0.2 · 1 · 1 · 2 = −1.48"
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect(page.locator("[data-screen] [data-formula]")).to_contain_text("+0.48")
    page.keyboard.type("g61")
    page.keyboard.press("Enter")
    expect(page.locator(".strip .size").first).to_be_visible()
    factors = page.locator(".strip .local .size").all_inner_texts()
    assert factors == ["(1×1)", "(1×3)", "(3×3)", "(3×12)"]


def test_a_question_comes_before_its_answer(stage: Any) -> None:
    page = stage("/talk/lecture?slide=63").page
    caption = page.locator("[data-screen] .sentence")
    expect(page.locator("[data-text-slide] li").nth(0)).to_be_visible()
    expect(page.locator("[data-text-slide] li").nth(1)).to_be_hidden()
    for _ in range(8):
        page.keyboard.press("PageDown")
    expect(caption).to_contain_text("What is the number of weights")
    expect(page.locator("[data-screen]")).not_to_contain_text("1 000 000")
    page.keyboard.press("PageDown")
    expect(caption).to_contain_text("1 000 000")


def test_a_lesson_goes_to_a_step_by_its_number_and_to_a_phase_by_its_key(stage: Any) -> None:
    page = stage("/present/example-2").page
    page.keyboard.type("g17")
    page.keyboard.press("Enter")
    assert page.inner_text('[data-screen="now"] [data-place]') == "17 / 33"
    assert page.get_attribute("[data-stage]", "data-step") == "16"
    starts = []
    for number in "123":
        page.keyboard.press(number)
        starts.append(at(page))
    assert starts == [1, 13, 25]
    page.keyboard.press("[")
    assert at(page) == 13
    page.keyboard.press("Home")
    assert at(page) == 0
    page.keyboard.press("End")
    assert at(page) == 32
    page.keyboard.type("g5")
    page.keyboard.press("Escape")
    expect(page.locator("[data-typed]")).to_be_hidden()
    assert at(page) == 32


def test_black_and_back_leaves_everything_as_it_was(stage: Any) -> None:
    page = stage("/present/example-2?step=17").page
    before = page.evaluate(STATE)
    for there, back in (".b", "bB", ("b", "PageDown"), (".", "Escape")):
        page.keyboard.press(there)
        expect(page.locator("[data-blank]")).to_be_visible()
        page.keyboard.press(back)
        expect(page.locator("[data-blank]")).to_be_hidden()
        assert page.evaluate(STATE) == before


def test_the_overview_has_every_state_and_leads_to_it(stage: Any) -> None:
    page = stage("/present/example-2?step=3").page
    page.keyboard.press("o")
    stamps = page.locator("[data-overview] [data-stamp]")
    expect(stamps).to_have_count(33)
    expect(stamps.nth(3)).to_be_focused()
    expect(stamps.nth(2).locator("svg.graph")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("[data-overview]")).to_be_hidden()
    assert at(page) == 4
    page.keyboard.press("o")
    stamps.nth(32).click()
    assert at(page) == 32


def test_layers_are_hidden_and_shown_without_moving_anything(stage: Any) -> None:
    studio = stage("/present/example-2?step=24")
    page = studio.page
    before, places = page.evaluate(STATE), studio.layout()
    hidden = {
        "v": ".graph text.value tspan[data-slot]",
        "l": ".graph .local rect",
        "Shift+G": ".graph .edge .gradient",
    }
    for key, selector in hidden.items():
        thing = page.locator(f'[data-screen="now"] {selector}').last
        expect(thing).to_be_visible()
        page.keyboard.press(key)
        expect(thing).to_be_hidden()
        assert studio.layout() == places
        page.keyboard.press(key)
        expect(thing).to_be_visible()
    studio.still()
    assert page.evaluate(STATE) == before


def test_a_number_is_changed_on_the_stage(stage: Any) -> None:
    studio = stage("/present/example-2?step=24")
    page = studio.page
    studio.wire("wire from x₁").locator("text.value").click()
    field = page.locator('[data-live] .field[data-key="x1"] input[type="text"]')
    expect(field).to_be_focused()
    field.fill("3")
    product = page.locator('[data-screen="now"] [data-strip] .gradient .number')
    expect(product).to_have_text("−2.52")
    assert studio.strip() == "−8.4 · 0.1 · 1 · 1 · 3 = −2.52"
    panel, strip = (page.locator(each).bounding_box() for each in ("[data-live]", "[data-strip]"))
    assert panel and strip and panel["y"] + panel["height"] <= strip["y"] + 1, "the chain is seen"
    changed = "[data-screen='now'] .edge.changed"
    expect(page.locator(changed)).to_have_attribute("data-title", re.compile("from x₁"))
    assert at(page) == 24
    page.keyboard.press("PageDown")
    assert at(page) == 25, "a clicker works while a field has the focus"
    page.keyboard.press("Enter")
    expect(page.locator("[data-live]")).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/present/example-2\?v\.x1=3(\.0)?&step=25$"))
    studio.node("x1").focus()
    page.keyboard.press("e")
    page.click("[data-live] [data-do=reset]")
    page.keyboard.press("PageUp")
    expect(product).to_have_text("−1.48")
    assert studio.strip() == "−3.7 · 0.2 · 1 · 1 · 2 = −1.48"
    expect(page.locator(changed)).to_have_count(0)


def test_what_a_finger_presses_covers_no_word_of_the_stage(stage: Any) -> None:
    for path in ("/present/example-2?step=17", "/talk/lecture?slide=4"):
        page = stage(path, size="slate", has_touch=True, is_mobile=True).page
        hand = page.get_by_role("navigation", name="Stage")
        expect(hand).to_be_visible()
        inner, outer = (found.bounding_box() for found in (page.locator(".screen"), hand))
        assert inner and outer and inner["y"] + inner["height"] <= outer["y"] + 1


def test_nonsense_in_a_field_is_said_and_nothing_is_lost(stage: Any) -> None:
    studio = stage("/present/example-2?step=24")
    page = studio.page
    page.keyboard.press("e")
    page.locator('[data-live] .field[data-key="x1"] input[type="text"]').fill("three")
    expect(studio.status).to_contain_text("not a number")
    assert studio.strip() == "−3.7 · 0.2 · 1 · 1 · 2 = −1.48"


def test_another_leafs_chain_in_a_talk_is_a_detour_from_which_one_comes_back(stage: Any) -> None:
    studio = stage("/talk/lecture?slide=22")
    page = studio.page
    before, where = page.evaluate(STATE), at(page)
    studio.node("w2").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-away]")).to_be_visible()
    expect(page.locator('[data-screen="now"] [data-caption]')).to_contain_text("w₂")
    page.keyboard.press("End")
    page.keyboard.press("Escape")
    expect(page.locator("[data-away]")).to_be_hidden()
    studio.still()
    assert (page.evaluate(STATE), at(page)) == (before, where)


def test_exact_numbers_at_a_key(stage: Any) -> None:
    studio = stage("/talk/lecture?slide=22")
    product = studio.page.locator('[data-screen="now"] [data-strip] .gradient .number')
    studio.press("n")
    expect(product).to_have_text("−1.46")
    studio.press("n")
    expect(product).to_have_text("−1.48")


def drag(page: Page, *points: tuple[int, int]) -> None:
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point)
    page.mouse.up()


def test_ink_stays_with_its_step(stage: Any) -> None:
    page = stage("/present/example-2?step=15").page
    ink = page.locator('[data-screen="now"] [data-sheet] path')
    page.keyboard.press("d")
    drag(page, (300, 300), (350, 340), (420, 330))
    drag(page, (600, 200), (640, 260))
    expect(ink).to_have_count(2)
    drawn = page.evaluate(STATE)
    page.keyboard.press("PageDown")
    expect(ink).to_have_count(0)
    page.keyboard.press("PageUp")
    assert page.evaluate(STATE) == drawn
    page.keyboard.press("x")
    expect(ink).to_have_count(1)
    page.keyboard.press("Shift+X")
    expect(ink).to_have_count(0)


def test_the_pointer_is_off_until_it_is_asked_for(stage: Any) -> None:
    page = stage("/present/example-2").page
    dot = page.locator('[data-screen="now"] [data-dot]')
    page.mouse.move(400, 300)
    expect(dot).to_be_hidden()
    page.keyboard.press("m")
    page.mouse.move(500, 350)
    expect(dot).to_be_visible()
    page.keyboard.press("m")
    expect(dot).to_be_hidden()


def test_zoom_looks_closely_at_the_steps_node_and_comes_back(stage: Any) -> None:
    page = stage("/present/example-2?step=17").page
    before = page.evaluate(STATE)
    node = page.locator('.canvas .node[data-state="active"] .box')
    small = node.bounding_box()
    page.keyboard.press("z")
    large = node.bounding_box()
    assert small and large and large["width"] > 1.8 * small["width"]
    expect(node).to_be_in_viewport(ratio=1)
    page.keyboard.press("z")
    assert page.evaluate(STATE) == before


def test_two_windows_are_in_step_and_either_leads(stage: Any) -> None:
    page = stage("/talk/lecture?slide=14").page
    strip = page.locator('[data-screen="now"] [data-strip]')
    expect(strip).to_be_hidden()  # a chain is asked for on the way back, and not before
    with page.expect_popup() as opening:
        page.keyboard.press("s")
    speaker = opening.value
    place = speaker.locator("[data-now-place]")
    expect(place).to_have_text("14 / 63")
    expect(speaker.locator("[data-next-place]")).to_have_text("15.1 / 63")
    page.keyboard.press("PageDown")
    expect(place).to_have_text("15.1 / 63")
    expect(speaker.locator("[data-notes]")).to_contain_text("Then: z₂")
    speaker.keyboard.press("PageDown")
    expect(page.locator('[data-screen="now"] [data-place]')).to_have_text("15.2 / 63")
    speaker.keyboard.type("g22")
    speaker.keyboard.press("Enter")
    expect(page.locator('[data-screen="now"] [data-place]')).to_have_text("22 / 63")
    expect(strip).to_be_visible()
    shown = '[data-screen="now"] [data-strip]'
    expect(speaker.locator(shown)).to_have_text(page.locator(shown).text_content() or "")
    speaker.click("[data-do=blank]")
    expect(page.locator("[data-blank]")).to_be_visible()
    page.keyboard.press("b")
    expect(speaker.locator('[data-screen="now"] [data-blank]')).to_be_hidden()
    page.keyboard.press("d")
    drag(page, (300, 300), (350, 340), (420, 330))
    expect(speaker.locator('[data-screen="now"] [data-sheet] path')).to_have_count(1)
    page.keyboard.press("d")
    page.keyboard.press("n")
    expect(speaker.locator(shown)).to_contain_text("−1.46")
    speaker.reload()
    expect(speaker.locator(shown)).to_contain_text("−1.46")
    expect(speaker.locator("[data-elapsed]")).to_have_text(re.compile(r"0:00:\d\d"))


def test_f5_in_the_studio_presents_this_very_state_and_escape_comes_back(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=5&numbers=exact&theme=board")
    studio.press("F5")
    expect(studio.page).to_have_url(re.compile("/present/example-2"))
    expect(studio.page.locator('[data-screen="now"] [data-place]')).to_have_text("6 / 33")
    expect(studio.page.locator("html")).to_have_attribute("data-theme", "board")
    studio.page.wait_for_load_state()
    studio.press("PageDown")  # the first key on the stage makes it fill the screen
    studio.page.wait_for_function("() => document.fullscreenElement")
    studio.page.evaluate("document.exitFullscreen()")
    studio.page.wait_for_function("() => !document.fullscreenElement")
    studio.press("Escape")
    expect(studio.page).to_have_url(re.compile("/lesson/example-2.*step=6"))


def test_the_help_has_every_key_of_the_stage(stage: Any) -> None:
    page = stage("/present/example-2").page
    page.keyboard.press("?")
    expect(page.locator("[data-help]")).to_be_visible()
    rows = page.evaluate(
        "import('/static/js/lib/keys.js').then((keys) => keys.keysOf('stage').length)"
    )
    assert page.locator("[data-keys] dt").count() == rows >= 30
    page.keyboard.press("Escape")
    expect(page.locator("[data-help]")).to_be_hidden()
    assert at(page) == 0


def test_a_typed_program_is_presented(stage: Any) -> None:
    page = stage("/present").page
    assert len(walked(page, "PageDown")) > 10


def test_a_slide_that_goes_without_cards_has_its_formula_in_their_place(stage: Any) -> None:
    studio = stage("/talk/lecture?slide=32", size="slate")
    page = studio.page
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    studio.still()
    expect(page.locator("[data-screen] [data-formula] math").first).to_be_visible()
    assert not page.locator(".callout, .callout-ask").count()
