"""Neurons stand clear of each other, with their numbers in them, in every room."""

from dataclasses import replace
from itertools import combinations
from math import hypot
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.exports.dot import source
from app.lessons import lessons
from app.picture.neurons import place, shown, slots
from app.picture.neurons.place import SMALL
from app.picture.rooms import FRAME, STAGE, USUAL, Room
from app.picture.widths import VALUE, width
from app.state.carried import with_options
from app.state.view import Look, View
from app.story import Story, story_of, tell

from ....graph_engine.views.programs import FCNN, programs
from ....graph_engine.views.test_network import PROGRAMS
from ...stories import few, step
from .test_numbers import STORIES, entries, neurons

ROOMS = [USUAL, STAGE, FRAME, Room(1024, 400, 13), Room(390, 300, 13)]
LARGE = """\
x: input = zeros(784)
W: weight = zeros(300, 784)
V: weight = zeros(10, 300)
b: weight = zeros(300)
t: label = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0]
h = relu(W @ x + b)
z = V @ h
L: loss = cross_entropy(t, z)
"""


def placed(told: Story) -> place.Drawing:
    assert isinstance(told.drawing, place.Drawing)
    return told.drawing


def test_eight_neurons_in_a_column_have_letters_of_twelve_pixels():
    whole = neurons(PROGRAMS["4-8-3"][0])
    for told in (whole, replace(whole, walk=neurons(PROGRAMS["4-8-3"][0], focus="-").walk)):
        drawn = placed(replace(told, room=USUAL))
        assert drawn.small and len(drawn.neurons) == 4 + 8 + 3
        scale = min(USUAL.width / drawn.width, USUAL.height / drawn.height)
        assert SMALL * VALUE * scale >= 12
        for slot in (slots.neuron, slots.neuron_gradient) if drawn.sizes.backward else ():
            widths = [drawn.sizes.widest[slot(*each)] for each in drawn.neurons]
            assert max(widths) * SMALL <= 2 * drawn.radius - 8


@pytest.mark.parametrize("named", [*PROGRAMS])
def test_circles_stand_apart_and_numbers_of_connections_too(named: str):
    told = neurons(PROGRAMS[named][0])
    for room in ROOMS:
        drawn = placed(replace(told, room=room))
        circles = [(x, y, drawn.radius) for x, y in drawn.neurons.values()]
        circles += [(x, y, drawn.one) for x, y in drawn.ones.values()]
        for (x1, y1, r1), (x2, y2, r2) in combinations(circles, 2):
            assert hypot(x2 - x1, y2 - y1) > r1 + r2 + 2
        for x, y, r in circles:
            assert r < x < drawn.width - r and r < y < drawn.height - r
        numbers = [
            (*spot.gradient, drawn.sizes.widest[slots.weight_gradient(*each.weight)])
            for each, spot in drawn.spots.items()
            if not spot.tight and each.weight is not None
        ]
        for (x1, y1, w1), (x2, y2, w2) in combinations(numbers, 2):
            assert abs(x2 - x1) > (w1 + w2) / 2 - 1 or abs(y2 - y1) > 12, room
        for x, y, w in numbers:
            assert all(hypot(abs(x - cx) - w / 2, y - cy) > r - 6 for cx, cy, r in circles)


