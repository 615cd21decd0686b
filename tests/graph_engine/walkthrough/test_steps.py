"""A run told step by step: the lecture's order, and frames that depend on nothing but the time."""

import numpy as np
import pytest
from hypothesis import given

import graph_engine as ge
from graph_engine import limits

from .. import programs
from ..programs import EXAMPLE_II, Program


@pytest.fixture
def graph() -> ge.Graph:
    return ge.parse(EXAMPLE_II)


def keys(walk: ge.Walkthrough, phase: str, *kinds: str) -> list[str]:
    return [
        step.key for step in walk.steps if step.phase == phase and (not kinds or step.kind in kinds)
    ]


def test_the_chain_of_w1_is_told_in_the_order_of_the_lecture(graph: ge.Graph):
    walk = ge.tell(graph, focus="w1", arithmetic="slide")
    pairs = ["L/p", "p/v", "v/q", "q/z1", "z1/w1"]
    told = [f"{kind}:{pair}" for pair in pairs for kind in ("slope_symbols", "slope")]
    assert keys(walk, "backward") == ["path:1", *told, "product:1"]
    assert keys(walk, "update") == ["rule:w1", "new:w1", "placed:w1"]
    assert keys(walk, "forward")[-5:] == [f"again:{name}" for name in ("z1", "q", "v", "p", "L")]


def test_the_product_builds_up_factor_by_factor(graph: ge.Graph):
    walk = ge.tell(graph, focus="w1", arithmetic="slide")
    *products, last = [step.product for step in walk.steps if step.kind == "slope"]
    assert [f"{product:.10g}" for product in products] == ["-3.7", "-0.74", "-0.74", "-0.74"]
    assert last is None, "with the last factor it would be the answer, which has its own step"
    (whole,) = [step for step in walk.steps if step.kind == "product"]
    assert f"{whole.product:.10g}" == "-1.48"
    edge = walk.paths[0][-1]
    flows = [walk.frame(whole.index - back).number("flow", edge) for back in (1, 0)]
    assert flows == [None, whole.product]


def test_the_update_is_old_and_new(graph: ge.Graph):
    walk = ge.tell(graph, focus="w1", arithmetic="slide")
    (new,) = [fact for step in walk.steps for fact in step.facts if fact.what == "new"][:1]
    assert [f"{number:.10g}" for number in new.number] == ["-1", "0.48"]


def test_a_factor_that_is_told_already_takes_part_in_the_product_again():
    graph = ge.parse("x: weight = 2\na = 3 * x\nb = a**2\nc = 5 * a\nL: loss = b + c")
    walk = ge.tell(graph, focus="x")
    factors = [step for step in walk.steps if step.kind in ("slope", "reuse", "product")]
    assert [(step.key, step.product) for step in factors] == [
        ("slope:L/b", 1), ("slope:b/a", 12), ("slope:a/x", None), ("product:1", 36),
        ("slope:L/c", 1), ("slope:c/a", 5), ("reuse:a/x", None), ("product:2", 15),
    ]  # fmt: skip
    for step in factors:
        if step.edge is not None and step.product is not None:
            assert walk.frame(step.index).number("flow", step.edge) == step.product


@pytest.mark.parametrize("focus", ["w", ge.WHOLE])
def test_every_iteration_tells_its_own_old_and_new(focus: str):
    walk = ge.tell(ge.parse("w: weight = 4\nL: loss = w**2"), focus=focus, rate=0.25, iterations=3)
    told = [fact.number for step in walk.steps for fact in step.facts if fact.what == "new"]
    assert [pair for pair in told if pair is not None] == [(4, 2), (2, 1), (1, 0.5)]
    placed = [step.index for step in walk.steps if step.kind == "placed"]
    assert [walk.frame(index).number("value", 0) for index in placed] == [2, 1, 0.5]
    assert [walk.frame(index).number("value", 1) for index in placed] == [16, 4, 1]


def test_every_round_of_a_loop_tells_its_own_old_and_new():
    graph = ge.views.loop(ge.parse("w: weight = 4\nL: loss = w**2"), rate=0.25)
    walk = ge.tell(graph, focus=ge.FORWARD, iterations=3)
    placed = [step for step in walk.steps if step.kind == "placed"]
    assert [step.iteration for step in placed] == [0, 1, 2]
    w, loss = graph.node("w").index, graph.node("L").index
    frames = [walk.frame(step.index) for step in placed]
    assert [frame.number("value", w) for frame in frames] == [2, 1, 0.5]
    assert [frame.number("value", loss) for frame in frames] == [16, 4, 1]


def test_the_whole_pass_tells_every_edge_from_the_loss_down(graph: ge.Graph):
    walk = ge.tell(graph)
    told = keys(walk, "backward", "flow")
    assert len(told) == len(graph.edges)
    assert told[0] == "flow:L/p"
    assert keys(walk, "backward", "sum") == []
    assert keys(walk, "update", "new") == ["new:w1", "new:w2"]


