"""The formulas of each step, grouped into the cards of the explanation.

Each line is one whole formula; a step shows its new line, and its card the lines before it too.
"""

from dataclasses import dataclass
from typing import Literal

from graph_engine import Step
from graph_engine.views import Vectored
from graph_engine.walkthrough.kinds import Start

from ...languages import later
from .. import formulas as f
from ..words import Words, edge_of, index_of, last_place
from .chain import (
    costs,
    flow,
    own_shape,
    part_card,
    path_card,
    product,
    row_card,
    running,
    sizes,
    total,
)
from .forward import forward_numbers, forward_symbols, value_card, whole_formula
from .local import (
    jacobian_card,
    local_asked,
    local_numbers,
    local_short,
    local_symbols,
    local_worked,
    structure,
    whole_numbers,
)
from .nudged import check_text
from .pieces import by_loss, plain
from .update import changed, new_matrix, rule
from .windows import window

Card = Literal["forward", "local", "flow", "chain", "cost", "sum", "update"]

TITLES: dict[Card, str] = {
    "forward": later("Forward"),
    "local": later("Local gradient"),
    "flow": later("Upstream × local"),
    "chain": later("Chain"),
    "cost": later("Cost"),
    "sum": later("Sum of contributions"),
    "update": later("Update"),
}
"""What stands over each card."""


@dataclass(frozen=True)
class Line:
    """One formula, table or remark, and the card that it belongs to."""

    card: Card
    mathml: str


def lines(words: Words, step: Step) -> tuple[Line, ...]:
    """The new formulas of a step."""
    match step.kind:
        case "start":
            asked = step.sought if isinstance(step, Start) else ()
            return _more("forward", whole_formula(words, asked))
        case "symbols":
            return (Line("forward", forward_symbols(words, index_of(step))),)
        case "value":
            run, index = words.run(step), index_of(step)
            numbers = Line("forward", forward_numbers(words, run, index))
            return (numbers, *_more("forward", value_card(words, run, index)))
        case "slope_symbols":
            return (Line("local", local_asked(words, edge_of(step))),)
        case "slope":
            edge, run = edge_of(step), words.run(step)
            # What the picture draws entry by entry is not written once more.
            drawn = edge in [each.edge for each in _unrolled(words)]
            new = [] if drawn else [Line("local", local_numbers(words, run, edge))]
            if last_place(words, step):
                new += _more("local", whole_numbers(words, run, edge))
            if words.wide(edge):
                new += _more("local", plain(structure(words, run, edge)))
            if step.product is not None:
                new.append(Line("flow", running(words, step)))
                new += _more("flow", part_card(words, step, step.product))
            return tuple(new)
        case "flow":
            edge, run = edge_of(step), words.run(step)
            row = part_card(words, step, run.flow(edge))
            return (Line("flow", flow(words, run, edge)), *_more("flow", row))
        case "reuse" if step.product is None:
            return ()
        case "reuse":
            row = part_card(words, step, step.product)
            return (Line("flow", running(words, step)), *_more("flow", row))
        case "seed":
            return (Line("flow", f.math(by_loss(words, index_of(step)), f.EQUALS, f.number("1"))),)
        case "product":
            assert words.walk.focus is not None
            whole = len(words.walk.paths) == 1
            drawn = words.walk.focus in [each.matrix for each in _unrolled(words)]
            return (
                Line("chain", product(words, step)),
                *_more("chain", "" if drawn else path_card(words, step)),
                *_more("chain", "" if drawn else own_shape(words, words.walk.focus, step.product)),
                *_more("cost", plain(costs(words, step)) if whole else ""),
            )
        case "sizes":
            return (Line("chain", sizes(words, step)),)
        case "sum":
            found = words.run(step).gradients[index_of(step)]
            row = "" if found is None else row_card(words, index_of(step), found)
            return (Line("sum", total(words, step)), *_more("sum", row))
        case "rule":
            return (Line("update", rule(words)),)
        case "new":
            index = index_of(step)
            if len(words.node(index).shape) == 2:
                return (Line("update", new_matrix(words, step)),)
            return (Line("update", changed(words, step)),)
        case _:
            return ()


def _unrolled(words: Words) -> tuple[Vectored, ...]:
    """The matrix that the picture draws as a vector, with its Jacobian and its gradient."""
    return words.vectored if words.vector_back else ()


def _more(card: Card, text: str) -> tuple[Line, ...]:
    return (Line(card, text),) if text else ()


__all__ = [
    "Card", "Line", "TITLES", "changed", "check_text", "costs", "flow", "forward_numbers",
    "forward_symbols", "jacobian_card", "lines", "local_asked", "local_numbers", "local_short",
    "local_symbols", "local_worked", "rule", "window",
]  # fmt: skip
