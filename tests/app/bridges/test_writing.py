"""Entries are moved without a line, and are reached where they have come to stand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from micrograd.engine import Value
from micrograd.nn import MLP

import app
import graph_engine as ge
from app.bridges.writing import Writing

MOVES = (
    lambda x: x.T,
    lambda x: np.reshape(x, -1),
    lambda x: np.reshape(x, (len(x) // 2, -1) if len(x) % 2 == 0 else x.shape),
    lambda x: x[1:] if len(x) > 1 else x,
    lambda x: x[::-1],
    lambda x: x[..., :1],
    lambda x: x[-1] if x.ndim == 2 else x,
    lambda x: np.concatenate([x, x[:1]]),
    lambda x: np.broadcast_to(x[-1:], (3, *x.shape[1:])),
    lambda x: np.stack([x, x]) if x.ndim == 1 else x,
    lambda x: np.stack([x[:, 0], x[:, -1]], axis=1) if x.ndim == 2 else x,
)


@given(
    st.lists(
        st.sampled_from([(), (1,), (4,), (1, 3), (3, 1), (2, 3), (4, 2)]), min_size=1, max_size=3
    ),
    st.lists(st.sampled_from(MOVES), max_size=5),
    st.data(),
)
def test_moved_entries_are_reached_where_they_stand(shapes, moves, data):
    w = Writing()
    numbers = iter(range(1, 1000))
    leaves = [
        w.leaf("x", np.reshape([next(numbers) for _ in range(int(np.prod(shape)))], shape))
        for shape in shapes
    ]
    entries = np.concatenate([np.reshape(each.ids, -1) for each in leaves])
    whole = (
        leaves[0].ids
        if len(leaves) == 1
        else np.random.default_rng(data.draw(st.integers(0, 99))).permuted(entries)
        if data.draw(st.booleans())
        else entries
    )
    for move in moves:
        whole = move(whole) if whole.ndim else whole
    given = np.concatenate(
        [np.reshape(ge.parse("\n".join(w.lines)).node(name).given, -1) for name in w.names]
    )
    w.line("found", w.text(whole), whole.shape)
    value = ge.run(ge.parse("\n".join(w.lines))).value("found1")
    np.testing.assert_array_equal(np.asarray(value), given[whole])


def test_the_graph_of_micrograd_s_readme_has_its_gradients():
    a, b = Value(-4.0), Value(2.0)
    c, d = a + b, a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0 + 10.0 / f
    g.backward()
    found = app.bridge(g, {"a": a, "b": b})
    assert {key: float(found.gradients()[key]) for key in "ab"} == pytest.approx(
        {"a": a.grad, "b": b.grad}, rel=1e-12
    )
    run = ge.run(ge.parse(found.program))
    assert float(run.value(run.graph.loss)) == pytest.approx(24.70408163265306, rel=1e-12)


def test_a_net_of_micrograd_steps_in_a_cell_and_each_weight_has_its_gradient():
    net = MLP(2, [3, 1])
    xs = [Value(2.0), Value(-1.0)]
    out = (net(xs) - 1) ** 2
    out.backward()
    names = {f"w{k}": each for k, each in enumerate(net.parameters())}
    found = app.bridge(out, names).gradients()
    assert all(found[name] == pytest.approx(each.grad, abs=1e-12) for name, each in names.items())
    shown = app.lesson(out)
    assert "srcdoc" in shown._repr_html_()


def test_what_cannot_be_read_is_said_with_its_place_and_in_the_lesson_s_language():
    strange = Value(3.0, (Value(2.0),), "gamma")
    with pytest.raises(
        app.BridgeError, match=r"^Value\(data=3\): the operation `gamma` .* is not read"
    ):
        app.bridge(strange)
    with pytest.raises(app.BridgeError, match="Value.data=3.: operace `gamma`"):
        app.lesson(strange, language="cs")
    with pytest.raises(app.BridgeError, match="int: this is no model"):
        app.bridge(3)
