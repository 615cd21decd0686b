"""Neurons and connections: what they weigh adds up to what the engine computes."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from graph_engine import views
from graph_engine.views import Network, network

from .programs import FCNN

Function = Callable[[Any], Any]


def sigmoid(a: Any) -> Any:
    return 1 / (1 + np.exp(-a))


def relu(a: Any) -> Any:
    return np.maximum(a, 0)


def same(a: Any) -> Any:
    return a


TWO = "x: input = [1, -2]\nW: weight = [[0.5, -0.3], [0.8, 0.2]]\n"
FOUR = """\
x: input = [0.5, -1, 2, 0.3]
W: weight = [[0.1, 0.2, -0.3, 0.4], [1, -0.5, 0.3, 0.2], [0.7, 0.2, 0.1, -0.9],
             [0, 0.3, -0.2, 0.6], [0.4, -0.4, 0.8, 0.1], [-0.2, 0.5, 0.6, -0.1],
             [0.9, -0.8, 0.3, 0.2], [0.3, 0.3, -0.6, 0.5]]
b: weight = [0.1, -0.1, 0.2, 0, 0.3, -0.2, 0.1, 0.05]
V: weight = [[0.1, -0.2, 0.3, 0.4, -0.5, 0.6, 0.7, -0.8],
             [0.3, 0.1, -0.4, 0.2, 0.6, -0.7, 0.5, 0.1],
             [-0.2, 0.4, 0.1, 0.3, 0.2, 0.5, -0.6, 0.9]]
