"""A number that stands in an expression is no leaf: nothing is differentiated by it."""

import numpy as np
import pytest
from hypothesis import given

import graph_engine as ge
from graph_engine.check import check

from . import programs
from .programs import Program

SVM = "s1: input = 3.2\ns2: input = 5.1\nL: loss = max(0, s2 - s1 + 1)"

PROGRAMS = [
    "a = 2\nb = 3\ny = a + b + 1", SVM, "x = 2\nL: loss = min(x, 1) + sqrt(2)",
    "x: weight = [1, 2]\nL: loss = sum([3, 4]*x)", "x: weight = 3\nL: loss = 2**x",
    "x: weight = [1, 2]\nL: loss = dot([1, -1], x)", "x: weight = 3\nL: loss = hinge(1, x)",
    "x: weight = [1, 2]\nW = [[1, 2], [3, 4]]\nL: loss = norm2(W @ x + [1, 1])",
    "x: weight = 2\nt: input = each(1, 2)\nL: loss = max(0, t*x, 1)",
]  # fmt: skip


def numbers(graph: ge.Graph) -> set[int]:
    return {node.index for node in graph.nodes if node.leaf and node.name is None}


def test_the_loss_of_a_margin_has_gradients_by_the_scores_alone():
    run = ge.run(ge.parse(SVM))
    assert run.value("L") == pytest.approx(2.9)
    assert (run.gradient("s1"), run.gradient("s2")) == (-1, 1)


@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_is_told_of_a_derivative_by_a_number(program: str):
    graph = ge.views.spread(ge.parse(program))
    assert numbers(graph)
    run = ge.run(graph)
    assert all(run.gradients[index] is None for index in numbers(graph))
    for edge in graph.edges:
        if edge.src in numbers(graph):
            assert run.contributions[graph.place(edge)] is None
    walk = ge.tell(graph)
    edges = {step.edge for step in walk.steps if step.edge is not None}
    assert edges and not {edge.src for edge in edges} & numbers(graph)
    assert not numbers(graph) & {
        fact.target
        for step in walk.steps
        for fact in step.facts
        if fact.what in ("gradient", "total") and fact.known != "gone" and not step.iteration
    }


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_other_gradients_are_what_they_were(program: str):
    graph = ge.parse(program)
    named = program.replace("max(0,", "max(zero,").replace("2**x", "two**x")
    other = ge.parse(f"zero: input = 0\ntwo: input = 2\n{named}")
    for leaf in graph.leaves:
        if leaf.name is not None:
            np.testing.assert_array_equal(
                ge.run(graph).gradient(leaf.name), ge.run(other).gradient(leaf.name)
            )
    assert all(not error > 1e-6 for error in check(graph).values())


@given(programs.programs())
def test_in_any_program_no_number_has_a_gradient_and_every_named_leaf_of_the_loss_has_one(
    program: Program,
):
    graph = ge.parse(program.text)
    run = ge.run(graph)
    assert graph.loss is not None
    for leaf in graph.leaves:
        if leaf.name is None:
            assert run.gradients[leaf.index] is None
        else:
            assert (run.gradients[leaf.index] is None) == (leaf.index not in graph.to_loss)
