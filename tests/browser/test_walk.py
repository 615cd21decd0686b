"""A person types the lecture's Example II, or opens it, and walks through it with the keyboard."""

import re

from playwright.sync_api import expect

from ..graph_engine.programs import EXAMPLE_II
from .conftest import Opener

TYPED = EXAMPLE_II.partition("\n")[2]
"""The lecture's Example II without its title."""


def test_a_typed_program_is_drawn_and_walked_to_its_end_with_the_keyboard(visit: Opener) -> None:
    studio = visit("/studio")
    page = studio.page
    page.click("#program")
    page.keyboard.press("Control+A")
    with page.expect_response("**/api/story"):
        page.keyboard.insert_text(TYPED)
    studio.settle()
    assert studio.node("w1").count() == 1
    assert page.locator(".canvas .node").count() == 11
    studio.press("Escape")
    page.locator("[data-picture]").focus()
    studio.press("Home")
    for _ in range(studio.steps - 1):
        studio.press("ArrowRight")
    assert studio.step == studio.steps - 1
    assert "ℒ was 1.31, now it is" in studio.sentence
    studio.press("2", "PageUp")
    values = [studio.value(name) for name in ("z1", "z2", "q", "v", "p", "ℒ")]
    assert values == ["−2", "1", "−1", "−1", "0.269", "1.31"]


def test_the_lectures_numbers_stand_on_wires_strip_and_leaf_on_the_slide_and_exactly(
    visit: Opener,
) -> None:
    studio = visit("/lesson/example-2")
    studio.press("2", "ArrowLeft")
    values = [studio.value(name) for name in ("z1", "z2", "q", "v", "p", "ℒ")]
    assert values == ["−2", "1", "−1", "−1", "0.27", "1.3"]
    assert studio.wire("wire from v to p").locator(".local").is_hidden()
    studio.press("3", "ArrowLeft")
    assert studio.strip() == "−3.7 · 0.2 · 1 · 1 · 2 = −1.48"
    wire = studio.wire("wire from w₁")
    expect(wire.locator(".local")).to_have_text("2")
    expect(wire.locator(".gradient")).to_have_text("−1.48")
    studio.press("3")
    expect(studio.page.locator("[data-strip] [data-slot=rule]")).to_be_visible()
    expect(studio.page.locator("[data-formula]")).to_be_empty()  # it is said once
    studio.press("ArrowRight")
    update = studio.node("w1").locator(".update")
    expect(update).to_have_text("−1 → +0.48")
    assert "+0.48" in studio.page.inner_text("[data-strip]")
    studio.press("ArrowRight")
    assert studio.value("w1") == "0.48"
    studio.change(lambda: studio.arithmetic("exact"))
    expect(update).to_have_text("−1 → +0.462")
    assert "+0.462" in studio.page.inner_text("[data-strip]")
    studio.press("3", "ArrowLeft")
    assert studio.strip() == "−3.718 · 0.1966 · 1 · 1 · 2 = −1.46"
    expect(wire.locator(".gradient")).to_have_text("−1.46")
    assert "−1.46" in studio.sentence
    assert studio.page.get_attribute("[data-numbers=exact]", "aria-current") == "true"
    assert studio.page.get_attribute("[data-numbers=slide]", "aria-current") is None


