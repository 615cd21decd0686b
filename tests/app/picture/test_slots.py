"""Slots are declared once: the story begins with all of them, and one from outside works."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given

from app import create_app
from app.exports.story_json import brief_json, story_json
from app.lessons import lessons
from app.picture import slots
from app.picture.changes import first, seen
from app.picture.slot import SLOTS, Slot, slot
from app.state.view import View
from app.story import Story, tell
from app.wording.words import Words

from .. import stories
from ..pictures import read
from ..stories import SLIDE, few, step, views

TELLINGS = [
    ("example-2", "w1"),
    ("example-2", "*"),
    ("fork", "x"),
    ("network", "W"),
    ("samples", "w"),
]


def lesson(slug: str, focus: str) -> Story:
    return tell(replace(lessons()[slug].view, focus=focus))


@pytest.mark.parametrize("name", SLOTS)
def test_every_slot_says_what_it_is_and_how_it_begins(name: str):
    found = SLOTS[name]
    assert found.named.__doc__ and found.named.__doc__.endswith(".")
    assert found.first.keys() <= {"state", "text", "path", "warn", "heat", "ribbon", "bar", "line"}
    assert "state" in found.first


@few
@given(views())
def test_a_story_begins_with_every_slot_and_changes_no_other(view: View):
    told = tell(view)
    start, *later = told.changes
    names = [(change.slot, change.attribute) for change in start]
    assert len(names) == len({*names})
    assert {*names} == {key for key, _value in first(told.words)}
    assert {(c.slot, c.attribute) for group in later for c in group} <= {*names}


@few
@given(views())
def test_a_step_says_only_what_differs_from_before(view: View):
    told = tell(view)
    for k, group in enumerate(told.changes[1:], start=1):
        before = seen(told.changes, k - 1)
        assert all(before[c.slot, c.attribute] != c.value for c in group)
        assert max(Counter((c.slot, c.attribute) for c in group).values(), default=0) <= 1


@pytest.mark.parametrize(("slug", "focus"), TELLINGS)
def test_every_slot_of_a_story_is_an_element_and_every_element_has_its_slot(slug: str, focus: str):
    told = lesson(slug, focus)
    page = create_app().test_client().get(f"/lesson/{slug}?focus={focus}").text
    drawn = {*re.findall(r'data-slot="([^"]+)"', page)}
    several = len(told.walk.paths) > 1
    assert {slot for (slot, _attribute), _value in first(told.words)} - drawn == {
        *(slots.size(*place) for place in slots.sized(told.words) if several)  # on paper only
    }
    assert drawn <= {slot for (slot, _attribute), _value in first(told.words)}


def test_two_slots_never_have_one_name():
    for slug, focus in TELLINGS:
        words = lesson(slug, focus).words
        names = [each.name_of(target) for each in SLOTS.values() for target in each.of(words)]
        assert len(names) == len({*names})


def test_the_data_of_a_moved_slider_begins_with_every_slot_too():
    told = stories.story(**SLIDE)
    whole, brief = story_json(told), brief_json(told, step=3)
    assert whole["steps"][0]["shown"] == brief["steps"][0]["shown"]


@pytest.fixture
def inside() -> Iterator[Slot[int]]:
    @slot(
        slots.nodes,
        facts=("value",),
        write=lambda words, number: words.full.value(float(number)),
        at=("node", 0, -26),
        say="stands inside",
        state="absent",
        text="",
    )
    def inside(index: int) -> str:
        """The value, over the node itself."""
        return f"n{index}.inside"

    yield inside
    del SLOTS["inside"]


def test_two_slots_cannot_have_one_name(inside: Slot[int]):
    with pytest.raises(ValueError, match="there is a slot `inside` already"):
        slot(slots.nodes)(inside.named)
    assert SLOTS["inside"] is inside


def test_a_slot_from_outside_is_one_function(inside: Slot[int]):
    told = stories.story(**SLIDE)
    q = told.graph.node("q").index
    name = inside(q)
    at = step(told, "value:q").index
    # in the data that the page steps by
    data = story_json(told)["steps"]
    assert [name, "state", "absent"] in data[0]["shown"]
    assert [name, "text", "−1"] in data[at]["shown"]
    # in the picture of the page, before and after, with its words
    for k, text in ((at - 1, ""), (at, "−1")):
        for drawn in (told.inline_svg(k), told.svg(k)):
            found = read(drawn) if drawn.startswith("<?xml") else None
            root = ElementTree.fromstring(drawn)
            (element,) = [e for e in root.iter() if e.attrib.get("data-slot") == name]
            assert (element.text or "") == text
            assert element.attrib["class"] == "inside"
            assert element.attrib["data-say"] == "stands inside"
            (group,) = [e for e in root.iter() if e.attrib.get("data-slot") == f"n{q}"]
            assert ("stands inside −1" in group.attrib["aria-label"]) == bool(text)
            assert found is None or found.seen.get(name, "") == text
    # and old once the weights are new
    placed = step(told, "placed:w1").index
    assert seen(told.changes, placed)[name, "state"] == "stale"


def test_without_it_nothing_is_left_of_it():
    told = stories.story(**SLIDE)
    assert "inside" not in told.inline_svg(told.last)
    assert Words(told.walk).walk is told.walk


@pytest.mark.parametrize("slug", ["convolution", "large-layer", "network"])
def test_shades_are_drawn_before_they_are_known_and_after(slug: str):
    told = lessons()[slug].story()
    before, after = (re.findall(r'data-shade="(.?)"', told.svg(k)) for k in (0, told.last))
    assert len(before) == len(after)
    assert "" not in after and "x" not in before
    if slug == "convolution":  # elsewhere all large values are given
        assert "" in before
