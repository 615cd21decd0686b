"""Which row and which column each thing stands in, where Graphviz is not to choose it.

Where a picture is wrapped like lines of text, one row says the columns. A cut before a column costs
a lane for each thing that leads over it; a leaf with one consumer costs nothing, for it moves into
its consumer's row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from .row import AIR, BETWEEN_ROWS, Item, Net, Placed, even

LANE = 9.0
"""From one lane to the next."""

STRAYING = 4.0
"""What it must be worth, in width, that a thing stands one column further from its own."""

PASSING = 12.0
"""The height that a wire takes in a column that it passes."""


@dataclass(frozen=True)
class Columns:
    """The columns of one row, from left to right."""

    of: Mapping[Item, int]
    left: Sequence[float]
    right: Sequence[float]
    crossing: Sequence[int]
    """How many things lead over the cut before a column."""


def columns(whole: Net, placed: Placed) -> Columns:
    """The columns that Graphviz made, and what it would cost to cut before each."""
    middles = sorted({round(placed.points[item][0]) for item in whole.sizes})
    merged: list[int] = []
    for x in middles:
        if not merged or x - merged[-1] > 2:
            merged.append(x)
    of = {
        item: min(range(len(merged)), key=lambda k: abs(merged[k] - placed.points[item][0]))
        for item in whole.sizes
    }
    left, right = [placed.width] * len(merged), [0.0] * len(merged)
    for item, k in of.items():
        middle, half = placed.points[item][0], whole.sizes[item].width / 2
        left[k], right[k] = min(left[k], middle - half), max(right[k], middle + half)
    crossing = [0] * len(merged)
    moving = followers(whole)
    for item, after in whole.after.items():
        if item in moving or not after:
            continue
        for k in range(of[item] + 1, max(of[other] for other in after) + 1):
            crossing[k] += 1
    return Columns(of, left, right, crossing)


def followers(whole: Net) -> Mapping[Item, Item]:
    """Leaves with one wire, and the labels of those wires: in which box's row they stand."""
    question = whole.question
    computed = {wire.dst for wire in question.wires}
    found: dict[Item, Item] = {}
    for k, wire in enumerate(question.wires):
        leaf = f"n{wire.src}"
        if wire.src in computed or wire.dst is None:
            continue
        found[f"w{k}"] = f"n{wire.dst}"
        if len(whole.after[leaf]) == 1:
            found[leaf] = f"n{wire.dst}"
    return found


def boxes(found: Columns) -> frozenset[int]:
    """The columns in which boxes stand."""
    return frozenset(k for item, k in found.of.items() if item[0] == "n" and k >= 0)


def cuts(found: Columns, rows: int, among: Collection[int] | None = None) -> list[int] | None:
    """The first column of each row: so that the widest row, with its lanes, is as narrow as can be.

    `among`: a row begins with one of these; None where there are too few. A dynamic programme over
    the columns: rows · columns² steps.
    """
    count = len(found.left)
    best = [0.0] + [float("inf")] * count
    back: list[list[int]] = []
    for _ in range(rows):
        now, chosen = [float("inf")] * (count + 1), [0] * (count + 1)
        for end in range(1, count + 1):
            over = found.crossing[end] if end < count else 0
            for start in (k for k in range(end) if not k or among is None or k in among):
                lanes = over + found.crossing[start]
                width = found.right[end - 1] - found.left[start] + LANE * lanes
                worst = max(best[start], width)
                if worst < now[end]:
                    now[end], chosen[end] = worst, start
        best = now
        back.append(chosen)
    if best[count] == float("inf"):
        return None
    starts, end = [], count
    for chosen in reversed(back):
        end = chosen[end]
        starts.append(end)
    return starts[::-1]


def assigned(whole: Net, found: Columns, starts: Sequence[int]) -> dict[Item, int]:
    """The row of each thing."""
    rows = {item: sum(k >= start for start in starts) - 1 for item, k in found.of.items()}
    for item, box in followers(whole).items():
        rows[item] = rows[box]
    for k in range(len(whole.question.boxes)):
        leaf = f"n{k}"
        # A leaf with several wires stands in the first row that uses it.
        if found.of[leaf] >= 0 and whole.after[leaf] and _leaf(whole, k):
            rows[leaf] = min(rows[other] for other in whole.after[leaf])
    return rows


