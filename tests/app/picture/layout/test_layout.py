"""Boxes and topology to places: nothing overlaps, and Graphviz learns ids and sizes only."""

import random
import re
import threading
import time
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.picture.layout import Box, Layout, Question, Wire, row, splines
from app.picture.layout.row import LARGE
from app.picture.layout.rows import forget, one_row

from ... import stories
from ...pictures import Rect, along
from ...stories import few

HEIGHTS = st.integers(20, 60).map(float)


def rectangle(width: float, up: float, down: float, air: float = 0) -> Box:
    """A box that fills its room, or has air for texts above, below and beside it."""
    half = min(up, down)
    return Box(width + 2 * air, up + air, down + air, core=width, height=2 * half, corner=5)


def circle(radius: float, air: float = 0) -> Box:
    return Box(2 * radius + air, radius + air, radius + 2 * air, radius)


AIRS = st.sampled_from([0.0, 12.0, 25.0])
SIZES = st.builds(rectangle, st.integers(30, 140).map(float), HEIGHTS, HEIGHTS, AIRS)
CIRCLES = st.builds(circle, st.integers(15, 25).map(float), AIRS)
WIDTHS = st.integers(20, 140).map(float)
LABELS = st.builds(Box, WIDTHS, HEIGHTS, HEIGHTS)


@st.composite
def questions(draw: st.DrawFn, most: int = 7) -> Question:
    """Boxes, and wires from earlier ones to later ones, twins too, and some that leave."""
    boxes = tuple(draw(st.lists(st.one_of(SIZES, CIRCLES), min_size=2, max_size=most)))
    last = len(boxes) - 1
    ends = st.integers(0, last).flatmap(
        lambda src: st.tuples(st.just(src), st.integers(src + 1, last) if src < last else st.none())
    )
    pairs = draw(st.lists(ends, max_size=9))
    pairs += [(k, None) for k in range(len(boxes)) if draw(st.booleans())]
    # Twins carry the same value, so their labels are as high; how wide they are may differ.
    rooms = {pair: draw(LABELS) for pair in dict.fromkeys(pairs)}
    return Question(
        boxes,
        tuple(Wire(*pair, replace(rooms[pair], width=draw(WIDTHS))) for pair in pairs),
    )


def rects(question: Question, placed: Layout) -> list[Rect]:
    """What boxes and labels take."""
    rooms = [
        *zip(placed.boxes, question.boxes, strict=True),
        *(((d.x, d.y), w.label) for d, w in zip(placed.wires, question.wires, strict=True)),
    ]
    return [
        Rect(str(k), x - b.width / 2, y - b.up, x + b.width / 2, y + b.down)
        for k, ((x, y), b) in enumerate(rooms)
    ]


