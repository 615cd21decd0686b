"""What would be work without an end is refused before it is begun: told by counts, not by time."""

from typing import Any

import pytest

from app.pasted import own, read, regrouping, stacks
from app.pasted.convolving import KERNELS
from app.pasted.state import STEPS

BOTH = """import torch
import torch.nn as nn
class B(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))
        self.me = self
a = B()
"""
DOUBLED = """class A:
    pass
a = A()
a.w = torch.tensor([3.0], requires_grad=True)
""" + "".join(
    f"b{k} = A()\nb{k}.one = a\nb{k}.two = a\na = b{k}\n" for k in range(22)
)  # fmt: skip
"""Objects that hold one another twice: 2²² ways to the one weight."""


def test_a_model_that_holds_itself_has_each_of_its_weights_once(monkeypatch):
    found: list[Any] = []
    parameters = own.parameters
    monkeypatch.setattr(own, "parameters", lambda owner: found.append(parameters(owner)) or [])
    read(BOTH + "n = list(a.parameters())\nloss = (a.w**2).sum()\nloss.backward()\n")
    read("import torch\n" + DOUBLED + "n = list(a.parameters())\n")
    assert [[name.split(".")[-1] for name, _value in each] for each in found] == [["w"], ["w"]]


HEAD = """import torch
import torch.nn.functional as F
x = torch.randn(64, 1, 2)
W = torch.randn({rows}, 2, requires_grad=True)
K = torch.randn(1, {rows}, 3)
z = torch.randn(64, 1, 3)
V = torch.randn({rows}, 3, requires_grad=True)
y = x + W
u = z + V
"""
TOO_MUCH = {
    "axes change places": "a = y.permute(1, 0, 2).sum()",
    "another shape": "a = y.reshape(1300, 64, 2).sum()",
    "rows end to end": "a = torch.cat([y, y], dim=1).sum()",
    "channels": "a = F.conv1d(u, K).sum()",
    "all with all": "a = (y[:, None] * y).sum()",
}


@pytest.mark.parametrize("line", TOO_MUCH.values(), ids=TOO_MUCH)
def test_what_would_be_thousands_of_matrices_is_refused_before_one_is_made(line: str, monkeypatch):
    made: list[str] = []
    for module, name in ((regrouping, "part"), (regrouping, "Run"), (stacks, "operate")):
        true = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *a, _t=true, **k: made.append("") or _t(*a, **k))
    text = HEAD.format(rows=1300)
    read(text)
    before = len(made)
    reading = read(text + line)
    assert [each.line for each in reading.refusals] == [text.count("\n") + 1]
    assert len(made) - 2 * before < 200


def test_a_kernel_for_each_of_many_channels_is_refused_before_they_are_taken():
    for rows, refused in ((4, False), (KERNELS + 1, True)):
        text = "import torch\nimport torch.nn.functional as F\n"
        text += (
            f"x = torch.randn(1, {rows}, 5)\nK = torch.randn(1, {rows}, 3, requires_grad=True)\n"
        )
        reading = read(text + "loss = F.conv1d(x, K).sum()\nloss.backward()\n")
        assert any("too many" in each.message for each in reading.refusals) == refused


def test_matrices_count_as_steps_so_that_many_lines_of_them_come_to_an_end():
    line = "y.permute(1, 0, 2)\n"
    text = HEAD.format(rows=6)
    few, many = (read(text + line * count) for count in (1, STEPS // 200))
    ends = [any("longer" in each.message for each in found.refusals) for found in (few, many)]
    assert ends == [False, True]
