"""A model of another library being written as a program of ours.

A tensor here is an array of the *places* where its numbers stand: entries of values of the program.
To reshape, to transpose, to slice or to join is to move places, and writes nothing; only when an
operation needs the numbers side by side, `Writing.text` says how they are reached: `W.T`, `X[0]`,
`concat(a, b)`. Tensors of more than two axes are thus many values of at most two.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_engine import Run, limits, operations, parse, run
from graph_engine.arrays import Shape
from graph_engine.saying import say
from graph_engine.spelling import RESERVED

Ids = NDArray[np.int64]

NEVER = -1e9
"""What stands for -∞ in a mask: e to this power is 0."""

OTHERWISE = say("Put it in other operations, or open a part of the model.")
"""What to do about an operation that is not read."""

HIDDEN = frozenset({"input", "weight", "label", "constant", "variable", "each", "range", "len"})
"""Words that are not taken for names, though some could be."""


class BridgeError(ValueError):
    """A model that cannot be read here: what it is, where it stands, and what to do."""

    def __init__(self, message: str, where: str = "", hint: str = "") -> None:
        """Keep the parts, and say them in one line."""
        super().__init__(" ".join(part for part in (where and f"{where}:", message, hint) if part))
        self.message, self.where, self.hint = message, where, hint


@dataclass(frozen=True, eq=False)
class Tensor:
    """An array of places in the program, or of numbers that are known and not learned."""

    ids: Ids | None = None
    value: NDArray[Any] | None = None

    @property
    def shape(self) -> Shape:
        """As the other library has it."""
        return np.asarray(self.value if self.ids is None else self.ids).shape

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    def moved(self, move: Any) -> "Tensor":
        """The same numbers in other places: `move` is a function of an array."""
        if self.ids is not None:
            return Tensor(ids=np.asarray(move(self.ids)))
        return Tensor(value=np.asarray(move(self.value)))


def known(value: Any) -> Tensor:
    """Numbers that are no part of the graph until something is computed with them."""
    return Tensor(value=np.asarray(value, dtype=np.float64))


@dataclass
class Writing:
    """The program so far, and which entries its values have."""

    lines: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    places: dict[str, tuple[tuple[str, ...], Shape]] = field(default_factory=dict)
    """By the model's own name of a tensor, the leaves that it is and its shape there."""
    end: int = 0
    where: str = ""
    """What is being read, in the words of the model: said when it cannot be."""

    def refuse(self, message: str, hint: str = "") -> BridgeError:
        """An error that says where the model has what cannot be read."""
        return BridgeError(message, self.where, hint)

    def unread(self, name: str, library: str) -> BridgeError:
        """The error for an operation that is not known."""
        return self.refuse(
            say("`%(name)s` of %(library)s is not read here.", name=name, library=library),
            OTHERWISE,
        )

    def with_argument(self, name: str, argument: str, hint: str = "") -> BridgeError:
        """The error for an operation that is known, but not like this."""
        message = say(
            "`%(name)s` with `%(argument)s` is not read here.", name=name, argument=argument
        )
        return self.refuse(message, hint)

    def made_whole(self, name: str) -> BridgeError:
        """The error for computed numbers that lose their fractions: they have no gradient."""
        return self.refuse(
            say("computed numbers are made whole or true and false by `%(name)s`.", name=name),
            say("Leave them as they are, or give such numbers as an input."),
        )

    # -- lines ---------------------------------------------------------------------------------

    def name(self, wanted: str, *, counted: bool = False) -> str:
        """A name that no other value has, as near as may be to the one that is wanted."""
        bare = re.sub(r"[\W_]+", "_", wanted, flags=re.ASCII).strip("_") or "x"
        bare = f"x{bare}" if bare[0].isdigit() else bare
        bare = bare[-(limits.NAME.most - 4) :].lstrip("_0123456789") or "x"
        found, k = (f"{bare}1", 1) if counted else (bare, 0)
        while found in self.taken or found in operations() or found in HIDDEN or found in RESERVED:
            k += 1
            found = f"{bare}{k}"
        self.taken.add(found)
        return found

    def _enter(self, name: str, shape: Shape) -> Tensor:
        size = int(np.prod(shape, dtype=int))
        self.names.append(name)
        self.shapes.append(shape)
        self.starts.append(self.end)
        ids = np.arange(self.end, self.end + size, dtype=np.int64).reshape(shape)
        self.end += size
        return Tensor(ids=ids)

    def leaf(self, wanted: str, value: Any, role: str = "variable") -> Tensor:
        """Given numbers: a value for each matrix that they are made of."""
        numbers = np.asarray(value, dtype=np.float64)
        if not np.isfinite(numbers).all():
            raise self.refuse(say("the numbers of %(name)s are not all finite.", name=wanted))
        if not numbers.size:
            raise self.refuse(say("%(name)s has no entries.", name=wanted))
        found = np.empty(numbers.shape, dtype=np.int64)
        for place in np.ndindex(numbers.shape[:-2]):
            own = numbers[place]
            which = (k for k, n in zip(place, numbers.shape, strict=False) if n > 1)
            name = self.name("_".join([wanted, *map(str, which)]))
            said = "" if role == "variable" else f": {role}"
            self.lines.append(f"{name}{said} = {written(own)}")
            found[place] = self.ids(self._enter(name, own.shape))
        return Tensor(ids=found)

    def own(self, name: str, value: Any, role: str) -> Tensor:
        """A tensor of the model's own: its gradient can be asked for by that name."""
        first = len(self.names)
        found = self.leaf(name.replace(".", "_"), value, role)
        key = name if name not in self.places else self.names[first]
        self.places[key] = (tuple(self.names[first:]), found.shape)
        return found

    def line(self, wanted: str, text: str, shape: Shape) -> Tensor:
        """A computed value of at most two axes."""
        name = self.name(wanted, counted=True)
        self.lines.append(f"{name} = {text}")
        return self._enter(name, shape)

    def end_of(self, line: str) -> Tensor:
        """A last line that is written already, with its name in front."""
        self.lines.append(line)
        return self._enter(line.partition(":")[0], ())

    def loss(self, x: Tensor) -> None:
        """Mark the end; what is no single number is left without one."""
        if x.ids is None or x.ids.size != 1:
            return
        text = self.text(x.ids.reshape(()))
        start = f"{text} = "
        if self.lines and self.lines[-1].startswith(start):
            text = self.lines.pop().removeprefix(start)
        self.lines.append(f"{'L' if 'L' not in self.taken else self.name('loss')}: loss = {text}")

    def bridged(self, title: str) -> "Bridged":
        """The whole program."""
        text = "\n".join([f"# {title}", "", *self.lines, ""])
        return Bridged(program=text, places=self.places)

    # -- how numbers are reached ---------------------------------------------------------------

    def ids(self, x: Tensor) -> Ids:
        """The places of a tensor; known numbers become a leaf."""
        if x.ids is not None:
            return x.ids
        value = np.asarray(x.value)
        return self.ids(self.leaf("c", np.where(np.isneginf(value), NEVER, value), "constant"))

    def joined(self, tensors: Sequence[Tensor], join: Callable[[list[Any]], Any]) -> Tensor:
        """Several as one, by a function of their arrays: known as long as all are."""
        if all(each.value is not None for each in tensors):
            return Tensor(value=join([each.value for each in tensors]))
        return Tensor(ids=join([self.ids(each) for each in tensors]))

    def owner(self, ids: Ids) -> Ids:
        """Which value each of these places belongs to, from 0 in the order of the program."""
        return np.searchsorted(self.starts, ids, side="right") - 1

    def text(self, ids: Ids) -> str:
        """How numbers that stand in these places are reached, for at most two axes."""
        owner = self.owner(ids.reshape(-1))
        if (owner == owner[0]).all():
            found = self._of_one(int(owner[0]), ids)
            if found:
                return found
        if ids.ndim == 2:
            return self._rows(ids)
        if ids.ndim == 1:
            if len(ids) > 1 and (ids == ids[0]).all():
                return f"broadcast_to({self.text(ids[0])}, {len(ids)})"
            return self._in_a_row(ids)
        raise self.refuse(say("there is no such entry."))

    def _of_one(self, owner: int, ids: Ids) -> str:
        """A part of one value, where it is one that can be written in a few signs."""
        name, shape = self.names[owner], self.shapes[owner]
        at = ids - self.starts[owner]
        size = int(np.prod(shape, dtype=int))
        if at.size == size and (at.reshape(-1) == np.arange(size)).all():
            if ids.shape == shape:
                return name
            if not ids.ndim:
                return f"{name}[{', '.join('0' * len(shape))}]"
            if not shape:
                return f"[{name}]" if ids.ndim == 1 else f"reshape([{name}], 1, 1)"
            if ids.shape == shape[::-1] and len(shape) == 2:
                return f"{name}.T"  # of one row or column the transposed has them in the same order
            return f"vec({name})" if ids.ndim == 1 else f"reshape({name}, {_listed(ids.shape)})"
        if len(shape) == 2:
            return _part_of_matrix(name, shape, at)
        if ids.ndim <= 1 and len(shape) == 1:
            part = _slice(at.reshape(-1), shape[0], single=not ids.ndim)
            return f"{name}[{part}]" if part else ""
        return ""

    def _in_a_row(self, ids: Ids) -> str:
        """Numbers of several values in a row."""
        owner = self.owner(ids)
        breaks = np.flatnonzero(np.diff(owner)) + 1
        parts = []
        for piece, first in zip(np.split(ids, breaks), owner[[0, *breaks]], strict=True):
            whole = self._of_one(int(first), piece)
            if len(piece) == 1:
                parts.append((self.text(piece[0]), True))
            elif whole:
                parts.append((whole, False))
            else:
                parts += [(self.text(each), True) for each in piece]
        if all(single for _, single in parts):
            return f"[{', '.join(text for text, _ in parts)}]"
        return f"concat({', '.join(text for text, _ in parts)})"

    def _rows(self, ids: Ids) -> str:
        """A matrix whose numbers come from several values, or repeat."""
        rows, columns = ids.shape
        if rows > 1 and (ids == ids[0]).all():
            return f"broadcast_to({self.text(ids[0])}, {rows}, {columns})"
        if columns > 1 and (ids == ids[:, :1]).all():
            return f"broadcast_to({self.text(ids[:, :1])}, {rows}, {columns})"
        along, across = ids.reshape(-1), ids.T.reshape(-1)
        if rows == 1 or columns == 1 or self._blocks(along) < rows:
            return f"reshape({self._in_a_row(along)}, {rows}, {columns})"
        if self._blocks(across) <= columns <= rows:
            return f"[{', '.join(self.text(column) for column in ids.T)}].T"
        return f"[{', '.join(self.text(row) for row in ids)}]"

    def _blocks(self, ids: Ids) -> int:
        """How often one comes from another value than the one before it, and one for the first."""
        return int(np.count_nonzero(np.diff(self.owner(ids)))) + 1


