"""What typical mistakes in a local gradient give: in it alone, and where it is a factor."""

from collections.abc import Callable
from typing import Any

import numpy as np

from graph_engine.slide import two_digits

from .problems import Flow, Inputs, Local, Slope
from .slips import Numbers

_PRODUCTS = ("mul", "dot", "matmul", "outer")
_SUMS = ("add", "sub")


def factor(wrong: Callable[[Local], Numbers]) -> Callable[[Any, Inputs], Numbers]:
    """A wrong slope alone, or times what arrives from above."""

    def gives(problem: Slope | Flow, inputs: Inputs) -> Numbers:
        if isinstance(problem, Flow):
            if problem.local_known:
                yield from (inputs[problem.upstream] * x for x in wrong(problem.local(inputs)))
        else:
            yield from wrong(problem.local(inputs))

    return gives


def op_name(local: Local) -> str:
    """What the operation is called."""
    assert local.node.op is not None
    return local.node.op.name


def whole(local: Local) -> Numbers:
    """The slopes at all places where the operation uses the operand, added; exact, or each as the
    slide has it."""
    args = local.node.args
    places = [port for port, arg in enumerate(args) if arg == args[local.port]]
    if len(places) > 1:
        slopes = [local._replace(port=port).slope() for port in places]
        yield sum(slopes)
        yield sum(two_digits(slope) for slope in slopes)


def whole_of_places(problem: Slope | Flow, inputs: Inputs) -> Numbers:
    """The same, alone or times what arrives; of a matrix, too."""
    yield from factor(whole)(problem, inputs)
    if isinstance(problem, Flow) and not problem.local_known and problem.places:
        yield sum(problem.carried(inputs, slope) for slope in problem.places)


def of_sigma(local: Local) -> Numbers:
    """σ, or 1 − σ."""
    if op_name(local) == "sigmoid":
        yield local.out
        yield 1 - local.out


def sigma_squared(local: Local) -> Numbers:
    """σ², or (1 − σ)²."""
    if op_name(local) == "sigmoid":
        yield local.out * local.out
        yield (1 - local.out) ** 2


def of_tanh(local: Local) -> Numbers:
    """tanh², 1 − tanh, or what the slope of σ would be."""
    if op_name(local) == "tanh":
        yield local.out * local.out
        yield 1 - local.out
        yield local.out * (1 - local.out)


def value_taken(local: Local) -> Numbers:
    """A value for the derivative."""
    if op_name(local) != "sigmoid":
        yield local.out
    if op_name(local) not in (*_PRODUCTS, *_SUMS, "div"):
        yield from local.operands


def wrong_operand(local: Local) -> Numbers:
    """Of a product the slope is the other operand: its own is the mistake."""
    if len(local.operands) > 1 and op_name(local) in _PRODUCTS:
        yield local.own


def operand_of_sum(local: Local) -> Numbers:
    """An operand of a sum or a difference, for its slope."""
    if op_name(local) in _SUMS:
        yield from local.operands


def operand_of_quotient(local: Local) -> Numbers:
    """An operand of a quotient, for its slope."""
    if op_name(local) == "div":
        yield from local.operands


def operand_for_result(local: Local) -> Numbers:
    """v(1 − v) for σ(1 − σ), 1 − v² for 1 − tanh²."""
    if op_name(local) == "sigmoid":
        yield local.own * (1 - local.own)
    elif op_name(local) == "tanh":
        yield 1 - local.own**2


def sign_within(local: Local) -> Numbers:
    """σ(1 + σ), 1 + tanh²."""
    if op_name(local) == "sigmoid":
        yield local.out * (1 + local.out)
    elif op_name(local) == "tanh":
        yield 1 + local.out**2


def not_squared(local: Local) -> Numbers:
    """The slope −1/x² of 1/x, or −a/b² of a/b, without the square."""
    if op_name(local) == "reciprocal" or (op_name(local) == "div" and local.port == 1):
        yield -local.out


def wrong_point(local: Local) -> Numbers:
    """The slope where the result is, not where the operand is: σ′(p) for σ′(v)."""
    if len(local.operands) == 1:
        yield local.slope(out=local.result([local.out]), operands=[local.out])


def no_exponent(local: Local) -> Numbers:
    """x² has the slope 2x: the 2 forgotten, or the exponent left as it was."""
    exponent = {"square": 2.0, "squared_error": 2.0}.get(op_name(local), 0.0)
    if op_name(local) == "power":
        exponent = float(local.node.literal[0])
    if exponent:
        yield local.slope() / exponent
        yield exponent * local.out


def of_reciprocal(local: Local) -> Numbers:
    """The slope of 1/x, −1/x², where that of a logarithm or of a quotient is asked for."""
    if op_name(local) in ("log", "neglog"):
        x = local.own
    elif op_name(local) == "div":
        x = local.operands[1]
    elif op_name(local) in ("reciprocal", "divide_by"):
        x = local.own if op_name(local) == "reciprocal" else local.node.literal[0]
    else:
        return
    # Where that slope is the one that is asked for, only its sign can be wrong.
    if not np.all(np.isclose(np.abs(local.slope()), 1 / (x * x), rtol=1e-9)):
        yield -1 / (x * x)
        yield 1 / (x * x)


def upside_down_slope(problem: Slope | Flow, inputs: Inputs) -> Numbers:
    """The slope upside down, as it is told."""
    if isinstance(problem, Slope):
        yield 1 / problem.work(inputs)
    elif problem.scalar:
        yield inputs[problem.upstream] / problem.slope_of(inputs)
    elif problem.local_known:
        yield inputs[problem.upstream] / problem.local(inputs).slope()
