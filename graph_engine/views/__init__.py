"""The same graph at other sizes, each a graph like any other: samples, scalars, layers, learning.

Values are put in first (`graph.with_values`); values and exact gradients stay what they were.
"""

from .layers import key_of, layers
from .learning import loop, unrolled
from .origin import Origin, origin
from .samples import only, spread
from .scalars import scalars

__all__ = [
    "Origin",
    "key_of",
    "layers",
    "loop",
    "only",
    "origin",
    "scalars",
    "spread",
    "unrolled",
]
