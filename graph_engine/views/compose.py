"""Several nodes as one operation: its value, its vector-Jacobian products, its local Jacobians."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..graph import Edge, Graph
from ..jacobian import Dense, Diagonal, Jacobian, Product, Selection


@dataclass(frozen=True)
class Inside:
    """Nodes of a graph as one function: the last of them is its result.

    `feeds` says for every edge that comes in from outside which operand of the whole it is.
    """

    graph: Graph
    nodes: tuple[int, ...]
    """Operations, operands first."""
    feeds: Mapping[Edge, int]
    fixed: Mapping[int, Any] = field(default_factory=dict)
    """Leaves whose values belong to the function."""

    @property
    def outer(self) -> int:
        """The node whose value is the result."""
        return self.nodes[-1]

    def values(self, operands: Sequence[Any]) -> dict[int, Any]:
        """The value of every node inside."""
        known: dict[int, Any] = dict(self.fixed)
        for index in self.nodes:
            node = self.graph.nodes[index]
            assert node.kernel is not None
            known[index] = node.kernel.forward(*self._inputs(index, known, operands), *node.literal)
        return known

    def forward(self, *operands: Any) -> Any:
        """The value of the whole."""
        return self.values(operands)[self.outer]

    def _inputs(self, index: int, known: Mapping[int, Any], operands: Sequence[Any]) -> list[Any]:
        edges = self.graph.operands[index]
        return [
            operands[self.feeds[edge]] if edge in self.feeds else known[edge.src] for edge in edges
        ]

    def pulled(self, ports: Sequence[int], upstream: Any, operands: Sequence[Any]) -> list[Any]:
        """The vector-Jacobian products by some of the operands, in one pass backward."""
        wanted = {edge.dst for edge, port in self.feeds.items() if port in ports}
        for index in self.nodes:
            if not wanted.isdisjoint(self.graph.nodes[index].args):
                wanted.add(index)
        known = self.values(operands)
        reached: dict[int, Any] = {self.outer: upstream}
        found: dict[int, Any] = {}
        for index in reversed(self.nodes):
            if index not in wanted or index not in reached:
                continue
            node = self.graph.nodes[index]
            assert node.kernel is not None
            inputs = self._inputs(index, known, operands)
            for edge in self.graph.operands[index]:
                port = self.feeds.get(edge)
                if port not in ports if port is not None else edge.src not in wanted:
                    continue
                flow = node.kernel.pulls[edge.port](
                    reached[index], known[index], *inputs, *node.literal
                )
                source = self.graph.nodes[edge.src]
                if node.sampled and not source.sampled and np.ndim(flow) > len(source.shape):
                    flow = np.sum(flow, axis=0)
                table, key = (reached, edge.src) if port is None else (found, port)
                table[key] = table[key] + flow if key in table else flow
        return [found[port] for port in ports]

    def pull(self, port: int) -> Callable[..., Any]:
        """The vector-Jacobian product by one operand, as a kernel has it."""
        return lambda upstream, out, *operands: self.pulled((port,), upstream, operands)[0]

    def path(self, port: int) -> tuple[Edge, ...]:
        """The edges from the result to an operand, where there is one way only."""
        (edge,) = (each for each, fed in self.feeds.items() if fed == port)
        found = [edge]
        while edge.dst != self.outer:
            (edge,) = self.graph.consumers[edge.dst]
            found.append(edge)
        return tuple(reversed(found))

    def jacobian(self, port: int) -> Callable[..., Jacobian]:
        """The local Jacobian by an operand to which there is one way: the product along it."""
        path = self.path(port)

        def built(out: Any, *operands: Any) -> Jacobian:
            known = self.values(operands)
            factors = []
            for edge in path:
                node = self.graph.nodes[edge.dst]
                assert node.kernel is not None
                inputs = self._inputs(edge.dst, known, operands)
                jacobian = node.kernel.jacobians[edge.port]
                factors.append(jacobian(known[edge.dst], *inputs, *node.literal))
            return multiplied(factors)

        return built


def multiplied(factors: Sequence[Jacobian]) -> Jacobian:
    """A product of Jacobians, without factors that change nothing; what only picks is done."""
    found: list[Jacobian] = []
    for factor in factors:
        last = found[-1] if found else None
        if isinstance(last, Dense) and isinstance(factor, Selection):
            there = factor.picks >= 0
            entries = np.zeros((last.rows, factor.columns))
            np.add.at(entries.T, factor.picks[there], last.entries.T[there])
            found[-1] = Dense(entries=entries)
        elif not _is_identity(factor):
            found.append(factor)
    if not found:
        return factors[0]
    return found[0] if len(found) == 1 else Product(factors=tuple(found))


def _is_identity(factor: Jacobian) -> bool:
    return isinstance(factor, Diagonal) and bool(np.all(np.asarray(factor.entries) == 1.0))
