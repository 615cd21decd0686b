"""Nodes, edges and the graph they make: immutable, operands before results."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from itertools import accumulate
from typing import Any, Literal

import numpy as np

from .arrays import Array, Made, Shape, frozen
from .elementwise import elementwise
from .op import Kernel, Op
from .saying import say
from .spelling import Spelling, plain

Role = Literal["input", "weight", "label", "constant", "variable"]


class Given:
    """The field of a leaf's value: one that is still to be made is made when it is asked for."""

    def __get__(self, node: "Node | None", owner: type) -> Array | None:
        """The value, read-only; None of an operation."""
        if node is None:
            return None
        found: Array | Made | None = node.__dict__["_given"]
        if isinstance(found, Made):
            found = node.__dict__["_given"] = frozen(found)
        return found

    def __set__(self, node: "Node", value: Array | Made | None) -> None:
        """Keep it; a node is frozen, so that only its making does this."""
        node.__dict__["_given"] = value


@dataclass(frozen=True, kw_only=True, eq=False)
class Node:
    """A leaf, which has a role and a given value, or an operation on earlier nodes."""

    index: int
    """Its place in the graph; operands come first."""
    name: str | None = None
    op: Op | None = None
    args: tuple[int, ...] = ()
    literal: tuple[np.float64, ...] = ()
    """The number that belongs to the operation (`2*x`), if there is one."""
    role: Role | None = None
    given: Given = Given()
    """A leaf's value in the program, read-only; with a leading axis where it is `sampled`."""
    shape: Shape = ()
    sampled: bool = False
    """Whether it has a value per sample: `shape` is that of one sample."""
    kernel: Kernel | None = None
    """The operation made ready for the shapes of its operands."""
    line: int = 0
    """The line of the program that it comes from; 0 where there is none."""
    round: int = 0
    """In which round of a loop it was made, counted from 1 over all loops; 0 outside of them."""
    origin: object | None = None
    """What a view remembers of where it comes from (`views.origin`); of no concern here."""

    @property
    def id(self) -> str:
        """What identifies it on the page, whatever its name is."""
        return f"n{self.index}"

    @property
    def leaf(self) -> bool:
        """Whether it is given, not computed."""
        return self.op is None

    @property
    def number(self) -> bool:
        """Whether it is a number, or a list of them, that stands in an expression: `max(0, x)`."""
        return self.op is None and self.name is None


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """Operand number `port` of node `dst`: `x*x` has two edges from x."""

    dst: int
    port: int
    src: int

    @property
    def id(self) -> str:
        """What identifies it on the page."""
        return f"e{self.dst}-{self.port}"


def operation(
    op: Op,
    operands: "Sequence[Node]",
    *,
    index: int,
    name: str | None = None,
    literal: tuple[np.float64, ...] = (),
    line: int = 0,
    origin: object | None = None,
) -> Node:
    """A node for an operation on earlier nodes; raises `ShapeError` where they do not fit."""
    shapes = tuple(node.shape for node in operands)
    if op.kernel is None:
        kernel = _entrywise(op, shapes)
    else:
        kernel = op.kernel(shapes, tuple(int(number) for number in literal))
    return Node(
        index=index,
        name=name,
        op=op,
        args=tuple(node.index for node in operands),
        literal=literal,
        shape=kernel.shape,
        sampled=any(node.sampled for node in operands) and not op.over_samples,
        kernel=kernel,
        line=line,
        origin=origin,
    )


def _entrywise(op: Op, shapes: tuple[Shape, ...]) -> Kernel:
    """The kernel of an elementwise operation; of a few single numbers it is made once."""
    if len(shapes) > FEW or any(shapes):
        return elementwise(op, shapes)
    kept: dict[int, Kernel] = op.__dict__.setdefault("_kernels", {})
    if len(shapes) not in kept:
        kept[len(shapes)] = elementwise(op, shapes)
    return kept[len(shapes)]


