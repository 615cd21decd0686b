"""A tangent read back from the drawing is the derivative, by finite differences."""

import math
import re

import numpy as np
import pytest

import graph_engine as ge
from app.plot.along import Along
from app.plot.paper import Frame
from app.plot.tangent import LENGTH, one_side, run_of, seen_flat, stretch, tangent

FRAME = Frame(left=8, right=152, top=6, bottom=96, start=-4, end=4, low=-1, high=3)
ONE = {
    name: op
    for name, op in ge.operations().items()
    # What is stopped has a slope and hands on none.
    if op.elementwise and op.arity == 1 and name != "detach"
}


def way(path: str) -> tuple[float, float]:
    found = re.fullmatch(r"M[^l]+l([^,]+),(.+)", path)
    assert found
    return float(found[1]), float(found[2])


def read_back(path: str, frame: Frame = FRAME) -> float:
    dx, dy = way(path)
    return -(dy / frame.unit[1]) / (dx / frame.unit[0])


@pytest.mark.parametrize("name", ONE)
def test_the_drawn_slope_is_the_quotient_of_differences(name: str):
    op = ONE[name]
    for sample in op.samples:
        by = Along(op, sample[:1], 0, sample[1:])
        x, step = float(sample[0]), 1e-6
        low, high = by.value(np.array([x - step, x + step]))
        slope = float(by.slope(np.array([x]))[0])
        drawn = read_back(tangent(FRAME, (x, 0.0), slope))
        assert drawn == pytest.approx((high - low) / (2 * step), rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("slope", [4.54e-5, 1e-12, -3.7, 0.2, 1e6])
def test_every_tangent_has_its_slope_and_one_length(slope: float):
    path = tangent(FRAME, (1.0, 0.5), slope)
    assert read_back(path) == pytest.approx(slope, rel=1e-5)
    assert math.hypot(*way(path)) == pytest.approx(LENGTH, rel=1e-5)


def test_a_flat_line_and_a_steep_one_are_lines():
    assert way(tangent(FRAME, (0.0, 0.0), 0.0)) == (LENGTH, 0)
    assert way(tangent(FRAME, (0.0, 0.0), math.inf)) == (0, -LENGTH)


def test_at_a_kink_each_side_has_its_slope():
    by = Along(ge.operations()["relu"], (0.0,), 0)
    left, right = by.sides(0.0)
    assert (left, right) == (0, 1)
    assert way(one_side(FRAME, (0, 0), left, way=-1))[0] < 0
    assert read_back(one_side(FRAME, (0, 0), right, way=1)) == pytest.approx(1)


def test_a_triangle_lies_under_its_tangent_and_its_run_is_round():
    for slope in (0.197, -3.7, 40.0, 1e-5):
        run = run_of(FRAME, slope)
        assert f"{run:e}"[0] in "125"
        assert math.hypot(run * FRAME.unit[0], run * slope * FRAME.unit[1]) <= LENGTH / 2 + 1e-9


def test_a_lens_stretches_what_looks_flat_until_it_is_seen_to_rise():
    assert not seen_flat(FRAME, 0.0) and not seen_flat(FRAME, 0.2)
    assert seen_flat(FRAME, 4.54e-5)
    times = stretch(FRAME, 4.54e-5)
    across, up = FRAME.unit
    assert 0.2 < 4.54e-5 * times * up / across < 0.7
