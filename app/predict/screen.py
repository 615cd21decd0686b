"""What stands on the screen when a question is asked, and an answer read with it."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

import graph_engine as ge

from ..story import Story
from ..wording.names import GREEK
from ..wording.numbers import POWERS, read
from . import answers
from .answer import Answer
from .answers import Known
from .expressions import AnswerError
from .problems import New, Value
from .question import Question

SURE = 1e-12
"""Parts of itself by which an expression may miss a number that it gives."""

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
    rounded = [_with_rounded_zeros(typed, question.number) for typed in found]
    return found + [typed for typed in rounded if typed not in found]


def _with_rounded_zeros(typed: list[Answer], number: Any) -> list[Answer]:
    """The same, where zeros at the end of a whole number may be rounded digits: 12100 for 12077.4,
    three digits left; not of a whole number that is shown with all of its own."""
    made = list(typed)
    for k, (each, x) in enumerate(zip(typed, np.reshape(number, -1).tolist(), strict=False)):
        digits = f"{abs(each.value):.0f}" if math.isfinite(each.value) else ""
        zeros = len(digits) - len(digits.rstrip("0"))
        shown_whole = x == round(x) and abs(x) < POWERS if math.isfinite(x) else True
        if each.half == 0.5 and zeros and len(digits) - zeros >= 3 and not shown_whole:
            made[k] = replace(each, half=0.5 * 10.0**zeros)
    return made


def as_shown(story: Story, question: Question, typed: Sequence[Answer]) -> bool:
    """Whether the digits typed are those that the picture will show, however few: −1 for
    −0.999999997. Not of a weight: there the old one may look like the new."""
    if isinstance(question.problem, New):
        return False
    flat = np.reshape(question.number, -1).tolist()
    return all(
        any(_writes(text, each) for text in _written(story, question, x))
        for each, x in zip(typed, flat, strict=False)
    )


def as_before(story: Story, question: Question, typed: Sequence[Answer]) -> bool:
    """Whether this is the number of before an update, as it stands there and is told from the one
    of after it: 50 for 49.96."""
    problem = question.problem
    if not isinstance(problem, Value) or problem.before is None:
        return False
    (_value, after, index), *_more = question.keys
    assert isinstance(index, int)
    words, runs = story.words.bare, story.walk.runs
    form = words.apart(runs[after - 1], runs[after], index)
    write = words.writer(runs[after - 1], index, form)
    old, new = (np.reshape(run.values[index], -1).tolist() for run in runs[after - 1 : after + 1])
    moved = [
        (each, was)
        for each, was, now in zip(typed, old, new, strict=False)
        if abs(was - now) > SURE * abs(was) and each.value != now
    ]
    return bool(moved) and all(
        each.value == read(write(x)) or abs(each.value - x) <= SURE * abs(x) for each, x in moved
    )


def as_under_the_leaf(story: Story, question: Question, typed: Sequence[Answer]) -> bool:
    """Whether this is a new weight in the digits that the picture will show under its leaf, in
    which it is told from the old one: −1.79 for −1.8 + 0.0088."""
    if not isinstance(question.problem, New) or question.count:
        return False
    (_value, after, index), *_more = question.keys
    assert isinstance(index, int)
    words, runs = story.words, story.walk.runs
    form = words.apart(runs[after - 1], runs[after], index, words.wire.bare)
    old, new = (words.value(run, index, form) for run in runs[after - 1 : after + 1])
    return old != new and all(_writes(new, each) for each in typed)


def _writes(text: str, typed: Answer) -> bool:
    """Whether a number was typed as it is written, or with less digits of the same."""
    if not math.isfinite(read(text)):
        return False
    seen = answers.read_shown(text)
    return typed.value == seen.value and typed.half >= seen.half


def _written(story: Story, question: Question, x: float) -> Iterator[str]:
    """A number as it is read off a wire, a sentence or an explanation."""
    words = story.words
    for form in (words.wire.bare, words.full.bare, words.precisely.full.bare):
        match question.kind:
            case "value":
                yield from (form.value(x), form.loss(x))
            case "local":
                yield from (form.slope(x), form.whole(x))
            case _:
                yield form.product(x)
