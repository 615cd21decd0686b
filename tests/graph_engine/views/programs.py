"""Programs with vectors, matrices and samples that the tests of the views share."""

import re
from typing import Any

import autograd.numpy as anp
import numpy as np
from hypothesis import strategies as st

import graph_engine as ge

FCNN = """\
x: input = [2, -1, 1]
W: weight = [[0.5, -0.5, 0, 0.5], [-1, 0.5, 1, 0], [0.5, 1, -0.5, -0.5]]
V: weight = [[1, -1, 1, 0], [0.5, 2, -1, -0.5], [-1, 0.5, 2, 1]]
u: weight = [1, -2, 1, -0.5]
t: label = 1
y = sigmoid(W @ with_bias(x))
z = sigmoid(V @ with_bias(y))
q = u @ with_bias(z)
L: loss = logistic_loss(t, q)
"""

SAMPLES = """\
x: input = each([2, 1], [1, 1], [-1, 1])
y: label = each(1, -1, -1)
w: weight = [-1, 1]
z = w @ x
L: loss = -log(sigmoid(y * z))
"""

VECTORS = (
    "sigmoid(W @ with_bias(A))",
    "tanh(V @ A + b)",
    "relu(b + A @ V)",
    "softplus(V @ B + V @ A + b)",
    "leaky_relu(V @ A, 0.2)",
    "(A * B)",
    "(A - B)",
    "(A + B + b)",
    "(S * A)",
    "softmax(A)",
    "(2 * A)",
    "max(A, B)",
    "conv1d(with_bias(A), c)",
    "(outer(A, B) @ b)",
    "((V @ V.T) @ A)",
    "(conv_matrix(c, 3).T @ concat(S, T))",
    "concat(A[0], B[1], S)",
    "(reshape(vec(W), 4, 3).T @ with_bias(B))",
)
SCALARS = (
    "(u @ with_bias(A))",
    "dot(A, B)",
    "sum(A)",
    "mean(V)",
    "norm2(A)",
    "(-log(sigmoid(S * T)))",
    "logistic_loss(S, T)",
    "cross_entropy(softmax(A), B)",
    "A[1]",
    "tanh(A @ b + S)",
    "sigmoid(dot(A, b))",
    "squared_error(S, T)",
    "(S * T)",
    "sum(conv2d(W, [[1, 0.5], [-1, 2]]))",
)


@st.composite
def programs(draw: st.DrawFn, samples: bool = False) -> str:
    """A program whose values stay of a size that one can compare."""

    def row(count: int) -> list[float]:
        return draw(st.lists(st.integers(-150, 150).map(lambda k: k / 100), min_size=count,
                             max_size=count))  # fmt: skip

    count = draw(st.integers(1, 4)) if samples else 0

    def leaf(name: str, role: str, make: Any) -> str:
        if count and draw(st.booleans()):
            return f"{name}: {role} = each({', '.join(str(make()) for _ in range(count))})"
        return f"{name}: {role} = {make()}"

    lines = [
        leaf("x", "input", lambda: row(3)),
        leaf("s", "label", lambda: row(1)[0]),
        f"W: weight = {[row(4) for _ in range(3)]}",
        f"V: weight = {[row(3) for _ in range(3)]}",
        f"b: weight = {row(3)}",
        f"u: weight = {row(4)}",
        f"c: constant = {row(2)}",
    ]
    vectors, scalars = ["x", "b"], ["s"]
    for k in range(draw(st.integers(1, 5))):
        vector = draw(st.booleans())
        text = draw(st.sampled_from(VECTORS if vector else SCALARS))
        for mark, names in (("A", vectors), ("B", vectors), ("S", scalars), ("T", scalars)):
            text = re.sub(rf"\b(?<![.]){mark}\b", draw(st.sampled_from(names)), text)
        name = f"{'h' if vector else 'r'}{k}"
        lines.append(f"{name} = {text}")
        (vectors if vector else scalars).append(name)
    terms = [*scalars[-2:], f"0.1 * norm2({vectors[-1]})"]
    lines.append(f"L: loss = {' + '.join(terms)}")
    return "\n".join(lines)


def same(left: Any, right: Any, tolerance: float = 1e-11) -> None:
    """Equal up to rounding."""
    left, right = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    assert left.shape == right.shape
    scale = max(1.0, float(np.max(np.abs(right), initial=0.0)))
    np.testing.assert_allclose(left, right, rtol=tolerance, atol=tolerance * scale)


def tame(graph: ge.Graph) -> bool:
    """Whether every number is finite and none is huge."""
    run = ge.run(graph)
    numbers = [*run.values, *(g for g in run.gradients if g is not None)]
    return all(bool(np.all(np.abs(number) < 1e6)) for number in numbers)


def fcnn_by_hand(x: Any, W: Any, V: Any, u: Any, t: Any) -> Any:
    """The loss of `FCNN` for autograd."""
    one = anp.ones(1)
    y = 1 / (1 + anp.exp(-(W @ anp.concatenate([x, one]))))
    z = 1 / (1 + anp.exp(-(V @ anp.concatenate([y, one]))))
    return anp.logaddexp(0.0, -t * (u @ anp.concatenate([z, one])))
