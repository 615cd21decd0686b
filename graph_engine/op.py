"""What an operation is: one declaration from which everything else about it follows.

The parser, the passes, the formulas on screen, the reference page and the contract tests all read
the same `Op`; adding an operation is adding one declaration (see `graph_engine/ops/`).

Formulas are TeX with TeX's own placeholders: `#1 #2` are the operands, `#0` is the result, `#c` is
the literal that belongs to the operation (`2*x`, `x**3`), `#+c` the same with its sign written
(`x + 1`, `x - 1`), `#d` the literal less 1, and in an operation of any number of operands `#i` is
the one we differentiate by, `#<` lists those before it and `#>` those behind. `[a > b]` is
Iverson's bracket: 1 where it holds, else 0.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

import numpy as np

from .arrays import Shape
from .expansion import Places
from .jacobian import Jacobian

Partial = Callable[..., Any] | np.float64
"""`partial(out, *operands, *literal)`, the elementwise derivative of the result by one operand; a
number where it is the same everywhere."""


LISTED = 12
"""Operands that a slope lists; of more it lists the first and the last."""


class Cost(NamedTuple):
    """What an operation costs, by the shapes alone and for one sample."""

    flops: float
    """Sums and products of the forward pass."""
    back: float
    """Of the vector-Jacobian products by all operands together."""
    scratch: float = 0.0
    """Numbers that are held meanwhile, besides operands and result."""
    passes: float = 1.0
    """How often the numbers are read and written, where that is more than once."""


def dense(flops: float, scratch: float = 0.0) -> Cost:
    """The cost of a product of arrays: each of its two operands gets a product like it."""
    return Cost(flops, 2 * flops, scratch)


class ShapeError(ValueError):
    """Operands that do not fit together; `hint` is the cure."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the cure beside the words."""
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, kw_only=True, eq=False)
class Kernel:
    """An operation made ready for operands of certain shapes.

    Every function takes values with or without a leading axis of samples, and tells by the number
    of axes which have one. `pulls` are the vector-Jacobian products, one per operand:
    `pull(upstream, out, *operands, *literal)` is the contribution in the operand's shape, with the
    axis of samples where the operand has one or where samples are still to be added.
    """

    shape: Shape
    """Of the result."""
    forward: Callable[..., Any]
    pulls: tuple[Callable[..., Any], ...]
    jacobians: tuple[Callable[..., Jacobian], ...]
    """`(out, *operands, *literal)`, for one sample."""
    formula: str
    """The result in TeX."""
    slopes: tuple[str, ...]
    """The local Jacobians in TeX."""
    worked: tuple[str, ...]
    """The same as one works them out with numbers."""
    cost: Cost | None = None
    """What it costs, where that is more than the shapes of operands and result say."""
    direct: bool = False
    """Whether contribution = upstream · partial, entry by entry: no operand was spread."""


@dataclass(frozen=True, kw_only=True)
class Kink:
    """Where an operation has no slope of its own, and which slope we take there."""

    at: Callable[..., Any]
    """`at(*operands, *literal)` is true at the kink."""
    convention: str
    """A sentence: which number is used, since mathematics leaves it open."""


def _no_forward(*operands: Any) -> Any:
    raise TypeError("this operation is computed by its kernel")


