"""Random programs of scalars, vectors, matrices and samples, and a second engine's way to run them.

The second engine knows each operation from `MEANINGS`, in its own words, and samples only as a loop
in Python.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import strategies as st

import graph_engine as ge

OPERATIONS = ge.operations()


@dataclass(frozen=True)
class Line:
    """One operation on named operands; `safe` is what each goes through first."""

    name: str
    op: str
    args: tuple[str, ...]
    literal: tuple[float, ...] = ()
    safe: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        args = [
            {"positive": f"(1 + square({arg}))", "bounded": f"sin({arg})"}.get(safe, arg)
            for arg, safe in zip(self.args, self.safe or self.args, strict=True)
        ]
        numbers = [f"{number:g}" for number in self.literal]
        if self.op in OPERATORS:
            return f"{self.name} = {OPERATORS[self.op].format(*args, *numbers)}"
        if self.op == "add":
            return f"{self.name} = {' + '.join(args)}"
        if self.op == "entry":
            return f"{self.name} = {args[0]}[{', '.join(numbers)}]"
        return f"{self.name} = {self.op}({', '.join([*args, *numbers])})"


OPERATORS = {
    "sub": "{} - {}", "mul": "{} * {}", "div": "{} / {}", "pow": "{} ** {}", "neg": "-{}",
    "identity": "{}", "scale": "{1} * {0}", "shift": "{} + {}", "subtract_from": "{1} - {0}",
    "divide_by": "{} / {}", "reciprocal": "{1} / {0}", "power": "{} ** {}", "neglog": "-log({})",
    "matmul": "{} @ {}", "transpose": "{}.T",
}  # fmt: skip

SAFE = {
    "log": ("positive",), "neglog": ("positive",), "sqrt": ("positive",), "exp": ("bounded",),
    "div": ("", "positive"), "pow": ("positive", "bounded"), "reciprocal": ("positive",),
    "power": ("positive",),
}  # fmt: skip


@dataclass(frozen=True)
class Arrays:
    """A program: leaves, lines, and what is made of them as the loss."""

    leaves: Mapping[str, np.ndarray]
    sampled: frozenset[str]
    lines: tuple[Line, ...]
    samples: int
    loss: str
    """The name of the loss, which the program's end gives it or the parser as a total."""

    @property
    def text(self) -> str:
        given = []
        for name, value in self.leaves.items():
            shown = str(value.tolist())
            if name in self.sampled:
                shown = f"each({', '.join(str(each) for each in value.tolist())})"
            given.append(f"{name} = {shown}")
        return "\n".join([*given, *(line.text for line in self.lines)])

    def __repr__(self) -> str:
        return f"\n{self.text}\n"

    def compute(self, xp: Any, *values: Any) -> Any:
        """The loss by another engine: a list of values where there are samples."""
        known: dict[str, Any] = {
            name: [value[k] for k in range(self.samples)] if name in self.sampled else value
            for name, value in zip(self.leaves, values, strict=True)
        }
        for line in self.lines:
            known[line.name] = _applied(xp, line, [known[arg] for arg in line.args], self.samples)
        loss = known[self.loss]
        return sum(loss) if isinstance(loss, list) else loss


def _applied(xp: Any, line: Line, args: list[Any], samples: int) -> Any:
    if line.op in ("total", "average"):
        total = sum(args[0])
        return total / samples if line.op == "average" else total
    if any(isinstance(arg, list) for arg in args):
        return [
            _applied(xp, line, [arg[k] if isinstance(arg, list) else arg for arg in args], samples)
            for k in range(samples)
        ]
    for place, safe in enumerate(line.safe):
        if safe == "positive":
            args[place] = 1 + args[place] * args[place]
        elif safe == "bounded":
            args[place] = xp.sin(args[place])
    return MEANINGS[line.op](xp, *args, *line.literal)


def _sigmoid(xp: Any, x: Any) -> Any:
    return 1 / (1 + xp.exp(-x))


def _largest(xp: Any, *terms: Any) -> Any:
    found = terms[0]
    for term in terms[1:]:
        found = xp.where(found - term >= 0, found + 0 * term, term + 0 * found)
    return found


def _cross_entropy(xp: Any, t: Any, z: Any) -> Any:
    return -xp.sum(t * (z - xp.log(xp.sum(xp.exp(z)))))


def _windows(xp: Any, x: Any, k: Any) -> Any:
    if len(x.shape) == 1:
        count = x.shape[0] - k.shape[0] + 1
        return xp.stack([xp.sum(x[i : i + k.shape[0]] * k) for i in range(count)])
    rows, columns = (n - m + 1 for n, m in zip(x.shape, k.shape, strict=True))
    entries = [
        xp.sum(x[i : i + k.shape[0], j : j + k.shape[1]] * k)
        for i in range(rows)
        for j in range(columns)
    ]
    return xp.reshape(xp.stack(entries), (rows, columns))


