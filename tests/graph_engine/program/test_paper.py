"""What textbooks and TeX write has one button that keeps the mathematics, or none."""

import numpy as np
import pytest

import graph_engine as ge
from app.editor.cure import cure
from graph_engine.program.paper import typed

from ..programs import refusal
from .test_known import cured, pressed, value

START = "x = 2\nh = 4\nv = [3, -4]\nu = [1, 2]\nW = [[1, 2], [3, 4]]\n"
v, u, W = np.array([3, -4]), np.array([1, 2]), np.array([[1, 2], [3, 4]])

MEANT = {
    "2∗x": 4, r"x\cdot h": 8, r"\frac{x}{h}": 0.5, r"\frac{x + 1}{h}": 0.75,
    r"\frac{\sqrt{h}}{x + 2}": 0.5, r"\sigma(x)": 1 / (1 + np.exp(-2)), r"\log(x)": np.log(2),
    "|x - h|": 2, "|x| + |h|": 6, "√h": 2, "√(h + 5)": 3, r"\sqrt{h}": 2,
    "sum(v ⊙ u)": -5, "sum(v ∘ u)": -5, "∑v": -1, r"-\log\sigma(x)": np.log1p(np.exp(-2)),
    r"\left(x + h\right)*2": 12, r"x^{2} + h": 8, r"2\times x": 4, "sum(W^T @ v)": np.sum(W.T @ v),
    r"v^{\top} @ u": -5, r"\exp(x)": np.exp(2), r"\max(x, h)": 4, r"h \ast x": 8,
}  # fmt: skip


@pytest.mark.parametrize("line", MEANT)
def test_after_the_button_the_line_means_what_was_written(line: str):
    assert value(pressed(f"{START}y = {line}")) == pytest.approx(MEANT[line], rel=1e-12)


NAMES = {
    "w^1": "w1", r"\hat{y}": "yhat", r"\bar{x}": "xbar", r"\alpha": "alpha", r"\theta": "theta",
    r"\lambda": "lam", r"\mathcal{L}": "L", r"\mathbf{w}": "w", r"\mathbf{W}^{[1]}": "W1",
}  # fmt: skip


@pytest.mark.parametrize("written", NAMES)
def test_a_name_of_a_book_has_ours_as_its_button(written: str):
    error = refusal(f"{written} = 2")
    assert cure(error) == NAMES[written]
    assert [*ge.parse(cured(f"{written} = 2")).names] == [NAMES[written]]


def test_a_name_in_a_line_that_is_written_anew_is_the_one_of_the_other_lines():
    start = "x_1^{(2)} = 3\nŷ = 4\na1' = 2\nz⁽¹⁾ = 5\n"
    program = start + r"L = \frac{x_1^{(2)} \cdot ŷ}{a1'} + |z⁽¹⁾|"
    assert value(pressed(program), "L") == 11


@pytest.mark.parametrize(
    "line", ["y = x ☃ 2", r"y = \unknown{x}", "y = |x", "y = {x", "y = √", "y = '"]
)
def test_where_nothing_is_certain_no_button_is_made(line: str):
    assert cure(refusal(f"x = 2\n{line}")) is None


def test_what_is_typed_already_stays():
    for line in ("y = sigmoid(w * x) + b[0]", "y = x**2", "W: weight = [[1, 2], [3, 4]]", "y = e1"):
        assert typed(line) == line


@pytest.mark.parametrize(
    ("program", "gradient"),
    [
        ("import torch\nw = torch.tensor(2.0, requires_grad=True)\nx = torch.tensor(3.0)\n"
         "loss = (w*x - 1)**2\nloss.backward()", 30),
        ("from micrograd.engine import Value\nw = Value(2.0)\nL = (w*3 - 1)**2\nprint(L)\n"
         "L.backward()", 30),
        ("import torch.nn.functional as F\ntorch.manual_seed(0)\nw = torch.tensor(2.0)\n"
         "L = F.relu(w*3 - 1)**2\nL.backward()", 30),
        ("import numpy as np\nw = np.array(2)\nL = np.square(w*3 - 1)", 30),
        ("w = torch.tensor(2.0)\noptimizer.zero_grad()\nL = (w*3 - 1)**2\nL.backward()\n"
         "optimizer.step()", 30),
    ],
)  # fmt: skip
def test_lines_of_a_library_that_compute_nothing_are_left_out_and_it_is_said(
    program: str, gradient: float
):
    graph = ge.parse(program)
    assert ge.run(graph).gradient("w") == gradient
    left = [line for line in program.split("\n") if "=" not in line or line.startswith("from")]
    assert [doubt.message for doubt in graph.doubts] == [f"`{line}` is left out." for line in left]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("W: weight = 0.01*random(3, 4)", 0.01 * ge.run(ge.parse("W = random(3, 4)")).value("W")),
        ("W: weight = ones(2, 2)*0.5", np.full((2, 2), 0.5)), ("b: constant = log(2)", np.log(2)),
        ("W: weight = eye(2)", np.eye(2)), ("W: weight = 2*eye(2, 3) - 1", 2 * np.eye(2, 3) - 1),
        ("x: input = sqrt([4, 9]) + 1", [3, 4]), ("w: weight = -exp(0)/4", -0.25),
        ("a: constant = random(2, 3)/sqrt(3)",
         ge.run(ge.parse("W = random(2, 3)")).value("W") / np.sqrt(3)),
    ],
)  # fmt: skip
def test_what_is_computed_of_numbers_for_a_leaf_is_the_leaf(line: str, expected: object):
    graph = ge.parse(line)
    (node,) = graph.nodes
    assert node.leaf and node.role == line.split(":")[1].split()[0]
    np.testing.assert_allclose(ge.run(graph).value(node.index), expected, rtol=1e-15)
