"""Lines that could be read otherwise than their library means them: judged by numpy
and central differences."""

from typing import Any

import numpy as np
import pytest

import graph_engine as ge
from app.pasted import read

HEAD = """import torch
w = torch.tensor([[1.0, 2.0, 4.0], [3.0, 5.0, 8.0]], requires_grad=True)
x = torch.tensor([[0.5, -1.0, 2.0], [1.5, 1.0, -3.0]])
s = torch.tensor([[[1.0, 2.0], [3.0, 5.0]], [[4.0, 7.0], [9.0, 6.0]]])
v = torch.tensor([2.0, -1.0], requires_grad=True)
z = s * v
c = torch.tensor([[1.0, 10.0], [100.0, 1000.0]])
"""
S = np.array([[[1.0, 2.0], [3.0, 5.0]], [[4.0, 7.0], [9.0, 6.0]]])
C = np.array([[1.0, 10.0], [100.0, 1000.0]])
LINES = {
    "std of an axis, unbiased": (
        "y = w / w.std(1, True)[:, None]",
        lambda w, v: w / w.std(1, ddof=1, keepdims=True),
    ),
    "var of an axis, not unbiased": (
        "y = w * w.var(1, False)[:, None]",
        lambda w, v: w * w.var(1, keepdims=True),
    ),
    "var of an axis, kept": (
        "y = w * w.var(1, False, True)",
        lambda w, v: w * w.var(1, keepdims=True),
    ),
    "std of all": ("y = w / w.std(False)", lambda w, v: w / w.std()),
    "var by its name": (
        "y = w * torch.var(w, 1, True, True)",
        lambda w, v: w * w.var(1, ddof=1, keepdims=True),
    ),
    "var of a batch": (
        "y = z.var(-1, unbiased=False, keepdim=True)",
        lambda w, v: (S * v).var(-1),
    ),
    "std of a batch": ("y = z.std(-1, False) ** 2", lambda w, v: (S * v).var(-1)),
    "a matrix in each place": ("y = z.mT[0]", lambda w, v: (S * v)[0].T),
    "all axes the other way round": (
        "y = z.permute(2, 1, 0)[0] * c",
        lambda w, v: (S * v).T[0] * C,
    ),
    "the last axis in front": (
        "y = z.permute(2, 0, 1)[1] * c",
        lambda w, v: (S * v).transpose(2, 0, 1)[1] * C,
    ),
    "two axes by their names": (
        "y = w.transpose(dim0=0, dim1=1)[:2] * c",
        lambda w, v: w.T[:2] * C,
    ),
    "an axis after the batch": (
        "y = (z[:, None] * z).sum(dim=0).sum(dim=0) * c",
        lambda w, v: ((S * v)[:, None] * (S * v)).sum(axis=(0, 1)) * C,
    ),
    "a part of a weight is copied": (
        "y = w[:, :2].clone()\ny[0, 1] = 5.0",
        lambda w, v: np.array([w[0, 0], 5, w[1, 0], w[1, 1]]),
    ),
    "a part of a row is copied": (
        "y = w[0, 1:].clone()\ny[1] = 5.0",
        lambda w, v: np.array([w[0, 1], 5]),
    ),
    "a weight in another shape is copied": (
        "y = w.reshape(3, 2).clone()\ny[0] = 5.0",
        lambda w, v: np.array([5, 5, w[0, 2], *w[1]]),
    ),
    "a computed entry in a copy of a part": (
        "y = w[0, 1:].clone()\ny[0] = w[1, 2] * 3",
        lambda w, v: np.array([w[1, 2] * 3, w[0, 2]]),
    ),
    "an entry of a part is added to": (
        "y = w[0, 1:].clone()\ny[0] += v[0]",
        lambda w, v: np.array([w[0, 1] + v[0], w[0, 2]]),
    ),
}


