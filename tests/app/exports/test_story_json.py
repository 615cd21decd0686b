"""A story as JSON: whole, and without bare NaN or Infinity."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.exports.story_json import bare, dumps, story_json
from app.lessons import lessons

from ...graph_engine.programs import Program, programs, shown
from .. import stories
from ..stories import BROKEN, few


def no_bare(constant: str) -> Any:
    raise AssertionError(f"bare {constant} in JSON")


def strict(text: str) -> Any:
    return json.loads(text, parse_constant=no_bare)


@pytest.mark.parametrize("program", [each[0] for each in BROKEN], ids=shown)
def test_what_is_not_finite_is_a_word_in_json(program: str):
    told = stories.story(program)
    found = strict(dumps(story_json(told)))
    run = told.walk.runs[0]
    for node, value in zip(found["nodes"], run.values, strict=True):
        if math.isfinite(value):
            assert node["value"] == value
        else:
            assert float(node["value"]) == pytest.approx(value, nan_ok=True)
            assert node["value"] in ("inf", "-inf", "nan")


@given(st.floats())
def test_every_float_crosses_json_as_itself_or_as_a_word(x: float):
    back = strict(dumps(bare(x)))
    assert isinstance(back, float) == math.isfinite(x)
    assert float(back) == x or math.isnan(x) and back == "nan"
    assert not (back == 0 and math.copysign(1, back) < 0)  # −0 is 0


def test_bare_infinity_never_gets_into_json():
    for x in (math.inf, -math.inf, math.nan):
        with pytest.raises(ValueError):
            dumps({"x": x})


@few
@given(programs(), st.sampled_from(["exact", "slide"]), st.data())
def test_a_random_story_is_whole_json_with_every_step_said(
    program: Program, arithmetic: str, data: st.DataObject
):
    focus = data.draw(st.sampled_from([*program.leaves, ge.WHOLE, ge.FORWARD]))
    iterations = data.draw(st.integers(1, 2))
    told = stories.story(program.text, arithmetic=arithmetic, focus=focus, iterations=iterations)
    found = strict(dumps(story_json(told)))
    ids = {n["id"] for n in found["nodes"]} | {e["id"] for e in found["edges"]}
    assert [s["index"] for s in found["steps"]] == list(range(len(found["steps"])))
    for each in found["steps"]:
        assert each["sentence"].endswith((".", "?"))
        assert each["node"] in ids | {None} and each["edge"] in ids | {None}
        assert len(each["cards"]) == len(each["formulas"])
        assert all(
            "nan" not in text and "-" not in text for _, a, text in each["shown"] if a == "text"
        )
    for path in (p for c in found["chains"] for p in c["paths"]):
        assert set(path) <= ids


@pytest.mark.parametrize(
    "program",
    [
        "a = 2\nb = 3\ny = a + b + 1", "x = 2\nL: loss = min(x, 1)", "x = 3\nL: loss = 2**x",
        "s1 = 3.2\ns2 = 5.1\nL: loss = max(0, s2 - s1 + 1)", "x = 3\nL: loss = x + max(x, 0)",
    ],
)  # fmt: skip
def test_by_a_number_in_an_expression_there_is_no_derivative_anywhere(program: str):
    found = story_json(stories.story(program))
    (number,) = (node for node in found["nodes"] if node["role"] == "constant")
    assert number["gradient"] is None and number["check"]["text"] == ""
    for edge in found["edges"]:
        if edge["from"] == number["id"]:
            assert edge["contribution"] is None and edge["local"] is None
            assert edge["id"] not in {aside["edge"] for aside in found["asides"]}
            assert edge["id"] not in {step["edge"] for step in found["steps"]}


@pytest.mark.parametrize("slug", ["learning-loop", "learning-unrolled"])
def test_where_there_is_no_way_back_the_gradient_is_null(slug: str):
    found = story_json(stories.tell(lessons()[slug].view))
    assert found["loss"] is None
    assert {repr(node["gradient"]) for node in found["nodes"]} == {"None"}


def test_doubts_are_in_the_story_with_their_place_and_cure():
    found = story_json(stories.story("W: weight = [[1, 2]]\ny = 2*W"))
    (doubt,) = found["doubts"]
    assert doubt["cure"] == "\nL: loss = sum(y)"
    assert (doubt["line"], doubt["column"], doubt["end_column"]) == (2, 8, 8)
    assert found["loss"] is None and found["nodes"][0]["gradient"] is None
    assert found["edges"][0]["local"] == [[2.0, 0.0], [0.0, 2.0]]
