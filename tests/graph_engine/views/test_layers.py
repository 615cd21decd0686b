"""Layers: several nodes as one, with a name, and exact gradients do not change."""

from typing import Any

import autograd
import numpy as np
import pytest
from hypothesis import assume, given, settings

import graph_engine as ge
from graph_engine import views
from graph_engine.views import origin
from graph_engine.views.tex import product, written

from ..lecture import NUMBERS
from ..programs import EXAMPLE_II
from .programs import FCNN, SAMPLES, fcnn_by_hand, programs, same, tame

NETWORK = NUMBERS["fcnn"]


def computed(graph: ge.Graph) -> list[str | None]:
    return [node.name for node in graph.nodes if node.op is not None]


def only_layer(expression: str) -> ge.Node:
    """The last node of a program with a matrix, two vectors and an expression."""
    leaves = "W: weight = [[1, 2], [3, 4]]\nx: input = [1, -2]\nb: weight = [0.5, 1]\n"
    return views.layers(ge.parse(f"{leaves}h = {expression}")).nodes[-1]


# -- the lecture's network ----------------------------------------------------


def test_the_network_is_four_boxes():
    graph = views.layers(ge.parse(FCNN))
    assert computed(graph) == ["y", "z", "q", "L"]
    titles = [node.op.title for node in graph.nodes if node.op is not None]
    assert titles == [
        "layer: affine map, then logistic sigmoid",
        "layer: affine map, then logistic sigmoid",
        "affine map",
        "logistic loss",
    ]


def test_the_chain_of_the_first_weights_has_the_lecture_s_sizes_and_numbers():
    walk = ge.tell(views.layers(ge.parse(FCNN)), focus="W")
    run = walk.runs[0]
    (path,) = walk.paths
    factors = [run.of_edge(edge) for edge in path]
    assert [factor.shape for factor in factors] == [(1, 1), (1, 3), (3, 3), (3, 12)]
    for factor, name in zip(factors, ("dLdq", "dqdz", "dzdy", "dydw_row_major"), strict=True):
        np.testing.assert_allclose(factor.built, NETWORK["jac"][name], atol=6e-7)
    np.testing.assert_allclose(run.gradient("W"), NETWORK["grad"]["W"], atol=6e-7)
    column = ge.by_columns(factors[-1], result=(3,), operand=(3, 4))
    np.testing.assert_allclose(column.built, NETWORK["jac"]["dydw_col_major"], atol=6e-7)


def test_the_chains_of_the_other_weights_are_shorter():
    graph = views.layers(ge.parse(FCNN))
    for leaf, sizes in (("V", [(1, 1), (1, 3), (3, 12)]), ("u", [(1, 1), (1, 4)])):
        walk = ge.tell(graph, focus=leaf)
        (path,) = walk.paths
        assert [walk.runs[0].of_edge(edge).shape for edge in path] == sizes
        np.testing.assert_allclose(walk.runs[0].gradient(leaf), NETWORK["grad"][leaf], atol=6e-7)


def test_the_layer_s_jacobian_by_its_weights_knows_its_blocks():
    run = ge.run(views.layers(ge.parse(FCNN)))
    jacobian = run.jacobian("W", "y")
    assert isinstance(jacobian, ge.Product)
    assert [factor.structure for factor in jacobian.factors] == ["diagonal", "Kronecker"]
    assert jacobian.blocks == (1, 4)


def test_the_formulas_of_a_layer_are_those_of_its_parts_one_in_the_other():
    node = views.layers(ge.parse(FCNN)).node("y")
    assert node.kernel is not None
    assert node.kernel.formula == r"\sigma(#1 \bar{#2})"
    assert node.kernel.slopes == (
        r"\operatorname{diag}(#0 \circ (1 - #0)) \cdot (I_{3} \otimes \bar{#2}^{T})",
        r"\operatorname{diag}(#0 \circ (1 - #0)) \cdot #1 \cdot "
        r"\begin{pmatrix} I_{3} \\ 0 \end{pmatrix}",
    )


def test_the_gradients_of_the_layers_are_autograd_s():
    graph = ge.parse(FCNN)
    run = ge.run(views.layers(graph))
    leaves = [graph.node(name).given for name in ("x", "W", "V", "u", "t")]
    for place, name in enumerate(("x", "W", "V", "u", "t")):
        same(run.gradient(name), autograd.grad(fcnn_by_hand, place)(*leaves))


