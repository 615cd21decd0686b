"""Programs as people paste them: the same loss and gradients as by an oracle that knows nothing of
us, or the reason why a line cannot be read."""

import time
import tomllib
from pathlib import Path
from typing import Any

import autograd.numpy as np
import numpy
import pytest
from autograd import grad

import graph_engine as ge
from app.pasted import Reading, read

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "wild.toml").read_text(encoding="utf-8")
)["case"]


def soft(S):
    """Softmax of each row."""
    raised = np.exp(S)
    return raised / np.sum(raised, axis=1, keepdims=True)


def batch_ce(Y, Z):
    """The mean cross-entropy of rows of scores."""
    return -np.mean(np.sum(Y * np.log(soft(Z)), axis=1))


def sig(z):
    return 1 / (1 + np.exp(-z))


def conv(image, kernel):
    return np.array(
        [[np.sum(image[i : i + 2, j : j + 2] * kernel) for j in range(2)] for i in range(2)]
    )


def conv3(image, kernel):
    """A 3×3 kernel over an image with zeros around it."""
    n, m = image.shape
    wide = np.concatenate([np.zeros((1, m)), image, np.zeros((1, m))])
    wide = np.concatenate([np.zeros((n + 2, 1)), wide, np.zeros((n + 2, 1))], axis=1)
    return np.array(
        [[np.sum(wide[i : i + 3, j : j + 3] * kernel) for j in range(m)] for i in range(n)]
    )


def pool(one, image, side, step):
    """One number of each window."""
    down, across = (range(0, n - side + 1, step) for n in image.shape)
    return np.array([[one(image[i : i + side, j : j + side]) for j in across] for i in down])


def rnn(W, U, xs):
    h = np.zeros(2)
    for k in range(3):
        h = np.tanh(np.dot(W, h) + np.dot(U, xs[k]))
    return np.sum(h)


def res(W1, W2):
    x = np.array([1.0, 2.0])
    for W in (W1, W2):
        x = x + np.maximum(np.dot(W, x), 0)
    return np.sqrt(np.sum(x**2))


def mlp(W1, b1, W2, b2, xs, ys):
    return sum(
        (np.dot(W2, np.maximum(np.dot(W1, xs[k]) + b1, 0))[0] + b2[0] - ys[k]) ** 2
        for k in range(2)
    )


def it3(x):
    for _k in range(3):
        x = x * np.sin(x)
    return x


def huber(d):
    return np.mean(np.where(np.abs(d) < 1, 0.5 * d**2, np.abs(d) - 0.5))


HELPERS = {
    each.__name__: each
    for each in (soft, batch_ce, sig, conv, conv3, pool, rnn, res, mlp, it3, huber)
} | {"np": np}


def run_of(reading: Reading) -> tuple[ge.Graph, ge.Run]:
    graph = ge.parse(reading.program)
    return graph, ge.run(graph)


def ids(case: dict[str, Any]) -> str:
    return str(case["name"])


READ = [case for case in CASES if "refused" not in case and case.get("dialect") != ""]


@pytest.mark.parametrize("case", READ, ids=ids)
def test_a_pasted_program_has_the_loss_and_the_gradients_of_an_oracle(case: dict[str, Any]):
    reading = read(case["text"].lstrip("\n"))
    assert [each.message for each in reading.refusals] == []
    graph, run = run_of(reading)
    assert graph.loss is not None, reading.program
    for name, value in case.get("given", {}).items():
        assert graph.node(name).given is not None
        assert numpy.array_equal(graph.node(name).given, value), reading.program
    for name, code in case.get("drawn", {}).items():
        assert numpy.array_equal(graph.node(name).given, eval(code, {"np": numpy}))
    if "loss" in case:
        assert float(run.value(graph.loss)) == pytest.approx(case["loss"], rel=1e-12)
    for name, value in case.get("slopes", {}).items():
        assert numpy.allclose(run.gradient(graph.node(name).index), value, atol=2e-8)
    if "oracle" in case:
        function = eval(case["oracle"], HELPERS)
        names = function.__code__.co_varnames[: function.__code__.co_argcount]
        numbers = [numpy.array(graph.node(name).given, dtype=float) for name in names]
        assert float(run.value(graph.loss)) == pytest.approx(float(function(*numbers)), rel=1e-12)
        for place, name in enumerate(names):
            if graph.node(name).role == "label":
                continue  # what a loss is beside its labels is each library's own
            wanted = grad(function, place)(*numbers)
            found = run.gradient(graph.node(name).index)
            assert numpy.allclose(found, wanted, rtol=1e-9, atol=1e-12), name
    for name, role in case.get("roles", {}).items():
        assert graph.node(name).role == role
    said = " ".join(str(each.message) for each in reading.remarks)
    assert [word for word in case.get("said", []) if word not in said] == []


@pytest.mark.parametrize("case", [case for case in CASES if "refused" in case], ids=ids)
def test_what_cannot_be_read_is_named_with_its_line_and_its_reason(case: dict[str, Any]):
    text = case["text"]
    reading = read(text)
    found = [(each.line, each.message) for each in reading.refusals]
    for line, word in case["refused"]:
        assert any(line == at and word in message for at, message in found), found
    for each in reading.refusals:
        line = text.split("\n")[each.line - 1]
        assert 1 <= each.column < each.end_column <= max(len(line), 1) + 1


def test_what_is_our_own_language_is_not_taken_for_a_pasted_program():
    (case,) = (each for each in CASES if each.get("dialect") == "")
    assert read(case["text"]).dialect == ""
    assert read("# Example\nw: weight = 2\nL: loss = relu(w) + dot(w, w)").dialect == ""


def test_there_are_sixty_texts_and_each_is_read_within_a_quarter_of_a_second():
    assert len(CASES) >= 60
    for case in CASES:
        begun = time.process_time()
        read(case["text"])
        assert time.process_time() - begun < 0.25, case["name"]
