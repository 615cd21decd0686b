"""One operand that moves: the curve of the operation with its tangent; a kink, a pole, flatness."""

import math

import numpy as np

from ...languages import _, decimal, translate
from ...plot.along import Along, samples
from ...plot.paper import Frame, Numbers
from ...plot.tangent import one_side, run_of, seen_flat, stretch, tangent
from ...wording import formulas as f
from .. import marks, words
from ..card import Card, Subject

POINTS = 121
POLED = {"log", "neglog", "reciprocal", "div", "sqrt", "pow", "power"}
"""Drawn near the number: far from it there is a pole, or no value."""


def curve(subject: Subject) -> Card:
    """The curve and its tangent: the tangent is the local gradient."""
    node = subject.node
    assert node.op is not None
    by = Along(
        node.op,
        tuple(map(float, subject.operands)),
        subject.edge.port,
        tuple(map(float, node.literal)),
    )
    at = float(subject.value)
    with np.errstate(all="ignore"):
        there = float(by.value(np.array([at]))[0])
        if not (math.isfinite(at) and math.isfinite(there)):
            return _nothing(subject, by)
        slope = words.unrounded(subject)
        if not math.isfinite(slope):
            return _nothing(subject, by)
        frame = window(by, at, there, slope)
        if not frame.drawable:
            return unseen(subject)
        base = _base(subject, by, frame, at, there)
        if node.op.kink and bool(node.op.kink.at(*subject.operands, *node.literal)):
            return _kink(subject, by, frame, base, (at, there), slope)
    drawn = [
        f'<g data-unit="{frame.unit[0]:.7g} {frame.unit[1]:.7g}">'
        + marks.path("tangent", tangent(frame, (at, there), slope))
        + "</g>",
        marks.dot("point", frame.x(at), frame.y(there)),
        _label(subject, slope),
        _triangle(subject, frame, (at, there), slope),
    ]
    remark, flat = "", seen_flat(frame, slope)
    if flat:
        drawn.append(_lens(frame, (at, there), slope))
        remark = _("not 0: the lens stretches it upright")
    return Card(
        head=head(subject, flat=flat, pole=node.op.name in POLED - {"sqrt"}),
        seen=base + marks.dot("point pale", frame.x(at), frame.y(there)),
        slope="".join(drawn),
        formula=words.formula(subject),
        numbers=words.numbers(subject),
        check=words.check(subject),
        remark=remark,
    )


def head(subject: Subject, *, flat: bool, pole: bool) -> str:
    """What this curve teaches."""
    if subject.op in ("logistic_loss", "hinge", "squared_error"):
        return _("this sample's loss: the slope of the curve at it")
    if flat:
        return _("almost flat: the slope is small, but not 0")
    if subject.op in ("div", "pow"):
        return _("each operand has its own slope")
    if pole:
        return _("the slope of the curve; near 0 it has no bound")
    if subject.op in ("scale", "shift", "neg", "subtract_from", "divide_by", "identity"):
        return _("a straight line: the same slope everywhere")
    return _("the slope of the curve at the point")


def window(by: Along, at: float, there: float, slope: float) -> Frame:
    """What is in sight: the curve around the point, and the tangent not much steeper than 45°."""
    reach = max(1.3 * abs(at), 1e-3) if by.op.name in POLED and at else max(4.0, 1.3 * abs(at))
    start, end = min(at, 0.0) - 0.15 * reach, max(at, 0.0) + 0.6 * reach
    if by.op.name not in POLED or not at:
        start, end = -reach, reach
    elif at < 0:
        start, end = -end + at + at * 0.3, 0.15 * reach
    values = by.value(np.linspace(start, end, POINTS))
    finite = values[np.isfinite(values)]
    changes = np.abs(finite - there) if len(finite) else np.zeros(1)
    near = 1.15 * max(abs(slope) * (end - start) / 2, float(np.percentile(changes, 70)), 1e-9)
    seen = np.clip(np.append(finite, there), there - near, there + near)
    low, high = float(seen.min()), float(seen.max())
    if low > 0 and low < 0.35 * high:
        low = 0.0
    if high < 0 and high > 0.35 * low:
        high = 0.0
    air = 0.1 * (high - low) or max(abs(there) * 0.1, 1e-3)
    return marks.frame(start, end, low - air, high + air)


