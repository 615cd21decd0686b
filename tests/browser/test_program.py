"""A changed program is redrawn after a pause; an error loses neither the text nor the picture."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.state.link import pack

from .conftest import Opener, Watch

REFUSED = "status of 422"
"""Chromium itself reports an answer of 422 on the console."""


def test_an_error_is_underlined_with_its_cure_and_the_last_good_picture_stays(
    visit: Opener, watch: Watch
) -> None:
    watch.expected.append(REFUSED)
    studio = visit("/lesson/example-2?step=24")
    page = studio.page
    good = page.input_value("#program")
    before = studio.snapshot()
    broken = good.replace("sigmoid(v)", "sigmiod(v)")
    studio.write(broken)
    expect(studio.problem).to_contain_text("Line 14: no function is called sigmiod.")
    expect(studio.problem).to_contain_text("Did you mean sigmoid?")
    expect(studio.status).to_have_text("The picture shows the last program that worked.")
    assert page.locator("[data-underline] mark").inner_text() == "sigmiod"
    assert page.get_attribute("#program", "aria-invalid") == "true"
    assert page.get_attribute("#program", "aria-describedby") == "problem"
    assert studio.problem.get_attribute("role") == "alert"
    assert page.input_value("#program") == broken
    assert studio.snapshot() == before
    page.locator("[data-picture]").focus()
    studio.press("ArrowRight")
    assert studio.step == 25, "the good story can still be walked"
    studio.change(lambda: studio.write(good))
    expect(studio.problem).to_be_empty()
    expect(studio.status).to_be_hidden()
    assert page.locator("[data-underline] mark").count() == 0
    assert page.get_attribute("#program", "aria-invalid") is None


def test_the_underline_lies_under_the_culprit(visit: Opener, watch: Watch) -> None:
    watch.expected.append(REFUSED)
    studio = visit("/lesson/example-2")
    page = studio.page
    # Two lines that wrap stand above it.
    studio.write(page.input_value("#program").replace("y * q", "y * qq"))
    expect(studio.problem).not_to_be_empty()
    mark = page.locator("[data-underline] mark")
    assert mark.inner_text() == "qq"
    same = page.evaluate(
        """() => {
            const style = (element) => {
                const { font, padding, whiteSpace, tabSize } = getComputedStyle(element);
                return [font, padding, whiteSpace, tabSize, element.clientWidth].join();
            };
            const [typed, drawn] = ["#program", "[data-underline]"].map((selector) =>
                document.querySelector(selector));
            return [style(typed), style(drawn)];
        }"""
    )
    assert same[0] == same[1]


def test_no_program_however_odd_takes_the_picture_away(visit: Opener, watch: Watch) -> None:
    watch.expected.append(REFUSED)
    studio = visit("/lesson/gates?step=10")
    picture = studio.snapshot()["picture"]
    for program in ("", "# only\n# words", "x = __import__('os')", "x = 1e999", "(" * 99, "=" * 30):
        with studio.page.expect_response("**/api/story") as answer:
            studio.write(program)
        assert answer.value.status == 422
        expect(studio.problem).to_contain_text(
            answer.value.json()["error"]["message"].split("`")[0]
        )
        assert studio.page.input_value("#program") == program
        assert studio.snapshot()["picture"] == picture


def test_markup_in_a_program_is_shown_as_text(visit: Opener) -> None:
    studio = visit("/studio")
    studio.change(
        lambda: studio.write('# <img src=x onerror="alert(1)"> & "quotes"\n# <b>bold</b>\na = 2\n')
    )
    page = studio.page
    assert page.inner_text("h1") == '<img src=x onerror="alert(1)"> & "quotes"'
    assert page.locator("img, .told b, .why b").count() == 0
    page.goto(studio.address())
    assert page.inner_text("h1") == '<img src=x onerror="alert(1)"> & "quotes"'
    assert page.locator("img, .told b, .why b").count() == 0


def test_an_edited_line_says_what_its_number_is_and_other_numbers_stay_changed(
    visit: Opener,
) -> None:
    studio = visit("/lesson/example-2?step=12")
    page = studio.page
    studio.change(lambda: studio.number("x1").fill("9"))
    studio.change(lambda: studio.number("x2").fill("8"))
    program = page.input_value("#program")
    studio.change(lambda: studio.write(program.replace("x1: input  = 2", "x1: input  = 5")))
    assert studio.value("x1") == "5"
    assert studio.value("x2") == "8"


def test_a_leaf_that_is_gone_is_no_longer_told(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=20")
    studio.change(lambda: studio.write("a: weight = 2\nL: loss = a**2"))
    assert studio.page.input_value("#focus") == "*"
    assert studio.step <= studio.steps - 1
    assert studio.page.locator(".field").count() == 2


def test_typing_asks_once_after_a_pause(visit: Opener) -> None:
    studio = visit("/studio")
    page = studio.page
    studio.stop_the_clock()
    asked: list[str] = []
    page.on("request", lambda request: "/api/" in request.url and asked.append(request.url))
    studio.edit()
    page.focus("#program")
    studio.press("Control+End")
    for key in "z = w + 1":
        page.keyboard.type(key)
        page.clock.run_for(200)
    assert asked == []
    studio.change(lambda: page.clock.run_for(200))
    assert len(asked) == 1
    assert studio.node("z").count() == 1


def test_without_a_connection_stepping_goes_on_and_the_typed_text_waits(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    page = studio.page
    line = studio.hold("/api/story")
    line.cut()
    studio.number("x1").fill("3")
    expect(studio.status).to_have_text("No connection, trying again. What you typed is kept.")
    program = page.input_value("#program") + "\nextra = q + 1"
    studio.write(program)
    page.locator("[data-picture]").focus()
    studio.press("ArrowRight", "ArrowRight", "ArrowRight")
    assert studio.step == 15
    assert studio.strip().startswith("−3.7 · ?")
    assert studio.number("x1").input_value() == "3"
    studio.pause(400)  # so long the page waits before it takes what is typed
    line.free()
    studio.settle()
    expect(studio.status).to_be_hidden()
    assert page.input_value("#program") == program
    assert studio.node("extra").count() == 1
    assert studio.value("x1") == "3"


@pytest.mark.parametrize(
    "answer",
    [
        '{"error": {"kind": "server", "message": "Something broke.", "hint": "Go on."}}',
        "<h1>Bad gateway</h1>",
        "",
    ],
    ids=["with words", "a proxy's page", "empty"],
)
def test_an_answer_of_500_is_said_and_nothing_is_lost(visit: Opener, answer: str) -> None:
    studio = visit("/lesson/example-2?step=24")
    page = studio.page
    before = studio.snapshot()
    line = studio.hold("/api/story")
    line.answer_all(answer, status=500)
    studio.number("x1").fill("3")
    expect(studio.status).to_be_visible()
    assert studio.status.inner_text() in (
        "Something broke. Go on.",
        "No connection, trying again. What you typed is kept.",
    )
    assert studio.snapshot() == before
    page.locator("[data-picture]").focus()
    studio.press("ArrowLeft", "ArrowRight")
    assert studio.snapshot() == before
    line.free()
    studio.change(lambda: studio.number("x1").fill("4"))
    assert studio.value("x1") == "4"
    expect(studio.status).to_be_hidden()


def test_a_story_that_cannot_be_painted_is_no_lost_connection_and_the_next_one_is(
    visit: Opener, watch: Watch
) -> None:
    watch.expected += ["uncaught", "TypeError"]
    studio = visit("/lesson/example-2?step=24")
    page = studio.page
    line = studio.hold("/api/story")
    line.answer_all(json.dumps({"steps": None}))
    with page.expect_event("pageerror"):
        studio.number("x1").fill("3")
    expect(studio.status).to_be_hidden()
    assert page.get_attribute("[data-stage]", "data-stale") == "yes"
    line.free()
    studio.change(lambda: studio.number("x1").fill("4"))
    assert studio.value("x1") == "4"


def test_a_link_with_an_error_shows_the_program_and_the_error(visit: Opener, watch: Watch) -> None:
    watch.expected.append(REFUSED)
    packed = visit("/studio").page.evaluate(
        """async () => {
            const text = "x: input = 2\\ny = x * z\\n";
            const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate"));
            const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
            return "1" + btoa(String.fromCharCode(...bytes))
                .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
        }"""
    )
    for size in ("desk", "phone"):
        studio = visit(f"/studio?p={packed}", size=size)
        assert studio.page.input_value("#program") == "x: input = 2\ny = x * z\n"
        expect(studio.problem).to_contain_text("Line 2: there is no z yet.")
        expect(studio.problem).to_be_in_viewport()
        expect(studio.page.locator("[data-underline] mark")).to_have_text("z")
        expect(studio.status).to_be_hidden()
        studio.change(lambda studio=studio: studio.write("x: input = 2\ny = x * 3\n"))
        expect(studio.problem).to_be_empty()
        assert studio.node("y").count() == 1


def test_a_program_that_is_too_large_is_refused_in_words(visit: Opener, watch: Watch) -> None:
    watch.expected += [REFUSED, "status of 413"]
    studio = visit("/studio")
    for program in ("a = 1\n" * 500, "# " + "x" * 300_000):
        studio.write(program)
        expect(
            studio.page.locator("[data-problem]:not(:empty), [data-status]:visible").first
        ).to_be_visible()
        assert studio.page.input_value("#program") == program


def test_stepping_asks_the_server_for_nothing(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    asked: list[str] = []
    studio.page.on("request", lambda r: None if r.url.startswith("data:") else asked.append(r.url))
    studio.press(*["ArrowRight"] * 5)
    studio.address()
    studio.press("End", "Home", "2")
    studio.address()
    assert asked == []


def test_the_page_needs_no_other_host() -> None:
    root = Path(__file__).resolve().parents[2]
    for file in [*root.glob("static/**/*.*"), *root.glob("templates/*")]:
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
        loaded = re.sub(r"<a\s[^>]*>", "", text)  # a link is followed when somebody clicks it
        for line in loaded.splitlines():
            assert "http://" not in line and "https://" not in line, f"{file.name}: {line}"


def test_what_may_be_meant_otherwise_is_said_and_a_button_writes_it(visit: Opener) -> None:
    studio = visit("/studio")
    doubts = studio.page.locator("[data-doubts]")
    studio.change(lambda: studio.write("W: weight = [[1, 2], [3, 4]]\ny = 2*W\n"))
    expect(doubts).to_contain_text("Nothing here is a single number")
    studio.change(lambda: doubts.locator("button").click())
    assert studio.page.input_value("#program").endswith("y = 2*W\nL: loss = sum(y)\n")
    expect(doubts).to_be_empty()
    studio.change(lambda: studio.write("z: weight = 2\nL: loss = hinge(0, z)"))
    studio.page.goto(studio.address())
    studio.edit()
    expect(doubts).to_contain_text("nothing is learned")
    studio.change(lambda: doubts.locator("button").click())
    assert studio.page.input_value("#program").strip().endswith("hinge(-1, z)")


REGULARISED = "w: weight = 2\nx: input = 3\nL = (w*x - 1)**2\nL_reg = L + 0.1*w**2"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_shared_link_says_it_beside_the_picture_without_the_drawer(
    visit: Opener, size: str
) -> None:
    studio = visit(f"/studio?p={pack(REGULARISED)}&step=3", size=size)
    page, line = studio.page, studio.page.locator(".formula-line")
    remark = line.get_by_role("note")
    expect(remark).to_contain_text("L_reg, which is computed from it, has no part in the gradients")
    assert page.get_attribute("body", "data-drawer") is None
    assert page.locator('[data-do="drawer"][data-doubted]').count() == 2
    assert line.evaluate("box => box.scrollHeight <= box.clientHeight + 1")
    assert line.evaluate("box => box.scrollWidth <= box.clientWidth + 1")
    where = "svg => { const { x, y, width } = svg.getBoundingClientRect(); return [x, y, width]; }"
    before = page.locator("[data-picture] svg.graph").evaluate(where)
    studio.press("ArrowRight")
    expect(remark).to_have_count(0)
    assert page.locator("[data-picture] svg.graph").evaluate(where) == before
    studio.press("Home")
    expect(remark).to_be_visible()
    studio.change(remark.get_by_role("button", name="Put L_reg: loss there").click)
    assert page.input_value("#program").endswith("L_reg: loss = L + 0.1*w**2")
    expect(remark).to_have_count(0)
    expect(page.locator("[data-doubted]")).to_have_count(0)


@pytest.mark.parametrize("height", [460, 400])
def test_an_embed_says_it_beside_the_picture(visit: Opener, height: int) -> None:
    studio = visit(f"/embed/studio?p={pack(REGULARISED)}")
    studio.page.set_viewport_size({"width": 900, "height": height})
    studio.still()
    remark = studio.page.locator(".formula-line").get_by_role("note")
    expect(remark).to_contain_text("L_reg, which is computed from it, has no part in the gradients")
    expect(remark.get_by_role("button")).to_have_count(0)  # nobody changes a program here
    studio.press("ArrowRight", "ArrowRight", "ArrowRight")
    expect(remark).to_have_count(0)


def test_the_stage_says_it_in_a_line_before_the_first_step(visit: Opener) -> None:
    page = visit(f"/present?p={pack(REGULARISED)}").page
    line = page.locator('[data-screen="now"] .formula-line')
    expect(line.get_by_role("note")).to_contain_text("has no part in the gradients")
    assert line.locator("button").count() == 0
    page.keyboard.press("ArrowRight")
    expect(line.get_by_role("note")).to_have_count(0)


def test_no_word_of_a_long_cure_is_broken(visit: Opener) -> None:
    studio = visit("/studio")
    studio.change(lambda: studio.write("W: weight = [[1, 2], [3, 4]]\ny = 2*W\n"))
    cure = studio.page.locator("[data-doubts] .cure")
    expect(cure).to_have_text("Put L: loss = sum(y) there")
    broken = cure.evaluate(
        """button => {
            const texts = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
            const found = [];
            while (texts.nextNode()) {
                for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
                    const range = document.createRange();
                    range.setStart(texts.currentNode, word.index);
                    range.setEnd(texts.currentNode, word.index + word[0].length);
                    if (range.getClientRects().length > 1) found.push(word[0]);
                }
            }
            return found;
        }"""
    )
    assert broken == []
