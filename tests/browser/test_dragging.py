"""A leaf's number is dragged sideways on the picture, and everything follows."""

from playwright.sync_api import Locator, Page, expect

from .conftest import Opener
from .studio import Studio

STEP = 8
"""Pixels for a step of a tenth; `static/js/parts/dragging.js`."""


def _number(studio: Studio, leaf: str) -> Locator:
    return studio.page.locator(f'.canvas [data-edge][data-title^="wire from {leaf} "] text.value')


def _take(page: Page, number: Locator) -> tuple[float, float]:
    """The hand on a number, pressed."""
    box = number.bounding_box()
    assert box
    # Whole pixels, as a mouse has: a press is rounded to them, and a move is not.
    x, y = round(box["x"] + box["width"] / 2), round(box["y"] + box["height"] / 2)
    page.mouse.move(x, y)
    page.mouse.down()
    return x, y


def test_a_number_follows_the_hand_and_all_others_with_it(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    before = studio.value("ℒ")
    x, y = _take(studio.page, _number(studio, "w₁"))
    studio.page.mouse.move(x + 3 * STEP, y + 40, steps=6)
    studio.wait(lambda: studio.value("w1") == "−0.7")
    studio.wait(lambda: studio.value("ℒ") != before)
    studio.page.mouse.up()
    studio.settle()
    assert studio.step == 12 and studio.number("w1").input_value() == "-0.7"
    expect(studio.page.locator("form.inplace")).to_be_hidden()
    assert "v.w1=-0.7" in studio.address()


def test_a_drag_is_undone_at_once_however_long_the_hand_rested(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    x, y = _take(studio.page, _number(studio, "w₁"))
    for way in (2, 5):
        with studio.page.expect_response("**/api/numbers"):
            studio.page.mouse.move(x + way * STEP, y)
        studio.pause(1100)  # longer than changes of a moment belong together
    studio.change(studio.page.mouse.up)
    studio.wait(lambda: studio.value("w1") == "−0.5")
    studio.change(lambda: studio.press("Control+z"))
    assert studio.value("w1") == "−1"


def test_shift_drags_ten_times_as_far_and_escape_brings_back_what_was(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    x, y = _take(studio.page, _number(studio, "x₁"))
    studio.page.keyboard.down("Shift")
    studio.page.mouse.move(x - 2 * STEP, y, steps=4)
    studio.wait(lambda: studio.value("x1") == "0")
    studio.page.keyboard.up("Shift")
    studio.press("Escape")
    studio.wait(lambda: studio.value("x1") == "2")
    studio.page.mouse.move(x + 9 * STEP, y)
    studio.page.mouse.up()
    studio.settle()
    assert studio.value("x1") == "2", "the hand holds nothing any more"


def test_a_leaf_that_is_used_several_times_is_dragged_in_its_box(visit: Opener) -> None:
    studio = visit("/lesson/fork?step=2")
    own = studio.node("x").locator("text.value")
    x, y = _take(studio.page, own)
    studio.page.mouse.move(x + 10 * STEP, y, steps=5)
    expect(own).to_contain_text("4")
    studio.page.mouse.up()
    studio.settle()
    assert "v.x=4" in studio.address()


def test_a_label_has_no_values_between_and_a_press_alone_is_typed_into(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    x, y = _take(studio.page, _number(studio, "y"))
    studio.page.mouse.move(x + 10 * STEP, y, steps=5)
    studio.page.mouse.up()
    assert studio.value("y") == "1" and "v.y" not in studio.address()
    _number(studio, "w₂").click()
    expect(studio.page.locator("form.inplace input")).to_be_focused()


def test_a_finger_drags_a_number_too(visit: Opener) -> None:
    studio = visit("/lesson/logistic-loss", size="phone")
    studio.swipe(_number(studio, "z"), by=STEP, moves=5)
    studio.wait(lambda: studio.value("z") == "−0.5")
