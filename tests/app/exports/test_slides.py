"""An exported slide is read from the back row, as the stage is."""

from itertools import pairwise

import pytest

from app.exports.chain import NUMBER
from app.exports.slides import CAPTION, HEIGHT, MARGIN, SENTENCE, TOP, WIDTH, walk
from app.lessons import lessons
from app.picture.widths import VALUE

from .. import stories


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


@pytest.mark.parametrize("count", [8, 9, 11, 14])
def test_a_chain_of_many_factors_is_read_from_the_back_row_too(count: int):
    names = ["x", *(f"s{k}" for k in range(1, count + 1))]
    lines = [f"{name} = sigmoid({before})" for before, name in pairwise(names)]
    told = stories.story("\n".join(["x = 0.5", *lines]), focus="x")
    slide = walk(told, (told.last,), "paper")
    strip, picture = slide.figure(
        told.last, width=WIDTH - 2 * MARGIN, height=HEIGHT - CAPTION - TOP
    )
    assert strip.width / strip.own_width * NUMBER >= HEIGHT / 40
    assert picture.width / picture.own_width * VALUE >= HEIGHT / 52


def test_every_step_of_a_walk_has_its_picture_in_the_same_place():
    told = lessons()["samples"].story()
    slide = walk(told, range(told.last + 1), "paper")
    places = {
        (each.x, each.y, each.width, each.height)
        for step in range(0, told.last + 1, 7)
        for each in [[*slide.figure(step, width=WIDTH - 2 * MARGIN, height=378)][-1]]
    }
    assert len(places) == 1
