"""A walk on a phone: by thumb, with pinch and pan; and zooming by wheel and keys."""

import math
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Opener
from .line import Line
from .studio import Studio

SMALL = """() => [...document.querySelectorAll(
        "a[href], button, summary, select, input, textarea, [role=button]:not(svg *)")]
    .filter((found) => found.checkVisibility({ visibilityProperty: true }))
    .map((found) => [found, (found.closest("label") ?? found).getBoundingClientRect()])
    .filter(([found]) => !found.closest("svg, .skip"))
    .filter(([found]) => getComputedStyle(found).display !== "inline")
    .filter(([found]) => getComputedStyle(found).pointerEvents !== "none")
    .filter(([, { width, height }]) => width > 1 && Math.min(height, width) < 43.5)
    .map(([found, box]) => `${found.outerHTML.slice(0, 80)} ${box.width} × ${box.height}`)"""

WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def scale(page: Page) -> float:
    """How large the picture is drawn, against its own size."""
    found: float = page.evaluate(
        """() => { const svg = document.querySelector(".canvas svg");
            return svg.getBoundingClientRect().width / Number(svg.dataset.width); }"""
    )
    return found


def touches(page: Page, *moves: tuple[tuple[float, float], ...]) -> None:
    """Fingers from place to place, as the screen of a phone reports them."""
    session = page.context.new_cdp_session(page)
    for order, fingers in enumerate([*moves, ()]):
        kind = "touchEnd" if not fingers else ("touchMove" if order else "touchStart")
        points = [{"x": x, "y": y, "id": k} for k, (x, y) in enumerate(fingers)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.detach()


def pinch(page: Page, x: float, y: float, start: float, end: float) -> None:
    """Two fingers round a point, from one distance to another."""
    widths = [start + (end - start) * k / 6 for k in range(7)]
    touches(page, *(((x - width / 2, y), (x + width / 2, y)) for width in widths))


def laid_out(studio: Studio) -> bool:
    """Whether the picture is the one that is laid out for the screen: whole, and to be read."""
    size = "parseFloat(getComputedStyle(document.querySelector('.canvas text.value')).fontSize)"
    whole = """() => { const svg = document.querySelector(".canvas svg.graph");
        return svg.clientWidth <= svg.parentElement.clientWidth; }"""
    return studio.measured(whole) and scale(studio.page) * studio.page.evaluate(size) >= 10


def middle(studio: Studio, name: str) -> tuple[float, float]:
    box: Any = studio.node(name).locator(".box").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_two_fingers_zoom_the_picture_and_keep_hold_of_it(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=2", size="phone")
    page = studio.page
    assert laid_out(studio)
    before, height = scale(page), page.locator("[data-picture]").bounding_box()["height"]
    x, y = middle(studio, "w1")
    pinch(page, x + 60, y, 60, 150)
    studio.wait(lambda: scale(page) == pytest.approx(2.5 * before, rel=0.03))
    assert page.evaluate("visualViewport.scale") == 1, "the page itself is not zoomed"
    canvas: Any = page.locator("[data-picture]").bounding_box()
    assert canvas["height"] == pytest.approx(height, abs=1), "and the frame keeps its place"
    held = middle(studio, "w1")
    assert held[1] == pytest.approx(y, abs=8)
    assert held[0] == pytest.approx(x + 60 - 60 * 2.5, abs=8)
    pinch(page, 190, y, 160, 60)
    studio.press("a")
    studio.wait(lambda: scale(page) == pytest.approx(before))


def test_one_finger_pans_what_is_larger_and_chooses_nothing(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12", size="phone")
    page = studio.page
    assert laid_out(studio)
    small = scale(page)
    for times in (1, 2):
        studio.press("+")
        studio.wait(lambda times=times: scale(page) == pytest.approx(small * 1.25**times, rel=0.01))
    left = "document.querySelector('[data-picture]').scrollLeft"
    before, said = page.evaluate(left), studio.sentence
    touches(page, *(((300 - 14 * k, 400),) for k in range(11)))
    studio.wait(lambda: page.evaluate(left) > before + 60)
    assert studio.sentence == said


def test_a_walk_by_thumb(visit: Opener) -> None:
    studio = visit("/lesson/example-2", size="phone")
    page = studio.page
    assert laid_out(studio)
    for step in (1, 2, 3):
        page.locator("[data-do=next]").tap()
        studio.at(step)
    assert "z" in studio.sentence
    # A tap beside a leaf means the leaf: its chain is told.
    studio.node("w2").scroll_into_view_if_needed()
    box: Any = studio.node("w2").locator(".box").bounding_box()
    with page.expect_response("**/api/story"):
        page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] + 8)
    studio.settle()
    expect(page.locator("#focus")).to_have_value("w2")
    studio.press("End")
    studio.at(studio.steps - 1)
    studio.more().get_by_role("button", name="Edit").tap()
    studio.change(lambda: studio.number("x2").fill("2"))
    page.get_by_role("button", name="Close").first.tap()
    expect(page.locator("#program")).to_be_hidden()
    assert studio.value("x2") == "2"
    studio.more().get_by_role("button", name="Share").tap()
    expect(page.locator("[data-share]")).to_be_visible()
    link = page.input_value("[data-share-link]")
    assert "v.x2=2" in link and "focus=w2" in link
    page.locator("[data-share]").get_by_role("button", name="Close").tap()
    expect(page.locator("[data-share]")).to_be_hidden()
    elsewhere = visit(link, size="phone")
    assert laid_out(elsewhere)
    assert elsewhere.snapshot() == studio.snapshot()


def _as_it_is(page: Page) -> None: ...


def _drawer(page: Page) -> None:
    _unfold(page, ".more")
    page.locator(".more [data-do=drawer]").tap()
    expect(page.locator("#program")).to_be_in_viewport()


def _share(page: Page) -> None:
    _unfold(page, ".more")
    page.locator(".more [data-do=share]").tap()
    _unfold(page, ".worksheet")


def _menu(page: Page) -> None:
    _unfold(page, ".menu")


def _more(page: Page) -> None:
    _unfold(page, ".more")


def _why(page: Page) -> None:
    page.keyboard.press("w")


def _unfold(page: Page, details: str) -> None:
    page.locator(f"{details} > summary").tap()
    expect(page.locator(details)).to_have_attribute("open", "")


@pytest.mark.parametrize(
    ("path", "bring_about"),
    [
        ("/", _as_it_is),
        ("/lesson/example-2?step=20&v.x1=3", _as_it_is),
        ("/lesson/example-2?step=20&lock=slope:q/z1", _drawer),
        ("/lesson/example-2?step=20", _share),
        ("/lesson/example-2?step=20", _menu),
        ("/lesson/example-2?step=20", _more),
        ("/lesson/example-2?step=20", _why),
        ("/embed/lesson/example-2?step=20&lock=slope:q/z1", _as_it_is),
        ("/reference", _as_it_is),
    ],
)
def test_everything_is_wide_enough_for_a_thumb_and_nothing_is_cut(
    visit: Opener, path: str, bring_about: Any
) -> None:
    studio = visit(path, size="phone")
    page = studio.page
    bring_about(page)
    assert studio.measured(SMALL) == []
    assert page.evaluate(WIDE) <= 0


def test_what_leads_back_to_the_start_numbers_covers_no_word_of_what_is_told(visit: Opener) -> None:
    for language in ("en", "cs"):
        studio = visit(f"/lesson/example-2?step=13&v.x1=3&lang={language}", size="phone")
        back = studio.page.locator("[data-do=reset]")
        expect(back).to_be_visible()
        over = studio.measured(
            """() => { const all = (found) => [...document.querySelectorAll(found)]
                .map((each) => { const range = document.createRange();
                    range.selectNodeContents(each); return [...range.getClientRects()]; }).flat();
                const signs = all(".history :is(.sign, svg)");
                return all("[data-caption], [data-place]").filter((word) => signs.some((sign) =>
                    word.left < sign.right && sign.left < word.right
                    && word.top < sign.bottom && sign.top < word.bottom)).length; }"""
        )
        assert over == 0, language
    studio.change(back.tap)
    assert studio.value("x1") == "2"


def test_at_200_percent_the_next_step_is_at_hand_wherever_one_reads(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=17")
    page = studio.page
    page.set_viewport_size({"width": 720, "height": 450})
    studio.still()
    following = page.locator("[data-do=next]")
    expect(following).to_be_in_viewport(ratio=1)
    page.locator("[data-strip] .number").last.scroll_into_view_if_needed()
    expect(following).to_be_in_viewport(ratio=1)


def test_ctrl_and_wheel_zoom_at_the_pointer_and_a_mouse_drags(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    page = studio.page
    before, said = scale(page), studio.sentence
    x, y = middle(studio, "w2")
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    for _ in range(4):
        page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    # Each turn of the wheel is as much as the others: see zoom.js.
    studio.wait(lambda: scale(page) == pytest.approx(before * math.exp(4 * 0.3), rel=0.02))
    assert middle(studio, "w2") == pytest.approx((x, y), abs=6), "what is under the pointer stays"
    page.mouse.down()
    page.mouse.move(x - 90, y - 40, steps=4)
    page.mouse.up()
    studio.wait(lambda: middle(studio, "w2") == pytest.approx((x - 90, y - 40), abs=6))
    assert studio.sentence == said and studio.page.input_value("#focus") == "w1"
    assert page.evaluate("visualViewport.scale") == 1


def test_keys_zoom_but_not_while_somebody_types(visit: Opener) -> None:
    studio = visit("/lesson/example-2?step=12")
    page, before = studio.page, scale(studio.page)
    studio.press("+", "=")
    assert scale(page) == pytest.approx(before * 1.25**2, rel=0.01)
    studio.press("ArrowRight")
    assert scale(page) == pytest.approx(before * 1.25**2, rel=0.01), "a step changes no size"
    studio.press("-", "-", "-")
    assert scale(page) == pytest.approx(before * 0.8, rel=0.01)
    studio.press("a")
    assert scale(page) == pytest.approx(before)
    studio.number("x1").focus()
    before = scale(page)
    studio.press("-", "a")
    assert scale(page) == pytest.approx(before)


def test_a_picture_whose_letters_would_be_too_small_is_laid_out_for_the_screen(
    visit: Opener,
) -> None:
    studio = visit("/lesson/fork?step=17", size="phone")
    assert laid_out(studio)
    expect(studio.page.locator(".map")).to_be_hidden()
    assert "room" not in studio.address()


def test_what_has_no_room_on_the_screen_is_read_downwards(visit: Opener) -> None:
    studio = visit("/lesson/learning-unrolled?step=2", size="phone")
    assert laid_out(studio)
    assert studio.measured("""() => { const canvas = document.querySelector(".canvas");
        return canvas.scrollHeight > canvas.clientHeight && document.querySelector(".map"); }""")


def seen_beside_the_map(studio: Studio, what: str) -> bool:
    """Whether something is in sight from top to bottom, and the map covers nothing of it."""
    told, seen, over = (
        studio.page.locator(each).first.bounding_box() for each in (what, ".canvas", ".map")
    )
    assert told and seen and over
    apart = (
        told["x"] + told["width"] <= over["x"] or over["x"] + over["width"] <= told["x"]
        or told["y"] + told["height"] <= over["y"] or over["y"] + over["height"] <= told["y"]
    )  # fmt: skip
    within = seen["y"] <= told["y"] and told["y"] + told["height"] <= seen["y"] + seen["height"]
    return within and apart


def test_the_map_hides_nothing_that_is_told(visit: Opener) -> None:
    studio = visit("/lesson/simple-network?step=14", size="phone")
    assert studio.measured("() => document.querySelector('.canvas').matches('[data-parts]')")
    for step in range(14, 24):
        studio.go(step)
        assert seen_beside_the_map(studio, ".canvas .edge[data-state=active]"), f"step {step}"


@pytest.mark.parametrize("step", [1, 9, 20])
def test_the_map_hides_nothing_that_is_asked_for(visit: Opener, step: int) -> None:
    studio = visit(f"/lesson/simple-network?step={step}", size="phone")
    studio.press("q")
    asked = ".canvas [data-state=asked]"
    expect(studio.page.locator(asked).first).to_be_visible()
    studio.still()
    assert studio.page.locator(".map").count() == 1
    assert seen_beside_the_map(studio, asked)


def test_the_first_picture_that_is_seen_is_the_one_that_stays(visit: Opener) -> None:
    """Until the server has laid it out for the window it is not seen."""
    studio = visit("/", size="phone")
    line = Line.open(studio.page, "/lesson/example-1-neuron", "/api/story")
    studio.wait(lambda: len(line.asked) == 1)
    expect(studio.page.locator("[data-fitting] svg.graph")).to_have_count(1)
    line.free()
    expect(studio.page.locator("[data-fitting]")).to_have_count(0)
    assert laid_out(studio)
