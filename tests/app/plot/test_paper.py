"""A place on the paper is a number's, and a line is broken where there is none."""

import numpy as np
import pytest

from app.plot.paper import Frame, multiples, round_step, written

FRAME = Frame(left=10, right=110, top=5, bottom=55, start=0, end=10, low=-1, high=1)


def test_the_sides_are_the_numbers_at_the_sides():
    assert (FRAME.x(0), FRAME.x(10), FRAME.y(1), FRAME.y(-1)) == (10, 110, 5, 55)
    assert FRAME.unit == (10, 25)


def test_what_is_far_outside_is_brought_nearer_and_stays_outside():
    assert FRAME.y(1e300) == FRAME.y(3) < FRAME.top
    assert FRAME.y(-np.inf) > FRAME.bottom


def test_a_line_has_gaps_where_there_is_no_number():
    xs = np.array([0.0, 1, 2, 3, 4, 5])
    assert FRAME.path(xs, np.array([0, 0, np.nan, 0, np.inf, 0])) == "M10,30L20,30"


def test_fewest_points_leave_the_line_where_it_was():
    xs = np.linspace(0, 10, 11)
    ys = np.where(xs < 5, 0.0, (xs - 5) / 5)
    assert FRAME.path(xs, ys, fewest=True) == "M10,30L60,30L110,5"


@pytest.mark.parametrize(("raw", "step"), [(0.3, 0.5), (1.0, 1.0), (1.2, 2.0), (70.0, 100.0)])
def test_a_step_is_round(raw: float, step: float):
    assert round_step(raw) == pytest.approx(step)


def test_multiples_lie_between_and_are_written_with_our_minus():
    assert list(multiples(0.5, -0.6, 0.6)) == [-0.5, 0, 0.5]
    assert written(-0.5) == "−0.5"
