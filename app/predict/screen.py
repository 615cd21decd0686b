"""What stands on the screen when a question is asked, and an answer read with it."""

import re
from typing import Any

import numpy as np

import graph_engine as ge

from ..story import Story
from ..wording.names import GREEK
from . import answers
from .answer import Answer
from .answers import Known
from .expressions import AnswerError
from .question import Question

NAMED = 16
"""Entries of a value up to which its name may be used in an answer."""


def known(story: Story, question: Question) -> Known:
    """What stands in the picture when a question is asked: names, numbers, and how it is spelt."""
    step = story.walk.steps[question.step]
    run, words = story.walk.runs[step.iteration], story.words
    facts = story.walk.frame(max(question.step - 1, 0)).facts
    names: dict[str, Any] = {}
    for node in story.graph.nodes:
        fact = facts.get(("value", node.index))
        if node.name and node.name.isidentifier() and (node.leaf or _is_known(fact)):
            names[node.name] = run.values[node.index]
    # The rate is read as it is written, α, or η where α is a number of the program; or by its word.
    letter = words.symbols.rate
    called = next(word for word, greek in GREEK.items() if greek == letter)
    if step.phase == "update" and called not in names:
        names[called] = story.walk.rate_at(step.iteration)
    names = {name: value for name, value in names.items() if _usable(value)}
    shown = [*names.values(), *(fact.number for fact in facts.values() if _is_known(fact))]
    assert question.problem is not None
    keys = [key[2] for key in question.problem.inputs if key[0] == "value"]
    written = {words.plain(n.index): str(n.name) for n in story.graph.nodes if n.name in names}
    written.setdefault(letter, called if called in names else letter)
    return Known(
        names=names,
        shown=tuple(float(x) for value in shown if _usable(value) for x in np.reshape(value, -1)),
        needed=tuple(str(story.graph.nodes[k].name) for k in keys if isinstance(k, int)),
        written={text: name for text, name in written.items() if text != name},
    )


def _is_known(fact: ge.Fact | None) -> bool:
    return fact is not None and fact.known == "known"


def _usable(value: Any) -> bool:
    if isinstance(value, tuple | ge.Jacobian) or value is None:
        return False
    return np.size(value) <= NAMED and np.ndim(value) <= 2 and bool(np.all(np.isfinite(value)))


def readings(question: Question, text: str, on_screen: Known) -> list[list[Answer]]:
    """What was typed, in each way in which its commas can be meant; raises `AnswerError`."""
    names, count = on_screen.names, question.count
    meant = (False, True) if count else (True, False)
    found, problems = [], []
    for comma in meant if re.search(r"\d,\d", text) and ";" not in text else meant[:1]:
        try:
            found.append(
                answers.read_entries(text, names, count, decimal=comma, known=on_screen)
                if count
                else [answers.read(text, names, decimal=comma, known=on_screen)]
            )
        except AnswerError as error:
            problems.append(error)
    if not found:
        raise problems[0]
    return found
