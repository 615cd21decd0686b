"""The formulas of what flows back: upstream times local, the chain's product, sizes and costs."""

from collections.abc import Sequence
from typing import Any

import numpy as np

import graph_engine as ge
from graph_engine import Edge, Jacobian, Run, Step

from ...languages import _, translate
from .. import digits
from .. import formulas as f
from ..arrays import row_listed, size
from ..numbers import plus
from ..places import ORDINALS
from ..tables import CORNER, Window, value_table
from ..words import Words, arrivals, derivative, edge_of, index_of
from .pieces import MANY, by, by_loss, plain, row, shortened


def flow(words: Words, run: Run, edge: Edge) -> str:
    """∂ℒ/∂v = ∂ℒ/∂p · ∂p/∂v = −3.7 · 0.2 = −0.74; a contribution where paths meet."""
    return _times(
        words,
        run,
        edge,
        run.gradients[edge.dst],
        run.flow(edge),
        before=[] if edge.dst == words.walk.graph.loss else [by_loss(words, edge.dst)],
        alone=len(arrivals(words, edge.src)) == 1,
    )


def running(words: Words, step: Step) -> str:
    """∂ℒ/∂v so far along a path: upstream, times the local gradient.

    What one of several ways brings to y is no ∂ℒ/∂y: it is written as the product that it is, from
    the last node on to which one way only leads.
    """
    edge, run = edge_of(step), words.run(step)
    start, factors = _so_far(words, step)
    before = [] if start is None else [by_loss(words, start)]
    before += [by(words, each) for each in factors]
    alone = len(words.walk.paths) == 1
    upstream = words.upstream(step, edge)
    return _times(words, run, edge, upstream, step.product, before=before, alone=alone)


def _so_far(words: Words, step: Step) -> tuple[int | None, tuple[Edge, ...]]:
    """What arrives at the operation of a step along its path: a node's gradient (None: the seed),
    and the local gradients that it was multiplied by since."""
    edge = edge_of(step)
    assert step.path is not None
    path = words.walk.paths[step.path]
    place = path.index(edge)
    at = max(k for k in range(place + 1) if words.ways[path[k].dst] == 1)
    start = path[at].dst
    return (None if start == words.walk.graph.loss else start), path[at:place]


def _times(
    words: Words,
    run: Run,
    edge: Edge,
    upstream: Any,
    product: Any,
    *,
    before: Sequence[f.Fragment],
    alone: bool,
) -> str:
    first = edge.dst == words.walk.graph.loss
    left = [by_loss(words, edge.src), f.EQUALS] if alone else []
    middle = [f.TIMES.join([*shortened(before), by(words, edge)])]
    if first and alone:
        middle = []
    slope = run.slope(edge)
    if isinstance(slope, Jacobian):
        rows, columns = slope.shape
        if np.size(product) > f.MOST:
            sizes = "" if first else f"<mtext>(1×{rows})·({rows}×{columns}) = </mtext>"
            end = f'<mrow class="gradient"><mtext>(1×{columns})</mtext></mrow>'
            return f.math(*left, *middle, *([f.EQUALS] if middle else []), sizes, end)
        factors = [] if first else [f"<mtext>(1×{rows})·({rows}×{columns})</mtext>", f.EQUALS]
    else:
        among = digits.as_product(words, (upstream, slope), product)
        written = (among.product(float(upstream)), among.slope(float(slope)))
        factors = [
            f.product([f.number(each) for each in written]),
            f.EQUALS,
        ]
        factors = [] if first else factors
    numbers = [f.EQUALS, *factors]
    if not middle:
        numbers = numbers[1:]
    return f.math(*left, *middle, *numbers, row(words, product))


def part_card(words: Words, step: Step, gradient: Any) -> str:
    """The same of what one path, or one of several wires, brings: it is no ∂ℒ/∂w."""
    edge = edge_of(step)
    if step.path is None:
        if len(arrivals(words, edge.src)) == 1:
            return row_card(words, edge.src, gradient)
        start: int | None = None if edge.dst == words.walk.graph.loss else edge.dst
        factors: tuple[Edge, ...] = ()
    elif len(words.walk.paths) == 1:
        return row_card(words, edge.src, gradient)
    else:
        start, factors = _so_far(words, step)
    named = [] if start is None else [f"∂{words.loss}/∂{words.flat[start].plain}"]
    named += [derivative(words, each) for each in (*factors, edge)]
    if len(named) > MANY:
        named = [*named[:3], "…", named[-1]]
    return row_card(words, edge.src, gradient, called=" · ".join(named))


