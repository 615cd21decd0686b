"""A program as one operation: its loss as a function of its leaves, and the gradient of that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Array, Shape
from ..graph import Edge, Graph, GraphError, Node
from ..jacobian import Dense, Derived, Jacobian
from ..op import Kernel, Op
from ..saying import say
from .build import Growing
from .compose import Inside
from .origin import Origin


def collapsed(graph: Graph) -> "Collapsed":
    """The program as one operation; raises `GraphError` where there is nothing to learn."""
    if graph.loss is None or not any(index in graph.to_loss for index in graph.learned):
        raise GraphError(say("there is nothing to learn: a loss and a weight are needed"))
    wanted = [node for node in graph.nodes if node.index in graph.to_loss]
    leaves = [node for node in wanted if node.leaf]
    return Collapsed(
        graph=graph,
        weights=tuple(leaf for leaf in leaves if leaf.index in graph.learned),
        data=tuple(
            leaf for leaf in leaves if leaf.index not in graph.learned and leaf.name is not None
        ),
        name=graph.nodes[graph.loss].name or "L",
        taken=frozenset(graph.names),
    )


@dataclass(frozen=True)
class Collapsed:
    """A program collapsed into its loss as a function of its leaves."""

    graph: Graph
    weights: tuple[Node, ...]
    data: tuple[Node, ...]
    """The other leaves that have a name; numbers without one are part of the operation."""
    name: str
    """That of the loss."""
    taken: frozenset[str]

    def leaf(self, growing: Growing, leaf: Node, **changes: Any) -> int:
        """A leaf of the picture; that of samples holds all of them, a row for each."""
        given = _flat(leaf)
        return growing.kept(leaf, given=given, shape=given.shape, sampled=False, **changes)

    def loss(self, growing: Growing, args: Sequence[int], **changes: Any) -> int:
        """The loss as an operation on weights and data."""
        leaves = (*self.weights, *self.data)
        inside, ports = self._inside(leaves), range(len(leaves))

        def pull(port: int) -> Any:
            def pulled(upstream: Any, out: Any, *operands: Any) -> Any:
                found = inside.pulled((port,), upstream, self._whole(leaves, operands))[0]
                return np.reshape(found, np.shape(operands[port]))[()]

            return pulled

        def jacobian(port: int) -> Any:
            def built(out: Any, *operands: Any) -> Jacobian:
                row = pull(port)(np.float64(1.0), out, *operands)
                return Dense(entries=np.reshape(row, (1, -1)))

            return built

        def forward(*operands: Any) -> Any:
            return inside.forward(*self._whole(leaves, operands))

        listed = ", ".join(f"#{port + 1}" for port in ports)
        slopes = tuple(rf"\frac{{\partial \mathcal{{L}}}}{{\partial #{p + 1}}}" for p in ports)
        kernel = Kernel(
            shape=(),
            forward=forward,
            pulls=tuple(pull(port) for port in ports),
            jacobians=tuple(jacobian(port) for port in ports),
            formula=rf"\mathcal{{L}}({listed})",
            slopes=slopes,
            worked=slopes,
        )
        names = tuple(str(leaf.name) for leaf in leaves)
        op = _made("program", say("loss of the whole program"), "ℒ", names, kernel)
        like = self.graph.nodes[self.graph.loss or 0]
        return growing.operation(op, args, like, **{"origin": None, **changes})

    def gradient(
        self,
        growing: Growing,
        place: int,
        loss: int,
        weights: Sequence[int],
        origin: Origin | None = None,
    ) -> int:
        """∂ℒ/∂w as an operation on the loss and the weights at which it is taken."""
        leaf, count = self.weights[place], len(self.weights)
        shape = growing.nodes[weights[place]].shape
        when = "" if origin is None else f"^{origin.time}"
        name = f"∂{self.name}/∂{leaf.name}{when}"
        above = rf"\partial #{place + 2}"
        slopes = (
            "0",
            *(rf"\frac{{\partial^{{2}} #1}}{{{above} \partial #{k + 2}}}" for k in range(count)),
        )
        kernel = Kernel(
            shape=shape,
            forward=lambda loss, *operands: self._checked(place, loss, operands),
            pulls=tuple(_as_pull(self._second(place, port), port) for port in range(count + 1)),
            jacobians=tuple(self._second(place, port) for port in range(count + 1)),
            formula=rf"\frac{{\partial #1}}{{{above}}}",
            slopes=slopes,
            worked=slopes,
        )
        names = (self.name, *(str(each.name) for each in self.weights))
        op = _made(
            "gradient",
            say("gradient by %(name)s", name=leaf.name),
            f"∂/∂#{place + 2}",
            names,
            kernel,
        )
        return growing.operation(op, [loss, *weights], leaf, name=name, origin=origin)

    def _inside(self, leaves: Sequence[Node]) -> Inside:
        """The program as a function of some of its leaves; the others keep their values."""
        graph = self.graph
        ports = {leaf.index: port for port, leaf in enumerate(leaves)}
        nodes = tuple(index for index in sorted(graph.to_loss) if not graph.nodes[index].leaf)
        feeds: dict[Edge, int] = {
            edge: ports[edge.src]
            for index in nodes
            for edge in graph.operands[index]
            if edge.src in ports
        }
        fixed = {
            node.index: node.given[()]
            for node in graph.leaves
            if node.index not in ports and node.given is not None
        }
        return Inside(graph, nodes, feeds, fixed)

    def _whole(self, leaves: Sequence[Node], operands: Sequence[Any]) -> list[Any]:
        """The leaves' values as the program has them: samples along an axis of their own."""
        return [
            value if leaf.given is None else np.reshape(value, leaf.given.shape)[()]
            for leaf, value in zip(leaves, operands, strict=True)
        ]

    def _at(self, place: int, operands: Sequence[Any]) -> Array:
        """The gradient by a weight, at some weights."""
        whole = self._whole(self.weights, operands)
        found = self._inside(self.weights).pulled((place,), np.float64(1.0), whole)[0]
        return np.reshape(found, np.shape(operands[place]))[()]

    def _checked(self, place: int, loss: Any, operands: Sequence[Any]) -> Any:
        """The gradient; not a number where the loss is one of other data than the program's."""
        found = self._at(place, operands)
        own = self._inside(self.weights).forward(*self._whole(self.weights, operands))
        fits = np.isclose(own, loss, rtol=1e-9, atol=0.0, equal_nan=True)
        return found if fits else np.full(np.shape(found), np.nan)[()]

    def _second(self, place: int, port: int) -> Any:
        """The local Jacobian of the gradient: second derivatives, by central differences."""

        def built(out: Any, loss: Any, *operands: Any) -> Jacobian:
            size = np.size(operands[place])
            if port == 0:
                return Dense(entries=np.zeros((size, 1)))

            def pull(row: Array) -> Array:
                # Second derivatives commute: a row of them is how the other gradient changes when
                # this weight moves along the row.
                length = float(np.max(np.abs(row), initial=0.0)) or 1.0
                by = 1e-5 * max(1.0, float(np.max(np.abs(operands[place])))) / length
                along = by * np.reshape(row, np.shape(operands[place]))
                sides = []
                for way in (along, -along):
                    moved = list(operands)
                    moved[place] = moved[place] + way
                    sides.append(self._at(port - 1, moved))
                return np.reshape((sides[0] - sides[1]) / (2 * by), -1)

            return Derived(rows=size, columns=np.size(operands[port - 1]), pull=pull)

        return built


def _as_pull(jacobian: Any, port: int) -> Any:
    """The vector-Jacobian product that a Jacobian gives."""

    def pulled(upstream: Any, out: Any, *operands: Any) -> Any:
        row = jacobian(out, *operands).vjp(np.reshape(upstream, -1))
        return np.reshape(row, np.shape(operands[port]))[()]

    return pulled


def _flat(leaf: Node) -> Array:
    """A leaf's value as a vector or a matrix, samples of matrices as rows."""
    assert leaf.given is not None
    if leaf.given.ndim < 3:
        return leaf.given
    return leaf.given.reshape(len(leaf.given), -1)


def _made(name: str, title: str, symbol: str, operands: tuple[str, ...], kernel: Kernel) -> Op:
    """An operation made for one place."""

    def ready(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
        return kernel

    return Op(
        name=name,
        title=title,
        symbol=symbol,
        operands=operands,
        formula=kernel.formula,
        slopes=kernel.slopes,
        samples=(),
        kernel=ready,
    )
