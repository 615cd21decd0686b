"""More cases of each kind that public users stumbled over, against another engine's numbers.

`test_public_cases.py` has the cases that were given; `own_cases.py` has those that nobody gave.
"""

import math
import warnings

import autograd
import autograd.numpy as np
import pytest
from numpy.testing import assert_allclose

import graph_engine as ge

from .own_cases import KINDS, NO_LOSS, TWINS, Meaning

CASES = [
    pytest.param(program, meaning, id=f"{kind} {k}")
    for kind, programs in KINDS.items()
    for k, (program, meaning) in enumerate(programs.items())
]


@pytest.mark.parametrize(("program", "meaning"), CASES)
def test_each_kind_of_case_has_autograds_numbers(program: str, meaning: Meaning):
    graph = ge.parse(program)
    run = ge.run(graph)
    leaves = {leaf.name: leaf for leaf in map(graph.node, meaning.__code__.co_varnames)}
    given = [np.array(leaf.given, dtype=float) for leaf in leaves.values()]
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # logarithms of 0 are what some are about
        loss, gradients = autograd.value_and_grad(meaning, tuple(range(len(given))))(*given)
    assert graph.loss is not None
    assert_allclose(np.squeeze(run.value(graph.loss)), loss, rtol=1e-9)
    for leaf, expected in zip(leaves.values(), gradients, strict=True):
        if leaf.role != "label":
            assert_allclose(run.gradient(leaf.index), expected, 1e-9, 1e-12, err_msg=leaf.name)


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_is_tried_on_an_example_or_two(kind: str):
    assert len(KINDS[kind]) >= 5


@pytest.mark.parametrize("program", TWINS)
def test_the_part_of_each_place_is_the_partial_derivative_there(program: str):
    graph = ge.parse(program)
    run, x = ge.run(graph), np.array(graph.node("x").given, dtype=float)
    rows, columns = run.shape_of(graph.edge("x", "y", 0))
    parts = [autograd.jacobian(TWINS[program], place)(x, x) for place in (0, 1)]
    for place, part in enumerate(parts):
        found = getattr(run.local("x", "y", place), "built", run.local("x", "y", place))
        assert_allclose(np.reshape(found, (rows, columns)), part.reshape(rows, columns), 1e-12)
    if graph.loss is not None:
        assert_allclose(run.gradient("x"), sum(parts), rtol=1e-12)


@pytest.mark.parametrize("program", NO_LOSS)
def test_jacobians_are_there_without_a_loss(program: str):
    graph = ge.parse(program)
    assert graph.loss is None
    run, y = ge.run(graph), graph.node("y")
    leaves = [graph.node(name) for name in NO_LOSS[program].__code__.co_varnames]
    given = [np.array(leaf.given, dtype=float) for leaf in leaves]
    rows = [run.pulled(y, row) for row in np.eye(math.prod(y.shape))]
    for place, leaf in enumerate(leaves):
        expected = autograd.jacobian(NO_LOSS[program], place)(*given)
        found = [each[leaf.index] for each in rows]
        assert_allclose(np.reshape(found, expected.shape), expected, rtol=1e-9, atol=1e-12)
