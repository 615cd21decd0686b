"""The desk: the speaker's window with the class in it."""

from playwright.sync_api import Page, expect

from .axe import faults
from .classes import SMALL, answered, desk_of, ended, follows, joined, opened, phase
from .conftest import Opener
from .studio import Studio


def row(desk: Page, vote: int, name: str, *counts: str) -> None:
    """A row of the table comes to be this one: what is answered is asked for now and then."""
    found = desk.locator(".crossed tr:has(td)").nth(vote)
    expect(found.locator("th, td")).to_have_text([name, *counts])


def test_the_desk_leads_both_votes_and_has_each_question_by_its_mistakes(visit: Opener) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=16")
    one, other = joined(visit, code).page, joined(visit, code).page
    desk = desk_of(lecturer)
    expect(desk.locator("[data-here]")).to_have_text("2 here")
    desk.keyboard.press("q")
    phase(lecturer, "open")
    for student, text in ((one, "0.2"), (other, "-0.2")):
        expect(student.locator("[data-answer]")).to_be_visible()
        answered(student, text)
    expect(desk.locator("[data-who]")).to_have_text("2 counted · 0 silent")
    expect(desk.locator(".crossed thead")).to_contain_text("sign")
    row(desk, 0, "answers", "1", "1", "·", "·")  # before anybody else may see it
    expect(desk.locator("[data-live-notes]")).to_contain_text("1 the size is right, the sign")
    desk.get_by_role("button", name="→ Close the answers").click()
    phase(lecturer, "closed")
    desk.get_by_role("button", name="Vote again (R)").click()
    phase(lecturer, "open")
    expect(other.locator("[data-send]")).to_be_enabled()
    answered(other, "0.2")
    desk.keyboard.press("ArrowRight")
    phase(lecturer, "closed")
    expect(desk.get_by_role("button", name="→ Show the number")).to_be_visible()
    desk.keyboard.press("ArrowRight")
    phase(lecturer, "revealed")
    follows(one, lecturer)
    expect(desk.locator(".crossed tr:has(td)")).to_have_count(2)
    row(desk, 1, "vote 2", "1", "·", "·", "·")
    for language in ("en", "cs"):
        desk.goto(f"/present/example-2?window=speaker&lang={language}")
        expect(desk.locator(".crossed tr:has(td)")).to_have_count(2)
        assert faults(Studio(desk), part=".desk") == []
        assert desk.evaluate(SMALL, ".desk") == []


def test_what_the_desk_locks_a_student_cannot_do(visit: Opener) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=16")
    student = joined(visit, code, size="phone").page
    follows(student, lecturer)
    desk = desk_of(lecturer)
    look = desk.get_by_role("switch", name="look around freely")
    answer = desk.get_by_role("switch", name="answer what is asked")
    late = desk.get_by_role("switch", name="answer late")
    student.locator("[data-do=previous]").click()
    expect(student.locator("[data-stage]")).to_have_attribute("data-step", "15")
    look.click()
    follows(student, lecturer)
    expect(student.locator(".held")).to_be_visible()
    student.keyboard.press("ArrowLeft")
    follows(student, lecturer)
    look.click()
    expect(student.locator("[data-do=previous]")).to_be_visible()
    desk.keyboard.press("q")
    expect(student.locator("[data-answer]")).to_be_visible()
    answer.click()
    expect(student.locator("[data-note]")).to_have_text("The lecturer takes no answers now.")
    expect(student.locator("[data-send]")).to_be_disabled()
    answer.click()
    expect(student.locator("[data-send]")).to_be_enabled()
    desk.keyboard.press("ArrowRight")
    expect(student.locator("[data-send]")).to_be_disabled()
    late.click()
    expect(student.locator("[data-send]")).to_be_enabled()
    answered(student, "0.2")
    desk.reload()
    expect(late).to_have_attribute("aria-checked", "true")
    expect(desk.locator("[data-let]")).to_be_enabled()
    lecturer.keyboard.press("c")
    ended(lecturer)
    expect(desk.locator("[data-who]")).to_have_text("The class has ended.")
    for button in (late, desk.locator("[data-let]"), desk.locator("[data-own-question]")):
        expect(button).to_be_disabled()


def test_the_desk_refuses_to_be_the_wall(visit: Opener) -> None:
    lecturer, _code = opened(visit, "/present/example-2?step=16")
    desk = desk_of(lecturer)
    desk.evaluate("document.documentElement.requestFullscreen()")
    expect(desk.get_by_role("heading", name="This window is not for the wall")).to_be_visible()
    expect(desk.locator("[data-desk]")).to_be_hidden()
    desk.get_by_role("button", name="Leave fullscreen").click()
    expect(desk.locator("[data-desk]")).to_be_visible()


def test_a_talk_has_a_plan_beside_its_clock(visit: Opener) -> None:
    desk = visit("/talk/lecture?window=speaker").page
    expect(desk.locator(".planned .kept")).to_have_text("of 90 min · in time")
    desk.keyboard.type("g22")
    desk.keyboard.press("Enter")
    expect(desk.locator(".planned .kept")).to_contain_text("min ahead")
    desk.evaluate(
        "sessionStorage['chalkgraph watch'] = JSON.stringify({ before: 50 * 6e4, since: null })"
    )
    desk.reload()
    expect(desk.locator(".planned .kept")).to_contain_text("min behind")
