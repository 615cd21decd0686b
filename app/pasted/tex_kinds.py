"""What is a number, a vector, a matrix in formulas of TeX: told by how each is written and used."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from graph_engine.saying import say

from .tex_signs import Token, Unreadable

Tree = tuple[Any, ...]
"""("number", text), ("name", name), ("call", function, trees), or an operation: a sign and its
operands."""


def parts(tree: Tree) -> tuple[Tree, ...]:
    """What stands in it: of a call its arguments, of an operation its operands."""
    if tree[0] in ("name", "number"):
        return ()
    inner: tuple[Tree, ...] = tree[2] if tree[0] == "call" else tree[1:]
    return inner


def inside(tree: Tree) -> Iterator[Tree]:
    """It, and all that stands in it, from left to right."""
    left = [tree]
    while left:
        each = left.pop()
        yield each
        left += reversed(parts(each))


def is_matrix(tree: Tree) -> bool:
    """Whether a name is written as matrices are: one capital letter, with a number or without."""
    return tree[0] == "name" and bool(re.fullmatch(r"[A-Z]\d?", str(tree[1])))


@dataclass
class Kinds:
    """What is a vector (1) or a matrix (2), by name; and how long a sum says that vectors are."""

    formulas: dict[str, Tree] = field(default_factory=dict)
    """What each name is that has a formula; the others are leaves."""
    of: dict[str, int] = field(default_factory=dict)
    size: int = 0
    counts: set[str] = field(default_factory=set)
    """Names of how many terms a sum has."""
    summed: dict[str, Token] = field(default_factory=dict)
    """Names below which an index of a sum, or of all entries, stands, and where."""
    others: dict[str, Token] = field(default_factory=dict)
    """Names below which anything else stands."""
    plain: dict[str, Token] = field(default_factory=dict)
    """Names that stand in a sum without its index: numbers, the same in each term."""
    spelled: dict[str, str] = field(default_factory=dict)
    """How a name is written in the formula: two symbols must not become one name."""
    asked: list[tuple[str, Token, Tree, Tree]] = field(default_factory=list)
    """What is read rightly of numbers alone, or of vectors: a sign, where, and its operands."""
    defined: dict[str, Token] = field(default_factory=dict)
    """Names that have a formula as functions have: of what they are one stands with them."""
    called: set[str] = field(default_factory=set)
    """Functions of ours that are used, as we and as the formula calls them."""

    def mark(self, name: str, kind: int) -> None:
        """Say that a name is a vector or a matrix."""
        self.of[name] = max(kind, self.of.get(name, 0))

    def counted(self, token: Token, found: Tree) -> None:
        """Note the name of how many terms a sum has."""
        if found[0] != "name":
            raise Unreadable(token, say("above a sum stands a number or one name here."))
        self.counts.add(str(found[1]))

    def is_leaf(self, tree: Tree) -> bool:
        """Whether it is a name without a formula."""
        return tree[0] == "name" and str(tree[1]) not in self.formulas


def settle(kinds: Kinds) -> None:
    """Which names are vectors and matrices, from how they are used, until nothing changes: a kind
    only grows, and what one formula shows may be of use in those before it and behind it."""
    order = list(kinds.formulas.items())
    for _round in range(2 * len(kinds.of) + 2 * len(order) + 2):
        before = dict(kinds.of)
        for name, tree in order:
            kinds.mark(name, kind_of(tree, kinds))
        if kinds.of == before:
            return
        order.reverse()


_TO_NUMBERS = ("sum", "norm2")
"""Functions that make one number of a vector."""
_OF_LAYERS = frozenset({"sigmoid", "tanh", "relu", "gelu", "silu", "softplus", "softmax"})
"""Functions between layers: W σ(x) is a layer, A sin(x) a number."""


def kind_of(tree: Tree, kinds: Kinds) -> int:
    """0 a number, 1 a vector, 2 a matrix. What its use shows of names is noted in `kinds` on the
    way: once that is settled, nothing changes any more."""
    match tree:
        case ("number", _):
            return 0
        case ("name", name):
            return kinds.of.get(str(name), 0)
        case ("call", function, args):
            found = [kind_of(each, kinds) for each in args]
            if function == "softmax" and kinds.is_leaf(args[0]):
                kinds.mark(str(args[0][1]), 1)
                return max(found[0], 1)
            inner = args[0][2][0] if args[0][:2] == ("call", "abs") else args[0]
            normed = function == "norm2" or (function == "sum" and inner is not args[0])
            bare = inner[1:] if normed and inner[0] in ("+", "-") and not any(found) else [inner]
            for each in bare if normed else []:
                if kinds.is_leaf(each):
                    kinds.mark(str(each[1]), 1)
            return 0 if _makes_a_number(function, args) else max(found)
        case ("T" | "neg", inner):
            return kind_of(inner, kinds)
        case ("beside" | "dot", left, right):
            return _product(tree[0], left, right, kinds)
        case ("+" | "-", left, right):
            one, other = (kind_of(each, kinds) for each in (left, right))
            for side, mine, wide in ((left, one, other), (right, other, one)):
                bare = kinds.is_leaf(side) and side[1] not in kinds.plain
                if bare and not mine and wide == 1 and str(side[1])[:1].islower():
                    kinds.mark(str(side[1]), 1)
            return max(one, other)
        case _:
            return max(kind_of(each, kinds) for each in parts(tree))


def _makes_a_number(function: str, args: tuple[Tree, ...]) -> bool:
    return function in _TO_NUMBERS or (function in ("max", "min") and len(args) == 1)


def _product(sign: str, left: Tree, right: Tree, kinds: Kinds) -> int:
    """Of what stands side by side, or with a dot between. Behind a capital letter, and behind what
    is transposed, is a vector, if it can be one; a capital letter before a number is one, too."""
    one, other = (kind_of(each, kinds) for each in (left, right))
    capital = is_matrix(left) and (one == 2 or kinds.is_leaf(left))
    transposed = left[0] == "T" and one == 1
    if (capital or transposed) and not other and (right[0] == "name" or right[1] in _OF_LAYERS):
        _as_vector(right, kinds)
        other = kind_of(right, kinds)
    if capital and other:
        kinds.mark(str(left[1]), 2)
        one = 2
    if one == other == 1 and (sign == "dot" or left[0] == "T"):
        return 0
    return other if one == 2 and other else max(one, other)


def _as_vector(tree: Tree, kinds: Kinds) -> None:
    """Mark a name as a vector; of one that has a formula, and of a function, the leaves that it is
    made of entry by entry: of h = tanh(x) it is x. Which factor of a product it is nothing says,
    and a capital letter stands for none."""
    left, seen = [tree], set()
    while left:
        match left.pop():
            case ("name", name) if name in kinds.formulas:
                if name not in seen and not kinds.of.get(name):
                    left.append(kinds.formulas[name])
                seen.add(name)
            case ("name", name) as each if not is_matrix(each) and name not in kinds.plain:
                kinds.mark(name, 1)
            case ("call", function, args) if not _makes_a_number(function, args):
                left += args
            case ("neg", inner) | ("/" | "**", inner, ("number", _)):
                left.append(inner)
            case ("+" | "-", one, other):
                left += (one, other)


# -- doubts ----------------------------------------------------------------------------------------


def doubts(kinds: Kinds) -> list[Unreadable]:
    """What all formulas and the kinds of their names show: a function in two meanings, an index in
    two, a product of vectors that is none, a power of a matrix."""
    twice = [
        Unreadable(
            token,
            say(
                "`%(name)s` has a formula here, and is used as the function of that name.",
                name=name,
            ),
            say("Leave its formula out, or give one of the two another name."),
        )
        for name, token in kinds.defined.items()
        if name in kinds.called
    ]
    return [*twice, *_of_indices(kinds), *_of_products(kinds)]


def _of_indices(kinds: Kinds) -> Iterator[Unreadable]:
    for name, token in kinds.summed.items():
        if name in kinds.others:
            yield Unreadable(
                kinds.others[name],
                say("`%(name)s` has the index of a sum, and another one, too.", name=name),
                say("Write its vector without an index, as in `\\operatorname{softmax}(z)`."),
            )
        elif name in kinds.formulas and not kind_of(kinds.formulas[name], kinds):
            yield Unreadable(
                token, say("`%(name)s` is a number, and has an index here.", name=name)
            )
    for name, token in kinds.plain.items():
        if kinds.of.get(name) and name not in kinds.summed:
            yield Unreadable(
                token,
                say("`%(name)s` is a vector, and here it would stand in each term.", name=name),
                say("Write the sum with numbers, or a product of matrices."),
            )
        elif name in kinds.summed:
            yield Unreadable(
                token, say("the index of the sum is missing at `%(name)s`.", name=name)
            )


def _of_products(kinds: Kinds) -> Iterator[Unreadable]:
    for sign, token, left, right in kinds.asked:
        one, other = (kind_of(each, kinds) for each in (left, right))
        if sign == "*" and one and other:
            yield Unreadable(
                token,
                say("which product of two vectors this is, is not clear."),
                say("Write `\\cdot` for their dot product, `\\odot` entry by entry."),
            )
        elif sign == "T" and one == 1 and not other:
            yield Unreadable(
                token,
                say("what is multiplied by this transposed vector is a number here."),
                say("Write its vectors in bold: `\\mathbf{x}`."),
            )
        elif sign == "**" and one == 2:
            yield Unreadable(token, say("a power of a matrix is not read here."))
        elif sign == "norm" and (one == 2 or is_matrix(left)):
            yield Unreadable(
                token,
                say("this norm of a matrix is not read here."),
                say("Write `\\|W\\|_F` for all its entries."),
            )