@dataclass(frozen=True, kw_only=True)
class Op:
    """One operation, elementwise unless it has a `kernel` of its own.

    Elementwise: operands and result have one shape, or are scalars. `partials` are the derivatives
    ∂out/∂operand, entry by entry, so the local Jacobian is diagonal and the vector-Jacobian product
    is `upstream * partial`.
    """

    name: str
    """Key in the registry, and the function's name in the language where `function` is true."""
    title: str
    """What a person calls it: "logistic sigmoid"."""
    called: tuple[str, ...] = ()
    """What it is called in a sentence, where its title does not stand there: "sum"; the last where
    the result is no single number."""
    told_as_typed: bool = False
    """Whether a sentence has it as it is typed: the entry x[1], the mask x > 0."""
    family: str = ""
    """The heading of the reference that it stands under; see `family`."""
    symbol: str
    """What stands in the circle of the picture; `#c`, `#+c`, `#^c` write the literal."""
    symbol_of_two: str = ""
    """The same where it has two operands, if that differs."""
    typed: str | Callable[[int], str] = ""
    """How it is typed, with the formula's placeholders: `#1 - #2`, `#c * #1`; a function of the
    number of operands where that is not fixed; "" for `name(x)`."""
    ordered: bool = False
    """Whether the operands come in from top to bottom in the picture, as they are written."""
    operands: tuple[str, ...]
    """The operands' names in messages and in the reference: `("x",)`; `("x", "…")` any number."""
    places: tuple[str, ...] = ()
    """What an operand is for the operation, "numerator"; said where one node stands in two."""
    formula: str | Callable[[int], str]
    """The result in TeX; a function of the number of operands where that is not fixed."""
    forward: Callable[..., Any] = _no_forward
    """`forward(*operands, *literal)`, in numpy, so that arrays work as well as scalars."""
    partials: tuple[Partial, ...] | Callable[[int], Partial] = ()
    """One derivative per operand, or a function of the operand's place."""
    slopes: tuple[str, ...] = ()
    """The same derivatives in TeX; where the number of operands is not fixed one with `#i`, or
    three: by the first operand, by one between, by the last."""
    worked: tuple[str, ...] = ()
    """The slopes as one would work them out with numbers, where that differs: `#0(1-#0)`."""
    letters: str = ""
    """A sentence: what a letter stands for that is in the slopes and is no operand."""
    samples: tuple[tuple[Any, ...], ...]
    """Operands (and literal) at which the contract tests try it; none at a kink."""
    kernel: Callable[[tuple[Shape, ...], tuple[int, ...]], Kernel] | None = None
    """What it is for operands of these shapes (and these whole numbers, where `sizes`); raises
    `ShapeError`. None: elementwise."""
    expansion: Callable[..., Places] | None = None
    """The same in operations on single numbers, `expansion(writing, *places)`, where it has a
    kernel; see `graph_engine/expansion.py`. None: it cannot be drawn entry by entry."""
    cost: Callable[[tuple[Shape, ...], Shape], Cost] | None = None
    """What it costs by the shapes of operands and result, where that is not a few sums and
    products for each of their entries; see `Op.costs`."""
    misfit: Callable[[Shape, Shape], str] | None = None
    """The cure where two operands that should have one shape have these two."""
    domain: str = "every number"
    """Where it is defined, in words."""
    pole: Callable[..., Any] | None = None
    """`pole(*operands, *literal)` is true where the result is infinite by definition."""
    pole_reason: str = ""
    """Why, as a clause: "the logarithm falls without end towards 0"."""
    bounds: tuple[float, float] | None = None
    """Values that the result comes near but never takes; meeting one is rounding."""
    kink: Kink | None = None
    flat: str = ""
    """Set where the slope is 0 everywhere: what that means for learning, in words."""
    mask: int | None = None
    """Which operand chooses, where one is only asked whether it is 0."""
    literal: bool = False
    """Whether a numeric literal is part of the operation."""
    literal_default: float | None = None
    """The literal's value where it may be left out."""
    sizes: tuple[int, int] = (0, 0)
    """How many whole numbers follow the operands and belong to the operation: least and most."""
    keyword: str = ""
    """How the whole number that may follow the operands is announced: `sum(X, axis=0)`."""
    words: tuple[tuple[str, int | str], ...] = ()
    """How each of its whole numbers is announced, `stride=2`, and what it is where it is not: a
    number, or what another one is; empty where it has to be said. The first `sizes[0]` of them,
    and then the others, may be said by their order, too."""
    beside: tuple[tuple[str, bool | int | None], ...] = ()
    """What PyTorch's function takes besides, in its order, and what that is where it is not said:
    nothing else is here."""
    listing: Callable[[Sequence[Any]], str] | None = None
    """How its whole numbers are written in brackets, where they do not just stand in a row."""
    stops: bool = False
    """Whether it hands its value on and no gradient: central differences hold it, too."""
    over_samples: bool = False
    """Whether it takes a value per sample and gives one for all of them."""

    @property
    def function(self) -> bool:
        """Whether it is written `name(x)`; otherwise it has an operator of its own."""
        return not self.typed

    def noun(self, shape: Shape = ()) -> str:
        """What a result of that shape is called in a sentence."""
        return (self.called[-1] if shape else self.called[0]) if self.called else self.title

    @cached_property
    def variadic(self) -> bool:
        """Whether it takes any number of operands, two or more."""
        return self.operands[-1] == "…"

    @cached_property
    def arity(self) -> int:
        """The number of operands, the least one where it is not fixed."""
        return 2 if self.variadic else len(self.operands)

    @property
    def elementwise(self) -> bool:
        """Whether each entry of the result depends on that entry of the operands alone."""
        return self.kernel is None

    def partial(self, port: int) -> Partial:
        """The derivative by operand number `port`, as a function `(out, *operands, *literal)`."""
        if callable(self.partials):
            return self.partials(port)
        return self.partials[port]

    def as_typed(self, operands: Sequence[str], literal: str = "") -> str:
        """The operation as it is typed in a program, with operands and literal in place."""
        if not self.typed:
            announced = f"{self.keyword}={literal}" if self.keyword else literal
            return f"{self.name}({', '.join([*operands, *([announced] if literal else [])])})"
        form = self.typed(len(operands)) if callable(self.typed) else self.typed
        return re.sub(
            r"#(\d+|c)",
            lambda place: literal if place[1] == "c" else operands[int(place[1]) - 1],
            form,
        )

    def listed(self, numbers: Sequence[Any]) -> str:
        """The whole numbers that belong to it, as they are typed: `2, 1`, or `1:3`."""
        if self.listing is not None:
            return self.listing(numbers)
        return ", ".join(
            str(int(number)) if float(number).is_integer() else f"{number:g}" for number in numbers
        )

    def costs(self, shapes: tuple[Shape, ...], shape: Shape) -> Cost:
        """What it costs for operands of these shapes and a result of that one."""
        if self.cost is not None:
            return self.cost(shapes, shape)
        size = max(prod(shape), *map(prod, shapes))
        return Cost(len(shapes) * size, 2 * len(shapes) * size, 2 * size)

    def tex(self, count: int) -> str:
        """The result's formula for `count` operands."""
        return self.formula(count) if callable(self.formula) else self.formula

    def slope_tex(self, port: int, count: int, *, worked: bool = False) -> str:
        """The formula of the derivative by operand `port`; `worked`: as done with numbers."""
        table = self.worked if worked and self.worked else self.slopes
        if not self.variadic:
            return table[port]
        which = 0 if len(table) == 1 or not port else 2 if port == count - 1 else 1
        found = table[which].replace("#i", f"#{port + 1}")
        found = found.replace("#<", _listed(1, port)).replace("#>", _listed(port + 2, count))
        # The largest of one operand is that operand.
        return re.sub(r"\\(?:max|min)\((#\d+)\)", r"\1", found)


