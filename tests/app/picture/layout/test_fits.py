"""Every picture fits its room in letters that can be read, and nothing in it covers anything."""

from dataclasses import replace
from itertools import pairwise

import pytest

from app.lessons import lessons
from app.picture.rooms import STAGE, USUAL, Room, room
from app.picture.sizes import RADIUS
from app.picture.widths import VALUE
from app.story import Story

from ... import stories
from ...pictures import read
from .typed import views

SMALL = room("1024x430x13")
ROOMS = {"usual": USUAL, "small": SMALL}
TYPED = dict(views())

REACHED = {
    "40 nodes": (10.9, 8.6), "fan-out of 12": (16.0, 13.0), "chain of 25": (17.3, 14.4),
    "LSTM": (8.0, 5.6), "three layers": (11.0, 7.9), "4 samples": (16.0, 13.0),
    "5 iterations": (14.0, 10.9), "fan-in of 15": (14.0, 11.4), "six residual blocks": (13.4, 10.6),
    "attention": (16.0, 12.4), "two towers": (14.2, 11.7), "a chain with one skip": (16.0, 13.0),
    "comb of 12": (15.8, 12.9), "tree of 32": (8.1, 6.6), "long names": (16.0, 13.0),
    "long numbers": (16.0, 13.0), "grid of 3 by 3": (16.0, 12.6), "8 samples": (12.4, 10.6),
}  # fmt: skip
"""What typed programs reach in the two rooms, 16 and 13 being all that is asked; they may only get
better."""


def letters(here: Story) -> float:
    """How high the numbers above the wires are in the story's room, in pixels."""
    scene, place = here.scene, here.room
    return VALUE * min(place.width / scene.span, place.height / scene.height)


def faults(here: Story) -> list[str]:
    """What covers something or is outside, at the end of the first backward pass and at the end."""
    backward = [s.index for s in here.walk.steps if s.phase in ("backward", "update")]
    found: list[str] = []
    for step in sorted({here.last, max(backward, default=0)}):
        picture = read(here.svg(step, fonts=False))
        found += [*picture.overlaps(), *picture.crossings(), *picture.outside()]
        found += picture.too_wide()
    return found


@pytest.mark.parametrize("name", ROOMS)
def test_every_lesson_has_its_rooms_letters_and_no_fault(name: str):
    place = ROOMS[name]
    for slug, lesson in lessons().items():
        here = replace(lesson.story(), room=place)
        assert letters(here) >= place.letters - 0.05, slug
        assert faults(here) == [], slug


@pytest.mark.parametrize("name", TYPED)
def test_what_nobody_drew_by_hand_is_as_large_as_it_was_measured_and_has_no_fault(name: str):
    told = stories.story(**TYPED[name])
    for place, least in zip(ROOMS.values(), REACHED[name], strict=True):
        here = replace(told, room=place)
        assert letters(here) >= least
        assert faults(here) == []


def test_a_fault_is_found_when_there_is_one():
    told = stories.story()
    svg = told.svg(told.last)
    picture = read(svg)
    x, y = picture.courses["e9-0"][-14]
    at = f'transform="translate({picture.shapes["n4"].x},{picture.shapes["n4"].y})"'
    moved = read(svg.replace(at, f'transform="translate({x},{y})"'))
    assert picture.crossings() == [] and moved.crossings() != []
    assert picture.outside() == [] and read(svg.replace('viewBox="0', 'viewBox="40')).outside()


@pytest.mark.parametrize("name", ROOMS)
def test_each_iteration_of_learning_is_a_row_under_the_one_before(name: str):
    told = replace(lessons()["learning-unrolled"].story(), room=ROOMS[name])
    placed, names = told.drawing.placed, [node.name for node in told.graph.nodes]
    rows = [
        [placed.boxes[names.index(f"{made}{time}")] for made in ("L^", "∂L/∂w^", "∆w^")]
        for time in range(3)
    ]
    rows[2] += [placed.boxes[names.index("w^3")], placed.boxes[names.index("L^3")]]
    for row in rows:
        assert [x for x, _ in row] == sorted(x for x, _ in row)
    for row, below in pairwise(rows):
        assert max(y for _, y in row) + 60 < min(y for _, y in below)


def test_a_fork_of_many_wires_has_every_second_number_one_column_further_on():
    told = replace(stories.story(**TYPED["fan-out of 12"]), room=USUAL)
    places = {node.name: told.drawing.placed.boxes[node.index] for node in told.graph.nodes}
    fan = [places[f"a{k}"] for k in range(12)]
    assert [y for _, y in fan] == sorted(y for _, y in fan)
    assert len({x for x, _ in fan[::2]}) == len({x for x, _ in fan[1::2]}) == 1
    assert fan[1][0] - fan[0][0] > 2 * RADIUS


def test_a_small_room_wraps_what_a_large_one_has_in_one_row():
    told = lessons()["sigmoid-gates"].story()
    wide, narrow = replace(told, room=USUAL).scene, replace(told, room=SMALL).scene
    assert narrow.span < 0.7 * wide.span and narrow.height > wide.height
    assert replace(told, room=USUAL).arrangement != replace(told, room=SMALL).arrangement


def test_rooms_that_need_nothing_else_have_the_same_picture():
    told = lessons()["fork"].story()
    places = {replace(told, room=place).arrangement for place in (USUAL, SMALL, STAGE)}
    assert len(places) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1440x500x16", USUAL), ("1450x508x16", USUAL), ("", USUAL), ("1440x500", USUAL),
        ("-1x5x5", USUAL), ("1x1x1", Room(96, 100, 8)), ("99999x99999x999", Room(8000, 8000, 200)),
    ],
)  # fmt: skip
def test_a_room_is_rounded_to_its_class(text: str, found: Room):
    assert room(text) == found


UPRIGHT = room("384x430x13")
"""A phone's, held upright."""


@pytest.mark.parametrize(
    "slug", ["example-2", "fork", "learning-unrolled", "map", "sigmoid-gates", "vector-neuron"]
)
def test_in_an_upright_room_a_picture_is_whole_or_has_rows_as_wide_as_it(slug: str):
    here = replace(lessons()[slug].story(), room=UPRIGHT)
    assert letters(here) >= 0.85 * UPRIGHT.letters or here.scene.span <= UPRIGHT.units[0]
    assert faults(here) == []
