"""The kinds of steps: one class each, with its phase, how fine it is, and what it is about.

A kind of one's own is one more such class, and its words (`app/wording/sentences`).
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from ..graph import Edge
from .steps import Phase, Step, Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(Step):
    """The task: the leaves have their numbers, or some of these are sought."""

    kind: ClassVar[str] = "start"
    phase: Phase = "start"
    node: int | None = field()
    """The loss, where there is one."""
    sought: tuple[int, ...] = ()
    """The leaves whose numbers nobody knows yet."""

    @property
    def called(self) -> str:
        """There is one start."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbols(Step):
    """An operation, in symbols."""

    kind: ClassVar[str] = "symbols"
    phase: Phase = "forward"
    stop: Stop = "formula"
    node: int = field()


@dataclass(frozen=True, slots=True, kw_only=True)
class Value(Step):
    """An operation's value."""

    kind: ClassVar[str] = "value"
    phase: Phase = "forward"
    node: int = field()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed(Step):
    """∂ℒ/∂ℒ = 1: the whole backward pass begins."""

    kind: ClassVar[str] = "seed"
    phase: Phase = "backward"
    node: int = field()


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Step):
    """A path of the chain is chosen."""

    kind: ClassVar[str] = "path"
    phase: Phase = "backward"
    path: int = field()
    product: Any = field()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes(Step):
    """The sizes of a path's factors."""

    kind: ClassVar[str] = "sizes"
    phase: Phase = "backward"
    stop: Stop = "formula"
    path: int = field()
    product: Any = field()


@dataclass(frozen=True, slots=True, kw_only=True)
class SlopeSymbols(Step):
    """A local gradient, in symbols."""

    kind: ClassVar[str] = "slope_symbols"
    phase: Phase = "backward"
    stop: Stop = "formula"
    edge: Edge = field()
    path: int | None = field(default=None)
    product: Any = field(default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope(Step):
    """A local gradient's number; in the chain the product so far, too, save with the last one."""

    kind: ClassVar[str] = "slope"
    phase: Phase = "backward"
    edge: Edge = field()
    path: int | None = field(default=None)
    product: Any = field(default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Step):
    """Upstream × local: what flows back on a wire."""

    kind: ClassVar[str] = "flow"
    phase: Phase = "backward"
    stop: Stop = "edge"
    edge: Edge = field()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reuse(Step):
    """A factor of a later path that an earlier one has told."""

    kind: ClassVar[str] = "reuse"
    phase: Phase = "backward"
    edge: Edge = field()
    path: int = field()
    product: Any = field(default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Step):
    """A path's product."""

    kind: ClassVar[str] = "product"
    phase: Phase = "backward"
    path: int = field()
    product: Any = field()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(Step):
    """The sum of what comes back to a node, from its consumers or along its paths."""

    kind: ClassVar[str] = "sum"
    phase: Phase = "backward"
    node: int = field()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Step):
    """The rule of the update, for its first leaf."""

    kind: ClassVar[str] = "rule"
    phase: Phase = "update"
    stop: Stop = "formula"
    node: int = field()


@dataclass(frozen=True, slots=True, kw_only=True)
class New(Step):
    """A leaf's new value."""

    kind: ClassVar[str] = "new"
    phase: Phase = "update"
    node: int = field()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Step):
    """The new values stand in the leaves."""

    kind: ClassVar[str] = "placed"
    phase: Phase = "update"
    node: int | None = field()
    """The leaf, where there is only one."""
