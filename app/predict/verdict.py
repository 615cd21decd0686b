"""What is said to an answer: right, right given an earlier one, or which mistake it looks like."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

import graph_engine as ge

from ..languages import _, decimal, separator
from ..story import Story, tell
from ..wording.numbers import MINUS
from . import answers
from .answers import Answer, AnswerError
from .mistakes import say
from .problems import Inputs, Key, Mistake, Problem
from .questions import Question, questions

Result = Literal["right", "follows", "part", "wrong"]

EARLIER = 400
"""Earlier answers that a request may bring."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What came of it."""

    result: Result
    text: str
    """For the person who answered."""
    mistakes: tuple[Mistake, ...] = ()
    """The mistakes that give this number."""
    entries: int = 0
    """Of a vector, how many entries are right so far."""


def check(story: Story, *, question: str, answer: str, earlier: Mapping[str, str]) -> Verdict:
    """Compare an answer with the numbers of a story; nothing is kept.

    `earlier` are this person's own wrong answers, by question: what follows rightly from one is
    told so. Raises `AnswerError` for what cannot be read, `KeyError` for an unknown question.
    """
    asked = {each.id: each for each in questions(story)}
    found = asked[question]
    if found.problem is None:
        return _size(found, answers.read_size(answer))
    names = known_names(story, found)
    own = {id_: _own(asked[id_], text, story) for id_, text in earlier.items() if id_ in asked}
    own = {id_: each for id_, each in own.items() if each}
    readings = _readings(found, answer, names)
    verdicts = [_compare(story, found, typed, own, asked) for typed in readings]
    return next((each for each in verdicts if each.result != "wrong"), verdicts[0])


def _readings(question: Question, text: str, names: Mapping[str, Any]) -> list[list[Answer]]:
    """What was typed, in each way in which its commas can be meant; raises `AnswerError`."""
    if not question.count:
        return [[answers.read(text, names)]]
    found, problems = [], []
    for comma in (False, True) if re.search(r"\d,\d", text) and ";" not in text else (False,):
        try:
            found.append(answers.read_entries(text, names, question.count, decimal=comma))
        except AnswerError as error:
            problems.append(error)
    if not found:
        raise problems[0]
    return found


def known_names(story: Story, question: Question) -> dict[str, Any]:
    """The values of the names that stand in the picture when a question is asked."""
    step = story.telling.steps[question.step]
    run = story.telling.runs[step.iteration]
    frame = story.telling.frame(max(question.step - 1, 0))
    known: dict[str, Any] = {}
    for node in story.graph.nodes:
        if node.name is None or not node.name.isidentifier():
            continue
        fact = frame.facts.get(("value", node.index))
        if (fact is not None and fact.known == "known") or node.leaf:
            known[node.name] = run.values[node.index]
    if step.phase == "update" and "alpha" not in known:
        known["alpha"] = story.telling.rate_at(step.iteration)
    return {
        name: value
        for name, value in known.items()
        if np.size(value) <= 16 and np.ndim(value) <= 2 and np.all(np.isfinite(value))
    }


def _size(question: Question, typed: tuple[int, int]) -> Verdict:
    if typed == question.number:
        return Verdict(result="right", text=_("Right."))
    mistakes: tuple[Mistake, ...] = ("transposed",) if typed == question.number[::-1] else ()
    return Verdict(result="wrong", text=say(mistakes), mistakes=mistakes)


def _compare(
    story: Story,
    question: Question,
    typed: Sequence[Answer],
    own: Mapping[str, list[Answer]],
    asked: Mapping[str, Question],
) -> Verdict:
    assert question.problem is not None
    with np.errstate(all="ignore"):
        ways = _ways(story, question)
        right = [question.number, *(way.number for way in ways)]
        if any(_means(typed, number) for number in right):
            return _right(question, typed)
        # Of a vector, which entry is the first that is wrong?
        first = next(k for k in range(len(typed)) if not _possible(typed[: k + 1], right))
        if len(typed) == max(question.count, 1):
            for inputs, written in _with_own(question, own, asked):
                if _means(typed, question.problem.work(inputs)):
                    return Verdict(
                        result="follows",
                        text=_(
                            "Right, given your %(earlier)s. With the true number: %(true)s.",
                            earlier=written,
                            true=question.reveal,
                        ),
                        entries=question.count,
                    )
        found = tuple(_mistakes(typed, right, ways))
    entry = first + 1 if question.count > 1 else None
    return Verdict(result="wrong", text=say(found, entry=entry), mistakes=found, entries=first)


