"""The whole explanation over the stage's picture: W or a click opens it, and the same closes it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .studio import Studio

OPEN = '[data-screen="now"] [data-why][data-open]'


def over(page: Page) -> Locator:
    """The explanation, as far as it is open."""
    return page.locator(OPEN)


def title(page: Page) -> Locator:
    return page.locator(f"{OPEN} [data-thing]")


def cards(page: Page) -> list[str]:
    """The titles of its cards."""
    expect(over(page)).to_be_visible()
    return [each.casefold() for each in page.locator(f"{OPEN} h3").all_inner_texts()]


def closed(page: Page) -> None:
    """It is not there, and nothing of it is left in the document."""
    expect(over(page)).to_have_count(0)
    assert page.locator("[data-explanation]").text_content() == ""


def wire(studio: Studio, start: str) -> Locator:
    return studio.wire(start).locator("text.value")


def test_w_opens_the_whole_explanation_and_closes_it_and_so_does_escape(stage: Any) -> None:
    studio = stage("/present/example-2?step=17")
    page = studio.page
    closed(page)
    for back in ("w", "Escape"):
        studio.press("w")
        assert cards(page) == ["local gradient", "upstream × local", "check"]
        expect(over(page)).to_contain_text("−0.74")
        studio.press(back)
        closed(page)
        assert studio.step == 17
    expect(page).to_have_url(re.compile("/present/example-2"))


def test_the_button_says_its_key_and_whether_it_is_open(stage: Any) -> None:
    page = stage("/present/example-2?step=17").page
    button = page.locator(".hand [data-do=why]")
    expect(button).to_have_attribute("aria-keyshortcuts", "w")
    button.dispatch_event("click")
    expect(button).to_have_attribute("aria-expanded", "true")
    page.locator(f"{OPEN} [data-do=why]").click()
    expect(button).to_have_attribute("aria-expanded", "false")
    closed(page)


@pytest.mark.parametrize(
    ("start", "named"),
    [
        (lambda studio: studio.node("p").locator(".box"), "The node p"),
        (lambda studio: wire(studio, "wire from v to p"), "The wire from v to p"),
    ],
)
def test_a_click_on_a_node_or_a_wire_explains_it_and_the_same_click_no_more(
    stage: Any, start: Any, named: str
) -> None:
    studio = stage("/present/example-2?step=24")
    page, thing = studio.page, start(studio)
    thing.click()
    expect(title(page)).to_have_text(named)
    thing.click()
    closed(page)
    assert studio.step == 24, "asking does not step"
    thing.locator("xpath=ancestor-or-self::*[@data-title]").focus()
    studio.press("Enter")
    expect(title(page)).to_have_text(named)
    studio.press("w")
    closed(page)


def test_another_thing_takes_the_place_of_the_one_before(stage: Any) -> None:
    studio = stage("/present/example-2?step=24")
    for name in ("p", "L"):
        studio.node(name).locator(".box").click()
    expect(title(studio.page)).to_have_text("The node ℒ")


def test_a_factor_leads_to_its_step_and_is_explained_there(stage: Any) -> None:
    studio = stage("/present/example-2?step=24")
    page = studio.page
    factor = page.locator('[data-screen="now"] [data-strip] [data-go]').nth(1)
    factor.click()
    assert studio.step == int(factor.get_attribute("data-go") or -1) < 24
    assert cards(page)[0] == "local gradient"
    factor.click()
    closed(page)


def test_a_step_goes_on_with_the_steps_explanation_and_closes_a_things(stage: Any) -> None:
    studio = stage("/present/example-2?step=16")
    page = studio.page
    studio.press("w")
    expect(over(page)).not_to_contain_text("−0.74")
    studio.press("PageDown")
    expect(over(page)).to_contain_text("−0.74")
    studio.press("PageUp")
    expect(over(page)).not_to_contain_text("−0.74")
    studio.press("w")
    studio.node("p").locator(".box").click()
    expect(title(page)).to_have_text("The node p")
    studio.press("PageDown")
    closed(page)


def test_what_is_explained_depends_on_the_state_and_not_on_the_way_to_it(stage: Any) -> None:
    studio = stage("/present/example-2?step=13")
    page = studio.page
    studio.press("w")
    there = []
    for _ in range(8):
        there.append(studio.measured(f"() => document.querySelector('{OPEN}').outerHTML"))
        studio.press("PageDown")
    for before in there[::-1]:
        studio.press("PageUp")
        assert studio.measured(f"() => document.querySelector('{OPEN}').outerHTML") == before
    expect(over(page)).to_be_visible()


def test_a_number_still_to_come_is_not_told_and_its_step_is_one_click_away(stage: Any) -> None:
    studio = stage("/present/example-2?step=13")
    page = studio.page
    wire(studio, "wire from v to p").click()
    expect(over(page)).not_to_contain_text("0.2")
    page.get_by_role("button", name="Its number comes at step 18").click()
    assert studio.step == 17


def test_a_click_on_a_leaf_tells_its_chain(stage: Any) -> None:
    studio = stage("/present/example-2?step=24")
    studio.change(lambda: studio.node("w2").locator(".box").click())
    expect(studio.page.locator('[data-screen="now"] [data-caption]')).to_contain_text("w₂")
    assert studio.step == 13, "it begins at the backward pass"
    closed(studio.page)
    expect(studio.page.locator("[data-live]")).to_be_hidden()


def test_in_a_talk_a_leafs_chain_is_a_detour_and_its_number_is_changed_by_a_click_on_it(
    stage: Any,
) -> None:
    studio = stage("/talk/lecture?slide=22")
    page = studio.page
    place = page.inner_text('[data-screen="now"] [data-place]')
    studio.change(lambda: studio.node("w2").locator(".box").click())
    expect(page.locator("[data-away]")).to_be_visible()
    studio.press("w")
    expect(over(page)).to_be_visible()
    studio.press("Escape")
    closed(page)
    studio.press("Escape")
    expect(page.locator("[data-away]")).to_be_hidden()
    assert page.inner_text('[data-screen="now"] [data-place]') == place
    wire(studio, "wire from x₁").click()
    expect(page.locator('[data-live] .field[data-key="x1"] input[type="text"]')).to_be_focused()


def test_a_changed_number_changes_what_explains_it(stage: Any) -> None:
    studio = stage("/present/example-2?step=24")
    page = studio.page
    wire(studio, "wire from v to p").click()
    expect(over(page)).to_contain_text("0.27")
    studio.press("e")
    field = page.locator('[data-live] .field[data-key="x1"] input[type="text"]')
    studio.change(lambda: field.fill("3"))
    expect(over(page)).not_to_contain_text("0.27")
    expect(title(page)).to_have_text("The wire from v to p")


def test_a_slide_of_text_has_nothing_to_explain(stage: Any) -> None:
    studio = stage("/talk/lecture?slide=2")
    studio.press("w")
    closed(studio.page)


def test_the_speakers_window_shows_what_is_explained_and_may_ask_why(stage: Any) -> None:
    studio = stage("/present/example-2?step=17")
    page = studio.page
    with page.expect_popup() as opening:
        studio.press("s")
    speaker = opening.value
    expect(speaker.locator("[data-now-place]")).to_have_text("18 / 33")
    studio.press("w")
    expect(speaker.locator(OPEN)).to_contain_text("−0.74")
    speaker.keyboard.press("w")
    closed(page)
    speaker.keyboard.press("w")
    expect(over(page)).to_contain_text("−0.74")
    studio.press("PageDown")
    expect(speaker.locator(OPEN)).not_to_contain_text("0.27")


def test_without_a_network_the_stage_can_explain_all_the_same(stage: Any, watch: Any) -> None:
    watch.expected.append("ERR_INTERNET_DISCONNECTED")
    studio = stage("/present/example-2?step=17")
    studio.page.context.set_offline(True)
    studio.press("w")
    expect(over(studio.page)).to_contain_text("−0.74")
    studio.page.context.set_offline(False)


# -- how it looks ------------------------------------------------------------------------

PLACE = """(selector) => {
    const over = document.querySelector(selector);
    const [own, outer] = [over, over.closest("[data-screen]")]
        .map((each) => each.getBoundingClientRect());
    const inside = own.left >= outer.left && own.right <= outer.right
        && own.top >= outer.top && own.bottom <= outer.bottom;
    const cut = [over, ...over.querySelectorAll(".card, .formula, .matrix, p")]
        .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.className);
    const small = [], walker = document.createTreeWalker(over, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        const size = parseFloat(getComputedStyle(parentElement).fontSize);
        if (data.trim() && size < over.closest("[data-screen]").clientHeight / 40 - 0.05) {
            small.push(data);
        }
    }
    return { inside, cut, small, scrolls: over.scrollHeight > over.clientHeight + 1 };
}"""


@pytest.mark.parametrize(
    "path",
    [
        "/present/example-2?step=17",  # a number
        "/present/network?step=21",  # matrices
        "/present/sigmoid-gates?step=18",  # a fraction in a fraction
        "/present/example-2?step=32&lang=cs",  # the loss, again
    ],
)
def test_it_is_read_from_the_last_row_and_nothing_of_it_is_cut_off(stage: Any, path: str) -> None:
    studio = stage(path, size="hall")
    for size in ("hall", "desk", "slate"):
        studio.resize(size)
        studio.press("w")
        expect(over(studio.page)).to_be_visible()
        found = studio.measured(PLACE, OPEN)
        assert found == {"inside": True, "cut": [], "small": [], "scrolls": False}, size
        studio.press("w")
        closed(studio.page)


def test_what_has_no_room_scrolls_by_the_arrow_keys(stage: Any) -> None:
    studio = stage("/present/large-layer?step=13", size="slate")
    page = studio.page
    studio.press("w")
    expect(over(page)).to_be_focused()
    assert studio.measured(PLACE, OPEN)["small"] == []
    studio.press("ArrowDown")
    studio.wait(lambda: page.evaluate(f"document.querySelector('{OPEN}').scrollTop") > 0)
    assert studio.step == 13
    studio.press("PageDown")
    assert studio.step > 13, "a clicker steps"


def test_it_does_not_lie_on_what_it_is_about_where_there_is_room_beside(stage: Any) -> None:
    studio = stage("/present/example-2?step=24")
    for name in ("p", "q", "L"):
        box = studio.node(name).locator(".box")
        box.click()
        place, thing = over(studio.page).bounding_box(), box.bounding_box()
        assert place and thing
        beside = (
            place["x"] + place["width"] <= thing["x"]
            or thing["x"] + thing["width"] <= place["x"]
            or place["y"] + place["height"] <= thing["y"]
            or thing["y"] + thing["height"] <= place["y"]
        )
        assert beside, name
        studio.press("Escape")


def test_in_czech_it_is_all_czech(stage: Any) -> None:
    studio = stage("/present/example-2?step=17&lang=cs")
    page = studio.page
    studio.press("w")
    expect(title(page)).to_have_text("Proč?")
    assert cards(page) == ["lokální gradient", "příchozí × lokální", "ověření"]
    expect(over(page)).to_contain_text("−0,74")
    studio.press("w")
    studio.node("p").locator(".box").click()
    expect(title(page)).to_have_text("Uzel p")
    studio.press("?")
    row = page.locator("[data-keys] dt", has_text=re.compile(r"^W\s*$"))
    expect(row).to_have_count(1)
    expect(row.locator("xpath=following-sibling::dd[1]")).to_contain_text("proč")


def test_a_mouse_at_rest_does_not_look_like_what_is_told(stage: Any) -> None:
    page = stage("/present/example-2?step=3").page
    wire = page.locator('.canvas [data-edge][data-title^="wire from w₂"] .wire')
    look = "(each) => [getComputedStyle(each).stroke, getComputedStyle(each).strokeWidth]"
    before = wire.evaluate(look)
    x, y = wire.evaluate("""(each) => {
        const { x, y } = each.getPointAtLength(each.getTotalLength() / 3)
            .matrixTransform(each.getScreenCTM());
        return [x, y];
    }""")
    page.mouse.move(x, y)
    page.keyboard.press("ArrowRight")
    over = wire.evaluate(look)
    page.mouse.move(5, 5)
    page.keyboard.press("ArrowLeft")
    told = page.locator('.canvas .node[data-state="active"] .box').first.evaluate(look)
    assert over[1] == before[1] and over[0] not in (before[0], told[0])
