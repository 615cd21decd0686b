"""A whole lesson as its people go through it: a lecturer with a desk and a phone, a projector,
three students, and another laptop in the middle of it."""

import csv
import io

from playwright.sync_api import Page, expect

from .axe import faults
from .classes import SLOTS, SMALL, answered, desk_of, ended, follows, joined, opened, phase
from .conftest import Opener, Watch
from .studio import Studio

OFFLINE = "ERR_INTERNET_DISCONNECTED"
STAGE = "/present/example-2?step=14"
FIRST = 'svg.graph [data-title*="from x₁"] text.value'


def alike(projector: Page, *students: Page) -> None:
    """Every student has the lecturer's picture, attribute by attribute."""
    for student in students:
        follows(student, projector)
        assert student.evaluate(SLOTS) == projector.evaluate(SLOTS)


def let_in(desk: Page, visit: Opener, code: str, button: str, size: str) -> Page:
    """Another device, by the number on the desk."""
    page = visit(f"/class/{code}/remote", size=size).page
    enter(page, desk, button)
    return page


def enter(page: Page, desk: Page, button: str) -> None:
    desk.locator("[data-let]").click()
    number = desk.locator("[data-door-number]")
    expect(number).to_be_visible()
    page.fill("#number", number.inner_text())
    page.get_by_role("button", name=button).click()
    expect(desk.locator("[data-door]")).to_be_hidden()


