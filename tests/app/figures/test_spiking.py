"""The neuron in time: spikes of a leaky integrate-and-fire neuron, and its firing rate."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge
from app.figures.spiking import Neuron, simulate


def test_at_an_input_of_8_it_fires_fourteen_times_in_half_a_second():
    trace = simulate(8.0)
    assert len(trace.spikes) == 14
    assert np.mean(np.diff(trace.spikes)) == pytest.approx(35.3, abs=1e-9)
    assert trace.rate == 28.0
    assert Neuron().interval(8.0) == pytest.approx(35.280965, abs=1e-6)


def test_the_rheobase_is_the_input_from_which_on_it_fires():
    neuron = Neuron()
    assert neuron.rheobase == pytest.approx(7.692308, abs=1e-6)
    assert neuron.rate(neuron.rheobase) == 0
    assert neuron.rate(neuron.rheobase + 0.01) > 0
    assert neuron.steady(8.0) == pytest.approx(-49.2)
    assert len(simulate(7.6).spikes) == 0


@pytest.mark.parametrize(
    ("current", "rate"), [(7, 0), (8, 28.344), (10, 57.593), (15, 101.1), (20, 132.361)]
)
def test_the_firing_rate_is_known_exactly(current: float, rate: float):
    assert Neuron().rate(current) == pytest.approx(rate, abs=6e-4)


@pytest.mark.parametrize("current", [8, 10, 15, 20])
def test_in_smaller_steps_the_simulation_comes_to_the_exact_rate(current: float):
    spikes = simulate(current, step=0.01, duration=600).spikes
    assert 1000 / np.mean(np.diff(spikes)) == pytest.approx(Neuron().rate(current), rel=2e-3)


def test_below_the_threshold_the_potential_is_that_of_the_differential_equation():
    trace = simulate(6.0, step=0.01, duration=50)
    exact = -70 + 2.6 * 6 * (1 - np.exp(-trace.times / 10))
    np.testing.assert_allclose(trace.potential, exact, atol=0.01)


def test_after_a_spike_it_waits_at_rest():
    trace = simulate(20.0, duration=50)
    k = round(float(trace.spikes[0]) / 0.1)
    assert trace.potential[k] >= -50
    assert set(trace.potential[k + 1 : k + 1 + 28].tolist()) == {-70.0}
    assert trace.potential[k + 29] > -70


def test_a_current_can_change_with_time():
    current = np.where(np.arange(5000) < 2500, 0.0, 10.0)
    trace = simulate(current)
    assert trace.spikes.min() > 250 and len(trace.current) == len(trace.times) == 5001
    assert len(trace.spikes) == len(simulate(10.0, duration=250).spikes)


def test_what_is_kept_of_a_run_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        simulate(8.0).potential[0] = 0


def test_without_a_refractory_time_the_rate_has_no_ceiling():
    assert Neuron(refractory=0).rate(1e6) > 1e6
    assert Neuron().rate(1e9) == pytest.approx(1000 / 2.7, rel=1e-3)
    assert Neuron(refractory=0).rate(1e308) == math.inf


@pytest.mark.parametrize(
    "numbers",
    [
        {"threshold": -70.0}, {"resistance": 0.0}, {"tau": -1.0}, {"refractory": -1.0},
        {"rest": math.nan}, {"resistance": math.inf},
    ],
)  # fmt: skip
def test_numbers_that_no_neuron_has_are_refused(numbers: dict[str, float]):
    with pytest.raises(ge.GraphError):
        Neuron(**numbers)


@pytest.mark.parametrize(
    ("current", "options", "said"),
    [
        (math.nan, {}, "finite"),
        ([1.0, 2.0], {}, "5000"),
        (8.0, {"step": 0.0}, "greater than 0"),
        (8.0, {"duration": math.inf}, "greater than 0"),
        (8.0, {"step": 10.0}, "time constant"),
        (8.0, {"step": 1e-6}, "at most 100000"),
    ],
)
def test_a_run_that_cannot_be_is_refused_and_the_cure_is_said(
    current: Any, options: dict[str, float], said: str
):
    with pytest.raises(ge.GraphError, match=said):
        simulate(current, **options)


@given(st.floats(0, 100), st.floats(0, 100))
def test_more_input_never_means_fewer_spikes(low: float, high: float):
    low, high = sorted((low, high))
    assert Neuron().rate(low) <= Neuron().rate(high)
    assert len(simulate(low, duration=60).spikes) <= len(simulate(high, duration=60).spikes)
