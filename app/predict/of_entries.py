"""What is asked of a factor that stands in the strip as a matrix: its largest entry."""

from collections.abc import Iterator

import numpy as np

from graph_engine import Step
from graph_engine.walkthrough.kinds import SlopeSymbols

from ..languages import _
from ..picture import matrices
from ..picture import slots as picture
from ..story import Story
from ..wording import cards
from ..wording.arrays import enumerated
from ..wording.sentences import sentence
from ..wording.words import derivative
from . import posing
from .question import Question, numbers_of


def entry(story: Story, step: Step, place: int) -> Iterator[Question]:
    """The cell of a chain's factor with the largest number, where its cells can be read."""
    words, edge = story.words, step.edge
    assert edge is not None
    if words.by_columns or not matrices.chained(words) or not matrices.scale(words).read:
        return
    run = words.run(step)
    shape = run.shape_of(edge)
    if not matrices.drawn(shape):
        return
    sizes = np.abs(np.asarray(run.of_edge(edge)))
    if not np.all(np.isfinite(sizes)) or not sizes.any():
        return
    row, column = (int(k) for k in np.unravel_index(int(np.argmax(sizes)), shape))
    problem = posing.entry_problem(story.walk, step, row, column)
    number = problem.work(problem.inputs)
    node = story.graph.nodes[edge.dst]
    result = matrices.entry_name(words.plain(edge.dst), node.shape, row)
    operand = matrices.entry_name(words.plain(edge.src), story.graph.nodes[edge.src].shape, column)
    numbers = numbers_of(words, run, [*node.args, node.index])
    yield Question(
        id=f"{step.index}.entry",
        step=step.index,
        stop=step.stop,
        kind="entry",
        slots=(picture.local(edge), picture.entry(place, row * shape[1] + column)),
        ask=_(
            "%(derivative)s, row %(row)s, column %(column)s: how does %(result)s move with "
            "%(operand)s?",
            derivative=derivative(words, edge),
            row=row + 1,
            column=column + 1,
            result=result,
            operand=operand,
        ),
        hints=(
            sentence(words, SlopeSymbols(edge=edge)),
            _("Put the numbers in: %(numbers)s.", numbers=enumerated(numbers)),
        ),
        formula=cards.local_symbols(words, edge),
        keys=((f"entry {row},{column}", step.iteration, edge),),
        number=number,
        reveal=f"∂{result}/∂{operand} = {words.slope(float(number))}",
        problem=problem,
    )
