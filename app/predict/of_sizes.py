"""What is asked of Jacobians that are too large to be typed: their sizes."""

from collections.abc import Iterator
from typing import Literal

import numpy as np

from graph_engine import Edge, Step

from ..languages import _, ngettext
from ..picture import slots as picture
from ..story import Story
from ..wording.words import derivative
from .question import Question, at_place


def sizes(story: Story, step: Step) -> Iterator[Question]:
    """In the chain, the size of each factor that is a matrix."""
    path = step.path or 0
    for place, edge in enumerate(story.walk.paths[path]):
        if story.words.wide(edge):
            yield size(
                story, step, edge, (picture.size(path, place),), f"{step.index}.{place}", "node"
            )


def size(
    story: Story,
    step: Step,
    edge: Edge,
    slots: tuple[str, ...],
    name: str,
    stop: Literal["node", "edge"],
) -> Question:
    """Of one Jacobian."""
    words = story.words
    rows, columns = words.run(step).shape_of(edge)
    above, beside = (
        ngettext(
            "%(name)s has %(num)s entry",
            "%(name)s has %(num)s entries",
            int(np.prod(story.graph.nodes[index].shape)),
            name=words.plain(index),
        )
        for index in (edge.dst, edge.src)
    )
    return Question(
        id=name,
        step=step.index,
        stop=stop,
        kind="size",
        slots=slots,
        ask=_(
            "What is the size of %(derivative)s, %(where)s?",
            derivative=derivative(words, edge),
            where=at_place(words, edge),
        )
        if words.marked(edge)
        else _(
            "What is the size of %(derivative)s?",
            derivative=derivative(words, edge),
        ),
        hints=(
            _(
                "A row for each entry of what is differentiated, a column for each entry that it "
                "is differentiated by."
            ),
            f"{above}, {beside}.",
        ),
        formula="",
        keys=(),
        number=(rows, columns),
        reveal=_(
            "%(derivative)s is %(rows)s×%(columns)s",
            derivative=derivative(words, edge),
            rows=rows,
            columns=columns,
        ),
        problem=None,
    )
