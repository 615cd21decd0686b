"""Locked numbers: what a worksheet link hides until it is predicted right or revealed.

A number is named by the step that shows it: `value:q`, `slope:p/v` (∂p/∂v), `flow:p/v`, `sum:x`,
`product:1`, `new:w1`; `value:*` means all of a kind. A node without a name is named by its place:
`@4`. The walk stops before a locked number, so nothing that follows from it is told either.
"""

import re
from collections.abc import Collection

from graph_engine import Step, Telling

KINDS = ("value", "slope", "flow", "sum", "product", "new")
"""Steps whose number can be locked."""

_KEY = re.compile(rf"({'|'.join(KINDS)}|again):(\*|@?\w+(/@?\w+(#\d+)?)?)")


def well_formed(key: str) -> bool:
    """Whether a text can name a locked number."""
    return len(key) <= 80 and _KEY.fullmatch(key) is not None


def key(telling: Telling, step: Step) -> str:
    """A step's name in a link; empty for a step that shows no number of its own."""
    if step.kind not in KINDS:
        return ""
    nodes = telling.graph.nodes

    def name(index: int) -> str:
        return nodes[index].name or f"@{index}"

    kind = "again" if step.iteration and step.kind == "value" else step.kind
    if step.edge is not None:
        edge = step.edge
        twins = [each for each in telling.graph.operands[edge.dst] if each.src == edge.src]
        which = f"#{twins.index(edge)}" if len(twins) > 1 else ""
        return f"{kind}:{name(edge.dst)}/{name(edge.src)}{which}"
    if step.node is not None:
        return f"{kind}:{name(step.node)}"
    return f"{kind}:{(step.path or 0) + 1}"


def locked(found: str, locks: Collection[str]) -> bool:
    """Whether a step's number is among the locked ones."""
    return bool(found) and (found in locks or f"{found.partition(':')[0]}:*" in locks)


def last_open(telling: Telling, locks: Collection[str]) -> int:
    """The step before the first locked number: as far as one can see without predicting."""
    for step in telling.steps:
        if locks and locked(key(telling, step), locks):
            return step.index - 1
    return len(telling.steps) - 1
