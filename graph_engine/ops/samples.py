"""From a value per sample to one for all of them."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..arrays import Shape
from ..expansion import Places, Writing
from ..jacobian import Diagonal
from ..op import Kernel, Op, family


def _over_samples(
    formula: str, slope: str, parts: Callable[[int], int]
) -> Callable[[tuple[Shape, ...], tuple[int, ...]], Kernel]:
    """The kernel of a weighted sum over samples; of one sample alone it is the sample."""

    def kernel(shapes: tuple[Shape, ...], sizes: tuple[int, ...]) -> Kernel:
        (shape,) = shapes
        size = int(np.prod(shape))

        def forward(x: Any) -> Any:
            return np.add.reduce(x, axis=0) / parts(len(x)) if np.ndim(x) > len(shape) else x

        def pull(upstream: Any, out: Any, x: Any) -> Any:
            if np.ndim(x) > len(shape):
                return np.full(x.shape, upstream / parts(len(x)))
            return upstream

        return Kernel(
            shape=shape,
            forward=forward,
            pulls=(pull,),
            jacobians=(lambda out, x: Diagonal(size=size, entries=np.float64(1.0)),),
            formula=formula,
            slopes=(slope,),
            worked=(slope,),
        )

    return kernel


def _total_written(writing: Writing, *samples: Places) -> Places:
    return samples[0] if len(samples) == 1 else np.array(writing.sum(samples))


def _average_written(writing: Writing, *samples: Places) -> Places:
    if len(samples) == 1:
        return samples[0]
    count = float(len(samples))
    return np.array(writing.op("divide_by", writing.sum(samples), literal=count))


SAMPLES = family(
    "Samples",
    Op(
        name="total",
        title="sum over the samples",
        symbol="Σ",
        operands=("x",),
        formula=r"\sum_{i} #1",
        kernel=_over_samples(r"\sum_{i} #1", "1", lambda count: 1),
        expansion=_total_written,
        samples=((0.5,),),
        domain="a value that differs from sample to sample",
        over_samples=True,
    ),
    Op(
        name="average",
        title="mean over the samples",
        symbol="mean",
        operands=("x",),
        formula=r"\frac{1}{N} \sum_{i} #1",
        kernel=_over_samples(r"\frac{1}{N} \sum_{i} #1", r"\frac{1}{N}", lambda n: n),
        expansion=_average_written,
        samples=((0.5,),),
        domain="a value that differs from sample to sample",
        over_samples=True,
    ),
)
"""Operations over the samples that `each` gives."""