def test_a_layer_of_a_thousand_neurons_is_never_built_whole():
    run = ge.run(
        views.layers(
            ge.parse("W: weight = random(1000, 1000)\nx = ones(1000)\nL = sum(sigmoid(W @ x))")
        )
    )
    jacobian = run.of_edge(run.graph.operands[run.graph.nodes[-1].args[0]][0])
    assert jacobian.shape == (1000, 1_000_000)
    block = jacobian.block(slice(3, 4), slice(3000, 3002))
    out = run.values[run.graph.nodes[-1].args[0]][3]
    np.testing.assert_allclose(block, [[out * (1 - out)] * 2])


# -- the logistic loss --------------------------------------------------------


def test_minus_log_sigma_of_y_times_z_is_the_logistic_loss():
    graph = views.layers(ge.parse(EXAMPLE_II))
    assert computed(graph) == ["z1", "z2", "q", "L"]
    assert graph.node("L").op is ge.operations()["logistic_loss"]
    assert origin(graph.node("L")).parts == ("v", "p", "L")
    base, run = ge.run(ge.parse(EXAMPLE_II)), ge.run(graph)
    for name in ("w1", "w2", "x1", "x2", "y"):
        same(run.gradient(name), base.gradient(name))
    same(run.value("L"), base.value("L"))


def test_the_label_stands_first_whichever_way_the_product_was_written():
    program = EXAMPLE_II.replace("y * q", "q * y")
    graph = views.layers(ge.parse(program))
    assert [graph.nodes[arg].name for arg in graph.node("L").args] == ["y", "q"]
    same(ge.run(graph).gradient("w1"), ge.run(ge.parse(program)).gradient("w1"))


def test_far_out_the_collapsed_loss_is_right_where_its_parts_overflow():
    program = EXAMPLE_II.replace("weight = -1", "weight = -1000")
    assert not np.isfinite(ge.run(ge.parse(program)).value("L"))
    run = ge.run(views.layers(ge.parse(program)))
    assert float(run.value("L")) == 1999.0
    assert float(run.gradient("q")) == -1.0


# -- what is collapsed, and what is not ---------------------------------------


def test_what_something_else_uses_stays_in_the_picture():
    program = FCNN + "more = y[0] + 1\n"
    assert "y" in views.layers(ge.parse(program)).names
    shared = "x = [1, 2]\nW = [[1, 2], [3, 4]]\na = W @ x\nh = sigmoid(a)\nL: loss = sum(h * a)"
    assert computed(views.layers(ge.parse(shared)))[:2] == ["a", "h"]


def test_the_loss_is_never_hidden_inside_of_another_node():
    graph = views.layers(ge.parse("w = [1, 2]\nx = [3, 4]\nL: loss = w @ x\np = sigmoid(L)"))
    assert computed(graph) == ["L", "p"]


def test_an_opened_node_shows_its_parts_and_can_be_closed_again():
    graph = ge.parse(FCNN)
    opened = views.layers(graph, frozenset({"y"}))
    assert [node.op.name for node in opened.nodes if node.op is not None] == [
        "with_bias", "matmul", "sigmoid", "layer", "layer", "logistic_loss",
    ]  # fmt: skip
    assert origin(opened.node("y")).fold == "y" and origin(opened.node("y")).parts == ()
    closed = views.layers(graph).node("y")
    assert (
        origin(closed).fold == "y"
        and origin(closed).parts[-1] == "y"
        and len(origin(closed).parts) == 3
    )


def test_all_opened_is_the_graph_as_it_was():
    graph = ge.parse(FCNN)
    keys = {origin(node).fold for node in views.layers(graph).nodes if origin(node).fold}
    opened = views.layers(graph, keys)
    assert [(n.op and n.op.name, n.args) for n in opened.nodes] == [
        (n.op and n.op.name, n.args) for n in graph.nodes
    ]


def test_an_unnamed_layer_is_known_by_its_id():
    graph = ge.parse("W = [[1, 2], [3, 4]]\nx = [1, 2]\nL: loss = sum(sigmoid(W @ x))")
    (key,) = (origin(node).fold for node in views.layers(graph).nodes if origin(node).fold)
    assert key == graph.nodes[3].id
    assert len(views.layers(graph, {key}).nodes) == len(graph.nodes)


