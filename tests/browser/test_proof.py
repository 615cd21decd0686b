"""Proof on the spot: a number is nudged by a slider, and every gradient checked."""

import re

from playwright.sync_api import Locator, expect

from app.state.link import pack

from .conftest import Opener
from .studio import Studio

MATRIX = pack("x: input = [2, 1]\nW: weight = [[1, 2], [0, 1]]\nL: loss = norm2(W @ x)")


def _open(studio: Studio) -> None:
    expect(studio.explanation).not_to_be_empty()
    studio.page.locator("[data-proof] summary").click()
    expect(_slider(studio)).to_be_visible()


def _slider(studio: Studio) -> Locator:
    return studio.page.locator("[data-nudge-slider]")


def _told(studio: Studio) -> list[str]:
    return studio.page.locator("[data-nudge-text]").all_inner_texts()


def test_a_nudge_shows_the_loss_beside_what_the_gradient_predicts(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24")
    page = studio.page
    _open(studio)
    page.select_option("[data-proof-node]", label="w₁")
    expect(page.locator(".nudge-plot")).to_have_attribute("aria-label", re.compile("ℒ against w₁"))
    assert _told(studio) == ["0", "−1", "1.313262", "0", "0", "0"]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    _slider(studio).focus()
    for _ in range(20):
        studio.press("ArrowRight")
    assert _told(studio) == ["+0.5", "−0.5", "0.693147", "−0.620115", "−0.731059", "0.110944"]
    spoken = _slider(studio).get_attribute("aria-valuetext") or ""
    assert spoken.startswith("w₁ moved by +0.5 to −0.5: ℒ is 0.693147")
    here, guess = (
        page.locator(f"[data-{which}]").evaluate(
            "each => [each.cx, each.cy].map((x) => x.baseVal.value)"
        )
        for which in ("here", "guess")
    )
    assert here[0] == guess[0]
    assert here[1] < guess[1], "the curve lies above its tangent"
    assert asked == [], "a slider asks nothing: all its places are there"


def test_what_is_clicked_is_nudged_and_new_numbers_are_followed(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24")
    page = studio.page
    _open(studio)
    studio.wire("wire from v to p").locator("text.value").click()
    expect(page.locator(".nudge-numbers th").nth(1)).to_have_text("v")
    assert page.locator("[data-proof-node] option:checked").inner_text() == "v"
    studio.change(lambda: studio.number("w1").fill("0"))
    expect(page.locator("[data-nudge-text]").nth(1)).to_have_text("1")


def test_a_shorter_way_is_nearly_straight(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24&theme=board")
    page = studio.page
    _open(studio)
    page.select_option("[data-proof-node]", label="q")
    expect(page.locator(".nudge-numbers th").nth(1)).to_have_text("q")
    _slider(studio).press("End")
    # The slider stays where it is while the answer is on its way.
    page.select_option("[data-proof-reach]", "0.01")
    expect(page.locator("[data-nudge-text]").first).to_have_text("+0.01")
    assert float(_told(studio)[5].replace("−", "-")) < 1e-4


def test_an_entry_of_a_matrix_is_chosen(visit: Opener) -> None:
    studio = visit("/studio?p=" + MATRIX)
    page = studio.page
    _open(studio)
    page.select_option("[data-proof-node]", label="W")
    entries = page.locator("[data-proof-entry]")
    expect(entries).to_be_visible()
    entries.select_option("0,1")
    expect(page.locator(".nudge-numbers th").first).to_have_text("nudge W[1,2] by")


def test_all_gradients_are_verified(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24")
    page = studio.page
    _open(studio)
    page.get_by_role("button", name="Check all gradients").click()
    expect(page.locator(".badge")).to_have_text("✓ All 11 gradients verified")
    rows = page.locator(".checks tr").all_inner_texts()
    row = next(text for text in rows if text.startswith("w₁"))
    assert row.split("\t")[1:3] == ["−1.462117", "−1.462117"]
    studio.change(lambda: studio.number("w1").fill("3"))
    expect(page.locator(".badge")).to_have_count(0)


def test_what_is_asked_for_is_not_proved_beforehand(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24")
    page = studio.page
    expect(studio.explanation).not_to_be_empty()
    expect(page.locator("[data-proof]")).to_be_visible()
    page.click("[data-do=ask]")
    expect(page.locator("#answer")).to_be_visible()
    expect(page.locator("[data-proof]")).to_be_hidden()
    page.click("[data-do=ask]")
    expect(page.locator("[data-proof]")).to_be_visible()


def test_nobody_resets_the_gradients_and_it_is_told_what_goes_wrong(visit: Opener) -> None:
    studio = visit("/lesson/example-2?numbers=exact&focus=w1")
    page = studio.page
    studio.change(lambda: studio.choose("accumulate", "1"))
    assert page.input_value("#iterations") == "3"
    assert "accumulate=1" in studio.address()
    page.locator("[data-picture]").focus()
    studio.press("End")
    for _ in range(60):
        if "was not reset" in studio.explanation.inner_text():
            break
        studio.press("ArrowLeft")
    told = studio.explanation.inner_text()
    assert "The gradient was not reset" in told
    assert "zero_grad()" in told
    assert studio.snapshot() == studio.servers(studio.address())
