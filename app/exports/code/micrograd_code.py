"""micrograd: Values that remember how they were made; what it lacks is defined in its own style.

Vectors and matrices are numpy arrays of Values, so every entry is a node of micrograd's graph.
"""

import re
from functools import reduce
from math import inf
from types import MappingProxyType

from graph_engine.ops.masks import COMPARISONS
from graph_engine.ops.parts import ranges

from .kernels import IN_MICROGRAD, in_micrograd, pooled_in_micrograd
from .recipes import RANDOM, Language, Recipe, Spot, Text, added, fill, listed, number


def _entrywise(plain: Text) -> Recipe:
    """Operators: numpy applies them to each entry, but a Value left of an array does not."""

    def value(s: Spot) -> str:
        if not s.mixed or s.shapes[0]:
            return fill(plain, s)
        letters = tuple("abcdefgh"[: len(s.args)])
        inner = Spot(args=letters, shapes=s.shapes, shape=s.shape, literal=s.literal)
        return f"each(lambda {', '.join(letters)}: {fill(plain, inner)}, {listed(s)})"

    return Recipe(value)


def _call(name: str) -> Recipe:
    """A function of single Values, applied to each entry where there are entries."""

    def value(s: Spot) -> str:
        literal = f", {number(s.c)}" if s.literal else ""
        if not s.shape:
            return f"{name}({listed(s)}{literal})"
        if literal:
            return f"each(lambda x: {name}(x{literal}), {listed(s)})"
        return f"each({name}, {listed(s)})"

    return Recipe(value)


def _extreme(name: str) -> Recipe:
    def value(s: Spot) -> str:
        if s.shape:
            return reduce(lambda left, right: f"each({name}, {left}, {right})", s.args)
        return reduce(lambda left, right: f"{name}({left}, {right})", s.args)

    return Recipe(value)


def _power(s: Spot) -> str:
    if s.c == 0:
        return f"{s.args[0]} * 0 + 1"
    if s.shape:
        return f"each(lambda x: x ** {number(s.c)}, {s.args[0]})"
    return f"{s.args[0]} ** {number(s.c)}"


def _add(s: Spot) -> str:
    if not s.mixed:
        return " + ".join(s.args)
    # An array first, so that numpy spreads the single numbers that follow.
    order = sorted(range(len(s.args)), key=lambda k: not s.shapes[k])
    return " + ".join(s.args[k] for k in order)


def _hinge(s: Spot) -> str:
    if s.shape:
        return f"each(lambda a, b: (1 - a * b).relu(), {listed(s)})"
    return fill("(1 - {a} * {b}).relu()", s)


def _divide(s: Spot) -> str:
    return f"{s.args[0]} / {number(s.c)}" if s.c else f"{s.args[0]} * {number(inf)}"


def _entry(s: Spot) -> str:
    # "+ 0" makes a Value of its own, which gets a gradient of its own.
    return f"{s.args[0]}[{', '.join(map(str, s.sizes))}] + 0"


def _along(one: str) -> Recipe:
    """A function of a list of Values: of all entries, or of each column or row."""

    def value(s: Spot) -> str:
        if s.sizes:
            return f"along({one}, {s.args[0]}, {s.sizes[0]})"
        return f"{one}({s.args[0]}.flat)"

    return Recipe(value)


def _sum(s: Spot) -> str:
    return f"{s.args[0]}.sum({s.sizes[0] if s.sizes else ''}) + 0"


def _mean(s: Spot) -> str:
    count = s.shapes[0][s.sizes[0]] if s.sizes else f"{s.args[0]}.size"
    return f"{s.args[0]}.sum({s.sizes[0] if s.sizes else ''}) / {count}"


def _softmax(s: Spot) -> str:
    return f"along(softmax, {s.args[0]}, {s.sizes[0]})" if s.sizes else f"softmax({s.args[0]})"


def _apply(letters: str, code: str) -> Recipe:
    """An expression of single Values, applied to each entry where there are entries."""

    def value(s: Spot) -> str:
        if s.shape:
            return f"each(lambda {', '.join(letters)}: {code}, {listed(s)})"
        return re.sub(r"\b[a-c]\b", lambda letter: s.args["abc".index(letter[0])], code)

    return Recipe(value)


def _mask(sign: str, *, number_behind: bool) -> Recipe:
    def value(s: Spot) -> str:
        letters, other = ("a", number(s.c)) if number_behind else ("ab", "b.data")
        return fill(_apply(letters, f"mask(a.data {sign} {other})").value, s)

    return Recipe(value)


