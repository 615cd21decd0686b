"""What is needed to speak of one walkthrough: its names, its numbers, and how they are written."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from graph_engine import Edge, Jacobian, Node, Run, Step, Walkthrough, by_columns
from graph_engine import remarks as remarking
from graph_engine.views import Chain, Network, Vectored

from ..languages import _, translate
from .arrays import FEW, WRITTEN, heat_of, listed, row_listed, size
from .names import Name, flat, names
from .numbers import OPEN, Mask, NumberFormat, read
from .places import OPERANDS, PRIMES, Places, places, ways
from .symbols import Symbols, symbols

MOST_MORE = 15
"""Digits that a value gets beyond the usual ones, to tell it from the one before."""
MORE_ON_WIRES = 4
"""The same where there is little room."""


@dataclass(frozen=True)
class Words:
    """What is needed to speak of one walk."""

    walk: Walkthrough
    by_columns: bool = False
    """Whether `vec` goes column by column; usually it goes row by row."""
    mask: Mask = OPEN
    """What is written in place of numbers that are hidden."""
    precise: bool = False
    """Whether all digits are wanted: in the explanation and in data, and not on a screen."""
    network: Network | None = None
    """Where the walk is drawn as neurons, its columns of them."""
    vectored: tuple[Vectored, ...] = ()
    """Matrices that are drawn as they become vectors; `vector_back`: one, with its gradient."""
    vector_back: bool = False
    abreast: tuple[Chain, ...] = ()
    """Where they stand side by side: those of all leaves that are learned."""

    @cached_property
    def precisely(self) -> "Words":
        """The same with all digits that a reader may want; a slide has no more than it shows."""
        return self if self.precise or self.slide else replace(self, precise=True)

    @cached_property
    def bare(self) -> "Words":
        """The same with every number."""
        return self if self.mask == OPEN else replace(self, mask=OPEN)

    def ordered(self, run: Run, edge: Edge) -> Jacobian:
        """The local Jacobian of an edge, its rows and columns in the order of `vec`."""
        made = run.of_edge(edge)
        if not self.by_columns:
            return made
        return by_columns(made, result=self.node(edge.dst).shape, operand=self.node(edge.src).shape)

    def in_order(self, gradient: Any) -> Any:
        """A gradient whose entries come in the order of `vec`, read row by row."""
        return np.transpose(gradient) if self.by_columns else gradient

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Every node's name on screen."""
        return names(self.walk.graph)

    @cached_property
    def symbols(self) -> Symbols:
        """Which symbols the program uses, so that no letter of ours is one of them."""
        found = (*self.names, *self.flat)
        return symbols((each.base for each in found), (each.plain for each in found))

    @cached_property
    def several(self) -> frozenset[int]:
        """The nodes that are used several times, neurons, and what is given beside these: their
        value stands at themselves, once."""
        graph, network = self.walk.graph, self.network
        rest = () if network is None else (k for k in network.rest if self.node(k).leaf)
        return frozenset(() if network is None else network.column).union(
            (k for k in rest if not self.names[k].number and not heat_of(self.node(k).shape)),
            (
                node.index
                for node in graph.nodes
                if len(graph.consumers[node.index]) + (node.index in graph.ends) > 1
                and not self.names[node.index].number
            ),
        )

    @cached_property
    def slide(self) -> bool:
        """Whether numbers are rounded as on a slide."""
        return self.walk.runs[0].arithmetic == "slide"

    @cached_property
    def full(self) -> NumberFormat:
        """How numbers are written where there is room: on a screen as on the wires, which have
        one precision with it; all digits where that is `precise`."""
        brief = not (self.precise or self.slide)
        return NumberFormat(self.slide, wire=False, mask=self.mask, brief=brief)

    @cached_property
    def wire(self) -> NumberFormat:
        """How numbers are written on the wires."""
        return NumberFormat(self.slide, wire=True, mask=self.mask)

    @cached_property
    def remarks(self) -> tuple[dict[int, remarking.Remark], ...]:
        """Per iteration, the remarks on values."""
        return tuple(remarking.of_values(run) for run in self.walk.runs)

    @cached_property
    def slope_remarks(self) -> tuple[dict[int, remarking.Remark], ...]:
        """Per iteration, the remarks on the local gradients of operations."""
        return tuple(map(remarking.of_slopes, self.walk.runs))

    def node(self, index: int) -> Node:
        """A node of the graph."""
        return self.walk.graph.nodes[index]

    def run(self, step: Step) -> Run:
        """The run whose numbers a step shows."""
        return self.walk.runs[step.iteration]

    def plain(self, index: int) -> str:
        """A node's name in running text."""
        return self.names[index].plain

    def value(self, run: Run, index: int, number_format: NumberFormat) -> str:
        """A node's value as it is written: given numbers as they were given."""
        return listed(
            run.values[index], self.writer(run, index, number_format), wire=number_format.wire
        )

    def writer(self, run: Run, index: int, number_format: NumberFormat) -> Callable[[float], str]:
        """How the entries of a node's value are written; so that what an update has changed is
        seen to differ from before."""
        before = self._before.get(id(run))
        room = not number_format.wire or np.size(run.values[index]) <= FEW
        if before is not None and room:
            most = MORE_ON_WIRES if number_format.wire else MOST_MORE
            number_format = self.apart(before, run, index, number_format, most=most)
        return self._writer(run, index, number_format)

    def _writer(self, run: Run, index: int, number_format: NumberFormat) -> Callable[[float], str]:
        if not self.node(index).leaf:
            return number_format.value
        if run is self.walk.runs[0] or index not in self.walk.updates:
            return number_format.leaf
        return number_format.moved

    @cached_property
    def _before(self) -> dict[int, Run]:
        """The run before each, by that one's identity; runs that are no iteration have none."""
        return {id(after): before for before, after in pairwise(self.walk.runs)}

    def apart(
        self,
        before: Run,
        after: Run,
        index: int,
        usual: NumberFormat | None = None,
        *,
        most: int = MOST_MORE,
    ) -> NumberFormat:
        """How a value is written so that what differs between two runs is seen to differ."""
        usual = usual or self.full
        if usual.mask != OPEN or np.size(before.values[index]) > WRITTEN:
            return usual
        was, now = (np.ravel(run.values[index]).tolist() for run in (before, after))
        moves = [(x, y) for x, y in zip(was, now, strict=True) if x != y]
        for more in range(usual.more, usual.more + most):
            found = usual if more == usual.more else replace(usual, more=more)
            one, other = (self._writer(run, index, found) for run in (before, after))
            # 5000000, as it was given, and 5e6 are the same.
            if all(read(one(x)) != read(other(y)) for x, y in moves):
                return found
        return usual

    def upstream(self, step: Step, edge: Edge) -> Any:
        """What arrives at an edge's operation: from every path, or along the one that is told."""
        if step.path is None:
            return self.run(step).gradients[edge.dst]
        place = self.walk.paths[step.path].index(edge)
        return self.walk.products(step.iteration, step.path)[place]

    def terms(self, step: Step, index: int) -> list[Any]:
        """What is added up to a node's gradient: a product per path, or a contribution per wire."""
        paths = range(len(self.walk.paths))
        if paths:
            return [self.walk.products(step.iteration, path)[-1] for path in paths]
        return [self.run(step).flow(edge) for edge in arrivals(self, index)]

    def product(
        self, gradient: Any, number_format: NumberFormat | None = None, *, listed: bool = False
    ) -> str:
        """A gradient as it is written: a number, a short row, or the size of a row.

        `listed`: with all digits of the format, for which a row on a wire has no room.
        """
        form = number_format or self.full
        return row_listed(gradient, form.product, wire=form.wire and not listed)

    @cached_property
    def chains(self) -> dict[tuple[int, int, NumberFormat], tuple[NumberFormat, NumberFormat]]:
        """What `digits.chain` has found, by iteration, path and usual format."""
        return {}

    def slope(self, slope: Any, number_format: NumberFormat | None = None) -> str:
        """A local gradient as it is written: a number, or the size of a Jacobian."""
        number_format = number_format or self.full
        if not isinstance(slope, Jacobian):
            return number_format.slope(float(slope))
        return f"({size(slope.shape)})"

    def short(self, slope: Any) -> bool:
        """Whether a reader can multiply by a local gradient: a number, or a row of few."""
        row = isinstance(slope, Jacobian) and slope.rows == 1 and slope.columns <= FEW
        return row or not isinstance(slope, Jacobian)

    def factor(self, slope: Any, among: NumberFormat | None = None) -> str:
        """A local gradient as a factor of the chain: a short row is written out."""
        if isinstance(slope, Jacobian):
            if slope.rows == 1 and slope.columns <= WRITTEN:
                return listed(slope.built[0], (among or self.wire).slope)
            return f"{size(slope.shape)} ▦"
        return self.slope(slope, among)

    def wide(self, edge: Edge) -> bool:
        """Whether the local gradient is a matrix."""
        return bool(self.node(edge.src).shape or self.node(edge.dst).shape)

    @cached_property
    def flat(self) -> tuple[Name, ...]:
        """Every node's name in a derivative: of a matrix W that of its vector, w = vec(W)."""
        return flat(self.walk.graph, self.names)

    def twins(self, edge: Edge) -> tuple[Edge, ...]:
        """The wires from one node into one operation, where it stands there more than once."""
        found = self.walk.graph.twins(edge)
        return found if len(found) > 1 else ()

    @cached_property
    def places(self) -> Places:
        """The wires whose operand has a mark, x′: there x comes in otherwise, too."""
        return places(self.walk.graph)

    @cached_property
    def ways(self) -> tuple[int, ...]:
        """By node in how many ways it leads to the loss: 0, 1 or more."""
        return ways(self.walk.graph)

    def marked(self, edge: Edge) -> bool:
        """Whether a wire is one of several ways from its operand into the operation."""
        return edge in self.places.marks and not self.names[edge.src].number

    def together(self, edge: Edge) -> tuple[Edge, ...]:
        """A node's places in an operation, where it comes into it in no other way."""
        return () if edge in self.places.mixed else self.twins(edge)

    def below(self, edge: Edge) -> Name:
        """What a local gradient is taken by; x′ and x″ where x stands in two places."""
        return self._in_place(self.flat[edge.src], edge)

    def operand(self, edge: Edge) -> Name:
        """The name of what comes in on a wire; x′ and x″ where x stands in two places."""
        return self._in_place(self.names[edge.src], edge)

    def _in_place(self, name: Name, edge: Edge) -> Name:
        if not self.marked(edge):
            return name
        number = self.places.marks[edge]
        return replace(name, over=name.over + ("′" * number if number <= PRIMES else f"′{number}"))

    def place(self, edge: Edge) -> str:
        """Which of its places in an operation a node stands in there: the numerator."""
        op = self.node(edge.dst).op
        assert op is not None
        if edge.port < len(op.places):
            return translate(op.places[edge.port])
        if edge.port < len(OPERANDS):
            return translate(OPERANDS[edge.port])
        return _("operand number %(number)s", number=edge.port + 1)

    def whole(self, run: Run, edge: Edge) -> tuple[tuple[Any, ...], Any]:
        """The slopes of all places of a node in an operation, and their sum: the derivative.

        Of single numbers only; nothing where it stands there once.
        """
        twins = self.together(edge)
        if not twins or self.wide(edge):
            return (), None
        slopes = tuple(float(run.slope(each)) for each in twins)
        return slopes, sum(slopes)

    @cached_property
    def last_places(self) -> frozenset[int]:
        """The steps that tell the last of one node's places in an operation, all being told."""
        told: dict[tuple[str, int, int, int], list[Step]] = {}
        for step in self.walk.steps:
            if step.edge is not None:
                ends = step.edge.dst, step.edge.src
                told.setdefault((step.kind, step.iteration, *ends), []).append(step)
        return frozenset(
            steps[-1].index
            for steps in told.values()
            if len(steps) > 1 and len(steps) == len(self.together(edge_of(steps[-1])))
        )

    @property
    def loss(self) -> str:
        """The loss's name in running text."""
        loss = self.walk.graph.loss
        return "" if loss is None else self.plain(loss)


def derivative(words: Words, edge: Edge) -> str:
    """∂p/∂v in running text."""
    return f"∂{words.flat[edge.dst].plain}/∂{words.below(edge).plain}"


def whole_derivative(words: Words, edge: Edge) -> str:
    """∂y/∂x in running text, where x may stand in y in several places."""
    return f"∂{words.flat[edge.dst].plain}/∂{words.flat[edge.src].plain}"


def arrivals(words: Words, index: int) -> tuple[Edge, ...]:
    """The wires on which gradient comes back to a node, the one nearest to the loss first."""
    return words.walk.graph.arriving[index]


def last_place(words: Words, step: Step) -> bool:
    """Whether a local gradient is the last to be told of one node's places in an operation."""
    return step.index in words.last_places


def index_of(step: Step) -> int:
    """The node that a step is about."""
    assert step.node is not None
    return step.node


def edge_of(step: Step) -> Edge:
    """The wire that a step is about."""
    assert step.edge is not None
    return step.edge
