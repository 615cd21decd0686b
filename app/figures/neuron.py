"""The neuron in time as curves: potential and current over time, firing rate against input."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ..languages import _, ngettext
from ..plot.paper import Frame, Tick, ticks, written
from . import spiking

WIDTH, HALF = 760.0, 400.0
"""Of a curve over time, and of one that stands at its side."""
LEFT, RIGHT = 58.0, 44.0
HIGHEST = 30.0
"""The largest current that can be chosen."""
BEGIN, END, EULER = 20.0, 200.0, 0.01
"""When the current begins, what is shown of time, and the steps of Euler's method, in ms: with
steps ten times as long the spikes would come visibly too early."""
EVERY = 50
"""Of so many instants one is drawn; between two spikes the potential bends little."""
SPIKE = 20.0
"""Up to where a spike is drawn, in mV: the model has its time only."""
SILENT = 7.0
"""A current at which the cell does not fire, drawn beside one at which it does."""
TOP, FOOT = 32.0, 32.0
INSTANTS = (0, 50, 100, 150, 200)


@dataclass(frozen=True, kw_only=True)
class Span:
    """A bracket over the paper, from one spike to the next."""

    start: float
    end: float
    y: float
    text: str

    @property
    def middle(self) -> float:
        """Where what it says stands."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A frame with one path in it."""

    title: str
    label: str
    """What is seen, in words."""
    path: str
    kind: str
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]
    unit: str
    width: float
    height: float
    level: float | None = None
    """Where a dashed line is drawn: the threshold."""
    mark: tuple[float, float] | None = None
    """Where a dot is: what is chosen."""
    beside: str = ""
    """A second line, pale: of a current that is too small."""
    note: str = ""
    """What the second line is."""
    span: Span | None = None
    left: float = LEFT
    top: float = TOP

    @property
    def right(self) -> float:
        """The frame's right side."""
        return self.width - RIGHT

    @property
    def bottom(self) -> float:
        """The frame's lower side."""
        return self.height - FOOT

    @property
    def numbers_y(self) -> float:
        """The line of the numbers below."""
        return self.height - 8.0

    @property
    def numbers_x(self) -> float:
        """The right side of the numbers on the left."""
        return self.left - 7.0


@dataclass(frozen=True, kw_only=True)
class InTime:
    """The neuron at a current: what it does, in words and as curves."""

    current: float
    said: str
    curves: tuple[Curve, Curve, Curve, Curve]
    """Potential and current over time, rate against current, and σ beside it."""
    least: str
    """The current from which on it fires."""
    share: str
    """Where that is among those that can be chosen."""
    highest: float = HIGHEST

    @property
    def chosen(self) -> str:
        """The current as it is written."""
        return written(self.current)


def in_time(current: float) -> InTime:
    """The neuron in time at a current."""
    neuron = spiking.Neuron()
    chosen = written(current)
    least = written(round(neuron.rheobase, 2))
    if current <= neuron.rheobase:
        said = _(
            "At I = %(current)s the cell stays silent: it needs more than %(rheobase)s.",
            current=chosen,
            rheobase=least,
        )
    else:
        said = _(
            "At I = %(current)s the cell fires %(rate)s times a second.",
            current=chosen,
            rate=written(round(neuron.rate(current), 1)),
        )
    return InTime(
        current=current,
        said=said,
        curves=_pictures(current),
        least=least,
        share=f"{100 * neuron.rheobase / HIGHEST:.2f}%",
    )


@lru_cache(maxsize=64)
def _points(current: float) -> tuple[tuple[tuple[float, float], ...], tuple[float, ...]]:
    """The potential over time with its drawn spikes, and when these are."""
    neuron = spiking.Neuron()
    given = np.where(np.arange(round(END / EULER)) < BEGIN / EULER, 0.0, current)
    simulated = spiking.simulate(given, neuron=neuron, duration=END, step=EULER)
    times, potential = simulated.times[::EVERY], simulated.potential[::EVERY]
    points = sorted(
        [*zip(times, potential, strict=True)]
        + [(t, y) for t in simulated.spikes for y in (neuron.threshold, SPIKE, neuron.rest)],
        key=lambda point: point[0],
    )
    return tuple(points), tuple(simulated.spikes)