@pytest.mark.parametrize(("line", "meant"), LINES.values(), ids=LINES)
def test_a_line_has_the_loss_and_the_gradients_of_what_pytorch_means(line: str, meant: Any):
    reading = read(f"{HEAD}{line}\nloss = (y**2).sum()\nloss.backward()\n")
    assert [each.message for each in reading.refusals] == []
    graph = ge.parse(reading.program)
    run = ge.run(graph)
    numbers = {"w": np.array([[1.0, 2.0, 4.0], [3.0, 5.0, 8.0]]), "v": np.array([2.0, -1.0])}
    loss = np.sum(meant(**numbers) ** 2)
    assert float(run.value(graph.loss)) == pytest.approx(loss, rel=1e-9)
    for leaf in (each for each in graph.leaves if each.name in numbers):
        for place in np.ndindex(leaf.shape):
            apart = []
            for step in (1e-5, -1e-5):
                moved = numbers[leaf.name].copy()
                moved[place] += step
                apart.append(np.sum(meant(**{**numbers, leaf.name: moved}) ** 2))
            wanted = (apart[0] - apart[1]) / 2e-5
            assert run.gradient(leaf.index)[place] == pytest.approx(
                wanted, rel=1e-5, abs=1e-5 * loss
            )


@pytest.mark.parametrize(
    "turned", ["y.T", "np.transpose(y)", "y.transpose()", "np.transpose(y, axes=None)"]
)
def test_in_numpy_all_axes_are_turned_round(turned: str):
    text = f"""import numpy as np
x = np.arange(8.).reshape(2, 2, 2)
y = x * np.array([1., 2.])
L = np.sum({turned}[0]**2)
"""
    names: dict[str, float] = {}
    exec(text, names)
    graph = ge.parse(read(text).program)
    assert float(ge.run(graph).value("L")) == pytest.approx(names["L"]) == 56


@pytest.mark.parametrize(
    "said", ["round(2.7)", "round(2.718, 1)", "round(2.5)", "round(-1.26, ndigits=1)", "bool(0.5)"]
)
def test_a_number_is_rounded_as_python_does(said: str):
    text = f"import math\nx = 1.3\nn = {said}\ny = math.tanh(n * x)\n"
    names: dict[str, float] = {}
    exec(text, names)
    assert float(ge.run(ge.parse(read(text).program)).value("y")) == pytest.approx(names["y"])


def test_a_long_range_keeps_its_length_and_is_not_cut_short_in_silence():
    head = "import numpy as np\nw = np.array([1.0, 2.0])\n"
    reading = read(f"{head}n = len(range(10000))\nL = np.sum(w * n)\n")
    assert float(ge.run(ge.parse(reading.program)).value("L")) == 30000
    for asked in ("sum(range(3000))", "list(range(3000))[-1]"):
        reading = read(f"{head}n = {asked}\nL = np.sum(w * n)\n")
        assert [each.line for each in reading.refusals] == [3]


@pytest.mark.parametrize("said", ["range(10000)", "enumerate(range(10000))"])
def test_of_ten_thousand_rounds_as_many_are_said(said: str):
    target = "k, j" if "enumerate" in said else "k"
    text = f"""import numpy as np
w = np.array([1.0, 2.0])
x = np.array([3.0, 4.0])
for {target} in {said}:
    L = np.sum((w * x - 1)**2)
    dw = 2 * (w * x - 1) * x
    w -= 0.01 * dw
"""
    reading = read(text)
    assert any("Of 10000 rounds" in str(each.message) for each in reading.remarks)


CLASS = """import torch
import torch.nn as nn
class Net(nn.Module):
    mode = unknown_thing
    rate = 3.0
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))
    def forward(self, x):
        return (self.w * x * self.rate).sum()
net = Net()
loss = net(torch.tensor([1.0, 4.0])){more}
loss.backward()
"""


def test_a_constant_of_a_class_that_cannot_be_read_is_no_obstacle_to_the_others():
    reading = read(CLASS.format(more=""))
    graph = ge.parse(reading.program)
    assert float(ge.run(graph).value(graph.loss)) == 27
    used = read(CLASS.format(more=" * net.mode"))
    assert [each.line for each in used.refusals] == [4]
