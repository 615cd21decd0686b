"""Elementwise operations for operands of any shape: the kernel that follows from the partials.

Operands have one shape, or are scalars, which are spread over the others; nothing else broadcasts.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np

from .arrays import Shape
from .jacobian import Dense, Diagonal, Jacobian
from .op import Kernel, Op, Partial, ShapeError
from .saying import say


def elementwise(op: Op, shapes: tuple[Shape, ...]) -> Kernel:
    """The kernel of an elementwise operation; raises `ShapeError`."""
    shape = _common(op, shapes)
    spread = tuple(len(each) < len(shape) for each in shapes)
    mixed = any(spread)
    count = len(shapes)
    stay = tuple(stays(op, port) for port in range(count))

    def lifted(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return lined_up(shape, shapes, values)

    def forward(*operands: Any) -> Any:
        return op.forward(*lifted(operands))

    def pull(port: int) -> Callable[..., Any]:
        partial = op.partial(port)
        thin, fixed = spread[port], stay[port]

        def pulled(upstream: Any, out: Any, *operands: Any) -> Any:
            slope = partial(out, *lifted(operands)) if callable(partial) else partial
            flow = upstream * (slope if fixed else defined(slope, out))
            return np.sum(flow, axis=tuple(range(-len(shape), 0))) if thin else flow

        return pulled

    def jacobian(port: int) -> Callable[..., Jacobian]:
        partial, fixed = op.partial(port), stay[port]

        def built(out: Any, *operands: Any) -> Jacobian:
            slope = partial(out, *operands) if callable(partial) else partial
            slope = slope if fixed else defined(slope, out)
            entries = np.broadcast_to(slope, shape).reshape(-1)
            if spread[port]:
                return Dense(entries=entries[:, None])
            return Diagonal(size=prod(shape), entries=entries)

        return built

    ports = range(count)
    slopes = tuple(op.slope_tex(port, count) for port in ports)
    worked = tuple(op.slope_tex(port, count, worked=True) for port in ports)
    if shape:
        size = prod(shape)
        slopes = tuple(_matrix(tex, thin, size) for tex, thin in zip(slopes, spread, strict=True))
        worked = tuple(_matrix(tex, thin, size) for tex, thin in zip(worked, spread, strict=True))
    return Kernel(
        shape=shape,
        forward=forward if mixed else op.forward,
        pulls=tuple(pull(port) for port in ports),
        jacobians=tuple(jacobian(port) for port in ports),
        formula=op.tex(count) if not shape else _circled(op.tex(count), spread),
        slopes=slopes,
        worked=worked,
        direct=not mixed,
    )


def lined_up(shape: Shape, shapes: Sequence[Shape], values: Sequence[Any]) -> tuple[Any, ...]:
    """Operands (and what follows them) as numpy spreads them over a result of this shape.

    A scalar with samples gets axes for the entries, so that samples meet samples.
    """
    return tuple(
        np.reshape(value, (-1,) + (1,) * len(shape))
        if shape and k < len(shapes) and not shapes[k] and np.ndim(value)
        else value
        for k, value in enumerate(values)
    )


def constant(op: Op, port: int) -> bool:
    """Whether the derivative by an operand is one number everywhere: ±1, or made of the literal."""
    return not callable(op.partial(port)) or _fixed(op.slope_tex(port, op.arity))


@lru_cache(maxsize=1024)
def _fixed(slope: str) -> bool:
    return _FIXED.fullmatch(slope) is not None


_FIXED = re.compile(r"(?:#[cd]|\\frac|\\cdot|[-\d.{}() ])+")
"""A slope in TeX that names no operand."""


def stays(op: Op, port: int) -> bool:
    """Whether the derivative by an operand is what it is beside an undefined result, too.

    So it is where it is `constant`, and where it is another operand: a product has its slopes
    everywhere, and 0 · (−∞) has −∞ and 0.
    """
    return constant(op, port) or _operand(op.slope_tex(port, op.arity))


@lru_cache(maxsize=1024)
def _operand(slope: str) -> bool:
    return re.fullmatch(r"#\d", slope) is not None


def partial_of(op: Op, port: int, literal: Sequence[Any]) -> Partial:
    """The derivative by an operand; the number itself where it is the same everywhere."""
    partial = op.partial(port)
    if not callable(partial) or not constant(op, port):
        return partial
    with np.errstate(all="ignore"):
        return np.float64(partial(0.0, *(0.0 for _ in range(op.arity)), *literal))


def defined(slope: Any, out: Any) -> Any:
    """Where a value is undefined its slope is too, whatever its formula says (1/x of log at -1).

    A slope that `stays` is meant by none of this: that of − is −1 beside any number.
    """
    undefined = out != out
    return np.where(undefined, np.nan, slope)[()] if np.any(undefined) else slope


def _common(op: Op, shapes: tuple[Shape, ...]) -> Shape:
    """The shape of the result: that of the operands that are no scalars."""
    wide = [shape for shape in shapes if shape]
    # Said is what is in the way: what numpy would repeat, is repeated where all the rest fits.
    for shape in sorted(wide, key=lambda each: _lines_up(wide[0], each)):
        first, other = written(wide[0]), written(shape)
        if shape != wide[0] and first == other:
            raise ShapeError(
                say(
                    "the %(operation)s works entry by entry, and one of these is a vector, the "
                    "other a matrix of one column: both are %(shape)s.",
                    operation=say(op.noun()),
                    shape=other,
                ),
                say("A vector of the entries of W is `vec(W)`."),
            )
        if shape != wide[0]:
            raise ShapeError(
                say(
                    "the %(operation)s works entry by entry: its operands have one shape, or are "
                    "single numbers; here are %(first)s and %(shape)s.",
                    operation=say(op.noun()),
                    first=first,
                    shape=other,
                ),
                _column(wide[0], shape) or (op.misfit(wide[0], shape) if op.misfit else ""),
            )
    return wide[0] if wide else ()


def _lines_up(first: Shape, other: Shape) -> bool:
    try:
        np.broadcast_shapes(first, other)
    except ValueError:
        return False
    return True


def _column(first: Shape, other: Shape) -> str:
    """The cure where a vector has a number for each row of a matrix, and a row is repeated."""
    vector, matrix = sorted((first, other), key=len)
    if len(vector) == 1 and len(matrix) == 2 and vector[0] == matrix[0] and matrix[1] > 1:
        return say(
            "A vector is repeated for each row; one number for each row is a column: "
            "`reshape(u, %(rows)s, 1)`.",
            rows=vector[0],
        )
    return ""


def written(shape: Shape) -> str:
    """A shape as it is said: 3×1 for a column vector, 3×4; a single number in words."""
    if not shape:
        return say("a single number")
    return "×".join(map(str, (*shape, 1) if len(shape) == 1 else shape))


def too_small(sizes: Shape) -> str:
    """What is said of a shape that no value has."""
    return say("a size is 1 or more, and here is %(size)s.", size=min(sizes))


def _circled(tex: str, spread: tuple[bool, ...]) -> str:
    """A product of two vectors entry by entry is written with a ring."""
    return tex if any(spread) else tex.replace(r"\cdot", r"\circ")


def _matrix(tex: str, thin: bool, size: int) -> str:
    """The slope of one entry as the matrix of all."""
    if thin:
        return rf"\operatorname{{vec}}({tex})" if re.fullmatch(r"-?\d+", tex) else tex
    if re.fullmatch(r"-?1", tex):
        return f"{tex[:-1]}I_{{{size}}}"
    if tex == "0":
        return "0"
    return rf"\operatorname{{diag}}({tex})".replace(r"\cdot", r"\circ")
