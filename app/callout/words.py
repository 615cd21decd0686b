"""What a callout says in words: formulas, numbers, and the check by nudging."""

import math
from collections.abc import Sequence
from html import escape
from typing import Any

import numpy as np

from ..languages import _, separator
from ..wording import cards
from ..wording import formulas as f
from ..wording.numbers import MINUS
from .card import Subject, boxed, few


def formula(subject: Subject) -> str:
    """∂p/∂v = σ(v)(1 − σ(v))."""
    return cards.local_short(subject.words, subject.edge)


def numbers(subject: Subject) -> str:
    """= 0.27 · (1 − 0.27) = [0.2]."""
    worked, value = cards.local_worked(subject.words, subject.run, subject.edge, subject.format)
    return f.math(f.EQUALS, *([worked, f.EQUALS] if worked else []), boxed(value))


def check(subject: Subject) -> tuple[str, ...]:
    """Both sides: v ± 0.001: p ± 0.000197; two lines where they differ."""
    step = subject.step(float(subject.value))
    here = float(subject.forward(*subject.operands))
    up = float(subject.moved(step)) - here
    down = here - float(subject.moved(-step))
    return both(subject.name, subject.result, step, up, down)


def both(name: str, result: str, step: float, up: float, down: float) -> tuple[str, ...]:
    """What the result does when a number is moved up, and when it is moved down."""
    by = few(step)
    if not (math.isfinite(up) and math.isfinite(down)):
        return (_("nothing to nudge: there is no value beside it"),)
    mean = (up + down) / 2
    if abs(up - down) <= 0.05 * max(abs(up), abs(down)):
        if few(mean) == "0" or abs(mean) < 1e-13:
            return (_("%(name)s ± %(by)s: %(result)s stays", name=name, by=by, result=result),)
        sign = "±" if mean > 0 else "∓"
        return (f"{name} ± {by}: {result} {sign} {few(abs(mean))}",)
    return (
        f"{name} + {by}: {_moves(result, up)}",
        f"{name} {MINUS} {by}: {_moves(result, -down)}",
    )


def _moves(result: str, change: float) -> str:
    if abs(change) < 1e-13:
        return _("%(result)s stays", result=result)
    return f"{result} {'+' if change > 0 else MINUS} {few(abs(change))}"


def slope_written(subject: Subject, slope: Any) -> str:
    """A local gradient, in the digits of its box."""
    return subject.format.slope(float(slope))


def value_written(subject: Subject, port: int) -> str:
    """An operand's value as it stands on its wire."""
    words = subject.words
    return words.value(subject.run, subject.node.args[port], subject.format)


def unrounded(subject: Subject) -> float:
    """The local gradient as it is, where a slide would round it."""
    node = subject.node
    assert node.op is not None
    partial = node.op.partial(subject.edge.port)
    with np.errstate(all="ignore"):
        if callable(partial):
            return float(partial(subject.out, *subject.operands, *node.literal))
    return float(partial)


def listed(entries: Sequence[str]) -> str:
    """Numbers one beside the other."""
    return separator().join(entries)


def escaped(text: str) -> str:
    """A text among markup."""
    return escape(text, quote=False)
