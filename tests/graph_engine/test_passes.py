"""Values forward, gradients backward: the lecture's numbers, the rules, and other engines."""

import threading
from collections import Counter
from typing import Any

import autograd
import autograd.numpy
import micrograd.engine
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

import graph_engine as ge
from graph_engine.passes import two_digits

from . import lecture, programs
from .programs import EXAMPLE_II, PLAIN, Program

SIX_DECIMALS = 5.000001e-7


def run(program: str, **options: Any) -> ge.Run:
    return ge.run(ge.parse(program), **options)


# -- the lecture ------------------------------------------------------------------


@pytest.fixture(params=lecture.SCALAR)
def entry(request: pytest.FixtureRequest) -> dict[str, Any]:
    return lecture.NUMBERS[request.param]


def local_product(found: ge.Run, src: str, dst: str) -> Any:
    """The local gradient; (z-z*)²/2 is two operations here and one in the table."""
    middle = f"{dst}_square"
    if middle in found.graph.names:
        return found.local(src, middle) * found.local(middle, dst)
    return found.local(src, dst)


def test_every_value_of_the_lecture_comes_out(entry: dict[str, Any]):
    found = run(lecture.program(entry))
    for node in entry["nodes"]:
        assert found.value(node["id"]) == pytest.approx(node["value"], abs=SIX_DECIMALS)


def test_every_local_gradient_of_the_lecture_comes_out(entry: dict[str, Any]):
    found = run(lecture.program(entry))
    for edge in entry["local"]:
        slope = local_product(found, edge["frm"], edge["to"])
        assert slope == pytest.approx(edge["exact"], abs=SIX_DECIMALS)


def test_every_total_gradient_of_the_lecture_comes_out(entry: dict[str, Any]):
    found = run(lecture.program(entry))
    for name, total in entry["total"].items():
        assert found.gradient(name) == pytest.approx(total["exact"], abs=SIX_DECIMALS)


def test_slide_arithmetic_prints_what_the_lecture_printed(entry: dict[str, Any]):
    found = run(lecture.program(entry), arithmetic="slide")
    for edge in entry["local"]:
        assert f"{local_product(found, edge['frm'], edge['to']):.10g}" == edge["shown"]
    for name, total in entry["total"].items():
        assert f"{found.gradient(name) + 0:.10g}" == total["slide"]


def test_the_chain_of_w1_on_the_slide_is_minus_1_48_and_the_new_weight_0_48():
    found = run(EXAMPLE_II, arithmetic="slide")
    chain = [("p", "L"), ("v", "p"), ("q", "v"), ("z1", "q"), ("w1", "z1")]
    assert [float(found.local(*edge)) for edge in chain] == [-3.7, 0.2, 1, 1, 2]
    assert f"{found.gradient('w1'):.10g}" == "-1.48"
    assert f"{found.value('w1') - found.gradient('w1'):.10g}" == "0.48"


def test_exactly_it_is_minus_1_462117_and_0_462117():
    found = run(EXAMPLE_II)
    assert found.gradient("w1") == pytest.approx(-2 / (1 + np.exp(-1)), rel=1e-15)
    assert f"{found.gradient('w1'):.6f}" == "-1.462117"
    assert f"{found.value('w1') - found.gradient('w1'):.6f}" == "0.462117"


def test_another_input_changes_the_chain():
    found = run(EXAMPLE_II, values={"x1": 3})
    chain = [("p", "L"), ("v", "p"), ("q", "v"), ("z1", "q"), ("w1", "z1")]
    assert [f"{found.local(*edge):.6f}" for edge in chain] == [
        "-8.389056", "0.104994", "1.000000", "1.000000", "3.000000"
    ]  # fmt: skip
    slide = run(EXAMPLE_II, values={"x1": 3}, arithmetic="slide")
    assert f"{slide.gradient('w1'):.10g}" == "-2.52"


def test_the_other_label_turns_the_sign():
    found = run(EXAMPLE_II, values={"y": -1})
    assert f"{found.gradient('w1'):+.6f}" == "+0.537883"


