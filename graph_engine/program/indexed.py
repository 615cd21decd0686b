"""Names with an index, `h[t]`: where h is no vector or matrix, h[1], h[2] are names of their own.

In the graph h[1] is the node `h1`, which is written h₁: h[1] and h1 are one name.
"""

import ast

from .. import spelling
from ..saying import say
from . import parts
from .draft import Draft
from .filled import whole
from .messages import ONLY, ProgramError, Span


def joined(base: str, index: tuple[int, ...]) -> str:
    """The name of `base` with an index: h1, W_hh_1, h_1_2, and h_minus1 of h[-1]."""
    return spelling.joined(base, [f"minus{-k}" if k < 0 else str(k) for k in index])


def target(draft: Draft, item: ast.Subscript) -> ast.Name:
    """The name that `h[t] = …` gives; raises where it would be an entry of a value."""
    span, (base, places) = draft.span(item), _chain(item)
    if base is None:
        raise span.error(ONLY, say("Left of `=` stands one name."))
    if base.id in draft.names and draft.nodes[draft.names[base.id][0]].shape:
        raise span.error(
            say(
                "`%(name)s` has all its entries from line %(line)s: they are not given one by one.",
                name=base.id,
                line=draft.names[base.id][1],
            ),
            say(
                "Leave line %(line)s away: then `%(name)s[0]`, `%(name)s[1]` are names of their "
                "own.",
                name=base.id,
                line=draft.names[base.id][1],
            ),
        )
    index = tuple(parts.place(draft, each) for each in places)
    draft.families[base.id] = index
    return ast.copy_location(ast.Name(joined(base.id, index), ast.Store()), item)


def own(draft: Draft, item: ast.Subscript) -> str | None:
    """The name that `h[t]` is; None where it is a part of a value. Raises where it is neither."""
    base, places = _chain(item)
    if base is None:
        return None
    known = draft.names.get(base.id)
    if known is not None and draft.nodes[known[0]].shape:
        return None
    name = _name(draft, base.id, places)
    if name is not None:
        return name
    if any(_name(draft, base.id, places[:count]) for count in range(1, len(places))):
        return None  # a part of h[1]
    if base.id not in draft.families:
        return None
    index = [whole(each) for each in places]
    raise _no_such(draft, base.id, index, draft.span(item))


def typed(base: str, index: tuple[int, ...]) -> str:
    """As it is typed: h[1]."""
    return f"{base}[{', '.join(str(place) for place in index)}]"


def _chain(item: ast.expr) -> tuple[ast.Name | None, list[ast.expr]]:
    """The name before all brackets, and what stands in them: `h[1, 2]` is `h[1][2]`."""
    places: list[ast.expr] = []
    while isinstance(item, ast.Subscript):
        inner = item.slice
        places[:0] = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        item = item.value
    return (item if isinstance(item, ast.Name) else None), places


def _name(draft: Draft, base: str, places: list[ast.expr]) -> str | None:
    index = [whole(each) for each in places]
    name = joined(base, tuple(each for each in index if each is not None))
    return name if None not in index and name in draft.names else None


def _no_such(draft: Draft, base: str, index: list[int | None], span: Span) -> ProgramError:
    found = tuple(each for each in index if each is not None)
    last = typed(base, draft.families[base])
    if len(found) < len(index):
        return span.error(
            say("`%(name)s` is no vector: each index is a name of its own.", name=base),
            say("Write one of them, `%(last)s`, or a list of them.", last=last),
        )
    name = typed(base, found)
    return span.error(
        say("there is no `%(name)s` yet.", name=name),
        say("Give it first: `%(name)s = 0`.", name=name),
    )
