"""What is asked of values: of each operation, and of the weights after the update."""

from collections.abc import Iterator

import numpy as np

from graph_engine import Step
from graph_engine.walkthrough.kinds import Symbols

from ..languages import _
from ..picture import slots as picture
from ..picture.neurons import slots as neurons
from ..story import Story
from ..wording import cards, digits
from ..wording.arrays import enumerated
from ..wording.sentences import sentence
from . import posing
from .question import Question, numbers_of, short


def value(story: Story, step: Step) -> Iterator[Question]:
    """What an operation gives."""
    words, index = story.words, step.node
    assert index is not None
    run, node = story.words.run(step), story.graph.nodes[index]
    if not short(run.values[index]):
        return
    numbers = numbers_of(words, run, node.args)
    yield Question(
        id=f"{step.index}",
        step=step.index,
        stop="node",
        kind="value",
        slots=(*picture.of_value(words, index), *neurons.of_neurons(words, index)),
        ask=(
            _("Forward again: what is %(name)s?", name=words.plain(index))
            if step.iteration
            else _("What is %(name)s?", name=words.plain(index))
        ),
        hints=(
            # The sentence of the step before, which names operation and operands.
            sentence(words, Symbols(node=index)),
            _("Put the numbers in: %(numbers)s.", numbers=enumerated(numbers))
            if numbers
            else _("Its numbers are written in the program."),
        ),
        formula=cards.forward_symbols(words, index),
        keys=(("value", step.iteration, index),),
        number=run.values[index],
        reveal=f"{words.plain(index)} = {words.value(run, index, words.full)}",
        problem=posing.value_problem(story.walk, step),
    )


def update(story: Story, step: Step) -> Iterator[Question]:
    """What a weight becomes."""
    words, index = story.words, step.node
    assert index is not None
    run, after = story.walk.runs[step.iteration : step.iteration + 2]
    number = after.values[index]
    taken = story.walk.used[step.iteration].get(index)
    if not short(number) or run.gradients[index] is None or taken is None:
        return
    never_reset = story.walk.kept(step.iteration, index) is not None
    alpha = words.full.given(story.walk.rate_at(step.iteration))
    name, rate = words.plain(index), {"rate": words.symbols.rate, "alpha": alpha}
    written = digits.stepped(words, step.iteration, index)
    old = words.value(run, index, written)
    reveal = f"{name} = {words.value(after, index, written)}"
    if not np.ndim(number) and number == run.values[index] and np.any(taken):
        reveal = sentence(words, step).removesuffix(".")  # it stays, and why
    yield Question(
        id=f"{step.index}",
        step=step.index,
        stop="node",
        kind="update",
        slots=(picture.update(index), picture.new(index)),
        ask=_("What does %(name)s become, with %(rate)s = %(alpha)s?", name=name, **rate),
        hints=(
            _(
                "A weight moves against its gradient: %(rate)s times the gradient is taken away.",
                **rate,
            ),
            (
                _(
                    "%(name)s was %(old)s, its gradients, never reset, are %(gradient)s in all, "
                    "%(rate)s = %(alpha)s."
                )
                if never_reset
                else _("%(name)s was %(old)s, its gradient is %(gradient)s, %(rate)s = %(alpha)s.")
            )
            % {"name": name, "old": old, "gradient": words.product(taken), **rate},
        ),
        formula="",
        keys=(("value", step.iteration + 1, index),),
        number=number,
        reveal=reveal,
        problem=posing.new_problem(story.walk, step),
    )
