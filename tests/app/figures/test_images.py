"""The images of Example I: what is drawn, what goes into the leaves, and what comes out."""

import pytest

from app.figures.beside import beside
from app.figures.images import IMAGES, PALETTE, Image
from app.languages import speaking
from app.lessons import lessons
from app.state.carried import with_options
from app.story import story_of

LESSON = lessons()["example-1-images"]


def test_an_image_is_16_by_16_pixels_of_known_colours_and_its_runs_are_all_of_them():
    for image in IMAGES:
        assert [len(row) for row in image.rows] == [16] * 16, image.name
        assert sum(count for _x, _y, count, _colour in image.runs) == 256
        assert {colour for *_, colour in image.runs} <= {*PALETTE.values()}


def test_a_mean_colour_is_that_of_the_pixels():
    half = Image("half", 1, "rw\nwr")
    red = (0xD8 + 0xFF) / 2 / 255
    assert half.mean == (
        round(red, 2),
        round((0x24 + 0xFF) / 510, 2),
        round((0x1F + 0xFF) / 510, 2),
    )


@pytest.mark.parametrize("image", IMAGES, ids=lambda image: str(image.name))
def test_every_image_gets_its_label_from_the_lessons_weights(image: Image):
    names = ("x_R", "x_G", "x_B")
    options = {f"v.{name}": str(x) for name, x in zip(names, image.mean, strict=True)}
    story = story_of(with_options(LESSON.look, options))
    run = story.walk.runs[0]
    assert run.values[story.graph.node("yhat").index] == image.label
    figure = beside(LESSON.figure, story)
    assert figure is not None and figure.markup.count("data-chosen") == 1
    before = figure.markup.partition("data-chosen")[0]
    assert before.count("<svg") == IMAGES.index(image) + 1


def test_of_other_numbers_no_image_is_chosen_and_of_hidden_or_sought_ones_nothing_is_said():
    for options in ({"v.x_R": "0.5"}, {"hide": "values"}, {"unknown": "x_G"}):
        figure = beside(LESSON.figure, story_of(with_options(LESSON.look, options)))
        assert figure is not None
        assert "data-chosen" not in figure.markup and "0.57" not in figure.markup


def test_where_numbers_have_commas_others_stand_between_them():
    with speaking("cs"):
        figure = beside(LESSON.figure, LESSON.story())
    assert figure is not None and "(0,74; 0,57; 0,58)" in figure.markup
