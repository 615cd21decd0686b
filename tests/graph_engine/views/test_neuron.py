"""One neuron opened: single numbers with the values and the gradients of the whole network."""

import numpy as np
import pytest

import graph_engine as ge
from graph_engine import views

from .test_network import PROGRAMS

NAMED = [
    "the lecture's network",
    "2-2-1",
    "4-8-3",
    "tied weights",
    "weights transposed",
    "one sample",
]


def layered(program: str) -> tuple[ge.Graph, ge.Graph]:
    """The program's graph, of one sample, and its view of layers."""
    graph = ge.parse(program)
    layers = views.layers(graph)
    if graph.samples:
        return views.only(graph, 2), views.only(layers, 2)
    return graph, layers


@pytest.mark.parametrize("named", NAMED)
def test_each_neuron_has_the_network_s_value_loss_and_gradients(named: str):
    whole, graph = layered(PROGRAMS[named][0])
    run = ge.run(graph)
    network = views.network(graph)
    seen = 0
    for layer in network.layers:
        node = graph.nodes[layer.node]
        for entry in range(network.size(layer.node)):
            key = views.entry_key(node, entry)
            opened = views.neuron(whole, graph, key)
            own = ge.run(opened)
            index = opened.node(key).index
            assert float(own.values[index]) == pytest.approx(
                float(np.ravel(run.values[layer.node])[entry])
            )
            assert float(own.values[opened.loss]) == pytest.approx(float(run.values[graph.loss]))
            gradient = np.ravel(run.gradients[layer.node])[entry]
            assert float(own.gradients[index]) == pytest.approx(float(gradient), abs=1e-12)
            for each in layer.weighings:
                flow = np.ravel(run.flow(each.weights))
                name = graph.nodes[each.weights.src].name
                for leaf in opened.leaves:
                    if (
                        name
                        and leaf.name
                        and leaf.name.startswith(f"{name}[")
                        and leaf.role == "weight"
                    ):
                        row, *column = (
                            int(k) - 1 for k in leaf.name[len(name) + 1 : -1].split(",")
                        )
                        place = np.ravel_multi_index(
                            (row, *column), graph.nodes[each.weights.src].shape
                        )
                        assert float(own.gradients[leaf.index]) == pytest.approx(
                            float(flow[place]), abs=1e-12
                        )
                        seen += 1
    assert seen


def test_what_follows_is_a_function_that_central_differences_agree_with():
    whole, graph = layered(PROGRAMS["the lecture's network"][0])
    opened = views.neuron(whole, graph, "y[2]")
    run = ge.run(opened)
    for index, found in ge.nudges(run).items():
        assert found.slope == pytest.approx(float(run.gradients[index]), rel=1e-5, abs=1e-8)


def test_of_many_inputs_the_largest_are_drawn_and_the_others_are_one_number():
    program = "x: input = random(30)\nW: weight = random(4, 30)\nu: weight = [1, 2, 3, 4]\n"
    program += "h = relu(W @ x)\nL: loss = u @ h"
    whole, graph = layered(program)
    opened = views.neuron(whole, graph, "h[3]")
    assert len(opened.leaves) == 2 * 5 + 1
    assert opened.node("others").role == "constant"
    value = float(np.ravel(ge.run(graph).values[graph.node("h").index])[2])
    assert float(ge.run(opened).values[opened.node("h[3]").index]) == pytest.approx(value)


def test_a_neuron_that_is_not_there_is_named_with_one_that_is():
    whole, graph = layered(PROGRAMS["2-2-1"][0])
    with pytest.raises(ge.GraphError, match=r"no neuron `h\[9\]`.*`\w+\[1\]`"):
        views.neuron(whole, graph, "h[9]")
