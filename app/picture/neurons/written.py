"""How numbers are written in circles and between columns: as on wires, but short."""

from collections.abc import Callable
from typing import Any

from graph_engine.views import Network

from ...languages import decimal
from ...wording.numbers import MINUS, seems, significant
from ...wording.words import Words
from .shown import dense

CHARACTERS, FEW = 6, 4
"""Of a number without its sign, what has room: 0.0149; and where there are many neurons: 0.53, 0.04
and .004, so that circles of which eight stand under each other have letters that can be read."""
LEAST, LITTLE = f"{MINUS}0.528", f"{MINUS}0.53"
"""A number for which there is always room; and where there are many neurons."""


def short(network: Network, number: Any, write: Callable[[float], str]) -> str:
    """A number as it is written, or with two digits where that is too long and they are true; where
    there are many neurons with one, at last without the nought before the point."""
    text, x = write(float(number)), float(number)
    room = FEW if dense(network) else CHARACTERS
    two = significant(x, 2)
    if len(text.lstrip(MINUS)) <= room or seems(two, x):
        return text
    one = significant(x, 1)
    if room == CHARACTERS or len(two.lstrip(MINUS)) <= room or seems(one, x):
        return two
    return one if len(one.lstrip(MINUS)) <= room else one.replace(f"0{decimal()}", decimal())


def least(words: Words) -> str:
    """What there is always room for in a circle."""
    return LITTLE if words.network is not None and dense(words.network) else LEAST
