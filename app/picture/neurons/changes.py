"""What a step's facts change in neurons and connections, entry by entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graph_engine import Edge, Fact, Jacobian, Step
from graph_engine.views import Connection, Network

from ...wording.words import Words
from .. import ribbons, slots
from ..slot import Attribute
from . import lines
from . import slots as own
from .shown import connections, dense, shown, weighed
from .sums import layer_of, sum_of
from .written import short

Said = tuple[tuple[str, Attribute], str]


@dataclass(frozen=True)
class Neurons:
    """What is needed to tell one story as neurons."""

    words: Words
    network: Network

    @cached_property
    def line(self) -> float:
        """What the widest line stands for."""
        return lines.largest(self.words.walk, self.network)

    @cached_property
    def weighed(self) -> Mapping[Edge, list[Connection]]:
        """By the wire of their weights, and by that of what they weigh, the connections."""
        found: dict[Edge, list[Connection]] = {}
        for each in connections(self.network):
            if each.weight is not None:
                for pair in (each.weight, each.along):
                    if pair is not None:
                        found.setdefault(pair[0], []).append(each)
        return found

    @cached_property
    def weights(self) -> Mapping[int, list[tuple[Edge, int]]]:
        """By node, the wires and entries of connections whose weights it is."""
        found: dict[int, list[tuple[Edge, int]]] = {}
        for edge, entry in weighed(self.words):
            found.setdefault(edge.src, []).append((edge, entry))
        return found

    @cached_property
    def handed(self) -> frozenset[Edge]:
        """The wires of operands on which the story tells what flows back."""
        return frozenset(
            fact.target
            for step in self.words.walk.steps
            for fact in step.facts
            if fact.what == "flow" and fact.known == "known" and isinstance(fact.target, Edge)
        )

    @cached_property
    def flow(self) -> float:
        """The largest that flows back on a connection, or on a wire of single numbers."""
        sizes = [0.0]
        for step in self.words.walk.steps:
            for fact in step.facts:
                if fact.what not in ("flow", "seed") or fact.known != "known":
                    continue
                if not np.ndim(fact.number):
                    sizes.append(abs(float(fact.number)))
                if fact.what == "flow":
                    sizes += [abs(x) for _slot, x in self.returned(step, fact)]
        return max(filter(np.isfinite, sizes), default=0.0)

    def returned(self, step: Step, fact: Fact) -> Iterator[tuple[str, float]]:
        """What flows back on each connection of a wire: to the neuron that it comes from, and where
        the story does not tell of that, to its weight. By the slot of its ribbon."""
        edge = fact.target
        if not isinstance(edge, Edge) or edge not in self.weighed:
            return
        local = None
        for each in self.weighed[edge]:
            assert each.weight is not None
            told = each.along is not None and each.along[0] in self.handed
            if each.along is not None and edge == each.along[0]:
                if local is None:
                    local = self._local(step, edge)
                number = local[each.target[1], each.along[1]]
            elif told:
                continue
            else:
                number = np.ravel(fact.number)[each.weight[1]]
            yield own.weight_ribbon(*each.weight), float(number)

    def _local(self, step: Step, edge: Edge) -> Any:
        """What each entry of a wire's result hands back to each entry of its operand."""
        slope = self.words.run(step).slope(edge)
        local = slope.built if isinstance(slope, Jacobian) else np.reshape(slope, (1, 1))
        with np.errstate(all="ignore"):
            return np.reshape(self.words.upstream(step, edge), (-1, 1)) * local

    def told(self, step: Step, fact: Fact) -> Iterator[Said]:
        """A fact in the slots of neurons and connections."""
        match fact.what, fact.target:
            case "value", int(index):
                yield from self._value(step, fact, index)
            case (("seed" | "total"), int(index)):
                yield from self._gradient(fact, index)
                yield from self._tied(fact, index)
            case "flow", Edge() as edge:
                single = len(self.words.walk.graph.arriving[edge.src]) < 2
                if single or step.path is not None:
                    yield from self._gradient(fact, edge.src)
                yield from self._flow(step, fact, edge)

    def _value(self, step: Step, fact: Fact, index: int) -> Iterator[Said]:
        words = self.words
        neurons = shown(self.network).get(index, ())
        weights = self.weights.get(index, ())
        if fact.known != "known":
            for entry in neurons:
                yield from _part(own.neuron(index, entry), fact, None)
                yield from _part(own.neuron_sum(index, entry), fact, None)
            return
        if not neurons and not weights:
            return
        iteration = step.iteration + (step.kind == "placed")
        run = words.walk.runs[iteration]
        layer = layer_of(self.network, index)
        write, numbers = words.writer(run, index, words.wire), np.ravel(run.values[index])
        for entry in neurons:
            yield from _part(
                own.neuron(index, entry), fact, short(self.network, numbers[entry], write)
            )
            if layer is not None:
                text = sum_of(words, layer, run, entry)
                yield from _part(own.neuron_sum(index, entry), fact, text)
        for edge, entry in weights:
            number = float(numbers[entry])
            yield (own.line(edge, entry), "state"), "done"
            yield (
                (own.line(edge, entry), "line"),
                str(lines.line(number, self.line, dense(self.network))),
            )
            yield from _part(own.weight(edge, entry), fact, write(number))

    def _gradient(self, fact: Fact, index: int) -> Iterator[Said]:
        for entry in shown(self.network).get(index, ()):
            text = _entry(self.words, self.network, fact, entry)
            yield from _part(own.neuron_gradient(index, entry), fact, text)

    def _tied(self, fact: Fact, index: int) -> Iterator[Said]:
        for edge, entry in self.weights.get(index, ()):
            text = _entry(self.words, self.network, fact, entry)
            yield from _part(own.tied_gradient(edge, entry), fact, text)

    def _flow(self, step: Step, fact: Fact, edge: Edge) -> Iterator[Said]:
        for _edge, entry in self.weights.get(edge.src, ()):
            if _edge == edge:
                text = _entry(self.words, self.network, fact, entry)
                yield from _part(own.weight_gradient(edge, entry), fact, text)
        if fact.known != "known":
            for each in self.weighed.get(edge, ()):
                assert each.weight is not None
                slot = own.weight_ribbon(*each.weight)
                yield (slot, "state"), "absent" if fact.known == "gone" else fact.known
                if fact.known == "gone":
                    yield (slot, "ribbon"), ""
            return
        for slot, number in self.returned(step, fact):
            yield (slot, "state"), "done"
            yield (slot, "ribbon"), str(ribbons.ribbon(number, self.flow))


def _entry(words: Words, network: Network, fact: Fact, entry: int) -> str | None:
    """An entry of a fact's number as a gradient is written on a wire."""
    if fact.known == "gone" or fact.number is None:
        return None
    return short(network, np.ravel(fact.number)[entry], lambda x: slots.on_wire(words, x))


def _part(slot: str, fact: Fact, text: str | None) -> Iterator[Said]:
    """A text and its state; what only gets old stays as it is."""
    if fact.known == "gone":
        yield (slot, "state"), "absent"
        yield (slot, "text"), ""
        return
    yield (slot, "state"), "done" if fact.known == "known" else fact.known
    if text is not None:
        yield (slot, "text"), text
