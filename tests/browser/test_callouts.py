"""What a node says about itself stands beside it, covers nothing, and tells nothing too early."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from app.exports.callout import ROOM
from app.picture.rooms import exactly

from ..app.picture.test_standing import WINDOWS
from .axe import faults
from .conftest import Opener
from .studio import Studio

COVERED = """() => {
    const card = document.querySelector(".callout:not([data-sheet])")?.getBoundingClientRect();
    if (!card) return null;
    const over = ({ left, right, top, bottom }) =>
        Math.min(right, card.right) - Math.max(left, card.left) > 1
        && Math.min(bottom, card.bottom) - Math.max(top, card.top) > 1;
    const drawn = document.querySelectorAll(".canvas :is(.node .box, text, .local rect)");
    const seen = [...drawn].filter((each) => each.checkVisibility({ visibilityProperty: true }));
    const found = seen.filter((each) => over(each.getBoundingClientRect()));
    for (const wire of document.querySelectorAll('.canvas .edge:not([data-path="off"]) .wire')) {
        const to = wire.getScreenCTM();
        for (let far = 0; far < wire.getTotalLength(); far += 3) {
            const { x, y } = wire.getPointAtLength(far).matrixTransform(to);
            const at = { left: x - 1, right: x + 1, top: y - 1, bottom: y + 1 };
            if (over(at)) found.push(wire);
        }
    }
    const { left, right, top, bottom } =
        document.querySelector(".canvas").getBoundingClientRect();
    const out = card.left < left || card.right > right || card.top < top || card.bottom > bottom;
    return [...found.map((each) => each.outerHTML.slice(0, 90)), ...(out ? ["outside"] : [])];
}"""
"""What the card lies over; null where none stands."""

WHERE = "() => document.querySelector('.canvas svg.graph').getBoundingClientRect().toJSON()"
CARD = ".callout"


ROOM_OF = """() => {
    const canvas = document.querySelector(".canvas"), style = getComputedStyle(canvas);
    const [x, y] = [["Left", "Right"], ["Top", "Bottom"]].map((sides) =>
        sides.reduce((sum, side) => sum + parseFloat(style[`padding${side}`]), 0));
    return [canvas.clientWidth - x, canvas.clientHeight - y];
}"""


def test_cards_of_saved_pictures_stand_for_the_room_of_a_usual_window(visit: Opener) -> None:
    studio = visit("/lesson/example-2")
    room = exactly(WINDOWS[0][1])
    assert studio.page.evaluate(ROOM_OF) == [room.width, room.height] and room == ROOM


def walked(studio: Studio) -> list[Any]:
    """What cards cover, step by step, with no pause between."""
    found = []
    while True:
        before = studio.step
        studio.press("ArrowRight")
        if studio.step == before:
            return found
        found.append(studio.page.evaluate(COVERED))


@pytest.mark.parametrize(
    ("path", "size"),
    [("/lesson/example-2", "desk"), ("/lesson/vanishing", "desk"), ("/lesson/flat", "slate")],
)
def test_a_card_covers_nothing_the_picture_stays_and_stepping_asks_for_nothing(
    visit: Opener, path: str, size: str
) -> None:
    studio = visit(path, size=size)
    asked: list[str] = []
    studio.page.on("request", lambda r: None if r.url.startswith("data:") else asked.append(r.url))
    place = studio.page.evaluate(WHERE)
    covered = walked(studio)
    assert len([each for each in covered if each is not None]) >= 6
    assert not any(covered)
    assert studio.page.evaluate(WHERE) == place
    assert asked == []


def test_on_the_stage_it_stands_beside_its_node_too(stage: Any) -> None:
    studio = stage("/present/example-2?step=17")
    expect(studio.page.locator(CARD)).to_contain_text("slope 0.2")
    assert studio.page.evaluate(COVERED) == []
    studio.press("w")
    expect(studio.page.locator(CARD)).to_be_hidden()


def test_in_the_speakers_window_they_stand_as_on_the_stage_now_and_next(stage: Any) -> None:
    page = stage("/present/example-2?step=16&window=speaker").page
    cards = page.locator(f".screen {CARD}")
    expect(cards).to_have_count(2)
    assert "0.2" not in cards.nth(0).inner_text() and "slope 0.2" in cards.nth(1).inner_text()
    for screen in page.locator("[data-screen]").all():
        assert screen.evaluate(COVERED.replace("document", "root").replace("()", "(root)", 1)) == []


def test_in_a_frame_a_card_stands_beside_its_node_or_is_asked_for(visit: Opener) -> None:
    studio = visit("/embed/lesson/example-2?step=17")
    page = studio.page
    expect(page.locator(CARD)).to_contain_text("slope 0.2")
    assert page.evaluate(COVERED) == []
    page.set_viewport_size({"width": 560, "height": 500})
    studio.still()
    expect(page.locator(CARD)).to_have_count(0)
    page.click(".callout-ask")
    expect(page.locator(CARD)).to_contain_text("slope 0.2")


def test_before_its_number_is_told_a_card_has_the_curve_alone(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=16")
    card = studio.page.locator(CARD)
    expect(card).to_contain_text("the slope of the curve")
    assert "0.2" not in card.inner_text() and not card.locator(".tangent").count()
    studio.press("ArrowRight")
    expect(card).to_contain_text("0.2")
    expect(card.locator(".tangent")).to_have_count(1)
    assert faults(studio) == []


def test_the_formula_stands_on_the_card_or_below_the_picture_and_not_twice(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=17")
    page, line = studio.page, studio.page.locator(".formula-line")
    expect(page.locator(CARD)).to_be_visible()
    room = line.bounding_box()
    expect(line).to_be_hidden()
    studio.press("w")
    expect(page.locator(CARD)).to_be_hidden()
    expect(line).to_be_visible()
    studio.press("Escape")
    page.emulate_media(media="print")
    expect(line).to_be_visible()
    page.emulate_media(media="screen")
    studio.press("ArrowRight")
    studio.press("ArrowLeft")
    assert line.bounding_box() == room


def test_what_is_asked_has_no_card_and_what_is_hidden_is_on_none(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=17")
    card = studio.page.locator(CARD)
    expect(card).to_contain_text("slope 0.2")
    studio.press("l")
    studio.still()
    expect(card).to_contain_text("the slope of the curve")
    assert "0.2" not in card.inner_text()
    studio.press("l")
    studio.still()
    studio.press("q")
    expect(card).to_have_count(0)


def test_while_a_number_changes_no_card_tells_the_old_one(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=17")
    card = studio.page.locator(CARD)
    expect(card).to_contain_text("slope 0.2")
    field = studio.number("w2")
    studio.still()
    line = studio.hold("/api/callouts")
    studio.change(lambda: field.fill("4"))
    expect(card).to_have_count(0)
    line.free()
    studio.still()
    expect(card).to_contain_text("v = 2")


def test_callouts_can_be_hidden_and_a_link_keeps_that(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=17&hide=callouts")
    page = studio.page
    expect(page.locator(CARD)).to_have_count(0)
    studio.more().get_by_label("cards at nodes").check()
    studio.still()
    expect(page.locator(CARD)).to_contain_text("slope")
    assert "hide" not in studio.address()


def test_on_a_phone_it_is_a_sheet_on_demand_that_does_not_cover_the_told_node(
    visit: Opener,
) -> None:
    studio = visit("/lesson/example-2?step=17", size="phone")
    page = studio.page
    expect(page.locator(CARD)).to_have_count(0)
    place = page.evaluate(WHERE)
    page.click(".callout-ask")
    expect(page.locator(CARD)).to_contain_text("slope 0.2")
    sheet = page.locator(CARD).bounding_box()
    node = page.locator('.canvas .node[data-state="active"] .box').bounding_box()
    assert sheet and node and node["y"] + node["height"] <= sheet["y"]
    time = page.locator("footer.time").bounding_box()
    assert time and sheet["y"] + sheet["height"] <= time["y"] + 1
    assert page.evaluate(WHERE) == place
    studio.press("ArrowRight")
    expect(page.locator(CARD)).to_have_count(1)
    page.click(".callout-ask")
    expect(page.locator(CARD)).to_have_count(0)
    assert re.search(r"\bCard\b", page.inner_text(".callout-ask"))
