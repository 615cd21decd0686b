"""Safe names for variables: as they were typed where Python allows it, and each only once."""

import builtins
import keyword
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph_engine import Edge, Graph

from ...wording.names import Name

RESERVED = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins)})
"""What a variable must not be called: Python's own words and functions."""


@dataclass(frozen=True)
class Variables:
    """The names of everything that a script computes."""

    values: tuple[str, ...]
    """By node."""
    gradients: tuple[str, ...]
    """By node."""
    locals: Mapping[Edge, str]
    flows: Mapping[Edge, str]
    others: Mapping[str, str]
    """The script's own variables, α among them, by what they are usually called."""


def variables(
    graph: Graph, names: tuple[Name, ...], reserved: Iterable[str], others: Iterable[str] = ()
) -> Variables:
    """Names that collide with nothing, neither with `reserved` nor with each other."""
    taken = {*RESERVED, *reserved}

    def free(wanted: str) -> str:
        while wanted in taken:
            wanted += "_"
        taken.add(wanted)
        return wanted

    typed = {node.index: free(_word(node.name)) for node in graph.nodes if node.name is not None}
    values = tuple(
        typed[node.index] if node.index in typed else free(_unnamed(names[node.index], node.index))
        for node in graph.nodes
    )
    gradients = tuple(free(f"grad_{value}") for value in values)
    locals_, flows = {}, {}
    for edge in graph.edges:
        which = f"_{edge.port + 1}" if len(graph.twins(edge)) > 1 else ""
        dst, src = values[edge.dst], values[edge.src]
        locals_[edge] = free(f"d{dst}_d{src}{which}")
        flows[edge] = free(f"to_{src}_from_{dst}{which}")
    return Variables(values, gradients, locals_, flows, {other: free(other) for other in others})


def _word(name: str) -> str:
    """A name in one word: W[0,1] of a matrix drawn out and x(2) of a sample become W_0_1, x_2."""
    return re.sub(r"\W+", "_", name).strip("_")


def _unnamed(name: Name, index: int) -> str:
    """A node without a name of its own: u1 as on the picture, c5 for a constant."""
    written = f"{name.base}{name.index}"
    return written if written.isidentifier() and not name.number else f"c{index}"
