"""What can be seen at a step is what is known at that step, and nothing ever moves."""

import math
import re
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.exports.story_json import brief_json
from app.lessons import lessons
from app.picture.items import EdgePicture
from app.state.view import View
from app.story import tell

from ...graph_engine.programs import EXAMPLE_II, shown
from .. import stories
from ..pictures import Rect, read
from ..stories import SLIDE, few, picture, views

# -- nodes ------------------------------------------------------------------------------


def test_a_leaf_is_tinted_by_its_role():
    found = picture(stories.story(), 0)
    roles = {g.attrib["data-name"]: g.attrib["data-role"] for g in found.groups("node")}
    assert roles == {
        "x1": "input", "x2": "input", "w1": "weight", "w2": "weight", "y": "label",
        "z1": "operation", "z2": "operation", "q": "operation", "v": "operation",
        "p": "operation", "L": "loss",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "symbol"),
    [
        ("x + y", "+"), ("x + y + x", "Σ"), ("x * y", "×"), ("x - y", "−"), ("x / y", "÷"),
        ("sigmoid(x)", "σ"), ("-log(x)", "−log"), ("2 * x", "2·"), ("-0.5 * x", "−0.5·"),
        ("x + 1", "+1"), ("x - 1", "−1"), ("x + 0", "+0"), ("x - 0", "+0"), ("3 - x", "3−"),
        ("x / 4", "÷4"), ("1 / x", "1/x"), ("x ** 3", "x³"), ("x ** -1", "x⁻¹"), ("x ** 2", "x²"),
        ("-x", "−"), ("max(x, y)", "max"), ("relu(x)", "ReLU"),
    ],
    ids=shown,
)  # fmt: skip
def test_an_operation_shows_its_symbol(expression: str, symbol: str):
    told = stories.story(f"x = 2\ny = 3\nz = {expression}\nL = z*z")
    group = next(g for g in picture(told, 0).groups("node") if g.attrib["data-name"] == "z")
    (text,) = [t for t in group if "symbol" in t.attrib.get("class", "")]
    assert "".join(text.itertext()) == symbol


# -- where things are --------------------------------------------------------------------


@few
@given(views())
def test_nothing_moves_from_step_to_step(view: View):
    told = tell(view)
    first = picture(told, 0).geometry
    assert all(picture(told, k).geometry == first for k in range(1, told.last + 1, 7))


@few
@given(st.data())
def test_nothing_moves_while_a_hand_changes_a_number(data: st.DataObject):
    numbers = st.floats(-1e300, 1e300)
    values = data.draw(st.fixed_dictionaries({n: numbers for n in ("x1", "x2", "w1", "w2", "y")}))
    moved = stories.story(values=values, arithmetic=data.draw(st.sampled_from(["exact", "slide"])))
    brief = brief_json(moved, step=0)
    # It brings no picture, and belongs to the one in hand.
    assert "svg" not in brief
    assert brief["structure"] == stories.story().arrangement.split(".")[0] + "."


@pytest.mark.parametrize("x", [-0.528, 3.0, 0.0, -1.5])
def test_a_number_that_has_room_in_its_place_moves_nothing_at_all(x: float):
    moved, usual = stories.story(values={"y": x}, focus="-"), stories.story(focus="-")
    assert moved.arrangement == usual.arrangement
    assert picture(moved, 0).geometry == picture(usual, 0).geometry


@pytest.mark.parametrize("x", [-0.528, 1234567.0, 1e-12])
def test_no_text_leaves_its_place_whatever_the_number(x: float):
    for name in ("x1", "w2", "y"):
        told = stories.story(values={name: x}, iterations=2)
        for k in range(told.last + 1):
            assert picture(told, k).too_wide() == []


def test_no_text_leaves_its_place_in_any_lesson():
    for slug, lesson in lessons().items():
        told = lesson.story()
        for k in range(0, told.last + 1, 3):
            assert picture(told, k).too_wide() == [], (slug, k)


