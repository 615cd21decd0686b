"""Vectors and matrices drawn entry by entry."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings

import graph_engine as ge
from graph_engine import limits, views
from graph_engine.views import origin

from ..lecture import NUMBERS
from .programs import FCNN, SAMPLES, programs, same, tame

OPERATIONS = ge.operations()


def entry_names(node: ge.Node) -> list[str]:
    """The names of a node's entries, row by row."""
    if not node.shape:
        return [str(node.name)]
    places = [",".join(str(k + 1) for k in place) for place in np.ndindex(node.shape)]
    return [f"{node.name}[{place}]" for place in places]


def agree(graph: ge.Graph, *, tolerance: float = 1e-9) -> None:
    """Every entry that has a node has the value and the gradient that it has in the vectors."""
    base, run = ge.run(graph), ge.run(views.scalars(graph))
    for name, node in graph.names.items():
        for k, entry in enumerate(entry_names(node)):
            if entry in run.graph.names:
                same(run.value(entry), base.value(name).reshape(-1)[k], tolerance)
                same(run.gradient(entry), base.gradient(name).reshape(-1)[k], tolerance)
            else:
                assert not node.leaf


def test_the_network_is_drawn_scalar_by_scalar_with_the_lecture_s_numbers():
    graph = views.scalars(ge.parse(FCNN))
    run = ge.run(graph)
    assert {node.shape for node in graph.nodes} == {()}
    for name, shape in (("W", (3, 4)), ("V", (3, 4)), ("u", (4,)), ("x", (3,))):
        for place in np.ndindex(shape):
            entry = f"{name}[{','.join(str(k + 1) for k in place)}]"
            expected = np.array(NUMBERS["fcnn"]["grad"][name])[place]
            np.testing.assert_allclose(run.gradient(entry), expected, atol=6e-7)
    np.testing.assert_allclose(
        [run.value(f"y[{k}]") for k in (1, 2, 3)], NUMBERS["fcnn"]["values"]["y"], atol=6e-7
    )
    assert max(ge.check(graph).values()) < 1e-6


def test_an_entry_knows_its_place_and_keeps_its_role_and_its_line():
    graph = views.scalars(ge.parse(FCNN))
    weight = graph.node("W[2,3]")
    assert (origin(weight).entry, weight.role, weight.line, weight.given) == (
        (2, 3),
        "weight",
        2,
        1.0,
    )
    assert origin(graph.node("z[3]")).entry == (3,)
    assert origin(graph.node("t")).entry == () and len(graph.learned) == 28


def test_the_same_is_learned():
    graph = ge.parse(FCNN)
    vectors = ge.learn(graph, rate=0.5, iterations=3)
    entries = ge.learn(views.scalars(graph), rate=0.5, iterations=3)
    same(entries.losses, vectors.losses, 1e-9)
    same(entries.weights["V[3,1]"], vectors.weights["V"][:, 2, 0], 1e-9)


def test_zeros_and_the_one_of_a_bias_stay_in_the_picture():
    graph = views.scalars(ge.parse("W: weight = [[0, 2]]\nx = [1]\nL = sum(W @ with_bias(x))"))
    assert float(graph.node("W[1,1]").given) == 0
    (one,) = (node for node in graph.leaves if node.role == "constant")
    assert float(one.given) == 1 and one.name is None
    assert len(graph.consumers[graph.node("W[1,1]").index]) == 1


def test_what_only_moves_entries_draws_nothing():
    graph = views.scalars(ge.parse("W = [[1, 2], [3, 4]]\nv = vec(W.T)\nL = v[1] * 2"))
    assert [node.name for node in graph.nodes if node.op is not None] == ["L"]
    assert [graph.nodes[arg].name for arg in graph.node("L").args] == ["W[2,1]"]


def test_but_what_leaves_the_graph_is_seen_to_leave():
    graph = views.scalars(ge.parse("W = [[1, 2]]\nv = with_bias(vec(W))"))
    assert [node.name for node in graph.nodes if node.op is not None] == ["v[1]", "v[2]", "v[3]"]
    loss = views.scalars(ge.parse("x = [1, 2]\nL: loss = x[1]"))
    assert loss.loss is not None and loss.nodes[loss.loss].name == "L"
    assert float(ge.run(loss).gradient("x[2]")) == 1


