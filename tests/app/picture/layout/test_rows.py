"""Rows read like lines of text: nothing overlaps, every wire is whole and ends at its box."""

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.picture.layout import Box, Layout, Question, Wire
from app.picture.layout.fit import MOST_ROWS_DOWN, _downwards
from app.picture.layout.row import Placed, net
from app.picture.layout.rows import (
    _crossings,
    in_lines,
    in_rows,
    narrow_row,
    one_row,
    staggered,
)
from app.picture.layout.splines import rounded

from ...pictures import along
from ...stories import few
from .test_layout import circle, numbers, rectangle, rects


@st.composite
def long_questions(draw: st.DrawFn) -> Question:
    """A chain with leaves at its operations, and some wires that pass a few of them."""
    length = draw(st.integers(6, 12))
    boxes, wires = [circle(18.0)], []
    for k in range(length):
        boxes.append(circle(18.0) if draw(st.booleans()) else rectangle(60.0, 18.0, 18.0))
        wires.append(Wire(k, k + 1, Box(60, 21, draw(st.sampled_from([6.0, 43.0])))))
    for k in range(1, length):
        if draw(st.booleans()):
            boxes.append(rectangle(30.0, 18.0, 18.0, 4.0))
            wires.append(Wire(len(boxes) - 1, k, Box(50, 21, 43)))
            if draw(st.booleans()):
                wires.append(Wire(len(boxes) - 1, length, Box(50, 25, 25)))
        if draw(st.booleans()):
            wires.append(Wire(k - 1, draw(st.integers(k + 1, length)), Box(50, 25, 25)))
    return Question(tuple(boxes), (*wires, Wire(length, None, Box(60, 21, 25))))


def placed(question: Question, count: int) -> Layout:
    return in_rows(question, count) or one_row(question)


COUNTS = st.integers(2, 4)


@few
@given(long_questions(), COUNTS)
def test_no_box_and_no_label_overlaps_another(question: Question, count: int):
    found = rects(question, placed(question, count))
    assert [(a.what, b.what) for a, b in combinations(found, 2) if a.meets(b, 1.0)] == []


@few
@given(long_questions(), COUNTS)
def test_everything_is_inside_the_picture(question: Question, count: int):
    layout = placed(question, count)
    for rect in rects(question, layout):
        assert rect.left >= 0 and rect.top >= 0
        assert rect.right <= layout.width and rect.bottom <= layout.height
    for wire in layout.wires:
        for x, y in along(wire.path):
            assert 0 <= x <= layout.width and 0 <= y <= layout.height


@few
@given(long_questions(), COUNTS)
def test_wires_begin_and_end_at_what_is_drawn(question: Question, count: int):
    layout = placed(question, count)
    for wire, drawn in zip(question.wires, layout.wires, strict=True):
        assert drawn.path.count("M") == drawn.path.count("L") == 1
        ends = ((wire.src, numbers(drawn.path)[:2]), (wire.dst, numbers(drawn.head)[:2]))
        for index, (x, y) in ends:
            if index is not None:
                dx, dy = x - layout.boxes[index][0], y - layout.boxes[index][1]
                box = question.boxes[index]
                assert box.holds(dx, dy, 1.0) and not box.holds(dx, dy, -1.0)


@few
@given(long_questions(), COUNTS)
def test_no_wire_leads_through_a_box(question: Question, count: int):
    layout = placed(question, count)
    through = [
        (k, index)
        for k, drawn in enumerate(layout.wires)
        for x, y in along(drawn.path)
        for index, (a, b) in enumerate(layout.boxes)
        if question.boxes[index].holds(x - a, y - b, -4)
    ]
    assert through == []


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_chain_has_so_many_rows_of_about_the_same_width(count: int):
    boxes = tuple(circle(18.0) for _ in range(24))
    wires = tuple(Wire(k, k + 1, Box(70, 21, 43)) for k in range(23))
    found = in_rows(Question(boxes, wires), count)
    assert found is not None
    lines = {round(y) for _, y in found.boxes}
    assert len(lines) == count, "each row is one straight line"
    widths = [max(x for x, b in found.boxes if round(b) == y) for y in lines]
    assert max(widths) < 1.25 * min(widths)
    order = [(round(y), x) for x, y in found.boxes]
    assert order == sorted(order), "and is read from left to right"


def test_lanes_between_neighbouring_rows_do_not_cross():
    """Two chains side by side that both go on in the next row."""
    boxes = tuple(circle(18.0) for _ in range(24))
    wires = [Wire(k, k + 2, Box(70, 21, 43)) for k in range(22)]
    question = Question(boxes, (*wires, Wire(22, 23, Box(70, 21, 43))))
    found = in_rows(question, 3)
    assert found is not None
    courses = [along(wire.path) for wire in found.wires]
    for one, other in combinations(range(len(wires)), 2):
        if {wires[one].src, wires[one].dst} & {wires[other].src, wires[other].dst}:
            continue
        near = [
            (a, b)
            for a, b in courses[one]
            for c, d in courses[other]
            if abs(a - c) < 0.5 and abs(b - d) < 0.5
        ]
        assert near == []


