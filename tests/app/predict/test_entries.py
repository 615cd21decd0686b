"""A cell of a Jacobian is asked for: where it stands, what it is, and what else one may say."""

from collections.abc import Iterator

import numpy as np
import pytest

import graph_engine as ge
from app.lessons import lessons
from app.picture import matrices
from app.predict.question import Question
from app.predict.questions import opening, questions
from app.predict.verdict import Verdict, check
from app.state.view import Look
from app.story import Story, story_of

NUDGE = 1e-6


def told(slug: str) -> Story:
    return lessons()[slug].story()


def asked(story: Story) -> Iterator[Question]:
    return (each for each in questions(story) if each.kind == "entry")


def said(story: Story, question: Question, answer: str) -> Verdict:
    return check(story, question=question.id, answer=answer, earlier={})


def _place(question: Question, story: Story) -> tuple[ge.Edge, int, int]:
    """The factor and its cell, as the slot says it."""
    factor, cell = question.slots[-1].removeprefix("m").split("-")
    edge = story.walk.paths[0][int(factor)]
    row, column = divmod(int(cell), story.walk.runs[0].shape_of(edge)[1])
    return edge, row, column


@pytest.mark.parametrize("slug", ["network", "network-v", "network-u", "vector-neuron"])
def test_the_asked_entry_is_what_one_output_does_when_one_input_is_moved(slug: str):
    story = told(slug)
    found = list(asked(story))
    assert found
    run = story.walk.runs[0]
    for question in found:
        edge, row, column = _place(question, story)
        node = story.graph.nodes[edge.dst]
        operands = [np.array(run.values[arg], dtype=float) for arg in node.args]
        assert node.kernel is not None
        ends = []
        for by in (NUDGE, -NUDGE):
            moved = [each.copy() for each in operands]
            moved[edge.port].reshape(-1)[column] += by
            ends.append(np.ravel(node.kernel.forward(*moved, *node.literal))[row])
        difference = (ends[0] - ends[1]) / (2 * NUDGE)
        # In slide arithmetic the entry is rounded to two digits.
        assert float(question.number) == pytest.approx(difference, rel=0.06, abs=1e-6)
        assert said(story, question, f"{float(question.number):.6g}").result == "right"


def test_the_wrong_sign_and_another_entry_of_the_matrix_are_named():
    story = told("network")
    *_others, question = asked(story)
    assert said(story, question, f"{-float(question.number):.6g}").mistakes == ("sign",)
    edge, row, column = _place(question, story)
    entries = np.asarray(story.walk.runs[0].of_edge(edge))
    other = next(float(x) for x in entries[1] if x and abs(x) != abs(entries[row, column]))
    assert "another entry" in said(story, question, f"{other:.6g}").mistakes


def test_it_stands_where_the_cell_can_be_read_and_in_no_matrix_that_is_drawn_by_blocks():
    assert not list(asked(told("large-layer")))
    for slug in ("network", "vector-neuron"):
        story = told(slug)
        cells = {f"m{place}-{k}" for place, k in matrices.entries(story.words)}
        assert {question.slots[-1] for question in asked(story)} <= cells


def test_one_entry_is_no_answer_for_a_locked_matrix():
    lesson = lessons()["network"]
    story = story_of(Look(view=lesson.view, locks=("slope:y/W",)))
    assert story.withheld is not None
    found = opening(story)
    assert found is None or found.kind != "entry"
