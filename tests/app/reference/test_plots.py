"""The curves are the operation's: read back from the drawing, they give its numbers."""

import re
from dataclasses import replace

import numpy as np
import pytest

import graph_engine as ge
from app.reference import plots
from app.reference.plots import Plot, plot

OPERATIONS = {name: op for name, op in ge.operations().items() if op.elementwise}


def drawn(name: str) -> Plot:
    op = OPERATIONS[name]
    sample = op.samples[0]
    return plot(op, sample[: op.arity], sample[op.arity :], "a plot")


def pieces(path: str) -> list[list[tuple[float, float]]]:
    """The points of each piece of a path."""
    found = []
    for piece in path.split("M")[1:]:
        pairs = [pair.split(",") for pair in piece.split("L")]
        found.append([(float(x), float(y)) for x, y in pairs])
    return found


def numbers(picture: Plot, path: str) -> list[list[tuple[float, float]]]:
    """The same in the numbers that the axes say."""
    (x0, x1), (y0, y1) = [
        [(tick.at, float(tick.text.replace("−", "-"))) for tick in (axis[0], axis[-1])]
        for axis in (picture.across, picture.upward)
    ]

    def along(at: float, low: tuple[float, float], high: tuple[float, float]) -> float:
        return low[1] + (at - low[0]) / (high[0] - low[0]) * (high[1] - low[1])

    return [[(along(x, x0, x1), along(y, y0, y1)) for x, y in piece] for piece in pieces(path)]


@pytest.mark.parametrize("name", OPERATIONS)
def test_both_curves_pass_through_the_engines_numbers(name: str):
    op, picture = OPERATIONS[name], drawn(name)
    sample = op.samples[0]
    fixed, literal = sample[: op.arity - 1], sample[op.arity :]
    seen = 0
    with np.errstate(all="ignore"):
        for kind in ("value", "slope"):
            for x, y in (p for piece in numbers(picture, getattr(picture, kind)) for p in piece):
                place = [*map(np.float64, (*fixed, x)), *literal]
                true = op.forward(*place)
                steep = op.partial(op.arity - 1)
                if kind == "slope":
                    true = steep(true, *place) if callable(steep) else steep
                if abs(true) > 3.5 or abs(x) < 0.2 or (name == "pow" and abs(x) > 3.5):
                    continue  # cut at the frame, or too steep to read a place off
                seen += 1
                near = 0.05 + 0.02 * abs(true)
                at_kink = op.kink is not None and bool(
                    op.kink.at(*[np.round(p, 2) for p in place[: op.arity]], *literal)
                )
                assert at_kink or abs(y - float(true)) < near, (kind, x, y, float(true))
    assert seen > 3


def test_a_pole_is_a_gap_with_an_asymptote():
    picture = drawn("reciprocal")
    (pole,) = picture.asymptotes
    left, right = pieces(picture.value)
    assert left[-1][0] < pole < right[0][0]
    # Both ends leave the frame.
    assert left[-1][1] > picture.sheet.bottom
    assert right[0][1] < picture.sheet.top


def test_where_there_is_no_value_nothing_is_drawn():
    for name in ("log", "neglog", "sqrt"):
        picture = drawn(name)
        for path in (picture.value, picture.slope):
            assert min(x for piece in pieces(path) for x, _ in piece) >= picture.zero_x
    assert min(pieces(drawn("log").value)[0])[1] > drawn("log").sheet.bottom, (
        "it falls out of the frame"
    )


def test_a_kink_is_sharp_and_its_slope_is_the_convention():
    picture = drawn("relu")
    (curve,) = pieces(picture.value)
    assert (picture.zero_x, picture.zero_y) in curve
    left, right = pieces(picture.slope)
    assert left[-1] == (picture.zero_x, picture.zero_y)
    assert right[0][0] == picture.zero_x
    assert right[0][1] < picture.zero_y
    (dot,) = picture.dots
    assert (dot.kind, dot.x, dot.y) == ("slope", picture.zero_x, picture.zero_y)


def test_a_jump_of_the_value_is_no_slanted_line():
    picture = drawn("sign")
    left, right = pieces(picture.value)
    assert {y for _, y in left} | {y for _, y in right} == {left[0][1], right[0][1]}
    assert [(dot.kind, dot.x, dot.y) for dot in picture.dots] == [
        ("value", picture.zero_x, picture.zero_y)
    ]


def test_the_kink_of_two_operands_is_where_they_tie():
    (dot,) = drawn("max").dots
    at = {tick.text: tick.at for tick in drawn("max").across}
    assert dot.x == pytest.approx(at["0"] + 1.5 / 2 * (at["2"] - at["0"]), abs=0.01)


def test_a_wrong_derivative_would_be_seen():
    op = OPERATIONS["tanh"]
    wrong = replace(op, partials=(lambda out, x: out,))
    picture = plot(wrong, (1.0,), (), "a plot")
    assert picture.slope == picture.value


@pytest.mark.parametrize("name", OPERATIONS)
def test_everything_is_a_finite_place_near_the_frame(name: str):
    picture = drawn(name)
    for path in (picture.value, picture.slope):
        assert not re.search("nan|inf|e", path)
        for x, y in (point for piece in pieces(path) for point in piece):
            assert picture.sheet.left <= x <= picture.sheet.right
            assert -plots.SHEET.height < y < 2 * plots.SHEET.height
    assert picture.sheet.top <= picture.zero_y <= picture.sheet.bottom
    assert 3 <= len(picture.upward) <= 9
