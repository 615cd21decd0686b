"""The lines of the program that a pasted one becomes, and their names."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any

import numpy as np

from graph_engine import operations
from graph_engine.limits import CHARACTERS, LINES, NAME
from graph_engine.program import GIVEN
from graph_engine.saying import say
from graph_engine.spelling import LETTERS, RESERVED, plain

from .values import WRITTEN, Many, Term, Unread, number, uses, written

MOST = 1000
"""Numbers that are written out for one leaf."""

_LETTERS = re.compile(rf"[^{LETTERS}0-9_]")
_SPOKEN = {"lamda": "lam", "lambda_": "lam"}


class Full(Exception):
    """There is no room for one line more."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True)
class Line:
    """One line of our program, and the pasted line that it comes from."""

    name: str
    text: str
    uses: frozenset[str]
    source: int
    role: str = ""
    leaf: bool = False
    claim: bool = False


@dataclass
class Lines:
    """What has been written so far."""

    source: int = 1
    """The pasted line that is being read."""
    items: list[Line] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    characters: int = 0
    places: dict[str, int] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    """Leaves that a loss takes as its target."""
    loss: str = ""
    hot: dict[str, Term] = field(default_factory=dict)
    """Labels that became a 1 among zeros each, and the numbers that they were."""
    copies: set[str] = field(default_factory=set)
    """Lines that are no view of another value, however they are written."""
    cells: int = 0
    """Matrices, and rows of them, that were taken apart or put together: work, as steps are."""
    scalars: bool = False
    """Whether a matrix stands for numbers that are one each in the pasted program: micrograd."""
    claiming: bool = False
    """Whether what is read now is one's own backward pass."""

    def free(self, hint: str) -> str:
        """A name that our language takes, and that no line has."""
        letters = _LETTERS.sub("", plain(unicodedata.normalize("NFKC", hint)))
        base = re.sub(r"_+", "_", letters).strip("_")[: NAME.most - 4].strip("_") or "u"
        base = _SPOKEN.get(hint, base)
        base = base if base[0].isalpha() else f"u{base}"
        if base in GIVEN or base in RESERVED:
            base = f"{base}1"
        elif base in operations():
            base = f"{base}_u"
        found, count = base, 1
        while found in self.taken:
            count += 1
            found = f"{base}_{count}"
        self.taken.add(found)
        return found

    def _add(self, line: Line) -> None:
        if len(self.items) >= LINES.most:
            raise Full(
                say("the program would have more than %(most)s lines.", most=LINES.most),
                say("Take fewer rounds of its loops, or smaller layers."),
            )
        self.characters += len(line.name) + len(line.text)
        if self.characters > CHARACTERS.most:
            raise Full(
                say("the program would have more than %(most)s characters.", most=CHARACTERS.most),
                say("Take fewer rounds of its loops, or smaller layers."),
            )
        self.places[line.name] = len(self.items)
        self.items.append(line)

    def leaf(self, hint: str, term: Term, role: str = "") -> Term:
        """A term of numbers as a leaf with a name."""
        text, value = term.text, term.value
        if len(term.shape) > 2 and max(term.shape[:-2]) == 1:
            value = np.reshape(value, term.shape[-2:])
            text = written(value)
        elif len(term.shape) > 2:
            raise Unread(
                say(
                    "this has %(count)s axes: vectors and matrices are here.", count=len(term.shape)
                ),
                say("Take one sample, or one channel."),
            )
        if value is not None and not term.made:
            text = _filled(value) or (written(value) if np.size(value) <= MOST else "")
        if not text and term.drawn:
            text = f"random({', '.join(map(str, term.shape))})"
        if not text:
            raise Unread(
                say(
                    "these are %(count)s numbers; at most %(most)s are written out.",
                    count=prod(term.shape),
                    most=MOST,
                ),
                say("Take fewer samples."),
            )
        if "*" in text or "/" in text:
            role = role or "constant"  # behind a role numbers may be computed
        name = self.free(hint)
        self._add(Line(name, text, frozenset(), self.source, role, leaf=True))
        return replace(
            term, text=name, holds=6, uses=frozenset({name}), fixed=False, named=True,
            made=False, form=(), learned=term.learned or role == "weight",
        )  # fmt: skip

    def computed(self, hint: str, term: Term, *, claim: bool = False) -> Term:
        """A term as a line with a name."""
        name = self.free(hint)
        if term.form[:1] == ("copy",):
            self.copies.add(name)
        self._add(Line(name, term.text, term.uses, self.source, claim=claim or self.claiming))
        return replace(term, text=name, holds=6, uses=frozenset({name}), named=True, form=())

    def taken_back(self, term: Term) -> Term:
        """A computed line that nothing uses yet as the expression that it was; else the term."""
        place = self.places.get(term.text)
        if place is None or self.items[place].leaf or any(
            term.text in line.uses for line in self.items
        ):  # fmt: skip
            return term
        line = self.items.pop(place)
        self.taken.discard(line.name)
        self.places = {each.name: k for k, each in enumerate(self.items)}
        return replace(term, text=line.text, uses=line.uses, named=False, holds=0)

    def become(self, name: str, role: str) -> None:
        """Give a leaf its role, unless it has one that says more."""
        place = self.places.get(name)
        if place is not None and self.items[place].leaf:
            line = self.items[place]
            if role == "weight" or not line.role or line.role == "input":
                self.items[place] = replace(line, role=role)

    def asked(self, name: str, value: Any) -> None:
        """Whether the gradient of a leaf is asked for: `requires_grad = False` freezes it."""
        place = self.places.get(name)
        if getattr(value, "value", True) is not False:
            self.become(name, "weight")
        elif place is not None and self.items[place].leaf:
            self.items[place] = replace(self.items[place], role="constant")

    def unused(self, name: str) -> bool:
        """Whether a line is a leaf from which nothing is computed yet."""
        return self.is_leaf(name) and not any(name in line.uses for line in self.items)

    def put(self, name: str, numbers: Term) -> None:
        """Give a leaf other numbers."""
        place = self.places[name]
        text = _filled(numbers.value) or numbers.text or written(numbers.value)
        self.items[place] = replace(self.items[place], text=text)

    def is_leaf(self, name: str) -> bool:
        """Whether a line is a leaf."""
        place = self.places.get(name)
        return place is not None and self.items[place].leaf

    def written_before(self, names: Iterable[str]) -> list[str]:
        """The program of these lines and of all that they are computed from, without roles."""
        wanted = self.before(names)
        return [
            f"{line.name}{': constant' if line.leaf else ''} = {line.text}"
            for line in self.items
            if line.name in wanted
        ]

    def before(self, names: Iterable[str]) -> set[str]:
        """These lines and all that they are computed from."""
        found = set(names)
        for line in reversed(self.items):
            if line.name in found:
                found |= line.uses
        return found