def path_card(words: Words, step: Step) -> str:
    """The row that a whole path brings to its leaf."""
    assert words.walk.focus is not None and step.path is not None
    one = len(words.walk.paths) == 1
    called = "" if one else _("along the %(ordinal)s path", ordinal=translate(ORDINALS[step.path]))
    return row_card(words, words.walk.focus, step.product, called=called)


def row_card(
    words: Words, index: int, gradient: Any, at: Window = CORNER, *, called: str = ""
) -> str:
    """A long gradient row as a table; empty where the formula has it."""
    if np.ndim(gradient) == 0 or np.size(gradient) <= f.MOST:
        return ""
    return value_table(
        np.reshape(words.in_order(gradient), (1, -1)),
        words.wire.product,
        caption=_(
            "%(derivative)s, a row",
            derivative=called or f"∂{words.loss}/∂{words.flat[index].plain}",
        ),
        key=f"g{index}",
        window=at,
    )


def own_shape(words: Words, index: int, gradient: Any, at: Window = CORNER) -> str:
    """The row written in the shape of its matrix; empty for a vector."""
    if np.ndim(gradient) < 2:
        return ""
    return value_table(
        np.asarray(gradient),
        words.wire.product,
        caption=_("in the shape of %(name)s, as PyTorch stores it", name=words.plain(index)),
        key=f"G{index}",
        window=at,
    )


def sizes(words: Words, step: Step) -> str:
    """The sizes of the factors of a chain, and of their product."""
    run, path = words.run(step), words.walk.paths[step.path or 0]
    assert words.walk.focus is not None
    sizes = [run.shape_of(edge) for edge in path]
    factors = [f"<mtext>({rows}×{columns})</mtext>" for rows, columns in sizes]
    return f.math(
        by_loss(words, words.walk.focus),
        f.operator(":"),
        f.product(factors),
        f.EQUALS,
        f'<mrow class="gradient"><mtext>(1×{sizes[-1][1]})</mtext></mrow>',
    )


def product(words: Words, step: Step) -> str:
    """The factors of a chain, and their product."""
    walk, run = words.walk, words.run(step)
    assert walk.focus is not None and step.path is not None
    path = walk.paths[step.path]
    left = [by_loss(words, walk.focus), f.EQUALS] if len(walk.paths) == 1 else []
    among, end = digits.chain(words, step.iteration, step.path)
    total = row(words, step.product, end.more)
    if len(path) == 1:
        return f.math(*left, total)
    factors = []
    slopes = [run.slope(edge) for edge in path]
    short = all(map(words.short, slopes))
    for slope in slopes:
        if isinstance(slope, Jacobian) and short:
            entries = np.reshape(slope.built, -1)
            factors.append(f.array(entries, among.slope, mark="local", row=True))
        elif isinstance(slope, Jacobian):
            factors.append(f"<mtext>({size(slope.shape)})</mtext>")
        else:
            factors.append(f.number(among.slope(float(slope))))
    return f.math(*left, f.product(factors), f.EQUALS, total)


def costs(words: Words, step: Step) -> str:
    """The multiplications from the loss and from the leaf; empty for a chain of numbers."""
    run, path = words.run(step), words.walk.paths[step.path or 0]
    sizes = [run.shape_of(edge) for edge in path]
    if all(size == (1, 1) for size in sizes) or len(sizes) < 3:
        return ""
    left, right = ge.multiplications(sizes)
    counted = {
        "left": f"{' + '.join(map(str, left))} = {sum(left)}",
        "right": sum(right),
    }
    if sum(left) < sum(right):
        return _(
            "From the loss: %(left)s multiplications. From the weights: %(right)s. This is why it "
            "is called backpropagation.",
            **counted,
        )
    return _("From the loss: %(left)s multiplications; from the weights: %(right)s.", **counted)


def total(words: Words, step: Step) -> str:
    """The contributions that arrive at a node, and their sum."""
    index, run = index_of(step), words.run(step)
    total = run.gradients[index]
    value = row(words, np.zeros(words.node(index).shape)[()] if total is None else total)
    each = words.terms(step, index)
    if not each:
        return f.math(by_loss(words, index), f.EQUALS, value)
    if np.ndim(total):
        # Rows side by side would be too wide: words can go on in the next line.
        found = digits.as_sum(words, each, total, words.wire)
        written = plus([row_listed(x, found.product) for x in each])
        return plain(f"{written} = {row_listed(total, words.wire.product)}")
    among = digits.as_sum(words, each, total)
    terms = shortened([f.number(among.product(float(x))) for x in each])
    return f.math(by_loss(words, index), f.EQUALS, f.total(terms), f.EQUALS, value)
