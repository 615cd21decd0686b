"""Names in a class: off at first, nobody need have one, and only the lecturer's window has them."""

import re

from playwright.sync_api import Page, expect

from app.picture.svg import THEMES

from .axe import faults
from .classes import SMALL, answered, desk_of, joined, opened, phase
from .conftest import Opener, Watch
from .studio import Studio

FORM = "[data-naming] form"


def called(page: Page, name: str) -> None:
    page.fill("#name", name)
    page.locator("[data-give]").click()
    expect(page.locator("[data-named]")).to_contain_text(f"you are {name}")
    expect(page.locator(FORM)).to_be_hidden()


def again(page: Page) -> None:
    page.locator("details.more > summary").click()
    page.locator("[data-my-name]").click()
    expect(page.locator(FORM)).to_be_visible()


def test_names_are_given_changed_taken_away_and_switched_off(visit: Opener) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=16")
    one, other = joined(visit, code, size="phone").page, joined(visit, code).page
    desk = desk_of(lecturer)
    switch = desk.get_by_role("switch", name="give a name, which you alone see")
    names = desk.locator("[data-names] li")
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(one.locator(FORM)).to_be_hidden()
    switch.click()
    expect(names).to_have_text(["Nobody has given a name yet."])
    expect(one.get_by_label("Your name at the lecturer’s desk, if you like")).to_be_visible()
    called(one, "Čeněk")
    other.get_by_role("button", name="No name").click()
    expect(other.locator(FORM)).to_be_hidden()
    expect(names).to_have_text(["Čeněk"])

    # Two of one name, one of them with markup; who has answered has a mark.
    again(other)
    called(other, "<b>Čeněk</b>")
    again(other)
    called(other, "čeněk")
    expect(desk.locator("[data-names]")).to_contain_text("(2)")
    desk.keyboard.press("q")
    phase(lecturer, "open")
    answered(one, "0.2")
    expect(desk.locator("[data-names] [data-answered]")).to_have_count(1)
    expect(desk.locator("[data-names] [data-answered]")).to_contain_text("has answered")
    for page in (lecturer, other):
        assert "Čeněk" not in page.content()

    # Kept over a reload, and not asked for again.
    one.reload()
    one.locator("details.more > summary").click()
    expect(one.locator("[data-my-name]")).to_have_text("Your name: Čeněk")
    expect(one.locator(FORM)).to_be_hidden()
    one.locator("[data-my-name]").click()
    one.get_by_role("button", name="Take it away").click()
    expect(one.locator("[data-named]")).to_have_text("You have no name here.")
    expect(names).to_have_text([re.compile("^čeněk")])

    switch.click()
    expect(desk.locator("[data-names]")).to_be_hidden()
    assert "čeněk" not in desk.content()
    again(other)
    expect(other.locator("#name")).to_be_disabled()
    other.get_by_role("button", name="Take it away").click()
    expect(other.locator(FORM)).to_be_hidden()
    switch.click()
    expect(names).to_have_text(["Nobody has given a name yet."])


def test_a_name_waits_for_the_server_and_stands_above_its_column(
    visit: Opener, watch: Watch
) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=4")
    student = joined(visit, code, size="phone").page
    desk = desk_of(lecturer)
    desk.get_by_role("switch", name="give a name").click()
    expect(student.locator(FORM)).to_be_visible()
    watch.expected.append("503")
    busy = {"status": 503, "json": {"error": {"message": "busy"}}}
    student.route("**/name", lambda route: route.fulfill(**busy), times=2)
    called(student, "Ada")
    desk.get_by_role("button", name="Hand out a worksheet").click()
    desk.locator(".handing").get_by_role("button", name="Hand it out").click()
    expect(student.locator("[data-note]")).to_contain_text("of you by name")
    student.locator("[data-do=live]").click()
    student.fill("#answer", "1")
    student.locator("[data-send]").click()
    expect(desk.locator(".heat thead .called")).to_have_text(["Ada"])
    assert "Ada" not in lecturer.content()


def test_a_page_says_of_a_name_only_what_the_class_has_taken(visit: Opener, watch: Watch) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=4")
    student = joined(visit, code).page
    desk = desk_of(lecturer)
    desk.get_by_role("button", name="Hand out a worksheet").click()
    desk.locator(".handing").get_by_role("button", name="Hand it out").click()
    note, way = student.locator("[data-note]"), student.locator("[data-my-name]")
    expect(note).to_contain_text("no names")
    desk.get_by_role("switch", name="give a name").click()
    watch.expected.append("400")
    student.fill("#name", "Ada\u202e")
    student.locator("[data-give]").click()
    expect(student.locator("[data-named]")).to_contain_text("signs that can be seen")
    expect(note).to_contain_text("no names")
    expect(way).to_have_text("Give your name")
    # Given while the worksheet is out; then another that is refused.
    called(student, "Ada")
    expect(note).to_contain_text("of you by name")
    again(student)
    student.fill("#name", "Eve\u202e")
    student.locator("[data-give]").click()
    expect(student.locator("[data-named]")).to_contain_text("signs that can be seen")
    student.reload()
    expect(note).to_contain_text("of you by name")
    expect(way).to_have_text("Your name: Ada")
    expect(desk.locator("[data-names] li")).to_have_text([re.compile("^Ada")])
    again(student)
    student.get_by_role("button", name="Take it away").click()
    expect(note).to_contain_text("no names")


def test_what_could_not_be_read_is_said_also_where_the_server_was_busy(
    visit: Opener, watch: Watch
) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=16")
    student = joined(visit, code, size="phone").page
    lecturer.keyboard.press("q")
    expect(student.locator("#answer")).to_be_visible()
    watch.expected.append("503")
    busy = {"status": 503, "json": {"error": {"message": "busy"}}}
    student.route("**/api/check*", lambda route: route.fulfill(**busy), times=2)
    student.fill("#answer", "zero comma two")
    student.locator("[data-send]").click()
    expect(student.locator("[data-said]")).to_contain_text("Received, but not understood.")


def test_names_have_no_faults_of_access_in_any_theme_and_language(visit: Opener) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=16")
    desk = desk_of(lecturer)
    desk.locator("[data-lock=names]").click()
    for size in ("phone", "desk"):
        student = joined(visit, code, size=size)
        for language in ("en", "cs"):
            for theme in THEMES:
                student.page.goto(f"/class/{code}?theme={theme}&lang={language}")
                expect(student.page.locator(FORM)).to_be_visible()
                assert faults(student, part=".naming") == []
                assert student.page.evaluate(SMALL, ".naming") == []
                wide = "document.documentElement.scrollWidth <= innerWidth"
                assert student.page.evaluate(wide)
    called_by = student.page
    called_by.goto(f"/class/{code}?lang=en")
    called(called_by, "M" * 40)
    for language in ("en", "cs"):
        for theme in THEMES:
            desk.goto(f"/present/example-2?window=speaker&lang={language}&theme={theme}")
            expect(desk.locator("[data-names] bdi")).to_have_text(["M" * 40])
            assert faults(Studio(desk), part=".desk") == []
            assert desk.evaluate(SMALL, ".desk") == []
