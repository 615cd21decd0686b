"""Wires as paths: where they begin and end at what is drawn, and their arrowheads."""

from collections.abc import Sequence
from math import atan2, cos, degrees, hypot, sin

from .geometry import Box, Drawn, Point

TIP = 7.0
"""How long an arrowhead is."""
OUT = 9.0
"""How far a wire that leaves the picture goes beyond its label."""

Curve = Sequence[Point]
"""A point, and then cubic curves of three points each."""


def straight(*corners: Point) -> list[Point]:
    """Lines from corner to corner, as curves."""
    found = [corners[0]]
    for (x0, y0), (x1, y1) in zip(corners, corners[1:], strict=False):
        dx, dy = (x1 - x0) / 3, (y1 - y0) / 3
        found += [(x0 + dx, y0 + dy), (x1 - dx, y1 - dy), (x1, y1)]
    return found


def joined(*curves: Curve) -> list[Point]:
    """Curves one after the other; where one does not begin at the end of the last, a line leads."""
    found = list(curves[0])
    for curve in curves[1:]:
        if _far(found[-1], curve[0]):
            found += straight(found[-1], curve[0])[1:]
        found += curve[1:]
    return found


def _far(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) + abs(a[1] - b[1]) > 0.05


def drawn(
    incoming: Curve,
    outgoing: Curve | None,
    label: tuple[Point, Box],
    tail: tuple[Point, Box],
    head: tuple[Point, Box] | None,
    *,
    off: float = 0.0,
) -> Drawn:
    """One wire: in from the tail, straight through the label, out to the head; so far `off` its
    middle."""
    (x, y), box = label
    start = cut(joined([tail[0]], incoming)[::-1], *tail, gap=0)[::-1]
    # Through the label it is one level line, whatever is rounded.
    start[-1] = x - box.width / 2, y
    path = f"M{written(start)} L{x + box.width / 2:.1f},{y:.1f}"
    tip, slope = (x + box.width / 2 + OUT, y), 0.0
    if outgoing is not None and head is not None:
        middle = head[0][0], head[0][1] + off
        points = joined([(x + box.width / 2, y)], outgoing, [middle])
        tip = cut(points, *head, gap=0)[-1]
        kept = cut(points, *head, gap=TIP)
        slope = atan2(tip[1] - kept[-1][1], tip[0] - kept[-1][0])
        path += f" {written(kept)[len(f'{kept[0][0]:.1f},{kept[0][1]:.1f} ') :]}"
    turn = f"translate({tip[0]:.1f},{tip[1]:.1f}) rotate({degrees(slope):.1f})"
    return Drawn(path=path, head=turn, x=round(x, 1), y=round(y, 1))


APART = 8.0
"""From a wire that comes in level to one that comes down beside the same thing."""
STEEP = 24.0
"""Before the end of a wire: what is so near and on another level comes down, or up."""


def steep(curve: Curve) -> float:
    """Whether a curve comes down right before its level end (−1), comes up (1), or neither (0)."""
    x, y = curve[-1]
    away = next((point for point in curve[::-1] if abs(point[1] - y) > APART / 2), curve[-1])
    if x - away[0] > STEEP or away[1] == y:
        return 0.0
    return -1.0 if away[1] < y else 1.0


def moved(curve: Curve, off: float) -> list[Point]:
    """A curve whose level end is so much lower."""
    level = curve[-1][1]
    kept = next((k for k in range(len(curve), 0, -1) if abs(curve[k - 1][1] - level) > 0.5), 0)
    return [*curve[:kept], *((x, y + off) for x, y in curve[kept:])]


def written(points: Curve) -> str:
    """A curve in SVG's words, behind its M or L."""
    found = [f"{x:.1f},{y:.1f}" for x, y in points]
    return f"{found[0]} C{' '.join(found[1:])}" if len(found) > 1 else found[0]


def cut(points: Curve, middle: Point, box: Box, *, gap: float) -> list[Point]:
    """A curve up to where it comes within `gap` of what is drawn around `middle`."""

    def inside(point: Point) -> bool:
        return box.holds(point[0] - middle[0], point[1] - middle[1], gap)

    last = next((k for k in range(3, len(points), 3) if inside(points[k])), len(points) - 1)
    a, b, c, d = points[last - 3 : last + 1]
    low, high = 0.0, 1.0
    for _ in range(24):
        half = (low + high) / 2
        if inside(split(a, b, c, d, half)[-1]):
            high = half
        else:
            low = half
    return [*points[: last - 3], *split(a, b, c, d, low)]


def split(a: Point, b: Point, c: Point, d: Point, t: float) -> Curve:
    """The part of a cubic curve up to t (de Casteljau)."""
    ab, bc, cd = _at(a, b, t), _at(b, c, t), _at(c, d, t)
    abc, bcd = _at(ab, bc, t), _at(bc, cd, t)
    return a, ab, abc, _at(abc, bcd, t)


def _at(a: Point, b: Point, t: float) -> Point:
    return a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])


def plain(
    label: tuple[Point, Box],
    tail: tuple[Point, Box],
    head: tuple[Point, Box] | None,
) -> Drawn:
    """One path without routing: two curves that leave level, with the label's line between."""
    (x, y), own = label
    (tail_x, tail_y), box = tail
    start, west, east = tail_x + box.reach(0.0), x - own.width / 2, x + own.width / 2
    bend = (west - start) / 2
    path = (
        f"M{start:.1f},{tail_y:.1f} C{start + bend:.1f},{tail_y:.1f} {west - bend:.1f},{y:.1f} "
        f"{west:.1f},{y:.1f} L{east:.1f},{y:.1f}"
    )
    tip, slope = (east + OUT, y), 0.0
    if head is not None:
        (head_x, head_y), target = head
        slope = atan2(head_y - y, head_x - east)
        reach = target.reach(slope)
        tip = head_x - reach * cos(slope), head_y - reach * sin(slope)
        stop = tip[0] - TIP * cos(slope), tip[1] - TIP * sin(slope)
        bend = (stop[0] - east) / 2
        path += (
            f" C{east + bend:.1f},{y:.1f} {stop[0] - bend * cos(slope):.1f},"
            f"{stop[1] - bend * sin(slope):.1f} {stop[0]:.1f},{stop[1]:.1f}"
        )
    head_at = f"translate({tip[0]:.1f},{tip[1]:.1f}) rotate({degrees(slope):.1f})"
    return Drawn(path=path, head=head_at, x=round(x, 1), y=round(y, 1))


def rounded(corners: Sequence[Point], radius: float = 7.0) -> list[Point]:
    """Lines from corner to corner whose turns are round, as curves."""
    found = [corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        turn = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        start, end = _toward(corner, before, turn), _toward(corner, after, turn)
        found += straight(found[-1], start)[1:]
        # A quarter of a circle, nearly: its handles reach 0.55 of the way to the corner.
        found += [_toward(start, corner, 0.55 * turn), _toward(end, corner, 0.55 * turn), end]
    return found + straight(found[-1], corners[-1])[1:]


def _length(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def _toward(start: Point, end: Point, far: float) -> Point:
    """The point so far from one on the way to another."""
    length = _length(start, end)
    part = far / length if length else 0.0
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])
