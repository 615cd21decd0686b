"""A picture in rows that read like lines of text.

A wire that goes on in another row is drawn as such: out at the right, down, back in the gutter
between the rows, and in at the left. The topmost exit has the outermost lane and the topmost entry:
so lanes between neighbouring rows do not cross. What is used in several rows goes down at the left.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from .folding import LANE, assigned, boxes, columns, cuts, leaf, lined, narrowed, parted
from .geometry import MARGIN, Drawn, Layout, Point, Question, Wire
from .row import LARGE, Item, Net, Placed, Row, net, place
from .splines import APART, drawn, joined, moved, plain, rounded, steep

GUTTER = 8.0
"""Room between a row and the lanes below it, above it and beside it."""

OUT = 4.0
"""More at the right, for the last arrowhead."""


@lru_cache(maxsize=64)
def _first(question: Question) -> tuple[Net, Placed]:
    """One row, as Graphviz gives it."""
    whole = net(question)
    return whole, place(whole)


@lru_cache(maxsize=256)
def one_row(question: Question, height: float | None = None) -> Layout:
    """All of it from left to right; lower, at the cost of straightness, where that is too high."""
    whole, placed = _first(question)
    return _in_one(whole, placed if height is None else _again(whole, height))


@lru_cache(maxsize=256)
def staggered(question: Question, height: float, parts: int = 2) -> Layout:
    """One row where columns that are too high are two: every second thing stands one further on.

    `parts`: or as many columns as it takes, up to so many.
    """
    whole, placed = _first(question)
    return _in_one(whole, _given(whole, placed, parted(whole, placed, height, parts), height))


@lru_cache(maxsize=256)
def narrow_row(question: Question, height: float) -> Layout:
    """One row whose columns are not wide for things that can stand in another one."""
    whole, placed = _first(question)
    return _in_one(whole, _given(whole, placed, [narrowed(whole, placed)], height))


@lru_cache(maxsize=256)
def in_rows(
    question: Question, count: int, height: float | None = None, *, from_boxes: bool = False
) -> Layout | None:
    """The picture in so many rows; None where there are not so many columns.

    `from_boxes`: each row begins with a column of boxes, its wires' labels behind them, though
    rows that begin with labels may be narrower.
    """
    whole, placed = _first(question)
    found = columns(whole, placed)
    if len(found.left) < 2 * count:
        return None
    starts = cuts(found, count, boxes(found) if from_boxes else None)
    return None if starts is None else _from(question, tuple(starts), height)


@lru_cache(maxsize=256)
def _from(question: Question, starts: tuple[int, ...], height: float | None) -> Layout | None:
    """In rows that begin with these columns."""
    whole, placed = _first(question)
    rows, count = assigned(whole, columns(whole, placed), starts), len(starts)
    return _composed(whole, rows, count, height) if {*rows.values()} == {*range(count)} else None


@lru_cache(maxsize=256)
def in_lines(question: Question, per: int, height: float | None = None) -> Layout:
    """The picture in the lines that it has of its own, so many of them in a row."""
    whole = net(question)
    return _composed(whole, lined(whole, per), max(question.lines) // per + 1, height)


def forget() -> None:
    """Have Graphviz asked again, as for a picture that has never been."""
    for each in (_first, one_row, staggered, narrow_row, in_rows, _from, in_lines):
        each.cache_clear()


def _again(whole: Net, height: float) -> Placed:
    """One row, not higher than need be."""
    return place(whole, Row(tuple(whole.sizes), height=height - 2 * MARGIN))


def _given(whole: Net, placed: Placed, ways: Sequence[Mapping[Item, int]], height: float) -> Placed:
    """The same with its columns as they are given, in whichever way fewest wires cross.

    Where Graphviz looks for few crossings it begins with things as they are named: from the bottom
    up as they stood, or from the top down.
    """
    upwards = sorted(whole.sizes, key=lambda item: -placed.points[item][1])
    tried = [
        place(whole, Row(tuple(items), ranks=ranks, height=height - 2 * MARGIN))
        for ranks in ways
        for items in (upwards, upwards[::-1])
    ]
    return min(tried, key=lambda each: _crossings(whole, each))


def _crossings(whole: Net, placed: Placed) -> int:
    """How often the wires would cross, were they straight."""
    lines = [(placed.points[one], placed.points[other]) for one, other in whole.links]

    def apart(one: tuple[Point, Point], other: tuple[Point, Point], x: float) -> float:
        """How far one line is under another at x."""
        a, b = (y0 + (y1 - y0) * (x - x0) / (x1 - x0) for (x0, y0), (x1, y1) in (one, other))
        return a - b

    found = 0
    for one, other in combinations(lines, 2):
        left, right = max(one[0][0], other[0][0]), min(one[1][0], other[1][0])
        if left < right:
            found += apart(one, other, left) * apart(one, other, right) < 0
    return found


def _in_one(whole: Net, placed: Placed) -> Layout:
    return _drawn(whole, dict.fromkeys(whole.sizes, 0), [placed], [()], ())


def _composed(whole: Net, rows: Mapping[Item, int], count: int, height: float | None) -> Layout:
    """Every row placed, one under the other, and the lanes between them."""
    leads = {
        item: {rows[other] for other in after} - {rows[item]} for item, after in whole.after.items()
    }
    leaves = {item for item in whole.sizes if leads[item] and leaf(whole, item)}
    far = [item for item in whole.sizes if item not in leaves and leads[item] - {rows[item] + 1}]
    sinking: list[Item] = []
    placed: list[Placed] = []
    lanes: list[list[Item]] = []
    between = 2 * MARGIN + (count - 1) * (2 * GUTTER + LANE)
    each = None if height is None else max(1.0, (height - between) / count)
    for row in range(count):
        items = tuple(item for item in whole.sizes if rows[item] == row)
        near = [item for item in (lanes[-1] if lanes else ()) if item not in far]
        entries = (*near, *(item for item in (*sinking, *far) if row in leads[item]))
        entries = tuple(item for item in entries if row in leads[item])
        exits = tuple(item for item in items if leads[item] and item not in leaves)
        first = tuple(item for item in items if item in leaves)
        found = place(whole, Row(items, entries, exits, first, height=each))
        placed.append(found)
        lanes.append(sorted(exits, key=lambda item: found.points[f"<{item}"][1]))
        # The lower one goes down nearer to the row, and comes in above: so fewer wires cross.
        sinking = sorted(first, key=lambda item: -found.points[item][1]) + sinking
    return _drawn(whole, rows, placed, lanes, [*sinking, *far])


def _drawn(
    whole: Net,
    rows: Mapping[Item, int],
    placed: Sequence[Placed],
    lanes: Sequence[Sequence[Item]],
    trunks: Sequence[Item],
) -> Layout:
    """The rows at their places, and every wire through them."""
    question = whole.question
    inner = max((len(set(found) - set(trunks)) for found in lanes), default=0)
    left = MARGIN + (GUTTER + LANE * (inner + len(trunks)) if len(placed) > 1 else 0)
    tops, y = [], MARGIN
    for found, below in zip(placed, lanes, strict=True):
        tops.append(y)
        y += found.height + 2 * GUTTER + LANE * max(0, len(below) - 1)
    bottom = tops[-1] + placed[-1].height

    def at(item: Item, row: int) -> Point:
        x, y = placed[row].points[item]
        return x + left, y + tops[row]

    def curve(one: Item, other: Item, row: int) -> list[Point]:
        return [(x + left, y + tops[row]) for x, y in placed[row].curves[one, other]]

    def beside(item: Item) -> float:
        """Where a thing's lane runs down at the left."""
        if item in trunks:
            return left - GUTTER - LANE * (inner + trunks.index(item))
        among = [each for each in lanes[rows[item]] if each not in trunks]
        return left - GUTTER - LANE * among.index(item)

    def way(one: Item, other: Item) -> list[Point]:
        """What leads from one thing to another, in its row or from row to row."""
        here, there = rows[one], rows[other]
        if here == there:
            return curve(one, other, here)
        entry = at(f">{one}", there)
        x = beside(one)
        if leaf(whole, one):
            lane = rounded([at(one, here), (x, at(one, here)[1]), (x, entry[1]), entry])
        else:
            out = at(f"<{one}", here)
            place_ = len(lanes[here]) - 1 - lanes[here].index(one)
            right = left + placed[here].width + GUTTER + LANE * place_
            under = tops[here] + placed[here].height + GUTTER + LANE * place_
            turns = [(right, out[1]), (right, under), (x, under), (x, entry[1])]
            lane = joined(curve(one, f"<{one}", here), rounded([out, *turns, entry]))
        return joined(lane, curve(f">{one}", other, there))

    points = {item: at(item, rows[item]) for item in whole.sizes}

    def wire(k: int, spot: int) -> Drawn:
        """The k-th wire, through the label at a spot."""
        asked = question.wires[k]
        label = points[f"w{spot}"], asked.label
        tail = points[f"n{asked.src}"], question.boxes[asked.src]
        head = None if asked.dst is None else (points[f"n{asked.dst}"], question.boxes[asked.dst])
        if len(question.wires) > LARGE and len(placed) == 1:
            return plain(label, tail, head)
        incoming = way(f"n{asked.src}", f"w{spot}")
        outgoing = None if head is None else way(f"w{spot}", f"n{asked.dst}")
        off = 0.0
        if outgoing is not None and head is not None and head[1].clear:
            # What comes in beside texts does so at one point: from above it is seen apart.
            off = APART * steep(outgoing) if len(whole.before[f"n{asked.dst}"]) > 1 else 0.0
            outgoing = moved(outgoing, off) if off else outgoing
        return drawn(incoming, outgoing, label, tail, head, off=off)

    across = [
        left + found.width + (GUTTER + LANE * len(below) if below else 0)
        for found, below in zip(placed, lanes, strict=True)
    ]
    return Layout(
        boxes=tuple(points[f"n{k}"] for k in range(len(question.boxes))),
        wires=tuple(wire(k, spot) for k, spot in enumerate(_spots(question.wires, points))),
        width=max(*across, across[-1] + OUT) + MARGIN,
        height=bottom + MARGIN,
    )


def _spots(wires: Sequence[Wire], points: Mapping[Item, Point]) -> list[int]:
    """Which label's place each wire takes.

    Graphviz may return parallel wires in any order: the first operand gets the upper one.
    """
    found = list(range(len(wires)))
    for twins in _parallel(wires):
        upwards = sorted(twins, key=lambda k: points[f"w{k}"][1])
        for k, spot in zip(twins, upwards, strict=True):
            found[k] = spot
    return found


def _parallel(wires: Sequence[Wire]) -> Iterable[list[int]]:
    """Wires grouped by their ends."""
    groups: dict[tuple[int, int | None], list[int]] = {}
    for k, wire in enumerate(wires):
        groups.setdefault((wire.src, wire.dst), []).append(k)
    return groups.values()
