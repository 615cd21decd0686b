"""The layout of our own: clear and whole without Graphviz, and only where Graphviz fails."""

import errno
import logging
import re
import tempfile
from itertools import combinations

import pytest
from hypothesis import given

from app.lessons import lessons
from app.picture.layout import Box, Question, Wire, layered, layout, row
from app.picture.layout.layered import _curve, plain
from app.picture.layout.rows import forget, one_row
from app.story import View, tell

from ...stories import few
from .test_layout import (
    heads,
    leaves_beyond_its_label,
    questions,
    rects,
    wires_end_at_boxes,
)

BOX, LABEL = Box(40, 20, 20, 20), Box(30, 10, 10)


@few
@given(questions())
def test_nothing_overlaps_and_all_is_inside(question: Question):
    placed = plain(question)
    found = rects(question, placed)
    assert [(a.what, b.what) for a, b in combinations(found, 2) if a.meets(b, 1.0)] == []
    for rect in found:
        assert rect.left >= 0 and rect.top >= 0
        assert rect.right <= placed.width and rect.bottom <= placed.height


@few
@given(questions())
def test_wires_run_from_left_to_right_straight_through_their_labels(question: Question):
    boxes, wires = question.boxes, question.wires
    placed = plain(Question(boxes, wires))
    for wire, drawn in zip(wires, placed.wires, strict=True):
        assert drawn.path.count("M") == 1
        line = re.search(r"([\d.-]+),([\d.-]+) L([\d.-]+),([\d.-]+)", drawn.path)
        assert line is not None
        half, ends = wire.label.width / 2, [float(each) for each in line.groups()]
        assert ends == pytest.approx([drawn.x - half, drawn.y, drawn.x + half, drawn.y], abs=0.2)
        assert placed.boxes[wire.src][0] < drawn.x
        assert wire.dst is None or drawn.x < placed.boxes[wire.dst][0]


@few
@given(questions())
def test_wires_begin_and_end_at_what_is_drawn(question: Question):
    bare = Question(question.boxes, question.wires)
    wires_end_at_boxes(bare, plain(bare))


@few
@given(questions())
def test_wires_end_where_their_arrowheads_begin_or_beyond_their_labels(question: Question):
    placed = plain(question)
    gaps = heads(question, placed)
    assert gaps == pytest.approx([7] * len(gaps), abs=0.2)
    leaves_beyond_its_label(question, placed)


@pytest.mark.parametrize("box", [BOX, Box(60, 18, 18, core=60, height=36)])
def test_between_a_box_and_a_label_are_the_room_between_columns_and_air(box: Box):
    placed = plain(Question((box, box), (Wire(0, 1, LABEL),)))
    (left, _), (right, _) = placed.boxes
    x, half = placed.wires[0].x, (box.width + LABEL.width) / 2
    assert [x - left - half, right - x - half] == pytest.approx([34 + 4] * 2, abs=0.1)


def test_the_operands_of_a_difference_come_from_top_to_bottom():
    boxes = (BOX, BOX, BOX, BOX)
    for first, second in ((0, 1), (1, 0), (2, 0), (1, 2)):
        wires = (Wire(first, 3, LABEL), Wire(second, 3, LABEL))
        placed = plain(Question(boxes, wires, frozenset({3})))
        assert placed.wires[0].y < placed.wires[1].y


@pytest.mark.parametrize(
    "links",
    [[(0, 1), (1, 0)], [(0, 0)], [(0, 1), (1, 2), (2, 0), (2, None)], []],
    ids=["two in a ring", "itself", "three in a ring", "nothing"],
)
def test_a_ring_is_drawn_too(links: list[tuple[int, int | None]]):
    boxes = (BOX, BOX, BOX)
    wires = tuple(Wire(a, b, LABEL) for a, b in links)
    placed = plain(Question(boxes, wires))
    found = rects(Question(boxes, wires), placed)
    assert len(found) == len(boxes) + len(wires)
    assert [(a.what, b.what) for a, b in combinations(found, 2) if a.meets(b, 1.0)] == []


def test_nothing_at_all_has_a_size():
    assert plain(Question((), ())).width > 0


def test_a_large_picture_is_laid_out_without_places_for_all_that_passes():
    boxes = (BOX,) * 300
    wires = tuple(Wire(k, k + 1, LABEL) for k in range(299))
    wires += tuple(Wire(0, k, LABEL) for k in range(1, 300))
    assert len(plain(Question(boxes, wires)).wires) == 598


def test_where_graphviz_answers_it_is_asked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(layered, "plain", lambda *_: pytest.fail("not asked"))
    question = Question((BOX, BOX), (Wire(0, 1, LABEL),))
    assert layout((lambda: question,) * 4, width=900, height=400) == (0, one_row(question))


@pytest.mark.parametrize("slug", ["example-2", "network-all", "learning-loop", "large-layer"])
def test_without_graphviz_every_lesson_has_its_picture(
    slug: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def gone(dot: str) -> None:
        raise OSError("no Graphviz")

    forget()
    monkeypatch.setattr(row, "ask", gone)
    with caplog.at_level(logging.ERROR, "chalkgraph"):
        lesson = lessons()[slug]
        story = tell(lesson.view)
        drawn = story.svg(story.last)
    assert "</svg>" in drawn and drawn.count("<path") >= len(story.graph.edges)
    # A ring has places of its own and asks no Graphviz.
    assert ("a plain one" in caplog.text) == (slug != "learning-loop")


def test_what_graphviz_once_could_not_do_is_asked_again(monkeypatch: pytest.MonkeyPatch):
    view = View(program="once: weight = 2\nL: loss = once ** 2")
    forget()
    with monkeypatch.context() as patch:
        patch.setattr(row, "ask", lambda dot: {"objects": []})
        plainly = tell(view).svg(0)
    assert tell(view).svg(0) != plainly


def test_a_full_disk_is_nothing_to_a_picture(monkeypatch: pytest.MonkeyPatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    monkeypatch.setattr(row, "TemporaryFile", full)
    assert row.well()


def test_a_curve_is_level_at_each_point_but_its_tip_where_it_has_its_slope():
    level = _curve([(0, 0), (10, 5), (30, 9)])
    assert level == "M0.0,0.0 C5.0,0.0 5.0,5.0 10.0,5.0 C20.0,5.0 20.0,9.0 30.0,9.0"
    up = _curve([(0, 0), (10, 5), (30, 9)], 1.5707963267948966)
    assert up == "M0.0,0.0 C5.0,0.0 5.0,5.0 10.0,5.0 C20.0,5.0 30.0,-1.0 30.0,9.0"
