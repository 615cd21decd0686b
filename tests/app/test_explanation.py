"""The explanation is made once: what a page shows of it, with a script and without, is the same."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.explanation import (
    Explanation,
    Told,
    group,
    of_edge,
    of_group,
    of_node,
    of_step,
    written,
)
from app.exports.page_json import page_brief_json, page_json
from app.exports.story_json import story_json
from app.lessons import lessons
from app.picture.layers import CALLOUTS, LAYERS
from app.story import Story
from app.wording.breaking import breakable

from ..graph_engine.programs import Program, programs
from . import stories
from .routes.reading import Element, page
from .stories import SLIDE, few, step


def everything(told: Told) -> Iterator[tuple[str, Explanation]]:
    graph = told.story.graph
    yield from ((name, of_group(told, name)) for name in told.groups)
    yield from ((node.id, of_node(told, node)) for node in graph.nodes)
    yield from ((edge.id, of_edge(told, edge)) for edge in graph.edges)


def cards(found: Explanation) -> dict[str, list[str]]:
    return {
        part.text: [line.formula for line in part.lines]
        for part in found.parts
        if part.kind == "card"
    }


def kinds(found: Explanation) -> list[str]:
    return [part.kind for part in found.parts]


def texts(found: Explanation, kind: str) -> list[str]:
    return [part.text for part in found.parts if part.kind == kind]


def as_other_programs_do(data: Any, k: int) -> dict[str, list[str]]:
    """The cards of a step, put together from the story's own JSON alone."""
    now = data["steps"][k]
    found: dict[str, list[str]] = {}
    for each in data["steps"][: k + 1]:
        if each["group"] == now["group"]:
            for card, formula in zip(each["cards"], each["formulas"], strict=True):
                found.setdefault(data["titles"][card], []).append(breakable(formula))
    return found


@few
@given(programs(), st.sampled_from(["exact", "slide"]), st.booleans())
def test_a_step_is_explained_as_the_storys_own_data_say(
    program: Program, arithmetic: str, chain: bool
):
    focus = next(iter(program.leaves)) if chain else ge.WHOLE
    story = stories.story(program.text, arithmetic=arithmetic, focus=focus)
    told, data = written(story), story_json(story)
    for k in range(0, story.last + 1, 3):
        found, each = of_step(told, k), data["steps"][k]
        assert cards(found) == as_other_programs_do(data, k)
        assert texts(found, "remark") == ([each["remark"]] if each["remark"] else [])
        check = next((n["check"] for n in data["nodes"] if n["id"] == each["check"]), None)
        assert ("check" in kinds(found)) == (check is not None)
        if check is not None:
            assert page(check["text"]).text in page(found.html()).text


def as_the_script_does(data: Any, name: str, k: int) -> str:
    """What `parts/explanation.js` leaves of a fragment at a step, as text."""
    root = page(f"<main>{data['explanations'][name]['html']}</main>").one("main")
    said: list[str] = []

    def line_at(place: str) -> str:
        of, which = place.split(".")
        lines = data["steps"][int(of)]["formulas"] if of.isdigit() else data["said"][of]
        return page(lines[int(which)]).text

    def walk(element: Element) -> None:
        given = element.attributes
        line = given.get("data-line") or ""
        usual = line.split(".")[0] if line.split(".")[0].isdigit() else "0"
        since, until = given.get("data-since") or usual, given.get("data-until")
        if int(since) > k or (until and int(until) <= k):
            return
        classes = (given.get("class") or "").split()
        if "card" in classes and "check" not in classes:
            lines = [e for e in element.find(data_line="*") if there(e)]
            if not lines:
                return
        if line:
            said.append(line_at(line))
            return
        for child in element.inside:
            if isinstance(child, str):
                said.append(child)
            else:
                walk(child)

    def there(element: Element) -> bool:
        of = (element.attributes["data-line"] or "").split(".")[0]
        return int(element.attributes.get("data-since") or of) <= k

    walk(root)
    return " ".join(" ".join(said).split())


