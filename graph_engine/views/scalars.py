"""Scalars: a program of vectors and matrices drawn entry by entry.

Each operation is written in sums, products and functions of single numbers; what only moves entries
draws nothing. Zeros and the 1 of a bias stay, as the numbers that they are.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..graph import Graph, GraphError, Node
from ..op import Shape
from ..saying import say
from .build import Growing

Places = NDArray[np.intp]
"""Per entry of a value, the index of the node that it is; 0-d for a single number."""


def scalars(graph: Graph) -> Graph:
    """The graph with a node per entry: that in row 1 and column 2 of `W` is called "W[1,2]".

    Roles are kept, so the same is learned. Raises `GraphError` where there are samples still, and
    past the limit of nodes.
    """
    if graph.samples:
        raise GraphError(say("entries are drawn of all samples drawn out, or of one: choose which"))
    growing = Growing(say("look at the vectors instead, or make them smaller."))
    places: list[Places] = []
    for node in graph.nodes:
        if node.op is None:
            places.append(_leaf(growing, node))
            continue
        work = _Work(growing, node, first=len(growing.nodes))
        operands = [places[arg] for arg in node.args]
        if node.op.elementwise:
            made = _entry_by_entry(work, *operands)
        elif node.op.name in _MEANING:
            made = _MEANING[node.op.name](work, *operands)
        else:
            raise GraphError(
                say("entries are drawn of a program, not of its layers or its learning")
            )
        places.append(work.finished(made, end=node.index in graph.ends))
    loss = None if graph.loss is None else int(places[graph.loss][()])
    return growing.graph(graph, loss=loss)


def _leaf(growing: Growing, node: Node) -> Places:
    """A leaf per entry, with its role."""
    assert node.given is not None

    def entry(place: tuple[int, ...]) -> int:
        given = np.array(node.given[place] if node.given is not None else 0.0)
        given.flags.writeable = False
        return growing.kept(
            node, given=given, shape=(), name=_named(node, place), entry=_counted(place)
        )

    return _each(node.shape, entry)


@dataclass(frozen=True)
class _Work:
    """One operation being written out in operations on single numbers."""

    growing: Growing
    node: Node
    first: int
    """Nodes from here on belong to it."""

    def op(self, name: str, *args: int) -> int:
        """One more node."""
        return self.growing.operation(name, args, self.node)

    def sum(self, terms: Iterable[int]) -> int:
        """The sum of several nodes; of one alone itself."""
        found = [int(term) for term in terms]
        return self.op("add", *found) if len(found) > 1 else found[0]

    def dot(self, left: Places, right: Places) -> int:
        """The products of two lists of entries, added."""
        pairs = zip(left.flat, right.flat, strict=True)
        return self.sum([self.op("mul", int(a), int(b)) for a, b in pairs])

    def number(self, value: float) -> int:
        """A number that stands in the result."""
        given = np.array(value)
        given.flags.writeable = False
        return self.growing.constant(given, self.node)

    def finished(self, made: Places, *, end: bool) -> Places:
        """The entries with their names. At an end, entries that were only moved get a node too:
        it must be seen what leaves the graph."""
        nodes = self.growing.nodes

        def entry(place: tuple[int, ...]) -> int:
            index = int(made[place])
            if end and (index < self.first or nodes[index].leaf):
                index = self.op("identity", index)
            if index >= self.first and not nodes[index].leaf and nodes[index].name is None:
                name = _named(self.node, place)
                nodes[index] = replace(nodes[index], name=name, entry=_counted(place))
            return index

        return _each(made.shape, entry)


def _each(shape: Shape, make: Callable[[tuple[int, ...]], int]) -> Places:
    """An array of that shape, entry by entry."""
    return np.array([make(place) for place in np.ndindex(shape)], dtype=np.intp).reshape(shape)


def _counted(place: tuple[int, ...]) -> tuple[int, ...]:
    """As people count: from 1."""
    return tuple(k + 1 for k in place)


def _named(node: Node, place: tuple[int, ...]) -> str | None:
    """The name of an entry; that of a sample's copy keeps the sample behind: "x[1](2)"."""
    if node.name is None or not place:
        return node.name
    match = re.fullmatch(r"(.*?)(\(\d+\))?", node.name)
    assert match is not None
    return f"{match[1]}[{','.join(map(str, _counted(place)))}]{match[2] or ''}"