def _listed(first: int, last: int) -> str:
    """Operands from one to another; of many the first and the last."""
    some = last - first < LISTED
    places = range(first, last + 1) if some else (first, first + 1, 0, last)
    return ", ".join(f"#{place}" if place else r"\ldots" for place in places)


def choose(condition: Any, yes: Any, no: Any, by: Any) -> Any:
    """`yes` where the condition holds, else `no`; where `by` is not a number, neither is this."""
    return np.where(np.isnan(by), np.nan, np.where(condition, yes, no))[()]


def unary(
    name: str,
    title: str,
    formula: str,
    forward: Callable[..., Any],
    slope: str,
    partial: Partial,
    *,
    worked: str = "",
    **more: Any,
) -> Op:
    """A function of one operand, in a line: f in TeX and in numpy, then f′ likewise.

    `partial(out, x, *literal)`. `more` are further fields of `Op`; its symbol is its name unless
    they say another, its operand x.
    """
    return Op(
        name=name,
        title=title,
        symbol=more.pop("symbol", name),
        operands=("x",),
        formula=formula,
        forward=forward,
        partials=(partial,),
        slopes=(slope,),
        worked=(worked,) if worked else (),
        **more,
    )


def family(heading: str, *operations: Op) -> tuple[Op, ...]:
    """Operations that stand together under a heading of the reference."""
    return tuple(replace(op, family=heading) for op in operations)


def registry(families: Sequence[Sequence[Op]]) -> dict[str, Op]:
    """All operations by name, in the order of their declaration; a name given twice is a bug."""
    found: dict[str, Op] = {}
    for op in (op for family in families for op in family):
        if op.name in found:
            raise ValueError(f"operation {op.name!r} is declared twice")
        found[op.name] = op
    return found