def grid(frame: Frame, by: Along, *places: float) -> Numbers:
    """Where the curve is sampled: evenly, and where something may be."""
    # 0, the held operands and the bounds of a hinge are where poles and kinks are.
    kinks = [0.0, *by.operands, *by.literal, *(1 / x for x in by.operands if x)]
    some = [x for x in (*places, *kinks) if frame.start <= x <= frame.end]
    return np.unique(np.concatenate([np.linspace(frame.start, frame.end, POINTS), some]))


def _base(subject: Subject, by: Along, frame: Frame, at: float, there: float) -> str:
    places = grid(frame, by, at)
    poles = by.poles(places)
    xs, ys = samples(by.value, places, kinks=by.kinks(places), poles=poles)
    cut = (xs >= frame.start) & (xs <= frame.end)
    ys = np.where((ys > frame.high) | (ys < frame.low), np.nan, ys)
    drawn = []
    if subject.op == "logistic_loss" and subject.edge.port == 1:
        drawn.append(_wrong_side(subject, frame))
    drawn.append(axes(frame))
    drawn += [
        marks.line("pole", frame.x(x), frame.top, frame.x(x), frame.bottom)
        + marks.text("infinite", frame.x(x) - 2, frame.top + 8, "∞", "end")
        for x in map(float, poles)
    ]
    drawn.append(marks.path("curve", frame.path(xs[cut], ys[cut], fewest=True)))
    foot = frame.y(0.0) if frame.low <= 0 <= frame.high else frame.bottom
    drawn.append(marks.line("drop", frame.x(at), frame.y(there), frame.x(at), foot))
    drawn.append(marks.line("drop", frame.x(at), frame.bottom - 2, frame.x(at), frame.bottom))
    named = f"{subject.name} = {words.value_written(subject, subject.edge.port)}"
    drawn.append(marks.text("value name", frame.x(at), marks.HEIGHT - 4, named))
    return "".join(drawn)


def axes(frame: Frame) -> str:
    """The lines where x and y are 0, where they are in sight."""
    drawn = ""
    if frame.low <= 0 <= frame.high:
        drawn += marks.line("axis", frame.left, frame.y(0.0), frame.right, frame.y(0.0))
    if frame.start <= 0 <= frame.end:
        drawn += marks.line("axis", frame.x(0.0), frame.top, frame.x(0.0), frame.bottom)
    return drawn


def _wrong_side(subject: Subject, frame: Frame) -> str:
    """Where the score has the other sign than its label."""
    if float(subject.operands[0]) > 0:
        left, right = frame.left, frame.x(0.0)
    else:
        left, right = frame.x(0.0), frame.right
    return marks.rect("wrong", left, frame.top, right - left, frame.bottom - frame.top)


def _label(subject: Subject, slope: float) -> str:
    said = _("slope %(slope)s", slope=words.slope_written(subject, subject.run.slope(subject.edge)))
    if slope >= 0:
        return marks.text("said", marks.LEFT, 14, said, "start")
    return marks.text("said", marks.RIGHT, 14, said, "end")


def _triangle(subject: Subject, frame: Frame, at: tuple[float, float], slope: float) -> str:
    """A run that is round, and the rise that goes with it."""
    run = run_of(frame, slope)
    rise = abs(slope) * run * frame.unit[1]
    if not run or rise < 7 or run * frame.unit[0] < 7:
        return ""
    x, y = at
    way = 1 if frame.x(x + run) <= frame.right - 14 else -1
    corner, top = frame.x(x + way * run), frame.y(y + way * slope * run)
    told = subject.format.slope(float(subject.run.slope(subject.edge)) * run)
    across = f"{run:g}".replace(".", decimal())
    level = frame.y(y)
    below = (slope > 0) == (way > 0)
    return (
        marks.path("step", f"M{frame.x(x):g},{level:g}H{corner:g}V{top:g}")
        + marks.text("small", (frame.x(x) + corner) / 2, level + (11 if below else -4), across)
        + marks.text(
            "small",
            corner + 3 * way,
            (level + top) / 2 + 4,
            told,
            "start" if way > 0 else "end",
        )
    )


