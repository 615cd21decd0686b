"""The lecture's numbers with vectors, matrices and samples, to six decimals."""

from typing import Any

import numpy as np
import pytest

import graph_engine as ge

from . import lecture

SIX_DECIMALS = 5.000001e-7


def agrees(found: Any, expected: Any) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=SIX_DECIMALS)


# -- the fully connected network ----------------------------------------------------------------

FCNN = lecture.NUMBERS["fcnn"]

NETWORK = f"""\
x: input = {FCNN["x"]}
W: weight = {FCNN["W"]}
V: weight = {FCNN["V"]}
u: weight = {FCNN["u"]}
t: label = {FCNN["label"]}
a1 = W @ with_bias(x)
y = sigmoid(a1)
a2 = V @ with_bias(y)
z = sigmoid(a2)
q = u @ with_bias(z)
p = sigmoid(q)
L: loss = logistic_loss(t, q)
"""


@pytest.fixture(scope="module")
def network() -> ge.Run:
    return ge.run(ge.parse(NETWORK))


@pytest.mark.parametrize("name", FCNN["values"])
def test_every_value_of_the_network_comes_out(network: ge.Run, name: str):
    agrees(network.value(name), FCNN["values"][name])


@pytest.mark.parametrize("name", FCNN["grad"])
def test_every_gradient_of_the_network_comes_out_in_its_own_shape(network: ge.Run, name: str):
    agrees(network.gradient(name), FCNN["grad"][name])


JACOBIANS = {"dLdq": ("q", "L"), "dqdu": ("u", "q"), "dqdz": ("z", "q"), "dzdy": ("y", "z")}


@pytest.mark.parametrize("name", JACOBIANS)
def test_every_local_jacobian_of_the_network_comes_out(network: ge.Run, name: str):
    agrees(network.jacobian(*JACOBIANS[name]).built, FCNN["jac"][name])


@pytest.mark.parametrize("layer", [("W", "y", "dydw"), ("V", "z", "dzdv")], ids="".join)
def test_the_jacobian_by_a_weight_matrix_comes_out_in_both_orders_of_vec(
    network: ge.Run, layer: tuple[str, str, str]
):
    weight, result, name = layer
    row = network.jacobian(weight, result)
    assert row.shape == (3, 12)
    agrees(row.built, FCNN["jac"][f"{name}_row_major"])
    column = ge.by_columns(row, result=(3,), operand=(3, 4))
    agrees(column.built, FCNN["jac"][f"{name}_col_major"])


@pytest.mark.parametrize("layer", [("W", "a1", "y"), ("V", "a2", "z")], ids="".join)
def test_and_as_the_product_of_structures_that_the_chain_is_made_of(
    network: ge.Run, layer: tuple[str, str, str]
):
    weight, inner, result = layer
    diagonal, kronecker = network.jacobian(inner, result), network.jacobian(weight, inner)
    assert (diagonal.structure, kronecker.structure) == ("diagonal", "Kronecker")
    product = ge.Product(factors=(diagonal, kronecker))
    name = {"W": "dydw", "V": "dzdv"}[weight]
    agrees(product.built, FCNN["jac"][f"{name}_row_major"])
    assert (product.blocks, product.filled) == ((1, 4), 12)
    column = ge.by_columns(product, result=(3,), operand=(3, 4))
    agrees(column.built, FCNN["jac"][f"{name}_col_major"])
    assert isinstance(column, ge.Product) and column.factors[-1].structure == "Kronecker"


def test_both_orders_give_the_same_gradient_of_the_weights(network: ge.Run):
    upstream = network.gradient("y")
    row = network.jacobian("W", "y")
    column = ge.by_columns(row, result=(3,), operand=(3, 4))
    agrees(row.vjp(upstream).reshape(3, 4), FCNN["grad"]["W"])
    agrees(column.vjp(upstream).reshape(4, 3).T, FCNN["grad"]["W"])


def test_the_chain_of_the_lecture_multiplies_to_the_gradient(network: ge.Run):
    chain = [("q", "L"), ("z", "q"), ("y", "z"), ("W", "y")]
    factors = [network.jacobian(*edge) for edge in chain]
    sizes = [factor.shape for factor in factors]
    assert sizes == [(1, 1), (1, 3), (3, 3), (3, 12)]
    agrees(ge.Product(factors=tuple(factors)).built, np.reshape(FCNN["grad"]["W"], (1, 12)))
    left, right = ge.multiplications(sizes)
    assert (sum(left), sum(right)) == (48, 156)


@pytest.mark.parametrize(
    ("rate", "q", "loss"), [(1, 1.680641, 0.170801), (0.1, 0.066156, 0.660616)]
)
def test_an_update_of_all_weights_of_the_network(rate: float, q: float, loss: float):
    graph = ge.parse(NETWORK)
    learned = ge.learn(graph, rate=rate, iterations=1)
    after = ge.run(graph, values={name: each[1] for name, each in learned.weights.items()})
    agrees([after.value("q"), after.value("L")], [q, loss])