def _toeplitz(xp: Any, k: Any, columns: float) -> Any:
    size, rows = k.shape[0], int(columns) - k.shape[0] + 1
    entries = [
        k[j - i] if 0 <= j - i < size else 0 * k[0]
        for i in range(rows)
        for j in range(int(columns))
    ]
    return xp.reshape(xp.stack(entries), (rows, int(columns)))


MEANINGS: dict[str, Callable[..., Any]] = {
    "add": lambda xp, *terms: sum(terms[1:], start=terms[0]),
    "sub": lambda xp, a, b: a - b,
    "mul": lambda xp, a, b: a * b,
    "div": lambda xp, a, b: a / b,
    "pow": lambda xp, a, b: xp.exp(b * xp.log(a)),
    "neg": lambda xp, x: -x,
    "identity": lambda xp, x: x,
    "scale": lambda xp, x, c: c * x,
    "shift": lambda xp, x, c: x + c,
    "subtract_from": lambda xp, x, c: c - x,
    "divide_by": lambda xp, x, c: x / c,
    "reciprocal": lambda xp, x, c: c / x,
    "power": lambda xp, x, c: xp.exp(c * xp.log(x)),
    "max": _largest,
    "min": lambda xp, *terms: -_largest(xp, *(-term for term in terms)),
    "sigmoid": _sigmoid,
    "log": lambda xp, x: xp.log(x),
    "neglog": lambda xp, x: -xp.log(x),
    "exp": lambda xp, x: xp.exp(x),
    "tanh": lambda xp, x: xp.tanh(x),
    "relu": lambda xp, x: xp.where(x > 0, x, 0 * x),
    "leaky_relu": lambda xp, x, c=0.01: xp.where(x > 0, x, c * x),
    "softplus": lambda xp, x: xp.log(1 + xp.exp(x)),
    "abs": lambda xp, x: xp.where(x > 0, x, -x),
    "sqrt": lambda xp, x: xp.sqrt(x),
    "square": lambda xp, x: x * x,
    "sin": lambda xp, x: xp.sin(x),
    "cos": lambda xp, x: xp.cos(x),
    "sign": lambda xp, x: xp.where(x > 0, 0 * x + 1, 0 * x - 1),
    "logistic_loss": lambda xp, y, z: -xp.log(_sigmoid(xp, y * z)),
    "hinge": lambda xp, y, z: xp.where(y * z < 1, 1 - y * z, 0 * y * z),
    "squared_error": lambda xp, a, b: (a - b) * (a - b),
    "matmul": lambda xp, a, b: a @ b,
    "dot": lambda xp, a, b: xp.sum(a * b),
    "outer": lambda xp, a, b: xp.reshape(a, (-1, 1)) * xp.reshape(b, (1, -1)),
    "sum": lambda xp, x: xp.sum(x),
    "mean": lambda xp, x: xp.sum(x) / int(np.prod(x.shape)),
    "norm2": lambda xp, x: xp.sum(x * x),
    "softmax": lambda xp, x: xp.exp(x) / xp.sum(xp.exp(x)),
    "cross_entropy": _cross_entropy,
    "transpose": lambda xp, x: x.T,
    "entry": lambda xp, x, *places: x[tuple(int(place) for place in places)],
    "vec": lambda xp, x: xp.reshape(x, (-1,)),
    "reshape": lambda xp, x, *sizes: xp.reshape(x, tuple(int(size) for size in sizes)),
    "with_bias": lambda xp, x: xp.concatenate([x, xp.ones(1)]),
    "concat": lambda xp, *parts: xp.concatenate([xp.reshape(part, (-1,)) for part in parts]),
    "conv1d": _windows,
    "conv2d": _windows,
    "conv_matrix": _toeplitz,
}


def engine(numpy: Any) -> SimpleNamespace:
    """What `MEANINGS` need of a numpy (autograd's, say)."""
    names = ("sin", "cos", "exp", "log", "tanh", "sqrt", "where", "sum", "reshape", "concatenate")
    return SimpleNamespace(
        **{name: getattr(numpy, name) for name in names},
        ones=numpy.ones,
        stack=lambda parts: numpy.concatenate([numpy.reshape(part, (1,)) for part in parts]),
    )


# -- making them ----------------------------------------------------------------------------------


