"""The sentence of each step: caption, live text and handout line, from the picture's own data."""

from collections.abc import Callable
from typing import Any

from graph_engine import Step

from ...languages import later, translate
from ..words import Words
from . import backward, chain, forward, update

PHASES = {
    "start": later("start"),
    "forward": later("forward"),
    "backward": later("backward"),
    "update": later("update"),
}
"""The phases in words."""


AGAIN = {
    "start": later("start again"),
    "forward": later("forward again"),
    "backward": later("backward again"),
    "update": later("update again"),
}
"""The same in a later iteration."""


def phase_of(step: Step) -> str:
    """The phase of a step in words, a later iteration's too."""
    return translate((AGAIN if step.iteration else PHASES)[step.phase])


def sentence(words: Words, step: Step) -> str:
    """What happens in a step, in one or two plain sentences."""
    return SAY[step.kind](words, step)


SAY: dict[str, Callable[[Words, Any], str]] = {
    "start": forward.start,
    "symbols": forward.symbols,
    "value": forward.value,
    "seed": backward.seed,
    "path": chain.path,
    "sizes": chain.sizes,
    "slope_symbols": backward.slope_symbols,
    "slope": backward.slope,
    "flow": backward.flow,
    "reuse": chain.reuse,
    "product": chain.product,
    "sum": backward.total,
    "rule": update.rule,
    "new": update.new,
    "placed": update.placed,
}
"""What is said of each kind of step; a kind that is declared elsewhere adds its own words."""
