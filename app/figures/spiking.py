"""A neuron in time: leaky integrate-and-fire, by Euler's method, and its firing rate.

τ dV/dt = −(V − V_rest) + R·I. Where V reaches the threshold the neuron fires: V is put back to rest
and waits for the refractory time. Units: mV, ms; R·I is in mV.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph_engine.arrays import Array
from graph_engine.graph import GraphError
from graph_engine.saying import say

from .. import limits


@dataclass(frozen=True, kw_only=True)
class Neuron:
    """A leaky integrate-and-fire neuron; the numbers are those of the page that the lecture links
    to."""

    rest: float = -70.0
    threshold: float = -50.0
    resistance: float = 2.6
    tau: float = 10.0
    refractory: float = 2.7

    def __post_init__(self) -> None:
        """Raise `GraphError` for numbers that no neuron can have."""
        numbers = (self.rest, self.threshold, self.resistance, self.tau, self.refractory)
        if not all(math.isfinite(number) for number in numbers):
            raise GraphError(say("the numbers of a neuron are finite"))
        if self.threshold <= self.rest:
            raise GraphError(say("the threshold lies above the potential at rest"))
        if self.resistance <= 0 or self.tau <= 0:
            raise GraphError(say("resistance and time constant are greater than 0"))
        if self.refractory < 0:
            raise GraphError(say("the refractory time is 0 or more"))

    @property
    def rheobase(self) -> float:
        """The input from which on the neuron fires: (θ − V_rest) / R."""
        return (self.threshold - self.rest) / self.resistance

    def steady(self, current: float) -> float:
        """Where the potential would settle at a constant input, were there no threshold."""
        return self.rest + self.resistance * current

    def interval(self, current: float) -> float:
        """Milliseconds from spike to spike at a constant input; infinite up to the rheobase."""
        above = self.steady(current) - self.threshold
        if above <= 0:
            return math.inf
        return self.refractory + self.tau * math.log1p((self.threshold - self.rest) / above)

    def rate(self, current: float) -> float:
        """Spikes per second at a constant input, exactly: the f–I curve."""
        found = self.interval(current)
        return 1000.0 / found if found else math.inf


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What a neuron did: one number per instant; arrays are read-only."""

    times: Array
    """ms"""
    current: Array
    potential: Array
    """mV; at a spike the threshold's value or more, before it is put back."""
    spikes: Array
    """The times of the spikes, ms."""

    @property
    def rate(self) -> float:
        """Spikes per second over the whole time."""
        duration = float(self.times[-1] - self.times[0])
        return 1000.0 * len(self.spikes) / duration if duration else 0.0


def simulate(
    current: float | Sequence[float] | Array,
    *,
    neuron: Neuron | None = None,
    duration: float = 500.0,
    step: float = 0.1,
) -> Trace:
    """Let a neuron run from rest for `duration` ms, in steps of `step` ms.

    `current` is one number, or one for each step. Raises `GraphError` for what is not finite, and
    for more steps than there can be.
    """
    neuron = neuron or Neuron()
    if not (math.isfinite(duration) and math.isfinite(step) and 0 < step <= duration):
        raise GraphError(
            say("duration and step are greater than 0, and the step is the shorter one")
        )
    if step >= neuron.tau:
        raise GraphError(say("the step is shorter than the time constant, or Euler's method jumps"))
    if duration / step > limits.INSTANTS.most:
        raise GraphError(
            say(
                "there can be at most %(most)s %(what)s: take a shorter time or longer steps",
                most=limits.INSTANTS.most,
                what=say(limits.INSTANTS.what),
            )
        )
    count = round(duration / step)
    try:
        given = np.broadcast_to(np.asarray(current, dtype=np.float64), count)
    except ValueError:
        raise GraphError(
            say("the current is one number, or %(count)s: one for each step", count=count)
        ) from None
    if not np.all(np.isfinite(given)):
        raise GraphError(say("the current is not a finite number"))
    potential = np.empty(count + 1)
    potential[0] = level = neuron.rest
    spikes: list[float] = []
    waiting = round(neuron.refractory / step)
    silent = 0
    for k, now in enumerate(given.tolist(), start=1):
        if level >= neuron.threshold:
            # Put back to rest in this step; from then on it waits.
            level, silent = neuron.rest, waiting
        elif silent:
            silent -= 1
        else:
            level += step * (neuron.rest - level + neuron.resistance * now) / neuron.tau
            if level >= neuron.threshold:
                spikes.append(k * step)
        potential[k] = level
    return Trace(
        times=_frozen(np.arange(count + 1, dtype=np.float64) * step),
        current=_frozen(np.append(given, given[-1])),
        potential=_frozen(potential),
        spikes=_frozen(np.array(spikes)),
    )


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array
