"""A worksheet in a class: everybody works alone, the lecturer sees how far all are, no names."""

import csv
import io
import re

from playwright.sync_api import Page, Response, expect

from app.picture.svg import THEMES
from app.state.link import pack

from .axe import faults
from .classes import SLOTS, SMALL, desk_of, ended, follows, joined, opened
from .conftest import Opener, Watch
from .studio import Studio

OFFLINE = "ERR_INTERNET_DISCONNECTED"
ASKS = (
    "What is q?",
    "What is p?",
    "What is the local gradient ∂p/∂v?",
    "Along this path, what is the product so far, from ℒ back to v?",
)
"""Of Example II: q = −1, p = 0.27, 0.2, −0.74."""


def handed(page: Page, *asks: str) -> None:
    """Tick these in the list of all that can be asked, and hand them out."""
    dialog = page.locator(".handing")
    expect(dialog).to_be_visible()
    dialog.get_by_label("all", exact=True).uncheck()
    for ask in asks:
        dialog.get_by_label(ask, exact=True).check()
    expect(dialog.get_by_role("status")).to_have_text(f"tasks: {len(asks)}")
    dialog.get_by_role("button", name="Hand it out").click()
    expect(dialog).to_be_hidden()


def task(student: Page, text: str) -> None:
    expect(student.locator("[data-task]")).to_have_text(text)


def comes(student: Page, ask: str) -> None:
    """To where the next task is asked."""
    student.locator("[data-do=live]").click()
    expect(student.locator("[data-caption]")).to_have_text(ask)
    expect(student.locator("#answer")).to_be_editable()


def tries(student: Page, text: str, said: str) -> None:
    """Try a number; the server has said this of it."""
    student.fill("#answer", text)
    student.locator("[data-send]").click()
    expect(student.locator("[data-said]")).to_contain_text(said)


def row(desk: Page, task: int, *kinds: str) -> None:
    """A row of the heat map comes to be this one, person by person."""
    ones = desk.locator(".heat tbody tr").nth(task).locator(".one")
    expect(ones).to_have_count(len(kinds))
    for person, kind in enumerate(kinds):
        expect(ones.nth(person)).to_have_attribute("data-kind", kind)


WHOLE = """() => {
  const walls = [...document.querySelectorAll("[data-screen]")].map((each) => each.parentElement);
  return walls.length === 2 && walls.every((wall) => {
    const [inner, outer] = [wall, wall.parentElement].map((each) => each.getBoundingClientRect());
    return inner.width > 100 && inner.right <= outer.right + 1 && inner.bottom <= outer.bottom + 1;
  });
}"""
"""Whether both screens of a speaker's window are seen whole."""


