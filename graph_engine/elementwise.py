"""Elementwise operations for operands of any shape: the kernel that follows from the partials.

Operands have one shape, or are scalars, which are spread over the others; nothing else broadcasts.
"""

import re
from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np

from .jacobian import Dense, Diagonal, Jacobian
from .op import Kernel, Op, Shape, ShapeError
from .saying import Said, say


def elementwise(op: Op, shapes: tuple[Shape, ...]) -> Kernel:
    """The kernel of an elementwise operation; raises `ShapeError`."""
    shape = _common(op, shapes)
    spread = tuple(len(each) < len(shape) for each in shapes)
    mixed = any(spread)
    count = len(shapes)

    def lifted(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return lined_up(shape, shapes, values)

    def forward(*operands: Any) -> Any:
        return op.forward(*lifted(operands))

    def pull(port: int) -> Callable[..., Any]:
        partial = op.partial(port)
        thin = spread[port]

        def pulled(upstream: Any, out: Any, *operands: Any) -> Any:
            slope = partial(out, *lifted(operands)) if callable(partial) else partial
            flow = upstream * defined(slope, out)
            return np.sum(flow, axis=tuple(range(-len(shape), 0))) if thin else flow

        return pulled

    def jacobian(port: int) -> Callable[..., Jacobian]:
        partial = op.partial(port)

        def built(out: Any, *operands: Any) -> Jacobian:
            slope = partial(out, *operands) if callable(partial) else partial
            entries = np.broadcast_to(defined(slope, out), shape).reshape(-1)
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


def defined(slope: Any, out: Any) -> Any:
    """Where a value is undefined its slope is too, whatever its formula says (1/x of log at -1)."""
    undefined = out != out
    return np.where(undefined, np.nan, slope)[()] if np.any(undefined) else slope


def _common(op: Op, shapes: tuple[Shape, ...]) -> Shape:
    """The shape of the result: that of the operands that are no scalars."""
    wide = [shape for shape in shapes if shape]
    for shape in wide:
        if shape != wide[0]:
            hint = Said("", {})
            if op.name == "mul" and len(wide[0]) == 2 and wide[0][1:] == shape[:1]:
                hint = say("The product of a matrix and a vector is written `W @ x`.")
            elif op.name == "mul":
                hint = say("`*` multiplies entry by entry; `@` is the product of matrices.")
            raise ShapeError(
                say(
                    "the %(operation)s works entry by entry: its operands have one shape, or are "
                    "single numbers; here are %(first)s and %(shape)s.",
                    operation=say(op.title),
                    first=written(wide[0]),
                    shape=written(shape),
                ),
                hint,
            )
    return wide[0] if wide else ()


def written(shape: Shape) -> str:
    """A shape as it is said: 3×1 for a column vector, 3×4."""
    if not shape:
        return "a single number"
    return "×".join(map(str, (*shape, 1) if len(shape) == 1 else shape))


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
