"""Values forward, gradients backward: the rules, and what is not a number."""

import threading
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given

import graph_engine as ge
from graph_engine.slide import two_digits

from . import programs
from .programs import EXAMPLE_II, Program, run

# -- the rules --------------------------------------------------------------------


def test_a_variable_used_twice_in_one_product_has_two_edges():
    found = run("x = 3\nL = x * x")
    assert [edge.id for edge in found.graph.edges] == ["e1-0", "e1-1"]
    assert [found.contribution("x", "L", port) for port in (0, 1)] == [3, 3]
    assert found.gradient("x") == 6


def test_a_variable_used_twice_collects_both_contributions():
    found = run("x = 3\na = 2*x\nb = x**2\nL = a + b")
    assert found.contribution("x", "a") == 2
    assert found.contribution("x", "b") == 6
    assert found.gradient("x") == 8


def test_in_x_x_plus_x_three_contributions_add_up():
    found = run("x = 3\ns = x * x\nL = s + x")
    consumers = found.graph.consumers[found.graph.node("x").index]
    assert [float(found.flow(edge)) for edge in consumers] == [3, 3, 1]
    assert found.gradient("x") == 7


def test_the_loss_has_the_gradient_one():
    assert run(EXAMPLE_II).gradient("L") == 1


def test_a_leaf_that_nobody_uses_has_the_gradient_zero():
    found = run("x = 3\nw: weight = 5\nL = 2*x")
    assert found.gradient("w") == 0
    assert found.gradients[found.graph.node("w").index] is None


def test_nothing_flows_back_from_nodes_behind_the_loss():
    found = run("x = 3\nL: loss = 2*x\nz = L * x")
    assert found.value("z") == 18
    assert found.gradient("x") == 2
    assert found.gradient("z") == 0
    assert found.local("L", "z") == 3
    assert found.contribution("L", "z") == 0


def test_a_graph_of_leaves_only_runs_forward():
    found = run("x = 3")
    assert found.graph.loss is None
    assert found.value("x") == 3
    assert found.gradient("x") == 0


@given(programs.programs())
def test_each_contribution_is_upstream_times_local(program: Program):
    for arithmetic in ("exact", "slide"):
        found = run(program.text, arithmetic=arithmetic)
        for edge in found.graph.edges:
            if edge.dst in found.graph.to_loss and edge.src in found.graph.to_loss:
                with np.errstate(all="ignore"):
                    expected = found.gradients[edge.dst] * found.slope(edge)
                np.testing.assert_array_equal(found.flow(edge), expected)


@given(programs.programs())
def test_each_gradient_is_the_sum_of_its_contributions(program: Program):
    found = run(program.text)
    for node in found.graph.nodes:
        flows = [
            found.flow(edge)
            for edge in found.graph.consumers[node.index]
            if edge.dst in found.graph.to_loss
        ]
        if node.index != found.graph.loss and np.isfinite(flows).all():
            scale = float(np.sum(np.abs(flows)))
            assert found.gradient(node.index) == pytest.approx(sum(flows), abs=1e-12 * scale)


@given(programs.programs())
def test_slide_arithmetic_rounds_local_gradients_only(program: Program):
    exact, slide = run(program.text), run(program.text, arithmetic="slide")
    np.testing.assert_array_equal(exact.values, slide.values)
    by_numbers = [edge.src not in exact.graph.to_loss for edge in exact.graph.edges]
    assert [each is None for each in exact.locals] == [each is None for each in slide.locals]
    assert all(
        number for number, each in zip(by_numbers, exact.locals, strict=True) if each is None
    )
    exactly = [two_digits(each) for each in exact.locals if each is not None]
    np.testing.assert_array_equal(exactly, [each for each in slide.locals if each is not None])


@pytest.mark.parametrize(
    ("number", "written"),
    [(-3.718, "-3.7"), (0.1966, "0.2"), (0.268, "0.27"), (1234.0, "1200"), (0.00995, "0.01")],
)
def test_two_digits_are_what_a_hand_writes(number: float, written: str):
    assert f"{two_digits(np.float64(number)):.10g}" == written
    assert two_digits(np.float64(np.inf)) == np.inf
    assert np.isnan(two_digits(np.float64(np.nan)))


# -- size ------------------------------------------------------------------------------


def test_a_chain_of_290_nodes_runs():
    lines = ["x = 1", "s0 = 2*x", *(f"s{k} = s{k - 1} + x" for k in range(1, 289))]
    found = run("\n".join(lines))
    assert len(found.graph.nodes) == 290
    assert found.value("s288") == 290
    assert found.gradient("x") == 290


def test_nothing_recurses_over_the_graph():
    add = ge.operations()["add"]
    nodes = [ge.Node(index=0, name="x", role="variable", given=np.array(1.0))]
    for k in range(1, 20_000):
        nodes.append(ge.operation(add, (nodes[-1], nodes[0]), index=k))
    graph = ge.Graph(nodes=tuple(nodes), loss=19_999)
    assert ge.run(graph).gradient("x") == 20_000


