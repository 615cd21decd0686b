"""A story that would be too much work is refused before any of it is done; others go on."""

import sys
import tracemalloc
from typing import Any

import pytest

import graph_engine as ge
from app.exports.story_json import story_json
from app.lessons import lessons
from app.state.view import View
from app.story import tell

MATMUL = "A: weight = random(1400,1400)\nB: weight = random(1400,1400)\nC = A@B\nL: loss = sum(C)"
VECTOR = "W: weight = random(1000,2000)\nx: input = random(2000)\ny = W@x\nL: loss = norm2(y)"
CONV = "x: input = random(600,600)\nk: weight = random(7,7)\ny = conv2d(x, k)\nL: loss = sum(y)"
TOEPLITZ = (
    "k: weight = random(30)\nM = conv_matrix(k, 1300)\nx: input = random(1300)\ny = M@x\n"
    "L: loss = norm2(y)"
)
SIGMOID = "x: weight = random(1000,2000)\np = sigmoid(x)\nL: loss = norm2(p)"
LEARNING = {"zoom": "learning", "iterations": 20}


@pytest.mark.parametrize(
    ("program", "view"),
    [
        (MATMUL, {}),
        (MATMUL, LEARNING),
        (MATMUL, {"zoom": "loop"}),
        (VECTOR, LEARNING),
        (VECTOR, {"zoom": "loop"}),
        (VECTOR, {"iterations": 20}),
        (VECTOR, {"zoom": "scalars"}),
        (CONV, LEARNING),
        (CONV, {"iterations": 20}),
        (TOEPLITZ, LEARNING),
        (SIGMOID, {}),
        (SIGMOID, {"arithmetic": "slide"}),
    ],
)
def test_too_much_work_is_refused_before_it_is_done(program: str, view: dict[str, Any]):
    tracemalloc.start()
    with pytest.raises(ge.GraphError, match=r"would take|more than 300 nodes"):
        tell(View(program=program, **view))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2e6


@pytest.mark.parametrize(
    ("program", "view"), [(VECTOR, {}), (CONV, {}), (CONV, {"zoom": "layers"}), (TOEPLITZ, {})]
)
def test_what_is_large_and_bearable_is_told(program: str, view: dict[str, Any]):
    story = tell(View(program=program, **view))
    assert story.last > 3 and story.nudges


@pytest.mark.parametrize("slug", lessons())
def test_no_lesson_is_near_a_limit(slug: str):
    view = lessons()[slug].view
    graph = ge.parse(view.program)
    found = ge.work.of_story(graph, iterations=view.iterations)
    assert found.held < 60e6 and found.moved < 3e8 and found.flops < 6e8


def test_a_maximum_of_280_is_written_without_280_lists_of_280():
    names = [f"w{k}" for k in range(280)]
    lines = [f"{name}: weight = {k}" for k, name in enumerate(names)]
    story = tell(View(program="\n".join([*lines, f"L: loss = max({', '.join(names)})"])))
    steps = story_json(story, slug="", step=0)["steps"]
    assert max(len(str(step)) for step in steps if step["kind"] == "slope") < 6000
    assert sum(len(str(step)) for step in steps) < 3_500_000


def _calls(terms: int) -> int:
    """How many functions are called for a story of a sum of so many equal terms."""
    total = "+".join(["x*w"] + ["x"] * (terms - 1))
    told = tell(View(program=f"x: input = 2\nw: weight = 1\nL: loss = {total}"))
    count = 0

    def seen(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(seen)
    try:
        story_json(told, slug="", step=0)
    finally:
        sys.setprofile(None)
    return count


def test_a_sum_of_twice_as_many_terms_takes_twice_the_work():
    _calls(50)  # what is made once is made
    assert _calls(400) < 2.4 * _calls(200)