def test_a_whole_worksheet(visit: Opener, watch: Watch) -> None:
    watch.expected.append(OFFLINE)
    lecturer, code = opened(visit, "/present/example-2?step=4")
    desk = desk_of(lecturer)
    anna = joined(visit, code).page
    boris = joined(visit, code, size="phone").page
    for student in (anna, boris):
        follows(student, lecturer)
    desk.get_by_role("button", name="Hand out a worksheet").click()
    handed(desk, *ASKS)
    for student in (anna, boris):
        task(student, "Worksheet: task 1 of 4")
        expect(student.locator("[data-stage]")).to_have_attribute("data-step", "0")
    expect(lecturer.locator(".class-corner .answered")).to_contain_text("2 of 2 have begun")

    # Anna is right at once each time, and done.
    comes(anna, ASKS[0])
    tries(anna, "-1", "Right: q = −1.")
    task(anna, "Worksheet: task 2 of 4")
    comes(anna, ASKS[1])
    tries(anna, "0.27", "Right: p = 0.27.")
    task(anna, "Worksheet: task 3 of 4")
    comes(anna, ASKS[2])
    tries(anna, "0.2", "Right: ∂p/∂v = 0.2.")
    expect(anna.locator("[data-caption]")).to_have_text(ASKS[3])
    expect(anna.locator("#answer")).to_have_value("")
    tries(anna, "-0.74", "= −0.74.")
    task(anna, "Worksheet: all 4 tasks are done")
    expect(anna.locator("[data-all]")).to_have_text("Right at once: 4, later: 0, shown: 0.")

    # Boris makes a mistake, reloads, is offline when he answers, and has a number shown.
    comes(boris, ASKS[0])
    tries(boris, "-2", "another operation")
    boris.reload()
    task(boris, "Worksheet: task 1 of 4")
    expect(boris.locator("[data-caption]")).to_have_text(ASKS[0])
    boris.context.set_offline(True)
    expect(boris.locator("[data-linked]")).to_have_attribute("data-linked", "lost")
    tries(boris, "-1", "your answer is kept")
    boris.context.set_offline(False)
    expect(boris.locator("[data-linked]")).to_have_attribute("data-linked", "live")
    expect(boris.locator("[data-said]")).to_contain_text("Right: q = −1.")
    task(boris, "Worksheet: task 2 of 4")
    comes(boris, ASKS[1])
    boris.get_by_role("button", name="Show me").click()
    task(boris, "Worksheet: task 3 of 4")
    expect(boris.locator("[data-stage]")).to_have_attribute("data-step", "10")
    comes(boris, ASKS[2])
    tries(boris, "-0.2", "the sign is not")

    # Carla comes late: she begins where all began.
    carla = joined(visit, code).page
    task(carla, "Worksheet: task 1 of 4")

    said = desk.locator("[data-sheet-said]")
    expect(said).to_have_text("people: 3 · done: 1 · most are at task 1: 1")
    expect(desk.locator('.heat [data-kind="mistake"]')).to_have_count(1)
    row(desk, 0, "right", "later", "at")
    row(desk, 1, "right", "shown", "ahead")
    row(desk, 2, "right", "mistake", "ahead")
    row(desk, 3, "right", "ahead", "ahead")
    rows = desk.locator(".heat tbody tr")
    expect(rows.nth(0)).to_contain_text("2 of 3")
    expect(rows.nth(2)).to_contain_text("sign ×1")
    expect(rows.nth(0).locator(".one").nth(1)).to_contain_text("right later: other operation")
    for language in ("cs", "en"):
        desk.goto(f"/present/example-2?window=speaker&lang={language}")
        expect(desk.locator('.heat [data-kind="mistake"]')).to_have_count(1)
        desk.wait_for_function(WHOLE)
        for part in (".sheets", ".desk"):
            assert faults(Studio(desk), part=part) == [], language
            assert desk.evaluate(SMALL, part) == []
        boris.goto(f"/class/{code}?lang={language}")
        expect(boris.locator("#answer")).to_be_editable()
        assert faults(Studio(boris)) == [], language
        assert boris.evaluate(SMALL, "body") == []
        anna.goto(f"/class/{code}?lang={language}")
        expect(anna.locator("[data-mine] li")).to_have_count(4)
        assert faults(Studio(anna)) == [], language

    # Collected, everybody is at the board; handed out again, each where he was.
    desk.get_by_role("button", name="Collect the worksheet").click()
    for student in (anna, boris, carla):
        follows(student, lecturer)
        expect(student.locator("[data-task]")).to_be_hidden()
        expect(student.locator("[data-mine]")).to_be_hidden()
        assert student.evaluate(SLOTS) == lecturer.evaluate(SLOTS)
    expect(desk.locator("[data-heat]")).to_be_hidden()
    lecturer.keyboard.press("c")
    lecturer.get_by_role("button", name="Hand out a worksheet").click()
    handed(lecturer, *ASKS)
    task(anna, "Worksheet: all 4 tasks are done")
    task(boris, "Worksheet: task 3 of 4")
    comes_back = boris.locator("[data-caption]")
    expect(comes_back).to_have_text(ASKS[2])
    tries(boris, "0.2", "Right")
    expect(desk.locator('.heat [data-kind="later"]')).to_have_count(2)

    # A question brings everybody to the board.
    lecturer.keyboard.press("q")
    for student in (anna, boris, carla):
        expect(student.locator("[data-caption]")).to_have_text("What is q?")
        expect(student.locator("[data-task]")).to_be_hidden()
    lecturer.keyboard.press("Escape")

    lecturer.keyboard.press("c")
    with lecturer.expect_download() as loading:
        lecturer.get_by_role("button", name="Answers (CSV)").click()
    text = loading.value.path().read_text(encoding="utf-8-sig")
    table = [(row[0], row[2], row[4], row[7]) for row in csv.reader(io.StringIO(text))][1:]
    assert sorted(table) == [
        ("1", "1", "-1", "1"),
        ("1", "1", "-2", "1"),
        ("1", "2", "-1", "1"),
        ("2", "1", "", "1"),
        ("2", "1", "0.27", "1"),
        ("3", "1", "-0.2", "1"),
        ("3", "1", "0.2", "1"),
        ("3", "2", "0.2", "1"),
        ("4", "1", "-0.74", "1"),
    ]
    # It was interrupted and not collected: its numbers are told when the class has ended.
    boris.goto(f"/class/{code}/did")
    expect(boris.locator("[data-worksheet]")).to_have_count(0)
    ended(lecturer)
    expect(lecturer.get_by_role("button", name="End the class")).to_have_count(0)
    boris.goto(f"/class/{code}/did")
    expect(boris.locator("[data-task='6'] [data-own]")).to_have_text("-2 → -1")
    expect(boris.locator("[data-task='10'] [data-own]")).to_have_text("shown")
    assert faults(Studio(boris)) == []


