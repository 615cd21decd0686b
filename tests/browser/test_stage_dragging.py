"""On the stage, too, a leaf's number is dragged on the picture: by mouse, finger and keyboard."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from .studio import Studio
from .test_dragging import STEP, _take

SCREEN = '[data-screen="now"]'


def _number(page: Page, leaf: str) -> Any:
    return page.locator(f'{SCREEN} [data-edge][data-title^="wire from {leaf} "] text.value')


def _until(page: Page, leaf: str, number: str) -> None:
    page.wait_for_function(
        """([leaf, number]) => document.querySelector(
            `[data-screen="now"] [data-edge][data-title^="wire from ${leaf} "] text.value`
        ).textContent.trim() === number""",
        arg=[leaf, number],
    )


def test_mouse_and_keys_drag_a_number_which_is_undone_at_once_and_laid_out_when_let_go(
    stage: Callable[..., Studio],
) -> None:
    studio = stage("/present/example-2?step=12")
    page = studio.page
    laid: list[str] = []
    page.on(
        "request",
        lambda request: laid.append(request.url) if "/api/picture" in request.url else None,
    )
    first = studio.layout()
    x, y = _take(page, _number(page, "w₁"))
    for way in (2, 5):
        with page.expect_response("**/api/story"):
            page.mouse.move(x + way * STEP, y, steps=3)
        studio.pause(600)  # longer than a hand rests
    _until(page, "w₁", "−0.5")
    assert not laid and studio.layout() == first, "while the hand holds nothing is laid out anew"
    page.mouse.up()
    studio.still()
    assert page.locator("[data-live]").is_hidden(), "a drag is no click"
    studio.press("Control+z")
    _until(page, "w₁", "−1")
    studio.press("Control+y")
    _until(page, "w₁", "−0.5")
    page.locator(f'{SCREEN} [data-edge][data-title^="wire from w₁ "]').focus()
    studio.press("ArrowUp")
    _until(page, "w₁", "−0.4")
    studio.press("Shift+ArrowUp")
    _until(page, "w₁", "0.6")
    assert page.get_attribute("[data-stage]", "data-step") == "12", "the arrows step nothing"


def test_a_finger_drags_a_number_and_steps_nothing(stage: Callable[..., Studio]) -> None:
    studio = stage("/present/logistic-loss", size="phone")
    page = studio.page
    step = page.get_attribute("[data-stage]", "data-state")
    studio.swipe(_number(page, "z"), by=STEP, moves=5)
    _until(page, "z", "−0.5")
    assert page.get_attribute("[data-stage]", "data-state") == step