# -- what each operation is, in single numbers --------------------------------


def _entry_by_entry(work: _Work, *operands: Places) -> Places:
    assert work.node.op is not None
    op, literal = work.node.op, work.node.literal
    spread = [np.broadcast_to(each, work.node.shape) for each in operands]
    return _each(
        work.node.shape,
        lambda place: work.growing.operation(
            op, [int(each[place]) for each in spread], work.node, literal=literal
        ),
    )


def _matmul(work: _Work, a: Places, b: Places) -> Places:
    left, right = (a if a.ndim == 2 else a[None, :]), (b if b.ndim == 2 else b[:, None])
    shape = (left.shape[0], right.shape[1])
    found = _each(shape, lambda place: work.dot(left[place[0]], right[:, place[1]]))
    return found.reshape(work.node.shape)


def _dot(work: _Work, a: Places, b: Places) -> Places:
    return np.array(work.dot(a, b))


def _outer(work: _Work, a: Places, b: Places) -> Places:
    return _each((len(a), len(b)), lambda place: work.op("mul", int(a[place[0]]), int(b[place[1]])))


def _sum(work: _Work, x: Places) -> Places:
    return np.array(work.sum(x.reshape(-1)))


def _mean(work: _Work, x: Places) -> Places:
    total = work.sum(x.reshape(-1))
    if x.size == 1:
        return np.array(total)
    count = (np.float64(x.size),)
    return np.array(work.growing.operation("divide_by", [total], work.node, literal=count))


def _norm2(work: _Work, x: Places) -> Places:
    return np.array(work.sum([work.op("square", int(each)) for each in x.flat]))


def _softmax(work: _Work, x: Places) -> Places:
    raised = [work.op("exp", int(each)) for each in x]
    total = work.sum(raised)
    return np.array([work.op("div", each, total) for each in raised])


def _cross_entropy(work: _Work, labels: Places, scores: Places) -> Places:
    surprises = np.array([work.op("neglog", int(p)) for p in _softmax(work, scores)])
    return np.array(work.dot(labels, surprises))


def _with_bias(work: _Work, x: Places) -> Places:
    return np.append(x, work.number(1.0))


def _reshaped(work: _Work, x: Places) -> Places:
    return x.reshape(work.node.shape)


def _entry(work: _Work, x: Places) -> Places:
    return np.asarray(x[tuple(int(place) for place in work.node.literal)])


def _concat(work: _Work, *parts: Places) -> Places:
    return np.concatenate([part.reshape(-1) for part in parts])


def _convolution(work: _Work, x: Places, kernel: Places) -> Places:
    windows = np.lib.stride_tricks.sliding_window_view(x, kernel.shape)
    return _each(work.node.shape, lambda place: work.dot(kernel, windows[place]))


def _conv_matrix(work: _Work, kernel: Places) -> Places:
    rows, columns = work.node.shape
    zero = work.number(0.0) if columns > len(kernel) else 0

    def cell(place: tuple[int, ...]) -> int:
        k = place[1] - place[0]
        return int(kernel[k]) if 0 <= k < len(kernel) else zero

    return _each((rows, columns), cell)


_MEANING: Mapping[str, Callable[..., Places]] = {
    "matmul": _matmul,
    "dot": _dot,
    "outer": _outer,
    "sum": _sum,
    "mean": _mean,
    "norm2": _norm2,
    "softmax": _softmax,
    "cross_entropy": _cross_entropy,
    "transpose": lambda work, x: x.T,
    "entry": _entry,
    "vec": _reshaped,
    "reshape": _reshaped,
    "with_bias": _with_bias,
    "concat": _concat,
    "conv1d": _convolution,
    "conv2d": _convolution,
    "conv_matrix": _conv_matrix,
    "total": lambda work, x: x,
    "average": lambda work, x: x,
}
"""Every operation that is not entry by entry, written out; a test asks for each of the registry."""
