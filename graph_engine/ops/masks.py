"""Masks, the choice that a mask makes, and the stop: what is known forward and flat backward.

A comparison is 1 where it holds and 0 elsewhere; `where` takes one value or the other by it;
`detach` hands a value on, and no gradient.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..op import Kink, Op, choose, family

ZERO = np.float64(0.0)

_FLAT = (
    "A mask is 0 or 1 and does not change with a small step: nothing flows back through it, only "
    "through what it chooses."
)


def _compared(
    names: tuple[str, str],
    title: str,
    sign: str,
    tex: str,
    holds: Callable[[Any, Any], Any],
) -> tuple[Op, Op]:
    """A comparison of two values, and of a value with a number in the formula."""

    def forward(a: Any, b: Any) -> Any:
        return np.where(np.isnan(a + b), np.nan, np.where(holds(a, b), 1.0, 0.0))[()]

    kink = Kink(
        at=lambda a, b: a == b,
        convention="Where both are equal the mask jumps; its slope there is a convention: 0, as "
        "everywhere else.",
    )
    two = Op(
        name=names[0],
        title=title,
        called=("mask",),
        told_as_typed=True,
        symbol=sign,
        typed=f"#1 {sign} #2",
        ordered=True,
        operands=("a", "b"),
        places=("left side", "right side"),
        formula=f"[#1 {tex} #2]",
        forward=forward,
        partials=(ZERO, ZERO),
        slopes=("0", "0"),
        samples=((1.5, -2.0), (-3.0, 4.0)),
        kink=kink,
        flat=_FLAT,
    )
    one = Op(
        name=names[1],
        title=title,
        called=("mask",),
        told_as_typed=True,
        symbol=f"{sign} #c",
        typed=f"#1 {sign} #c",
        operands=("x",),
        formula=f"[#1 {tex} #c]",
        forward=forward,
        partials=(ZERO,),
        slopes=("0",),
        samples=((1.5, 1.0), (-0.5, 3.0), (0.5, 0.0)),
        literal=True,
        kink=kink,
        flat=_FLAT,
    )
    return two, one


COMPARISONS = {
    ">": _compared(("greater", "above"), "mask: greater", ">", ">", lambda a, b: a > b),
    "<": _compared(("less", "below"), "mask: less", "<", "<", lambda a, b: a < b),
    ">=": _compared(
        ("greater_equal", "at_least"), "mask: greater or equal", ">=", r"\ge", lambda a, b: a >= b
    ),
    "<=": _compared(
        ("less_equal", "at_most"), "mask: less or equal", "<=", r"\le", lambda a, b: a <= b
    ),
}
"""By the sign that is typed: of two values, and of one and a number."""

MASKS = family(
    "Masks and stops",
    *(op for pair in COMPARISONS.values() for op in pair),
    Op(
        name="where",
        title="choice by a mask",
        symbol="where",
        operands=("m", "a", "b"),
        places=("mask", "value where the mask holds", "value elsewhere"),
        formula=r"[#1 \ne 0] \cdot #2 + [#1 = 0] \cdot #3",
        # Not as the formula is written: what is not chosen may be infinite.
        forward=lambda m, a, b: choose(m != 0, a, b, by=m),
        partials=(
            ZERO,
            lambda out, m, a, b: choose(m != 0, 1.0, 0.0, by=m),
            lambda out, m, a, b: choose(m != 0, 0.0, 1.0, by=m),
        ),
        slopes=("0", r"[#1 \ne 0]", "[#1 = 0]"),
        samples=((1.0, 1.5, -2.0), (0.5, -3.0, 0.25), (0.0, 0.5, 3.0)),
        domain="a mask, 1 or 0, and two values",
        mask=0,
    ),
    Op(
        name="detach",
        title="stop, the value without its gradient",
        called=("stop",),
        symbol="stop",
        operands=("x",),
        formula=r"\operatorname{stop}(#1)",
        forward=lambda x: x,
        partials=(ZERO,),
        slopes=("0",),
        samples=((1.5,), (-2.0,)),
        stops=True,
        flat="The value goes on, the gradient is stopped here on purpose: what comes before is "
        "taken as given.",
    ),
)
"""What chooses and what stops."""
