"""Which line is to become small: the one that is marked, else one that is called so, else the last.

What was chosen without being sure is a `Doubt`, with another reading as its cure.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod

from ..graph import Doubt
from ..saying import say
from .draft import Draft
from .messages import Span
from .worked import sum_stays

ALWAYS = ("L", "J", "loss", "cost")
"""Names of a loss wherever they stand; the words also in capitals."""

AT_AN_END = ("E", "C")
"""Names of a loss where nothing is computed from it: an energy, a cell have the same letters."""

WORDS = ("loss", "cost", "objective")
"""Words in the names of a loss, `total_cost`, where nothing is computed from it, too."""

_DERIVATIVE = re.compile(
    r"d[A-Z_].*|d[a-zα-ω]\d*|(?:grad|deriv).*|.*_(?:grad|gradient|deriv|derivative|prime)"
)
_UPDATED = re.compile(r"(?:new|next|updated)_.*|.*_(?:new|next|updated)|new|updated")
_QUOTIENT = re.compile(r"d_?([^\W_]+?)_?(?:by_|over_|_)?d_?([^\W]+?)")
"""∂f/∂w as it is typed: df_dw, dfdw, d_f_dw."""


@dataclass(frozen=True)
class End:
    """The node that is to become small, if any, and what is doubtful about it."""

    loss: int | None
    doubts: tuple[Doubt, ...] = ()
    meant: bool = True
    """Whether it is marked, or called so; else it is only the last number."""


def ending(draft: Draft, marked: int | None) -> End:
    """The end of what was read; a loss per sample is totalled, as in the lecture."""
    if marked is not None:
        return End(_one(draft, marked))
    given = dict.fromkeys(index for index, _line in draft.names.values())
    computed = [index for index in given if not draft.nodes[index].leaf]
    scalars = [index for index in computed if prod(draft.nodes[index].shape) == 1]
    used = {arg for node in draft.nodes for arg in node.args}
    if not scalars:
        return End(None, (_no_end(draft, computed[-1]),) if computed else (), meant=False)
    own = _own_work(draft, scalars)
    named = [index for index in scalars if _called_a_loss(draft, index, used)]
    if named:
        loss = named[-1]
        rivals = [each for each in named[:-1] if each not in used and each not in own]
        two = (_two_ends(draft, loss, rivals[-1]),) if rivals else ()
        return End(_one(draft, loss), (*two, *_cut_off(draft, loss, scalars, own)))
    loss, others = scalars[-1], [each for each in computed[:-1] if each not in used]
    others += [each for each in computed[-1:] if each not in used and each != scalars[-1]]
    others = [each for each in others if each != loss]
    if loss in own:
        # One's own derivative or update: what it is of is rather meant than what stands beside it.
        others = [each for each in scalars if each not in own] or others
    doubts = (_other_end(draft, loss, others[-1]),) if others else ()
    return End(_one(draft, loss), doubts, meant=False)


def _name(draft: Draft, index: int) -> str:
    """What it is called in the program: what a loop gives again and again is its last one."""
    name = str(draft.nodes[index].name)
    given = draft.numbered.get(name, name)
    return given if draft.names[given][0] == index else name


def is_loss(name: str) -> bool:
    """Whether a name is that of a loss wherever it stands."""
    return name in ALWAYS or name.lower() in ("loss", "cost")


def _called_a_loss(draft: Draft, index: int, used: set[int]) -> bool:
    name = _name(draft, index)
    if is_loss(name):
        return True
    words = {each.lower() for each in re.findall(r"[A-Z]?[a-z]+", name)}
    if name in AT_AN_END or words & {*WORDS}:
        return index not in used and not _derivative(draft, name)
    return False


def _derivative(draft: Draft, name: str) -> bool:
    """Whether it is called like a derivative that somebody worked out: df_dw, dfdw, grad_w."""
    if _DERIVATIVE.fullmatch(name):
        return True
    if name[0] == "d" and name[1:] in draft.names:
        return True
    quotient = _QUOTIENT.fullmatch(name)
    return quotient is not None and all(
        each in draft.names or re.fullmatch(r"[^\W\d_]_?\d*", each) for each in quotient.groups()
    )


def _own_work(draft: Draft, scalars: list[int]) -> set[int]:
    """What is called like one's own derivative or update, and what follows from such a one."""
    names = {index: _name(draft, index) for index in scalars}
    found = {
        index
        for index, name in names.items()
        if _derivative(draft, name) or _UPDATED.fullmatch(name)
    }
    for node in draft.nodes:
        if not found.isdisjoint(node.args):
            found.add(node.index)
    return found


def _cut_off(draft: Draft, loss: int, scalars: list[int], own: set[int]) -> Iterator[Doubt]:
    """A number that is computed from the loss: what it adds would have no gradients."""
    after = {loss}
    for node in draft.nodes[loss + 1 :]:
        if not after.isdisjoint(node.args):
            after.add(node.index)
    later = [each for each in scalars if each in after - own and each != loss]
    if later:
        message = say(
            "The end is `%(loss)s`, because of its name: `%(other)s`, which is computed from it, "
            "has no part in the gradients.",
            loss=_name(draft, loss),
            other=_name(draft, later[-1]),
        )
        yield _marked(draft, message, later[-1])


def _two_ends(draft: Draft, loss: int, other: int) -> Doubt:
    """Two numbers are called like a loss, and nothing is computed from either."""
    message = say(
        "`%(other)s` and `%(loss)s` are both called like a loss: gradients are those of "
        "`%(loss)s`.",
        loss=_name(draft, loss),
        other=_name(draft, other),
    )
    return _marked(draft, message, other)


def _other_end(draft: Draft, loss: int, other: int) -> Doubt:
    """The last line was taken, though there is another end."""
    name, node = _name(draft, other), draft.nodes[other]
    message = say(
        "The end is the last number, `%(loss)s`: gradients are those of `%(loss)s`.",
        loss=_name(draft, loss),
    )
    if prod(node.shape) > 1:
        return _added(draft, message, name)
    return _marked(draft, message, other)


def _marked(draft: Draft, message: str, other: int) -> Doubt:
    """With a mark on the line of another end."""
    name = _name(draft, other)
    line = draft.names[name][1]
    better = f"{name}: loss"
    if not re.match(rf"{name}\b(?!\[)", draft.lines[line - 1]):
        return _at_the_end(draft, message, name)  # in a loop, or a name with an index
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
    index = draft.names[name][0]
    if sum_stays(draft, index):
        entry = ", ".join("0" for _ in draft.nodes[index].shape)
        hint = say("Make a loss of an entry, as their sum is always the same: `%(better)s`.")
        return _at_the_end(draft, message, f"{name}[{entry}]", hint)
    return _at_the_end(draft, message, f"sum({name})")


def _at_the_end(
    draft: Draft, message: str, formula: str, hint: str = say("Make a loss of it: `%(better)s`.")
) -> Doubt:
    """With a last line that makes a loss of something."""
    free = next(each for each in (*ALWAYS, "L_end") if each not in draft.names)
    better = f"{free}: loss = {formula}"
    line = max(k for k, text in enumerate(draft.lines, start=1) if text.strip())
    end = len(draft.lines[line - 1]) + 1
    return Doubt(
        message=message,
        hint=say(hint, better=better),
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
