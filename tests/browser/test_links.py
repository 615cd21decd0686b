"""The address always holds the state; without JavaScript links and a form do everything."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from app.picture.svg import THEMES

from .conftest import Opener
from .studio import Studio


def _walked(studio: Studio) -> None:
    studio.press("2", "ArrowRight", "ArrowRight")


def _changed(studio: Studio) -> None:
    studio.change(lambda: studio.number("x1").fill("3.25"))
    studio.change(lambda: studio.number("").fill("0.5"))
    studio.press("Escape")
    studio.page.locator("[data-picture]").focus()
    studio.press("3", "ArrowRight")


def _exact_chain_of_w2(studio: Studio) -> None:
    studio.change(lambda: studio.arithmetic("exact"))
    studio.change(lambda: studio.node("w2").locator(".symbol").click())
    studio.press("ArrowRight", "ArrowRight")


def _other_side_whole_pass(studio: Studio) -> None:
    studio.edit()
    studio.change(lambda: studio.page.locator(".field").get_by_role("button", name="−1").click())
    studio.change(lambda: studio.choose("focus", "*"))
    studio.page.locator("[data-picture]").focus()
    studio.press("End")


def _own_program(studio: Studio) -> None:
    studio.change(lambda: studio.write("# Mine & <yours>\na: weight = 2\nβ = 3\nL: loss = a*β + a"))
    studio.change(lambda: studio.number("a").fill("5"))
    studio.press("Escape")
    studio.page.locator("[data-picture]").focus()
    studio.press("2", "ArrowRight", "ArrowRight")


STATES = [_walked, _changed, _exact_chain_of_w2, _other_side_whole_pass, _own_program]


@pytest.mark.parametrize("reach", STATES)
def test_the_address_opens_the_same_state_elsewhere(
    visit: Opener, reach: Callable[[Studio], None]
) -> None:
    studio = visit("/lesson/example-2")
    reach(studio)
    address = studio.address()
    elsewhere = visit(address)
    assert elsewhere.snapshot() == studio.snapshot()
    assert elsewhere.page.input_value("#program") == studio.page.input_value("#program")
    fields = "inputs => inputs.map((input) => `${input.name} ${input.value}`)"
    for selector in (".field input[type=text]", ".tell select"):
        assert elsewhere.page.locator(selector).evaluate_all(fields) == studio.page.locator(
            selector
        ).evaluate_all(fields)
    assert elsewhere.address() == address, "and its address is the same"
    # Going on works from there, too.
    elsewhere.press("Home")
    studio.press("Home")
    assert elsewhere.snapshot() == studio.snapshot()


def test_a_walked_lesson_keeps_a_short_address(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    assert urlsplit(studio.address()).query == ""
    studio.press("ArrowRight")
    assert urlsplit(studio.address()).query == "step=1"
    studio.press("Home")
    assert urlsplit(studio.address()).query == ""


def test_a_changed_program_leaves_the_lesson_and_travels_in_the_link(visit: Opener) -> None:
    studio = visit("/lesson/gates")
    studio.change(lambda: studio.write("a = 2\nb = a * 3"))
    where = urlsplit(studio.address())
    assert where.path == "/studio"
    assert parse_qs(where.query)["p"][0].startswith("1")


def test_many_steps_do_not_fill_the_history(visit: Opener) -> None:
    studio = visit("/")
    page = studio.page
    page.click("text=Start with Example II")
    expect(page).to_have_url(re.compile("/lesson/example-2"))
    page.wait_for_load_state()
    length = page.evaluate("history.length")
    studio.press(*["ArrowRight"] * 12)
    studio.address()
    assert page.evaluate("history.length") == length
    page.go_back()
    expect(page).to_have_title("Chalkgraph · lessons")


def test_lessons_open_from_the_gallery_and_from_the_menu(visit: Opener) -> None:
    studio = visit("/")
    page = studio.page
    page.get_by_role("link", name="A fork: gradients add").click()
    expect(page.locator("h1")).to_have_text("A fork: gradients add")
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Two gates").click()
    expect(page.locator("h1")).to_have_text("Two gates: f = (x + y) z")
    page.get_by_role("link", name="Chalkgraph").click()
    page.get_by_role("link", name="Start from scratch").click()
    expect(studio.node("w")).to_have_count(1)
    expect(page.locator("#program")).to_be_visible()


def test_the_lesson_menu_closes_with_escape_and_with_a_click_beside_it(visit: Opener) -> None:
    page = visit("/lesson/gates").page
    menu = page.locator(".menu")
    for close in (lambda: page.keyboard.press("Escape"), lambda: page.click("[data-caption]")):
        page.locator(".menu summary").click()
        expect(menu).to_have_attribute("open", "")
        close()
        expect(menu).not_to_have_attribute("open", "")


# -- themes -----------------------------------------------------------------------------


def test_a_chosen_theme_is_kept_for_other_pages_and_the_next_visit(visit: Opener) -> None:
    page = visit("/").page
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(ground) == "rgb(251, 250, 247)"
    page.click(".more > summary")
    page.get_by_role("link", name="Board").click()
    assert page.evaluate(ground) == "rgb(23, 53, 44)"
    page.goto("/lesson/example-2")
    assert page.evaluate(ground) == "rgb(23, 53, 44)"
    expect(page.locator("[data-set-theme=board]")).to_have_attribute("aria-current", "true")
    page.click(".more > summary")
    page.get_by_role("link", name="Projector").click()
    page.goto("/lesson/fork")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.goto("/?theme=paper")
    assert page.evaluate(ground) == "rgb(251, 250, 247)", "what a link says goes first"


def test_the_theme_is_in_the_address_and_switching_it_moves_nothing(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=17")
    before, layout = studio.snapshot(), studio.layout()
    studio.more().get_by_role("link", name="Board").click()
    assert studio.snapshot() == before
    assert studio.layout() == layout
    address = studio.address()
    assert parse_qs(urlsplit(address).query) == {"step": ["17"], "theme": ["board"]}
    assert visit(address).page.get_attribute("html", "data-theme") == "board"
    studio.press("ArrowRight")
    assert "theme=board" in studio.address()


def test_the_theme_is_there_at_the_first_paint(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    page = studio.page
    studio.more().get_by_role("link", name="Board").click()
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
            window.first = document.documentElement.dataset.theme;
        });"""
    )
    page.goto("/lesson/gates")
    assert page.evaluate("window.first") == "board"


