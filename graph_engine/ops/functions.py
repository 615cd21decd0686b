"""Functions of one operand: activations, roots, logarithms, waves."""

import math
from typing import Any

import numpy as np

from ..arrays import Shape
from ..op import Cost, Kink, choose, family, unary


def sigmoid(x: Any) -> Any:
    """1/(1+e⁻ˣ). Where e⁻ˣ overflows the quotient is 0, so no case is needed."""
    return 1.0 / (1.0 + np.exp(-x))


# numpy has no erf. Of Python's, 1 + erf(z) = erfc(−z) loses no digits where it is small.
_erfc = np.vectorize(math.erfc, otypes=[np.float64])


def cumulative(x: Any) -> Any:
    """Φ(x), how likely a standard normal number is below x: (1 + erf(x/√2))/2, exactly."""
    return 0.5 * _erfc(-math.sqrt(0.5) * x)[()]


def density(x: Any) -> Any:
    """φ(x) = Φ′(x), the density of the standard normal distribution."""
    return np.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)


def _one_by_one(shapes: tuple[Shape, ...], shape: Shape) -> Cost:
    """The cost of what numpy does not have: an entry takes as long as twenty do elsewhere."""
    size = math.prod(shape)
    return Cost(size, 2 * size, 2 * size, passes=20.0)


_TO_0 = "the logarithm falls without end as its operand comes to 0"

