"""The sentences of an update: the rule, what each weight becomes, and that it stands there."""

import numpy as np

from graph_engine import Step

from ...languages import _, ngettext
from .. import digits
from ..arrays import enumerated, fits
from ..numbers import signed
from ..words import Words, index_of


def rule(words: Words, step: Step) -> str:
    """What an update does."""
    weights = [words.plain(index) for index in words.walk.updates]
    text = ngettext(
        "The update: %(weights)s moves against the gradient, by the learning rate %(rate)s.",
        "The update: %(weights)s move against the gradient, by the learning rate %(rate)s.",
        len(weights),
        rate=f"{words.symbols.rate} = {words.full.given(words.walk.rate_at(step.iteration))}",
        weights=enumerated(weights),
    )
    letter = words.symbols.any_weight
    if any(words.flat[index].letter != letter for index in words.walk.updates) and weights[1:]:
        each = _("In the rule %(letter)s stands for each of them.", letter=letter)
        text = f"{text} {each}"
    if words.walk.accumulate:
        kept = _("Nobody resets the gradient afterwards.")
        return f"{text} {kept}"
    return text


def new(words: Words, step: Step) -> str:
    """What a weight becomes."""
    index = index_of(step)
    old, new = words.walk.runs[step.iteration], words.walk.runs[step.iteration + 1]
    written = digits.stepped(words, step.iteration, index)
    name, was = words.plain(index), words.value(old, index, written)
    now = words.value(new, index, written)
    now = now if words.node(index).shape else signed(now)
    if words.node(index).shape and not fits(words.node(index).shape):
        return _(
            "%(name)s moves against its gradient: the row is written in the shape of %(name)s, "
            "%(size)s, and %(rate)s times it is taken away.",
            name=name,
            rate=words.symbols.rate,
            size=now,
        )
    if np.array_equal(old.values[index], new.values[index]):
        if not np.any(words.walk.used[step.iteration].get(index, 0.0)):
            return _("%(name)s stays %(was)s: its gradient is 0.", name=name, was=was)
        if not words.walk.rate_at(step.iteration):
            rate = words.symbols.rate
            return _("%(name)s stays %(was)s: %(rate)s is 0.", name=name, was=was, rate=rate)
        return _(
            "%(name)s stays %(was)s: the change is too small for its digits.", name=name, was=was
        )
    return _("%(name)s was %(was)s; it becomes %(now)s.", name=name, was=was, now=now)


def placed(words: Words, step: Step) -> str:
    """That the new weights stand in the graph."""
    weights = [words.plain(index) for index in words.walk.updates]
    if len(weights) == 1:
        new = words.walk.runs[step.iteration + 1]
        written = digits.stepped(words, step.iteration, words.walk.updates[0])
        value = words.value(new, words.walk.updates[0], written)
        if words.node(words.walk.updates[0]).shape:
            return _(
                "The new %(name)s now stands in the graph. The numbers that follow from it "
                "are still the old ones.",
                name=weights[0],
            )
        return _(
            "%(name)s = %(value)s now stands in the graph. The numbers that follow from it "
            "are still the old ones.",
            name=weights[0],
            value=signed(value),
        )
    return _(
        "%(names)s now stand in the graph. The numbers that follow from them are still the old "
        "ones.",
        names=enumerated(weights),
    )
