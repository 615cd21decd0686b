"""The lines from the lit parts of a figure to their nodes, in saved pictures; see
`static/js/parts/leading.js`."""

from collections.abc import Iterator, Sequence
from math import hypot

from ..picture.items import NodePicture, Scene
from .figured import Figured, Joint, Place

SAMPLES = 40
"""Places along a line at which it is looked at."""
CROSSED = 40.0
"""How much worse than a unit of length it is to run through a box or a number at one of them."""
AIR, SIDES = 3.0, (40.0, 70.0, 110.0)
LETTERS = 14.0
"""How high a number is above its line."""

Point = tuple[float, float]
Way = tuple[Point, Point, Point, Point]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def drawn(figure: Figured, step: int, place: Place, scene: Scene, at: Point, scale: float) -> str:
    """The lines as SVG; they lie under figure and picture."""
    joints = figure.joints[step] if figure.joints else ()
    path = "".join(_lead(figure, each, place, scene, at, scale) for each in joints)
    style = f"fill:none;stroke:{figure.lead_ink};stroke-width:{3 * scale:.2f};stroke-linecap:round"
    return f'<path class="lead" d="{path}" style="{style}"/>' if path else ""


def _lead(
    figure: Figured, joint: Joint, place: Place, scene: Scene, at: Point, scale: float
) -> str:
    """The way of a line, as a path; empty where its node is not drawn.

    The figure stands at `place`; the scene's origin is `at`, and it is drawn so many times larger.
    """
    x, y, slot = joint

    def box(left: float, top: float, width: float, height: float) -> Box:
        left, top = at[0] + scale * left, at[1] + scale * top
        return left, top, left + scale * width, top + scale * height

    larger, to = place.width / figure.width, None
    kept = [
        (
            place.x + larger * left,
            place.y + larger * top,
            place.x + larger * (left + width),
            place.y + larger * (top + height),
        )
        for left, top, width, height in figure.words
    ]
    for item in scene.items:
        if isinstance(item, NodePicture):
            own = box(item.x + item.left, item.y + item.top, item.width, item.height)
            if item.slot == slot:
                to = own
            else:
                kept.append(own)
        elif item.value is not None:
            part = item.value
            kept.append(box(part.x - part.room / 2, part.y - LETTERS, part.room, LETTERS))
    if to is None:
        return ""
    start = place.x + larger * x, place.y + larger * y
    a, *more = min(_ways(start, to), key=lambda way: _cost(way, kept))
    return f"M{a[0]:.1f},{a[1]:.1f}C" + " ".join(f"{x:.1f},{y:.1f}" for x, y in more)


def _ways(start: Point, box: Box) -> Iterator[Way]:
    """Into a box from above, from the left and from the right."""
    left, top, right, bottom = box
    x, y = (left + right) / 2, (top + bottom) / 2
    high = max(30.0, (top - start[1]) / 2)
    yield start, (start[0], start[1] + high), (x, top - high), (x, top)
    for by in SIDES:
        for side, away in ((left, -by), (right, by)):
            yield start, (side + away, start[1] + high), (side + away, y), (side, y)


def _cost(way: Way, kept: Sequence[Box]) -> float:
    found, last = 0.0, way[0]
    for k in range(1, SAMPLES + 1):
        now = _along(way, k / SAMPLES)
        found += hypot(now[0] - last[0], now[1] - last[1])
        if any(
            left - AIR < now[0] < right + AIR and top - AIR < now[1] < bottom + AIR
            for left, top, right, bottom in kept
        ):
            found += CROSSED
        last = now
    return found


def _along(way: Way, t: float) -> Point:
    s = 1 - t
    shares = s**3, 3 * s * s * t, 3 * s * t * t, t**3
    x, y = (sum(w * each[k] for w, each in zip(shares, way, strict=True)) for k in (0, 1))
    return x, y