def test_one_logistic_node_has_the_gradient_of_sigma_and_log():
    merged = EXAMPLE_II[: EXAMPLE_II.index("v  =")] + "L: loss = logistic_loss(y, q)"
    one, two = run(merged), run(EXAMPLE_II)
    for leaf in ("w1", "w2", "x1", "x2", "y"):
        assert one.gradient(leaf) == pytest.approx(two.gradient(leaf), rel=1e-14)
    # Cutting the graph differently changes the rounding, not the gradient.
    assert f"{run(merged, arithmetic='slide').gradient('w1'):.10g}" == "-1.46"


def test_a_shared_weight_collects_the_gradients_of_all_samples():
    expected = lecture.NUMBERS["multi_sample"]
    lines = ["w1: weight = -1", "w2: weight = 1"]
    for k, sample in enumerate([(2, 1, 1), (1, 1, -1), (-1, 1, -1)]):
        for name, value in zip("aby", sample, strict=True):
            lines.append(f"{name}{k}: input = {value}")
        lines.append(f"l{k} = -log(sigmoid(y{k} * (w1*a{k} + w2*b{k})))")
    found = run("\n".join([*lines, "L: loss = l0 + l1 + l2"]))
    assert found.value("L") == pytest.approx(expected["L"], abs=SIX_DECIMALS)
    gradient = [found.gradient("w1"), found.gradient("w2")]
    assert gradient == pytest.approx(expected["grad"], abs=SIX_DECIMALS)
    update = {f"w{k + 1}": found.value(f"w{k + 1}") - gradient[k] for k in range(2)}
    assert list(update.values()) == pytest.approx(expected["w_new"], abs=SIX_DECIMALS)
    after = ge.run(found.graph, values=update)
    assert after.value("L") == pytest.approx(expected["L_new"], abs=SIX_DECIMALS)


def test_a_gaussian_prior_adds_a_multiple_of_the_weight():
    prior = EXAMPLE_II.replace("L: loss = -log(p)", "L: loss = -log(p) + 0.05*(w1**2 + w2**2)")
    found = run(prior)
    assert found.value("L") == pytest.approx(1.413262, abs=SIX_DECIMALS)
    assert found.gradient("w1") == pytest.approx(-1.562117, abs=SIX_DECIMALS)
    assert found.gradient("w2") == pytest.approx(-0.631059, abs=SIX_DECIMALS)


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
            if edge.dst in found.graph.to_loss:
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
    np.testing.assert_array_equal([two_digits(s) for s in exact.locals], slide.locals)


@pytest.mark.parametrize(
    ("number", "written"),
    [(-3.718, "-3.7"), (0.1966, "0.2"), (0.268, "0.27"), (1234.0, "1200"), (0.00995, "0.01")],
)
def test_two_digits_are_what_a_hand_writes(number: float, written: str):
    assert f"{two_digits(np.float64(number)):.10g}" == written
    assert two_digits(np.float64(np.inf)) == np.inf
    assert np.isnan(two_digits(np.float64(np.nan)))


# -- other engines -------------------------------------------------------------------


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(programs.programs())
def test_autograd_finds_the_same_gradients(program: Program):
    found = run(program.text)
    assume(programs.tame(found))
    functions = programs.everywhere(autograd.numpy)
    leaves = tuple(range(len(program.leaves)))
    values = list(map(np.float64, program.leaves.values()))
    with np.errstate(all="ignore"):
        loss, gradients = autograd.value_and_grad(
            lambda *given: program.compute(functions, *given), leaves
        )(*values)
    assert found.value(program.lines[-1][0]) == pytest.approx(loss, rel=1e-9, abs=1e-9)
    flows = [abs(float(flow)) for flow in found.contributions if flow is not None]
    scale = max(1.0, *flows)
    mine = [float(found.gradient(name)) for name in program.leaves]
    assert mine == pytest.approx(list(map(float, gradients)), rel=1e-9, abs=1e-9 * scale)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(programs.programs((*PLAIN, "relu(A)")))
