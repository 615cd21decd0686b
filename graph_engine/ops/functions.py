"""Functions of one operand: activations, roots, logarithms, waves."""

from typing import Any

import numpy as np

from ..op import Kink, choose, family, unary


def sigmoid(x: Any) -> Any:
    """1/(1+e⁻ˣ). Where e⁻ˣ overflows the quotient is 0, so no case is needed."""
    return 1.0 / (1.0 + np.exp(-x))


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
is one operation, as in the lecture."""