def _lens(frame: Frame, at: tuple[float, float], slope: float) -> str:
    """The tangent stretched upright, and by how much."""
    times = stretch(frame, slope)
    across, up = frame.unit
    x, y = frame.x(at[0]), frame.y(at[1])
    left = 100.0 if x < 90 else 8.0
    top = 52.0 if y < 50 else 20.0
    rise = 20 * slope * up * times / across
    middle = left + 25, top + 19
    return (
        marks.line("lead", x, y, left + (0 if left > 50 else 50), top)
        + marks.rect("lens", left, top, 50, 38)
        + marks.line(
            "tangent lensed", middle[0] - 20, middle[1] + rise, middle[0] + 20, middle[1] - rise
        )
        + marks.dot("point", *middle, 3)
        + marks.text("small", middle[0], top + 50, f"↕ × {times:.10g}")
    )


def _kink(
    subject: Subject, by: Along, frame: Frame, base: str, at: tuple[float, float], taken: float
) -> Card:
    """Both one-sided slopes, and which one is taken: a convention."""
    left, right = by.sides(at[0])
    drawn = []
    for slope, way in ((left, -1), (right, 1)):
        kind = "tangent" if math.isclose(slope, taken, abs_tol=1e-9) else "tangent other"
        drawn.append(marks.path(kind, one_side(frame, at, slope, way=way)))
    if not any(math.isclose(slope, taken, abs_tol=1e-9) for slope in (left, right)):
        drawn.append(marks.path("tangent", tangent(frame, at, taken)))
    write = subject.format.slope
    drawn += [
        marks.dot("point hollow", frame.x(at[0]), frame.y(at[1])),
        marks.text("said", marks.LEFT, 14, _("left: %(slope)s", slope=write(left)), "start"),
        marks.text("said", marks.RIGHT, 26, _("right: %(slope)s", slope=write(right)), "end"),
    ]
    assert by.op.kink is not None
    return Card(
        head=_("a kink has two slopes"),
        seen=base,
        slope="".join(drawn),
        formula=words.formula(subject),
        numbers=words.numbers(subject),
        check=words.check(subject),
        remark=translate(by.op.kink.convention),
    )


def unseen(subject: Subject) -> Card:
    """Where the sides of the plot are farther apart than any number: what is told, and no plot."""
    return Card(
        head=head(subject, flat=False, pole=False),
        formula=words.formula(subject),
        numbers=words.numbers(subject),
        check=words.check(subject),
    )


def _nothing(subject: Subject, by: Along) -> Card:
    """No value, or an infinite one: the curve only where it exists, and no tangent."""
    at = float(subject.value)
    middle = at if math.isfinite(at) and abs(at) < 1e6 else 0.0
    reach = max(2.0, 1.5 * abs(middle))
    places = np.unique(np.concatenate([np.linspace(-reach, reach, POINTS), [0.0]]))
    values = by.value(places)
    finite = np.isfinite(values)
    seen = np.clip(values[finite], -3, 3) if finite.any() else np.array([-1.0, 1.0])
    frame = marks.frame(-reach, reach, float(seen.min()) - 0.5, float(seen.max()) + 0.5)
    hatch = ""
    gone = places[np.isnan(values)]
    if len(gone) > 3:
        low, high = frame.x(float(gone.min())), frame.x(float(gone.max()))
        hatch = marks.rect("hatch", low, frame.top, high - low, frame.bottom - frame.top)
    foot = frame.y(0.0) if frame.low <= 0 <= frame.high else frame.bottom
    cross = marks.text("gone", frame.x(middle), foot + 5, "✗")
    named = f"{subject.name} = {words.value_written(subject, subject.edge.port)}"
    xs, ys = samples(by.value, places, kinks=places[:0], poles=by.poles(places))
    cut = (xs >= -reach) & (xs <= reach)
    ys = np.where((ys > frame.high) | (ys < frame.low), np.nan, ys)
    value = subject.words.value(subject.run, subject.edge.dst, subject.format)
    return Card(
        head=_("no value here: no slope, no gradient"),
        seen=hatch
        + axes(frame)
        + marks.path("curve", frame.path(xs[cut], ys[cut], fewest=True))
        + cross
        + marks.text("value name", frame.x(middle), marks.HEIGHT - 4, named),
        formula=words.formula(subject),
        numbers=f.math(f.operator("→"), f'<mrow class="undefined">{f.number(value)}</mrow>'),
        check=(_("nothing to nudge: there is no value beside it"),),
        remark=_("it begins here"),
        kind="none",
    )
