"""The losses beside a loop: what has been seen of them, and nothing of what comes."""

import json
import math
import re
from dataclasses import replace
from html import unescape

import pytest

from app.figures.beside import beside
from app.figures.losses import LETTERS, ROUNDS, curve, rounds, seen
from app.fonts import measure
from app.lessons import lessons
from app.state.carried import with_options
from app.story import Story, locked_story, story_of

LOSSES = (1.313262, 0.067919, 0.049371, 0.039006, 0.032324, 0.027636)
"""Of lecture_numbers.json."""


def loop(**options: str) -> Story:
    return locked_story(with_options(lessons()["learning-loop"].look, options))


def drawn(story: Story) -> list[str]:
    """What is on the paper after so many rounds."""
    found = beside(None, story)
    assert found is not None
    held = re.search(r'data-drawn="([^"]*)"', found.markup)
    assert held is not None
    return [str(each) for each in json.loads(unescape(held[1]))]


def test_the_curve_goes_through_the_losses_of_the_lecture():
    story = loop()
    found = curve(story)
    assert found is not None and rounds(story) == (0, 1, 2, 3, 4, 5)
    assert [each.text for each in found.points[:3]] == ["1.31", "0.0679", "0.0494"]
    # On the axis of powers of ten: as far from each other as their logarithms are.
    ys = [each.y for each in found.points]
    unit = (ys[1] - ys[0]) / (math.log10(LOSSES[0]) - math.log10(LOSSES[1]))
    for k, loss in enumerate(LOSSES):
        assert ys[k] - ys[0] == pytest.approx(
            unit * (math.log10(LOSSES[0]) - math.log10(loss)), abs=0.2
        )


@pytest.mark.parametrize("iterations", range(1, ROUNDS))
def test_every_loss_is_written_on_the_paper(iterations: int):
    found = curve(loop(iterations=str(iterations)))
    assert found is not None and len(found.points) == iterations + 1
    for each in found.points:
        wide = measure.width(each.text, LETTERS)
        left = each.x - wide if each.before else each.x
        assert left >= 0 and left + wide <= found.sheet.width, each.text


def test_a_round_has_its_point_once_its_loss_is_told_and_not_before():
    story = loop()
    stages = drawn(story)
    for k, stage in enumerate(stages):
        assert stage.count("<circle") == k
        assert (">?<" in stage) == (k < len(LOSSES))
    for step, count in zip(story.walk.steps, seen(story), strict=True):
        told = step.kind == "value" and step.node == story.graph.reached
        assert count == sum(
            s.kind == "value" and s.node == story.graph.reached
            for s in story.walk.steps[: step.index + 1]
        )
        assert not told or count == step.iteration + 1


def test_what_is_locked_or_hidden_is_on_no_paper():
    third = next(step.key for step in loop().walk.steps if step.iteration == 2 and "L" in step.key)
    locked = loop(lock=third)
    assert len(drawn(locked)) == 3 and "0.0494" not in "".join(drawn(locked))
    assert (
        beside(None, story_of(replace(lessons()["learning-loop"].look, hide=("values",)))) is None
    )


@pytest.mark.parametrize(
    ("program", "rate"),
    [
        ("w: weight = 3\nL: loss = w*w - 9", "0.1"),  # below zero there is no power of ten
        ("w: weight = 1\nL: loss = w*w*w*w", "9"),  # it overflows
        ("w: weight = 0\nL: loss = w*w", "1"),
    ],
)
def test_any_loop_has_a_curve(program: str, rate: str):
    look = lessons()["learning-loop"].look
    view = replace(look.view, program=program, rate=float(rate), iterations=14)
    found = curve(locked_story(replace(look, view=view, own=None)))
    assert found is not None and found.points
    for each in found.points:
        sheet = found.sheet
        assert sheet.left < each.x < sheet.right and sheet.top <= each.y <= sheet.bottom
    texts = [each.text for each in found.points]
    assert not any(texts) or len(found.places) <= 12


def test_beside_neighbouring_points_no_two_losses_meet():
    found = curve(loop())
    assert found is not None
    for one, other in zip(found.points, found.points[1:], strict=False):
        assert abs(one.text_y - other.text_y) > 21


def test_the_column_of_the_next_round_lies_beside_what_is_written_before_it():
    found = curve(loop())
    assert found is not None
    for k in range(1, len(LOSSES)):
        column = found.next(k)
        assert column is not None and column.height > 100
        for each in found.points[:k]:
            # Digits are 12 px wide at 21 px; a text begins at its point or ends there.
            right = each.x if each.before else each.x + 12 * len(each.text)
            above = each.text_y + 4 <= column.top
            below = each.text_y - 16 >= column.top + column.height
            assert right <= column.left or above or below, (k, each.text)
    assert found.next(len(LOSSES)) is None
