"""What lines between two columns are called, between which neurons a cell of the chain stands."""

import re
from dataclasses import replace

import pytest

from app.lessons import lessons
from app.picture.neurons.between import between_neurons
from app.story import Story, tell


def _told(slug: str) -> Story:
    view = lessons()[slug].view
    return tell(replace(view, zoom="neurons"))


def test_the_weights_of_the_lectures_network_are_named_below_their_lines():
    svg = _told("network").svg(0)
    found = re.findall(r'class="weights"[^>]* data-name="(\w+)" data-role="(\w+)"', svg)
    assert found == [("W", "weight"), ("V", "weight"), ("u", "weight")]
    sizes = re.findall(r'aria-label="the weights \w+ ([0-9×]+)"', svg)
    assert sizes == ["3×4", "3×4", "4×1"]


@pytest.mark.parametrize("slug", ["network", "network-v", "network-no-bias"])
def test_a_cell_stands_between_the_neurons_whose_change_it_is(slug: str):
    told = _told(slug)
    words, graph = told.words, told.graph
    network = words.network
    assert network is not None
    for edge in graph.edges:
        if edge.dst not in network.column:
            continue
        rows, columns = network.size(edge.dst), network.size(edge.src)
        for k in range(rows * columns):
            row, column = divmod(k, columns)
            found = [*between_neurons(words, edge, k)]
            if edge.src in network.column:
                assert found == [f"n{edge.dst}.{row}", f"n{edge.src}.{column}"]
            elif found:
                assert found[0] == f"n{edge.dst}.{row}"


def test_of_a_matrix_of_weights_a_row_belongs_to_its_neuron():
    told = _told("network")
    edge = next(e for e in told.graph.edges if told.graph.nodes[e.src].name == "W")
    y, x = edge.dst, told.graph.node("x").index
    product = [" ".join(between_neurons(told.words, edge, k, row=True)) for k in range(12)]
    assert product[:4] == [f"n{y}.0 n{x}.0", f"n{y}.0 n{x}.1", f"n{y}.0 n{x}.2", f"n{y}.0"]
    assert product[4] == f"n{y}.1 n{x}.0" and product[11] == f"n{y}.2"
    jacobian = [[*between_neurons(told.words, edge, k)] for k in range(36)]
    assert [bool(each) for each in jacobian[:12]] == [True] * 4 + [False] * 8
    assert jacobian[12 + 4] == [f"n{y}.1", f"n{x}.0"], "the block of the second neuron"
