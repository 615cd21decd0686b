"""A loop of learning is a ring: forward above, backward below; nothing runs through anything."""

from dataclasses import replace

import pytest

from app.lessons import lessons
from app.picture.items import EdgePicture
from app.picture.paths import points
from app.picture.rooms import Room
from app.picture.scene import Drawing, draw, scene
from app.state.view import View
from app.story import Story, tell

LECTURE = lessons()["learning-loop"].view
SCALAR = "w: weight = 3\nL: loss = (w - 1)**2\n"
THREE = (
    "a: input = [1, 2]\nb: input = 0.5\nw: weight = [1, -1]\ny: label = -1\n"
    "L: loss = logistic_loss(y, w @ a + b)\n"
)
ROOMS = [Room(1056, 600, 18), Room(1440, 500, 16), Room(700, 500, 13), Room(390, 300, 13)]


def drawing(view: View, room: Room) -> Drawing:
    story = replace(tell(view), room=room)
    found = draw(story.drawing.sizes, room)
    assert isinstance(found, Drawing)
    return found


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.written)
@pytest.mark.parametrize(
    "program", [LECTURE.program, SCALAR, THREE], ids=["lecture", "one", "three"]
)
def test_nothing_of_a_ring_runs_through_anything(program: str, room: Room):
    found = drawing(replace(LECTURE, program=program), room)
    layout, question = found.placed, found.question
    assert question.ring is not None and len(layout.back) == 1
    boxes = [box.about(*at) for box, at in zip(question.boxes, layout.boxes, strict=True)]
    labels = [
        wire.label.about(drawn.x, drawn.y)
        for wire, drawn in zip(question.wires, layout.wires, strict=True)
    ]
    shown = [rect for rect, wire in zip(labels, question.wires, strict=True) if wire.label.up > 8]
    rects = [*boxes, *shown]
    for k, one in enumerate(rects):
        assert one[0] >= -0.5 and one[1] >= -0.5
        assert one[2] <= layout.width + 0.5 and one[3] <= layout.height + 0.5
        for other in rects[k + 1 :]:
            apart = one[2] <= other[0] + 1 or other[2] <= one[0] + 1
            assert apart or one[3] <= other[1] + 1 or other[3] <= one[1] + 1
    for k, (wire, drawn) in enumerate(zip(question.wires, layout.wires, strict=True)):
        way = points(drawn.path)
        for index, at in enumerate(layout.boxes):
            if index not in (wire.src, wire.dst):
                box = question.boxes[index]
                assert not any(box.holds(x - at[0], y - at[1], 1) for x, y in way)
        for j, rect in enumerate(labels):
            if j != k and question.wires[j].label.up > 8:
                inner = rect[0] + 2, rect[1] + 2, rect[2] - 2, rect[3] - 2
                assert not any(
                    inner[0] < x < inner[2] and inner[1] < y < inner[3] for x, y in way
                ), (k, j)


def test_forward_stands_above_backward_and_the_rate_below_its_product():
    ring = (found := drawing(LECTURE, ROOMS[0])).question.ring
    assert ring is not None
    at = found.placed.boxes
    assert at[ring.weight][1] == at[ring.loss][1] < at[ring.gradient][1] == at[ring.new][1]
    assert at[ring.weight][0] == at[ring.new][0] < at[ring.product][0] < at[ring.loss][0]
    assert at[ring.gradient][0] == at[ring.loss][0] and at[ring.rate][0] == at[ring.product][0]
    assert at[ring.rate][1] > at[ring.product][1]
    story: Story = tell(LECTURE)
    assert story.graph.nodes[ring.rate].name == "α"


@pytest.mark.parametrize("rate", ["1/(1+t)", 0.5])
def test_a_rate_that_changes_and_sums_that_are_kept_are_drawn_as_before(rate: float | str):
    view = replace(LECTURE, rate=rate, accumulate=rate == 0.5)
    found = drawing(view, ROOMS[0])
    assert found.question.ring is None and not found.placed.back


def test_a_label_beside_an_upright_wire_begins_right_at_it():
    found = drawing(LECTURE, ROOMS[0])
    beside = 0
    for edge in (each for each in scene(found).items if isinstance(each, EdgePicture)):
        (x1, _y1), *_, (x2, _y2) = points(edge.path_d)
        if edge.aside:
            assert x1 == x2
        if edge.aside and edge.value is not None:
            assert x1 < edge.value.x < x1 + 12
            beside += 1
    assert beside == 2, "of the loss and of the learning rate"