def literal(number: float) -> str:
    """A number in an expression, with brackets where it is negative."""
    text = written(NEVER if np.isneginf(number) else number)
    return f"({text})" if text.startswith("-") else text


def written(value: Any) -> str:
    """A number, or lists of numbers, with all their digits."""
    if np.ndim(value):
        return f"[{', '.join(map(written, value))}]"
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _listed(shape: Sequence[int]) -> str:
    return ", ".join(map(str, shape))


def _slice(at: Ids, size: int, *, single: bool = False) -> str:
    """Places along an axis as they are written between brackets; empty where they are in no row."""
    first = int(at[0])
    if single:
        return str(first)
    step = int(at[1] - first) if len(at) > 1 else 1
    if step == 0 or not (at == first + step * np.arange(len(at))).all():
        return ""
    behind = int(at[-1]) + (1 if step > 0 else -1)
    start = "" if first == (0 if step > 0 else size - 1) else str(first)
    stop = "" if behind < 0 or (step > 0 and behind > size - step) else str(behind)
    return f"{start}:{stop}" + (f":{step}" if step != 1 else "")


def _part_of_matrix(name: str, shape: Shape, at: Ids) -> str:
    """A block of a matrix, or of its transpose, as it is written."""
    down, across = np.unravel_index(at, shape)
    if at.ndim == 0:
        return f"{name}[{int(down)}, {int(across)}]"
    if at.ndim == 1:
        if (down == down[0]).all():
            columns = _slice(across, shape[1])
            whole = columns == ":"
            return f"{name}[{down[0]}" + ("]" if whole else f", {columns}]") if columns else ""
        if (across == across[0]).all():
            rows = _slice(down, shape[0])
            return f"{name}[{rows}, {across[0]}]" if rows else ""
        return ""
    if (down == down[:, :1]).all() and (across == across[:1]).all():
        rows, columns = _slice(down[:, 0], shape[0]), _slice(across[0], shape[1])
        if not rows or not columns:
            return ""
        return f"{name}[{rows}]" if columns == ":" else f"{name}[{rows}, {columns}]"
    if (down == down[:1]).all() and (across == across[:, :1]).all():
        turned = at.T
        if turned.shape == shape and (turned.reshape(-1) == np.arange(turned.size)).all():
            return f"{name}.T"
        found = _part_of_matrix(name, shape, turned)
        return f"{found}.T" if found else ""
    return ""


@dataclass(frozen=True, kw_only=True)
class Bridged:
    """A model as a program, and where in it each of the model's own tensors stands."""

    program: str
    places: Mapping[str, tuple[tuple[str, ...], Shape]]
    """By the model's own name, the leaves that a tensor is, and its shape there."""

    def gradients(self) -> dict[str, NDArray[np.float64]]:
        """The gradient of each, in the shape that it has in the model."""
        return gradients_of(run(parse(self.program)), self.places)


def gradients_of(
    found: Run, places: Mapping[str, tuple[tuple[str, ...], Shape]]
) -> dict[str, NDArray[np.float64]]:
    """The gradient of each of a model's own tensors, in the shape that it has there."""
    return {
        own: np.reshape([found.gradient(name) for name in names], shape)
        for own, (names, shape) in places.items()
    }