# -- without JavaScript ----------------------------------------------------------------------


def bare(visit: Opener, path: str, **settings: str) -> Studio:
    return visit(path, java_script_enabled=False, **settings)


def test_without_javascript_any_step_is_shown_and_links_move(visit: Opener) -> None:
    studio = bare(visit, "/lesson/example-2?step=17")
    page = studio.page
    assert studio.sentence.startswith("σ at v = −1 has the slope 0.2")
    assert page.inner_text("[data-place]") == "Step 18 of 33 · backward"
    expect(studio.wire("wire from v to p").locator(".local")).to_have_text("0.2")
    page.get_by_role("link", name="next step").click()
    studio.at(18)
    page.get_by_role("link", name="Previous step").click()
    studio.at(17)
    studio.more().get_by_role("link", name="Last step").click()
    studio.at(32)
    studio.more().get_by_role("link", name="First step").click()
    studio.at(0)
    page.locator('.ticks [data-go="24"][data-state]').click()
    studio.at(24)
    page.wait_for_load_state()
    assert studio.strip() == "−3.7 · 0.2 · 1 · 1 · 2 = −1.48"
    page.locator("[data-strip] .symbol a").nth(1).click()
    studio.at(17)


def test_without_javascript_the_form_changes_numbers_and_what_is_told(visit: Opener) -> None:
    studio = bare(visit, "/lesson/example-2?step=24&numbers=exact")
    page = studio.page
    studio.number("x1").fill("3")
    product = page.locator("[data-strip] .gradient .number").first
    page.get_by_role("button", name="Show").click()
    expect(product).to_have_text("−2.64")
    studio.at(24)
    page.wait_for_load_state()
    assert studio.strip() == "−8.39 · 0.105 · 1 · 1 · 3 = −2.64"
    expect(studio.number("x1")).to_have_value("3")
    studio.more()
    page.select_option("#focus", "w2")
    page.get_by_role("button", name="Show").click()
    expect(product).to_have_text("−0.881")
    studio.more().get_by_role("link", name="Slide numbers").click()
    expect(product).to_have_text("−0.84")
    expect(studio.number("x1")).to_have_value("3")


