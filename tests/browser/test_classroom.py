"""A class in real browsers, as it is followed: a lecturer, students on a phone and at a desk."""

import json

from playwright.sync_api import expect

from app.picture.svg import THEMES

from .axe import faults
from .classes import answered, desk_of, ended, follows, joined, opened, phase, step
from .conftest import Opener, Watch
from .studio import Studio


def test_one_looks_back_alone_and_comes_to_the_present_with_one_press(visit: Opener) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=10")
    phone = joined(visit, code, size="phone").page
    follows(phone, lecturer)
    back, on = phone.locator("[data-do=previous]"), phone.locator("[data-do=next]")
    back.click()
    back.click()
    lecturer.keyboard.press("ArrowRight")
    bar = phone.locator("[data-do=live]")
    expect(bar).to_contain_text("▶ live, 3 steps ahead")
    assert step(phone) == "8"
    for _again in range(6):
        on.click()
    follows(phone, lecturer)
    expect(bar).to_be_hidden()
    on.click()
    assert step(phone) == "11", "nobody goes further than the lecturer"
    lecturer.keyboard.press("ArrowRight")
    follows(phone, lecturer)
    back.click()
    bar.click()
    follows(phone, lecturer)


def test_the_speakers_window_leads_the_class_too_and_a_question_can_be_dropped(
    visit: Opener,
) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=14")
    desk = desk_of(lecturer)
    expect(desk.locator("[data-now-place]")).to_contain_text("15 / 33")
    student = joined(visit, code, locale="cs").page
    desk.keyboard.press("ArrowRight")
    expect(student.locator("[data-stage]")).to_have_attribute("data-step", "15")
    expect(student.locator("header [data-title]")).to_have_text("Příklad II: učení vah neuronu")
    desk.keyboard.press("q")
    expect(student.locator("[data-answer]")).to_be_visible()
    expect(student.locator("[data-caption]")).to_have_text("Jaký je lokální gradient ∂p/∂v?")
    desk.keyboard.press("Escape")
    expect(student.locator("[data-answer]")).to_be_hidden()
    phase(lecturer, "")


def test_a_slip_of_escape_leaves_no_class_behind(visit: Opener) -> None:
    lecturer, _code = opened(visit, "/present/example-2?step=3")
    lecturer.keyboard.press("Escape")
    expect(lecturer.get_by_text("Escape once more leaves the stage")).to_be_visible()
    lecturer.keyboard.press("c")
    panel = lecturer.locator(".class-open")
    panel.get_by_role("button", name="Go on").click()
    expect(panel).to_be_hidden()
    lecturer.keyboard.press("Escape")
    expect(lecturer.locator("[data-screen]")).to_have_count(0)


def test_a_talk_is_followed_with_its_words_in_ones_own_language(visit: Opener) -> None:
    lecturer, code = opened(visit, "/talk/lecture?slide=22")
    student = joined(visit, code, locale="cs").page
    expect(student.locator("svg.graph")).to_be_visible()
    lecturer.keyboard.press("Home")
    expect(lecturer.locator("[data-screen]")).to_have_attribute("data-slide", "1")
    expect(student.locator("[data-words] h2")).to_be_visible()
    expect(student.locator("svg.graph")).to_be_hidden()
    assert student.get_attribute("html", "lang") == "cs"
    lecturer.keyboard.type("g22")
    lecturer.keyboard.press("Enter")
    expect(student.locator("svg.graph")).to_be_visible()
    follows(student, lecturer)


def test_a_stream_that_is_refused_is_asked_for_instead(visit: Opener, watch: Watch) -> None:
    watch.expected.append("status of 503")
    lecturer, code = opened(visit, "/present/example-2?step=3")
    student = visit("/join").page
    student.route("**/stream", lambda route: route.fulfill(status=503, body="{}"))
    student.goto(f"/class/{code}")
    expect(student.locator("[data-linked]")).to_have_text("connected, a little late")
    follows(student, lecturer)
    lecturer.keyboard.press("ArrowRight")
    follows(student, lecturer)


