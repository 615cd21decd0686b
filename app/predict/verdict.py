"""What is said to an answer: right, right given an earlier one, or which mistake it looks like."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from ..languages import _
from ..story import Story
from . import answers, screen
from .answer import Closeness
from .earlier import own_answers, with_own
from .mistakes import TRANSPOSED, WHOLE, Mistake, say
from .nearness import NAMED, Nearness, Slips
from .otherwise import confusable, otherwise
from .problems import Key, New, Problem
from .question import Question
from .questions import questions

Result = Literal["right", "follows", "part", "wrong"]

EARLIER = 400
"""Earlier answers that a request may bring."""

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What came of it."""

    result: Result
    text: str
    """For the person who answered."""
    mistakes: tuple[str, ...] = ()
    """The names of the mistakes that give this number."""
    entries: int = 0
    """Of a vector, how many entries are right so far."""


def check(story: Story, *, question: str, answer: str, earlier: Mapping[str, str]) -> Verdict:
    """Compare an answer with the numbers of a story; nothing is kept.

    `earlier` are this person's own wrong answers, by question: what follows rightly from one is
    told so. Raises `AnswerError` for what cannot be read, `KeyError` for an unknown question.
    """
    return judging(story, question=question, earlier=earlier)(answer)


def judging(
    story: Story, *, question: str, earlier: Mapping[str, str] = NOTHING
) -> Callable[[str], Verdict]:
    """The same for many answers to one question: what they are held against is made once."""
    steps = {each.partition(".")[0] for each in (question, *earlier)}
    only = [step.index for step in story.walk.steps if str(step.index) in steps]
    asked = {each.id: each for each in questions(story, only=only)}
    found = asked[question]
    if found.problem is None:
        return lambda answer: _size(found, answers.read_size(answer))
    if isinstance(found.problem, New) and found.problem.earlier:
        found = replace(found, problem=confusable(story, found, found.problem))
    on_screen = screen.known(story, found)
    others = cache(lambda: tuple(otherwise(story, found)))
    slips: dict[tuple[int, int], Slips] = {}

    def judge(answer: str) -> Verdict:
        typings = screen.readings(found, answer, on_screen)
        own = own_answers(story, found, earlier, asked)
        with np.errstate(all="ignore"):
            verdicts = [
                _Judge(story, found, Nearness(found, typed, slips), own, others).verdict()
                for typed in typings
            ]
        return next((each for each in verdicts if each.result != "wrong"), verdicts[0])

    return judge


def _size(question: Question, typed: tuple[int, int]) -> Verdict:
    if typed == question.number:
        return Verdict(result="right", text=_("Right."))
    found = [TRANSPOSED] if typed == question.number[::-1] else []
    return Verdict(result="wrong", text=say(found), mistakes=tuple(each.name for each in found))


@dataclass(frozen=True)
class _Judge:
    """One reading of an answer, held against the numbers of a story."""

    story: Story
    question: Question
    near: Nearness
    own: Mapping[Key, tuple[Any, str]]
    """Own earlier numbers that the question is worked out from."""
    others: Callable[[], Sequence[Problem]]
    """The same question in the other arithmetic."""

    def verdict(self) -> Verdict:
        """Right numbers, then mistakes that give exactly this, then what rounding may excuse."""
        own = self._problem
        if screen.as_before(self.story, self.question, self.near.typed):
            return self._follows() or self._wrong([*self.near.mistakes([own])], [own])
        written = (self.near.closest(own, number) for number in self.near.as_written())
        right = min([self.near.closest(own, own.work(own.inputs)), *written])
        if right <= Closeness.FINE or screen.as_shown(self.story, self.question, self.near.typed):
            return self._right()
        # Only who is not right in the arithmetic that is told may mean the other one.
        problems = [own, *self.others()]
        right = min(
            [right, *(self.near.closest(each, each.work(each.inputs)) for each in problems)]
        )
        if right <= Closeness.FINE:
            return self._right()
        mistakes = self.near.mistakes(problems)
        if screen.as_under_the_leaf(self.story, self.question, self.near.typed):
            right = min(right, Closeness.COARSE)
        if any(how is Closeness.SAME for how in mistakes.values()):
            sure = [mistake for mistake, how in mistakes.items() if how <= Closeness.FINE]
            return self._follows() or self._wrong(sure, problems)
        for each in problems:
            if right > Closeness.ROUNDED and self.near.follows_from_roundings(each):
                right = Closeness.ROUNDED
        if right > Closeness.ROUNDED and not any(
            how <= Closeness.FINE for how in mistakes.values()
        ):
            ways = self.near.as_fine_as_typed, self.near.is_a_whole_chain
            right = Closeness.ROUNDED if any(way(p) for way in ways for p in problems) else right
        if right is Closeness.ROUNDED:
            return self._right()
        if right is Closeness.COARSE and not self.near.nearer(mistakes, problems):
            return self._right()
        close = [mistake for mistake, how in mistakes.items() if how <= NAMED]
        return self._follows() or self._wrong(
            [*close, *self.near.mistakes_in_roundings(problems)], problems
        )

    @property
    def _problem(self) -> Problem:
        assert self.question.problem is not None
        return self.question.problem

    def _right(self) -> Verdict:
        question, count = self.question, len(self.near.typed)
        if count < question.count:
            return Verdict(
                result="part",
                text=_(
                    "Right so far. Entry %(next)s of %(count)s?",
                    next=count + 1,
                    count=question.count,
                ),
                entries=count,
            )
        return Verdict(
            result="right", text=_("Right: %(true)s.", true=question.reveal), entries=count
        )

    def _follows(self) -> Verdict | None:
        if len(self.near.typed) < self.question.count:
            return None
        for inputs, written in with_own(self._problem, self.own):
            number = self._problem.work(inputs)
            if self.near.closest(self._problem, number, inputs) < Closeness.OFF:
                return Verdict(
                    result="follows",
                    text=_(
                        "Right, given your %(earlier)s. With the true number: %(true)s.",
                        earlier=written,
                        true=self.question.reveal,
                    ),
                    entries=self.question.count,
                )
        return None

    def _wrong(self, mistakes: Sequence[Mistake], problems: Sequence[Problem]) -> Verdict:
        first = 0
        if self.question.count > 1:
            # Which entry is the first that is wrong?
            first = next(
                (
                    k
                    for k in range(len(self.near.typed))
                    if not any(
                        replace(self.near, typed=self.near.typed[: k + 1]).closest(
                            p, p.work(p.inputs)
                        )
                        < Closeness.OFF
                        for p in problems
                    )
                ),
                len(self.near.typed) - 1,
            )
        found = list({each.name: each for each in mistakes}.values())
        found = [WHOLE] if WHOLE in found else found
        entry = first + 1 if self.question.count > 1 else None
        return Verdict(
            result="wrong",
            text=say(found, entry=entry),
            mistakes=tuple(each.name for each in found),
            entries=first,
        )
