"""Programs that several tests use, and programs made at random."""

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from hypothesis import strategies as st

import graph_engine as ge

EXAMPLE_II = """\
# Example II: learning the weights of a neuron
x1: input  = 2
x2: input  = 1
w1: weight = -1
w2: weight = 1
y:  label  = 1

z1 = w1 * x1
z2 = w2 * x2
q  = z1 + z2
v  = y * q
p  = sigmoid(v)
L: loss = -log(p)
"""


def shown(value: Any) -> str:
    """A parameter in the name of a test, told apart from others of the same look."""
    text = value if isinstance(value, str) else f"{type(value).__name__} {value!r}"
    return ascii(text)[1:-1] if len(text) <= 50 else f"{ascii(text[:40])[1:-1]}… ({len(text)})"


def lines_of(program: str) -> list[str]:
    """The program's lines as an editor counts them."""
    return re.split(r"\r\n|\n|\r", program)


def underlined(program: str, error: ge.ProgramError) -> str:
    """The text that an error points at."""
    return lines_of(program)[error.line - 1][error.column - 1 : error.end_column - 1]


def refusal(program: str) -> ge.ProgramError:
    """The error of a program that is refused; its place must be inside the program."""
    try:
        ge.parse(program)
    except ge.ProgramError as error:
        lines = lines_of(program)
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1
        assert error.column < error.end_column
        assert error.message
        assert str(error).startswith(f"line {error.line}: {error.message}")
        return error
    raise AssertionError(f"not refused: {program[:80]!r}")


@dataclass(frozen=True)
class Program:
    """A program in pieces, so that it can be written down and also computed by others."""

    leaves: Mapping[str, float]
    lines: tuple[tuple[str, str], ...]
    """Name and expression; the last one is the loss."""

    @property
    def text(self) -> str:
        given = [f"{name} = {value!r}" for name, value in self.leaves.items()]
        return "\n".join(given + [f"{name} = {what}" for name, what in self.lines])

    def compute(self, functions: Mapping[str, Callable[..., Any]], *values: Any) -> Any:
        """The loss by Python's own arithmetic, the language being a part of Python."""
        known = dict(functions, __builtins__={}, **dict(zip(self.leaves, values, strict=True)))
        for name, expression in self.lines:
            known[name] = eval(expression, known)
        return known[self.lines[-1][0]]


SMOOTH = ("sigmoid", "tanh", "softplus", "square", "sin", "cos")
BENT = ("relu", "leaky_relu", "abs")
OF_TWO = ("max", "min", "logistic_loss", "hinge", "squared_error")
NUMBERS = ("2", "0.5", "1.5", "3", "1", "0.25")


def expressions(
    names: list[str], templates: tuple[str, ...], numbers: tuple[str, ...] = NUMBERS
) -> st.SearchStrategy[str]:
    """Expressions of these names and numbers, one inside the other by these templates."""

    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.builds(
            lambda template, a, b: template.replace("A", a).replace("B", b),
            st.sampled_from(templates),
            inner,
            inner,
        )

    end = st.sampled_from([*names, *names, *numbers])
    return st.recursive(end, grow, max_leaves=5)


PLAIN = ("(A + B)", "(A - B)", "(A * B)", "(-A)", "(A)**2", "(A)**3")
RICH = (
    *PLAIN,
    "(A / B)",
    "(A / (1 + square(B)))",
    "log(1 + square(A))",
    "(-log(sigmoid(A)))",
    "sqrt(1 + abs(A))",
    "exp(sin(A))",
    "((1 + square(A)) ** B)",
    *(f"{name}(A)" for name in SMOOTH + BENT),
    *(f"{name}(A, B)" for name in OF_TWO),
)


@st.composite
def programs(draw: st.DrawFn, templates: tuple[str, ...] = RICH) -> Program:
    """A program that parses and has a loss which depends on something."""
    number = st.integers(-2000, 2000).map(lambda k: k / 1000)
    leaves = {f"x{k}": draw(number) for k in range(draw(st.integers(1, 4)))}
    names, lines = list(leaves), []
    for k in range(draw(st.integers(1, 5))):
        expression = draw(expressions(names, templates))
        lines.append((f"s{k}", f"{draw(st.sampled_from(names))} * {expression}"))
        names.append(f"s{k}")
    return Program(leaves, tuple(lines))


def tame(run: ge.Run, limit: float = 1e6) -> bool:
    """No number too large to compare with, and nothing at a kink or next to one."""
    numbers = np.array([*run.values, *run.locals], dtype=float)
    return bool((np.abs(numbers) < limit).all()) and not any(
        near_its_kink(run, node) for node in run.graph.nodes if node.op and node.op.kink
    )


def near_its_kink(run: ge.Run, node: ge.Node, by: float = 1e-7) -> bool:
    """Whether a slope jumps when the operands are moved a little."""
    assert node.op is not None
    operands = [run.values[arg] for arg in node.args]
    if node.op.kink is None or node.op.kink.at(*operands, *node.literal):
        return True
    here = _slopes(node, operands)
    for port in range(len(operands)):
        for way in (by, -by):
            moved = list(operands)
            moved[port] = moved[port] + way
            if not np.allclose(_slopes(node, moved), here, rtol=1e-5, atol=1e-5):
                return True
    return False


def _slopes(node: ge.Node, operands: list[Any]) -> list[float]:
    assert node.op is not None
    out = node.op.forward(*operands, *node.literal)
    partials = map(node.op.partial, range(len(operands)))
    return [p(out, *operands, *node.literal) if callable(p) else p for p in partials]


def everywhere(numpy: Any) -> dict[str, Callable[..., Any]]:
    """The language's functions, written once more with a numpy (autograd's, say)."""

    def sigmoid(x: Any) -> Any:
        return 1 / (1 + numpy.exp(-x))

    return {
        "sigmoid": sigmoid,
        "log": numpy.log,
        "exp": numpy.exp,
        "tanh": numpy.tanh,
        "relu": lambda x: numpy.maximum(x, 0.0),
        "leaky_relu": lambda x: numpy.maximum(x, 0.01 * x),
        "softplus": lambda x: numpy.logaddexp(0.0, x),
        "abs": numpy.abs,
        "sqrt": numpy.sqrt,
        "square": numpy.square,
        "sin": numpy.sin,
        "cos": numpy.cos,
        "max": lambda *terms: functools.reduce(numpy.maximum, terms),
        "min": lambda *terms: functools.reduce(numpy.minimum, terms),
        "logistic_loss": lambda y, z: numpy.logaddexp(0.0, -y * z),
        "hinge": lambda y, z: numpy.maximum(1 - y * z, 0.0),
        "squared_error": lambda a, b: (a - b) ** 2,
    }


def run(program: str, **options: Any) -> ge.Run:
    """The run of a program."""
    return ge.run(ge.parse(program), **options)
