"""Every operation keeps its promises in every shape and with samples; 0.05 % of fault is seen."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import graph_engine as ge

from . import kernel_contract as contract

OPERATIONS = ge.operations()
each_operation = pytest.mark.parametrize("op", OPERATIONS.values(), ids=OPERATIONS.keys())
GENERAL = {name: op for name, op in OPERATIONS.items() if not op.elementwise}
each_general = pytest.mark.parametrize("op", GENERAL.values(), ids=GENERAL.keys())


@pytest.mark.parametrize("promise", contract.PROMISES, ids=lambda promise: promise.__name__)
@each_operation
def test_every_operation_keeps_its_promise(op: ge.Op, promise: Callable[[ge.Op], None]):
    promise(op)


@each_general
def test_every_general_operation_is_described_in_full(op: ge.Op):
    for trial in contract.trials(op):
        kernel, count = trial.kernel, len(trial.operands)
        assert len(kernel.pulls) == len(kernel.jacobians) == count
        assert len(kernel.slopes) == len(kernel.worked) == count
        assert kernel.formula and all(kernel.slopes) and all(kernel.worked)
        assert not kernel.direct
    assert op.title and op.symbol and op.samples and op.domain[-1] != "."
    assert (op.slopes, op.worked, op.partials) == ((), (), ())


# -- testing the tester -----------------------------------------------------------------------


def _slightly(number: Any) -> Any:
    """Wrong by 0.05 %; where there is nothing to be wrong by, by 0.0005."""
    return np.where(number == 0, 0.0005, number * 1.0005)[()]


def _with(op: ge.Op, change: Callable[[ge.Kernel], ge.Kernel]) -> ge.Op:
    """The operation with its kernels changed."""
    make = op.kernel
    assert make is not None
    return replace(op, kernel=lambda shapes, sizes: change(make(shapes, sizes)))


def _changed(parts: tuple[Any, ...], port: int, change: Callable[[Any], Any]) -> tuple[Any, ...]:
    part = parts[port]
    wrong = lambda *arguments: change(part(*arguments))  # noqa: E731
    return (*parts[:port], wrong, *parts[port + 1 :])


def _ports(op: ge.Op) -> range:
    return range(min(len(trial.operands) for trial in contract.trials(op)))


@each_general
def test_a_result_wrong_by_a_twentieth_of_a_percent_is_caught(op: ge.Op):
    wrong = _with(op, lambda k: replace(k, forward=lambda *a: _slightly(k.forward(*a))))
    with pytest.raises(AssertionError):
        contract.its_pulls_equal_central_differences(wrong)
    with pytest.raises(AssertionError):
        contract.its_jacobians_equal_central_differences(wrong)


@each_general
def test_a_pull_wrong_by_a_twentieth_of_a_percent_is_caught(op: ge.Op):
    for port in _ports(op):
        wrong = _with(op, lambda k, p=port: replace(k, pulls=_changed(k.pulls, p, _slightly)))
        with pytest.raises(AssertionError):
            contract.its_pulls_equal_central_differences(wrong)
        with pytest.raises(AssertionError):
            contract.a_row_of_its_jacobian_is_the_pull_of_a_basis_vector(wrong)


@each_general
def test_a_jacobian_wrong_by_a_twentieth_of_a_percent_is_caught(op: ge.Op):
    def slightly(jacobian: ge.Jacobian) -> ge.Jacobian:
        return ge.Dense(entries=_slightly(jacobian.built))

    for port in _ports(op):
        wrong = _with(
            op, lambda k, p=port: replace(k, jacobians=_changed(k.jacobians, p, slightly))
        )
        for promise in (
            contract.its_jacobians_equal_central_differences,
            contract.a_row_of_its_jacobian_is_the_pull_of_a_basis_vector,
        ):
            with pytest.raises(AssertionError):
                promise(wrong)


@each_general
def test_a_pull_that_is_wrong_with_samples_only_is_caught(op: ge.Op):
    if op.over_samples:
        return

    def change(kernel: ge.Kernel) -> ge.Kernel:
        def pull(upstream: Any, *numbers: Any) -> Any:
            flow = kernel.pulls[0](upstream, *numbers)
            return flow * 1.0005 if np.ndim(upstream) > len(kernel.shape) else flow

        return replace(kernel, pulls=(pull, *kernel.pulls[1:]))

    wrong = _with(op, change)
    with pytest.raises(AssertionError):
        contract.samples_are_the_same_as_one_after_another(wrong)


def test_a_jacobian_without_its_structure_is_caught():
    def dense(jacobian: ge.Jacobian) -> ge.Jacobian:
        return ge.Diagonal(size=len(jacobian.built), entries=np.float64(0.5))

    op = GENERAL["softmax"]
    wrong = _with(op, lambda k: replace(k, jacobians=_changed(k.jacobians, 0, dense)))
    with pytest.raises(AssertionError):
        contract.its_jacobians_equal_central_differences(wrong)


# -- what holds for one operation only ----------------------------------------------------------


def test_the_one_that_is_appended_gets_no_gradient():
    run = ge.run(ge.parse("x = [1, 2]\nu = [3, 4, 5]\nL = u @ with_bias(x)"))
    np.testing.assert_array_equal(run.gradient("x"), [3, 4])


@pytest.mark.parametrize(("name", "share"), [("total", 1), ("average", 1 / 3)])
def test_over_samples_each_gets_its_share(name: str, share: float):
    run = ge.run(ge.parse(f"x = each(1, 2, 4)\nw = 3\nL = {name}(w * x)"))
    assert run.value("L") == 21 * share
    np.testing.assert_array_equal(run.gradient("x"), [3 * share] * 3)
    assert run.gradient("w") == 7 * share
    np.testing.assert_array_equal(run.contribution(2, "L"), [share] * 3)


def test_large_scores_do_not_overflow_in_softmax_and_its_loss():
    run = ge.run(ge.parse("t: label = [0, 1]\nz: weight = [1000, -1000]\nL = cross_entropy(t, z)"))
    assert run.value("L") == 2000
    np.testing.assert_array_equal(run.gradient("z"), [1, -1])
    np.testing.assert_array_equal(
        ge.run(ge.parse("x = [1e4, 0]\ny = softmax(x)")).value("y"), [1, 0]
    )