@pytest.mark.parametrize(
    ("expression", "symbol", "formula"),
    [
        ("relu(W @ x + b)", "ReLU(#1·+#3)", r"\max(0, #1 #2 + #3)"),
        ("tanh(b + W @ x)", "tanh(#1+#2·)", r"\tanh(#1 + #2 #3)"),
        ("square(W @ x)", "square(#1·)", "(#1 #2)^{2}"),
        ("sigmoid(x @ W)", "σ(·#2)", r"\sigma(#1^{T} #2)"),
        ("exp(W @ x)", "exp(#1·)", "e^{#1 #2}"),
        ("leaky_relu(W @ x, 0.2)", "leaky(#1·)", r"\max(0, #1 #2) + 0.2 \circ \min(0, #1 #2)"),
        ("tanh(dot(x, b))", "tanh(·#2)", r"\tanh(#1^{T} #2)"),
        ("W @ x + b", "#1·+#3", "#1 #2 + #3"),
        ("dot(b, x) + 1 * b[0]", "#1·+#3", "#1^{T} #2 + #3"),
        ("tanh(with_bias(x) @ with_bias(b))", "tanh(·)", r"\tanh(\bar{#1}^{T} \bar{#2})"),
        ("tanh(W @ x + W @ b)", "tanh(#1·+#3·)", r"\tanh(#1 #2 + #3 #4)"),
    ],
)
def test_a_layer_has_the_symbol_and_the_formula_of_its_parts(
    expression: str, symbol: str, formula: str
):
    node = only_layer(expression)
    assert node.op is not None and node.kernel is not None
    assert (node.op.name, node.op.symbol, node.kernel.formula) == ("layer", symbol, formula)


@pytest.mark.parametrize("expression", ["W @ x", "softmax(W @ x)", "sigmoid(x)", "-(W @ x)"])
def test_these_are_no_layers(expression: str):
    assert origin(only_layer(expression)).fold == ""


def test_a_kink_inside_of_a_layer_is_still_a_kink():
    graph = views.layers(ge.parse("w = [1, -1]\nx = [2, 2]\nL: loss = relu(w @ x)"))
    node = graph.node("L")
    assert node.op is not None and node.op.kink is not None
    assert node.op.kink.at(np.array([1.0, -1.0]), np.array([2.0, 2.0]))
    assert not node.op.kink.at(np.array([1.0, 1.0]), np.array([2.0, 2.0]))
    assert np.isnan(ge.check(graph)["w"])


def test_sign_behind_an_affine_map_still_lets_nothing_through():
    op = only_layer("sign(W @ x)").op
    assert op is not None and "nothing flows back" in op.flat


def test_a_factor_that_changes_nothing_is_not_written():
    assert product(["1", "#2^{T}"]) == "#2^{T}"
    assert product(["1", "I_{3}"]) == "I_{3}"
    assert product(["-#1", r"I_{3} \otimes #2"]) == r"(-#1) \cdot (I_{3} \otimes #2)"


@pytest.mark.parametrize(
    ("number", "text"), [(0.01, "0.01"), (-2.0, "-2"), (1e-7, r"1 \cdot 10^{-7}")]
)
def test_a_number_in_a_formula_is_written_as_people_write_it(number: float, text: str):
    assert written(number).text == text


# -- nothing changes ----------------------------------------------------------


def agree(graph: ge.Graph, view: ge.Graph) -> None:
    """Values bit by bit where the same operations compute them, gradients to rounding."""
    base, run = ge.run(graph), ge.run(view)
    for name in view.names:
        same(run.value(name), base.value(name))
        same(run.gradient(name), base.gradient(name))


@settings(max_examples=80, deadline=None)
@given(programs())
def test_collapsing_changes_no_value_and_no_gradient(program: str):
    graph = ge.parse(program)
    assume(tame(graph))
    agree(graph, views.layers(graph))


@settings(max_examples=40, deadline=None)
@given(programs(samples=True))
def test_nor_does_it_where_there_are_samples_drawn_out_or_not(program: str):
    graph = ge.parse(program)
    assume(graph.samples and tame(graph))
    agree(graph, views.layers(graph))
    drawn = views.spread(graph)
    agree(drawn, views.layers(drawn))


@settings(max_examples=40, deadline=None)
@given(programs())
def test_the_local_jacobian_of_a_collapsed_node_is_what_its_pull_says(program: str):
    graph = views.layers(ge.parse(program))
    assume(tame(graph))
    run = ge.run(graph)
    for node in graph.nodes:
        for edge in graph.operands[node.index] if origin(node).fold else ():
            operands = [run.values[arg] for arg in node.args]
            assert node.kernel is not None
            upstream = np.arange(1.0, 1 + np.size(run.values[node.index])).reshape(node.shape)
            pulled: Any = node.kernel.pulls[edge.port](
                upstream[()], run.values[node.index], *operands, *node.literal
            )
            jacobian = run.of_edge(edge)
            same(upstream.reshape(-1) @ jacobian.built, np.reshape(pulled, -1))


def test_the_samples_of_the_lecture_are_three_losses_of_one_score_each():
    graph = views.layers(views.spread(ge.parse(SAMPLES)))
    assert computed(graph) == ["z(1)", "L_1", "z(2)", "L_2", "z(3)", "L_3", "L"]
    np.testing.assert_allclose(
        ge.run(graph).gradient("w"), NUMBERS["multi_sample"]["grad"], atol=5e-7
    )
