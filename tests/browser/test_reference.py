"""The reference page in a browser: readable in every theme and size, by ear, by thumb."""

import pytest
from playwright.sync_api import expect

from app.picture.svg import THEMES

from .axe import faults
from .conftest import Opener


def test_axe_finds_nothing_serious_in_the_reference(visit: Opener) -> None:
    studio = visit("/reference")
    # Fifty cards are alike: one of each kind stands for the others, or axe takes a minute.
    studio.page.evaluate(
        """() => document.querySelectorAll(".entry:not(#max, #sigmoid, #matmul, #concat, #total)")
            .forEach((entry) => entry.remove())"""
    )
    studio.resize("phone")
    for theme in THEMES:
        studio.theme(theme)
        assert faults(studio, colours_only=theme != THEMES[0]) == [], theme


@pytest.mark.parametrize("size", ["desk", "slate", "phone"])
def test_nothing_of_it_is_cut_off(visit: Opener, size: str) -> None:
    page = visit("/reference", size=size).page
    wider = page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll(".entry, .entry dl")]
            .filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.id)"""
    )
    assert wider == []
    small = page.evaluate(
        """() => [...document.querySelectorAll(".bar a, .contents a, .open a")]
            .filter((link) => link.getBoundingClientRect().height < 43.9)
            .map((link) => link.textContent)"""
    )
    assert size != "phone" or small == [], "a thumb needs 44 px"


def test_an_operation_is_opened_as_a_lesson(visit: Opener) -> None:
    studio = visit("/reference#softplus")
    page = studio.page
    expect(page.locator("#softplus")).to_be_in_viewport()
    page.locator("#softplus").get_by_role("link", name="Open as lesson").click()
    expect(page.locator("h1")).to_have_text("Softplus")
    expect(studio.node("f")).to_have_count(1)
    page.wait_for_load_state()
    assert studio.value("x") == "−1"


def test_the_studio_leads_to_it(visit: Opener) -> None:
    studio = visit("/lesson/example-2?theme=board")
    studio.press("?")
    studio.page.get_by_role("dialog").get_by_role("link", name="reference").click()
    expect(studio.page.locator("h1")).to_have_text("Reference")
