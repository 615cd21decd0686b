"""A plain layered layout of our own, for where Graphviz gives none: never a blank picture.

Longest paths say the columns (Sugiyama's method, K. Sugiyama et al. 1981, in its plainest form):
boxes and labels stand in columns from left to right, a wire that passes a column has a place in it,
and each column is ordered by the mean of what its things are joined to. It takes no library and no
chance: the same question has the same answer.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import atan2, cos, degrees, sin

from .geometry import MARGIN, Box, Drawn, Layout, Point, Question, Wire
from .row import AIR

ROWS, COLUMNS = 14.0, 34.0
"""Room between two things in a column, and between two columns, where Graphviz draws nothing."""
PASSING = Box(width=0, up=4, down=4)
"""What a wire takes of a column that it passes."""
MOST_PASSING = 2000
"""Places of passing wires; with more of them wires are drawn straight through."""
SWEEPS = 6


@dataclass(frozen=True)
class _Net:
    """What has a place: boxes first, then labels, then the places of passing wires."""

    sizes: list[Box]
    ranks: list[int]
    before: list[list[int]]
    after: list[list[int]]
    ways: list[tuple[list[int], list[int]]]
    """Of each wire what it goes through: up to its label, and from there to its end."""


@lru_cache(maxsize=64)
def plain(question: Question) -> Layout:
    """The layout of our own."""
    boxes, wires = question.boxes, question.wires
    net = _net(boxes, wires)
    columns: list[list[int]] = [[] for _ in range(max(net.ranks, default=-1) + 1)]
    for k, rank in enumerate(net.ranks):
        columns[rank].append(k)
    _order(net, columns)
    _operands(net, columns, wires, question.ordered, len(boxes))
    across = _across(net, columns)
    down = _down(net, columns)
    top = min((down[k] - net.sizes[k].up for k in range(len(down))), default=0.0)
    places = [
        (across[net.ranks[k]] + MARGIN, down[k] - top + MARGIN) for k in range(len(net.sizes))
    ]
    drawn = tuple(
        _drawn(wire, boxes, places, net.ways[k], len(boxes) + k) for k, wire in enumerate(wires)
    )
    right = max((x + net.sizes[k].width / 2 for k, (x, _) in enumerate(places)), default=0.0)
    bottom = max((y + net.sizes[k].down for k, (_, y) in enumerate(places)), default=0.0)
    return Layout(
        boxes=tuple(places[: len(boxes)]), wires=drawn, width=right + MARGIN, height=bottom + MARGIN
    )


def _net(boxes: Sequence[Box], wires: Sequence[Wire]) -> _Net:
    sizes = [replace(box, width=box.width + 2 * AIR) for box in boxes]
    sizes += [wire.label for wire in wires]
    links = [(wire.src, len(boxes) + k) for k, wire in enumerate(wires)]
    links += [(len(boxes) + k, w.dst) for k, w in enumerate(wires) if w.dst is not None]
    ranks = _ranks(len(sizes), links)
    before: list[list[int]] = [[] for _ in sizes]
    after: list[list[int]] = [[] for _ in sizes]
    passing = sum(max(0, ranks[b] - ranks[a] - 1) for a, b in links) <= MOST_PASSING

    def way(a: int, b: int) -> list[int]:
        """The places between two things, which it makes."""
        found = []
        for rank in range(ranks[a] + 1, ranks[b]) if passing else ():
            found.append(len(sizes))
            sizes.append(PASSING)
            ranks.append(rank)
            before.append([])
            after.append([])
        for one, other in zip([a, *found], [*found, b], strict=True):
            after[one].append(other)
            before[other].append(one)
        return found

    ways = []
    for k, wire in enumerate(wires):
        label = len(boxes) + k
        onward = [] if wire.dst is None else way(label, wire.dst)
        ways.append((way(wire.src, label), onward))
    return _Net(sizes, ranks, before, after, ways)


def _ranks(count: int, links: Sequence[tuple[int, int]]) -> list[int]:
    """The column of each thing: one after the last of those before it. A ring is cut somewhere."""
    after: list[list[int]] = [[] for _ in range(count)]
    missing = [0] * count
    for a, b in links:
        after[a].append(b)
        missing[b] += 1
    ranks = [0] * count
    ready = deque(k for k in range(count) if not missing[k])
    left = dict.fromkeys(range(count))
    while left:
        k = ready.popleft() if ready else next(iter(left))
        if k not in left:
            continue
        del left[k]
        for b in after[k]:
            if b in left:
                ranks[b] = max(ranks[b], ranks[k] + 1)
                missing[b] -= 1
                if not missing[b]:
                    ready.append(b)
    # What nothing leads to stands right before what it leads to.
    begun = {b for _, b in links}
    for k in range(count):
        if k not in begun and after[k]:
            ranks[k] = max(0, min(ranks[b] for b in after[k]) - 1)
    return ranks


def _order(net: _Net, columns: list[list[int]]) -> None:
    """Sort each column by the mean place of what its things are joined to, to and fro."""
    place = [0.0] * len(net.sizes)

    def note(column: list[int]) -> None:
        for k, each in enumerate(column):
            place[each] = k / max(1, len(column) - 1)

    for column in columns:
        note(column)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        joined = net.before if forward else net.after
        for column in columns if forward else reversed(columns):
            means = {k: _mean([place[j] for j in joined[k]], place[k]) for k in column}
            column.sort(key=means.__getitem__)
            note(column)


def _operands(
    net: _Net, columns: list[list[int]], wires: Sequence[Wire], ordered: frozenset[int], first: int
) -> None:
    """Have the labels that lead to one of `ordered` stand in their wires' order."""
    for column in columns:
        for head in ordered:
            mine = [
                k
                for k in column
                if first <= k < first + len(wires) and wires[k - first].dst == head
            ]
            spots = [column.index(k) for k in mine]
            for spot, k in zip(spots, sorted(mine), strict=True):
                column[spot] = k