def test_another_chain_finds_the_picture_where_it_is():
    places = {stories.story(focus=focus).arrangement for focus in ("*", "w1", "w2", "x1", "y")}
    assert len(places) == 1


@few
@given(views())
def test_no_text_no_box_and_no_node_covers_another(view: View):
    told = tell(view)
    run = told.walk.runs[-1]
    assume(all(abs(x) < 1e6 for x in run.values))
    steps = {
        told.last,
        *(s.index for s in told.walk.steps if s.kind in ("sum", "new", "placed")),
    }
    for k in steps:
        assert picture(told, k).overlaps() == []


def test_in_no_lesson_covers_one_thing_another():
    for slug, lesson in lessons().items():
        told = lesson.story()
        for k in range(told.last, -1, -2):  # what is there stays, so the last step has the most
            assert picture(told, k).overlaps() == [], (slug, k)


def test_large_numbers_and_long_names_cover_nothing_either():
    program = EXAMPLE_II.replace("w1", "weight_of_the_first").replace("x1", "alpha_beta_gamma")
    for values in ({}, {"weight_of_the_first": -1.2345e-5, "alpha_beta_gamma": -9.876e-9}):
        told = stories.story(program, values=values)
        for k in range(told.last + 1):
            assert picture(told, k).overlaps() == []


def test_the_search_for_overlaps_finds_them():
    told = stories.story()
    svg = told.svg(told.last)
    moved = re.sub(
        r'(<text class="value" x=")([0-9.]+)', lambda m: f"{m[1]}{float(m[2]) + 45}", svg
    )
    assert read(svg).overlaps() == [] and read(moved).overlaps() != []
    assert Rect("a", 0, 0, 2, 2).meets(Rect("b", 1, 1, 3, 3))
    assert not Rect("a", 0, 0, 2, 2).meets(Rect("b", 2, 0, 3, 3))


@few
@given(views())
def test_everything_is_inside_the_picture(view: View):
    told = tell(view)
    found = picture(told, told.last)
    _, _, width, height = map(float, found.root.attrib["viewBox"].split())
    assume(all(abs(x) < 1e6 for x in told.walk.runs[-1].values))
    rects = [*(s.rect for s in found.shapes.values()), *found.texts(), *found.local_boxes()]
    for r in rects:
        assert r.left >= 0 and r.right <= width and r.top >= 0 and r.bottom <= height, r


@few
@given(views())
def test_every_arrowhead_ends_on_its_node_and_points_at_it(view: View):
    told = tell(view)
    found = picture(told, 0)
    for edge, group in zip(told.graph.edges, arrows(found), strict=True):
        x, y, degrees = heads(group)
        shape = found.shapes[f"n{edge.dst}"]
        assert abs(shape.away(x, y)) < 1.0, (edge, shape.away(x, y))
        ahead = x + 3 * math.cos(math.radians(degrees)), y + 3 * math.sin(math.radians(degrees))
        assert shape.away(*ahead) < shape.away(x, y)


@few
@given(views())
def test_every_wire_leaves_its_node_at_the_outline(view: View):
    told = tell(view)
    found = picture(told, 0)
    for edge, group in zip(told.graph.edges, arrows(found), strict=True):
        start = [float(n) for n in re.findall(r"-?[\d.]+", wire(group))[:2]]
        assert abs(found.shapes[f"n{edge.src}"].away(*start)) < 1.0


@few
@given(views())
def test_a_wire_runs_straight_and_level_through_its_label(view: View):
    told = tell(view)
    for picture_of_edge in told.scene.items:
        if not isinstance(picture_of_edge, EdgePicture) or picture_of_edge.value is None:
            continue
        x = picture_of_edge.value.x
        y = picture_of_edge.value.y + 8
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", picture_of_edge.path_d)]
        line = re.search(r"([\d.-]+),([\d.-]+) L([\d.-]+),([\d.-]+)", picture_of_edge.path_d)
        assert line and numbers
        x1, y1, x2, y2 = map(float, line.groups())
        assert x1 < x < x2
        assert y1 == pytest.approx(y, abs=0.2) and y2 == pytest.approx(y, abs=0.2)


