"""The neuron in time as curves: potential and current over time, firing rate against input."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..languages import _, ngettext
from ..plot.paper import Frame, Tick, ticks, written
from . import spiking

WIDTH, LEFT, RIGHT = 760.0, 52.0, 30.0
HIGHEST = 30.0
"""The largest current that can be chosen."""
SPIKE = 20.0
"""Up to where a spike is drawn, in mV: the model has its time only."""


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
    left: float = LEFT
    top: float = 12.0

    @property
    def right(self) -> float:
        """The frame's right side."""
        return self.width - RIGHT

    @property
    def bottom(self) -> float:
        """The frame's lower side."""
        return self.height - 26.0

    @property
    def numbers_y(self) -> float:
        """The line of the numbers below."""
        return self.height - 9.0

    @property
    def numbers_x(self) -> float:
        """The right side of the numbers on the left."""
        return self.left - 7.0


def pictures(current: float) -> tuple[Curve, Curve, Curve, Curve]:
    """Potential and current over time, rate against current, and σ beside it."""
    neuron = spiking.Neuron()
    given = np.where(np.arange(5000) < 500, 0.0, current)  # from 50 ms on
    simulated = spiking.simulate(given, neuron=neuron)
    times, potential = simulated.times[::5], simulated.potential[::5]
    points = sorted(
        [*zip(times, potential, strict=True)]
        + [(t, y) for t in simulated.spikes for y in (neuron.threshold, SPIKE, neuron.rest)],
        key=lambda point: point[0],
    )
    count = len(simulated.spikes)
    membrane = _curve(
        _("Membrane potential V, in mV"),
        ngettext(
            "Over 500 ms the potential rises towards %(steady)s mV and the cell fires once.",
            "Over 500 ms the potential rises towards %(steady)s mV and the cell fires %(num)s "
            "times.",
            count,
            steady=written(round(neuron.steady(current), 1)),
        ),
        points,
        (0, 500),
        (-75, 25),
        "value",
        (0, 100, 200, 300, 400, 500),
        (-70, -50, 0),
        "ms",
        height=230,
        level=neuron.threshold,
    )
    steps = _curve(
        _("Input current I"),
        _("The current is 0 up to 50 ms and then %(current)s.", current=written(current)),
        [(0, 0), (50, 0), (50, current), (500, current)],
        (0, 500),
        (0, max(10.0, current * 1.1)),
        "gradient",
        (0, 100, 200, 300, 400, 500),
        (0, 10) if current < 20 else (0, 10, 20),
        "ms",
        height=110,
    )
    inputs = np.linspace(0, HIGHEST, 400)
    rates = _curve(
        _("Firing rate against input, in Hz"),
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
        width=370,
        height=230,
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
        width=370,
        height=230,
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
) -> Curve:
    frame = Frame(
        left=LEFT,
        right=width - RIGHT,
        top=12.0,
        bottom=height - 26.0,
        start=across[0],
        end=across[1],
        low=upward[0],
        high=upward[1],
        places=1,
    )
    xs, ys = np.array(points, dtype=np.float64).T
    return Curve(
        title=title,
        label=label,
        path=frame.path(xs, ys),
        kind=kind,
        across=ticks(below, frame.x),
        upward=ticks(beside, frame.y),
        unit=unit,
        width=width,
        height=height,
        level=None if level is None else frame.y(level),
        mark=None if mark is None else (frame.x(mark[0]), frame.y(mark[1])),
    )