def test_what_is_too_short_is_not_wrapped():
    assert in_rows(Question((circle(18.0),) * 2, (Wire(0, 1, Box(60, 21, 43)),)), 2) is None


def test_round_turns_begin_and_end_at_the_corners_sides():
    path = rounded([(0, 0), (50, 0), (50, 40)], 10)
    assert path[0] == (0, 0) and path[-1] == (50, 40)
    assert (40, 0) in path and (50, 10) in path and (50, 0) not in path
    assert len(path) % 3 == 1


def test_a_turn_is_as_round_wherever_it_stands():
    path = rounded([(10, 200), (60, 200), (60, 240)], 10)
    assert (50, 200) in path and (60, 210) in path


def test_read_downwards_a_picture_has_at_most_twelve_rows():
    boxes = tuple(circle(18.0) for _ in range(30))
    question = Question(boxes, tuple(Wire(k, k + 1, Box(60, 21, 43)) for k in range(29)))
    assert len(list(_downwards(question, 0, 1.0))) == MOST_ROWS_DOWN - 1 == 11


def test_what_is_too_high_is_drawn_lower_as_far_as_that_goes():
    boxes = tuple(circle(18.0) for _ in range(7))
    wires = [Wire(k, k + 1, Box(60, 21, 43)) for k in range(6)]
    wires += [Wire(k, 6, Box(60, 25, 25)) for k in range(4)]
    question = Question(boxes, tuple(wires))
    free = one_row(question)
    low, lower = one_row(question, free.height - 20), one_row(question, 60)
    assert one_row(question, free.height + 50).height == free.height
    assert lower.height <= low.height <= free.height - 20
    assert lower.height > 60, "and no further: nothing overlaps"
    found = rects(question, lower)
    assert [(a.what, b.what) for a, b in combinations(found, 2) if a.meets(b, 1.0)] == []


def fan(count: int) -> Question:
    """From one box to many, and together again."""
    boxes = (circle(18.0),) * (count + 2)
    wires = [Wire(0, k + 1, Box(60, 25, 22)) for k in range(count)]
    wires += [Wire(k + 1, count + 1, Box(80, 20, 23)) for k in range(count)]
    return Question(boxes, tuple(wires))


@pytest.mark.parametrize("count", [6, 9, 14])
def test_columns_that_are_too_high_become_two_that_are_lower(count: int):
    question = fan(count)
    free, apart = one_row(question), staggered(question, 200)
    assert apart.height < 0.75 * free.height
    assert apart.width > free.width
    found = rects(question, apart)
    assert [(a.what, b.what) for a, b in combinations(found, 2) if a.meets(b, 1.0)] == []


def test_columns_that_are_low_enough_stay_one():
    question = fan(3)
    assert staggered(question, 400).width == one_row(question).width


def test_a_column_is_not_wide_for_what_can_stand_in_another():
    """A leaf with a long text shares the columns of circles, though those of labels are as wide."""
    boxes = (*(circle(18.0),) * 5, rectangle(80.0, 18.0, 18.0))
    wires = (
        *(Wire(k, k + 1, Box(80, 21, 43)) for k in range(4)),
        Wire(5, 4, Box(30, 21, 22)),
    )
    question = Question(boxes, wires)
    assert narrow_row(question, 400).width < one_row(question).width - 30


LINES = tuple(k // 4 for k in range(12))


@pytest.mark.parametrize("per", [1, 2])
def test_lines_of_its_own_are_rows(per: int):
    boxes = tuple(circle(18.0) for _ in LINES)
    wires = tuple(Wire(k, k + 1, Box(70, 21, 43)) for k in range(11))
    found = in_lines(Question(boxes, wires, lines=LINES), per)
    assert len({round(y) for _, y in found.boxes}) == 2 // per + 1
    for (_, y), line, (_, other), next_ in zip(
        found.boxes, LINES, found.boxes[1:], LINES[1:], strict=False
    ):
        assert (round(y) == round(other)) == (line // per == next_ // per)


def turns(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    """Positive where c is on the left of the way from a to b, negative on the right."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@given(st.lists(st.tuples(*(st.integers(0, 60),) * 3, st.integers(1, 60)), min_size=2, max_size=5))
def test_wires_cross_as_often_as_straight_lines_do(drawn: list[tuple[int, int, int, int]]):
    lines = [((x, y), (x + far, end)) for x, y, end, far in drawn]
    pairs = [(*one, *other) for one, other in combinations(lines, 2)]
    found = 0
    for a, b, c, d in pairs:
        sides = (turns(a, b, c) * turns(a, b, d), turns(c, d, a) * turns(c, d, b))
        assume(all(sides))  # none begins or ends on another
        found += sides[0] < 0 and sides[1] < 0
    boxes = (circle(18.0),) * (2 * len(lines))
    wires = tuple(Wire(2 * k, None, Box(60, 21, 25)) for k in range(len(lines)))
    points = {f"n{2 * k}": line[0] for k, line in enumerate(lines)}
    points |= {f"w{k}": line[1] for k, line in enumerate(lines)}
    assert _crossings(net(Question(boxes, wires)), Placed(points, {}, 120, 60)) == found
