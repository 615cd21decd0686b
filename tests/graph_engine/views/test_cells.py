"""Cells: what a round of a loop computes as one node, with the same values and gradients."""

import numpy as np
import pytest

import graph_engine as ge
from graph_engine import views
from graph_engine.views import origin

RNN = (
    "x: input = [0.5, -1, 0.25]\nw: weight = 0.8\nu: weight = 1.5\nh[0]: input = 0.1\n"
    "for t in range(1, 4):\n    h[t] = tanh(w*h[t-1] + u*x[t-1])\nL: loss = (h[3] - 1)**2"
)
GRU = (
    "x: input = [1, -0.5]\nW: weight = [[0.4, 0.2], [-0.3, 0.6], [0.5, 1]]\nh[0]: input = 0.2\n"
    "for t in range(1, 3):\n    v = [h[t-1], x[t-1]]\n    a = W @ v\n    z = sigmoid(a[0])\n"
    "    n = tanh(a[2] + sigmoid(a[1])*h[t-1])\n    h[t] = (1 - z)*n + z*h[t-1]\n"
    "L: loss = h[2]**2"
)


def computed(graph: ge.Graph) -> list[str | None]:
    return [node.name for node in graph.nodes if node.op is not None]


@pytest.mark.parametrize("program", (RNN, GRU))
def test_a_step_in_time_is_one_node_and_no_number_changes(program: str):
    whole, closed = ge.parse(program), views.layers(ge.parse(program), cells=True)
    cells = [node for node in closed.nodes if node.op is not None and node.op.name == "cell"]
    assert [node.name for node in cells] == ["h1", "h2", "h3"][: len(cells)] and len(cells) > 1
    one, other = ge.run(whole), ge.run(closed)
    for node in closed.nodes:
        if node.name:
            assert np.asarray(other.value(node.name)) == pytest.approx(
                np.asarray(one.value(node.name)), rel=1e-14
            )
            assert np.asarray(other.gradient(node.name)) == pytest.approx(
                np.asarray(one.gradient(node.name)), rel=1e-12
            )


def test_an_operand_that_a_cell_uses_often_comes_in_once():
    closed = views.layers(ge.parse(GRU), cells=True)
    first = next(node for node in closed.nodes if node.name == "h1")
    assert [closed.nodes[arg].name for arg in first.args] == ["W", "h0", "x"]


def test_one_cell_can_be_opened_and_the_others_stay_closed():
    graph = ge.parse(RNN)
    opened = views.layers(graph, frozenset({"h2"}), cells=True)
    kinds = {node.name: node.op.name for node in opened.nodes if node.op and node.name}
    assert (kinds["h1"], kinds["h2"], kinds["h3"]) == ("cell", "tanh", "cell")
    folds = [origin(node).fold for node in opened.nodes if origin(node).fold]
    assert folds == ["h1", "h2", "h3"]


def test_the_local_gradient_of_a_cell_is_what_central_differences_say():
    closed = views.layers(ge.parse(GRU), cells=True)
    run = ge.run(closed)
    node = next(each for each in closed.nodes if each.name == "h2")
    assert node.kernel is not None
    operands = [np.asarray(run.values[arg], dtype=float) for arg in node.args]
    for edge in closed.operands[node.index]:
        found = run.of_edge(edge).built
        for column in range(operands[edge.port].size):
            sides = []
            for by in (1e-6, -1e-6):
                moved = [each.copy() for each in operands]
                moved[edge.port].reshape(-1)[column] += by
                sides.append(float(node.kernel.forward(*(each[()] for each in moved))))
            assert found[0, column] == pytest.approx((sides[0] - sides[1]) / 2e-6, rel=1e-6)


def test_a_short_cell_has_the_formula_of_what_is_in_it():
    closed = views.layers(ge.parse(RNN), cells=True)
    cell = next(node for node in closed.nodes if node.name == "h1")
    assert cell.kernel is not None and r"\tanh(" in cell.kernel.formula
    long = views.layers(ge.parse(GRU), cells=True)
    cell = next(node for node in long.nodes if node.name == "h1")
    assert cell.kernel is not None and cell.kernel.formula == r"\operatorname{cell}(#1, #2, #3)"


OPEN = {
    "two values leave a round": (
        "a = 1\nb = 2\nfor t in range(3):\n    a = a*b\n    b = b + a*a\nL = a + b"
    ),
    "there is one round": "a = 1\nfor t in range(1):\n    a = sin(a*a)\nL = a**2",
    "a round has one operation": "a = 1\nfor t in range(3):\n    a = sin(a)\nL = a**2",
    "nothing is repeated": "a = 1\nb = a*a\nc = sin(b*b)\nL = c**2",
}  # fmt: skip


@pytest.mark.parametrize("why", OPEN)
def test_there_is_no_cell_where(why: str):
    closed = views.layers(ge.parse(OPEN[why]), cells=True)
    assert all(node.op is None or node.op.name != "cell" for node in closed.nodes)


def test_a_loop_in_a_loop_belongs_to_the_round_of_the_outer_one():
    program = (
        "a = 0.5\nfor t in range(2):\n    s = a*0\n    for k in range(3):\n        s = s + a**k\n"
        "    a = sin(s)\nL = a**2"
    )
    assert computed(views.layers(ge.parse(program), cells=True)) == ["a1", "a2", "L"]


def test_with_samples_each_sample_has_its_cells():
    program = RNN.replace("h[0]: input = 0.1", "h[0]: input = each(0.1, -0.2)")
    one = ge.run(ge.parse(program))
    closed = ge.run(views.layers(ge.parse(program), cells=True))
    for name in ("w", "u", "h0"):
        assert closed.gradient(name) == pytest.approx(one.gradient(name), rel=1e-12)