def test_forward_only_ends_with_the_loss(graph: ge.Graph):
    walk = ge.tell(graph, focus=ge.FORWARD)
    assert {step.phase for step in walk.steps} == {"start", "forward"}
    assert walk.steps[-1].key == "value:L"


def test_contributions_that_meet_are_added_in_a_step_of_their_own():
    walk = ge.tell(ge.parse("x = 3\ns = x * x\nL = s + x"))
    assert keys(walk, "backward", "flow", "sum") == [
        "flow:L/s", "flow:L/x", "flow:s/x#0", "flow:s/x#1", "sum:x"
    ]  # fmt: skip
    (total,) = [step for step in walk.steps if step.kind == "sum"]
    assert [fact.number for fact in total.facts] == [7, 7]


def test_several_paths_are_told_one_by_one_and_added():
    walk = ge.tell(ge.parse("x = 3\ns = x * x\nL = s + x"), focus="x")
    assert len(walk.paths) == 3
    products = [step.product for step in walk.steps if step.kind == "product"]
    assert sorted(map(float, products)) == [1, 3, 3]
    (total,) = [step for step in walk.steps if step.kind == "sum"]
    assert walk.frame(total.index).number("sum", 0) == 7


def test_a_leaf_that_does_not_matter_has_the_sum_zero():
    walk = ge.tell(ge.parse("w: weight = 2\nx = 3\nL = 2*x"), focus="w")
    (total,) = [step for step in walk.steps if step.kind == "sum"]
    assert [fact.number for fact in total.facts] == [0]


def test_a_frame_knows_what_was_told_and_nothing_more(graph: ge.Graph):
    walk = ge.tell(graph, focus="w1", arithmetic="slide")
    place = {step.key: step.index for step in walk.steps}
    p, edge = graph.node("p").index, graph.edge("v", "p")
    assert walk.frame(place["value:p"] - 1).number("value", p) is None
    assert walk.frame(place["value:p"]).number("value", p) == pytest.approx(0.268941, abs=1e-6)
    assert walk.frame(place["slope:p/v"] - 1).number("local", edge) is None
    assert walk.frame(place["slope:p/v"]).number("local", edge) == 0.2


def test_several_iterations_tell_several_runs(graph: ge.Graph):
    walk = ge.tell(graph, iterations=3)
    assert len(walk.runs) == 4
    losses = [float(run.value("L")) for run in walk.runs]
    assert losses == list(ge.learn(graph, rate=1, iterations=3).losses)
    assert max(step.iteration for step in walk.steps) == 3


@pytest.mark.parametrize("focus", ["q", "nobody", ""])
def test_only_the_chain_of_a_leaf_can_be_told(graph: ge.Graph, focus: str):
    with pytest.raises(ge.GraphError):
        ge.tell(graph, focus=focus)


@given(programs.programs())
def test_every_random_program_can_be_told_in_every_way(program: Program):
    graph = ge.parse(program.text)
    for focus in (ge.WHOLE, ge.FORWARD, *program.leaves):
        walk = ge.tell(graph, focus=focus)
        assert [step.index for step in walk.steps] == list(range(len(walk.steps)))
        assert walk.steps[0].kind == "start"


@given(programs.programs())
def test_every_number_told_is_a_number_of_the_run(program: Program):
    graph = ge.parse(program.text)
    walk = ge.tell(graph)
    run = walk.runs[0]
    for step in walk.steps:
        if step.iteration or step.phase == "update":
            continue
        for fact in step.facts:
            if fact.number is None:
                continue
            if isinstance(fact.target, ge.Edge):
                expected = run.slope(fact.target) if fact.what == "local" else run.flow(fact.target)
            else:
                assert isinstance(fact.target, int)
                numbers = run.values if fact.what == "value" else run.gradients
                expected = numbers[fact.target]
            np.testing.assert_array_equal(fact.number, expected)


@given(programs.programs())
def test_when_all_is_told_every_gradient_is_known(program: Program):
    graph = ge.parse(program.text)
    walk = ge.tell(graph)
    last = max(step.index for step in walk.steps if step.phase == "backward" and not
               step.iteration)  # fmt: skip
    frame = walk.frame(last)
    for leaf in graph.leaves:
        if leaf.index in graph.to_loss and not leaf.number:
            number = frame.number("gradient", leaf.index)
            np.testing.assert_array_equal(number, walk.runs[0].gradients[leaf.index])


def test_a_story_of_too_many_steps_is_refused_in_words():
    graph = ge.parse("x = 1\ny = " + " + ".join(["x"] * 590))
    assert len(ge.tell(graph).steps) < limits.STEPS.most
    with pytest.raises(ge.GraphError, match="tell fewer iterations"):
        ge.tell(graph, iterations=20)
