"""Other engines on the same programs: HIPS autograd always, PyTorch where it is asked for."""

import warnings
from collections.abc import Callable
from typing import Any

import autograd
import autograd.numpy
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings

import graph_engine as ge

from . import arrays, meanings
from .arrays import Arrays

FEW = settings(
    max_examples=settings().max_examples // 10,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
each_operation = pytest.mark.parametrize("name", ge.operations())


def compared(program: Arrays) -> ge.Run:
    run = ge.run(ge.parse(program.text))
    assume(arrays.tame(run))
    return run


def agree(run: ge.Run, program: Arrays, loss: Any, gradients: Any) -> None:
    """Value and all gradients, to what rounding allows for numbers of that size."""
    flows = [np.max(np.abs(flow)) for flow in run.contributions if flow is not None]
    scale = max(1.0, *flows)
    np.testing.assert_allclose(run.value(program.loss), loss, rtol=1e-9, atol=1e-9)
    for name, expected in zip(program.leaves, gradients, strict=True):
        found = run.gradient(name)
        assert found.shape == np.shape(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * scale, err_msg=name)


def by_autograd(program: Arrays) -> tuple[Any, Any]:
    places = tuple(range(len(program.leaves)))
    xp = meanings.engine(autograd.numpy)
    both = autograd.value_and_grad(lambda *given: program.compute(xp, *given), places)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        # Where all is detached it says so, and has zeros.
        warnings.filterwarnings("ignore", message="Output seems independent of input")
        return both(*program.leaves.values())


def by_torch(program: Arrays) -> tuple[Any, Any]:
    import torch

    xp = meanings.engine(torch)
    xp.ones = lambda count: torch.ones(count, dtype=torch.float64)
    xp.stack = lambda parts: torch.stack([part.reshape(()) for part in parts])
    leaves = [
        torch.tensor(value, dtype=torch.float64, requires_grad=True)
        for value in program.leaves.values()
    ]
    loss = program.compute(xp, *leaves)
    found = torch.autograd.grad(loss, leaves, allow_unused=True)
    gradients = [
        np.zeros(leaf.shape) if each is None else each.numpy()
        for leaf, each in zip(leaves, found, strict=True)
    ]
    return loss.detach().numpy(), gradients


def test_the_second_engine_knows_every_operation():
    assert {*meanings.MEANINGS, "total", "average"} == {*ge.operations()}


def all_agree(name: str, other: Callable[[Arrays], tuple[Any, Any]], how: settings = FEW) -> None:
    """Another engine on random programs with that operation."""

    @how
    @given(arrays.programs(last=name))
    def agrees(program: Arrays) -> None:
        run = compared(program)
        agree(run, program, *other(program))

    agrees()


@each_operation
def test_autograd_agrees_on_every_operation_in_every_shape(name: str):
    all_agree(name, by_autograd)


@pytest.mark.oracles
@each_operation
def test_pytorch_agrees_on_every_operation_in_every_shape(name: str):
    all_agree(name, by_torch)


@pytest.mark.parametrize("name", ["matmul", "conv1d", "average"])
def test_a_disagreement_of_a_twentieth_of_a_percent_is_seen(
    name: str, monkeypatch: pytest.MonkeyPatch
):
    right = arrays._applied

    def wrong(xp: Any, line: arrays.Line, *rest: Any) -> Any:
        found = right(xp, line, *rest)
        return found * 1.0005 if line.op == name and not isinstance(found, list) else found

    monkeypatch.setattr(arrays, "_applied", wrong)
    with pytest.raises(AssertionError):
        all_agree(name, by_autograd, settings(FEW, phases=[Phase.generate]))


@given(arrays.programs(samples=False))
def test_a_contribution_is_upstream_times_the_local_jacobian(program: Arrays):
    """In both arithmetics, with the Jacobian as it is shown: built, and rounded entry by entry."""
    graph = ge.parse(program.text)
    exact = ge.run(graph)
    for arithmetic in ("exact", "slide"):
        run = ge.run(graph, arithmetic=arithmetic)
        for edge in graph.edges:
            if edge.dst not in graph.to_loss:
                continue
            with np.errstate(all="ignore"):
                upstream = np.reshape(run.gradient(edge.dst), -1)
                jacobian = run.of_edge(edge).built
                expected = upstream @ jacobian
            assume(np.isfinite(expected).all())
            scale = 1.0 + float(np.abs(upstream) @ np.abs(jacobian).max(axis=1))
            found = np.reshape(run.flow(edge), -1)
            np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-13 * scale)
            if arithmetic == "slide":
                whole = exact.of_edge(edge).built
                rounded = [[float(f"{entry:.2g}") for entry in row] for row in whole]
                np.testing.assert_array_equal(jacobian, rounded)


@given(arrays.programs())
def test_a_gradient_is_the_sum_of_the_contributions(program: Arrays):
    graph = ge.parse(program.text)
    for arithmetic in ("exact", "slide"):
        run = ge.run(graph, arithmetic=arithmetic)
        for node in graph.nodes:
            if node.index == graph.loss:
                continue
            flows = [
                run.flow(edge) for edge in graph.consumers[node.index] if edge.dst in graph.to_loss
            ]
            whole = graph.whole_shape(node)
            assert all(np.shape(flow) == whole for flow in flows)
            assume(all(np.isfinite(flow).all() for flow in flows))
            scale = sum((np.abs(flow) for flow in flows), start=np.ones(whole))
            total = sum(flows, start=np.zeros(whole))
            difference = np.abs(run.gradient(node.index) - total)
            assert (difference <= 1e-12 * scale).all()


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)
@given(arrays.programs())
def test_central_differences_agree_on_programs_of_arrays(program: Arrays):
    run = compared(program)
    assume(arrays.tame(run, 100))
    for nudge in ge.nudges(run).values():
        assert np.isnan(nudge.error) or nudge.error < 1e-4


@pytest.mark.oracles
def test_pytorch_without_zero_grad_does_the_same():
    import torch

    graph = ge.parse("w: weight = [1, -2]\nx: input = [3, 0.5]\nL: loss = norm2(tanh(w * x))")
    ours = ge.learn(graph, rate=0.05, iterations=4, accumulate=True)
    w = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True)
    x = torch.tensor([3.0, 0.5], dtype=torch.float64)
    for _ in range(4):
        torch.sum(torch.tanh(w * x) ** 2).backward()
        with torch.no_grad():
            w -= 0.05 * w.grad
    assert ours.weights["w"][-1] == pytest.approx(w.detach().numpy(), abs=1e-12)