def _mean(values: Sequence[float], usual: float) -> float:
    return sum(values) / len(values) if values else usual


def _across(net: _Net, columns: list[list[int]]) -> list[float]:
    """The middle of each column."""
    found, x = [], 0.0
    for column in columns:
        width = max((net.sizes[k].width for k in column), default=0.0)
        found.append(x + width / 2)
        x += width + COLUMNS
    return found


def _down(net: _Net, columns: list[list[int]]) -> list[float]:
    """How far down each thing stands: near what it is joined to, and clear of its neighbours."""
    down = [0.0] * len(net.sizes)
    for column in columns:
        y = 0.0
        for k in column:
            down[k] = y + net.sizes[k].up
            y += net.sizes[k].up + net.sizes[k].down + ROWS
        for k in column:
            down[k] -= y / 2
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        joined = net.before if forward else net.after
        for column in columns if forward else reversed(columns):
            wanted = [_mean([down[j] for j in joined[k]], down[k]) for k in column]
            placed = _clear(wanted, [net.sizes[k] for k in column])
            for k, y in zip(column, placed, strict=True):
                down[k] = y
    return down


def _clear(wanted: Sequence[float], boxes: Sequence[Box]) -> list[float]:
    """Places in that order, none over another, and on the whole where they are wanted."""
    found: list[float] = []
    for k, y in enumerate(wanted):
        least = found[-1] + boxes[k - 1].down + boxes[k].up + ROWS if found else y
        found.append(max(y, least))
    off = _mean([a - b for a, b in zip(found, wanted, strict=True)], 0.0)
    return [y - off for y in found]


def _drawn(
    wire: Wire,
    boxes: Sequence[Box],
    places: Sequence[Point],
    way: tuple[list[int], list[int]],
    label: int,
) -> Drawn:
    """One wire: level out of its tail, straight through its label, and up to its head."""
    (tail_x, tail_y), (x, y) = places[wire.src], places[label]
    half = wire.label.width / 2
    first = [(tail_x + boxes[wire.src].reach(0.0), tail_y), *(places[k] for k in way[0])]
    path = _curve([*first, (x - half, y)]) + f" L{x + half:.1f},{y:.1f}"
    tip, slope = (x + half + 9, y), 0.0
    if wire.dst is not None:
        head_x, head_y = places[wire.dst]
        through = [(x + half, y), *(places[k] for k in way[1])]
        slope = atan2(head_y - through[-1][1], head_x - through[-1][0])
        reach = boxes[wire.dst].reach(slope)
        tip = head_x - reach * cos(slope), head_y - reach * sin(slope)
        path += _curve([*through, (tip[0] - 7 * cos(slope), tip[1] - 7 * sin(slope))], slope)[
            len(f"M{x + half:.1f},{y:.1f}") :
        ]
    turn = f"translate({tip[0]:.1f},{tip[1]:.1f}) rotate({degrees(slope):.1f})"
    return Drawn(path=path, head=turn, x=round(x, 1), y=round(y, 1))


def _curve(points: Sequence[Point], slope: float = 0.0) -> str:
    """Through all points, level at each but the last, where it has that slope."""
    written = [f"M{points[0][0]:.1f},{points[0][1]:.1f}"]
    for k, ((x0, y0), (x1, y1)) in enumerate(zip(points, points[1:], strict=False)):
        bend = (x1 - x0) / 2
        last = k == len(points) - 2
        lead_x = x1 - bend * (cos(slope) if last else 1.0)
        lead_y = y1 - bend * (sin(slope) if last else 0.0)
        written.append(f"C{x0 + bend:.1f},{y0:.1f} {lead_x:.1f},{lead_y:.1f} {x1:.1f},{y1:.1f}")
    return " ".join(written)
