"""Czech in the browser: by its own wish or by the switch, with a comma, readable for everybody."""

import re

import pytest
from playwright.sync_api import Locator, expect

from app.languages.catalogue import of_scripts
from app.picture.svg import THEMES

from .axe import faults
from .conftest import Opener, Watch
from .studio import Studio

CZECH = {"locale": "cs-CZ"}


def language(studio: Studio) -> str:
    return studio.page.get_attribute("html", "lang") or ""


def test_a_czech_browser_gets_czech_with_decimal_commas(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24", **CZECH)
    page = studio.page
    assert language(studio) == "cs"
    assert page.inner_text("[data-caption]") == (
        "Součin řetězu: ∂ℒ/∂w₁ = −3,7 · 0,2 · 1 · 1 · 2 = −1,48."
    )
    assert studio.strip() == "−3,7 · 0,2 · 1 · 1 · 2 = −1,48"
    assert studio.value("p") == "0,27"
    # What the script writes is the same language as what the server wrote.
    studio.press("ArrowRight")
    expect(page.locator("[data-place]")).to_have_text("Krok 26 z 33 · aktualizace")
    studio.change(lambda: studio.number("w1").fill("0,5"))
    assert "v.w1=0.5" in studio.address()
    studio.change(lambda: studio.slider("w2").fill("-1.25"))
    expect(studio.number("w2")).to_have_value("-1,25")
    assert "v.w2=-1.25" in studio.address()
    page.reload()
    expect(studio.number("w1")).to_have_value("0,5")
    expect(studio.number("w2")).to_have_value("-1,25")


def test_vectors_and_matrices_are_typed_with_commas_and_semicolons(visit: Opener) -> None:
    studio = visit("/lesson/network?numbers=exact", **CZECH)
    studio.edit()

    def field(name: str) -> Locator:
        return studio.page.locator(f'[data-key="{name}"] textarea')

    expect(field("x")).to_have_value("2; -1; 1")
    studio.change(lambda: field("x").fill("0,5; -1; 1"))
    assert "v.x=%5B0.5%2C-1" in studio.address()
    studio.change(lambda: field("x").fill("2, -1, 1,5"))
    assert "v.x=%5B2" in studio.address() and "1.5%5D" in studio.address()
    studio.change(lambda: field("V").fill("1; -1; 1; 0\n0,5; 2; -1; -0,5\n-1; 0,5; 2; 1,25"))
    assert "1.25" in studio.address()


def test_the_switch_keeps_the_step_and_the_numbers_and_is_remembered(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=5")
    page = studio.page
    studio.change(lambda: studio.number("w1").fill("0.5"))
    studio.press("ArrowRight", "ArrowRight")
    step = studio.step
    studio.more().get_by_role("link", name="Čeština").click()
    expect(page.locator("html")).to_have_attribute("lang", "cs")
    assert studio.step == step
    expect(studio.number("w1")).to_have_value("0,5")
    studio.press("ArrowRight")
    assert "lang=cs" in studio.address()
    # Another page, and another visit.
    page.locator(".brand").click()
    expect(page.locator("html")).to_have_attribute("lang", "cs")
    page.goto("/lesson/fork")
    expect(page.locator("html")).to_have_attribute("lang", "cs")
    expect(page.locator("h1")).to_have_text("Větvení: gradienty se sčítají")
    studio.more().get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/lesson/fork")
    expect(page.locator("h1")).to_have_text("A fork: gradients add")


def test_a_language_that_nobody_speaks_changes_nothing(visit: Opener) -> None:
    page = visit("/neuron").page
    page.evaluate("localStorage.setItem('language', 'xx')")
    asked: list[str] = []
    page.on("framenavigated", lambda frame: asked.append(frame.url))
    page.goto("/neuron")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.wait_for_load_state("networkidle")
    assert len(asked) == 1


def test_without_javascript_the_switch_is_a_link_that_keeps_the_state(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24&v.w1=0.5", java_script_enabled=False)
    studio.more().get_by_role("link", name="Čeština").click()
    assert language(studio) == "cs"
    assert studio.step == 24
    assert studio.page.input_value('[name="v.w1"]') == "0,5"
    # The form sends what it shows, commas and all.
    studio.page.get_by_role("button", name="Ukázat").click()
    assert language(studio) == "cs"
    assert studio.page.input_value('[name="v.w1"]') == "0,5"


def test_a_worksheet_is_answered_in_czech(visit: Opener) -> None:
    studio = visit("/lesson/example-2?predict=1&step=9", **CZECH)
    page = studio.page
    studio.press("ArrowRight")
    expect(page.locator("label[data-ask]")).to_have_text("Kolik je p?")
    page.fill("#answer", "0,5")
    studio.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("Ne tak docela")
    page.fill("#answer", "0,27")
    studio.press("Enter")
    expect(page.locator("[data-said]")).to_have_text("Správně: p = 0,27.")


def test_an_error_and_its_cure_are_czech(visit: Opener, watch: Watch) -> None:
    watch.expected.append("status of 422")
    studio = visit("/studio", **CZECH)
    studio.write("x: input = 2\ny = 2 * z")
    expect(studio.problem).to_contain_text("Řádek 2: `z` tu ještě není.".replace("`", ""))
    studio.write("vstup: input = 2\ny = 2 * vstpu")
    expect(studio.problem).to_contain_text("Neměli jste na mysli vstup?")
    button = studio.problem.get_by_role("button")
    expect(button).to_have_text("Vložit vstup")
    studio.change(button.click)
    assert studio.page.input_value("#program").endswith("y = 2 * vstup")


def test_no_text_of_the_scripts_is_left_in_english(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=20", **CZECH)
    page = studio.page
    seen = []

    def look() -> None:
        seen.append(page.inner_text("body"))

    studio.wire("hrana z v do p").locator("text.value").click()
    look()
    studio.press("Escape", "?")
    look()
    studio.press("Escape")
    page.click('[data-do="share"]')
    expect(page.locator("[data-share-link]")).not_to_have_value("")
    page.locator(".worksheet summary").click()
    look()
    studio.press("Escape", "w")
    page.locator("[data-proof] summary").click()
    expect(page.locator(".nudge-numbers")).to_be_visible()
    page.click('[data-do="check"]')
    expect(page.locator(".badge")).to_contain_text("Ověřeno všech 11 gradientů")
    look()
    english = [
        text
        for text, czech in of_scripts("cs").items()
        if len(text) > 5 and "%(" not in text and text != czech
    ]
    assert len(english) > 60
    words = "\n".join(seen)
    left = [text for text in english if re.search(rf"\b{re.escape(text)}\b", words)]
    assert left == []


PAGES = {
    "gallery": "/",
    "studio": "/lesson/example-2?step=24",
    "reference": "/reference",
    "neuron": "/neuron",
    "stage": "/present/example-2?step=20",
    "speaker": "/present/example-2?window=speaker",
    "embed": "/embed/lesson/example-2?step=20",
    "error": "/lesson/nothing",
}


@pytest.mark.parametrize(
    ("name", "locale"),
    [
        *((name, "en-GB") for name in PAGES),
        *((name, "cs-CZ") for name in ("studio", "stage", "embed")),
    ],
)
def test_axe_finds_nothing_serious_on_any_page_in_any_theme_and_language(
    visit: Opener, watch: Watch, name: str, locale: str
) -> None:
    watch.expected.append("status of 404")
    studio = visit(PAGES[name], locale=locale)
    assert language(studio) == locale[:2]
    # Cards are alike: one of each kind stands for the others, or axe takes a minute.
    studio.page.evaluate(
        """() => document.querySelectorAll(".entries, .cards").forEach((list, k) =>
            [...list.children].slice(k ? 0 : 3).forEach((card) => card.remove()))"""
    )
    if locale != "en-GB":  # colours are a theme's, whatever the language
        assert faults(studio, colours=False) == []
        return
    for theme in THEMES:
        studio.page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        assert faults(studio, colours_only=theme != THEMES[0]) == [], theme


@pytest.mark.parametrize("size", ["desk", "slate", "phone"])
def test_czech_words_fit_where_english_ones_do(visit: Opener, size: str) -> None:
    studio = visit("/lesson/example-2?step=24", size=size, **CZECH)
    wide = studio.page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0
    cut = studio.page.evaluate(
        """() => [...document.querySelectorAll(".bar .button, .bar .segment a, .time .button, .by")]
            .filter((part) => part.getClientRects().length)
            .filter((part) => part.scrollWidth > part.clientWidth + 1
                || part.getBoundingClientRect().right > innerWidth + 1)
            .map((part) => part.textContent.trim())"""
    )
    assert cut == []