def _right(question: Question, typed: Sequence[Answer]) -> Verdict:
    if len(typed) < question.count:
        return Verdict(
            result="part",
            text=_(
                "Right so far. Entry %(next)s of %(count)s?",
                next=len(typed) + 1,
                count=question.count,
            ),
            entries=len(typed),
        )
    return Verdict(
        result="right", text=_("Right: %(true)s.", true=question.reveal), entries=len(typed)
    )


def _possible(typed: Sequence[Answer], right: Sequence[Any]) -> bool:
    return any(_means(typed, number) for number in right)


def _means(typed: Sequence[Answer], number: Any) -> bool:
    """Whether these are the entries of a number, or the first of them."""
    flat = np.reshape(number, -1)
    return flat.size >= len(typed) and all(
        each.means(float(x)) for each, x in zip(typed, flat, strict=False)
    )


def _mistakes(
    typed: Sequence[Answer], right: Sequence[Any], ways: "Sequence[Way]"
) -> Iterator[Mistake]:
    """The kinds of mistake that give what was typed, each once."""
    seen: set[Mistake] = set()
    for way in ways:
        for slip in way.problem.slips(way.inputs):
            if slip.mistake in seen or any(np.array_equal(slip.number, each) for each in right):
                continue
            if _means(typed, slip.number):
                seen.add(slip.mistake)
                yield slip.mistake


@dataclass(frozen=True)
class Way:
    """One of the ways in which a number can rightly be worked out."""

    problem: Problem
    inputs: Inputs

    @cached_property
    def number(self) -> Any:
        """What it gives."""
        return self.problem.work(self.inputs)


def _ways(story: Story, question: Question) -> list[Way]:
    """Exactly, as on a slide, and each from inputs rounded as a picture has them."""
    assert question.problem is not None
    found = [Way(question.problem, question.problem.inputs)]
    other = _other(story, question)
    if other is not None and other.problem is not None:
        found.append(Way(other.problem, other.problem.inputs))
    for way in tuple(found):
        for digits in (3, 2):
            inputs = {
                key: value if key in way.problem.given else _rounded(value, digits)
                for key, value in way.inputs.items()
            }
            found.append(Way(way.problem, inputs))
    return found


def _other(story: Story, question: Question) -> Question | None:
    """The same question in the other arithmetic; None where it is told otherwise there."""
    exact = story.view.arithmetic == "exact"
    try:
        other = tell(replace(story.view, arithmetic="slide" if exact else "exact"))
    except (ge.GraphError, ge.ProgramError):
        return None
    return next((each for each in questions(other) if each.keys == question.keys), None)


def _rounded(value: Any, digits: int) -> Any:
    if np.ndim(value) == 0:
        return np.float64(f"{float(value):.{digits}g}")
    flat = [float(f"{float(x):.{digits}g}") for x in np.reshape(value, -1)]
    return np.reshape(np.array(flat, dtype=np.float64), np.shape(value))


def _own(question: Question, text: str, story: Story) -> list[Answer]:
    """An earlier answer again; empty where it cannot be read, or is no whole answer."""
    if question.problem is None:
        return []
    try:
        readings = _readings(question, text, known_names(story, question))
    except AnswerError:
        return []
    return next((each for each in readings if len(each) == max(question.count, 1)), [])


def _with_own(
    question: Question, own: Mapping[str, list[Answer]], asked: Mapping[str, Question]
) -> Iterator[tuple[Inputs, str]]:
    """Inputs in which own earlier numbers stand: all of them, then each alone."""
    assert question.problem is not None
    replaced: dict[Key, tuple[Any, str]] = {}
    for id_, typed in own.items():
        for key in asked[id_].keys:
            if key in question.problem.inputs and asked[id_].step < question.step + 1:
                replaced[key] = _number(typed), _written(typed)
    if not replaced:
        return
    groups = [tuple(replaced), *((key,) for key in replaced if len(replaced) > 1)]
    for group in groups:
        inputs = {**question.problem.inputs, **{key: replaced[key][0] for key in group}}
        yield inputs, " and ".join(replaced[key][1] for key in group)


def _number(typed: Sequence[Answer]) -> Any:
    numbers = [each.value for each in typed]
    return np.float64(numbers[0]) if len(numbers) == 1 else np.array(numbers)


def _written(typed: Sequence[Answer]) -> str:
    found = [f"{each.value:.6g}".replace("-", MINUS).replace(".", decimal()) for each in typed]
    return found[0] if len(found) == 1 else f"({separator().join(found)})"
