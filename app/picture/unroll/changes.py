"""What a step's facts change in a matrix and its vector, entry by entry."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graph_engine import Edge, Fact, Jacobian, Step

from ...languages import _, decimal
from ...wording.numbers import MINUS, seems, significant
from ...wording.words import Words
from ..slot import Attribute
from . import shown, slots

Said = tuple[tuple[str, Attribute], str]

CHARACTERS = 5
"""Of a number without its sign, what a cell has room for where many stand side by side: 0.093."""
CLEAR = 5
"""In units of the last decimal, the least that is told with so many: 0.005, and not 0.002."""


@dataclass(frozen=True)
class Unrolled:
    """What is needed to tell one story so."""

    words: Words

    @cached_property
    def lower(self) -> shown.Entries | None:
        """The matrix whose gradient is told."""
        return shown.lower(self.words)

    @cached_property
    def moment(self) -> int:
        """The step at which matrices become vectors: the first on the way back; where none is told,
        the first one after the start."""
        steps = self.words.walk.steps
        back = (step.index for step in steps if step.phase == "backward")
        if self.lower is not None:
            return next(back, len(steps))
        return 1

    def told(self, step: Step, fact: Fact) -> Iterator[Said]:
        """A fact in the slots of entries."""
        match fact.what, fact.target:
            case "value", int(index):
                yield from self._value(step, fact, index)
            case "local", Edge() as edge:
                yield from self._local(step, fact, edge)
            case (("seed" | "total"), int(index)):
                yield from self._handed(step, fact, index)
                yield from self._folded(fact, index)
            case (("gradient" | "sum"), int(index)):
                yield from self._folded(fact, index)
            case "product", _ if self.words.walk.focus is not None:
                if len(self.words.walk.paths) == 1:
                    yield from self._folded(fact, self.words.walk.focus)
            case "flow", Edge() as edge:
                single = len(self.words.walk.graph.arriving[edge.src]) < 2
                if single or step.path is not None:
                    yield from self._handed(step, fact, edge.src)
                yield from self._row(fact, edge)

    def moved(self, step: Step) -> Iterator[Said]:
        """What comes at a step by itself: the vector."""
        if step.index != self.moment:
            return
        for found in shown.shown(self.words):
            index = found.of.matrix
            for place, text in self._texts(step, index).items():
                yield from _known(slots.vector_entry(index, place), text)

    def _value(self, step: Step, fact: Fact, index: int) -> Iterator[Said]:
        if fact.known != "known":
            return
        for place, text in self._texts(step, index).items():
            yield from _known(slots.matrix_entry(index, place), text)
            if step.index > self.moment:
                yield from _known(slots.vector_entry(index, place), text)

    def _texts(self, step: Step, index: int) -> dict[int, str]:
        """By place the numbers of a matrix that are drawn."""
        places = [place for node, place in shown.in_matrix(self.words) if node == index]
        run = self.words.walk.runs[step.iteration + (step.kind == "placed")]
        write = self.words.writer(run, index, self.words.wire)
        numbers = np.ravel(run.values[index])[places].tolist()
        return dict(zip(places, short(numbers, [write(x) for x in numbers]), strict=True))

    def _local(self, step: Step, fact: Fact, edge: Edge) -> Iterator[Said]:
        found = self.lower
        if found is None or found.of.edge != edge:
            return
        if fact.known != "known":
            for each in shown.in_jacobian(self.words):
                yield from _gone(slots.jacobian_entry(*each), fact)
            yield from _gone(slots.jacobian_zeros(edge), fact)
            return
        rows, columns = self.words.run(step).shape_of(edge)
        empty = rows * columns - found.of.filled
        note = _("%(zeros)s of %(all)s are zero", zeros=empty, all=rows * columns)
        yield from _known(slots.jacobian_zeros(edge), note if empty else "")
        made = self.words.run(step).of_edge(edge)
        filled = [
            (output, place, float(row[place]))
            for output in found.outputs
            for row in [_row(made, output)]
            for place in found.places
            if found.filled(output, place)
        ]
        numbers = [x for _output, _place, x in filled]
        texts = short(numbers, [self.words.slope(x, self.words.wire) for x in numbers])
        written = {
            (output, place): text for (output, place, _x), text in zip(filled, texts, strict=True)
        }
        for output in found.outputs:
            for place in found.places:
                text = written.get((output, place), "0")
                yield from _known(slots.jacobian_entry(edge, output, place), text)

    def _handed(self, step: Step, fact: Fact, index: int) -> Iterator[Said]:
        found = self.lower
        if found is None or found.of.edge.dst != index:
            return
        yield from self._written(
            fact, [(slots.handed_entry(found.of.edge, each), each) for each in found.outputs]
        )

    def _row(self, fact: Fact, edge: Edge) -> Iterator[Said]:
        found = self.lower
        if found is not None and found.of.edge == edge:
            yield from self._written(
                fact, [(slots.gradient_entry(edge, each), each) for each in found.places]
            )

    def _folded(self, fact: Fact, index: int) -> Iterator[Said]:
        found = self.lower
        if found is not None and found.of.matrix == index:
            yield from self._written(
                fact, [(slots.folded_entry(index, each), each) for each in found.places]
            )

    def _written(self, fact: Fact, places: list[tuple[str, int]]) -> Iterator[Said]:
        """Entries of a gradient as on a wire."""
        if fact.known != "known" or fact.number is None:
            for slot, _place in places:
                yield from _gone(slot, fact)
            return
        numbers = np.ravel(fact.number)[[place for _slot, place in places]].tolist()
        texts = short(numbers, [self.words.product(x, self.words.wire) for x in numbers])
        for (slot, _place), text in zip(places, texts, strict=True):
            yield from _known(slot, text)


def short(numbers: Sequence[float], texts: Sequence[str]) -> Sequence[str]:
    """How numbers are written that stand side by side: as they are, if cells have room for all of
    them; else all with as many decimals, if none seems another for it; else the long ones with
    two digits, if these are true."""
    if all(_fits(text) for text in texts):
        return texts
    for places in (3, 2):
        even = [f"{x:.{places}f}".replace("-", MINUS).replace(".", decimal()) for x in numbers]
        true = all(x == 0 or abs(x) * 10**places >= CLEAR for x in numbers)
        if true and all(map(_fits, even)):
            return [text if x else "0" for x, text in zip(numbers, even, strict=True)]
    two = [significant(x, 2) for x in numbers]
    return [
        text if _fits(text) or seems(brief, x) else brief
        for x, text, brief in zip(numbers, texts, two, strict=True)
    ]


def _fits(text: str) -> bool:
    return len(text.lstrip(MINUS)) <= CHARACTERS


def _row(made: Jacobian, output: int) -> Any:
    """A row of a Jacobian, which need not be built for it."""
    return made.block(slice(output, output + 1), slice(0, made.columns))[0]


def _known(slot: str, text: str) -> Iterator[Said]:
    yield (slot, "state"), "done"
    yield (slot, "text"), text


def _gone(slot: str, fact: Fact) -> Iterator[Said]:
    """What is asked for, or was of before: an entry is there or it is not."""
    if fact.known in ("gone", "asked"):
        yield (slot, "state"), "absent"
        yield (slot, "text"), ""
