"""What an operation is: one declaration from which everything else about it follows.

The parser, the passes, the formulas on screen, the reference page and the contract tests all read
the same `Op`; adding an operation is adding one declaration (see `graph_engine/ops/`).

Formulas are TeX with TeX's own placeholders: `#1 #2` are the operands, `#0` is the result, `#c` is
the literal that belongs to the operation (`2*x`, `x**3`), `#+c` the same with its sign written
(`x + 1`, `x - 1`), `#d` the literal less 1, and in an operation of any number of operands `#i` is
the one we differentiate by and `#,` lists them all. `[a > b]` is Iverson's bracket: 1 where it
holds, else 0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .jacobian import Jacobian

Array = NDArray[np.float64]
"""A value: 0-d for a scalar. Inside the passes a scalar may be a bare `np.float64`."""

Shape = tuple[int, ...]
"""Of a value: () a scalar, (n,) a column vector, (m, n) a matrix; samples are no part of it."""

Partial = Callable[..., Any] | np.float64
"""`partial(out, *operands, *literal)`, the elementwise derivative of the result by one operand; a
number where it is the same everywhere."""


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
    jacobians: tuple[Callable[..., "Jacobian"], ...]
    """`(out, *operands, *literal)`, for one sample."""
    formula: str
    """The result in TeX."""
    slopes: tuple[str, ...]
    """The local Jacobians in TeX."""
    worked: tuple[str, ...]
    """The same as one works them out with numbers."""
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
    symbol: str
    """What stands in the circle of the picture; `#c`, `#+c`, `#^c` write the literal."""
    operands: tuple[str, ...]
    """The operands' names in messages and in the reference: `("x",)`; `("x", "…")` any number."""
    formula: str | Callable[[int], str]
    """The result in TeX; a function of the number of operands where that is not fixed."""
    forward: Callable[..., Any] = _no_forward
    """`forward(*operands, *literal)`, in numpy, so that arrays work as well as scalars."""
    partials: tuple[Partial, ...] | Callable[[int], Partial] = ()
    """One derivative per operand, or a function of the operand's place."""
    slopes: tuple[str, ...] = ()
    """The same derivatives in TeX; one with `#i` where the number of operands is not fixed."""
    worked: tuple[str, ...] = ()
    """The slopes as one would work them out with numbers, where that differs: `#0(1-#0)`."""
    samples: tuple[tuple[Any, ...], ...]
    """Operands (and literal) at which the contract tests try it; none at a kink."""
    kernel: Callable[[tuple[Shape, ...], tuple[int, ...]], Kernel] | None = None
    """What it is for operands of these shapes (and these whole numbers, where `sizes`); raises
    `ShapeError`. None: elementwise."""
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
    literal: bool = False
    """Whether a numeric literal is part of the operation."""
    literal_default: float | None = None
    """The literal's value where it may be left out."""
    sizes: tuple[int, int] = (0, 0)
    """How many whole numbers follow the operands and belong to the operation: least and most."""
    over_samples: bool = False
    """Whether it takes a value per sample and gives one for all of them."""
    function: bool = True
    """Whether it can be written `name(x)`; otherwise it has an operator of its own."""
    tightness: int = 4
    """How tightly the formula binds: 1 sum or sign, 2 product, 3 power, 4 needs no brackets."""

    @property
    def variadic(self) -> bool:
        """Whether it takes any number of operands, two or more."""
        return self.operands[-1] == "…"

    @property
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

    def tex(self, count: int) -> str:
        """The result's formula for `count` operands."""
        return self.formula(count) if callable(self.formula) else self.formula

    def slope_tex(self, port: int, count: int, *, worked: bool = False) -> str:
        """The formula of the derivative by operand `port`; `worked`: as done with numbers."""
        table = self.worked if worked and self.worked else self.slopes
        if not self.variadic:
            return table[port]
        listed = ", ".join(f"#{k + 1}" for k in range(count))
        return table[0].replace("#i", f"#{port + 1}").replace("#,", listed)


def two_digits(value: Any) -> Any:
    """Numbers as a lecture writes them on the board: two significant digits, each on its own."""
    if np.ndim(value) == 0:
        return np.float64(f"{value:.2g}")
    array = np.asarray(value, dtype=np.float64)
    flat = array.reshape(-1)
    found = flat.copy()
    with np.errstate(all="ignore"):
        power = np.floor(np.log10(np.abs(flat))) - 1
        scaled = flat / 10.0**power
        digits = np.rint(scaled)
        # At a tie, at a power of ten and at the ends of what a float can be, it is written out.
        sure = np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) > 1e-9
        sure &= (np.abs(scaled) > 10 + 1e-9) & (np.abs(scaled) < 100 - 1e-9)
    # There are few pairs of power and digits, however many numbers.
    pairs = (power[sure] * 1000 + digits[sure] + 500).astype(np.int64)
    known, places = np.unique(pairs, return_inverse=True)
    read = [float(f"{pair % 1000 - 500}e{pair // 1000}") for pair in known.tolist()]
    found[sure] = np.array(read, dtype=np.float64)[places]
    others = ~sure & (flat != 0)
    numbers, places = np.unique(flat[others], return_inverse=True)
    read = [float(f"{number:.2g}") for number in numbers]
    found[others] = np.array(read, dtype=np.float64)[places]
    return found.reshape(array.shape)


def choose(condition: Any, yes: Any, no: Any, by: Any) -> Any:
    """`yes` where the condition holds, else `no`; where `by` is not a number, neither is this."""
    return np.where(np.isnan(by), np.nan, np.where(condition, yes, no))[()]


def registry(families: Sequence[Sequence[Op]]) -> dict[str, Op]:
    """All operations by name, in the order of their declaration; a name given twice is a bug."""
    found: dict[str, Op] = {}
    for op in (op for family in families for op in family):
        if op.name in found:
            raise ValueError(f"operation {op.name!r} is declared twice")
        found[op.name] = op
    return found
