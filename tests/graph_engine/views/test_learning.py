"""The learning as a graph: unrolled, and as a loop."""

import numpy as np
import pytest

import graph_engine as ge
from graph_engine import limits, views
from graph_engine.views import origin

from ..lecture import NUMBERS
from .programs import FCNN, SAMPLES, same

VECTOR = """\
x: input = [2, 1]
y: label = 1
w: weight = [-1, 1]
z = w @ x
L: loss = logistic_loss(y, z)
"""
RATES: list[ge.Rate] = [1.0, 0.1, "1/(1+t)", "0.5/(1+t)", [1.0, 0.5, 0.25]]


# -- unrolled -----------------------------------------------------------------


def test_five_iterations_have_the_lecture_s_weights_and_losses():
    run = ge.run(views.unrolled(ge.parse(VECTOR), 5, 1.0))
    for step in NUMBERS["learning_unrolled"]["steps"]:
        np.testing.assert_allclose(run.value(f"w^{step['t']}"), step["w"], atol=6e-7)
        np.testing.assert_allclose(run.value(f"L^{step['t']}"), step["L"], atol=6e-7)
    for step in NUMBERS["learning_unrolled"]["steps"][:5]:
        np.testing.assert_allclose(run.value(f"∂L/∂w^{step['t']}"), step["grad"], atol=6e-7)


def test_from_the_weights_over_loss_gradient_and_minus_alpha_to_the_new_weights():
    graph = views.unrolled(ge.parse(VECTOR), 1, 0.5)
    assert graph.loss is None
    assert [
        (n.name, origin(n).time, [graph.nodes[arg].name for arg in n.args]) for n in graph.nodes
    ] == [
        ("w^0", 0, []),
        ("x", None, []),
        ("y", None, []),
        ("L^0", 0, ["w^0", "x", "y"]),
        ("∂L/∂w^0", 0, ["L^0", "w^0"]),
        ("∆w^0", 0, ["∂L/∂w^0"]),
        ("w^1", 1, ["w^0", "∆w^0"]),
        ("L^1", 1, ["w^1", "x", "y"]),
    ]
    assert graph.node("∆w^0").literal == (-0.5,)
    assert graph.node("w^0").role == "weight"


TWO = "x: input = 3\nw: weight = 0.7\nb: weight = -0.2\nL: loss = (w*x + b - 1)**2"


@pytest.mark.parametrize("rate", [0.1, "0.5/(1+t)", [1.0, 0.5, 0.25, 0.1]], ids=str)
@pytest.mark.parametrize("program", [VECTOR, TWO, SAMPLES], ids=["vector", "two", "samples"])
def test_gradients_that_are_never_reset_are_kept_in_the_picture_too(program: str, rate: ge.Rate):
    graph = ge.parse(program)
    learned = ge.learn(graph, rate=rate, iterations=4, accumulate=True)
    run = ge.run(views.unrolled(graph, 4, rate, accumulate=True))
    round_and_round = ge.tell(views.loop(graph, rate, accumulate=True), iterations=4)
    reset = ge.run(views.unrolled(graph, 4, rate))
    for time in range(5):
        for name in (str(graph.nodes[index].name) for index in graph.learned):
            expected = learned.weights[name][time]
            np.testing.assert_allclose(run.value(f"{name}^{time}"), expected, atol=1e-9)
            loop = round_and_round.runs[time].value(name)
            np.testing.assert_allclose(loop, expected, atol=1e-9)
            same_as_reset = np.allclose(expected, reset.value(f"{name}^{time}"))
            assert same_as_reset == (time < 2) or time > 3, (name, time)


def test_what_is_kept_has_a_node_of_its_own_from_the_second_iteration_on():
    graph = views.unrolled(ge.parse(VECTOR), 3, accumulate=True)
    kept = [node for node in graph.nodes if (node.name or "").startswith("Σ")]
    assert [
        (node.name, origin(node).time, [graph.nodes[arg].name for arg in node.args])
        for node in kept
    ] == [
        ("Σ∂L/∂w^1", 1, ["∂L/∂w^0", "∂L/∂w^1"]),
        ("Σ∂L/∂w^2", 2, ["Σ∂L/∂w^1", "∂L/∂w^2"]),
    ]


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("program", [VECTOR, FCNN, SAMPLES], ids=["vector", "fcnn", "samples"])
def test_the_picture_and_the_learning_itself_agree(program: str, rate: ge.Rate):
    graph = ge.parse(program)
    learned = ge.learn(graph, rate=rate, iterations=4)
    run = ge.run(views.unrolled(graph, 4, rate))
    for time in range(5):
        same(run.value(f"L^{time}"), learned.losses[time])
        for name, values in learned.weights.items():
            same(run.value(f"{name}^{time}"), values[time])


def test_the_falling_rate_of_the_lecture_ends_at_its_loss():
    for rate, loss in (("1/(1+t)", 0.047366), (1.0, 0.027636), (0.1, 0.491729)):
        run = ge.run(views.unrolled(ge.parse(VECTOR), 5, rate))
        assert float(run.value("L^5")) == pytest.approx(loss, abs=6e-7)


