"""Questions of the lecturer's own: choices, a number, a text, a wire; typed at the desk, kept."""

import re

from playwright.sync_api import Page, expect

from app.picture.svg import THEMES

from .axe import faults
from .classes import SMALL, answered, desk_of, follows, joined, opened, phase
from .conftest import Opener, Watch
from .studio import Studio

ASK = "With a rate ten times as large, what does the loss do?"


def form(page: Page) -> None:
    """Open the form at the desk."""
    page.locator("[data-own-question]").click()
    expect(page.get_by_label("Question", exact=True)).to_be_focused()


def asks(page: Page, ask: str, kind: str) -> None:
    page.get_by_label("Question", exact=True).fill(ask)
    page.get_by_label(kind, exact=True).check()


def gives(page: Page) -> None:
    page.get_by_role("button", name="Ask the class").click()
    expect(page.locator(".own-question")).to_be_hidden()


def counted(student: Page) -> None:
    expect(student.locator("[data-said]")).to_have_attribute("data-mood", "good")


def test_choices_with_two_votes_from_the_desk_to_what_we_did(visit: Opener, watch: Watch) -> None:
    watch.expected.append("status of 400")
    lecturer, code = opened(visit, "/present/example-2?step=16", size="hall")
    desk = desk_of(lecturer)
    anna = joined(visit, code).page
    boris = joined(visit, code, size="phone").page
    follows(boris, lecturer)
    form(desk)
    asks(desk, ASK, "choices")
    box = desk.get_by_label("Choices, one in each line; a * before what is right")
    box.fill("falls more")
    desk.get_by_role("button", name="Ask the class").click()
    expect(desk.locator(".own-question").get_by_role("alert")).to_contain_text("two to 8 choices")
    box.fill("falls more\n* may rise\nstays")
    for theme in THEMES:
        desk.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        only = theme != THEMES[0]
        assert faults(Studio(desk), colours_only=only, part=".own-question") == [], theme
    gives(desk)
    phase(lecturer, "open")
    expect(lecturer.locator(".board")).to_contain_text(f"{ASK}A. falls moreB. may riseC. stays")
    for student in (anna, boris):
        expect(student.locator("[data-own-ask]")).to_have_text(ASK)
        assert '"right"' not in student.content()
    boris.get_by_role("button", name="A. falls more").click()
    counted(boris)
    expect(boris.get_by_role("button", name="A. falls more")).to_have_attribute(
        "aria-pressed", "true"
    )
    anna.get_by_role("button", name="B. may rise").focus()
    anna.keyboard.press("Enter")
    counted(anna)
    expect(desk.locator("[data-live-notes]")).to_contain_text("1 A. falls more")
    boris.reload()
    expect(boris.get_by_role("button", name="A. falls more")).to_have_attribute(
        "aria-pressed", "true"
    )
    for theme in THEMES:
        only = theme != THEMES[0]
        boris.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        assert faults(Studio(boris), colours_only=only) == [], theme
        lecturer.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        assert faults(Studio(lecturer), colours_only=True, part=".board") == [], theme
    assert boris.evaluate(SMALL, "body") == []

    desk.keyboard.press("ArrowRight")
    phase(lecturer, "closed")
    expect(boris.locator("[data-note]")).to_have_text("The answers are closed.")
    expect(desk.get_by_role("button", name="→ Show the answers")).to_be_visible()
    desk.get_by_role("button", name="Vote again (R)").click()
    phase(lecturer, "open")
    for student in (anna, boris):
        choice = student.get_by_role("button", name="B. may rise")
        expect(choice).to_be_enabled()
        choice.click()
        counted(student)
    lecturer.reload()
    phase(lecturer, "open")
    expect(lecturer.locator(".board")).to_contain_text("C. stays")
    for name in ("closed", "revealed"):
        lecturer.keyboard.press("ArrowRight")
        phase(lecturer, name)
    board = lecturer.locator(".board")
    expect(board.locator('[data-kind="right"]')).to_contain_text("2 = 100 %")
    expect(lecturer.locator("[data-stage]")).to_have_attribute("data-step", "16")
    mine = boris.locator("[data-mine]")
    expect(mine).to_contain_text("A. falls more")
    expect(mine).to_contain_text("Right: B. may rise")
    expect(mine).to_contain_text("Right in the class: 50 % → 100 %")
    assert faults(Studio(boris)) == []
    lecturer.keyboard.press("ArrowRight")
    expect(board).to_be_hidden()
    expect(mine).to_be_hidden()

    # It is kept for the next time; and a question can be taken off the board.
    form(desk)
    desk.get_by_role("button", name=ASK, exact=True).click()
    expect(box).to_have_value("falls more\n* may rise\nstays")
    gives(desk)
    phase(lecturer, "open")
    desk.keyboard.press("Escape")
    phase(lecturer, "")
    expect(boris.locator("[data-answer]")).to_be_hidden()
    boris.goto(f"/class/{code}/did?lang=cs")
    expect(boris.locator("[data-own] b").first).to_have_text("A. falls more → B. may rise")


