"""numpy, with every derivative written out: value, local gradient, contribution."""

from collections.abc import Callable
from functools import reduce
from math import prod
from types import MappingProxyType

from graph_engine.ops.masks import COMPARISONS
from graph_engine.ops.parts import ranges

from .kernels import HELPERS, POOLS, convolutions
from .recipes import RANDOM, Language, Recipe, Spot, added, listed, number

ONE_MINUS = ("1", "-1")


def _sigmoid(x: str) -> str:
    return f"1 / (1 + np.exp(-{x}))"


def _extreme(name: str, sign: str) -> Recipe:
    def value(s: Spot) -> str:
        return reduce(lambda left, right: f"{name}({left}, {right})", s.args)

    def local(s: Spot) -> str:
        # The first that is the result; on a tie the others get nothing.
        own = f"{s.args[s.port]} == {s.out}"
        others = [f"({each} {sign} {s.args[s.port]})" for each in s.args[: s.port]]
        condition = " & ".join([f"({own})", *others]) if others else own
        return f"np.where({condition}, 1, 0)"

    return Recipe(value, (local,))


def _power(s: Spot) -> str:
    if s.c == 0:
        return "0"
    if s.c == 2:
        return f"2 * {s.args[0]}"
    return f"{number(s.c)} * {s.args[0]} ** {number(s.c - 1)}"


def _matmul_local(s: Spot) -> str:
    return s.args[1 - s.port]


def _matmul_flow(s: Spot) -> str:
    """By the number of axes of the operands: a row times a Jacobian, never built."""
    axes = tuple(len(shape) for shape in s.shapes)
    g, other = s.upstream, s.local
    match axes, s.port:
        case (2, 1), 0:
            return f"np.outer({g}, {other})"
        case (2, 1), _:
            return f"{g} @ {other}"
        case (1, 2), 0:
            return f"{other} @ {g}"
        case (1, 2), _:
            return f"np.outer({other}, {g})"
        case (1, 1), _:
            return f"{g} * {other}"
        case _, 0:
            return f"{g} @ {other}.T"
    return f"{other}.T @ {g}"


def _entry(s: Spot) -> str:
    places = ", ".join(map(str, s.sizes))
    return f"{s.args[0]}[{places}]"


def _part_flow(s: Spot) -> str:
    return f"placed({s.upstream}, np.s_[{ranges(s.literal)}], {s.shapes[0]})"


def _mask(sign: str, other: str) -> Recipe:
    return Recipe(f"np.where({{a}} {sign} {{{other}}}, 1.0, 0.0)", ("0",))


def _entry_flow(s: Spot) -> str:
    place = s.sizes if len(s.sizes) > 1 else s.sizes[0]
    return f"placed({s.upstream}, {place}, {s.shapes[0]})"


def _concat_flow(s: Spot) -> str:
    start = sum(prod(shape) for shape in s.shapes[: s.port])
    if not s.shapes[s.port]:
        return f"{s.upstream}[{start}]"
    return f"{s.upstream}[{start}:{start + prod(s.shapes[s.port])}]"


def _along(name: str, more: str = "") -> Callable[[Spot], str]:
    """A function of all entries, or along the axis that is said."""

    def written(s: Spot) -> str:
        axis = f", axis={s.sizes[0]}" if s.sizes else ""
        return f"{name}({s.args[0]}{axis}{more})"

    return written


def _expanded(s: Spot) -> str:
    """What comes from above, with the axis that was reduced."""
    return f"np.expand_dims({s.upstream}, {s.sizes[0]})" if s.sizes else s.upstream


def _reduced_flow(s: Spot) -> str:
    return f"{_expanded(s)} * {s.local}"


def _share(s: Spot) -> str:
    count = s.shapes[0][s.sizes[0]] if s.sizes else prod(s.shapes[0])
    return f"np.full({s.shapes[0]}, 1 / {count})"