@few
@given(views())
def test_parallel_wires_keep_the_operands_order_from_top_to_bottom(view: View):
    told = tell(view)
    places = {i.edge: i.local_y for i in told.scene.items if isinstance(i, EdgePicture)}
    for edges in told.graph.operands:
        for one, other in zip(edges, edges[1:], strict=False):
            if one.src == other.src:
                assert places[one.id] < places[other.id]


@pytest.mark.parametrize(
    "expression", ["a - b", "a / b", "a ** b", "hinge(a, b)", "b - a", "squared_error(b, a)"]
)
def test_where_order_matters_operands_come_in_from_top_to_bottom(expression: str):
    told = stories.story(f"a = 2\nb = 3\nL: loss = {expression}")
    places = {i.edge: i.local_y for i in told.scene.items if isinstance(i, EdgePicture)}
    assert places["e2-0"] < places["e2-1"]


@few
@given(views())
def test_operands_stand_left_of_results_or_in_a_row_above(view: View):
    told = tell(view)
    shapes = picture(told, 0).shapes
    for edge in told.graph.edges:
        operand, result = shapes[f"n{edge.src}"].rect, shapes[f"n{edge.dst}"].rect
        assert operand.right < result.left or operand.bottom < result.top


def arrows(found: Any) -> list[Any]:
    """The groups of the wires between nodes, in the order of the graph's edges."""
    inner = [g for g in found.groups("edge") if g.attrib["data-edge"]]
    return sorted(inner, key=lambda g: [int(n) for n in g.attrib["data-edge"][1:].split("-")])


def heads(group: Any) -> list[float]:
    head = next(e for e in group if e.attrib.get("class") == "head")
    return [float(n) for n in re.findall(r"-?[\d.]+", head.attrib["transform"])]


def wire(group: Any) -> str:
    return str(next(e for e in group if e.attrib.get("class") == "wire").attrib["d"])


# -- large pictures ----------------------------------------------------------------------


def large(count: int) -> str:
    lines = ["w0 = 0.5", "w1 = 0.25", "s0 = w0 * w1"]
    for k in range(1, count):
        what = ("logistic_loss(A, B)", "A * B", "squared_error(A, B)", "A + B")[k % 4]
        lines.append(f"s{k} = " + what.replace("A", f"s{k - 1}").replace("B", f"w{k % 2}"))
    return "\n".join(lines)


def test_in_a_large_picture_too_arrowheads_end_on_their_nodes():
    told = stories.story(large(60))
    found = picture(told, 0)
    assert len(told.graph.edges) > 80
    for edge, group in zip(told.graph.edges, arrows(found), strict=True):
        x, y, _ = heads(group)
        assert abs(found.shapes[f"n{edge.dst}"].away(x, y)) < 1.0, edge


def test_in_a_large_picture_too_nothing_covers_another():
    told = stories.story(large(60))
    assert picture(told, 0).overlaps() == []


# -- said as well as drawn ---------------------------------------------------------------


@few
@given(views(), st.data())
def test_what_can_be_seen_is_also_said(view: View, data: st.DataObject):
    told = tell(view)
    found = picture(told, data.draw(st.integers(0, told.last)))
    said = {
        slot.split(".")[0]: group.attrib["aria-label"]
        for kind in ("node", "edge")
        for group in found.groups(kind)
        for slot in [group.attrib["data-slot"]]
    }
    assert len(said) == len(found.groups("node")) + len(found.groups("edge"))
    for slot, text in found.seen.items():
        assert text.removeprefix("= ") in said[slot.split(".")[0]]


def test_a_wire_says_where_it_goes_and_what_it_carries():
    told = stories.story(**SLIDE)
    labels = {
        g.attrib["data-slot"]: g.attrib["aria-label"]
        for g in picture(told, "product 1").groups("edge")
    }
    assert labels[told.graph.edge("v", "p").id] == (
        "wire from v to p (logistic sigmoid), value −1, local gradient 0.2, flows back −0.74"
    )
