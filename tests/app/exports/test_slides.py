"""An exported slide is read from the back row, as the stage is."""

import pytest

from app.exports.chain import NUMBER
from app.exports.slides import CAPTION, HEIGHT, MARGIN, SENTENCE, TOP, WIDTH, walk
from app.lessons import lessons
from app.picture.widths import VALUE


@pytest.mark.parametrize("slug", lessons())
def test_a_slides_numbers_are_a_52nd_of_its_height_and_what_is_told_a_40th(slug: str):
    told = lessons()[slug].story()
    slide = walk(told, (told.last,), "paper")
    *strips, picture = slide.figure(
        told.last, width=WIDTH - 2 * MARGIN, height=HEIGHT - CAPTION - TOP
    )
    scale = picture.width / picture.own_width
    assert VALUE * scale >= HEIGHT / 52
    for strip in strips:
        assert strip.width / strip.own_width * NUMBER >= HEIGHT / 40
    assert SENTENCE >= HEIGHT / 40


def test_every_step_of_a_walk_has_its_picture_in_the_same_place():
    told = lessons()["samples"].story()
    slide = walk(told, range(told.last + 1), "paper")
    places = {
        (each.x, each.y, each.width, each.height)
        for step in range(0, told.last + 1, 7)
        for each in [[*slide.figure(step, width=WIDTH - 2 * MARGIN, height=378)][-1]]
    }
    assert len(places) == 1
