"""DOT that Graphviz reads, with the numbers of the picture and nothing that was typed as code."""

import json
from typing import Any

import pygraphviz
import pytest
from hypothesis import given, settings

from app.exports import FORMATS, Options, chosen, export
from app.exports.dot import fullest, source
from app.lessons import lessons
from app.picture.svg import THEMES
from app.story import Story

from ...graph_engine.programs import EXAMPLE_II
from ..stories import SLIDE, comments, step, story, views
from .titles import PROGRAM, TITLE


def drawn(text: str) -> dict[str, Any]:
    """What Graphviz understood."""
    return json.loads(pygraphviz.AGraph(string=text).draw(format="json0", prog="dot"))


def labels(text: str) -> dict[str, list[str]]:
    """Lines of the labels, by node or by tail and head."""
    found = drawn(text)
    names = {each["_gvid"]: each["name"] for each in found["objects"]}
    lines = {each["name"]: each["label"].split("\\n") for each in found["objects"]}
    for each in found.get("edges", []):
        key = each.get("id") or f"{names[each['tail']]}-{names[each['head']]}"
        lines[key] = each["label"].split("\\n")
    return lines


def whole(told: Story, theme: str = "paper") -> str:
    return source(told, fullest(told, chosen(told, "formula")), theme=theme)


def test_the_whole_walk_shows_every_number_of_one_pass():
    found = labels(whole(story(EXAMPLE_II, **SLIDE)))
    edges = {tuple(lines) for lines in found.values()}
    assert ("p = 0.27", "∂ℒ/∂p = −3.7", "∂ℒ = −3.7") in edges
    assert ("w₁ = −1", "∂z₁/∂w₁ = 2", "∂ℒ = −1.48") in edges


def test_one_step_shows_what_is_known_then():
    told = story(EXAMPLE_II, **SLIDE)
    found = labels(source(told, step(told, "value q").index, theme="paper"))
    edges = {tuple(lines) for lines in found.values()}
    assert ("q = −1",) in edges
    assert ("v",) in edges


def test_a_variable_used_twice_has_two_wires_with_a_name_for_each_place():
    found = labels(whole(story("x = 3\nL = x*x")))
    assert found["e1-0"] == ["x = 3", "∂ℒ/∂x′ = 3", "∂ℒ = 3"]
    assert found["e1-1"] == ["x = 3", "∂ℒ/∂x′′ = 3", "∂ℒ = 3"]
    assert found["n0"] == ["x", "∂ℒ = 6"]


@pytest.mark.parametrize("slug", lessons())
def test_graphviz_reads_every_lesson(slug: str):
    told, theme = lessons()[slug].story(), THEMES[[*lessons()].index(slug) % len(THEMES)]
    made = export(told, FORMATS["gv"], step=None, options=Options(theme=theme, slug=slug))
    assert made.name == f"{slug}.gv"
    found = labels(made.data.decode())
    assert {node.id for node in told.graph.nodes} <= set(found)
    assert {edge.id for edge in told.graph.edges} <= set(found)


def test_a_loop_leads_back():
    told = lessons()["learning-loop"].story()
    (pair,) = told.graph.back
    found = drawn(whole(told))
    names = {each["_gvid"]: each["name"] for each in found["objects"]}
    dashed = [each for each in found["edges"] if each.get("style") == "dashed"]
    assert [(names[e["tail"]], names[e["head"]]) for e in dashed] == [
        (f"n{pair[0]}", f"n{pair[1]}")
    ]


def test_a_title_with_everything_in_it_is_only_a_title():
    found = drawn(whole(story(PROGRAM)))
    assert found["label"] == TITLE.replace("\\", "\\\\")


@given(title=comments())
@settings(max_examples=50)
def test_no_title_ever_becomes_dot(title: str):
    told = story(f"#{title}\nx = 2\nL = x*x")
    found = drawn(whole(told))
    assert len(found["objects"]) == 3 and len(found["edges"]) == 3


@given(view=views())
@settings(max_examples=20)
def test_any_program_becomes_dot_that_graphviz_reads(view: Any):
    told = story(view.program, arithmetic=view.arithmetic, focus=view.focus)
    found = labels(whole(told))
    assert {edge.id for edge in told.graph.edges} <= set(found)
