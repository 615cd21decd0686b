"""The same question in the other arithmetic, and with gradients reset or not."""

from collections.abc import Iterator
from dataclasses import replace

import graph_engine as ge

from ..story import Story
from .problems import New, Problem
from .question import Question
from .questions import questions


def otherwise(story: Story, question: Question) -> Iterator[Problem]:
    """The same question in the other arithmetic; none where that comes to no number for it."""
    (what, iteration, _index), *_more = question.keys
    if what == "value" and not iteration:
        return  # a first pass forward is one and the same
    exact = story.view.arithmetic == "exact"
    walk = ge.rerun(
        story.walk,
        # As far as it takes: an update asks for what follows it.
        iterations=iteration,
        arithmetic="slide" if exact else "exact",
    )
    if len(walk.runs) <= iteration:
        return
    for each in questions(replace(story, walk=walk), only=[question.step]):
        if each.keys == question.keys and each.problem is not None:
            yield each.problem
            return


def confusable(story: Story, question: Question, problem: New) -> New:
    """An update after the first, with what it gives where gradients are reset, or are not."""
    (_value, iteration, index), *_more = question.keys
    assert isinstance(index, int)
    walk = ge.rerun(story.walk, iterations=iteration, accumulate=not story.walk.accumulate)
    if len(walk.runs) <= iteration:
        return problem
    return replace(problem, otherwise=walk.runs[iteration].values[index])
