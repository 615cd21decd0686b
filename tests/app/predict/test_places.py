"""A node in several places of one operation: questions, cards and sentences name the same place."""

import pytest

from app.state.view import View
from app.story import tell
from app.wording.sentences import sentence
from app.wording.words import derivative
from graph_engine.walkthrough.kinds import SlopeSymbols

from .asking import asked, said


@pytest.mark.parametrize(
    ("program", "places"),
    [
        ("x: weight = 3\ny = x - x", ("first term", "second term")),
        ("x: weight = 3\ny = x * x", ("left factor", "right factor")),
        ("x: weight = 3\ny = x / x", ("numerator", "denominator")),
        ("x: weight = 3\ny = x**x", ("base", "exponent")),
        ("x: weight = 3\ny = max(x, x)", ("first operand", "second operand")),
        ("s: weight = [1, 2]\nL: loss = dot(s, s)", ("left factor", "right factor")),
        (
            "M: weight = [[1, 2], [3, 4]]\nN = M @ M\nL: loss = norm2(N)",
            ("left factor", "right factor"),
        ),
    ],
)
@pytest.mark.parametrize("focus", ["*", "its leaf"])
def test_a_question_names_a_place_as_the_card_and_the_sentence_do(
    program: str, places: tuple[str, ...], focus: str
):
    of = tell(View(program=program, focus=program[0] if focus != "*" else "*"))
    words = of.words
    steps = {each.edge: each for each in of.walk.steps if each.kind == "slope"}
    twins = [edge for edge in steps if edge is not None and words.twins(edge)]
    for edge, place in zip(sorted(twins, key=lambda each: each.port), places, strict=True):
        name = derivative(words, edge)
        ours = [each for each in asked(of) if f"{name}," in each.ask]
        assert ours and all(place in each.ask for each in ours)
        told_of = SlopeSymbols(edge=edge)
        assert place in sentence(words, told_of) and words.below(edge).plain in name
    both = [each for each in asked(of) if each.id.endswith(".whole")]
    assert all("′" not in each.ask + each.reveal for each in both)


def test_what_flows_back_names_the_place_too():
    of = tell(View(program="x: weight = 3\ny = x / x"))
    flows = [each.ask for each in asked(of) if each.kind == "contribution"]
    assert len({*flows}) == 2
    assert "numerator" in flows[0] and "denominator" in flows[1]


def test_a_node_in_one_place_is_asked_for_without_it():
    of = tell(View(program="x: weight = 3\nz: weight = 2\ny = x / z"))
    assert not any("place" in each.ask for each in asked(of))


@pytest.mark.parametrize(
    ("program", "whole"),
    [
        ("x: weight = 3\ny = x - x", "0"), ("x: weight = 5\ny = x*x", "10"),
        ("x: weight = 2\ny = x/x", "0"), ("x: weight = 3\ny = x + x", "2"),
        ("x: weight = 2\ny = x*x*3", "12"), ("x: weight = 2\nu = x*x\nL: loss = u**2", "4"),
        ("x: weight = 2\ny = x + x + x", "3"), ("x: weight = 2\ny = squared_error(x, x)", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
def test_the_whole_derivative_is_told_apart_from_that_of_one_place(
    program: str, whole: str, arithmetic: str
):
    of = tell(View(program=program, arithmetic=arithmetic))
    places = [each for each in asked(of) if each.kind == "local" and "one place" in each.ask]
    for question in places if whole else ():
        scale = 3 if program.endswith("3") and "x*x*3" in program else 1
        result, mistakes = said(of, question, str(float(whole) / scale))
        assert (result, mistakes) == ("wrong", ("whole",)), question.ask
    assert len(places) >= 2
    for question in asked(of):
        if question.id.endswith(".whole") and whole:
            assert said(of, question, question.reveal.rpartition("= ")[2])[0] == "right"


def test_what_flows_back_from_all_places_is_told_apart_too():
    of = tell(View(program="x: weight = 5\nu = x*x\nL: loss = 3*u"))
    flows = [each for each in asked(of) if each.kind == "contribution"]
    assert len(flows) == 2
    for question in flows:
        assert said(of, question, "15")[0] == "right"
        assert said(of, question, "30") == ("wrong", ("whole",))
