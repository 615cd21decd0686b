"""What is read of a model has its numbers; what would not have them is refused, with its place."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import app
import graph_engine as ge

pytestmark = pytest.mark.bridges


def module(forward: Callable[..., Any], *weights: Any, **buffers: Any) -> Any:
    """A module `Model` of PyTorch that does this with its weights w0, w1, …"""
    import torch

    class Model(torch.nn.Module):
        def __init__(self):
            super().__init__()
            for k, each in enumerate(weights):
                setattr(self, f"w{k}", torch.nn.Parameter(torch.tensor(each).double()))
            for name, each in buffers.items():
                self.register_buffer(name, torch.tensor(each))

        def forward(self, x):
            return forward(self, x)

    return Model()


def refused_in_pytorch() -> dict[str, tuple[Any, str]]:
    """By name: a forward pass of a matrix of weights and an input, and a word of the refusal."""
    import torch
    from torch.nn import functional as f

    def in_place(m, x):
        y = x @ m.w0
        y[:, 0].mul_(2)
        return y.sum()

    def viewed(m, x):
        y = x @ m.w0
        y.view(-1).relu_()
        return y.sum()

    def filled(m, x):
        mask = torch.zeros(2, 2)
        mask[0, 1] = 1.0
        return (x @ m.w0 * mask).sum()

    def image(m, x):
        return (x @ m.w0)[None, None]

    return {
        "softplus": (lambda m, x: f.softplus(x @ m.w0, beta=2).sum(), "beta=2"),
        "div": (lambda m, x: (x @ m.w0).div(2, rounding_mode="floor").sum(), "rounding_mode"),
        "pool": (lambda m, x: f.max_pool2d(image(m, x), 2, 3, ceil_mode=True).sum(), "ceil_mode"),
        "mean": (
            lambda m, x: f.avg_pool2d(image(m, x), 2, divisor_override=3).sum(), "divisor_override",
        ),
        "addmm": (lambda m, x: x.addmm(x, m.w0, beta=2).sum(), "beta=2"),
        "attention": (
            lambda m, x: f.scaled_dot_product_attention(x, m.w0, x, dropout_p=0.5).sum(),
            "dropout_p=0.5",
        ),
        "nll": (
            lambda m, x: f.nll_loss(x @ m.w0, (x[:, 0] > 9).long() * 0, ignore_index=0),
            "made whole|left out|known",
        ),
        "embedding": (
            lambda m, x: f.embedding(m.picked, m.w0, padding_idx=0).sum(), "padding_idx=0",
        ),
        "rsub": (lambda m, x: torch.rsub(x @ m.w0, x, alpha=2).sum(), "alpha=2"),
        "whole numbers": (lambda m, x: ((x @ m.w0).long().float() * x).sum(), "made whole"),
        "of a part in place": (in_place, "used elsewhere"),
        "of a view in place": (viewed, "used elsewhere"),
        "of known numbers in place": (filled, "used elsewhere"),
        "a tie": (lambda m, x: (m.w0 - m.w0.detach()).amax(), "gradient of `w0`"),
        "clamp": (lambda m, x: (x @ m.w0).clamp(min=0.5).sum(), "not read"),
    }  # fmt: skip


def test_what_is_not_read_of_pytorch_is_refused_where_it_stands():
    import torch

    x = torch.tensor([[1.0, 2.0], [-0.5, 0.3]], dtype=torch.double)
    for name, (forward, words) in refused_in_pytorch().items():
        made = module(forward, [[0.5, -1.2], [0.7, 0.4]], picked=[0, 1])
        with pytest.raises(app.BridgeError, match=f"^Model: .*({words})") as refusal:
            app.bridge(made, x)
        assert refusal.value.where, name
    with pytest.raises(app.BridgeError, match="less than it keeps"):
        app.bridge(torch.nn.LSTM(2, 3, proj_size=2), torch.ones(1, 2))
    with pytest.raises(app.BridgeError, match="not several in one"):
        app.bridge(torch.nn.LSTM(2, 3), torch.ones(1, 2), (torch.ones(1, 3), torch.ones(1, 3)))


def read_in_pytorch() -> dict[str, Any]:
    """By name, what is read: masks of true and false, names that ours may not be, and more."""
    import torch
    from torch.nn import functional as f

    def in_place(m, x):
        y = (x @ m.w0).flatten(0)
        return (y.relu_() * 2).square().sum()

    return {
        "masked": lambda m, x: f.scaled_dot_product_attention(
            x, m.w0, x, attn_mask=torch.tril(torch.ones(2, 2)).bool()
        ).sum(),
        "of a buffer": lambda m, x: f.scaled_dot_product_attention(
            x, m.w0, x, attn_mask=m.mask, scale=0.0
        ).sum(),
        "filled": lambda m, x: (x @ m.w0).masked_fill(~m.mask, 0.5).square().sum(),
        "in place": in_place,
        "of one": lambda m, x: ((x @ m.w0)[:, :1].softmax(1) * x).sum() + m.w0.sum(),
        "gate": lambda m, x: ((x > 0).double() * (x @ m.w0)).square().sum(),
        "power": lambda m, x: (x @ m.w0).pow(3).sum() + (x @ m.w0).sigmoid().sum(),
    }


def test_what_is_read_of_pytorch_has_its_numbers():
    import torch

    x = torch.tensor([[1.0, 2.0], [-0.5, 0.3]], dtype=torch.double)
    for name, forward in read_in_pytorch().items():
        made = module(
            forward, [[0.5, -1.2], [0.7, 0.4]], mask=[[True, False], [True, True]]
        )  # fmt: skip
        found = app.bridge(made, x)
        run = ge.run(ge.parse(found.program))
        truth = made(x)
        truth.backward()
        assert float(run.value(run.graph.loss)) == pytest.approx(truth.item(), abs=1e-12), name
        np.testing.assert_allclose(
            found.gradients()["w0"], made.w0.grad, rtol=0, atol=1e-12, err_msg=name
        )


def test_pooling_is_a_line_for_each_channel_with_stride_and_padding():
    import torch
    from torch import nn

    net = nn.Sequential(
        nn.Conv2d(1, 2, 3, padding=1), nn.Tanh(), nn.MaxPool2d(3, stride=2, padding=1),
        nn.AvgPool2d(2, stride=1, padding=1), nn.AdaptiveAvgPool2d(2), nn.Flatten(),
        nn.Linear(8, 2),
    ).double()  # fmt: skip
    x = torch.tensor(np.random.default_rng(3).normal(size=(1, 1, 6, 6)))
    found = app.bridge(net, x, loss=lambda out: out.square().sum())
    net(x).square().sum().backward()
    for name, parameter in net.named_parameters():
        np.testing.assert_allclose(
            found.gradients()[name], parameter.grad, rtol=0, atol=1e-12, err_msg=name
        )
    lines = found.program.split("\n")
    assert sum("max_pool2d(" in line for line in lines) == 2
    assert sum(", 3, stride=2, padding=1)" in line for line in lines) == 2
    assert sum("avg_pool2d(" in line for line in lines) == 4
    wide = nn.Sequential(nn.Conv2d(1, 1, 3), nn.MaxPool2d((2, 1))).double()
    found = app.bridge(wide, x, loss=lambda out: out.sum())
    wide(x).sum().backward()
    np.testing.assert_allclose(found.gradients()["0.weight"], wide[0].weight.grad, atol=1e-12)
    odd = nn.Sequential(nn.Conv2d(1, 1, 3), nn.MaxPool2d((2, 4), padding=(1, 0))).double()
    with pytest.raises(app.BridgeError, match="padding is read here of square windows alone"):
        app.bridge(odd, x, loss=lambda out: out.sum())
    apart = nn.Sequential(nn.Conv2d(1, 1, 3), nn.AvgPool2d(2, padding=1, count_include_pad=False))
    with pytest.raises(app.BridgeError, match="`count_include_pad` of pooling is not read"):
        app.bridge(apart.double(), x, loss=lambda out: out.sum())


def test_onnx_pools_have_their_padding():
    from onnx import TensorProto, helper
    from onnx.reference import ReferenceEvaluator

    info = helper.make_tensor_value_info
    x = np.random.default_rng(4).normal(size=(1, 2, 5, 5))
    padded = {"kernel_shape": [3, 3], "strides": [2, 2], "pads": [1, 1, 1, 1]}
    for kind, more in (("MaxPool", {}), ("AveragePool", {"count_include_pad": 1})):
        nodes = [helper.make_node(kind, ["x"], ["y"], **padded, **more)]
        ends = ([info("x", TensorProto.DOUBLE, x.shape)], [info("y", TensorProto.DOUBLE, None)])
        made = helper.make_model(
            helper.make_graph(nodes, "net", *ends), opset_imports=[helper.make_opsetid("", 19)]
        )
        found = app.bridge(made, x, loss="sum")
        run = ge.run(ge.parse(found.program))
        (theirs,) = ReferenceEvaluator(made).run(None, {"x": x})
        assert float(run.value(run.graph.loss)) == pytest.approx(float(theirs.sum()), abs=1e-12)
        assert found.program.count("_pool2d(") == 2
    nodes = [helper.make_node("AveragePool", ["x"], ["y"], **padded)]
    made = helper.make_model(helper.make_graph(nodes, "net", *ends))
    with pytest.raises(app.BridgeError, match="`count_include_pad` of pooling is not read"):
        app.bridge(made, x, loss="sum")


def test_inputs_without_a_target_tied_weights_and_names_of_python():
    import torch
    from torch import nn

    class Named(nn.Module):
        def __init__(self):
            super().__init__()
            self.in_ = nn.Linear(2, 2).double()
            self.lambda_ = nn.Parameter(torch.tensor([0.5, -1.5]).double())
            self.twin = nn.Linear(2, 2).double()
            self.twin.weight = self.in_.weight

        def forward(self, a, b):
            return self.twin(self.in_(a)) * self.lambda_ + b

    made = Named()
    a, b = torch.tensor([1.0, -2.0]).double(), torch.tensor([0.3, 0.7]).double()
    found = app.bridge(made, a, b, loss=lambda out: out.square().sum())
    made(a, b).square().sum().backward()
    gradients = found.gradients()
    for own, parameter in made.named_parameters(remove_duplicate=False):
        np.testing.assert_allclose(gradients[own], parameter.grad, rtol=0, atol=1e-12)


def test_jax_pools_multiplies_and_refuses_rules_that_are_not_its_own():
    import jax
    from jax import numpy as jnp

    jax.config.update("jax_enable_x64", True)
    random = np.random.default_rng(1)

    @jax.custom_vjp
    def turned(x):
        return x

    turned.defvjp(lambda x: (x, None), lambda _, g: (-g,))

    def pooled(x):
        size = (1, 2, 2, 1)
        found = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, size, size, "VALID")
        return jnp.sum(found**2)

    def product(v, T):
        return jnp.sum(jnp.einsum("k,kij->ij", v, T) ** 2)

    def at_zero(x):
        return jnp.sum(jax.nn.log_sigmoid(x)) + jnp.logaddexp(x[0], x[1]) + jnp.sum(jax.nn.relu(x))

    cases = (
        (pooled, random.normal(size=(1, 4, 4, 1))),
        (product, random.normal(size=3), random.normal(size=(3, 2, 2))),
        (at_zero, np.array([0.0, 0.0, 2.0])),
    )
    for function, *given in cases:
        found = app.bridge(function, *given)
        slopes = jax.grad(function, argnums=tuple(range(len(given))))(*given)
        for one, other in zip(found.gradients().values(), slopes, strict=True):
            np.testing.assert_allclose(one, other, rtol=0, atol=1e-12, err_msg=function.__name__)
    refused = (
        (lambda x: jnp.sum(turned(x) ** 2), "`turned` has a rule"),
        (lambda x: jnp.max(x - jax.lax.stop_gradient(x)), "gradient of `x`"),
        (lambda x: jnp.sum(x.astype(int) * x), "made whole"),
        (lambda x: jnp.sum(jnp.where((x > 0).astype(bool), x, 0) // 1), "not read|made whole"),
    )
    for function, words in refused:
        with pytest.raises(app.BridgeError, match=words):
            app.bridge(function, np.array([1.5, 0.5]))


def test_a_value_with_its_sign_changed_is_no_difference_and_words_of_python_are_no_names():
    from micrograd.engine import Value

    a = Value(3.0)
    less = Value(-3.0, (a,), "-")
    end = less * Value(2.0)
    a.label, less.label = "lambda", "is"
    found = app.bridge(end)
    assert float(found.gradients()["lambda"]) == -2.0
    with pytest.raises(app.BridgeError, match="`-0` of a Value is not read"):
        app.bridge(Value(0.0, (Value(0.0),), "-") * a)


def test_onnx_reads_settings_of_old_operators_and_refuses_those_it_cannot():
    from onnx import TensorProto, helper, numpy_helper
    from onnx.reference import ReferenceEvaluator

    def model(nodes, shape, version=18, **stored):
        info = helper.make_tensor_value_info
        kept = [numpy_helper.from_array(np.array(each), name) for name, each in stored.items()]
        ends = [info("x", TensorProto.DOUBLE, shape)], [info("y", TensorProto.DOUBLE, None)]
        graph = helper.make_graph(nodes, "net", *ends, kept)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", version)])

    node = helper.make_node
    pool = {"kernel_shape": [2, 2], "strides": [3, 3], "ceil_mode": 1}
    square = np.array([[0.5, -1.2], [0.7, 0.4]])
    truth = np.array(True)
    refused = {
        "ceil_mode=1": model([node("MaxPool", ["x"], ["y"], **pool)], [1, 1, 4, 4]),
        "approximate": model([node("Gelu", ["x"], ["y"], approximate="tanh")], [2, 2], 20),
        "dropout": model([node("Dropout", ["x", "r", "t"], ["y"])], [2, 2], r=0.5, t=truth),
        "made whole": model([node("Cast", ["x"], ["y"], to=TensorProto.INT64)], [2, 2]),
        "says its sizes": model([node("Split", ["x"], ["y", "z"])], [2, 2], 11),
    }
    for words, made in refused.items():
        shape = [each.dim_value for each in made.graph.input[0].type.tensor_type.shape.dim]
        with pytest.raises(app.BridgeError, match=words):
            app.bridge(made, np.arange(float(np.prod(shape))).reshape(shape) / 3)
    read = (
        model([node("ReduceSum", ["x"], ["y"], noop_with_empty_axes=1)], [2, 2]),
        model([node("Slice", ["x"], ["y"], starts=[1], ends=[2], axes=[1])], [2, 2], 9),
        model([node("Div", ["n", "k"], ["q"]), node("Cast", ["q"], ["f"], to=TensorProto.DOUBLE),
               node("Mul", ["x", "f"], ["y"])], [2, 2], n=np.array(7), k=np.array(2)),
        model([node("MatMul", ["x", "in"], ["y"])], [2, 2], **{"in": square}),
        model([node("Reshape", ["x", "s"], ["i"]), node("Shape", ["x"], ["two"]),
               node("Conv", ["i", "K"], ["c"], kernel_shape=[2, 1]),
               node("Reshape", ["c", "row"], ["r"]),
               node("BatchNormalization", ["r", "a", "a", "a", "v"], ["b"], momentum=0.8),
               node("Cast", ["two"], ["t"], to=TensorProto.DOUBLE), node("Mul", ["b", "t"], ["y"])],
              [2, 2], s=[1, 1, 2, 2], K=[[[[0.5], [2.0]]]], row=[1, 2], a=[0.5, 0.7],
              v=[1.0, 2.0]),
    )  # fmt: skip
    for made in read:
        found = app.bridge(made, square, loss="sum")
        run = ge.run(ge.parse(found.program))
        (theirs,) = ReferenceEvaluator(made).run(None, {"x": square})
        assert float(run.value(run.graph.loss)) == pytest.approx(theirs.sum(), abs=1e-12)
