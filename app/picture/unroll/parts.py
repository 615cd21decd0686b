"""What the groups of a matrix and its vector are made with: cells, names, colours and ways."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from graph_engine import Edge

from ...languages import _, translate
from ...wording.names import Name
from ...wording.words import Words
from .. import pieces
from .. import slots as every
from ..items import State
from ..layout.geometry import Point
from ..sizes import Spot
from ..slot import Slot
from .items import Cell, Frame
from .place import HIGH, Drawing
from .shown import Entries

HUES = 3
"""Colours, again and again."""
ROUND = 9.0
"""How round the corner of a way is."""
TIP = 6.0
BASE = 4.6
"""From the middle of a cell to the line of its text."""


@dataclass(frozen=True)
class Making:
    """What groups of cells are made with."""

    drawn: Drawing

    @cached_property
    def words(self) -> Words:
        """What is told."""
        return self.drawn.sizes.words

    # -- cells ---------------------------------------------------------------------------

    def _cell(
        self,
        slot: Slot[Any],
        target: tuple[Any, ...],
        at: Point,
        hue: str,
        say: str,
        *,
        origin: Point | None = None,
    ) -> Cell:
        x, y = at
        spot = Spot(x + self.drawn.cell / 2, y + HIGH / 2 + BASE, self.drawn.cell - 4)
        come = "" if origin is None else f"{origin[0] - x:.1f} {origin[1] - y:.1f}"
        entry = f"{self._matrix(target[0])}.{target[-1]}" if hue else ""
        part = pieces.part(slot, target, spot, say)
        return Cell(part, round(x, 1), round(y, 1), hue, entry, come)

    def _matrix(self, target: int | Edge) -> int:
        """The matrix whose entry stands at a node or a wire."""
        return target.src if isinstance(target, Edge) else target

    def _frame(self, places: Any) -> Frame:
        xs, ys = zip(*places.values(), strict=True)
        x, y = min(xs), min(ys)
        return Frame(x, y, round(max(xs) + self.drawn.cell - x, 1), round(max(ys) + HIGH - y, 1))

    def _name(self, of: Entries, entry: int) -> Name:
        """w₁₂ of W."""
        row, column = divmod(entry, of.of.shape[1])
        flat = self.words.flat[of.of.matrix]
        long = max(of.of.shape) > 9 or bool(flat.index)
        below = f"{row + 1},{column + 1}" if long else f"{row + 1}{column + 1}"
        return Name(flat.base, f"{flat.index},{below}" if flat.index else below, over=flat.over)

    def _say(self, of: Entries, entry: int) -> str:
        return self._name(of, entry).plain

    def _output(self, of: Entries, output: int) -> Name:
        """y₂ of y, or y₁₂ of a matrix."""
        name, shape = self.words.names[of.of.edge.dst], of.of.result
        if not shape:
            return name
        places = [output + 1] if len(shape) < 2 else [each + 1 for each in divmod(output, shape[1])]
        below = ("," if max(shape) > 9 or name.index else "").join(map(str, places))
        return Name(name.base, f"{name.index},{below}" if name.index else below, over=name.over)

    def _output_hues(self, of: Entries) -> dict[int, str]:
        """Of each row of the local Jacobian the colour of its entries, where they have one."""
        hues = hues_of(of)
        found = {}
        for output in of.outputs:
            own = {hues[entry] for entry in of.places if of.filled(output, entry)}
            blocks = [b for b in of.blocks if any(of.filled(output, entry) for entry in b)]
            found[output] = own.pop() if len(blocks) == 1 else ""
        return found

    def _row_of(self, of: Entries, entry: int) -> int:
        return next(output for output in of.outputs if of.filled(output, entry))

    def _node_state(self, index: int) -> State:
        first = every.node.first
        return State(every.node(index), first["state"], first["path"], first["warn"])

    def _wire_state(self, edge: Edge) -> State:
        first = every.wire.first
        return State(every.wire(edge), first["state"], first["path"])

    def _wire(self, edge: Edge) -> str:
        return _(
            "local gradient of %(result)s by %(name)s",
            result=self.words.flat[edge.dst].plain,
            name=self.words.flat[edge.src].plain,
        )


def role_of(words: Words, index: int) -> str:
    """A leaf's role in words."""
    return translate(pieces.ROLES[str(words.node(index).role)])


def hues_of(of: Entries) -> dict[int, str]:
    """By entry the colour of its line."""
    return {entry: str(k % HUES) for k, block in enumerate(of.blocks) for entry in block}


def path_of(points: list[Point]) -> str:
    """Straight lines with round corners."""
    found = [f"M{points[0][0]:.1f},{points[0][1]:.1f}"]
    for (before, corner), (_corner, after) in pairwise(pairwise(points)):
        found.append(
            f"L{_toward(corner, before)} Q{corner[0]:.1f},{corner[1]:.1f} {_toward(corner, after)}"
        )
    found.append(f"L{points[-1][0]:.1f},{points[-1][1]:.1f}")
    return " ".join(found)


def _toward(corner: Point, other: Point) -> str:
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    far = max(abs(dx), abs(dy)) or 1.0
    part = min(ROUND, far / 2) / far
    return f"{corner[0] + dx * part:.1f},{corner[1] + dy * part:.1f}"


def head_of(x: float, y: float, turn: float) -> str:
    """Where an arrow's head is."""
    return f"translate({x:.1f},{y:.1f}) rotate({turn:g})"