@pytest.mark.parametrize("named", STORIES)
def test_numbers_are_inside_their_circles(named: str):
    told = neurons(PROGRAMS[named][0])
    drawn = placed(told)
    size = 12 if drawn.small else 13
    for at in (0, told.last // 2, told.last):
        scene = told.drawn(at)
        assert scene.neurons is not None
        for column in scene.neurons.columns:
            for each in column.neurons:
                for part in (each.value, each.gradient):
                    half = width(part.text, size, bold=True) / 2
                    for y in (part.y, part.y - 0.7 * size):
                        assert hypot(half, y - each.y) <= drawn.radius + 0.5


def test_the_numbers_of_the_lecture_s_network_can_be_read():
    for slug in ("network", "network-all", "network-no-bias", "network-input-bias"):
        told = tell(replace(lessons()[slug].story().view, zoom="neurons"))
        for room in (USUAL, Room(1440, 400, 16)):
            drawn = placed(replace(told, room=room))
            scale = min(room.width / drawn.width, room.height / drawn.height)
            assert scale * VALUE >= 13, slug
            assert drawn.named and not any(spot.tight for spot in drawn.spots.values())


def test_where_there_is_no_room_for_all_numbers_the_letters_stay_large():
    told = tell(replace(lessons()["network"].story().view, zoom="neurons"))
    narrow = Room(1000, 500, 15)
    drawn = placed(replace(told, room=narrow))
    assert min(narrow.width / drawn.width, narrow.height / drawn.height) * VALUE >= 14.5
    assert any(spot.tight for spot in drawn.spots.values())


def test_a_large_layer_is_drawn_by_its_first_and_last_neurons():
    told = neurons(LARGE)
    drawn = placed(told)
    x, h, z = (told.graph.node(name).index for name in "xhz")
    assert [entry for index, entry in drawn.neurons if index == x] == [0, 1, 2, 782, 783]
    assert [entry for index, entry in drawn.neurons if index == h] == [0, 1, 2, 298, 299]
    assert [entry for index, entry in drawn.neurons if index == z] == [0, 1, 2, 8, 9]
    assert {*drawn.dots} == {x, h, z}
    svg = told.svg(told.last, fonts=False)
    assert "779 more" in svg and "295 more" in svg
    assert len(drawn.spots) == 5 * 6 + 5 * 5
    # which ones are seen has nothing to do with their values
    other = neurons(LARGE, values={"x": [1.0] * 784})
    assert placed(other).neurons.keys() == drawn.neurons.keys()


def test_it_is_a_view_of_the_same_story_with_a_name_and_every_part_named():
    told = neurons(FCNN, focus="W")
    root = ElementTree.fromstring(told.inline_svg(step(told, "value:L").index))
    assert root.attrib["data-view"] == "neurons"
    named = [e for e in root.iter() if e.attrib.get("role") == "button"]
    labels = [e.attrib["aria-label"] for e in named]
    assert (
        len(labels) == 10 + 28 + 3 + 2 + 3
    )  # neurons, connections; t, its wire, ℒ; two wires; W, V, u
    assert "neuron y₂, value 0.182" in " / ".join(labels)
    assert any("connection from x₁ to y₂, weight −1" in label for label in labels)
    assert any(label.startswith("bias of q, weight −0.5") for label in labels)
    # exports that draw no neurons draw the layers
    assert source(told, told.last, theme="paper") == source(
        tell(View(program=FCNN, zoom="layers", focus="W")), told.last, theme="paper"
    )


def test_a_lesson_s_own_words_are_said_of_its_neurons_too():
    lesson = lessons()["network"]
    told = tell(
        replace(lesson.story().view, zoom="neurons"), notes=lesson.story().notes, own=lesson.view
    )
    assert "three blocks" in told.note(step(told, "slope:y/W"))
    other = replace(told, view=replace(told.view, zoom="vectors"))
    assert other.note(step(told, "slope:y/W")) == ""


def test_without_layers_or_a_sample_there_is_a_reason_and_a_cure():
    for program, why in (("a = 2\nf = a * a", "no layers"), (PROGRAMS["one sample"][0], "sample")):
        with pytest.raises(Exception, match=why):
            story_of(Look(view=View(program=program, zoom="neurons")))


def test_vectors_of_one_column_have_a_caption_each_and_a_wide_room_is_used():
    drawn = placed(neurons(PROGRAMS["two vectors into one layer"][0]))
    captions = [*drawn.captions.values()]
    assert all(hypot(x2 - x1, y2 - y1) > 14 for (x1, y1), (x2, y2) in combinations(captions, 2))
    for x, y in captions:
        assert all(
            hypot(x - cx, y - 5 - cy) > drawn.radius + 2 for cx, cy in drawn.neurons.values()
        )
    for room in (USUAL, Room(1440, 400, 16), STAGE):
        drawn = placed(replace(neurons(PROGRAMS["4-8-3"][0]), room=room))
        assert drawn.width / drawn.height > 0.75 * room.width / room.height


@few
@given(programs(), st.sampled_from(["*", "W", "b", "-"]))
def test_any_program_has_neurons_that_stand_apart_or_a_reason_why_not(program: str, focus: str):
    try:
        told = tell(View(program=program, zoom="neurons", focus=focus))
    except ge.GraphError as reason:
        assert "draw the" in str(reason)
        return
    drawn = placed(told)
    for (x1, y1), (x2, y2) in combinations([*drawn.neurons.values(), *drawn.ones.values()], 2):
        assert hypot(x2 - x1, y2 - y1) > drawn.radius + drawn.one + 2
    boxes = [drawn.sizes.body(told.graph.nodes[k]).box.about(*at) for k, at in drawn.boxes.items()]
    for x, y in drawn.neurons.values():
        for left, top, right, bottom in boxes:
            away = hypot(max(left - x, 0, x - right), max(top - y, 0, y - bottom))
            assert away > drawn.radius
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert told.inline_svg(told.last)


def test_of_one_neuron_all_weights_are_written_and_of_a_layer_those_that_are_touched():
    one, layer = (story_of(with_zoom(f"network-{each}")) for each in ("neuron", "layer"))
    assert one.scene.neurons is not None and layer.scene.neurons is not None
    assert one.scene.neurons.few and not layer.scene.neurons.few
    told = entries(one, 0, slots.weight, shown.weighed)
    assert [*told.values()] == ["0.5", "−0.5", "0", "0.5"], "before the question is answered"


def test_what_makes_a_neuron_is_written_as_a_product_a_vector_of_weights_turned():
    found = story_of(with_zoom("network")).scene.neurons
    assert found is not None
    said = {
        column.key: "".join(p if isinstance(p, str) else p.plain for p, _bar in column.caption)
        for column in found.columns
    }
    assert said == {"x": "", "y": "= σ(Wx)", "z": "= σ(Vy)", "q": "= u^⊤z"}


def test_with_sizes_hidden_no_size_is_in_the_picture():
    look = replace(with_zoom("large-layer"), hide=("sizes",))
    assert "1000×1" not in story_of(look).svg(0)
    assert "1000×1000" in story_of(replace(look, hide=())).svg(0)


def with_zoom(slug: str) -> Look:
    return with_options(lessons()[slug].look, {"zoom": "neurons"})
