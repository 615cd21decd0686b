"""The export menu: the file that was asked for, progress, cancelling, and stepping meanwhile."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.state.link import pack

from .conftest import Opener
from .studio import SIZES, Studio


def menu(studio: Studio, suffix: str, *, steps: str = "") -> Page:
    page = studio.page
    studio.more()
    page.locator("[data-export] summary").click()
    # It is fetched when it is opened, and nothing in it can be pressed before.
    expect(page.locator("[data-export] form:not([inert])")).to_be_visible()
    page.select_option("[name=format]", suffix)
    if steps:
        page.check(f"[name=steps][value={steps}]")
    return page


def download(page: Page, folder: Path) -> Path:
    with page.expect_download() as found:
        page.click("[data-export-go]")
    path = folder / found.value.suggested_filename
    found.value.save_as(path)
    return path


def long(steps: int) -> str:
    chain = "\n".join(f"y{k} = {f'y{k - 1}' if k else 'x'} * 2" for k in range(steps // 5))
    return f"/studio?p={pack(f'x: weight = 1{chr(10)}{chain}')}"


def test_the_step_that_is_shown_is_saved_as_it_is_shown(visit: Opener, tmp_path: Path) -> None:
    studio = visit("/lesson/example-2?numbers=exact&v.x1=3")
    studio.press("2", "ArrowRight", "ArrowRight")
    path = download(menu(studio, "svg", steps="one"), tmp_path)
    assert path.name == "example-2-step-15.svg"
    text = path.read_text(encoding="utf-8")
    assert studio.value("x1").replace("= ", "") in text
    local = ".canvas .local[data-state=done] text"
    assert (studio.page.locator(local).first.text_content() or "?") in text


def test_a_whole_walk_is_saved_with_a_page_per_stop(visit: Opener, tmp_path: Path) -> None:
    studio = visit("/lesson/fork?theme=board")
    page = menu(studio, "pdf", steps="all")
    page.select_option(".export [name=level]", "node")
    expect(page.locator(".export [name=theme]")).to_have_value("board")
    path = download(page, tmp_path)
    assert path.name == "fork.pdf"
    page.select_option(".by [data-level]", "node")
    assert len(PdfReader(path).pages) == studio.steps
    expect(page.locator("[data-export-making]")).to_be_hidden()


def test_one_steps_on_while_a_long_export_is_made_and_cancels_it(visit: Opener) -> None:
    studio = visit(long(120))
    page = menu(studio, "pptx", steps="all")
    page.select_option(".export [name=level]", "formula")
    # However fast the server is, there is time to cancel: the page is not told the end.
    line = studio.hold("/api/export/")
    with page.expect_response(lambda answer: answer.status == 202) as begun:
        page.click("[data-export-go]")
    where = begun.value.headers["location"]
    studio.wait(lambda: len(line.asked) == 1)
    far = {**page.request.get(where).json(), "state": "running", "file": None}
    line.answer(0, json.dumps(far))
    expect(page.locator("[data-export-count]")).to_contain_text(re.compile(" of 1[0-9][0-9]"))
    studio.page.locator("[data-picture]").click(position={"x": 5, "y": 5})
    expect(page.locator(".export .sheet")).to_be_hidden()
    expect(page.locator("[data-export-state]")).to_contain_text(re.compile("/1[0-9][0-9]"))
    studio.press("ArrowRight", "ArrowRight")
    assert studio.step == 2
    studio.more()
    page.locator("[data-export] summary").click()
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.click("[data-export-cancel]")
        studio.wait(lambda: line.asked[-1]["method"] == "DELETE")
        line.let_go(len(line.asked) - 1)
    expect(page.locator("[data-export-making]")).to_be_hidden()
    expect(page.locator("[data-export-state]")).to_be_empty()
    assert page.request.get(where).status == 404


def test_who_waits_sees_how_many_are_before_him(visit: Opener) -> None:
    studio = visit("/lesson/gates")
    page = menu(studio, "pdf", steps="all")
    page.select_option(".export [name=level]", "node")
    line = studio.hold("/api/export/")
    said = ("waiting, 2 before you", "waiting, 1 before you", "waiting for others")
    now = {"state": "waiting", "done": 0, "total": 9, "message": "", "file": None}
    with page.expect_download():
        page.click("[data-export-go]")
        for k, words in enumerate(said):
            studio.wait(lambda k=k: len(line.asked) == k + 1)
            line.answer(k, json.dumps({**now, "place": 2 - k}))
            expect(page.locator("[data-export-count]")).to_have_text(words)
        studio.wait(lambda: len(line.asked) == 4)
        line.free()


def test_only_what_means_something_can_be_chosen(visit: Opener) -> None:
    page = menu(visit("/lesson/example-2"), "png", steps="one")
    fields = {
        "png": {"steps", "around", "width", "theme"},
        "svg": {"steps", "theme"},
        "html": {"level", "theme"},
        "torch.py": set(),
    }
    for suffix, visible in fields.items():
        page.select_option("[name=format]", suffix)
        shown = page.locator("[data-for]:visible").evaluate_all(
            "all => all.map(e => e.dataset.for)"
        )
        assert set(shown) == visible, suffix
    page.select_option("[name=format]", "pdf")
    page.check("[name=steps][value=all]")
    expect(page.locator("[data-for=pages]")).to_be_visible()
    link = page.locator("[data-export-link]").get_attribute("href") or ""
    assert page.request.get(link.replace("level=formula", "level=node")).status == 200


def test_the_menu_is_left_with_escape_and_holds_no_key_of_the_stepping(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    page = menu(studio, "svg")
    page.keyboard.press("ArrowDown")
    assert studio.step == 0
    page.keyboard.press("Escape")
    expect(page.locator(".export .sheet")).to_be_hidden()
    expect(page.locator("[data-export] summary")).to_be_focused()
    studio.press("ArrowRight")
    assert studio.step == 1


@pytest.mark.parametrize("size", SIZES)
def test_the_menu_fits(visit: Opener, size: str) -> None:
    page = menu(visit("/lesson/example-2", size=size), "pdf", steps="all")
    for selector in (".export .sheet", "[data-export-go]", "[name=format]"):
        page.locator(selector).scroll_into_view_if_needed()
        expect(page.locator(selector)).to_be_in_viewport(ratio=0.99)


def test_what_cannot_be_made_is_said_with_the_cure_and_where_the_server_has_enough_to_do_it_waits(
    visit: Opener,
) -> None:
    """What the server says of too many steps: `tests/app/routes/test_exports.py`."""
    studio = visit("/lesson/gates")
    page = menu(studio, "pdf", steps="all")
    page.select_option(".export [name=level]", "node")
    line = studio.hold("/lesson/gates.pdf")

    def refused(k: int, status: int, message: str, hint: str) -> None:
        studio.wait(lambda: len(line.asked) == k + 1)
        said = {"error": {"message": message, "hint": hint}}
        line.answer(k, json.dumps(said), status=status)

    page.click("[data-export-go]")
    refused(0, 422, "A walk has at most 400 steps.", "Choose one step per node.")
    problem = page.locator("[data-export-problem]")
    expect(problem).to_contain_text("A walk has at most 400 steps. Choose one step per node.")
    expect(page.locator("[data-export-go]")).to_be_enabled()
    page.click("[data-export-go]")
    refused(1, 503, "Try again.", "")
    expect(page.locator("[data-export-count]")).to_have_text("waiting for others")
    studio.wait(lambda: len(line.asked) == 3)
    with page.expect_download() as found:
        line.let_go(2)
    assert found.value.suggested_filename == "gates.pdf"