def parted(whole: Net, placed: Placed, height: float, parts: int = 2) -> list[dict[Item, int]]:
    """The column of each thing, where columns that are too high are two; in ways to choose from.

    Where about half of a column's things are forks of wires they stand in one, before the others or
    behind them; else every second thing stands one further on. `parts`: what is too high for two
    columns, too, becomes as many as it needs, up to so many.
    """
    of = columns(whole, placed).of
    members: list[list[Item]] = [[] for _ in range(max(of.values()) + 1)]
    for item in sorted(of, key=lambda item: placed.points[item][1]):
        members[of[item]].append(item)
    ways: list[dict[Item, int]] = [{}, {}]
    first, alike = 0, True
    for column in members:
        apart = min(parts, ceil(sum(_height(whole, item) for item in column) / height))
        forks = _forks(whole, column) if apart == 2 else ()
        halves = 0.35 * len(column) < len(forks) < 0.65 * len(column)
        alike = alike and not halves
        others = [item for item in column if item not in forks]
        turns = {item: k % apart for k, item in enumerate(column)}
        for ranks, later in zip(ways, (others, forks), strict=True):
            ranks.update(
                {item: first + (item in later if halves else turns[item]) for item in column}
            )
        first += apart
    return ways[:1] if alike else ways


def _forks(whole: Net, column: Sequence[Item]) -> Sequence[Item]:
    """A column's things that something leads to which leads to others of them, too."""
    here = {*column}
    return [
        item
        for item in column
        if any(len(here.intersection(whole.after[other])) > 1 for other in whole.before[item])
    ]


def narrowed(whole: Net, placed: Placed) -> dict[Item, int]:
    """The column of each thing, where none is wide for things that can stand in another one."""
    of = dict(columns(whole, placed).of)
    moved = True
    while moved:
        moved = False
        for column in range(max(of.values()) + 1):
            moves = _leaving(whole, of, column, placed.height)
            of.update(moves)
            moved = moved or bool(moves)
    return of


def _leaving(whole: Net, of: Mapping[Item, int], column: int, height: float) -> dict[Item, int]:
    """Where the widest things of a column go, if that makes the picture narrower."""
    count = max(of.values()) + 1
    widths, heights = [0.0] * count, [0.0] * count
    for item, k in of.items():
        widths[k] = max(widths[k], _width(whole, item))
        heights[k] += _height(whole, item)
    for one, other in whole.links:
        for k in range(of[one] + 1, of[other]):
            heights[k] += PASSING
    here = sorted(
        (item for item in of if of[item] == column), key=lambda item: -_width(whole, item)
    )
    best: dict[Item, int] = {}
    gain, cost = 1.0, 0.0
    moves: dict[Item, int] = {}
    for item, rest in zip(here, here[1:], strict=False):
        low = max((of[other] for other in whole.before[item]), default=-1) + 1
        high = min((of[other] for other in whole.after[item]), default=count) - 1
        own = _width(whole, item)
        free = [
            k
            for k in range(low, high + 1)
            if k != column and heights[k] + _height(whole, item) <= height
        ]
        if not free:
            break
        price = {k: max(0.0, own - widths[k]) + STRAYING * abs(k - column) for k in free}
        to = min(free, key=price.__getitem__)
        cost += price[to]
        widths[to] = max(widths[to], own)
        heights[to] += _height(whole, item)
        moves[item] = to
        if widths[column] - _width(whole, rest) - cost > gain:
            gain = widths[column] - _width(whole, rest) - cost
            best = dict(moves)
    return best


def _width(whole: Net, item: Item) -> float:
    box = whole.sizes[item]
    return box.width + (2 * AIR if box.core else 0)


def _height(whole: Net, item: Item) -> float:
    return sum(even(whole.sizes[item])) + BETWEEN_ROWS


def lined(whole: Net, per: int) -> dict[Item, int]:
    """The row of each thing, where the picture has lines of its own and a row has `per` of them."""
    question = whole.question
    rows = {f"n{k}": line // per for k, line in enumerate(question.lines)}
    for k, wire in enumerate(question.wires):
        rows[f"w{k}"] = rows[f"n{wire.src if wire.dst is None else wire.dst}"]
    return rows


def _leaf(whole: Net, k: int) -> bool:
    return all(wire.dst != k for wire in whole.question.wires)


def leaf(whole: Net, item: Item) -> bool:
    """Whether it is a box that nothing leads to."""
    return item[0] == "n" and _leaf(whole, int(item[1:]))
