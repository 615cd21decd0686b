"""Vectors, matrices and samples as they are typed, and what expressions of them become."""

import time

import numpy as np
import pytest

import graph_engine as ge


def test_a_vector_of_thousands_of_numbers_is_read_at_once():
    numbers = ",".join(f"{k % 100 / 10}" for k in range(4800))
    before = time.process_time()
    graph = ge.parse(f"x: input = [{numbers}]")
    assert graph.nodes[0].shape == (4800,)
    assert time.process_time() - before < 1


def test_a_matrix_is_read_row_by_row():
    given_value = ge.parse("W: weight = [[1, 2, 3], [4, 5, 6]]").nodes[0].given
    np.testing.assert_array_equal(given_value, [[1, 2, 3], [4, 5, 6]])


@pytest.mark.parametrize(
    ("written", "shape"),
    [
        ("[2]", (1,)), ("[[2]]", (1, 1)), ("[1, -2]", (2,)), ("-[1, 2]", (2,)), ("+[1, 2]", (2,)),
        ("[1/2, 2**3, -1]", (3,)), ("[[1], [2]]", (2, 1)), ("zeros(3)", (3,)),
        ("ones(2, 3)", (2, 3)), ("random(4)", (4,)), ("[[1, 2]]", (1, 2)), ("[1, 2,]", (2,)),
    ],
)  # fmt: skip
def test_a_list_is_a_value_of_its_shape(written: str, shape: tuple[int, ...]):
    graph = ge.parse(f"x: input = {written}")
    assert len(graph.nodes) == 1
    assert graph.nodes[0].shape == shape


@pytest.mark.parametrize(
    ("written", "better"),
    [("[1. -2.]", "[1., -2.]"), ("[ 0.5 -1 ]", "[0.5, -1]"), ("[1 -2, 3]", "[1, -2, 3]")],
)
def test_a_vector_as_numpy_prints_it_is_doubted_where_it_is_a_difference(written: str, better: str):
    (doubt,) = ge.parse(f"x: input = {written}\nL: loss = sum(x)").doubts
    assert doubt.put == better
    assert not ge.parse("x: input = [3-2, 1 - 2, -1]\nL: loss = sum(x)").doubts


def test_random_numbers_are_the_same_every_time():
    first, second = (ge.parse("W = random(3, 4)").nodes[0].given for _ in range(2))
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize(
    ("expression", "operations", "shape"),
    [
        ("W @ v", ["matmul"], (2,)), ("v @ W", ["matmul"], (2,)), ("v @ v", ["matmul"], ()),
        ("W @ W.T", ["transpose", "matmul"], (2, 2)), ("v.T @ W", ["matmul"], (2,)),
        ("v.T.T", ["identity"], (2,)), ("W[0]", ["entry"], (2,)), ("W[0, 1]", ["entry"], ()),
        ("W[0][1]", ["entry", "entry"], ()), ("2*v", ["scale"], (2,)), ("v + 1", ["shift"], (2,)),
        ("[1, 2]*v", ["mul"], (2,)), ("2*[1, 2]", ["scale"], (2,)), ("v**2", ["square"], (2,)),
        ("x*v", ["mul"], (2,)), ("v/x", ["div"], (2,)), ("max(v, x, 1)", ["max"], (2,)),
        ("sigmoid(W)", ["sigmoid"], (2, 2)), ("-log(v)", ["neglog"], (2,)),
        ("v.T @ (W @ v)", ["matmul", "matmul"], ()), ("2**v", ["pow"], (2,)),
    ],
)  # fmt: skip
def test_each_expression_of_vectors_becomes_these_operations(
    expression: str, operations: list[str], shape: tuple[int, ...]
):
    graph = ge.parse(f"W = [[1, 2], [3, 4]]\nv = [1, 2]\nx = 3\ny = {expression}")
    assert [node.op.name for node in graph.nodes if node.op] == operations
    assert graph.node("y").shape == shape


def test_a_loss_per_sample_is_totalled_as_in_the_lecture():
    graph = ge.parse("x: input = each(1, 2, 3)\nw: weight = 2\nL: loss = (w*x)**2")
    assert (graph.samples, graph.loss) == (3, graph.node("L").index)
    assert graph.node("L").op is ge.operations()["total"]
    assert graph.node("L_i").sampled and not graph.node("L").sampled
    assert ge.run(graph).value("L") == 4 + 16 + 36


def test_total_and_average_are_said_where_they_are_meant():
    graph = ge.parse("x: input = each(1, 2, 3)\nw: weight = 2\nL: loss = average((w*x)**2) + w")
    assert [node.op.name for node in graph.nodes if node.op] == ["mul", "square", "average", "add"]
    assert ge.run(graph).value("L") == pytest.approx(56 / 3 + 2)
