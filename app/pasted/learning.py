"""What the page is to look at with a pasted program: its learning rate α and its iterations."""

from collections.abc import Callable
from typing import Any

import numpy as np

import graph_engine as ge
from graph_engine import ProgramError
from graph_engine.limits import ITERATIONS
from graph_engine.saying import Said, say

from ..wording.numbers import in_full
from .answer import Remark
from .pace import UP, Pace, Step
from .rounds import regraded
from .updates import REGRADED

TOLD = 1000
"""Nodes of all iterations together that a paste asks for at most."""

ENDLESS = 1e9
"""What ∞ is read as, which is no rate."""

MOVED = 0.01
"""By how much of itself a weight is moved to see whether a measured rate stays."""

DIGITS = (3, 6, 9, 12, 15, 17)
"""A rate that is measured is written as short as it is exact."""

Written = Callable[[set[str], str, list[tuple[str, str]]], str]
"""A program of the lines with these names, with this loss, and with some lines more."""


def looked_at(pace: Pace, program: str, write: Written) -> tuple[dict[str, Any], list[Remark]]:
    """The page's options that a program sets, and what is said of them."""
    remarks: list[Remark] = []
    if not pace.learns or not program:
        return {}, remarks
    found: dict[str, Any] = {}
    graph = ge.parse(program)
    changed = regraded(pace.loop) if pace.loop is not None else None
    if changed is not None:
        pace.kept = True
        pace.doubt(REGRADED, changed.lineno)
    rate = None if pace.kept else _rate(pace, graph, write)
    if rate is not None:
        found["rate"] = rate
        lines = tuple(sorted({each.line for each in pace.steps}))
        remarks.append(Remark(say("α is %(rate)s, as it is here.", rate=in_full(rate)), lines))
    elif not pace.doubts:
        pace.doubt(say("No learning rate was found here: α stays as it was."), 0)
    found |= {"iterations": 1, "accumulate": pace.adds_up}
    if pace.loop is not None and rate is not None:
        found["iterations"] = _iterations(pace, len(graph.nodes), remarks)
    if found["iterations"] > 1 and pace.adds_up and pace.loop is not None:
        words = say("Gradients are never reset here: they add up from iteration to iteration.")
        remarks.append(Remark(words, (pace.loop.lineno,)))
    for words, at in pace.doubts.items():
        remarks.append(Remark(words, tuple(each for each in sorted(at) if each)))
    return found, remarks


def _iterations(pace: Pace, nodes: int, remarks: list[Remark]) -> int:
    assert pace.loop is not None
    line = (pace.loop.lineno,)
    if pace.rounds < 1:
        remarks.append(Remark(say("Its rounds are not alike: one iteration is told."), line))
        return 1
    told = min(pace.rounds, ITERATIONS.most, max(1, TOLD // max(nodes, 1)))
    if told > 1 or pace.rounds > 1:
        words = say("Of %(count)s rounds %(told)s are told, as iterations.",
                    count=pace.rounds, told=told)  # fmt: skip
        remarks.append(Remark(words, line))
    return told


def _rate(pace: Pace, graph: ge.Graph, write: Written) -> float | None:
    """The one α of all updates; None, with a doubt, where there is none."""
    measured = _measured(pace, graph, write)
    found: list[float] = []
    for step, rate in zip(pace.steps, measured, strict=True):
        if rate is None:
            pace.doubt(_OTHERWISE, step.line)
            return None
        if abs(rate) >= ENDLESS:
            return None
        if np.isfinite(rate):
            found.append(rate)
    if not found:
        return None
    if not np.allclose(found, found[0], rtol=1e-9, atol=0):
        pace.doubt(_DIFFERENT, pace.steps[-1].line)
        return None
    if found[0] <= 0:
        pace.doubt(UP if found[0] < 0 else _OTHERWISE, pace.steps[0].line)
        return None
    return found[0]


_OTHERWISE: Said = say(
    "What this takes away is not a number times the gradient: α stays as it was, and the picture's "
    "updates are others."
)
_DIFFERENT: Said = say(
    "The weights have different learning rates here; the picture has one, α, which stays as it was."
)
_VARIES: Said = say(
    "The step is no fixed multiple of the gradient: α is that of the first round, in the next ones "
    "it would be another."
)


def _measured(pace: Pace, graph: ge.Graph, write: Written) -> list[float | None]:
    """The rate of each update: said, or what it takes away as a part of the true gradient; nan
    where the gradient is 0 and nothing is taken."""
    loss = graph.nodes[graph.loss].name if graph.loss is not None else None
    terms = [(k, step) for k, step in enumerate(pace.steps) if step.term is not None]
    rates: list[float | None] = [step.rate for step in pace.steps]
    if not terms or not loss:
        return rates if not terms else [None] * len(rates)
    more = [(f"taken_{k}", step.term.text) for k, step in terms if step.term is not None]
    uses = {name for _k, step in terms if step.term is not None for name in step.term.uses}
    try:
        with np.errstate(all="ignore"):
            program = ge.parse(write(uses, loss, more))
            here, there = ge.run(program), ge.run(program, values=_moved(program, pace))
            for k, step in terms:
                share = _share(*_both(here, k, step))
                rates[k] = step.rate if share is not None and np.isnan(share) else share
                if share is not None and not _same(share, _share(*_both(there, k, step))):
                    pace.rounds = 0
                    pace.doubt(_VARIES, step.line)
    except (ProgramError, KeyError, ValueError):
        return [None if step.term is not None else step.rate for step in pace.steps]
    return rates


def _moved(program: ge.Graph, pace: Pace) -> dict[str, Any]:
    """The weights a little elsewhere, each entry by an amount of its own."""
    moved = {}
    for leaf in program.leaves:
        if leaf.name in pace.updated and leaf.given is not None:
            given = np.asarray(leaf.given, dtype=float)
            by = np.cos(np.arange(1.0, given.size + 1)).reshape(given.shape)
            moved[leaf.name] = given + MOVED * by * (np.abs(given) + MOVED)
    return moved


def _both(run: ge.Run, k: int, step: Step) -> tuple[Any, Any]:
    """What an update takes away, and the true gradient."""
    own = step.sign * np.asarray(run.value(f"taken_{k}"), dtype=float)
    return own, np.asarray(run.gradient(step.weight), dtype=float)


def _same(here: float, there: float | None) -> bool:
    """Whether a rate is the same elsewhere, as far as it can be seen there."""
    if there is None:
        return False
    return bool(np.isnan(here) or np.isnan(there) or np.isclose(here, there, rtol=1e-7, atol=0))


def _share(own: Any, true: Any) -> float | None:
    """The number that one is of the other."""
    if own.size != true.size or not (np.all(np.isfinite(own)) and np.all(np.isfinite(true))):
        return None
    if own.shape != true.shape:
        own = np.reshape(own, true.shape)
    size = float(np.sum(true * true))
    if size == 0:
        return None if np.any(own) else np.nan
    rate = float(np.sum(own * true)) / size
    if not np.allclose(own, rate * true, rtol=1e-9, atol=1e-11 * float(np.max(np.abs(own)))):
        return None
    shorter = (float(f"{rate:.{digits}g}") for digits in DIGITS)
    return next(each for each in shorter if abs(each - rate) <= 1e-13 * abs(rate))