def test_without_javascript_a_program_in_the_link_works_the_same(visit: Opener) -> None:
    studio = bare(visit, "/studio")
    studio.number("x").fill("4")
    studio.page.get_by_role("button", name="Show").click()
    expect(studio.page).to_have_url(re.compile("v.x=4"))
    studio.more().get_by_role("link", name="Last step").click()
    expect(studio.page).to_have_url(re.compile("step="))
    expect(studio.node("w")).to_have_count(1)
    expect(studio.number("x")).to_have_value("4")


def test_without_javascript_a_theme_is_a_link(visit: Opener) -> None:
    studio = bare(visit, "/lesson/example-2?step=3")
    page = studio.page
    studio.more().get_by_role("link", name="Board").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "board")
    assert "step=3" in page.url


@pytest.mark.parametrize("size", ["desk", "slate", "phone"])
def test_without_javascript_nothing_is_out_of_reach(visit: Opener, size: str) -> None:
    studio = bare(visit, "/lesson/example-2?step=17", size=size)
    page = studio.page
    assert "0.2" in page.inner_text("[data-explanation]")
    studio.more()
    for selector in (
        "#program",
        "form.numbers .buttons button",
        "[data-caption]",
        "[data-do=next]",
    ):
        page.locator(selector).first.scroll_into_view_if_needed()
        expect(page.locator(selector).first).to_be_in_viewport()
    for selector in (
        "[data-do=play]",
        "[data-do=help]",
        "[data-do=drawer]",
        "[data-level]",
        ".layers",
    ):
        for found in page.locator(selector).all():
            expect(found).to_be_hidden()


def test_the_picture_on_its_own_is_what_the_page_shows(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24&theme=board")
    texts = ".graph text:not([data-state=absent])"
    clean = "all => all.map((each) => each.textContent.replaceAll('\\u200b', '').trim())"
    mine = studio.page.locator(f".canvas {texts}").evaluate_all(clean)
    page = studio.page
    page.goto("/lesson/example-2.svg?step=24&theme=board")
    alone = page.locator(f"svg{texts}").evaluate_all(clean)
    assert alone == mine
    ground = page.locator("rect.ground").evaluate("rect => getComputedStyle(rect).fill")
    assert ground == "rgb(23, 53, 44)"


LOOKS = """svg => [...svg.querySelectorAll("text, tspan, rect, circle, path")].filter(
    (each) => !each.closest('.ribbon[data-sign=""]')).map((each) => {
  const style = getComputedStyle(each);
  const letters = ["fontSize", "fontFamily", "fontStyle", "fontWeight", "textAnchor"];
  return ["fill", "stroke", "strokeDasharray", "textDecorationLine", "display",
    ...(each.matches("text, tspan") ? letters : [])].map((name) => style[name]);
})"""


@pytest.mark.parametrize("theme", THEMES)
def test_a_saved_picture_looks_as_the_page_does_without_its_custom_properties(
    visit: Opener, theme: str
) -> None:
    page = visit(f"/lesson/example-2?step=24&theme={theme}").page
    mine = page.locator(".canvas svg").evaluate(LOOKS)
    page.goto(f"/lesson/example-2.svg?step=24&theme={theme}")
    assert "var(" not in (page.locator("style").text_content() or "")
    # A leaf's number is underlined where it can be changed; the ground is the page's own.
    mine = [["none" if part == "underline" else part for part in each] for each in mine]
    alone = page.locator("svg").evaluate(LOOKS)[1:]
    assert len(alone) == len(mine) > 100
    assert alone == mine
