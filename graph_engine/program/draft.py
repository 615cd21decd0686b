"""The graph as far as it has been read: nodes are appended, sizes are watched, names remembered."""

import ast
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any, NamedTuple

import numpy as np

from .. import limits
from ..arrays import Made, frozen
from ..graph import Doubt, Node, Role, operation
from ..op import ShapeError
from ..ops import REGISTRY
from ..ops.broadcasting import common
from ..saying import say
from ..spelling import Spelling
from .messages import ProgramError, Span, product_message, too_many


@dataclass(frozen=True)
class Number:
    """A number or a list of such written in the program, or computed: not yet a node."""

    value: Any
    each: bool = False
    """Whether the first axis is that of the samples."""

    @property
    def scalar(self) -> bool:
        """Whether it is a single number, which can be part of an operation."""
        return np.ndim(self.value) == 0


Operand = Number | int
"""What an expression stands for: a number, or the index of a node."""


class Mark(NamedTuple):
    """How far a program has been read: how many there are of each."""

    nodes: int
    edges: int
    entries: int
    doubts: int


@dataclass
class Draft:
    """Nodes so far and what their names are."""

    lines: list[str]
    """The program as it was typed."""
    code: list[str]
    """The same, sign for sign, as Python has read it."""
    nodes: list[Node] = field(default_factory=list)
    names: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Name → index of its node, and the line where it was given."""
    edges: int = 0
    entries: int = 0
    samples: tuple[int, int] | None = None
    """How many samples `each` gives, and the line that said so first."""
    doubts: list[Doubt] = field(default_factory=list)
    """What was read, and may have been meant otherwise."""
    kept: set[int] = field(default_factory=set)
    """The calls, by `id`, whose result keeps the axis that it is reduced along."""
    announced: set[int] = field(default_factory=set)
    """The calls, by `id`, in which the axis was called one: `sum(X, axis=0)`."""
    round: int = 0
    """The round of a loop whose lines are read; 0 outside of loops."""
    leaf_wanted: bool = False
    """Whether a leaf's value is read, so that what is computed of numbers is a number."""
    families: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Names that are given with an index, and the last index of each: `h[4] = …`."""
    numbered: dict[str, str] = field(default_factory=dict)
    """Nodes' names that stand for one that a loop gives again and again: z2 → z."""
    counting: dict[str, int] = field(default_factory=dict)
    """What counts the rounds of a loop, and the line of that loop."""
    sources: dict[int, ast.expr] = field(default_factory=dict)
    """Where products stand in the text."""
    aside: dict[str, ProgramError] = field(default_factory=dict)
    """Names of lines that could not be read, and that the others may not need; and why."""
    spelled: dict[str, Spelling] = field(default_factory=dict)
    """How a name was typed, where it was not typed so."""

    def mark(self) -> Mark:
        """How far it has been read."""
        return Mark(len(self.nodes), self.edges, self.entries, len(self.doubts))

    def back(self, mark: Mark) -> None:
        """Forget what was read after a mark."""
        del self.nodes[mark.nodes :], self.doubts[mark.doubts :]
        self.edges, self.entries = mark.edges, mark.entries

    def span(self, item: ast.stmt | ast.expr | ast.keyword) -> Span:
        """Where an item stands; `ast` counts bytes, people count characters."""
        line, text = item.lineno, self.code[item.lineno - 1]
        column, end = item.col_offset, item.end_col_offset
        if item.end_lineno != line or end is None:
            end = len(text.encode())
        if not text.isascii():
            data = text.encode()
            column, end = (len(data[:place].decode()) for place in (column, end))
        return Span(line, column + 1, end + 1)

    def text(self, span: Span) -> str:
        """A piece of the program as it was typed."""
        return self.lines[span.line - 1][span.column - 1 : span.end - 1]

    def leaf(self, operand: Operand, span: Span) -> int:
        """A node for an operand: a number that cannot join the operation is a constant leaf."""
        if isinstance(operand, int):
            return operand
        return self.given(operand, span, role="constant")

    def given(self, number: Number, span: Span, *, role: Role, name: str | None = None) -> int:
        """A leaf with its value."""
        value = number.value if isinstance(number.value, Made) else frozen(number.value)
        return self.add(
            span,
            Node(
                index=len(self.nodes),
                name=name,
                role=role,
                given=value,
                shape=value.shape[1:] if number.each else value.shape,
                sampled=number.each,
                line=span.line,
            ),
        )

    def operate(
        self, name: str, args: tuple[int, ...], literal: tuple[np.float64, ...], span: Span
    ) -> int:
        """A new node for an operation."""
        op = REGISTRY[name]
        operands = [self.nodes[arg] for arg in args]
        if op.elementwise and any([node.shape for node in operands]):
            args = self._repeated(self._single(args, span), span)
            operands = [self.nodes[arg] for arg in args]
        self.edges += len(args)
        if self.edges > limits.EDGES.most:
            too_many(span, limits.EDGES)
        if op.over_samples and not operands[0].sampled:
            raise span.error(
                say(
                    "`%(name)s` is over the samples, and this is the same for all of them.",
                    name=name,
                ),
                say(
                    "Samples are given with `each`: `x: input = each(2, 1, -1)`. Over entries it "
                    "is `sum` or `mean`."
                )
                if operands[0].shape
                else say("Samples are given with `each`: `x: input = each(2, 1, -1)`."),
            )
        try:
            node = operation(op, operands, index=len(self.nodes), literal=literal, line=span.line)
        except ShapeError as error:
            product = name == "matmul" and all(node.shape for node in operands)
            said = product_message(*operands) if product else (error.message, error.hint)
            found = span.error(*said)
            found.sizes = True
            raise found from None
        return self.add(span, node)

    def _single(self, args: tuple[int, ...], span: Span) -> tuple[int, ...]:
        """The operands, those of one entry as the number that it is where others are larger: 1×1.

        Of several shapes with one entry that with most brackets stays.
        """
        wide = {self.nodes[arg].shape for arg in args} - {()}
        if len(wide) < 2:
            return args
        stays = max(wide, key=lambda shape: (prod(shape), len(shape)))
        return tuple(
            self.operate("sum", (arg,), (), span)
            if self.nodes[arg].shape not in ((), stays) and prod(self.nodes[arg].shape) == 1
            else arg
            for arg in args
        )

    def _repeated(self, args: tuple[int, ...], span: Span) -> tuple[int, ...]:
        """The operands, those that numpy would repeat over the others repeated: one shape."""
        wide = {self.nodes[arg].shape for arg in args} - {()}
        target = common(tuple(wide)) if len(wide) > 1 else None
        if target is None:
            return args
        sizes = tuple(np.float64(size) for size in target)
        return tuple(
            arg
            if self.nodes[arg].shape in ((), target)
            else self.operate("broadcast_to", (arg,), sizes, span)
            for arg in args
        )

    def add(self, span: Span, node: Node) -> int:
        """Append a node; its index."""
        size = prod(node.shape) * (self.samples[0] if node.sampled and self.samples else 1)
        if size > limits.ENTRIES.most:
            raise span.error(
                say(
                    "this would have %(size)s entries; a value has at most %(most)s.",
                    size=size,
                    most=limits.ENTRIES.most,
                )
            )
        self.count(size, span)
        if len(self.nodes) >= limits.NODES.most:
            too_many(span, limits.NODES)
        self.nodes.append(replace(node, round=self.round) if self.round else node)
        return node.index

    def count(self, size: int, span: Span) -> None:
        """So many more numbers, within what all values together may have."""
        self.entries += size
        if self.entries > limits.ALL_ENTRIES.most:
            raise span.error(
                say(
                    "there are more than %(most)s %(what)s.",
                    most=limits.ALL_ENTRIES.most,
                    what=say(limits.ALL_ENTRIES.what),
                ),
                say("Make the vectors and matrices smaller."),
            )