def _pictures(current: float) -> tuple[Curve, Curve, Curve, Curve]:
    neuron = spiking.Neuron()
    points, spikes = _points(current)
    count = len(spikes)
    membrane = _curve(
        _("Membrane potential V, in mV"),
        ngettext(
            "Over 200 ms the potential rises towards %(steady)s mV and the cell fires once.",
            "Over 200 ms the potential rises towards %(steady)s mV and the cell fires %(num)s "
            "times.",
            count,
            steady=written(round(neuron.steady(current), 1)),
        ),
        points,
        (0, END),
        (-75, 25),
        "value",
        INSTANTS,
        (-70, -50, 0),
        "ms",
        height=300,
        level=neuron.threshold,
        silent=_points(SILENT)[0] if count else (),
        note=_("at I = %(current)s it never fires", current=written(SILENT)),
        spikes=spikes[:2],
        said=_("%(time)s ms", time=written(round(neuron.interval(current), 1))),
    )
    steps = _curve(
        _("Input current I"),
        _("The current is 0 up to 20 ms and then %(current)s.", current=written(current)),
        [(0, 0), (BEGIN, 0), (BEGIN, current), (END, current)],
        (0, END),
        (0, HIGHEST),
        "gradient",
        INSTANTS,
        (0, 10, 20, 30),
        "ms",
        height=150,
    )
    inputs = np.linspace(0, HIGHEST, 400)
    rates = _curve(
        _("Spikes a second"),
        _(
            "The cell is silent up to I = %(rheobase)s; at %(current)s it fires %(rate)s times a "
            "second.",
            rheobase=written(round(neuron.rheobase, 2)),
            current=written(current),
            rate=written(round(neuron.rate(current), 1)),
        ),
        [(i, neuron.rate(float(i))) for i in inputs],
        (0, HIGHEST),
        (0, 200),
        "value",
        (0, 10, 20, 30),
        (0, 50, 100, 150, 200),
        "I",
        width=HALF,
        height=215,
        mark=(current, neuron.rate(current)),
    )
    sums = np.linspace(-6, 6, 200)
    sigma = _curve(
        _("σ, the activation of the graph"),
        _("σ rises from 0 to 1 as its input grows, smoothly where the cell has a threshold."),
        [(x, 1 / (1 + np.exp(-x))) for x in sums],
        (-6, 6),
        (0, 1.05),
        "value",
        (-6, -3, 0, 3, 6),
        (0, 0.5, 1),
        "q",
        width=HALF,
        height=215,
    )
    return membrane, steps, rates, sigma


def _curve(
    title: str,
    label: str,
    points: Sequence[Any],
    across: tuple[float, float],
    upward: tuple[float, float],
    kind: str,
    below: Sequence[float],
    beside: Sequence[float],
    unit: str,
    *,
    width: float = WIDTH,
    height: float,
    level: float | None = None,
    mark: tuple[float, float] | None = None,
    silent: Sequence[Any] = (),
    spikes: Sequence[float] = (),
    said: str = "",
    note: str = "",
) -> Curve:
    frame = Frame(
        left=LEFT,
        right=width - RIGHT,
        top=TOP,
        bottom=height - FOOT,
        start=across[0],
        end=across[1],
        low=upward[0],
        high=upward[1],
        places=1,
    )
    start, end = (frame.x(t) for t in spikes) if len(spikes) > 1 else (0.0, 0.0)
    return Curve(
        title=title,
        label=label,
        path=_path(frame, points),
        beside=_path(frame, silent) if silent else "",
        note=note if silent else "",
        span=Span(start=start, end=end, y=frame.top + 2, text=said) if end else None,
        kind=kind,
        across=ticks(below, frame.x),
        upward=ticks(beside, frame.y),
        unit=unit,
        width=width,
        height=height,
        level=None if level is None else frame.y(level),
        mark=None if mark is None else (frame.x(mark[0]), frame.y(mark[1])),
    )


def _path(frame: Frame, points: Sequence[Any]) -> str:
    xs, ys = np.array(points, dtype=np.float64).T
    return frame.path(xs, ys)
