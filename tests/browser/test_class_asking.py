"""What a class is asked, and answers: a lecturer and students, on a phone and at a desk."""

import csv
import io
import re

from playwright.sync_api import Response, expect

from app.state.link import pack

from .classes import SLOTS, answered, ended, follows, joined, opened, phase
from .conftest import Opener, Watch

OFFLINE = "ERR_INTERNET_DISCONNECTED"


def test_a_whole_lesson_with_two_votes_a_reload_and_a_table(visit: Opener) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=14", size="hall")
    expect(lecturer.locator(".class-corner img")).to_be_visible()
    desk = joined(visit, code).page
    phone = joined(visit, code, size="phone").page
    expect(lecturer.locator(".class-corner .here")).to_have_text("2 here")
    for _again in range(2):
        lecturer.keyboard.press("ArrowRight")
        for student in (desk, phone):
            follows(student, lecturer)
            assert student.evaluate(SLOTS) == lecturer.evaluate(SLOTS)
    lecturer.keyboard.press("q")
    phase(lecturer, "open")
    for student in (desk, phone):
        expect(student.locator("[data-caption]")).to_have_text("What is the local gradient ∂p/∂v?")
        expect(student.locator(".local.asking")).to_have_text("?")
    # The phone has keys of its own; the minus is among them.
    for key in ("−", "0", ",", "2"):
        phone.locator("[data-pad]").get_by_text(key, exact=True).click() if key != "−" else (
            phone.get_by_role("button", name="minus").click()
        )
    phone.get_by_role("button", name="send", exact=True).click()
    expect(phone.locator("[data-said]")).to_contain_text("received · counted")
    answered(desk, "0.27")
    expect(lecturer.locator(".class-corner .answered")).to_contain_text("2 of 2 answered")
    phone.reload()
    expect(phone.locator("#answer")).to_have_value("−0,2")
    expect(phone.locator("[data-said]")).to_contain_text("received · counted")

    lecturer.keyboard.press("ArrowRight")
    phase(lecturer, "closed")
    for student in (desk, phone):
        expect(student.locator("[data-send]")).to_be_disabled()
    assert "0.2" not in lecturer.inner_text(".class-corner"), "counts alone are on the wall"
    lecturer.keyboard.press("r")
    phase(lecturer, "open")
    for student, text in ((phone, "1/5"), (desk, "0.2")):
        expect(student.locator("[data-send]")).to_be_enabled()
        answered(student, text)
    lecturer.reload()
    phase(lecturer, "open")
    expect(lecturer.locator("[data-caption]")).to_have_text("What is the local gradient ∂p/∂v?")
    lecturer.keyboard.press("ArrowRight")
    phase(lecturer, "closed")
    lecturer.keyboard.press("ArrowRight")
    board = lecturer.locator(".board")
    expect(board).to_be_visible()
    rows = board.locator("tr").evaluate_all("rows => rows.map((row) => row.dataset.kind)")
    assert rows == ["right", "mistake", "mistake"]
    expect(board.locator("tr").first).to_contain_text("0 = 0 %")
    expect(board.locator("tr").first).to_contain_text("2 = 100 %")
    expect(board).to_contain_text("sign−0,2")
    mine = phone.locator("[data-mine]")
    expect(mine).to_contain_text("Not quite: the size is right, the sign is not.")
    expect(mine).to_contain_text("Right: ∂p/∂v = 0.2.")
    expect(mine).to_contain_text("0 % → 100 %")
    for student in (desk, phone):
        follows(student, lecturer)
        assert student.evaluate(SLOTS) == lecturer.evaluate(SLOTS)

    lecturer.keyboard.press("ArrowRight")
    expect(board).to_be_hidden()
    expect(mine).to_be_hidden()
    lecturer.keyboard.press("c")
    with lecturer.expect_download() as loading:
        lecturer.get_by_role("button", name="Answers (CSV)").click()
    text = loading.value.path().read_text(encoding="utf-8-sig")
    table = [*csv.reader(io.StringIO(text))]
    assert sorted(row[4] for row in table[1:]) == ["0.2", "0.27", "1/5", "−0,2"]
    assert {row[3] for row in table[1:]} == {"1", "2"}
    ended(lecturer)
    expect(desk.locator("[data-notice]")).to_have_text("The class has ended.")
    phone.get_by_role("link", name="What we did").click()
    expect(phone.locator("[data-own]")).to_contain_text("−0,2 → 1/5")


ODD = "x: input = 0.31415\nw: weight = 2.7183\nv = w * x\np = sigmoid(v)\nL: loss = -log(p)\n"
"""p = 0.701: a number that is nowhere else by chance."""