FEW = 4
"""Operands up to which an operation keeps what it is for single numbers."""


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something in a program that was read in one way and may have been meant in another.

    `line` and `column` count from 1. `put` in place of the text from `column` up to, not including,
    `end_column` is the other reading; None where there is none to be put.
    """

    message: str
    hint: str
    line: int
    column: int
    end_column: int
    put: str | None
    unsure: bool = False
    """Whether the other reading may not fit to what stands around it: then it is tried first."""


@dataclass(frozen=True, kw_only=True)
class Unfit:
    """A line of one's own backward pass that is left out, as its sizes do not fit, or as it is
    computed from such a line."""

    name: str
    line: int
    message: str
    hint: str
    follows: str
    """The name of the line with the mistake from which it is computed; empty where the mistake is
    its own."""


class GraphError(ValueError):
    """A question that the graph cannot answer: an unknown name, a value of the wrong shape."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Graph:
    """A computational graph in topological order, with the node that is to become small.

    `loss` is the index of the loss, or None where the program has no scalar end; then it runs
    forward only.
    """

    nodes: tuple[Node, ...]
    loss: int | None = None
    title: str = ""
    introduction: str = ""
    samples: int = 0
    """How many samples `each` gives; 0 where there are none."""
    doubts: tuple[Doubt, ...] = ()
    """What was read in the program and may have been meant otherwise."""
    back: tuple[tuple[int, int], ...] = ()
    """In a graph of learning, (new, old): the value of `new` becomes that of the leaf `old`."""
    unfit: tuple[Unfit, ...] = ()
    """Lines of one's own backward pass that are no nodes, as they cannot be computed."""
    spelled: Mapping[str, Spelling] = field(default_factory=dict)
    """By the name of a node how it was typed, where that is no name here: `W^{[1]}` is W1."""
    reached: int | None = None
    """In the same, what all updates lead to, with which the last round ends: its loss."""

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """All edges, by node and operand."""
        return tuple(edge for group in self.operands for edge in group)

    @cached_property
    def operands(self) -> tuple[tuple[Edge, ...], ...]:
        """Per node, the edges that come into it, one per operand."""
        return tuple(
            tuple(Edge(node.index, port, src) for port, src in enumerate(node.args))
            for node in self.nodes
        )

    def whole_shape(self, node: Node) -> Shape:
        """The shape of a node's value, with the axis of the samples where it has one."""
        return (self.samples, *node.shape) if node.sampled else node.shape

    def place(self, edge: Edge) -> int:
        """The edge's place in `edges`."""
        return self._first_edge[edge.dst] + edge.port

    @cached_property
    def _first_edge(self) -> tuple[int, ...]:
        counts = (len(node.args) for node in self.nodes)
        return tuple(accumulate(counts, initial=0))

    def twins(self, edge: Edge) -> tuple[Edge, ...]:
        """The edges from one node into one operation, by operand: this one and its like."""
        return self._between[edge.dst, edge.src]

    def which(self, edge: Edge) -> int:
        """The edge's place among its `twins`, from 0."""
        return bisect_left(self.twins(edge), edge.port, key=lambda twin: twin.port)

    @cached_property
    def _between(self) -> Mapping[tuple[int, int], tuple[Edge, ...]]:
        """By what they go into and where they come from, edges by operand."""
        found: dict[tuple[int, int], list[Edge]] = {}
        for edge in self.edges:
            found.setdefault((edge.dst, edge.src), []).append(edge)
        return {ends: tuple(edges) for ends, edges in found.items()}

    @cached_property
    def consumers(self) -> tuple[tuple[Edge, ...], ...]:
        """Per node, the edges that leave it."""
        found: list[list[Edge]] = [[] for _ in self.nodes]
        for edge in self.edges:
            found[edge.src].append(edge)
        return tuple(map(tuple, found))

    @cached_property
    def arriving(self) -> tuple[tuple[Edge, ...], ...]:
        """Per node, the edges on which gradient comes back to it, from the loss backwards."""
        leads = self.to_loss
        return tuple(
            tuple(edge for edge in reversed(edges) if edge.dst in leads) for edges in self.consumers
        )

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """Nodes whose value leaves the graph: the loss, what goes back into a leaf, and computed
        nodes that nobody uses."""
        leaving = {self.loss, *(new for new, _ in self.back)}
        return tuple(
            node.index
            for node in self.nodes
            if node.index in leaving or not (node.leaf or self.consumers[node.index])
        )

    @cached_property
    def to_loss(self) -> frozenset[int]:
        """The loss and every node that it depends on, and by which it is differentiated.

        Not the numbers that stand in an expression: there is no derivative by a 1.
        """
        if self.loss is None:
            return frozenset()
        before = self.before(self.loss)
        return frozenset(index for index in before if not self.nodes[index].number)

    def before(self, index: int) -> frozenset[int]:
        """The node and every node that it depends on."""
        found = {index}
        for node in reversed(self.nodes[: index + 1]):
            if node.index in found:
                found.update(node.args)
        return frozenset(found)

    def after(self, leaves: tuple[int, ...]) -> frozenset[int]:
        """The given nodes and every node that depends on one of them."""
        found = set(leaves)
        for node in self.nodes:
            if not found.isdisjoint(node.args):
                found.add(node.index)
        return frozenset(found)

    @cached_property
    def leaves(self) -> tuple[Node, ...]:
        """The given nodes, in the program's order."""
        return tuple(node for node in self.nodes if node.leaf)

    @cached_property
    def learned(self) -> tuple[int, ...]:
        """The leaves that an update changes: weights; variables in a program without a weight."""
        weights = tuple(node.index for node in self.leaves if node.role == "weight")
        return weights or tuple(node.index for node in self.leaves if node.role == "variable")

    @cached_property
    def names(self) -> Mapping[str, Node]:
        """Nodes by name."""
        return {node.name: node for node in self.nodes if node.name is not None}

    def with_values(self, values: Mapping[str, Any]) -> "Graph":
        """The same graph with other given values; raises `GraphError` for one that cannot be."""
        if not values:
            return self
        given = {self.node(name).index: self.checked(name, value) for name, value in values.items()}
        nodes = tuple(
            replace(node, given=given[node.index]) if node.index in given else node
            for node in self.nodes
        )
        return replace(self, nodes=nodes)

    def checked(self, name: str, value: Any) -> Array:
        """A leaf's value from outside: finite and of the leaf's shape, else `GraphError`."""
        node = self.node(name)
        if not node.leaf:
            raise GraphError(
                say("%(name)s is computed; only leaves can be given a value", name=name)
            )
        try:
            array = np.asarray(value)
            # Texts, truth values and complex numbers: numpy would turn them into floats unasked.
            if array.dtype.kind not in "iuf":
                raise TypeError
            array = array.astype(np.float64)
        except (TypeError, ValueError, OverflowError):
            raise GraphError(say("the value of %(name)s is not a number", name=name)) from None
        whole = self.whole_shape(node)
        if array.shape != whole:
            raise GraphError(
                say(
                    "the value of %(name)s has the wrong shape: %(given)s where %(needed)s is "
                    "needed",
                    name=name,
                    given=_sizes(array.shape),
                    needed=_sizes(whole),
                )
            )
        if not np.all(np.isfinite(array)):
            raise GraphError(say("the value of %(name)s is not a finite number", name=name))
        array.flags.writeable = False
        return array

    def node(self, name: str | int) -> Node:
        """The node of that name, however it is typed (or index); raises `GraphError`, naming the
        nearest."""
        if isinstance(name, int):
            if not 0 <= name < len(self.nodes):
                raise GraphError(say("there is no node number %(name)s", name=name))
            return self.nodes[name]
        try:
            return self.names.get(plain(str(name))) or self.names[name]
        except KeyError:
            near = get_close_matches(str(name), self.names, n=1, cutoff=0.5)
            if near:
                raise GraphError(
                    say(
                        "there is no node called %(name)s; did you mean %(near)s?",
                        name=repr(name),
                        near=repr(near[0]),
                    )
                ) from None
            raise GraphError(say("there is no node called %(name)s", name=repr(name))) from None

    def edge(self, src: str | int, dst: str | int, port: int | None = None) -> Edge:
        """The edge from `src` to `dst`; where there are several, `port` says which (first: 0)."""
        source, target = self.node(src), self.node(dst)
        found = [edge for edge in self.operands[target.index] if edge.src == source.index]
        if port is not None:
            found = [edge for edge in found if edge.port == port]
        if not found:
            raise GraphError(
                say(
                    "there is no edge from %(source)s to %(target)s",
                    source=repr(src),
                    target=repr(dst),
                )
            )
        return found[0]


def _sizes(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape)) or say("a single number")
