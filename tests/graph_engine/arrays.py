"""Random programs of scalars, vectors, matrices and samples, and a second engine's way to run them.

The second engine knows each operation from `meanings.py`, in its own words, and samples only
as a loop in Python.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st

import graph_engine as ge
from graph_engine.ops.broadcasting import common

from .meanings import MEANINGS, lines, pool_windows

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
        if self.op == "stack":
            return f"{self.name} = [{', '.join(args)}]"
        if self.op == "part":
            return f"{self.name} = {args[0]}[{OPERATIONS['part'].listed(self.literal)}]"
        if self.op == "entry":
            return f"{self.name} = {args[0]}[{', '.join(numbers)}]"
        if self.op in ("conv1d", "conv2d"):
            numbers = [
                f"{word}={n}" for word, n in zip(("stride", "padding"), numbers, strict=False)
            ]
        return f"{self.name} = {self.op}({', '.join([*args, *numbers])})"


OPERATORS = {
    "sub": "{} - {}", "mul": "{} * {}", "div": "{} / {}", "pow": "{} ** {}", "neg": "-{}",
    "identity": "{}", "scale": "{1} * {0}", "shift": "{} + {}", "subtract_from": "{1} - {0}",
    "divide_by": "{} / {}", "reciprocal": "{1} / {0}", "power": "{} ** {}", "neglog": "-log({})",
    "matmul": "{} @ {}", "transpose": "{}.T", "greater": "{} > {}", "less": "{} < {}",
    "greater_equal": "{} >= {}", "less_equal": "{} <= {}", "above": "{} > {}", "below": "{} < {}",
    "at_least": "{} >= {}", "at_most": "{} <= {}",
}  # fmt: skip

SAFE = {
    "log": ("positive",), "neglog": ("positive",), "sqrt": ("positive",), "exp": ("bounded",),
    "div": ("", "positive"), "pow": ("positive", "bounded"), "reciprocal": ("positive",),
    "power": ("positive",), "gelu": ("bounded",),
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
    if OPERATIONS[op].keyword:
        return [(), (0.0,), (1.0,)] if len(shape) == 2 else [()]
    if op == "part":
        first = float(shape[0]) if shape else 0.0
        one = [(0.0, first, 1.0), (0.0, first, 2.0), (first - 1, -1.0, -1.0), (1.0, first, 1.0)]
        if len(shape) < 2:
            return [each for each in one if each != (0.0, first, 1.0)]
        last = float(shape[1])
        return [one[1], *((*each, last - 1, last, 0.0) for each in one), (*one[0], 0.0, last, 2.0)]
    if op == "broadcast_to":
        return [(2.0, 3.0), (3.0, *map(float, shape[-1:])), (2.0,), *([(3.0, 2.0)] * 2)]
    if op in ("conv1d", "conv2d"):
        return [(), (2.0, 0.0), (1.0, 1.0), (2.0, 1.0), (3.0, 2.0)]
    if op in ("max_pool2d", "avg_pool2d"):
        return [(1.0,), (2.0,), (2.0, 1.0, 0.0), (2.0, 1.0, 1.0), (3.0, 2.0, 1.0)]
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
    if OPERATIONS[op].elementwise and all(shape == () or np.prod(shape) > 1 for shape in shapes):
        # Where numpy repeats the smaller one, the parser writes it.
        wide = common(tuple({shape for shape in shapes if shape}))
        shapes = tuple(shape and (wide or shape) for shape in shapes)
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
    if not node.op.elementwise:
        return _near_a_tie(run.graph, node, inputs[0])
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


def _near_a_tie(graph: ge.Graph, node: ge.Node, value: Any, by: float = 1e-6) -> bool:
    """Whether two entries of which one is chosen are as good as equal, in any sample."""
    shape = graph.nodes[node.args[0]].shape
    assert node.op is not None
    for one in np.reshape(value, (-1, *shape)):
        if node.op.name == "max_pool2d":
            found = [np.array(each) for each in pool_windows(np, one, *node.literal)]
        else:
            found = lines(np, one, node.literal)
        for line in found:
            if line.size > 1 and np.min(np.diff(np.sort(line))) < by:
                return True
    return False


def _slopes(node: ge.Node, inputs: tuple[Any, ...]) -> list[Any]:
    assert node.op is not None
    out = node.op.forward(*inputs)
    partials = map(node.op.partial, range(len(node.args)))
    return [p(out, *inputs) if callable(p) else p for p in partials]
