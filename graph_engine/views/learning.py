"""The learning as a graph: the weights, the loss, its gradient, times -α, added: the new weights.

Unrolled, iteration after iteration stands in the picture; as a loop the new weights go back into
the leaves. Either runs forward only: the gradient is a value in it like any other.
"""

from typing import Any

import numpy as np

from ..arrays import frozen
from ..graph import Graph, Node
from ..learn import Rate, check_iterations, checked_rate, rate_at
from ..op import Op
from ..saying import say
from .build import Growing
from .collapsed import Collapsed, collapsed
from .origin import Origin


def unrolled(
    graph: Graph, iterations: int = 3, rate: Rate = 1.0, *, accumulate: bool = False
) -> Graph:
    """w⁰ → ℒ(w⁰) → ∂ℒ/∂w → ·(-α) → + → w¹ → …, and the loss that is reached in the end.

    What belongs to iteration 2 is called like "w^2" and has `Origin.time` 2; inputs and labels are
    there once. The gradients are those of the data that `graph` has: with other data in the leaves
    of the picture they are not a number. With `accumulate` gradients are never reset: those of
    before are added, in "Σ∂L/∂w^1". Raises `GraphError` where there is nothing to learn, and past
    the limits.
    """
    check_iterations(iterations)
    rate = checked_rate(rate)
    program = collapsed(graph)
    growing = Growing(say("show fewer iterations."))
    _room(growing, program, iterations)
    weights = [
        program.leaf(growing, leaf, name=_at(leaf, 0), origin=Origin(time=0))
        for leaf in program.weights
    ]
    data = [program.leaf(growing, leaf) for leaf in program.data]
    kept: dict[int, int] = {}
    for time in range(iterations):
        alpha, now = rate_at(rate, time), Origin(time=time)
        loss = program.loss(growing, [*weights, *data], name=f"{program.name}^{time}", origin=now)
        steps = []
        for place, leaf in enumerate(program.weights):
            gradient = program.gradient(growing, place, loss, weights, origin=now)
            if accumulate and place in kept:
                gradient = growing.operation(
                    "add",
                    [kept[place], gradient],
                    leaf,
                    name=_at(leaf, time, f"Σ∂{program.name}/∂"),
                    origin=now,
                )
            kept[place] = gradient
            name = _at(leaf, time, "∆")
            literal = (np.float64(-alpha),)
            steps.append(
                growing.operation("scale", [gradient], leaf, literal=literal, name=name, origin=now)
            )
        weights = [
            growing.operation(
                "add",
                [old, step],
                leaf,
                name=_at(leaf, time + 1),
                origin=Origin(time=time + 1),
            )
            for old, step, leaf in zip(weights, steps, program.weights, strict=True)
        ]
    end = iterations
    program.loss(growing, [*weights, *data], name=f"{program.name}^{end}", origin=Origin(time=end))
    return growing.graph(graph, loss=None)


def loop(graph: Graph, rate: Rate = 1.0, *, accumulate: bool = False) -> Graph:
    """One iteration, whose new weights become the old ones: `Graph.back` says which.

    With a rate that changes, the count of the iterations goes round as well; with `accumulate` the
    sum of all gradients so far. Raises `GraphError` where there is nothing to learn.
    """
    rate = checked_rate(rate)
    program = collapsed(graph)
    growing = Growing(say("leave some terms away."))
    _room(growing, program, 1)
    weights = [program.leaf(growing, leaf) for leaf in program.weights]
    data = [program.leaf(growing, leaf) for leaf in program.data]
    back: list[tuple[int, int]] = []
    factor: int | None = None
    alpha = -1
    if not isinstance(rate, float):
        factor, turn = _schedule(growing, program, rate)
        back.append(turn)
    else:
        name = next(each for each in ("α", "rate", "α°") if each not in program.taken)
        given = frozen(rate)
        alpha = growing.add(Node(index=len(growing.nodes), name=name, role="constant", given=given))
    loss = program.loss(growing, [*weights, *data], name=program.name)
    steps = []
    for place, leaf in enumerate(program.weights):
        gradient = program.gradient(growing, place, loss, weights)
        if accumulate:
            gradient, turn = _kept(growing, program, leaf, gradient)
            back.append(turn)
        name = f"∆{leaf.name}"
        times = alpha if factor is None else factor
        steps.append(growing.operation("mul", [times, gradient], leaf, name=name))
    for old, step, leaf in zip(weights, steps, program.weights, strict=True):
        # A rate that changes has its minus with it.
        how = "sub" if factor is None else "add"
        new = growing.operation(how, [old, step], leaf, name=f"{leaf.name}′")
        back.append((new, old))
    return growing.graph(graph, loss=None, back=tuple(back), reached=loss)


def _room(growing: Growing, program: Collapsed, iterations: int) -> None:
    """Raise at once where weights and iterations are too many: each gradient is of all weights."""
    count = len(program.weights)
    growing.room_for(3 * count * iterations, edges=count * (count + 4) * iterations)


def _at(leaf: Node, time: int, mark: str = "") -> str:
    """A name that nobody can have typed, so that it is free."""
    return f"{mark}{leaf.name}^{time}"


def _schedule(growing: Growing, program: Collapsed, rate: Rate) -> tuple[int, tuple[int, int]]:
    """The node of -α, and the pair that lets the iterations be counted."""
    name = next(each for each in ("t", "iteration", "t°") if each not in program.taken)
    start = Node(index=len(growing.nodes), name=name, role="constant", given=frozen(0.0))
    time = growing.add(start)
    one = (np.float64(1.0),)
    later = growing.operation("shift", [time], start, literal=one, name=f"{name}′")
    if isinstance(rate, str):
        literal = (np.float64(-rate_at(rate, 0)),)
        factor = growing.operation("reciprocal", [later], start, literal=literal, name="−α")
    else:
        factor = growing.operation(_listed(rate), [time], start, name="−α")
    return factor, (later, time)


def _kept(
    growing: Growing, program: Collapsed, leaf: Node, gradient: int
) -> tuple[int, tuple[int, int]]:
    """The sum of a weight's gradients so far, and the pair that keeps it for the next iteration."""
    zero = frozen(np.zeros(growing.nodes[gradient].shape))
    name = f"Σ∂{program.name}/∂{leaf.name}"
    start = growing.add(
        Node(index=len(growing.nodes), name=name, role="constant", given=zero, shape=np.shape(zero))
    )
    total = growing.operation("add", [start, gradient], leaf, name=f"{name}′")
    return total, (total, start)


def _listed(rate: Rate) -> Op:
    """-α from a list, by the count of the iterations."""

    def forward(t: Any) -> Any:
        return -np.float64(rate_at(rate, int(t)) if np.isfinite(t) else np.nan)

    return Op(
        name="schedule",
        title=say("learning rate of the list, with a minus"),
        symbol="−αₜ",
        operands=("t",),
        formula=r"-\alpha_{#1}",
        forward=forward,
        partials=(np.float64(0.0),),
        slopes=("0",),
        samples=(),
        domain=say("the count of the iterations"),
        flat="The list is given: its slope is 0.",
    )
