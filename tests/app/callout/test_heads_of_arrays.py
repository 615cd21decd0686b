"""What a card says first of an operation along an axis, of a repeat, of a largest entry."""

import pytest

from .test_cards import one, words_of

START = "X: weight = [[1, 2], [3, 5], [4, 0]]\nb: weight = [1, 2]\n"


def test_the_card_of_a_stop_has_no_check_that_would_not_hold():
    told = words_of(one("x: weight = 3\ny = detach(x)\nL = y*x", "y/x"))
    assert "stop: the value goes on, the gradient does not" in told and "✓" not in told
    assert "3 →" in told
    told = words_of(one("x: weight = [3, 1]\ny = detach(x)\nL = dot(y, x)", "y/x"))
    assert "stop: the value goes on, the gradient does not" in told and "✓" not in told


@pytest.mark.parametrize(
    ("line", "edge", "head"),
    [
        ("Z = X + b\nL = norm2(Z)", "u₁/b", "repeated forward, summed backward"),
        ("m = max(X)\nL = m**2", "m/X", "max: the winner takes all"),
        ("m = min(X, axis=1)\nL = norm2(m)", "m/X", "min: the winner takes all"),
        ("s = sum(X, axis=0)\nL = norm2(s)", "s/X", "each column for itself"),
        ("P = softmax(X, axis=1)\nL = norm2(P)", "P/X", "each row for itself"),
        ("s = sum(X)\nL = s**2", "s/X", "each counts whole"),
        ("p = X[1:, 0]\nL = norm2(p)", "p/X", "entries move: nothing is computed"),
        ("m = max_pool2d(X, 2, 1)\nL = norm2(m)", "m/X", "max: each window has its winner"),
        ("m = avg_pool2d(X, 2)\nL = norm2(m)", "m/X", "mean: each window shares equally"),
        ("m = X > 2\nL = sum(m*X)", "m/X", "each entry meets only its own"),
    ],
)
def test_the_card_of_an_array_says_what_its_operation_does(line: str, edge: str, head: str):
    assert head in words_of(one(START + line, edge))