@st.composite
def programs(draw: st.DrawFn, last: str = "", samples: bool = True) -> Arrays:
    """A program of one to four operations and what reduces them; the loss depends on `last`."""
    count = draw(st.integers(0, 3)) if samples else 0
    if last in ("total", "average"):
        count = max(count, 1)
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    shapes = {
        "s": (), "t": (), "v": (columns,), "w": (columns,), "r": (rows,),
        "A": (rows, columns), "B": (columns, rows), "C": (rows, columns),
    }  # fmt: skip
    sampled = {name for name in shapes if count and draw(st.booleans())}
    if last in ("total", "average"):
        sampled.add("v")
    number = st.integers(-1500, 1500).map(lambda k: k / 1000)
    leaves = {
        name: np.array(draw(st.lists(number, min_size=size, max_size=size))).reshape(whole)
        for name, shape in shapes.items()
        for whole in [(count, *shape) if name in sampled else shape]
        for size in [int(np.prod(whole))]
    }
    known = dict(shapes)
    over = set(sampled)
    lines: list[Line] = []
    ordinary = [name for name in OPERATIONS if not OPERATIONS[name].over_samples]
    wanted = [draw(st.sampled_from(ordinary)) for _ in range(draw(st.integers(0, 3)))]
    for op in [*wanted, *([last] if last else [])]:
        line = draw(_line(f"a{len(lines)}", op, known, over))
        if line is not None:
            lines.append(line)
            known[line.name] = _shape(line, known)
            if not OPERATIONS[op].over_samples and not over.isdisjoint(line.args):
                over.add(line.name)
    # The loss: every line's entries, so that everything has a gradient.
    ends = []
    for line in [*lines] or [Line("s", "identity", ("s",))]:
        end = line.name
        if known[end]:
            reduced = draw(st.sampled_from(["sum", "mean", "norm2"]))
            end = f"e{len(ends)}"
            lines.append(Line(end, reduced, (line.name,)))
            known[end] = ()
            if line.name in over:
                over.add(end)
        ends.append(end)
    if len(ends) == 1:
        ends.append("s")
    lines.append(Line("L", "add", tuple(ends)))
    return Arrays(leaves, frozenset(sampled), tuple(lines), count, "L")


@st.composite
def _line(draw: st.DrawFn, name: str, op: str, known: dict[str, Any], over: set[str]) -> Any:
    """A line with operands that fit, None where there are none."""
    declared = OPERATIONS[op]
    count = draw(st.integers(2, 3)) if declared.variadic else declared.arity
    literal: tuple[float, ...] = ()
    if declared.literal:
        literal = (draw(st.sampled_from([-1.5, 0.5, 1.25, 3.0])),)
    names = sorted(over) if declared.over_samples else sorted(known)
    choices = [
        Line(name, op, args, numbers, SAFE.get(op, ()))
        for args in product(names, repeat=count)
        for numbers in ([literal] if not declared.sizes[1] else _sizes(op, known[args[0]]))
        if _fits(op, args, numbers, known)
    ]
    return draw(st.sampled_from(choices)) if choices else None


def _sizes(op: str, shape: tuple[int, ...]) -> list[tuple[float, ...]]:
    size = int(np.prod(shape))
    if op == "entry":
        places = [*np.ndindex(shape)] + [(k,) for k in range(shape[0] if len(shape) == 2 else 0)]
        return [tuple(map(float, place)) for place in places if place]
    if op == "conv_matrix":
        return [(float(size + more),) for more in range(3)]
    return [(float(size),), *((float(k), size / k) for k in range(1, size + 1) if size % k == 0)]


def _fits(op: str, args: tuple[str, ...], numbers: Any, known: dict[str, Any]) -> bool:
    return _result(op, tuple(known[arg] for arg in args), numbers) is not None


def _shape(line: Line, known: dict[str, Any]) -> tuple[int, ...]:
    found = _result(line.op, tuple(known[arg] for arg in line.args), line.literal)
    assert found is not None
    return found


@functools.cache
def _result(op: str, shapes: tuple[Any, ...], numbers: tuple[float, ...]) -> Any:
    """The shape of the result, None where the operands do not fit."""
    nodes = [ge.Node(index=k, shape=shape) for k, shape in enumerate(shapes)]
    literal = tuple(np.float64(number) for number in numbers)
    try:
        return ge.operation(OPERATIONS[op], nodes, index=len(nodes), literal=literal).shape
    except ge.ShapeError:
        return None


# -- where they can be compared -------------------------------------------------------------------


def tame(run: ge.Run, limit: float = 1e4) -> bool:
    """No number too large to compare with, and nothing at a kink or next to one."""
    numbers = [*run.values, *(each for each in run.gradients if each is not None)]
    return all(np.all(np.abs(each) < limit) for each in numbers) and not any(
        _near_its_kink(run, node) for node in run.graph.nodes if node.op and node.op.kink
    )


def _near_its_kink(run: ge.Run, node: ge.Node, by: float = 1e-7) -> bool:
    assert node.op is not None and node.op.kink is not None
    inputs = run.inputs(node)
    if np.any(node.op.kink.at(*inputs)):
        return True
    here = _slopes(node, inputs)
    for port in range(len(node.args)):
        for way in (by, -by):
            moved = (*inputs[:port], inputs[port] + way, *inputs[port + 1 :])
            for one, other in zip(_slopes(node, moved), here, strict=True):
                if not np.allclose(one, other, rtol=1e-5, atol=1e-5):
                    return True
    return False


def _slopes(node: ge.Node, inputs: tuple[Any, ...]) -> list[Any]:
    assert node.op is not None
    out = node.op.forward(*inputs)
    partials = map(node.op.partial, range(len(node.args)))
    return [p(out, *inputs) if callable(p) else p for p in partials]
