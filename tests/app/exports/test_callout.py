"""A saved picture has the card of its step beside the node, and nothing that is not told."""

import re
from dataclasses import replace

import pytest

from app.exports import FORMATS, Options, callout, export
from app.exports.callout import beside, pictured, scene_of
from app.lessons import lessons
from app.state.view import Look
from app.story import Story, story_of

SLOPE = 17
"""Of Example II the step that tells dp/dv."""


def saved(told: Story, step: int) -> str:
    return export(told, FORMATS["svg"], step=step, options=Options()).data.decode()


def words(svg: str) -> str:
    return " ".join(re.findall(r">([^<>]+)<", svg[svg.index("</style>") :]))


def test_it_stands_there_with_the_curve_and_the_number_at_the_step_that_tells_it():
    told = lessons()["example-2"].story()
    before, then = (saved(told, step) for step in (SLOPE - 1, SLOPE))
    assert "the slope of the curve at the point" in words(before)
    assert 'class="tangent"' not in before and "slope 0.2" not in before and "✓" not in before
    assert 'class="tangent"' in then and "slope 0.2" in words(then) and "✓" in then
    assert "var(" not in then and "color-mix" not in then and ":is(" not in then


def test_all_pictures_of_a_walk_are_as_large_as_each_other_and_hold_their_cards():
    told = lessons()["example-2"].story()
    frames = {re.search(r'viewBox="([^"]+)"', pictured(told, step, theme="paper"))[1]
              for step in range(0, told.last, 5)}  # fmt: skip
    assert len(frames) == 1
    left, top, width, high = map(float, frames.pop().split())
    framed = scene_of(told, "paper")
    scene, cards = framed.scene, framed.cards
    assert cards and scene.span == pytest.approx(width)
    for place in cards.found.places.values():
        assert left < place.x < left + width and top < place.y < top + high


def test_it_can_be_left_out_and_of_hidden_numbers_it_has_none():
    look = lessons()["example-2"].look
    told = story_of(replace(look, hide=("callouts",)))
    assert "the slope of the curve" not in saved(told, SLOPE) and beside(told) is None
    hidden = saved(story_of(replace(look, hide=("local",))), SLOPE)
    assert (
        "the slope of the curve" in hidden and 'class="tangent"' not in hidden and "✓" not in hidden
    )


def test_of_a_locked_number_a_picture_has_the_curve_alone():
    look = lessons()["example-2"].look
    told = story_of(Look(view=look.view, locks=("slope:p/v",)))
    assert told.last == SLOPE - 1
    last = saved(told, told.last)
    assert "the slope of the curve" in last and 'class="tangent"' not in last and "✓" not in last


@pytest.mark.parametrize("slug", ["network", "flow-patterns", "map", "vector-neuron", "flat"])
def test_every_card_of_a_lesson_can_be_drawn(slug: str):
    told = lessons()[slug].story()
    cards = beside(told)
    assert cards
    drawn = [cards.svg(step, "board") for step in range(told.last + 1)]
    assert sum(bool(over) for _under, over in drawn) > 3
    assert all(bool(under) == bool(over) for under, over in drawn)


def test_a_formula_is_typeset_as_it_would_be_with_every_row_of_one(monkeypatch: pytest.MonkeyPatch):
    told = {
        slug: saved(story, story.last - 1)
        for slug, story in ((each, lessons()[each].story()) for each in ("example-2", "fork"))
    }
    formulas = (
        "<mfrac><mrow><mn>1</mn></mrow><mrow><mi>p</mi></mrow></mfrac>",
        "<msup><mrow><mi>h</mi></mrow><mrow><mn>2</mn></mrow></msup>",
        '<mrow class="boxed"><mrow class="local"><mn>3.7</mn></mrow></mrow>',
        "<mrow><mo>\u2212</mo></mrow><mrow><mo>(</mo></mrow><mi>x</mi>",
    )
    inks = (("", "#000000"), ("hue", "#aa0000"), *((name, "#00aa00") for name in callout.INKS))
    whole = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow>{}</mrow></math>'

    def typeset() -> list[object]:
        callout._typeset.cache_clear()
        return [callout._typeset(whole.format(each), inks) for each in formulas]

    found = typeset()
    monkeypatch.setattr(callout, "_without_rows_of_one", lambda root: None)
    assert found == typeset()
    assert told == {slug: saved(lessons()[slug].story(), lessons()[slug].story().last - 1)
                    for slug in told}  # fmt: skip
    callout._typeset.cache_clear()
