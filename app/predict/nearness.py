"""How near an answer comes to the right number, to those of mistakes, to what rounding may give."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..wording.numbers import MINUS
from . import answers
from .answer import NOTHING, SAME, ZERO, Answer, Closeness, tolerance
from .mistakes import Mistake, made
from .problems import Flow, Inputs, Problem
from .question import Question
from .shown import DECIMALS, DIGITS, rounded

FINEST = 5e-4
"""How far, in parts of what a step changes, a decimal may be off whose inputs were rounded like it:
half a unit of the fourth digit, so that it is neither the old number nor a guess."""

SHOWN = 0.5 * 10**-DECIMALS
"""Half a unit of the last place at which a number is shown, at least."""

SURE = 1e-8
"""Parts of two numbers by which they differ, at least, if they are not the same."""

NAMED = Closeness.ROUNDED
"""How well an answer has to mean a mistake to be called by its name: by two digits, or exactly."""

WRITTEN = re.compile(r"[−+]?\d+(?:[.,]\d+)?(?:e−?\d+)?")


@dataclass(frozen=True)
class Slips:
    """What mistakes give from these inputs: worked out once for many answers."""

    inputs: Inputs
    pairs: Sequence[tuple[Mistake, Any]]
    firsts: Any
    """The first entry of each number."""

    def near(self, typed: Sequence[Answer]) -> list[tuple[Mistake, Any]]:
        """Those whose first entry this may mean at all: of the others nobody need ask how well."""
        meant = _may_mean(typed[0], self.firsts)
        found = (self.pairs[int(k)] for k in np.flatnonzero(meant))
        return [each for each in found if np.size(each[1]) >= len(typed)]


@dataclass(frozen=True)
class Nearness:
    """One reading of an answer to a question."""

    question: Question
    typed: Sequence[Answer]
    slips: dict[tuple[int, int], Slips] = field(default_factory=dict)
    """By the problem and its rounding."""

    def closest(self, problem: Problem, number: Any, inputs: Inputs | None = None) -> Closeness:
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

    def as_written(self) -> Iterator[Any]:
        """The number as it will stand in words: what is shown is right, with no more digits."""
        if self.question.count:
            return
        last = WRITTEN.findall(self.question.reveal.rpartition("=")[2])
        if len(last) == 1:
            seen = answers.read_shown(last[0].replace(MINUS, "-").replace(",", "."))
            if all(not each.half or each.half >= seen.half for each in self.typed):
                yield np.float64(seen.value)

    def mistakes(self, problems: Sequence[Problem]) -> dict[Mistake, Closeness]:
        """The mistakes that give this number and not the right one, and how well."""
        found: dict[Mistake, Closeness] = {}
        for problem in problems:
            for mistake, number in self._slips(problem, problems).near(self.typed):
                how = self._closest_mistake(problem, number, problem.inputs)
                if how < found.get(mistake, Closeness.OFF):
                    found[mistake] = how
        return found

    def _slips(self, problem: Problem, problems: Sequence[Problem], digits: int = 0) -> Slips:
        """What mistakes give, where that is another number than the right one in any arithmetic;
        from inputs rounded to these digits, as a picture has them."""
        key = id(problem), digits
        if key not in self.slips:
            inputs = problem.inputs
            if digits:
                inputs = {
                    key: value if key in problem.given else rounded(value, digits)
                    for key, value in problem.inputs.items()
                }
            pairs = list(self._made(problem, inputs, problems))
            firsts = np.array([np.reshape(number, -1)[0] for _mistake, number in pairs], float)
            self.slips[key] = Slips(inputs, pairs, firsts)
        return self.slips[key]

    def _made(
        self, problem: Problem, inputs: Inputs, problems: Sequence[Problem]
    ) -> Iterator[tuple[Mistake, Any]]:
        rights = [(problem, inputs), *((each, each.inputs) for each in problems)]
        for mistake, number in made(problem, inputs):
            flat = np.reshape(number, -1)
            if flat.size != np.size(self.question.number) or not np.all(np.isfinite(flat)):
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

    def mistakes_in_roundings(self, problems: Sequence[Problem]) -> Iterator[Mistake]:
        """The mistakes that give this number from inputs rounded as a picture has them."""
        for problem in problems:
            for digits in DIGITS:
                slips = self._slips(problem, problems, digits)
                for mistake, number in slips.near(self.typed):
                    if self._closest_mistake(problem, number, slips.inputs) <= NAMED:
                        yield mistake

    def follows_from_roundings(self, problem: Problem) -> bool:
        """Whether this is what one gets from the inputs as they are shown, entry by entry.

        An expression may give the result as it is shown, 27/100; digits are asked to be right.
        """
        ways = [problem.shown_ways]
        if not any(answer.half for answer in self.typed):
            ways = [problem.written_ways, *ways]
        scales = np.reshape(problem.changed, -1)
        return all(
            any(typed.closeness(x, float(scale)) <= Closeness.ROUNDED for x in _near(typed, of))
            for typed, scale, of in zip(self.typed, scales, np.hstack(ways), strict=False)
        )

    def as_fine_as_typed(self, problem: Problem) -> bool:
        """Whether this is what one may get where every number is rounded at the digit that is typed
        last: 0.7311 · 2 = 1.4622, though 2 · 0.731059 is 1.4621. Only of fine digits; and a formula
        may have shown more of an input than a sentence: 1 − 0.9827427² with all its digits."""
        exact = np.reshape(problem.right, -1)
        change = np.abs(np.reshape(problem.changed, -1))
        if exact.size < len(self.typed) or change.size != exact.size:
            return False
        off = abs(self.typed[0].value - exact[0])
        if off > FINEST * change[0] * (1 + SAME) and not _may_mean(self.typed[0], exact[:1])[0]:
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

    def is_a_whole_chain(self, problem: Problem) -> bool:
        """Whether this is the product of all factors in the digits of the screen; of fine digits,
        as coarse ones do not tell where they are from: −3.72 · 0.197 · 2 = −1.46568, not −1.47."""
        (typed, *more) = self.typed
        if more or not typed.half or not isinstance(problem, Flow):
            return False
        return any(
            typed.half <= FINEST * abs(product)
            and abs(typed.value - product) <= typed.half * (1 + SAME)
            for product in map(float, problem.chained)
        )

    def nearer(self, mistakes: Mapping[Mistake, Closeness], problems: Sequence[Problem]) -> bool:
        """Whether a mistake explains a coarse rounding at least as well as the right number."""
        off = min(self._off(each.work(each.inputs)) for each in problems)
        return any(
            self._off(number) <= off
            for problem in problems
            for mistake, number in self._slips(problem, problems).pairs
            if mistake in mistakes
        )

    def _off(self, number: Any) -> float:
        pairs = zip(self.typed, np.reshape(number, -1), strict=False)
        return max(abs(each.value - float(x)) for each, x in pairs)


def _unsure(answer: Answer) -> float:
    """Half a unit of the last digit that was typed; of an expression what its decimals make."""
    return answer.half or answer.loose


def _may_mean(typed: Answer, numbers: Any) -> Any:
    """Of which numbers this is not certainly another one."""
    reach = SURE * (abs(typed.value) + np.abs(numbers)) + NOTHING
    found = np.abs(numbers - typed.value) <= reach + 2 * typed.half + typed.loose
    for x in typed.meant:
        found |= np.abs(numbers - x) <= reach + SURE * abs(x)
    return found


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