RECIPES = MappingProxyType(
    {
        "add": Recipe(_add),
        "sub": _entrywise("{a} - {b}"),
        "mul": _entrywise("{a} * {b}"),
        "div": _entrywise("{a} / {b}"),
        "pow": _call("power"),
        "neg": Recipe("-{a}"),
        "identity": Recipe("{a} + 0"),
        "scale": Recipe("{c} * {a}"),
        "shift": Recipe(lambda s: f"{s.args[0]} {added(s.c)}"),
        "subtract_from": Recipe("{c} - {a}"),
        "divide_by": Recipe(_divide),
        "reciprocal": Recipe("{c} / {a}"),
        "power": Recipe(_power),
        "max": _extreme("larger"),
        "min": _extreme("smaller"),
        "sigmoid": _call("sigmoid"),
        "log": _call("log"),
        "neglog": Recipe(lambda s: f"-each(log, {s.args[0]})" if s.shape else f"-log({s.args[0]})"),
        "exp": _call("exp"),
        "tanh": _call("tanh"),
        "relu": Recipe(
            lambda s: f"each(Value.relu, {s.args[0]})" if s.shape else f"{s.args[0]}.relu()"
        ),
        "leaky_relu": _call("leaky_relu"),
        "softplus": _call("softplus"),
        "silu": _call("silu"),
        "gelu": _call("gelu"),
        "abs": _call("absolute"),
        "sqrt": _call("sqrt"),
        "square": Recipe("{a} * {a}"),
        "sin": _call("sin"),
        "cos": _call("cos"),
        "sign": _call("sign"),
        "logistic_loss": _call("logistic_loss"),
        "hinge": Recipe(_hinge),
        "squared_error": _entrywise("({a} - {b}) * ({a} - {b})"),
        "matmul": Recipe("{a} @ {b}"),
        "dot": Recipe("{a} @ {b}"),
        "outer": Recipe("np.outer({a}, {b})"),
        "sum": Recipe(_sum),
        "mean": Recipe(_mean),
        "amax": _along("largest"),
        "amin": _along("smallest"),
        "logsumexp": _along("logsumexp"),
        "broadcast_to": Recipe(lambda s: f"np.broadcast_to({s.args[0]}, {s.shape}) + 0"),
        "norm2": Recipe("({a} * {a}).sum()"),
        "softmax": Recipe(_softmax),
        "cross_entropy": Recipe("-({a} * log_softmax({b})).sum()"),
        "transpose": Recipe("{a}.T + 0"),
        "entry": Recipe(_entry),
        "part": Recipe(lambda s: f"{s.args[0]}[{ranges(s.literal)}] + 0"),
        "stack": Recipe(lambda s: f"np.array([{listed(s)}]) + 0"),
        "where": _apply("abc", "(b if a.data else c) + 0"),
        "detach": _apply("a", "Value(a.data)"),
        **{
            op.name: _mask(sign, number_behind=op.literal)
            for sign, pair in COMPARISONS.items()
            for op in pair
        },
        "vec": Recipe("{a}.reshape(-1) + 0"),
        "reshape": Recipe(lambda s: f"{s.args[0]}.reshape({s.shape}) + 0"),
        "with_bias": Recipe("np.append({a} + 0, Value(1.0))"),
        "concat": Recipe(lambda s: f"np.hstack([{listed(s)}]) + 0"),
        "conv1d": Recipe(in_micrograd),
        "conv2d": Recipe(in_micrograd),
        "max_pool2d": Recipe(pooled_in_micrograd("max_pool2d")),
        "avg_pool2d": Recipe(pooled_in_micrograd("avg_pool2d")),
        "conv_matrix": Recipe(lambda s: f"toeplitz({s.args[0]}, {s.shape[1]})"),
        "total": Recipe("{a} + 0"),
        "average": Recipe("{a} + 0"),
    }
)


def _defined(name: str, value: str, *slopes: str) -> str:
    return (
        f"{name} = operation(\n    {value},\n"
        + "".join(f"    {each},\n" for each in slopes)
        + ")\n"
    )


