"""The browser draws everything in our two families, whatever fonts the machine has."""

import os
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize

from app.fonts import store
from app.fonts.sources import source

from .chromium import FLAGS, PATIENCE, executable
from .conftest import Opener
from .studio import Studio

OURS = {*store.FAMILIES.values()}
PLACES = ("/lesson/example-2?step=24", "/lesson/network?step=21", "/present/network?step=21", "/")
TALLEST = ViewportSize(width=1440, height=900)

DRAWN = """() => {
  document.querySelectorAll("[data-drawn]").forEach((each) => each.removeAttribute("data-drawn"));
  const seen = [...document.body.querySelectorAll("*")].filter((element) =>
    [...element.childNodes].some((each) => each.nodeType === 3 && each.data.trim())
    && element.checkVisibility({ visibilityProperty: true })
    && !getComputedStyle(element).fontFamily.startsWith("ui-monospace"));
  seen.forEach((element, k) => element.setAttribute("data-drawn", String(k)));
  return seen.map((element) => element.namespaceURI.split("/").at(-1));
}"""
"""Marks every element that has a text of its own, but for programs; and what it belongs to."""


def fonts(page: Page) -> dict[str, set[tuple[str, bool]]]:
    """By kind of text, the fonts that it is drawn in, and whether each came with the page."""
    page.evaluate("document.fonts.ready.then(() => 0)")
    kinds = page.evaluate(DRAWN)
    asked = page.context.new_cdp_session(page)
    asked.send("DOM.enable")
    asked.send("CSS.enable")
    root = asked.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    found: dict[str, set[tuple[str, bool]]] = {}
    drawn = asked.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-drawn]"})
    for kind, node in zip(kinds, drawn["nodeIds"], strict=True):
        used = asked.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        found.setdefault(kind, set()).update(
            (each["familyName"], each["isCustomFont"]) for each in used
        )
    return found


@pytest.mark.parametrize("place", PLACES)
def test_every_text_is_drawn_in_a_font_that_came_with_the_page(visit: Opener, place: str):
    found = fonts(visit(place).page)
    assert {"xhtml", "svg"} <= {*found}
    assert {font for used in found.values() for font in used} <= {(name, True) for name in OURS}


def test_a_formula_is_in_the_family_of_mathematics_and_its_numbers_as_on_a_wire(visit: Opener):
    studio = visit("/lesson/example-2?step=24")
    studio.press("w")
    page = studio.page
    assert fonts(page)["MathML"] == {(name, True) for name in OURS}
    families = page.evaluate("""() => ["mi", "mo", "mrow > mn", "msub > mn"].map((name) =>
      getComputedStyle(document.querySelector(`math ${name}`)).fontFamily.split(",")[0])""")
    text, math = (f'"{name}"' for name in store.FAMILIES.values())
    assert families == [math, math, text, math]


def test_brackets_grow_with_what_they_stand_around(visit: Opener):
    page = visit("/").page
    page.evaluate("document.fonts.ready.then(() => 0)")
    heights = page.evaluate("""() => {
      const row = (rows) => `<mtable>${"<mtr><mtd><mn>1</mn></mtd></mtr>".repeat(rows)}</mtable>`;
      const drawn = [1, 3, 9].map((rows) =>
        `<math><mrow><mo>(</mo>${row(rows)}<mo>)</mo></mrow></math>`).join("");
      const made = new DOMParser().parseFromString(`<p>${drawn}</p>`, "text/html").body.firstChild;
      document.body.append(made);
      const found = [...made.querySelectorAll("mrow")].map((each) => [
        each.querySelector("mo").getBoundingClientRect().height,
        each.querySelector("mtable").getBoundingClientRect().height]);
      made.remove();
      return found;
    }""")
    for bracket, matrix in heights:
        assert bracket > 0.9 * matrix
    assert heights[2][0] > 2.5 * heights[1][0]


SETTINGS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir>{rest}
<match target="font"><edit name="hintstyle" mode="assign"><const>hintslight</const></edit>
<edit name="rgba" mode="assign"><const>none</const></edit></match></fontconfig>"""


@pytest.fixture(scope="module")
def machines(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sequence[Browser]]:
    """Browsers on a machine with one font only, and on one with many and with TeX's."""
    browsers = []
    for name, families in (("one", ["text"]), ("many", ["text", "math"])):
        folder = tmp_path_factory.mktemp(name)
        for family in families:
            (folder / f"{family}.ttf").write_bytes(source(family).read_bytes())
        settings = folder / "fonts.conf"
        rest = "<include>/etc/fonts/fonts.conf</include>" if name == "many" else ""
        settings.write_text(SETTINGS.format(folder=folder, rest=rest))
        browsers.append(
            chromium.browser_type.launch(
                executable_path=executable(),
                args=FLAGS,
                timeout=PATIENCE,
                env={**os.environ, "FONTCONFIG_FILE": str(settings)},
            )
        )
    yield browsers
    for browser in browsers:
        browser.close()


def _at_rest(part: Locator) -> bytes:
    """How it looks when it has been drawn: twice the same."""
    before = b""
    while (now := part.screenshot(animations="disabled")) != before:
        before = now
    return now


@pytest.mark.parametrize(
    ("place", "part"),
    [
        ("/present/example-2?step=24", "body"),
        ("/present/network?step=21", "body"),
        ("/lesson/example-2.svg?step=24", "svg"),
        ("/", "body"),
    ],
)
def test_a_page_looks_the_same_on_every_machine(
    machines: Sequence[Browser], address: str, place: str, part: str
):
    shots = []
    for browser in machines:
        page = browser.new_page(viewport=TALLEST, reduced_motion="reduce")  # nothing walks
        page.goto(f"{address}{place}", timeout=PATIENCE)
        # A picture alone has no frames that could be waited for: nothing moves in it.
        page.set_default_timeout(PATIENCE)
        if part == "svg":
            page.evaluate("document.fonts.ready.then(() => 0)")
        else:
            Studio(page).still()
        shots.append(_at_rest(page.locator(part)))
        page.close()
    assert len(shots[0]) > 5_000
    assert shots[0] == shots[1]
