"""How an operation is typed in the lesson language: `a + b`, `x**3`, `sigmoid(x)`."""

from collections.abc import Sequence

from graph_engine import Op

_OPERATORS = {
    "sub": "{0} - {1}",
    "mul": "{0} * {1}",
    "div": "{0} / {1}",
    "pow": "{0}**{1}",
    "neg": "-{0}",
    "identity": "{0}",
    "scale": "{c} * {0}",
    "shift": "{0} + {c}",
    "subtract_from": "{c} - {0}",
    "divide_by": "{0} / {c}",
    "reciprocal": "{c} / {0}",
    "power": "{0}**{c}",
    "neglog": "-log({0})",
    "matmul": "{0} @ {1}",
    "transpose": "{0}.T",
    "entry": "{0}[{c}]",
}
"""What is not written `name(x)`; a test asks the parser whether each of these is understood so."""


def typed(op: Op, operands: Sequence[str], literal: str = "") -> str:
    """An operation as it is typed, with operands and literal (`c`) in place."""
    if op.name == "add":
        return " + ".join(operands)
    if op.name in _OPERATORS:
        return _OPERATORS[op.name].format(*operands, c=literal)
    return f"{op.name}({', '.join([*operands, *([literal] if literal else [])])})"