ODD = "x: input = 0.31415\nw: weight = 2.7183\nv = w * x\np = sigmoid(v)\nL: loss = -log(p)\n"
"""v = 0.854, p = 0.701, ℒ = 0.355: numbers that are nowhere else by chance."""


def test_no_number_of_a_task_is_at_a_students_before_it_is_done(visit: Opener) -> None:
    lecturer, code = opened(visit, f"/present?p={pack(ODD)}&step=3")
    student = visit("/join", size="phone").page
    heard: list[Response] = []
    student.on("response", lambda response: heard.append(response))
    student.goto(f"/class/{code}")
    follows(student, lecturer)
    lecturer.keyboard.press("c")
    lecturer.get_by_role("button", name="Hand out a worksheet").click()
    heard.clear()
    handed(lecturer, "What is p?", "What is ℒ?")
    task(student, "Worksheet: task 1 of 2")
    comes(student, "What is p?")
    student.keyboard.press("End")
    expect(student.locator("[data-caption]")).to_have_text("What is p?")
    tries(student, "0.5", "Not quite")

    def nowhere(numbers: str) -> None:
        wanted = ("/told", "/now", "/tasks", "/check", "/work")
        told = [each.text() for each in heard if each.url.split("?")[0].endswith(wanted)]
        kept = student.evaluate("JSON.stringify({...localStorage})")
        assert len(told) > 3
        for text in (student.content(), student.evaluate(SLOTS), kept, *told):
            assert not re.search(numbers, str(text).replace(ODD, "")), numbers

    nowhere(r"0[.,]701|0[.,]70\b|0[.,]355")
    tries(student, "0.7", "Right")
    task(student, "Worksheet: task 2 of 2")
    expect(student.locator("[data-stage]")).to_have_attribute("data-step", "4")
    # As soon as it is done it is there: so the search would find it.
    assert "0.701" in student.content()
    nowhere(r"0[.,]355")


def test_from_a_worksheets_link_to_a_class_that_works_on_it(visit: Opener) -> None:
    page = visit("/lesson/example-2?step=3").page
    page.locator("[data-do=share]").first.click()
    page.get_by_text("Make it a worksheet: lock numbers").click()
    page.get_by_label("value of q", exact=True).check()
    page.get_by_role("button", name="Hand it out in a class").click()
    dialog = page.locator(".handing")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("status")).to_have_text("1 task")
    expect(dialog.get_by_label("What is q?", exact=True)).to_be_checked()
    for theme in THEMES:
        page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        assert faults(Studio(page), colours_only=theme != THEMES[0], part=".handing") == [], theme
    code = page.locator(".class-open .code-of").inner_text().replace(" ", "")
    dialog.get_by_role("button", name="Hand it out").click()
    student = joined(visit, code).page
    task(student, "Worksheet: task 1 of 1")
    page.reload()
    expect(page.locator(".class-corner")).to_be_visible()
    expect(dialog).to_be_hidden()
    desk = page.context.new_page()
    desk.goto(f"{page.url.partition('#')[0]}{'&' if '?' in page.url else '?'}window=speaker")
    expect(desk.locator(".heat .one")).to_have_count(1)
    comes(student, "What is q?")
    tries(student, "-2", "another operation")
    expect(desk.locator('.heat [data-kind="mistake"]')).to_have_count(1)
    for theme in THEMES:
        desk.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        assert faults(Studio(desk), colours_only=True, part=".sheets") == [], theme
        student.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        assert faults(Studio(student), colours_only=True) == [], theme
