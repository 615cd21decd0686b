"""A label of 1 is one of −1 and 1, or of 0 and 1: what it goes into says which."""

import pytest

import graph_engine as ge
from graph_engine.alphabet import BINARY, SIGNED, alphabet

BCE = "p: input = 0.7\ny: label = 1\nL: loss = -(y*log(p) + (1-y)*log(1-p))"


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        (BCE, BINARY),
        ("p: input = 0.7\ny: label = 1\nL: loss = y * -log(p)", BINARY),
        ("p: input = 0.7\ny: label = 1\nq = 1 - y\nL: loss = q*p", BINARY),
        ("y: label = 0\nL: loss = (1 - 2*y)**2", BINARY),
        ("y: label = 1\nt: label = 0\nL: loss = (y - t)**2", BINARY),
        ("y: label = 1\nz = 2\nL: loss = hinge(y, z)", SIGNED),
        ("y: label = -1\nz = 2\nL: loss = -log(sigmoid(y*z))", SIGNED),
        ("y: label = 1\nz = 2\nL: loss = -log(sigmoid(y*z))", SIGNED),
        ("p: input = 0.7\ny: label = 1\nL: loss = -y*log(p)", BINARY),
        ("y: label = 1\nz = 2\nL: loss = softplus(z) - y*z", BINARY),
        ("y: label = 1\nz = 2\nL: loss = softplus(-y*z)", SIGNED),
        ("y: label = 2\nL: loss = y**2", None),
        ("y: input = 1\nL: loss = y**2", None),
    ],
)
def test_the_two_numbers_of_a_label(program: str, expected: tuple[int, int] | None):
    graph = ge.parse(program)
    assert alphabet(graph, graph.node("y")) == expected


@pytest.mark.parametrize("samples", ["each(1, 0, 1)", "each(1, -1, 1)"])
def test_samples_say_it_themselves(samples: str):
    graph = ge.parse(f"y: label = {samples}\nw: weight = 2\nL: loss = hinge(y, w)")
    assert alphabet(graph, graph.node("y")) == (BINARY if "0" in samples else SIGNED)