def test_share_opens_a_class_and_a_wrong_code_is_kept(visit: Opener, watch: Watch) -> None:
    watch.expected.append("status of 422")
    studio = visit("/lesson/example-2?step=3")
    studio.page.locator("[data-do=share]").first.click()
    studio.page.get_by_role("button", name="Open a class").click()
    expect(studio.page.locator(".class-open .code-of")).to_be_visible()
    code = studio.page.locator(".class-open .code-of").inner_text()
    assert json.loads(studio.page.evaluate("localStorage['chalkgraph leads']"))[0]["code"] == (
        code.replace(" ", "")
    )
    page = visit("/join", size="phone").page
    page.keyboard.type("k7m 4q0")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("six letters and digits")
    expect(page.locator("#code")).to_have_value("k7m 4q0")
    page.fill("#code", code.lower())
    page.keyboard.press("Enter")
    expect(page.locator("[data-linked]")).to_have_text("connected")
    studio.page.keyboard.press("Escape")
    follows(page, studio.page)


def test_the_lecturer_deletes_all_of_it_with_two_presses(visit: Opener, watch: Watch) -> None:
    watch.expected.append("status of 404")
    lecturer, code = opened(visit, "/present/example-2?step=3")
    student = joined(visit, code).page
    follows(student, lecturer)
    lecturer.keyboard.press("c")
    lecturer.get_by_role("button", name="Delete all of it").click()
    lecturer.get_by_role("button", name="Really delete").click()
    expect(lecturer.locator(".class-corner")).to_be_hidden()
    expect(student.locator("[data-notice]")).to_have_text(
        "There is no class with this code any more."
    )


def test_a_class_that_is_on_ends_at_the_second_press(visit: Opener) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=3")
    student = joined(visit, code).page
    lecturer.keyboard.press("c")
    lecturer.get_by_role("button", name="End the class").click()
    expect(lecturer.get_by_role("button", name="Really end: press once more")).to_be_focused()
    expect(lecturer.locator(".class-corner")).to_be_visible()
    expect(student.locator("[data-did]")).to_be_hidden()
    lecturer.get_by_role("button", name="Go on").click()
    lecturer.keyboard.press("c")  # what was not pressed twice is asked anew
    ended(lecturer)
    expect(student.locator("[data-did]")).to_be_visible()


def test_axe_finds_nothing_serious_on_the_pages_of_a_class(visit: Opener) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=16")
    phone = joined(visit, code, size="phone")
    follows(phone.page, lecturer)
    lecturer.keyboard.press("q")
    expect(phone.page.locator("[data-answer]")).to_be_visible()
    for theme in THEMES:
        phone.theme(theme)
        assert faults(phone, colours_only=theme != THEMES[0]) == [], theme
    phone.theme(THEMES[0])
    answered(phone.page, "8.5")
    lecturer.keyboard.press("ArrowRight")
    phase(lecturer, "closed")
    # A phone takes what was pressed for what is pointed at: its words are to be read all the same.
    phone.page.locator("[data-send]").hover(force=True)
    ground, words = (
        phone.page.locator("[data-send]").evaluate(f"(at) => getComputedStyle(at).{name}")
        for name in ("backgroundColor", "color")
    )
    assert ground not in (words, "rgba(0, 0, 0, 0)")
    lecturer.keyboard.press("ArrowRight")
    expect(lecturer.locator(".board")).to_be_visible()
    stage = Studio(lecturer)
    for theme in THEMES:
        lecturer.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        for part in (".board", ".class-corner"):
            assert faults(stage, colours_only=True, part=part) == [], (theme, part)
    assert faults(stage, part=".board") == []
    expect(phone.page.locator("[data-mine] li")).to_contain_text("8.5Right: ")
    assert faults(phone) == []
    lecturer.keyboard.press("c")
    assert faults(stage, part=".class-open") == []
    for path in ("/join", "/privacy", f"/class/{code}/did"):
        assert faults(visit(path, size="phone")) == [], path
