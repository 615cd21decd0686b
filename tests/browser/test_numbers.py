"""Changing a number changes every number of the current step at once; the picture does not move."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .conftest import Opener, Watch
from .studio import Studio

WATCH = """() => {
    window.seen = [];
    const look = () => {
        const now = [...document.querySelectorAll(".canvas text, [data-strip] .number")]
            .map((element) => element.textContent).join(" ");
        if (window.seen.at(-1) !== now) window.seen.push(now);
        requestAnimationFrame(look);
    };
    look();
}"""
"""Keeps every different set of numbers that was ever on the screen."""


def _by_field(studio: Studio) -> None:
    studio.number("x1").fill("2.5")


def _by_slider(studio: Studio) -> None:
    studio.slider("x1").fill("2.5")


@pytest.mark.parametrize("by", [_by_field, _by_slider])
def test_a_changed_number_changes_all_numbers_at_once_and_moves_nothing(
    visit: Opener, by: Callable[[Studio], None]
) -> None:
    studio = visit("/lesson/example-2?numbers=exact&step=24")
    studio.edit()
    before, layout = studio.strip(), studio.layout()
    assert before == "−3.718 · 0.1966 · 1 · 1 · 2 = −1.46"
    studio.page.evaluate(WATCH)
    studio.change(lambda: by(studio))
    assert studio.strip() == "−5.4817 · 0.14915 · 1 · 1 · 2.5 = −2.04"
    assert studio.step == 24
    values = [studio.value(name) for name in ("x1", "z1", "q", "v", "p", "ℒ")]
    assert values == ["2.5", "−2.5", "−1.5", "−1.5", "0.182", "1.7"]
    assert "−2.04" in studio.sentence
    assert studio.layout() == layout
    assert studio.number("x1").input_value() == studio.slider("x1").input_value() == "2.5"
    studio.still()
    assert len(studio.page.evaluate("window.seen")) == 2, "never a mixture of old and new"


def test_while_a_hand_holds_a_slider_the_picture_is_not_laid_out_anew(visit: Opener) -> None:
    studio = visit("/lesson/example-2?numbers=exact&step=24")
    studio.edit()
    asked: list[str] = []
    studio.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    box = studio.slider("x1").bounding_box()
    assert box is not None
    mouse, y = studio.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] / 2, y)
    mouse.down()
    mouse.move(box["x"] + 0.8 * box["width"], y)
    studio.page.wait_for_timeout(700)  # longer than a hand rests
    assert "numbers" in asked and "story" not in asked
    with studio.page.expect_request("**/api/story"):
        mouse.up()
    studio.still()


def test_the_label_has_a_button_for_each_side(visit: Opener) -> None:
    studio = visit("/lesson/example-2?numbers=exact&step=24")
    studio.edit()
    layout = studio.layout()
    field = studio.page.locator('.field[data-key="y"]')
    studio.change(lambda: field.get_by_role("button", name="−1").click())
    assert studio.strip().endswith("= 0.538")
    assert studio.number("y").input_value() == "-1"
    assert field.get_by_role("button", name="−1").get_attribute("aria-pressed") == "true"
    assert field.get_by_role("button", name="+1").get_attribute("aria-pressed") == "false"
    assert studio.layout() == layout
    studio.change(lambda: field.get_by_role("button", name="+1").click())
    assert studio.strip().endswith("= −1.46")


def test_the_learning_rate_changes_the_update_only(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=26")
    strip = studio.strip()
    studio.change(lambda: studio.number("").fill("0.5"))
    assert studio.strip() == strip
    expect(studio.node("w1").locator(".update")).to_have_text("−1 → −0.26")


def test_a_proper_minus_sign_is_a_number(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    studio.change(lambda: studio.number("w1").fill("−2"))
    assert studio.value("w1") == "−2"


def test_a_number_past_the_sliders_end_makes_the_slider_longer(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    studio.change(lambda: studio.number("x1").fill("40"))
    assert studio.slider("x1").input_value() == "40"


def test_the_start_numbers_come_back(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24")
    page = studio.page
    back = page.get_by_role("button", name="Back to the start numbers")
    expect(back).to_be_hidden()
    studio.change(lambda: studio.number("x1").fill("7"))
    studio.change(lambda: studio.number("").fill("0.1"))
    expect(back).to_be_visible()
    studio.change(back.click)
    assert studio.number("x1").input_value() == studio.slider("x1").input_value() == "2"
    assert studio.number("").input_value() == "1"
    assert studio.strip() == "−3.7 · 0.2 · 1 · 1 · 2 = −1.48"
    expect(back).to_be_hidden()
    assert "x1" not in studio.address()


def test_a_link_with_a_number_for_nothing_says_so_and_has_a_way_out(
    visit: Opener, watch: Watch
) -> None:
    watch.expected.append("status of 422")
    studio = visit("/lesson/example-2?v.nope=3")
    expect(studio.status).to_contain_text("nope")
    studio.change(studio.page.get_by_role("button", name="Back to the start numbers").click)
    expect(studio.problem).to_be_empty()
    studio.go(12)
    assert studio.value("p") == "0.27"


def test_a_text_that_is_no_number_is_kept_said_and_changes_nothing(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24")
    before = studio.strip()
    asked: list[str] = []
    field = studio.number("x1")
    studio.still()  # the drawer takes room, where the cards stand otherwise
    studio.page.on("request", lambda r: asked.append(r.url) if r.method == "POST" else None)
    for typed in ("abc", "1e999", "nan", "1,5,2", "--1", "", "1:0", "<b>x</b>"):
        field.fill(typed)
        assert field.input_value() == typed
        assert field.get_attribute("aria-invalid") == "true"
        expect(studio.status).to_contain_text("is not a number")
        assert studio.strip() == before
    studio.pause(500)
    assert asked == []
    studio.change(lambda: field.fill("3"))
    assert field.get_attribute("aria-invalid") is None
    expect(studio.status).to_be_hidden()
    assert studio.strip() == "−8.4 · 0.1 · 1 · 1 · 3 = −2.52"


def test_another_number_may_be_changed_while_one_cannot_be_read(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24")
    studio.number("x1").fill("2..")
    studio.change(lambda: studio.number("w2").fill("0"))
    assert studio.number("x1").input_value() == "2.."
    assert studio.number("x1").get_attribute("aria-invalid") == "true"
    assert studio.value("w2") == "0"
    assert studio.value("x1") == "2"


def test_of_fast_changes_the_last_one_wins_and_stale_numbers_are_marked(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    page = studio.page
    studio.stop_the_clock()
    page.locator("[data-do=drawer]").first.dispatch_event("click")
    page.clock.run_for(1000)
    line = studio.hold("/api/numbers /api/story")
    for number in ("3", "4", "5"):
        studio.number("x1").fill(number)
    stale = page.locator("[data-stage][data-stale]")
    expect(stale).to_be_visible()
    assert len(line.asked) == 1, "one request at a time"
    studio.number("x1").fill("6")  # the hand still moves when the answer comes
    line.let_go(0)
    studio.wait(lambda: studio.value("x1") == "3")
    expect(stale).to_be_visible()
    studio.wait(lambda: len(line.asked) == 2)
    assert line.asked[1]["body"]["values"] == {"x1": 6}
    assert line.asked[1]["path"] == "/api/numbers", "while the hand moves, no words"
    line.let_go(1)
    expect(page.locator("[data-stage][data-stale=words]")).to_be_visible()
    page.clock.run_for(1000)  # the hand rests
    studio.wait(lambda: len(line.asked) == 3)
    assert line.asked[2]["body"]["values"] == {"x1": 6}
    assert line.asked[2]["path"] == "/api/story", "then the words"
    line.let_go(2)
    studio.settle()
    assert studio.value("x1") == "6"
    assert len(line.asked) == 3, "what was overtaken is not asked for"


def test_stepping_goes_on_while_an_answer_is_awaited_and_the_step_is_kept(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    field = studio.number("x1")
    line = studio.hold("/api/story")
    field.fill("3")
    studio.press("Escape")
    studio.page.locator("[data-picture]").focus()
    studio.press("ArrowRight", "ArrowRight", "ArrowRight")
    assert studio.step == 15
    assert len(line.asked) == 1
    line.let_go(0)
    studio.settle()
    assert studio.step == 15
    assert studio.strip().startswith("−8.4 · ?")
    assert studio.value("x1") == "3"
