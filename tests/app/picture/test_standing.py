"""A callout covers nothing: at every step of every lesson, in the rooms of usual windows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest

import graph_engine as ge
from app.lessons import lessons
from app.picture.items import EdgePicture, NodePicture
from app.picture.rooms import STAGE, USUAL, Room, exactly, room
from app.picture.standing import HEIGHT, NARROW, WIDTH, Standing, explained, obstacles
from app.state.view import Look
from app.story import Story, story_of
from app.talks import talks

WINDOWS = (
    ("1440x500x16", "1436x458x16"),  # the studio at 1440×900
    ("1024x430x13", "1020x379x13"),
    ("1440x600x18", "1411x540x18"),  # the stage
    ("1024x480x15", "998x459x15"),
)
"""What a picture is laid out for, and where it is shown."""
AFTERWARDS = {
    *("softmax-cross-entropy", "batch-bias", "log-sum-exp", "residual", "dropout"),
    *("layer-norm", "max-pool", "attention", "detach"),
}
"""Lessons of what courses teach after the lecture: large graphs, which fill their rooms."""
REPEATED = {
    *("rnn", "lstm", "gru", "batch-norm", "momentum", "embedding", "convolution-stride"),
}
"""Those that came with repetition, larger still."""
Rect = tuple[float, float, float, float]


@cache
def shown(slug: str, laid: str, within: str) -> tuple[Story, Standing]:
    told = replace(lessons()[slug].story(), room=room(laid))
    return told, told.standing(exactly(within))


def scale_of(told: Story, within: str) -> float:
    where, scene = exactly(within), told.scene
    return min(where.width / scene.span, where.height / scene.height)


def cards(told: Story, found: Standing, within: str) -> list[Rect]:
    """The cards, in the picture's units."""
    size = found.letters / scale_of(told, within)
    return [
        (place.x, place.y, place.x + WIDTH * size, place.y + HEIGHT * size)
        for place in found.places.values()
    ]


def drawn(told: Story) -> list[Rect]:
    """Boxes and numbers, as the picture says it, and not as the search for places sees it."""
    found = []
    for item in told.scene.items:
        if isinstance(item, NodePicture):
            x, y, left, top = item.x, item.y, item.left, item.top
            found.append((x + left, y + top, x - left, y - top))
        elif isinstance(item, EdgePicture):
            parts = [item.value, item.gradient, item.local, *item.more]
            found += [(p.x - 4, p.y - 10, p.x + 4, p.y) for p in parts if p is not None]
    return found


def apart(one: Rect, other: Rect) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def steps(told: Story, found: Standing) -> Counter[str]:
    """How often a card floats, is a sheet, or is not there."""
    nodes = explained(told.walk.steps, told.graph)
    return Counter(
        "none" if node is None else "floats" if node in found.places else "sheet" for node in nodes
    )


@pytest.mark.parametrize(("laid", "within"), WINDOWS)
def test_at_no_step_a_card_covers_a_node_a_label_or_a_told_wire(laid: str, within: str):
    where = exactly(within)
    for slug in lessons():
        told, found = shown(slug, laid, within)
        scale = scale_of(told, within)
        path = told.walk.path_edges or None
        things = [*obstacles(told.drawing, path), *drawn(told)]
        left = told.scene.left + (told.scene.span - where.width / scale) / 2
        top = told.scene.height - where.height / scale
        for card in cards(told, found, within):
            assert all(apart(card, thing) for thing in things), slug
            assert card[0] >= left - 1e-6 and card[2] <= left + where.width / scale + 1e-6, slug
            assert card[1] >= top - 1e-6 and card[3] <= told.scene.height + 1e-6, slug


def counted(slugs: Iterable[str], laid: str, within: str) -> Counter[str]:
    return sum((steps(*shown(slug, laid, within)) for slug in slugs), Counter[str]())


@pytest.mark.parametrize(("laid", "within"), WINDOWS)
def test_of_the_steps_that_have_a_card_most_have_it_beside_the_node(laid: str, within: str):
    """Four times as often as not in wide rooms, twice in narrow ones, but for `AFTERWARDS`.

    Their nodes and wires leave no rectangle of a card's size free anywhere (attention and the
    residual connection in no room at all), at letters that are as large as everywhere: a card that
    covers nothing has to be a sheet there, for all steps of such a lesson. With them it is twice as
    often as not in wide rooms, and in narrow ones four times for every three.
    """
    wide = exactly(within).width > 1400
    before = counted(lessons().keys() - AFTERWARDS - REPEATED, laid, within)
    assert before["floats"] >= (4 if wide else 2) * before["sheet"]
    assert before["floats"] > 200
    every = counted(lessons().keys() - REPEATED, laid, within)
    assert every["floats"] >= (2 if wide else 4 / 3) * every["sheet"]


