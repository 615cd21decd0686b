"""Every number of the lecture comes out: values, local gradients, gradients, new weights."""

from typing import Any

import numpy as np
import pytest

import graph_engine as ge

from . import lecture
from .programs import EXAMPLE_II, run

SIX_DECIMALS = 5.000001e-7


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
