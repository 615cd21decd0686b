"""Whether a program has the numbers of the model that it was read from: else it is not given.

A model is read operation by operation, and one that is read amiss would show wrong numbers without
a word. So what was read is run once, and held against what the library itself gives.
"""

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np

from graph_engine import ProgramError, parse, run
from graph_engine.saying import say

from . import operating as ops
from .writing import OTHERWISE, Bridged, Tensor, Writing, gradients_of, known

EXACT = 2e-6
"""How far apart they may be in the library's 64 bits; a model may round inside to 32."""

ROUGH = 1e-3
"""And in a model that can only be run in 32."""


def direction(size: int) -> Any:
    """Of several results one number, in which none of them can hide."""
    return np.cos(np.arange(size))


def agreeing(
    w: Writing,
    found: Bridged,
    out: Tensor | None,
    theirs: Any,
    slopes: Mapping[str, Any] | None = None,
    *,
    library: str,
    within: float = EXACT,
) -> Bridged:
    """The program, if its result is theirs, and the gradients of their results in `direction`."""
    if out is None or out.ids is None:
        return found
    try:
        graph = parse(found.program)
    except ProgramError:
        return found  # it is too large to be shown; whoever opens it is told
    if not any(": loss = " in line for line in w.lines):
        whole = copy.deepcopy(w)
        towards = known(direction(int(np.prod(out.shape))).reshape(out.shape))
        whole.loss(ops.along(whole, "sum", ops.binary(whole, "*", out, towards), None))
        graph = parse("\n".join(whole.lines))
    ran = run(graph)
    values = []
    for place, k in zip(out.ids.reshape(-1), w.owner(out.ids.reshape(-1)), strict=True):
        own = w.names[k] if w.names[k] in graph.names else graph.loss or ""
        values.append(np.reshape(ran.value(own), -1)[place - w.starts[k]])
    if not _close(values, np.reshape(theirs, -1), within):
        raise w.refuse(
            say("its numbers would not be those of %(library)s.", library=library), OTHERWISE
        )
    for own, slope in gradients_of(ran, w.places).items() if slopes else ():
        if slopes and own in slopes and not _close(slope, slopes[own], within):
            raise w.refuse(
                say("the gradient of `%(name)s` would not be that of %(library)s: two largest "
                    "numbers are equal, or an operation has a rule of its own.",
                    name=own, library=library),
                say("Give it other numbers, or put it in other operations."),
            )  # fmt: skip
    return found


def _close(ours: Any, theirs: Any, within: float) -> bool:
    one, other = np.asarray(ours, float), np.asarray(theirs, float)
    most = float(np.abs(other).max(initial=1.0))
    return one.size == other.size and bool(
        (np.abs(one.reshape(-1) - other.reshape(-1)) <= within * most).all()
    )