def test_the_cells_of_a_convolution_s_matrix_share_the_kernel():
    graph = views.scalars(
        ge.parse(
            "k: weight = [1, 0, -1]\nx: input = [1, 2, 0, -1, 3]\n"
            "y = conv_matrix(k, 5) @ x\nL: loss = dot(y, [1, -1, 2])"
        )
    )
    run = ge.run(graph)
    assert [float(run.value(f"y[{k}]")) for k in (1, 2, 3)] == [1, 3, -3]
    assert [float(run.gradient(f"k[{k}]")) for k in (1, 2, 3)] == [-1, 0, 7]
    assert len(graph.consumers[graph.node("k[1]").index]) == 3


def test_samples_are_drawn_out_first():
    graph = ge.parse(SAMPLES)
    with pytest.raises(ge.GraphError, match="choose which"):
        views.scalars(graph)
    drawn = views.scalars(views.spread(graph))
    assert origin(drawn.node("x[2](3)")).sample == 3 and origin(drawn.node("x[2](3)")).entry == (2,)
    np.testing.assert_allclose(
        [ge.run(drawn).gradient(f"w[{k}]") for k in (1, 2)],
        NUMBERS["multi_sample"]["grad"],
        atol=5e-7,
    )


def test_too_many_entries_are_refused_and_the_cure_is_said():
    for size in (20, 1000):
        graph = ge.parse(f"W = random({size}, {size})\nx = ones({size})\nL = sum(W @ x)")
        with pytest.raises(ge.GraphError, match=f"{limits.NODES.most} nodes.*look at the vectors"):
            views.scalars(graph)


def test_too_many_wires_are_refused_too():
    graph = ge.parse("x = ones(50)\n" + "\n".join(f"s{k} = sum(x)" for k in range(13)) + "\nL = s1")
    with pytest.raises(ge.GraphError, match=f"{limits.EDGES.most} wires"):
        views.scalars(graph)


def test_layers_are_opened_before_their_entries_can_be_drawn():
    with pytest.raises(ge.GraphError, match="not of its layers"):
        views.scalars(views.layers(ge.parse(FCNN)))


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_can_be_drawn_entry_by_entry(name: str):
    op = OPERATIONS[name]
    for sample in op.samples:
        count = len(sample) - bool(op.literal) - (len(sample) - op.arity if op.sizes[1] else 0)
        graph = made(op, sample[:count], sample[count:])
        base, run = ge.run(graph), ge.run(views.scalars(graph))
        same(run.value("L"), base.value("L"), 1e-12)
        for leaf in graph.leaves:
            if leaf.name is None:
                continue
            found = [run.gradient(entry) for entry in entry_names(leaf)]
            same(found, base.gradient(leaf.name).reshape(-1), 1e-12)


def made(op: ge.Op, operands: tuple[Any, ...], literal: tuple[Any, ...]) -> ge.Graph:
    """The operation on leaves, and a loss that tells its entries apart."""
    nodes: list[ge.Node] = []
    for k, value in enumerate(operands):
        given = np.array(value, dtype=float)
        nodes.append(ge.Node(index=k, name=f"a{k}", role="weight", given=given, shape=given.shape))
    numbers = tuple(np.float64(number) for number in literal)
    nodes.append(ge.operation(op, nodes, index=len(nodes), name="out", literal=numbers))
    last = nodes[-1]
    if not last.shape:
        nodes.append(
            ge.operation(OPERATIONS["scale"], [last], index=len(nodes), name="L",
                         literal=(np.float64(3),))
        )  # fmt: skip
    else:
        if len(last.shape) == 2:
            nodes.append(ge.operation(OPERATIONS["vec"], [last], index=len(nodes)))
        size = nodes[-1].shape[0]
        weights = np.arange(1.0, 1 + size)
        nodes.append(ge.Node(index=len(nodes), role="constant", given=weights, shape=weights.shape))
        nodes.append(ge.operation(OPERATIONS["dot"], nodes[-2:], index=len(nodes), name="L"))
    return ge.Graph(nodes=tuple(nodes), loss=len(nodes) - 1)


@settings(max_examples=60, deadline=None)
@given(programs())
def test_entry_by_entry_no_value_and_no_gradient_changes(program: str):
    graph = ge.parse(program)
    assume(tame(graph))
    try:
        views.scalars(graph)
    except ge.GraphError as error:
        assert "more than" in str(error)
        assume(False)
    agree(graph)
