"""What the names of a pasted program stand for while it is read.

`Term` is a number, a vector or a matrix: how it is written in our language, and its shape. The
others are what a program is made of besides: lists, functions, layers, what says nothing here.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_engine.arrays import Shape
from graph_engine.saying import say

ATOM, POWER, SIGN, TIMES, PLUS, COMPARE = 6, 5, 4, 3, 2, 1
"""How tightly a written term holds together; what holds less needs brackets inside another."""

WRITTEN = 64
"""Numbers of a leaf that are written out; more are made by `random`, if they are random."""


KEPT = 4096
"""Numbers of one value that are known while a text is read; of more only how they are made is."""


class Unread(Exception):
    """Something that cannot be read: why, and what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class Follows(Exception):
    """What stands here needs a name whose line could not be read; that was said there."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, kw_only=True)
class Term:
    """A number, a vector, a matrix."""

    text: str
    """As our language writes it."""
    holds: int = ATOM
    shape: Shape = ()
    """As the pasted program sees it; axes of one entry in front (an image's) are not written."""
    value: Any = None
    """Its numbers, where they are known without computing anything; None where they are not."""
    fixed: bool = False
    """Whether it is numbers alone, no leaf in it: it can still be computed with."""
    uses: frozenset[str] = frozenset()
    """The names in it."""
    form: tuple[Any, ...] = ()
    """What it is made of, where that is needed to know it again: ("exp", operand)."""
    learned: bool = False
    """Whether its gradient is asked for."""
    named: bool = False
    """Whether its text is the name of a line."""
    made: bool = False
    """Whether `text` says how numbers are made: `random(30, 40)`."""
    drawn: bool = False
    """Whether its numbers are random."""


@dataclass(frozen=True, eq=False)
class Stack:
    """What has more than two axes: images with channels, sequences of a batch. A matrix of our
    language for each place along the axes in front."""

    items: NDArray[Any]
    """Terms, all matrices of one size."""

    @property
    def shape(self) -> Shape:
        """As the pasted program sees it."""
        first: Term = self.items.flat[0]
        return (*self.items.shape, *first.shape)


@dataclass(frozen=True)
class Many:
    """A list or a tuple."""

    items: tuple[Any, ...]
    hint: str = ""
    """The name it was given."""
    more: int = 0
    """Items that it has beside these: a long `range`."""

    @property
    def count(self) -> int:
        """How many items it has, those included."""
        return len(self.items) + self.more


@dataclass(frozen=True)
class Text:
    """A string: of no concern here, but it chooses (`reduction="sum"`)."""

    text: str


@dataclass(frozen=True)
class Nothing:
    """What says nothing here: an optimizer, a random key, what is printed."""

    what: str = ""


@dataclass(frozen=True)
class Plain:
    """True, False, None."""

    value: bool | None


@dataclass(frozen=True)
class Cut:
    """A slice, of whole numbers; or `...`."""

    value: Any


@dataclass(frozen=True)
class Place:
    """A function or module of a library, by its full name: `torch.nn.functional.relu`."""

    path: str


@dataclass(frozen=True, eq=False)
class Method:
    """A method before it is called."""

    owner: Any
    name: str


@dataclass(frozen=True, eq=False)
class Function:
    """A function of the pasted program, or of ours that stands for one."""

    node: ast.FunctionDef | ast.Lambda | None
    names: "Scope | None" = None
    first: tuple[Any, ...] = ()
    """What stands before its operands: the object of a method."""
    builtin: str = ""
    cls: "Class | None" = None
    usual: Mapping[str, Any] = field(default_factory=dict)
    """What its operands are where they are not given, as that was when it was defined."""


@dataclass(frozen=True, eq=False)
class Class:
    """A class of the pasted program."""

    name: str
    methods: Mapping[str, ast.FunctionDef]
    base: "Class | None"
    names: "Scope"
    layers: bool
    """Whether it is a `nn.Module`: called, it goes forward."""
    shared: dict[str, Any] = field(default_factory=dict)
    """What all its objects have, as it stands in the class."""
    record: bool = False
    """Whether it is its fields: an object of it can be taken apart like a tuple."""

    def bases(self) -> "Iterator[Class]":
        """The class, and those that it comes from."""
        found: Class | None = self
        for _k in range(20):
            if found is not None:
                yield found
                found = found.base

    def method(self, name: str) -> "tuple[ast.FunctionDef, Class] | None":
        """A method, and whose it is."""
        return next(((each.methods[name], each) for each in self.bases() if name in each.methods),
                    None)  # fmt: skip

    def constant(self, name: str) -> Any:
        """What all its objects have under a name; None where it has no such thing."""
        return next((each.shared[name] for each in self.bases() if name in each.shared), None)


@dataclass(eq=False)
class Thing:
    """An object of such a class."""

    cls: Class
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer or a loss of a library: what is done when it is called, and its numbers."""

    kind: str
    parts: tuple[Any, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Slope:
    """`grad(f)` of JAX: what is called gives the loss."""

    function: Any
    learned: tuple[int, ...]
    valued: bool


@dataclass(frozen=True)
class Chosen:
    """Where the largest or the smallest entry stands: `x.argmax()`."""

    term: Term
    name: str
    axis: int | None


@dataclass(eq=False)
class Table:
    """A `dict` with names, or whole numbers, as its keys."""

    items: dict[str | int, Any]


@dataclass(eq=False)
class Filling:
    """Numbers of which some were given computed ones, one by one: `out[i, j] = …`."""

    name: str
    cells: NDArray[Any]
    """A term for each."""


@dataclass(frozen=True)
class Missing:
    """What a line would have given that could not be read."""

    line: int


def present(found: Any) -> Any:
    """What was found, unless its line could not be read. Raises `Follows`."""
    if isinstance(found, Missing):
        raise Follows(found.line)
    return found


@dataclass(eq=False)
class Scope:
    """Names, and those around them."""

    values: dict[str, Any]
    outer: "Scope | None" = None
    caller: "Scope | None" = None
    """Where a function was called, whose names can stand for the same things."""
    given_back: "dict[str, Scope]" = field(default_factory=dict)
    """Names that are of a scope around, which has their values once the function has ended."""

    def give_back(self, names: Sequence[str], *, everywhere: bool) -> None:
        """Names that are said to be `global`, of the whole text, or `nonlocal`."""
        around: Scope = self.outer or self
        while everywhere and around.outer is not None:
            around = around.outer
        self.given_back |= {name: around.owner(name) for name in names}

    def ended(self) -> None:
        """Hand such names their values."""
        for name, around in self.given_back.items():
            if name in self.values and around is not self:
                around.values[name] = self.values[name]

    def owner(self, name: str) -> "Scope":
        """The scope that has a name; this one where none has."""
        scope: Scope | None = self
        while scope is not None and name not in scope.values:
            scope = scope.outer
        return scope or self

    def find(self, name: str) -> Any:
        """What a name stands for; None where it stands for nothing."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.outer
        return None


# -- numbers ------------------------------------------------------------------------------


def number(value: Any) -> Term:
    """A number, or an array of known numbers, without a leaf of its own."""
    if isinstance(value, bool | np.bool_):
        value = int(value)
    if isinstance(value, int) and abs(value) > 2**63:
        value = float(value) if abs(value) < 10**308 else float("inf")
    shape = np.shape(value)
    if np.size(value) > KEPT:
        raise Unread(say("at most %(most)s numbers of one value are read.", most=KEPT))
    if not shape and not isinstance(value, int):
        value = float(value)
    text = written(value) if np.size(value) <= WRITTEN else ""
    holds = SIGN if text.startswith("-") else ATOM
    return Term(text=text, holds=holds, shape=shape, value=value, fixed=True)


def written(value: Any) -> str:
    """Numbers as our language writes them."""
    if np.ndim(value) == 0:
        each = float(value)
        if each.is_integer() and abs(each) < 10**15:
            return str(int(each))
        return repr(each)
    return f"[{', '.join(map(written, value))}]"


def inside(term: Term, least: int) -> str:
    """A term's text inside another, in brackets where it holds less."""
    return term.text if term.holds >= least else f"({term.text})"


def whole(value: Any) -> int | None:
    """A whole number that is known."""
    if isinstance(value, Plain) and value.value is not None:
        return int(value.value)
    found = single(value)
    return int(found) if found is not None and float(found).is_integer() else None


def single(value: Any) -> Any:
    """A number that is known, also as the one entry of a vector or a matrix; None of all else."""
    known = value.value if isinstance(value, Term) else None
    return np.reshape(known, -1)[0] if known is not None and np.size(known) == 1 else None


def is_none(value: Any) -> bool:
    """Whether it is Python's None."""
    return isinstance(value, Plain) and value.value is None


def uses(terms: Sequence[Term]) -> frozenset[str]:
    """The names in several terms."""
    return frozenset().union(*(term.uses for term in terms))


def key_in(value: Any) -> str | int:
    """A key of a dict: a name, or a whole number. Raises `Unread`."""
    known = value.text if isinstance(value, Text) else whole(value)
    if known is None:
        raise Unread(say("only names in quotes stand for values in a `dict` here."))
    return known


def key_of(key: str | int) -> Term | Text:
    """The same the other way."""
    return Text(key) if isinstance(key, str) else number(key)
