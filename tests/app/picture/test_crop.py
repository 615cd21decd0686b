"""A part of a picture has what it is about, whole, and cuts nothing."""

import pytest

from app.lessons import lessons
from app.picture import svg
from app.picture.crop import SIZE, crop

from ..pictures import Picture, Rect, read


def part(slug: str, *around: str | int) -> Picture:
    told = lessons()[slug].story()
    nodes = [told.graph.node(each).index for each in around]
    return read(svg.svg(crop(told.drawing, told.drawn(told.last), nodes)))


def window(found: Picture, slack: float = 0) -> Rect:
    left, top, width, height = map(float, found.root.attrib["viewBox"].split())
    assert (width, height) == pytest.approx(SIZE)
    right, bottom = left + width + slack, top + height + slack
    return Rect("window", left - slack, top - slack, right, bottom)


SLACK = 1.0
"""Units by which a letter is drawn lower than the reader of pictures takes it to be."""


@pytest.mark.parametrize("slug", ["convolution", "learning-unrolled", "sigmoid-gates", "vanishing"])
def test_a_part_about_any_node_has_it_whole_and_cuts_no_text_and_no_node(slug: str) -> None:
    for node in lessons()[slug].story().graph.nodes:
        found = part(slug, node.index)
        seen = window(found, SLACK)
        assert f"n{node.index}" in found.shapes
        for rect in (*(shape.rect for shape in found.shapes.values()), *found.texts()):
            assert seen.around(rect), rect.what


def test_a_picture_that_is_no_larger_than_a_part_is_whole_and_in_its_middle() -> None:
    told = lessons()["logistic-loss"].story()
    whole, found = read(told.svg(told.last, fonts=False)), part("logistic-loss", "z")
    assert found.seen == whole.seen and found.shapes.keys() == whole.shapes.keys()
    seen = window(found)
    assert seen.left + seen.right == pytest.approx(told.drawn(0).span, abs=0.2)


def test_a_result_is_seen_with_the_node_that_it_is_of() -> None:
    found = part("example-1-neuron", "p")
    assert "= 0.27" in found.seen.values() and "n0" not in found.shapes


def test_a_wire_goes_on_to_the_border_of_a_part() -> None:
    found = part("example-2", "L")
    seen, shown = window(found), lessons()["example-2"].story()
    outside = [e for e in shown.graph.edges if f"n{e.src}" not in found.shapes]
    assert outside and len(found.groups("edge")) < len(shown.graph.edges)
    ends = [g for g in found.groups("edge") if not any("value" in e.get("class", "") for e in g)]
    assert ends and seen.left > 0


def test_nodes_that_are_too_far_apart_for_one_part_are_looked_at_from_their_middle() -> None:
    told = lessons()["sigmoid-gates"].story()
    seen = window(part("sigmoid-gates", "x0", "f"))
    x0, f = (told.drawing.placed.boxes[told.graph.node(name).index][0] for name in ("x0", "f"))
    assert (seen.left + seen.right) / 2 == pytest.approx((x0 + f) / 2, abs=60)
