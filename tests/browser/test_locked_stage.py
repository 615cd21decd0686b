"""A lock on the stage: the number is asked for, can be shown, and answered in the studio."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from app.lessons import lessons
from app.state.link import pack

from .conftest import Opener

LINK = f"/present?p={pack(lessons()['example-2'].program)}&focus=w1&lock=value:q,slope:p/v"


def sentence(page: Page) -> Any:
    return page.locator('[data-screen="now"] [data-caption]')


def test_behind_the_last_step_the_stage_says_what_is_locked_and_shows_it_when_asked(
    stage: Any,
) -> None:
    page: Page = stage(LINK).page
    page.keyboard.press("End")
    expect(sentence(page)).to_have_text("Locked: what is the value of q?")
    last = page.get_attribute("[data-stage]", "data-state")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute("[data-stage]", "data-state") == last, "→ shows nothing locked"
    page.keyboard.press("q")
    expect(page.locator("[data-status]")).to_have_text("The number that comes next is locked.")
    with page.expect_response(re.compile("/api/story")):
        page.keyboard.press("Enter")
    expect(sentence(page)).to_contain_text("q = ")
    page.keyboard.press("End")
    expect(sentence(page)).to_have_text("Locked: what is the local gradient ∂p/∂v?")
    with page.expect_response(re.compile("/api/story")):
        page.get_by_role("button", name="Show it").click()
    page.keyboard.press("End")
    expect(page.locator("[data-status]")).to_be_hidden()
    expect(sentence(page)).not_to_contain_text("Locked")
    page.wait_for_url(re.compile(r"unlocked=value(:|%3A)q(,|%2C)slope"))


def test_q_goes_on_to_the_locked_number_and_the_studio_has_its_field(
    stage: Any, visit: Opener
) -> None:
    page: Page = stage("/present/example-2?lock=value:z1").page
    page.keyboard.press("q")
    expect(sentence(page)).to_have_text("Locked: what is the value of z₁?")
    studio = page.get_by_role("link", name="Answer it in the studio").get_attribute("href")
    there = visit(f"{studio}&step=99").page
    there.locator(".card.lock").wait_for(state="attached")


def test_the_speakers_window_says_it_too_before_and_when_it_is_there(stage: Any) -> None:
    page: Page = stage("/present/example-2?lock=value:z1&window=speaker").page
    question = "Locked: what is the value of z₁?"
    page.keyboard.press("End")
    expect(sentence(page)).to_have_text(question)
    expect(page.locator("[data-notes]")).to_contain_text(question)
    page.keyboard.press("ArrowLeft")
    expect(page.locator('[data-screen="next"] [data-caption]')).to_have_text(question)
    expect(page.locator("[data-notes]")).to_contain_text(f"Then: {question}")
    page.keyboard.press("End")
    with page.expect_response(re.compile("/api/story")):
        page.keyboard.press("Enter")
    expect(sentence(page)).to_contain_text("The first, times the first input.")


def test_what_is_said_of_a_lock_is_as_large_as_the_rest(stage: Any) -> None:
    page: Page = stage("/present/example-2?lock=value:z1").page
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Show it")).to_be_visible()
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".formula-line .button, [data-caption]")].map(
            (each) => parseFloat(getComputedStyle(each).fontSize) / innerHeight)"""
    )
    assert len(sizes) == 3 and min(sizes) >= 1 / 40