def test_the_number_that_is_asked_for_is_nowhere_at_a_students(visit: Opener) -> None:
    lecturer, code = opened(visit, f"/present?p={pack(ODD)}&step=3")
    student = visit("/join").page
    heard: list[Response] = []
    student.on("response", lambda response: heard.append(response))
    student.goto(f"/class/{code}")
    follows(student, lecturer)
    lecturer.keyboard.press("q")
    phase(lecturer, "open")
    expect(student.locator("[data-caption]")).to_contain_text("What is p")
    stream = student.evaluate(
        """async (code) => {
            const response = await fetch(`/class/${code}/stream`);
            const reader = response.body.getReader();
            let text = "";
            while (!text.includes("count")) {
                text += new TextDecoder().decode((await reader.read()).value);
            }
            await reader.cancel();
            return text;
        }""",
        code,
    )
    assert '"phase":"open"' in stream
    told = [each.text() for each in heard if each.url.split("?")[0].endswith(("/told", "/now"))]
    assert told
    kept = student.evaluate("JSON.stringify({...localStorage})")
    for text in (student.content(), student.evaluate(SLOTS), stream, kept, *told):
        assert not re.search(r"0[.,]701|0[.,]70\b|0[.,]355", str(text).replace(ODD, ""))
    # And as soon as it is shown it is there: so the search would find it.
    answered(student, "0.7")
    lecturer.keyboard.press("ArrowRight")
    phase(lecturer, "closed")
    lecturer.keyboard.press("ArrowRight")
    follows(student, lecturer)
    assert "0.701" in student.content()
    expect(student.locator("[data-mine]")).to_contain_text("Right")


def test_what_was_seen_already_is_taken_back_when_it_is_asked(visit: Opener) -> None:
    lecturer, code = opened(visit, f"/present?p={pack(ODD)}&step=4")
    student = joined(visit, code).page
    follows(student, lecturer)
    lecturer.keyboard.press("ArrowRight")
    follows(student, lecturer)
    assert "0.701" in student.content()
    for _again in range(3):
        lecturer.keyboard.press("ArrowLeft")
    lecturer.keyboard.press("q")
    phase(lecturer, "open")
    while "What is p" not in lecturer.inner_text("[data-caption]"):
        lecturer.keyboard.press("ArrowRight")
        phase(lecturer, "closed")
        lecturer.keyboard.press("ArrowRight")
        phase(lecturer, "revealed")
        lecturer.keyboard.press("q")
        phase(lecturer, "open")
    expect(student.locator("[data-caption]")).to_contain_text("What is p")
    assert "0.701" not in student.content()


def test_an_answer_that_is_given_without_a_connection_is_kept_and_counted_later(
    visit: Opener, watch: Watch
) -> None:
    watch.expected.append(OFFLINE)
    lecturer, code = opened(visit, "/present/example-2?step=14")
    student = joined(visit, code).page
    lecturer.keyboard.press("q")
    expect(student.locator("[data-answer]")).to_be_visible()
    student.context.set_offline(True)
    expect(student.locator("[data-linked]")).to_have_text("no connection")
    student.fill("#answer", "-3.7")
    student.keyboard.press("Enter")
    expect(student.locator("[data-said]")).to_contain_text("your answer is kept")
    expect(student.locator("[data-do=live]")).to_contain_text("return when connected")
    student.context.set_offline(False)
    expect(student.locator("[data-linked]")).to_have_text("connected")
    expect(student.locator("[data-said]")).to_contain_text("received · counted")
    expect(lecturer.locator(".class-corner .answered")).to_contain_text("1 of 1 answered")


def test_the_board_covers_no_node_and_no_number(visit: Opener) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=16", size="hall")
    student = joined(visit, code).page
    lecturer.keyboard.press("q")
    expect(student.locator("[data-answer]")).to_be_visible()
    answered(student, "0.27")
    lecturer.keyboard.press("ArrowRight")
    phase(lecturer, "closed")
    lecturer.keyboard.press("ArrowRight")
    expect(lecturer.locator(".board")).to_be_visible()
    covered = lecturer.evaluate(
        """() => {
            const card = document.querySelector(".board").getBoundingClientRect();
            const corner = document.querySelector(".class-corner").getBoundingClientRect();
            const things = [
                ...document.querySelectorAll("svg.graph :is(.node .box, text.value, .local rect)"),
                ...document.querySelectorAll("[data-strip] :is(td, th)"),
            ].map((each) => each.getBoundingClientRect()).filter(({ width }) => width);
            const over = (one, other) => one.left < other.right && other.left < one.right
                && one.top < other.bottom && other.top < one.bottom;
            return things.filter((each) => over(each, card) || over(each, corner)).length;
        }"""
    )
    assert covered == 0
    small = lecturer.evaluate(
        """() => [...document.querySelectorAll(".board *, .class-corner *")]
            .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3
                && node.textContent.trim()) && each.offsetWidth > 1)
            .map((each) => parseFloat(getComputedStyle(each).fontSize))
            .filter((size) => size < innerHeight / 41)"""
    )
    assert small == [], "no letter is too small for the last row"


def test_an_answer_that_is_no_number_is_told_so_at_once_and_not_whether_it_is_right(
    visit: Opener,
) -> None:
    lecturer, code = opened(visit, "/present/example-2?step=16")
    phone = joined(visit, code, size="phone").page
    follows(phone, lecturer)
    lecturer.keyboard.press("q")
    phase(lecturer, "open")
    said = phone.locator("[data-said]")
    for text in ("abc", "0,2x,"):
        phone.fill("#answer", text)
        phone.locator("[data-send]").click()
        expect(said).to_contain_text("Received, but not understood.")
        expect(said).not_to_have_attribute("data-mood", "good")
    phone.reload()
    expect(said).to_contain_text("Received, but not understood.")
    for text in ("0.27", "v*w1 + 3"):  # a wrong one like the right one
        answered(phone, text)
        expect(said).to_contain_text("received · counted")