def test_a_wire_is_touched_in_the_picture_or_chosen_by_its_name(visit: Opener) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=16")
    desk = desk_of(lecturer)
    anna = joined(visit, code).page
    boris = joined(visit, code, size="phone").page
    follows(anna, lecturer)
    form(desk)
    asks(desk, "Which wire carries the largest gradient?", "which wire?")
    desk.get_by_label("The right wire, if there is one").select_option(label="p → ℒ")
    gives(desk)
    phase(lecturer, "open")
    expect(anna.locator("[data-own-ask]")).to_be_visible()
    anna.locator('[data-edge="e10-0"] text.value').click()
    counted(anna)
    expect(anna.locator(".picked")).to_have_attribute("data-edge", "e10-0")
    anna.locator('[data-edge="e9-0"]').focus()
    anna.keyboard.press("Enter")
    expect(anna.locator("[data-note]")).to_contain_text("v → p")
    expect(anna.locator(".picked")).to_have_attribute("data-edge", "e9-0")
    anna.reload()
    expect(anna.locator(".picked")).to_have_attribute("data-edge", "e9-0")
    boris.get_by_label("Wire", exact=True).select_option(label="p → ℒ")
    counted(boris)
    assert faults(Studio(boris)) == []
    expect(lecturer.locator(".class-corner .answered")).to_contain_text("2 of 2")
    for name in ("closed", "revealed"):
        lecturer.keyboard.press("ArrowRight")
        phase(lecturer, name)
    rows = lecturer.locator(".board tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("p → ℒ")
    expect(lecturer.locator(".board-leader")).to_be_visible()
    expect(anna.locator("[data-mine]")).to_contain_text("Right: p → ℒ")


def test_a_wire_leaves_the_board_with_its_picture_and_is_no_text_where_that_could_not_be_had(
    visit: Opener, watch: Watch
) -> None:
    watch.expected.append("status of 400")
    lecturer, code = opened(visit, "/talk/lecture?slide=28")
    student = joined(visit, code).page
    desk = desk_of(lecturer, "/talk/lecture?slide=28&")
    form(desk)
    asks(desk, "Which wire?", "which wire?")
    gives(desk)
    phase(lecturer, "open")
    wires = student.get_by_label("Wire", exact=True)
    expect(wires.locator("option").nth(1)).to_be_attached()
    odd = {"error": {"message": "not now", "hint": ""}}
    student.route("**/api/told*", lambda route: route.fulfill(status=400, json=odd))
    student.reload()
    expect(student.locator("[data-own-ask]")).to_have_text("Which wire?")
    expect(wires.locator("option")).to_have_count(1)
    expect(student.locator("#answer")).to_be_hidden()
    student.unroute("**/api/told*")
    desk.keyboard.press("ArrowRight")
    phase(lecturer, "closed")
    expect(wires.locator("option").nth(1)).to_be_attached()

    lecturer.keyboard.press("Home")
    expect(student.locator("[data-words] h2")).to_be_visible()
    phase(lecturer, "")
    expect(student.locator("[data-answer]")).to_be_hidden()
    expect(lecturer.locator(".board")).to_be_hidden()


def test_what_is_pressed_twice_is_asked_once_and_leaves_the_board_with_its_slide(
    visit: Opener,
) -> None:
    lecturer, code = opened(visit, "/talk/lecture?slide=1")
    student = joined(visit, code).page
    desk = desk_of(lecturer, "/talk/lecture?slide=1&")
    form(desk)
    asks(desk, "Who builds things?", "a text")
    desk.evaluate(
        "() => { const form = document.querySelector('.own-question form');"
        " form.requestSubmit(); form.requestSubmit(); }"
    )
    expect(desk.locator(".own-question")).to_be_hidden()
    phase(lecturer, "open")
    answered(student, "constructor")
    for name in ("closed", "revealed"):
        lecturer.keyboard.press("ArrowRight")
        phase(lecturer, name)
    expect(lecturer.locator(".board")).to_contain_text("constructor")
    now = student.request.get(f"/class/{code}/now").json()
    assert now["questions"] == 1
    lecturer.keyboard.press("g")
    lecturer.keyboard.type("2")
    lecturer.keyboard.press("Enter")
    phase(lecturer, "")
    expect(lecturer.locator(".board")).to_be_hidden()
    student.goto(f"/class/{code}/did")
    expect(student.locator("[data-own] b").first).to_have_text("constructor")


def test_a_talk_brings_its_own_questions_and_a_number_is_asked_on_a_slide_of_words(
    visit: Opener,
) -> None:
    lecturer, code = opened(visit, "/talk/lecture?slide=28")
    student = joined(visit, code, locale="cs").page
    desk = desk_of(lecturer, "/talk/lecture?slide=28&")
    for page in (lecturer, desk, student):
        assert "far too large" not in page.content(), "with its right answer it is the lecturer's"
    form(desk)
    desk.get_by_role("button", name="The learning rate is far too large.").click()
    right = desk.get_by_label("Choices, one in each line; a * before what is right")
    expect(right).to_have_value(re.compile(r"^The loss falls.*\n\* The loss rises"))
    gives(desk)
    phase(lecturer, "open")
    student.get_by_role("button", name="B. The loss rises").click()
    counted(student)
    lecturer.keyboard.press("Escape")
    phase(lecturer, "")
    lecturer.keyboard.press("Home")
    expect(student.locator("[data-words] h2")).to_be_visible()
    lecturer.keyboard.press("c")
    lecturer.get_by_role("button", name="A question of your own").click()
    asks(lecturer, "How many slides are there?", "a number")
    lecturer.get_by_label("The right number, if there is one").fill("63")
    gives(lecturer)
    phase(lecturer, "open")
    expect(lecturer.locator(".board")).to_contain_text("How many slides are there?")
    expect(student.locator("[data-own-ask]")).to_have_text("How many slides are there?")
    answered(student, "64")
    for name in ("closed", "revealed"):
        lecturer.keyboard.press("ArrowRight")
        phase(lecturer, name)
    expect(lecturer.locator(".board")).to_contain_text("64")
    expect(student.locator("[data-mine]")).to_contain_text("63")
