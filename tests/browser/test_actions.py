"""How many actions a task takes: a click, a key, a text that is typed or pasted count one each."""

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from .conftest import Opener
from .studio import Studio

OWN = "# Mine\nx: input = 2\nw: weight = 3\nL: loss = (w * x - 1)**2\n"


class Hand:
    """Acts on a page, and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def click(self, what: Locator) -> None:
        self.actions += 1
        what.click()

    def press(self, key: str) -> None:
        self.actions += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.actions += 1
        self.page.keyboard.insert_text(text)


def caption(page: Page) -> Locator:
    return page.locator("[data-caption]").first


def test_each_of_ten_tasks_takes_no_more_actions_than_it_may(visit: Opener, stage: Any) -> None:
    counts: dict[str, tuple[int, int]] = {}

    # From the gallery to the stage.
    page = visit("/").page
    hand = Hand(page)
    hand.click(page.get_by_role("link", name="Start with Example II"))
    studio = Studio(page)
    studio.still()
    hand.press("f")
    page.wait_for_url("**/present/example-2*")
    counts["open and present"] = hand.actions, 2

    # The studio.
    studio = visit("/lesson/example-2")
    page, hand = studio.page, Hand(studio.page)
    with page.expect_response("**/api/story*"):
        hand.click(studio.wire("wire from x₁").locator("text.value"))
        hand.type("3")
    hand.press("Enter")
    studio.settle()
    with page.expect_response("**/api/story*"):
        hand.click(studio.node("w2"))
    studio.settle()
    assert studio.value("x1") == "3"
    expect(caption(page)).to_contain_text("when w₂ changes")
    counts["change x1, tell the chain of w2"] = hand.actions, 4

    hand = Hand(page)
    studio.change(lambda: hand.press("n"))
    studio.change(lambda: hand.press("n"))
    counts["exact numbers, and back"] = hand.actions, 2

    hand = Hand(page)
    studio.press("Home")
    hand.press("2")
    first = studio.sentence
    assert page.inner_text("[data-place]").endswith("backward")
    counts["to the first step backward"] = hand.actions, 1

    hand = Hand(page)
    hand.click(page.locator(".more > summary"))
    with page.expect_download() as found:
        hand.click(page.get_by_role("button", name="This step as PNG"))
    assert found.value.suggested_filename == "example-2-step-13.png"
    counts["this step as PNG"] = hand.actions, 3
    studio.press("Escape", "Escape")

    hand = Hand(page)
    hand.click(page.locator(".more > summary"))
    hand.click(page.get_by_role("checkbox", name="values", exact=True))
    expect(page.locator(".canvas text.value tspan[data-slot]").last).to_be_hidden()
    counts["hide the values"] = hand.actions, 2

    # The stage: the same keys.
    page = stage("/present/example-2?focus=w2&v.x1=3").page
    hand = Hand(page)
    hand.press("2")
    assert caption(page).inner_text() == first, "the same key leads to the same step"
    page.keyboard.press("ArrowRight")
    hand = Hand(page)
    hand.press("q")
    expect(caption(page)).to_have_attribute("data-says", "question")
    counts["ask the class"] = hand.actions, 1

    # A matrix of the network's.
    studio = visit("/lesson/network")
    page, hand = studio.page, Hand(studio.page)
    with page.expect_response("**/api/story*"):
        hand.click(studio.node("V"))
    studio.settle()
    hand.click(page.locator("[data-strip]").get_by_role("link", name="∂z/∂v"))
    matrix = page.locator("[data-explanation] .matrix").first
    expect(matrix).to_be_visible()
    expect(matrix.locator("tr")).to_have_count(3)
    counts["see ∂z/∂v as a matrix"] = hand.actions, 2

    # A lesson of one's own.
    page = visit("/").page
    hand = Hand(page)
    hand.click(page.get_by_role("link", name="Start from scratch"))
    studio = Studio(page)
    studio.still()
    hand.click(page.locator("#program"))
    hand.press("Control+A")
    with page.expect_response("**/api/story*"):
        hand.type(OWN)
    studio.settle()
    hand.click(page.get_by_role("button", name="Share"))
    expect(page.locator("[data-share-link]")).to_have_value(re.compile(r"/studio\?p="))
    counts["one's own lesson and its link"] = hand.actions, 5

    # A talk.
    page = stage("/talk/lecture?slide=2").page
    hand = Hand(page)
    hand.press("]")
    expect(page.locator("[data-place]").first).to_have_text("3 / 63")
    counts["the next slide"] = hand.actions, 1

    assert len(counts) == 10
    assert {task: had for task, (had, most) in counts.items() if had > most} == {}
