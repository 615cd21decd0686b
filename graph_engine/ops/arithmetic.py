"""Sums, products, powers, and what they become when one operand is a number in the formula."""

from functools import reduce
from typing import Any

import numpy as np

from ..arrays import Shape
from ..op import Kink, Op, choose, family
from ..saying import say

ONE = np.float64(1.0)
MINUS_ONE = np.float64(-1.0)


def _total(first: Any, *others: Any) -> Any:
    for term in others:
        first = first + term
    return first


def _plus(count: int) -> str:
    return " + ".join(f"#{k + 1}" for k in range(count))


def _chosen(port: int, out: Any, operands: tuple[Any, ...]) -> Any:
    """1 where operand `port` is the first that is the result, else 0."""
    chosen = operands[port] == out
    for earlier in operands[:port] if np.any(chosen) else ():
        chosen = chosen & (earlier != out)
    return choose(chosen, 1.0, 0.0, by=out)


def _first(choice: str, beyond: str, reaches: str) -> tuple[str, str, str]:
    """The same in TeX, of the first operand, of one between and of the last: beyond all before, and
    not short of those that follow. So it is true on a tie, too."""
    after, before = f"[#i {reaches} {choice}(#>)]", f"[#i {beyond} {choice}(#<)]"
    return after, rf"{before} \cdot {after}", before


def _tie(*operands: Any) -> Any:
    return _several(operands, reduce(np.maximum, operands))


def _tie_low(*operands: Any) -> Any:
    return _several(operands, reduce(np.minimum, operands))


def _several(operands: tuple[Any, ...], chosen: Any) -> Any:
    """Whether more than one operand is the chosen number."""
    return sum(operand == chosen for operand in operands) > 1


def _not_entry_by_entry(first: Shape, other: Shape) -> str:
    """The cure where somebody has multiplied entry by entry what does not fit."""
    if len(first) == 2 and first[1:] == other[:1]:
        return say("The product of a matrix and a vector is written `W @ x`.")
    return say("`*` multiplies entry by entry; `@` is the product of matrices.")