@pytest.mark.parametrize("slug", ["example-2", "network", "sigmoid-gates"])
def test_a_fragment_up_to_a_step_says_what_the_page_of_that_step_says(slug: str):
    story = lessons()[slug].story()
    told, data = written(story), page_json(story)
    places = range(0, story.last + 1, max(1, story.last // 7))
    for name, found in everything(told):
        for k in places:
            shown = page(f"<div>{found.at(k).html()}</div>").text
            assert "".join(shown.split()) == "".join(as_the_script_does(data, name, k).split())


@few
@given(programs(), st.booleans())
def test_no_thing_is_ever_without_a_word_and_what_is_not_known_yet_is_not_said(
    program: Program, chain: bool
):
    focus = next(iter(program.leaves)) if chain else ge.WHOLE
    story = stories.story(program.text, focus=focus)
    told = written(story)
    for name, found in everything(told):
        for k in (0, story.last // 2, story.last):
            there = found.at(k)
            if name[0] in "ne":
                assert there.parts and there.title
                assert len(texts(there, "later")) <= 1
                if texts(there, "given"):
                    assert kinds(there) == ["given"]
        for part in found.parts:
            for line in part.lines:
                of = line.place.split(".")[0]
                symbols = of.isdigit() and story.walk.steps[int(of)].kind.endswith("symbols")
                assert not of.isdigit() or line.since == int(of) or (symbols and line.since == 0)


def test_the_way_to_a_number_that_is_to_come_leads_to_its_step():
    story = stories.story("x = 2\nw = 3\ny = w*x\nL: loss = y*y")
    told = written(story)
    edge = next(e for e in story.graph.edges if e.id == step(story, "flow y/w").edge.id)
    found = of_edge(told, edge)
    dates = [part for part in found.parts if part.kind == "later"]
    assert dates and dates[-1].until == step(story, "flow y/w").index
    for part in dates:
        assert [p.name for p in found.at(part.since).parts if p.kind == "later"] == [part.name]
    assert texts(found.at(story.last), "later") == []


def test_a_wire_that_is_passed_over_says_so_and_what_is_known_of_it():
    story = stories.story("x = 2\nw = 3\ny = w*x\nL: loss = y*y", focus="w")
    told = written(story)
    assert told.asides
    name = next(iter(told.asides))
    found = of_edge(told, next(e for e in story.graph.edges if e.id == name))
    assert kinds(found.at(0))[:2] == ["passed", "card"]
    assert len(cards(found.at(0))["Local gradient"]) == 1
    assert len(cards(found.at(story.last))["Local gradient"]) == 2


@pytest.mark.parametrize(
    ("key", "titles"),
    [
        ("start", ["Forward"]),
        ("symbols p", ["Forward"]),
        ("slope_symbols p/v", ["Local gradient"]),
        ("slope p/v", ["Local gradient", "Upstream × local"]),
        ("product 1", ["Chain"]),
        ("rule w1", ["Update"]),
        ("new w1", ["Update"]),
    ],
)
def test_each_kind_of_step_has_its_cards(key: str, titles: list[str]):
    story = stories.story(**SLIDE)
    assert list(cards(of_step(written(story), step(story, key).index))) == titles


def test_the_sum_of_contributions_has_a_card_of_its_own():
    story = stories.story("x = 3\ny = x*x + x")
    found = of_step(written(story), step(story, "sum x").index)
    assert list(cards(found)) == ["Sum of contributions"]


def test_a_lessons_own_words_stand_at_their_step():
    story = stories.tell(stories.View(program="x = 2\ny = 3*x"), notes={"value y": "Six."})
    assert texts(of_step(written(story), step(story, "value y").index), "note") == ["Six."]
    assert texts(of_step(written(story), 0), "note") == []


@pytest.mark.parametrize("layer", [each for each in LAYERS if each != CALLOUTS])
def test_while_a_layer_is_hidden_no_word_of_an_author_has_a_number(layer: str):
    notes = {"value y": "That is 6.", "value z": "Three times that.", "start": "x is 2."}
    program = "# Doubled\n# Twice.\nx = 2\ny = 3*x\nz = 3*y"
    told = stories.tell(stories.View(program=program), notes=notes)
    assert [told.note(each) for each in told.walk.steps if told.note(each)] == [
        "Twice. x is 2.", "That is 6.", "Three times that.",
    ]  # fmt: skip
    hidden = replace(told, hide=(layer,))
    said = [hidden.note(each) for each in hidden.walk.steps if hidden.note(each)]
    assert said == ["Twice.", "Three times that."]
    explained = json.dumps(page_json(hidden)["explanations"])
    assert "That is 6" not in explained and "Three times that" in explained


def test_where_no_server_is_asked_no_layer_can_be_opened():
    told = lessons()["network"].story()
    assert "data-fold" in json.dumps(page_json(told)["explanations"])
    without = page_json(told, folds=False)["explanations"]
    assert "data-fold" not in json.dumps(without)
    assert all(each["html"] for name, each in without.items() if name[0] in "ne")


def test_a_gradient_that_is_known_is_checked_at_once():
    story = stories.story()
    found = page(of_step(written(story), step(story, "flow z1/w1").index).html())
    assert "Nudge w₁ by 0.001: ℒ moves by −0.001462." in found.text
    assert "agrees with finite differences" in found.text


def test_a_slider_that_moves_gets_the_explanation_of_its_step_alone():
    story: Story = stories.story(**SLIDE)
    k = step(story, "slope z1/w1").index
    brief, whole = page_brief_json(story, step=k), page_json(story)
    name = group(story.walk.steps[k])
    assert brief["explanations"] == {name: whole["explanations"][name]}
    assert brief["said"] and brief["said"].items() <= whole["said"].items()


def test_a_formula_beside_the_picture_has_its_digits_and_in_the_explanation_all():
    told = stories.story(focus="w1")
    k = step(told, "slope p/v").index
    for found in (page_json(told)["steps"][k], page_brief_json(told, step=k)["steps"][k]):
        assert "<mn>0.196612</mn>" in found["formulas"][0]
        assert "<mn>0.197</mn>" in found["lines"]["0"]
    of_symbols = page_json(told)["steps"][k - 1]
    assert of_symbols["formulas"] and "lines" not in of_symbols, "they have no digits"
    assert not any("lines" in each for each in page_json(stories.story(**SLIDE))["steps"])


def test_without_a_loss_a_wire_still_shows_its_jacobian_at_the_end():
    told = stories.story("W: weight = [[1, 2], [3, 4]]\nx: input = [1, 2]\ny = W @ x")
    found = page_json(told)
    edge = found["edges"][0]["id"]
    html = found["explanations"][edge]["html"]
    assert f'data-line="{edge}.1" data-since="{told.last}"' in html
    assert "not on the way" not in html
    assert "2×4" in found["said"][edge][1]