def _chosen(name: str) -> Callable[[Spot], str]:
    def written(s: Spot) -> str:
        axis = f", {s.sizes[0]}" if s.sizes else ""
        return f"first({name}, {s.args[0]}{axis})"

    return written


def _softmax_local(s: Spot) -> str:
    if s.sizes:
        return f"blocks({s.out}, {s.sizes[0]})"
    return f"np.diag({s.out}) - np.outer({s.out}, {s.out})"


def _softmax_flow(s: Spot) -> str:
    if s.sizes:
        return f"through({s.upstream}, {s.local}, {s.sizes[0]})"
    return f"{s.upstream} @ {s.local}"


def _copies_added(s: Spot) -> str:
    """What comes back to the copies of a value, added."""
    (own,), whole = s.shapes, s.shape
    aligned = (1,) * (len(whole) - len(own)) + own
    axes = tuple(k for k, pair in enumerate(zip(aligned, whole, strict=True)) if pair[0] < pair[1])
    return f"np.sum({s.upstream}, axis={axes}).reshape({own})" if own else f"np.sum({s.upstream})"


def _moved(value: str) -> Recipe:
    """Entries in another shape: what flows back takes the old shape again."""
    return Recipe(value, ("",), (lambda s: f"{s.upstream}.reshape({s.shapes[0]})",))