ARITHMETIC = family(
    "Sums, products, powers",
    Op(
        name="add",
        title="sum",
        symbol="Σ",
        symbol_of_two="+",
        typed=_plus,
        ordered=True,
        operands=("a", "…"),
        formula=_plus,
        forward=_total,
        partials=lambda port: ONE,
        slopes=("1",),
        samples=((1.5, -2.0), (0.5, 3.0, -7.25)),
    ),
    Op(
        name="sub",
        title="difference",
        symbol="−",
        typed="#1 - #2",
        ordered=True,
        operands=("a", "b"),
        places=("first term", "second term"),
        formula="#1 - #2",
        forward=lambda a, b: a - b,
        partials=(ONE, MINUS_ONE),
        slopes=("1", "-1"),
        samples=((1.5, -2.0), (-3.0, 4.0)),
    ),
    Op(
        name="mul",
        title="product",
        symbol="×",
        typed="#1 * #2",
        operands=("a", "b"),
        places=("left factor", "right factor"),
        formula=r"#1 \cdot #2",
        forward=lambda a, b: a * b,
        partials=(lambda out, a, b: b, lambda out, a, b: a),
        slopes=("#2", "#1"),
        samples=((1.5, -2.0), (-3.0, 0.25), (0.0, 2.0)),
        misfit=_not_entry_by_entry,
    ),
    Op(
        name="div",
        title="quotient",
        symbol="÷",
        typed="#1 / #2",
        ordered=True,
        operands=("a", "b"),
        places=("numerator", "denominator"),
        formula=r"\frac{#1}{#2}",
        forward=lambda a, b: a / b,
        partials=(
            lambda out, a, b: 1.0 / b,
            lambda out, a, b: -a / (b * b),
        ),
        slopes=(r"\frac{1}{#2}", r"-\frac{#1}{#2^{2}}"),
        samples=((1.5, -2.0), (-3.0, 0.25)),
        domain="b ≠ 0",
        pole=lambda a, b: (b == 0) & (a != 0),
        pole_reason="a division by 0 has no finite result",
    ),
    Op(
        name="pow",
        title="power",
        symbol="xʸ",
        typed="#1**#2",
        ordered=True,
        operands=("a", "b"),
        places=("base", "exponent"),
        formula="#1^{#2}",
        forward=lambda a, b: np.float_power(a, b),
        partials=(
            lambda out, a, b: b * np.float_power(a, b - 1),
            # a^b ln a runs to 0 as a does, where b > 0.
            lambda out, a, b: np.where((a == 0) & (b > 0), 0.0, out * np.log(a))[()],
        ),
        slopes=(r"#2 \cdot #1^{#2 - 1}", r"#1^{#2} \cdot \log(#1)"),
        samples=((1.5, -2.0), (0.3, 2.5), (2.0, 0.5)),
        domain="a > 0 (for a ≤ 0 only some exponents have a result)",
        pole=lambda a, b: (a == 0) & (b < 0),
        pole_reason="0 to a negative power is a division by 0",
    ),
    Op(
        name="neg",
        title="change of sign",
        symbol="−",
        typed="-#1",
        operands=("x",),
        formula="-#1",
        forward=lambda x: -x,
        partials=(MINUS_ONE,),
        slopes=("-1",),
        samples=((1.5,), (-2.0,)),
    ),
    Op(
        name="identity",
        title="another name",
        symbol="=",
        typed="#1",
        operands=("x",),
        formula="#1",
        forward=lambda x: x,
        partials=(ONE,),
        slopes=("1",),
        samples=((1.5,),),
    ),
    Op(
        name="scale",
        title="product with a number",
        called=("product",),
        symbol="#c·",
        typed="#c * #1",
        operands=("x",),
        formula=r"#c \cdot #1",
        forward=lambda x, c: c * x,
        partials=(lambda out, x, c: c,),
        slopes=("#c",),
        samples=((1.5, -2.0), (-0.5, 3.0)),
        literal=True,
    ),
    Op(
        name="shift",
        title="sum with a number",
        called=("sum",),
        symbol="#+c",
        typed="#1 + #c",
        operands=("x",),
        formula="#1 #+c",
        forward=lambda x, c: x + c,
        partials=(ONE,),
        slopes=("1",),
        samples=((1.5, -2.0), (-0.5, 3.0)),
        literal=True,
    ),
    Op(
        name="subtract_from",
        title="difference from a number",
        called=("difference",),
        symbol="#c−",
        typed="#c - #1",
        operands=("x",),
        formula="#c - #1",
        forward=lambda x, c: c - x,
        partials=(MINUS_ONE,),
        slopes=("-1",),
        samples=((1.5, 1.0), (-0.5, 3.0)),
        literal=True,
    ),
    Op(
        name="divide_by",
        title="quotient by a number",
        called=("quotient",),
        symbol="÷#c",
        typed="#1 / #c",
        operands=("x",),
        formula=r"\frac{#1}{#c}",
        forward=lambda x, c: x / c,
        partials=(lambda out, x, c: 1.0 / c,),
        slopes=(r"\frac{1}{#c}",),
        samples=((1.5, -2.0), (-0.5, 3.0)),
        domain="every number, where the divisor is not 0",
        pole=lambda x, c: (c == 0) & (x != 0),
        pole_reason="a division by 0 has no finite result",
        literal=True,
    ),
    Op(
        name="reciprocal",
        title="number divided by the operand",
        called=("quotient",),
        symbol="#c/x",
        typed="#c / #1",
        operands=("x",),
        formula=r"\frac{#c}{#1}",
        forward=lambda x, c: c / x,
        partials=(lambda out, x, c: -c / (x * x),),
        slopes=(r"-\frac{#c}{#1^{2}}",),
        samples=((1.5, 1.0), (-0.5, 3.0)),
        domain="x ≠ 0",
        pole=lambda x, c: (x == 0) & (c != 0),
        pole_reason="a division by 0 has no finite result",
        literal=True,
    ),
    Op(
        name="power",
        title="power with a number as exponent",
        called=("power",),
        symbol="x#^c",
        typed="#1**#c",
        operands=("x",),
        formula="#1^{#c}",
        forward=lambda x, c: np.float_power(x, c),
        partials=(lambda out, x, c: c * np.float_power(x, c - 1) if c else np.float64(0.0),),
        slopes=(r"#c \cdot #1^{#d}",),
        samples=((1.5, 4.0), (-0.5, 3.0), (2.0, 0.5), (1.5, -1.0), (1.5, 0.0)),
        domain="every number for a whole exponent ≥ 0, x ≠ 0 for one < 0; x > 0 for the others",
        pole=lambda x, c: (x == 0) & (c < 0),
        pole_reason="0 to a negative power is a division by 0",
        literal=True,
    ),
    Op(
        name="max",
        title="maximum",
        symbol="max",
        operands=("a", "…"),
        formula=lambda count: rf"\max({', '.join(f'#{k + 1}' for k in range(count))})",
        forward=lambda *terms: np.max(np.stack(np.broadcast_arrays(*terms)), axis=0)[()],
        partials=lambda port: lambda out, *terms: _chosen(port, out, terms),
        slopes=_first(r"\max", ">", r"\ge"),
        samples=((1.5, -2.0), (0.5, 3.0, -7.25), (-1.0, 2.5)),
        kink=Kink(
            at=_tie,
            convention="On a tie the slope is a convention: the first of the largest gets 1, "
            "the others 0.",
        ),
    ),
    Op(
        name="min",
        title="minimum",
        symbol="min",
        operands=("a", "…"),
        formula=lambda count: rf"\min({', '.join(f'#{k + 1}' for k in range(count))})",
        forward=lambda *terms: np.min(np.stack(np.broadcast_arrays(*terms)), axis=0)[()],
        partials=lambda port: lambda out, *terms: _chosen(port, out, terms),
        slopes=_first(r"\min", "<", r"\le"),
        samples=((1.5, -2.0), (0.5, 3.0, -7.25), (-1.0, 2.5), (0.5, -3.0, 7.25)),
        kink=Kink(
            at=_tie_low,
            convention="On a tie the slope is a convention: the first of the smallest gets 1, "
            "the others 0.",
        ),
    ),
)
"""Operations that have an operator, and the two that choose an operand."""