MICROGRAD = Language(
    name="micrograd",
    needs="micrograd numpy",
    imports={
        "math": "import math",
        "np": "import numpy as np",
        "Value": "from micrograd.engine import Value",
        "sys": "import sys",
    },
    recipes=RECIPES,
    helpers={
        "show": '''\
def show(what, variable, part):
    """One line: `data` or `grad` of a Value, or of every Value of an array."""
    found = np.frompyfunc(lambda each: float(getattr(each, part)), 1, 1)(variable)
    print(what, "=", found.tolist() if isinstance(found, np.ndarray) else found)
''',
        "show_large": '''\
def show_large(what, variable, part):
    """Of many numbers three."""
    found = np.array([float(getattr(entry, part)) for entry in variable.flat])
    three = np.array([found.min(), found.mean(), found.max()])
    print(f"{what}: least, mean, largest =", three.tolist())
''',
        "random": RANDOM,
        "values": '''\
def values(numbers):
    """An array of Values."""
    return np.frompyfunc(lambda each: Value(np.float64(each)), 1, 1)(np.array(numbers))
''',
        "each": '''\
def each(function, *operands):
    """A function of Values, applied entry by entry."""
    return np.frompyfunc(function, len(operands), 1)(*operands)
''',
        "operation": '''\
def operation(value, *slopes):
    """An operation that micrograd does not have, in its style, from its value and its slopes."""

    def apply(*operands):
        numbers = [each.data for each in operands]
        out = Value(value(*numbers), operands)

        def _backward():
            for operand, slope in zip(operands, slopes):
                operand.grad += slope(out.data, *numbers) * out.grad  # local · upstream

        out._backward = _backward
        return out

    return apply
''',
        "power": _defined(
            "power",
            "lambda a, b: np.float64(a) ** b",
            "lambda out, a, b: b * np.float64(a) ** (b - 1)",
            "lambda out, a, b: out * np.log(a) if a != 0 or b <= 0 else 0",
        ),
        "larger": _defined(
            "larger",
            "lambda a, b: b if a < b else a",
            "lambda out, a, b: not a < b",
            "lambda out, a, b: a < b",
        ),
        "smaller": _defined(
            "smaller",
            "lambda a, b: b if a > b else a",
            "lambda out, a, b: not a > b",
            "lambda out, a, b: a > b",
        ),
        "sigmoid": _defined(
            "sigmoid", "lambda x: 1 / (1 + np.exp(-x))", "lambda out, x: out * (1 - out)"
        ),
        "log": _defined("log", "lambda x: np.log(x)", "lambda out, x: 1 / np.float64(x)"),
        "exp": _defined("exp", "lambda x: np.exp(x)", "lambda out, x: out"),
        "tanh": _defined("tanh", "lambda x: np.tanh(x)", "lambda out, x: 1 - out * out"),
        "softplus": _defined(
            "softplus", "lambda x: np.logaddexp(0, x)", "lambda out, x: 1 / (1 + np.exp(-x))"
        ),
        "silu": _defined(
            "silu",
            "lambda x: x / (1 + np.exp(-x))",
            "lambda out, x: out + (1 - out) / (1 + np.exp(-x))",
        ),
        "cumulative": '''\
def cumulative(x):
    """How likely a standard normal number is below x, (1 + erf(x / sqrt(2))) / 2."""
    return math.erfc(-x / math.sqrt(2)) / 2
''',
        "gelu": _defined(
            "gelu",
            "lambda x: x * cumulative(x)",
            "lambda out, x: cumulative(x) + x * np.exp(-x * x / 2) / np.sqrt(2 * np.pi)",
        ),
        "absolute": _defined("absolute", "lambda x: abs(x)", "lambda out, x: np.sign(x)"),
        "sqrt": _defined("sqrt", "lambda x: np.sqrt(x)", "lambda out, x: 0.5 / out"),
        "sin": _defined("sin", "lambda x: np.sin(x)", "lambda out, x: np.cos(x)"),
        "cos": _defined("cos", "lambda x: np.cos(x)", "lambda out, x: -np.sin(x)"),
        "sign": _defined("sign", "lambda x: np.sign(x)", "lambda out, x: 0"),
        "logistic_loss": _defined(
            "logistic_loss",
            "lambda y, z: np.logaddexp(0, -y * z)",
            "lambda out, y, z: -z / (1 + np.exp(y * z))",
            "lambda out, y, z: -y / (1 + np.exp(y * z))",
        ),
        "leaky_relu": '''\
def leaky_relu(x, slope):
    """max(0, x) + slope · min(0, x)."""
    return operation(
        lambda x: x if x > 0 else slope * x,
        lambda out, x: 1 if x > 0 else slope,
    )(x)
''',
        "softmax": '''\
def softmax(z):
    """Powers of e over their sum; less the largest first, so that nothing overflows."""
    raised = each(exp, z - max(value.data for value in z))
    return raised / raised.sum()
''',
        "mask": '''\
def mask(holds):
    """1 where a comparison holds, else 0; no gradient comes through it."""
    return Value(1.0 if holds else 0.0)
''',
        "along": '''\
def along(function, x, axis):
    """A function of each column (axis 0) or row (axis 1)."""
    found = [function(line) for line in (x.T if axis == 0 else x)]
    rows = np.empty((len(found), *np.shape(found[0])), dtype=object)
    rows[...] = found
    return rows.T if axis == 0 else rows
''',
        "largest": '''\
def largest(values):
    """The first of the largest Values; it alone gets the gradient."""
    return max(values, key=lambda value: value.data) + 0
''',
        "smallest": '''\
def smallest(values):
    """The first of the smallest Values; it alone gets the gradient."""
    return min(values, key=lambda value: value.data) + 0
''',
        "logsumexp": '''\
def logsumexp(values):
    """The logarithm of the sum of powers of e; the largest is taken out, against overflow."""
    listed = list(values)
    most = max(value.data for value in listed)
    return log(sum(exp(value - most) for value in listed)) + most
''',
        "log_softmax": '''\
def log_softmax(z):
    """The logarithm of softmax, without overflow."""
    low = z - max(value.data for value in z)
    return low - log(each(exp, low).sum())
''',
        **IN_MICROGRAD,
    },
)
