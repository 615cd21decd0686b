"""Every lesson can be drawn in every way that its list offers, whatever chain is told."""

import re
from dataclasses import replace

import pytest

import graph_engine as ge
from app.exports.story_json import story_json
from app.lessons import lessons
from app.state.view import View
from app.story import tell

WAYS = ("scalars", "vectors", "layers", "learning", "loop")


@pytest.mark.parametrize("slug", lessons())
def test_a_lesson_is_told_however_it_is_drawn(slug: str) -> None:
    """Each in every second way; all of all are walked by `make views`."""
    view, turn = lessons()[slug].view, [*lessons()].index(slug)
    for zoom in WAYS[turn % 2 :: 2]:
        try:
            story = tell(replace(view, zoom=zoom))
        except ge.GraphError as error:
            # What cannot be drawn says why; that a leaf is called otherwise there is no reason.
            assert "no node called" not in str(error), zoom
            continue
        assert story_json(story, slug=slug, step=story.last)["steps"]


def test_the_learning_from_samples_has_a_leaf_for_all_of_them() -> None:
    view = replace(lessons()["samples"].view, zoom="learning", iterations=2)
    graph = tell(view).graph
    assert {"x", "y", "w^0", "w^1", "w^2"} <= set(graph.names)
    assert graph.node("x").shape == (3, 2)


def test_a_gradient_is_taken_by_a_name_and_not_by_a_number() -> None:
    story = tell(lessons()["learning-loop"].view)
    formulas = [
        each for step in story_json(story, slug="", step=0)["steps"] for each in step["formulas"]
    ]
    above = [found for each in formulas for found in re.findall(r"<mo>∂</mo>(<m\w+)", each)]
    assert set(above) == {"<mi"}, "no number, and no matrix of numbers"


def test_a_loss_of_many_leaves_is_written_with_all_of_them() -> None:
    leaves = [f"a{k}: weight = {k}" for k in range(9)]
    program = "\n".join([*leaves, f"L: loss = {' * '.join(f'a{k}' for k in range(9))}"])
    story = tell(View(program=program, zoom="loop"))
    assert story_json(story, slug="", step=0)["steps"]
