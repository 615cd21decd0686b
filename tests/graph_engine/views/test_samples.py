"""Samples drawn out, or one alone."""

import numpy as np
import pytest
from hypothesis import assume, given, settings

import graph_engine as ge
from graph_engine import limits, views
from graph_engine.views import origin

from ..lecture import NUMBERS
from .programs import SAMPLES, programs, same, tame


def test_every_sample_has_a_copy_and_the_weight_is_shared():
    graph = views.spread(ge.parse(SAMPLES))
    assert graph.samples == 0
    assert [node.name for node in graph.leaves] == ["w", "x(1)", "y(1)", "x(2)", "y(2)", "x(3)",
                                                    "y(3)"]  # fmt: skip
    assert {origin(node).sample for node in graph.nodes if node.name in ("w", "L")} == {0}
    assert origin(graph.node("z(2)")).sample == 2
    assert len(graph.consumers[graph.node("w").index]) == 3


def test_the_loss_of_a_sample_is_numbered_and_they_are_added():
    graph = views.spread(ge.parse(SAMPLES))
    loss = graph.node("L")
    assert loss.op is not None and loss.op.name == "add"
    assert [graph.nodes[arg].name for arg in loss.args] == ["L_1", "L_2", "L_3"]


def test_the_contributions_to_the_shared_weight_are_the_gradients_of_the_samples():
    entry = NUMBERS["multi_sample"]
    run = ge.run(views.spread(ge.parse(SAMPLES)))
    for k, sample in enumerate(entry["samples"], start=1):
        np.testing.assert_allclose(run.value(f"L_{k}"), sample["L"], atol=5e-7)
        np.testing.assert_allclose(run.contribution("w", f"z({k})"), sample["grad"], atol=5e-7)
    np.testing.assert_allclose(run.gradient("w"), entry["grad"], atol=5e-7)
    np.testing.assert_allclose(run.value("L"), entry["L"], atol=5e-7)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_one_sample_alone_has_its_own_loss_and_gradient(k: int):
    sample = NUMBERS["multi_sample"]["samples"][k - 1]
    graph = views.only(ge.parse(SAMPLES), k)
    run = ge.run(graph)
    assert graph.samples == 0 and f"L_{k}" in graph.names
    np.testing.assert_allclose(run.value("L"), sample["L"], atol=5e-7)
    np.testing.assert_allclose(run.gradient("w"), sample["grad"], atol=5e-7)
    assert max(ge.check(graph).values()) < 1e-6


@pytest.mark.parametrize("over", ["total", "average"])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_sum_or_mean_over_the_samples_is_one_of_the_copies(over: str, count: int):
    listed = ", ".join(str(k - 1.5) for k in range(count))
    graph = ge.parse(f"x: input = each({listed})\nw = 2\nL: loss = {over}((w * x - 1)**2)")
    drawn = views.spread(graph)
    same(ge.run(drawn).value("L"), ge.run(graph).value("L"))
    same(ge.run(drawn).gradient("w"), ge.run(graph).gradient("w"))
    assert max(ge.check(drawn).values()) < 1e-6


def test_what_is_computed_from_a_mean_over_the_samples_comes_after_all_of_them():
    graph = ge.parse(
        "x: input = each(1, 2, 6)\nm = average(x)\nd = (x - m)**2\nL: loss = average(d)"
    )
    drawn = views.spread(graph)
    assert float(ge.run(drawn).value("L")) == pytest.approx(np.var([1, 2, 6]))
    same(ge.run(drawn).value("d(3)"), 9.0)
    alone = ge.run(views.only(graph, 3))
    same(alone.value("L"), 0.0)


def test_a_name_that_the_program_has_already_given_is_not_given_twice():
    graph = ge.parse("x: input = each(1, 2)\nL_1 = 3\nL: loss = L_1 * x")
    drawn = views.spread(graph)
    assert "L_i(1)" in drawn.names and float(drawn.node("L_1").given) == 3


def test_without_samples_there_is_nothing_to_draw_out():
    graph = ge.parse("x = 1\nL = x * x")
    assert views.spread(graph) is graph
    with pytest.raises(ge.GraphError, match="no samples here"):
        views.only(graph, 1)


@pytest.mark.parametrize("i", [0, 4, -1])
def test_a_sample_that_is_not_there_is_refused(i: int):
    with pytest.raises(ge.GraphError, match="counted from 1 to 3"):
        views.only(ge.parse(SAMPLES), i)


def test_fifty_samples_of_a_thirty_node_graph_are_too_many_and_the_cure_is_said():
    lines = ["x: input = each(" + ", ".join(map(str, range(50))) + ")", "a0 = x + 1"]
    lines += [f"a{k} = tanh(a{k - 1})" for k in range(1, 29)]
    graph = ge.parse("\n".join([*lines, "L: loss = total(a28)"]))
    with pytest.raises(ge.GraphError, match=f"{limits.NODES.most} nodes.*fewer samples.*one of"):
        views.spread(graph)
    assert len(views.only(graph, 50).nodes) == len(graph.nodes)


@settings(max_examples=60, deadline=None)
@given(programs(samples=True))
def test_drawing_the_samples_out_changes_no_value_and_no_gradient(program: str):
    graph = ge.parse(program)
    assume(graph.samples and tame(graph))
    base, drawn = ge.run(graph), ge.run(views.spread(graph))
    layered = ge.run(views.spread(views.layers(graph)))
    for name in layered.graph.names:
        same(layered.gradient(name), drawn.gradient(name))
    alone = [ge.run(views.only(graph, k + 1)) for k in range(graph.samples)]
    same(drawn.value("L"), base.value("L"))
    for name, node in graph.names.items():
        if not node.sampled:
            same(drawn.gradient(name), base.gradient(name))
            continue
        for k in range(graph.samples):
            copy = f"{name}({k + 1})" if f"{name}({k + 1})" in drawn.graph.names else f"L_{k + 1}"
            same(drawn.value(copy), base.values[node.index][k])
            if base.gradients[node.index] is not None:
                same(drawn.gradient(copy), base.gradients[node.index][k])
            if name in alone[k].graph.names:
                same(alone[k].value(name), base.values[node.index][k])
