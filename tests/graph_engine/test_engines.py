"""autograd, micrograd and Python itself find the same values and gradients."""

from typing import Any

import autograd
import autograd.numpy
import micrograd.engine
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from . import programs
from .programs import PLAIN, Program, run

# -- other engines -------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(programs.programs())
def test_autograd_finds_the_same_gradients(program: Program):
    found = run(program.text)
    assume(programs.tame(found))
    functions = programs.everywhere(autograd.numpy)
    leaves = tuple(range(len(program.leaves)))
    values = list(map(np.float64, program.leaves.values()))
    with np.errstate(all="ignore"):
        loss, gradients = autograd.value_and_grad(
            lambda *given: program.compute(functions, *given), leaves
        )(*values)
    assert found.value(program.lines[-1][0]) == pytest.approx(loss, rel=1e-9, abs=1e-9)
    flows = [abs(float(flow)) for flow in found.contributions if flow is not None]
    scale = max(1.0, *flows)
    mine = [float(found.gradient(name)) for name in program.leaves]
    assert mine == pytest.approx(list(map(float, gradients)), rel=1e-9, abs=1e-9 * scale)


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(programs.programs((*PLAIN, "relu(A)")))
def test_micrograd_finds_the_same_gradients(program: Program):
    found = run(program.text)
    assume(programs.tame(found))
    leaves = [micrograd.engine.Value(value) for value in program.leaves.values()]
    loss = program.compute({"relu": _micrograd_relu}, *leaves)
    loss.backward()
    assert found.value(program.lines[-1][0]) == pytest.approx(loss.data, rel=1e-9, abs=1e-9)
    flows = [abs(float(flow)) for flow in found.contributions if flow is not None]
    scale = max(1.0, *flows)
    mine = [float(found.gradient(name)) for name in program.leaves]
    assert mine == pytest.approx([leaf.grad for leaf in leaves], rel=1e-9, abs=1e-9 * scale)


def _micrograd_relu(value: Any) -> Any:
    return value.relu() if isinstance(value, micrograd.engine.Value) else max(value, 0.0)


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(programs.programs())
def test_python_itself_finds_the_same_values(program: Program):
    found = run(program.text)
    assume(np.isfinite(np.array(found.values, dtype=float)).all())
    functions = programs.everywhere(np)
    with np.errstate(all="ignore"):
        value = program.compute(functions, *map(np.float64, program.leaves.values()))
    scale = np.max(np.abs(np.array(found.values, dtype=float)))
    assert found.value(program.lines[-1][0]) == pytest.approx(value, rel=1e-9, abs=1e-9 * scale)
