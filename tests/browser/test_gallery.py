"""The gallery: Example II walks by itself while it is seen and wanted; lessons are searched for."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opener

PACE = 1400
"""Milliseconds between two steps; `static/js/parts/player.js`."""


@pytest.fixture
def gallery(visit: Opener) -> Any:
    """The gallery's page, its time in the test's hands."""

    def open_(**settings: Any) -> Page:
        page = visit("/", **{"reduced_motion": "no-preference", **settings}).page
        page.clock.install()
        page.reload()
        page.wait_for_selector("[data-search]:not([hidden])")
        return page

    return open_


def step(page: Page) -> int:
    return int(page.get_attribute(".hero", "data-step") or -1)


def test_example_ii_walks_round_by_itself(gallery: Any) -> None:
    page = gallery()
    expect(page.locator('[data-do="play"]')).to_have_attribute("aria-pressed", "true")
    begun, count = step(page), page.locator("[data-ticks] i").count()
    told = page.inner_text("[data-caption]")
    page.clock.run_for(PACE)
    assert step(page) == begun + 1 and page.inner_text("[data-caption]") != told
    page.clock.run_for(PACE * (count - 1))
    assert step(page) == begun
    link = page.get_attribute("[data-walk]", "href") or ""
    assert link.endswith(f"/lesson/example-2?step={begun}")


@pytest.mark.parametrize("way", ["Escape", "button", "out of view", "reduced motion"])
def test_it_stands_still_when_nobody_wants_it(gallery: Any, way: str) -> None:
    page = gallery(**({"reduced_motion": "reduce"} if way == "reduced motion" else {}))
    play = page.locator('[data-do="play"]')
    if way != "reduced motion":
        expect(play).to_have_attribute("aria-pressed", "true")
    if way == "Escape":
        page.keyboard.press("Escape")
    elif way == "button":
        play.click()
    elif way == "out of view":
        page.locator(".lesson").last.scroll_into_view_if_needed()
    expect(play).to_have_attribute("aria-pressed", "false")
    before = step(page)
    page.clock.run_for(10 * PACE)
    assert step(page) == before
    if way == "out of view":
        page.keyboard.press("Home")
    else:
        play.click()
    expect(play).to_have_attribute("aria-pressed", "true")


def test_a_lesson_is_found_by_what_is_in_it_and_opened_by_enter(gallery: Any) -> None:
    page = gallery()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("convolution shared")
    shown = page.locator(".lesson:visible")
    expect(shown).to_have_count(1)
    expect(page.locator("[data-found]")).to_have_text("1 found")
    expect(page.locator(".hero")).to_be_hidden()
    expect(page.locator("h2:visible")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/lesson/convolution")


def test_what_is_not_there_is_said_and_escape_brings_all_back(gallery: Any) -> None:
    page = gallery()
    count = page.locator(".lesson").count()
    page.fill("#search", "<b>xyzzy</b>")
    expect(page.locator("[data-found]")).to_have_text("Nothing is found.")
    expect(page.locator(".lesson:visible")).to_have_count(0)
    page.focus("#search")
    page.keyboard.press("Escape")
    expect(page.locator(".lesson:visible")).to_have_count(count)
    expect(page.locator("#search")).to_have_value("")


def test_the_gallery_leads_back_to_where_one_was_last(visit: Opener) -> None:
    page = visit("/lesson/gates").page
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**step=1")
    page.goto("/")
    link = page.locator("[data-last] a")
    expect(link).to_have_text("Two gates: f = (x + y) z")
    link.click()
    page.wait_for_url("**/lesson/gates?step=1")
    page.locator("[data-stage]").wait_for()
    page.keyboard.press("ArrowRight")
    page.goto("/")
    expect(link).to_have_attribute("href", re.compile(r"step=2$"))  # left at once, too


def test_nothing_of_the_gallery_is_written_smaller_than_nine_pixels(visit: Opener) -> None:
    for size in ("desk", "slate", "phone"):
        page = visit("/", size=size).page
        least = page.evaluate(
            """() => Math.min(...[...document.querySelectorAll(".picture text")].flatMap((text) => {
                const scale = text.ownerSVGElement.getScreenCTM().a;
                const own = [text, ...text.querySelectorAll("tspan:not(.index, .level)")];
                const read = own.filter((each) => [...each.childNodes].some(
                    (node) => node.nodeType === 3 && node.textContent.trim()));
                return read.map((each) => parseFloat(getComputedStyle(each).fontSize) * scale);
            }))"""
        )
        assert least >= 9, size
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
