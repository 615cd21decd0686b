"""What is said to an answer: right, right given an earlier one, or which mistake it looks like."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

import graph_engine as ge

from ..languages import _
from ..story import Story
from ..wording.numbers import MINUS
from . import answers, screen
from .answer import SAME, ZERO, Answer, Closeness, tolerance
from .earlier import own_answers, with_own
from .mistakes import TRANSPOSED, WHOLE, Mistake, made, say
from .problems import COARSEST, Flow, Inputs, Key, New, Problem
from .question import Question
from .questions import questions
from .shown import DECIMALS, DIGITS, forms, rounded

Result = Literal["right", "follows", "part", "wrong"]

FINEST = 5e-4
"""How far, in parts of what a step changes, a decimal may be off whose inputs were rounded like it:
half a unit of the fourth digit, so that it is neither the old number nor a guess."""

SHOWN = 0.5 * 10**-DECIMALS
"""Half a unit of the last place at which a number is shown, at least."""

EARLIER = 400
"""Earlier answers that a request may bring."""

NAMED = Closeness.ROUNDED
"""How well an answer has to mean a mistake to be called by its name: by two digits, or exactly."""

WRITTEN = re.compile(r"[−+]?\d+(?:[.,]\d+)?(?:e−?\d+)?")


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
    steps = {each.partition(".")[0] for each in (question, *earlier)}
    only = [step.index for step in story.walk.steps if str(step.index) in steps]
    asked = {each.id: each for each in questions(story, only=only)}
    found = asked[question]
    if found.problem is None:
        return _size(found, answers.read_size(answer))
    if isinstance(found.problem, New) and found.problem.earlier:
        found = replace(found, problem=_confusable(story, found, found.problem))
    typings = screen.readings(found, answer, screen.known(story, found))
    own = own_answers(story, found, earlier, asked)
    with np.errstate(all="ignore"):
        verdicts = [_Judge(story, found, typed, own).verdict() for typed in typings]
    return next((each for each in verdicts if each.result != "wrong"), verdicts[0])


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
    typed: Sequence[Answer]
    own: Mapping[Key, tuple[Any, str]]
    """Own earlier numbers that the question is worked out from."""

    def verdict(self) -> Verdict:
        """Right numbers, then mistakes that give exactly this, then what rounding may excuse."""
        own = self._problem
        written = (self._closest(own, number) for number in self._as_written())
        right = min([self._closest(own, own.work(own.inputs)), *written])
        if right <= Closeness.FINE or screen.as_shown(self.story, self.question, self.typed):
            return self._right()
        # Only who is not right in the arithmetic that is told may mean the other one.
        problems = [own, *_otherwise(self.story, self.question)]
        right = min([right, *(self._closest(each, each.work(each.inputs)) for each in problems)])
        if right <= Closeness.FINE:
            return self._right()
        mistakes = self._mistakes(problems)
        if screen.as_under_the_leaf(self.story, self.question, self.typed):
            right = min(right, Closeness.COARSE)
        if any(how is Closeness.SAME for how in mistakes.values()):
            sure = [mistake for mistake, how in mistakes.items() if how <= Closeness.FINE]
            return self._follows() or self._wrong(sure, problems)
        for each in problems:
            if right > Closeness.ROUNDED and self._follows_from_roundings(each):
                right = Closeness.ROUNDED
        if right > Closeness.ROUNDED and not any(
            how <= Closeness.FINE for how in mistakes.values()
        ):
            ways = self._as_fine_as_typed, self._is_a_whole_chain
            right = Closeness.ROUNDED if any(way(p) for way in ways for p in problems) else right
        if right is Closeness.ROUNDED:
            return self._right()
        if right is Closeness.COARSE and not self._nearer(mistakes, problems):
            return self._right()
        close = [mistake for mistake, how in mistakes.items() if how <= NAMED]
        return self._follows() or self._wrong(
            [*close, *self._mistakes_in_roundings(problems)], problems
        )

    @property
    def _problem(self) -> Problem:
        assert self.question.problem is not None
        return self.question.problem

    def _closest(self, problem: Problem, number: Any, inputs: Inputs | None = None) -> Closeness:
        """How well these entries mean those of a number: as well as the worst of them."""
        flat = np.reshape(number, -1)
        if flat.size < len(self.typed):
            return Closeness.OFF
        change = np.reshape(problem.change(inputs or problem.inputs), -1)
        change = change if change.size == flat.size else flat
        return self._worst(flat, change)

    def _worst(self, flat: Any, scales: Any) -> Closeness:
        pairs = zip(self.typed, flat, scales, strict=False)
        return max(each.closeness(float(x), float(scale)) for each, x, scale in pairs)

    def _closest_mistake(self, problem: Problem, number: Any, inputs: Inputs) -> Closeness:
        """The same for a mistake: its digits are its own, and need to tell it from the right."""
        flat, right = np.reshape(number, -1), np.reshape(problem.work(inputs), -1)
        change = np.abs(np.reshape(problem.change(inputs), -1))
        if change.size != flat.size:
            scales = flat
        else:
            apart = np.maximum(change, np.minimum(np.abs(flat), np.abs(flat - right)))
            scales = np.minimum(np.abs(flat), apart)
        pairs = zip(self.typed, flat, scales, strict=False)
        return max(_closeness_of_short(each, float(x), float(scale)) for each, x, scale in pairs)

    def _as_written(self) -> Iterator[Any]:
        """The number as it will stand in words: what is shown is right, with no more digits."""
        if self.question.count:
            return
        last = WRITTEN.findall(self.question.reveal.rpartition("=")[2])
        if len(last) == 1:
            seen = answers.read(last[0].replace(MINUS, "-").replace(",", "."), {})
            if all(not each.half or each.half >= seen.half for each in self.typed):
                yield np.float64(seen.value)

    def _mistakes(self, problems: Sequence[Problem]) -> dict[Mistake, Closeness]:
        """The mistakes that give this number and not the right one, and how well."""
        found: dict[Mistake, Closeness] = {}
        for problem in problems:
            for mistake, number in self._slips(problem, problem.inputs, problems):
                how = self._closest_mistake(problem, number, problem.inputs)
                if how < found.get(mistake, Closeness.OFF):
                    found[mistake] = how
        return found

    def _slips(
        self, problem: Problem, inputs: Inputs, problems: Sequence[Problem]
    ) -> Iterator[tuple[Mistake, Any]]:
        """What mistakes give, where that is another number than the right one in any arithmetic."""
        rights = [(problem, inputs), *((each, each.inputs) for each in problems)]
        for mistake, number in made(problem, inputs):
            flat = np.reshape(number, -1)
            if (
                flat.size != np.size(self.question.number)
                or flat.size < len(self.typed)
                or not np.all(np.isfinite(flat))
            ):
                continue
            if not any(self._is_right(each, flat, given) for each, given in rights):
                yield mistake, number

    @staticmethod
    def _is_right(problem: Problem, flat: Any, inputs: Inputs) -> bool:
        """Whether a mistake gives the right number here, entry by entry."""
        right = np.reshape(problem.work(inputs), -1)
        changes = np.abs(np.reshape(problem.change(inputs), -1))
        changes = changes if changes.size == right.size else np.abs(right)
        return all(
            abs(x - number)
            <= tolerance(max(abs(x), abs(number)), float(change) or abs(number), abs(number))
            for x, number, change in zip(flat.tolist(), right.tolist(), changes, strict=True)
        )

    def _mistakes_in_roundings(self, problems: Sequence[Problem]) -> Iterator[Mistake]:
        """The mistakes that give this number from inputs rounded as a picture has them."""
        for problem in problems:
            for digits in DIGITS:
                inputs = {
                    key: value if key in problem.given else rounded(value, digits)
                    for key, value in problem.inputs.items()
                }
                for mistake, number in self._slips(problem, inputs, problems):
                    if self._closest_mistake(problem, number, inputs) <= NAMED:
                        yield mistake

    def _follows_from_roundings(self, problem: Problem) -> bool:
        """Whether this is what one gets from the inputs as they are shown, entry by entry.

        An expression may give the result as it is shown, 27/100; digits are asked to be right.
        """
        exact, change = problem.work(problem.inputs), problem.change(problem.inputs)
        written = (
            each
            for each in forms(exact)
            if np.all(np.abs(each - exact) <= COARSEST * np.abs(change))
            and not any(answer.half for answer in self.typed)
        )
        numbers = [np.reshape(each, -1) for each in (*written, *problem.results())]
        scales = np.reshape(change, -1)
        return all(
            any(typed.closeness(x, float(scale)) <= Closeness.ROUNDED for x in _near(typed, of))
            for typed, scale, of in zip(self.typed, scales, np.transpose(numbers), strict=False)
        )

    def _as_fine_as_typed(self, problem: Problem) -> bool:
        """Whether this is what one may get where every number is rounded at the digit that is typed
        last: 0.7311 · 2 = 1.4622, though 2 · 0.731059 is 1.4621. Only of fine digits; and a formula
        may have shown more of an input than a sentence: 1 − 0.9827427² with all its digits."""
        exact = np.reshape(problem.work(problem.inputs), -1)
        change = np.abs(np.reshape(problem.change(problem.inputs), -1))
        if exact.size < len(self.typed) or change.size != exact.size:
            return False
        loose = np.zeros(exact.shape)
        half = max([SHOWN, *map(_unsure, self.typed)])
        for key, value in problem.inputs.items():
            # What is a round number already was rounded by nobody: −1.
            rounded = np.all(np.abs(value - np.round(value / half) * half) <= SAME * half)
            if key not in problem.given and not rounded:
                moved = np.reshape(problem.work({**problem.inputs, key: value + half}), -1)
                loose += np.abs(moved - exact)
        return all(
            each.closeness(float(x), float(scale)) <= Closeness.ROUNDED
            or 0 < _unsure(each) <= FINEST * scale
            and abs(each.value - x) <= min(_unsure(each) + off, FINEST * scale) * (1 + SAME)
            for each, x, scale, off in zip(self.typed, exact, change, loose, strict=False)
        )

    def _is_a_whole_chain(self, problem: Problem) -> bool:
        """Whether this is the product of all factors in the digits of the screen; of fine digits,
        as coarse ones do not tell where they are from: −3.72 · 0.197 · 2 = −1.46568, not −1.47."""
        (typed, *more) = self.typed
        if more or not typed.half or not isinstance(problem, Flow):
            return False
        return any(
            typed.half <= FINEST * abs(product)
            and abs(typed.value - product) <= typed.half * (1 + SAME)
            for product in map(float, problem.whole_chains())
        )

    def _nearer(self, mistakes: Mapping[Mistake, Closeness], problems: Sequence[Problem]) -> bool:
        """Whether a mistake explains a coarse rounding at least as well as the right number."""
        off = min(self._off(each.work(each.inputs)) for each in problems)
        return any(
            self._off(number) <= off
            for problem in problems
            for mistake, number in self._slips(problem, problem.inputs, problems)
            if mistake in mistakes
        )

    def _off(self, number: Any) -> float:
        pairs = zip(self.typed, np.reshape(number, -1), strict=False)
        return max(abs(each.value - float(x)) for each, x in pairs)

    def _right(self) -> Verdict:
        question, count = self.question, len(self.typed)
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
        if len(self.typed) < self.question.count:
            return None
        for inputs, written in with_own(self._problem, self.own):
            number = self._problem.work(inputs)
            if self._closest(self._problem, number, inputs) < Closeness.OFF:
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
                    for k in range(len(self.typed))
                    if not any(
                        replace(self, typed=self.typed[: k + 1])._closest(p, p.work(p.inputs))
                        < Closeness.OFF
                        for p in problems
                    )
                ),
                len(self.typed) - 1,
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


def _unsure(answer: Answer) -> float:
    """Half a unit of the last digit that was typed; of an expression what its decimals make."""
    return answer.half or answer.loose


def _near(typed: Answer, numbers: Any) -> list[float]:
    """Those numbers, each once, that a typed one can mean at all."""
    reach = 2 * typed.half + typed.loose + 1e-6 * abs(typed.value) + ZERO
    if not typed.meant and math.isfinite(reach):
        numbers = numbers[np.abs(numbers - typed.value) <= reach]
    return [float(x) for x in np.unique(numbers)]


def _closeness_of_short(typed: Answer, number: float, scale: float) -> Closeness:
    """A single digit is no rounding of a number that is shown as just that: 1 for 0.99999."""
    how = typed.closeness(number, scale)
    shown = how is Closeness.COARSE and typed.value == rounded(number, max(DIGITS))
    return NAMED if shown else how


def _otherwise(story: Story, question: Question) -> Iterator[Problem]:
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


def _confusable(story: Story, question: Question, problem: New) -> New:
    """An update after the first, with what it gives where gradients are reset, or are not."""
    (_value, iteration, index), *_more = question.keys
    assert isinstance(index, int)
    walk = ge.rerun(story.walk, iterations=iteration, accumulate=not story.walk.accumulate)
    if len(walk.runs) <= iteration:
        return problem
    return replace(problem, otherwise=walk.runs[iteration].values[index])
