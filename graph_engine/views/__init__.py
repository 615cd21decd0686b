"""The same graph at other sizes, each a graph like any other: samples, scalars, layers, learning;
which nodes of its layers are columns of neurons, one of these alone, which matrices become vectors,
which chains stand side by side.

Values are put in first (`graph.with_values`); values and exact gradients stay what they were.
"""

from .chains import Chain, chains
from .layers import key_of, layers
from .learning import loop, unrolled
from .network import Connection, Layer, Network, Weighing, network
from .neuron import entry_key, neuron
from .origin import Origin, origin
from .samples import only, spread
from .scalars import scalars
from .vectored import Vectored, vectorable, vectored

__all__ = [
    "Chain",
    "Connection",
    "Layer",
    "Network",
    "Origin",
    "Vectored",
    "Weighing",
    "chains",
    "entry_key",
    "key_of",
    "layers",
    "loop",
    "network",
    "neuron",
    "only",
    "origin",
    "scalars",
    "spread",
    "unrolled",
    "vectorable",
    "vectored",
]
