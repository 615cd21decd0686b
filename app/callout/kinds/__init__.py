"""A module for each kind of operation; what is of no kind has its Jacobian as cells.

One more is a module with a function from `Subject` to `Card`, and its line in `OF`.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ..card import Card, Subject
from .cells import cells
from .choice import choice
from .curve import curve
from .layer import layer
from .plus import plus
from .product import product
from .softmax import softmax
from .stop import stop
from .sums import sums
from .times import times
from .update import update

OF: Mapping[str, Callable[[Subject], Card]] = MappingProxyType(
    {"mul": times, "add": plus, "sub": plus, "max": choice, "min": choice, "detach": stop}
)
"""Of single numbers, by the operation; all others have a curve."""

OF_ARRAYS: Mapping[str, Callable[[Subject], Card]] = MappingProxyType(
    {
        "sum": sums,
        "mean": sums,
        "norm2": sums,
        "softmax": softmax,
        "matmul": product,
        "dot": product,
        "layer": layer,
        "cell": layer,
        "detach": stop,
    }
)


def card_of(subject: Subject) -> Card:
    """What is said of a wire into an operation."""
    op = subject.node.op
    assert op is not None
    if subject.single and op.elementwise:
        return OF.get(op.name, curve)(subject)
    if op.keyword and subject.node.literal:
        return cells(subject)  # of several columns or rows, each with a result of its own
    return OF_ARRAYS.get(op.name, cells)(subject)


__all__ = ["card_of", "update"]