@pytest.mark.parametrize(("laid", "within"), WINDOWS[:3])
def test_in_lessons_of_repetition_more_cards_are_beside_the_node_than_not(laid: str, within: str):
    found = counted(REPEATED, laid, within)
    assert found["floats"] > found["sheet"]


def test_on_a_projector_of_4_to_3_the_cards_of_recurrent_nets_are_all_beside_the_node():
    """The other lessons of repetition leave no room for one there: each has sheets."""
    assert counted({"rnn", "gru"}, *WINDOWS[3])["sheet"] == 0


@pytest.mark.parametrize(("laid", "within"), WINDOWS)
def test_in_the_lecture_most_cards_are_beside_the_node(laid: str, within: str):
    """All of them in two rooms; the others are filled by the samples, one by the network, too."""
    told = {slide.lesson for slide in talks()["lecture"].slides if slide.lesson}
    found = counted(told, laid, within)
    assert found["floats"] > found["sheet"]


def test_a_card_is_as_large_as_its_room_asks_for_or_larger_or_a_little_smaller():
    sizes = [shown(slug, *WINDOWS[0])[1].letters for slug in lessons()]
    assert min(sizes) >= 14 and max(sizes) > 18 and max(sizes) <= 1.3 * 16


def test_a_leader_goes_from_its_card_to_its_node_with_one_bend_at_most():
    for slug in ("example-2", "network", "flow-patterns"):
        told, found = shown(slug, *WINDOWS[0])
        size = found.letters / scale_of(told, WINDOWS[0][1])
        for index, place in found.places.items():
            (x, y), *bends, (end_x, end_y) = place.leader
            assert len(bends) <= 1
            assert place.x - 0.1 <= x <= place.x + WIDTH * size + 0.1
            assert place.y - 0.1 <= y <= place.y + HEIGHT * size + 0.1
            node_x, node_y = told.drawing.placed.boxes[index]
            left, top, right, bottom = told.drawing.bodies[index].box.about(node_x, node_y)
            assert left - 4 <= end_x <= right + 4 and top - 4 <= end_y <= bottom + 4


def test_a_picture_is_the_same_with_callouts_and_without():
    look = lessons()["network"].look
    with_, without = story_of(look), story_of(replace(look, hide=("callouts",)))
    assert with_.drawing.placed == without.drawing.placed
    assert with_.inline_svg(9) == without.inline_svg(9) and "data-callouts" in with_.inline_svg(9)
    assert with_.note(with_.walk.steps[0]) == without.note(without.walk.steps[0])
    assert without.words.mask == with_.words.mask


def test_a_walk_without_local_gradients_has_no_callouts():
    told = story_of(replace(lessons()["example-1-neuron"].look))
    assert "data-callouts" not in told.inline_svg(0)
    assert told.standing(USUAL).places == {}


def test_on_a_phone_every_card_is_a_sheet():
    assert shown("example-2", "352x400x13", "370x400x13")[1].places == {}
    assert NARROW > 390


def test_a_picture_that_is_seen_in_parts_has_no_room_to_give():
    assert shown("sigmoid-gates", "640x100x16", "640x100x16")[1].places == {}


@pytest.mark.parametrize("rate", [1.0, "1/(1+t)"])
def test_a_wire_that_leads_back_is_covered_by_no_card(rate: float | str):
    told = story_of(Look(view=replace(lessons()["learning-loop"].look.view, rate=rate)))
    backs = [path for path, _head in told.scene.back]
    lines = {*obstacles(told.drawing, back=backs)} - {*obstacles(told.drawing)}
    assert len(lines) > 4
    if told.scene.ring:
        # Up at the left side, from what is new to the weight.
        ring = told.drawing.question.ring
        assert ring is not None
        (_x, old), (x, new) = (told.drawing.placed.boxes[k] for k in (ring.weight, ring.new))
        assert max(right for _x1, _y1, right, _y2 in lines) < x
        assert min(line[1] for line in lines) <= old + 1 and max(line[3] for line in lines) >= new
    else:
        assert max(y for _x1, _y1, _x2, y in lines) > told.drawing.placed.height - 1


def test_a_room_is_read_to_the_pixel_or_in_its_class():
    assert exactly("1411x537x18") == Room(1411, 537, 18)
    assert room("1411x537x18") == Room(1408, 530, 18)
    assert exactly("odd") == USUAL and room("", STAGE) == STAGE


def test_what_has_a_callout_is_an_operation_or_an_updated_leaf():
    told = lessons()["example-2"].story()
    steps = told.walk.steps
    for step, index in zip(steps, explained(steps, told.graph), strict=True):
        if index is not None:
            node: ge.Node = told.graph.nodes[index]
            assert node.leaf == (step.kind == "new")
