"""Proof on the spot: a number nudged, ℒ against it with its tangent, and every gradient checked."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

import graph_engine as ge

from ..languages import _, ngettext
from ..plot.paper import Frame, Sheet, Tick, multiples, round_step, ticks
from ..story import Story
from ..wording.numbers import NumberFormat, decimals, signed, significant

REACHES = (2.0, 1.0, 0.1, 0.01)
"""How far a number may be moved; near enough, every smooth curve is its tangent."""

SHEET = Sheet(width=300.0, height=200.0, left=46.0, right=290.0, top=20.0, bottom=166.0, under=14.0)
TICKS = 5

FORMAT = NumberFormat(slide=False, wire=False)
"""Proofs are of exact numbers, whatever is told."""


@dataclass(frozen=True, kw_only=True)
class Point:
    """One place of the slider: what is drawn, and what is said."""

    x: float
    curve: float | None
    """None where ℒ is not a finite number; so with the tangent."""
    tangent: float | None
    texts: tuple[str, ...]
    """ε, the number, ℒ, its change, the change that is predicted, by how much that is off."""
    says: str


@dataclass(frozen=True, kw_only=True)
class Nudged:
    """A number moved to and fro, ready to draw."""

    sweep: ge.Sweep
    reach: float
    name: str
    """Of the node, with its entry."""
    loss: str
    label: str
    """What is seen, in words."""
    curve: str
    tangent: str
    """The paths of the lines."""
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]
    points: tuple[Point, ...]
    middle: int
    """The place of the slider where nothing is moved."""
    gradient: str
    sheet: Sheet = SHEET


def nudged(story: Story, node: int, *, entry: tuple[int, ...] | None, reach: float) -> Nudged:
    """A node's number moved by up to `reach` each way; raises `GraphError` where ℒ has no part."""
    swept = ge.sweep(story.exact, node, entry=entry, reach=reach)
    frame = _frame(swept)
    name = _name(story, node, swept.entry)
    loss = story.words.loss
    points = tuple(_point(swept, frame, k, name=name, loss=loss) for k in range(len(swept.offsets)))
    xs = swept.at + swept.offsets
    gradient = FORMAT.exact(swept.gradient)
    ends = FORMAT.exact(float(xs[0])), FORMAT.exact(float(xs[-1]))
    return Nudged(
        sweep=swept,
        reach=reach,
        name=name,
        loss=loss,
        label=_(
            "%(loss)s against %(name)s from %(low)s to %(high)s, with the tangent of slope "
            "%(slope)s at %(name)s = %(at)s",
            loss=loss,
            name=name,
            low=ends[0],
            high=ends[1],
            slope=gradient,
            at=FORMAT.exact(swept.at),
        ),
        curve=frame.path(xs, swept.losses),
        tangent=frame.path(xs[[0, -1]], swept.tangent[[0, -1]]),
        across=_ticks(float(xs[0]), float(xs[-1]), frame.x),
        upward=_ticks(frame.low, frame.high, frame.y),
        points=points,
        middle=len(points) // 2,
        gradient=gradient,
    )


def _name(story: Story, node: int, entry: tuple[int, ...]) -> str:
    """W[1,2]: a node, and which entry of it, counted from 1."""
    place = ",".join(str(k + 1) for k in entry)
    return story.words.plain(node) + (f"[{place}]" if place else "")


def _point(swept: ge.Sweep, frame: Frame, k: int, *, name: str, loss: str) -> Point:
    by, there, line = (float(each[k]) for each in (swept.offsets, swept.losses, swept.tangent))
    predicted = swept.gradient * by
    change = there - swept.loss
    number, by_text = FORMAT.exact(swept.at + by), signed(decimals(by, 4))
    texts = (
        by_text,
        number,
        FORMAT.exact(there),
        signed(FORMAT.exact(change)),
        signed(FORMAT.exact(predicted)),
        FORMAT.exact(abs(change - predicted)),
    )
    known = math.isfinite(there)
    said = {"name": name, "by": by_text, "to": number, "loss": loss, "there": texts[2]}
    return Point(
        x=frame.x(swept.at + by),
        curve=frame.y(there) if known else None,
        tangent=frame.y(line) if math.isfinite(line) else None,
        texts=texts,
        says=_(
            "%(name)s moved by %(by)s to %(to)s: %(loss)s is %(there)s, moved by %(change)s; the "
            "gradient predicts %(predicted)s.",
            change=texts[3],
            predicted=texts[4],
            **said,
        )
        if known
        else _("%(name)s moved by %(by)s to %(to)s: %(loss)s is %(there)s.", **said),
    )


