"""Boxes and wires to places, for a room: by Graphviz, or plainly where that fails."""

import logging
from collections.abc import Callable

from . import fit, layered, row
from .geometry import Box, Drawn, Layout, Point, Question, Wire

LOG = logging.getLogger("chalkgraph")

__all__ = ["Box", "Drawn", "Layout", "Point", "Question", "Wire", "layout", "well"]

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
        return fit.fitted(questions, width=width, height=height, foldable=foldable)
    except Exception:
        LOG.exception("no layout by Graphviz: a plain one")
        return 0, layered.plain(questions[0]())
