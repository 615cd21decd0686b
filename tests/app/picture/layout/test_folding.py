"""Where rows are cut and which column a thing stands in: as narrow as can be, by trying all."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.picture.layout import Box, Question, Wire
from app.picture.layout.folding import Columns, columns, cuts, narrowed, parted
from app.picture.layout.row import net, place

from .test_layout import circle, rectangle

LABEL = Box(80, 21, 43)


@st.composite
def lines(draw: st.DrawFn) -> Columns:
    """Columns from left to right, and what leads over the cut before each but the first."""
    widths = draw(st.lists(st.integers(10, 200), min_size=2, max_size=9))
    left, right, x = [], [], 0.0
    for width in widths:
        left.append(x)
        right.append(x + width)
        x += width + 5
    crossing = [0, *(draw(st.integers(0, 12)) for _ in widths[1:])]
    return Columns({}, left, right, crossing)


def widest(found: Columns, starts: list[int]) -> float:
    """The widest row, with 9 for every lane at either of its ends."""
    ends = [*starts[1:], len(found.left)]
    lanes = [*found.crossing, 0]
    return max(
        found.right[end - 1] - found.left[start] + 9 * (lanes[start] + lanes[end])
        for start, end in zip(starts, ends, strict=True)
    )


@given(lines(), st.integers(1, 4))
def test_no_other_cuts_make_the_widest_row_narrower(found: Columns, rows: int):
    count = len(found.left)
    rows = min(rows, count)
    every = [[0, *cut] for cut in combinations(range(1, count), rows - 1)]
    starts = cuts(found, rows)
    assert starts in every
    assert widest(found, starts) == min(widest(found, each) for each in every)


def test_over_a_cut_leads_what_is_used_behind_it_but_for_leaves_that_move():
    """A leaf, a chain of three behind it, and a wire that passes the second of them."""
    boxes = (rectangle(30, 18, 18), *(circle(18) for _ in range(3)))
    ends = ((0, 1), (1, 2), (2, 3), (1, 3))
    whole = net(Question(boxes, (*(Wire(a, b, LABEL) for a, b in ends), Wire(3, None, LABEL))))
    found = columns(whole, place(whole))
    # In each column there is one thing more of the chain; w3 is in some of those between.
    over = {item: found.crossing[found.of[item]] for item in ("n0", "w0", "n1", "n2", "w2", "n3")}
    assert over == {"n0": 0, "w0": 0, "n1": 0, "n2": 2, "w2": 2, "n3": 2}


def test_a_column_is_as_wide_as_what_stands_in_it():
    boxes = (rectangle(30, 18, 18), *(circle(18) for _ in range(3)))
    whole = net(Question(boxes, tuple(Wire(k, k + 1, LABEL) for k in range(3))))
    placed = place(whole)
    found = columns(whole, placed)
    for k, (left, right) in enumerate(zip(found.left, found.right, strict=True)):
        sides = [
            (placed.points[item][0] - size.width / 2, placed.points[item][0] + size.width / 2)
            for item, size in whole.sizes.items()
            if found.of[item] == k
        ]
        assert (left, right) == (min(x for x, _ in sides), max(x for _, x in sides))


def leaning(leaf: Box) -> Question:
    """A chain of circles under wide labels, and a leaf at its end that can stand with either."""
    boxes = (*(circle(18),) * 5, leaf)
    wires = (*(Wire(k, k + 1, LABEL) for k in range(4)), Wire(5, 4, Box(30, 21, 22)))
    return Question(boxes, wires)


@pytest.mark.parametrize(
    ("leaf", "moves"),
    [
        (rectangle(35, 18, 18), True),  # with its air 43, 7 more than the circles
        (rectangle(31, 18, 18), False),  # 39: the column further on is not worth it
        (Box(43, 18, 18, radius=18), True),
        (Box(39, 18, 18, radius=18), False),
    ],
)
def test_a_column_is_left_for_five_points_of_its_width_in_which_a_rectangle_has_its_air(
    leaf: Box, moves: bool
):
    whole = net(leaning(leaf))
    placed = place(whole)
    assert (narrowed(whole, placed)["n5"] != columns(whole, placed).of["n5"]) == moves


def test_a_column_that_is_too_high_becomes_as_many_as_it_needs():
    """Twelve leaves of 41 in a room of 150: four columns of three, if as many as that may be."""
    boxes = (*(rectangle(30, 18, 18) for _ in range(12)), circle(18))
    wires = (*(Wire(k, 12, LABEL) for k in range(12)), Wire(12, None, LABEL))
    whole = net(Question(boxes, wires))
    placed = place(whole)
    for parts in (2, 3, 4):
        (ranks, *_) = parted(whole, placed, 150, parts)
        leaves = sorted(range(12), key=lambda k: placed.points[f"n{k}"][1])
        assert [ranks[f"n{k}"] for k in leaves] == [k % parts for k in range(12)]
        labels = {ranks[f"w{k}"] for k in range(12)}
        assert labels == {*range(parts, 2 * parts)} and ranks["n12"] == 2 * parts


def test_where_no_column_is_two_there_is_one_way_to_stand():
    whole = net(leaning(rectangle(35, 18, 18)))
    placed = place(whole)
    assert parted(whole, placed, 400) == [columns(whole, placed).of]
