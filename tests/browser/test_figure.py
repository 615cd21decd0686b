"""A figure beside the graph: in its place, lit with the nodes, in the studio and on the stage."""

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
