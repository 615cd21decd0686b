"""No page says anything in the console, whatever is done on it at first.

In Czech: in English every test that visits a page sees what it says (`Watch`).
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.exports import FORMATS, Options, export
from app.lessons import lessons

from .chromium import PATIENCE
from .conftest import Opener, Watch

PAGES = (
    "/",
    "/studio",
    "/lesson/example-2?step=19&predict=1",
    "/lesson/network?lock=value:*",
    "/embed/lesson/example-2?step=19",
    "/present/example-2",
    "/talk/lecture",
    "/talk/lecture?window=speaker",
    "/reference",
    "/neuron",
)

DONE = (
    "ArrowRight",
    "PageDown",
    "End",
    "Home",
    "ArrowLeft",
    "?",
    "Escape",
    "+",
    "z",
    "a",
    "1",
    "g",
    "7",
    "Enter",
    "p",
    "p",
    "n",
    "v",
    "v",
    "t",
    "Escape",
)
"""Keys that mean something on one page or another."""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_nothing_in_the_console(visit: Opener, watch: Watch, path: str) -> None:
    studio = visit(f"{path}{'&' if '?' in path else '?'}lang=cs")
    studio.press(*DONE)
    leaf = studio.page.locator("[data-picture] [data-edge]").first
    if leaf.count():
        leaf.dispatch_event("click")
    studio.still()
    assert watch.unexpected() == []


def test_nor_does_the_file_that_steps_offline(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "walk.html"
    story = lessons()["example-2"].story()
    path.write_bytes(export(story, FORMATS["html"], step=None, options=Options()).data)
    context = chromium.new_context(offline=True)
    context.set_default_timeout(PATIENCE)
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    page = context.new_page()
    page.goto(path.as_uri())
    for key in DONE:
        page.keyboard.press(key)
    page.locator("[data-picture] [data-edge]").first.dispatch_event("click")
    context.close()
    assert said == []
