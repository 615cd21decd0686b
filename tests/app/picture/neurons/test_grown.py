"""One figure grows through a talk: what was on the stage keeps its place."""

from dataclasses import replace
from math import hypot
from pathlib import Path

import pytest

from app import create_app
from app.lessons import lessons, read
from app.picture.neurons import grown, place
from app.picture.rooms import Room
from app.routes.deck import of_talk
from app.state.carried import with_options
from app.story import Story, story_of, whole_story
from app.talks import Slide, talks

from ....graph_engine.views.test_network import PROGRAMS
from .test_numbers import neurons

SCREENS = (Room(1888, 760, 21), Room(1408, 640, 18), Room(992, 540, 15))
"""What 1920×1080, 1440×900 and 1024×768 leave to a picture."""
NEAR = 2.0
"""Pixels."""

Places = dict[tuple[str, ...], tuple[float, float]]


def told(slide: Slide) -> Story:
    return whole_story(with_options(lessons()[slide.lesson].look, slide.options))


def growing(first: int, last: int) -> list[Slide]:
    """The lecture's slides of neurons between two numbers."""
    slides = [slide for slide in talks()["lecture"].slides if first <= slide.number <= last]
    return [slide for slide in slides if slide.options.get("zoom") == "neurons"]


def places(story: Story, room: Room) -> Places:
    """Where on the screen neurons, ones, boxes and the numbers of connections are, by names."""
    drawn = replace(story, room=room).drawing
    assert isinstance(drawn, place.Drawing)
    scale = min(room.width / drawn.width, room.height / drawn.height)
    nodes = drawn.network.graph.nodes

    def neuron(index: int, entry: int) -> str:
        # y1, alone, is the first of y.
        name = nodes[index].name or ""
        return name if name[-1].isdecimal() else f"{name}{entry + 1}"

    found: Places = {("neuron", neuron(*each)): at for each, at in drawn.neurons.items()}
    found |= {("1", str(column)): at for column, at in drawn.ones.items()}
    found |= {("node", str(nodes[index].name)): at for index, at in drawn.boxes.items()}
    for each, spots in drawn.spots.items():
        source = "1" if each.source is None else neuron(*each.source)
        found["weight", source, neuron(*each.target)] = spots.weight
    return {name: (scale * x, scale * y) for name, (x, y) in found.items()}


@pytest.mark.parametrize("room", SCREENS, ids=str)
@pytest.mark.parametrize(("first", "last", "most"), [(36, 53, 10), (55, 61, 4)])
def test_what_was_there_keeps_its_place_through_the_lectures_figure(
    room: Room, first: int, last: int, most: int
):
    stood: Places = {}
    slides = growing(first, last)
    assert len(slides) >= most
    for slide in slides:
        now = places(told(slide), room)
        for name, (x, y) in stood.items():
            assert hypot(now[name][0] - x, now[name][1] - y) <= NEAR, (slide.number, name)
        stood |= now
    assert ("neuron", "q1") in stood and ("node", "L") in stood


def test_a_figure_that_grows_has_something_new_on_each_lesson_and_loses_nothing():
    seen: list[set[tuple[str, ...]]] = []
    for slug in ("network-neuron", "network-layer", "network-two-layers", "network-score"):
        look = with_options(lessons()[slug].look, {"zoom": "neurons"})
        seen.append(set(places(story_of(look), SCREENS[1])))
    assert all(before < after for before, after in zip(seen, seen[1:], strict=False))


def test_stories_of_one_figure_have_one_room_and_others_their_own():
    with create_app().test_request_context():
        deck = of_talk(talks()["lecture"], theme="paper")
    runs = {
        slide["number"]: deck["stories"][slide["story"]]["run"]
        for slide in deck["slides"]
        if slide["story"] is not None
    }
    figure = {runs[slide.number] for slide in growing(36, 53)}
    chains = {runs[slide.number] for slide in growing(55, 60)}
    assert len(figure) == len(chains) == 1 and None not in figure | chains and figure != chains
    assert runs[34] is None and runs[43] is None
    # a graph is one figure, whichever chain is told in it, and with weights that are not known yet
    assert len({runs[number] for number in (13, 15, 25)}) == 1
    graphs = [each for each in deck["stories"] if each["slug"] == "map"]
    assert len(graphs) == 2 and len({each["run"] for each in graphs}) == 1


@pytest.mark.parametrize("slug", [slug for slug, each in lessons().items() if each.grows])
def test_a_lesson_is_a_part_of_the_one_that_it_grows_into(slug: str):
    look = with_options(lessons()[slug].look, {"zoom": "neurons", "focus": "-"})
    into = with_options(lessons()[lessons()[slug].grows].look, {"zoom": "neurons", "focus": "-"})
    drawn, whole = story_of(look).drawing, story_of(into).drawing
    assert isinstance(drawn, place.Drawing) and isinstance(whole, place.Drawing)
    assert (drawn.width, drawn.height, drawn.radius) == (whole.width, whole.height, whole.radius)
    assert len(drawn.neurons) < len(whole.neurons) or whole.boxes


def test_a_program_that_is_no_part_of_the_whole_stands_where_it_has_room():
    look = with_options(lessons()["network"].look, {"zoom": "neurons", "focus": "-"})
    whole = story_of(look).drawing
    assert isinstance(whole, place.Drawing)
    other = neurons(PROGRAMS["4-8-3"][0], focus="-")
    alone = other.drawing
    assert isinstance(alone, place.Drawing)
    assert grown.within(alone.sizes, alone.network, whole) is None
    into = replace(other, whole=lessons()["network"].program).drawing
    assert isinstance(into, place.Drawing) and into.placed == alone.placed


def test_a_changed_program_is_on_its_own():
    look = with_options(lessons()["network-layer"].look, {"zoom": "neurons"})
    typed = replace(look.view, program=look.view.program + "# more\n")
    assert story_of(look).whole == lessons()["network"].program
    assert story_of(replace(look, view=typed)).whole == ""


def test_a_lesson_that_grows_into_none_is_refused(tmp_path: Path):
    path = tmp_path / "small.toml"
    path.write_text('part = "Networks"\norder = 1\ngrows = "large"\nprogram = "x = 1"\n')
    with pytest.raises(ValueError, match="small.toml"):
        read(path)
