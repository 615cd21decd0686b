"""Somebody's own earlier numbers, and what follows from them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from ..languages import _, decimal, separator
from ..story import Story
from ..wording.numbers import MINUS
from .answer import Answer
from .expressions import AnswerError
from .posing import sum_at
from .problems import Inputs, Key, Problem, Sum
from .question import Question
from .screen import known, readings


def own_answers(
    story: Story,
    question: Question,
    earlier: Mapping[str, str],
    asked: Mapping[str, Question],
) -> dict[Key, tuple[Any, str]]:
    """Own earlier numbers that a question is worked out from; only what was asked before it."""
    assert question.problem is not None
    sums = {key: _forked(story, key) for key in question.problem.inputs}
    wanted = {*sums, *(term for each in sums.values() if each for term in each.terms)}
    given: dict[Key, tuple[Any, str]] = {}
    for each in asked.values():
        if each.id == question.id:
            break
        if each.id in earlier and any(key in wanted for key in each.keys):
            typed = _own(story, each, earlier[each.id])
            if typed:
                value = _number(typed), _written(typed)
                given |= {key: value for key in each.keys if key in wanted}
    found = {}
    for key, forked in sums.items():
        if key in given:
            found[key] = given[key]
        elif forked is not None and (own := [term for term in forked.terms if term in given]):
            # Past a fork one goes on with the sum of one's own contributions.
            inputs = {**forked.inputs, **{term: given[term][0] for term in own}}
            written = dict.fromkeys(given[term][1] for term in own)
            found[key] = forked.work(inputs), _(" and ").join(written)
    return found


def _forked(story: Story, key: Key) -> Sum | None:
    """How a gradient was added up at a node that is used several times."""
    kind, iteration, node = key
    if kind != "gradient" or not isinstance(node, int):
        return None
    walk = story.walk
    focused = bool(walk.paths) and node == walk.focus
    if len(walk.paths if focused else walk.graph.arriving[node]) < 2 or (
        walk.paths and not focused
    ):
        return None
    return sum_at(walk, iteration, node)


def _own(story: Story, question: Question, text: str) -> list[Answer]:
    """An earlier answer again; empty where it cannot be read, or is no whole answer."""
    if question.problem is None:
        return []
    try:
        found = readings(question, text, known(story, question))
    except AnswerError:
        return []
    return next((each for each in found if len(each) == max(question.count, 1)), [])


def with_own(problem: Problem, own: Mapping[Key, tuple[Any, str]]) -> Iterator[tuple[Inputs, str]]:
    """Inputs in which own earlier numbers stand: all of them, then each alone."""
    groups = [tuple(own), *((key,) for key in own if len(own) > 1)] if own else []
    for group in groups:
        inputs = {**problem.inputs, **{key: own[key][0] for key in group}}
        yield inputs, _(" and ").join(dict.fromkeys(own[key][1] for key in group))


def _number(typed: Sequence[Answer]) -> Any:
    numbers = [each.value for each in typed]
    return np.float64(numbers[0]) if len(numbers) == 1 else np.array(numbers)


def _written(typed: Sequence[Answer]) -> str:
    found = [f"{each.value:.6g}".replace("-", MINUS).replace(".", decimal()) for each in typed]
    return found[0] if len(found) == 1 else f"({separator().join(found)})"