def role_of(value: Term) -> str:
    """The role that numbers have by how they were made."""
    if value.learned:
        return "weight"
    return "input" if value.form == ("tensor",) else ""


def term_of(value: Any, lines: Lines, *, depth: int = 0) -> Term:
    """A value as a term: lists of numbers as vectors and matrices. Raises `Unread`."""
    if isinstance(value, Term):
        return value
    found = getattr(value, "value", None)
    if isinstance(found, bool):
        return number(found)
    if not isinstance(value, Many) or depth > 4:
        raise Unread(say("a number, a vector or a matrix is needed here."))
    if value.more:
        raise Unread(say("this list is too long."))
    if not value.items:
        raise Unread(say("this list is empty."), say("A vector has at least one entry."))
    parts = [term_of(item, lines, depth=depth + 1) for item in value.items]
    if len({part.shape for part in parts}) > 1:
        raise Unread(
            say("what stands in this list is not of one size."),
            say("The rows of a matrix are of one length."),
        )
    shape = (len(parts), *parts[0].shape)
    if all(part.fixed and part.value is not None for part in parts):
        made = number(np.array([part.value for part in parts]))
        made = replace(
            made,
            learned=any(part.learned for part in parts),
            drawn=any(part.drawn for part in parts),
        )
        if value.hint and not depth:
            return lines.leaf(value.hint, made, "weight" if made.learned else "")
        return made
    whole = all(isinstance(part.value, int) and not part.learned for part in parts)
    value = np.array([part.value for part in parts]) if whole else None
    text = f"[{', '.join(part.text for part in parts)}]"
    return Term(text=text, shape=shape, uses=uses(parts), value=value)


def _filled(value: Any) -> str:
    """`zeros(3, 4)`, where all numbers of a larger value are 0 or 1."""
    if np.size(value) <= 8 or np.ndim(value) > 2:
        return ""
    first = np.reshape(value, -1)[0]
    if first not in (0, 1) or not np.all(value == first):
        return ""
    return f"{'ones' if first else 'zeros'}({', '.join(map(str, np.shape(value)))})"


__all__ = ["MOST", "WRITTEN", "Line", "Lines", "term_of"]
