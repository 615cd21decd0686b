"""Boxes and wires to places, for a room: by Graphviz, or plainly where that fails."""

import logging
from collections.abc import Callable

from . import fit, layered, ring, row
from .geometry import Box, Drawn, Layout, Point, Question, Ring, Wire

LOG = logging.getLogger("chalkgraph")

__all__ = ["Box", "Drawn", "Layout", "Point", "Question", "Ring", "Wire", "layout", "well"]

well = row.well


def layout(
    questions: tuple[Callable[[], Question], ...],
    *,
    width: float,
    height: float,
    foldable: bool = True,
) -> tuple[int, Layout]:
    """Place one of the questions, and say which (see `fit.fitted`); never a blank picture."""
    try:
        if questions[0]().ring is not None:
            return 0, ring.placed(questions[0](), width=width, height=height)
        return fit.fitted(questions, width=width, height=height, foldable=foldable)
    except Exception:
        LOG.exception("no layout by Graphviz: a plain one")
        return 0, layered.plain(questions[0]())