def test_micrograd_finds_the_same_gradients(program: Program):
    found = run(program.text)
    assume(programs.tame(found))
    leaves = [micrograd.engine.Value(value) for value in program.leaves.values()]
    loss = program.compute({"relu": _micrograd_relu}, *leaves)
    loss.backward()
    assert found.value(program.lines[-1][0]) == pytest.approx(loss.data, rel=1e-9, abs=1e-9)
    flows = [abs(float(flow)) for flow in found.contributions if flow is not None]
    scale = max(1.0, *flows)
    mine = [float(found.gradient(name)) for name in program.leaves]
    assert mine == pytest.approx([leaf.grad for leaf in leaves], rel=1e-9, abs=1e-9 * scale)


def _micrograd_relu(value: Any) -> Any:
    return value.relu() if isinstance(value, micrograd.engine.Value) else max(value, 0.0)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(programs.programs())
def test_python_itself_finds_the_same_values(program: Program):
    found = run(program.text)
    assume(np.isfinite(np.array(found.values, dtype=float)).all())
    functions = programs.everywhere(np)
    with np.errstate(all="ignore"):
        value = program.compute(functions, *map(np.float64, program.leaves.values()))
    scale = np.max(np.abs(np.array(found.values, dtype=float)))
    assert found.value(program.lines[-1][0]) == pytest.approx(value, rel=1e-9, abs=1e-9 * scale)


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


# -- values from outside -----------------------------------------------------------------


def test_given_values_replace_those_of_the_program_for_this_run_only():
    graph = ge.parse("x = 3\nL = x**2")
    assert ge.run(graph, values={"x": 5}).value("L") == 25
    assert ge.run(graph).value("L") == 9


@pytest.mark.parametrize(
    "value",
    [5, 5.0, np.float64(5), np.float32(5), np.int64(5), np.array(5.0), np.array(5)],
    ids=programs.shown,
)
def test_a_value_is_a_number_of_any_kind(value: Any):
    assert run("x = 3\nL = 2*x", values={"x": value}).value("L") == 10


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (True, "not a number"),
        (np.True_, "not a number"),
        (np.array(True), "not a number"),
        ("5", "not a number"),
        (b"5", "not a number"),
        (np.array("5"), "not a number"),
        (None, "not a number"),
        (1j, "not a number"),
        (np.complex128(1), "not a number"),
        ({}, "not a number"),
        (..., "not a number"),
        ([[1], [1, 2]], "not a number"),
        (10**400, "not a number"),
        (float("nan"), "not a finite number"),
        (float("inf"), "not a finite number"),
        (-np.inf, "not a finite number"),
        ([5.0], "the wrong shape"),
        ([1.0, 2.0], "the wrong shape"),
        (np.ones((1, 1)), "the wrong shape"),
    ],
    ids=programs.shown,
)
def test_a_value_that_is_no_finite_number_is_refused(value: Any, what: str):
    with pytest.raises(ge.GraphError, match=f"the value of x .*{what}"):
        run("x = 3\nL = 2*x", values={"x": value})


def test_only_leaves_can_be_given_a_value():
    with pytest.raises(ge.GraphError, match="L is computed; only leaves can be given a value"):
        run("x = 3\nL = 2*x", values={"L": 1})


def test_an_unknown_name_is_refused_and_the_nearest_offered():
    with pytest.raises(ge.GraphError, match="no node called 'w3'; did you mean 'w[12]'"):
        run(EXAMPLE_II, values={"w3": 1})


@pytest.mark.parametrize("arithmetic", ["", "Exact", "slides", None, 2])
def test_there_are_two_arithmetics(arithmetic: Any):
    with pytest.raises(ge.GraphError, match="'exact' or 'slide'"):
        run("x = 3", arithmetic=arithmetic)


# -- a run is kept -----------------------------------------------------------------------


def test_a_run_is_read_only():
    found = run(EXAMPLE_II)
    for array in (found.value("w1"), found.gradient("w1"), found.local("p", "L")):
        assert isinstance(array, np.ndarray)
        assert array.shape == () and array.dtype == np.float64
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 7
    with pytest.raises(AttributeError):
        found.values = []  # type: ignore[misc]


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
        ("x = 0\nL = x * (1/0)", np.nan, np.nan),
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


