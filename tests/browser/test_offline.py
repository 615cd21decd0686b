"""The HTML file from disk, without a network: it steps, and shows what the studio shows."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.exports import FORMATS, Options, export
from app.lessons import lessons
from app.state.view import Look, View
from app.story import story_of, tell

from ..app.exports.titles import PROGRAM, TITLE
from .chromium import PATIENCE
from .conftest import Opener
from .studio import SIZES, Studio


@pytest.fixture
def disk(chromium: Browser, tmp_path: Path) -> Iterator[object]:
    """`disk(story)` opens a story's file in a browser that has no network."""
    faults: list[str] = []
    contexts = []

    def open_(story, *, size: str = "desk", where: str = "", **options: object) -> Studio:
        path = tmp_path / "walk.html"
        path.write_bytes(export(story, FORMATS["html"], step=None, options=Options(**options)).data)
        width, height = SIZES[size]
        context = chromium.new_context(viewport={"width": width, "height": height}, offline=True)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda message: faults.append(f"console: {message.text}"))
        context.on("weberror", lambda error: faults.append(f"uncaught: {error.error}"))
        page = context.new_page()
        own = path.as_uri()
        context.on(
            "request",
            lambda request: None if request.url.startswith(own) else faults.append(request.url),
        )
        page.goto(own + where)
        studio = Studio(page)
        studio.still()
        return studio

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize("slug", ["example-2", "fork"])
def test_every_step_is_what_the_studio_shows(disk, visit: Opener, slug: str) -> None:
    studio = visit(f"/lesson/{slug}")
    file = disk(lessons()[slug].story(), slug=slug)
    for step in range(studio.steps):
        assert file.step == studio.step == step
        assert file.snapshot() == studio.snapshot()
        studio.press("ArrowRight")
        file.press("ArrowRight")


def test_a_card_stands_beside_its_node_and_where_there_is_no_room_it_can_be_asked_for(disk) -> None:
    told = lessons()["example-2"].story()
    file = disk(told, where="#step=17")
    card = file.page.locator(".callout:not([data-sheet])")
    expect(card).to_contain_text("slope 0.2")
    expect(file.page.locator(".formula-line")).to_be_hidden()
    phone = disk(told, size="phone", where="#step=17").page
    expect(phone.locator(".callout")).to_have_count(0)
    phone.click(".callout-ask")
    expect(phone.locator(".callout[data-sheet]")).to_contain_text("slope 0.2")


def test_the_keys_of_the_studio_work(disk) -> None:
    story = lessons()["example-2"].story()
    file = disk(story)
    first = file.snapshot()
    for key, step in (
        ("End", story.last), ("Home", 0), ("2", 13), ("PageDown", 14), (" ", 15),
        ("PageUp", 14), ("ArrowLeft", 13), ("3", 25), ("1", 1),
    ):  # fmt: skip
        file.press(key)
        assert file.step == step
    file.press("Home")
    assert file.snapshot() == first
    file.press("?")
    expect(file.page.locator("[data-help] dt").first).to_be_visible()
    file.press("Escape", "End")
    expect(file.page).to_have_url(re.compile(f"#step={story.last}$"))


def test_a_level_a_tick_and_a_step_in_the_address_are_obeyed(disk) -> None:
    file = disk(lessons()["example-2"].story(), where="#step=17", level="node")
    assert file.step == 17
    file.press("ArrowRight")
    assert file.step == 19
    file.go(24)
    assert file.strip() == "−3.7 · 0.2 · 1 · 1 · 2 = −1.48"
    file.page.select_option("[data-level]", "formula")
    file.page.locator("[data-do=previous]").click()
    assert file.step == 23


def test_a_wire_explains_itself_and_the_themes_change(disk) -> None:
    file = disk(lessons()["example-2"].story(), step=24)
    file.wire("wire from v to p").locator(".value").click()
    assert file.thing == "The wire from v to p"
    expect(file.page.locator("[data-why] .card.local")).to_be_visible()
    file.press("Escape")
    expect(file.page.locator("[data-why]")).to_be_hidden()
    file.press("w")
    expect(file.page.locator("[data-why] .card.chain")).to_be_visible()
    file.press("w")
    expect(file.page.locator("[data-why]")).to_be_hidden()
    file.page.get_by_role("button", name="Board").click()
    ground = "getComputedStyle(document.querySelector('.stage')).backgroundColor"
    assert file.page.evaluate(ground) == "rgb(23, 53, 44)"


@pytest.mark.parametrize("size", SIZES)
def test_it_fits(disk, size: str) -> None:
    page: Page = disk(lessons()["example-2"].story(), size=size).page
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0
    for selector in ("[data-do=next]", ".canvas svg.graph", "h1"):
        expect(page.locator(selector)).to_be_in_viewport()


def test_a_hostile_title_is_only_a_title(disk) -> None:
    file = disk(tell(View(program=PROGRAM)))
    expect(file.page.locator("h1")).to_have_text(TITLE)
    expect(file.page).to_have_title(TITLE)
    file.press("End", "Home", "ArrowRight")
    assert file.step == 1


def test_what_is_said_of_a_program_and_what_one_may_do_stand_beside_the_picture(disk) -> None:
    line = disk(lessons()["example-2"].story()).page.locator("[data-formula]")
    # Nothing can be changed in a file.
    expect(line).to_have_text("Click a node or a wire to have it explained · → for the next step")
    program = "w: weight = 2\nx: input = 3\nL = (w*x - 1)**2\nL_reg = L + 0.1*w**2"
    line = disk(tell(View(program=program))).page.locator("[data-formula]")
    expect(line.get_by_role("note")).to_contain_text("L_reg, which is computed from it")


def test_a_file_of_a_locked_link_says_before_which_number_it_ends(disk) -> None:
    program = lessons()["example-2"].program
    file = disk(story_of(Look(view=View(program=program), locks=("value:z1",))))
    file.press("End")
    assert file.sentence.endswith("Locked: what is the value of z₁?")
    file.press("q")
    assert file.sentence == "The number that comes next is locked."
