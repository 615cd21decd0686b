"""Which line is to become small: the one that is marked, else one that is called so, else the last.

What was chosen without being sure is a `Doubt`, with another reading as its cure.
"""

import re
from dataclasses import dataclass, replace
from math import prod

from ..graph import Doubt
from ..saying import say
from .draft import Draft
from .messages import Span

ALWAYS = ("L", "J", "loss", "cost")
"""Names of a loss wherever they stand; the words also in capitals."""

AT_AN_END = ("E", "C")
"""Names of a loss where nothing is computed from it: an energy, a cell have the same letters."""

_DERIVATIVE = re.compile(r"d[A-Z_].*|d[a-zα-ω]\d*|grad.*|.*_grad")


@dataclass(frozen=True)
class End:
    """The node that is to become small, if any, and what is doubtful about it."""

    loss: int | None
    doubts: tuple[Doubt, ...] = ()


def ending(draft: Draft, marked: int | None) -> End:
    """The end of what was read; a loss per sample is totalled, as in the lecture."""
    if marked is not None:
        return End(_one(draft, marked))
    computed = [index for index, _line in draft.names.values() if not draft.nodes[index].leaf]
    scalars = [index for index in computed if prod(draft.nodes[index].shape) == 1]
    used = {arg for node in draft.nodes for arg in node.args}
    if not scalars:
        return End(None, (_no_end(draft, computed[-1]),) if computed else ())
    named = [index for index in scalars if _called_a_loss(draft, index, used)]
    if named:
        return End(_one(draft, named[-1]))
    loss, others = scalars[-1], [each for each in computed[:-1] if each not in used]
    others += [each for each in computed[-1:] if each not in used and each != scalars[-1]]
    others = [each for each in others if each != loss]
    if not others and _DERIVATIVE.fullmatch(_name(draft, loss)):
        others = [each for each in scalars if not _DERIVATIVE.fullmatch(_name(draft, each))]
    doubts = (_other_end(draft, loss, others[-1]),) if others else ()
    return End(_one(draft, loss), doubts)


def _name(draft: Draft, index: int) -> str:
    return str(draft.nodes[index].name)


def _called_a_loss(draft: Draft, index: int, used: set[int]) -> bool:
    name = _name(draft, index)
    if name in AT_AN_END:
        return index not in used
    return name in ALWAYS or name.lower() in ("loss", "cost")


def _other_end(draft: Draft, loss: int, other: int) -> Doubt:
    """The last line was taken, though there is another end."""
    name, node = _name(draft, other), draft.nodes[other]
    message = say(
        "The end is the last number, `%(loss)s`: gradients are those of `%(loss)s`.",
        loss=_name(draft, loss),
    )
    if prod(node.shape) > 1:
        return _added(draft, message, name)
    line = draft.names[name][1]
    better = f"{name}: loss"
    return Doubt(
        message=message,
        hint=say("Mark another line where you mean it: `%(better)s`.", better=better),
        line=line,
        column=1,
        end_column=len(name) + 1,
        put=better,
    )


def _no_end(draft: Draft, last: int) -> Doubt:
    """There are gradients of a single number only."""
    message = say("Nothing here is a single number, so there is nothing that could become small.")
    return _added(draft, message, _name(draft, last))


def _added(draft: Draft, message: str, name: str) -> Doubt:
    """With a line that makes a loss of a vector."""
    free = next(each for each in (*ALWAYS, "L_end") if each not in draft.names)
    better = f"{free}: loss = sum({name})"
    line = max(k for k, text in enumerate(draft.lines, start=1) if text.strip())
    end = len(draft.lines[line - 1]) + 1
    return Doubt(
        message=message,
        hint=say("Make a loss of it: `%(better)s`.", better=better),
        line=line,
        column=end,
        end_column=end,
        put=f"\n{better}",
    )


def _one(draft: Draft, loss: int) -> int:
    """The loss as one number: the entry of a 1×1 matrix, the total over the samples."""
    node = draft.nodes[loss]
    if node.shape:
        loss = _after(draft, loss, "sum", "")
    return _after(draft, loss, "total", "_i") if node.sampled else loss


def _after(draft: Draft, loss: int, op: str, mark: str) -> int:
    """One operation more, which takes over the name; the old one gets a mark or is nameless."""
    node = draft.nodes[loss]
    name = f"{node.name}{mark}" if mark and node.name else None
    draft.nodes[loss] = replace(node, name=None if name in draft.names else name)
    made = draft.operate(op, (loss,), (), Span(node.line, 1, 2))
    draft.nodes[made] = replace(draft.nodes[made], name=node.name)
    return made