# -- a run is kept -----------------------------------------------------------------------


def test_a_run_is_read_only():
    found = run(EXAMPLE_II)
    for array in (found.value("w1"), found.gradient("w1"), found.local("p", "L")):
        assert isinstance(array, np.ndarray)
        assert array.shape == () and array.dtype == np.float64
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 7
    with pytest.raises(AttributeError):
        found.values = []


def test_the_same_program_gives_the_same_bits():
    first, second = run(EXAMPLE_II), run(EXAMPLE_II)
    again = ge.run(first.graph)
    for name in ("values", "locals", "contributions", "gradients"):
        bits = [np.array(getattr(found, name), dtype=float).tobytes() for found in
                (first, second, again)]  # fmt: skip
        assert len(set(bits)) == 1


def test_two_threads_at_once_agree_with_one():
    graph = ge.parse(EXAMPLE_II)
    values = [{"w1": k / 64, "x1": -k / 32} for k in range(-150, 150)]
    expected = [ge.run(graph, values=given).gradients for given in values]
    found: dict[int, list[Any]] = {}
    start = threading.Barrier(2)

    def work(number: int) -> None:
        start.wait()
        fresh = ge.parse(EXAMPLE_II) if number else graph
        found[number] = [ge.run(fresh, values=given).gradients for given in values]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[0] == found[1] == expected


# -- what is not a number ------------------------------------------------------------------


def test_sigma_and_log_one_by_one_overflow_where_the_logistic_loss_does_not():
    naive = run("z: weight = -1000\np = sigmoid(z)\nL = -log(p)")
    assert naive.value("p") == 0
    assert naive.value("L") == np.inf
    assert naive.local("p", "L") == -np.inf
    assert np.isnan(naive.gradient("z"))
    stable = run("y: label = 1\nz: weight = -1000\nL = logistic_loss(y, z)")
    assert stable.value("L") == 1000
    assert stable.gradient("z") == -1


@pytest.mark.parametrize(
    ("program", "value", "gradient"),
    [
        ("x = 0\nL = log(x)", -np.inf, np.inf),
        ("x = 0\nL = 1 / x", np.inf, -np.inf),
        ("x = 1000\nL = exp(x)", np.inf, np.inf),
        ("x = -1\nL = log(x)", np.nan, np.nan),
        ("x = -1\nL = sqrt(x)", np.nan, np.nan),
        ("x = 0\nL = sqrt(x)", 0, np.inf),
        ("x = 0\nL = x * (1/0)", np.nan, np.inf),
        ("x = 0\ns = x / x\nL = relu(s)", np.nan, np.nan),
        ("x = 0\ns = x / x\nL = max(s, 1)", np.nan, np.nan),
        ("x = 0\ns = x / x\nL = hinge(1, s)", np.nan, np.nan),
        ("x = 0\ns = x / x\nL = leaky_relu(s)", np.nan, np.nan),
        ("x = 0\ns = x / x\nL = abs(s)", np.nan, np.nan),
        ("x = 10\ny = 10**10**10\nL = x - y", -np.inf, 1),
        ("x = 1\nL = x + 1e308 + 1e308", np.inf, 1),
        ("x = -8\nL = x**0.5", np.nan, np.nan),
    ],
)
def test_what_is_not_finite_is_said_and_not_hidden(program: str, value: float, gradient: float):
    found = run(program)
    np.testing.assert_array_equal(found.value("L"), value)
    np.testing.assert_array_equal(found.gradient("x"), gradient)


@pytest.mark.parametrize("program", ["x = 0\nL = 1/x", "x = 0\nL = log(x)", "x = 9\nL = exp(x)"])
def test_numpy_warns_as_before_after_a_run(program: str):
    for state in ("raise", "ignore", "warn"):
        with np.errstate(all=state):
            before = np.geterr()
            run(program, values={"x": 0})
            assert np.geterr() == before == dict.fromkeys(before, state)


def test_every_program_of_a_teacher_has_each_edge_once():
    graph = ge.parse(EXAMPLE_II)
    counts = Counter(edge.id for edge in graph.edges)
    assert set(counts.values()) == {1}
    assert len(counts) == sum(len(node.args) for node in graph.nodes)


@pytest.mark.parametrize("arithmetic", ["exact", "slide"])
def test_a_slope_beside_the_loss_is_undefined_where_its_value_is(arithmetic: Any):
    found = run("x = -2\na = log(x)\nL: loss = 3 * x", arithmetic=arithmetic)
    assert np.isnan(found.value("a")) and np.isnan(found.local("x", "a"))
    assert found.local("x", "L") == found.gradient("x") == 3
