"""While a network grows, the room that it will need shows the weights that came last."""

from dataclasses import replace

import numpy as np
import pytest

from app.lessons import lessons
from app.picture.neurons.card import CELL, Card
from app.picture.neurons.place import Drawing
from app.picture.rooms import Room
from app.picture.scene import at
from app.state.carried import with_options
from app.story import Story, whole_story
from app.wording.numbers import NumberFormat

from .test_grown import SCREENS

NEWEST = {"network-neuron": "w", "network-layer": "W", "network-two-layers": "V"}


def told(slug: str, **options: str) -> Story:
    return whole_story(with_options(lessons()[slug].look, {"zoom": "neurons", **options}))


def begun(story: Story) -> Card | None:
    """The card once the given numbers are there."""
    neurons = at(story.scene, story.changes, 0).neurons
    return neurons and neurons.card


@pytest.mark.parametrize("room", SCREENS, ids=str)
@pytest.mark.parametrize("slug", [*NEWEST, "network-score"])
def test_it_stands_in_the_free_room_in_larger_letters_than_those_of_the_neurons(
    slug: str, room: Room
):
    story = replace(told(slug), room=room)
    drawn, card = story.drawing, story.scene.neurons and story.scene.neurons.card
    assert isinstance(drawn, Drawing) and card is not None
    right = max(x for x, _y in drawn.neurons.values()) + drawn.radius
    assert right < card.x and card.x + card.scale * card.width < drawn.width
    low = max(y for _x, y in drawn.neurons.values()) + drawn.radius
    assert 0 < card.y < card.y + card.scale * card.middle[1] <= low
    assert 1.4 <= card.scale <= 2


@pytest.mark.parametrize(("slug", "weights"), NEWEST.items())
def test_each_row_is_a_neurons_own_and_has_the_engines_numbers(slug: str, weights: str):
    story = told(slug)
    card = begun(story)
    assert card is not None
    value = np.atleast_2d(story.walk.runs[0].value(weights))
    write = NumberFormat(False, wire=True).given
    assert [each.part.text for each in card.cells] == [write(x) for x in value.ravel()]
    assert {each.x for each in card.cells} == {k * CELL for k in range(value.shape[1])}
    names = [each.name.plain for each in card.labels]
    assert names[value.shape[1] - 1] == "1" and len(names) == sum(value.shape)


def test_a_vector_that_has_no_room_as_a_row_is_the_column_that_it_is():
    card = told("network-score").scene.neurons.card
    assert card is not None and card.name.over == ""
    assert {each.x for each in card.cells} == {0.0} and len(card.cells) == 4


def test_a_number_that_is_changed_is_changed_there_and_the_whole_network_has_none():
    story = told("network-layer", **{"v.W": "[[1,2,3,4],[5,6,7,8],[9,-1,-2,-3]]"})
    card = begun(story)
    assert card is not None and [each.part.text for each in card.cells][-3:] == ["−1", "−2", "−3"]
    assert told("network").scene.neurons.card is None
    assert told("large-layer").scene.neurons.card is None
