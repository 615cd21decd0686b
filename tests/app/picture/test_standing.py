"""A callout covers nothing: at every node of every lesson, in the rooms of usual windows."""

from collections import Counter
from dataclasses import replace

import pytest

from app.lessons import lessons
from app.picture.items import NodePicture
from app.picture.rooms import PAGE, STAGE, Room, room
from app.picture.standing import GAP, HEIGHT, WIDTH, obstacles
from app.story import Story

LETTERS = 13
HALL = replace(STAGE, card=True)
ROOMS = (PAGE, HALL, Room(992, 370, 13, card=True), Room(1024, 470, 15, card=True))
Rect = tuple[float, float, float, float]


def story(slug: str, where: Room) -> Story:
    return replace(lessons()[slug].story(), room=where)


def scale_of(told: Story) -> float:
    placed, where, mode = told.drawing.placed, told.room, told.standing.mode
    wide, high = float(where.width), float(where.height)
    if mode in ("above", "below"):
        high -= HEIGHT * where.letters + GAP
    if mode == "side":
        wide -= WIDTH * where.letters + 2 * GAP
    return min(wide / placed.width, high / placed.height)


def apart(one: Rect, other: Rect) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def _covered(told: Story, wide: float, high: float) -> bool:
    """Whether any card lies over anything at all."""
    things = list(obstacles(told.drawing))
    cards = [(p.x, p.y, p.x + wide, p.y + high) for p in told.standing.places.values()]
    return not all(apart(card, thing) for card in cards for thing in things)


@pytest.mark.parametrize("where", ROOMS, ids=lambda each: each.written)
def test_a_card_covers_no_node_no_label_and_no_wire(where: Room):
    modes: Counter[str] = Counter()
    beside = 0
    for slug in lessons():
        told = story(slug, where)
        standing = told.standing
        modes[standing.mode if standing.letters else "none"] += 1
        scale = scale_of(told)
        wide, high = WIDTH * where.letters / scale, HEIGHT * where.letters / scale
        # Where nothing else helps a card may lie over what is off the told path.
        path = told.walk.path_edges
        over = path if _covered(told, wide, high) else ()
        beside += bool(over)
        things = list(obstacles(told.drawing, over))
        nodes = {f"n{index}" for edge in path for index in (edge.src, edge.dst)}
        # What is drawn, as the picture itself says it, and not as the search for places sees it.
        things += [
            (x.x + x.left, x.y + x.top, x.x - x.left, x.y - x.top)
            for x in told.scene.items
            if isinstance(x, NodePicture) and (not over or x.slot in nodes)
        ]
        for place in standing.places.values():
            card = place.x, place.y, place.x + wide, place.y + high
            assert all(apart(card, thing) for thing in things), (slug, standing.mode)
    floating = sum(modes[mode] for mode in ("", "top", "bottom", "above", "below"))
    assert floating >= 14, modes
    assert modes["sheet"] <= 5, modes
    assert beside <= 6


@pytest.mark.parametrize("where", [PAGE, HALL], ids=["page", "stage"])
def test_the_letters_stay_as_large_as_they_should_be(where: Room):
    for slug in lessons():
        told = story(slug, where)
        if told.standing.letters and told.standing.mode != "sheet":
            assert scale_of(told) * LETTERS >= where.letters - 0.05, slug


def test_on_a_phone_a_card_is_a_sheet():
    told = story("example-2", Room(390, 400, 13, card=True))
    assert told.standing.mode == "sheet" and not told.standing.places


def test_a_room_without_callouts_has_the_picture_as_it_was():
    told = lessons()["network"].story()
    plain = replace(told, room=replace(PAGE, card=False))
    assert plain.standing.mode == "" and plain.scene.callout == ""


def test_a_room_says_whether_it_has_room_for_callouts():
    assert room(PAGE.written) == replace(PAGE, width=1440, height=450)
    assert not room("1440x450x16").card
