"""The lessons that repeat a cell or an update have the numbers that their notes speak of."""

import math

import pytest

from app.lessons import lessons
from app.story import Story


def gradient(told: Story, name: str) -> list[float]:
    found = told.walk.runs[0].gradient(told.graph.node(name).index)
    return [float(each) for each in found.reshape(-1)] if found.shape else [float(found)]


def test_a_twentieth_is_left_of_what_sets_out_in_the_recurrent_net():
    told = lessons()["rnn"].story()
    h, sent = [0.0], []
    for x in (1, 0.5, -0.5, 0.5):
        h.append(math.tanh(0.5 * h[-1] + x))
    sent = [2 * (h[4] - 0.9)]
    for t in (4, 3, 2):
        sent.append(sent[-1] * (1 - h[t] ** 2) * 0.5)
    for t, expected in zip((4, 3, 2, 1), sent, strict=True):
        assert gradient(told, f"h{t}") == pytest.approx([expected])
    assert 0.04 < sent[3] / sent[0] < 0.06
    assert [node.op.name for node in told.graph.nodes if node.op][:4] == ["cell"] * 4


def test_the_memory_of_the_lstm_keeps_its_gradient():
    told = lessons()["lstm"].story()
    kept = [gradient(told, name)[0] for name in ("s2", "s1", "s0")]
    assert kept == pytest.approx([-0.267, -0.261, -0.252], abs=6e-4)
    assert 1 / (1 + math.exp(-2.5)) == pytest.approx(0.92, abs=5e-3)
    state = told.walk.runs[0].values[told.graph.node("s1").index]
    f, i = (1 / (1 + math.exp(-z)) for z in (2.5, 1.0))
    assert float(state[0]) == pytest.approx(f * 0.5 + i * math.tanh(1))


def test_of_what_reaches_the_gru_s_first_step_as_much_goes_on_as_its_gate_kept():
    told = lessons()["gru"].story()

    def sigmoid(a: float) -> float:
        return 1 / (1 + math.exp(-a))

    h, gates = [0.5], []
    for x in (1, -1, 0):
        r, z = sigmoid(h[-1] + x), sigmoid(0.2 * h[-1] - 3 * x + 2)
        n = math.tanh(r * h[-1] + 2 * x)
        gates.append(z)
        h.append(z * h[-1] + (1 - z) * n)
    for t, value in enumerate(h):
        found = told.walk.runs[0].values[told.graph.node(f"h{t}").index]
        assert float(found) == pytest.approx(value)
    assert gates == pytest.approx([0.29, 0.994, 0.9], abs=5e-3)
    (at0,), (at1,), (at2,), (at3,) = (gradient(told, f"h{t}") for t in range(4))
    assert at3 == pytest.approx(2 * (h[3] - 1))
    assert 0.96 < at2 / at3 < 1 and 0.99 < at1 / at2 < 1
    assert at0 / at1 == pytest.approx(0.29, abs=5e-3)
    assert [node.op.name for node in told.graph.nodes if node.op][:3] == ["cell"] * 3


def test_momentum_by_hand_goes_where_a_loop_in_python_goes():
    told = lessons()["momentum"].story()
    w, v = 2.0, 0.0
    for t in (1, 2, 3):
        v = 0.8 * v - 0.1 * 2 * w
        w = w + v
        assert float(told.walk.runs[0].values[told.graph.node(f"w{t}").index]) == pytest.approx(w)
    # ∂w₃/∂w₀ by the recurrence itself: w and v are linear in w₀.
    slope, speed = 1.0, 0.0
    for _ in range(3):
        speed = 0.8 * speed - 0.2 * slope
        slope += speed
    assert gradient(told, "w0") == pytest.approx([2 * w * slope])


def test_of_the_four_paths_of_batch_norm_the_last_is_always_0():
    told = lessons()["batch-norm"].story()
    assert len(told.walk.paths) == 4
    x, target = [2.0, 3.0, 7.0], [0.0, 0.0, 5.0]

    def loss(of: list[float]) -> float:
        mean = sum(of) / 3
        deviation = math.sqrt(sum((each - mean) ** 2 for each in of) / 3)
        return sum(
            (2 * (each - mean) / deviation + 1 - t) ** 2 for each, t in zip(of, target, strict=True)
        )

    for k, found in enumerate(gradient(told, "x")):
        up, down = ([*x[:k], x[k] + by, *x[k + 1 :]] for by in (1e-5, -1e-5))
        assert found == pytest.approx((loss(up) - loss(down)) / 2e-5, rel=1e-6)


def test_only_the_rows_of_words_that_occur_are_learned():
    told = lessons()["embedding"].story()
    slope = -1 / (1 + math.exp(-1)) / 3
    row = [slope * 1, slope * -0.5]
    assert gradient(told, "E") == pytest.approx([*row, 0, 0, *(2 * each for each in row), 0, 0])


def test_a_convolution_with_stride_and_padding_gives_what_is_added_by_hand():
    told = lessons()["convolution-stride"].story()
    values = told.walk.runs[0].values
    assert values[told.graph.node("z").index].tolist() == [
        0 * 1 + 1 * 2 + 2 * -1,
        2 * 1 + 0 * 2 + -1 * -1,
        -1 * 1 + 3 * 2 + 0 * -1,
    ]
    assert gradient(told, "x") == [2 * 1, -1 * 1 + 1 * 2, 2 * 2, -1 * 2 + 1 * -1, 2 * -1]
    assert gradient(told, "k") == [0 * 1 + 2 * 2 + -1 * -1, 1 * 1 + 0 * 2 + 3 * -1, 2 - 1 * 2 + 0]