t: label = [0, 1, 0]
h = relu(W @ x + b)
z = V @ h
L: loss = cross_entropy(t, z)
"""
PROGRAMS: dict[str, tuple[str, dict[str, Function]]] = {
    "the lecture's network": (FCNN, {"y": sigmoid, "z": sigmoid, "q": same}),
    "2-2-1": (
        f"{TWO}u: weight = [1, -1.5]\nh = tanh(W @ x)\nq = u @ h\nL: loss = (q - 1)**2",
        {"h": np.tanh, "q": same},
    ),
    "4-8-3": (FOUR, {"h": relu, "z": same}),
    "one bias for all": (
        f"{TWO}c: weight = 0.5\nh = tanh(c + W @ x)\nL: loss = sum(h)",
        {"h": np.tanh},
    ),
    "a row times its weights": (
        "x: input = [1, 2]\nW: weight = [[1, 2, 3], [3, 4, 5]]\nh = x @ W\nL: loss = sum(h)",
        {"h": same},
    ),
    "tied weights": (
        f"{TWO}h = tanh(W @ x)\ng = sigmoid(W @ h)\nL: loss = norm2(g)",
        {"h": np.tanh, "g": sigmoid},
    ),
    "weights transposed": (
        f"{TWO}h = tanh(W @ x)\ng = W.T @ h\nL: loss = norm2(g - x)",
        {"h": np.tanh, "g": same},
    ),
    "two vectors into one layer": (
        f"{TWO}s: input = [0.1, 0.2]\nU: weight = [[1, 2], [3, 4]]\nb: weight = [1, -1]\n"
        "h = tanh(W @ x + U @ s + b)\nL: loss = sum(h)",
        {"h": np.tanh},
    ),
    "a vector that goes past a layer": (
        f"{TWO}V: weight = [[1, 2], [3, 4]]\nh = V @ tanh(W @ x) + x\nL: loss = sum(h)",
        {"h": same},
    ),
    "one 1 for two layers": (
        "x: input = [1, -2]\nW: weight = [[1, 2, 0.5], [3, 4, 1]]\nV: weight = [[1, 0, 1]]\n"
        "e = with_bias(x)\nh = tanh(W @ e)\ng = sigmoid(V @ e)\nL: loss = sum(h) * sum(g)",
        {"h": np.tanh, "g": sigmoid},
    ),
    "one sample": (
        "x: input = each([1, 2], [3, -4])\nt: label = each(1, -1)\n"
        "W: weight = [[1, 2], [3, 4]]\nu: weight = [1, -1]\ny = sigmoid(W @ x)\nq = u @ y\n"
        "L: loss = average(logistic_loss(t, q))",
        {"y": sigmoid, "q": same},
    ),
}


def layered(program: str) -> ge.Graph:
    graph = views.layers(ge.parse(program))
    return views.only(graph, 2) if graph.samples else graph


def everything(found: Network) -> dict[int, tuple[int, ...]]:
    """Every neuron of every node."""
    return {index: tuple(range(found.size(index))) for index in found.column}


@pytest.mark.parametrize("named", PROGRAMS)
def test_what_its_connections_weigh_adds_up_to_each_neuron_s_activation(named: str):
    program, functions = PROGRAMS[named]
    graph = layered(program)
    run, found = ge.run(graph), network(graph)

    def entry(index: int, place: int) -> float:
        return float(np.ravel(run.values[index])[place])

    sums: dict[tuple[int, int], float] = {}
    for each in found.connections(everything(found)):
        carried = 1.0 if each.source is None else entry(*each.source)
        weight = 1.0 if each.weight is None else entry(each.weight[0].src, each.weight[1])
        sums[each.target] = sums.get(each.target, 0.0) + weight * carried
    layers = {layer.node for layer in found.layers}
    assert {graph.nodes[index].name for index in layers} >= functions.keys()
    for name, function in functions.items():
        index = graph.node(name).index
        for place in range(found.size(index)):
            assert function(sums[index, place]) == pytest.approx(entry(index, place))


@pytest.mark.parametrize("named", PROGRAMS)
def test_each_column_stands_behind_all_that_it_weighs_and_each_weight_is_one_line(named: str):
    graph = layered(PROGRAMS[named][0])
    found = network(graph)
    lines = found.connections(everything(found))
    for each in lines:
        if each.source is not None:
            assert found.column[each.source[0]] < found.column[each.target[0]]
    for layer in found.layers:
        for edge in (each.weights for each in layer.weighings):
            entries = [each.weight[1] for each in lines if each.weight and each.weight[0] == edge]
            assert sorted(entries) == [*range(np.prod(graph.nodes[edge.src].shape))]
    drawn = {*found.column, *found.weights, *found.rest}
    assert drawn == {*range(len(graph.nodes))} and graph.loss in drawn


def test_the_lecture_s_network_has_four_columns_and_a_1_under_three_of_them():
    graph = layered(FCNN)
    found = network(graph)
    names = [[graph.nodes[index].name for index in column] for column in found.columns]
    assert names == [["x"], ["y"], ["z"], ["q"]]
    assert [*found.biased] == [0, 1, 2]
    assert [graph.nodes[index].name for index in found.rest] == ["t", "L"]
    assert len(found.connections(everything(found))) == 12 + 12 + 4


def test_only_what_is_shown_is_made_of_a_large_network():
    found = network(layered(FCNN))
    shown = {index: (0, found.size(index) - 1) for index in found.column}
    lines = found.connections(shown)
    q = found.columns[3][0]
    assert {each.target for each in lines if each.target[0] != q} <= {
        (index, place) for index in found.column for place in shown[index]
    }
    assert len([each for each in lines if each.target[0] != q]) == 2 * (2 * (2 + 1))


@pytest.mark.parametrize(
    ("program", "why"),
    [
        ("a = 2\nb = 1\nf = (a + b) * b", "there are no layers here"),
        ("x: input = [1, 2]\ny = x @ x", "there are no layers here"),
        (
            "X: input = [[1, 2], [3, 4]]\nW: weight = [[1, 2], [3, 4]]\nY = tanh(X @ W)",
            "Y is a matrix",
        ),
        (f"{TWO}h = softmax(W @ x)\ny = W @ h", "h goes into a layer and is neither"),
    ],
)
def test_a_program_without_layers_says_why_it_has_no_neurons(program: str, why: str):
    with pytest.raises(ge.GraphError, match=why) as refused:
        network(views.layers(ge.parse(program)))
    assert "draw the" in str(refused.value)
