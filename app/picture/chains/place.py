"""Where chains stand: one under the other, equal factors in one column."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph_engine import Edge
from graph_engine.views import Chain

from ...languages import _
from ...wording.words import Words
from .. import slots
from ..sizes import Sizes
from ..widths import LEAF_NAME, SIZE, name_width, width
from .changes import grid

MARGIN = 10.0
PITCH = 78.0
"""From one row to the next."""
ABOVE, BELOW = 25.0, 24.0
"""What a fraction takes above and below its line."""
NUMBER = 17.0
"""The height of its number's box."""
GAP = 24.0
"""From one factor to the next."""
EQUALS = 34.0
"""From a gradient to its first factor."""
FRAME = 5.0
"""From a factor to the frame about it."""
WORDS = 20.0
"""Above and below for what a frame says."""
APART = 22.0
"""Beside the line between chains and updates."""
SIDE = 13.0
"""A shaded cell."""


@dataclass(frozen=True)
class Drawing:
    """A story's chains: what they take, and where they are."""

    sizes: Sizes
    columns: tuple[tuple[float, float], ...]
    """Of each factor, counted from the loss: its middle and its width."""
    first: float
    """The line of the first row's fractions."""
    line: float
    """Where the updates begin."""
    subtracted: float
    """Where the gradients in their brackets are."""
    shapes: float
    """Where the gradients in their leaves' shapes begin."""
    new: float
    """The middle of the new numbers, and `room` how wide they are."""
    room: float
    width: float
    height: float

    @property
    def placed(self) -> object:
        """All that makes two of them look alike but for numbers."""
        words = self.sizes.words
        return words.abreast, self.columns, self.subtracted, self.new, self.width, self.height

    def y(self, row: int) -> float:
        """The line of a row's fractions."""
        return self.first + PITCH * row


def draw(sizes: Sizes) -> Drawing:
    """Where everything goes, in units in which a number is as high as on a wire."""
    words = sizes.words
    x = MARGIN + 2 * max(half(words, loss_of(words), each.leaf) for each in words.abreast) + EQUALS
    columns = []
    for place in range(max(len(each.path) for each in words.abreast)):
        across = max(
            _factor_width(sizes, each.path[place])
            for each in words.abreast
            if len(each.path) > place
        )
        columns.append((round(x + across / 2, 1), round(across, 1)))
        x += across + GAP
    line = x - GAP + APART
    leaves = [each.leaf for each in words.abreast]
    step = max(half(words, loss_of(words), leaf) for leaf in leaves)
    before = max(2 * name_width(words.flat[leaf], LEAF_NAME) for leaf in leaves)
    subtracted = line + APART + before + width(" ←  − α ", LEAF_NAME) + step + 10
    shapes = subtracted + step + 32
    wide = max(grid(words.node(leaf).shape).columns for leaf in leaves) * SIDE
    room = max(sizes.widest[slots.update(leaf)] for leaf in leaves)
    first = MARGIN + WORDS + ABOVE
    last = first + PITCH * (len(leaves) - 1)
    return Drawing(
        sizes=sizes,
        columns=tuple(columns),
        first=first,
        line=round(line, 1),
        subtracted=round(subtracted, 1),
        shapes=round(shapes, 1),
        new=round(shapes + wide + 8 + room / 2, 1),
        room=round(room, 1),
        width=round(shapes + wide + 8 + room + MARGIN, 1),
        height=round(last + BELOW + NUMBER + FRAME + WORDS + 40, 1),
    )


def half(words: Words, above: int, below: int) -> float:
    """Half of a derivative's line."""
    longest = max(name_width(words.flat[each], LEAF_NAME) for each in (above, below))
    return round(longest / 2 + width("∂", LEAF_NAME) / 2 + 3, 1)


def _factor_width(sizes: Sizes, edge: Edge) -> float:
    """Of a fraction, of its number, or of the words in its place."""
    return max(
        2 * half(sizes.words, edge.dst, edge.src),
        sizes.widest[slots.local(edge)] + 10,
        width(_("the same"), SIZE) + 4,
    )


def runs(chains: Sequence[Chain]) -> list[tuple[int, int, int]]:
    """Where one factor is in several rows: which factor, the first row, and how many."""
    found = []
    for place in range(max(len(each.path) for each in chains)):
        row = 0
        while row < len(chains):
            edge = chains[row].path[place] if len(chains[row].path) > place else None
            count = 1
            while (
                edge is not None
                and row + count < len(chains)
                and chains[row + count].path[place : place + 1] == (edge,)
            ):
                count += 1
            if count > 1:
                found.append((place, row, count))
            row += count
    return found


def loss_of(words: Words) -> int:
    """The loss, which chains begin at."""
    loss = words.walk.graph.loss
    assert loss is not None
    return loss
