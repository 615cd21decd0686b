"""Another part of a large matrix, by the key that its table carries."""

import numpy as np

from ...languages import _
from ..tables import Window, value_table
from ..words import Words
from .chain import own_shape, row_card
from .forward import value_card
from .local import jacobian_card


def window(words: Words, key: str, at: Window) -> str | None:
    """Another part of a large matrix: a local Jacobian's, a value's or a gradient's."""
    run, graph = words.walk.runs[0], words.walk.graph
    edge = next((edge for edge in graph.edges if edge.id == key), None)
    if edge is not None:
        if graph.nodes[edge.src].number:
            return None  # there is no derivative by a number that is written in the program
        return jacobian_card(words, run, edge, at)
    index = (
        int(key[1:]) if key.isascii() and key[1:].isdecimal() and len(key) < 6 else len(graph.nodes)
    )
    if index >= len(graph.nodes):
        return None
    match key[0]:
        case "n":
            return value_card(words, run, index, at) or None
        case "g":
            return row_card(words, index, run.gradients[index], at) or None
        case "N":
            return _moved_window(words, index, at)
        case "G":
            return own_shape(words, index, run.gradients[index], at) or None
    return None


def _moved_window(words: Words, index: int, at: Window) -> str | None:
    """Another part of the matrix after its update."""
    if index not in words.walk.updates or len(words.walk.runs) < 2:
        return None
    return value_table(
        np.asarray(words.walk.runs[1].values[index]),
        words.wire.moved,
        caption=_("the new %(name)s", name=words.plain(index)),
        key=f"N{index}",
        window=at,
    )