def test_each_of_several_weights_has_a_chain_of_its_own():
    graph = views.unrolled(ge.parse(FCNN), 2, 1.0)
    assert [graph.nodes[arg].name for arg in graph.node("V^2").args] == ["V^1", "∆V^1"]
    assert graph.node("∂L/∂W^1").shape == (3, 4)
    assert len(graph.consumers[graph.node("x").index]) == 3


def test_all_samples_are_one_leaf_with_a_row_for_each():
    graph = views.unrolled(ge.parse(SAMPLES), 1, 1.0)
    assert graph.samples == 0 and graph.node("x").shape == (3, 2)
    run = ge.run(graph)
    np.testing.assert_allclose(run.value("w^1"), NUMBERS["multi_sample"]["w_new"], atol=6e-7)
    np.testing.assert_allclose(run.value("L^1"), NUMBERS["multi_sample"]["L_new"], atol=6e-7)


def test_samples_that_are_matrices_are_rows_too():
    program = "X: input = each([[1, 2], [3, 4]], [[0, 1], [1, 0]])\nw = [1, 2]\nL = norm2(X @ w)"
    graph = ge.parse(program)
    drawn = views.unrolled(graph, 1, 0.01)
    assert drawn.node("X").shape == (2, 4)
    same(ge.run(drawn).value("w^1"), ge.learn(graph, rate=0.01, iterations=1).weights["w"][1])


def test_the_values_that_were_put_in_are_the_ones_that_are_learned_from():
    graph = ge.parse(VECTOR).with_values({"x": [3.0, -1.0]})
    run = ge.run(views.unrolled(graph, 2, 1.0))
    same(run.value("L^2"), ge.learn(graph, iterations=2).losses[2])


def test_a_gradient_is_never_that_of_other_data_than_the_loss():
    run = ge.run(views.unrolled(ge.parse(VECTOR), 1, 1.0), values={"x": [3.0, -1.0]})
    assert np.isfinite(run.value("L^0")) and np.all(np.isnan(run.value("∂L/∂w^0")))


def test_the_unrolled_graph_can_itself_be_differentiated():
    graph = ge.parse(VECTOR)
    run = ge.run(views.unrolled(graph, 2, 1.0))
    found = run.jacobian("w^0", "L^2").built[0]
    for k in range(2):
        sides = []
        for by in (1e-4, -1e-4):
            start = np.array([-1.0, 1.0])
            start[k] += by
            sides.append(ge.learn(graph, values={"w": start}, iterations=2).losses[2])
        assert found[k] == pytest.approx((sides[0] - sides[1]) / 2e-4, abs=1e-7)
    assert run.of_edge(run.graph.edge("L^0", "∂L/∂w^0")).built.tolist() == [[0], [0]]
    operation = run.graph.node("∂L/∂w^0")
    assert operation.kernel is not None
    upstream, inputs = np.array([1.0, 2.0]), [run.values[arg] for arg in operation.args]
    pulled = operation.kernel.pulls[1](upstream, run.value("∂L/∂w^0"), *inputs)
    same(pulled, upstream @ run.jacobian("w^0", "∂L/∂w^0").built)


def test_one_weight_s_gradient_depends_on_the_other_weights():
    graph = ge.parse(FCNN)
    found = ge.run(views.unrolled(graph, 1, 1.0)).jacobian("W^0", "u^1").built
    start = np.array(graph.node("W").given)
    for column, place in ((0, (0, 0)), (6, (1, 2)), (11, (2, 3))):
        sides = []
        for by in (1e-4, -1e-4):
            moved = start.copy()
            moved[place] += by
            sides.append(ge.learn(graph, values={"W": moved}, iterations=1).weights["u"][1])
        np.testing.assert_allclose(found[:, column], (sides[0] - sides[1]) / 2e-4, atol=1e-7)


def test_the_loss_s_local_gradient_is_the_gradient():
    run = ge.run(views.unrolled(ge.parse(VECTOR), 1, 1.0))
    same(run.jacobian("w^0", "L^0").built[0], run.value("∂L/∂w^0"))
    loss = run.graph.node("L^0")
    assert loss.kernel is not None
    inputs = [run.values[arg] for arg in loss.args]
    same(loss.kernel.pulls[0](2.0, run.value("L^0"), *inputs), 2 * run.value("∂L/∂w^0"))


def test_learning_that_explodes_is_drawn_as_what_it_is():
    program = "w: weight = 2\nL: loss = w**4"
    run = ge.run(views.unrolled(ge.parse(program), 8, 100.0))
    assert not np.isfinite(run.value("L^8"))


@pytest.mark.parametrize("program", ["x = 1\ny: weight = 2", "x: input = 1\nL = x * x"])
def test_without_a_loss_and_a_weight_there_is_nothing_to_learn(program: str):
    for view in (views.unrolled, views.loop):
        with pytest.raises(ge.GraphError, match="nothing to learn"):
            view(ge.parse(program))


