"""Formulas of a story, and the numbers that they say."""

from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from app.wording import cards

from ..stories import step
from . import mathml


def values(told: Any, iteration: int = 0) -> dict[str, float]:
    """Every name's number, keyed as the formulas' reader does."""
    run = told.walk.runs[iteration]
    return {
        f"{name.base} {name.index}": np.float64(value)
        for name, value in zip(told.words.names, run.values, strict=True)
    }


def formulas_of(told: Any) -> list[tuple[ge.Step, str]]:
    """Every formula of a story with its step."""
    return [
        (each, line.mathml)
        for each in told.walk.steps
        for line in cards.lines(told.words.precisely, each)
    ]


def numeric(formula: str) -> list[float]:
    """The sides of a formula that are made of numbers, worked out."""
    found = [s for s in mathml.sides(formula) if mathml.plain(s) and not mathml.symbolic(s)]
    return [mathml.worked_out(side, {}) for side in found]


def true(told: Any, formula: str, *, rel: float) -> bool:
    """Whether the sides that are made of numbers are equal."""
    first, *rest = numeric(formula) or [0.0]
    return all(other == pytest.approx(first, rel=rel, abs=2e-6) for other in rest)


def formulas_at(told: Any, key: str) -> str:
    """The one formula at the step of a key."""
    (line,) = cards.lines(told.words.precisely, step(told, key))
    return line.mathml


def near(x: float) -> Any:
    """As a number worked out by hand is near another."""
    return pytest.approx(float(x), rel=1e-6, abs=1e-9, nan_ok=True)
