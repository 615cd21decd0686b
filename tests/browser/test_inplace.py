"""A leaf's number is changed on the picture itself: by mouse, by touch and by keyboard."""

from playwright.sync_api import Locator, expect

from app.state.link import pack

from .conftest import Opener
from .studio import Studio

PACKED = pack("x: input = [2, -1]\nw: weight = [1, 3]\nL: loss = w @ x")


def _field(studio: Studio) -> Locator:
    return studio.page.locator("form.inplace input")


def _number(studio: Studio, leaf: str) -> Locator:
    return studio.page.locator(f'.canvas [data-edge][data-title^="wire from {leaf} "] text.value')


def test_a_click_on_a_leafs_number_changes_it_there(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    before = studio.layout()
    _number(studio, "w₁").click()
    field = _field(studio)
    expect(field).to_be_focused()
    assert field.input_value() == "-1"
    number, over = _number(studio, "w₁").bounding_box(), field.bounding_box()
    assert number and over
    assert over["x"] < number["x"] + number["width"] and number["x"] < over["x"] + over["width"]
    assert over["y"] < number["y"] + number["height"] and number["y"] < over["y"] + over["height"]
    studio.change(lambda: field.fill("-4/2"))
    assert studio.value("w1") == "−2"
    line = studio.page.locator(".editor .line.changed")
    expect(line).to_contain_text("w1: weight = -1")
    expect(line).to_have_attribute("data-now", "-2")
    studio.press("Enter")
    expect(field).to_be_hidden()
    studio.settle()
    assert studio.layout() == before, "nothing has moved"
    assert studio.step == 12, "and nobody has stepped"
    assert studio.number("w1").input_value() == studio.slider("w1").input_value() == "-2"
    assert "v.w1=-2" in studio.address()


def test_what_is_no_number_is_said_and_escape_brings_back_what_was(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    _number(studio, "x₁").click()
    field = _field(studio)
    studio.change(lambda: field.fill("7"))
    field.fill("7x")
    assert field.get_attribute("aria-invalid") == "true"
    expect(studio.status).to_contain_text("“7x” is not a number")
    assert studio.value("x1") == "7"
    studio.press("Escape")
    expect(field).to_be_hidden()
    studio.wait(lambda: studio.value("x1") == "2")
    studio.settle()
    assert "v.x1" not in studio.address()


def test_the_keyboard_steps_and_types_a_leafs_number(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    studio.node("w2").focus()
    studio.change(lambda: studio.press("ArrowUp"))
    assert studio.value("w2") == "1.1"
    assert studio.page.evaluate("document.activeElement.dataset.name") == "w2"
    studio.press("e")
    field = _field(studio)
    expect(field).to_be_focused()
    studio.page.keyboard.type("-0,25")
    studio.wait(lambda: studio.value("w2") == "−0.25")
    studio.press("ArrowDown")
    assert field.input_value() == "-0.35"
    studio.press("Enter")
    assert studio.page.evaluate("document.activeElement.dataset.name") == "w2"
    studio.wait(lambda: studio.value("w2") == "−0.35")
    studio.settle()


def test_a_thumb_beside_the_number_is_near_enough(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12", size="phone")
    number = _number(studio, "x₂")
    number.scroll_into_view_if_needed()
    box = number.bounding_box()
    assert box
    studio.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] - 8)
    expect(_field(studio)).to_be_visible()
    more = studio.page.get_by_role("button", name="More")
    size = more.bounding_box()
    assert size and min(size["width"], size["height"]) >= 44
    studio.change(more.tap)
    assert studio.value("x2") == "1.1"
    expect(_field(studio)).to_be_focused()


def test_a_computed_number_is_explained_not_changed(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    studio.wire("wire from v to p").locator("text.value").click()
    expect(_field(studio)).to_be_hidden()
    assert studio.thing == "The wire from v to p"
    studio.node("q").focus()
    studio.press("e", "ArrowUp")
    expect(_field(studio)).to_be_hidden()


def test_a_vector_is_changed_in_its_place_and_keeps_its_length(visit: Opener) -> None:
    studio = visit("/studio?p=" + PACKED)
    page = studio.page
    studio.node("x").focus()
    studio.press("e")
    field = _field(studio)
    assert field.input_value() == "2, -1"
    field.fill("2, -1, 3")
    assert field.get_attribute("aria-invalid") == "true"
    studio.change(lambda: field.fill("3, 1/2"))
    assert page.input_value('.field[data-key="x"] textarea') == "3, 0.5"


def test_in_the_drawing_of_single_numbers_an_entry_is_changed(visit: Opener) -> None:
    studio = visit("/studio?zoom=scalars&p=" + PACKED)
    studio.node("x[2]").focus()
    studio.change(lambda: studio.press("ArrowUp"))
    assert studio.page.input_value('.field[data-key="x"] textarea') == "2, -0.9"
