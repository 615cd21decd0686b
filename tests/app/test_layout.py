"""Boxes and topology to places: nothing overlaps, and Graphviz learns ids and sizes only."""

import re
import threading
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import layout as room
from app.layout import LARGE, Box, Layout, Wire, layout

from . import stories
from .pictures import Rect
from .stories import few

SIZES = st.builds(
    Box,
    st.integers(30, 140).map(float),
    st.integers(30, 100).map(float),
)
CIRCLES = st.integers(15, 25).map(lambda r: Box(2.0 * r, 2.0 * r, float(r)))
LABELS = st.builds(Box, st.integers(20, 140).map(float), st.integers(20, 70).map(float))

Question = tuple[tuple[Box, ...], tuple[Wire, ...]]


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
    return boxes, tuple(Wire(src, dst, draw(LABELS)) for src, dst in pairs)


def rects(question: Question, placed: Layout) -> list[Rect]:
    """What boxes and labels take."""
    boxes, wires = question
    rooms = [
        *zip(placed.boxes, boxes, strict=True),
        *(((d.x, d.y), w.label) for d, w in zip(placed.wires, wires, strict=True)),
    ]
    return [
        Rect(str(k), x - b.width / 2, y - b.height / 2, x + b.width / 2, y + b.height / 2)
        for k, ((x, y), b) in enumerate(rooms)
    ]


def numbers(text: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?[\d.]+", text)]


@few
@given(questions())
def test_no_box_and_no_label_overlaps_another(question: Question):
    found = rects(question, layout(*question, frozenset()))
    assert [(a.what, b.what) for a, b in combinations(found, 2) if a.meets(b, 1.0)] == []


@few
@given(questions())
def test_everything_is_inside_the_picture(question: Question):
    placed = layout(*question, frozenset())
    for rect in rects(question, placed):
        assert rect.left >= 0 and rect.top >= 0
        assert rect.right <= placed.width and rect.bottom <= placed.height


@few
@given(questions())
def test_flow_is_from_left_to_right(question: Question):
    placed = layout(*question, frozenset())
    for wire, drawn in zip(question[1], placed.wires, strict=True):
        assert placed.boxes[wire.src][0] < drawn.x
        if wire.dst is not None:
            assert drawn.x < placed.boxes[wire.dst][0]


@few
@given(questions())
def test_a_wire_is_one_line_that_goes_level_through_its_label(question: Question):
    placed = layout(*question, frozenset())
    for wire, drawn in zip(question[1], placed.wires, strict=True):
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
    boxes, wires = question
    placed = layout(*question, frozenset())
    for wire, drawn in zip(wires, placed.wires, strict=True):
        for index, (x, y) in (
            (wire.src, numbers(drawn.path)[:2]),
            (wire.dst, numbers(drawn.head)[:2]),
        ):
            if index is not None:
                dx, dy = x - placed.boxes[index][0], y - placed.boxes[index][1]
                assert boxes[index].holds(dx, dy, 1.0) and not boxes[index].holds(dx, dy, -1.0)


@few
@given(questions())
def test_twins_keep_their_order_from_top_to_bottom(question: Question):
    placed = layout(*question, frozenset())
    seen: dict[Any, float] = {}
    for wire, drawn in zip(question[1], placed.wires, strict=True):
        pair = (wire.src, wire.dst)
        if wire.dst is not None and pair in seen:
            assert seen[pair] < drawn.y
        seen[pair] = drawn.y


def test_twins_keep_their_order_even_where_graphviz_turns_it_round(monkeypatch: pytest.MonkeyPatch):
    boxes, wires = (Box(42, 42, 21),) * 2, (Wire(0, 1, Box(60, 64)),) * 3
    real = room._ask

    def upside_down(dot: str) -> Any:
        answer = real(dot)
        height = float(answer["bb"].split(",")[3])
        for item in [*answer["objects"], *answer["edges"]]:
            item["pos"] = re.sub(
                r"([\d.-]+),([\d.-]+)", lambda m: f"{m[1]},{height - float(m[2])}", item["pos"]
            )
        return answer

    for ask in (real, upside_down):
        monkeypatch.setattr(room, "_ask", ask)
        rows = [drawn.y for drawn in layout.__wrapped__(boxes, wires, frozenset()).wires]
        assert rows == sorted(rows)


@few
@given(questions())
def test_the_same_question_has_the_same_answer(question: Question):
    kept = layout(*question, frozenset())
    assert layout.__wrapped__(*question, frozenset()) == kept


def test_a_long_row_is_placed_quickly_and_its_wires_are_plain_curves():
    boxes = tuple(Box(42, 42, 21) if k % 3 else Box(90, 42, core=36) for k in range(LARGE + 20))
    wires = tuple(Wire(k, k + 1, Box(60, 64)) for k in range(LARGE + 19))
    placed = layout(boxes, wires, frozenset())
    assert len(placed.wires) == len(wires) > LARGE
    found = rects((boxes, wires), placed)
    assert not [(a.what, b.what) for a, b in combinations(found, 2) if a.meets(b, 1.0)]


def test_graphviz_learns_ids_and_sizes_and_nothing_that_was_typed(monkeypatch: pytest.MonkeyPatch):
    asked: list[str] = []
    real = room._ask

    def spy(dot: str) -> Any:
        asked.append(dot)
        return real(dot)

    monkeypatch.setattr(room, "_ask", spy)
    layout.cache_clear()
    stories.story(
        "# <b>x</b> URL=javascript:1\nsecret_name_here: weight = 7.25\nL = secret_name_here**2"
    ).svg(0)
    (dot,) = asked
    assert "secret" not in dot and "7.25" not in dot and "javascript" not in dot
    words = set(re.findall(r"[A-Za-z]\w*", re.sub(r'label=""', "", dot)))
    ours = {w for w in words if not re.fullmatch(r"[nw]\d+|[ew]", w)}
    assert ours <= {
        "digraph", "graph", "node", "edge", "rankdir", "LR", "nodesep", "ranksep", "shape", "box",
        "fixedsize", "true", "false", "label", "arrowhead", "none", "weight", "height", "width",
        "tailclip", "headclip", "ordering", "in", "margin", "pad", "sep", "esep", "splines",
    }  # fmt: skip


def test_a_changed_number_asks_for_no_new_layout(monkeypatch: pytest.MonkeyPatch):
    stories.story().svg(0)

    def never(dot: str) -> Any:
        raise AssertionError("asked again")

    monkeypatch.setattr(room, "_ask", never)
    for k, x in enumerate((3.0, -1e-9, 12345.678, 0.0)):
        stories.story(values={"x1": x}, arithmetic=("exact", "slide")[k % 2]).svg(k)


def test_two_threads_can_ask_at_once():
    layout.cache_clear()
    programs = [f"x = 1\ny{'y' * k} = {' * '.join(['x'] * (k + 2))}" for k in range(6)]
    alone = [stories.story(p).svg(0) for p in programs]
    layout.cache_clear()
    found: dict[int, str] = {}

    def draw(k: int) -> None:
        found[k] = stories.story(programs[k]).svg(0)

    threads = [threading.Thread(target=draw, args=(k,)) for k in range(len(programs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[k] for k in range(len(programs))] == alone
