"""Losses of a margin that are written out: log(1 + exp(-y*z)), max(0, 1 - y*z), σ(y*z).

They take labels −1 and +1. Where a label is 0 the margin y*z is 0 whatever the score is, so nothing
is learned; with a label of 2 they are no loss that anybody means. Both are a `Doubt`.
"""

import ast
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..graph import Doubt, Node
from .draft import Draft
from .labels import ZERO, minus_one, odd_label
from .messages import Span
from .worked import role, values

_SIGNED = ("neg", "scale", "divide_by")
"""Operations that keep a margin a margin."""

_SHIFTED = ("shift", "subtract_from")

_CALLED = re.compile(r"(y|label|target|truth)(_?[a-z0-9]+)?", re.IGNORECASE)
"""What a label is called where its role is not written."""


def doubts(draft: Draft) -> Iterator[Doubt]:
    """What is doubtful about the labels in the losses that are written out, each mention once."""
    seen: set[tuple[int, int]] = set()
    for node in draft.nodes:
        for margin, strict in _margins(draft, node):
            for product in _products(draft, margin):
                found = _doubt(draft, product, strict=strict)
                if found is not None and (found.line, found.column) not in seen:
                    seen.add((found.line, found.column))
                    yield found


def _margins(draft: Draft, node: Node) -> Iterator[tuple[int, bool]]:
    """What a node takes as a margin, and whether nothing but a loss is written like this."""
    name = node.op.name if node.op else ""
    if name == "softplus":
        yield node.args[0], True
    elif name in ("log", "neglog"):
        one = draft.nodes[node.args[0]]
        if _is(one, "shift") and one.literal[0] == 1:
            inner = draft.nodes[one.args[0]]
            inner = draft.nodes[inner.args[0]] if _is(inner, "reciprocal") else inner
            if _is(inner, "exp"):
                yield inner.args[0], True
        if _is(one, "sigmoid"):
            yield one.args[0], True
    elif name in ("exp", "sigmoid"):
        yield node.args[0], False
    elif name == "relu" or (name == "max" and _zero(draft, node)):
        for arg in node.args:
            inside = draft.nodes[arg]
            yield (inside.args[0] if _is(inside, *_SHIFTED) else arg), True


def _is(node: Node, *names: str) -> bool:
    return node.op is not None and node.op.name in names


def _zero(draft: Draft, node: Node) -> bool:
    """Whether a written 0 is among the operands."""
    leaves = (draft.nodes[arg] for arg in node.args)
    return any(
        leaf.role == "constant" and leaf.given is not None and not np.any(leaf.given)
        for leaf in leaves
    )


def _products(draft: Draft, index: int) -> Iterator[int]:
    """The products that a margin is made of, down to the one with the label."""
    while True:
        node = draft.nodes[index]
        if _is(node, *_SIGNED):
            index = node.args[0]
        elif _is(node, "mul"):
            yield index
            factors = [arg for arg in node.args if _is(draft.nodes[arg], "mul", *_SIGNED)]
            if len(factors) != 1:
                return
            index = factors[0]
        else:
            return


def _label(draft: Draft, index: int, *, strict: bool) -> int | None:
    """What is a label at the end of signs, by its role, or a leaf by its name in a loss."""
    while _is(draft.nodes[index], *_SIGNED):
        if strict and draft.nodes[index].name and _zeros(values(draft, index)):
            return index
        index = draft.nodes[index].args[0]
    leaf = draft.nodes[index]
    if not leaf.leaf:
        return index if strict and role(draft, index) == "label" else None
    if leaf.given is None or leaf.name is None:
        return None
    named = strict and leaf.role != "weight" and _CALLED.fullmatch(leaf.name) is not None
    return index if leaf.role == "label" or named else None


def _doubt(draft: Draft, product: int, *, strict: bool) -> Doubt | None:
    labels = [_label(draft, arg, strict=strict) for arg in draft.nodes[product].args]
    found = [each for each in labels if each is not None]
    if len(found) != 1:
        return None
    label = draft.nodes[found[0]]
    known = values(draft, found[0])
    if known is None or np.all(np.abs(known) == 1):
        return None  # as they should be
    place = _mention(draft, product, label)
    if place is None and label.name is None:
        return None
    line = draft.lines[(place or label).line - 1]
    text = label.name or (f"({line[place.column - 1 : place.end - 1]})" if place else "")
    span = place or Span(label.line, 1, len(text) + 1)
    if _zeros(known):
        plain = bool(np.all(known >= 0))
        return minus_one(draft, ZERO, span, text, put=plain and place is not None)
    if strict and label.role == "label":
        return odd_label(text, known, span)
    return None


def _zeros(label: Any) -> bool:
    """Whether some of it is 0, and all of it 0 or a sign."""
    return label is not None and bool(np.any(label == 0) and np.all(np.isin(label, (-1, 0, 1))))


def _sides(source: ast.expr) -> tuple[ast.expr, ...]:
    return (source.left, source.right) if isinstance(source, ast.BinOp) else ()


def _mention(draft: Draft, product: int, label: Node) -> Span | None:
    """Where a product names its label, or has what it is computed from; None where that is not one
    place."""
    source = draft.sources.get(product)
    if source is None:
        return None
    if label.name is None:
        for arg, side in zip(draft.nodes[product].args, _sides(source), strict=False):
            index = arg
            while _is(draft.nodes[index], "neg") and isinstance(side, ast.UnaryOp):
                index, side = draft.nodes[index].args[0], side.operand
            if index == label.index and side.lineno == side.end_lineno:
                return draft.span(side)
        return None
    places = [
        item for item in ast.walk(source) if isinstance(item, ast.Name) and item.id == label.name
    ]
    return draft.span(places[0]) if len(places) == 1 else None