def numbers(text: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?[\d.]+", text)]


def wires_end_at_boxes(question: Question, placed: Layout) -> None:
    """Each begins and ends at the border of what is drawn."""
    boxes = question.boxes
    for wire, drawn in zip(question.wires, placed.wires, strict=True):
        for index, (x, y) in (
            (wire.src, numbers(drawn.path)[:2]),
            (wire.dst, numbers(drawn.head)[:2]),
        ):
            if index is not None:
                dx, dy = x - placed.boxes[index][0], y - placed.boxes[index][1]
                assert boxes[index].holds(dx, dy, 1.0) and not boxes[index].holds(dx, dy, -1.0)


@few
@given(questions())
def test_no_box_and_no_label_overlaps_another(question: Question):
    found = rects(question, one_row(question))
    assert [(a.what, b.what) for a, b in combinations(found, 2) if a.meets(b, 1.0)] == []


@few
@given(questions())
def test_everything_is_inside_the_picture(question: Question):
    placed = one_row(question)
    for rect in rects(question, placed):
        assert rect.left >= 0 and rect.top >= 0
        assert rect.right <= placed.width and rect.bottom <= placed.height


@few
@given(questions())
def test_flow_is_from_left_to_right(question: Question):
    placed = one_row(question)
    for wire, drawn in zip(question.wires, placed.wires, strict=True):
        assert placed.boxes[wire.src][0] < drawn.x
        if wire.dst is not None:
            assert drawn.x < placed.boxes[wire.dst][0]


@few
@given(questions())
def test_a_wire_is_one_line_that_goes_level_through_its_label(question: Question):
    placed = one_row(question)
    for wire, drawn in zip(question.wires, placed.wires, strict=True):
        assert drawn.path.count("M") == 1
        half = wire.label.width / 2
        line = re.search(r"([\d.-]+),([\d.-]+) L([\d.-]+),([\d.-]+)", drawn.path)
        assert line is not None
        left, y1, right, y2 = map(float, line.groups())
        assert (y1, y2) == (pytest.approx(drawn.y, abs=0.2), pytest.approx(drawn.y, abs=0.2))
        assert left == pytest.approx(drawn.x - half, abs=1.1)
        assert right == pytest.approx(drawn.x + half, abs=1.1)


@few
@given(questions())
def test_wires_begin_and_end_at_what_is_drawn(question: Question):
    wires_end_at_boxes(question, one_row(question))


def leaves_beyond_its_label(question: Question, placed: Layout) -> None:
    """What leads out of the picture ends 9 beyond its label, where its arrow is."""
    for wire, drawn in zip(question.wires, placed.wires, strict=True):
        if wire.dst is None:
            x, y = numbers(drawn.head)[:2]
            assert x == pytest.approx(drawn.x + wire.label.width / 2 + 9, abs=0.2)
            assert y == pytest.approx(drawn.y, abs=0.2)
            assert x - along(drawn.path)[-1][0] == pytest.approx(9, abs=0.2)


@few
@given(questions())
def test_a_wire_that_leaves_the_picture_has_its_arrow_beyond_its_label(question: Question):
    leaves_beyond_its_label(question, one_row(question))


def heads(question: Question, placed: Layout) -> list[float]:
    """How far from the tip of its arrow each wire ends that leads to a box."""
    ends = [
        (numbers(drawn.head)[:2], along(drawn.path)[-1])
        for wire, drawn in zip(question.wires, placed.wires, strict=True)
        if wire.dst is not None
    ]
    return [((a - x) ** 2 + (b - y) ** 2) ** 0.5 for (a, b), (x, y) in ends]


@few
@given(questions())
def test_a_wire_ends_where_its_arrowhead_begins(question: Question):
    assert all(gap >= 3 for gap in heads(question, one_row(question)))


def test_a_plain_curve_ends_where_its_arrowhead_begins_or_beyond_its_label():
    boxes = tuple(circle(21) for _ in range(LARGE + 2))
    label = Box(60, 21, 43)
    wires = tuple(Wire(k, k + 1, label) for k in range(LARGE + 1))
    question = Question(boxes, (*wires, Wire(LARGE + 1, None, label)))
    placed = one_row(question)
    assert heads(question, placed) == pytest.approx([7] * len(wires), abs=0.2)
    leaves_beyond_its_label(question, placed)


def crossing(seed: int) -> Question:
    """Boxes of several sizes, and many wires that pass others on their way."""
    draw = random.Random(seed)
    boxes = [rectangle(draw.choice([60.0, 90.0, 120.0]), *draw.choice([(20.0, 20.0), (32.0, 50.0)]))
             for _ in range(draw.randint(4, 8))]  # fmt: skip
    pairs = [pair for pair in combinations(range(len(boxes)), 2) if draw.random() < 0.45]
    sizes = [Box(draw.choice([30.0, 60.0]), 21, draw.choice([15.0, 43.0])) for _ in pairs]
    wires = tuple(Wire(*pair, size) for pair, size in zip(pairs, sizes, strict=True))
    return Question(tuple(boxes), wires)


def test_no_wire_passes_a_box_within_the_air_beside_it():
    close = []
    for seed in range(30):
        question = crossing(seed)
        boxes, wires, placed = question.boxes, question.wires, one_row(question)
        for wire, drawn in zip(wires, placed.wires, strict=True):
            for k, ((x, y), box) in enumerate(zip(placed.boxes, boxes, strict=True)):
                if k not in (wire.src, wire.dst):
                    close += [
                        (seed, wire.src, wire.dst, k)
                        for a, b in along(drawn.path)
                        if abs(a - x) < box.width / 2 + 3 and 1 - box.up < b - y < box.down - 1
                    ]
    assert close == []


def beside(box: Box) -> list[float]:
    """How far a label stands from the room of the box before it, and from that behind it."""
    placed = one_row(Question((box, box), (Wire(0, 1, Box(60, 22, 44)),)))
    x, half = placed.wires[0].x, (box.width + 60) / 2
    return [abs(x - middle) - half for middle, _ in placed.boxes]


def test_beside_a_rectangle_there_are_four_points_of_air_more_than_beside_a_circle():
    bare = beside(circle(18))
    for width in (30, 60, 120):
        assert beside(rectangle(width, 18, 18)) == pytest.approx([gap + 4 for gap in bare])


@pytest.mark.parametrize(
    "bare",
    [Box(52, 24, 24, core=40, height=40), Box(52, 24, 24, radius=20)],
    ids=["rectangle", "circle"],
)
def test_room_for_texts_begins_beyond_six_points_at_the_sides_or_four_above_or_below(bare: Box):
    assert not bare.clear
    for name in ("width", "up", "down"):
        assert replace(bare, **{name: getattr(bare, name) + 0.1}).clear, name
    assert not replace(bare, width=40.0, up=20.0, down=20.0).clear


@pytest.mark.parametrize("length", [3, 5, 8])
def test_the_longest_path_is_straight(length: int):
    boxes = tuple(circle(18) if k % 2 else rectangle(30, 18, 34, 12) for k in range(length))
    wires = tuple(Wire(k, k + 1, Box(68, 21, 43)) for k in range(length - 1))
    placed = one_row(Question(boxes, (*wires, Wire(length - 1, None, Box(60, 35, 25)))))
    assert len({round(y, 1) for _, y in placed.boxes}) == 1
    assert len({round(drawn.y, 1) for drawn in placed.wires}) == 1


@few
@given(questions())
def test_twins_keep_their_order_from_top_to_bottom(question: Question):
    placed = one_row(question)
    seen: dict[Any, float] = {}
    for wire, drawn in zip(question.wires, placed.wires, strict=True):
        pair = (wire.src, wire.dst)
        if wire.dst is not None and pair in seen:
            assert seen[pair] < drawn.y
        seen[pair] = drawn.y


def test_twins_keep_their_order_even_where_graphviz_turns_it_round(monkeypatch: pytest.MonkeyPatch):
    question = Question((circle(21),) * 2, (Wire(0, 1, Box(60, 21, 43)),) * 3)
    real = row.ask

    def upside_down(dot: str) -> Any:
        answer = real(dot)
        height = float(answer["bb"].split(",")[3])
        for item in [*answer["objects"], *answer["edges"]]:
            item["pos"] = re.sub(
                r"([\d.-]+),([\d.-]+)", lambda m: f"{m[1]},{height - float(m[2])}", item["pos"]
            )
        return answer

    for ask in (real, upside_down):
        monkeypatch.setattr(row, "ask", ask)
        forget()
        rows = [drawn.y for drawn in one_row(question).wires]
        assert rows == sorted(rows)


@few
@given(questions())
def test_the_same_question_has_the_same_answer(question: Question):
    kept = one_row(question)
    forget()
    assert one_row(question) == kept


def test_a_long_row_is_placed_quickly_and_its_wires_are_plain_curves():
    boxes = tuple(circle(21) if k % 3 else rectangle(90, 18, 18) for k in range(LARGE + 20))
    wires = tuple(Wire(k, k + 1, Box(60, 21, 43)) for k in range(LARGE + 19))
    question = Question(boxes, wires)
    placed = one_row(question)
    assert len(placed.wires) == len(wires) > LARGE
    found = rects(question, placed)
    assert not [(a.what, b.what) for a, b in combinations(found, 2) if a.meets(b, 1.0)]


def test_a_loop_of_thirty_rounds_is_placed_in_two_thirds_of_the_time(
    monkeypatch: pytest.MonkeyPatch,
):
    """A weight and thirty steps that use it, not yet too large for rows: each of the ways in which
    it may be drawn took half a second."""
    steps = range(1, 31)
    label = Box(60, 21, 43)
    wires = [Wire(0, 2 * k, label) for k in steps]
    wires += [Wire(2 * k - 1, 2 * k, label) for k in steps]
    wires += [Wire(2 * k, 2 * k + 1, label) for k in steps]
    boxes = (rectangle(90, 18, 18), rectangle(40, 18, 18), *(circle(21) for _ in range(60)))
    question = Question(boxes, tuple(wires))
    assert row.LONG < len(wires) < LARGE

    def seconds() -> float:
        forget()
        began = time.process_time()
        placed = one_row(question)
        spent = time.process_time() - began
        found = rects(question, placed)
        assert not [(a.what, b.what) for a, b in combinations(found, 2) if a.meets(b, 1.0)]
        return spent

    quick = min(seconds() for _ in range(3))
    monkeypatch.setattr(row, "LONG", LARGE)
    assert quick < 0.67 * min(seconds() for _ in range(3))


def test_graphviz_learns_ids_and_sizes_and_nothing_that_was_typed(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    real = row.ask

    def spy(dot: str) -> Any:
        asked.append(dot)
        return real(dot)

    monkeypatch.setattr(row, "ask", spy)
    forget()
    stories.story(
        "# <b>x</b> URL=javascript:1\nsecret_name_here: weight = 7.25\nL = secret_name_here**2"
    ).svg(0)
    (dot,) = asked
    assert "secret" not in dot and "7.25" not in dot and "javascript" not in dot
    words = set(re.findall(r"[A-Za-z]\w*", dot))
    ours = {w for w in words if not re.fullmatch(r"[nw]\d+|[ewmc]|[A-Z]+", w)}
    assert ours <= {
        "digraph", "graph", "node", "edge", "rankdir", "LR", "nodesep", "ranksep", "shape", "box",
        "fixedsize", "true", "false", "label", "arrowhead", "none", "weight", "height", "width",
        "tailclip", "headclip", "ordering", "in", "margin", "plain",
    }  # fmt: skip


def test_a_changed_number_asks_for_no_new_layout(monkeypatch: pytest.MonkeyPatch):
    stories.story().svg(0)

    def never(dot: str) -> Any:
        raise AssertionError("asked again")

    monkeypatch.setattr(row, "ask", never)
    for k, x in enumerate((3.0, -1.5, 0.25)):
        stories.story(values={"x1": x}, arithmetic=("exact", "slide")[k % 2]).svg(k)


def test_two_threads_can_ask_at_once():
    forget()
    programs = [f"x = 1\ny{'y' * k} = {' * '.join(['x'] * (k + 2))}" for k in range(6)]
    alone = [stories.story(p).svg(0) for p in programs]
    forget()
    found: dict[int, str] = {}

    def draw(k: int) -> None:
        found[k] = stories.story(programs[k]).svg(0)

    threads = [threading.Thread(target=draw, args=(k,)) for k in range(len(programs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[k] for k in range(len(programs))] == alone


def test_a_wire_that_comes_down_beside_a_level_one_ends_apart_from_it():
    down = [(0.0, 0.0), (5.0, 0.0), (8.0, 3.0), (8.0, 20.0), (9.0, 26.0), (9.0, 30.0), (12.0, 30.0)]
    level = [(0.0, 30.0), (4.0, 30.0), (8.0, 30.0), (12.0, 30.0)]
    assert (splines.steep(down), splines.steep(level)) == (-1, 0)
    assert splines.steep([(x, 60 - y) for x, y in down]) == 1
    apart = splines.moved(down, -splines.APART)
    assert apart[:5] == down[:5] and [y for _x, y in apart[5:]] == [22.0, 22.0]
    assert splines.moved(level, 3.0) == [(x, 33.0) for x, _y in level]
