"""Programs that people ask about in public, with the numbers that PyTorch gives them."""

import numpy as np
import pytest

import graph_engine as ge

CASES = [
    # program, loss, gradients
    ("z: input = [-3, 1]\ny: label = [1, 0]\nL: loss = cross_entropy(z, y)",
     4.018150, {"z": [-0.982014, 0.982014]}),
    ("w: weight = 2\nx: input = 3\nL = (w*x - 1)**2\ng = 2*(w*x - 1)*x", 25, {"w": 30}),
    ("W: weight = [[1,2],[3,4]]\nw: weight = [1,-1]\nx: input = [1,2]\nh = relu(W @ x)\n"
     "L: loss = dot(w, h)", -6, {"W": [[1, 2], [-1, -2]], "w": [5, 11], "x": [-2, -2]}),
    ("a = 2\nb = 3\ny = a + b + 1", 6, {"a": 1, "b": 1}),
    ("s1: input = 3.2\ns2: input = 5.1\nL: loss = max(0, s2 - s1 + 1)",
     2.9, {"s1": -1, "s2": 1}),
    ("w: weight = [[1],[2]]\nx: input = [3,4]\nz = w.T @ x\nL = (z - 1)**2",
     100, {"w": [[60], [80]]}),
    ("z = 2\na = sigma(z)", 0.880797, {"z": 0.104994}),
    ("p: input = 0.7\ny: label = 1\nL: loss = -(y*log(p) + (1-y)*log(1-p))",
     0.356675, {"p": -1.428571}),
    ("x = 3\ny = x - x", 0, {"x": 0}),
    ("a = 5\nb = a*a", 25, {"a": 10}),
    ("t: target = 2\nw: weight = 3\nloss = (w - t)**2", 1, {"w": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("program", "loss", "gradients"), CASES)
def test_the_numbers_are_pytorch_s(
    program: str, loss: float, gradients: dict[str, float | list[float]]
):
    graph = ge.parse(program)
    run = ge.run(graph)
    assert graph.loss is not None
    assert run.value(graph.loss) == pytest.approx(loss, abs=1e-6)
    for name, expected in gradients.items():
        np.testing.assert_allclose(run.gradient(name), expected, atol=1e-6)
