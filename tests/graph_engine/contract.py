"""What every elementwise operation promises: functions that raise `AssertionError`.

They are functions so that the tests can hand them an operation with a planted fault.
"""

import math
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import sympy

import graph_engine as ge

from . import tex

Case = tuple[tuple[np.float64, ...], tuple[np.float64, ...]]
"""Operands and literal, as the passes hand them to an operation."""

GRID = (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0)
WIDE = (-1e300, -1000.0, -745.0, -40.0, -1.0, 0.0, 1e-300, 1.0, 40.0, 710.0, 1000.0, 1e300)


def cases(op: ge.Op) -> Iterator[Case]:
    for sample in op.samples:
        numbers = tuple(np.float64(number) for number in sample)
        yield (numbers[:-1], numbers[-1:]) if op.literal else (numbers, ())


def literals(op: ge.Op) -> set[tuple[np.float64, ...]]:
    return {literal for _, literal in cases(op)}


def on_grid(op: ge.Op, grid: tuple[float, ...] = GRID) -> Iterator[Case]:
    for literal in literals(op) | ({(np.float64(-1.0),), (np.float64(0.0),)} & _maybe(op)):
        for operands in product(grid, repeat=op.arity):
            yield tuple(np.float64(number) for number in operands), literal


def _maybe(op: ge.Op) -> set[Any]:
    return {(np.float64(-1.0),), (np.float64(0.0),)} if op.literal else set()


def forward(op: ge.Op, case: Case) -> Any:
    operands, literal = case
    with np.errstate(all="ignore"):
        return op.forward(*operands, *literal)


def slope(op: ge.Op, port: int, case: Case) -> Any:
    """The derivative, computed as the passes do."""
    operands, literal = case
    partial = op.partial(port)
    if not callable(partial):
        return partial
    with np.errstate(all="ignore"):
        return partial(op.forward(*operands, *literal), *operands, *literal)


def one_node(op: ge.Op, case: Case) -> ge.Graph:
    """The graph of just this operation, its operands called x0, x1, … and its result L."""
    operands, literal = case
    leaves = [
        ge.Node(index=k, name=f"x{k}", role="variable", given=np.array(number))
        for k, number in enumerate(operands)
    ]
    last = ge.operation(op, leaves, index=len(leaves), name="L", literal=literal)
    return ge.Graph(nodes=(*leaves, last), loss=last.index)


def gradients_agree_with_central_differences(op: ge.Op) -> None:
    if op.stops:
        return  # on purpose
    for case in cases(op):
        graph = one_node(op, case)
        run = ge.run(graph)
        for port, number in enumerate(case[0]):
            step = 1e-5 * max(1.0, abs(number))
            up = ge.run(graph, values={f"x{port}": number + step}).value("L")
            down = ge.run(graph, values={f"x{port}": number - step}).value("L")
            difference = (up - down) / (2 * step)
            for found in (run.local(f"x{port}", "L"), run.gradient(f"x{port}")):
                assert math.isclose(found, difference, rel_tol=1e-6, abs_tol=1e-9), (
                    f"{op.name}{case}: ∂/∂{port} is {found}, central differences say {difference}"
                )


def formula_equals_forward(op: ge.Op) -> None:
    for case in cases(op):
        shown = tex.evaluate(tex.read(op.tex(len(case[0]))), symbols(case))
        _same(shown, forward(op, case), f"{op.name}{case}: the formula")


def slopes_equal_partials(op: ge.Op) -> None:
    tables = [False, True] if op.worked else [False]
    for case, worked in product(cases(op), tables):
        for port in range(len(case[0])):
            shown = tex.evaluate(slope_expression(op, port, case, worked), symbols(case))
            what = "worked slope" if worked else "slope"
            _same(shown, slope(op, port, case), f"{op.name}{case}: {what} by operand {port}")


def slopes_are_the_derivatives_of_the_formula(op: ge.Op) -> None:
    if op.stops:
        return  # on purpose
    for case in cases(op):
        formula = tex.read(op.tex(len(case[0])))
        for port in range(len(case[0])):
            derivative = tex.evaluate(sympy.diff(formula, tex.operand(port)), symbols(case))
            shown = tex.evaluate(slope_expression(op, port, case), symbols(case))
            _same(shown, derivative, f"{op.name}{case}: slope by operand {port}")


def slope_expression(op: ge.Op, port: int, case: Case, worked: bool = False) -> sympy.Expr:
    """A slope read back; `#0` is replaced by the formula of the result."""
    count = len(case[0])
    shown = tex.read(op.slope_tex(port, count, worked=worked))
    return shown.subs(tex.RESULT, tex.read(op.tex(count)))