def test_local_gradients_come_in_the_lectures_order_formula_before_number(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    studio.press("2")
    seen: list[str] = []
    boxes = studio.page.locator("[data-strip] .local .number")
    factors = studio.page.locator("[data-strip] .symbol")
    while studio.page.inner_text("[data-place]").endswith("backward"):
        active = factors.evaluate_all(
            "all => all.findIndex((each) => each.dataset.state === 'active')"
        )
        if active >= 0:
            seen.append(f"{active} {boxes.nth(active).inner_text()}")
        studio.press("ArrowRight")
    assert seen == [
        *("0 ?", "0 −3.7"),
        *("1 ?", "1 0.2"),
        *("2 ?", "2 1"),
        *("3 ?", "3 1"),
        *("4 ?", "4 2"),
    ]


def test_keys_step(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    for keys, start, end in (
        ("ArrowRight", 5, 6),
        (" ", 5, 6),
        ("PageDown", 5, 6),
        ("ArrowLeft", 5, 4),
        ("PageUp", 5, 4),
        ("Home", 5, 0),
        ("End", 5, 32),
        ("1", 5, 1),
        ("2", 5, 13),
        ("3", 5, 25),
        ("ArrowLeft", 0, 0),
        ("ArrowRight", 32, 32),
        ("x", 5, 5),
        ("0", 5, 5),
        ("Enter", 5, 5),
        ("Control+ArrowRight", 5, 5),
        ("Alt+1", 5, 5),
    ):
        studio.go(start)
        studio.press(keys)
        assert studio.step == end, f"{keys} at step {start}"


def test_keys_are_left_alone_while_typing(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=5")
    program = studio.page.input_value("#program")
    studio.edit()
    studio.page.focus("#program")
    studio.press("End", "Home", "ArrowLeft", "ArrowRight", "PageDown")
    studio.number("x1").focus()
    studio.press("Home", "ArrowRight", "ArrowLeft", "End")
    assert studio.step == 5
    assert studio.page.input_value("#program") == program
    assert studio.number("x1").input_value() == "2"


def test_the_help_lists_every_key_and_closes_with_escape(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=5")
    studio.press("?")
    dialog = studio.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_be_visible()
    keys = dialog.locator("kbd").all_inner_texts()
    assert keys == [
        *("→", "Space", "Page Down", "←", "Page Up", "Home", "End", "1", "2", "3", "G 17 ⏎"),
        *("Q", "⏎", "W", "E", "N", "V", "L", "Shift G", "Z", "A", "+", "=", "−", "P"),
        *("F", "F5", "T", "?", "Esc"),
    ]
    studio.press("ArrowRight")
    assert studio.step == 5, "keys do not step behind the open help"
    studio.press("Escape")
    expect(dialog).to_be_hidden()
    studio.press("ArrowRight")
    assert studio.step == 6


def test_why_opens_over_the_picture_and_closes_by_the_same_or_by_escape(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=17")
    page, why = studio.page, studio.page.locator("[data-why]")
    sentence = studio.sentence
    expect(why).to_be_hidden()
    studio.wire("wire from p").locator(".value").click()
    expect(why).to_be_visible()
    assert studio.thing == "The wire from p to ℒ"
    assert studio.sentence == sentence, "what is told stays"
    studio.press("Escape")
    expect(why).to_be_hidden()
    picture = page.locator(".canvas svg").bounding_box()
    studio.press("w")
    expect(why).to_contain_text("Local gradient")
    assert page.locator(".canvas svg").bounding_box() == picture, "nothing moves for it"
    studio.press("ArrowRight")
    expect(why).to_be_visible()
    studio.press("w")
    expect(why).to_be_hidden()
    node = studio.node("p")
    for shown in (True, False):
        node.click()
        expect(why).to_be_visible(visible=shown)
    factor = page.locator("[data-strip] .symbol a").nth(1)
    factor.click()
    studio.at(17)
    expect(why).to_contain_text("σ")
    factor.click()
    expect(why).to_be_hidden()


def test_the_buttons_and_ticks_step(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    page = studio.page
    for action, step in (("next", 1), ("last", 32), ("previous", 31), ("first", 0)):
        page.locator(f"[data-do={action}]").dispatch_event("click")
        assert studio.step == step
    tick = page.locator('.ticks [data-go="20"][data-state]')
    tick.click()
    assert studio.step == 20
    place = page.inner_text("[data-place]").split(" of ")[0]
    assert tick.get_attribute("aria-label") == f"{place}, backward", "counted as the page counts"
    assert page.locator('.ticks [data-state="now"]').get_attribute("data-go") == "20"
    page.get_by_role("link", name="update", exact=True).click()
    assert studio.step == 25
    page.locator("[data-strip] .symbol a").nth(1).click()
    assert studio.step == 17, "a factor leads to the step that tells its number"


def test_play_goes_on_by_itself_until_it_is_paused_or_one_steps_by_hand(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=3")
    page = studio.page
    studio.stop_the_clock()
    studio.more()
    page.focus("[data-do=play]")
    studio.press(" ")
    assert studio.step == 3, "on a focused button the key is the button's"
    assert page.get_attribute("[data-do=play]", "aria-pressed") == "true"
    page.clock.run_for(3000)
    assert studio.step == 5
    studio.press("p")
    page.clock.run_for(9000)
    assert studio.step == 5
    studio.press("p")
    page.clock.run_for(90_000)
    assert studio.step == 32
    assert page.get_attribute("[data-do=play]", "aria-pressed") == "false"
    studio.press("p")
    assert studio.step == 0, "from the end it plays again from the start"
    studio.press("ArrowRight")
    assert studio.step == 1
    assert page.get_attribute("[data-do=play]", "aria-pressed") == "false"


def test_hovering_or_focusing_a_factor_lights_its_wire(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=24")
    factor = studio.page.locator("[data-strip] .symbol a").nth(1)
    wire = studio.wire("wire from v to p")
    factor.hover()
    expect(wire).to_have_class(re.compile("lit"))
    line, head = (
        wire.locator(part).evaluate(f"(each) => getComputedStyle(each).{ink}")
        for part, ink in ((".wire", "stroke"), (".head", "fill"))
    )
    assert line == head, "a wire and its arrowhead are of one colour"
    studio.page.mouse.move(5, 5)
    expect(wire).not_to_have_class(re.compile("lit"))
    factor.focus()
    expect(wire).to_have_class(re.compile("lit"))


def test_the_parallel_wires_of_a_square_are_two_and_three_contributions_add_up(
    visit: Opener,
) -> None:
    studio = visit("/lesson/fork?focus=x")
    assert studio.page.locator('.canvas [data-edge][data-title^="wire from x"]').count() == 3
    studio.press("3", "ArrowLeft")
    products = studio.page.locator("[data-strip] .gradient .number").all_inner_texts()
    assert products == ["3", "3", "1", "7"]
    expect(studio.node("x").locator(".total")).to_have_text("7")
