"""A picture laid out anew, because its room has changed, takes nothing away from the reader."""

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
