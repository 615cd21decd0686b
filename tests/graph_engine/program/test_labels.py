"""Which operand of a loss is the label: by role, by distribution, else it is asked."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import graph_engine as ge

from .test_ending import other


def loss(program: str) -> float:
    graph = ge.parse(program)
    assert graph.loss is not None
    return float(ge.run(graph).value(graph.loss))


def test_the_order_of_pytorch_is_read():
    run = ge.run(ge.parse("z: input = [-3, 1]\ny: label = [1, 0]\nL: loss = cross_entropy(z, y)"))
    assert run.value("L") == pytest.approx(4.018150, abs=1e-6)
    np.testing.assert_allclose(run.gradient("z"), [-0.982014, 0.982014], atol=1e-6)


START = "z: weight = [0.5, -1, 2]\ny: label = [0, 1, 0]\nt = [0.2, 0.5, 0.3]\nh = [1, 0, 0]\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cross_entropy(z, y)", "cross_entropy(y, z)"),
        ("cross_entropy(2*z, y)", "cross_entropy(y, 2*z)"),
        ("cross_entropy(z, t)", "cross_entropy(t, z)"),
        ("cross_entropy(2*z, [0, 0, 1])", "cross_entropy([0, 0, 1], 2*z)"),
        ("cross_entropy(t, h)", "cross_entropy(h, t)"),
        ("cross_entropy(t, y)", "cross_entropy(y, t)"),
        ("CrossEntropyLoss(z, y)", "cross_entropy(y, z)"),
        ("cross_entropy(z, softmax(t))", "cross_entropy(softmax(t), z)"),
    ],
)
def test_the_label_is_found_wherever_it_stands(typed: str, meant: str):
    (one, other_way) = (ge.parse(f"{START}L: loss = {each}") for each in (typed, meant))
    assert one.doubts == other_way.doubts == ()
    found, expected = ge.run(one), ge.run(other_way)
    assert found.value("L") == expected.value("L")
    np.testing.assert_array_equal(found.gradient("z"), expected.gradient("z"))


@given(st.lists(st.floats(-5, 5), min_size=3, max_size=3), st.integers(0, 2))
def test_with_a_role_both_orders_are_the_same(scores: list[float], one: int):
    start = f"z: input = {scores}\ny: label = {[float(k == one) for k in range(3)]}\nL: loss = "
    z = np.array(scores)
    expected = np.log(np.sum(np.exp(z))) - z[one]
    assert loss(f"{start}cross_entropy(y, z)") == pytest.approx(expected, abs=1e-9)
    assert loss(f"{start}cross_entropy(z, y)") == pytest.approx(expected, abs=1e-9)


def test_where_nothing_says_which_is_the_label_the_other_order_is_a_button():
    program = "a = [-3, 1]\nb = [2, 5]\nL: loss = cross_entropy(a, b)"
    assert other(program).endswith("cross_entropy(b, a)")
    program = "z: weight = [-3, 1]\nb: input = [2, 5]\nL: loss = 2*cross_entropy(3*z, b)"
    assert other(program).endswith("2*cross_entropy(b, 3*z)")


@pytest.mark.parametrize(
    "call", ["cross_entropy(y, softmax(z))", "cross_entropy(softmax(z), y)", "cross_entropy(p, y)"]
)
def test_softmax_twice_is_said_and_the_button_takes_it_once(call: str):
    program = f"{START}p = softmax(z)\nL: loss = 2*{call}"
    assert loss(other(program)) == pytest.approx(2 * loss(f"{START}L: loss = cross_entropy(y, z)"))


def test_a_label_that_is_no_distribution_is_said():
    (doubt,) = ge.parse(
        "z: input = [1, 2]\ny: label = [1, 2]\nL: loss = cross_entropy(z, y)"
    ).doubts
    assert doubt.put is None and "add up to 1" in doubt.message and doubt.column == 28


# -- labels of 0 and 1 where −1 and +1 are needed ----------------------------------------------


@pytest.mark.parametrize(
    ("call", "meant"),
    [
        ("logistic_loss(0, z)", "logistic_loss(-1, z)"), ("hinge(0, z)", "hinge(-1, z)"),
        ("hinge(y, z)", "hinge(-1, z)"), ("hinge(z, y)", "hinge(-1, z)"),
        ("logistic_loss(2*z, 0)", "logistic_loss(-1, 2*z)"), ("hinge(t, 3*z)", "hinge(-1, 3*z)"),
        ("sum(logistic_loss([0, 1], V))", "sum(logistic_loss([-1, 1], V))"),
    ],
)  # fmt: skip
def test_a_label_of_zero_is_said_and_a_button_makes_it_minus_one(call: str, meant: str):
    start = "z: weight = 0.5\ny: label = 0\nt: input = 0\nV: weight = [0.5, -2]\n"
    program = f"{start}L: loss = {call}"
    assert "nothing is learned" in ge.parse(program).doubts[0].message
    better = other(program)
    assert loss(better) == pytest.approx(loss(f"{start}L: loss = {meant}"))
    assert ge.parse(better).doubts == ()


@pytest.mark.parametrize(
    "program",
    [
        "z: weight = 2\ny: label = 1\nL = hinge(y, z)",
        "z: weight = 0\ny: label = 1\nL = hinge(y, z)",
        "z: weight = 0\nL = hinge(1, z)", "z: weight = 2\ny: label = -1\nL = hinge(z, y)",
        "y: label = 1\nL = logistic_loss(y, 0)", "z: weight = 2\ny = 0.5\nL = hinge(y, z)",
        "y: label = each(-1, 1)\nw: weight = 0\nL = hinge(y, w)",
    ],
)  # fmt: skip
def test_labels_of_their_own_kind_are_no_doubt(program: str):
    assert ge.parse(program).doubts == ()


def test_samples_with_labels_of_zero_are_made_right_by_the_button():
    program = "y: label = each(0, 1, 0)\nw: weight = 0.5\nL: loss = hinge(y, w)"
    expected = loss("y: label = each(-1, 1, -1)\nw: weight = 0.5\nL: loss = hinge(y, w)")
    assert loss(other(program)) == expected


# -- the same losses, written out ---------------------------------------------------------------

WRITTEN_OUT = [
    "softplus(-y*z)", "log(1 + exp(-y*z))", "log(exp(-(y*z)) + 1)", "log(1 + exp(-z*y))",
    "max(0, 1 - y*z)", "max(1 - z*y, 0)", "relu(1 - y*z)", "max(0, -y*z)", "-log(sigmoid(y*z))",
    "log(1 + 1/exp(y*z))", "max(0, 1 - y*(w*x + b))**2", "softplus(-y*w*x)", "exp(-2*y*z)",
    "0.5*softplus(-z*y) + w**2",
]  # fmt: skip
"""Losses of a margin, as people write them out."""


def written_out(loss: str, label: str, role: str = ": label") -> str:
    start = f"z: weight = 0.5\nw: weight = -2\nx: input = 3\nb: weight = 0.1\ny{role} = {label}\n"
    return f"{start}L: loss = {loss}"


@pytest.mark.parametrize("call", WRITTEN_OUT)
def test_a_label_of_zero_in_a_loss_that_is_written_out_is_said(call: str):
    program = written_out(call, "0")
    better = other(program)
    assert "nothing is learned" in ge.parse(program).doubts[0].message
    assert loss(better) == pytest.approx(loss(written_out(call, "-1")))
    assert loss(better.replace("label = 0", "label = 1")) == pytest.approx(
        loss(written_out(call, "1"))
    )
    assert ge.parse(better).doubts == ()


@pytest.mark.parametrize("call", WRITTEN_OUT)
@pytest.mark.parametrize("label", ["-1", "1", "each(-1, 1)"])
def test_signs_in_a_loss_that_is_written_out_are_no_doubt(call: str, label: str):
    assert ge.parse(written_out(call, label)).doubts == ()


@pytest.mark.parametrize("role", ["", ": input", ": constant"])
def test_a_label_is_known_by_its_name_where_its_role_is_not_written(role: str):
    assert ge.parse(written_out("softplus(-y*z)", "0", role)).doubts[0].put == "(2*y - 1)"
    assert ge.parse(written_out("exp(-y*z)", "0", role)).doubts == ()  # anything may be decaying


def test_the_margin_may_have_a_line_and_a_name_of_its_own():
    program = written_out("-log(p)", "0").replace("L: loss", "v = y*z\np = sigmoid(v)\nL: loss")
    better = other(program)
    assert "v = (2*y - 1)*z" in better
    assert loss(better) == pytest.approx(loss(program.replace("label = 0", "label = -1")))


def test_vectors_and_samples_of_labels_are_read_too():
    program = "V: weight = [0.5, -2]\ny: label = [0, 1]\nL: loss = sum(relu(1 - y*V))"
    expected = loss("V: weight = [0.5, -2]\ny: label = [-1, 1]\nL: loss = sum(relu(1 - y*V))")
    assert loss(other(program)) == expected
    program = "w: weight = 0.5\ny: label = each(0, 1)\nL: loss = softplus(-y*w)"
    expected = loss("w: weight = 0.5\ny: label = each(-1, 1)\nL: loss = softplus(-y*w)")
    assert loss(other(program)) == pytest.approx(expected)


@pytest.mark.parametrize(
    "program",
    [
        "z: weight = 1\ny: label = 0\nL: loss = softplus(z) - y*z",
        "z: weight = 1\ny: label = 0\nL: loss = softplus(-(2*y - 1)*z)",
        "z: weight = 1\ny: label = 0\nL: loss = softplus((1 - 2*y)*z)",
        "z: weight = 1\ny: label = 0\nL: loss = y*softplus(-z) + (1 - y)*softplus(z)",
        "z: weight = 1\ny: label = 0\np = sigmoid(z)\nL: loss = -(y*log(p) + (1 - y)*log(1 - p))",
        "z: weight = 1\ny: label = 0\nL: loss = (z - y)**2",
        "k: weight = 1\nt = 0\nL: loss = 2*exp(-k*t)",
        "w: weight = 1\nx: input = 0\nL: loss = softplus(-w*x)",
        "w: weight = 1\nx: input = 0\nL: loss = max(0, w*x)",
    ],
)
def test_a_zero_that_belongs_there_is_no_doubt(program: str):
    assert ge.parse(program).doubts == ()


@pytest.mark.parametrize(
    "call",
    ["hinge(y, z)", "logistic_loss(z, y)", "hinge(2, z)", "max(0, 1 - y*z)", "softplus(-y*z)",
     "log(1 + exp(-y*z))", "relu(1 - z*y)"],
)  # fmt: skip
def test_a_label_that_is_no_sign_is_said(call: str):
    (doubt,) = ge.parse(f"z: weight = 0.5\ny: label = 2\nL: loss = {call}").doubts
    assert "−1 and +1" in doubt.message and "`2`" in doubt.message and doubt.put is None


@pytest.mark.parametrize("label", ["0", "1", "-1"])
def test_the_borders_of_what_is_a_sign(label: str):
    messages = [
        each.message
        for each in ge.parse(f"z: weight = 0.5\ny: label = {label}\nL: loss = hinge(y, z)").doubts
    ]
    assert [("nothing is learned" in each) for each in messages] == [True] * (label == "0")


def test_a_zero_between_signs_is_said_without_a_button():
    for call in ("hinge(y, V)", "relu(1 - y*V)"):
        program = f"V: weight = [0.5, -2, 1]\ny: label = [-1, 0, 1]\nL: loss = sum({call})"
        (doubt,) = ge.parse(program).doubts
        assert "nothing is learned" in doubt.message and doubt.put is None


# -- labels that are computed -------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    ["m = y*1\nL: loss = logistic_loss(m, z)", "L: loss = logistic_loss(1*y, z)",
     "m = y - 0\nL: loss = hinge(m, z)", "L: loss = hinge(z, y + k)",
     "m = y\nL: loss = hinge(m, z)",
     "m = y - 0\nL: loss = max(0, 1 - m*z)", "L: loss = max(0, 1 - (y - 0)*z)",
     "m = y + k\nn = m*3/3\nL: loss = softplus(-n*z)", "L: loss = log(1 + exp(-(y + k)*z))",
     "m = max(y, k)\nL: loss = relu(1 - z*m)", "L: loss = hinge(k, z)", "L: loss = hinge(2*k, z)"],
)  # fmt: skip
def test_a_label_that_is_computed_is_a_label_too(lines: str):
    start = "z: weight = 0.5\ny: label = 0\nk: constant = 0\n"
    assert "nothing is learned" in ge.parse(start + lines).doubts[0].message
    assert ge.run(ge.parse(start + lines)).gradient("z") in (0, -0.5)
    better = other(start + lines)
    assert ge.run(ge.parse(better)).gradient("z") != ge.run(ge.parse(start + lines)).gradient("z")
    assert ge.parse(better).doubts == ()


@pytest.mark.parametrize(
    "lines",
    ["m = 2*y - 1\nL: loss = hinge(m, z)", "L: loss = logistic_loss(2*y - 1, z)",
     "m = 1 - 2*y\nL: loss = softplus(m*z)", "d = z*0\nL: loss = hinge(1, d)",
     "q = x*0\nL: loss = exp(q*z)", "L: loss = (1 - y)*z**2 + y*max(0, 1 - z)**2"],
)  # fmt: skip
def test_a_label_that_is_made_right_is_no_doubt(lines: str):
    assert ge.parse(f"z: weight = 0.5\nx: input = 1\ny: label = 0\n{lines}").doubts == ()


def test_a_computed_label_is_found_in_either_place_of_cross_entropy():
    start = "z: weight = [0.5, -1]\ny: label = [0, 1]\nm = y*1\nL: loss = "
    assert loss(f"{start}cross_entropy(m, z)") == loss(f"{start}cross_entropy(z, m)")


@pytest.mark.parametrize("zero", ["0", "1 - 1", "-0"])
def test_a_zero_that_is_written_is_told_how_it_is_written(zero: str):
    (doubt,) = ge.parse(f"z: weight = 0.5\nL: loss = hinge({zero}, z)").doubts
    assert doubt.put == "-1" and doubt.hint == "Of labels 0 and 1, the 0 is here `-1`."


# -- no button leaves the program as it is ---------------------------------------------------------


def test_the_same_vector_twice_has_no_other_order():
    (doubt,) = ge.parse("s = [1, 2]\nf = cross_entropy(s, s)").doubts
    assert doubt.put is None and "no distribution" in doubt.message


OPERANDS = ["y", "z", "2*z", "s", "[0, 1]", "softmax(z)", "m", "y*1"]
CALLS = ["cross_entropy({0}, {1})", "sum(hinge({0}, {1}))", "sum(logistic_loss({0}, {1}))",
         "sum(relu(1 - {0}*{1}))", "{0} - {1}", "softmax({0} + {1})"]  # fmt: skip


@given(st.sampled_from(CALLS), st.sampled_from(OPERANDS), st.sampled_from(OPERANDS),
       st.sampled_from(["L: loss", "L", "f", "df_dw"]))  # fmt: skip
def test_every_button_of_a_doubt_changes_the_program(call: str, one: str, two: str, name: str):
    program = (
        "y: label = [0, 1]\nz: weight = [1, 2]\ns = [1, 2]\nm = y*1\nk = sum(z*s)\n"
        f"{name} = {call.format(one, two)}"
    )
    try:
        doubts = ge.parse(program).doubts
    except ge.ProgramError:
        return
    for doubt in doubts:
        line = program.split("\n")[doubt.line - 1]
        stands = line[doubt.column - 1 : doubt.end_column - 1]
        assert doubt.put is None or doubt.put.split() != stands.split()


@pytest.mark.parametrize("call", ["logistic_loss(y, p)", "logistic_loss(p, y)"])
def test_sigmoid_twice_is_said(call: str):
    program = f"z: weight = 0.4\ny: label = 1\np = sigmoid(z)\nL: loss = {call}"
    (doubt,) = ge.parse(program).doubts
    assert doubt.message == (
        "`logistic_loss` takes scores and applies sigmoid itself; `p` is one already."
    )
    assert ge.parse(program.replace(call, "logistic_loss(y, z)")).doubts == ()
    assert ge.parse(program.replace(call, "hinge(y, tanh(z))")).doubts == ()


@pytest.mark.parametrize(
    "call", ["cross_entropy(2, z)", "cross_entropy(z, 2)", "F.cross_entropy(z, 2)"]
)
def test_a_class_by_its_number_is_the_vector_with_a_1_there(call: str):
    start = "z: weight = [1, -2, 0.5]\n"
    given = ge.run(ge.parse(f"{start}L: loss = {call}"))
    spelt = ge.run(ge.parse(f"{start}L: loss = cross_entropy([0, 0, 1], z)"))
    assert given.value("L") == spelt.value("L")
    np.testing.assert_array_equal(given.gradient("z"), spelt.gradient("z"))
    assert ge.parse(f"{start}L: loss = {call}").doubts == ()


def test_a_class_that_is_not_there_is_said():
    for label in ("3", "-1", "0.5"):
        with pytest.raises(ge.ProgramError, match="a label and a score for each class"):
            ge.parse(f"z: weight = [1, -2, 0.5]\nL: loss = cross_entropy({label}, z)")
