"""A kind of step is one declaration and its words: one from outside goes through every door."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import ClassVar

import pytest

import graph_engine as ge
from app.exports import FORMATS, Options, export
from app.exports.story_json import brief_json, story_json
from app.picture.changes import seen
from app.story import Story
from app.wording.sentences import SAY, sentence
from graph_engine.walkthrough import Fact, Step, kinds, numbered
from graph_engine.walkthrough.steps import Phase

from .stories import SLIDE, step, story

KINDS = [each for each in vars(kinds).values() if isinstance(each, type) and issubclass(each, Step)]
KINDS.remove(Step)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_says_what_it_is_and_has_words(kind: type[Step]):
    assert kind.__doc__ and kind.__doc__.endswith(".")
    assert kind.kind in SAY
    own = {each.name for each in fields(kind)} - {each.name for each in fields(Step)}
    assert own <= {"node", "edge", "path", "product", "sought"}


def test_no_two_kinds_have_one_name():
    assert len({kind.kind for kind in KINDS}) == len(KINDS)


def test_a_step_has_only_the_fields_of_its_kind():
    with pytest.raises(TypeError):
        kinds.Value(edge=ge.parse("x = 1\ny = 2*x").edges[0])
    with pytest.raises(TypeError):
        kinds.Value()
    value = kinds.Value(node=1)
    assert (value.node, value.edge, value.path, value.product) == (1, None, None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause(Step):
    """A moment to think about a node."""

    kind: ClassVar[str] = "pause"
    phase: Phase = "forward"
    node: int = field()


@pytest.fixture
def told() -> Iterator[Story]:
    SAY["pause"] = lambda words, step: f"Think about {words.plain(step.node)}."
    usual = story(**SLIDE)
    at, q = step(usual, "value:q"), usual.graph.node("q").index
    warned = Fact(what="value", target=q, known="asked")
    steps = [*usual.walk.steps[: at.index], Pause(node=q, facts=(warned,))]
    steps += usual.walk.steps[at.index :]
    walk = replace(usual.walk, steps=numbered(steps, usual.graph))
    yield Story(view=usual.view, walk=walk, notes={"pause q": "A note."})
    del SAY["pause"]


def test_a_kind_from_outside_has_a_key_words_and_notes(told: Story):
    pause = step(told, "pause:q")
    assert pause.key == "pause:q" and told.keys.find("pause q") == (pause,)
    assert sentence(told.words, pause) == "Think about q."
    assert told.note(pause) == "A note."
    assert step(told, "value:q").index == pause.index + 1


def test_it_is_drawn_and_stepped_to(told: Story):
    pause = step(told, "pause:q")
    node = f"n{pause.node}"
    assert seen(told.changes, pause.index)[node, "state"] == "active"
    assert seen(told.changes, pause.index - 1)[node, "state"] != "done"
    assert told.svg(pause.index) != told.svg(pause.index - 1)


def test_it_stands_in_the_data_of_the_page_and_of_a_slider(told: Story):
    pause = step(told, "pause:q")
    found = story_json(told)["steps"][pause.index]
    assert (found["kind"], found["key"], found["stop"]) == ("pause", "pause:q", "node")
    assert (found["sentence"], found["note"]) == ("Think about q.", "A note.")
    (wire,) = told.graph.consumers[pause.node or 0]
    assert [f"{wire.id}.value", "state", "asked"] in found["shown"]
    assert len(brief_json(told, step=pause.index)["steps"]) == len(told.walk.steps)


@pytest.mark.parametrize("suffix", ["svg", "html", "tex", "gv", "json"])
def test_it_is_exported(told: Story, suffix: str):
    pause = step(told, "pause:q")
    found = export(told, FORMATS[suffix], step=pause.index, options=Options())
    assert found.data
    if suffix in ("html", "json"):
        assert "Think about q." in found.data.decode()
