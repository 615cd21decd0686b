"""Models of PyTorch, JAX and ONNX as programs: values and gradients are theirs, to 1e-12."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import app
import graph_engine as ge

pytestmark = pytest.mark.bridges

NOTEBOOK = Path(__file__).parents[3] / "docs" / "bridges.ipynb"


def value(bridged: app.Bridged) -> float:
    run = ge.run(ge.parse(bridged.program))
    assert run.graph.loss is not None
    return float(run.value(run.graph.loss))


def modules() -> dict[str, Any]:
    """By name: a module, an input, a loss and its target."""
    import torch
    from torch import nn

    torch.manual_seed(0)

    class Residual(nn.Module):
        def __init__(self):
            super().__init__()
            self.inner, self.out = nn.Linear(3, 3), nn.Linear(3, 1)

        def forward(self, x):
            return self.out(x + torch.relu(self.inner(x)))

    class Recurrent(nn.Module):
        def __init__(self, kind):
            super().__init__()
            self.kept, self.out = kind(2, 3, batch_first=True), nn.Linear(3, 1)

        def forward(self, x):
            return self.out(self.kept(x)[0][:, -1])

    class Attention(nn.Module):
        def __init__(self):
            super().__init__()
            self.query, self.key, self.value = (nn.Linear(4, 4) for _ in range(3))
            self.norm = nn.LayerNorm(4)

        def forward(self, x):
            parts = self.query(x), self.key(x), self.value(x)
            return self.norm(x + nn.functional.scaled_dot_product_attention(*parts, is_causal=True))

    class Heads(nn.Module):
        def __init__(self):
            super().__init__()
            self.heads = nn.MultiheadAttention(4, 2, batch_first=True)

        def forward(self, x):
            mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1]).to(x)
            return self.heads(x, x, x, attn_mask=mask)[0]

    mlp = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))
    conv = nn.Sequential(
        nn.Conv2d(1, 2, 3, padding=1), nn.BatchNorm2d(2), nn.ReLU(inplace=True), nn.MaxPool2d(2),
        nn.Conv2d(2, 2, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(2, 2),
    )  # fmt: skip
    squares, entropy = nn.MSELoss(), nn.CrossEntropyLoss()
    words = torch.randn(1, 3, 4)
    return {
        "one sample": (mlp, torch.randn(3), squares, torch.randn(2)),
        "a batch": (mlp, torch.randn(4, 3), entropy, torch.tensor([0, 1, 1, 0])),
        "residual": (Residual(), torch.randn(2, 3), nn.BCEWithLogitsLoss(), torch.ones(2, 1)),
        "RNN": (Recurrent(nn.RNN), torch.randn(2, 3, 2), squares, torch.randn(2, 1)),
        "LSTM": (Recurrent(nn.LSTM), torch.randn(1, 3, 2), squares, torch.randn(1, 1)),
        "GRU": (Recurrent(nn.GRU), torch.randn(1, 3, 2), squares, torch.randn(1, 1)),
        "attention": (Attention(), words, squares, torch.randn(1, 3, 4)),
        "two heads": (Heads(), words, squares, torch.randn(1, 3, 4)),
        "encoder": (
            nn.TransformerEncoderLayer(4, 2, 8, dropout=0.0, batch_first=True),
            words, squares, torch.randn(1, 3, 4),
        ),
        "conv net": (conv, torch.randn(1, 1, 6, 6), entropy, torch.tensor([1])),
        "conv net in use": (conv.eval(), torch.randn(1, 1, 6, 6), entropy, torch.tensor([1])),
    }  # fmt: skip


def test_a_module_has_the_loss_and_the_gradients_of_pytorch():
    import copy

    import torch

    for name, (module, x, loss, target) in modules().items():
        found = app.bridge(module, x, loss=loss, target=target)
        doubled = copy.deepcopy(module).double()
        truth = loss(doubled(x.double()), target.double() if target.is_floating_point() else target)
        truth.backward()
        assert value(found) == pytest.approx(truth.item(), abs=1e-12), name
        gradients = found.gradients()
        for own, parameter in doubled.named_parameters():
            expected = (
                np.zeros(parameter.shape) if parameter.grad is None else parameter.grad.numpy()
            )
            np.testing.assert_allclose(gradients[own], expected, rtol=0, atol=1e-12, err_msg=name)
        assert all(p.dtype == torch.float32 for p in module.parameters()), "left as it was"


def test_what_a_module_has_and_we_have_not_is_named_with_its_place():
    import torch
    from torch import nn

    class Odd(nn.Module):
        def forward(self, x):
            return torch.cumsum(x, 0)

    drops = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
    with pytest.raises(app.BridgeError, match=r"^1 \(Odd\): `cumsum` of PyTorch is not read"):
        app.bridge(nn.Sequential(nn.Linear(2, 2), Odd()), torch.ones(2))
    with pytest.raises(app.BridgeError, match=r"^1 \(Dropout\): dropout draws .*model.eval"):
        app.bridge(drops, torch.ones(2))
    with pytest.raises(app.BridgeError, match="an example input"):
        app.bridge(drops)
    assert app.bridge(drops.eval(), torch.ones(2)).program


def test_a_function_of_jax_has_its_value_and_gradients():
    import jax
    from jax import numpy as jnp

    random = np.random.default_rng(0)

    def mlp(params, x, y):
        hidden = jnp.tanh(params["W1"] @ x + params["b1"])
        return jnp.sum((params["W2"] @ hidden - y) ** 2)

    def batch(W, b, x, y):
        return -jnp.mean(jnp.sum(jax.nn.log_softmax(jax.nn.relu(x @ W + b)) * y, axis=1))

    def rnn(W, U, x):
        def step(h, now):
            h = jnp.tanh(W @ h + U @ now)
            return h, h

        return jnp.sum(jax.lax.scan(step, jnp.zeros(2), x)[1] ** 2)

    def attention(Q, K, V, x):
        scores = (x @ Q) @ (x @ K).T / jnp.sqrt(3.0)
        scores = jnp.where(jnp.tril(jnp.ones((3, 3))) > 0, scores, -jnp.inf)
        return jnp.sum((jax.nn.softmax(scores, axis=-1) @ (x @ V)) ** 2)

    def conv(K, x):
        return jnp.sum(jax.nn.silu(jax.lax.conv(x, K, (1, 1), "VALID")) ** 2)

    def mixed(A, B):
        product = jnp.einsum("bij,bjk->bik", A, B)
        return jnp.std(product) + jnp.max(B) + jax.nn.logsumexp(A[0, 0]) + jnp.linalg.norm(A[0])

    def margin(w, x, y):
        return jnp.mean(jnp.logaddexp(0, -y * (x @ w)))

    def numbers(*shape):
        return random.normal(size=shape)

    cases = (
        (mlp, {"W1": numbers(4, 3), "b1": numbers(4), "W2": numbers(1, 4)}, numbers(3), numbers(1)),
        (batch, numbers(3, 2), numbers(2), numbers(4, 3), np.eye(2)[[0, 1, 1, 0]]),
        (rnn, numbers(2, 2), numbers(2, 3), numbers(4, 3)),
        (attention, numbers(3, 3), numbers(3, 3), numbers(3, 3), numbers(3, 3)),
        (conv, numbers(2, 1, 2, 2), numbers(1, 1, 4, 4)),
        (mixed, numbers(2, 2, 3), numbers(2, 3, 2)),
        (margin, numbers(3), numbers(4, 3), np.array([1.0, -1.0, 1.0, 1.0])),
    )
    jax.config.update("jax_enable_x64", True)
    for function, *given in cases:
        found = app.bridge(function, *given)
        truth, slopes = jax.value_and_grad(function, argnums=tuple(range(len(given))))(*given)
        assert value(found) == pytest.approx(float(truth), abs=1e-12), function.__name__
        expected = jax.tree_util.tree_leaves(slopes)
        for one, other in zip(found.gradients().values(), expected, strict=True):
            np.testing.assert_allclose(one, other, rtol=0, atol=1e-12, err_msg=function.__name__)
    with pytest.raises(app.BridgeError, match=r"test_models.py:\d+.*`sort` of JAX is not read"):
        app.bridge(lambda x: jnp.sum(jnp.sort(x) * jnp.arange(3)), numbers(3))


def test_an_onnx_model_has_the_values_of_its_evaluator_and_the_gradients_of_pytorch(tmp_path: Path):
    import onnx
    import torch
    from onnx import TensorProto, helper, numpy_helper
    from onnx.reference import ReferenceEvaluator
    from torch.nn.functional import conv2d, cross_entropy, max_pool2d

    random = np.random.default_rng(0)

    def model(nodes, x, y, **given):
        shapes = [
            helper.make_tensor_value_info(name, TensorProto.DOUBLE, shape)
            for name, shape in (("x", x), ("y", y))
        ]
        stored = [
            numpy_helper.from_array(random.normal(size=shape), name)
            for name, shape in given.items()
        ]
        graph = helper.make_graph(nodes, "net", shapes[:1], shapes[1:], stored)
        made = helper.make_model(graph)
        onnx.checker.check_model(made)
        return made

    node = helper.make_node
    mlp = model(
        [node("Gemm", ["x", "W1", "b1"], ["z"], transB=1), node("Relu", ["z"], ["a"]),
         node("Gemm", ["a", "W2", "b2"], ["y"], transB=1)],
        [2, 3], [2, 2], W1=(4, 3), b1=(4,), W2=(2, 4), b2=(2,),
    )  # fmt: skip
    conv = model(
        [node("Conv", ["x", "K", "b"], ["c"], pads=[1, 1, 1, 1]), node("Relu", ["c"], ["a"]),
         node("MaxPool", ["a"], ["p"], kernel_shape=[2, 2], strides=[2, 2]),
         node("Flatten", ["p"], ["f"]), node("MatMul", ["f", "W"], ["y"])],
        [1, 1, 4, 4], [1, 3], K=(2, 1, 3, 3), b=(2,), W=(8, 3),
    )  # fmt: skip

    def of_mlp(x, p):
        return torch.relu(x @ p["W1"].T + p["b1"]) @ p["W2"].T + p["b2"]

    def of_conv(x, p):
        seen = max_pool2d(torch.relu(conv2d(x, p["K"], p["b"], padding=1)), 2)
        return seen.flatten(1) @ p["W"]

    for made, compute, shape in ((mlp, of_mlp, (2, 3)), (conv, of_conv, (1, 1, 4, 4))):
        x = random.normal(size=shape)
        path = tmp_path / "net.onnx"
        onnx.save(made, path)
        classes = np.ones(len(x), dtype=int)
        found = app.bridge(path, x, loss="cross_entropy", target=classes)
        given = {
            each.name: torch.tensor(np.array(numpy_helper.to_array(each)), requires_grad=True)
            for each in made.graph.initializer
        }
        out = compute(torch.tensor(x), given)
        truth = cross_entropy(out, torch.tensor(classes))
        truth.backward()
        assert value(found) == pytest.approx(truth.item(), abs=1e-12)
        for name, each in given.items():
            np.testing.assert_allclose(found.gradients()[name], each.grad, rtol=0, atol=1e-12)
        (theirs,) = ReferenceEvaluator(made).run(None, {"x": x})
        total = app.bridge(made, x, loss="sum")
        assert value(total) == pytest.approx(float(theirs.sum()), abs=1e-12)
    odd = model([node("CumSum", ["x", "k"], ["y"], name="odd")], [3], [3], k=())
    with pytest.raises(app.BridgeError, match=r"^odd \(CumSum\): `CumSum` of ONNX is not read"):
        app.bridge(odd, np.ones(3))


def test_the_notebook_shows_each_and_its_gradients_agree(monkeypatch: pytest.MonkeyPatch):
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    monkeypatch.setenv("PYTHONPATH", str(NOTEBOOK.parents[1]))
    assert not any(cell.get("outputs") for cell in notebook.cells), "it is kept without pictures"
    done = NotebookClient(
        notebook, timeout=200, resources={"metadata": {"path": NOTEBOOK.parent}}
    ).execute()
    shown = [
        output.data for cell in done.cells for output in cell.get("outputs", ()) if "data" in output
    ]
    assert sum("srcdoc" in data.get("text/html", "") for data in shown) >= 6
    printed = "".join(
        output.text for cell in done.cells for output in cell.get("outputs", ()) if "text" in output
    )
    differences = [
        float(line.rpartition(" ")[2]) for line in printed.splitlines() if "differ" in line
    ]
    assert len(differences) >= 4 and max(differences) < 1e-12
