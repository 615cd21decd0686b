"""Repetition: a program with a loop is the one with its rounds written out."""

import time

import numpy as np
import pytest

import graph_engine as ge
from graph_engine import limits

from ..programs import refusal
from .test_known import pressed, value


def told(program: str) -> list[tuple[object, ...]]:
    """A graph without where its lines stand."""
    graph = ge.parse(program)
    return [
        (n.name, n.op and n.op.name, n.role, n.args, n.literal, None if n.given is None
         else n.given.tolist(), graph.loss == n.index)
        for n in graph.nodes
    ]  # fmt: skip


SAME = {
    "a name by index": (
        "w: weight = 0.5\nh[0] = 1\nfor t in range(1, 4):\n    h[t] = tanh(w*h[t-1])\nL = h[3]**2",
        "w: weight = 0.5\nh0 = 1\nh1 = tanh(w*h0)\nh2 = tanh(w*h1)\nh3 = tanh(w*h2)\nL = h3**2",
    ),
    "entries of a value": (
        "x = [1, 2, 3]\nfor k in range(len(x)):\n    s[k] = x[k]**2\nL = s[0] + s[1] + s[2]",
        "x = [1, 2, 3]\ns0 = x[0]**2\ns1 = x[1]**2\ns2 = x[2]**2\nL = s0 + s1 + s2",
    ),
    "backwards, in steps": (
        "x = 2\nfor t in range(5, 0, -2):\n    y[t] = x**t\nL = y[1]",
        "x = 2\ny5 = x**5\ny3 = x**3\ny1 = x**1\nL = y1",
    ),
    "loops in loops": (
        "x = 2\nfor i in range(2):\n    for j in range(i + 1):\n        a[i, j] = x*(i + j)\n"
        "    b[i] = exp(a[i, 0])\nL = b[1]",
        "x = 2\na_0_0 = x*0\nb0 = exp(a_0_0)\na_1_0 = x*1\na_1_1 = x*2\nb1 = exp(a_1_0)\nL = b1",
    ),
    "a list": (
        "x = 3\nfor p in [0.5, -2]:\n    y = x**p\nL = y",
        "x = 3\ny1 = x**0.5\ny2 = x**-2\nL = y2",
    ),
    "rows of a matrix": (
        "X = [[1, 2], [3, 4]]\nw = [1, -1]\nfor n, x in enumerate(X):\n    s[n] = dot(w, x)\n"
        "L = s[0]*s[1]",
        "X = [[1, 2], [3, 4]]\nw = [1, -1]\ns0 = dot(w, X[0])\ns1 = dot(w, X[1])\nL = s0*s1",
    ),
    "two side by side": (
        "w = 2\nfor x, y in zip([1, 2], [3, 5]):\n    e = (w*x - y)**2\nL = e",
        "w = 2\ne1 = (w*1 - 3)**2\ne2 = (w*2 - 5)**2\nL = e2",
    ),
    "a name given again is its next one": (
        "w = 3\nv = 0\nfor k in range(2):\n    v = 0.9*v - 0.1*(2*w)\n    w = w + v\nL = w**2",
        "w = 3\nv = 0\nv1 = 0.9*v - 0.1*(2*w)\nw1 = w + v1\nv2 = 0.9*v1 - 0.1*(2*w1)\n"
        "w2 = w1 + v2\nL = w2**2",
    ),
    "a sum that grows": (
        "x = [1, 2]\ns = 0\nfor i in range(2):\n    s += x[i]*x[i]\nL = s*1",
        "x = [1, 2]\ns = 0\ns1 = s + x[0]*x[0]\ns2 = s1 + x[1]*x[1]\nL = s2*1",
    ),
    "an entry that grows": (
        "x = 2\ns[0] = 1\nfor i in range(2):\n    s[0] = s[0]*x\nL = s[0]*3",
        "x = 2\ns0 = 1\ns_0_1 = s0*x\ns_0_2 = s_0_1*x\nL = s_0_2*3",
    ),
    "a sum over rounds": (
        "x = [1, 2, 3]\nL = sum(x[t]**2 for t in range(len(x)))",
        "x = [1, 2, 3]\nL = x[0]**2 + x[1]**2 + x[2]**2",
    ),
    "a list of rounds": (
        "x = 2\ny = [x*t for t in range(1, 4)]\nL = sum(y)",
        "x = 2\ny = [x*1, x*2, x*3]\nL = sum(y)",
    ),
    "numbers that say how often": (
        "T = 3\nh[0] = 1\nfor t in range(1, T + 1):\n    h[t] = sin(h[t-1])\nL = h[T]*2",
        "h0 = 1\nh1 = sin(h0)\nh2 = sin(h1)\nh3 = sin(h2)\nL = h3*2",
    ),
    "a number that says which": (
        "h[0] = 1\nfor t in range(4):\n    k = t + 1\n    h[k] = sin(h[k - 1])\nL = h[4]*2",
        "h0 = 1\nh1 = sin(h0)\nh2 = sin(h1)\nh3 = sin(h2)\nh4 = sin(h3)\nL = h4*2",
    ),
    "a name before the first": (
        "h[-1] = 0.5\nfor t in range(2):\n    h[t] = exp(-h[t-1])\nL = h[1]*2",
        "h_minus1 = 0.5\nh0 = exp(-h_minus1)\nh1 = exp(-h0)\nL = h1*2",
    ),
    "layers with weights of their own": (
        "h[0] = [1, 2]\nfor l in range(1, 3):\n    W[l]: weight = [[1, 0], [l, 1]]\n"
        "    h[l] = relu(W[l] @ h[l-1])\nL = norm2(h[2])",
        "h0 = [1, 2]\nW1: weight = [[1, 0], [1, 1]]\nh1 = relu(W1 @ h0)\n"
        "W2: weight = [[1, 0], [2, 1]]\nh2 = relu(W2 @ h1)\nL = norm2(h2)",
    ),
    "an entry of a name by index": (
        "h[0] = [1, 2]\nh[1] = 2*h[0]\nL = h[1][0]*h[0][-1]",
        "h0 = [1, 2]\nh1 = 2*h0\nL = h1[0]*h0[1]",
    ),
    "nobody needs the count": (
        "x = 2\nfor _ in range(3):\n    x = x**2\nL = x*1",
        "x = 2\nx1 = x**2\nx2 = x1**2\nx3 = x2**2\nL = x3*1",
    ),
    "lines that compute nothing": (
        "w = 2\nfor t in range(2):\n    print(t)\n    w = w - 0.1*(2*w)\nL = w**2",
        "w = 2\nw1 = w - 0.1*(2*w)\nw2 = w1 - 0.1*(2*w1)\nL = w2**2",
    ),
    "an axis in a loop": (
        "X = [[1, 2], [3, 4]]\nfor k in range(2):\n    m[k] = sum(X, axis=k, keepdims=True)\n"
        "L = sum(m[0]) + sum(m[1])",
        "X = [[1, 2], [3, 4]]\nm0 = sum(X, axis=0, keepdims=True)\n"
        "m1 = sum(X, axis=1, keepdims=True)\nL = sum(m0) + sum(m1)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SAME)
def test_a_loop_is_its_rounds_written_out(kind: str):
    looped, written = SAME[kind]
    assert told(looped) == told(written)


def test_what_is_repeated_may_stand_behind_the_colon():
    one = "x = 2\nfor t in range(3): y[t] = x**t\nL = y[2]"
    assert told(one) == told(one.replace(": y", ":\n    y"))


def test_backpropagation_through_time_agrees_with_a_loop_in_numpy():
    graph = ge.parse(
        "x: input = [0.5, -1, 0.25]\nW: weight = [[0.4, -0.3], [0.2, 0.5]]\nu: weight = [1, -1]\n"
        "v: weight = [0.7, 0.2]\nh[0] = [0, 0]\n"
        "for t in range(1, 4):\n    h[t] = tanh(W @ h[t-1] + u*x[t-1])\n"
        "L: loss = sum((v @ h[t] - 0.5)**2 for t in range(1, 4))"
    )
    found = ge.run(graph)
    x, W = np.array([0.5, -1, 0.25]), np.array([[0.4, -0.3], [0.2, 0.5]])
    u, v = np.array([1.0, -1]), np.array([0.7, 0.2])
    h, loss = [np.zeros(2)], 0.0
    for t in range(3):
        h.append(np.tanh(W @ h[-1] + u * x[t]))
        loss += (v @ h[-1] - 0.5) ** 2
    back, dW, du, dv = np.zeros(2), np.zeros((2, 2)), np.zeros(2), np.zeros(2)
    for t in (3, 2, 1):
        slip = 2 * (v @ h[t] - 0.5)
        dv += slip * h[t]
        before = (back + slip * v) * (1 - h[t] ** 2)
        dW += np.outer(before, h[t - 1])
        du += before * x[t - 1]
        back = W.T @ before
    assert found.value("L") == pytest.approx(loss, rel=1e-12)
    for name, slope in {"W": dW, "u": du, "v": dv, "h0": back}.items():
        assert found.gradient(name) == pytest.approx(slope, rel=1e-12, abs=1e-15)


def test_every_node_of_a_round_comes_from_the_line_that_is_repeated():
    graph = ge.parse("w = 2\nh[0] = 1\nfor t in range(1, 3):\n    z = w*h[t-1]\n    h[t] = tanh(z)")
    assert [(n.name, n.line) for n in graph.nodes] == [
        ("w", 1), ("h0", 2), ("z1", 4), ("h1", 5), ("z2", 4), ("h2", 5),
    ]  # fmt: skip


def test_what_is_doubtful_in_a_loop_is_said_once():
    graph = ge.parse("x = 2\nfor t in range(5):\n    print(t)\n    x = x*x\nL = x**2")
    assert [doubt.message for doubt in graph.doubts] == ["`print(t)` is left out."]


def test_a_name_that_a_program_has_already_is_not_taken_by_a_round():
    graph = ge.parse("z1 = 5\nx = 2\nfor t in range(2):\n    z = x*t\nL = z*z1")
    names = [n.name for n in graph.nodes if n.name]
    assert len(names) == len({*names})
    assert ge.run(graph).value("L") == 10


def test_the_last_of_what_grows_is_the_loss_by_its_name():
    graph = ge.parse("w = 2\nL = 0\nfor x in [1, 3]:\n    L += (w*x - 1)**2\ng = w*3")
    assert graph.loss is not None
    assert ge.run(graph).value("w") == 2
    assert ge.run(graph).gradient("w") == 2 * (2 - 1) + 2 * (6 - 1) * 3


def test_another_end_in_a_loop_is_offered_as_a_last_line():
    program = "w = 2\nfor t in range(2):\n    e[t] = w*t\nz = 3*w"
    (doubt,) = ge.parse(program).doubts
    assert doubt.put == "\nL: loss = e1"
    assert ge.run(ge.parse(program + doubt.put)).gradient("w") == 1


PRESSED = (
    "x = 2\nfor t in range(1, 4)\n    y[t] = x*t\nL = y[1] + y[3]",
    "x = 2\nfor t = 1:3\n    y[t] = x*t\nL = y[1] + y[3]",
    "x = 2\nfor t=1 to 3 do\n    y[t] = x*t\nL = y[1] + y[3]",
    "x = 2\nfor (t = 1; t <= 3; t++)\n    y[t] = x*t\nL = y[1] + y[3]",
    "x = 2\nfor (int t = 1; t < 4; ++t)\n    y[t] = x*t\nL = y[1] + y[3]",
    "x = 2\nfor t range(1, 4):\n    y[t] = x*t\nL = y[1] + y[3]",
    "x = 2\nfor t in range(1, 4):\ny[t] = x*t\nL = y[1] + y[3]",
    "x = 2\nT: input = 4\nfor t in range(1, T):\n    y[t] = x*t\nL = y[1] + y[3]",
    "x = 2\nfor t in range(1, 4):\n    y[t] = x*t\nz = y\nL = z*4/3",
)


@pytest.mark.parametrize("program", PRESSED)
def test_after_the_buttons_a_loop_is_read_and_means_what_was_meant(program: str):
    assert value(pressed(program, most=1), "L") == 8


@pytest.mark.parametrize(
    "program",
    (
        "for t in range(10**9):\n    x[t] = ones(1000, 1000)",
        "for t in range(300000000000000000000):\n    x = zeros(2)",
        "for i in range(1000):\n    for j in range(1000):\n        print(j)",
        "x = 1\nfor i in range(20):\n    for j in range(20):\n        x = x*x",
        "y = [1 for i in range(999999999)]",
        "y = sum(1 for i in range(1000) for j in range(1000))",
        "for i in range(2000): print(i)\nfor i in range(2000): print(i)",
    ),
)
def test_too_much_is_refused_before_anything_is_made(program: str):
    before = time.process_time()
    assert "at" in refusal(program).message or "more than" in refusal(program).message
    assert time.process_time() - before < 0.5


def test_a_loop_fills_a_picture_and_no_more():
    most = limits.NODES.most
    assert len(ge.parse(f"for t in range({most}):\n    x[t] = 1").nodes) == most
    assert str(most) in refusal(f"for t in range({most + 1}):\n    x[t] = 1").message


def test_an_error_in_a_round_says_in_which():
    error = refusal("x = [1, 2]\nfor t in range(3):\n    y[t] = 2*x[t]")
    assert error.message == "there is no entry number 2: they are counted from 0 to 1."
    assert error.hint.endswith("In this round `t = 2`.")
