"""A callout's content: always the plot, the formula, the numbers with the result, the check."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graph_engine import Edge, Node, Run

from ..languages import decimal
from ..picture import slots
from ..wording import formulas as f
from ..wording.numbers import MINUS, NumberFormat, significant
from ..wording.words import Words


@dataclass(frozen=True, kw_only=True)
class Card:
    """What one node says of one operand, or a leaf of its update."""

    head: str
    """What this kind teaches."""
    seen: str = ""
    """Of the plot what is known with the values."""
    slope: str = ""
    """Of the plot what shows the local gradient."""
    formula: str = ""
    numbers: str = ""
    check: tuple[str, ...] = ()
    remark: str = ""
    lit: str = ""
    """The wire whose number this is: the other operand's."""
    kind: str = ""
    """How the card looks beside the usual: "none" where there is no value, "update" of a leaf."""


@dataclass(frozen=True)
class Subject:
    """A wire into an operation, in one run."""

    words: Words
    run: Run
    edge: Edge

    @property
    def node(self) -> Node:
        """The operation."""
        return self.words.node(self.edge.dst)

    @property
    def op(self) -> str:
        """What it is called."""
        assert self.node.op is not None
        return self.node.op.name

    @cached_property
    def operands(self) -> tuple[Any, ...]:
        """The values that come in."""
        return tuple(self.run.values[arg] for arg in self.node.args)

    @property
    def value(self) -> Any:
        """That of the operand."""
        return self.operands[self.edge.port]

    @property
    def out(self) -> Any:
        """The result."""
        return self.run.values[self.edge.dst]

    @cached_property
    def single(self) -> bool:
        """Whether all that comes in and goes out are single numbers."""
        return not any(np.ndim(each) for each in (*self.operands, self.out))

    @cached_property
    def format(self) -> NumberFormat:
        """The screen's one precision: three digits, or the slide's two."""
        return self.words.wire

    @property
    def name(self) -> str:
        """The operand's name in running text."""
        return self.words.below(self.edge).plain

    @property
    def name_of_operand(self) -> str:
        """The operand's own name: W, where a derivative is by w = vec(W)."""
        return self.words.operand(self.edge).plain

    @property
    def result(self) -> str:
        """The result's name in running text."""
        return self.words.plain(self.edge.dst)

    def wire(self, port: int) -> str:
        """The slot of another operand's wire."""
        return slots.wire(self.words.walk.graph.operands[self.edge.dst][port])

    def forward(self, *operands: Any) -> Any:
        """The result for other operands."""
        node = self.node
        assert node.kernel is not None
        with np.errstate(all="ignore"):
            return node.kernel.forward(*operands, *node.literal)

    def moved(self, by: float, entry: tuple[int, ...] = ()) -> Any:
        """The result where one number of the operand is moved."""
        moved = np.array(self.value, dtype=np.float64)
        moved[entry] += by
        changed = [*self.operands]
        changed[self.edge.port] = moved[()]
        return self.forward(*changed)

    def step(self, at: float) -> float:
        """By how much a number is nudged: less where it is small."""
        size = abs(at)
        if not 0 < size < 0.01:
            return 0.001
        return float(10.0 ** (np.floor(np.log10(size)) - 2))


def boxed(text: str) -> str:
    """A result in its box, as MathML."""
    return f'<mrow class="boxed">{f.number(text, mark="local")}</mrow>'


def words_boxed(text: str) -> str:
    """A result that is no number: the size of a matrix."""
    return f'<mrow class="boxed"><mn class="local">{text}</mn></mrow>'


def few(x: float) -> str:
    """A small change, as the check writes it: 0.000197."""
    if not 1e-6 <= abs(x) < 1e-3:
        return significant(x, 3)
    rounded = f"{x:.3g}"
    return f"{float(rounded):.8f}".rstrip("0").replace("-", MINUS).replace(".", decimal())