RECIPES = MappingProxyType(
    {
        "add": Recipe(lambda s: " + ".join(s.args), ("1",)),
        "sub": Recipe("{a} - {b}", ONE_MINUS),
        "mul": Recipe("{a} * {b}", ("{b}", "{a}")),
        "div": Recipe("{a} / {b}", ("1 / {b}", "-{a} / ({b} * {b})")),
        "pow": Recipe(
            "{a} ** {b}",
            (
                "{b} * {a} ** ({b} - 1)",
                "np.where(({a} == 0) & ({b} > 0), 0, {out} * np.log({a}))",
            ),
        ),
        "neg": Recipe("-{a}", ("-1",)),
        "identity": Recipe("{a}", ("1",)),
        "scale": Recipe("{c} * {a}", ("{c}",)),
        "shift": Recipe(lambda s: f"{s.args[0]} {added(s.c)}", ("1",)),
        "subtract_from": Recipe("{c} - {a}", ("-1",)),
        # A division by 0 is infinite, as numpy's own numbers have it, and no error.
        "divide_by": Recipe(
            lambda s: f"{s.args[0]} / {number(s.c) if s.c else f'np.float64({s.c})'}",
            (lambda s: f"1 / {number(s.c) if s.c else f'np.float64({s.c})'}",),
        ),
        "reciprocal": Recipe(
            "{c} / {a}", (lambda s: f"{number(-s.c)} / ({s.args[0]} * {s.args[0]})",)
        ),
        "power": Recipe("{a} ** {c}", (_power,)),
        "max": _extreme("np.maximum", "<"),
        "min": _extreme("np.minimum", ">"),
        "sigmoid": Recipe(lambda s: _sigmoid(s.args[0]), ("{out} * (1 - {out})",)),
        "log": Recipe("np.log({a})", ("1 / {a}",)),
        "neglog": Recipe("-np.log({a})", ("-1 / {a}",)),
        "exp": Recipe("np.exp({a})", ("{out}",)),
        "tanh": Recipe("np.tanh({a})", ("1 - {out} * {out}",)),
        "relu": Recipe("np.maximum({a}, 0)", ("np.where({a} > 0, 1, 0)",)),
        "leaky_relu": Recipe("np.where({a} > 0, {a}, {c} * {a})", ("np.where({a} > 0, 1, {c})",)),
        "softplus": Recipe("np.logaddexp(0, {a})", (lambda s: _sigmoid(s.args[0]),)),
        "silu": Recipe("{a} / (1 + np.exp(-{a}))", ("{out} + (1 - {out}) / (1 + np.exp(-{a}))",)),
        "gelu": Recipe(
            "{a} * cumulative({a})",
            ("cumulative({a}) + {a} * np.exp(-{a} * {a} / 2) / np.sqrt(2 * np.pi)",),
        ),
        "abs": Recipe("np.abs({a})", ("np.sign({a})",)),
        "sqrt": Recipe("np.sqrt({a})", ("0.5 / {out}",)),
        "square": Recipe("{a} * {a}", ("2 * {a}",)),
        "sin": Recipe("np.sin({a})", ("np.cos({a})",)),
        "cos": Recipe("np.cos({a})", ("-np.sin({a})",)),
        "sign": Recipe("np.sign({a})", ("0",)),
        "logistic_loss": Recipe(
            "np.logaddexp(0, -{a} * {b})",
            ("-{b} / (1 + np.exp({a} * {b}))", "-{a} / (1 + np.exp({a} * {b}))"),
        ),
        "hinge": Recipe(
            "np.maximum(1 - {a} * {b}, 0)",
            ("np.where({a} * {b} < 1, -{b}, 0)", "np.where({a} * {b} < 1, -{a}, 0)"),
        ),
        "squared_error": Recipe("({a} - {b}) ** 2", ("2 * ({a} - {b})", "-2 * ({a} - {b})")),
        # What follows is not entry by entry: the Jacobian is named, the product is written.
        "matmul": Recipe("{a} @ {b}", (_matmul_local,), (_matmul_flow,)),
        "dot": Recipe("np.sum({a} * {b})", (_matmul_local,)),
        "outer": Recipe("np.outer({a}, {b})", (_matmul_local,), ("{g} @ {l}", "{l} @ {g}")),
        "sum": Recipe(_along("np.sum"), ("np.ones_like({a})",), (_reduced_flow,)),
        "mean": Recipe(_along("np.mean"), (_share,), (_reduced_flow,)),
        "amax": Recipe(_along("np.max"), (_chosen("np.argmax"),), (_reduced_flow,)),
        "amin": Recipe(_along("np.min"), (_chosen("np.argmin"),), (_reduced_flow,)),
        "logsumexp": Recipe(_along("logsumexp"), (_along("softmax"),), (_reduced_flow,)),
        "broadcast_to": Recipe(
            lambda s: f"np.broadcast_to({s.args[0]}, {s.shape})", ("",), (_copies_added,)
        ),
        "norm2": Recipe("np.sum({a} * {a})", ("2 * {a}",)),
        "softmax": Recipe(_along("softmax"), (_softmax_local,), (_softmax_flow,)),
        "cross_entropy": Recipe(
            "-np.sum({a} * log_softmax({b}))",
            ("-log_softmax({b})", "softmax({b}) * np.sum({a}) - {a}"),
        ),
        "transpose": Recipe("{a}.T", ("",), ("{g}.T",)),
        "entry": Recipe(_entry, ("",), (_entry_flow,)),
        "part": Recipe(lambda s: f"{s.args[0]}[{ranges(s.literal)}]", ("",), (_part_flow,)),
        "stack": Recipe(
            lambda s: f"np.stack([{listed(s)}])", ("",), (lambda s: f"{s.upstream}[{s.port}]",)
        ),
        "where": Recipe(
            "np.where({a} != 0, {b}, {c})",
            ("0", "np.where({a} != 0, 1, 0)", "np.where({a} != 0, 0, 1)"),
        ),
        "detach": Recipe("{a}", ("0",)),
        **{
            op.name: _mask(sign, "c" if op.literal else "b")
            for sign, pair in COMPARISONS.items()
            for op in pair
        },
        "vec": _moved("{a}.reshape(-1)"),
        "reshape": Recipe(
            lambda s: f"{s.args[0]}.reshape({s.shape})",
            ("",),
            (lambda s: f"{s.upstream}.reshape({s.shapes[0]})",),
        ),
        "with_bias": Recipe("np.append({a}, 1)", ("",), ("{g}[:-1]",)),
        "concat": Recipe(lambda s: f"np.hstack([{listed(s)}])", ("",), (_concat_flow,)),
        **convolutions(_matmul_local),
        **POOLS,
        "conv_matrix": Recipe(
            lambda s: (
                f"sum({s.args[0]}[j] * np.eye({s.shape[0]}, {s.shape[1]}, j) "
                f"for j in range({s.shapes[0][0]}))"
            ),
            ("",),
            (lambda s: f"np.array([np.trace({s.upstream}, j) for j in range({s.shapes[0][0]})])",),
        ),
        # One sample is told at a time, so that it is its own sum and its own mean.
        "total": Recipe("{a}", ("1",)),
        "average": Recipe("{a}", ("1",)),
    }
)