VARIANTS = {
    "A": ("x", "[2, -1, 1]", "with_bias(x)", (3, 4), "with_bias(y)", (4,), "with_bias(z)"),
    "B": ("x", "[2, -1, 1, 3]", "x", (3, 3), "y", (3,), "z"),
    "C": ("x", "[2, -1, 1]", "with_bias(x)", (3, 3), "y", (3,), "z"),
}


@pytest.mark.parametrize(
    ("variant", "by_u", "by_v"),
    [
        ("A", [(1, 1), (1, 4)], [(1, 1), (1, 3), (3, 12)]),
        ("B", [(1, 1), (1, 3)], [(1, 1), (1, 3), (3, 9)]),
        ("C", [(1, 1), (1, 3)], [(1, 1), (1, 3), (3, 9)]),
    ],
)
def test_each_variant_of_the_biases_has_the_sizes_of_the_lecture(
    variant: str, by_u: list[tuple[int, int]], by_v: list[tuple[int, int]]
):
    name, x, into_w, v, into_v, u, into_u = VARIANTS[variant]
    run = ge.run(
        ge.parse(
            f"{name}: input = {x}\nW: weight = random(3, 4)\nV: weight = random{v}\n"
            f"u: weight = random({u[0]})\nt: label = 1\n"
            f"y = sigmoid(W @ {into_w})\nz = sigmoid(V @ {into_v})\nq = u @ {into_u}\n"
            "L: loss = logistic_loss(t, q)"
        )
    )

    def sizes(*chain: tuple[str, str]) -> list[tuple[int, int]]:
        return [run.jacobian(*edge).shape for edge in chain]

    assert sizes(("q", "L"), ("u", "q")) == by_u
    assert sizes(("q", "L"), ("z", "q"), ("V", "z")) == by_v
    by_w = sizes(("q", "L"), ("z", "q"), ("y", "z"), ("W", "y"))
    assert by_w == [(1, 1), (1, 3), (3, 3), (3, 12)]
    for weight, chain in (
        ("u", [("q", "L"), ("u", "q")]),
        ("V", [("q", "L"), ("z", "q"), ("V", "z")]),
        ("W", [("q", "L"), ("z", "q"), ("y", "z"), ("W", "y")]),
    ):
        product = ge.Product(factors=tuple(run.jacobian(*edge) for edge in chain))
        gradient = run.gradient(weight)
        np.testing.assert_allclose(product.built, gradient.reshape(1, -1), rtol=1e-12)


# -- samples ------------------------------------------------------------------------------------

MULTI = lecture.NUMBERS["multi_sample"]


def each(values: list[Any]) -> str:
    return f"each({', '.join(map(str, values))})"


def test_samples_of_the_lecture_add_their_losses_and_gradients():
    samples = MULTI["samples"]
    graph = ge.parse(
        f"x: input = {each([s['x'] for s in samples])}\n"
        f"y: label = {each([s['y'] for s in samples])}\n"
        f"w: weight = {MULTI['w']}\nz = w @ x\nL: loss = -log(sigmoid(y * z))"
    )
    run = ge.run(graph)
    agrees(run.value("z"), [s["z"] for s in samples])
    agrees(run.value("L_i"), [s["L"] for s in samples])
    agrees(run.value("L"), MULTI["L"])
    agrees(run.gradient("w"), MULTI["grad"])
    learned = ge.learn(graph, rate=1, iterations=1)
    agrees(learned.weights["w"][1], MULTI["w_new"])
    agrees(learned.losses[1], MULTI["L_new"])
    for sample in samples:
        alone = ge.run(
            ge.parse(
                f"x: input = {sample['x']}\ny: label = {sample['y']}\nw: weight = {MULTI['w']}\n"
                "L: loss = logistic_loss(y, w @ x)"
            )
        )
        agrees(alone.gradient("w"), sample["grad"])


def test_the_average_divides_the_gradient_by_the_number_of_samples():
    samples = MULTI["samples"]
    run = ge.run(
        ge.parse(
            f"x: input = {each([s['x'] for s in samples])}\n"
            f"y: label = {each([s['y'] for s in samples])}\n"
            f"w: weight = {MULTI['w']}\nL: loss = average(logistic_loss(y, w @ x))"
        )
    )
    agrees(run.gradient("w"), np.array(MULTI["grad"]) / 3)


# -- learning -----------------------------------------------------------------------------------

UNROLLED = lecture.NUMBERS["learning_unrolled"]

NEURON = f"""\
x: input = {UNROLLED["x"]}
w: weight = {UNROLLED["steps"][0]["w"]}
y: label = {UNROLLED["y"]}
z = w.T @ x
p = sigmoid(y * z)
L: loss = -log(p)
"""


def test_the_learning_of_the_lecture_step_by_step():
    graph = ge.parse(NEURON)
    learned = ge.learn(graph, rate=UNROLLED["alpha"], iterations=5)
    for step in UNROLLED["steps"]:
        weights = learned.weights["w"][step["t"]]
        agrees(weights, step["w"])
        agrees(learned.losses[step["t"]], step["L"])
        run = ge.run(graph, values={"w": weights})
        for name in ("z", "p", "L"):
            agrees(run.value(name), step[name])
        agrees(run.gradient("w"), step["grad"])