def symbols(case: Case) -> dict[sympy.Symbol, float]:
    operands, literal = case
    names = [*map(tex.operand, range(len(operands))), *(tex.LITERAL for _ in literal)]
    return dict(zip(names, map(float, operands + literal), strict=True))


def works_entry_by_entry(op: ge.Op) -> None:
    """Result and gradients have the operands' shape, and each entry is that of the scalars."""
    for operands, literal in cases(op):
        rows = [np.linspace(number, number + 0.125, 5) for number in operands]
        columns = [(tuple(column), literal) for column in zip(*rows, strict=True)]
        out = forward(op, (tuple(rows), literal))
        assert np.shape(out) == (5,), f"{op.name}: the result has the shape {np.shape(out)}"
        expected = [forward(op, column) for column in columns]
        np.testing.assert_allclose(out, expected, rtol=1e-14)
        for port in range(len(operands)):
            gradient = np.ones(5) * slope(op, port, (tuple(rows), literal))
            assert gradient.shape == (5,), f"{op.name}: a gradient of shape {gradient.shape}"
            expected = [slope(op, port, column) for column in columns]
            np.testing.assert_allclose(gradient, expected, rtol=1e-14)


def states_its_domain(op: ge.Op) -> None:
    """Finite everywhere if it says so; infinite exactly at the poles it states, with a reason."""
    assert op.domain
    assert (op.pole is None) == (not op.pole_reason), "a pole and its reason belong together"
    for case in on_grid(op):
        out = forward(op, case)
        pole = op.pole is not None and op.pole(*case[0], *case[1])
        assert np.isinf(out) == bool(pole), f"{op.name}{case} = {out}, and pole says {pole}"
        if op.domain == "every number":
            assert np.isfinite(out), f"{op.name}{case} = {out}, and its domain is every number"


def stays_within_its_bounds(op: ge.Op) -> None:
    if op.bounds is None:
        return
    low, high = op.bounds
    for case in on_grid(op, WIDE):
        assert low <= forward(op, case) <= high, f"{op.name}{case} leaves {op.bounds}"
    for case in on_grid(op):
        assert low < forward(op, case) < high, f"{op.name}{case} meets {op.bounds}"


def keeps_its_convention_at_the_kink(op: ge.Op) -> None:
    """The slope at the kink is the one that the sentence states."""
    if op.kink is None:
        return
    for operands, literal in cases(op):
        assert not op.kink.at(*operands, *literal), f"{op.name}: a sample stands at the kink"
    kinks = [case for case in on_grid(op) if op.kink.at(*case[0], *case[1])]
    assert kinks, f"{op.name}: no kink on the grid"
    for case in kinks:
        found = [float(slope(op, port, case)) for port in range(op.arity)]
        assert found == _stated(op, case), f"{op.name}{case}: {op.kink.convention} Not {found}."


def _stated(op: ge.Op, case: Case) -> list[float]:
    assert op.kink is not None
    sentence = op.kink.convention
    assert "convention" in sentence
    if "the first of the" in sentence:
        assert "gets 1, the others 0" in sentence
        return [1.0] + [0.0] * (op.arity - 1)
    if "that of its left side" in sentence:
        (operand,), literal = case
        return [float(slope(op, 0, ((operand - 1e-6,), literal)))]
    number = re.search(r"a convention: (-?\d+)\b", sentence)
    assert number, f"{op.name}: which slope is meant by {sentence!r}?"
    return [float(number[1])] * op.arity


def does_not_pretend(op: ge.Op) -> None:
    """Where an operand is not a number, no slope that depends on it is a number either."""
    for operands, literal in cases(op):
        for port, place in product(range(len(operands)), repeat=2):
            partial = op.partial(port)
            if not callable(partial):
                continue
            spoiled = list(operands)
            spoiled[place] = np.float64(np.nan)
            usual = {
                float(slope(op, port, (tuple(x), literal)))
                for x in ((*operands[:place], shifted, *operands[place + 1 :])
                          for shifted in (operands[place], operands[place] + 50,
                                          operands[place] - 50))
            }  # fmt: skip
            if len(usual) > 1:  # this slope does depend on that operand
                found = slope(op, port, (tuple(spoiled), literal))
                assert np.isnan(found), f"{op.name}: slope {found} where operand {place} is nan"


def _same(shown: float, computed: float, what: str) -> None:
    assert math.isclose(shown, computed, rel_tol=1e-12, abs_tol=1e-12), (
        f"{what} gives {shown}, and the number computed is {computed}"
    )


PROMISES = (
    gradients_agree_with_central_differences,
    formula_equals_forward,
    slopes_equal_partials,
    slopes_are_the_derivatives_of_the_formula,
    works_entry_by_entry,
    states_its_domain,
    stays_within_its_bounds,
    keeps_its_convention_at_the_kink,
    does_not_pretend,
)