def test_past_the_limits_the_cure_is_said():
    graph = ge.parse(VECTOR)
    for iterations in (0, limits.ITERATIONS.most + 1):
        with pytest.raises(ge.GraphError, match="1 to 20 iterations"):
            views.unrolled(graph, iterations)
    many = "\n".join(f"w{k}: weight = 1" for k in range(30))
    wide = ge.parse(f"{many}\nL = {' + '.join(f'w{k}' for k in range(30))}")
    with pytest.raises(ge.GraphError, match="show fewer iterations"):
        views.unrolled(wide, 4)
    with pytest.raises(ge.GraphError, match="learning rate"):
        views.unrolled(graph, 1, "fast")


# -- the loop -----------------------------------------------------------------


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("program", [VECTOR, FCNN, SAMPLES], ids=["vector", "fcnn", "samples"])
def test_going_round_the_loop_is_learning(program: str, rate: ge.Rate):
    graph = ge.parse(program)
    learned = ge.learn(graph, rate=rate, iterations=4)
    walk = ge.tell(views.loop(graph, rate), iterations=4)
    same([float(run.value("L")) for run in walk.runs], learned.losses)
    for name, values in learned.weights.items():
        for time, run in enumerate(walk.runs):
            same(run.value(name), values[time])


def test_the_new_weight_goes_back_into_the_leaf():
    graph = views.loop(ge.parse(VECTOR))
    ((new, old),) = graph.back
    assert (graph.nodes[new].name, graph.nodes[old].name) == ("w′", "w")
    assert graph.loss is None


def test_a_rate_that_falls_has_its_count_in_the_loop():
    graph = views.loop(ge.parse(VECTOR), "1/(1+t)")
    assert [(graph.nodes[a].name, graph.nodes[b].name) for a, b in graph.back] == [
        ("t′", "t"), ("w′", "w"),
    ]  # fmt: skip
    assert {new for new, _ in graph.back} <= {*graph.ends}
    walk = ge.tell(graph, iterations=3)
    same([run.value("−α") for run in walk.runs], [-1, -1 / 2, -1 / 3, -1 / 4])
    assert "iteration" in views.loop(ge.parse(FCNN), "1/(1+t)").names


def test_the_loop_is_told_round_by_round():
    walk = ge.tell(views.loop(ge.parse(VECTOR)), iterations=2)
    names = [node.name for node in walk.graph.nodes]
    told = [
        (step.kind, step.iteration, None if step.node is None else names[step.node])
        for step in walk.steps
        if step.kind != "symbols"
    ]
    around = ["L", "∂L/∂w", "∆w", "w′"]
    assert told == [
        ("start", 0, None),
        *(("value", 0, name) for name in around),
        ("placed", 0, "w"),
        *(("value", 1, name) for name in around),
        ("placed", 1, "w"),
        ("value", 2, "L"),
    ]


@pytest.mark.parametrize("rate", [0.5, "1/(1+t)", [0.5, 0.25, 0.125]], ids=str)
@pytest.mark.parametrize("iterations", [1, 2, 3])
def test_a_loop_tells_as_many_updates_as_are_asked_for_and_the_loss_they_lead_to(
    rate: ge.Rate, iterations: int
):
    program = ge.parse(VECTOR)
    walk = ge.tell(views.loop(program, rate), iterations=iterations, focus=ge.FORWARD)
    new = walk.graph.node("w′").index
    assert sum(step.kind == "value" and step.node == new for step in walk.steps) == iterations
    last = walk.steps[-1]
    assert (last.kind, last.node) == ("value", walk.graph.node("L").index)
    losses = ge.learn(program, rate=rate, iterations=iterations).losses
    same([last.facts[-1].number], losses[-1:])
    # What the update would take next is not on the screen any more, and not yet.
    assert walk.frame(last.index).number("value", new) is None


def test_a_loop_that_has_to_stop_shows_where():
    graph = views.loop(ge.parse("w: weight = 2\nL: loss = w**4"), 100.0)
    walk = ge.tell(graph, iterations=20, focus=ge.FORWARD)
    last = walk.steps[-1]
    assert (last.kind, last.node) == ("value", graph.node("w′").index)
    assert not np.isfinite(last.facts[-1].number)


def test_placed_in_the_leaf_the_new_weight_is_known_and_what_it_gave_is_old():
    walk = ge.tell(views.loop(ge.parse(VECTOR)), iterations=2)
    graph = walk.graph
    k = next(step.index for step in walk.steps if step.kind == "placed")
    frame = walk.frame(k)
    np.testing.assert_allclose(frame.number("value", graph.node("w").index), [0.462117, 1.731059],
                               atol=6e-7)  # fmt: skip
    assert frame.facts["value", graph.node("L").index].known == "stale"
    after = walk.frame(k + 1)
    assert float(after.number("value", graph.node("L").index)) == pytest.approx(0.067919, abs=6e-7)
    assert after.facts["value", graph.node("w′").index].known == "gone"
    assert {fact.what for step in walk.steps for fact in step.facts} == {"value"}


def test_the_loop_stops_where_the_weights_are_no_numbers_any_more():
    graph = views.loop(ge.parse("w: weight = 2\nL: loss = w**4"), 100.0)
    walk = ge.tell(graph, iterations=20)
    assert 1 < len(walk.runs) < 20
    assert np.isfinite(walk.runs[-1].value("w"))
