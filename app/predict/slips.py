"""What the typical mistakes give, each from the calculation in which it is made."""

from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any

import numpy as np

from graph_engine import Jacobian

from .problems import Entry, Flow, Inputs, New, Problem, Sum, Value, Weight

Numbers = Iterator[Any]

ENTRIES = 400
"""Weights up to which an answer is compared with the gradients by all the others."""


# -- at every step -----------------------------------------------------------------------


def sign(problem: Problem, inputs: Inputs) -> Numbers:
    """The other sign."""
    yield -problem.work(inputs)


def backwards(problem: Problem, inputs: Inputs) -> Numbers:
    """The entries in the reverse order."""
    result = problem.work(inputs)
    if np.ndim(result) == 1:
        yield result[::-1]


def doubled(problem: Problem, inputs: Inputs) -> Numbers:
    """Twice the number."""
    yield 2 * problem.work(inputs)


# -- values ------------------------------------------------------------------------------


def upside_down(problem: Value, inputs: Inputs) -> Numbers:
    """A quotient upside down."""
    op = problem.node.op
    assert op is not None
    if not problem.node.shape and r"\frac" in op.tex(len(problem.node.args)):
        yield 1 / problem.work(inputs)


def operand_alone(problem: Value, inputs: Inputs) -> Numbers:
    """An operand as it comes in."""
    assert problem.node.op is not None
    shape = problem.node.shape
    if problem.node.op.name in ("add", "sub", "shift", "subtract_from"):
        yield from (each for each in problem.operands(inputs) if np.shape(each) == shape)


def other_operation(problem: Value, inputs: Inputs) -> Numbers:
    """Added for multiplied, 2x for x², and the like; of a number that is written in the program,
    too."""
    node = problem.node
    assert node.op is not None
    operands = [*problem.operands(inputs), *(float(each) for each in _numbers(node.literal))]
    if node.op.name == "square":
        operands.append(2.0)
    if any(np.shape(each) for each in operands) or len(operands) < 2:
        return
    match node.op.name:
        case "mul" | "scale":
            yield sum(operands)
        case "div" | "divide_by":
            yield sum(operands)
            yield operands[0] * operands[1]
        case "square" | "power":
            yield operands[0] * operands[1]
        case "add":
            yield reduce(lambda a, b: a * b, operands)
        case "sub":
            yield sum(operands)
            yield operands[1] - operands[0]


def _numbers(literal: Iterable[Any]) -> Iterator[Any]:
    """What of it is a number, and no size or shape."""
    return (each for each in literal if isinstance(each, float))


# -- what flows back ---------------------------------------------------------------------


def upstream_only(problem: Flow, inputs: Inputs) -> Numbers:
    """What arrives from above."""
    yield inputs[problem.upstream]


def slopes(problem: Flow, inputs: Inputs) -> Numbers:
    """The local gradient alone; of a matrix what can be taken for it."""
    slope, shape = problem.slope_of(inputs), problem.graph.nodes[problem.edge.src].shape
    if not isinstance(slope, Jacobian):
        yield slope
    elif slope.rows == 1:
        yield np.reshape(slope.built[0], shape)
    elif slope.structure == "diagonal":
        yield np.reshape(np.diagonal(slope.built), shape)
    elif slope.columns == 1:
        yield from slope.built[:, 0]


def added_up(problem: Flow, inputs: Inputs) -> Numbers:
    """Upstream and local gradient added."""
    upstream = inputs[problem.upstream]
    for slope in slopes(problem, inputs):
        if np.shape(upstream) in ((), np.shape(slope)):
            yield upstream + slope


# -- sums of contributions ---------------------------------------------------------------


def terms(problem: Sum, inputs: Inputs) -> list[Any]:
    """What is added."""
    return [inputs[key] for key in problem.terms]


def one_contribution(problem: Sum, inputs: Inputs) -> Numbers:
    """Each term alone."""
    yield from terms(problem, inputs)


def path_forgotten(problem: Sum, inputs: Inputs) -> Numbers:
    """All but one."""
    total = problem.work(inputs)
    yield from (total - each for each in terms(problem, inputs))


def multiplied(problem: Sum, inputs: Inputs) -> Numbers:
    """All multiplied."""
    found = terms(problem, inputs)
    if len(found) > 1:
        yield reduce(lambda a, b: a * b, found)


def averaged(problem: Sum, inputs: Inputs) -> Numbers:
    """Their average."""
    yield problem.work(inputs) / len(problem.terms)


def sign_of_one(problem: Sum, inputs: Inputs) -> Numbers:
    """One term with the other sign."""
    total, found = problem.work(inputs), terms(problem, inputs)
    if len(found) > 1:
        yield from (total - 2 * each for each in found)


