"""PyTorch: the forward pass alone; autograd does the rest."""

from functools import reduce
from types import MappingProxyType

from graph_engine.ops.masks import COMPARISONS
from graph_engine.ops.parts import ranges

from .kernels import in_torch, pooled_in_torch
from .recipes import RANDOM, Language, Recipe, Spot, added, listed, number


def _divide(s: Spot) -> str:
    # Python's own division by 0 is an error, PyTorch's is infinite: the number is on the right.
    return f"{s.args[0]} / {number(s.c)}"


def _entry(s: Spot) -> str:
    return f"{s.args[0]}[{', '.join(map(str, s.sizes))}]"


def _part(s: Spot) -> str:
    sizes = s.sizes
    if all(step >= 0 for step in sizes[2::3]):
        return f"{s.args[0]}[{ranges(sizes)}]"
    code = s.args[0]  # PyTorch has no steps backwards
    for axis, size in enumerate(s.shapes[0][: len(sizes) // 3]):
        first, end, step = sizes[3 * axis : 3 * axis + 3]
        picked = list(range(first, first + 1 if not step else end, step or 1))
        if picked != list(range(size)):
            code = f"{code}.index_select({axis}, torch.tensor({picked}))"
    return f"{code}.reshape({s.shape})"


def _mask(sign: str, other: str) -> Recipe:
    return Recipe(f"({{a}} {sign} {{{other}}}).double().requires_grad_()")


def _concat(s: Spot) -> str:
    parts = [
        arg if shape else f"{arg}.reshape(1)" for arg, shape in zip(s.args, s.shapes, strict=True)
    ]
    return f"torch.cat([{', '.join(parts)}])"


def _along(form: str) -> Recipe:
    """A method of all entries, or along the axis that is said."""
    return Recipe(lambda s: form.format(s.args[0], s.sizes[0] if s.sizes else ""))


def _dim(form: str) -> Recipe:
    """The same of what needs an axis in any case."""
    return Recipe(lambda s: form.format(s.args[0], _dims(s)))


def _dims(s: Spot) -> str:
    if s.sizes:
        return str(s.sizes[0])
    return "0" if len(s.shapes[0]) == 1 else str(tuple(range(len(s.shapes[0]))))


def _first(name: str) -> Recipe:
    """The first entry of those that are largest, as its place says: PyTorch itself shares a tie."""

    def value(s: Spot) -> str:
        if not s.sizes:
            flat = f"{s.args[0]}.reshape(-1)"
            return f"{flat}[{flat}.{name}()]"
        where = f"{s.args[0]}.{name}({s.sizes[0]}, keepdim=True)"
        return f"{s.args[0]}.gather({s.sizes[0]}, {where}).squeeze({s.sizes[0]})"

    return Recipe(value)


def _extreme(name: str) -> Recipe:
    return Recipe(lambda s: reduce(lambda left, right: f"{name}({left}, {right})", s.args))


RECIPES = MappingProxyType(
    {
        "add": Recipe(lambda s: " + ".join(s.args)),
        "sub": Recipe("{a} - {b}"),
        "mul": Recipe("{a} * {b}"),
        "div": Recipe("{a} / {b}"),
        "pow": Recipe("{a} ** {b}"),
        "neg": Recipe("-{a}"),
        # A tensor of its own, so that it has a gradient of its own.
        "identity": Recipe("{a}.clone()"),
        "scale": Recipe("{c} * {a}"),
        "shift": Recipe(lambda s: f"{s.args[0]} {added(s.c)}"),
        "subtract_from": Recipe("{c} - {a}"),
        "divide_by": Recipe(_divide),
        "reciprocal": Recipe("{c} / {a}"),
        "power": Recipe("{a} ** {c}"),
        "max": _extreme("larger"),
        "min": _extreme("smaller"),
        "sigmoid": Recipe("torch.sigmoid({a})"),
        "log": Recipe("torch.log({a})"),
        "neglog": Recipe("-torch.log({a})"),
        "exp": Recipe("torch.exp({a})"),
        "tanh": Recipe("torch.tanh({a})"),
        "relu": Recipe("torch.relu({a})"),
        "leaky_relu": Recipe("torch.where({a} > 0, {a}, {c} * {a})"),
        # Not torch's own softplus, which is a straight line from 20 on.
        "softplus": Recipe("torch.logaddexp(torch.zeros_like({a}), {a})"),
        "silu": Recipe("torch.nn.functional.silu({a})"),
        "gelu": Recipe("torch.nn.functional.gelu({a})"),
        "abs": Recipe("torch.abs({a})"),
        "sqrt": Recipe("torch.sqrt({a})"),
        "square": Recipe("{a} ** 2"),
        "sin": Recipe("torch.sin({a})"),
        "cos": Recipe("torch.cos({a})"),
        "sign": Recipe("torch.sign({a})"),
        "logistic_loss": Recipe("torch.logaddexp(torch.zeros(()), -{a} * {b})"),
        "hinge": Recipe("torch.relu(1 - {a} * {b})"),
        "squared_error": Recipe("({a} - {b}) ** 2"),
        "matmul": Recipe("{a} @ {b}"),
        "dot": Recipe("torch.dot({a}, {b})"),
        "outer": Recipe("torch.outer({a}, {b})"),
        "sum": _along("{}.sum({})"),
        "mean": _along("{}.mean({})"),
        "amax": _first("argmax"),
        "amin": _first("argmin"),
        "logsumexp": _dim("torch.logsumexp({}, dim={})"),
        "broadcast_to": Recipe(lambda s: f"{s.args[0]}.broadcast_to({s.shape})"),
        "norm2": Recipe("({a} * {a}).sum()"),
        "softmax": _dim("torch.softmax({}, dim={})"),
        "cross_entropy": Recipe("-({a} * torch.log_softmax({b}, dim=0)).sum()"),
        "transpose": Recipe("{a}.T"),
        "entry": Recipe(_entry),
        "part": Recipe(_part),
        "stack": Recipe(lambda s: f"torch.stack([{listed(s)}])"),
        "where": Recipe("torch.where({a} != 0, {b}, {c})"),
        "detach": Recipe("{a}.detach().clone().requires_grad_()"),
        **{
            op.name: _mask(sign, "c" if op.literal else "b")
            for sign, pair in COMPARISONS.items()
            for op in pair
        },
        "vec": Recipe("{a}.reshape(-1)"),
        "reshape": Recipe(lambda s: f"{s.args[0]}.reshape({s.shape})"),
        "with_bias": Recipe("torch.cat([{a}, torch.ones(1)])"),
        "concat": Recipe(_concat),
        "conv1d": Recipe(in_torch),
        "conv2d": Recipe(in_torch),
        "max_pool2d": Recipe(pooled_in_torch("max_pool2d")),
        "avg_pool2d": Recipe(pooled_in_torch("avg_pool2d")),
        "conv_matrix": Recipe(
            lambda s: (
                f"sum({s.args[0]}[j] * torch.eye({s.shape[1]})[j : j + {s.shape[0]}] "
                f"for j in range({s.shapes[0][0]}))"
            )
        ),
        "total": Recipe("{a}.clone()"),
        "average": Recipe("{a}.clone()"),
    }
)

TORCH = Language(
    name="PyTorch",
    needs="torch numpy",
    imports={"np": "import numpy as np", "torch": "import torch"},
    recipes=RECIPES,
    helpers={
        "show": '''\
def show(what, number):
    """One line: a number, or nested lists of numbers, with every digit."""
    print(what, "=", number.detach().tolist())
''',
        "show_large": '''\
def show_large(what, number):
    """Of many numbers three."""
    found = torch.stack([number.min(), number.mean(), number.max()])
    show(f"{what}: least, mean, largest", found)
''',
        "random": RANDOM,
        "gradient": '''\
def gradient(variable):
    """What autograd has left there; zeros where the loss does not depend on it."""
    return torch.zeros_like(variable) if variable.grad is None else variable.grad
''',
        "larger": '''\
def larger(a, b):
    """The larger one; on a tie the first, and it alone gets the gradient."""
    return torch.where(a < b, b, a)
''',
        "smaller": '''\
def smaller(a, b):
    """The smaller one; on a tie the first, and it alone gets the gradient."""
    return torch.where(a > b, b, a)
''',
    },
)