def _frame(swept: ge.Sweep) -> Frame:
    """What is in sight: the curve near the tangent; not the pole that it may climb elsewhere."""
    finite = swept.losses[np.isfinite(swept.losses)]
    loss = swept.loss if math.isfinite(swept.loss) else 0.0
    changes = np.abs(finite - loss) if len(finite) else np.zeros(1)
    slope = abs(swept.gradient) if math.isfinite(swept.gradient) else 0.0
    near = 3 * max(slope * float(swept.offsets[-1]), float(np.median(changes)))
    seen = np.clip(np.append(finite, loss), loss - near, loss + near)
    low, high = float(seen.min()), float(seen.max())
    # A line that goes nowhere lies in the middle, not on the edge.
    air = 0.08 * (high - low) or max(abs(loss) * 0.1, 1e-3)
    ends = swept.at + swept.offsets[[0, -1]]
    if not math.isfinite(high - low):
        low, high, air = 0.0, 1.0, 0.0
    return SHEET.frame(
        start=float(ends[0]),
        end=float(ends[1]),
        low=low - air,
        high=high + air,
    )


def _ticks(low: float, high: float, place: Callable[[float], float]) -> tuple[Tick, ...]:
    """A few round numbers between two."""
    raw = (high - low) / TICKS
    if not (math.isfinite(raw) and raw > 0):
        return ()
    step = round_step(raw)
    digits = max(3, math.ceil(math.log10(max(abs(low), abs(high), step) / step)) + 1)
    return ticks(multiples(step, low, high), place, lambda x: significant(x, digits))


@dataclass(frozen=True, kw_only=True)
class Check:
    """One gradient beside what finite differences give."""

    name: str
    gradient: str
    difference: str
    """The central difference."""
    off: str
    verdict: str
    """"agrees", "differs" or "impossible"."""


@dataclass(frozen=True, kw_only=True)
class Checks:
    """Every gradient checked."""

    rows: tuple[Check, ...]
    verdict: str
    badge: str


def checks(story: Story) -> Checks:
    """Every node that ℒ depends on; of a vector or matrix the entry with the largest gradient."""
    rows = tuple(_check(story, index, nudge) for index, nudge in sorted(story.nudges.items()))
    return Checks(rows=rows, **_verdict([row.verdict for row in rows]))


def _check(story: Story, index: int, nudge: ge.Nudge) -> Check:
    gradient = np.asarray(story.exact.gradients[index], dtype=np.float64)
    name = story.words.plain(index)
    if nudge.entry is None:
        here, slope, name = (
            float(np.sum(gradient)),
            float(np.sum(nudge.slope)),
            _("%(name)s, all", name=name),
        )
    else:
        here, slope = float(gradient[nudge.entry]), float(nudge.slope[nudge.entry])
        name = _name(story, index, nudge.entry)
    possible = nudge.error == nudge.error
    return Check(
        name=name,
        gradient=FORMAT.exact(here),
        difference=FORMAT.exact(slope) if possible else "–",
        off=significant(nudge.error, 1) if possible else "–",
        verdict=("agrees" if nudge.error < 1e-4 else "differs") if possible else "impossible",
    )


def _verdict(verdicts: Sequence[str]) -> dict[str, str]:
    """The badge: what it says of all of them."""
    count = {each: verdicts.count(each) for each in ("agrees", "differs", "impossible")}
    if not verdicts:
        return {"verdict": "impossible", "badge": _("There is no gradient here.")}
    if count["differs"]:
        return {
            "verdict": "differs",
            "badge": ngettext(
                "The gradient differs from finite differences",
                "%(differing)s of %(num)s gradients differ from finite differences",
                len(verdicts),
                differing=count["differs"],
            ),
        }
    if count["impossible"]:
        return {
            "verdict": "impossible",
            "badge": ngettext(
                "No gradient verified: it stands at a kink, or is not finite",
                "%(agreeing)s of %(num)s gradients verified; the others stand at a kink, or are "
                "not finite",
                len(verdicts),
                agreeing=count["agrees"],
            ),
        }
    return {
        "verdict": "agrees",
        "badge": ngettext(
            "The gradient is verified", "All %(num)s gradients verified", len(verdicts)
        ),
    }
