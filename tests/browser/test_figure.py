"""A figure beside the graph: in its place, lit with the nodes, in the studio and on the stage."""

import math
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import Opener
from .test_fit import CUT

LIT = "[...document.querySelectorAll('[data-part][data-lit]')].map((x) => x.dataset.part)"
APART = """() => {
    const box = (what) => document.querySelector(what).getBoundingClientRect();
    const [figure, picture] = [box('.figure'), box('svg.graph')];
    return figure.width > 100 && figure.height > 60
        && (figure.bottom <= picture.top + 1 || figure.left >= picture.right - 1);
}"""
NAMES = "getComputedStyle(document.querySelector('.figure .named')).visibility"


def test_the_cell_is_named_and_lit_part_by_part_on_the_stage(stage: Any) -> None:
    studio = stage("/present/biological-neuron?step=0")
    page = studio.page
    assert page.evaluate(APART) and page.evaluate(LIT) == []
    assert page.evaluate(NAMES) == "hidden"
    seen = []
    for _step in range(11):
        studio.press("ArrowRight")
        seen += [part for part in page.evaluate(LIT) if part not in seen]
    assert seen == ["axon", "synapse", "dendrite", "body", "hillock"]
    assert page.evaluate(NAMES) == "visible"


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_line_of_the_program_is_lit_with_its_node_in_the_studio(visit: Opener, size: str) -> None:
    studio = visit("/lesson/example-1-classifier?step=6", size=size)
    page = studio.page
    assert page.evaluate(APART) and page.evaluate(LIT) == ["3"]
    assert studio.measured(CUT) == []
    studio.press("ArrowLeft")
    assert page.evaluate(LIT) == ["3"], "the symbols of the same sum"
    studio.edit()
    studio.write("x: input = 2\ny = x*x\n")
    expect(page.locator(".figure")).to_have_count(0)


LED = """() => {
    const line = document.querySelector('.leads[data-drawn] path');
    if (!line) return null;
    const length = line.getTotalLength();
    const box = line.ownerSVGElement.getBoundingClientRect();
    const at = (k) => {
        const { x, y } = line.getPointAtLength(k);
        return [x + box.left, y + box.top];
    };
    const near = ([x, y], what, air) => [...document.querySelectorAll(what)].some((each) => {
        const r = each.getBoundingClientRect();
        return x > r.left - air && x < r.right + air && y > r.top - air && y < r.bottom + air;
    });
    const texts = [...Array(60).keys()].map((k) => at((length * k) / 60));
    return {
        part: near(at(0), '[data-part][data-lit] > path, [data-part][data-lit] > rect', 8),
        node: near(at(length), '.node[data-state="active"] .box', 3),
        covers: texts.filter((p) => near(p, '.graph text.value, .cell .named text', 0)).length,
    };
}"""


@pytest.mark.parametrize("size", ["desk", "hall", "slate"])
def test_on_slide_6_the_cell_stands_alone_and_on_slide_8_a_line_leads_to_the_node(
    stage: Any, size: str
) -> None:
    studio = stage("/talk/lecture?slide=6", size=size)
    page = studio.page
    alone = (
        "[document.querySelector('.cell').getBoundingClientRect().width / innerWidth,"
        " getComputedStyle(document.querySelector('.canvas')).visibility]"
    )
    wide, seen = page.evaluate(alone)
    assert wide > 0.9 and seen == "hidden"
    assert page.evaluate(NAMES) == "hidden"
    studio.press("ArrowRight")
    assert page.evaluate(alone)[1] == "hidden" and page.evaluate(NAMES) == "visible"
    assert page.evaluate(LED) is None
    for _state in range(5):
        studio.press("ArrowRight")
        page.wait_for_function("() => document.querySelector('.leads[data-drawn]')")
        studio.still()
        assert page.evaluate(LED) == {"part": True, "node": True, "covers": 0}
        assert page.evaluate(alone)[1] == "visible"
    assert page.locator(".canvas .node[data-name='w_1']").count() == 1


def test_on_slide_9_the_current_is_moved_and_all_that_is_drawn_follows(stage: Any) -> None:
    studio = stage("/talk/lecture?slide=9&step=2", size="slate")
    page = studio.page
    slide = page.locator("[data-text-slide]")
    expect(slide.locator(".said")).to_have_text("At I = 8 the cell fires 28.3 times a second.")
    before = slide.locator(".curve .line").first.get_attribute("d")
    cut = """() => [...document.querySelectorAll('.in-time :is(p, figure, figcaption, label)')]
        .filter((x) => x.scrollWidth > x.clientWidth + 1 && x.clientWidth > 0
            || x.getBoundingClientRect().bottom > innerHeight)
        .map((x) => x.outerHTML.slice(0, 90))"""
    assert page.evaluate(cut) == []
    box = slide.locator("input[type=range]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 8 / 30, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 10 / 30, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    current = slide.locator("input[type=range]").input_value()
    rate = 1000 / (2.7 + 10 * math.log(2.6 * float(current) / (2.6 * float(current) - 20)))
    expect(slide.locator(".said")).to_have_text(
        f"At I = {float(current):g} the cell fires {rate:.1f} times a second."
    )
    assert slide.locator(".curve .line").first.get_attribute("d") != before
    assert page.evaluate(cut) == []
    # The keys are the talk's again, and the next point brings its own current.
    studio.press("ArrowRight")
    expect(slide.locator(".said")).to_have_text("At I = 20 the cell fires 132.4 times a second.")
    studio.press("ArrowLeft")
    expect(slide.locator(".said")).to_have_text("At I = 8 the cell fires 28.3 times a second.")


@pytest.mark.parametrize("size", ["desk", "slate", "hall"])
def test_the_ring_of_slide_28_is_whole_and_read_from_the_last_row(stage: Any, size: str) -> None:
    studio = stage("/talk/lecture?slide=28&step=4", size=size)
    page = studio.page
    page.wait_for_function(
        """() => {
            const text = document.querySelector('.canvas svg.graph text.value');
            const svg = text && text.closest('svg').getScreenCTM();
            return svg && 13 * svg.a >= innerHeight / 52 - 0.5;
        }"""
    )
    outside = """() => [...document.querySelectorAll('.graph :is(.box, text), .losses text')]
        .filter((each) => {
            const r = each.getBoundingClientRect();
            return r.width && (r.left < 0 || r.right > innerWidth || r.bottom > innerHeight);
        }).map((each) => each.textContent)"""
    assert page.evaluate(outside) == []
    assert page.locator(".canvas .graph[data-ring]").count() == 1
    assert page.locator(".canvas .node[data-name='α']").count() == 1