FUNCTIONS = family(
    "Functions of one number",
    unary(
        "sigmoid", "logistic sigmoid", r"\sigma(#1)", sigmoid,
        r"\sigma(#1)(1 - \sigma(#1))", lambda out, x: out * (1.0 - out),
        worked=r"#0 \cdot (1 - #0)",
        symbol="σ", bounds=(0.0, 1.0), samples=((-1.0,), (0.0,), (2.5,)),
    ),
    unary(
        "log", "natural logarithm", r"\log(#1)", lambda x: np.log(x),
        r"\frac{1}{#1}", lambda out, x: 1.0 / x,
        domain="x > 0", pole=lambda x: x == 0, pole_reason=_TO_0, samples=((0.3,), (2.5,)),
    ),
    unary(
        "neglog", "negative logarithm", r"-\log(#1)", lambda x: -np.log(x),
        r"-\frac{1}{#1}", lambda out, x: -1.0 / x,
        symbol="−log", typed="-log(#1)",
        domain="x > 0", pole=lambda x: x == 0, pole_reason=_TO_0, samples=((0.3,), (2.5,)),
    ),
    unary(
        "exp", "exponential", "e^{#1}", lambda x: np.exp(x),
        "e^{#1}", lambda out, x: out, worked="#0",
        bounds=(0.0, np.inf), samples=((-1.0,), (0.0,), (2.5,)),
    ),
    unary(
        "tanh", "hyperbolic tangent", r"\tanh(#1)", lambda x: np.tanh(x),
        r"1 - \tanh(#1)^{2}", lambda out, x: 1.0 - out * out, worked="1 - #0^{2}",
        bounds=(-1.0, 1.0), samples=((-1.0,), (0.0,), (0.7,)),
    ),
    unary(
        "relu", "rectified linear unit", r"\max(0, #1)", lambda x: np.maximum(x, 0.0),
        "[#1 > 0]", lambda out, x: choose(x > 0, 1.0, 0.0, by=x),
        symbol="ReLU", samples=((-1.0,), (0.5,)),
        kink=Kink(
            at=lambda x: x == 0,
            convention="At 0 ReLU has a kink; the slope there is a convention: 0.",
        ),
    ),
    unary(
        "leaky_relu", "leaky rectified linear unit", r"\max(0, #1) + #c \cdot \min(0, #1)",
        lambda x, c: np.where(x > 0, x, c * x)[()],
        r"[#1 > 0] + #c \cdot [#1 \le 0]", lambda out, x, c: choose(x > 0, 1.0, c, by=x),
        symbol="leaky", literal=True, literal_default=0.01,
        samples=((-1.0, 0.01), (0.5, 0.01), (-2.0, 0.2), (0.5, 2.0)),
        kink=Kink(
            at=lambda x, c: x == 0,
            convention="At 0 the leaky ReLU has a kink; the slope there is a convention: "
            "that of its left side.",
        ),
    ),
    unary(
        "softplus", "softplus", r"\log(1 + e^{#1})", lambda x: np.logaddexp(0.0, x),
        r"\sigma(#1)", lambda out, x: sigmoid(x),
        symbol="soft+", bounds=(0.0, np.inf), samples=((-1.0,), (0.0,), (2.5,)),
    ),
    unary(
        "silu", "sigmoid linear unit", r"#1 \cdot \sigma(#1)", lambda x: x * sigmoid(x),
        r"\sigma(#1) \cdot (1 + #1 \cdot (1 - \sigma(#1)))",
        lambda out, x: out + sigmoid(x) * (1.0 - out), worked=r"#0 + \sigma(#1) \cdot (1 - #0)",
        symbol="SiLU", samples=((-1.0,), (0.0,), (2.5,)),
    ),
    unary(
        "gelu", "Gaussian error linear unit", r"#1 \cdot \Phi(#1)", lambda x: x * cumulative(x),
        r"\Phi(#1) + #1 \cdot \varphi(#1)", lambda out, x: cumulative(x) + x * density(x),
        symbol="GELU", samples=((-1.0,), (0.0,), (2.5,)), cost=_one_by_one,
        letters="Here Φ(x) = (1 + erf(x/√2))/2 says how likely a standard normal number is below "
        "x; its slope φ is the bell curve.",
    ),
    unary(
        "abs", "absolute value", "|#1|", lambda x: np.abs(x),
        r"\operatorname{sign}(#1)", lambda out, x: np.sign(x),
        symbol="|x|", samples=((-1.0,), (2.5,)),
        kink=Kink(
            at=lambda x: x == 0,
            convention="At 0 the absolute value has a kink; the slope there is a convention: 0.",
        ),
    ),
    unary(
        "sqrt", "square root", r"\sqrt{#1}", lambda x: np.sqrt(x),
        r"\frac{1}{2 \sqrt{#1}}", lambda out, x: 0.5 / out, worked=r"\frac{1}{2 \cdot #0}",
        symbol="√", domain="x ≥ 0 (at 0 the slope is infinite)", samples=((0.3,), (2.5,)),
    ),
    unary(
        "square", "square", "#1^{2}", lambda x: x * x,
        r"2 \cdot #1", lambda out, x: 2.0 * x,
        symbol="x²", samples=((-1.0,), (2.5,)),
    ),
    unary(
        "sin", "sine", r"\sin(#1)", lambda x: np.sin(x),
        r"\cos(#1)", lambda out, x: np.cos(x),
        samples=((-1.0,), (0.0,), (2.5,)),
    ),
    unary(
        "cos", "cosine", r"\cos(#1)", lambda x: np.cos(x),
        r"-\sin(#1)", lambda out, x: -np.sin(x),
        samples=((-1.0,), (0.5,), (2.5,)),
    ),
    unary(
        "sign", "sign", r"\operatorname{sign}(#1)", lambda x: np.sign(x),
        "0", lambda out, x: choose(True, 0.0, 0.0, by=x),
        samples=((-1.0,), (2.5,)),
        kink=Kink(
            at=lambda x: x == 0,
            convention="At 0 sign jumps; its slope there is a convention: 0, as everywhere else.",
        ),
        flat="The slope of sign is 0 everywhere, so nothing flows back and nothing can be "
        "learned through it: this is why we use σ.",
    ),
)  # fmt: skip
"""Functions of one operand, written `name(x)`: f and then f′, each in TeX and in numpy. `-log(x)`
is one operation, as in the lecture. SiLU is also called swish; GELU is the exact one, as PyTorch's
`gelu(x)` is, not the one with tanh in place of erf (Hendrycks and Gimpel 2016, who name both)."""
