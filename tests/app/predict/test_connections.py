"""One connection between neurons is asked for: its gradient, and what else one may say."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from app.picture.neurons import slots
from app.predict.problems import Weight
from app.predict.question import Question
from app.predict.questions import opening, questions
from app.predict.verdict import Verdict, check
from app.state.view import Look, View
from app.story import Story, story_of, tell

from ...graph_engine.views.test_network import PROGRAMS

NETWORK = PROGRAMS["the lecture's network"][0]
NUDGE = 1e-5


def told(program: str = NETWORK, **view: Any) -> Story:
    sample = 2 if "each(" in program else 0
    return tell(View(program=program, zoom="neurons", sample=sample, **view))


def asked(story: Story, *, touched: bool = True) -> Iterator[tuple[Question, Weight]]:
    for each in questions(story):
        if each.kind == "connection" and each.touched == touched:
            assert isinstance(each.problem, Weight)
            yield each, each.problem


def said(story: Story, question: Question, answer: float) -> Verdict:
    return check(story, question=question.id, answer=f"{answer:.6g}", earlier={})


def moved(story: Story, leaf: int, place: int, by: float) -> float:
    """The loss with one weight moved, computed anew."""
    name = story.graph.nodes[leaf].name
    value = np.array(story.walk.runs[0].values[leaf], dtype=float)
    value.reshape(-1)[place] += by
    run = ge.run(story.graph, values={name: value})
    return float(run.values[story.graph.loss])


@pytest.mark.parametrize("named", ["the lecture's network", "2-2-1", "4-8-3", "one sample"])
def test_each_connection_can_be_asked_and_is_what_the_loss_does_when_its_weight_is_moved(
    named: str,
):
    story = told(PROGRAMS[named][0])
    found = list(asked(story))
    single = {}
    for question, problem in found:
        leaf = story.graph.nodes[problem.flow.edge.src]
        single[question.slots[0]] = question
        if not leaf.leaf or len(story.graph.arriving[leaf.index]) > 1:
            continue
        ends = [moved(story, leaf.index, problem.place, by) for by in (NUDGE, -NUDGE)]
        difference = (ends[0] - ends[1]) / (2 * NUDGE)
        assert float(question.number) == pytest.approx(difference, rel=1e-4, abs=1e-7)
        assert said(story, question, float(question.number)).result == "right"
    lines = {each.weight for each in story.network.connections(_all(story)) if each.weight}
    assert {slots.weight_gradient(*each) for each in lines} >= {*single}
    assert len(single) == len(found) >= 6


def _all(story: Story) -> dict[int, tuple[int, ...]]:
    network = story.network
    assert network is not None
    return {index: tuple(range(network.size(index))) for index in network.column}


def test_the_mistakes_that_are_made_at_a_connection_are_named():
    story = told()
    question, problem = next(each for each in asked(story) if each[1].place == 9)  # x₂ to y₃
    inputs = problem.inputs
    arriving, slope = problem.arriving(inputs), problem.slope(inputs)
    number, weighed = float(question.number), problem.weighed
    assert weighed
    for wrong, name in (
        (-number, "sign"),
        (slope, "upstream forgotten"),
        (arriving, "upstream only"),
        (arriving * weighed, "function forgotten"),
        (number / weighed * problem.own, "weight taken"),
    ):
        verdict = said(story, question, wrong)
        assert verdict.result == "wrong" and name in verdict.mistakes, name
    # by the two numbers of the screen it is right, too
    assert said(story, question, float(f"{arriving:.3g}") * float(f"{slope:.3g}")).result == "right"


def test_of_many_weights_the_largest_is_asked_for_in_order_and_one_of_a_vector_when_touched():
    story = told()
    edges = {problem.flow.edge.src: question for question, problem in asked(story, touched=False)}
    names = {story.graph.nodes[index].name for index in edges}
    assert names == {"W", "V"}
    for index, question in edges.items():
        gradient = np.abs(story.walk.runs[0].gradients[index])
        assert abs(float(question.number)) == pytest.approx(float(gradient.max()))
    assert {story.graph.nodes[p.flow.edge.src].name for _q, p in asked(story)} == {"W", "V", "u"}


def test_where_no_neurons_are_drawn_no_connection_is_asked_for():
    story = tell(View(program=NETWORK))
    assert not [each for each in questions(story) if each.kind == "connection"]


def test_one_connection_is_no_answer_for_all_that_are_locked():
    look = Look(view=View(program=NETWORK, zoom="neurons"), locks=("flow:y/W",))
    story = story_of(look)
    assert story.withheld is not None
    found = opening(story)
    assert found is None or found.kind != "connection"


def test_of_a_weight_that_stands_on_several_connections_a_part_is_asked_for_and_said_to_be_one():
    story = told(PROGRAMS["tied weights"][0])
    found = [question for question, _problem in asked(story)]
    assert found and all("which stands on others, too?" in each.ask for each in found)
    assert not [each for each in found if "∂ℒ" in each.reveal]