# -- vectors, matrices and samples -------------------------------------------------------------


def test_values_and_gradients_have_the_shape_of_their_node():
    found = run("W: weight = [[1, 2, 3], [4, 5, 6]]\nx: input = [1, 0, -1]\nL = norm2(W @ x)")
    np.testing.assert_array_equal(found.value("W"), [[1, 2, 3], [4, 5, 6]])
    np.testing.assert_array_equal(found.gradient("W"), [[-4, 0, 4], [-4, 0, 4]])
    np.testing.assert_array_equal(found.gradient("x"), [-20, -28, -36])


def test_a_shared_weight_adds_up_the_samples_and_each_sample_keeps_its_own():
    found = run("x = each(1, 2, 3)\nw = 5\nL: loss = w * x")
    assert found.gradient("w") == 6
    np.testing.assert_array_equal(found.gradient("x"), [5, 5, 5])
    np.testing.assert_array_equal(found.contribution("w", "L_i"), 6)


def test_a_leaf_of_samples_that_nobody_uses_has_a_gradient_of_zeros_for_each():
    found = run("x = each([1, 2], [3, 4], [5, 6])\nw = 5\nz = 2*x\nL: loss = w**2")
    np.testing.assert_array_equal(found.gradient("x"), np.zeros((3, 2)))
    np.testing.assert_array_equal(found.gradient("z"), np.zeros((3, 2)))
    np.testing.assert_array_equal(found.contribution("x", "z"), np.zeros((3, 2)))


def test_as_many_samples_as_entries_are_not_mixed_up():
    program = "x = {}\ns = {}\nv = [1, 10, 100]\nL: loss = sum(s * v + x)"
    rows, numbers = [[1, 2, 3], [4, 5, 6], [7, 8, 9]], [2, 3, 5]
    together = run(program.format(f"each{tuple(map(list, rows))}", f"each{tuple(numbers)}"))
    alone = [run(program.format(row, number)) for row, number in zip(rows, numbers, strict=True)]
    assert together.value("L") == sum(one.value("L") for one in alone)
    np.testing.assert_array_equal(together.gradient("v"), sum(one.gradient("v") for one in alone))
    np.testing.assert_array_equal(together.gradient("s"), [one.gradient("s") for one in alone])


def test_one_sample_is_the_same_as_none():
    with_each = run("x = each([1, 2])\nw = [3, 4]\nL: loss = sigmoid(w @ x)")
    without = run("x = [1, 2]\nw = [3, 4]\nL: loss = sigmoid(w @ x)")
    assert with_each.value("L") == without.value("L")
    np.testing.assert_array_equal(with_each.gradient("w"), without.gradient("w"))
    np.testing.assert_array_equal(with_each.gradient("x"), [without.gradient("x")])


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ([1, 2], "the wrong shape: 2 where 3 is needed"),
        (5, "the wrong shape: a single number where 3 is needed"),
        ([[1, 2, 3]], "the wrong shape: 1×3 where 3 is needed"),
        ([1, 2, float("nan")], "not a finite number"),
        ([1, 2, "3"], "not a number"),
        ([1, 2, None], "not a number"),
        ([[1], [2, 3]], "not a number"),
        ([True, False, True], "not a number"),
    ],
    ids=programs.shown,
)
def test_a_vector_from_outside_has_the_shape_of_its_leaf(value: Any, what: str):
    with pytest.raises(ge.GraphError, match=f"the value of x .*{what}"):
        run("x = [1, 2, 3]\nL = sum(x)", values={"x": value})


def test_samples_from_outside_are_as_many_as_the_program_has():
    program = "x = each(1, 2, 3)\nw = 1\nL: loss = w*x"
    assert run(program, values={"x": [4, 5, 6]}).value("L") == 15
    with pytest.raises(ge.GraphError, match="2 where 3 is needed"):
        run(program, values={"x": [4, 5]})