NUMPY = Language(
    name="numpy",
    needs="numpy",
    imports={"math": "import math", "np": "import numpy as np"},
    recipes=RECIPES,
    helpers={
        "show": '''\
def show(what, number):
    """One line: a number, or nested lists of numbers, with every digit."""
    print(what, "=", np.asarray(number, dtype=float).tolist())
''',
        "show_large": '''\
def show_large(what, number):
    """Of many numbers three."""
    show(f"{what}: least, mean, largest", [number.min(), number.mean(), number.max()])
''',
        "random": RANDOM,
        "two_digits": '''\
def two_digits(number):
    """Rounded as on a slide: each number on its own, to two significant digits."""
    return np.vectorize(lambda each: float(f"{each:.2g}"))(number)[()]
''',
        "defined": '''\
def defined(slope, value):
    """Where a value is undefined, its slope is too, whatever the formula says."""
    return np.where(np.isnan(value), np.nan, slope)[()]
''',
        "cumulative": '''\
def cumulative(x):
    """How likely a standard normal number is below x, (1 + erf(x / sqrt(2))) / 2."""
    return np.vectorize(math.erfc, otypes=[float])(-x / np.sqrt(2))[()] / 2
''',
        "softmax": '''\
def softmax(z, axis=None):
    """Powers of e over their sum; less the largest first, so that nothing overflows."""
    raised = np.exp(z - np.max(z, axis=axis, keepdims=True))
    return raised / np.sum(raised, axis=axis, keepdims=True)
''',
        "blocks": '''\
def blocks(p, axis):
    """The Jacobian of softmax for each column (axis 0) or row (axis 1)."""
    return np.array([np.diag(line) - np.outer(line, line) for line in (p.T if axis == 0 else p)])
''',
        "through": '''\
def through(upstream, blocks, axis):
    """Each column (axis 0) or row (axis 1) times its own block."""
    lines = upstream.T if axis == 0 else upstream
    found = np.einsum("kn,knm->km", lines, blocks)
    return found.T if axis == 0 else found
''',
        "logsumexp": '''\
def logsumexp(z, axis=None):
    """The logarithm of the sum of powers of e; the largest is taken out, against overflow."""
    most = np.max(z, axis=axis, keepdims=True)
    return np.squeeze(most, axis) + np.log(np.sum(np.exp(z - most), axis=axis))
''',
        "first": '''\
def first(choose, x, axis=None):
    """1 at the entry that is chosen, the first one on a tie; 0 at the others."""
    line = x if axis is not None else x.reshape(-1)
    at = np.expand_dims(choose(line, axis=axis or 0), axis or 0)
    found = np.zeros(line.shape)
    np.put_along_axis(found, at, 1, axis or 0)
    return found.reshape(x.shape)
''',
        "log_softmax": '''\
def log_softmax(z):
    """The logarithm of softmax, without overflow."""
    low = z - np.max(z)
    return low - np.log(np.sum(np.exp(low)))
''',
        "placed": '''\
def placed(number, place, shape):
    """Zeros, with a number at its place."""
    found = np.zeros(shape)
    found[place] = number
    return found
''',
        **HELPERS,
    },
)
