"""Nodes, edges and what a graph can say about itself."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

import graph_engine as ge

from .programs import EXAMPLE_II


@pytest.fixture
def graph() -> ge.Graph:
    return ge.parse(EXAMPLE_II)


def names(graph: ge.Graph, indices: object) -> list[str | None]:
    return [graph.nodes[index].name for index in sorted(indices)]


def test_operands_come_before_results(graph: ge.Graph):
    assert all(arg < node.index for node in graph.nodes for arg in node.args)


def test_a_node_is_a_leaf_or_an_operation(graph: ge.Graph):
    for node in graph.nodes:
        assert node.leaf == (node.op is None) == (node.role is not None)
        assert node.leaf == (node.given is not None)
        assert node.leaf == (not node.args)


def test_ids_say_where_a_node_or_edge_is_and_not_what_it_is_called(graph: ge.Graph):
    assert graph.node("p").id == "n9"
    assert graph.edge("v", "p").id == "e9-0"


def test_two_edges_between_the_same_nodes_are_told_apart():
    graph = ge.parse("x = 3\nL = x * x")
    first, second = graph.edges
    assert (first.src, first.dst) == (second.src, second.dst)
    assert first.port != second.port and first.id != second.id
    assert graph.edge("x", "L") == first
    assert graph.edge("x", "L", 1) == second


def test_each_edge_has_its_place(graph: ge.Graph):
    assert [graph.place(edge) for edge in graph.edges] == list(range(len(graph.edges)))


def test_consumers_and_operands_are_two_views_of_the_same_edges(graph: ge.Graph):
    for edge in graph.edges:
        assert edge in graph.consumers[edge.src]
        assert graph.operands[edge.dst][edge.port] == edge
    assert sum(map(len, graph.consumers)) == sum(map(len, graph.operands)) == len(graph.edges)


def test_the_way_to_the_loss_is_known():
    graph = ge.parse("a = 1\nb = 2\nL: loss = 2*a\nz = L + b")
    assert names(graph, graph.to_loss) == ["a", "L"]
    assert names(graph, graph.after((0,))) == ["a", "L", "z"]
    assert names(graph, graph.after((1,))) == ["b", "z"]
    assert graph.after(()) == frozenset()


def test_ends_are_the_loss_and_results_that_nobody_uses():
    graph = ge.parse("a = 1\nb = 2\nL: loss = 2*a\nz = L + b\ny = 3*b")
    assert names(graph, graph.ends) == ["L", "z", "y"]


def test_a_graph_without_a_loss_has_no_way_to_it():
    graph = ge.parse("a = 1")
    assert graph.loss is None
    assert graph.to_loss == frozenset()
    assert graph.ends == ()


def test_weights_are_learned_and_inputs_are_not(graph: ge.Graph):
    assert names(graph, graph.learned) == ["w1", "w2"]
    assert names(graph, (leaf.index for leaf in graph.leaves)) == ["x1", "x2", "w1", "w2", "y"]


def test_a_graph_cannot_be_changed(graph: ge.Graph):
    with pytest.raises(FrozenInstanceError):
        graph.loss = 0
    with pytest.raises(FrozenInstanceError):
        graph.nodes[0].name = "z"
    given = graph.nodes[0].given
    assert isinstance(given, np.ndarray)
    with pytest.raises(ValueError, match="read-only"):
        given[...] = 5


def test_nodes_are_found_by_name_or_number(graph: ge.Graph):
    assert graph.node("w1") is graph.node(2) is graph.nodes[2]


@pytest.mark.parametrize("name", ["w3", "", "W1", 99, -1, 1.5, None])
def test_a_node_that_is_not_there_is_an_error_in_words(graph: ge.Graph, name: object):
    with pytest.raises(ge.GraphError, match="there is no node"):
        graph.node(name)


@pytest.mark.parametrize(("src", "dst", "port"), [("w1", "L", None), ("p", "v", None),
                                                  ("v", "p", 1), ("v", "p", -1)])  # fmt: skip
def test_an_edge_that_is_not_there_is_an_error_in_words(
    graph: ge.Graph, src: str, dst: str, port: int | None
):
    with pytest.raises(ge.GraphError, match=f"there is no edge from '{src}' to '{dst}'"):
        graph.edge(src, dst, port)