def factor_of_one(problem: Sum, inputs: Inputs) -> Numbers:
    """One term without one of its factors."""
    total = problem.work(inputs)
    for key, factors in problem.factors.items():
        for place in range(len(factors) if len(factors) > 1 else 0):
            others = (*factors[:place], *factors[place + 1 :])
            yield total - inputs[key] + reduce(lambda a, b: a * b, others)


# -- updates -----------------------------------------------------------------------------


def unchanged(problem: New, inputs: Inputs) -> Numbers:
    """The old number."""
    yield inputs[problem.old]


def before_update(problem: Value, inputs: Inputs) -> Numbers:
    """The value of before the update."""
    if problem.before is not None:
        yield problem.before


def uphill(problem: New, inputs: Inputs) -> Numbers:
    """The step added."""
    yield inputs[problem.old] + problem.change(inputs)


def no_rate(problem: New, inputs: Inputs) -> Numbers:
    """Without α, down or up."""
    if problem.rate != 1:
        yield inputs[problem.old] - problem.taken(inputs)
        yield inputs[problem.old] + problem.taken(inputs)


def reset(problem: New, inputs: Inputs) -> Numbers:
    """Without what is kept of earlier iterations, or of the first of them; and so all along."""
    if problem.kept is not None:
        yield from _with_last(problem, inputs, range(len(problem.earlier)))
        if problem.otherwise is not None:
            yield problem.otherwise


def kept(problem: New, inputs: Inputs) -> Numbers:
    """With the gradients of earlier iterations, which were reset; and so all along."""
    if problem.kept is None:
        yield from _with_last(problem, inputs, range(1, len(problem.earlier) + 1))
        if problem.otherwise is not None:
            yield problem.otherwise


def _with_last(problem: New, inputs: Inputs, counts: Iterable[int]) -> Numbers:
    """The new number where so many gradients of iterations before are still in it."""
    for count in counts:
        before = problem.earlier[len(problem.earlier) - count :]
        yield inputs[problem.old] - problem.rate * (sum(before) + inputs[problem.gradient])


def step_alone(problem: New, inputs: Inputs) -> Numbers:
    """α times the gradient."""
    yield problem.change(inputs)
    yield -problem.change(inputs)


def gradient_alone(problem: New, inputs: Inputs) -> Numbers:
    """The gradient."""
    yield problem.taken(inputs)


def gradient_backwards(problem: New, inputs: Inputs) -> Numbers:
    """The gradient's entries in the reverse order: in the step, and alone."""
    if np.ndim(inputs[problem.old]) == 1:
        yield inputs[problem.old] - problem.change(inputs)[::-1]
        yield problem.taken(inputs)[::-1]


def twice_the_step(problem: New, inputs: Inputs) -> Numbers:
    """Twice the step taken away."""
    yield inputs[problem.old] - 2 * problem.change(inputs)


# -- by one of many ----------------------------------------------------------------------


def elsewhere(problem: Entry, inputs: Inputs) -> Numbers:
    """The other entries of the matrix."""
    matrix = problem.matrix(inputs)
    for (row, column), each in np.ndenumerate(matrix):
        if (row, column) != (problem.row, problem.column):
            yield each


def weight_slope(problem: Weight, inputs: Inputs) -> Numbers:
    """How the neuron moves with it."""
    yield problem.slope(inputs)


def weight_upstream(problem: Weight, inputs: Inputs) -> Numbers:
    """What arrives at the neuron."""
    yield problem.arriving(inputs)


def weight_function(problem: Weight, inputs: Inputs) -> Numbers:
    """What arrives, times what is weighed, as if the neuron had no function."""
    if problem.weighed is not None:
        yield problem.arriving(inputs) * problem.weighed


def weight_weighed(problem: Weight, inputs: Inputs) -> Numbers:
    """What comes back to the sum, where that is not what arrives."""
    if problem.weighed and problem.slope(inputs) != problem.weighed:
        yield problem.work(inputs) / problem.weighed


def weight_own(problem: Weight, inputs: Inputs) -> Numbers:
    """The weight for what it weighs; with the function's slope, or without."""
    if problem.weighed:
        yield problem.work(inputs) / problem.weighed * problem.own
    if problem.weighed is not None:
        yield problem.arriving(inputs) * problem.own


def weight_elsewhere(problem: Weight, inputs: Inputs) -> Numbers:
    """The gradients by the other weights."""
    flat = np.ravel(problem.flow.work(inputs))
    if flat.size <= ENTRIES:
        yield from np.delete(flat, problem.place)