@pytest.mark.parametrize(
    ("rate", "loss"), [(1, 0.027636), ("1/(1+t)", 0.047366), (0.1, 0.491729), ([1] * 5, 0.027636)]
)
def test_the_rate_decides_how_far_five_steps_come(rate: ge.Rate, loss: float):
    agrees(ge.learn(ge.parse(NEURON), rate=rate, iterations=5).losses[-1], loss)


MAP = lecture.NUMBERS["map_l2"]


def test_the_prior_adds_a_multiple_of_the_weights_and_makes_the_minimum_finite():
    graph = ge.parse(
        f"x: input = {MAP['x']}\nw: weight = {MAP['w']}\ny: label = {MAP['y']}\n"
        f"data = logistic_loss(y, w @ x)\nprior = {MAP['lam']} * norm2(w) / 2\n"
        "L: loss = data + prior"
    )
    run = ge.run(graph)
    agrees([run.value("data"), run.value("prior")], [MAP["data"], MAP["prior"]])
    agrees(run.gradient("w"), MAP["grad"])
    wires = graph.consumers[graph.node("w").index]
    by_prior = [run.flow(edge) for edge in wires if graph.nodes[edge.dst].op.name == "norm2"]
    np.testing.assert_allclose(by_prior, [MAP["lam"] * run.value("w")], rtol=1e-14)
    learned = ge.learn(graph, rate=1, iterations=1000)
    rest = learned.weights["w"][-1]
    agrees(rest, MAP["w_star"])
    agrees(learned.losses[-1], MAP["objective_star"])
    agrees(rest[0] / rest[1], MAP["x"][0] / MAP["x"][1])  # parallel to the input


# -- convolution as a layer with shared weights ---------------------------------------------------

CONV = lecture.NUMBERS["conv_as_fc"]

LEAVES = f"k: weight = {CONV['k']}\nx: input = {CONV['x']}\ng: label = {CONV['upstream']}\n"


@pytest.mark.parametrize("layer", ["conv1d(x, k)", "conv_matrix(k, 5) @ x"])
def test_a_convolution_is_a_layer_whose_weights_are_shared(layer: str):
    run = ge.run(ge.parse(f"{LEAVES}out = {layer}\nL: loss = dot(g, out)"))
    agrees(run.value("out"), CONV["out"])
    agrees(run.gradient("out"), CONV["upstream"])
    agrees(run.gradient("k"), CONV["dLdk"])


def test_the_matrix_of_a_convolution_and_its_selection():
    run = ge.run(ge.parse(f"{LEAVES}W = conv_matrix(k, 5)\nout = W @ x\nL: loss = g @ out"))
    agrees(run.value("W"), CONV["W"])
    selection = run.jacobian("k", "W")
    assert (selection.structure, selection.shape, selection.filled) == ("selection", (15, 3), 9)
    assert set(np.unique(selection.built)) == {0, 1}
    agrees(selection.vjp(run.gradient("W").reshape(-1)), CONV["dLdk"])


# -- the logistic loss in vectors -----------------------------------------------------------------


def test_the_vector_form_of_example_ii():
    run = ge.run(
        ge.parse(
            "x: input = [2, 1]\nw: weight = [-1, 1]\ny: label = 1\nz = w @ x\n"
            "L: loss = logistic_loss(y, z)"
        )
    )
    agrees([run.value("z"), run.value("L")], [-1, 1.313262])
    agrees(run.jacobian("z", "L").built, [[-0.731059]])
    agrees(run.jacobian("w", "z").built, [[2, 1]])
    agrees(run.gradient("w"), [-1.462117, -0.731059])
    agrees(run.gradient("x"), [0.731059, -0.731059])


def test_on_the_slide_each_entry_of_the_row_is_rounded_on_its_own():
    run = ge.run(ge.parse(NEURON), arithmetic="slide")
    assert [f"{entry:.10g}" for entry in run.gradient("w")] == ["-1.48", "-0.74"]
    network = ge.run(ge.parse(NETWORK), arithmetic="slide")
    row = network.jacobian("W", "a1").built
    assert set(np.unique(row)) == {-1, 0, 1, 2}
    slope = np.diag(network.jacobian("a1", "y").built)
    np.testing.assert_array_equal(slope, [0.1, 0.15, 0.2])
    upstream = network.gradient("y") * slope
    np.testing.assert_allclose(network.gradient("W"), np.outer(upstream, [2, -1, 1, 1]), rtol=1e-13)


def test_a_thousand_neurons_on_a_thousand_have_a_million_weights():
    graph = ge.parse("x: input = random(1000)\nW: weight = random(1000, 1000)\ny = sigmoid(W @ x)")
    run = ge.run(graph)
    assert run.value("W").size == 1_000_000
    assert run.shape_of(graph.edge("W", 2)) == (1000, 1_000_000)
