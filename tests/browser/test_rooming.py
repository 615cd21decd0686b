"""A picture laid out anew, because its room has changed, takes nothing away from the reader."""

import pytest
from playwright.sync_api import expect

from .conftest import Opener


def test_what_is_looked_at_stays_while_the_picture_is_laid_out_for_another_room(
    visit: Opener,
) -> None:
    studio = visit("/lesson/example-2?step=17", size="slate")
    before = studio.layout()
    studio.wire("wire from v to p").locator(".value").click()
    assert studio.thing == "The wire from v to p"
    studio.edit()
    assert studio.layout() != before, "it is laid out for what the drawer leaves"
    expect(studio.page.locator("[data-why]")).to_be_visible()
    assert studio.thing == "The wire from v to p"


def test_an_answer_is_judged_though_the_picture_is_laid_out_anew_meanwhile(visit: Opener) -> None:
    studio = visit("/lesson/example-2?predict=1&step=1", size="slate")
    page, before = studio.page, studio.layout()
    expect(page.locator("label[data-ask]")).to_have_text("What is z₁?")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    line = studio.hold("/api/check")
    page.fill("#answer", "2")
    studio.press("Enter")
    studio.edit()
    assert studio.layout() != before
    expect(page.locator("label[data-ask]")).to_have_text("What is z₁?")
    assert studio.value("z1") == "?"
    line.let_go(0)
    expect(page.locator("[data-said]")).to_contain_text("the sign is not")
    assert page.input_value("#answer") == "2"
    assert not [url for url in asked if url.endswith("/api/questions")], "nor asked for again"


LETTERS = """() => {
    const svg = document.querySelector(".canvas svg.graph");
    const high = (text) => parseFloat(getComputedStyle(text).fontSize);
    return ["text.value", "text.size"].map((name) =>
        high(svg.querySelector(name)) * svg.getScreenCTM().a);
}"""
"""How many pixels high the numbers above wires and their sizes are."""


def test_in_a_small_window_no_letter_of_a_picture_is_smaller_than_11_pixels(visit: Opener) -> None:
    studio = visit("/lesson/network", size="slate")
    expect(studio.page.locator("[data-rooming]")).to_have_count(0)
    value, size = studio.page.evaluate(LETTERS)
    assert value >= 12.95 and size >= 10.95


@pytest.mark.parametrize("slug", ["attention", "dropout"])
def test_a_picture_that_a_high_formula_takes_room_from_is_laid_out_for_what_is_left(
    visit: Opener, slug: str
) -> None:
    studio = visit(f"/lesson/{slug}", size="desk")
    expect(studio.page.locator("[data-rooming]")).to_have_count(0)
    value, _ = studio.page.evaluate(LETTERS)
    assert value >= 15.95


def test_before_the_update_is_said_beside_the_chain_and_not_over_it(visit: Opener) -> None:
    studio = visit("/lesson/simple-network?step=32", size="phone")
    expect(studio.page.locator(".past")).to_be_visible()
    over = studio.page.evaluate(
        """() => {
            const past = document.querySelector(".past").getBoundingClientRect();
            return [...document.querySelectorAll(".chain :is(a, .number)")]
                .map((each) => each.getBoundingClientRect())
                .filter((each) => each.bottom > past.top && each.top < past.bottom).length;
        }"""
    )
    assert over == 0