def test_a_whole_lesson(visit: Opener, watch: Watch) -> None:
    watch.expected += [OFFLINE, "status of 409"]
    projector, code = opened(visit, STAGE, size="hall")
    desk = desk_of(projector)
    anna = joined(visit, code).page
    boris = joined(visit, code, size="phone").page
    expect(desk.locator("[data-here]")).to_have_text("2 here")
    remote = let_in(desk, visit, code, "Be the remote", "phone")
    press = {
        name: remote.locator(f"[data-press={name}]") for name in ("next", "ask", "again", "blank")
    }

    # Steps, by the phone; then the first question, with two votes.
    press["next"].click()
    expect(projector.locator("[data-stage]")).to_have_attribute("data-step", "15")
    alike(projector, anna, boris)
    expect(remote.locator("[data-where]")).to_have_text("step 16")
    press["next"].click()
    expect(projector.locator("[data-stage]")).to_have_attribute("data-step", "16")
    press["ask"].click()
    phase(projector, "open")
    expect(remote.locator("[data-says]")).to_have_text("What is the local gradient ∂p/∂v?")
    for student, text in ((anna, "0.2"), (boris, "0,27")):
        answered(student, text)
    expect(remote.locator("[data-came]")).to_have_text("2 of 2 answered")
    press["next"].click()
    phase(projector, "closed")
    press["again"].click()
    phase(projector, "open")
    carla = joined(visit, code).page
    for student in (anna, boris, carla):
        expect(student.locator("[data-send]")).to_be_enabled()
        answered(student, "0.2")
    remote.locator("[data-press=reveal]").click()
    phase(projector, "revealed")
    expect(projector.locator(".board")).to_be_visible()
    alike(projector, anna, boris, carla)

    # The second question: one is offline, one reloads; both are counted.
    boris.context.set_offline(True)
    expect(boris.locator("[data-linked]")).to_have_attribute("data-linked", "lost")
    press["ask"].click()
    phase(projector, "open")
    answered(anna, "1")
    boris.context.set_offline(False)
    expect(boris.locator("[data-caption]")).to_contain_text("∂v/∂q")
    answered(boris, "1")
    anna.reload()
    expect(anna.locator("#answer")).to_have_value("1")
    press["next"].click()
    phase(projector, "closed")

    # The lecturer moves to another browser; what was the stage follows as the projector.
    laptop = let_in(desk, visit, code, "Lead from this browser", "desk")
    expect(laptop.locator(".class-corner")).to_have_attribute("data-phase", "closed")
    expect(laptop.locator("[data-caption]")).to_contain_text("∂v/∂q")
    expect(projector.locator(".elsewhere")).to_be_visible()
    laptop.keyboard.press("ArrowRight")
    phase(laptop, "revealed")
    alike(laptop, projector, anna, boris, carla)
    for page in (laptop, projector):
        expect(page.locator(".board")).to_contain_text("answers: 2")
    press["next"].click()
    for page in (laptop, projector):
        expect(page.locator(".board")).to_be_hidden()
    alike(laptop, projector, anna, boris, carla)

    # A number is changed there: the projector has the new ones, as everybody.
    before = laptop.evaluate(SLOTS)
    laptop.keyboard.press("e")
    laptop.locator('[data-live] .field[data-key="x1"] input[type="text"]').fill("5")
    laptop.keyboard.press("Enter")
    for page in (projector, anna, boris, carla):
        expect(page.locator(FIRST)).to_have_text("5")
    alike(laptop, projector, anna, boris, carla)
    assert laptop.evaluate(SLOTS) != before

    # It comes back by a press, with its numbers. A question is dropped, the window reloaded, the
    # next one asked: what is shown then are the answers to that.
    projector.get_by_role("button", name="Take over here").click()
    expect(laptop.locator(".elsewhere")).to_be_visible()
    expect(projector.locator(".elsewhere")).to_be_hidden()
    alike(projector, laptop, anna, boris, carla)
    projector.keyboard.press("q")
    phase(projector, "open")
    projector.keyboard.press("Escape")
    phase(projector, "")
    for student in (anna, boris, carla):
        expect(student.locator("[data-answer]")).to_be_hidden()
    projector.reload()
    expect(projector.locator(FIRST)).to_have_text("5")
    expect(projector.locator(".class-corner .here")).to_have_text("3 here")
    projector.keyboard.press("q")
    phase(projector, "open")
    for student in (anna, boris, carla):
        expect(student.locator("[data-answer]")).to_be_visible()
    answered(carla, "-0.74")
    projector.keyboard.press("ArrowRight")
    phase(projector, "closed")
    projector.keyboard.press("ArrowRight")
    phase(projector, "revealed")
    alike(projector, laptop, anna, boris, carla)
    for page in (projector, laptop):
        expect(page.locator(".board")).to_contain_text("-0.74")
    # A reload does not leave it there: the next step takes it off.
    projector.reload()
    expect(projector.locator(".board")).to_contain_text("-0.74")
    projector.keyboard.press("ArrowRight")
    for page in (projector, laptop):
        expect(page.locator(".board")).to_be_hidden()
    for student in (anna, boris, carla):
        expect(student.locator("[data-mine]")).to_be_hidden()

    for page in (anna, boris, remote):
        assert page.evaluate(SMALL, "body") == []
    for page in (boris, remote):
        for language in ("cs", "en"):
            page.goto(f"{page.url.partition('?')[0]}?lang={language}")
            expect(page.locator("[data-linked]")).to_have_attribute("data-linked", "live")
            if page == boris:
                expect(page.locator("[data-picture] svg.graph")).to_be_visible()
            assert faults(Studio(page)) == []
    # A press that no stage can do is said to have done nothing, until one does something.
    notice = remote.locator("[data-notice]")
    press["again"].click()
    expect(notice).to_contain_text("Nothing came of it", timeout=15_000)
    press["next"].click()
    expect(notice).to_be_hidden()
    projector.keyboard.press("c")
    with projector.expect_download() as loading:
        projector.get_by_role("button", name="Answers (CSV)").click()
    table = [*csv.reader(io.StringIO(loading.value.path().read_text(encoding="utf-8-sig")))][1:]
    votes = [(row[0], row[2]) for row in table]
    assert votes == [("1", "1")] * 2 + [("1", "2")] * 3 + [("2", "1")] * 2 + [("4", "1")]
    ended(projector)
    for student in (anna, boris, carla):
        expect(student.locator("[data-did]")).to_be_visible()
    expect(remote.locator("[data-notice]")).to_have_text("The class has ended.")


def test_a_remote_that_may_no_longer_press_hears_no_longer_and_can_be_let_in_again(
    visit: Opener, watch: Watch
) -> None:
    watch.expected.append("status of 403")
    projector, code = opened(visit, STAGE)
    desk = desk_of(projector)
    remote = let_in(desk, visit, code, "Be the remote", "phone")
    linked, forward = remote.locator("[data-linked]"), remote.locator("[data-press=next]")
    expect(linked).to_have_text("connected")
    remote.route("**/event", lambda route: route.fulfill(status=403, json={"error": {}}))
    with remote.expect_event("requestfailed", lambda each: each.url.endswith("/stream")):
        forward.click()
    expect(linked).to_have_text("not let in yet")
    remote.unroute("**/event")
    enter(remote, desk, "Be the remote")
    expect(linked).to_have_text("connected")
    forward.click()
    expect(projector.locator("[data-stage]")).to_have_attribute("data-step", "15")
