"""Losses of a score and its label."""

import numpy as np

from ..op import Kink, Op, choose, family

LOSSES = family(
    "Losses",
    Op(
        name="logistic_loss",
        title="logistic loss",
        symbol="logistic",
        ordered=True,
        operands=("y", "z"),
        places=("label", "score"),
        formula=r"\log(1 + e^{-#1 \cdot #2})",
        # log(1+e^(-yz)) without overflow: 1000 at yz = -1000, where -log σ(yz) would say ∞.
        forward=lambda y, z: np.logaddexp(0.0, -y * z),
        partials=(
            # -z σ(-yz), with the fraction written out.
            lambda out, y, z: -z / (1.0 + np.exp(y * z)),
            lambda out, y, z: -y / (1.0 + np.exp(y * z)),
        ),
        slopes=(r"-#2 \cdot \sigma(-#1 \cdot #2)", r"-#1 \cdot \sigma(-#1 \cdot #2)"),
        samples=((1.0, -1.0), (-1.0, 0.7)),
        bounds=(0.0, np.inf),
    ),
    Op(
        name="hinge",
        title="hinge loss",
        symbol="hinge",
        ordered=True,
        operands=("y", "z"),
        places=("label", "score"),
        formula=r"\max(0, 1 - #1 \cdot #2)",
        forward=lambda y, z: np.maximum(1.0 - y * z, 0.0),
        partials=(
            lambda out, y, z: choose(y * z < 1.0, -z, 0.0, by=out),
            lambda out, y, z: choose(y * z < 1.0, -y, 0.0, by=out),
        ),
        slopes=(
            r"-#2 \cdot [#1 \cdot #2 < 1]",
            r"-#1 \cdot [#1 \cdot #2 < 1]",
        ),
        samples=((1.0, -1.0), (-1.0, 0.7), (1.0, 2.0)),
        kink=Kink(
            at=lambda y, z: y * z == 1.0,
            convention="At y·z = 1 the hinge has its kink; the slope there is a convention: 0.",
        ),
    ),
    Op(
        name="squared_error",
        title="squared error",
        symbol="(a−b)²",
        ordered=True,
        operands=("a", "b"),
        places=("first term", "second term"),
        formula="(#1 - #2)^{2}",
        forward=lambda a, b: np.square(a - b),
        partials=(lambda out, a, b: 2.0 * (a - b), lambda out, a, b: -2.0 * (a - b)),
        slopes=(r"2 \cdot (#1 - #2)", r"-2 \cdot (#1 - #2)"),
        samples=((1.5, -2.0), (-3.0, 0.25)),
    ),
)
"""Losses: label first, score second, as the lecture writes L(y, z)."""
